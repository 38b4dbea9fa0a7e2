"""How the registry runs, all of it at one moment, and what of it needs somebody's hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final

from registry.operation.disk import Disk, disk
from registry.operation.log import Certificates, Certified, Log, ahead, certificates, log
from registry.operation.projections import Projection, projections
from registry.operation.queues import Queue, queues
from registry.operation.writing import Writing, writing
from registry.ordinary import Ordinary
from registry.reader import Reader
from registry.views.standing import ViewState

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
    log: Log
    disk: Disk
    certificates: Certificates
    ahead: float
    """Seconds by which the newest fact lies behind the clock's now."""


def state(reader: Reader, papers: Ordinary, *, now: datetime) -> State:
    """Look at everything; nothing is changed, and no view follows.

    Raises:
        RegistryError, KeysError: something cannot even be looked at.
    """
    return State(
        now,
        tuple(projections(reader)),
        tuple(queues(papers)),
        writing(reader, now=now),
        log(reader),
        disk(reader.home.path),
        certificates(reader),
        ahead(reader, now),
    )


def troubles(found: State) -> list[Trouble]:
    """Return what needs somebody's hand, the worst first."""
    every = [*_of_disk(found.disk), *_of_views(found), *_of_log(found), *_of_certificates(found)]
    if found.ahead > CLOCKS_APART:
        every.append(Trouble(Kind.CLOCK_BEHIND, Severity.FAILING, {"seconds": int(found.ahead)}))
    return sorted(every, key=lambda one: one.severity is not Severity.FAILING)


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
    if found.log.behind and not found.writing.running:  # a writer that runs is about to publish them
        yield Trouble(Kind.LOG_UNPUBLISHED, Severity.WARNING, {"leaves": found.log.behind})


def _of_certificates(found: State) -> Iterator[Trouble]:
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
