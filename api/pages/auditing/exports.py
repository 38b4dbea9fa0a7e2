"""/auditing/exports: the registry in open files, made here, fetched as one file, replayed elsewhere."""

from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Stream, Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.kept_work import as_it_is, begin_export, exports, require_export
from api.pages.auditing.shown import AUDITORS, progressing
from api.pages.handed_out import saved_in_pieces
from api.pages.page import page, see
from api.past import always_now
from api.texts.text import Text
from domain.classes import SecrecyClass
from domain.errors import InvalidValue
from registry.export.kept import MOST, ExportKept, name_of

TITLE: Final = Text("ส่งออกไปตรวจซ้ำที่อื่น", "Exports to replay elsewhere")
STATES: Final = {
    "under-way": ("quiet", Text("กำลังส่งออก", "under way")),
    "whole": ("good", Text("ครบแล้ว", "whole")),
    "broken-off": ("warn", Text("ทำไม่เสร็จ", "broken off")),
}
"""How an export stands: the tone of the word, and the word."""
CONTENTS: Final = {
    "public": Text("เฉพาะที่เปิดเผยได้", "only what is public"),
    "whole": Text("ทั้งหมด รวมเนื้อหาหนังสือทุกฉบับ", "everything, with every letter's text"),
}
_NOW = {**AUDITORS, **always_now()}


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """What the export is to hold."""

    holds: str


@get("/auditing/exports", opt=_NOW, sync_to_thread=True)
def index(counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """List the exports that are kept, the newest first."""
    kept = exports(counter)
    rows = [(one, as_it_is(counter.jobs, one, kept.get)[0]) for one, _ in kept.newest()]
    return page(
        "auditing/exports.html",
        title=TITLE,
        rows=[(one, export) for one, export in rows if _may_have(visitor, export)],
        states=STATES,
        contents=CONTENTS,
        whole=visitor.may_read(SecrecyClass.TOP_SECRET),
        most=MOST,
    )


@post("/auditing/exports", opt=AUDITORS, sync_to_thread=True)
def begin(
    data: URLEncodedBody[Wanted], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Redirect:
    """Begin an export."""
    if data.holds not in CONTENTS:
        raise InvalidValue("no-such-choice", f"There is no choice {data.holds[:60]!r}.", typed=data.holds[:60])
    return see(f"/auditing/exports/{begin_export(counter, visitor, public=data.holds == 'public').job}")


@get("/auditing/exports/{export:uuid}", opt=_NOW, sync_to_thread=True)
def show(export: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """Show how far an export is, or what it holds and how it is replayed."""
    found, job = as_it_is(counter.jobs, export, exports(counter).get)
    require_export(visitor, public=found.public)
    name = name_of(export)
    return page(
        "auditing/export.html",
        title=Text("ชุดส่งออก", "An export"),
        export=export,
        found=found,
        job=job,
        states=STATES,
        contents=CONTENTS,
        name=name,
        command=_command(name),
    )


@get("/auditing/exports/{export:uuid}/progress", opt=_NOW, sync_to_thread=True)
def progress(
    export: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
) -> Response[str]:
    """Show how far an export is, for a page that is open; when it is over, that page is loaded again."""
    found, job = as_it_is(counter.jobs, export, exports(counter).get)
    require_export(visitor, public=found.public)
    return progressing(job, request)


@get("/auditing/exports/{export:uuid}/tar", opt=_NOW, sync_to_thread=True)
def fetch(export: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Stream:
    """Hand out an export as one file, straight from the disk."""
    kept = exports(counter)
    require_export(visitor, public=kept.get(export).public)
    return saved_in_pieces(kept.tar(export), f"{name_of(export)}.tar", "application/x-tar")


def _command(name: str) -> str:
    return f"tar -xf {name}.tar && saraban replay {name} --trust roots.pem --log-key log.vkey --leaf0 leaf0.sha256"


def _may_have(visitor: Visitor, export: ExportKept) -> bool:
    return export.public or visitor.may_read(SecrecyClass.TOP_SECRET)


ROUTES = (index, begin, show, progress, fetch)
