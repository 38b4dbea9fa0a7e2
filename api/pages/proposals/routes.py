"""Proposals and their signing, in two steps around the officer's own device.

/proposals                     what waits for somebody's word
/proposals/ID                  one of them: what will be true after it, and the very text that is signed
/proposals/ID/certificates     the certificates that it names, for the command line
/proposals/ID/statement        ──▶ the statement, for the officer's key   (JSON)
/proposals/ID/signed           ◀── the statement and its signature        (JSON)
/proposals/ID/take-back        nobody is to sign it
"""

from base64 import b64encode
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Response, Template

from api.auth.passkeys import unpadded
from api.auth.rights import NotYours, Right, Visitor, allow
from api.counter import Counter
from api.pages.administration.second_words import is_second
from api.pages.own_keys.hands import hand_of
from api.pages.own_keys.words import said_to
from api.pages.page import language_of, page, see
from api.pages.proposals.asked import Asked, all_asked, asked, waiting_for
from api.pages.proposals.words import after, command
from api.problems import REFUSALS, said, status_of
from api.texts.refusals import in_thai
from api.texts.roles import ROLES
from api.texts.text import Text
from domain.authority import KeyEnrolled
from domain.errors import InvalidValue, WrongStage
from domain.values import Digest, digest_bytes
from keys.certificates import Certificate, pem_of
from keys.signing import der_signature
from registry import wire
from registry.accounts.second_words import SecondWords
from registry.authoring import Unsigned
from registry.errors import RegistryError
from registry.papers.proposals import Refused

TITLE = Text("ข้อเสนอที่รอลงลายมือชื่อ", "Proposals that wait for a signature")
_SIGN = (Right.OFFICIAL, Right.CLERK, Right.AUDITOR)  # an administrator proposes, and signs nothing
_SEEN_BY = allow(*_SIGN, Right.ADMINISTRATOR)
_SIGNED_BY = allow(*_SIGN)
_LARGEST = 2 << 20
"""Bytes: a statement as base64, and its signature."""


class Begin(msgspec.Struct, forbid_unknown_fields=True):
    """Which key is going to sign."""

    key: str


class Signed(msgspec.Struct, forbid_unknown_fields=True):
    """A statement, as base64url, and the signature of its author: 64 bytes, r and s."""

    statement: str
    signature: str


