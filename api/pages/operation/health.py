"""How the registry runs, for monitoring: one JSON object whose shape stays as it is; fields may be added, none goes.

An administrator's session reads it at ``/operation/health``, a program with an administrator's token at
``/api/v1/health``. That it is asked from this very machine opens nothing: so is whatever comes through a proxy.
"""

from datetime import datetime
from enum import Enum

import msgspec
from litestar import get
from litestar.di import NamedDependency

from api.auth.rights import Right, allow
from api.counter import Counter
from api.pages.operation.running import OPEN, looked
from api.past import always_now
from api.routes.kit import READS
from registry.operation.log import Log
from registry.operation.state import Severity, State, soonest, troubles


class Status(Enum):
    """The worst of all troubles."""

    OK = "ok"
    WARNING = "warning"
    FAILING = "failing"


class TroubleNow(msgspec.Struct):
    """What needs somebody's hand."""

    kind: str
    severity: str
    facts: dict[str, str]


class WriterNow(msgspec.Struct):
    """The writer; it need not run, for the next act starts it."""

    running: bool
    since: datetime | None
    facts_in_five_minutes: int


class LogNow(msgspec.Struct):
    """The log; *behind* are leaves under no published checkpoint."""

    leaves: int
    facts: int
    behind: int
    published_at: datetime


class ViewNow(msgspec.Struct):
    """A projection."""

    name: str
    version: int
    state: str
    position: int
    behind: int
    bytes: int


class QueueNow(msgspec.Struct):
    """What waits."""

    name: str
    count: int
    oldest: datetime | None


class DiskNow(msgspec.Struct):
    """The disk of the registry."""

    bytes: int
    free: int
    percent: int


class Health(msgspec.Struct):
    """How the registry runs."""

    status: Status
    at: datetime
    troubles: list[TroubleNow]
    writer: WriterNow
    log: LogNow | None
    """None where it cannot be read, which is one of *troubles*."""
    views: list[ViewNow]
    queues: list[QueueNow]
    disk: DiskNow
    certificate_ends: datetime | None
    """The first to end of seal, roots and officers' keys; None where they cannot be read."""

    @classmethod
    def of(cls, found: State) -> "Health":
        """Return the state as monitoring reads it."""
        wrong = troubles(found)
        return cls(
            _status([one.severity for one in wrong]),
            found.at,
            [
                TroubleNow(one.kind.value, one.severity.value, {name: str(fact) for name, fact in one.facts.items()})
                for one in wrong
            ],
            WriterNow(found.writing.running, found.writing.since, found.writing.entered),
            _log(found.log),
            [
                ViewNow(one.name, one.version, one.state.value, one.position, one.behind, one.size)
                for one in found.projections
            ],
            [QueueNow(one.what.value, one.count, one.oldest) for one in found.queues],
            DiskNow(found.disk.size, found.disk.free, found.disk.full),
            None if found.certificates is None else soonest(found.certificates).until,
        )


def _log(found: Log | None) -> LogNow | None:
    return None if found is None else LogNow(found.leaves, found.facts, found.behind, found.published_at)


def _status(severities: list[Severity]) -> Status:
    if Severity.FAILING in severities:
        return Status.FAILING
    return Status.WARNING if severities else Status.OK


@get("/operation/health", opt=OPEN, sync_to_thread=True)
def show_health(counter: NamedDependency[Counter]) -> Health:
    """Tell how the registry runs."""
    return Health.of(looked(counter))


@get("/health", opt={**allow(Right.ADMINISTRATOR), **always_now()}, responses=READS, sync_to_thread=True)
def read_health(counter: NamedDependency[Counter]) -> Health:
    """Tell how the registry runs; 200 also where something is failing, which *status* says."""
    return Health.of(looked(counter))


ROUTES = (show_health,)
FOR_PROGRAMS = (read_health,)
