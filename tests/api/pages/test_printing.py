"""The register's papers from the pages, and numbers on outage sheets until each is accounted for."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from itertools import pairwise

import pypdfium2
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from domain.classes import Channel, SecrecyClass
from domain.errors import NoSuchThing
from domain.letter.events import LetterSignedByHand, Way
from domain.series import SeriesKind
from domain.values import StreamId
from registry.acts import sheets
from registry.acts.sheets import Reader
from registry.views.book import Book, RowState
from tests.api.web import WebOffice
from tests.registry.world import RECIPIENTS

Client = TestClient[Litestar]
ONCE = "ab" * 16
CLERK = Reader("SPECIMEN clerk", lambda secrecy: secrecy is SecrecyClass.NONE)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.staffed(tmp_path_factory.mktemp("printing") / "registry")


@pytest.fixture(scope="module")
def clerk(office: WebOffice) -> Iterator[Client]:
    with office.client("clerk") as client:
        yield client


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.staffed(tmp_path_factory.mktemp("fresh") / "registry")


def words(client: Client, path: str) -> str:
    """Return the text of what a page prints, without spaces."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline;")
    return text_of(answer.content)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def in_order(found: str, *parts: str) -> bool:
    places = [found.find(part.replace(" ", "")) for part in parts]
    return -1 not in places and all(one < other for one, other in pairwise(places))


def sheet(client: Client, series: StreamId, count: str = "3", once: str = ONCE) -> str:
    answer = client.post("/print/outages", data={"once": once, "series": series, "count": count})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


# --- pages of a day --------------------------------------------------------------------------------------------


def test_a_day_of_the_send_register_is_printed_with_its_void_and_reserved_numbers(fresh: WebOffice) -> None:
    world = fresh.world
    world.issue(subject="ฉบับแรก")
    with fresh.client("clerk") as client:
        place = sheet(client, world.series[SeriesKind.CIRCULAR], "2")
        client.post(place, data={"n": 272, "reason": "พิมพ์ผิด"})

        found = words(client, "/print/sent")
        none = words(client, "/print/sent?day=9/2/2563")

    with fresh.counter.view(Book) as book:
        assert [sheets._row(row, CLERK).void for row in book.sent()] == [False, True, False]
    assert in_order(
        found, "ทะเบียนหนังสือส่ง", "ว ๒๗๑", "มท ๐๘๑๒", "ฉบับแรก", "ว ๒๗๒", "ยกเลิกเลข", "พิมพ์ผิด", "ว ๒๗๓", "จองเลข"
    )
    assert "ไม่มีรายการ" in none


def test_a_day_of_the_receive_register_is_printed_by_whom_and_when(office: WebOffice, clerk: Client) -> None:
    office.world.receive(subject="มาถึงวันนี้")

    found = words(clerk, "/print/received?day=๙ ก.พ. ๒๕๖๔")

    assert in_order(found, "ทะเบียนหนังสือรับ", "ศธ ๐๒๐๑/๑๕", "มาถึงวันนี้", "พิมพ์เมื่อ ๙ ก.พ. ๒๕๖๔", "SPECIMEN clerk")


def test_of_a_classified_row_number_and_class_are_printed_and_nothing_else(office: WebOffice) -> None:
    office.world.issue(subject="เรื่องหนึ่ง")
    with office.counter.view(Book) as book:
        row = replace(next(one for one in book.sent() if one.subject == "เรื่องหนึ่ง"), secrecy=SecrecyClass.SECRET)

    masked = sheets._row(row, CLERK)
    whole = sheets._row(row, Reader("SPECIMEN official", lambda _: True))

    assert masked.cells == (whole.cells[0], "", "", "", "", "", "", "ลับ")
    assert "เรื่องหนึ่ง" in whole.cells


def test_the_delivery_book_has_a_row_for_everybody_to_whom_a_letter_goes_by_hand(fresh: WebOffice) -> None:
    world = fresh.world
    stream = world.issue(owner_unit="กองหนึ่ง")
    ways = [Channel.BY_HAND, Channel.POST, Channel.BY_HAND]
    sendings = [{"to": to, "channel": way.value, "address": None} for to, way in enumerate(ways)]
    world.enter(stream, "letter.dispatched.v1", sendings=sendings, clerk="clerk")

    with fresh.client("clerk") as client:
        found = words(client, "/print/deliveries")
        slips = words(client, f"/print/slips/{stream}")
        before = words(client, "/print/deliveries?day=8/2/2564")

    assert in_order(found, "สมุดส่งหนังสือ", "ว ๒๗๑", "กองหนึ่ง", RECIPIENTS[0], RECIPIENTS[2])
    assert RECIPIENTS[1] not in found
    assert slips.count("ใบรับหนังสือ") == 2
    assert RECIPIENTS[1] not in slips
    assert "ไม่มีรายการ" in before


