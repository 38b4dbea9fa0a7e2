"""What happens in the demo, in February 2564.

9   the registry opens; officers, 76 recipients and their keys are enrolled; older books are continued
10  order 55/2564, then the circular that encloses it: read, registered, signed; its PDF looked at; dispatched
10  and 11  most acknowledge, one returns it, one is heard by telephone, some are silent
11  who has not answered; the structure before and after, who could sign; a recipient's bundle, one changed byte
15  what is asked for is passed on; on the 16th a correcting order changes the known past; a number is voided
23  and 24  most report what they did; who has done what, the silent ones first
25  no number is missing, as a stranger checks; the history replayed where the registry is not; the audit
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import msgspec

from api.cli.answer import Table
from api.demo import documents, facts, papers, performing, proofs, restructuring
from api.demo.facts import Fate, Recipient, at
from api.demo.stage import Person, Stage, Word
from api.demo.teller import Teller
from api.texts.text import Text, plain
from domain.authority import Role
from domain.classes import Channel
from domain.errors import WrongNumber
from domain.letter.events import (
    DeliveryAttempted,
    DeliveryResult,
    LetterAcknowledged,
    LetterIssued,
    LetterReturned,
    ReceiptConfirmed,
    Sending,
)
from domain.letter.text import Directive
from domain.series import SeriesKind
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from registry import requests, wire
from registry.acts import outgoing
from registry.acts.drafts import LetterDraft, from_document
from registry.acts.outgoing import Issued
from registry.documents.draft import Draft, NamedAttachment
from registry.documents.reading import text
from registry.views.unanswered import AnswerState, Unanswered
from registry.views.view import open_view
from registry.wire import Relation

_ANSWERING = (at(10, 13, 20), at(10, 16, 10), at(11, 9, 40))
_STATES = {
    AnswerState.FAILED: Text("ส่งไม่สำเร็จ", "not delivered"),
    AnswerState.DISPATCHED: Text("ส่งแล้ว", "dispatched"),
    AnswerState.SENT: Text("ส่งแล้ว ยังเงียบ", "sent, silent"),
    AnswerState.DELIVERED: Text("เข้าสู่ระบบผู้รับ ยังเงียบ", "in the receiver's system, silent"),
    AnswerState.CONFIRMED: Text("ยืนยันทางโทรศัพท์ ยังไม่ตอบรับ", "confirmed by telephone, not acknowledged"),
    AnswerState.RETURNED: Text("ส่งคืน", "returned"),
    AnswerState.ACKNOWLEDGED: Text("แจ้งตอบรับแล้ว", "acknowledged"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the demo leaves behind."""

    home: Path
    letter: str
    order: str
    bundle: Path
    trust: Path
    log_key: Path
    facts: int
    correcting_order: str
    complete: Path
    """The proof that no number of the circulars' series is missing."""
    export: Path
    state: str
    """The state's digest, here and where the export was replayed."""


def tell(stage: Stage, teller: Teller, environment: Mapping[str, str]) -> Told:
    """Let the whole story happen."""
    _begin(stage, teller)
    everybody = list(facts.recipients())
    _enrol(stage, teller, everybody)
    restructuring.take_over(stage, teller, everybody)
    _open_books(stage, teller)
    draft = _read(stage, teller, environment)
    order = _register_order(stage, teller)
    letter = _register_circular(stage, teller, draft, order)
    documents.show_document(stage, teller, letter)
    _dispatch(stage, teller, letter, everybody)
    _answer(stage, teller, letter, everybody)
    _show_silent(stage, teller, letter)
    restructuring.show_change(stage, teller)
    restructuring.show_signers(stage, teller)
    bundle = proofs.hand_out(stage, teller, letter)
    performing.pass_on(stage, teller, letter, everybody)
    correcting = restructuring.correct(stage, teller)
    performing.void_one(stage, teller)
    performing.report(stage, teller, letter, everybody)
    performing.show_coverage(stage, teller, letter)
    complete = proofs.prove_complete(stage, teller)
    exported = proofs.replay_elsewhere(stage, teller)
    audited = proofs.audit_all(stage, teller, bundle)
    home = stage.office.reader.home
    return Told(
        home=home.path,
        letter=letter.number,
        order=order.number,
        bundle=bundle.path,
        trust=home.roots,
        log_key=home.log_key,
        facts=audited.facts,
        correcting_order=correcting,
        complete=complete,
        export=exported.folder,
        state=exported.state,
    )


# --- 9 February -----------------------------------------------------------------------------------------------


