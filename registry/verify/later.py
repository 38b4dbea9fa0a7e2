"""The members of a bundle that tell what became of a letter after it was admitted, by the map of newest states.

entry.tlog-proof's checkpoint ── status/since.consistency ──▶ the status checkpoint, the newest when this was written
status/heads.leaf · .tlog-proof     its last leaf: the root of the map
status/issued.json                  the letter's entry: how many facts, which is the newest, what the letter is by them
status/004-letter.issued.json       the same of each letter or order in support/
status/004-order.issued.leaves · .hashes   of an order in support/ that says what it does: all public leaves of it
status/series.json                  the entry of the letter's series
status/number-271.json              there, number 271 is this letter's
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from registry.log.heads import BEGINNINGS
from registry.verify.consistency import Consistency
from registry.verify.entries import MapEntry, NumberEntry, PublicLeaf
from registry.verify.listed import Listed, read_hashes, read_leaves
from registry.verify.members import Fact, Members

_FOLDER: Final = "status/"
HEADS: Final = f"{_FOLDER}heads"
SINCE: Final = f"{_FOLDER}since.consistency"
SERIES: Final = f"{_FOLDER}series.json"
WITH_ACTS: Final = frozenset({"order.signed.v2", "order.signed.v3", "order.signed-by-hand.v1"})
"""Orders that say what they do to units, posts and earlier instruments."""


def begun(facts: Sequence[Fact]) -> Iterator[tuple[str, Fact]]:
    """Yield every fact that begins a stream of the map, each behind the name of its entry."""
    for fact in facts:
        if fact.statement.type in BEGINNINGS:
            yield status_name(fact.statement.member), fact


def status_name(member: str) -> str:
    """Return the name of the entry of what the fact in *member* begins."""
    return _FOLDER + member.removeprefix("support/")


def numbers_of(admission: Fact) -> list[int]:
    """Return the numbers of the letter that *admission* issues; none for the admission of an answer."""
    said = admission.statement
    return said.fields.integers("n") if said.type in BEGINNINGS else []


def number_name(n: int) -> str:
    """Return the name of a number's entry."""
    return f"{_FOLDER}number-{n}.json"


def orders_with_acts(support: Sequence[Fact]) -> Iterator[Fact]:
    """Yield the admissions of the orders in support that say what they do."""
    signed = {fact.statement.digest for fact in support if fact.statement.name in WITH_ACTS}
    for fact in support:
        if fact.statement.type == "order.issued" and fact.statement.fields.digest("signed") in signed:
            yield fact


@dataclass(frozen=True, slots=True)
class Order:
    """The public leaves of one order's stream, and what shows that they stand in the log."""

    issued: Fact
    member: str
    """The name of the list, with its ending."""
    leaves: Listed
    hashes: tuple[bytes, ...]

    @classmethod
    def take(cls, left: Members, issued: Fact) -> Self:
        """Take its two members."""
        listed, hashes = order_names(issued.statement.member)
        return cls(issued, listed, read_leaves(left.take(listed), listed), read_hashes(left.take(hashes), hashes))


def order_names(member: str) -> tuple[str, str]:
    """Return the names of the two members that list the leaves of the order which the fact in *member* issues."""
    name = status_name(member).removesuffix(".json")
    return f"{name}.leaves", f"{name}.hashes"


@dataclass(frozen=True, slots=True)
class Later:
    """These members taken apart; that they show what they say is `registry.verify.standing`'s."""

    heads: PublicLeaf
    since: Consistency
    streams: Mapping[str, MapEntry]
    """By the stream, of each letter and order in the bundle."""
    series: MapEntry | None
    numbers: tuple[NumberEntry, ...]
    orders: tuple[Order, ...]

    @classmethod
    def take(cls, left: Members, support: Sequence[Fact], admission: Fact) -> Self:
        """Take the members that a bundle with this support and this admission has.

        Raises:
            Unshown: one is missing or cannot be read.
        """
        numbers = numbers_of(admission)
        return cls(
            heads=PublicLeaf.take(left, HEADS),
            since=Consistency.parse(left.take(SINCE), SINCE),
            streams={fact.statement.stream: MapEntry.take(left, name) for name, fact in begun((*support, admission))},
            series=MapEntry.take(left, SERIES) if numbers else None,
            numbers=tuple(NumberEntry.take(left, number_name(n)) for n in numbers),
            orders=tuple(Order.take(left, issued) for issued in orders_with_acts(support)),
        )
