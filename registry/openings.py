"""Reading the register that an office kept before (CSV or XLSX), as an opening balance (ยกยอด).

    file ──cells──▶ columns found by their headings ──▶ rows checked one by one ──▶ Opening

Nothing is entered here: `read` says what the file holds and what is wrong with it, row by row. What is wrong
in a row does not keep it out (an old book is evidence as it stands), but whoever imports it sees it first.
A file that cannot be read whole is refused whole.

Source: the columns of forms 13 and 14.
"""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import openpyxl
from openpyxl.utils.escape import unescape

from domain.errors import InvalidValue
from domain.numbers import CIRCULAR
from domain.series import OpeningRow, SeriesKind
from domain.thai.dates import FIRST_DAY, parse_date, print_date
from domain.thai.digits import to_arabic
from domain.thai.text import normalise
from domain.values import Digest, digest
from registry.tables import plain_cell
from registry.xlsx_bounds import require_bounds

LARGEST_FILE = 32 << 20
"""Bytes of the file."""
MOST_ROWS = 100_000
MOST_COLUMNS = 64
LONGEST_CELL = 4_000
"""Characters."""
HEADING_WITHIN = 20
"""Rows from the top in which the headings are looked for."""
MOST_FAULTS = 1_000
"""Faults and missing numbers that are listed; more are only counted."""
ROWS_AT_ONCE = 500
BYTES_AT_ONCE = 400_000
"""What goes into one request; a statement holds 1 MiB."""

_GREGORIAN_BELOW = 2400  # a spreadsheet's date of a later year is a Buddhist one that was typed as it is


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row: its number in the file, a slug and an English sentence."""

    row: int
    slug: str
    message: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opening:
    """What an old register holds."""

    rows: tuple[OpeningRow, ...]
    first: int | None
    """Its first running number; None where none can be read."""
    last: int | None
    """Its last running number, after which the series goes on."""
    missing: tuple[int, ...]
    """Numbers between the two that no row has, the first thousand of them."""
    source: Digest
    """The digest of the file's bytes, which stands for the last page of the earlier book."""
    faults: tuple[Fault, ...]
    fault_count: int
    """All of them, also those past `MOST_FAULTS`."""
    heading: str
    """What the column of the running numbers is called, without spaces."""

    def batches(self) -> Iterator[tuple[int, list[OpeningRow]]]:
        """Yield the rows in pieces that a request holds: the place of each piece's first row, from 1, and the rows."""
        start, batch, size = 1, list[OpeningRow](), 0
        for place, row in enumerate(self.rows, start=1):
            length = 150 + sum(len(cell.encode()) for cell in _cells(row))
            if batch and (len(batch) == ROWS_AT_ONCE or size + length > BYTES_AT_ONCE):
                yield start, batch
                start, batch, size = place, [], 0
            batch.append(row)
            size += length
        if batch:
            yield start, batch


_SENT_NUMBER = ("เลขทะเบียนส่ง", "ทะเบียนส่ง", "เลขส่ง", "เลขที่ส่ง", "sendnumber")
_RECEIVED_NUMBER = ("เลขทะเบียนรับ", "ทะเบียนรับ", "เลขรับ", "เลขที่รับ", "receivenumber")
_HEADINGS = {
    "number": (*_SENT_NUMBER, *_RECEIVED_NUMBER, "เลขทะเบียน"),
    "printed": ("ที่", "เลขที่หนังสือ", "ที่หนังสือ", "เลขหนังสือ", "หนังสือที่", "number", "ownercode"),
    "dated": ("ลงวันที่", "วันที่หนังสือ", "ลว", "ลว.", "dated"),
    "sender": ("จาก", "ผู้ส่ง", "from"),
    "addressee": ("ถึง", "ผู้รับ", "to"),
    "subject": ("เรื่อง", "ชื่อเรื่อง", "subject"),
    "action": ("การปฏิบัติ", "การดำเนินการ", "action"),
    "remark": ("หมายเหตุ", "remark"),
}
"""The columns of forms 13 and 14 by the fields of `OpeningRow`: what people call them, and what this registry does."""
_COLUMN_OF = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
_NEEDED = {"number": "เลขทะเบียน", "dated": "ลงวันที่", "subject": "เรื่อง"}
"""Columns that every old register has, and what they are called whichever register it is."""
_NOT_OF_A_NAME = re.compile(r"[\s:*\d]")
_RUNNING = re.compile(
    rf"(?P<letter>{CIRCULAR}\s*)?"
    r"(?P<first>\d{1,9})(?:\s*-\s*(?P<last>\d{1,9}))?(?:\s*/\s*2[4-7]\d\d)?"
)


def read(path: Path) -> Opening:
    """Return what the old register in *path* holds, and what is wrong in its rows.

    Raises:
        InvalidValue: the file is too large, of a kind that is not read, damaged, has formulas, or no such table.
    """
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise _refused("opening-too-large", path.name, f"has {size} bytes, more than {LARGEST_FILE}: split it")
    return read_bytes(path.read_bytes(), path.name)


