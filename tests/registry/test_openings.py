"""Old registers are read as they stand, with what is wrong in them; files that are none are refused."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from domain.errors import InvalidValue
from domain.series import OpeningRow, SeriesKind
from registry import openings, requests, xlsx_bounds
from registry.openings import Opening, read, read_bytes
from registry.tables import save_csv, save_xlsx
from tests.registry.world import World

FORM_14 = ("เลขทะเบียนส่ง", "ที่", "ลงวันที่", "จาก", "ถึง", "เรื่อง", "การปฏิบัติ", "หมายเหตุ")
ROW = ("271", "มท 0812", "9 ก.พ. 2564", "กองกลาง", "จังหวัด", "แจ้งผล", "ส่งแล้ว", "-")
EXPECTED = OpeningRow("271", "มท 0812", "9 ก.พ. 2564", "กองกลาง", "จังหวัด", "แจ้งผล", "ส่งแล้ว", "-")
SHEET = "xl/worksheets/sheet1.xml"


def csv_of(rows: Iterable[Sequence[str]], *, headings: Sequence[str] = FORM_14, encoding: str = "utf-8-sig") -> bytes:
    lines = (",".join(f'"{cell}"' for cell in row) for row in (headings, *rows))
    return "\r\n".join(lines).encode(encoding)


def xlsx_of(rows: Iterable[Sequence[object]], *, headings: Sequence[object] = FORM_14) -> bytes:
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(list(row))  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """An XLSX with one part changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.namelist():
            part = before.read(member)
            after.writestr(member, change(part) if member == name else part)
    return file.getvalue()


def row_of(**changed: str) -> tuple[str, ...]:
    names = OpeningRow.__dataclass_fields__
    return tuple(changed.get(name, cell) for name, cell in zip(names, ROW, strict=True))


