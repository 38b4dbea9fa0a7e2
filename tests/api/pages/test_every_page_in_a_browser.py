"""Every page that links lead to, of every role, in both languages: fit for axe-core, and no wider than a phone.

Pages that only a form leads to are looked at where that form is tried.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from msgspec import structs
from playwright.sync_api import Browser, Page

from domain.structure.acts import Acts
from tests.api.browser import axe, opened
from tests.api.pages.signing.letters import LETTER, begun, waits
from tests.api.web import WebOffice, served
from tests.registry.world import World
from tests.thorough import thoroughly

pytestmark = [pytest.mark.browser, thoroughly]

_FILE = re.compile(r"[./](csv|xlsx|zip|pdf|png|json|eml|pem|sha256|js|html|svg|tar|proof|certificates|statement)$")
_HANDED_OUT = re.compile(
    r"/(files|static|tiles|api|evidence|statement|checkpoint)(/|$)|^/print/(?!outages/\d+$)|/paper$|/progress$"
)
_ID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|(?<=/)\d+(?=/|$)|(?<=/drafts/)[a-z2-9]{10}|(?<=/people/).+|(?<=/units/).+"
)
_SAME = {"/auditing/evenings", "/auditing/questions/evening-page"}
"""One question, with its own page and among the others."""
SEEN = """() => ({
    title: document.title,
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    headings: [...document.querySelectorAll("h1, h2, h3, h4")]
        .filter(one => one.checkVisibility()).map(one => +one.tagName[1]),
    links: [...document.querySelectorAll("a[href]")]
        .filter(one => one.origin === location.origin).map(one => one.pathname + one.search),
})"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    world = World.staffed(tmp_path_factory.mktemp("every-page") / "registry")
    world.receive()
    world.issue()
    world.order(Acts(), addressees=())
    sent = world.issue_typeset()
    world.dispatch(sent)
    world.acknowledge(sent)
    made = WebOffice.on_loopback(world)
    begun(made, structs.replace(LETTER, subject="ร่างที่ยังไม่ส่ง"))
    waits(made, structs.replace(LETTER, subject="ร่างที่รอ"))
    back = waits(made, structs.replace(LETTER, subject="ร่างที่ส่งคืน"))
    made.counter.drafts.send_back(back.draft, "แก้คำผิด", by="dg", at=world.now)
    with made.client("clerk") as clerk:
        clerk.post("/lists", data={"name": "จังหวัดตัวอย่าง", "lines": "ผู้ว่าราชการจังหวัดน่าน\tsystem"})
        clerk.post("/signing/tidy")  # refused: it goes on record
    with served(made):
        yield made


@dataclass(frozen=True)
class Seen:
    """What a page shows."""

    title: str
    wider: int
    """Dots by which it is wider than the screen."""
    headings: list[int]
    """Their levels."""
    links: list[str]

    @property
    def in_order(self) -> bool:
        """One heading of the first level, and below a heading none that leaves a level out."""
        steps = pairwise(self.headings)
        return self.headings.count(1) == 1 and all(after <= before + 1 for before, after in steps)


def kind(address: str) -> str:
    """Return an address without the figures, ids and values that tell one of a kind from another."""
    parts = urlsplit(address)
    names = sorted({one.partition("=")[0] for one in parts.query.split("&")})
    return f"{_ID.sub('*', parts.path)}?{'&'.join(names)}"


def pages(page: Page) -> Iterator[tuple[str, Seen]]:
    """Follow links from the first page on, of each kind one, and yield what each page shows."""
    waiting = {kind("/"): "/"}
    looked_at: set[str] = set()
    while left := waiting.keys() - looked_at:
        for one in sorted(left):
            looked_at.add(one)
            answer = page.goto(waiting[one])
            assert answer is not None
            assert answer.status == HTTPStatus.OK, waiting[one]
            if not answer.headers["content-type"].startswith("text/html"):
                continue
            seen = Seen(**page.evaluate(SEEN))
            yield waiting[one], seen
            for link in seen.links:
                path = urlsplit(link).path
                if not (_FILE.search(path) or _HANDED_OUT.search(path)):
                    waiting.setdefault(kind(link), link)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("account", [None, "clerk", "official", "auditor", "administrator"])
def test_every_page_that_links_lead_to_is_fit_for_everybody(
    browser: Browser, office: WebOffice, account: str | None, language: str
) -> None:
    wrong = []
    titled: dict[str, set[str]] = {}

    with opened(browser, office, account, viewport={"width": 320, "height": 640}) as page:
        page.context.add_cookies([{"name": "language", "value": language, "url": office.counter.settings.address}])
        for address, seen in pages(page):
            axe(page)
            if seen.wider or not seen.in_order:
                wrong.append((address, seen.wider, seen.headings))
            titled.setdefault(seen.title, set()).add(urlsplit(address).path)

    assert wrong == []
    assert [paths for paths in titled.values() if len(paths) > 1 and paths != _SAME] == []