def read_bytes(data: bytes, name: str) -> Opening:
    """Do so for the bytes of a file called *name*."""
    if not data:
        raise _refused("opening-empty", name, "is empty: save it again and look that rows are in it")
    cells = _xlsx_rows(data, name) if data.startswith(b"PK") else _csv_rows(data, name)
    reading = _Reading(*_find_headings(cells, name))
    for place, row in cells:
        if any(cell.strip() for cell in row):
            if len(reading.rows) == MOST_ROWS:
                raise _refused("opening-too-long", name, f"has more than {MOST_ROWS} rows: split it")
            reading.take(place, row)
    if not reading.rows:
        raise _refused("opening-without-rows", name, "has headings and no row below them")
    return reading.finish(digest(sha256(data).digest()))


def require_register(opening: Opening, kind: SeriesKind, name: str) -> None:
    """Refuse a receive register for a sending book, and the reverse, where the file's heading says which it is.

    Raises:
        InvalidValue: the file called *name* is the other register.
    """
    if kind not in {SeriesKind.RECEIVED, SeriesKind.SECRET} and opening.heading in _RECEIVED_NUMBER:
        why = f"is a receive register (it has the heading {opening.heading}): import it with --kind received"
        raise _refused("opening-of-received", name, why, heading=opening.heading)
    if kind is SeriesKind.RECEIVED and opening.heading in _SENT_NUMBER:
        why = f"is a send register (it has the heading {opening.heading}): import it without --kind received"
        raise _refused("opening-of-sent", name, why, heading=opening.heading)


# --- the table ---------------------------------------------------------------------------------------------


def _find_headings(cells: Iterator[tuple[int, list[str]]], name: str) -> tuple[dict[str, int], str]:
    """Return which column holds what, and what the numbers' is called; the rows above the headings are a title."""
    best: set[str] = set()
    for place, row in cells:
        columns: dict[str, int] = {}
        names = [_NOT_OF_A_NAME.sub("", _plain(cell)).lower() for cell in row]
        for at, heading in enumerate(names):
            if column := _COLUMN_OF.get(heading):
                columns.setdefault(column, at)
        if all(column in columns for column in _NEEDED):
            return columns, names[columns["number"]]
        best = max(best, set(columns), key=len)
        if place >= HEADING_WITHIN:
            break
    lacking = ", ".join(name for column, name in _NEEDED.items() if column not in best)
    raise _refused(
        "opening-without-headings",
        name,
        f"has no row with the headings {lacking} near its top: name the columns as form 13 or 14 does",
        lacking=lacking,
    )


class _Reading:
    """Rows read so far, and what was wrong with them."""

    def __init__(self, columns: dict[str, int], heading: str) -> None:
        self.rows: list[OpeningRow] = []
        self._columns = columns
        self._heading = heading
        self._seen: dict[int, int] = {}
        self._circulars: bool | None = None
        """Whether the numbers are circulars', as the first one is."""
        self._faults: list[Fault] = []
        self._fault_count = 0

    def take(self, place: int, cells: Sequence[str]) -> None:
        """Read the row at *place* of the file."""
        values = {
            column: self._clean(place, cells[at]) if at < len(cells) else "" for column, at in self._columns.items()
        }
        row = OpeningRow(**{column: values.get(column, "") for column in _HEADINGS})
        self._check_number(place, row.number)
        self._check_date(place, row.dated)
        if not row.subject:
            self._fault(place, "subject-missing", "The row has no subject.")
        self.rows.append(row)

    def finish(self, source: Digest) -> Opening:
        """Return the whole, with the holes between its numbers."""
        numbers = sorted(self._seen)
        missing: list[int] = []
        for before, behind in pairwise(numbers):
            if behind > before + 1:
                message = f"No row has the numbers between {before} and {behind}."
                self._fault(self._seen[behind], "numbers-missing", message, before=before, behind=behind)
                missing.extend(range(before + 1, min(behind, before + 1 + MOST_FAULTS - len(missing))))
        return Opening(
            rows=tuple(self.rows),
            first=numbers[0] if numbers else None,
            last=numbers[-1] if numbers else None,
            missing=tuple(missing),
            source=source,
            faults=tuple(sorted(self._faults, key=lambda fault: fault.row)),
            fault_count=self._fault_count,
            heading=self._heading,
        )

    def _clean(self, place: int, cell: str) -> str:
        try:
            return normalise(cell)
        except InvalidValue as error:
            self._fault(place, error.slug, str(error), **error.facts)
            return _plain(cell)

    def _check_number(self, place: int, text: str) -> None:
        found = _RUNNING.fullmatch(to_arabic(text))
        first = int(found["first"]) if found else 0
        last = int(found["last"] or first) if found else 0
        circular = bool(found and found["letter"])
        if not 0 < first <= last < first + MOST_FAULTS:
            message = f"{text!r} is not a running number. Look at the row in the old book."
            self._fault(place, "running-number-unreadable", message, text=text)
            return
        if self._circulars is None:
            self._circulars = circular
        if circular is not self._circulars:
            message = f"{text!r} is of another series than the rows above: import circulars as a book of their own."
            self._fault(place, "running-number-of-another-series", message, text=text)
            return
        for n in range(first, last + 1):
            earlier = self._seen.setdefault(n, place)
            if earlier != place:
                message = f"Number {n} stands in row {earlier} already."
                self._fault(place, "running-number-twice", message, number=n, earlier=earlier)

    def _check_date(self, place: int, text: str) -> None:
        if not text:
            self._fault(place, "date-missing", "The row has no date.")
            return
        try:
            parse_date(text)
        except InvalidValue as error:
            self._fault(place, error.slug, str(error), **error.facts)

    def _fault(self, place: int, slug: str, message: str, /, **facts: object) -> None:
        self._fault_count += 1
        if len(self._faults) < MOST_FAULTS:
            self._faults.append(Fault(place, slug, message, facts))