def slugs(opening: Opening) -> list[tuple[int, str]]:
    return [(fault.row, fault.slug) for fault in opening.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_csv_is_read_in_the_encodings_that_people_save(encoding: str) -> None:
    data = csv_of([ROW], encoding=encoding)

    opening = read_bytes(data, "old.csv")

    assert opening.rows == (EXPECTED,)
    assert (opening.first, opening.last, opening.missing, opening.faults) == (271, 271, (), ())
    assert opening.source == f"sha256:{sha256(data).hexdigest()}"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_csv_is_read_with_other_delimiters(delimiter: str) -> None:
    data = "\n".join(delimiter.join(row) for row in (FORM_14, ROW)).encode()

    assert read_bytes(data, "old.csv").rows == (EXPECTED,)


def test_an_xlsx_is_read_with_its_dates_and_numbers_as_people_see_them() -> None:
    data = xlsx_of(
        [
            (271, "มท 0812", date(2021, 2, 9), "กองกลาง", "จังหวัด", "แจ้งผล", None, None),
            (272.0, "มท 0812", datetime(2564, 2, 9, 10, 30), "กองกลาง", "จังหวัด", "แจ้งผล", True, 1.5),  # noqa: DTZ001
        ]
    )

    opening = read_bytes(data, "old.xlsx")

    assert [row.number for row in opening.rows] == ["271", "272"]
    assert {row.dated for row in opening.rows} == {"9 กุมภาพันธ์ 2564"}
    assert (opening.rows[1].action, opening.rows[1].remark) == ("True", "1.5")
    assert opening.faults == ()


def test_a_buddhist_day_that_only_a_spreadsheet_knows_is_a_fault_of_its_row_alone() -> None:
    typed = datetime(2564, 2, 29)  # noqa: DTZ001 - 2564 is a leap year by the spreadsheet's reckoning
    data = xlsx_of([(271, "มท 0812", typed, "กองกลาง", "จังหวัด", "แจ้งผล", None, None)])

    opening = read_bytes(data, "old.xlsx")

    assert [row.dated for row in opening.rows] == ["29/2/2564"]
    assert [fault.slug for fault in opening.faults] == ["no-such-day"]


@pytest.mark.parametrize(
    "save", [save_csv, lambda path, *table: save_xlsx(path, "ทะเบียน", *table)], ids=["csv", "xlsx"]
)
def test_what_this_registry_writes_it_reads_back(tmp_path: Path, save: Callable[..., int]) -> None:
    path = tmp_path / "book"
    save(path, FORM_14, [row_of(subject="=1+1", action="_x000D_", remark="'ก")])

    [row] = read(path).rows

    assert (row.subject, row.action, row.remark) == ("=1+1", "_x000D_", "'ก")


def test_columns_may_stand_in_any_order_below_a_title_and_be_spaced_otherwise() -> None:
    headings = ("เรื่อง", " เลข ทะเบียน รับ ", "ลง วันที่", "ลำดับ", "ที่:", "จาก")
    cells = ("แจ้งผล", "๑๕", "๙ ก.พ. ๒๕๖๔", "1", "ศธ 0201/15", "กระทรวง")
    title = ("ทะเบียนหนังสือรับ กรมตัวอย่าง ปี 2564", "", "", "", "", "")

    opening = read_bytes(csv_of([headings, cells], headings=title), "old.csv")

    assert opening.rows == (OpeningRow("๑๕", "ศธ 0201/15", "๙ ก.พ. ๒๕๖๔", "กระทรวง", "", "แจ้งผล", "", ""),)
    assert (opening.last, opening.faults) == (15, ())


def test_of_two_columns_of_one_heading_the_first_counts() -> None:
    opening = read_bytes(csv_of([(*ROW, "อีกเรื่อง")], headings=(*FORM_14, "เรื่อง")), "old.csv")

    assert opening.rows == (EXPECTED,)


@pytest.mark.parametrize(
    ("changed", "slug"),
    [
        ({"number": "สองร้อย"}, "running-number-unreadable"),
        ({"number": ""}, "running-number-unreadable"),
        ({"number": "0"}, "running-number-unreadable"),
        ({"number": "9-3"}, "running-number-unreadable"),
        ({"number": "1-999999999"}, "running-number-unreadable"),
        ({"dated": "9 ก.พ. 2021"}, "year-looks-christian"),
        ({"dated": "9 ก.พ. 2483"}, "year-before-2484"),
        ({"dated": "29 ก.พ. 2566"}, "no-such-day"),
        ({"dated": "เมื่อวาน"}, "date-unreadable"),
        ({"dated": ""}, "date-missing"),
        ({"subject": " "}, "subject-missing"),
        ({"subject": "แจ้ง\u202eผล"}, "hidden-character"),
    ],
)
def test_what_is_wrong_in_a_row_is_named_and_the_row_is_kept(changed: dict[str, str], slug: str) -> None:
    good = row_of(number="5")

    opening = read_bytes(csv_of([good, row_of(**{"number": "6", **changed})]), "old.csv")

    assert slugs(opening) == [(3, slug)]
    assert len(opening.rows) == 2
    assert "\u202e" not in opening.rows[1].subject


def test_a_number_twice_and_a_hole_between_numbers_are_named() -> None:
    opening = read_bytes(csv_of([row_of(number=n) for n in ("7", "9", "7", "12/2564")]), "old.csv")

    assert slugs(opening) == [(3, "numbers-missing"), (4, "running-number-twice"), (5, "numbers-missing")]
    assert (opening.first, opening.last, opening.missing) == (7, 12, (8, 10, 11))
    assert "row 2" in opening.faults[1].message


def test_the_numbers_of_circulars_are_read_as_the_send_register_writes_them() -> None:
    opening = read_bytes(csv_of([row_of(number="ว ๒๗๑"), row_of(number="ว272")]), "old.csv")

    assert (opening.first, opening.last, opening.faults) == (271, 272, ())


def test_circulars_among_other_letters_are_named_and_not_counted_with_them() -> None:
    opening = read_bytes(csv_of([row_of(number="5"), row_of(number="ว 271"), row_of(number="6")]), "old.csv")

    assert slugs(opening) == [(3, "running-number-of-another-series")]
    assert (opening.first, opening.last, len(opening.rows)) == (5, 6, 3)


def test_a_range_of_numbers_is_all_of_them() -> None:
    opening = read_bytes(csv_of([row_of(number="686-723"), row_of(number="724")]), "old.csv")

    assert (opening.first, opening.last, opening.faults) == (686, 724, ())


def test_faults_without_end_are_counted_and_not_all_listed() -> None:
    opening = read_bytes(csv_of([row_of(number="x", dated="")] * 800), "old.csv")

    assert (len(opening.faults), opening.fault_count) == (1000, 1600)
    assert (opening.first, opening.last) == (None, None)


def test_a_gap_of_a_billion_numbers_is_named_without_counting_it_out() -> None:
    opening = read_bytes(csv_of([row_of(number="1"), row_of(number="999999999")]), "old.csv")

    assert opening.fault_count == 1
    assert opening.missing == tuple(range(2, 1002))


def test_empty_rows_are_passed_over_and_rows_keep_their_place_in_the_file() -> None:
    opening = read_bytes(csv_of([("",) * 8, row_of(subject="")]), "old.csv")

    assert slugs(opening) == [(3, "subject-missing")]


def test_batches_hold_all_rows_in_order_and_fit_a_request() -> None:
    rows = [row_of(number=str(n), subject="ก" * 3000 if n < 200 else "ข") for n in range(1, 1501)]

    batches = list(read_bytes(csv_of(rows), "old.csv").batches())

    assert [row.number for _, batch in batches for row in batch] == [str(n) for n in range(1, 1501)]
    assert all(batch[0].number == str(first) for first, batch in batches)
    assert max(len(batch) for _, batch in batches) == 500
    for first, batch in batches:
        request = requests.EnterOpening(None, None, first, batch, "clerk")  # type: ignore[arg-type]
        assert len(requests.encode(request)) < 1 << 19


def test_the_book_that_is_continued_goes_on_after_the_last_number(tmp_path: Path) -> None:
    data = csv_of([row_of(number="15"), row_of(number="16")])
    opening = read_bytes(data, "old.csv")
    assert opening.last is not None
    world = World.staffed(tmp_path / "registry")
    page = world.register.blobs.put(data)

    opened = requests.OpenSeries("เล่มเดิม", SeriesKind.ORDINARY, 2564, opening.last, opening.source)
    series = world.series[SeriesKind.ORDINARY] = world.ask(opened)["stream"]
    for first, batch in opening.batches():
        world.ask(requests.EnterOpening(series, opening.source, first, batch, "clerk"))

    assert page == opening.source
    assert world.reserve(SeriesKind.ORDINARY) == (17,)
    world.close()


# --- files that are no register ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither XLSX nor text"),
        (b"a\0b\0c\0", "neither XLSX nor text"),
        (b"PK\x03\x04 and no more", "is a damaged XLSX"),
        (csv_of([]), "has headings and no row below them"),
        (csv_of([ROW], headings=("เลขทะเบียนส่ง", "วันที่", "หัวข้อ")), "headings ลงวันที่, เรื่อง near its top"),
        (csv_of([("x",)] * 30 + [FORM_14, ROW], headings=("x",)), "no row with the headings"),
        (csv_of([ROW]) + b'\r\n"1"x,', "is damaged behind row 2"),
        (csv_of([ROW]) + b'\r\n"1', "is damaged behind row"),
        (csv_of([("x",) * 65]), "more than 64 columns in row 2"),
        (csv_of([row_of(subject="ก" * 4001)]), "a cell of more than 4000 characters in row 2"),
        (csv_of([row_of(subject="ก" * 140_000)]), "is damaged behind row 1"),
    ],
    ids=range(12),
)
def test_a_file_that_is_no_register_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        read_bytes(data, "old")


