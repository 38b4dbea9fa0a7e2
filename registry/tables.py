"""Rows for spreadsheet programs: CSV and XLSX that show exactly what was written, and calculate nothing.

A cell that begins like a formula would be run by the program that opens it, with the reader's rights. In CSV
such a cell gets an apostrophe before it, which `plain_cell` takes off again; XLSX says of every cell that it
is a text, and needs none.

Source: ข้อ 29/1 (A4) allows registers in a spreadsheet; CSV is RFC 4180 in UTF-8 with a byte order mark, without
which spreadsheet programs read Thai as something else.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

import xlsxwriter

from domain.errors import InvalidValue

MOST_ROWS = 1_048_575
"""Rows below the header that one sheet holds."""
LONGEST_CELL = 32_767
"""Characters that one cell of a sheet holds."""

_NARROWEST, _WIDEST = 8, 60  # characters of a column
_MEASURED = 200  # rows whose cells decide how wide the columns are
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # the wide ones run where Chinese or Japanese is typed
_FONT = {"font_name": "TH Sarabun New", "font_size": 14}


def write_csv(file: TextIO, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a header and rows, and return how many rows; *file* is open as text with ``newline=""``.

    Open it with ``encoding="utf-8-sig"`` for the byte order mark.
    """
    writer = csv.writer(file)
    writer.writerow([safe_cell(name) for name in columns])
    count = 0
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        count += 1
    return count


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a piece of a CSV file."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([safe_cell(cell) for cell in row] for row in rows)
    return file.getvalue()


def save_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a CSV file that spreadsheet programs read as Thai, and return how many rows it has."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        return write_csv(file, columns, rows)


def safe_cell(text: str) -> str:
    """Return *text* so that no spreadsheet program takes it for a formula: an apostrophe goes before it.

    One that begins with an apostrophe gets another, so that `plain_cell` gives back what was there.
    """
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def plain_cell(cell: str) -> str:
    """Return the text of a cell that `safe_cell` wrote."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell


def save_xlsx(path: Path, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write an XLSX file of one sheet called *title*, row by row, and return how many rows it has.

    Raises:
        InvalidValue: more rows than a sheet holds, or a text longer than a cell holds.
    """
    waiting = iter(rows)
    first = list(islice(waiting, _MEASURED))
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
        plain = book.add_format({**_FONT, "text_wrap": True, "valign": "top"})
        bold = book.add_format({**_FONT, "bold": True, "border": 1, "text_wrap": True})
        sheet = book.add_worksheet(title)
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(columns):
            sheet.set_column(place, place, _width([name, *(row[place] for row in first)]))
            sheet.write_string(0, place, name, bold)
        count = 0
        for many in (first, waiting):
            for row in many:
                count += 1
                _require_room(count, row)
                for place, cell in enumerate(row):
                    sheet.write_string(count, place, cell, plain)
    return count


def _width(cells: Iterable[str]) -> int:
    return min(max(_NARROWEST, *(len(cell) + 2 for cell in cells)), _WIDEST)


def _require_room(count: int, row: Sequence[str]) -> None:
    if count > MOST_ROWS:
        raise InvalidValue(
            "too-many-rows", f"A sheet holds {MOST_ROWS} rows: choose fewer, or write CSV.", most=MOST_ROWS
        )
    for cell in row:
        if len(cell) > LONGEST_CELL:
            raise InvalidValue(
                "cell-too-long",
                f"A text of {len(cell)} characters does not fit a sheet's cell of {LONGEST_CELL}: write CSV.",
                length=len(cell),
                most=LONGEST_CELL,
            )
