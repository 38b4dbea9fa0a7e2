"""The organisation as a tree, and what lies between two points of it as a tree of marked lines, in words.

`api.trees` says what a tree is; the command line, the pages and `api.svg` show the ones made here.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from api.texts.structure import CHANGES, COUNTED, figures, moment_words
from api.texts.text import Text, plain
from api.trees import Branch, Mark, Tree
from domain.structure.acts import UnitId
from domain.structure.instruments import Source
from domain.structure.structure import Attribute
from registry.views.spans import Point
from registry.views.structure import UnitRow
from registry.views.structure_compared import Change, Compared

_BY: Final = Text("ตาม {number}", "by {number}")
_TITLE: Final = Text("โครงสร้าง ณ {on} ตามที่รู้ถึงตำแหน่ง {known}", "Structure on {on}, as known at position {known}")
_BETWEEN: Final = Text(
    "จาก {on_a} (รู้ถึงตำแหน่ง {known_a}) ถึง {on_b} (รู้ถึงตำแหน่ง {known_b})",
    "From {on_a} (known at {known_a}) to {on_b} (known at {known_b})",
)
_WHAT: Final = {
    Attribute.NAME: "renamed",
    Attribute.PARENT: "moved",
    Attribute.CODE: "recoded",
    Attribute.KIND: "kind",
    Attribute.DUTIES: "duties",
}

Called = Mapping[UnitId, str]
"""What units are called."""


def tree_of(rows: Sequence[UnitRow], at: Point) -> Tree:
    """Return the units that stood at a point, as `StructureView.tree` has them."""
    title = _TITLE.with_(on=moment_words(at.on), known=figures(str(at.known_at)))
    return Tree(title, grown([(row.unit, row.parent, _branch(row)) for row in rows]))


def difference(compared: Sequence[Compared], a: Point, b: Point) -> Tree:
    """Return what lies between two points: units that changed, under those above them."""
    called = called_of(compared)
    parents = {one.unit: row.parent for one in compared if (row := one.after or one.before) is not None}
    kept = _with_parents((one.unit for one in compared if one.changes), parents)
    lines = [(one.unit, parents.get(one.unit), _compared(one, called)) for one in compared if one.unit in kept]
    title = _BETWEEN.with_(
        on_a=moment_words(a.on),
        known_a=figures(str(a.known_at)),
        on_b=moment_words(b.on),
        known_b=figures(str(b.known_at)),
    )
    return Tree(title, grown(lines))


def called_of(compared: Iterable[Compared]) -> Called:
    """Return what units are called at the point that one looks to; those that are gone, at the other."""
    return {one.unit: row.name for one in compared if (row := one.after or one.before) is not None}


def mark_of(one: Compared) -> Mark:
    """Return how the line of a unit is marked."""
    if not one.changes:
        return Mark.SAME
    if one.before is None or one.after is None:
        return Mark.ADDED if one.before is None else Mark.GONE
    return Mark.CHANGED


def what(change: Change) -> str:
    """Return the key of a change in `CHANGES` and `COUNTED`."""
    if change.attribute is Attribute.EXISTS:
        return "added" if change.before is None else "abolished"
    return _WHAT[change.attribute]


def change_words(change: Change, called: Called) -> Text:
    """Say one change, without what made it."""
    before, after = change.before, change.after
    if change.attribute is Attribute.PARENT:
        before, after = (called.get(UnitId(unit), unit) if unit else None for unit in (before, after))
    said = figures if change.attribute is Attribute.CODE else plain
    return CHANGES[what(change)].with_(before=said(before or "–"), after=said(after or "–"))


def summary(compared: Sequence[Compared]) -> Text:
    """Say how many units changed in which way, and how many did not."""
    changed = [one for one in compared if one.changes]
    counts = Counter(what(change) for one in changed for change in one.changes)
    said = [words.with_(count=counts[kind]) for kind, words in COUNTED.items() if counts[kind]]
    same = Text("เหมือนเดิม {count}", "{count} unchanged").with_(count=len(compared) - len(changed))
    return _joined(said, same)


def grown(lines: Sequence[tuple[UnitId, UnitId | None, Callable[[Sequence[Branch]], Branch]]]) -> list[Branch]:
    """Return branches from lines of unit, parent and what makes its branch of those below, siblings in their order."""
    below: dict[UnitId | None, list[int]] = defaultdict(list)
    there = {named for named, _, _ in lines}
    for place, (_, parent, _) in enumerate(lines):
        below[parent if parent in there else None].append(place)
    order: list[int] = []
    waiting = list(below[None])
    while waiting:
        order.append(place := waiting.pop())
        waiting += below[lines[place][0]]
    made: dict[int, Branch] = {}
    for place in reversed(order):  # those below a line come before it
        named, _, branch = lines[place]
        made[place] = branch([made[child] for child in below[named]])
    return [made[place] for place in below[None]]


def _branch(row: UnitRow) -> Callable[[Sequence[Branch]], Branch]:
    by = _BY.with_(number=figures(row.by.number))
    detail = _joined([figures(row.code), by] if row.code else [by], plain(row.unit))
    return lambda below: Branch(row.name, detail, below)


def _compared(one: Compared, called: Called) -> Callable[[Sequence[Branch]], Branch]:
    row = one.after or one.before
    name = "" if row is None else row.name
    if not one.changes:
        return lambda below: Branch(name, Text("", ""), below)
    mark = mark_of(one)
    detail = _joined([_change(change, called) for change in one.changes], plain(one.unit))
    return lambda below: Branch(name, detail, below, mark)


def _change(change: Change, called: Called) -> Text:
    """Say one change with the orders that made it."""
    words = change_words(change, called)
    if not change.by:
        return words
    by = _BY.with_(number=_numbers(change.by))
    return Text(f"{words.thai} {by.thai}", f"{words.english} {by.english}")


def _with_parents(units: Iterable[UnitId], parents: Mapping[UnitId, UnitId | None]) -> set[UnitId]:
    kept: set[UnitId] = set()
    for named in units:
        above: UnitId | None = named
        while above is not None and above not in kept:
            kept.add(above)
            above = parents.get(above)
    return kept


def _joined(parts: Sequence[Text], last: Text) -> Text:
    return Text(*(" · ".join(part) for part in zip(*parts, last, strict=True)))


def _numbers(sources: Iterable[Source]) -> Text:
    return figures(", ".join(source.number for source in sources))
