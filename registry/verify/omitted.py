"""Whether a bundle holds all that changed the orders which a capacity rests on, by the map of newest states.

the map's entry of an order's stream: n facts ──▶ its n public leaves, all of them
                                  ├ order.amended, order.repealed before the letter ─▶ in support, and by what
                                  └ the same behind it ─▶ a remark: the letter was signed before that

An order's stream says of every later order that it repeals it, changes a clause, or takes from it what it gave. Of a
recorded instrument, an enrolment or an absence nothing says so: what ends those could be left out.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from registry.errors import BadLeaf
from registry.log.leaves import FactLeaf, leaf_hash, read_leaf
from registry.log.marks import mark_name, stream_mark
from registry.verify.contents import Contents
from registry.verify.later import Order
from registry.verify.listed import require_listed
from registry.verify.members import Fact, unreadable
from registry.verify.standing import Standing
from registry.verify.verdicts import Saying, Unshown, Untold

_CHANGES = frozenset({"order.amended", "order.repealed"})


@dataclass(frozen=True, slots=True)
class _Changed:
    """That an order was changed, as its stream's public leaves say."""

    order: Fact
    index: int
    leaf: bytes
    """The leaf's hash."""


def require_nothing_omitted(contents: Contents, standing: Standing, known: Container[str]) -> tuple[Saying, ...]:
    """Refuse a bundle that leaves out what changed an order in it before the letter; return what came later.

    Args:
        contents: The bundle.
        standing: What the map says.
        known: The streams of the instruments whose acts were told: the admission of an order alone tells none.

    Raises:
        Unshown: the lists of leaves are not those of the map.
        Untold: a change, or what made it, is missing.
    """
    carried = {fact.leaf_hash: fact for fact in contents.support}
    remarks = []
    for order in contents.later.orders:
        number = order.issued.statement.fields.text("number")
        later = 0
        for change in _changes(order, standing):
            if change.index > contents.person.index:
                later += 1
                continue
            fact = carried.get(change.leaf)
            if fact is None or fact.statement.fields.text("instrument") not in known:
                raise Untold(
                    "change-left-out",
                    f"{number} was changed before the letter was signed, and the bundle does not show by what.",
                    number=number,
                )
        if later:
            remarks.append(Saying("basis-changed-later", {"number": number, "count": later}))
    return tuple(remarks)


def _changes(order: Order, standing: Standing) -> Iterator[_Changed]:
    stream, entry = order.issued.statement.stream, standing.streams[order.issued.statement.stream]
    require_listed(order.leaves, order.hashes, standing.head.checkpoint, order.member)
    first, newest = (leaf_hash(order.leaves[place][1]) if order.leaves else b"" for place in (0, -1))
    if (len(order.leaves), first, newest) != (entry.facts, order.issued.leaf_hash, entry.leaf):
        raise Unshown(
            "leaves-not-of-order",
            f"{order.member} does not list the {entry.facts} leaves that the map has of the order.",
            member=order.member,
            expected=entry.facts,
        )
    for index, leaf in order.leaves:
        says = _read(leaf, order.member)
        if mark_name(says.type) != "m" or says.mark != stream_mark(stream):
            raise Unshown(
                "leaf-of-another-order", f"{order.member} lists leaf {index}, of another stream.", member=order.member
            )
        if says.type in _CHANGES:
            yield _Changed(order.issued, index, leaf_hash(leaf))


def _read(leaf: bytes, member: str) -> FactLeaf:
    try:
        says = read_leaf(leaf)
    except BadLeaf as reason:
        raise unreadable(member, reason) from None
    if not isinstance(says, FactLeaf):
        raise Unshown("leaf-of-another-order", f"{member} lists a leaf of no fact.", member=member)
    return says
