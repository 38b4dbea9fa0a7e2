"""Received letters entered by the keyboard: what is put right, what repeats, what is warned of, never twice."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from registry.acts import quick
from registry.reader import Reader
from registry.views.book import Book, BookRow
from registry.views.view import open_view
from registry.wire import THAI_TIME
from tests.api.web import WebOffice
from tests.registry.world import World

PATH = "/registers/received/entry"
LETTER = {"printed": "ศธ 0201/15", "dated": "8 ก.พ. 64", "sender": "กระทรวงศึกษาธิการ", "subject": "ขอเชิญประชุม"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.of(World.staffed(tmp_path_factory.mktemp("entry") / "registry"))


@pytest.fixture
def clerk(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client("clerk") as client:
        yield client


def received(office: WebOffice) -> list[BookRow]:
    with Reader(office.world.folder) as reader, open_view(reader, Book) as book:
        return list(book.received())


def form(client: TestClient[Litestar], path: str = PATH) -> dict[str, str]:
    """The form as it is given out: its hidden fields and what is filled in."""
    return fields(client.get(path).text)


def fields(text: str) -> dict[str, str]:
    """The fields of the form in a page's text."""
    [entry] = re.findall(r'<form[^>]*class="entry".*?</form>', text, re.DOTALL)
    return {
        name: unescape(value) for name, value in re.findall(r'<input[^>]*?name="(\w+)"[^>]*?value="([^"]*)"', entry)
    }


def send(client: TestClient[Litestar], **typed: str) -> int:
    """Fill the form in and send it; return the receive number."""
    answer = client.post(PATH, data={**form(client), **typed})
    assert answer.status_code == 303, answer.text
    found = re.search(r"ลงรับเลข (\S+)", client.get(answer.headers["location"]).text)
    assert found
    return int(found[1])


def insist(client: TestClient[Litestar], **typed: str) -> Response:
    """Send the form, and again as it comes back if it asks first."""
    answer = client.post(PATH, data={**form(client), **typed})
    if answer.status_code == 409:
        answer = client.post(PATH, data=fields(answer.text))
    assert answer.status_code == 303, answer.text
    return answer