def test_what_is_dispatched_at_midnight_stands_in_the_book_of_the_day_that_begins(fresh: WebOffice) -> None:
    world, office = fresh.world, fresh.counter.office
    stream = world.issue()
    world.now = world.now.replace(hour=0, minute=0) + timedelta(days=1)
    sendings = [{"to": to, "channel": Channel.BY_HAND.value, "address": None} for to in range(len(RECIPIENTS))]
    world.enter(stream, "letter.dispatched.v1", sendings=sendings, clerk="clerk")

    books = [sheets.delivery_book(office, CLERK, world.now.date() - timedelta(days=ago)) for ago in (0, 1)]

    assert [RECIPIENTS[0].replace(" ", "") in text_of(pdf) for pdf in books] == [True, False]


def test_a_letter_leads_to_the_days_of_the_delivery_book_on_which_it_went_by_hand(fresh: WebOffice) -> None:
    world = fresh.world
    stream = world.issue()
    sendings = [
        {"to": to, "channel": way.value, "address": None}
        for to, way in enumerate([Channel.BY_HAND, *[Channel.POST] * 2])
    ]
    world.enter(stream, "letter.dispatched.v1", sendings=sendings, clerk="clerk")
    tried = {"channel": "by_hand", "address": None, "checked_by": "clerk", "detail": None}
    world.enter(stream, "delivery.attempted.v1", to=0, attempted_at=world.now.isoformat(), result="delivered", **tried)
    world.next_day()
    world.enter(stream, "delivery.attempted.v1", to=1, attempted_at=world.now.isoformat(), result="sent", **tried)

    with fresh.client("clerk") as client:
        found = [
            unescape(one)
            for one in re.findall('href="(/print/deliveries[^"]*)"', client.get(f"/dispatch/{stream}").text)
        ]
        books = [words(client, one) for one in found]

    assert [[book.count(name.replace(" ", "")) for name in RECIPIENTS] for book in books] == [[1, 0, 0], [0, 1, 0]]


def test_who_may_not_know_of_a_letter_gets_no_paper_of_it(fresh: WebOffice) -> None:
    world, office = fresh.world, fresh.counter.office
    stranger = Reader("SPECIMEN", lambda _: False)
    sent, came = world.issue(subject="เรื่องลับมาก"), world.receive()
    sendings = [{"to": to, "channel": Channel.BY_HAND.value, "address": None} for to in range(len(RECIPIENTS))]
    world.enter(sent, "letter.dispatched.v1", sendings=sendings, clerk="clerk")

    assert RECIPIENTS[0] not in text_of(sheets.delivery_book(office, stranger, world.now.date()))
    with pytest.raises(NoSuchThing, match="No such letter"):
        sheets.slips(office, stranger, sent)
    for label in (False, True):
        with pytest.raises(NoSuchThing, match="No such letter"):
            sheets.stamp(office, stranger, came, label=label)


def test_slips_of_a_letter_that_nobody_has_sent_are_for_everybody(office: WebOffice, clerk: Client) -> None:
    found = words(clerk, f"/print/slips/{office.world.issue(subject='ทุกราย')}")

    assert found.count("ทุกราย") == len(RECIPIENTS)
    assert all(name in found for name in RECIPIENTS)


def test_an_order_that_names_nobody_has_one_slip_to_write_upon(office: WebOffice, clerk: Client) -> None:
    found = words(clerk, f"/print/slips/{office.world.issue(SeriesKind.ORDER, addressees=(), subject='ให้ไปราชการ')}")

    assert found.count("ใบรับหนังสือ") == 1
    assert in_order(found, "ถึง", "เรื่อง", "ให้ไปราชการ")


def test_the_stamp_has_number_day_and_hour_of_the_register_also_as_a_label(office: WebOffice, clerk: Client) -> None:
    stream = office.world.receive()
    n = office.counter.office.reader.stream(stream)[0].statement.fact.n  # type: ignore[union-attr] # it was received

    for path in ("stamp", "label"):
        found = words(clerk, f"/print/{path}/{stream}")
        assert in_order(
            found, "เลขรับ", str(n).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")), "๙ ก.พ. ๒๕๖๔", "๐๙.๐๐ น."
        )


