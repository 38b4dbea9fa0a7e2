"""How the office's letters look: the emblem at their head, and the address in their QR codes."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import MultipartBody, URLEncodedBody
from litestar.response import Template

from api.counter import Counter
from api.pages.administration.shown import ADMINISTRATOR, PATH, desk
from api.pages.page import see
from api.problems import REFUSALS
from api.texts.text import Text
from registry.acts.office import Office
from registry.documents.writing import paper
from registry.documents.writing.paper import Paper

TITLE = Text("ตราและคิวอาร์โค้ด", "Emblem and QR code")


class Emblem(msgspec.Struct, forbid_unknown_fields=True):
    """A drawing for the head of all letters."""

    emblem: UploadFile


class Address(msgspec.Struct, forbid_unknown_fields=True):
    """Where the QR codes of all letters lead."""

    address: str


@get(f"{PATH}/letterhead", opt=ADMINISTRATOR, sync_to_thread=True)
def show(counter: NamedDependency[Counter]) -> Template:
    """Show how letters look."""
    return _shown(counter.office)


@get(f"{PATH}/letterhead/emblem.png", opt=ADMINISTRATOR, sync_to_thread=True)
def picture(counter: NamedDependency[Counter]) -> Response[bytes]:
    """Return a picture of the emblem as letters have it; the drawing itself is not handed to browsers."""
    return Response(paper.picture(_paper(counter.office).emblem), media_type="image/png")


@post(
    f"{PATH}/letterhead/emblem",
    opt=ADMINISTRATOR,
    sync_to_thread=True,
    request_max_body_size=paper.LARGEST_EMBLEM + (1 << 16),
)
def keep_emblem(data: MultipartBody[Emblem], counter: NamedDependency[Counter]) -> Response[Any]:
    """Take a drawing for all letters from now on."""
    office = counter.office
    try:
        paper.keep_emblem(office.reader.home.paper, data.emblem.file.read(paper.LARGEST_EMBLEM + 1))
    except REFUSALS as wrong:
        return _shown(office, wrong=wrong)
    return see(f"{PATH}/letterhead")


@post(f"{PATH}/letterhead/address", opt=ADMINISTRATOR, sync_to_thread=True)
def keep_address(data: URLEncodedBody[Address], counter: NamedDependency[Counter]) -> Response[Any]:
    """Take an address for the QR codes of all letters from now on."""
    office = counter.office
    try:
        paper.keep_address(office.reader.home.paper, data.address, origin=office.reader.identity.origin)
    except REFUSALS as wrong:
        return _shown(office, wrong=wrong, address=data.address)
    return see(f"{PATH}/letterhead")


def _paper(office: Office) -> Paper:
    return Paper.load(office.reader.home.paper, origin=office.reader.identity.origin)


def _shown(office: Office, *, wrong: Exception | None = None, address: str | None = None) -> Template:
    known = _paper(office)
    return desk(
        "letterhead.html",
        TITLE,
        wrong=wrong,
        own=(office.reader.home.paper / "emblem.svg").exists(),
        address=known.address if address is None else address,
        largest=paper.LARGEST_EMBLEM >> 10,
    )


ROUTES = (show, picture, keep_emblem, keep_address)
