"""Samples that anybody draws again, audits whose reports stay, exports that are replayed elsewhere."""

import csv
import io
import json
import re
import tarfile
import threading
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api.jobs import Job, Jobs
from api.kept_work import EXPORT, audits, exports
from domain.classes import SecrecyClass
from domain.series import Purpose, SeriesKind
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry import requests
from registry.accounts.accounts import Account, Grant, WebRole
from registry.audit.kept import MOST, AuditKept
from registry.export import kept as kept_exports
from registry.export.kept import ExportKept
from registry.export.reading import take
from registry.export.replaying import replay, trust_of
from registry.home import Home
from registry.sampling.drawing import rank
from registry.verify.check import Trust, verify
from tests.api.web import WebOffice
from tests.registry.world import World

Client = TestClient[Litestar]
SEED = "2564-02-10-audit"
NOBODYS = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    world = World.staffed(tmp_path_factory.mktemp("sampled") / "registry")
    for _ in range(6):
        world.issue()
    for place in range(3):
        world.receive(subject=f"รับ {place}")
    world.reserve(SeriesKind.ORDINARY)
    world.ask(requests.Void(world.series[SeriesKind.ORDINARY], 1, "พิมพ์ผิด", "clerk"))
    made = WebOffice.of(world)
    account = Account("cleared", "SPECIMEN cleared", None, SecrecyClass.TOP_SECRET, (Grant(WebRole.AUDITOR),))
    made.counter.accounts.add(account, phrase=None, at=world.now)
    return made


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


def finished(office: WebOffice, address: str) -> str:
    """Wait for a job's end and return its id."""
    one = address.rpartition("/")[2]
    job = office.counter.jobs.known(UUID(one))
    while job is not None and not job.over:
        job = office.counter.jobs.wait(job, 10)
    return one


# --- samples ---------------------------------------------------------------------------------------------------------


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
        ({"series": NOBODYS}, 404),
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


# --- audits ----------------------------------------------------------------------------------------------------------


def test_an_audits_report_is_there_after_the_pages_were_started_again_and_compared(
    office: WebOffice, auditor: Client
) -> None:
    first = finished(office, auditor.post("/auditing/audits", data={}).headers["location"])
    office.world.now = office.world.now.replace(minute=office.world.now.minute + 1)
    office.world.issue()
    second = finished(office, auditor.post("/auditing/audits", data={}).headers["location"])

    report = auditor.get(f"/auditing/audits/{second}/report.json")
    again = WebOffice.of(office.world, accounts=False)
    kept = audits(again.counter).get(UUID(second))
    page = auditor.get(f"/auditing/audits/{second}").text

    assert again.counter.jobs.known(UUID(second)) is None
    assert (kept.verdict, kept.account, kept.first, kept.last) == ("valid", "auditor", 0, kept.counts["size"] - 1)
    assert sha256(report.content).hexdigest() in page
    assert json.loads(report.content)["root"] == kept.root
    assert f"/auditing/audits/{first}" in page
    letters = re.search(r"หนังสือส่งและคำสั่ง</td><td[^>]*>[^<]*</td><td[^>]*>([^<]*)<", page)
    assert letters is not None
    assert letters.group(1) == "+๑"


def test_an_audit_that_finds_something_wrong_names_the_first_position(tmp_path: Path) -> None:
    office = WebOffice.staffed(tmp_path / "registry")
    blob = next(path for path in (office.world.folder / "blobs").rglob("*") if path.is_file())
    blob.chmod(0o600)
    blob.write_bytes(b"altered")

    with office.client("auditor") as client:
        one = finished(office, client.post("/auditing/audits", data={}).headers["location"])
        page = unescape(client.get(f"/auditing/audits/{one}").text)
        listed = client.get("/auditing/audits").text

    kept = audits(office.counter).get(UUID(one))
    assert kept.verdict == "wrong"
    assert kept.wrong is not None
    assert kept.wrong.slug in page
    assert "ไม่ถูกต้อง" in listed


def test_an_audit_that_the_end_of_the_pages_cut_short_is_said_to_be_broken_off(
    office: WebOffice, auditor: Client
) -> None:
    cut = UUID("11111111-1111-4111-8111-111111111111")
    audits(office.counter).write(cut, AuditKept("auditor", "SPECIMEN", office.world.now))

    page = auditor.get(f"/auditing/audits/{cut}")
    progress = auditor.get(f"/auditing/audits/{cut}/progress")

    assert "ตรวจไม่เสร็จ" in page.text
    assert progress.headers["hx-refresh"] == "true"


def test_no_more_than_the_newest_reports_are_kept(tmp_path: Path, office: WebOffice) -> None:
    kept = type(audits(office.counter))(tmp_path)
    for n in range(MOST + 2):
        kept.write(UUID(int=n), AuditKept("a", "a", office.world.now.replace(second=n)))

    assert [one.int for one, _ in kept.newest()] == list(range(MOST + 1, 1, -1))


