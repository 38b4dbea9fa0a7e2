"""What the organisation looked like, what lies between two points of it, and what happened to one unit."""

from contextlib import closing
from pathlib import Path

from api.cli.answer import JSON, Answer, Table
from api.cli.call import Call
from api.cli.outputs import write_new
from api.cli.session import office
from api.errors import WrongUsage
from api.points import point, typed_point
from api.structure_drawn import difference, summary, tree_of, what
from api.svg import drawn
from api.texts.structure import HAPPENED, STANDING, figures, moment_words
from api.texts.text import Text, plain
from api.trees import Tree
from domain.structure.instruments import Source
from registry.acts.office import Office
from registry.views.spans import Point
from registry.views.structure import Happened, StructureView, UnitRow
from registry.views.structure_compared import Compared, compare
from registry.views.view import open_view

_NOBODY = plain("–")


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
    count = Text("{count} หน่วยงาน", "{count} units") if rows else Text("ไม่มีหน่วยงาน", "No unit existed.")
    return data, tree_of(rows, at), [count.with_(count=len(rows))]


def _difference(call: Call, here: Office, view: StructureView) -> tuple[dict[str, object], Tree, list[Text]]:
    a, b = (typed_point(here, view, text) for text in call.typed.diff)
    under = view.resolve(call.typed.unit, b) if call.typed.unit else None
    compared = compare(view, a, b, under)
    changed = [one for one in compared if one.changes]
    data: dict[str, object] = {
        "a": _point_data(a),
        "b": _point_data(b),
        "changed": [_compared_data(one) for one in changed],
        "unchanged": len(compared) - len(changed),
    }
    return data, difference(compared, a, b), [summary(compared)]


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
            "what": what(change),
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
