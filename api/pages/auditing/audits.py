"""/auditing/audits: everything verified again, how far it is, and what was found, kept and compared with the last."""

from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.kept_work import as_it_is, audits, begin_audit
from api.pages.auditing.shown import AUDITORS, progressing
from api.pages.handed_out import saved_as
from api.pages.page import page, see
from api.past import always_now
from api.texts.audited import COUNTED
from api.texts.refusals import in_thai
from api.texts.text import Text
from registry.audit.kept import MOST, AuditKept

TITLE: Final = Text("ตรวจทั้งทะเบียน", "Audits")
VERDICTS: Final = {
    "under-way": ("quiet", Text("กำลังตรวจ", "under way")),
    "valid": ("good", Text("ถูกต้อง", "in order")),
    "wrong": ("bad", Text("ไม่ถูกต้อง", "wrong")),
    "broken-off": ("warn", Text("ตรวจไม่เสร็จ", "broken off")),
}
"""What an audit said: the tone of the word, and the word."""
_NOW = {**AUDITORS, **always_now()}


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """A form with a button and nothing else."""


@get("/auditing/audits", opt=_NOW, sync_to_thread=True)
def index(counter: NamedDependency[Counter]) -> Template:
    """List the reports that are kept, the newest first."""
    kept = audits(counter)
    rows = [(one, as_it_is(counter.jobs, one, kept.get)[0]) for one, _ in kept.newest()]
    return page("auditing/audits.html", title=TITLE, rows=rows, verdicts=VERDICTS, most=MOST)


@post("/auditing/audits", opt=AUDITORS, sync_to_thread=True)
def begin(
    data: URLEncodedBody[Nothing], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Redirect:
    """Begin an audit."""
    del data  # there is nothing in it, and nothing else is taken
    return see(f"/auditing/audits/{begin_audit(counter, visitor).job}")


@get("/auditing/audits/{audit:uuid}", opt=_NOW, sync_to_thread=True)
def show(audit: FromPath[UUID], counter: NamedDependency[Counter]) -> Template:
    """Show how far an audit is, or what it found and what is otherwise than the last time."""
    kept = audits(counter)
    report, job = as_it_is(counter.jobs, audit, kept.get)
    earlier = kept.before(audit)
    return page(
        "auditing/audit.html",
        title=Text("รายงานการตรวจ", "Report of an audit"),
        audit=audit,
        report=report,
        job=job,
        digest=kept.digest(audit),
        verdicts=VERDICTS,
        wrong=None if report.wrong is None else Text(
            in_thai(report.wrong.slug, report.wrong.facts, report.wrong.message), report.wrong.message
        ),
        remarks=[Text(in_thai(one.slug, one.facts, one.message), one.message) for one in report.remarks],
        rows=_compared(report, None if earlier is None else earlier[1]),
        earlier=earlier,
    )  # fmt: skip


@get("/auditing/audits/{audit:uuid}/progress", opt=_NOW, sync_to_thread=True)
def progress(
    audit: FromPath[UUID], counter: NamedDependency[Counter], request: Request[Any, Any, Any]
) -> Response[str]:
    """Show how far an audit is, for a page that is open; when it is over, that page is loaded again."""
    _, job = as_it_is(counter.jobs, audit, audits(counter).get)
    return progressing(job, request)


@get("/auditing/audits/{audit:uuid}/report.json", opt=_NOW, sync_to_thread=True)
def download(audit: FromPath[UUID], counter: NamedDependency[Counter]) -> Response[Any]:
    """Hand out a report as it is kept; its digest is of these bytes."""
    return saved_as(audits(counter).data(audit), f"audit-{audit}.json", "application/json")


def _compared(report: AuditKept, earlier: AuditKept | None) -> list[tuple[Text, int, int | None]]:
    """Return what was counted, and by how much it is more than the last time."""
    return [
        (COUNTED[name], count, count - earlier.counts[name] if earlier and name in earlier.counts else None)
        for name, count in report.counts.items()
    ]


ROUTES = (index, begin, show, progress, download)
