"""The registers as tables: what stands in them, filters, pages, looks, files; nothing secret without clearance."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from domain.classes import SecrecyClass
from domain.series import SeriesKind
from registry import requests
from registry.accounts.accounts import Account, Grant, WebRole
from tests.api.web import WebOffice
from tests.registry.views.conftest import OLD_ROW
from tests.registry.world import World

SUBJECTS = tuple(f"เรื่องที่ {n} ของวัน" for n in range(60))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    """Sixty letters that came in, one of them with markup; a few that went out, a void number, an old book."""
    world = World.staffed(tmp_path_factory.mktemp("registers") / "registry")
    for n, subject in enumerate(SUBJECTS):
        world.receive(printed=f"ศธ 0201/{n + 1}", subject=subject)
    world.receive(printed="นร 0504/9", sender="=HYPERLINK(1)", subject="<script>alert(1)</script>")
    sent = world.issue(subject="ขอเชิญประชุม", owner_unit="กองกลาง")
    world.dispatch(sent)
    [n] = world.reserve()
    world.ask(requests.Void(world.series[SeriesKind.CIRCULAR], n, "พิมพ์ผิด", "clerk"))
    page = world.register.blobs.put(b"SPECIMEN: the last page of the earlier book")
    world.ask(requests.EnterOpening(world.series[SeriesKind.CIRCULAR], page, 1, [OLD_ROW], "clerk"))
    world.next_day()
    world.receive(printed="ศธ 0201/15", subject="เรื่องของวันรุ่งขึ้น")
    book = world.open_series(SeriesKind.SECRET, book="ลับ")
    world.ask(requests.EnterSecret(book, world.now.date(), SecrecyClass.VERY_SECRET, "clerk"))
    made = WebOffice.of(world)
    cleared = Account("cleared", "SPECIMEN cleared", "clerk", SecrecyClass.TOP_SECRET, (Grant(WebRole.CLERK),))
    made.counter.accounts.add(cleared, phrase=None, at=world.now)
    return made


@pytest.fixture
def clerk(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client("clerk") as client:
        yield client


def rows(text: str) -> list[str]:
    """The rows of the page's table, each as its texts one after another."""
    found = re.findall(r"<tr[^>]*>\s*<th scope=\"row\".*?</tr>", text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_the_columns_are_those_of_form_13_and_the_newest_row_comes_first(clerk: TestClient[Litestar]) -> None:
    text = clerk.get("/registers/received").text

    headings = re.findall(r'<th scope="col">(.*?)</th>', text)
    assert headings == ["เลขทะเบียนรับ", "ที่", "ลงวันที่", "จาก", "ถึง", "เรื่อง", "การปฏิบัติ", "หมายเหตุ"]
    assert rows(text)[0].startswith("๖๒ ศธ ๐๒๐๑/๑๕")
    assert len(rows(text)) == 50


def test_the_columns_of_the_send_register_are_those_of_form_14(clerk: TestClient[Litestar]) -> None:
    text = clerk.get("/registers/sent").text

    headings = re.findall(r'<th scope="col">(.*?)</th>', text)
    assert headings == ["เลขทะเบียนส่ง", "ที่", "ลงวันที่", "จาก", "ถึง", "เรื่อง", "การปฏิบัติ", "หมายเหตุ"]


def test_a_void_number_is_struck_and_an_old_row_is_marked(clerk: TestClient[Litestar]) -> None:
    text = clerk.get("/registers/sent").text

    [struck] = re.findall(r'<tr class="struck">.*?</tr>', text, re.DOTALL)
    [old] = re.findall(r'<tr class="old">.*?</tr>', text, re.DOTALL)
    assert "ว ๒๗๒" in struck
    assert "ยกเลิกเลข: พิมพ์ผิด" in struck
    assert "เรื่องในทะเบียนเล่มเดิม" in old
    assert "<a " not in old


def test_pages_follow_one_another_and_lead_back(clerk: TestClient[Litestar]) -> None:
    first = clerk.get("/registers/received")
    [following] = re.findall(r'rel="next" href="([^"]+)"', first.text)

    second = clerk.get(following)
    [preceding] = re.findall(r'rel="prev" href="([^"]+)"', second.text)
    back = clerk.get(preceding)

    assert len(rows(first.text)) + len(rows(second.text)) == 62
    assert set(rows(first.text)).isdisjoint(rows(second.text))
    assert rows(back.text) == rows(first.text)
    assert 'rel="next"' not in second.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=ที่ ๑๗", ["๑๘", "๑๗"]),
        ("q=ศธ 0201 / ๑๕", ["๖๒", "๑๕"]),
        ("no=ว 271", []),
        ("no=๑๘", ["๑๘"]),
        ("since=10 ก.พ. 64&until=๑๐/๒/๒๕๖๔", ["๖๒"]),
        ("sender=HYPERLINK", ["๖๑"]),
        ("addressee=ไม่มี", []),
        ("stage=concluded", []),
        ("year=2565", []),
        ("at=9 ก.พ. 2564&q=วันรุ่งขึ้น", []),
        ("q=เรื่องที่ 17&order=number", ["๑๗", "๑๘"]),
    ],
)
def test_filters_leave_the_rows_that_are_like_them(
    clerk: TestClient[Litestar], query: str, expected: list[str]
) -> None:
    text = clerk.get(f"/registers/received?{query}").text

    assert [row.split()[0] for row in rows(text)] == expected


def test_each_filter_is_a_chip_that_takes_it_away(clerk: TestClient[Litestar]) -> None:
    text = clerk.get("/registers/received?q=เรื่อง&stage=registered").text

    chips = re.findall(r'<a class="chip" href="([^"]+)"', text)
    assert chips == ["/registers/received?stage=registered", f"/registers/received?q={quote('เรื่อง')}"]