@pytest.mark.parametrize("kind", ["audits", "exports"])
@pytest.mark.parametrize("one", [NOBODYS, "..%2f..%2fregister", "register", "....", "%00"])
def test_s9_what_is_no_id_names_no_file(auditor: Client, kind: str, one: str) -> None:
    ends = {"audits": ("", "/progress", "/report.json"), "exports": ("", "/progress", "/tar")}[kind]

    assert {auditor.get(f"/auditing/{kind}/{one}{end}").status_code for end in ends} == {404}


def test_a_damaged_report_is_refused_and_the_others_are_listed(office: WebOffice, auditor: Client) -> None:
    folder = Home(office.world.folder).audits
    folder.mkdir(exist_ok=True)
    damaged = folder / "22222222-2222-4222-8222-222222222222.json"
    damaged.write_bytes(b'{"account": 1}')

    listed, itself = auditor.get("/auditing/audits"), auditor.get(f"/auditing/audits/{damaged.stem}")
    damaged.unlink()

    assert listed.status_code == 200
    assert itself.status_code == 500
    assert damaged.name in itself.text


@pytest.mark.parametrize(("path", "data"), [("audits", {"x": "1"}), ("exports", {"holds": "x"}), ("exports", {})])
def test_a_form_that_is_not_ours_begins_nothing(
    office: WebOffice, auditor: Client, path: str, data: dict[str, str]
) -> None:
    answer = auditor.post(f"/auditing/{path}", data=data)

    assert answer.status_code in {400, 422}
    assert exports(office.counter).newest() == [] or path == "audits"


# --- exports ---------------------------------------------------------------------------------------------------------


def test_an_export_is_fetched_as_one_file_and_replayed_elsewhere(office: WebOffice, tmp_path: Path) -> None:
    with office.client("cleared") as cleared:
        one = finished(office, cleared.post("/auditing/exports", data={"holds": "whole"}).headers["location"])
        page = cleared.get(f"/auditing/exports/{one}").text
        fetched = cleared.get(f"/auditing/exports/{one}/tar")
    with office.client("auditor") as client:
        others = [client.get(f"/auditing/exports/{one}{end}").status_code for end in ("", "/progress", "/tar")]
        listed = client.get("/auditing/exports").text

    with tarfile.open(fileobj=io.BytesIO(fetched.content)) as archive:
        archive.extractall(tmp_path / "there", filter="data")
    (folder,) = (tmp_path / "there").iterdir()
    manifest = take(folder, tmp_path / "taken")
    replayed = replay(tmp_path / "taken", manifest, trust_of(tmp_path / "taken"), progress=lambda _done, _all: None)
    assert replayed.state in page
    assert f"saraban replay {folder.name}" in page
    assert others == [403, 403, 403]
    assert one not in listed


def test_who_is_not_cleared_for_every_class_exports_what_is_public_and_nothing_else(
    office: WebOffice, auditor: Client
) -> None:
    refused = auditor.post("/auditing/exports", data={"holds": "whole"})
    one = finished(office, auditor.post("/auditing/exports", data={"holds": "public"}).headers["location"])
    fetched = auditor.get(f"/auditing/exports/{one}/tar")

    with tarfile.open(fileobj=io.BytesIO(fetched.content)) as archive:
        names = archive.getnames()
    assert refused.status_code == 403
    assert any("/tiles/" in name for name in names)
    assert not any("/facts/" in name or "/blobs/" in name for name in names)


def test_two_exports_are_not_made_at_once(office: WebOffice, auditor: Client) -> None:
    goes_on = threading.Event()
    held = Job(UUID(int=7), EXPORT, "somebody", office.world.now)

    def work(_progress: object) -> dict[str, object]:
        goes_on.wait(10)
        return {}

    before = len(exports(office.counter).newest())
    office.counter.jobs.begin(held, work)
    second = auditor.post("/auditing/exports", data={"holds": "public"})
    goes_on.set()

    assert second.status_code == 409
    assert len(exports(office.counter).newest()) == before
    finished(office, f"/{held.job}")


def test_a_registry_that_is_too_large_or_a_full_disk_ends_an_export_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = WebOffice.staffed(tmp_path / "registry")
    monkeypatch.setattr(kept_exports, "MOST_BYTES", 10)

    with office.client("auditor") as client:
        one = finished(office, client.post("/auditing/exports", data={"holds": "public"}).headers["location"])
        page, fetched = client.get(f"/auditing/exports/{one}"), client.get(f"/auditing/exports/{one}/tar")

    assert "ทำไม่เสร็จ" in page.text
    assert fetched.status_code == 409


def test_old_exports_go_with_their_files(tmp_path: Path, office: WebOffice) -> None:
    kept = kept_exports.KeptExports(tmp_path)
    (tmp_path / str(UUID(int=0))).mkdir()
    for n in range(kept_exports.MOST + 1):
        kept.write(UUID(int=n), ExportKept("a", "a", office.world.now.replace(second=n), public=True))

    assert not (tmp_path / str(UUID(int=0))).exists()
    assert len(kept.newest()) == kept_exports.MOST


def test_jobs_of_one_kind_may_wait_unless_they_have_to_be_alone(office: WebOffice) -> None:
    jobs = Jobs(str)
    for n in range(2):
        jobs.begin(Job(UUID(int=n), "audit", "a", office.world.now), lambda _progress: {})

    assert jobs.known(UUID(int=1)) is not None
    jobs.close()