@pytest.mark.parametrize("what", ["stamp", "label", "slips", "returned"])
def test_what_is_not_there_is_not_printed(office: WebOffice, clerk: Client, what: str) -> None:
    other = office.world.issue() if what != "slips" else office.world.receive()

    for stream in (other, "01999999-0000-7000-8000-000000000000"):
        assert clerk.get(f"/print/{what}/{stream}").status_code == 404


@pytest.mark.parametrize("day", ["yesterday", "31/2/2564", "9/2/2021"])
def test_a_day_that_is_none_is_refused(clerk: Client, day: str) -> None:
    assert clerk.get("/print/received", params={"day": day}).status_code == 422


# --- outages ---------------------------------------------------------------------------------------------------


def test_a_sheet_lists_its_numbers_until_each_is_used_or_void(fresh: WebOffice) -> None:
    world = fresh.world
    with fresh.client("clerk") as client:
        place = sheet(client, world.series[SeriesKind.ORDINARY], "3")
        pages = [client.get(place).text]
        client.post(place, data={"n": 1, "reason": "ไม่ได้ใช้"})
        pages.append(client.get(place).text)
        scan = world.file(b"SPECIMEN: a scan", role="scan")
        world.admit(
            world.say("clerk", LetterSignedByHand(world.letter((2,), book=SeriesKind.ORDINARY), "clerk"), doc=[scan])
        )
        pages.append(client.get(place).text)
    world.next_day()
    world.receive()  # the register's day begins with whatever is asked first
    with fresh.client("clerk") as client:  # whoever was signed in is not any more
        pages.append(client.get(place).text)

    assert [page.count('name="reason"') for page in pages] == [3, 2, 1, 0]
    assert "ยังเหลือ" in pages[2]
    assert "ครบทุกเลข" in pages[3]
    assert "ไม่ได้ใช้ภายในวันที่จอง" in pages[3]


@pytest.mark.parametrize("kind", [SeriesKind.ORDINARY, SeriesKind.CIRCULAR, SeriesKind.ORDER])
def test_a_number_on_a_sheet_becomes_the_draft_of_its_letter_once(fresh: WebOffice, kind: SeriesKind) -> None:
    with fresh.client("clerk") as client:
        place = sheet(client, fresh.world.series[kind], "2")
        n = int(re.findall(r'name="n" value="(\d+)"', client.get(place).text)[0])
        before = fresh.facts()

        opened = [client.post(f"{place}/use", data={"n": n}).headers["location"] for _ in range(2)]
        form = client.get(opened[0])

    (working,) = fresh.counter.drafts.all()
    assert opened == [f"/drafts/{working.draft}"] * 2
    assert (working.plan.way, working.plan.series, working.plan.reserved) == (Way.BY_HAND, fresh.world.series[kind], n)
    assert "ใช้ได้ถึงเที่ยงคืนวันนี้" in form.text
    assert fresh.facts() == before


def test_a_number_that_is_voided_on_its_sheet_is_taken_out_of_its_draft_without_another_reason(
    fresh: WebOffice,
) -> None:
    with fresh.client("clerk") as client:
        place = sheet(client, fresh.world.series[SeriesKind.ORDINARY], "2")
        draft = client.post(f"{place}/use", data={"n": 1}).headers["location"]
        begun = client.get(place).text
        client.post(place, data={"n": 1, "reason": "พิมพ์ผิด"})

        told = client.get(draft).text
        before = fresh.facts()
        client.post(f"{draft}/void", data={"version": 1})

    assert [text in begun for text in ("เปิดร่างเลข ๑", "ร่างหนังสือเลข ๒")] == [True, True]
    assert "ใช้ไม่ได้แล้ว เพราะยกเลิกไปแล้ว" in told
    assert 'name="reason"' not in told
    assert fresh.counter.drafts.all()[0].plan.reserved is None
    assert fresh.facts() == before


def test_a_sheet_of_yesterday_asks_for_nothing_more_also_before_the_register_has_entered_it(fresh: WebOffice) -> None:
    with fresh.client("clerk") as client:
        place = sheet(client, fresh.world.series[SeriesKind.ORDINARY], "2")
    fresh.world.next_day()

    with fresh.client("clerk") as client:  # whoever was signed in is not any more
        page, index = client.get(place).text, client.get("/print").text

    assert page.count("พ้นวันแล้ว") == 2
    assert '<form method="post" action="/print/outages/' not in page
    assert "ครบทุกเลข" in page
    assert "ยังไม่ครบ" not in index


