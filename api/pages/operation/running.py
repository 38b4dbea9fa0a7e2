"""How the registry runs (การเดินระบบ), on one page; projections built again as a job; the writer stopped and started.

Nothing here shows what a letter says: figures, names of projections and of officers, and what the machine said.
"""

import platform
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.metadata import version
from typing import Any, Final, Literal
from uuid import UUID, uuid4

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.jobs import Job, Progress
from api.pages.operation.words import COMPARED, PARTS, QUEUES, VIEW_STATES, sentence
from api.pages.page import page, see
from api.past import always_now
from api.texts.text import Text
from domain.errors import InvalidValue, NoSuchThing
from registry.operation.queues import Queue, What
from registry.operation.state import State, state, troubles
from registry.operation.writing import LATELY
from registry.ordinary import SQLITE_VERSION
from registry.reader import Reader
from registry.register.client import Client
from registry.views.every import VIEWS
from registry.views.rebuilding import rebuild
from registry.views.view import View

TITLE: Final = Text("การเดินระบบ", "Operation")
OPEN: Final = {**allow(Right.ADMINISTRATOR), **always_now()}
MOST: Final = 50
"""Certificates of officers on the page."""
REBUILDING: Final = "rebuild"
"""The kind of a job."""
LIBRARIES: Final = ("cryptography", "eventsourcing", "litestar", "pyhanko", "typst", "uvicorn")
"""Of the dependencies, those on which bytes and signatures rest, and those that face the network."""


class Named(msgspec.Struct, forbid_unknown_fields=True):
    """Which projection is meant; ``all`` for every one."""

    view: str


class Act(msgspec.Struct, forbid_unknown_fields=True):
    """What the writer is to do."""

    do: Literal["start", "stop"]


@dataclass(frozen=True, slots=True)
class Version:
    """Something that runs here, and which."""

    name: str
    version: str


def looked(counter: Counter) -> State:
    """Return how the registry runs now, with the jobs of the pages among what waits."""
    found = state(counter.office.reader, counter.papers, now=counter.settings.clock())
    begun = [job.asked_at for job in counter.jobs.unfinished()]
    jobs = Queue(What.JOBS, len(begun), min(begun, default=None))
    return replace(found, queues=(*found.queues, jobs))


@get("/operation", opt=OPEN, sync_to_thread=True)
def show(counter: NamedDependency[Counter]) -> Template:
    """Show how everything runs."""
    found = looked(counter)
    measured_at, taken = counter.measured.of(counter.settings.home, found.at)
    return page(
        "operation/running.html",
        title=TITLE,
        state=found,
        troubles=[(one.severity, sentence(one)) for one in troubles(found)],
        parts=taken,
        measured_at=measured_at,
        lately=LATELY,
        per_minute=found.writing.entered / (LATELY / timedelta(minutes=1)),
        states=VIEW_STATES,
        queue_names=QUEUES,
        part_names=PARTS,
        versions=versions(),
        size=_size,
        most=MOST,
    )


@post("/operation/rebuild", opt=OPEN, sync_to_thread=True)
def begin_rebuild(
    data: URLEncodedBody[Named], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Redirect:
    """Build projections again beside those that serve, compare, and switch; a job."""
    kinds = VIEWS if data.view == "all" else (_named(data.view),)
    home = counter.settings.home

    def work(progress: Progress) -> dict[str, object]:
        found: dict[str, object] = {}
        with Reader(home) as reader:
            for place, kind in enumerate(kinds):
                rebuilt = rebuild(reader, kind, progress=_share(progress, place, len(kinds)))
                found[rebuilt.name] = rebuilt.compared.value
        return found

    job = Job(uuid4(), REBUILDING, visitor.account.account, counter.settings.clock())
    return see(f"/operation/jobs/{counter.jobs.begin(job, work).job}")


@get("/operation/jobs/{job:uuid}", opt=OPEN, sync_to_thread=False)
def show_job(job: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """Show how far a rebuild is, and what came of it."""
    known = counter.jobs.of(job, visitor.account.account)
    if known.kind != REBUILDING:
        raise NoSuchThing("no-such-job", f"There is no job {job}.", job=str(job))
    outcomes = [(name, COMPARED[str(outcome)]) for name, outcome in known.found.items()]
    return page("operation/job.html", title=Text("สร้างมุมมองใหม่", "Rebuilding"), job=known, outcomes=outcomes)


@post("/operation/writer", opt=OPEN, sync_to_thread=True)
def run_writer(data: URLEncodedBody[Act], counter: NamedDependency[Counter]) -> Redirect:
    """Let the writer finish what it was asked and end, or have one running."""
    with Client(counter.settings.home) as client:
        if data.do == "stop":
            client.stop_writer()
        else:
            client.start_writer()
    return see("/operation#writer")


def versions() -> list[Version]:
    """Return which program runs here, on what."""
    return [
        Version("saraban", version("saraban")),
        Version("Python", platform.python_version()),
        Version("SQLite", SQLITE_VERSION),
        *(Version(name, version(name)) for name in LIBRARIES),
    ]


def _named(name: str) -> type[View]:
    for kind in VIEWS:
        if name == kind.NAME:
            return kind
    names = ", ".join(kind.NAME for kind in VIEWS)
    raise InvalidValue(
        "no-such-view", f"There is no view {name[:80]!r}; there are {names}.", view=name[:80], views=names
    )


def _share(progress: Progress, place: int, count: int) -> Progress:
    """Return how one view of several says how far all of them got."""
    return lambda done, all_: progress(place * all_ + done, count * all_)


def _size(count: int) -> str:
    """Return bytes as people read them: ``1.5 GB``."""
    size = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:  # noqa: PLR2004 - SI
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


ROUTES: Sequence[Any] = (show, begin_rebuild, show_job, run_writer)
