"""Offices whose pages an auditor looks at: a copy of a busy registry, and one that was cut at some size."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import cast
from urllib.parse import urljoin, urlsplit

from litestar import Litestar
from litestar.testing import TestClient

from domain.classes import SecrecyClass
from registry.accounts.accounts import Account, Grant, WebRole
from registry.reader import Reader
from tests.api.web import ADDRESS, NO_LIMITS, WebOffice
from tests.registry.world import Clock, World

BANNER = re.compile(r'<aside class="past".*?</aside>\n', re.DOTALL)
NOT_OF_THE_REGISTRY = ("/past", "/sign-", "/account", "/static/", "/v/", "/l/", "/api", "/verifier", "/language")
"""What shows the present whatever is looked at, or is one's own."""
NO_PAST = ("/lists", "/print/outages", "/refusals")
"""What may be edited, or is kept beside the registry: nobody knows what it was."""
_LINKS = re.compile(r'(?:href|src|data-href|hx-get)="([^"]+)"')


@dataclass(slots=True)
class _Closed:
    """A world in which nobody is left: a folder, and a clock."""

    folder: Path
    clock: Clock
    register: None = None


def office_at(folder: Path, clock: Clock) -> WebOffice:
    """Serve the registry in *folder*, of which nobody is at the writer's; ``everything`` has every right."""
    office = WebOffice.of(cast("World", _Closed(folder, clock)), limits=NO_LIMITS)
    account = Account("everything", "SPECIMEN everything", "clerk", SecrecyClass.NONE, tuple(map(Grant, WebRole)))
    office.counter.accounts.add(account, phrase=None, at=clock.now)
    return office


def crawled(client: TestClient[Litestar], *, most: int = 400) -> Iterator[tuple[str, int, str, bytes]]:
    """Follow every link of the registry's own pages, of each kind of address a few; yield path, status, type, body."""
    waiting = ["/", "/registers/sent"]
    met = dict.fromkeys(waiting, 0)
    for path in waiting:
        answer = client.get(path)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        yield path, answer.status_code, kind, answer.content
        text = answer.text if kind == "text/html" else ""
        for found in (*_LINKS.findall(BANNER.sub("", text)), answer.headers.get("location", "")):
            link = urlsplit(urljoin(f"{ADDRESS}{path}", unescape(found)))
            there = f"{link.path}?{link.query}".rstrip("?")
            pattern = re.sub(r"[0-9a-f-]{20,}|\d+", "0", there)
            known = met.get(there)
            if (
                f"{link.scheme}://{link.netloc}" != ADDRESS
                or known is not None
                or link.path.startswith((*NOT_OF_THE_REGISTRY, *NO_PAST))
            ):
                continue
            if met.get(pattern, 0) < 3 and len(waiting) < most:
                met[pattern] = met.get(pattern, 0) + 1
                met[there] = 0
                waiting.append(there)


def facts(folder: Path) -> int:
    """Return how many facts there are."""
    with Reader(folder) as reader:
        return reader.store.newest() + 1
