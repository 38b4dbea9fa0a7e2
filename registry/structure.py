"""Acts that change the structure, as the writer admits them: orders, and recorded instruments of others.

order.signed ─▶ order.issued ─▶ order.amended / order.repealed, in the stream of each order that it changes
instrument.recorded … instrument.confirmed ─▶ the same
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from domain.classes import LetterKind
from domain.errors import InvalidValue, WrongStage
from domain.letter import life
from domain.letter.events import (
    LetterIssued,
    OrderAmended,
    OrderRepealed,
    OrderSignedByHand,
    OrderSignedWithActs,
    SignedLetter,
)
from domain.structure import evolving, posts, recording
from domain.structure.acts import Acts, InstrumentAct
from domain.structure.deciding import decide
from domain.structure.events import InstrumentConfirmed, InstrumentRecorded
from domain.structure.instruments import ENDING, Source
from domain.structure.posts import Posts, taken_from
from domain.structure.structure import Structure
from domain.values import StreamId
from registry import powers
from registry.evidence import Evidenced
from registry.register.group import Group, Staged

ORDER_ISSUED: Final = "order.issued.v1"


def acts_of(fact: SignedLetter) -> Acts | None:
    """Return what a signed order does to the structure; None where its name says nothing of it.

    Raises:
        InvalidValue: acts stand in what is no order.
    """
    if not isinstance(fact, OrderSignedWithActs | OrderSignedByHand):
        return None
    if fact.letter.kind is not LetterKind.ORDER:
        raise InvalidValue(
            "not-an-order",
            f"{fact.letter.kind.label} changes no structure: only an order does.",
            kind=fact.letter.kind.value,
        )
    return fact.acts


def require_no_acts(structure: Structure, stream: StreamId, number: str) -> None:
    """Refuse to withdraw as a letter an order whose acts would stay in force."""
    known = structure.instruments.get(stream)
    if known is not None and (known.acts.units or known.acts.posts or known.acts.instruments):
        raise WrongStage(
            "order-with-acts",
            f"{number} changes the structure: issue an order whose act repeals it.",
            number=number,
        )


def changes_of(
    acts: Acts, by: Source, structure: Structure, posts: Posts
) -> Iterator[tuple[StreamId, OrderAmended | OrderRepealed]]:
    """Yield what the seal says in the streams of the orders that an instrument changes, or takes a power from.

    A recorded instrument of somebody else has no stream of the seal's: what became of it stands in the act alone.
    """
    for act in acts.instruments:
        known = structure.instruments.get(act.instrument)
        if known is None or not known.source.recorded:
            yield act.instrument, _changed(act, by)
    for source, clause in taken_from(posts, structure, by):
        if not source.recorded:
            yield source.stream, OrderAmended(by.stream, by.number, clause)


def _changed(act: InstrumentAct, by: Source) -> OrderAmended | OrderRepealed:
    if act.clause is None and act.kind in ENDING:
        return OrderRepealed(by.stream, by.number)
    return OrderAmended(by.stream, by.number, act.clause)


def others(acts: Acts, structure: Structure, number_of: Callable[[StreamId], str | None]) -> Mapping[StreamId, str]:
    """Return the numbers of the orders without acts that *acts* name."""
    named = {act.instrument for act in acts.instruments} - set(structure.instruments)
    found = {stream: number_of(stream) for stream in named}
    return {stream: number for stream, number in found.items() if number is not None}


# --- orders ----------------------------------------------------------------------------------------------------


def require_order(group: Group, said: Evidenced, acts: Acts, number: str) -> Source:
    """Return how an order will be known, or refuse acts that the structure does not allow; nothing is staged yet."""
    source = Source(said.statement.stream, number, group.next_position(), group.now, said.digest)
    structure = group.known.structure
    decide(structure, acts, source, others=_others(group, acts))
    return source


def enter_order(group: Group, said: Evidenced, acts: Acts, issued: Staged, fact: LetterIssued) -> None:
    """Know the structure as the order that was just issued leaves it, and say so in the orders that it changes."""
    source = Source(issued.stream, fact.number, group.position_of(issued), group.now, said.digest)
    _enter(group, acts, source, evolving.evolve(group.known.structure, acts, source))


# --- recorded instruments --------------------------------------------------------------------------------------


def record(group: Group, said: Evidenced, fact: InstrumentRecorded) -> Staged:
    """Admit what a registrar says of somebody else's instrument; it waits for another registrar."""
    statement, known = said.statement, group.known
    source = recording.source_of(
        fact, stream=statement.stream, position=group.next_position(), digest=said.digest, confirmation=said.digest
    )
    recording.require_recordable(
        known.structure, known.authority, fact, source, by=statement.by, others=_others(group, fact.acts)
    )
    if not fact.proposed:
        powers.require_recorded_acts(group.records, fact.acts, statement.by, source=source)
    group.require_files(statement.doc)
    staged = group.take(said)
    known.learn_structure(
        evolving.record(known.structure, fact, statement=said.digest, stream=statement.stream, by=statement.by)
    )
    return staged


def confirm(group: Group, said: Evidenced, fact: InstrumentConfirmed) -> Staged:
    """Admit the second registrar's word; what the instrument does is decided again, for it counts from here on."""
    known = group.known
    pending = recording.require_confirmable(known.structure, known.authority, fact, by=said.statement.by)
    acts = pending.recorded.acts
    source = recording.source_of(
        pending.recorded,
        stream=pending.stream,
        position=group.next_position(),
        digest=fact.recorded,
        confirmation=said.digest,
    )
    decide(known.structure, acts, source, others=_others(group, acts))
    powers.require_recorded_acts(group.records, acts, said.statement.by, source=source)
    staged = group.take(said)
    _enter(group, acts, source, evolving.confirm(known.structure, fact.recorded, source))
    return staged


def _others(group: Group, acts: Acts) -> Mapping[StreamId, str]:
    def number_of(stream: StreamId) -> str | None:
        return group.letter(stream).number if group.begins_with(stream, ORDER_ISSUED) else None

    return others(acts, group.known.structure, number_of)


def _enter(group: Group, acts: Acts, source: Source, structure: Structure) -> None:
    group.known.learn_structure(structure)
    group.known.learn_posts(posts.evolve(group.known.posts, acts, source))
    for stream, event in changes_of(acts, source, structure, group.known.posts):
        letter = group.letter(stream)
        group.seal(stream, event)
        group.known.letters.set(stream, life.evolve(letter, event))