def test_a_row_is_entered_with_number_and_date_put_right(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    n = send(clerk, printed="ศธ๐๒๐๑ / ๑๔", dated="๘-ก.พ.-๖๔", sender="กระทรวงศึกษาธิการ", subject="ขอเชิญประชุม")

    row = received(office)[-1]
    assert row.n == n
    assert row.cells("arabic")[1:6] == (
        "ศธ 0201/14", "8 ก.พ. 2564", "กระทรวงศึกษาธิการ", office.counter.name, "ขอเชิญประชุม",
    )  # fmt: skip


def test_date_sender_and_addressee_begin_as_in_the_letter_before(clerk: TestClient[Litestar]) -> None:
    sent = clerk.post(
        PATH, data={**form(clerk), **LETTER, "printed": "ศธ 0201/20", "subject": "แรก", "addressee": "อธิบดี"}
    )

    following = form(clerk, sent.headers["location"])

    assert {name: following[name] for name in ("printed", "dated", "sender", "addressee", "subject")} == {
        "printed": "", "dated": "8 ก.พ. 2564", "sender": "กระทรวงศึกษาธิการ", "addressee": "อธิบดี", "subject": "",
    }  # fmt: skip


@pytest.mark.parametrize("ditto", ['"', "ๆ", "”"])
def test_a_ditto_mark_means_the_same_as_in_the_letter_before(
    office: WebOffice, clerk: TestClient[Litestar], ditto: str
) -> None:
    sent = clerk.post(PATH, data={**form(clerk), **LETTER, "printed": f"ก {ditto}", "subject": f"เรื่องก่อน {ditto}"})
    following = form(clerk, sent.headers["location"])

    insist(clerk, **{**following, "printed": f"ข {ditto}", "subject": ditto, "sender": "อีกแห่ง"})

    assert (received(office)[-1].subject, received(office)[-1].sender) == (f"เรื่องก่อน {ditto}", "อีกแห่ง")


@pytest.mark.parametrize(
    ("above", "typed", "entered"),
    [
        ("ศธ 0201/15", "/302", "ศธ 0201/302"),
        ("มท 0812.3/ว 9", "/ ว ๓๐๓", "มท 0812.3/ว 303"),
        ("55/2564", "/304", "/304"),
        ("หนังสือไม่มีเลข", "/305", "/305"),
    ],
)
def test_a_number_that_begins_with_its_stroke_has_the_code_of_the_letter_before(
    office: WebOffice, clerk: TestClient[Litestar], above: str, typed: str, entered: str
) -> None:
    before = insist(clerk, **{**LETTER, "printed": above, "subject": f"ก่อน {typed}"}).headers["location"]

    clerk.post(PATH, data={**form(clerk, before), "printed": typed, "subject": f"ต่อ {typed}"})

    assert received(office)[-1].number == entered


@pytest.mark.parametrize(
    ("typed", "dated", "due"),
    [
        ({"dated": "8/2"}, date(2021, 2, 8), None),
        ({"dated": "๑๐ ก.พ."}, date(2020, 2, 10), None),
        ({"dated": "9-2", "due": "8 กุมภาพันธ์"}, date(2021, 2, 9), date(2022, 2, 8)),
        ({"dated": "29/2", "due": "29.2"}, date(2020, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(typed: dict[str, str], dated: date, due: date | None) -> None:
    cells = {"addressee": "", "remark": "", **LETTER, "dated": typed["dated"]}

    letter, wrong = quick.arrived(
        cells,
        quick.Beside(due=typed.get("due", "")),
        office_name="กรม",
        at=datetime(2021, 2, 9, 0, 30, tzinfo=THAI_TIME),
    )

    assert wrong == {}
    assert letter is not None
    assert (letter.dated, letter.due) == (dated, due)


@pytest.mark.parametrize(
    ("pasted", "remark"),
    [
        ("นร 0504/1\t๙ ก.พ. ๒๕๖๔\tสำนักนายก\tอธิบดี\tเรื่องวาง", ""),
        ("นร 0504/1\t๙ ก.พ. ๒๕๖๔\tสำนักนายก\tอธิบดี\tเรื่องวาง\tด่วน", "ด่วน"),
        ("77\tนร 0504/1\t9/2/64\tสำนักนายก\tอธิบดี\tเรื่องวาง\tส่งกองคลัง\tซองขาด", "ส่งกองคลัง; ซองขาด"),
    ],
)
def test_a_row_pasted_from_a_spreadsheet_fills_the_cells(
    office: WebOffice, clerk: TestClient[Litestar], pasted: str, remark: str
) -> None:
    insist(clerk, printed=pasted)

    row = received(office)[-1]
    assert (row.number, row.sender, row.addressee, row.subject) == ("นร 0504/1", "สำนักนายก", "อธิบดี", "เรื่องวาง")
    assert (row.cells("arabic")[2], row.remark) == ("9 ก.พ. 2564", remark)


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"dated": "2021-02-10"}, "dated", "2564"),
        ({"subject": " "}, "subject", "ต้องกรอก"),
        ({"sender": ""}, "sender", "ต้องกรอก"),
        ({"due": "พรุ่งนี้"}, "due", "พรุ่งนี้"),
        ({"dated": "31/4"}, "dated", "31/4"),
        ({"remark": "ก" * 2001}, "remark", "เกิน"),
        ({"subject": "ก\u202eข"}, "subject", ""),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_entered(
    office: WebOffice, clerk: TestClient[Litestar], typed: dict[str, str], field: str, says: str
) -> None:
    before = office.facts()

    answer = clerk.post(PATH, data={**form(clerk), **LETTER, **typed})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert says in answer.text
    assert "ผิด: " in answer.text
    assert office.facts() == before


@pytest.mark.parametrize(
    "again", [{"subject": "เรื่องอื่น"}, {"printed": "ศธ 0201/999"}, {"printed": "ศธ 0201 / ๓๐", "subject": "อื่น"}]
)
def test_a_letter_that_is_alike_is_warned_of_and_entered_only_when_asked_again(
    office: WebOffice, clerk: TestClient[Litestar], again: dict[str, str]
) -> None:
    first = {**LETTER, "printed": "ศธ 0201/30", "subject": "การประชุมที่ไม่ซ้ำ"}
    insist(clerk, **first)
    before = len(received(office))
    filled = {**form(clerk), **first, **again}

    warned = clerk.post(PATH, data=filled)
    between = len(received(office))
    entered = clerk.post(PATH, data=fields(warned.text))

    assert (warned.status_code, between) == (409, before)
    assert "อาจลงรับไว้แล้ว" in warned.text
    assert (entered.status_code, len(received(office))) == (303, before + 1)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ({"dated": "10/2/21"}, "๑๐ กุมภาพันธ์ ๒๕๒๑"),
        ({"dated": "1 ม.ค. 2600"}, "๑ มกราคม ๒๖๐๐"),
        ({"dated": "10 ก.พ. 64"}, "๑๐ กุมภาพันธ์ ๒๕๖๔"),
        ({"dated": "31 ม.ค. 54"}, "๓๑ มกราคม ๒๕๕๔"),
        ({"due": "10/2/21"}, "๑๐ กุมภาพันธ์ ๒๕๒๑"),
        ({"due": "1 ม.ค. 2600"}, "๑ มกราคม ๒๖๐๐"),
    ],
)
def test_a_day_that_is_likely_mistyped_is_asked_about_and_entered_only_when_asked_again(
    office: WebOffice, clerk: TestClient[Litestar], typed: dict[str, str], read: str
) -> None:
    [(name, _)] = typed.items()
    before = len(received(office))

    asked = clerk.post(
        PATH, data={**form(clerk), **LETTER, "printed": f"วัน {read}", "subject": f"{name} {read}", **typed}
    )
    between = len(received(office))
    entered = clerk.post(PATH, data=fields(asked.text))

    assert (asked.status_code, between) == (409, before)
    assert "วันที่อาจพิมพ์ผิด" in asked.text
    assert f'<a href="#{name}">' in asked.text
    assert read in asked.text
    assert (entered.status_code, len(received(office))) == (303, before + 1)


@pytest.mark.parametrize(
    "typed", [{"dated": "9 ก.พ. 64"}, {"dated": "10 ก.พ. 54"}, {"dated": ""}, {"due": "31 ธ.ค. 70"}]
)
def test_an_ordinary_day_is_not_asked_about(clerk: TestClient[Litestar], typed: dict[str, str]) -> None:
    [(name, day)] = typed.items()

    assert send(clerk, **{**LETTER, "printed": f"ปกติ {day}", "subject": f"{name} {day}", **typed})


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": "คล้ายฉบับที่สอง"},
        {"dated": "1 ม.ค. 2600"},
        {"due": "1 ม.ค. 2600"},
    ],
)
def test_a_row_that_is_changed_after_a_warning_is_warned_of_what_is_new(
    office: WebOffice, clerk: TestClient[Litestar], changed: dict[str, str]
) -> None:
    [(name, _)] = changed.items()
    first = {**LETTER, "printed": f"แก้ {name}/1", "subject": f"คล้ายฉบับแรก {name}"}
    insist(clerk, **first)
    insist(clerk, **{**LETTER, "printed": f"แก้ {name}/2", "subject": "คล้ายฉบับที่สอง"})
    before = len(received(office))

    warned = clerk.post(PATH, data={**form(clerk), **first, "subject": f"ไม่ซ้ำ {name}"})
    again = clerk.post(PATH, data={**fields(warned.text), **changed})
    between = len(received(office))
    entered = clerk.post(PATH, data=fields(again.text))

    assert (warned.status_code, again.status_code, between) == (409, 409, before)
    assert (entered.status_code, len(received(office))) == (303, before + 1)


