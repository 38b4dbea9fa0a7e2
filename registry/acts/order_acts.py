"""The acts of an order that is being registered: found in the draft, tried beforehand, named in its text."""

from collections.abc import Callable, Sequence
from datetime import datetime

from domain.classes import LetterKind
from domain.errors import InvalidValue
from domain.letter.events import OrderIssued
from domain.structure.acts import NO_ACTS, Acts, InstrumentAct, UnitId
from domain.structure.deciding import clauses, decide
from domain.structure.evolving import evolve
from domain.structure.instruments import ENDING, Source
from domain.structure.structure import Structure, unit_at
from domain.thai.digits import to_arabic
from domain.values import Digest, StreamId
from registry.acts.draft_acts import Around, DraftActs, resolved
from registry.acts.office import Office
from registry.documents.checking.sheet import Stated
from registry.documents.checking.sources import binding
from registry.documents.draft import RecognisedAct
from registry.documents.reading.acts import stated
from registry.documents.writing.acts import paragraphs
from registry.reader import Reader, recorded
from registry.structure import others
from registry.views.letters import Direction, Letters
from registry.views.view import open_view

_NOT_YET = Digest("sha256:" + 64 * "0")
_NO_STREAM = StreamId("")
_HEREBY = "ทั้งนี้"


def found(office: Office, draft: DraftActs, kind: LetterKind | None) -> Acts:
    """Return the acts of a draft as they will be signed.

    Raises:
        InvalidValue: it is no order, or a part of an act cannot be read.
        NoSuchThing: an officer, a unit or an instrument is not known.
    """
    if not draft:
        return NO_ACTS
    if kind is not LetterKind.ORDER:
        label = (kind or LetterKind.EXTERNAL).label
        raise InvalidValue("not-an-order", f"{label} changes no structure: only an order does.", kind=label)
    return as_signed(office, draft, source_now(office, ""))


def as_signed(office: Office, draft: DraftActs, source: Source) -> Acts:
    """Return acts with their days, officers and instruments found."""
    records = office.records()
    around = Around(
        records.structure, records.authority, source, lambda number: _instrument(office, records.structure, number)
    )
    return resolved(draft, around)


def require_possible(office: Office, acts: Acts, number: str) -> Source:
    """Refuse now what admission would refuse later, when a number would have been taken; return the order as of now."""
    structure, source = office.records().structure, source_now(office, number)
    decide(structure, acts, source, others=known_others(office.reader, acts, structure))
    return source


def idle(office: Office, acts: Acts) -> list[InstrumentAct]:
    """Return the acts that end a clause on which nothing in the structure rests: lawful, or a slip of the keyboard."""
    known = office.records().structure.instruments
    ending = [act for act in acts.instruments if act.kind in ENDING and act.clause is not None]
    return [act for act in ending if (of := known.get(act.instrument)) is None or act.clause not in clauses(of.acts)]


def known_others(reader: Reader, acts: Acts, structure: Structure) -> dict[StreamId, str]:
    """Return the numbers of the orders without acts that *acts* name."""

    def number_of(stream: StreamId) -> str | None:
        entry = reader.store.at(stream, 0)
        fact = None if entry is None else recorded(entry).statement.fact
        return fact.number if isinstance(fact, OrderIssued) else None

    return dict(others(acts, structure, number_of))


def names(office: Office, acts: Acts) -> Callable[[UnitId, datetime | None], str]:
    """Return how the text of an order names units: as they are called when the act begins, else before the order."""
    before = office.records().structure
    source = source_now(office, "")
    after = evolve(before, acts, source)

    def named(unit: UnitId, since: datetime | None) -> str:
        on = since or source.issued_at
        state = unit_at(after, unit, on) or unit_at(before, unit, on)
        return unit if state is None else state.name

    return named


def text(office: Office, acts: Acts, body: Sequence[str]) -> tuple[str, ...]:
    """Return the paragraphs of an order: its body, and behind it the acts that the body does not state itself."""
    if acts == NO_ACTS:
        return tuple(body)
    said = {_said(act) for act in stated(body)}

    def is_said(paragraph: str) -> bool:
        known = {_said(act) for act in stated([paragraph])}
        return bool(known) and known <= said

    return (*body, *(one for one in paragraphs(acts, names(office, acts)) if not is_said(one)))


def with_force(paragraphs: Sequence[str], in_force: str | None, kind: LetterKind | None) -> tuple[str, ...]:
    """Return the paragraphs of an order with its day in force at their end, where they do not say one (ข้อ 16.4)."""
    if kind is not LetterKind.ORDER or not in_force or binding(map(Stated, paragraphs)):
        return tuple(paragraphs)
    return (*paragraphs, in_force if in_force.startswith(_HEREBY) else f"{_HEREBY} {in_force}")


def _said(act: RecognisedAct) -> tuple[object, ...]:
    """Return what two wordings of one act have in common."""
    words = (act.target, act.target_clause, act.name, act.post)
    return act.kind, act.since, *("".join(to_arabic(one or "").split()) for one in words)


def source_now(office: Office, number: str) -> Source:
    """Return the order as it would be if the seal issued it now."""
    return Source(_NO_STREAM, number, office.reader.head().size, office.now, _NOT_YET)


def _instrument(office: Office, structure: Structure, typed: str) -> tuple[StreamId, str]:
    """Return the stream and number of an instrument; one that is recorded here goes before an order of the number."""
    for stream, known in structure.instruments.items():
        if known.source.recorded and typed in {known.source.number, stream}:
            return stream, known.source.number
    with open_view(office.reader, Letters) as letters:
        letter = letters.resolve(typed, direction=Direction.SENT)
    return letter.stream, letter.number