def _begin(stage: Stage, teller: Teller) -> None:
    teller.heading("เปิดทะเบียน", "the registry opens")
    teller.say(
        "เปิดทะเบียนตัวอย่างของ{office} ใน {home} ทุกกุญแจและใบรับรองเป็นของสมมติ ใช้ได้ พ.ศ. ๒๕๖๓–๒๕๘๐",
        "A specimen registry of {office} opens in {home}; every key and certificate is made up, valid 2563–2580 BE.",
        office=facts.OFFICE,
        home=stage.home,
    )
    names = ", ".join(facts.REGISTRARS.values())
    teller.say("นายทะเบียนสองคน (สมมติ): {names}", "Two registrars (made up): {names}", names=names)


def _enrol(stage: Stage, teller: Teller, everybody: list[Recipient]) -> None:
    stage.clock.now = at(9, 8, 45)
    people = [
        Person("director-general", facts.SIGNATORY, facts.OFFICE, facts.SIGNATORY_POST, Role.SIGNATORY),
        Person("clerk", facts.CLERK, facts.OFFICE, "เจ้าพนักงานธุรการ", Role.CLERK),
    ]
    people += [
        Person(one.officer, one.name, f"จังหวัด{one.province.name}", "งานสารบรรณ", Role.RECIPIENT, (one.governor,))
        for one in everybody
    ]
    stage.enrol(people)
    teller.say(
        "ลงทะเบียน {name} {post} (ชื่อและตำแหน่งจริงตามหนังสือ กุญแจสมมติ)",
        "Enrolled {name}, {post} (name and post as in the letter, the key is made up).",
        name=facts.SIGNATORY,
        post=facts.SIGNATORY_POST,
    )
    teller.say(
        "ลงทะเบียนผู้รับ {count} จังหวัด แต่ละคนมีกุญแจของตน นายทะเบียนสองคนรับรองทุกกุญแจ (ชื่อผู้รับสมมติ)",
        "Enrolled recipients in {count} provinces, each with a key that two registrars vouch for (names made up).",
        count=len(everybody),
    )


def _open_books(stage: Stage, teller: Teller) -> None:
    stage.clock.now = at(9, 9, 30)
    stage.open_series(SeriesKind.ORDER, facts.ORDER_BOOK, after=facts.LAST_ORDER)
    stage.open_series(SeriesKind.CIRCULAR, facts.BOOK, after=facts.LAST_CIRCULAR)
    teller.say(
        "ทะเบียนต่อจากเล่มเดิม: คำสั่งหลังเลข {order} หนังสือเวียนหลัง ว {circular} (ไม่ทราบรายการเดิม จึงไม่แต่งรายการใดขึ้น)",
        "The books go on: orders after {order}, circulars after ว {circular} (older rows unknown, none invented).",
        order=facts.LAST_ORDER,
        circular=facts.LAST_CIRCULAR,
    )


# --- 10 February: read, register, sign ------------------------------------------------------------------------


def _read(stage: Stage, teller: Teller, environment: Mapping[str, str]) -> Draft:
    stage.clock.now = at(10, 8, 40)
    teller.heading("อ่านหนังสือ", "the letter is read")
    data, path = papers.circular(environment)
    draft = text.read(data)
    if path is None:
        teller.say(
            "ไม่พบตัวหนังสือต้นเรื่อง จึงใช้ข้อความที่เล่าข้อเท็จจริงเดียวกันด้วยถ้อยคำของโครงการ",
            "The founding circular is not at hand; its facts are told in words of our own.",
        )
    else:
        teller.say("อ่านหนังสือต้นเรื่องจาก {path}", "The founding circular is read from {path}.", path=path)
    teller.show(_parts(draft))
    return draft


def _parts(draft: Draft) -> Table:
    rows = [
        ("ชั้นความเร็ว", "speed", draft.speed, draft.speed.value.label if draft.speed else ""),
        ("ที่", "number", draft.number, draft.number.value.printed() if draft.number else ""),
        ("วันที่", "date", draft.dated, print_date(draft.dated.value) if draft.dated else ""),
        ("เรื่อง", "subject", draft.subject, draft.subject.value if draft.subject else ""),
        ("ถึง", "to", draft.salutation, " ".join(one.value for one in draft.addressees)),
        *(("สิ่งที่ส่งมาด้วย", "attachment", one, _counted(one.value)) for one in draft.attachments),
        *(("ให้ดำเนินการ", "asks for", one, _asked(one.value)) for one in draft.directives),
        ("ผู้ลงชื่อ", "signer", draft.signature, draft.signature.value.name if draft.signature else ""),
    ]
    shown = [(Text(thai, english), str(part.line) if part else "-", value) for thai, english, part, value in rows]
    return Table((Text("ส่วน", "part"), Text("บรรทัด", "line"), Text("ที่อ่านได้", "as read")), shown)


