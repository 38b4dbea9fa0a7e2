"""What recipients say, each with a key of the recipient's own: at this registry's desk, or elsewhere into a file."""

from datetime import datetime
from pathlib import Path

from api.cli.answer import Answer
from api.cli.call import Call
from api.cli.commands.performing import SAID, reported_words
from api.cli.outputs import write_new
from api.cli.session import key, moment, now, office, required, written
from api.cli.trust import leaf0, log_key, read_whole, roots
from api.errors import WrongUsage
from api.texts.text import Text
from domain.directives import DirectiveReported, Progress
from domain.letter.events import LetterAcknowledged, LetterReturned
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from registry import wire
from registry.acts import answering, elsewhere, outgoing, performing
from registry.acts.answering import RecipientFact
from registry.acts.files import read_small
from registry.reader import Reader
from registry.verify.check import Trust
from registry.verify.container import LARGEST_BUNDLE

_ACKNOWLEDGED = Text("{addressee} แจ้งตอบรับ {thai} แล้ว", "{addressee} has acknowledged {number}.")
_RETURNED = Text("{addressee} ส่งคืน {thai} แล้ว", "{addressee} has returned {number}.")


def acknowledge(call: Call) -> Answer:
    """Acknowledge a letter."""
    typed = call.typed
    with office(call) as here:
        letter = outgoing.issued(here, typed.number)
        arrived_at, registered_at = _times(call, here.now)
        answer = answering.acknowledge(
            here,
            key(call),
            letter,
            to=typed.to,
            receive_number=written(typed.receive_number),
            arrived_at=arrived_at,
            registered_at=registered_at,
        )
    return _answered(letter.number, answer, _ACKNOWLEDGED)


def send_back(call: Call) -> Answer:
    """Return a letter, and say why."""
    with office(call) as here:
        letter = outgoing.issued(here, call.typed.number)
        answer = answering.send_back(here, key(call), letter, to=call.typed.to, reason=normalise(call.typed.reason))
    return _answered(letter.number, answer, _RETURNED)


def slip(call: Call) -> Answer:
    """Write what a recipient elsewhere needs."""
    typed = call.typed
    with Reader(call.home) as reader:
        made = elsewhere.slip(reader, typed.officer)
    write_new(Path(typed.output), elsewhere.written(made))
    said = Text(
        "เขียนใบของ {name} ลง {file} แล้ว ส่งให้ผู้รับพร้อมแฟ้มหลักฐานของหนังสือ",
        "The slip of {name} is in {file}; send it along with the letter's bundle.",
    ).with_(name=made.name, file=typed.output)
    data: dict[str, object] = {
        "slip": typed.output,
        "origin": made.origin,
        "officer": made.officer,
        "name": made.name,
        "receives_for": list(made.receives_for),
        "under": made.under,
        "keys": list(made.keys),
    }
    return Answer(data, [said])


def answer(call: Call) -> Answer:
    """Verify a letter's bundle and sign an answer to it; no registry is asked."""
    typed, at = call.typed, now(call)
    trust = Trust(roots(typed.trust), log_key(typed.log_key), leaf0(typed.leaf0))
    proved = elsewhere.proved(read_whole(typed.bundle, LARGEST_BUNDLE), trust)
    of = elsewhere.read_slip(read_small(Path(typed.slip), largest=elsewhere.LARGEST_SLIP), origin=proved.origin)
    fact = _said(call, of.recipient, proved.letter, at)
    author = elsewhere.author(of, key(call), trust, at=at)
    signed = elsewhere.sign(author, proved, fact, at=at)
    write_new(Path(typed.output), elsewhere.written(signed))
    number, addressee = proved.letter.number, proved.letter.text.addressees[fact.to].name
    data: dict[str, object] = {
        "file": typed.output,
        "origin": proved.origin,
        "number": number,
        "subject": proved.letter.text.subject,
        "addressee": addressee,
        "kind": _kind(fact),
        "name": fact.name,
        "signed": wire.digest_of(signed.statement),
    }
    return Answer(data, [*_signed_words(fact, proved.letter, addressee), _send_it(typed.output, proved.origin)])


def admit(call: Call) -> Answer:
    """Enter an answer that was made elsewhere."""
    with office(call) as here:
        entered = elsewhere.admit(here, read_small(Path(call.typed.file), largest=elsewhere.LARGEST_ANSWER))
    fact, number = entered.fact, entered.letter.number
    if isinstance(fact, DirectiveReported):
        words = reported_words(fact.progress, fact.no, entered.addressee, number)
    else:
        said = _RETURNED if isinstance(fact, LetterReturned) else _ACKNOWLEDGED
        words = said.with_(addressee=entered.addressee, thai=to_thai(number), number=number)
    data: dict[str, object] = {
        "number": number,
        "addressee": entered.addressee,
        "kind": _kind(fact),
        "name": fact.name,
        "signed": entered.signed,
        "position": entered.position,
    }
    return Answer(data, [words])


