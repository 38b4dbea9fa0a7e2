"""Samples that anybody draws again: of which numbers, by which rule, and with what evidence."""

import csv
import io
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from domain.classes import SecrecyClass
from domain.series import Purpose, SeriesKind
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry import requests
from registry.accounts.accounts import Account, Grant, WebRole
from registry.home import Home
from registry.sampling.drawing import rank
from registry.verify.check import Trust, verify
from tests.api.pages.auditing.sampled import sampled
from tests.api.web import WebOffice

Client = TestClient[Litestar]
SEED = "2564-02-10-audit"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return sampled(tmp_path_factory.mktemp("sampled") / "registry")


@pytest.fixture
def auditor(office: WebOffice) -> Iterator[Client]:
    with office.client("auditor") as client:
        yield client


def drawn(client: Client, **asked: str | int) -> list[str]:
    """Return the ranks of a sample, as its page shows them."""
    page = client.get("/auditing/samples/drawn", params={"seed": SEED, "as_of": 10**6, **asked})
    assert page.status_code == 200, page.text
    return re.findall(r"<td><code>([0-9a-f]{16})</code></td>", page.text)


def newest(office: WebOffice) -> int:
    return office.world.register.store.newest()


def test_the_rule_of_a_sample_is_the_one_that_is_written_down() -> None:
    assert rank("2564-audit", 41) == sha256(b"saraban-sample/v1\n2564-audit\n41").hexdigest()
    assert rank("2564-audit", 41) == "28311b0226c65e04614c7e1c7be47b68703437ffab6532430615fe869541f015"


def test_the_same_address_gives_the_same_sample_and_another_seed_another_order(
    office: WebOffice, auditor: Client
) -> None:
    asked: dict[str, Any] = {"population": "sent", "size": 3, "as_of": newest(office)}

    first, again = drawn(auditor, **asked), drawn(auditor, **asked)
    other, every = drawn(auditor, **{**asked, "seed": "other"}), drawn(auditor, **{**asked, "size": 6})

    assert len(first) == 3
    assert first == again == sorted(first) == every[:3]
    assert set(other).isdisjoint(first)


def test_what_comes_later_changes_no_sample_of_an_earlier_position(office: WebOffice, auditor: Client) -> None:
    asked: dict[str, Any] = {"population": "sent", "size": 50, "as_of": newest(office)}
    before = drawn(auditor, **asked)

    office.world.issue()

    assert drawn(auditor, **asked) == before
    assert len(drawn(auditor, **{**asked, "as_of": newest(office)})) == len(before) + 1


def test_without_a_seed_a_fresh_one_is_drawn_and_printed_in_the_address(office: WebOffice, auditor: Client) -> None:
    answers = [auditor.get("/auditing/samples/drawn", params={"population": "received"}) for _ in range(2)]

    seeds = {re.search(r"seed=([0-9a-f]{32})", one.headers["location"]) for one in answers}
    assert [one.status_code for one in answers] == [303, 303]
    assert len({one.group(1) for one in seeds if one}) == 2
    assert all(f"as_of={newest(office)}" in one.headers["location"] for one in answers)


@pytest.mark.parametrize(("population", "count"), [("received", 3), ("voids", 1)])
def test_a_population_holds_what_it_is_called(office: WebOffice, auditor: Client, population: str, count: int) -> None:
    assert len(drawn(auditor, population=population, as_of=newest(office))) == count


def test_all_numbers_of_one_series_are_a_population(office: WebOffice, auditor: Client) -> None:
    ordinary = office.world.series[SeriesKind.ORDINARY]

    assert len(drawn(auditor, population="series", series=ordinary, as_of=newest(office))) == 1


