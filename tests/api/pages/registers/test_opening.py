"""An old register brought along: looked at first, faults row by row, entered once, and found in the table."""

import re
from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.api.web import WebOffice

PATH = "/registers/import"
HEADINGS = "เลขทะเบียนรับ,ที่,ลงวันที่,จาก,ถึง,เรื่อง,การปฏิบัติ,หมายเหตุ\n"
GOOD = HEADINGS + "1,ศธ 0201/1,8 ก.พ. 2563,กรมเดิม,อธิบดี,เรื่องเก่าหนึ่ง,,\n2,ศธ 0201/2,9 ก.พ. 2563,กรมเดิม,อธิบดี,เรื่องเก่าสอง,,\n"
FAULTY = GOOD + "5,ศธ 0201/3,31 ก.พ. 2563,กรมเดิม,อธิบดี,<b>เรื่อง</b>,,\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.staffed(tmp_path_factory.mktemp("opening") / "registry")


@pytest.fixture
def clerk(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client("clerk") as client:
        yield client


def look(
    client: TestClient[Litestar], data: str, *, kind: str = "received", book: str = "เดิม", year: str = "๒๕๖๓"
) -> str:
    answer = client.post(
        PATH, data={"book": book, "kind": kind, "year": year}, files={"file": ("old.csv", data.encode(), "text/csv")}
    )
    return answer.text


def form(text: str) -> dict[str, str]:
    [part] = re.findall(r'<form method="post" action="/registers/import/enter".*?</form>', text, re.DOTALL)
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', part))


def test_a_file_is_shown_first_and_nothing_is_entered(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    before = office.facts()

    text = look(clerk, FAULTY)

    assert "ยังไม่ได้บันทึก" in text
    assert "เรื่องเก่าหนึ่ง" in text
    assert "&lt;b&gt;เรื่อง" in text
    assert re.findall(r'<th scope="row" class="number">([๐-๙]+)</th><td>', text)[:1] == ["๔"]
    assert office.facts() == before


def test_it_is_entered_once_and_its_rows_are_in_the_table(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    filled = form(look(clerk, GOOD, book="เล่มเก่า"))

    entered = clerk.post(f"{PATH}/enter", data=filled)
    facts = office.facts()
    again = clerk.post(f"{PATH}/enter", data=filled)
    table = clerk.get(entered.headers["location"]).text

    assert (entered.status_code, again.status_code) == (303, 303)
    assert office.facts() == facts
    assert table.index("เรื่องเก่าหนึ่ง") < table.index("เรื่องเก่าสอง")


def test_a_file_with_faults_is_entered_only_when_they_are_accepted(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    filled = form(look(clerk, FAULTY, book="มีที่ผิด"))
    before = office.facts()

    refused = clerk.post(f"{PATH}/enter", data=filled)
    between = office.facts()
    entered = clerk.post(f"{PATH}/enter", data={**filled, "accept": "yes"})

    assert (refused.status_code, between) == (422, before)
    assert entered.status_code == 303


@pytest.mark.parametrize(
    ("source", "status", "says"),
    [
        ("sha256:" + "0" * 64, 404, "ให้เลือกแฟ้มใหม่"),
        ("sha256:" + "0" * 63, 422, "sha256"),
        ("../../papers.db", 422, "sha256"),
    ],
)
def test_a_file_that_is_not_kept_is_asked_for_again(
    office: WebOffice, clerk: TestClient[Litestar], source: str, status: int, says: str
) -> None:
    filled = form(look(clerk, GOOD, book="ไฟล์หาย"))
    before = office.facts()

    answer = clerk.post(f"{PATH}/enter", data={**filled, "source": source})

    assert answer.status_code == status
    assert says in answer.text
    assert 'value="ไฟล์หาย"' in answer.text
    assert office.facts() == before


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"kind": "ordinary"}, "ทะเบียนรับ"),
        ({"book": " "}, "ชื่อ"),
        ({"year": "64"}, "64"),
        ({"data": "ไม่ใช่ตาราง\n"}, "old.csv ไม่มีหัวคอลัมน์ เลขทะเบียน, ลงวันที่, เรื่อง ให้ตั้งชื่อคอลัมน์"),
        ({"data": ""}, ""),
    ],
)
def test_what_cannot_be_brought_along_is_said_beside_the_form(
    clerk: TestClient[Litestar], changed: dict[str, str], says: str
) -> None:
    text = look(clerk, **{"data": GOOD, **changed})

    assert "error-summary" in text
    assert says in text
    assert 'action="/registers/import"' in text


def test_only_clerks_bring_registers_along(office: WebOffice) -> None:
    with office.client("auditor") as client:
        assert client.get(PATH).status_code == 403


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_s14_what_a_register_handed_out_is_read_back_as_it_was(
    office: WebOffice, clerk: TestClient[Litestar], kind: str, language: str
) -> None:
    office.world.receive(subject="=HYPERLINK(1)", remark="'-ด่วน")
    clerk.cookies.set("language", language)
    handed_out = clerk.get(f"/registers/received/{kind}?year=2564&order=number").content

    clerk.cookies.set("language", "th")
    typed = {"book": "กลับมา", "kind": "received", "year": "2564"}
    text = clerk.post(PATH, data=typed, files={"file": (f"old.{kind}", handed_out)}).text

    assert re.findall(r"<dt>ข้อผิดพลาด</dt><dd>(.*?)</dd>", text) == ["๐"]
    assert "<td>=HYPERLINK(1)</td>" in text
