"""The public page about one letter, as a browser without JavaScript gets it."""

import io
import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api.pages.page import STATIC
from registry.verdicts.headline import WORST_FIRST, Headline
from tests.api.web import WebOffice
from tests.registry.verdicts.coded import CODE, OTHER_CODE, coded_file, issue_coded

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[WebOffice]:
    office = WebOffice.staffed(tmp_path / "registry")
    yield office
    office.world.close()


@pytest.fixture
def stranger(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client() as client:
        yield client


def headline(html: str) -> Headline:
    return Headline(html.partition('data-headline="')[2].partition('"')[0])


def test_a_letter_that_stands_shows_what_has_to_be_on_the_paper(
    office: WebOffice, stranger: TestClient[Litestar]
) -> None:
    issue_coded(office.world, subject="ขอเชิญประชุม <b>")

    answer = stranger.get(f"/v/{CODE}")

    assert answer.status_code == 200
    assert headline(answer.text) is Headline.GENUINE
    for line in ("มท ๐๘๑๒/ว ๒๗๑", "๙ กุมภาพันธ์ ๒๕๖๔", "ขอเชิญประชุม &lt;b&gt;", "นายประยูร ตัวอย่าง", "testserver.local"):
        assert line in answer.text


def test_every_check_says_who_made_it_and_why(office: WebOffice, stranger: TestClient[Litestar]) -> None:
    issue_coded(office.world)

    html = stranger.get(f"/v/{CODE}").text

    layers = [part.partition('"')[0] for part in html.split('data-layer="')[1:]]
    assert layers == ["container", "files", "authority", "person", "document", "history", "standing"]
    assert html.count('data-verdict="valid"') == len(layers) == html.count("<summary>ทำไม")
    assert "ตรวจโดยเครื่องแม่ข่ายของสำนักงาน" in html


def test_the_page_speaks_english_where_only_that_is_read(office: WebOffice, stranger: TestClient[Litestar]) -> None:
    issue_coded(office.world)

    html = stranger.get(f"/v/{CODE}", headers=ENGLISH).text

    assert "Checked by this office&#39;s server" in html
    assert "มท ๐๘๑๒/ว ๒๗๑" in html  # the paper's own figures


@pytest.mark.parametrize("code", [OTHER_CODE, "x", "ก" * 26, CODE[:-1] + "z", "%3Cscript%3E", "a" * 900])
def test_s2_every_code_without_a_public_letter_gets_the_same_page(
    office: WebOffice, stranger: TestClient[Litestar], code: str
) -> None:
    issue_coded(office.world)

    answer, other = stranger.get(f"/v/{code}"), stranger.get(f"/v/{'b' * 26}")

    assert (answer.status_code, headline(answer.text)) == (404, Headline.UNKNOWN)
    assert without_path(answer.text) == without_path(other.text)


def without_path(html: str) -> str:
    """The page without the address that it goes back to when the language is changed."""
    before, _, behind = html.partition('name="back" value="')
    return before + behind.partition('"')[2]


def test_s28_a_signed_letter_that_was_not_admitted_has_no_page_and_no_files(
    office: WebOffice, stranger: TestClient[Litestar]
) -> None:
    office.world.register.blobs.put(coded_file(office.world, CODE).finished)

    statuses = [stranger.get(f"/v/{CODE}{tail}").status_code for tail in ("", "/letter", "/evidence.zip")]

    assert statuses == [404, 404, 404]


def test_a_superseded_letter_says_so_first_and_by_what(office: WebOffice, stranger: TestClient[Litestar]) -> None:
    stream = issue_coded(office.world)
    by = office.world.issue()
    office.world.enter(stream, "letter.superseded.v1", instrument=by, number="มท 0812/ว 272", clerk="clerk")

    html = stranger.get(f"/v/{CODE}").text

    assert headline(html) is Headline.SUPERSEDED
    assert html.index("มท ๐๘๑๒/ว ๒๗๒") < html.index("เทียบกับกระดาษในมือ")


def test_the_letter_and_its_evidence_are_handed_out_as_files(office: WebOffice, stranger: TestClient[Litestar]) -> None:
    issue_coded(office.world)

    letter, evidence = (stranger.get(f"/v/{CODE}/{name}") for name in ("letter", "evidence.zip"))

    with zipfile.ZipFile(io.BytesIO(evidence.content)) as bundle:
        assert sha256(bundle.read("letter.pdf")).digest() == sha256(letter.content).digest()
    assert letter.headers["content-disposition"] == 'attachment; filename="letter-271-2564.pdf"'
    for answer in (letter, evidence):
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_s21_to_look_at_a_letter_records_nothing(office: WebOffice, stranger: TestClient[Litestar]) -> None:
    issue_coded(office.world)
    before = office.facts()

    for _ in range(2):
        for tail in ("", "/letter", "/evidence.zip"):
            stranger.get(f"/v/{CODE}{tail}")
            stranger.head(f"/v/{CODE}{tail}")

    assert office.facts() == before


def test_the_public_page_has_nothing_to_acknowledge_with(office: WebOffice, stranger: TestClient[Litestar]) -> None:
    issue_coded(office.world)

    html = stranger.get(f"/v/{CODE}").text

    forms = [part.partition('"')[0] for part in html.split('<form method="post" action="')[1:]]
    assert forms == ["/language"]
    assert stranger.post(f"/v/{CODE}").status_code == 405


def test_a_file_that_is_another_one_replaces_no_headline_but_the_best() -> None:
    script = (STATIC / "verification.js").read_text(encoding="utf-8")

    kept = json.loads(script.partition("const WORSE_THAN_A_COPY = ")[2].partition(";")[0])

    assert set(kept) == {one.value for one in WORST_FIRST if one is not Headline.GENUINE}
