"""Who has done what a letter asks for: the matrix of its addressees and directives, the silent ones first."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.outputs import new_file
from api.cli.session import day, office
from api.texts.text import LANGUAGES, Text, label, plain
from domain.authority import Authority
from domain.labels import STATES, TERMS
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from registry.acts import outgoing
from registry.calendar import Calendar
from registry.tables import save_csv, save_xlsx
from registry.views.coverage import Coverage
from registry.views.coverage_matrix import Asked, Cell, Matrix, Moved, Noted, Reached, Row, Step
from registry.views.view import open_view
from registry.views.words import thai_day, thai_moment

STEPS = {
    Step.NOT_ARRIVED: Text("ยังไม่ถึงผู้รับ", "not arrived"),
    Step.ARRIVED: label(STATES["arrived"]),
    Step.RETURNED: label(STATES["returned"]),
    Step.REGISTERED: label(STATES["registered_by_receiver"]),
    Step.ACKNOWLEDGED: label(STATES["acknowledged"]),
    Step.PASSED_ON: Text("ส่งต่อแล้ว", "passed on"),
    Step.DONE: label(STATES["concluded"]),
}
_FAILED = label(STATES["undelivered"])
_NOTHING = plain("")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A matrix as somebody looks at it: on a day, by a calendar, with officers' names."""

    matrix: Matrix
    on: date
    calendar: Calendar
    authority: Authority

    def late(self, cell: Cell) -> int | None:
        """Return by how many working days a directive is, or was, overdue."""
        return self.matrix.overdue(cell, self.on, self.calendar)

    def name(self, by: str, *, own: bool) -> str:
        """Return who says so; a clerk by name."""
        officer = None if own else self.authority.officers.get(by)
        return by if officer is None else officer.enrolled.name


def coverage(call: Call) -> Answer:
    """Who has done what a letter asks for."""
    typed = call.typed
    with office(call) as here, closing(open_view(here.reader, Coverage)) as view:
        letter = outgoing.issued(here, typed.number)
        matrix = view.of(letter.stream)
        if matrix is None:
            said = Text("{thai} ไม่ได้ให้ดำเนินการสิ่งใด", "{number} asks for nothing.")
            return Answer({"number": letter.number, "directives": [], "addressees": []}, [_named(said, letter.number)])
        seen = _Seen(matrix, day(typed.on) or here.today, Calendar.of(here.reader), here.reader.authority())
    written = _write(call, seen)
    if written:
        said = Text("เขียนผู้รับ {count} รายลง {files} แล้ว", "Wrote {count} addressees to {files}.")
        files = ", ".join(str(name) for name in written.values())
        return Answer({"rows": len(matrix.rows), **written}, [said.with_(count=len(matrix.rows), files=files)])
    return Answer(_data(seen), list(_shown(seen)))


def _named(text: Text, number: str) -> Text:
    return text.with_(thai=to_thai(number), number=number)


# --- for programs ----------------------------------------------------------------------------------------------


def _data(seen: _Seen) -> dict[str, object]:
    matrix = seen.matrix
    return {
        "number": matrix.number,
        "stream": matrix.letter,
        "on": seen.on.isoformat(),
        "withdrawn_by": matrix.withdrawn_by,
        "directives": [_directive(seen, one) for one in matrix.asked],
        "addressees": [_addressee(seen, row) for row in matrix.rows],
    }


def _directive(seen: _Seen, asked: Asked) -> dict[str, object]:
    moved = seen.matrix.moved(asked.no)
    return {
        "no": asked.no,
        "what": asked.what,
        "who": asked.who,
        "due": moved.new if moved else asked.due,
        "signed_due": asked.due,
        "hours": asked.hours,
        "totals": {step.value: count for step, count in seen.matrix.totals(asked.no).items()},
        "overdue": _overdue(seen, asked.no),
    }


def _overdue(seen: _Seen, no: int) -> int:
    """Return with how many addressees a directive is overdue and not done."""
    cells = (cell for row in seen.matrix.rows for cell in row.cells if cell.no == no and not cell.done)
    return sum(seen.late(cell) is not None for cell in cells)


def _addressee(seen: _Seen, row: Row) -> dict[str, object]:
    return {
        "to": row.to + 1,
        "addressee": row.addressee,
        "state": row.step.value,
        "silent": row.silent,
        "failed": row.failed,
        "receipt": [_reached(seen, one) for one in row.receipt],
        "directives": [_cell(seen, cell) for cell in row.cells],
    }


