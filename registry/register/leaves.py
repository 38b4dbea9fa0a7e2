"""The leaves of one fact: its own, and behind it the public ones of what it makes of numbers."""

from collections.abc import Iterator, Sequence

from domain.series import NumberState
from registry.log.leaves import FactLeaf, SeriesLeaf, SeriesState, leaf_hash
from registry.register.group import NumberChange


def with_numbers(fact: FactLeaf, numbers: Sequence[NumberChange]) -> Iterator[FactLeaf | SeriesLeaf]:
    """Yield a fact's leaf, then those of its numbers; an issued one names the hash of the fact's leaf."""
    yield fact
    used = leaf_hash(fact.write()) if numbers else b""
    for change in numbers:
        letter = used if change.state is NumberState.ISSUED else None
        yield SeriesLeaf(change.public_id, change.n, SeriesState(change.state.value), letter)
