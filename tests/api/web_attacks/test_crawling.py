"""A crawler follows every link, twice, as everybody: nothing changes, nothing runs, nothing secret is shown."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api import headers
from registry.accounts.access import Act
from registry.accounts.passkeys import Passkey
from tests.api.web import ADDRESS, NO_LIMITS, WebOffice
from tests.api.web_attacks.routes import ROLES
from tests.registry.world import World

PAYLOAD = "\"'><img src=x onerror=alert(1)>"
SCANNER = "Mozilla/5.0 (compatible; SPECIMEN-link-scanner)"
MOST = 150
"""Pages of one crawl."""
_LINKS = re.compile(r'(?:href|src|data-href|hx-get)="([^"]+)"')
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@dataclass(slots=True)
class Crawl:
    """What a crawler saw: the answers, by path with query."""

    pages: dict[str, tuple[int, dict[str, str], str]] = field(default_factory=dict)


def crawl(client: TestClient[Litestar]) -> Crawl:
    seen = Crawl()
    waiting = ["/"]
    patterns: set[str] = set()
    while waiting and len(seen.pages) < MOST:
        path = waiting.pop(0)
        answer = client.get(path, headers={"user-agent": SCANNER})
        text = answer.text if "text/" in answer.headers.get("content-type", "") else ""
        seen.pages[path] = (answer.status_code, dict(answer.headers), text)
        for found in (*_LINKS.findall(text), answer.headers.get("location", "")):
            link = urlsplit(urljoin(f"{ADDRESS}{path}", unescape(found)))
            there = f"{link.path}?{link.query}".rstrip("?")
            pattern = re.sub(r"[0-9a-f-]{20,}|\d+", "0", there)
            if f"{link.scheme}://{link.netloc}" == ADDRESS and pattern not in patterns:
                patterns.add(pattern)
                waiting.append(there)
    return seen


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    world = World.staffed(tmp_path_factory.mktemp("crawled") / "registry")
    letter = world.issue(subject=f"ขอเชิญ {PAYLOAD}")
    world.dispatch(letter)
    world.receive(subject=f"ขอเชิญ {PAYLOAD}", sender=f"กรม {PAYLOAD}", remark=PAYLOAD)
    made = WebOffice.of(world, limits=NO_LIMITS)
    made.counter.passkeys.add(Passkey(b"1", "clerk", b"key", 0, PAYLOAD, world.now))
    return made


@pytest.fixture(scope="module")
def crawls(office: WebOffice) -> dict[str | None, Crawl]:
    found = {}
    for role in ROLES:
        with office.client(role) as client:
            found[role] = crawl(client)
    return found


@dataclass(frozen=True, slots=True)
class Again:
    """The same pages asked for once more, each by GET and by HEAD, and what the office held before and behind."""

    held: tuple[object, object]
    heads: dict[str, tuple[int, dict[str, str]]]
    """Answers to HEAD that are not those to GET without the body."""


@pytest.fixture(scope="module")
def again(office: WebOffice, crawls: dict[str | None, Crawl]) -> dict[str | None, Again]:
    found = {}
    for role, seen in crawls.items():
        before, other = (office.facts(), _papers(office)), {}
        with office.client(role) as client:
            for path in seen.pages:
                whole = client.get(path, headers={"user-agent": SCANNER})
                head = client.head(path, headers={"user-agent": SCANNER})
                if (head.status_code, head.headers, head.content) != (whole.status_code, whole.headers, b""):
                    other[path] = (head.status_code, dict(head.headers))
        found[role] = Again((before, (office.facts(), _papers(office))), other)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_s21_following_every_link_twice_changes_nothing(again: dict[str | None, Again], role: str | None) -> None:
    before, behind = again[role].held

    assert behind == before


@pytest.mark.parametrize("role", ROLES)
def test_head_answers_what_get_answers_without_the_body(again: dict[str | None, Again], role: str | None) -> None:
    assert again[role].heads == {}


def test_head_needs_the_same_rights_and_parameters_as_get(office: WebOffice) -> None:
    with office.client() as stranger:
        closed = [stranger.head("/account"), stranger.head("/account/sessions/end")]
        api = stranger.head("/api/v1/series")
    with office.client("official") as official:
        asked = [official.head("/registers"), official.head("/account?surely-unknown=1")]

    assert [one.status_code for one in (*closed, *asked, api)] == [303, 405, 403, 422, 401]
    assert api.headers["content-type"] == "application/problem+json"
    assert int(api.headers["content-length"]) > 0


def test_what_an_address_takes_names_head_beside_get(office: WebOffice) -> None:
    with office.client() as stranger:
        allowed = [stranger.options("/account").headers["allow"], stranger.delete("/account").headers["allow"]]
        posted = stranger.get("/account/sessions/end").headers["allow"]

    assert ["GET" in one and "HEAD" in one for one in allowed] == [True, True]
    assert "HEAD" not in posted


@pytest.mark.parametrize("role", ROLES)
def test_every_link_leads_somewhere(crawls: dict[str | None, Crawl], role: str | None) -> None:
    broken = {path: status for path, (status, _, _) in crawls[role].pages.items() if status not in {200, 303}}

    assert broken == {}


@pytest.mark.parametrize("role", ROLES)
def test_s13_other_peoples_words_are_shown_and_never_run(crawls: dict[str | None, Crawl], role: str | None) -> None:
    bad = [
        path
        for path, (_, said, text) in crawls[role].pages.items()
        if "html" in said["content-type"] and "attachment" not in said.get("content-disposition", "")
        if "<img src=x" in text
    ]

    assert bad == []


def test_s13_the_crawl_met_the_words_that_it_looks_for(crawls: dict[str | None, Crawl]) -> None:
    assert any("&lt;img src=x" in text for _, _, text in crawls["clerk"].pages.values())


@pytest.mark.parametrize("role", ROLES)
def test_s13_no_page_holds_code_of_its_own(crawls: dict[str | None, Crawl], role: str | None) -> None:
    inline = {
        path: found[0]
        for path, (_, said, text) in crawls[role].pages.items()
        if "html" in said["content-type"] and "attachment" not in said.get("content-disposition", "")
        if (found := _INLINE.search(text.replace("onerror=alert", "")))
    }

    assert inline == {}


@pytest.mark.parametrize("role", ROLES)
def test_s13_every_answer_keeps_the_browser_in_bounds(crawls: dict[str | None, Crawl], role: str | None) -> None:
    for path, (_, said, _) in crawls[role].pages.items():
        policy = said["content-security-policy"]
        assert policy == headers.POLICY or "sandbox" in policy, path
        for name in ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options"):
            assert said[name.lower()] == headers.ALWAYS[name], path
        if role is not None and not path.startswith("/static/"):
            assert "no-store" in said["cache-control"], path


def test_s29_the_access_log_knows_who_opened_what_and_of_strangers_no_code(office: WebOffice) -> None:
    code = "SPECIMENCODE234567"
    with office.client() as client:
        client.get(f"/v/{code}")
        client.get(f"/l/{code}")
    with office.client("auditor") as client:
        client.get(f"/v/{code}")
        client.get(f"/l/{code}")
        client.get("/account")
    office.counter.access.write()
    newest = office.counter.access.newest(account="auditor", limit=1)[0]
    kept = b"".join(file.read_bytes() for file in office.world.folder.glob("access.db*"))

    assert (newest.path, newest.act.value, newest.status) == ("/account", "opened", 200)
    assert "/v/{code}" in {page for _, page, _ in office.counter.access.visits(limit=100)}
    assert code.encode() not in kept


def test_the_access_log_tells_what_was_printed_downloaded_changed_and_refused(office: WebOffice) -> None:
    with office.client("clerk") as client:
        client.get("/print/received")
        client.head("/account")
        client.get("/registers/sent/csv")
        client.post("/account/sessions/end", data={"session": "none"})
    with office.client("official") as client:
        client.get("/registers")
    by_clerk = [(one.path, one.act, one.status) for one in office.counter.access.newest(account="clerk", limit=4)]
    refused = office.counter.access.newest(account="official", limit=1)[0]

    assert by_clerk == [
        ("/account/sessions/end", Act.CHANGED, 303),
        ("/registers/sent/csv", Act.DOWNLOADED, 200),
        ("/account", Act.OPENED, 200),
        ("/print/received", Act.PRINTED, 200),
    ]
    assert (refused.path, refused.status, refused.officer) == ("/registers", 403, "dg")


def _papers(office: WebOffice) -> list[tuple[str, int]]:
    tables = office.counter.papers.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [
        (name, office.counter.papers.rows(f'SELECT count(*) AS n FROM "{name}"')[0]["n"])  # noqa: S608 - our own names
        for name in (row["name"] for row in tables)
    ]
