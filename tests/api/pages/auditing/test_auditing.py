"""The auditor's desk: pages of evenings, series and their proofs, questions, what an auditor may not see."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape

import openpyxl
import pypdfium2
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api.texts.questions import TITLES
from domain.classes import SecrecyClass
from domain.series import Purpose, SeriesKind
from domain.thai.digits import to_thai
from domain.values import StreamId
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry import requests
from registry.accounts.accounts import Account, Grant, WebRole
from registry.home import Home
from registry.proving import complete
from registry.reader import Reader
from registry.verify.check import Trust
from registry.verify.proof.check import verify_proof
from registry.verify.verdicts import Verdict
from tests.api.web import WebOffice
from tests.registry.world import World

Client = TestClient[Litestar]
DAY = "9 ก.พ. 2564"
ITS_BOOK = "เล่มลับเฉพาะ"
PAYLOAD = "ขอเชิญ <b>ประชุม</b>"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    """A day with a letter that was annotated the day after, a void, a lapsed number, and a row of the secret book."""
    world = World.staffed(tmp_path_factory.mktemp("audited") / "registry")
    letter = world.issue(subject=PAYLOAD)
    world.dispatch(letter)
    world.reserve(SeriesKind.ORDINARY, count=2)
    world.ask(requests.Void(world.series[SeriesKind.ORDINARY], 1, "=พิมพ์ผิด", "clerk"))
    world.receive(subject="เรื่องเปิดเผย")
    book = world.open_series(SeriesKind.SECRET, book=ITS_BOOK)
    world.ask(requests.EnterSecret(book, world.now.date(), SecrecyClass.VERY_SECRET, "clerk"))
    world.ask(requests.Reserve(book, Purpose.PAPER, "clerk", 1))
    world.next_day()
    world.enter(letter, "entry.noted.v1", remark="เติมวันรุ่งขึ้น", clerk="clerk")
    return WebOffice.of(world)


@pytest.fixture
def auditor(office: WebOffice) -> Iterator[Client]:
    with office.client("auditor") as client:
        yield client


def text(page: str) -> str:
    """Return what a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_the_desk_offers_its_pages_each_with_a_sentence_and_every_question(auditor: Client) -> None:
    page = auditor.get("/auditing")

    assert page.status_code == 200
    for place in ("evenings", "series", "samples", "audits", "exports", *(f"questions/{name}" for name in TITLES)):
        assert f'href="/auditing/{place}"' in page.text
    assert 'href="/auditing" aria-current="page"' in page.text


def test_an_evenings_page_shows_what_stood_there_and_marks_what_was_written_later(auditor: Client) -> None:
    page = auditor.get("/auditing/evenings", params={"day": DAY})

    row, lapsed = re.findall(r'<tr class="changed">.*?</tr>', page.text, re.DOTALL)
    assert "ไม่ได้ใช้ภายในวันที่จอง" in lapsed.partition("<ins>")[2]
    assert "<ins>" in row
    assert "เติมวันรุ่งขึ้น" in row.partition("<ins>")[2]
    assert "เติมวันรุ่งขึ้น" not in row.partition("<ins>")[0]
    assert "<b>" not in row


def test_beside_its_own_evening_nothing_is_changed_and_a_number_reserved_is_not_void_yet(auditor: Client) -> None:
    page = auditor.get("/auditing/evenings", params={"day": DAY, "later": DAY})

    assert "<ins>" not in page.text
    assert "เติมวันรุ่งขึ้น" not in page.text
    assert page.text.count("จองเลข") == 1


def test_an_evenings_paper_holds_what_stood_there_that_evening(auditor: Client) -> None:
    answer = auditor.get("/auditing/evenings/paper", params={"day": DAY})

    with pypdfium2.PdfDocument(answer.content) as document:
        words = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    assert answer.headers["content-type"] == "application/pdf"
    assert "เติมวันรุ่งขึ้น" not in words
    assert "ตามที่เป็นอยู่เมื่อ๙ก.พ.๒๕๖๔" in words


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"day": "31 ก.พ. 2564"}, 422),
        ({"day": "9 Feb 2021"}, 422),
        ({"day": DAY, "later": "8 ก.พ. 2564"}, 422),
        ({"register": "../../etc"}, 404),
        ({"register": "secret"}, 403),
        ({"day": DAY, "unknown": "1"}, 422),
        ({"day": "9" * 500}, 400),
    ],
)
def test_what_is_no_evening_is_refused(auditor: Client, parameters: dict[str, str], status: int) -> None:
    assert auditor.get("/auditing/evenings", params=parameters).status_code == status


