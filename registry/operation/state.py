"""How the registry runs, all of it at one moment, and what of it needs somebody's hand."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Final, TypeVar

from keys.errors import KeysError
from registry.errors import RegistryError
from registry.operation.disk import Disk, disk
from registry.operation.files import Unusable, read_only, unusable
from registry.operation.log import Certificates, Certified, Log, ahead, certificates, log
from registry.operation.projections import Projection, projections
from registry.operation.queues import Queue, queues
from registry.operation.writing import Writing, writing
from registry.ordinary import Ordinary
from registry.reader import Reader
from registry.views.standing import ViewState

Found = TypeVar("Found")
FILLING: Final = 80
FULL: Final = 90
"""Percent of the disk from which on it is a warning, and a failure: a full disk takes no letters."""
SOON: Final = 30
"""Days before its end from which on a certificate is a warning."""
CLOCKS_APART: Final = 60.0
"""Seconds."""


class Severity(Enum):
    """How bad something is."""

    WARNING = "warning"
    """To be done within days."""
    FAILING = "failing"
    """Something does not work, or will not within hours."""


class Kind(Enum):
    """What needs somebody's hand; permanent names, which monitoring may look for."""

    DISK_FILLING = "disk-filling"
    DISK_FULL = "disk-full"
    VIEW_STOPPED = "view-stopped"
    VIEW_DAMAGED = "view-damaged"
    VIEW_DIFFERS = "view-differs"
    LOG_UNPUBLISHED = "log-unpublished"
    CERTIFICATE_ENDS = "certificate-ends"
    CERTIFICATE_ENDED = "certificate-ended"
    CLOCK_BEHIND = "clock-behind"
    PART_UNUSABLE = "part-unusable"
    READ_ONLY = "read-only"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that needs somebody's hand."""

    kind: Kind
    severity: Severity
    facts: Mapping[str, object] = field(default_factory=dict)
    """Of its sentence."""


@dataclass(frozen=True, slots=True)
class State:
    """How the registry runs."""

    at: datetime
    projections: tuple[Projection, ...]
    queues: tuple[Queue, ...]
    writing: Writing
    log: Log | None
    """None where it cannot be read; that is one of *unusable*."""
    disk: Disk
    certificates: Certificates | None
    """None likewise."""
    ahead: float
    """Seconds by which the newest fact lies behind the clock's now."""
    unusable: tuple[Unusable, ...] = ()
    read_only: bool = False
    """Nothing can be written in the registry's folder."""


def state(reader: Reader, papers: Ordinary, *, now: datetime) -> State:
    """Look at everything; nothing is changed, and no view follows.

    What cannot even be looked at is told with the rest: this is read when something is broken.

    Raises:
        RegistryError: the facts themselves cannot be read.
    """
    unread: list[Unusable] = []
    found = State(
        now,
        tuple(projections(reader)),
        _looked("papers.db", lambda: tuple(queues(papers)), unread) or (),
        writing(reader, now=now),
        _looked("tiles", lambda: log(reader), unread),
        disk(reader.home.path),
        _looked("trust", lambda: certificates(reader), unread),
        ahead(reader, now),
        read_only=read_only(reader.home),
    )
    every = {one.part: one for one in (*unusable(reader), *unread)}
    return replace(found, unusable=tuple(every.values()))


def _looked(part: str, look: Callable[[], Found], unread: list[Unusable]) -> Found | None:
    """Return what a look shows; None where *part* of the folder cannot be read, which is added to *unread*."""
    try:
        return look()
    except (RegistryError, KeysError, OSError) as error:
        unread.append(Unusable(part, str(error)))
        return None


def troubles(found: State) -> list[Trouble]:
    """Return what needs somebody's hand, the worst first."""
    every = [*_of_files(found), *_of_disk(found.disk), *_of_views(found), *_of_log(found), *_of_certificates(found)]
    if found.ahead > CLOCKS_APART:
        every.append(Trouble(Kind.CLOCK_BEHIND, Severity.FAILING, {"seconds": int(found.ahead)}))
    return sorted(every, key=lambda one: one.severity is not Severity.FAILING)


def _of_files(found: State) -> Iterator[Trouble]:
    if found.read_only:
        yield Trouble(Kind.READ_ONLY, Severity.FAILING)
    for one in found.unusable:
        yield Trouble(Kind.PART_UNUSABLE, Severity.FAILING, {"part": one.part, "why": one.why})


def _of_disk(found: Disk) -> Iterator[Trouble]:
    if found.full >= FULL:
        yield Trouble(Kind.DISK_FULL, Severity.FAILING, {"percent": found.full})
    elif found.full >= FILLING:
        yield Trouble(Kind.DISK_FILLING, Severity.WARNING, {"percent": found.full})


def _of_views(found: State) -> Iterator[Trouble]:
    for one in found.projections:
        if one.state is ViewState.STOPPED:
            yield Trouble(Kind.VIEW_STOPPED, Severity.FAILING, {"view": one.name})
        if one.state is ViewState.DAMAGED:
            yield Trouble(Kind.VIEW_DAMAGED, Severity.FAILING, {"view": one.name})
        if one.apart:
            yield Trouble(Kind.VIEW_DIFFERS, Severity.WARNING, {"view": one.name})


def _of_log(found: State) -> Iterator[Trouble]:
    if (
        found.log is not None and found.log.behind and not found.writing.running
    ):  # a writer that runs is about to publish them
        yield Trouble(Kind.LOG_UNPUBLISHED, Severity.WARNING, {"leaves": found.log.behind})


def _of_certificates(found: State) -> Iterator[Trouble]:
    if found.certificates is None:
        return
    needed = [(found.certificates.seal, Severity.FAILING)]
    needed += [(one, Severity.FAILING) for one in found.certificates.roots]
    needed += [(one, Severity.WARNING) for one in found.certificates.officers]
    for one, severity in needed:
        facts = {"holder": one.holder, "until": one.until.date()}
        if one.until <= found.at:
            yield Trouble(Kind.CERTIFICATE_ENDED, severity, facts)
        elif one.days_left(found.at) < SOON:
            yield Trouble(Kind.CERTIFICATE_ENDS, Severity.WARNING, facts)


def soonest(found: Certificates) -> Certified:
    """Return the certificate that ends first of all that the registry needs."""
    return min((found.seal, *found.roots, *found.officers), key=lambda one: one.until)
