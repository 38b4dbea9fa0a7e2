"""A matrix of who has done what a letter asks for, in words: for the screen, for pages, for spreadsheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.texts.levels import lower_level
from api.texts.text import LANGUAGES, Text, label, plain
from domain.authority import Authority
from domain.labels import STATES, TERMS
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from registry.calendar import Calendar
from registry.views.coverage_matrix import Cell, Matrix, Moved, Noted, Reached, Row, Step
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
FAILED = label(STATES["undelivered"])
_NOTHING = plain("")


@dataclass(frozen=True, slots=True)
class Seen:
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


def receipt_words(seen: Seen, row: Row) -> Text:
    """Return how far the letter itself got, since when, and who says so."""
    newest = row.receipt[-1]
    if newest.step is Step.NOT_ARRIVED:
        return joined(FAILED if row.failed else STEPS[newest.step], newest.detail)
    when, who = to_thai(thai_day(newest.at.date())), seen.name(newest.by, own=newest.own)
    return joined(STEPS[newest.step], when, who, lower_level(newest.level), newest.detail)


def cell_words(seen: Seen, cell: Cell) -> Text:
    """Return how far one directive got, whether it is late, and what was told of it."""
    return joined(STEPS[cell.step], late_words(cell, seen.late(cell)), cell_details(seen, cell))


def cell_details(seen: Seen, cell: Cell) -> Text:
    """Return what was told of one directive: why it is open again, by whom it is done, what shows it, who says so."""
    newest = cell.newest
    told = (
        ()
        if newest is None
        else (
            Text("เปิดเรื่องใหม่: {how}", "reopened: {how}").with_(how=newest.how) if cell.reopened else None,
            cell.performer,
            cell.evidence or "",
            to_thai(thai_day(newest.happened_at.date())),
            seen.name(newest.by, own=newest.own),
            lower_level(newest.level),
        )
    )
    return joined(*told, _moved_words(seen, cell))


def _moved_words(seen: Seen, cell: Cell) -> Text:
    """Return which day holds for an addressee alone; one that holds for all stands below."""
    moved = cell.moved
    return _NOTHING if moved is None or moved.to is None else due_words(moved, signed_due(seen.matrix, cell.no))


def due_words(moved: Moved, signed: date | None) -> Text:
    """Return on which day a directive is due now, and why not on the day as signed."""
    return Text("เลื่อนกำหนดจาก {old} เป็น {new}: {reason}", "due {new}, moved from {old}: {reason}").with_(
        new=print_date(moved.new), old=print_date(signed) if signed else "–", reason=moved.reason
    )


def signed_due(matrix: Matrix, no: int) -> date | None:
    """Return by when a directive was to be performed as signed."""
    return next(one.due for one in matrix.asked if one.no == no)


def late_words(cell: Cell, late: int | None) -> Text:
    """Return by how many working days it is, or was, late; nothing where it is not."""
    if late is None:
        return _NOTHING
    overdue = Text("ช้ากว่ากำหนด", "late") if cell.done else label(STATES["overdue"])
    if not late:
        return overdue
    return Text("{overdue} {days} วันทำการ", "{overdue} by {days} working days").with_(overdue=overdue, days=late)


def joined(*parts: str | Text | None) -> Text:
    """Return what there is of *parts*, one behind the other."""
    told = [plain(one) if isinstance(one, str) else one for one in parts if one]
    return Text(*(" · ".join(filter(None, (one.said(language) for one in told))) for language in LANGUAGES))


def short(text: str, most: int = 40) -> str:
    """Return the beginning of a text, for the head of a column."""
    return text if len(text) <= most else text[:most].rstrip() + "…"


# --- for spreadsheets ------------------------------------------------------------------------------------------


def sheet(seen: Seen) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows for a spreadsheet, in Thai as registers are."""
    headings = ["ลำดับ", TERMS["addressee"].thai, "หนังสือ", "เมื่อ", "โดย", TERMS["receive_number"].thai]
    for one in seen.matrix.asked:
        headings += [f"ข้อ {one.no} {part}" for part in _PARTS]
    return headings, [_row(seen, row) for row in seen.matrix.rows]


_PARTS = ("สถานะ", "เมื่อ", "โดย", "ผู้ดำเนินการ", "ผล", "หลักฐาน", "กำหนด", "เกินกำหนด (วันทำการ)")


def _row(seen: Seen, row: Row) -> list[str]:
    newest = row.receipt[-1]
    receive_number = next((one.detail for one in row.receipt if one.step is Step.REGISTERED), None)
    cells = [part for cell in row.cells for part in _parts(seen, cell)]
    state = FAILED if row.failed and row.step is Step.NOT_ARRIVED else STEPS[row.step]
    who = _who(seen, newest)
    return [str(row.to + 1), row.addressee, state.thai, thai_moment(newest.at), who, receive_number or "", *cells]


def _who(seen: Seen, one: Reached | Noted) -> str:
    """Return who says so, and on what that rests where it is less than an enrolled key."""
    level = lower_level(one.level)
    return seen.name(one.by, own=one.own) + (f" ({level.thai})" if level else "")


def _parts(seen: Seen, cell: Cell) -> Sequence[str]:
    newest, late = cell.newest, seen.late(cell)
    told = ("", "", "") if newest is None else (thai_moment(newest.happened_at), _who(seen, newest), newest.how)
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


def _day_and_why(seen: Seen, cell: Cell) -> str:
    """Return by when, and why on another day than was signed."""
    if cell.due is None:
        return ""
    signed = signed_due(seen.matrix, cell.no)
    why = f" (เลื่อนจาก {thai_day(signed) if signed else '–'}: {cell.moved.reason})" if cell.moved else ""
    return f"{thai_day(cell.due)}{why}"