def test_of_the_secret_book_nothing_is_told_to_who_may_not_read_secret_letters(
    office: WebOffice, auditor: Client
) -> None:
    paths = [
        "/auditing/series",
        "/auditing/samples",
        "/auditing/samples/drawn?population=voids&seed=a&as_of=10",
        *(f"/auditing/questions/{name}" for name in TITLES),
        *(f"/auditing/questions/{name}/csv" for name in TITLES),
    ]

    pages = {path: auditor.get(path).text for path in paths}
    itself = auditor.get(f"/auditing/series/{office.world.series[SeriesKind.SECRET]}")
    evening = auditor.get("/auditing/questions/evening-page", params={"since": DAY}).text

    assert [path for path, page in pages.items() if ITS_BOOK in page] == []
    assert itself.status_code == 404
    assert ("เรื่องเปิดเผย" in evening, "ทะเบียนลับ" in evening.partition("<tbody>")[2]) == (True, False)


def test_the_secret_book_is_told_to_who_may_read_secret_letters(office: WebOffice) -> None:
    account = Account("cleared", "SPECIMEN", None, SecrecyClass.TOP_SECRET, (Grant(WebRole.AUDITOR),))
    office.counter.accounts.add(account, phrase=None, at=office.world.now)

    with office.client("cleared") as cleared:
        numbers = cleared.get("/auditing/questions/numbers").text
        evening = cleared.get("/auditing/evenings", params={"register": "secret", "day": DAY}).text

    assert ITS_BOOK in numbers
    assert "ลับมาก" in evening


def test_every_number_of_a_series_is_told_and_the_verdict_is_said_to_be_this_machines(
    office: WebOffice, auditor: Client
) -> None:
    page = text(auditor.get(f"/auditing/series/{office.world.series[SeriesKind.ORDINARY]}").text)

    assert "เครื่องนี้ตรวจหลักฐานของตนเอง" in page
    assert "=พิมพ์ผิด" in page
    assert "ไม่ได้ใช้ภายในวันที่จอง" in page
    assert "ขาดเลข" not in page


def test_the_list_of_series_counts_voids_and_lapsed_numbers_apart(auditor: Client) -> None:
    page = auditor.get("/auditing/series").text

    (ordinary,) = [row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if "หนังสือส่ง" in row]
    cells = [text(cell) for cell in re.findall(r"<td>(.*?)</td>", ordinary, re.DOTALL)]
    assert cells[3:10] == [to_thai(str(n)) for n in (1, 2, 0, 0, 1, 1, 0)]


def test_the_proof_of_a_series_is_verified_by_whoever_brings_the_trust(office: WebOffice, auditor: Client) -> None:
    answer = auditor.get(f"/auditing/series/{office.world.series[SeriesKind.ORDINARY]}/proof")

    home = Home(office.world.folder)
    roots, key = TrustRoots.load(home.roots.read_bytes()), NoteVerifier.parse(home.log_key.read_text().strip())
    report = verify_proof(answer.content, Trust(roots, key))
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert report.headline is Verdict.VALID
    assert report.answer is not None
    assert (report.answer.data["void"], report.answer.data["last"]) == (2, 2)


@pytest.mark.parametrize("path", ["", "/proof"])
@pytest.mark.parametrize("stream", ["00000000-0000-7000-8000-000000000000", "..%2f..%2fetc", "nobodys"])
def test_a_series_that_is_not_here_is_not_found(auditor: Client, stream: str, path: str) -> None:
    assert auditor.get(f"/auditing/series/{stream}{path}").status_code == 404


@pytest.mark.parametrize("name", TITLES)
def test_every_question_has_a_page_a_csv_and_an_xlsx(auditor: Client, name: str) -> None:
    path = f"/auditing/questions/{name}"

    page, as_csv, as_xlsx = auditor.get(path), auditor.get(f"{path}/csv"), auditor.get(f"{path}/xlsx")

    assert [one.status_code for one in (page, as_csv, as_xlsx)] == [200, 200, 200]
    header, *rows = csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig")))
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx.content))
    assert book.active is not None
    assert [cell.value for cell in book.active[1]] == header
    assert book.active.max_row == len(rows) + 1
    book.close()


