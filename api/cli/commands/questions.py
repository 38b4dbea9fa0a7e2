"""Searching, what is pending or unanswered, and one letter's life."""

from contextlib import closing
from datetime import date, datetime

import msgspec

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.commands.performing import SAID
from api.cli.session import office
from api.coverage import joined
from api.texts.facts import ANSWERS, FACTS, RESULTS
from api.texts.levels import lower_level
from api.texts.text import LANGUAGES, Text, label, plain
from domain.directives import DirectiveNoted
from domain.labels import TERMS
from domain.letter.events import (
    DeliveryAttempted,
    LetterAnswered,
    LetterDispatched,
    LetterIssued,
    LetterSealed,
    LetterSigned,
    LetterSignedByHand,
    OrderSigned,
    ReceiptConfirmed,
)
from domain.thai.digits import to_thai
from registry.acts import outgoing
from registry.acts.office import Office
from registry.reader import Recorded
from registry.views.find import Find, Found, Origin
from registry.views.pending import Pending
from registry.views.unanswered import Answer as AddresseeAnswer
from registry.views.unanswered import Unanswered
from registry.views.view import open_view
from registry.views.words import thai_day, thai_moment

ORIGINS = {
    Origin.SENT: Text("ส่ง", "sent"),
    Origin.RECEIVED: Text("รับ", "received"),
    Origin.OLD_BOOK: Text("ทะเบียนเดิม", "old book"),
}
_NOBODY = plain("–")
_TOLD = ("number", "name", "spoke_with", "reason", "remark", "action", "how", "new", "detail")
"""Parts of facts that are told in a letter's life, as far as a fact has them."""


def find(call: Call) -> Answer:
    """Letters by any piece of their entry."""
    typed = call.typed
    with office(call) as here, closing(open_view(here.reader, Find)) as view:
        found = view.find(
            typed.text or "",
            number=typed.number,
            subject=typed.subject,
            sender=getattr(typed, "from"),
            addressee=typed.to,
            limit=typed.limit,
        )
    data = [_found_data(one) for one in found]
    columns = [
        Text("ทะเบียน", "book"),
        *(label(TERMS[t]) for t in ("letter_number", "dated", "sender", "addressee", "subject")),
    ]
    rows: list[list[str | Text]] = [
        [
            ORIGINS[one.origin],
            to_thai(one.number),
            to_thai(_day(one.dated)),
            one.sender,
            _short(one.addressee),
            one.subject,
        ]
        for one in found
    ]
    more = Text("แสดง {count} ฉบับแรก ใช้ --limit เพื่อดูเพิ่ม", "The first {count}; --limit shows more.").with_(
        count=len(found)
    )
    if not found:
        return Answer(data, [Text("ไม่พบหนังสือ", "No letter was found.")])
    return Answer(data, [Table(columns, rows), *([more] if len(found) == typed.limit else [])])


def _found_data(one: Found) -> dict[str, object]:
    return {
        "origin": one.origin.value,
        "number": one.number,
        "dated": one.dated or None,
        "sender": one.sender,
        "addressee": one.addressee,
        "subject": one.subject,
        "stream": one.stream,
    }


def pending(call: Call) -> Answer:
    """Received letters that are not concluded."""
    with office(call) as here, closing(open_view(here.reader, Pending)) as view:
        today = here.today
        found = view.pending(call.typed.days, today=today)
    data: list[dict[str, object]] = [
        {
            "receive_number": one.n,
            "number": one.number,
            "sender": one.sender,
            "subject": one.subject,
            "registered_on": one.registered_on.isoformat(),
            "days": one.days(today),
            "due": one.due.isoformat() if one.due else None,
            "overdue": one.overdue(today),
            "has": one.has,
            "action": one.action,
            "stream": one.stream,
        }
        for one in found
    ]
    columns = [
        label(TERMS["receive_number"]), label(TERMS["letter_number"]), label(TERMS["sender"]), label(TERMS["subject"]),
        Text("ค้าง (วัน)", "days"), Text("กำหนด", "due"), Text("อยู่ที่", "who has it"), label(TERMS["action"]),
    ]  # fmt: skip
    rows: list[list[str | Text]] = [
        [
            to_thai(str(one.n)),
            one.number,
            one.sender,
            one.subject,
            to_thai(str(one.days(today))),
            to_thai(thai_day(one.due)) if one.due else _NOBODY,
            one.has or _NOBODY,
            one.action or "",
        ]
        for one in found
    ]
    return Answer(data, [Table(columns, rows) if found else Text("ไม่มีเรื่องค้าง", "Nothing is pending.")])


def unanswered(call: Call) -> Answer:
    """Who has not answered one letter; or which letters somebody has not answered."""
    with office(call) as here, closing(open_view(here.reader, Unanswered)) as view:
        if call.typed.number is None:
            return _owing(view)
        letter = outgoing.issued(here, call.typed.number)
        found = view.of(letter.stream)
    if not found:
        said = Text("{thai} ยังไม่ได้ส่ง", "{number} was not dispatched.")
        return Answer([], [said.with_(thai=to_thai(letter.number), number=letter.number)])
    data = [_answer_data(one) for one in found]
    columns = [label(TERMS["addressee"]), Text("สถานะ", "state"), Text("ส่งเมื่อ", "sent at"), Text("รายละเอียด", "detail")]
    rows: list[list[str | Text]] = [
        [
            one.addressee,
            ANSWERS[one.state],
            to_thai(thai_moment(one.sent_at)) if one.sent_at else _NOBODY,
            joined(one.by, lower_level(one.level), one.receive_number, one.reason, one.spoke_with, one.detail),
        ]
        for one in found
    ]
    silent = sum(one.state.silent for one in found)
    summary = Text(
        "{thai}: ผู้รับ {all} ราย ยังไม่มีคำตอบ {silent} ราย", "{number}: {all} addressees, {silent} have not answered."
    ).with_(thai=to_thai(letter.number), number=letter.number, all=len(found), silent=silent)
    return Answer(data, [Table(columns, rows), summary])