def _said(call: Call, recipient: answering.Recipient, letter: outgoing.Issued, at: datetime) -> RecipientFact:
    """Return what the recipient is about to sign: a report if progress is given, a return if a reason is."""
    typed = call.typed
    told = (typed.no, typed.how, typed.performer, typed.their_number, typed.at)
    if typed.progress is not None or any(one is not None for one in told):
        return _reported(call, recipient, letter, at)
    if typed.reason is None:
        arrived_at, registered_at = _times(call, at)
        return recipient.acknowledged(
            letter,
            to=typed.addressee,
            receive_number=written(typed.receive_number),
            arrived_at=arrived_at,
            registered_at=registered_at,
        )
    if typed.receive_number or typed.arrived_at or typed.registered_at:
        raise WrongUsage(
            "receipt-of-a-return",
            "A letter that is returned has no receipt: leave out --receive-number, --arrived-at and --registered-at.",
        )
    return recipient.returned(letter, to=typed.addressee, reason=normalise(typed.reason))


def _reported(call: Call, recipient: answering.Recipient, letter: outgoing.Issued, at: datetime) -> DirectiveReported:
    typed = call.typed
    if typed.reason is not None or typed.receive_number or typed.arrived_at or typed.registered_at:
        raise WrongUsage(
            "report-and-receipt",
            "A report is neither a receipt nor a return: leave out --reason, --receive-number, --arrived-at and "
            "--registered-at.",
        )
    return recipient.reported(
        letter,
        to=typed.addressee,
        no=performing.directive(letter, typed.no),
        progress=Progress(required(typed.progress, "--progress")),
        happened_at=moment(typed.at, at),
        how=normalise(required(typed.how, "--how")),
        performer=written(typed.performer),
        evidence=written(typed.their_number),
    )


def _times(call: Call, present: datetime) -> tuple[datetime | None, datetime | None]:
    """Return when the letter arrived and was registered, as far as that was typed."""
    arrived, registered = (
        moment(text, present) if text else None for text in (call.typed.arrived_at, call.typed.registered_at)
    )
    return arrived, registered


def _answered(number: str, answer: dict[str, object], said: Text) -> Answer:
    data: dict[str, object] = {
        "number": number,
        "addressee": answer["addressee"],
        "signed": answer["signed"],
        "position": answer["position"],
    }
    return Answer(data, [said.with_(addressee=answer["addressee"], thai=to_thai(number), number=number)])


def _signed_words(fact: RecipientFact, letter: outgoing.Issued, addressee: str) -> list[Text]:
    """Say what was signed, in whose name, and about what: the slip and the letter are other people's words."""
    match fact:
        case LetterAcknowledged():
            what = Text("แจ้งตอบรับหนังสือ", "The letter is acknowledged")
        case LetterReturned():
            what = Text("ส่งคืนหนังสือ", "The letter is returned")
        case DirectiveReported(no=no, progress=progress):
            what = Text("รายงานข้อ {no} ({said}) ของหนังสือ", "Directive {no} is reported ({said}); the letter").with_(
                no=no, said=SAID[progress]
            )
    return [
        Text("{what} {thai} เรื่อง {subject}", "{what}: {number}, {subject}").with_(
            what=what, thai=to_thai(letter.number), number=letter.number, subject=letter.text.subject
        ),
        Text(
            "ในนาม {addressee} ลงลายมือชื่อโดย {name} {post} {office}",
            "For {addressee}, signed by {name}, {post}, {office}",
        ).with_(addressee=addressee, name=fact.name, post=fact.post, office=fact.office),
    ]


def _send_it(file: str, origin: str) -> Text:
    return Text(
        "ส่ง {file} ให้หน่วยงานเจ้าของทะเบียน {origin} ภายใน {hours} ชั่วโมง: saraban admit {file}",
        "Send {file} to the office of {origin} within {hours} hours: saraban admit {file}",
    ).with_(file=file, origin=origin, hours=elsewhere.HOURS)


def _kind(fact: RecipientFact) -> str:
    match fact:
        case LetterAcknowledged():
            return "acknowledged"
        case LetterReturned():
            return "returned"
        case DirectiveReported():
            return "reported"
