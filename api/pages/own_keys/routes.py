"""My signing keys (กุญแจลงลายมือชื่อของฉัน): made in this browser, certified, enrolled by two registrars, withdrawn.

/own-keys             one's keys, how far each has come, and a new one
/own-keys/options     what the passkey of a new key is made with
/own-keys/delete      forget a request that nobody certified
/own-keys/withdraw    propose to withdraw a key; its owner signs that on the proposal's page
"""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Response, Template

from api.auth.passkeys import NotEnrolled
from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.limits import CHALLENGES
from api.pages.own_keys import making
from api.pages.own_keys.words import said_to
from api.pages.page import page, see
from api.texts.text import Text
from domain.authority import Authority, KeyWithdrawn, Officer, Role
from domain.errors import DomainError, InvalidValue, NoSuchThing
from domain.thai.text import normalise
from keys.authority import common_name
from keys.certificates import load_all
from keys.errors import BadCertificate
from registry.accounts.signing_keys import SigningKeyKept, Stage

TITLE = Text("กุญแจลงลายมือชื่อของฉัน", "My signing keys")
STAGES: dict[Stage, Text] = {
    Stage.REQUESTED: Text("รอใบรับรอง", "waits for its certificate"),
    Stage.ISSUED: Text("รอนายทะเบียนคนแรก", "waits for the first registrar"),
    Stage.ENROLLED: Text("รอนายทะเบียนคนที่สอง", "waits for the second registrar"),
    Stage.COUNTS: Text("ใช้ได้", "counts"),
    Stage.EXPIRED: Text("ใบรับรองหมดอายุ", "its certificate has expired"),
    Stage.WITHDRAWN: Text("เพิกถอนแล้ว", "withdrawn"),
}
NEXT: dict[Stage, Text] = {
    Stage.REQUESTED: Text(
        "ขั้นต่อไป: ผู้ถือกุญแจผู้ออกใบรับรองของสำนักงานออกใบรับรองที่บรรทัดคำสั่ง",
        "Next: whoever holds the key of the office's certificate authority issues it at the command line.",
    ),
    Stage.ISSUED: Text(
        "ขั้นต่อไป: นายทะเบียนคนแรกลงลายมือชื่อที่หน้าข้อเสนอ",
        "Next: the first registrar signs it on the page of proposals.",
    ),
    Stage.ENROLLED: Text(
        "ขั้นต่อไป: นายทะเบียนอีกคนยืนยันที่หน้าข้อเสนอ",
        "Next: another registrar confirms it on the page of proposals.",
    ),
}
"""What happens next, and who does it."""
OWN_FIRST_WORD = Text(
    "ขั้นต่อไป: ท่านเป็นนายทะเบียน ลงลายมือชื่อรับรองเองได้ที่หน้าข้อเสนอด้วยกุญแจที่ใช้ได้อยู่ แล้วนายทะเบียนอีกคนยืนยัน",
    "Next: you are a registrar, so sign the first word yourself on the page of proposals, with a key that counts. "
    "Another registrar confirms it then.",
)
_SIGNED_IN = allow(Right.SIGNED_IN)


class Named(msgspec.Struct, forbid_unknown_fields=True):
    """One of one's requests."""

    request: int


class Withdrawal(msgspec.Struct, forbid_unknown_fields=True):
    """One of one's keys, and why it is to count no longer."""

    request: int
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One key as its page shows it."""

    kept: SigningKeyKept
    stage: Stage
    words: Text
    until: datetime | None
    """When its certificate ends."""
    then: Text | None
    """What happens next; None where nothing has to."""


@get("/own-keys", opt=_SIGNED_IN, sync_to_thread=True)
def show(
    counter: NamedDependency[Counter], visitor: NamedDependency[Visitor], request: Request[Any, Any, Any]
) -> Template:
    """Show one's signing keys."""
    return _page(counter, visitor, request)


@post("/own-keys/options", opt=_SIGNED_IN, sync_to_thread=True)
def ask_passkey(counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Response[str]:
    """Make a challenge for the passkey of a new key."""
    counter.limits.take(CHALLENGES, visitor.account.account)
    counter.office.reader.authority().officer(visitor.clerk)
    return Response(making.options(counter, visitor), media_type="application/json", status_code=HTTPStatus.OK)


@post("/own-keys", opt=_SIGNED_IN, sync_to_thread=True)
def add(
    data: URLEncodedBody[making.NewKey],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
) -> Response[Any]:
    """Keep a key that was made in the browser."""
    try:
        making.keep(counter, visitor, data)
    except (NotEnrolled, DomainError, BadCertificate) as wrong:
        return _page(counter, visitor, request, wrong=("key-name", wrong))
    return see("/own-keys")


@post("/own-keys/delete", opt=_SIGNED_IN, sync_to_thread=True)
def delete(
    data: URLEncodedBody[Named], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Redirect:
    """Forget a request that nobody certified."""
    counter.signing_keys.delete(_own(counter, visitor, data.request).officer, data.request)
    return see("/own-keys")


@post("/own-keys/withdraw", opt=_SIGNED_IN, sync_to_thread=True)
def withdraw(
    data: URLEncodedBody[Withdrawal],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
) -> Response[Any]:
    """Propose that one's key counts no longer, and go where it is signed."""
    kept = _own(counter, visitor, data.request)
    reason = normalise(data.reason)
    if not reason:
        wrong = InvalidValue("reason-missing", "Say why the key is withdrawn.", what=kept.spki[:23])
        return _page(counter, visitor, request, wrong=(f"reason-{kept.request}", wrong))
    settings = counter.settings
    proposal = counter.proposals.propose(
        KeyWithdrawn(kept.spki, reason),
        by=visitor.account.account,
        at=settings.clock(),
        why=reason,
        random=settings.random,
    )
    return see(f"/proposals/{proposal}")


def _own(counter: Counter, visitor: Visitor, request: int) -> SigningKeyKept:
    kept = counter.signing_keys.request(request)
    if (kept.account, kept.officer) != (visitor.account.account, visitor.clerk):
        raise NoSuchThing("no-such-request", f"There is no request {request} for a certificate.", request=request)
    return kept


def _page(
    counter: Counter,
    visitor: Visitor,
    request: Request[Any, Any, Any],
    *,
    wrong: tuple[str, Exception] | None = None,
) -> Template:
    authority = counter.office.reader.authority()
    officer = authority.officers.get(visitor.account.officer or "")
    kept_here = counter.signing_keys.of(officer.enrolled.officer) if officer else ()
    now = counter.settings.clock()
    return page(
        "own_keys/own_keys.html",
        status=HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY,
        title=TITLE,
        officer=officer,
        rows=[_row(kept, officer, authority, now) for kept in kept_here if officer],
        Stage=Stage,
        common_name=common_name(officer.enrolled.name) if officer else "",
        origin=counter.origin,
        words=said_to(request),
        wrong=wrong,
    )


def _row(kept: SigningKeyKept, officer: Officer, authority: Authority, now: datetime) -> Row:
    until = load_all(kept.certificates)[0].not_after if kept.certificates else None
    stage = kept.stage(authority, expired=until is not None and until < now)
    then = NEXT.get(stage)
    if stage is Stage.ISSUED and Role.REGISTRAR in officer.enrolled.roles:
        then = OWN_FIRST_WORD
    return Row(kept, stage, STAGES[stage], until, then)


ROUTES = (show, ask_passkey, add, delete, withdraw)