def _plain(cell: str) -> str:
    """Return what people see of a cell, in one spelling."""
    return normalise("".join(character for character in cell if character.isprintable() or character in "\n\t"))


def _cells(row: OpeningRow) -> tuple[str, ...]:
    who = (row.sender, row.addressee, row.subject)
    return (row.number, row.printed, row.dated, *who, row.action, row.remark)


# --- cells of the two kinds of files -------------------------------------------------------------------------


def _csv_rows(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    text = _text(data, name)
    top = text[: 64 * 1024].splitlines()[:HEADING_WITHIN]
    delimiter = max(",;\t", key=lambda mark: sum(line.count(mark) for line in top))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    place = 0
    try:
        for place, row in enumerate(reader, start=1):
            _require_size(place, row, name)
            yield place, [plain_cell(cell) for cell in row]
    except csv.Error as error:
        raise _refused("opening-damaged", name, f"is damaged behind row {place} ({error}): save it again") from None


def _text(data: bytes, name: str) -> str:
    """Return the text of a CSV file: UTF-8 with or without its mark, else TIS-620 as Windows has it (cp874)."""
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refused("opening-unreadable", name, "is neither XLSX nor text in UTF-8 or TIS-620: save it as CSV UTF-8")


def _xlsx_rows(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Return the rows of the first sheet. A parser of other people's files fails in many ways: all are a refusal."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            require_bounds(archive, name, most_columns=MOST_COLUMNS)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and the like, which are not read
            return iter(_first_sheet(data, name))
    except InvalidValue:
        raise
    except Exception as error:
        raise _refused("opening-damaged", name, f"is a damaged XLSX ({error}): save it again") from error


def _first_sheet(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    rows = []
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file claims of its size is not believed
        for place, row in enumerate(sheet.iter_rows(), start=1):
            if place > MOST_ROWS + HEADING_WITHIN:
                raise _refused("opening-too-long", name, f"has more than {MOST_ROWS} rows: split it")
            if any(cell.data_type == "f" for cell in row):
                message = f"has a formula in row {place}: save it with values only"
                raise _refused("opening-has-formulas", name, message, row=place)
            cells = [_shown(cell.value) for cell in row]
            _require_size(place, cells, name)
            if any(cells):
                rows.append((place, cells))
    finally:
        book.close()
    return rows


def _shown(value: object) -> str:
    """Return what a spreadsheet's cell shows, with its date as a Buddhist one."""
    match value:
        case None:
            return ""
        case datetime():
            return _shown(value.date())
        case date():
            return _written(value)
        case float() if value.is_integer():
            return str(int(value))
        case str():
            return unescape(value)
        case _:
            return str(value)


def _written(day: date) -> str:
    """Return a spreadsheet's date as people write it."""
    try:
        meant = day if day.year < _GREGORIAN_BELOW else day.replace(year=day.year - 543)
    except ValueError:  # 29 February of a leap year by the spreadsheet's reckoning that is none
        return f"{day.day}/{day.month}/{day.year}"
    return print_date(meant, digits="arabic") if meant >= FIRST_DAY else meant.isoformat()


def _require_size(place: int, row: Sequence[str], name: str) -> None:
    if len(row) > MOST_COLUMNS:
        message = f"has more than {MOST_COLUMNS} columns in row {place}: keep those of the register"
        raise _refused("opening-too-wide", name, message, row=place, most=MOST_COLUMNS)
    if any(len(cell) > LONGEST_CELL for cell in row):
        message = f"has a cell of more than {LONGEST_CELL} characters in row {place}: shorten it"
        raise _refused("opening-cell-too-long", name, message, row=place, most=LONGEST_CELL)


def _refused(slug: str, name: str, why: str, **facts: object) -> InvalidValue:
    return InvalidValue(slug, f"{name} {why}.", name=name, **facts)