def test_the_register_as_it_stood_says_so_and_leads_back(clerk: TestClient[Litestar]) -> None:
    text = clerk.get("/registers/received?at=9 ก.พ. 2564").text

    assert "กำลังดูทะเบียนตามที่เป็นอยู่เมื่อสิ้นวันที่ ๙ กุมภาพันธ์ ๒๕๖๔" in re.sub(r"<[^>]+>|\s+", " ", text).replace("  ", " ")
    assert rows(text)[0].startswith("๖๑")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("since=2021-02-10", "2564"),
        ("since=วันนี้", "วันนี้"),
        ("no=abc", "abc"),
        ("year=64", "64"),
        ("stage=lost", "lost"),
        ("order=random", "random"),
        ("q=ก", "๒ ตัว"),
        ("at=31 ก.พ. 2564", "31"),
    ],
)
def test_a_filter_that_cannot_be_read_is_said_and_shows_no_rows(
    clerk: TestClient[Litestar], query: str, says: str
) -> None:
    answer = clerk.get(f"/registers/received?{query}")

    assert answer.status_code == 422
    assert says in answer.text
    assert "error-summary" in answer.text
    assert rows(answer.text) == []


def test_columns_and_density_are_kept_for_the_account(office: WebOffice) -> None:
    look = {"density": "close", "columns": ["stage", "owner_unit", "answers"], "back": "/registers/sent?q=x"}
    with office.client("official") as nobody:
        refused = nobody.post("/registers/sent/look", data=look)
    with office.client("clerk") as client:
        kept = client.post("/registers/sent/look", data=look)
        mine = client.get("/registers/sent").text
        client.post("/registers/sent/look", data={"density": "normal"})
    with office.client("auditor") as other:
        others = other.get("/registers/sent").text

    assert refused.status_code == 403
    assert (kept.status_code, kept.headers["location"]) == (303, "/registers/sent?q=x")
    assert re.findall(r'<th scope="col">(.*?)</th>', mine)[8:] == ["สถานะ", "ส่วนราชการเจ้าของเรื่อง", "การตอบรับ"]
    assert "register close" in mine
    assert "กองกลาง" in mine
    assert len(re.findall(r'<th scope="col">', others)) == 8


def test_a_look_that_is_none_is_refused(clerk: TestClient[Litestar]) -> None:
    answer = clerk.post("/registers/received/look", data={"columns": "owner_unit"})

    assert answer.status_code == 422


def test_csv_has_every_row_that_the_filters_leave(clerk: TestClient[Litestar]) -> None:
    answer = clerk.get("/registers/received/csv?q=เรื่อง&order=number")

    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert table[0][0] == "เลขทะเบียนรับ"
    assert [row[0] for row in table[1:4]] == ["๑", "๒", "๓"]
    assert len(table) == 1 + 61


def test_xlsx_has_the_same_rows(clerk: TestClient[Litestar]) -> None:
    answer = clerk.get("/registers/received/xlsx")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 1 + 62
    assert "<f>" not in sheet


def test_s14_cells_that_look_like_formulas_are_texts_in_csv(clerk: TestClient[Litestar]) -> None:
    text = clerk.get("/registers/received/csv?no=61").content.decode("utf-8-sig")

    assert "'=HYPERLINK(1)" in text


def test_s13_markup_in_a_subject_is_shown_and_never_run(clerk: TestClient[Litestar]) -> None:
    text = clerk.get("/registers/received?no=61").text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text


@pytest.mark.parametrize("path", ["/registers/secret", "/registers/secret/csv", "/registers/secret/xlsx"])
def test_s5_the_secret_book_is_closed_without_clearance(office: WebOffice, path: str) -> None:
    with office.client("clerk") as clerk:
        closed = clerk.get(path)
        offered = clerk.get("/registers/received").text
    with office.client("cleared") as cleared:
        opened = cleared.get(path)

    assert (closed.status_code, opened.status_code) == (403, 200)
    assert "/registers/secret" not in offered


def test_s24_a_parameter_that_the_register_does_not_have_is_refused(clerk: TestClient[Litestar]) -> None:
    assert clerk.get("/registers/received?colour=red").status_code == 422


@pytest.mark.parametrize("place", ["behind=5", "before=5"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_s24_a_file_has_every_row_and_takes_no_place_to_begin_at(
    clerk: TestClient[Litestar], kind: str, place: str
) -> None:
    page = clerk.get(f"/registers/received?{place}")
    file = clerk.get(f"/registers/received/{kind}?{place}")

    assert (page.status_code, file.status_code) == (200, 422)
    assert place.partition("=")[0] in file.text


def test_a_register_that_does_not_exist_is_not_found(clerk: TestClient[Litestar]) -> None:
    assert clerk.get("/registers/lost").status_code == 404


def test_in_english_headings_and_states_are_english_and_figures_arabic(office: WebOffice) -> None:
    with office.client("auditor") as client:
        client.cookies.set("language", "en")
        text = client.get("/registers/received").text

    assert re.findall(r'<th scope="col">(.*?)</th>', text)[0] == "receive number"
    assert rows(text)[0].startswith("62 ศธ 0201/15 10 ก.พ. 2564")


def test_looking_changes_no_fact(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    before = office.facts()

    for path in ("/registers/sent", "/registers/received?q=เรื่อง", "/registers/received/csv", "/registers/sent/xlsx"):
        clerk.get(path)

    assert office.facts() == before
