"""ร่าง as a file that people edit: strict JSON, one object, Buddhist dates as letters print them.

    {"kind": "external_letter", "circular": true, "subject": "…", "addressees": ["ผู้ว่าราชการจังหวัด ทุกจังหวัด"],
     "signatory": {"name": "…", "post": "อธิบดี"}, "attachments": [{"title": "…", "file": "1.pdf"}], "body": ["…"]}

Number and date are missing on purpose: the register gives them. Nothing that two readers could read two
ways is taken: no key twice, no fraction, no unknown field, no endless nesting.
"""

import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final, NoReturn, TypeVar

import msgspec

from domain.classes import ActingWord, Channel, LetterKind, SecrecyClass, SpeedClass
from domain.errors import InvalidValue
from domain.letter.text import Directive, Makers, Reference
from domain.numbers import CIRCULAR, LetterNumber, OrderNumber
from domain.thai.dates import parse_date, print_date
from domain.thai.text import normalise
from domain.values import Digest, digest
from registry.acts.draft_acts import DraftActs, recognised
from registry.acts.files import read_small
from registry.calendar import Calendar, by_when
from registry.documents import apart
from registry.documents.draft import Doubt, Draft, PrintedNumber
from registry.documents.reading import document
from registry.documents.reading.document import Reading
from registry.documents.reading.files.source import Format

D = TypeVar("D", bound=msgspec.Struct)
SUFFIX: Final = ".json"
"""Of drafts; any other file is a document, which is read."""


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class DraftReference(_Part, frozen=True):
    """อ้างถึง."""

    text: str
    number: str | None = None
    dated: str | None = None


class DraftAttachment(_Part, frozen=True):
    """สิ่งที่ส่งมาด้วย; *file* lies beside the draft or below its folder."""

    title: str
    quantity: int = 1
    unit: str = "ฉบับ"
    via: Channel | None = None
    file: str | None = None


class DraftDirective(_Part, frozen=True):
    """What the letter asks for."""

    what: str
    who: str
    due: str | None = None
    """A Buddhist date, or ``ภายใน 15 วันทำการ`` from the letter's date on; the letter is signed with the day."""
    hours: str | None = None


class DraftSignatory(_Part, frozen=True):
    """The words under the signature; whose key signs decides who it is."""

    name: str | None = None
    post: str | None = None
    rank: str | None = None
    acting: ActingWord | None = None
    principal: str | None = None


