"""What takes long: asked for, followed while it goes on, and read when it is done."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from uuid import UUID

import msgspec
from anyio import to_thread
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import ServerSentEvent, ServerSentEventMessage

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.jobs import Job, State
from api.kept_work import begin_audit as begin_kept_audit
from api.routes.kit import ACTS, READS

PAUSE = 10.0
"""Seconds after which a reader is told that the job still goes on."""


class JobNow(msgspec.Struct):
    """A job as it is: *done* of *all* (0 while nobody knows of how many); *found* when it is done."""

    job: UUID
    kind: str
    state: State
    done: int
    all: int
    found: dict[str, object]
    failure: str | None

    @classmethod
    def of(cls, job: Job) -> "JobNow":
        """Return a job as programs read it."""
        failure = None if job.failure is None else job.failure.english
        return cls(job.job, job.kind, job.state, job.done, job.all, job.found, failure)


@post("/audits", opt=allow(Right.AUDITOR), responses=ACTS, status_code=HTTPStatus.ACCEPTED, sync_to_thread=True)
def begin_audit(counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> JobNow:
    """Have everything verified again, beside what lies in the registry's own ``trust/``; the report is kept."""
    return JobNow.of(begin_kept_audit(counter, visitor))


@get("/jobs/{job:uuid}", opt=allow(Right.SIGNED_IN), responses=READS, sync_to_thread=False)
def read_job(job: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> JobNow:
    """Return how far a job is."""
    return JobNow.of(counter.jobs.of(job, visitor.account.account))


@get(
    "/jobs/{job:uuid}/events",
    opt=allow(Right.SIGNED_IN),
    responses=READS,
    media_type="text/event-stream",
)
async def follow_job(
    job: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> ServerSentEvent:
    """Follow a job: an event ``job`` with its state whenever that changes, until it is over."""
    known = counter.jobs.of(job, visitor.account.account)
    return ServerSentEvent(_events(counter, known))


async def _events(counter: Counter, job: Job) -> AsyncIterator[ServerSentEventMessage]:
    yield _event(job)
    while not job.over:
        job = await to_thread.run_sync(counter.jobs.wait, job, PAUSE, abandon_on_cancel=True)
        yield _event(job)


def _event(job: Job) -> ServerSentEventMessage:
    return ServerSentEventMessage(event="job", data=msgspec.json.encode(JobNow.of(job)).decode())


ROUTES = (begin_audit, read_job, follow_job)
