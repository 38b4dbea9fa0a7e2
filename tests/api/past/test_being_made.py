"""A moment that nobody has looked at lately: its answers are made apart, and pages say how far they are."""

import re
import threading
from collections.abc import Callable, Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api.making import Makings
from registry.reader import Reader
from tests.api.web import NO_LIMITS, WebOffice
from tests.registry.world import World

MADE = "กำลังเตรียมทะเบียน ณ เวลานั้น"
MORROW = "ของวันรุ่งขึ้น"
PATIENCE = 60.0


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    world = World.staffed(tmp_path_factory.mktemp("made") / "registry")
    world.receive(subject="ของวันแรก")
    world.next_day()
    world.receive(subject=MORROW)
    world.next_day()
    return WebOffice.of(world, limits=NO_LIMITS)


@pytest.fixture
def auditor(office: WebOffice, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient[Litestar]]:
    monkeypatch.setattr("api.past.AT_ONCE", 0)
    with office.client("auditor") as client:
        yield client


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Nothing is made before this is set."""
    from registry.past import make  # noqa: PLC0415 - what is replaced

    may_go_on = threading.Event()

    def waiting(reader: Reader, what: str, *, progress: Callable[[int], object]) -> None:
        may_go_on.wait(PATIENCE)
        make(reader, what, progress=progress)

    monkeypatch.setattr("api.making.make", waiting)
    yield may_go_on
    may_go_on.set()


def makings(office: WebOffice) -> Makings:
    found: Makings = office.app.state.counters.makings
    return found


def made(office: WebOffice) -> None:
    """Wait until nothing is being made."""
    worker = makings(office)._worker
    if worker is not None:
        worker.join(PATIENCE)


def test_a_page_says_that_its_moment_is_being_made_and_opens_when_it_is(
    office: WebOffice, auditor: TestClient[Litestar], held: threading.Event
) -> None:
    auditor.post("/past", data={"position": "39"})

    first = auditor.get("/registers/received?year=2564")
    meanwhile = auditor.get("/past/made?what=book")
    held.set()
    made(office)
    then, done = auditor.get("/registers/received?year=2564"), auditor.get("/past/made?what=book")

    assert (first.status_code, first.headers["retry-after"]) == (503, "2")
    assert all(one in first.text for one in (MADE, '<aside class="past"', 'href="/registers/received?year=2564"'))
    assert re.search(r'<progress max="\d\d" value="0"', first.text)
    assert ("<progress" in meanwhile.text, "hx-refresh" in meanwhile.headers) == (True, False)
    assert (then.status_code, MADE in then.text, MORROW in then.text) == (200, False, False)
    assert done.headers["hx-refresh"] == "true"


def test_moments_are_made_one_after_the_other_and_whoever_waits_is_told_behind_how_many(
    office: WebOffice, auditor: TestClient[Litestar], held: threading.Event
) -> None:
    auditor.post("/past", data={"position": "20"})
    auditor.get("/registers/received")
    auditor.post("/past", data={"position": "25"})

    second = auditor.get("/registers/received")
    again = auditor.get("/registers/received")
    held.set()
    made(office)

    assert "ก่อนหน้ามีอีก ๑ งาน" in second.text
    assert again.text == second.text
    assert auditor.get("/registers/received").status_code == 200


def test_what_could_not_be_made_is_said_once_and_tried_again(
    office: WebOffice, auditor: TestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("no space")

    auditor.post("/past", data={"position": "30"})
    with monkeypatch.context() as broken:
        broken.setattr("api.making.make", full)
        auditor.get("/registers/received")
        made(office)
    said, again = auditor.get("/registers/received"), auditor.get("/registers/received")
    made(office)

    assert (said.status_code, again.status_code) == (500, 503)
    assert auditor.get("/registers/received").status_code == 200


def test_the_map_of_then_is_made_apart_as_well(office: WebOffice, auditor: TestClient[Litestar]) -> None:
    auditor.post("/past", data={"position": "39"})
    path = f"/auditing/series/{next(iter(office.world.series.values()))}"

    answers: list[int] = []
    while not answers or (answers[-1] == 503 and len(answers) < 9):
        answers.append(auditor.get(path).status_code)
        made(office)

    assert answers[0] == 503
    assert answers[-1] == 200


def test_the_present_waits_for_its_views_as_ever(office: WebOffice, auditor: TestClient[Litestar]) -> None:
    office.world.receive(subject=MORROW)

    assert auditor.get("/registers/received").status_code == 200


def test_what_is_being_made_ends_with_the_pages_and_is_gone_on_with(
    office: WebOffice, auditor: TestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, reached = threading.Event(), list[int]()

    def endless(_reader: Reader, _what: str, *, progress: Callable[[int], object]) -> None:
        while True:
            progress(7)
            reached.append(7)
            begun.set()

    auditor.post("/past", data={"position": "34"})
    with monkeypatch.context() as going_on:
        going_on.setattr("api.making.make", endless)
        auditor.get("/registers/received")
        begun.wait(PATIENCE)
        makings(office).close()

    assert reached
    assert auditor.get("/registers/received").status_code == 503
    made(office)
    assert auditor.get("/registers/received").status_code == 200
