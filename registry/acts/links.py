"""Recipients who have no key file answer: through the one-time link of their dispatch, or by a passkey.

clerk ──give──▶ tokens, shown once ─▶ the dispatch ─▶ recipient ──open_link──▶ acknowledge │ send_back │ report
                                                                   └─▶ offer_passkey ─▶ clerk: confirm_passkey
                          recipient's passkey: to_sign ─▶ signed on the device ─▶ hand_in

What comes through a link is the lowest level: only the registry's seal says that it was so. A passkey signs the
recipient's own statement; whose passkey it is, a clerk has said.
"""

from base64 import b32decode, b32encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, cast

import msgspec

from domain.directives import Progress
from domain.errors import InvalidValue, NotAllowed
from domain.letter.events import AnswerKind, LinkGiven, LinksGiven
from domain.letter.life import Stage
from domain.letter.links import LINK_SIZE, link_digest
from domain.passkeys import PasskeyConfirmed, PasskeyWithdrawn
from domain.thai.text import normalise
from domain.values import digest
from keys import webauthn
from registry import requests, wire
from registry.acts.answering import Recipient, RecipientFact, relation
from registry.acts.dispatching import followed
from registry.acts.office import Office
from registry.acts.outgoing import Issued, issued_in
from registry.links import require_key_file
from registry.register.group import new_stream
from registry.views.links import Given, KnownPasskey, Links, PasskeyState
from registry.views.unanswered import Answer, Unanswered
from registry.views.view import open_view
from registry.wire import Statement

LONGEST_NAME: Final = 200
"""Characters of an office, name, post, number or unit that somebody types through a link."""
LONGEST_TEXT: Final = 2_000
"""Characters of a reason or of how something was done."""

_TOLD: Final = {
    "receive_number": LONGEST_NAME,
    "reason": LONGEST_TEXT,
    "how": LONGEST_TEXT,
    "performer": LONGEST_NAME,
    "evidence": LONGEST_NAME,
}
"""What a recipient types of an answer or a report, and how many characters it may have."""
_NOBODY: Final = bytes(LINK_SIZE)
"""The link of nobody: what is looked for in place of a token that is none."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who speaks for an addressee, in that one's own words."""

    office: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class OpenLink:
    """What the holder of an addressee's newest link has before him."""

    letter: Issued
    to: int
    addressee: str
    given_at: datetime
    standing: Answer
    """How far the letter got with this addressee, with the answer if there is one."""
    withdrawn: bool
    """Whether another letter cancelled this one, or stands in its place."""
    passkeys: tuple[KnownPasskey, ...]
    """The addressee's own, without those that were withdrawn."""
    secret: bytes = field(repr=False)
    """The link's 16 bytes."""

    @property
    def answered(self) -> bool:
        """Whether the addressee has acknowledged or returned the letter, by whichever means."""
        return self.standing.level is not None


@dataclass(frozen=True, slots=True)
class ToSign:
    """A statement for a passkey to sign, and what the device is asked."""

    letter: Issued
    passkey: KnownPasskey
    statement: bytes

    @property
    def challenge(self) -> bytes:
        """What the browser hands to the passkey: 32 bytes."""
        return webauthn.challenge(self.statement)


def fitting(text: str, most: int) -> str:
    """Return what a recipient typed, in one spelling.

    Args:
        text: as typed.
        most: how many characters it may have: `LONGEST_NAME` or `LONGEST_TEXT`.

    Raises:
        InvalidValue: it is longer, or has something in it that nobody sees.
    """
    if len(text) > most:
        raise InvalidValue("answer-too-long", f"This has {len(text)} characters, {most} are the most.", most=most)
    return normalise(text)


# --- links ------------------------------------------------------------------------------------------------------


def give(
    office: Office, letter: Issued, *, to: Sequence[int], clerk: str, random: Callable[[int], bytes]
) -> dict[int, str]:
    """Give addressees fresh links; those that they had are good no longer.

    Args:
        office: where the letter went out.
        letter: which was sent.
        to: places in its list of addressees.
        clerk: who gives them.
        random: returns so many unpredictable bytes.

    Returns:
        the links' tokens by addressee, e.g. ``{0: "mfrggzdfmztwq2lknnwg23tpoa"}``. They are nowhere kept.

    Raises:
        DomainError: the letter was not sent, or not to these.
    """
    secrets = {one: random(LINK_SIZE) for one in to}
    given = tuple(LinkGiven(one, link_digest(secret)) for one, secret in secrets.items())
    _enter(office, requests.Enter(letter.stream, *_named(LinksGiven(given, office.clerk(clerk)))))
    return {one: _token(secret) for one, secret in secrets.items()}


