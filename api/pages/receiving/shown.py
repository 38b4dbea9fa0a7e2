"""What the pages of receiving show: doubts beside fields, what a bundle's layers say, what was done with a letter."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from api.auth.rights import Visitor
from api.texts.documents import SURENESS
from api.texts.refusals import in_thai
from api.texts.text import Text
from domain.classes import Channel, SecrecyClass, SpeedClass
from domain.directives import DirectiveEvidenced
from domain.incoming import ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
from domain.labels import TERMS, Label
from domain.letter.events import EntryCorrected, EntryNoted, LetterAnsweredBy
from domain.thai.dates import FIRST_DAY, print_date
from domain.thai.digits import to_thai
from registry.acts.office import Office
from registry.acts.sheets import Reader
from registry.papers.arrivals import Held, Verified
from registry.papers.notes import Doubted
from registry.reader import Recorded

FIELDS: Final = ("printed", "dated", "sender", "addressee", "subject", "entered_at", "due", "remark")
"""The fields that are typed, in the order of form 13."""
LABELS: Final[dict[str, Label]] = {
    "printed": TERMS["letter_number"],
    "dated": TERMS["dated"],
    "sender": TERMS["sender"],
    "addressee": TERMS["addressee"],
    "subject": TERMS["subject"],
    "entered_at": Label("เข้ามาเมื่อ", "came in at"),
    "due": Label("ต้องดำเนินการภายใน", "due"),
    "remark": TERMS["remark"],
}
HINTS: Final[dict[str, Text]] = {
    "printed": Text("ตามที่พิมพ์บนหนังสือ เช่น มท ๐๘๑๒/ว ๒๗๑", "as printed on the letter, e.g. มท 0812/ว 271"),
    "dated": Text("เช่น ๑๐ ก.พ. ๒๕๖๔ เว้นไว้ได้ถ้าไม่มี", "e.g. 10/2/2564; empty if there is none"),
    "entered_at": Text("เช่น ๑๐ ก.พ. ๒๕๖๔ ๐๙.๓๐", "e.g. 10/2/2564 09.30"),
    "due": Text("เว้นไว้ได้", "may be empty"),
    "remark": Text("เว้นไว้ได้", "may be empty"),
}
SPEEDS: Final = tuple(SpeedClass)
CLASSES: Final = tuple(SecrecyClass)
CHANNELS: Final = tuple(Channel)
_TONES: Final = {"valid": "good", "invalid": "bad", "disputed": "bad", "cannot-tell": "warn"}
_VERDICTS: Final = {
    "valid": Text("ถูกต้อง", "valid"),
    "invalid": Text("ไม่ถูกต้อง", "not valid"),
    "disputed": Text("มีข้อโต้แย้ง", "disputed"),
    "cannot-tell": Text("บอกไม่ได้", "cannot tell"),
}
_DRAFT_FIELDS: Final = {
    "code": "printed",
    "dated": "dated",
    "issuing_office": "sender",
    "addressees": "addressee",
    "subject": "subject",
    "speed": "speed",
    "secrecy": "secrecy",
}
"""Which field of the entry a part of the draft went into."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands beside a field."""

    tone: str
    words: Text


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done with a letter."""

    at: datetime
    words: Text
    clerk: str | None = None
    link: str | None = None


def reader_of(visitor: Visitor) -> Reader:
    """Return for whom something is printed."""
    return Reader(visitor.account.name, visitor.may_read)


def marks(held: Held) -> tuple[dict[str, list[Mark]], list[Mark]]:
    """Return what stands beside each field, and what is said of the file as a whole."""
    beside: dict[str, list[Mark]] = defaultdict(list)
    whole: list[Mark] = []
    if held.unread is not None:
        whole.append(_doubt(held.unread))
    if held.notes is None:
        return beside, whole
    for note in held.notes.notes:
        field = _DRAFT_FIELDS.get(note.field)
        if field is not None:
            words = Text("บรรทัด {line}: {sure} – {printed}", "line {line}: {sure} – {printed}")
            tone = {"sure": "good", "likely": "quiet", "doubtful": "warn"}[note.sure.value]
            beside[field].append(
                Mark(tone, words.with_(line=note.line, sure=SURENESS[note.sure], printed=note.printed))
            )
    for doubt in held.notes.doubts:
        field = _DRAFT_FIELDS.get(doubt.field or "")
        (whole if field is None else beside[field]).append(_doubt(doubt))
    return beside, whole


def verdict(verified: Verified) -> Mark:
    """Return the verdict on a bundle in a word."""
    return Mark(_TONES[verified.verdict], _VERDICTS[verified.verdict])


def layers(verified: Verified) -> list[tuple[Text, Mark, Text, bool]]:
    """Return each layer: name, verdict, why, and whether it is demanded."""
    return [
        (Text(*one.name), Mark(_TONES[one.verdict], _VERDICTS[one.verdict]), Text(*one.says), one.demanded)
        for one in verified.layers
    ]


def steps(office: Office, facts: Sequence[Recorded]) -> list[Step]:
    """Return what was done with a letter since it came, the newest first."""
    names = {who: known.enrolled.name for who, known in office.reader.authority().officers.items()}
    return list(_steps(facts, names))[::-1]


def _steps(facts: Sequence[Recorded], names: dict[str, str]) -> Iterator[Step]:
    for line in facts:
        at, fact = line.statement.at, line.statement.fact
        who = names.get(getattr(fact, "clerk", None) or "")
        match fact:
            case LetterReceived():
                yield Step(at, Text("ลงทะเบียนรับ", "registered as received"), who)
            case MatterAssigned(to=to, due=due):
                when = Text(f" ภายใน {print_date(due)}", f" by {due}") if due and due >= FIRST_DAY else Text("", "")
                words = Text("ส่งให้ {to} ดำเนินการ{when}", "assigned to {to}{when}")
                yield Step(at, words.with_(to=to, when=when), who)
            case ActionNoted(action=action):
                yield Step(at, Text("การปฏิบัติ: {words}", "action: {words}").with_(words=action), who)
            case EntryNoted(remark=remark):
                yield Step(at, Text("หมายเหตุ: {words}", "remark: {words}").with_(words=remark), who)
            case EntryCorrected(what=what, old=old, new=new):
                words = Text("แก้ {what} จาก {old} เป็น {new}", "{what} corrected from {old} to {new}")
                label = LABELS.get(what)
                said = Text(label.thai, label.english) if label else what
                yield Step(at, words.with_(what=said, old=old, new=new), who)
            case LetterAnsweredBy(number=number, instrument=stream):
                words = Text("ส่งออกโดยหนังสือที่ {number}", "answered by {number}")
                yield Step(at, words.with_(number=to_thai(number)), link=f"/letters/{stream}")
            case DirectiveEvidenced(number=number, no=no, how=how):
                words = Text("ผลตามหนังสือที่ {number} ข้อ {no}: {how}", "done by {number} item {no}: {how}")
                yield Step(at, words.with_(number=to_thai(number), no=no, how=how), who)
            case MatterConcluded(how=how):
                yield Step(at, Text("ดำเนินการแล้ว: {how}", "concluded: {how}").with_(how=how), who)
            case _:
                pass  # no other fact is about a letter that came in


def _doubt(doubt: Doubted) -> Mark:
    words = Text(in_thai(doubt.slug, doubt.facts, doubt.message), doubt.message)
    if doubt.line is not None:
        words = Text("บรรทัด {line}: {what}", "line {line}: {what}").with_(line=doubt.line, what=words)
    return Mark("warn", words)


def fields(typed: object, wrong: dict[str, Exception], beside: dict[str, list[Mark]]) -> list[dict[str, Any]]:
    """Return the typed fields of the entry as the form shows them."""
    return [
        {
            "name": name,
            "label": LABELS[name],
            "value": getattr(typed, name),
            "hint": HINTS.get(name),
            "wrong": wrong.get(name),
            "marks": beside.get(name, []),
        }
        for name in FIELDS
    ]