def test_a_csv_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openings, "MOST_ROWS", 2)

    with pytest.raises(InvalidValue, match="more than 2 rows"):
        read_bytes(csv_of([ROW] * 3), "old.csv")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    with path.open("wb") as file:
        file.truncate(openings.LARGEST_FILE + 1)

    with pytest.raises(InvalidValue, match=r"old\.csv has 33554433 bytes"):
        read(path)


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("http://x.example","ก")', "=WEBSERVICE(A1)"])
def test_a_formula_is_refused_with_its_row(formula: str) -> None:
    with pytest.raises(InvalidValue, match="has a formula in row 3"):
        read_bytes(xlsx_of([ROW, row_of(subject=formula)]), "old.xlsx")


def bomb(*, parts: int, size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(parts):
            with archive.open(f"xl/worksheets/sheet{part}.xml", "w") as member:
                for _ in range(size >> 20):
                    member.write(bytes(1 << 20))
    return file.getvalue()


def many_columns(part: bytes) -> bytes:
    return part.replace(b"<sheetData>", b"<sheetData><row>" + b"<c><v>1</v></c>" * 1_000_000 + b"</row>")


def tags_outside_rows(part: bytes) -> bytes:
    return part.replace(b"<sheetData>", b"<a/>" * 1_000_000 + b"<sheetData>")


def tags_deep(part: bytes) -> bytes:
    return part.replace(b"<sheetData>", b"<a>" * 100_000 + b"</a>" * 100_000 + b"<sheetData>")


def laughs(part: bytes) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 20))
    head, rest = part.split(b"?>", 1) if part.startswith(b"<?xml") else (b"", part)
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'.encode()
    return (head + b"?>" if head else b"") + doctype + rest.replace(b"<sheetData>", b"<sheetData>&l19;")