def test_a_row_about_a_letter_leads_to_its_history(auditor: Client) -> None:
    page = auditor.get("/auditing/questions/makers").text

    (link,) = re.findall(r'href="(/histories/letters/[0-9a-f-]{36})"', page)
    assert auditor.get(link).status_code == 200
    assert auditor.get(f"/letters/{link.rpartition('/')[2]}").text.count(f'href="{link}"') == 1


@pytest.mark.parametrize("question", ["voids", "authority"])
def test_a_row_about_a_fact_leads_to_the_fact(auditor: Client, question: str) -> None:
    page = auditor.get(f"/auditing/questions/{question}").text

    links = re.findall(r'href="(/histories/facts/\d+)"', page)
    assert links
    assert auditor.get(links[0]).status_code == 200


def test_a_question_keeps_to_the_days_that_are_asked_for(auditor: Client) -> None:
    that_day = auditor.get("/auditing/questions/voids", params={"since": DAY, "until": DAY}).text
    another = auditor.get("/auditing/questions/voids", params={"since": "10 ก.พ. 2564"}).text
    backwards = auditor.get("/auditing/questions/voids", params={"since": DAY, "until": "8 ก.พ. 2564"})

    assert "=พิมพ์ผิด" in that_day
    assert "=พิมพ์ผิด" not in another
    assert backwards.status_code == 422


def test_s14_a_reason_that_looks_like_a_formula_is_none_in_the_csv(auditor: Client) -> None:
    answer = auditor.get("/auditing/questions/voids/csv")

    assert "'=พิมพ์ผิด" in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/auditing/questions/why", 404),
        ("/auditing/questions/..%2f..%2fkeys", 404),
        ("/auditing/questions/voids?skip=-1", 400),
        ("/auditing/questions/voids?skip=99999999999999999999", 400),
        ("/auditing/questions/voids?since=never", 422),
        ("/auditing/questions/voids/csv?since=never", 422),
    ],
)
def test_what_is_no_question_is_refused(auditor: Client, path: str, status: int) -> None:
    assert auditor.get(path).status_code == status


@pytest.mark.parametrize("account", ["clerk", "official", "administrator"])
def test_nobody_but_an_auditor_sits_at_the_desk(office: WebOffice, account: str) -> None:
    with office.client(account) as client:
        asked = [client.get("/auditing"), client.get("/auditing/series"), client.post("/auditing/audits", data={})]

    assert [one.status_code for one in asked] == [403, 403, 403]


def test_a_proof_is_verified_once_a_checkpoint_and_again_when_something_else_is_trusted(
    office: WebOffice, auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/auditing/series/{office.world.series[SeriesKind.ORDER]}"
    proved: list[StreamId] = []

    def counting(reader: Reader, series: StreamId) -> bytes:
        proved.append(series)
        return complete(reader, series)

    monkeypatch.setattr("api.pages.auditing.proven.proving.complete", counting)
    first, again = auditor.get(path).text, auditor.get(path).text
    after_two = len(proved)
    other = auditor.get(f"/auditing/series/{office.world.series[SeriesKind.CIRCULAR]}").text
    leaf0 = Home(office.world.folder).leaf0
    kept = leaf0.read_text()
    leaf0.write_text("00" * 32)
    distrusted = auditor.get(path).text
    leaf0.write_text(kept)

    assert after_two == 1
    assert again == first
    assert "๒๗๑" in other
    assert len(proved) == 3
    assert "ถูกต้อง" in first
    assert "ไม่ถูกต้อง" in distrusted


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("questions/voids?since=never", "since"),
        ("questions/voids?until=never", "until"),
        ("questions/voids?since=9/2/2564&until=8/2/2564", "until"),
        ("evenings?day=never", "day"),
        ("evenings?day=9/2/2564&later=never", "later"),
        ("evenings?day=9/2/2564&later=8/2/2564", "later"),
    ],
)
def test_a_day_that_is_none_is_said_at_its_own_field(auditor: Client, path: str, field: str) -> None:
    page = auditor.get(f"/auditing/{path}").text

    assert f'<a href="#{field}">' in page
    assert re.findall(r'id="(\w+)-error"', page) == [field]