def _answer_data(one: AddresseeAnswer) -> dict[str, object]:
    return {
        "addressee": one.addressee,
        "state": one.state.value,
        "silent": one.state.silent,
        "sent_at": _iso(one.sent_at),
        "by": one.by,
        "level": one.level and one.level.value,
        "receive_number": one.receive_number,
        "answered_at": _iso(one.answered_at),
        "confirmed_at": _iso(one.confirmed_at),
        "spoke_with": one.spoke_with,
        "reason": one.reason,
        "detail": one.detail,
    }


def _owing(view: Unanswered) -> Answer:
    found = view.letters(owing=True)
    data: list[dict[str, object]] = [
        {
            "number": one.number,
            "dispatched_at": one.dispatched_at.isoformat(),
            "addressees": one.addressees,
            "silent": one.silent,
            "confirmed": one.confirmed,
            "returned": one.returned,
            "acknowledged": one.acknowledged,
            "stream": one.letter,
        }
        for one in found
    ]
    columns = [
        label(TERMS["letter_number"]), Text("ส่งเมื่อ", "dispatched"), Text("ผู้รับ", "addressees"),
        Text("ไม่มีคำตอบ", "silent"), Text("โทรศัพท์", "telephone"), Text("ส่งคืน", "returned"),
        Text("แจ้งตอบรับ", "acknowledged"),
    ]  # fmt: skip
    rows = [
        [
            to_thai(one.number),
            to_thai(thai_moment(one.dispatched_at)),
            *(to_thai(str(n)) for n in (one.addressees, one.silent, one.confirmed, one.returned, one.acknowledged)),
        ]
        for one in found
    ]
    return Answer(data, [Table(columns, rows) if found else Text("ไม่มีผู้รับที่ค้างตอบ", "Nobody owes an answer.")])


def show(call: Call) -> Answer:
    """One letter's life, fact by fact."""
    with office(call) as here:
        letter = outgoing.find(here, call.typed.number)
        lines = _life(here, here.reader.stream(letter.stream))
    data: dict[str, object] = {
        "number": letter.number,
        "dated": letter.dated.isoformat() if letter.dated else None,
        "direction": letter.direction.value,
        "stream": letter.stream,
        "facts": [
            {
                "position": line.position,
                "at": line.statement.at.isoformat(),
                "name": line.statement.name,
                "fields": msgspec.to_builtins(line.statement.fact),
                "digest": line.digest,
            }
            for line in lines
        ],
    }
    names = _addressees(lines)
    columns = [Text("ตำแหน่ง", "position"), Text("เวลา", "time"), Text("เหตุการณ์", "what"), Text("รายละเอียด", "detail")]
    rows: list[list[str | Text]] = [
        [
            to_thai(str(line.position)),
            to_thai(thai_moment(line.statement.at)),
            FACTS[line.statement.name],
            _detail(line, names),
        ]
        for line in lines
    ]
    title = Text("ที่ {thai}", "{number}").with_(thai=to_thai(letter.number), number=letter.number)
    return Answer(data, [Table(columns, rows, title)])


def _life(here: Office, lines: list[Recorded]) -> list[Recorded]:
    """Return the letter's facts with what people signed of it, in the order of the log."""
    found = list(lines)
    for line in lines:
        match line.statement.fact:
            case LetterIssued(signed_in=stream) | LetterAnswered(answered_in=stream):
                found += here.reader.stream(stream)
            case DirectiveNoted(reported_in=reported_in) if reported_in is not None:
                found += here.reader.stream(reported_in)
            case _:
                pass
    return sorted(found, key=lambda line: line.position)


def _addressees(lines: list[Recorded]) -> list[str]:
    for line in lines:
        match line.statement.fact:
            case LetterSigned(letter) | LetterSignedByHand(letter) | LetterSealed(letter) | OrderSigned(letter):
                return [one.name for one in letter.addressees]
            case _:
                continue
    return []


def _detail(line: Recorded, names: list[str]) -> Text:
    """Return what tells one fact of a kind from another: whom it is about, and what was said."""
    fact = line.statement.fact
    result = Text("", "")
    match fact:
        case LetterSigned(letter) | LetterSignedByHand(letter) | LetterSealed(letter) | OrderSigned(letter):
            return plain(f"{letter.signatory.name} {letter.signatory.post} · {letter.subject}")
        case LetterDispatched(addressees=addressees):
            return plain(_short(", ".join(one.name for one in addressees)))
        case DeliveryAttempted(to=to, result=outcome):
            about, result = names[to], RESULTS[outcome]
        case ReceiptConfirmed(to=to) | LetterAnswered(to=to):
            about = names[to]
        case DirectiveNoted(to=to, progress=progress):
            about, result = names[to], SAID[progress]
        case _:
            about = ""
    said = [str(value) for part in _TOLD if (value := getattr(fact, part, None))]
    return Text(*(" · ".join(filter(None, (about, result.said(language), *said))) for language in LANGUAGES))


def _day(text: str) -> str:
    try:
        return thai_day(date.fromisoformat(text))
    except ValueError:
        return text  # an old book's own words


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[:most].rstrip() + "…"
