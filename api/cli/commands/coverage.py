"""Who has done what a letter asks for: the matrix of its addressees and directives, the silent ones first."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.outputs import new_file
from api.cli.session import day, office
from api.coverage import STEPS, Seen, cell_words, due_words, joined, receipt_words, sheet, short
from api.texts.text import Text, label, plain
from domain.labels import STATES, TERMS
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from registry.acts import outgoing
from registry.calendar import Calendar
from registry.tables import save_csv, save_xlsx
from registry.views.coverage import Coverage
from registry.views.coverage_matrix import Asked, Cell, Moved, Noted, Reached, Row
from registry.views.view import open_view

_NOTHING = plain("")


def coverage(call: Call) -> Answer:
    """Who has done what a letter asks for."""
    typed = call.typed
    with office(call) as here, closing(open_view(here.reader, Coverage)) as view:
        letter = outgoing.issued(here, typed.number)
        matrix = view.of(letter.stream)
        if matrix is None:
            said = Text("{thai} ไม่ได้ให้ดำเนินการสิ่งใด", "{number} asks for nothing.")
            return Answer({"number": letter.number, "directives": [], "addressees": []}, [_named(said, letter.number)])
        seen = Seen(matrix, day(typed.on) or here.today, Calendar.of(here.reader), here.reader.authority())
    written = _write(call, seen)
    if written:
        said = Text("เขียนผู้รับ {count} รายลง {files} แล้ว", "Wrote {count} addressees to {files}.")
        files = ", ".join(str(name) for name in written.values())
        return Answer({"rows": len(matrix.rows), **written}, [said.with_(count=len(matrix.rows), files=files)])
    return Answer(_data(seen), list(_shown(seen)))


def _named(text: Text, number: str) -> Text:
    return text.with_(thai=to_thai(number), number=number)


# --- for programs ----------------------------------------------------------------------------------------------


def _data(seen: Seen) -> dict[str, object]:
    matrix = seen.matrix
    return {
        "number": matrix.number,
        "stream": matrix.letter,
        "on": seen.on.isoformat(),
        "withdrawn_by": matrix.withdrawn_by,
        "directives": [_directive(seen, one) for one in matrix.asked],
        "addressees": [_addressee(seen, row) for row in matrix.rows],
    }


def _directive(seen: Seen, asked: Asked) -> dict[str, object]:
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


def _overdue(seen: Seen, no: int) -> int:
    """Return with how many addressees a directive is overdue and not done."""
    cells = (cell for row in seen.matrix.rows for cell in row.cells if cell.no == no and not cell.done)
    return sum(seen.late(cell) is not None for cell in cells)


def _addressee(seen: Seen, row: Row) -> dict[str, object]:
    return {
        "to": row.to + 1,
        "addressee": row.addressee,
        "state": row.step.value,
        "silent": row.silent,
        "failed": row.failed,
        "receipt": [_reached(seen, one) for one in row.receipt],
        "directives": [_cell(seen, cell) for cell in row.cells],
    }


def _reached(seen: Seen, one: Reached) -> dict[str, object]:
    by = seen.name(one.by, own=one.own)
    return {
        "state": one.step.value,
        "at": one.at.isoformat(),
        "by": by,
        "own": one.own,
        "level": one.level and one.level.value,
        "detail": one.detail,
    }


def _cell(seen: Seen, cell: Cell) -> dict[str, object]:
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


def _note(seen: Seen, one: Noted) -> dict[str, object]:
    return {
        "progress": one.progress.value,
        "happened_at": one.happened_at.isoformat(),
        "how": one.how,
        "performer": one.performer,
        "evidence": one.evidence_number,
        "evidence_stream": one.evidence,
        "by": seen.name(one.by, own=one.own),
        "own": one.own,
        "level": one.level and one.level.value,
        "noted_at": one.noted_at.isoformat(),
    }


def _move(seen: Seen, one: Moved) -> dict[str, object]:
    by = seen.name(one.by, own=False)
    return {"old": one.old, "new": one.new, "reason": one.reason, "for_all": one.to is None, "by": by}


# --- for people ------------------------------------------------------------------------------------------------


def _shown(seen: Seen) -> Iterator[Text | Table]:
    matrix = seen.matrix
    if not matrix.rows:
        yield _named(Text("{thai} ยังไม่ได้ส่ง", "{number} was not dispatched."), matrix.number)
        return
    columns = [
        plain("#"),
        label(TERMS["addressee"]),
        Text("หนังสือ", "letter"),
        *(
            Text("ข้อ {no} {what}", "{no}: {what}").with_(no=one.no, what=short(one.what)) for one in matrix.asked
        ),
    ]  # fmt: skip
    rows: list[list[str | Text]] = [
        [to_thai(str(row.to + 1)), row.addressee, receipt_words(seen, row), *(cell_words(seen, c) for c in row.cells)]
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


def _totals(seen: Seen, asked: Asked) -> Text:
    """Return how many addressees are where with one directive."""
    totals = {step: count for step, count in seen.matrix.totals(asked.no).items() if count}
    counted = [Text("{step} {count}", "{step} {count}").with_(step=STEPS[step], count=n) for step, n in totals.items()]
    late = _overdue(seen, asked.no)
    overdue = Text("{overdue} {count}", "{overdue} {count}").with_(overdue=label(STATES["overdue"]), count=late)
    moved = seen.matrix.moved(asked.no)
    due = Text("กำหนด {day}", "due {day}").with_(day=print_date(asked.due)) if asked.due else _NOTHING
    due = due_words(moved, asked.due) if moved else due
    return Text("ข้อ {no}: {said}", "{no}: {said}").with_(
        no=asked.no, said=joined(*counted, overdue if late else _NOTHING, due)
    )


# --- for spreadsheets ------------------------------------------------------------------------------------------


def _write(call: Call, seen: Seen) -> dict[str, object]:
    """Write the matrix to the files that were named, in Thai as registers are, and return which."""
    headings, rows = sheet(seen)
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