class LetterDraft(_Part, frozen=True):
    """A letter or order without its number."""

    kind: LetterKind | None = None
    """Left out, it is what it is registered as; an external letter otherwise."""
    circular: bool = False
    code: str | None = None
    """The owner's code, e.g. ``มท 0812``; the office's first one where it is left out."""
    subject: str = ""
    issuing_office: str | None = None
    address: str | None = None
    addressees: tuple[str, ...] = ()
    """One a line as printed; ``ผู้ว่าราชการจังหวัด ทุกจังหวัด`` is as many as there are that day."""
    signatory: DraftSignatory = DraftSignatory()
    speed: SpeedClass = SpeedClass.NORMAL
    secrecy: SecrecyClass = SecrecyClass.NONE
    salutation: str | None = None
    closing: str | None = None
    copies_to: tuple[str, ...] = ()
    references: tuple[DraftReference, ...] = ()
    attachments: tuple[DraftAttachment, ...] = ()
    directives: tuple[DraftDirective, ...] = ()
    body: tuple[str, ...] = ()
    in_force: str | None = None
    acts: DraftActs = DraftActs()
    """What an order does to the structure."""
    matter: str | None = None
    """As a delegation names it, where somebody signs for another."""
    owner_unit: str | None = None
    contact: str | None = None
    makers: Makers = Makers()
    dated: str | None = None
    """A later day of the same year, only with a reason (43.1.4)."""
    later_date_reason: str | None = None

    def as_json(self) -> bytes:
        """Return the file that people edit."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


def load(path: Path) -> LetterDraft:
    """Read a draft (``.json``), or a document of any format that leaves no doubt.

    Raises:
        InvalidValue: the file is unreadable or empty, or is not such a draft; or the document leaves doubts,
            which somebody has to settle in a draft first.
    """
    if path.suffix.lower() == SUFFIX:
        return decode(read_small(path))
    data = read_small(path, largest=apart.LARGEST_DOCUMENT)
    found = document.read(data, name=path.name)
    if doubts := _unsettled(found):
        lines = ", ".join(str(doubt.line) for doubt in doubts)
        raise InvalidValue(
            "draft-in-doubt",
            f"{path} leaves doubts in line {lines}: saraban read {path} -o draft.json, correct it, register the draft.",
            file=str(path),
            lines=lines,
        )
    return from_document(found.draft)


def digest_of(path: Path) -> Digest:
    """Return the digest of a document that drafts are read from."""
    return digest(sha256(read_small(path, largest=apart.LARGEST_DOCUMENT)).digest())


def _unsettled(found: Reading) -> list[Doubt]:
    """Return the doubts that matter to a draft: a number and a day that are left open are the register's to give.

    What was recognised in a picture is never taken as it is: who guesses figures guesses words.
    """
    left_open = set() if found.source.format is Format.SCAN else _left_open(found.draft)
    return [*found.doubts, *(doubt for doubt in found.draft.doubts if doubt.part not in left_open)]


def _left_open(read: Draft) -> set[str | None]:
    number, day = read.number_printed, read.date_printed
    return {
        *(("number", "number_printed") if number and number.value.running is None else ()),
        *(("dated", "date_printed") if day and day.value.day is None else ()),
    }


def decode(data: bytes) -> LetterDraft:
    """Return the draft that *data* is the JSON of.

    Raises:
        InvalidValue: not strict JSON, or a field that a draft does not have.
    """
    return decode_as(data, LetterDraft)


def decode_as(data: bytes, kind: type[D]) -> D:
    """Return a draft of any kind in strict JSON; refuses as `decode` does."""
    try:
        value = json.loads(data, object_pairs_hook=_once, parse_float=_no_fraction, parse_constant=_no_fraction)
        return msgspec.convert(_normalised(value), kind)
    except RecursionError:
        raise InvalidValue("draft-too-deep", "The draft is nested without end: it is no draft of a letter.") from None
    except (UnicodeDecodeError, json.JSONDecodeError, msgspec.ValidationError) as error:
        raise InvalidValue(
            "draft-unreadable", f"The draft cannot be read: {error}. Correct it there.", why=str(error)
        ) from None


def from_document(read: Draft) -> LetterDraft:
    """Return what was read in a document as a draft; its number and date are left to the register."""
    signature = read.signature.value if read.signature else None
    return LetterDraft(
        kind=read.kind,
        circular=_is_circular(read),
        code=_code(read),
        subject=read.subject.value if read.subject else "",
        issuing_office=read.issuing_office.value if read.issuing_office else None,
        address=read.address.value if read.address else None,
        addressees=tuple(one.value for one in read.addressees),
        signatory=DraftSignatory()
        if signature is None
        else DraftSignatory(signature.name, signature.post, signature.rank, signature.acting, signature.principal),
        speed=read.speed.value if read.speed else SpeedClass.NORMAL,
        secrecy=read.secrecy.value if read.secrecy else SecrecyClass.NONE,
        salutation=read.salutation.value if read.salutation else None,
        closing=read.closing.value if read.closing else None,
        copies_to=tuple(one.value for one in read.copies_to),
        references=tuple(
            DraftReference(one.value.text, one.value.number, _printed(one.value.dated)) for one in read.references
        ),
        attachments=tuple(
            DraftAttachment(one.value.title, one.value.quantity or 1, one.value.unit or "ฉบับ", one.value.via)
            for one in read.attachments
        ),
        directives=tuple(
            DraftDirective(one.value.what, one.value.who, _printed(one.value.due), one.value.hours)
            for one in read.directives
        ),
        body=tuple(one.value for one in read.paragraphs),
        in_force=read.in_force.value if read.in_force else None,
        acts=recognised(read),
        owner_unit=read.owner_unit.value if read.owner_unit else None,
        contact="\n".join(one.value for one in read.contact) or None,
    )


def _is_circular(read: Draft) -> bool:
    """Tell a circular also by a number that is not given yet: มท 0812/ว and a gap."""
    number = _number(read)
    return number.circular if isinstance(number, LetterNumber) else getattr(number, "series_letter", None) == CIRCULAR


def _code(read: Draft) -> str | None:
    number = _number(read)
    if isinstance(number, OrderNumber) or number is None or not number.code or not number.owner:
        return None
    return f"{number.code} {number.owner}"


def _number(read: Draft) -> LetterNumber | OrderNumber | PrintedNumber | None:
    """Return the number as far as it is printed."""
    found = read.number or read.number_printed
    return found.value if found else None


def references(draft: LetterDraft) -> tuple[Reference, ...]:
    """Return the references with their days."""
    return tuple(
        Reference(normalise(one.text), one.number, parse_date(one.dated) if one.dated else None)
        for one in draft.references
    )


def directives(draft: LetterDraft, *, dated: date, calendar: Callable[[], Calendar]) -> tuple[Directive, ...]:
    """Return the directives, numbered, with their days; working days are counted by *calendar* after *dated*.

    Raises:
        InvalidValue: one says nothing, or its day cannot be read or lies before the letter.
    """
    return tuple(_directive(no, one, dated, calendar) for no, one in enumerate(draft.directives, start=1))


def _directive(no: int, asked: DraftDirective, dated: date, calendar: Callable[[], Calendar]) -> Directive:
    what, who = normalise(asked.what), normalise(asked.who)
    if not what.strip() or not who.strip():
        raise InvalidValue("directive-empty", f"Directive {no} does not say what is asked of whom: fill it in.", no=no)
    due = by_when(asked.due, since=dated, calendar=calendar) if asked.due else None
    if due is not None and due < dated:
        raise InvalidValue(
            "directive-due-before-letter",
            f"Directive {no} is due on {due}, before the letter of {dated}: type the day again.",
            no=no,
            due=due,
            dated=dated,
        )
    return Directive(no, what, who, due, asked.hours)


def beside(folder: Path, name: str) -> Path:
    """Return the path of a draft's attachment; refuses one outside the draft's folder.

    A draft comes from somebody else: it must not choose among the private files of whoever registers it.
    """
    parts = PurePosixPath(name)
    path = (folder / parts).resolve()
    if parts.is_absolute() or ".." in parts.parts or not path.is_relative_to(folder.resolve()):
        raise InvalidValue(
            "attachment-elsewhere", f"The attachment {name} does not lie beside the draft: put it there.", file=name
        )
    return path


def _printed(day: date | None) -> str | None:
    return None if day is None else print_date(day, digits="arabic")


def _normalised(value: object) -> object:
    """Return JSON with every text in the register's spelling; refuses what nobody can see.

    The names of files stay as they are: the folder knows them so.
    """
    match value:
        case str():
            return normalise(value)
        case list():
            return [_normalised(one) for one in value]
        case dict():
            return {name: one if name == "file" else _normalised(one) for name, one in value.items()}
        case _:
            return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        twice = sorted({name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1})
        raise InvalidValue(
            "draft-key-twice", f"The draft says {', '.join(twice)} twice: keep one.", keys=", ".join(twice)
        )
    return fields


def _no_fraction(text: str) -> NoReturn:
    raise InvalidValue("draft-fraction", f"{text} stands in the draft: only whole numbers do.", text=text[:40])
