"""Refusals as answers: one table of statuses, and the sentence in the reader's language.

Programs get an RFC 9457 problem, people a page. What a form's handler catches itself stands beside the form.
"""

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from api.auth.refused import remember
from api.auth.rights import NotSignedIn, NotYours
from api.bodies import NotReadable, WrongHost
from api.errors import ApiError, Busy, NotCurrent
from api.limits import TooMany
from api.pages.page import language_of, page
from api.past import NotInThePast
from api.texts.refusals import sentence
from api.texts.text import Text
from domain import errors as domain_errors
from domain.errors import DomainError
from keys.errors import KeysError
from registry.errors import LogBusy, NotCanonical, RegistryError

Refusal = DomainError | KeysError | RegistryError | ApiError
REFUSALS: tuple[type[Exception], ...] = (DomainError, KeysError, RegistryError, ApiError)

STATUSES: tuple[tuple[type[Exception], HTTPStatus], ...] = (
    (NotSignedIn, HTTPStatus.UNAUTHORIZED),
    (NotYours, HTTPStatus.FORBIDDEN),
    (NotInThePast, HTTPStatus.CONFLICT),
    (TooMany, HTTPStatus.TOO_MANY_REQUESTS),
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE),
    (WrongHost, HTTPStatus.MISDIRECTED_REQUEST),
    (NotReadable, HTTPStatus.BAD_REQUEST),
    (NotCurrent, HTTPStatus.PRECONDITION_FAILED),
    (domain_errors.NotAllowed, HTTPStatus.FORBIDDEN),
    (domain_errors.NoSuchThing, HTTPStatus.NOT_FOUND),
    (domain_errors.WrongStage, HTTPStatus.CONFLICT),
    (domain_errors.WrongNumber, HTTPStatus.CONFLICT),
    (domain_errors.ClauseForbids, HTTPStatus.UNPROCESSABLE_ENTITY),
    (domain_errors.InvalidValue, HTTPStatus.UNPROCESSABLE_ENTITY),
    (LogBusy, HTTPStatus.SERVICE_UNAVAILABLE),
    (NotCanonical, HTTPStatus.UNPROCESSABLE_ENTITY),
    (KeysError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (ApiError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (RegistryError, HTTPStatus.INTERNAL_SERVER_ERROR),
)
"""The first that fits."""

BUSY = 2
"""Seconds after which a busy registry is asked again."""

_TITLES = {
    HTTPStatus.BAD_REQUEST: Text("คำขออ่านไม่ได้", "The request cannot be read"),
    HTTPStatus.UNAUTHORIZED: Text("ต้องเข้าสู่ระบบก่อน", "Sign in first"),
    HTTPStatus.FORBIDDEN: Text("ไม่มีสิทธิ์", "Not allowed"),
    HTTPStatus.NOT_FOUND: Text("ไม่พบหน้านี้", "There is no such page"),
    HTTPStatus.METHOD_NOT_ALLOWED: Text("ทำเช่นนี้กับหน้านี้ไม่ได้", "This cannot be done to this page"),
    HTTPStatus.CONFLICT: Text("ทำขั้นนี้ไม่ได้แล้ว", "This cannot be done now"),
    HTTPStatus.REQUEST_TIMEOUT: Text("คำขอมาช้าเกินไป", "The request took too long"),
    HTTPStatus.PRECONDITION_FAILED: Text("มีผู้แก้ไปแล้ว", "Changed meanwhile"),
    HTTPStatus.MISDIRECTED_REQUEST: Text("ที่อยู่ไม่ตรง", "Wrong address"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Text("แฟ้มหรือข้อความใหญ่เกินไป", "Too large"),
    HTTPStatus.UNPROCESSABLE_ENTITY: Text("ข้อมูลยังไม่ถูกต้อง", "Something is not right yet"),
    HTTPStatus.TOO_MANY_REQUESTS: Text("ขอถี่เกินไป", "Too many requests"),
    HTTPStatus.SERVICE_UNAVAILABLE: Text("ระบบไม่ว่าง", "The registry is busy"),
}
_WHAT_NOW = {
    HTTPStatus.BAD_REQUEST: Text("เปิดแบบฟอร์มใหม่แล้วส่งอีกครั้ง", "Open the form again, and send it once more."),
    HTTPStatus.NOT_FOUND: Text(
        "ที่อยู่อาจพิมพ์ไม่ครบ หรือหน้านั้นไม่มีแล้ว เริ่มใหม่จากหน้าแรก",
        "The address may be incomplete, or the page is no more. Begin at the first page.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Text(
        "เปิดหน้าของเรื่องนั้นจากหน้าแรก แล้วใช้ปุ่มในหน้า",
        "Open the page of the matter from the first page, and use the buttons there.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Text(
        "ลดขนาดแฟ้ม หรือแยกส่งทีละแฟ้ม แล้วลองอีกครั้ง", "Make the file smaller, or send files one by one."
    ),
}
"""What to do about what the web's own rules refuse."""
_BROKEN = Text("ระบบทำงานผิดพลาด", "Something went wrong inside")
_BROKEN_SAYS = Text(
    "ระบบทำงานผิดพลาด ผู้ดูแลระบบเห็นรายละเอียดในบันทึกของเครื่อง ลองใหม่อีกครั้ง",
    "Something went wrong; the machine's log tells the administrator where. Try again.",
)
_log = logging.getLogger("saraban.pages")


def status_of(refusal: Exception) -> HTTPStatus:
    """Return the HTTP status of a refusal."""
    return next(status for kind, status in STATUSES if isinstance(refusal, kind))


def said(refusal: Exception, language: str) -> str:
    """Return the sentence of a refusal."""
    return sentence(refusal) if language == "th" else str(refusal)


def refused(request: Request[Any, Any, Any], refusal: Exception) -> Response[Any]:
    """Answer a refusal."""
    remember(request.scope, refusal, form=False)
    status = status_of(refusal)
    if isinstance(refusal, NotSignedIn) and not _of_programs(request):
        asked = request.url.path if request.method == "GET" else "/"
        return Redirect(f"/sign-in?next={quote(asked)}", status_code=303)
    answer = _answer(request, status, getattr(refusal, "slug", "refused"), said(refusal, language_of(request)))
    if isinstance(refusal, TooMany):
        answer.headers["Retry-After"] = str(refusal.facts["wait"])
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = str(BUSY)
    return answer


def not_served(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Answer what the web's own rules refuse: no such page, a body that is no such form, too large."""
    status = HTTPStatus(error.status_code)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return broken(request, error)
    detail = _WHAT_NOW.get(status) or _TITLES.get(status, _BROKEN)
    answer = _answer(request, status, f"http-{int(status)}", detail.said(language_of(request)))
    answer.headers.update(error.headers or {})
    return answer


def broken(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Answer a mistake of ours; what it was stands in the machine's log, without what was asked."""
    _log.error("a request failed: %s", type(error).__name__, exc_info=error)
    return _answer(
        request, HTTPStatus.INTERNAL_SERVER_ERROR, "unexpected-error", _BROKEN_SAYS.said(language_of(request))
    )


def _of_programs(request: Request[Any, Any, Any]) -> bool:
    return request.url.path.startswith("/api/")


def _answer(request: Request[Any, Any, Any], status: HTTPStatus, slug: str, detail: str) -> Response[Any]:
    title = _TITLES.get(status, _BROKEN)
    if _of_programs(request):
        problem = {
            "type": f"urn:saraban:problem:{slug}",
            "title": title.said(language_of(request)),
            "status": int(status),
            "detail": detail,
        }
        return Response(problem, status_code=status, media_type="application/problem+json")
    return page("problem.html", status=status, title=title, detail=detail, slug=slug)
