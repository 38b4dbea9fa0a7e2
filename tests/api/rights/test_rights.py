"""Which role opens what, held against a table that is reviewed; and what an administrator never sees and never does."""

import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from api.auth.rights import Right
from registry.reader import Reader
from tests.api.rights import expected
from tests.api.rights.marked import MARK, every_word_is_marked, marked
from tests.api.web import WebOffice
from tests.api.web_attacks.routes import ROLES, SAFE, Way, ways
from tests.api.web_attacks.test_crawling import crawl
from tests.thorough import thoroughly

ADMINISTRATORS_OWN = (
    "/account", "/own-keys", "/sign-out",
    "/administration/", "/api/v1/administration/", "/operation/",
    "/lists", "/api/v1/lists",
    "/dispatch/sender", "/api/v1/mail/sender",
    "/api/v1/calendar",
    "/proposals/",
)  # fmt: skip
"""Where an administrator changes something: the own account; accounts, officers, books and how all runs; lists and
addresses of those to whom letters go; the calendar; and proposals, of who holds which key and which post. These are
signed with a registrar's own key and judged by the register as from anywhere. Nothing here is a letter or number."""
OPENS_A_BOOK = "/api/v1/series"
EVERYBODYS = ("/language", "/sign-in", "/l/", "/api/v1/links")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOST = 40
"""Addresses of one route that are tried."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return marked(tmp_path_factory.mktemp("marked") / "registry")


def test_who_opens_what_is_what_was_reviewed(office: WebOffice) -> None:
    """After a change that is meant: ``python -m tests.api.rights.expected``, and look at the difference."""
    assert expected.written(office.app).splitlines() == expected.GOLDEN.read_text().splitlines()


def test_a_route_that_opens_to_one_role_more_shows_in_the_table(office: WebOffice) -> None:
    every = list(ways(office.app))
    route = next(way for way in every if way.rights == {Right.CLERK})
    opened = route.handler.opt["rights"]
    route.handler.opt["rights"] = frozenset({Right.CLERK, Right.ADMINISTRATOR})
    try:
        changed = expected.table(every)
    finally:
        route.handler.opt["rights"] = opened

    assert changed != expected.table(every)
    assert "clerk administrator" in changed


def test_a_program_opens_no_more_than_whoever_it_is_of(office: WebOffice) -> None:
    of_programs = [way for way in ways(office.app) if way.of_programs]

    assert of_programs
    assert all(way.opens_to("administrator") is False for way in of_programs if way.rights <= {Right.CLERK})


# --- what an administrator does --------------------------------------------------------------------------


def test_an_administrator_changes_nothing_but_what_is_his(office: WebOffice) -> None:
    changing = [way for way in ways(office.app) if way.method not in SAFE and way.opens_to("administrator")]

    assert [str(way) for way in changing if not _is_his(way)] == []


def _is_his(way: Way) -> bool:
    return way.template.startswith((*ADMINISTRATORS_OWN, *EVERYBODYS)) or way.template == OPENS_A_BOOK


def test_an_administrator_signs_numbers_and_registers_nothing(office: WebOffice) -> None:
    """Each such route is asked for, with a session or a token, and refused with 403."""
    before = office.facts()
    answers: dict[str, int] = {}
    with office.client("administrator") as client:
        bearer = {"authorization": f"Bearer {office.token('administrator')}"}
        for way in ways(office.app):
            if way.method not in SAFE and not _is_his(way):
                headers = bearer if way.of_programs else {}
                answers[str(way)] = client.request(way.method, way.path, headers=headers).status_code

    assert {way: status for way, status in answers.items() if status != 403} == {}
    assert len(answers) > 80
    assert office.facts() == before


# --- what an administrator sees ----------------------------------------------------------------------------


def test_every_field_of_a_letter_was_decided_about() -> None:
    assert every_word_is_marked()


def test_a_clerk_meets_the_words_that_are_looked_for(office: WebOffice) -> None:
    with office.client("clerk") as client:
        without = [
            path
            for path in ("/drafts", "/receiving", "/registers/sent", "/registers/received", "/dispatch", "/pending")
            if MARK not in client.get(path).text
        ]

    assert without == []


def test_no_page_shows_an_administrator_a_word_of_any_letter(office: WebOffice) -> None:
    with office.client("administrator") as client:
        pages = {path: client.get(path) for path in addresses(office, "administrator")}
    broken = [path for path, answer in pages.items() if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR]
    shown = [path for path, answer in pages.items() if MARK.encode() in answer.content]

    assert (shown, broken) == ([], [])
    assert sum(answer.status_code == 200 for answer in pages.values()) > 10


@thoroughly
def test_no_link_leads_an_administrator_to_a_word_of_any_letter(office: WebOffice) -> None:
    with office.client("administrator") as client:
        shown = [path for path, (_, _, text) in crawl(client).pages.items() if MARK in text]

    assert shown == []


def test_no_program_of_an_administrator_reads_a_word_of_any_letter(office: WebOffice) -> None:
    with office.client() as client:
        client.headers["authorization"] = f"Bearer {office.token('administrator')}"
        shown = [
            path
            for path in addresses(office, "administrator", of_programs=True)
            if MARK.encode() in client.get(path).content
        ]

    assert shown == []


def addresses(office: WebOffice, role: str, *, of_programs: bool = False) -> Iterator[str]:
    """Yield every address that a role opens by GET, with whatever of this office may stand in it.

    What the public reads by a code of its own is the public's: an administrator sees no more of it than anybody.
    """
    known = _known(office)
    for way in ways(office.app):
        if way.method == "GET" and way.opens_to(role) and way.of_programs is of_programs and _own(way):
            parts = [[one] if isinstance(one, str) else known[one.type] for one in _components(office, way)]
            for number, chosen in enumerate(product(*parts)):
                if number == _MOST:
                    break
                yield "/" + "/".join(str(one) for one in chosen)


def _own(way: Way) -> bool:
    return Right.PUBLIC not in way.rights and way.template != "/past"


def _components(office: WebOffice, way: Way) -> Sequence[Any]:
    for route in office.app.routes:
        if isinstance(route, HTTPRoute) and route.path == way.template and _has(route, way.handler):
            return route.path_components
    raise LookupError(str(way))


def _has(route: HTTPRoute, handler: HTTPRouteHandler) -> bool:
    return any(found is handler for found, _ in route.route_handler_map.values())


def _known(office: WebOffice) -> dict[type, list[Any]]:
    """Return what may stand in an address of this office, by its type."""
    with Reader(office.world.folder) as reader:
        lines = list(reader.facts())
        officers = list(reader.authority().officers)
    streams = sorted({line.statement.stream for line in lines})
    keys = [author.key.certificate.spki for author in office.world.people.values()]
    numbers = [str(line.position) for line in lines[::5]]
    arrivals = [one.arrival for one in office.counter.arrivals.waiting()]
    words = ["sent", "received", "dla", "dla/krabi", "marked0", "marked1", *officers, *(role for role in ROLES if role)]
    text = [*arrivals, *words, *keys[:2], *streams[-6:], *numbers[-3:], *(line.digest for line in lines[-3:])]
    ids = [UUID(one) for one in streams if _UUID.fullmatch(one)]
    return {str: text, int: [0, 1, 2, 271], UUID: ids[-10:], Path: ["dla", "dla/krabi", "nobodys"]}
