"""Generated from the table of routes: in the past nothing breaks, every page says so, and nothing can be changed."""

import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api.auth.rights import Right
from domain.classes import SecrecyClass
from registry.accounts.accounts import Account, Grant, WebRole
from registry.ordinary import Ordinary
from tests.api.web import NO_LIMITS, WebOffice
from tests.api.web_attacks.routes import SAFE, Way, ways
from tests.registry.world import World

AT_ANY_TIME = {
    "/language",
    "/sign-in",
    "/sign-in/passkey",
    "/sign-in/passkey/options",
    "/sign-out",
    "/past",
    "/past/return",
}
"""What may be sent by who looks at the past: nothing of it changes the registry or its papers."""
FILES = {"/verifier.html"}
"""Pages that are files to keep."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    world = World.staffed(tmp_path_factory.mktemp("stands") / "registry")
    world.dispatch(world.issue())
    world.receive()
    world.next_day()
    world.receive(subject="ของวันรุ่งขึ้น")
    return WebOffice.of(world, limits=NO_LIMITS)


@pytest.fixture(scope="module")
def known(office: WebOffice) -> dict[str, list[str]]:
    """Return values that name something, by the type of a part of an address: letters, first things of their kinds."""
    entries = office.world.register.store.after(-1, 999)
    streams = dict.fromkeys(entry.place.stream for entry in entries if entry.place.name in _BEGINNINGS)
    return {"uuid": list(streams), "int": ["0", "1"], "str": ["sent", "received"]}


@pytest.fixture
def client(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client("auditor") as client:
        assert client.post("/past", data={"day": "9 ก.พ. 2564"}).status_code == HTTPStatus.SEE_OTHER
        yield client


_PART = re.compile(r"\{\w+:(\w+)\}")
_BEGINNINGS = {"letter.issued.v1", "letter.received.v1"}


def addresses(way: Way, known: dict[str, list[str]]) -> Iterator[str]:
    """Yield the address with values that name nothing, then with some that do."""
    yield way.path
    for place in range(2):
        yield _PART.sub(lambda part, place=place: known.get(part[1], ["nobodys"] * 2)[place], way.template)  # type: ignore[misc]


def test_every_page_can_be_asked_for_and_says_that_it_is_of_the_past(
    office: WebOffice, client: TestClient[Litestar], known: dict[str, list[str]]
) -> None:
    broken, bare = {}, []
    for way in ways(office.app):
        if way.method != "GET" or way.of_programs or way.template in FILES:
            continue
        for address in dict.fromkeys(addresses(way, known)):
            answer = client.get(address)
            closed = not way.rights & {Right.PUBLIC, Right.SIGNED_IN, Right.AUDITOR}
            if (
                answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
                or (answer.status_code == HTTPStatus.FORBIDDEN) != closed
            ):
                broken[address] = answer.status_code
            if (
                answer.headers.get("content-type", "").startswith("text/html")
                and '<aside class="past"' not in answer.text
            ):
                bare.append(address)

    assert (broken, bare) == ({}, [])


def test_every_change_is_refused_and_changes_nothing(office: WebOffice, client: TestClient[Litestar]) -> None:
    before, others = _everything(office), {}
    for way in ways(office.app):
        if way.method in SAFE or way.of_programs or way.template in AT_ANY_TIME:
            continue
        answer = client.request(way.method, way.path, data={"a": "1"})
        if answer.status_code != HTTPStatus.CONFLICT or "past-stands-still" not in _slug(answer.text):
            others[str(way)] = answer.status_code

    assert others == {}
    assert _everything(office) == before


def test_with_every_right_work_is_refused_with_the_reason_and_nothing_else_is_offered(office: WebOffice) -> None:
    both = Account("both", "SPECIMEN both", "clerk", SecrecyClass.NONE, (Grant(WebRole.CLERK), Grant(WebRole.AUDITOR)))
    office.counter.accounts.add(both, phrase=None, at=office.world.now)
    with office.client("both") as client:
        client.post("/past", data={"position": "40"})
        forms = {
            path: client.get(path).text.count('<form method="post"')
            for path in ("/registers/sent", "/receiving", "/print")
        }
        asked = {
            path: client.get(path).status_code
            for path in ("/drafts", "/drafts/new", "/receiving/new", "/registers/sent")
        }

    assert asked == {"/drafts": 409, "/drafts/new": 409, "/receiving/new": 409, "/registers/sent": 200}
    assert set(forms.values()) <= {3, 4}  # the banner's, the language, signing out; and how a register looks


def _slug(text: str) -> str:
    return "past-stands-still" if "กำลังดูทะเบียนย้อนหลัง ซึ่งแก้ไขสิ่งใดไม่ได้" in text else ""


def _everything(office: WebOffice) -> tuple[int, list[tuple[str, str, int]]]:
    """Return how many facts there are, and how many rows of every ordinary table."""
    found = []
    for file in (office.counter.papers, office.counter.accounts_file):
        found += [(str(id(file)), name, _count(file, name)) for name in _tables(file)]
    return office.facts(), found


def _tables(file: Ordinary) -> list[str]:
    return [row["name"] for row in file.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]


def _count(file: Ordinary, table: str) -> int:
    return int(file.rows(f'SELECT count(*) AS n FROM "{table}"')[0]["n"])  # noqa: S608 - our own names