def _reached(seen: _Seen, one: Reached) -> dict[str, object]:
    by = seen.name(one.by, own=one.own)
    return {"state": one.step.value, "at": one.at.isoformat(), "by": by, "own": one.own, "detail": one.detail}


def _cell(seen: _Seen, cell: Cell) -> dict[str, object]:
    late = seen.late(cell)
    return {
        "no": cell.no,
        "state": cell.step.value,
        "due": cell.due,
        "overdue_by": None if cell.done else late,
        "late_by": late if cell.done else None,
        "reopened": cell.reopened,
        "performer": cell.performer,
        "evidence": cell.evidence,
        "notes": [_note(seen, one) for one in cell.notes],
        "moves": [_move(seen, one) for one in cell.moves],
    }


def _note(seen: _Seen, one: Noted) -> dict[str, object]:
    return {
        "progress": one.progress.value,
        "happened_at": one.happened_at.isoformat(),
        "how": one.how,
        "performer": one.performer,
        "evidence": one.evidence_number,
        "evidence_stream": one.evidence,
        "by": seen.name(one.by, own=one.own),
        "own": one.own,
        "noted_at": one.noted_at.isoformat(),
    }


def _move(seen: _Seen, one: Moved) -> dict[str, object]:
    by = seen.name(one.by, own=False)
    return {"old": one.old, "new": one.new, "reason": one.reason, "for_all": one.to is None, "by": by}


# --- for people ------------------------------------------------------------------------------------------------


def _shown(seen: _Seen) -> Iterator[Text | Table]:
    matrix = seen.matrix
    if not matrix.rows:
        yield _named(Text("{thai} ยังไม่ได้ส่ง", "{number} was not dispatched."), matrix.number)
        return
    columns = [
        plain("#"),
        label(TERMS["addressee"]),
        Text("หนังสือ", "letter"),
        *(
            Text("ข้อ {no} {what}", "{no}: {what}").with_(no=one.no, what=_short(one.what)) for one in matrix.asked
        ),
    ]  # fmt: skip
    rows: list[list[str | Text]] = [
        [to_thai(str(row.to + 1)), row.addressee, _receipt_words(seen, row), *(_cell_words(seen, c) for c in row.cells)]
        for row in matrix.rows
    ]
    yield Table(columns, rows)
    silent = sum(row.silent for row in matrix.rows)
    said = Text("{thai}: ผู้รับ {all} ราย เงียบ {silent} ราย", "{number}: {all} addressees, {silent} silent.")
    yield said.with_(thai=to_thai(matrix.number), number=matrix.number, all=len(matrix.rows), silent=silent)
    yield from (_totals(seen, one) for one in matrix.asked)
    if matrix.withdrawn_by is not None:
        said = Text("หนังสือฉบับนี้ถูกยกเลิกหรือแทนด้วย {thai} แล้ว", "It is withdrawn by {number}.")
        yield _named(said, matrix.withdrawn_by)


def _receipt_words(seen: _Seen, row: Row) -> Text:
    newest = row.receipt[-1]
    if newest.step is Step.NOT_ARRIVED:
        return _joined(_FAILED if row.failed else STEPS[newest.step], newest.detail)
    when, who = to_thai(thai_day(newest.at.date())), seen.name(newest.by, own=newest.own)
    return _joined(STEPS[newest.step], when, who, newest.detail)


def _cell_words(seen: _Seen, cell: Cell) -> Text:
    newest, late = cell.newest, seen.late(cell)
    told = (
        ()
        if newest is None
        else (
            Text("เปิดเรื่องใหม่: {how}", "reopened: {how}").with_(how=newest.how) if cell.reopened else None,
            cell.performer,
            cell.evidence or "",
            to_thai(thai_day(newest.happened_at.date())),
            seen.name(newest.by, own=newest.own),
        )
    )
    return _joined(STEPS[cell.step], _late_words(cell, late), *told, _moved_words(seen, cell))


def _moved_words(seen: _Seen, cell: Cell) -> Text:
    """Return which day holds for an addressee alone; one that holds for all stands below."""
    moved = cell.moved
    return _NOTHING if moved is None or moved.to is None else _due_words(moved, _signed_due(seen.matrix, cell.no))


def _due_words(moved: Moved, signed: date | None) -> Text:
    return Text("เลื่อนกำหนดจาก {old} เป็น {new}: {reason}", "due {new}, moved from {old}: {reason}").with_(
        new=print_date(moved.new), old=print_date(signed) if signed else "–", reason=moved.reason
    )


