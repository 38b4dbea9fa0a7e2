"""Tables show what was written, whatever it looks like, and calculate nothing."""

import csv
import io
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from domain.errors import InvalidValue
from registry import tables
from registry.tables import plain_cell, safe_cell, save_csv, save_xlsx, write_csv

COLUMNS = ("เลขทะเบียนส่ง", "เรื่อง")
HOSTILE = (
    "＝1+1",
    "\n=1",
    "=1+1",
    "+66 2 000 0000",
    "-5",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "'=1+1",
    "''",
    '=HYPERLINK("http://x.example")',
)


def test_csv_is_utf_8_with_the_mark_that_spreadsheet_programs_look_for(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"

    count = save_csv(path, COLUMNS, [("๒๗๑", "แจ้ง, “ผล”"), ("๒๗๒", 'อ้าง "ก"\nสองบรรทัด')])

    assert count == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [list(COLUMNS), ["๒๗๑", "แจ้ง, “ผล”"], ["๒๗๒", 'อ้าง "ก"\nสองบรรทัด']]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_csv_begins_like_a_formula(text: str) -> None:
    file = io.StringIO(newline="")

    write_csv(file, COLUMNS, [(text, text)])

    file.seek(0)
    for cell in list(csv.reader(file))[1]:
        assert cell.startswith("'")
        assert plain_cell(cell) == text


@given(st.text())
def test_what_was_made_safe_reads_back_as_it_was(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


@given(st.text(st.characters(exclude_characters="=+-@\t\r\n＝＋－＠'"), min_size=1))
def test_an_ordinary_text_is_left_alone(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", [*HOSTILE, "http://x.example", "000123", "{=1}", "มท ๐๘๑๒/ว ๒๗๑"])
def test_every_cell_of_an_xlsx_is_the_text_that_was_given(tmp_path: Path, text: str) -> None:
    path = tmp_path / "book.xlsx"

    save_xlsx(path, "ทะเบียนหนังสือส่ง", COLUMNS, [(text, "ข")])

    sheet = openpyxl.load_workbook(path)["ทะเบียนหนังสือส่ง"]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert (sheet["A2"].data_type, unescape(sheet["A2"].value)) == ("s", text)
    assert sheet["A2"].hyperlink is None


def test_columns_are_as_wide_as_their_texts_within_reason(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"

    save_xlsx(path, "ก", COLUMNS, [("1", "ก" * 300)])

    widths = openpyxl.load_workbook(path)["ก"].column_dimensions
    assert 13 < widths["A"].width < 17
    assert 60 <= widths["B"].width < 62


def test_rows_may_be_many_and_come_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"

    count = save_xlsx(path, "ก", COLUMNS, ((str(n), "ข") for n in range(1000)))

    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        numbers = [row[0] for row in book["ก"].iter_rows(min_row=2, values_only=True)]
    assert count == 1000
    assert numbers == [str(n) for n in range(1000)]


def test_a_text_that_no_cell_holds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="32768 characters does not fit"):
        save_xlsx(tmp_path / "book.xlsx", "ก", COLUMNS, [("1", "ก" * 32_768)])


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 2)

    with pytest.raises(InvalidValue, match="A sheet holds 2 rows"):
        save_xlsx(tmp_path / "book.xlsx", "ก", COLUMNS, [("1", "ก")] * 3)