def test_a_number_that_is_void_or_on_no_sheet_begins_no_draft(fresh: WebOffice) -> None:
    with fresh.client("clerk") as client:
        place = sheet(client, fresh.world.series[SeriesKind.ORDINARY], "2")
        client.post(place, data={"n": 1, "reason": "พิมพ์ผิด"})

        answers = [client.post(f"{place}/use", data={"n": n}).status_code for n in (1, 3)]

    assert answers == [409, 409]
    assert fresh.counter.drafts.all() == []


def test_the_paper_of_a_sheet_names_book_day_and_every_number(office: WebOffice, clerk: Client) -> None:
    place = sheet(clerk, office.world.series[SeriesKind.CIRCULAR], "2", once="01" * 16)
    first = int(re.findall(r'name="n" value="(\d+)"', clerk.get(place).text)[0])

    found = words(clerk, f"{place}/paper")

    shown = [f"ว {n}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) for n in (first, first + 1)]
    assert in_order(found, "ใบสำรองเลข", "หนังสือเวียน", "ใช้ได้เฉพาะวันที่ ๙ กุมภาพันธ์ ๒๕๖๔ เท่านั้น", *shown)


def test_the_same_form_sent_twice_reserves_once(office: WebOffice, clerk: Client) -> None:
    series = office.world.series[SeriesKind.ORDINARY]
    places = [sheet(clerk, series, "2", once="02" * 16)]
    before = office.facts()

    places.append(sheet(clerk, series, "2", once="02" * 16))

    assert places[0] == places[1]
    assert office.facts() == before


@pytest.mark.parametrize("count", ["0", "-1", "101", "1e9", "๙๙๙๙๙๙", "", "two"])
def test_a_number_of_numbers_that_cannot_be_is_refused_beside_its_field(
    office: WebOffice, clerk: Client, count: str
) -> None:
    before = office.facts()

    answer = clerk.post(
        "/print/outages",
        data={"once": "03" * 16, "series": office.world.series[SeriesKind.ORDINARY], "count": count},
    )

    assert answer.status_code == 422
    assert 'id="count-error"' in answer.text
    assert office.facts() == before


def test_receive_numbers_and_unknown_books_are_not_reserved_for_outages(office: WebOffice, clerk: Client) -> None:
    before = office.facts()

    for series in (office.world.series[SeriesKind.RECEIVED], "01999999-0000-7000-8000-000000000000"):
        answer = clerk.post("/print/outages", data={"once": "04" * 16, "series": series, "count": "1"})
        assert answer.status_code in {404, 409}

    assert office.facts() == before


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"reason": " "}, "โปรดบอกเหตุผลที่ยกเลิกเลข 2"), ({"n": "1"}, "ยกเลิก"), ({"n": "9999"}, "9999")],
    ids=["no reason", "void before", "never given"],
)
def test_a_number_that_cannot_be_voided_is_refused_on_its_sheet(
    fresh: WebOffice, typed: dict[str, str], says: str
) -> None:
    with fresh.client("clerk") as client:
        place = sheet(client, fresh.world.series[SeriesKind.ORDINARY], "2")
        client.post(place, data={"n": "1", "reason": "ไม่ได้ใช้"})
        before = fresh.facts()

        answer = client.post(place, data={"n": "2", "reason": "ไม่ได้ใช้", **typed})

    assert answer.status_code in {409, 422}
    assert 'class="error-summary"' in answer.text
    assert says in answer.text
    assert fresh.facts() == before


def test_a_number_of_another_sheet_is_not_voided_on_this_one(fresh: WebOffice) -> None:
    with fresh.client("clerk") as client:
        series = fresh.world.series[SeriesKind.ORDINARY]
        place = sheet(client, series, "1")
        sheet(client, series, "1", once="05" * 16)

        answer = client.post(place, data={"n": "2", "reason": "ไม่ได้ใช้"})

    assert answer.status_code == 409
    with fresh.counter.view(Book) as book:
        assert [row.state for row in book.sent() if row.series == series] == [RowState.RESERVED] * 2


def test_an_auditor_prints_and_reserves_nothing(fresh: WebOffice) -> None:
    before = fresh.facts()
    with fresh.client("auditor") as auditor:
        found = words(auditor, "/print/sent")
        refused = auditor.post(
            "/print/outages", data={"once": ONCE, "series": fresh.world.series[SeriesKind.ORDINARY], "count": "1"}
        )
        page = auditor.get("/print").text

    assert "ทะเบียนหนังสือส่ง" in found
    assert refused.status_code == 403
    assert 'action="/print/outages"' not in page
    assert fresh.facts() == before
