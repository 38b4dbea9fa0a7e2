"""Audits and exports: begun by an auditor, done one after the other, what came of them kept when the pages end.

    begin ─▶ record "under way" ─▶ job (how far it is, in memory) ─▶ record "valid", "wrong", "whole", "broken off"

A record that says "under way" and has no job any more broke off with the process that did it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from api.auth.rights import NotYours, Visitor
from api.counter import Counter
from api.jobs import Job, Jobs, Progress, TooManyJobs
from domain.classes import SecrecyClass
from domain.errors import WrongStage
from registry.audit.audit import Trust, audit
from registry.audit.kept import AuditKept, KeptAudits, summary
from registry.audit.report import AuditFailed
from registry.export.kept import ExportKept, KeptExports
from registry.home import Home
from registry.reader import Reader

AUDIT, EXPORT = "audit", "export"
"""Kinds of jobs."""
_ENDED = "the pages were stopped before it ended"
Kept = TypeVar("Kept", AuditKept, ExportKept)


def audits(counter: Counter) -> KeptAudits:
    """Return the reports of audits."""
    return KeptAudits(Home(counter.settings.home).audits)


def exports(counter: Counter) -> KeptExports:
    """Return the exports that can be fetched."""
    return KeptExports(Home(counter.settings.home).exports)


def begin_audit(counter: Counter, visitor: Visitor) -> Job:
    """Have everything verified again, beside what lies in the registry's own ``trust/``.

    Raises:
        TooManyJobs: enough are waiting.
    """
    settings, kept = counter.settings, audits(counter)
    job = _new(counter, visitor, AUDIT)
    report = AuditKept(job.account, visitor.account.name, job.asked_at)

    def work(progress: Progress) -> dict[str, object]:
        try:
            found = audit(settings.home, Trust.beside(settings.home), progress=progress, cores=1)
        except AuditFailed as failure:
            kept.write(job.job, report.ill(failure, settings.clock()))
            raise
        except Exception as why:
            kept.write(job.job, report.broken(str(why), settings.clock()))
            raise
        kept.write(job.job, report.well(found, settings.clock()))
        return summary(found)

    kept.write(job.job, report)
    return _begun(counter.jobs, job, work, kept.forget)


def begin_export(counter: Counter, visitor: Visitor, *, public: bool) -> Job:
    """Have an export written that can be fetched afterwards.

    Raises:
        NotYours: it holds everything, and the visitor may not read every letter.
        WrongStage: another one is not done yet.
        TooManyJobs: enough are waiting.
    """
    require_export(visitor, public=public)
    settings, kept = counter.settings, exports(counter)
    job = _new(counter, visitor, EXPORT)
    begun = ExportKept(job.account, visitor.account.name, job.asked_at, public)

    def work(progress: Progress) -> dict[str, object]:
        try:
            with Reader(settings.home) as reader:
                made = kept.make(job.job, reader, progress=progress, now=settings.clock)
        except Exception as why:
            kept.write(job.job, begun.broken(str(why), settings.clock()))
            raise
        return {"size": made.size, "root": made.root, "digest": made.digest}

    kept.write(job.job, begun)
    return _begun(counter.jobs, job, work, kept.forget)


def require_export(visitor: Visitor, *, public: bool) -> None:
    """Refuse an export of everything to who may not read every letter: it holds them all.

    Raises:
        NotYours: the visitor is not cleared for the highest class.
    """
    if not public and not visitor.may_read(SecrecyClass.TOP_SECRET):
        raise NotYours(
            "not-yours", "Your account does not open this page: ask an administrator where your work needs it."
        )


def as_it_is(jobs: Jobs, one: UUID, read: Callable[[UUID], Kept]) -> tuple[Kept, Job | None]:
    """Return a record as it is now, and the job that works on it: one without a job, and without an end, broke off.

    The job is asked first: whatever it found is written before it is over.
    """
    job = jobs.known(one)
    kept = read(one)
    ended: datetime | None = kept.ended_at
    if ended is None and (job is None or job.over):
        broken: Kept = kept.broken(_ENDED, None)
        return broken, None
    return kept, None if ended else job


def _new(counter: Counter, visitor: Visitor, kind: str) -> Job:
    made = UUID(bytes=counter.settings.random(16), version=4)
    return Job(made, kind, visitor.account.account, counter.settings.clock())


def _begun(jobs: Jobs, job: Job, work: Callable[[Progress], dict[str, object]], forget: Callable[[UUID], None]) -> Job:
    try:
        return jobs.begin(job, work, alone=job.kind == EXPORT)
    except (TooManyJobs, WrongStage):
        forget(job.job)
        raise
