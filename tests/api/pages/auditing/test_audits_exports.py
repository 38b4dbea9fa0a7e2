"""Audits whose reports stay, exports that are replayed elsewhere."""

import io
import json
import re
import tarfile
import threading
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from pathlib import Path
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api.jobs import Job, Jobs
from api.kept_work import EXPORT, audits, exports
from registry.audit.kept import MOST, AuditKept
from registry.export import kept as kept_exports
from registry.export.kept import ExportKept
from registry.export.reading import take
from registry.export.replaying import replay, trust_of
from registry.home import Home
from tests.api.pages.auditing.sampled import sampled
from tests.api.web import WebOffice

Client = TestClient[Litestar]
NOBODYS = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return sampled(tmp_path_factory.mktemp("sampled") / "registry")


@pytest.fixture
def auditor(office: WebOffice) -> Iterator[Client]:
    with office.client("auditor") as client:
        yield client


def finished(office: WebOffice, address: str) -> str:
    """Wait for a job's end and return its id."""
    one = address.rpartition("/")[2]
    job = office.counter.jobs.known(UUID(one))
    while job is not None and not job.over:
        job = office.counter.jobs.wait(job, 10)
    return one


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
