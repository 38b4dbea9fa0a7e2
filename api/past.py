"""Any page as of a moment of the past, for auditors: what is opened then, what is refused, and with what pages work.

    session ─▶ its moment (kept here, never the browser's word) ─▶ guard ─▶ a counter of then ─▶ the page, bannered

A page that says nothing is shown as of the moment: its `Counter` reads the registry as it was, and refuses to be asked
for what has no past. A request that changes something is refused. What else a route is to the past it says itself:

    opt={**allow(…), **always_now()}     neither: it is not of the registry, and may be used at any time
    opt={**allow(…), **without_papers()} shown as of the moment, without the working papers that it shows beside
    opt={**allow(…), **present_only()}   nothing there has a past: said on a page (409)

Working papers, accounts and jobs may be edited, and nobody kept what they were. So a page that needs them says that.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import Any, Final, NoReturn

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from api.auth.rights import Right, Visitor, rights_of
from api.auth.same_site import SAFE
from api.counter import PAPERS, Counter
from api.errors import ApiError
from api.making import Making, Makings
from api.pages.articles import Articles
from api.settings import Settings
from registry import past, requests
from registry.home import Home
from registry.ordinary import Ordinary
from registry.papers.arrivals import Arrivals
from registry.papers.looks import Looks
from registry.papers.outages import Outages
from registry.papers.uploads import Uploads
from registry.past import Moment
from registry.reader import NotMadeYet, Reader
from registry.register.desk import Desk
from registry.verdicts.verdicts import Verdicts

MOST: Final = 4
"""Moments whose counters are kept."""
AT_ONCE: Final = 8_000
"""Positions that a page of the past waits for while they are read, a second or so; for more there is `api.making`."""
_KEY = "past"
_STANDS_STILL = "You are looking at the past, and nothing can be changed there: return to the present first."


class NotInThePast(ApiError):
    """The session looks at the past, where this is not."""


class _To(Enum):
    """What a route is to the past."""

    NOW = "now"
    WITHOUT_PAPERS = "without-papers"
    CLOSED = "closed"


def always_now() -> dict[str, Any]:
    """Return the option of a route that is not of the registry: it is open at any time, and shows and does what is."""
    return {_KEY: _To.NOW}


def without_papers() -> dict[str, Any]:
    """Return the option of a route whose page is of facts, and leaves out the working papers that it shows beside."""
    return {_KEY: _To.WITHOUT_PAPERS}


def present_only() -> dict[str, Any]:
    """Return the option of a route of which nothing has a past."""
    return {_KEY: _To.CLOSED}


def past_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Moment | None:
    """Return the moment at which whoever asks is looking."""
    visitor = connection.scope.get("user")
    return visitor.past if isinstance(visitor, Visitor) else None


def is_of_now(handler: object) -> bool:
    """Tell whether a route shows the present to everybody: what is public, and what is not of the registry."""
    opt = getattr(handler, "opt", {})
    return opt.get(_KEY) is _To.NOW or not isinstance(handler, BaseRouteHandler) or Right.PUBLIC in rights_of(handler)


def require_open_then(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let a request of a session that looks at the past pass only where it changes nothing, and there is something.

    Stands before `api.auth.rights.require_right`, so that whoever may do this in the present is told so.
    """
    visitor = connection.scope.get("user")
    method = connection.scope.get("method")
    if not isinstance(visitor, Visitor) or visitor.past is None or method == "OPTIONS":
        return
    to, rights = handler.opt.get(_KEY), rights_of(handler)
    opens = bool(rights & (visitor.rights | {Right.PUBLIC}))
    if opens and to is _To.NOW:
        return
    if method not in SAFE:
        raise NotInThePast("past-stands-still", _STANDS_STILL)
    if (rights & visitor.resting and not opens) or (opens and to is _To.CLOSED):
        _refuse_papers()


class Counters:
    """The counter of now, and those of the moments that were looked at last."""

    def __init__(self, now: Counter) -> None:
        """Serve the registry of *now*."""
        self._now = now
        self.makings = Makings()
        self._kept: OrderedDict[tuple[Moment, bool], PastCounter] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, request: Request[Any, Any, Any]) -> Counter:
        """Return the counter at which a request is served."""
        moment, handler = past_of(request), request.scope.get("route_handler")
        if moment is None or is_of_now(handler):
            return self._now
        key = (moment, getattr(handler, "opt", {}).get(_KEY) is _To.WITHOUT_PAPERS)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = PastCounter(self._now, moment, leave_out_papers=key[1])
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
            return self._kept[key]

    def have_made(self, moment: Moment, wanted: NotMadeYet) -> Making:
        """Have a derived answer of a moment made, and return how far it is; see `Makings.want`."""
        folder = self._now.settings.home
        return self.makings.want(moment.size, wanted, lambda: past.opened(folder, moment))

    def settings_of(self, request: Request[Any, Any, Any]) -> Settings:
        """Return the settings of that counter: its clock says what time it was."""
        return self.of(request).settings


class PastCounter(Counter):
    """A counter at which everything is as it was, and nothing is done. What it does not have has no past."""

    def __init__(self, now: Counter, moment: Moment, *, leave_out_papers: bool) -> None:
        """Serve what *now* serves, as of *moment*.

        Args:
            now: The counter of the present; its own `__init__` is not run here, which opens what has no past.
            moment: Of the past.
            leave_out_papers: Whether working papers are as if there were none; else they refuse to be asked.
        """
        self._home = Home(now.settings.home)
        self._moment = moment
        # Whoever opens the registry at the settings' folder would see the present: nothing lies where these point to.
        self.settings = replace(now.settings, clock=lambda: moment.at, home=self._home.past / "now-is-elsewhere")
        self.name, self.specimen, self.origin, self.demo = now.name, now.specimen, now.origin, now.demo
        self.access, self.limits = now.access, now.limits
        self.verdicts = Verdicts(self.settings.clock)
        self.articles, self.proven = Articles(), now.proven
        self._looks = now.looks
        self._mine = threading.local()
        self._following = threading.Lock()
        self._nothing = _nothing(self._home) if leave_out_papers else {}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else counters have
        """Return working papers where they are left out; everything else has no past.

        Raises:
            NotInThePast: it is of the present alone.
        """
        if name.startswith("_"):
            raise AttributeError(name)
        return self._nothing.get(name, _refuse_papers)()

    @property
    def looks(self) -> Looks:
        """How accounts like their registers shown, now."""
        return self._looks

    def reading(self) -> Reader:
        """Open a reader of then; the caller closes it."""
        return past.opened(self._home.path, self._moment, at_once=AT_ONCE)

    def desk(self) -> Desk:
        """Return a desk where nobody is."""
        return _Closed()


class _Closed:
    def ask(self, request: requests.Request, *, request_id: bytes | None = None) -> NoReturn:
        del request, request_id
        raise NotInThePast("past-stands-still", _STANDS_STILL)


def _nothing(home: Home) -> dict[str, Callable[[], object]]:
    """Return working papers of an office that has none."""
    home.past.mkdir(mode=0o700, exist_ok=True)
    papers = Ordinary(home.past / "no-papers.db", PAPERS)
    return {
        "papers": lambda: papers,
        "outages": lambda: Outages(papers),
        "arrivals": lambda: Arrivals(papers, Uploads(home.past / "no-files")),
    }


def _refuse_papers() -> NoReturn:
    raise NotInThePast(
        "no-past-here",
        "This page is of drafts, lists, accounts or other working papers, which have no past: return to the present to "
        "see it.",
    )