def test_a_warning_is_not_repeated_when_another_cell_was_wrong_meanwhile(clerk: TestClient[Litestar]) -> None:
    first = {**LETTER, "printed": "เตือนครั้งเดียว/1", "subject": "เตือนครั้งเดียว"}
    insist(clerk, **first)

    warned = clerk.post(PATH, data={**form(clerk), **first})
    wrong = clerk.post(PATH, data={**fields(warned.text), "due": "พรุ่งนี้"})
    entered = clerk.post(PATH, data={**fields(wrong.text), "due": ""})

    assert (warned.status_code, wrong.status_code, entered.status_code) == (409, 422, 303)


def test_the_same_form_sent_twice_enters_one_letter(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    filled = {**form(clerk), **LETTER, "printed": "กด 2 ครั้ง", "subject": "กดสองครั้ง"}

    answers = [clerk.post(PATH, data=filled) for _ in range(2)]

    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert [row.subject for row in received(office)].count("กดสองครั้ง") == 1


def test_with_htmx_the_answer_is_the_form_alone_for_the_next_letter(clerk: TestClient[Litestar]) -> None:
    filled = {**form(clerk), **LETTER, "printed": "ศธ 0201/40", "subject": "ด้วย htmx"}

    answer = clerk.post(PATH, data=filled, headers={"hx-request": "true"})

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="entry"')
    assert "<html" not in answer.text
    assert 'hx-swap-oob="innerHTML"' in answer.text


def test_opening_the_form_takes_no_number(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    before = office.facts()

    clerk.get(PATH)

    assert office.facts() == before


def test_s7_a_field_that_the_form_does_not_have_is_refused(clerk: TestClient[Litestar]) -> None:
    answer = clerk.post(PATH, data={**form(clerk), **LETTER, "clerk": "dg"})

    assert answer.status_code in {400, 422}


def test_s5_another_letter_named_as_the_one_before_shows_nothing_that_is_not_there(clerk: TestClient[Litestar]) -> None:
    found = form(clerk, f"{PATH}?like=01778b0b-4a00-7000-8000-000000000000")

    assert found["sender"] == ""


def test_only_clerks_enter_letters(office: WebOffice) -> None:
    with office.client("auditor") as client:
        assert client.get(PATH).status_code == 403