def _asked(directive: Directive) -> str:
    due = f" ({print_date(directive.due)} {to_thai(directive.hours or '')})" if directive.due else ""
    return f"{to_thai(str(directive.no))}. {directive.who}{due}"


def _counted(attachment: NamedAttachment) -> str:
    return f"{attachment.title} ({to_thai(str(attachment.quantity))} {attachment.unit})"


def _register_order(stage: Stage, teller: Teller) -> Issued:
    teller.heading("ออกเลข ลงลายมือชื่อ ลงทะเบียน ในคราวเดียว", "number, signature and entry in one act")
    stage.clock.now = at(10, 9, 0)
    (stage.folder / "papers").mkdir()
    order = stage.issue(papers.order(), SeriesKind.ORDER)
    teller.say(
        "คำสั่งที่ {number} ลงลายมือชื่อโดย {name} แล้ว (ข้อความและวันใช้บังคับสมมติ)",
        "Order {number} is signed by {name} (its text and day in force are made up).",
        number=to_thai(order.number),
        name=facts.SIGNATORY,
    )
    return outgoing.issued(stage.office, order.stream)


def _register_circular(stage: Stage, teller: Teller, read: Draft, order: Issued) -> Issued:
    stage.clock.now = at(10, 9, 45)
    draft = _with_enclosures(stage, from_document(read), order)
    done = stage.issue(draft, SeriesKind.CIRCULAR)
    letter = outgoing.issued(stage.office, done.stream)
    printed = read.number.value.printed("arabic") if read.number else ""
    if (letter.number, letter.text.dated) != (printed, read.dated and read.dated.value):
        raise WrongNumber(
            "not-the-founding-number",
            f"The register gave {letter.number} of {letter.text.dated}, and the circular prints {printed}.",
            number=letter.number,
            printed=printed,
        )
    teller.say(
        "{number} ลงวันที่ {dated} ลงลายมือชื่อแล้ว เลขและวันที่ตรงกับที่พิมพ์ในหนังสือ",
        "{number} of {dated} is signed; number and date are those that the letter prints.",
        number=to_thai(letter.number),
        dated=print_date(letter.text.dated),
    )
    teller.say(
        "สิ่งที่ส่งมาด้วย {count} รายการ: ๑ คือคำสั่งที่ {order} ที่เพิ่งออก ที่เหลือเนื้อความสมมติ",
        "{count} attachments: the first is order {order} itself, the contents of the others are made up.",
        count=len(draft.attachments),
        order=to_thai(order.number),
    )
    return letter


def _with_enclosures(stage: Stage, draft: LetterDraft, order: Issued) -> LetterDraft:
    """Return the draft with a file for each attachment: first the order itself, then what is made up."""
    issued = cast("LetterIssued", stage.office.reader.stream(order.stream)[0].statement.fact)
    enclosed = []
    for no, one in enumerate(draft.attachments, start=1):
        file = "attachment-1.pdf" if no == 1 else f"attachment-{no}.txt"
        data = stage.office.reader.blobs.get(issued.final) if no == 1 else papers.made_up(one.title)
        (stage.folder / "papers" / file).write_bytes(data)
        enclosed.append(msgspec.structs.replace(one, file=file))
    return msgspec.structs.replace(draft, attachments=tuple(enclosed))


# --- 10 and 11 February: sent, answered -----------------------------------------------------------------------


def _dispatch(stage: Stage, teller: Teller, letter: Issued, everybody: list[Recipient]) -> None:
    teller.heading("ส่งหนังสือ", "dispatch")
    stage.clock.now = at(10, 10, 15)
    sendings = [Sending(one.place, Channel.CENTRAL_MAIL, one.address) for one in everybody]
    outgoing.dispatch(stage.office, letter, channel=Channel.CENTRAL_MAIL, other=sendings, clerk="clerk")
    teller.say(
        "ส่งถึงผู้ว่าราชการจังหวัด {count} จังหวัด (ไม่มีกรุงเทพมหานคร มีบึงกาฬ)",
        "Dispatched to the governors of {count} provinces (without Bangkok, with Bueng Kan).",
        count=len(everybody),
    )
    bounced = next(one for one in everybody if one.province.name == facts.BOUNCES_FIRST)
    stage.ask(
        [
            _attempt(stage, letter, one, DeliveryResult.FAILED if one is bounced else DeliveryResult.DELIVERED)
            for one in everybody
        ]
    )
    stage.clock.now = at(10, 10, 50)
    stage.ask([_attempt(stage, letter, bounced, DeliveryResult.DELIVERED)])
    teller.say(
        "ตรวจสอบผลการส่งทุกราย: {governor} ตีกลับครั้งแรก ส่งใหม่สำเร็จ (ผลการส่งสมมติ; ที่อยู่จริงมีเพียง {printed})",
        "Every result is checked: {governor} bounced first, then went (made up; real addresses: {printed}).",
        governor=bounced.governor,
        printed=", ".join(facts.PRINTED_ADDRESSES.values()),
    )


