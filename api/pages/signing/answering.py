"""What the check page's script asks for, as JSON: the document, its number, and the receipt for two signatures.

    POST /signing/DRAFT/look                the letter as it would be now: file, fact, digest; nothing is reserved
    GET  /signing/looks/LOOK/letter.pdf     the very bytes that are signed, with the gap for the signature
    POST /signing/looks/LOOK/number         number reserved: the statement to sign, or another look
    POST /signing/looks/LOOK/signed         both signatures ─▶ registered ─▶ where the receipt is
    POST /signing/looks/LOOK/leave          the page was left or refuses to sign: what is held is void

A refusal is {"slug", "says"}. The script believes none of it: it compares and hashes everything before it signs.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from http import HTTPStatus
from typing import Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody

from api.auth.refused import remember
from api.auth.rights import NotSignedIn, NotYours, Right, Visitor, allow
from api.counter import Counter
from api.pages.page import language_of
from api.pages.signing.mine import draft_of, looks_of, place_of
from api.problems import REFUSALS, refused, said, status_of
from api.settings import Settings
from domain.errors import InvalidValue, NoSuchThing
from domain.values import Digest
from registry.acts import signing_apart
from registry.papers.signings import Signing, Step

LONGEST = 4096
"""Characters of a part that the script hands over."""
_ENVELOPE = {"at", "by", "doc", "log", "prev", "re", "seen", "seq", "stream", "text", "typ", "under", "v"}
_LEFT = {"left": signing_apart.LEFT, "refused": signing_apart.PAGE_REFUSED, "time": signing_apart.OTHER_TIME}


def _told(request: Request[Any, Any, Any], refusal: Exception) -> Response[Any]:
    if isinstance(refusal, NotSignedIn | NotYours):
        return refused(request, refusal)
    remember(request.scope, refusal, form=False)
    says = said(refusal, language_of(request))
    return Response({"slug": getattr(refusal, "slug", "refused"), "says": says}, status_code=status_of(refusal))


_ASKED: dict[str, Any] = {
    "opt": allow(Right.OFFICIAL),
    "sync_to_thread": True,
    "exception_handlers": dict.fromkeys(REFUSALS, _told),
    "status_code": HTTPStatus.OK,
}


class Looked(msgspec.Struct, forbid_unknown_fields=True):
    """Which key will sign, and what is looked at to be signed before it: ids of looks, with commas between."""

    key: str
    behind: str = ""


class Insisting(msgspec.Struct, forbid_unknown_fields=True):
    """Whether a number is to be held where it is another than was shown."""

    insist: Literal["yes", "no"] = "yes"


class Signatures(msgspec.Struct, forbid_unknown_fields=True):
    """Both signatures, 64 bytes each, base64url."""

    statement: str
    file: str


class Leaving(msgspec.Struct, forbid_unknown_fields=True):
    """Why nothing is signed."""

    why: Literal["left", "refused", "time"] = "left"


@post("/signing/{draft:str}/look", **_ASKED)
def look(
    draft: FromPath[str],
    data: URLEncodedBody[Looked],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Make the letter as it would be signed now."""
    working, place = draft_of(counter, visitor, draft), place_of(counter, settings)
    behind = [one for one in data.behind.split(",") if one]
    kept = counter.signing_keys.key(Digest(data.key))
    if kept is None or (kept.account, kept.officer) != (visitor.account.account, visitor.clerk):
        raise NoSuchThing("no-such-signing-key", "No such key of yours is kept here: load the page again.")
    signing = signing_apart.look(place, draft, kept.spki, visitor.clerk, behind=behind)
    looks_of(counter).saw(working, visitor.clerk, at=counter.office.now)
    return _looked(signing)


@get("/signing/looks/{look:str}/letter.pdf", opt=allow(Right.OFFICIAL), sync_to_thread=True)
def letter(
    look: FromPath[str],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Response[bytes]:
    """Hand out the very bytes that are signed, gap and all."""
    signing = _own(counter, settings, visitor, look)
    if signing.file is None:
        raise NoSuchThing("no-such-signing", "There is no such letter open to be signed: open the draft again.")
    return Response(signing.file, media_type="application/octet-stream")


@post("/signing/looks/{look:str}/number", **_ASKED)
def number(
    look: FromPath[str],
    data: URLEncodedBody[Insisting],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Reserve the number; answer with the statement, or with what changed since."""
    _own(counter, settings, visitor, look)
    signing = signing_apart.number(place_of(counter, settings), look, visitor.clerk, insist=data.insist == "yes")
    if signing.step is Step.NUMBERED and signing.statement is not None:
        return _private({"look": signing.id, "statement": _text(signing.statement)})
    return _looked(signing)


@post("/signing/looks/{look:str}/signed", **_ASKED)
def signed(
    look: FromPath[str],
    data: URLEncodedBody[Signatures],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Register the letter; answered once it is in the log."""
    signatures = (_bytes(data.statement), _bytes(data.file))
    signing = signing_apart.sign(place_of(counter, settings), look, visitor.clerk, signatures)
    receipt = signing.receipt
    if receipt is None:
        raise TypeError("what is signed has a receipt")
    return _private(
        {
            "receipt": f"/signing/done/{signing.id}",
            "number": receipt.number,
            "position": receipt.position,
            "signed": receipt.signed,
        }
    )


@post("/signing/looks/{look:str}/leave", **_ASKED)
def leave(
    look: FromPath[str],
    data: URLEncodedBody[Leaving],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Let what is held go; left twice is once."""
    place = place_of(counter, settings)
    ended = signing_apart.give_up(place, look, visitor.clerk, _LEFT[data.why])
    return _private({"look": ended.id, "step": ended.step.value})


def _own(counter: Counter, settings: Settings, visitor: Visitor, look: str) -> Signing:
    """Return what the visitor looks at, as long as its draft is the visitor's to sign."""
    signing = place_of(counter, settings).signings.get(look, visitor.clerk)
    if signing.step is not Step.SIGNED:
        draft_of(counter, visitor, signing.draft)
    return signing


def _looked(signing: Signing) -> Response[Any]:
    said = json.loads(signing.shown)
    text = signing_apart.shown(signing).letter
    return _private(
        {
            "look": signing.id,
            "file": f"/signing/looks/{signing.id}/letter.pdf",
            "number": text.number,
            "dated": text.dated.isoformat(),
            "held": bool(signing.held),
            "at": said["at"],
            "typ": said["typ"],
            "fact": {name: value for name, value in said.items() if name not in _ENVELOPE},
            "doc": said["doc"],
        }
    )


def _private(answer: dict[str, Any]) -> Response[Any]:
    return Response(answer, headers={"Cache-Control": "no-store"})


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        return urlsafe_b64decode((text + "=" * (-len(text) % 4)) if len(text) <= LONGEST else "=")
    except ValueError:
        raise InvalidValue("not-base64url", "A part that the browser handed over cannot be read: try again.") from None


ROUTES = (look, letter, number, signed, leave)
