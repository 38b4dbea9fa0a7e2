"""The HTTP API, version 1: every act and every question, as OpenAPI 3.1 describes them.

Programs bear a token (``Authorization: Bearer sar_…``) of an account, and may do what the account may. What enters a
fact takes an ``Idempotency-Key``. Refusals are RFC 9457 problems.
"""

from collections.abc import Sequence

from litestar import Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from api.auth.rights import Right, allow
from api.pages.operation import health
from api.routes import (
    administering,
    arrivals,
    books,
    directives,
    documents,
    drafts,
    histories,
    incoming,
    jobs,
    links,
    lists,
    mailing,
    opening,
    outgoing,
    owing,
    printing,
    public,
    received,
    statements,
)
from api.texts.text import Text

PATH = "/api/v1"
VERSION = "1.0.0"

DOCUMENT = f"{PATH}/document/openapi.json"

CHAPTERS: Sequence[tuple[Text, Sequence[HTTPRouteHandler]]] = (
    (Text("ทะเบียนและหนังสือ", "Registers and letters"), (*books.ROUTES, *histories.ROUTES)),
    (Text("อ่านและตรวจเอกสาร", "Reading and checking documents"), documents.ROUTES),
    (Text("ร่างหนังสือ", "Drafts"), drafts.ROUTES),
    (Text("ส่งหนังสือ", "Sending"), (*outgoing.ROUTES, *lists.ROUTES, *mailing.ROUTES, *owing.ROUTES)),
    (Text("สิ่งที่ให้ดำเนินการ และปฏิทิน", "Directives and the calendar"), directives.ROUTES),
    (
        Text("ชุดเลขและหนังสือรับ", "Numbers and receiving"),
        (*opening.ROUTES, *incoming.ROUTES, *arrivals.ROUTES, *received.ROUTES),
    ),
    (Text("พิมพ์และใบสำรองเลข", "Printing and outage sheets"), printing.ROUTES),
    (Text("ถ้อยคำที่ลงลายมือชื่อ", "Signed statements"), statements.ROUTES),
    (Text("งานที่ใช้เวลา", "Jobs"), jobs.ROUTES),
    (Text("ดูแลระบบ", "Administration"), administering.ROUTES),
    (Text("การเดินระบบ", "Operation"), health.FOR_PROGRAMS),
    (Text("ผู้รับที่ถือลิงก์", "Addressees who hold a link"), links.ROUTES),
    (Text("สำหรับทุกคน", "For anybody"), public.ROUTES),
)
"""Every route, by what belongs together."""


def router() -> Router:
    """Return the routes."""
    return Router(
        PATH,
        route_handlers=[route for _, routes in CHAPTERS for route in routes],
        include_in_schema=True,
        security=[{"token": []}],
    )


def described() -> OpenAPIConfig:
    """Return what the document says of the API as a whole; no page shows it that loads things from elsewhere."""
    return OpenAPIConfig(
        title="saraban",
        version=VERSION,
        description="A registry of official letters. Times are RFC 3339, days ISO 8601, years of series Buddhist.",
        use_handler_docstrings=True,
        operation_id_creator=lambda handler, _method, _path: operation_id(handler),
        render_plugins=[JsonRenderPlugin()],
        openapi_router=Router(f"{PATH}/document", route_handlers=[], opt=allow(Right.PUBLIC)),
        components=Components(
            security_schemes={
                "token": SecurityScheme(type="http", scheme="bearer", description="A token of an account.")
            }
        ),
    )


def operation_id(handler: HTTPRouteHandler) -> str:
    """Return a handler's name as generated clients spell theirs: ``readLetter``."""
    first, *rest = handler.handler_name.split("_")
    return first + "".join(word.capitalize() for word in rest)