def far_row(part: bytes) -> bytes:
    return part.replace(b"</sheetData>", b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData>')


def far_column(part: bytes) -> bytes:
    return part.replace(b"</sheetData>", b'<row r="9"><c r="XFD9"><v>1</v></c></row></sheetData>')


def false_size(part: bytes) -> bytes:
    return part.replace(b'ref="A1:H2"', b'ref="A1:XFD1048576"')


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (many_columns, "rows or lists of very many parts"),
        (tags_outside_rows, "rows or lists of very many parts"),
        (tags_deep, "rows or lists of very many parts"),
        (laughs, "declares entities"),
        (far_row, "more than 100000 rows"),
        (far_column, "more than 64 columns in row 9"),
    ],
)
def test_a_hostile_sheet_is_refused_before_much_of_it_is_read(change: Callable[[bytes], bytes], message: str) -> None:
    data = with_part(xlsx_of([ROW]), SHEET, change)

    with pytest.raises(InvalidValue, match=rf"^old\.xlsx .*{message}"):
        read_bytes(data, "old.xlsx")


@pytest.mark.parametrize("name", ["MOST_TAGS", "MOST_PARTS", "LARGEST_PART", "LARGEST_INSIDE"])
def test_every_bound_of_an_xlsx_counts(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = xlsx_of([ROW])
    monkeypatch.setattr(xlsx_bounds, name, 5)

    with pytest.raises(InvalidValue, match=r"^old\.xlsx (unpacks to|has rows or lists of)"):
        read_bytes(data, "old.xlsx")


def test_a_size_that_a_sheet_only_claims_is_not_believed() -> None:
    data = with_part(xlsx_of([ROW]), SHEET, false_size)

    assert read_bytes(data, "old.xlsx").rows == (EXPECTED,)


def test_a_file_that_unpacks_to_very_much_is_refused_before_it_is_unpacked() -> None:
    data = bomb(parts=3, size=48 << 20)

    with pytest.raises(InvalidValue, match="unpacks to 150994944 bytes in 3 parts"):
        read_bytes(data, "bomb.xlsx")

    assert len(data) < 1 << 20


@pytest.mark.parametrize("part", ["xl/workbook.xml", "[Content_Types].xml", SHEET, "xl/styles.xml"])
@pytest.mark.parametrize(
    "change",
    [lambda part: part[: len(part) // 2], lambda _: b"", lambda _: b"<x/>"],
    ids=["cut", "empty", "another"],
)
def test_a_damaged_part_is_a_refusal_or_changes_nothing(part: str, change: Callable[[bytes], bytes]) -> None:
    data = with_part(xlsx_of([ROW]), part, change)

    try:
        opening = read_bytes(data, "old.xlsx")
    except InvalidValue as refusal:
        assert str(refusal).startswith("old.xlsx ")  # noqa: PT017 - either of two ends is right
    else:
        assert opening.rows == (EXPECTED,)