def _signed_due(matrix: Matrix, no: int) -> date | None:
    return next(one.due for one in matrix.asked if one.no == no)


def _late_words(cell: Cell, late: int | None) -> Text:
    if late is None:
        return _NOTHING
    overdue = Text("ช้ากว่ากำหนด", "late") if cell.done else label(STATES["overdue"])
    if not late:
        return overdue
    return Text("{overdue} {days} วันทำการ", "{overdue} by {days} working days").with_(overdue=overdue, days=late)


def _totals(seen: _Seen, asked: Asked) -> Text:
    """Return how many addressees are where with one directive."""
    totals = {step: count for step, count in seen.matrix.totals(asked.no).items() if count}
    counted = [Text("{step} {count}", "{step} {count}").with_(step=STEPS[step], count=n) for step, n in totals.items()]
    late = _overdue(seen, asked.no)
    overdue = Text("{overdue} {count}", "{overdue} {count}").with_(overdue=label(STATES["overdue"]), count=late)
    moved = seen.matrix.moved(asked.no)
    due = Text("กำหนด {day}", "due {day}").with_(day=print_date(asked.due)) if asked.due else _NOTHING
    due = _due_words(moved, asked.due) if moved else due
    return Text("ข้อ {no}: {said}", "{no}: {said}").with_(
        no=asked.no, said=_joined(*counted, overdue if late else _NOTHING, due)
    )


def _joined(*parts: str | Text | None) -> Text:
    told = [plain(one) if isinstance(one, str) else one for one in parts if one]
    return Text(*(" · ".join(filter(None, (one.said(language) for one in told))) for language in LANGUAGES))


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[:most].rstrip() + "…"


# --- for spreadsheets ------------------------------------------------------------------------------------------


def _write(call: Call, seen: _Seen) -> dict[str, object]:
    """Write the matrix to the files that were named, in Thai as registers are, and return which."""
    headings = ["ลำดับ", TERMS["addressee"].thai, "หนังสือ", "เมื่อ", "โดย", TERMS["receive_number"].thai]
    for one in seen.matrix.asked:
        headings += [f"ข้อ {one.no} {part}" for part in _PARTS]
    rows = [_row(seen, row) for row in seen.matrix.rows]
    savers: dict[str, Callable[[Path], object]] = {
        "csv": lambda path: save_csv(path, headings, rows),
        "xlsx": lambda path: save_xlsx(path, "ผลการดำเนินการ", headings, rows),
    }
    written: dict[str, object] = {}
    for option, save in savers.items():
        name = getattr(call.typed, option)
        if name:
            with new_file(Path(name)) as path:
                save(path)
            written[option] = name
    return written


_PARTS = ("สถานะ", "เมื่อ", "โดย", "ผู้ดำเนินการ", "ผล", "หลักฐาน", "กำหนด", "เกินกำหนด (วันทำการ)")


def _row(seen: _Seen, row: Row) -> list[str]:
    newest = row.receipt[-1]
    receive_number = next((one.detail for one in row.receipt if one.step is Step.REGISTERED), None)
    cells = [part for cell in row.cells for part in _parts(seen, cell)]
    state = _FAILED if row.failed and row.step is Step.NOT_ARRIVED else STEPS[row.step]
    who = seen.name(newest.by, own=newest.own)
    return [str(row.to + 1), row.addressee, state.thai, thai_moment(newest.at), who, receive_number or "", *cells]


def _parts(seen: _Seen, cell: Cell) -> Sequence[str]:
    newest, late = cell.newest, seen.late(cell)
    told = (
        ("", "", "")
        if newest is None
        else (thai_moment(newest.happened_at), seen.name(newest.by, own=newest.own), newest.how)
    )
    at, by, how = told
    return (
        STEPS[cell.step].thai,
        at,
        by,
        cell.performer or "",
        how,
        cell.evidence or "",
        _day_and_why(seen, cell),
        "" if late is None else str(late),
    )


def _day_and_why(seen: _Seen, cell: Cell) -> str:
    """Return by when, and why on another day than was signed."""
    if cell.due is None:
        return ""
    signed = _signed_due(seen.matrix, cell.no)
    why = f" (เลื่อนจาก {thai_day(signed) if signed else '–'}: {cell.moved.reason})" if cell.moved else ""
    return f"{thai_day(cell.due)}{why}"
