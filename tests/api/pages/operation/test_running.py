"""The page of how the registry runs: figures, projections built again, the writer; and the same for monitoring."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api.jobs import Job
from api.pages.operation.health import Health
from api.pages.operation.running import looked
from api.pages.operation.words import PARTS, sentence
from registry.operation.disk import Disk
from registry.operation.state import Kind, Severity, Trouble
from registry.ordinary import PapersDamaged
from registry.views.book import Book
from registry.views.every import VIEWS
from registry.views.standing import standing
from tests.api.web import NO_LIMITS, WebOffice
from tests.registry.world import World

FACTS = {"percent": 91, "view": "book", "leaves": 3, "holder": "ตรา", "seconds": 90, "part": "tiles", "why": "gone"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    world = World.staffed(tmp_path_factory.mktemp("operated") / "registry")
    world.dispatch(world.issue())
    office = WebOffice.of(world, limits=NO_LIMITS)
    with office.counter.view(Book):
        pass
    return office


@pytest.fixture
def client(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client("administrator") as client:
        client.headers["accept-language"] = "en"
        yield client


def test_an_administrator_sees_how_everything_runs(client: TestClient[Litestar]) -> None:
    shown = client.get("/operation").text

    assert "the next act starts it" in shown
    assert all(f"<code>{kind.NAME}</code>" in shown for kind in VIEWS)
    assert "leaves" in shown
    assert "drafts that wait for a signature" in shown
    assert "<code>register.db</code>" in shown
    assert "the registry&#39;s seal" in shown
    assert "SQLite" in shown


def test_what_lies_in_the_folder_has_names(office: WebOffice, client: TestClient[Litestar]) -> None:
    client.get("/operation")
    _, found = office.counter.measured.of(office.world.folder, office.world.now)
    small = {"paper", "seal", "trust", "writer.lock", "signer.lock"}

    assert {one.name for one in found} - small - set(PARTS) == set()


def test_a_projection_is_rebuilt_as_a_job_and_the_outcome_shown(
    office: WebOffice, client: TestClient[Litestar]
) -> None:
    answer = client.post("/operation/rebuild", data={"view": Book.NAME})
    shown = until_over(client, answer.headers["location"])
    state = standing(office.counter.office.reader, Book)

    assert answer.status_code == 303
    assert "the same as the one that served; switched" in shown
    assert (state.lag, state.apart) == (0, False)
    assert (office.counter.office.reader.home.views / f"{Book.NAME}-v{Book.VERSION}.1.db").exists()


def test_all_projections_are_rebuilt_in_one_job(client: TestClient[Litestar]) -> None:
    answer = client.post("/operation/rebuild", data={"view": "all"})

    shown = until_over(client, answer.headers["location"])

    assert all(f"<code>{kind.NAME}</code>" in shown for kind in VIEWS)


def until_over(client: TestClient[Litestar], place: str) -> str:
    for _ in range(200):
        shown = client.get(place).text
        if "hx-trigger" not in shown:
            return shown
        time.sleep(0.02)
    raise AssertionError("the job does not end")


def test_a_projection_that_there_is_not_is_refused(client: TestClient[Litestar]) -> None:
    answer = client.post("/operation/rebuild", data={"view": "../book"})

    assert answer.status_code == 422
    assert "There is no view" in answer.text


def test_jobs_of_another_kind_or_account_are_not_shown(office: WebOffice, client: TestClient[Litestar]) -> None:
    now = office.world.now
    other = office.counter.jobs.begin(Job(uuid4(), "audit", "administrator", now), lambda _: {"secret": "x"})
    anothers = office.counter.jobs.begin(Job(uuid4(), "rebuild", "auditor", now), lambda _: {})

    assert [client.get(f"/operation/jobs/{job.job}").status_code for job in (other, anothers)] == [404, 404]


def test_the_writer_is_only_told_what_is_known(client: TestClient[Litestar]) -> None:
    stopped = client.post("/operation/writer", data={"do": "stop"})  # none runs: the test's own desk is open
    unknown = client.post("/operation/writer", data={"do": "kill"})

    assert (stopped.status_code, unknown.status_code) == (303, 400)


@pytest.mark.parametrize("role", ["clerk", "official", "auditor", None])
def test_nobody_else_sees_or_runs_anything(office: WebOffice, role: str | None) -> None:
    closed = 303 if role is None else 403
    with office.client(role) as client:
        opened = [client.get(path).status_code for path in ("/operation", "/operation/health")]
        done = [
            client.post("/operation/writer", data={"do": "stop"}).status_code,
            client.post("/operation/rebuild", data={"view": "all"}).status_code,
        ]

    assert {*opened, *done} == {closed}


def test_monitoring_reads_the_same_with_a_session_and_with_a_token(
    office: WebOffice, client: TestClient[Litestar]
) -> None:
    by_session = client.get("/operation/health").json()
    by_token = client.get("/api/v1/health", headers={"authorization": f"Bearer {office.token('administrator')}"}).json()
    of_auditor = client.get("/api/v1/health", headers={"authorization": f"Bearer {office.token('auditor')}"})

    assert {**by_session, "disk": None} == {**by_token, "disk": None}
    assert of_auditor.status_code == 403


def test_the_shape_that_monitoring_reads_stays_as_it_is(client: TestClient[Litestar]) -> None:
    said = client.get("/operation/health").json()

    assert {name: sorted(part[0] if isinstance(part, list) else part) for name, part in said.items()
            if isinstance(part, list | dict) and part} == {
        "writer": ["facts_in_five_minutes", "running", "since"],
        "log": ["behind", "facts", "leaves", "published_at"],
        "views": ["behind", "bytes", "name", "position", "state", "version"],
        "queues": ["count", "name", "oldest"],
        "disk": ["bytes", "free", "percent"],
    }  # fmt: skip
    assert sorted(said) == [
        "at", "certificate_ends", "disk", "log", "queues", "status", "troubles", "views", "writer",
    ]  # fmt: skip
    assert said["status"] in {"ok", "warning", "failing"}


def test_monitoring_is_told_the_worst(office: WebOffice) -> None:
    state = looked(office.counter)

    said = [Health.of(replace(state, disk=Disk(100, free))).status.value for free in (50, 15, 5)]

    assert said == ["ok", "warning", "failing"]


@pytest.mark.parametrize("kind", Kind)
def test_every_trouble_has_a_sentence_in_both_languages(office: WebOffice, kind: Kind) -> None:
    words = sentence(Trouble(kind, Severity.WARNING, {**FACTS, "until": office.world.now.date()}))

    assert "{" not in words.thai + words.english
    assert "2564 BE" in words.english or kind not in {Kind.CERTIFICATE_ENDS, Kind.CERTIFICATE_ENDED}


def test_pages_are_read_also_while_the_access_log_cannot_be_written(
    client: TestClient[Litestar], office: WebOffice, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_: object) -> None:
        raise PapersDamaged("papers-damaged", "access.db cannot be used: full.", file="access.db", why="full")

    monkeypatch.setattr(office.counter.access, "note", full)

    answers = [client.get("/operation").status_code for _ in range(2)]

    assert answers == [200, 200]
    assert "the access log cannot be written" in caplog.text


@pytest.mark.parametrize("broken", ["tiles/checkpoint", "trust/roots.pem"])
def test_the_page_and_monitoring_answer_also_where_something_cannot_be_read(tmp_path: Path, broken: str) -> None:
    office = WebOffice.of(World.founded(tmp_path / "registry"))
    with office.client("administrator") as client:
        client.get("/operation")
        path = office.world.folder / broken
        kept = path.read_bytes()
        path.write_bytes(b"no such thing" * 1000)
        page = client.get("/operation", headers={"accept-language": "en"})
        health = client.get("/operation/health")
        path.write_bytes(kept)
    office.world.close()

    assert (page.status_code, health.status_code) == (200, 200)
    assert f"{broken.partition('/')[0]} is broken" in page.text
    assert health.json()["status"] == "failing"
