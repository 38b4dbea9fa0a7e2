"""The leaves of one fact: its own, and behind it the public ones of what it makes of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.series import NumberState
from registry.log.leaves import FactLeaf, SeriesLeaf, SeriesState, leaf_hash
from registry.register.group import NumberChange


@dataclass(frozen=True, slots=True)
class WrittenLeaf:
    """What a leaf says, its bytes and its hash."""

    says: FactLeaf | SeriesLeaf
    data: bytes
    hash: bytes


def written(fact: FactLeaf, numbers: Sequence[NumberChange]) -> list[WrittenLeaf]:
    """Return a fact's leaf, then those of its numbers; an issued one names the hash of the fact's leaf."""
    own = _written(fact)
    leaves = [own]
    for change in numbers:
        letter = own.hash if change.state is NumberState.ISSUED else None
        leaves.append(_written(SeriesLeaf(change.public_id, change.n, SeriesState(change.state.value), letter)))
    return leaves


def _written(leaf: FactLeaf | SeriesLeaf) -> WrittenLeaf:
    data = leaf.write()
    return WrittenLeaf(leaf, data, leaf_hash(data))