def _attempt(stage: Stage, letter: Issued, to: Recipient, result: DeliveryResult) -> requests.Enter:
    detail = "สมมติ: ตู้ไปรษณีย์ปลายทางเต็ม" if result is DeliveryResult.FAILED else None
    fact = DeliveryAttempted(
        to.place, Channel.CENTRAL_MAIL, to.address, stage.clock.now, result, checked_by="clerk", detail=detail
    )
    return requests.Enter(letter.stream, wire.name_of(fact), msgspec.to_builtins(fact))


def _answer(stage: Stage, teller: Teller, letter: Issued, everybody: list[Recipient]) -> None:
    teller.heading("ผู้รับตอบ", "answers")
    acknowledging = [one for one in everybody if one.fate is Fate.ACKNOWLEDGED]
    for no, moment in enumerate(_ANSWERING):
        stage.clock.now = moment
        now = acknowledging[no :: len(_ANSWERING)]
        stage.hand_in([_acknowledgement(stage, letter, one) for one in now])
        teller.say(
            "แจ้งตอบรับ {count} จังหวัด ลงลายมือชื่อด้วยกุญแจของผู้รับแต่ละราย (สมมติ)",
            "{count} provinces acknowledge, each signed with the recipient's own key (made up).",
            count=len(now),
        )
    _return_and_telephone(stage, teller, letter, everybody)


def _return_and_telephone(stage: Stage, teller: Teller, letter: Issued, everybody: list[Recipient]) -> None:
    stage.clock.now = at(11, 10, 30)
    returning = next(one for one in everybody if one.fate is Fate.RETURNED)
    stage.hand_in([_return(letter, returning)])
    teller.say(
        "{governor} ส่งคืน: สิ่งที่ส่งมาด้วย ๓ เปิดอ่านไม่ได้ (สมมติ)",
        "{governor} returns it: attachment 3 cannot be opened (made up).",
        governor=returning.governor,
    )
    stage.clock.now = at(11, 14, 0)
    heard = next(one for one in everybody if one.fate is Fate.CONFIRMED)
    outgoing.enter(stage.office, letter.stream, ReceiptConfirmed(heard.place, stage.clock.now, heard.name, "clerk"))
    teller.say(
        "{governor} ยืนยันทางโทรศัพท์ว่าได้รับ (สมมติ) ซึ่งยังไม่ใช่การแจ้งตอบรับ",
        "{governor} confirms by telephone (made up), which is no acknowledgement yet.",
        governor=heard.governor,
    )


def _acknowledgement(stage: Stage, letter: Issued, by: Recipient) -> Word:
    fact = LetterAcknowledged(
        letter.signed,
        by.place,
        f"จังหวัด{by.province.name}",
        by.officer,
        by.name,
        "งานสารบรรณ",
        registered_at=stage.clock.now,
        arrived_at=at(10, 10, 20),
    )
    return Word(by.officer, fact, (Relation("acknowledges", letter.signed),), letter=letter.stream)


def _return(letter: Issued, by: Recipient) -> Word:
    office = f"จังหวัด{by.province.name}"
    reason = "สมมติ: สิ่งที่ส่งมาด้วย ๓ เปิดอ่านไม่ได้"
    fact = LetterReturned(letter.signed, by.place, office, by.officer, by.name, "งานสารบรรณ", reason)
    return Word(by.officer, fact, (Relation("acknowledges", letter.signed),), letter=letter.stream)


def _show_silent(stage: Stage, teller: Teller, letter: Issued) -> None:
    stage.clock.now = at(11, 16, 0)
    teller.heading("ยังไม่ตอบรับ", "who has not answered")
    with open_view(stage.office.reader, Unanswered) as view:
        answers = view.of(letter.stream)
    done = sum(answer.state is AnswerState.ACKNOWLEDGED for answer in answers)
    teller.say(
        "ตอบรับแล้ว {done} จาก {all} ราย (การตอบทั้งหมดสมมติ) ที่เหลือคือ",
        "{done} of {all} have acknowledged (all answers are made up). The others:",
        done=done,
        all=len(answers),
    )
    owing = [answer for answer in answers if answer.state is not AnswerState.ACKNOWLEDGED]
    columns = (Text("ผู้รับ", "addressee"), Text("ถึงไหนแล้ว", "how far"), Text("หมายเหตุ", "remark"))
    rows = [(plain(one.addressee), _STATES[one.state], one.reason or one.spoke_with or "") for one in owing]
    teller.show(Table(columns, rows))
