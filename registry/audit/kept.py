"""Reports of audits, kept beside the registry: who began which, what it verified, what was the first thing wrong.

A report is written when the audit begins and again when it ends, so that one that broke off is told from one that
goes on. It proves nothing: whoever keeps the registry could write another. What counts is the audit itself, and that
its digest was noted elsewhere.
"""

from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal
from uuid import UUID

import msgspec

from domain.errors import NoSuchThing
from registry.audit.report import AuditFailed, AuditReport
from registry.kept_records import Records

MOST: Final = 50
"""Reports that are kept."""
COUNTED: Final = (
    "facts", "size", "signatures", "by_people", "streams", "letters", "received", "acknowledged", "series",
    "numbers_issued", "numbers_void", "numbers_open", "checkpoints", "files", "file_bytes", "answers",
    "refusals",
)  # fmt: skip
"""What an audit counts, in the order in which it is told."""

Verdict = Literal["under-way", "valid", "wrong", "broken-off"]


class Wrong(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first thing that was wrong."""

    slug: str
    message: str
    facts: dict[str, str | int]
    where: str
    position: int | None


class Noted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something odd that proves nothing wrong."""

    slug: str
    message: str
    facts: dict[str, str | int]


class AuditKept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One report."""

    account: str
    name: str
    """Of whoever began it."""
    begun_at: datetime
    ended_at: datetime | None = None
    verdict: Verdict = "under-way"
    first: int = 0
    """Positions of the log that were read, from the first to the last; None before it has ended well."""
    last: int | None = None
    root: str = ""
    counts: dict[str, int] = {}
    remarks: tuple[Noted, ...] = ()
    wrong: Wrong | None = None
    why: str = ""
    """Why it broke off."""

    def well(self, report: AuditReport, at: datetime) -> "AuditKept":
        """Return the report of an audit that found everything in order."""
        counts = {name: int(getattr(report, name)) for name in COUNTED}
        remarks = tuple(Noted(one.slug, one.message, _plain(one.facts)) for one in report.remarks)
        return msgspec.structs.replace(
            self, ended_at=at, verdict="valid", last=report.size - 1, root=report.root, counts=counts, remarks=remarks
        )

    def ill(self, failure: AuditFailed, at: datetime) -> "AuditKept":
        """Return the report of an audit that found something wrong."""
        wrong = Wrong(failure.slug, str(failure), _plain(failure.facts), failure.where, failure.position)
        return msgspec.structs.replace(self, ended_at=at, verdict="wrong", last=failure.position, wrong=wrong)

    def broken(self, why: str, at: datetime | None) -> "AuditKept":
        """Return the report of an audit that came to no end."""
        return msgspec.structs.replace(self, ended_at=at, verdict="broken-off", why=why)


class KeptAudits:
    """The reports of one registry."""

    def __init__(self, folder: Path) -> None:
        """Keep them in *folder*."""
        self._records = Records(folder, AuditKept)

    def write(self, audit: UUID, report: AuditKept) -> None:
        """Keep a report; of more than `MOST` the oldest go."""
        self._records.write(audit, report)
        for old, _ in self._records.newest()[MOST:]:
            self._records.forget(old)

    def newest(self) -> list[tuple[UUID, AuditKept]]:
        """Return all reports, the newest first."""
        return self._records.newest()

    def get(self, audit: UUID) -> AuditKept:
        """Return a report.

        Raises:
            NoSuchThing: there is none.
            StoreDamaged: it cannot be read.
        """
        found = self._records.get(audit)
        if found is None:
            raise _unknown(audit)
        return found

    def data(self, audit: UUID) -> bytes:
        """Return the very bytes of a report, whose SHA-256 is its digest; refuses as `get` does."""
        found = self._records.data(audit)
        if found is None:
            raise _unknown(audit)
        return found

    def digest(self, audit: UUID) -> str:
        """Return the SHA-256 of a report's bytes, 64 hexadecimal figures."""
        return sha256(self.data(audit)).hexdigest()

    def before(self, audit: UUID) -> tuple[UUID, AuditKept] | None:
        """Return the newest report that had ended before this one began, if any."""
        begun = self.get(audit).begun_at
        earlier = ((one, kept) for one, kept in self.newest() if one != audit and kept.verdict in {"valid", "wrong"})
        return next(((one, kept) for one, kept in earlier if kept.ended_at and kept.ended_at <= begun), None)

    def forget(self, audit: UUID) -> None:
        """Delete a report of what never began."""
        self._records.forget(audit)


def summary(report: AuditReport) -> dict[str, object]:
    """Return what programs are told of a finished audit."""
    return {**asdict(report), "remarks": [one.message for one in report.remarks]}


def _plain(facts: dict[str, object]) -> dict[str, str | int]:
    return {name: value if isinstance(value, int) else str(value) for name, value in facts.items() if value is not None}


def _unknown(audit: UUID) -> NoSuchThing:
    return NoSuchThing(
        "no-such-audit", f"There is no report {audit}, or it is older than those kept.", audit=str(audit)
    )