def open_link(office: Office, token: str) -> OpenLink:
    """Return what a link's holder may see and answer.

    Raises:
        NotAllowed: it is no link, none of this registry, or not the newest one: which, is not told.
    """
    secret = _secret(token)
    with open_view(office.reader, Links) as view:
        given = view.link(link_digest(secret))
        if given is None or not given.newest or secret == _NOBODY:
            raise NotAllowed("link-not-known", "This link is not good, or no longer: ask the sender for a new one.")
        letter = issued_in(office, given.letter)
        addressee = letter.text.addressees[given.to].name
        known = view.passkeys(addressee=addressee)
    return OpenLink(
        letter=letter,
        to=given.to,
        addressee=addressee,
        given_at=given.given_at,
        standing=_standing(office, given),
        withdrawn=followed(office, letter).stage is Stage.WITHDRAWN,
        passkeys=tuple(one for one in known if one.state is not PasskeyState.WITHDRAWN),
        secret=secret,
    )


def acknowledge(  # noqa: PLR0913 - what a recipient says
    office: Office,
    link: OpenLink,
    who: Who,
    *,
    receive_number: str | None = None,
    arrived_at: datetime | None = None,
    registered_at: datetime | None = None,
) -> dict[str, Any]:
    """Acknowledge the letter through the link: the lowest level.

    Raises:
        DomainError: the addressee answered before, a part is missing, or a time cannot be.
    """
    told = {
        "receive_number": _name(receive_number),
        "arrived_at": arrived_at,
        "registered_at": registered_at,
    }
    return _answer(office, link, AnswerKind.ACKNOWLEDGED, who, told)


def send_back(office: Office, link: OpenLink, who: Who, *, reason: str) -> dict[str, Any]:
    """Return the letter through the link, and say why; refuses as `acknowledge` does."""
    return _answer(office, link, AnswerKind.RETURNED, who, {"reason": _text(reason)})


def report(  # noqa: PLR0913 - what a recipient says
    office: Office,
    link: OpenLink,
    who: Who,
    *,
    no: int,
    progress: Progress,
    happened_at: datetime,
    how: str,
    performer: str | None = None,
    their_number: str | None = None,
) -> dict[str, Any]:
    """Say through the link to whom a directive was passed on, or that it is done; refuses as `acknowledge` does."""
    fields = {
        **_who(link, who),
        "no": no,
        "progress": progress.value,
        "happened_at": happened_at,
        "how": _text(how),
        "performer": _name(performer),
        "their_number": _name(their_number),
    }
    return _by_link(office, link, "directive.reported-by-link.v1", fields)


# --- passkeys ---------------------------------------------------------------------------------------------------


def offer_passkey(  # noqa: PLR0913 - what a passkey is
    office: Office, link: OpenLink, who: Who, *, spki: bytes, credential: str, rp: str
) -> dict[str, Any]:
    """Offer a passkey that a browser made on the link's page; a clerk has to confirm it before it counts.

    Args:
        office: of the registry.
        link: of the addressee for whom it will answer.
        who: whose it is.
        spki: its public key (SubjectPublicKeyInfo, DER).
        credential: the credential's id, base64url without padding.
        rp: the relying party's id.

    Raises:
        keys.errors.BadPasskey: the key is of a kind that is not taken.
        DomainError: it was offered before, or a part is missing.
    """
    require_key_file(spki, rp)
    named = digest(sha256(spki).digest())
    office.reader.blobs.put(spki)
    officer = f"passkey-{named.removeprefix('sha256:')[:16]}"
    fields = {**_who(link, who), "spki": named, "credential": credential, "rp": rp, "officer": officer}
    return _by_link(office, link, "passkey.offered.v1", fields)


def confirm_passkey(office: Office, passkey: KnownPasskey, *, clerk: str) -> dict[str, Any]:
    """Say that a clerk has made sure whose passkey it is, e.g. by telephone: from here on it counts."""
    said = PasskeyConfirmed(passkey.offered, passkey.spki, office.clerk(clerk))
    return _enter(office, requests.Enter(passkey.stream, *_named(said)))