@get("/proposals", opt=_SEEN_BY, sync_to_thread=True)
def show_all(counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """Show what waits for somebody's word."""
    mine = {one.id for one in waiting_for(counter, visitor)}
    rows = [(one, one.id in mine, _needs(one)) for one in all_asked(counter)]
    accounts = len(SecondWords(counter.accounts_file).waiting()) if is_second(counter, visitor) else None
    return page("proposals/all.html", title=TITLE, rows=rows, second_words=accounts)


@get("/proposals/{proposal:str}", opt=_SEEN_BY, sync_to_thread=True)
def show(
    proposal: FromPath[str],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
) -> Template:
    """Show one proposal, and the text that is signed."""
    one = asked(counter, proposal)
    records = counter.office.records()
    return page(
        "proposals/one.html",
        title=one.words,
        one=one,
        needs=_needs(one),
        after=[] if one.position is not None else after(one.fact, records),
        to_be_signed=_to_be_signed(one),
        command=command(one.fact),
        certified=isinstance(one.fact, KeyEnrolled),
        may_sign=bool(visitor.rights & set(_SIGN)) and one.is_for(records, visitor.account.officer),
        hand=hand_of(counter, visitor),
        words=said_to(request),
        refusals=[(each, Text(in_thai(each.slug, each.facts, each.english), each.english)) for each in one.refused],
        may_take_back=_may_take_back(one, visitor),
    )


@get("/proposals/{proposal:str}/certificates", opt=_SEEN_BY, sync_to_thread=True)
def hand_out(proposal: FromPath[str], counter: NamedDependency[Counter]) -> Response[bytes]:
    """Hand out the certificates that a proposal names, as PEM."""
    one = asked(counter, proposal)
    blobs = counter.office.reader.blobs
    found = pem_of([Certificate.load(blobs.get(file.sha256)) for file in one.files if file.role == "certificate"])
    disposition = f'attachment; filename="{one.id[:40]}.pem"'
    return Response(found, media_type="application/x-pem-file", headers={"Content-Disposition": disposition})


@post("/proposals/{proposal:str}/statement", opt=_SIGNED_BY, status_code=HTTPStatus.OK, sync_to_thread=True)
def begin(
    proposal: FromPath[str],
    data: JSONBody[Begin],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
) -> Response[dict[str, str]]:
    """Write the statement for the visitor's key; nothing is kept of it."""
    one = asked(counter, proposal)
    office = counter.office
    try:
        digest_bytes(data.key)
        holder = office.holder(Digest(data.key))
        _require_own(counter, visitor, Digest(data.key))
        _require_waiting(one)
        unsigned = holder.statement(one.fact, at=office.now, seen=office.reader.seen(), doc=one.files)
    except REFUSALS as refusal:
        return _refused(request, refusal)
    return Response({"statement": b64encode(unsigned.statement).decode()})


@post(
    "/proposals/{proposal:str}/signed",
    opt=_SIGNED_BY,
    status_code=HTTPStatus.OK,
    request_max_body_size=_LARGEST,
    sync_to_thread=True,
)
def finish(
    proposal: FromPath[str],
    data: JSONBody[Signed],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
) -> Response[dict[str, str]]:
    """Hand the signed statement in; the register decides."""
    one = asked(counter, proposal)
    try:
        position = _handed_in(counter, visitor, one, data)
    except REFUSALS as refusal:
        if not isinstance(refusal, RegistryError):
            counter.proposals.refused(one.id, _kept(visitor, refusal, counter))
        return _refused(request, refusal)
    if one.by is not None:
        counter.proposals.signed(one.id, position)
    return Response({"see": f"/proposals/{one.id}" if one.by is not None else "/proposals"})


@post("/proposals/{proposal:str}/take-back", opt=_SEEN_BY, sync_to_thread=True)
def take_back(
    proposal: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Redirect:
    """Forget a proposal: whoever made it, or an administrator."""
    one = asked(counter, proposal)
    if not _may_take_back(one, visitor):
        raise NotYours(
            "not-yours", "Your account does not open this page: ask an administrator where your work needs it."
        )
    counter.proposals.take_back(one.id)
    return see("/proposals")


def _handed_in(counter: Counter, visitor: Visitor, one: Asked, data: Signed) -> int:
    """Admit a signed statement that says exactly what is proposed; return its position in the log."""
    office = counter.office
    try:
        sent, signature = unpadded(data.statement), unpadded(data.signature)
    except ValueError:
        raise _not_proposed() from None
    statement = wire.decode(sent)
    _require_waiting(one)
    if (statement.fact, statement.doc, statement.re) != (one.fact, one.files, ()):
        raise _not_proposed()
    holder = office.holder(statement.by)
    _require_own(counter, visitor, statement.by)
    unsigned = Unsigned(statement.stream, sent, statement.at)
    answer = office.hand_in(unsigned.signed(holder.certificate, der_signature(signature)))
    return int(answer["position"])


def _require_own(counter: Counter, visitor: Visitor, spki: Digest) -> None:
    """Refuse a key that is not the visitor's own: who is signed in and who signs are one person."""
    if counter.office.reader.authority().key(spki).officer != visitor.account.officer:
        raise NotYours("not-own-key", "The key is another officer's than the one who is signed in.")


def _require_waiting(one: Asked) -> None:
    if one.position is not None:
        raise WrongStage("proposal-signed", "The proposal was signed: it is a fact now.")


def _not_proposed() -> InvalidValue:
    return InvalidValue("not-what-is-proposed", "What was signed is not what is proposed. Open the page again.")


def _may_take_back(one: Asked, visitor: Visitor) -> bool:
    waits = one.by is not None and one.position is None
    return waits and (one.by == visitor.account.account or Right.ADMINISTRATOR in visitor.rights)


def _needs(one: Asked) -> Text:
    roles = sorted(one.needs, key=lambda role: role.value)
    return Text(" หรือ ".join(ROLES[role].thai for role in roles), " or ".join(ROLES[role].english for role in roles))


def _to_be_signed(one: Asked) -> str:
    """Return what the page's script demands of the statement, and what a reader sees: the same text."""
    shown = {"typ": wire.name_of(one.fact), "fact": one.fact, "doc": one.files}
    return msgspec.json.format(msgspec.json.encode(shown), indent=2).decode()


def _kept(visitor: Visitor, refusal: Exception, counter: Counter) -> Refused:
    slug, facts = str(getattr(refusal, "slug", "refused")), dict(getattr(refusal, "facts", {}))
    return Refused(visitor.account.officer or "", counter.settings.clock(), slug, facts, str(refusal))


def _refused(request: Request[Any, Any, Any], refusal: Exception) -> Response[dict[str, str]]:
    """Answer the page's script with the sentence of a refusal."""
    slug = str(getattr(refusal, "slug", "refused"))
    return Response({"slug": slug, "detail": said(refusal, language_of(request))}, status_code=status_of(refusal))


ROUTES = (show_all, show, hand_out, begin, finish, take_back)
