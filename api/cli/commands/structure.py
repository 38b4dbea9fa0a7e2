"""What the organisation looked like, what lies between two points of it, and what happened to one unit."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from api.cli.answer import JSON, Answer, Table
from api.cli.call import Call
from api.cli.outputs import write_new
from api.cli.points import point, typed_point
from api.cli.session import office
from api.errors import WrongUsage
from api.svg import drawn
from api.texts.structure import CHANGES, COUNTED, HAPPENED, STANDING, figures, moment_words
from api.texts.text import Text, plain
from api.trees import Branch, Mark, Tree
from domain.structure.acts import UnitId
from domain.structure.instruments import Source
from domain.structure.structure import Attribute
from registry.acts.office import Office
from registry.views.spans import Point
from registry.views.structure import Happened, StructureView, UnitRow
from registry.views.structure_compared import Change, Compared, compare
from registry.views.view import open_view

_NOBODY = plain("–")
_BY = Text("ตาม {number}", "by {number}")
_TITLE = Text("โครงสร้าง ณ {on} ตามที่รู้ถึงตำแหน่ง {known}", "Structure on {on}, as known at position {known}")
_BETWEEN = Text(
    "จาก {on_a} (รู้ถึงตำแหน่ง {known_a}) ถึง {on_b} (รู้ถึงตำแหน่ง {known_b})",
    "From {on_a} (known at {known_a}) to {on_b} (known at {known_b})",
)


def structure(call: Call) -> Answer:
    """The tree at one point, or what lies between two."""
    typed = call.typed
    if typed.diff and (typed.on or typed.known_at):
        raise WrongUsage("points-twice", "--diff names both points itself: leave out --on and --known-at.")
    with office(call) as here, closing(open_view(here.reader, StructureView)) as view:
        shown = _difference if typed.diff else _tree
        data, tree, said = shown(call, here, view)
    if typed.svg is None:
        return Answer(data, [tree, *said])
    write_new(Path(typed.svg), drawn(tree, call.language).encode())
    written = Text("วาดลง {file} แล้ว", "Drawn into {file}.").with_(file=typed.svg)
    return Answer({**data, "svg": typed.svg}, [written, *said])


def _tree(call: Call, here: Office, view: StructureView) -> tuple[dict[str, object], Tree, list[Text]]:
    at = point(here, view, call.typed.on, call.typed.known_at)
    under = view.resolve(call.typed.unit, at) if call.typed.unit else None
    rows = view.tree(at, under)
    data: dict[str, object] = {**_point_data(at), "units": [_row_data(row) for row in rows]}
    title = _TITLE.with_(on=moment_words(at.on), known=figures(str(at.known_at)))
    lines = [(row.unit, row.parent, _branch(row)) for row in rows]
    count = Text("{count} หน่วยงาน", "{count} units") if rows else Text("ไม่มีหน่วยงาน", "No unit existed.")
    return data, Tree(title, _grown(lines)), [count.with_(count=len(rows))]


def _difference(call: Call, here: Office, view: StructureView) -> tuple[dict[str, object], Tree, list[Text]]:
    a, b = (typed_point(here, view, text) for text in call.typed.diff)
    under = view.resolve(call.typed.unit, b) if call.typed.unit else None
    compared = compare(view, a, b, under)
    changed = [one for one in compared if one.changes]
    names = {one.unit: (one.after or one.before) for one in compared}
    called = {unit: row.name for unit, row in names.items() if row is not None}
    parents = {unit: row.parent for unit, row in names.items() if row is not None}
    kept = _with_parents((one.unit for one in changed), parents)
    lines = [(one.unit, parents.get(one.unit), _compared(one, called)) for one in compared if one.unit in kept]
    title = _BETWEEN.with_(
        on_a=moment_words(a.on),
        known_a=figures(str(a.known_at)),
        on_b=moment_words(b.on),
        known_b=figures(str(b.known_at)),
    )
    data: dict[str, object] = {
        "a": _point_data(a),
        "b": _point_data(b),
        "changed": [_compared_data(one) for one in changed],
        "unchanged": len(compared) - len(changed),
    }
    return data, Tree(title, _grown(lines)), [_summary(changed, len(compared) - len(changed))]


def unit(call: Call) -> Answer:
    """One unit at a point, or everything that happened to it."""
    typed = call.typed
    with office(call) as here, closing(open_view(here.reader, StructureView)) as view:
        at = point(here, view, typed.on, typed.known_at)
        named = view.resolve(typed.unit, at)
        row = view.unit(named, at)
        versions = view.versions(named, at.known_at)
        happened = view.happened(named, at.known_at)
    if typed.by == "force":
        happened.sort(key=lambda one: (one.since, one.by.position))
    data: dict[str, object] = {
        **_point_data(at),
        "unit": named,
        "stands": None if row is None else _row_data(row),
        "versions": [_row_data(version) for version in versions],
    }
    title = plain(named) if row is None else Text(*(f"{row.name} ({named})",) * 2)
    if not typed.history:
        return Answer(data, [Table(_VERSION_COLUMNS, [_version(one) for one in versions], title)])
    data["history"] = [_happened_data(one) for one in happened]
    tables = [
        Table(_HAPPENED_COLUMNS, [_happened(one) for one in happened], title),
        Table(_VERSION_COLUMNS, [_version(one) for one in versions], Text("เป็นอย่างไรเมื่อใด", "how it stood when")),
    ]
    return Answer(data, tables)


# --- trees -----------------------------------------------------------------------------------------------


def _grown(lines: Sequence[tuple[UnitId, UnitId | None, Callable[[Sequence[Branch]], Branch]]]) -> list[Branch]:
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


def _compared(one: Compared, called: Mapping[UnitId, str]) -> Callable[[Sequence[Branch]], Branch]:
    row = one.after or one.before
    name = "" if row is None else row.name
    if not one.changes:
        return lambda below: Branch(name, Text("", ""), below)
    mark = Mark.CHANGED
    if one.before is None or one.after is None:
        mark = Mark.ADDED if one.before is None else Mark.GONE
    detail = _joined([_change(change, called) for change in one.changes], plain(one.unit))
    return lambda below: Branch(name, detail, below, mark)


def _change(change: Change, called: Mapping[UnitId, str]) -> Text:
    """Say one change with the orders that made it."""
    before, after = change.before, change.after
    if change.attribute is Attribute.PARENT:
        before, after = (called.get(UnitId(unit), unit) if unit else None for unit in (before, after))
    said = figures if change.attribute is Attribute.CODE else plain
    words = CHANGES[_what(change)].with_(before=said(before or "–"), after=said(after or "–"))
    if not change.by:
        return words
    by = _BY.with_(number=_numbers(change.by))
    return Text(f"{words.thai} {by.thai}", f"{words.english} {by.english}")


def _what(change: Change) -> str:
    if change.attribute is Attribute.EXISTS:
        return "added" if change.before is None else "abolished"
    return _WHAT[change.attribute]


_WHAT = {
    Attribute.NAME: "renamed",
    Attribute.PARENT: "moved",
    Attribute.CODE: "recoded",
    Attribute.KIND: "kind",
    Attribute.DUTIES: "duties",
}


def _with_parents(units: Iterable[UnitId], parents: Mapping[UnitId, UnitId | None]) -> set[UnitId]:
    kept: set[UnitId] = set()
    for named in units:
        above: UnitId | None = named
        while above is not None and above not in kept:
            kept.add(above)
            above = parents.get(above)
    return kept


def _summary(changed: Sequence[Compared], unchanged: int) -> Text:
    counts = Counter(_what(change) for one in changed for change in one.changes)
    said = [words.with_(count=counts[what]) for what, words in COUNTED.items() if counts[what]]
    same = Text("เหมือนเดิม {count}", "{count} unchanged").with_(count=unchanged)
    return _joined(said, same)


def _joined(parts: Sequence[Text], last: Text) -> Text:
    return Text(*(" · ".join(part) for part in zip(*parts, last, strict=True)))


# --- one unit --------------------------------------------------------------------------------------------

_VERSION_COLUMNS = [
    Text("มีผลตั้งแต่", "in force from"), Text("ถึงก่อน", "until"), Text("ชื่อ", "name"), Text("อยู่ใต้", "under"),
    Text("รหัส", "code"), Text("หน้าที่", "duties"), Text("ตาม", "by"), Text("รู้ตั้งแต่ตำแหน่ง", "known from"),
]  # fmt: skip
_HAPPENED_COLUMNS = [
    Text("รู้เมื่อ (ตำแหน่ง)", "known at"), Text("มีผลตั้งแต่", "in force from"), Text("ถึงก่อน", "until"),
    Text("ตาม", "by"), Text("ข้อ", "clause"), Text("เหตุการณ์", "what"), Text("สถานะ", "standing"),
]  # fmt: skip


_FIGURES = frozenset({"code", "instrument", "of"})
"""What has numbers in it; permanent names and what people wrote stay as they are."""


def _version(row: UnitRow) -> list[str | Text]:
    return [
        moment_words(row.valid_from),
        _NOBODY if row.valid_to is None else moment_words(row.valid_to),
        row.name,
        row.parent or "–",
        figures(row.code or "–"),
        row.duties or "–",
        figures(row.by.number),
        figures(str(row.known_from)),
    ]


def _happened(one: Happened) -> list[str | Text]:
    known = {name: figures(value or "–") if name in _FIGURES else value or "–" for name, value in one.says.items()}
    kind = one.kind
    if kind == "merge" and "exists" not in one.says:
        kind = "move"  # a child of a unit that was merged goes along
    return [
        figures(str(one.by.position)),
        moment_words(one.since),
        _NOBODY if one.until is None else moment_words(one.until),
        figures(one.by.number),
        figures(one.clause or ""),
        HAPPENED[kind].with_(**known),
        STANDING[one.standing],
    ]


# --- for programs ----------------------------------------------------------------------------------------


def _point_data(at: Point) -> dict[str, object]:
    return {"on": at.on.isoformat(), "known_at": at.known_at}


def _source_data(source: Source) -> dict[str, object]:
    return {"number": source.number, "position": source.position, "issued_at": source.issued_at.isoformat()}


def _row_data(row: UnitRow) -> dict[str, object]:
    return {
        "unit": row.unit,
        "name": row.name,
        "parent": row.parent,
        "kind": row.kind,
        "code": row.code,
        "duties": row.duties,
        "established_by": _source_data(row.established_by),
        "by": _source_data(row.by),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "known_from": row.known_from,
        "known_to": row.known_to,
    }


def _compared_data(one: Compared) -> dict[str, object]:
    row = one.after or one.before
    changes: JSON = [
        {
            "what": _what(change),
            "before": change.before,
            "after": change.after,
            "by": [_source_data(source) for source in change.by],
        }
        for change in one.changes
    ]
    return {"unit": one.unit, "name": None if row is None else row.name, "changes": changes}


def _happened_data(one: Happened) -> dict[str, object]:
    return {
        "kind": one.kind,
        "standing": one.standing.value,
        "clause": one.clause,
        "says": one.says,
        "since": one.since.isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "by": _source_data(one.by),
    }


def _numbers(sources: Iterable[Source]) -> Text:
    return figures(", ".join(source.number for source in sources))