def withdraw_passkey(office: Office, passkey: KnownPasskey, *, reason: str, clerk: str) -> dict[str, Any]:
    """Say that a passkey counts no longer, or will not be confirmed."""
    said = PasskeyWithdrawn(passkey.spki, _text(reason), office.clerk(clerk))
    return _enter(office, requests.Enter(passkey.stream, *_named(said)))


def passkeys(office: Office) -> list[KnownPasskey]:
    """Return every recipient's passkey, those that wait for a clerk first."""
    with open_view(office.reader, Links) as view:
        return view.passkeys()


def recipient(passkey: KnownPasskey) -> Recipient:
    """Return as whom the holder of a passkey answers; its methods make what the passkey signs."""
    return Recipient(passkey.office, passkey.officer, passkey.name, passkey.post, (passkey.addressee,))


def to_sign(office: Office, letter: Issued, passkey: KnownPasskey, fact: RecipientFact) -> ToSign:
    """Return the statement that a recipient's passkey is to sign.

    Raises:
        NotAllowed: the passkey does not count.
        InvalidValue: a text is too long, or has something in it that nobody sees.
    """
    confirmed = office.reader.authority().passkey(passkey.spki).confirmed
    told = {name: fitting(getattr(fact, name), most) for name, most in _TOLD.items() if getattr(fact, name, None)}
    statement = Statement(
        log=office.reader.identity.origin,
        stream=new_stream(),
        seq=0,
        prev=None,
        seen=office.reader.seen(),
        at=office.now,
        by=passkey.spki,
        under=confirmed,
        fact=replace(fact, **told),  # type: ignore[arg-type] # texts of each of these facts
        re=(relation(letter),),
    )
    return ToSign(letter, passkey, wire.encode(statement))


def hand_in(office: Office, signed: ToSign, assertion: webauthn.Assertion) -> dict[str, Any]:
    """Hand in what a passkey signed.

    Raises:
        keys.errors.BadPasskey: it did not sign this statement, or not as it has to.
        DomainError: the addressee answered before, or what it says cannot be.
    """
    asked = requests.Admit(signed.statement, assertion.write(), kind="webauthn", stream=signed.letter.stream)
    answer = office.desk.ask(asked)
    return {**answer, "signed": wire.digest_of(signed.statement), "addressee": signed.passkey.addressee}


# --- either -----------------------------------------------------------------------------------------------------


def _answer(office: Office, link: OpenLink, kind: AnswerKind, who: Who, told: dict[str, Any]) -> dict[str, Any]:
    return _by_link(office, link, "letter.answered-by-link.v1", {**_who(link, who), "kind": kind.value, **told})


def _by_link(office: Office, link: OpenLink, name: str, fields: dict[str, Any]) -> dict[str, Any]:
    plain = cast("dict[str, object]", msgspec.to_builtins(fields))
    answer = _enter(office, requests.ByLink(link.letter.stream, link.secret, name, plain))
    return {**answer, "addressee": link.addressee}


def _enter(office: Office, request: requests.Request) -> dict[str, Any]:
    return office.desk.ask(request)


def _named(fact: LinksGiven | PasskeyConfirmed | PasskeyWithdrawn) -> tuple[str, dict[str, object]]:
    return wire.name_of(fact), cast("dict[str, object]", msgspec.to_builtins(fact))


def _who(link: OpenLink, who: Who) -> dict[str, Any]:
    return {
        "to": link.to,
        "office": _name(who.office) or "",
        "name": _name(who.name) or "",
        "post": _name(who.post) or "",
    }


def _standing(office: Office, given: Given) -> Answer:
    with open_view(office.reader, Unanswered) as view:
        return next(one for one in view.of(given.letter) if one.to == given.to)


def _name(text: str | None) -> str | None:
    return None if text is None or not text.strip() else fitting(text, LONGEST_NAME)


def _text(text: str) -> str:
    return fitting(text, LONGEST_TEXT)


def _token(secret: bytes) -> str:
    return b32encode(secret).rstrip(b"=").decode().lower()


def _secret(token: str) -> bytes:
    """Return a link's bytes; of what is no token, those of nobody's link, so that it is looked for all the same."""
    try:
        secret = b32decode(token.upper() + "======")
    except ValueError:
        return _NOBODY
    return secret if len(secret) == LINK_SIZE and _token(secret) == token else _NOBODY