def test_a_stranger_draws_the_same_from_the_public_log_with_a_few_lines(office: WebOffice, auditor: Client) -> None:
    series = office.world.series[SeriesKind.RECEIVED]
    page = drawn(auditor, population="series", series=series, size=2, as_of=newest(office))

    newest_first = sorted(
        (Home(office.world.folder).tiles / "tile/entries/000.p").iterdir(), key=lambda one: -int(one.name)
    )
    entries, leaves = newest_first[0].read_bytes(), list[dict[str, object]]()
    while entries:
        end = 2 + int.from_bytes(entries[:2])
        leaves.append(json.loads(entries[2:end]))
        entries = entries[end:]
    gave_out = [at - 1 for at, leaf in enumerate(leaves) if (leaf.get("s"), leaf.get("st")) == (series, "reserved")]
    ranks = sorted(sha256(f"saraban-sample/v1\n{SEED}\n{place}".encode()).hexdigest() for place in gave_out)

    assert len(ranks) == 3
    assert page == [one[:16] for one in ranks[:2]]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"seed": "วันนี้"}, "seed"),
        ({"size": "0"}, "size"),
        ({"since": "31 ก.พ. 2564"}, "since"),
        ({"until": "never"}, "until"),
        ({"since": "9 ก.พ. 2564", "until": "8 ก.พ. 2564"}, "until"),
        ({"as_of": "9999999"}, "as_of"),
        ({"population": "series"}, "series"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_that_it_is_about(
    auditor: Client, asked: dict[str, str], field: str
) -> None:
    page = auditor.get("/auditing/samples/drawn", params={"seed": SEED, "as_of": "30", **asked}).text

    assert f'<a href="#{field}">' in page
    if field != "series":
        assert f'id="{field}-error"' in page


def test_a_sample_goes_no_higher_than_the_class_that_stands_in_its_address(tmp_path: Path) -> None:
    office = WebOffice.staffed(tmp_path / "registry")
    book = office.world.open_series(SeriesKind.SECRET, book="ลับ")
    for secrecy in (SecrecyClass.SECRET, SecrecyClass.VERY_SECRET):
        office.world.ask(requests.EnterSecret(book, office.world.now.date(), secrecy, "clerk"))
    account = Account("cleared", "SPECIMEN cleared", None, SecrecyClass.TOP_SECRET, (Grant(WebRole.AUDITOR),))
    office.counter.accounts.add(account, phrase=None, at=office.world.now)

    with office.client("cleared") as cleared:
        asked: dict[str, str | int] = {"population": "series", "series": book, "as_of": newest(office)}
        drawn_up_to = [len(drawn(cleared, **asked, secrecy=one)) for one in ("secret", "very_secret")]

    assert drawn_up_to == [1, 2]


def test_a_number_of_the_secret_book_that_lapsed_is_drawn_by_nobody_who_may_not_know_of_the_book(
    tmp_path: Path,
) -> None:
    office = WebOffice.staffed(tmp_path / "registry")
    book = office.world.open_series(SeriesKind.SECRET, book="ลับ")
    office.world.ask(requests.Reserve(book, Purpose.PAPER, "clerk", 1))
    office.world.reserve(SeriesKind.ORDINARY)
    office.world.next_day()
    office.world.receive()
    params: dict[str, str | int] = {"population": "voids", "seed": SEED, "as_of": newest(office)}

    with office.client("auditor") as auditor:
        archive = auditor.get("/auditing/samples/drawn/zip", params=params)
        of_the_book = auditor.get("/auditing/samples/drawn", params={**params, "population": "series", "series": book})
    with ZipFile(io.BytesIO(archive.content)) as file:
        index = file.read("index.csv").decode("utf-8-sig").splitlines()

    assert len(index) == 2
    assert ",secret," not in index[1]
    assert of_the_book.status_code == 404


def test_a_sample_is_fetched_with_evidence_that_verifies_and_an_index_of_its_digests(
    office: WebOffice, auditor: Client
) -> None:
    asked: dict[str, str | int] = {"population": "sent", "size": 2, "seed": SEED, "as_of": newest(office)}
    answer = auditor.get("/auditing/samples/drawn/zip", params=asked)
    received = auditor.get("/auditing/samples/drawn/zip", params={**asked, "population": "received"})

    home = Home(office.world.folder)
    trust = Trust(TrustRoots.load(home.roots.read_bytes()), NoteVerifier.parse(home.log_key.read_text().strip()))
    with ZipFile(io.BytesIO(answer.content)) as archive:
        header, *rows = csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig")))
        index = [dict(zip(header, row, strict=True)) for row in rows]
        for row in index:
            data = archive.read(row["evidence"])
            assert sha256(data).hexdigest() == row["sha256"]
            assert verify(data, trust).headline.value == "valid"
            assert rank(SEED, int(row["place"])) == row["rank"]
        assert SEED in archive.read("method.txt").decode()
    assert len(index) == 2
    with ZipFile(io.BytesIO(received.content)) as archive:
        assert sum(name.startswith("numbers/") for name in archive.namelist()) == 2


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"seed": "x" * 65}, 422),
        ({"seed": "x" * 500}, 400),
        ({"seed": "a\nb"}, 422),
        ({"seed": "../../x"}, 422),
        ({"size": "0"}, 422),
        ({"size": "501"}, 422),
        ({"size": "9" * 100}, 422),
        ({"size": "-1"}, 422),
        ({"as_of": "999999999"}, 422),
        ({"as_of": "9" * 100}, 422),
        ({"population": "everything"}, 422),
        ({"population": "series"}, 404),
        ({"series": "00000000-0000-4000-8000-000000000000"}, 404),
        ({"series": "' OR 1=1 --"}, 404),
        ({"since": "31 ก.พ. 2564"}, 422),
        ({"since": "2 ม.ค. 2564", "until": "1 ม.ค. 2564"}, 422),
        ({"secrecy": "secret"}, 403),
        ({"secrecy": "all"}, 422),
    ],
)
@pytest.mark.parametrize("path", ["drawn", "drawn/zip"])
def test_what_is_no_sample_is_refused(auditor: Client, path: str, asked: dict[str, str], status: int) -> None:
    answer = auditor.get(f"/auditing/samples/{path}", params={"seed": SEED, "as_of": "5", **asked})

    assert answer.status_code == status
