"""Passkeys of recipients: offered through an addressee's link, and good for that addressee once a clerk confirms it.

    passkey.offered ──clerk──▶ passkey.confirmed ──clerk──▶ passkey.withdrawn
           └───────────────────clerk (refuses it)──────────────▲

A passkey is worth less than a key that two registrars enrolled: a clerk alone says whose it is. It answers letters
of this registry for one addressee, by name, and can do nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from domain.errors import InvalidValue, NoSuchThing, NotAllowed, WrongStage
from domain.values import Digest, StreamId

LONGEST_CREDENTIAL = 1400
"""Characters of a credential's id; WebAuthn (level 3, section 5.8.3) allows 1023 bytes."""


@dataclass(frozen=True, slots=True)
class PasskeyOffered:
    """Whoever holds an addressee's link offers a passkey; the file named with it is its public key (SPKI, DER)."""

    letter: StreamId
    to: int
    addressee: str
    """The name at place *to* of the letter's frozen list."""
    link: Digest
    spki: Digest
    credential: str
    """The credential's id, in base64url without padding; the browser asks for it."""
    rp: str
    """The relying party's id, e.g. ``registry.example.go.th``."""
    officer: str
    """What answers by this passkey are called by; no enrolled officer's id."""
    office: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class PasskeyConfirmed:
    """A clerk has made sure whose passkey it is; from here on it counts."""

    offered: Digest
    spki: Digest
    clerk: str


@dataclass(frozen=True, slots=True)
class PasskeyWithdrawn:
    """The passkey counts no longer from here on, or never will."""

    spki: Digest
    reason: str
    clerk: str


PasskeyEvent = PasskeyOffered | PasskeyConfirmed | PasskeyWithdrawn


@dataclass(frozen=True, slots=True)
class Passkey:
    """What is known of one passkey."""

    offered: PasskeyOffered
    newest: Digest
    """The newest statement about it, which the next one follows."""
    confirmed: Digest | None = None
    """The statement that confirms it; what it signs rests on that."""
    withdrawn: str | None = None
    """Why."""


Passkeys = Mapping[Digest, Passkey]
"""By the digest of the public key (SPKI)."""


def offer(passkeys: Passkeys, offered: PasskeyOffered) -> PasskeyOffered:
    """Refuse a passkey that was offered before, or of which something is not said.

    Raises:
        WrongStage: it was offered before, for whomever.
        InvalidValue: a part is missing, or too long.
    """
    if offered.spki in passkeys:
        raise WrongStage("key-known", f"Key {offered.spki[:23]}… was enrolled before.", key=offered.spki[:23])
    parts = ("credential", "rp", "officer", "office", "name", "post")
    missing = [part for part in parts if not str(getattr(offered, part)).strip()]
    if missing:
        raise InvalidValue(
            "passkey-part-missing", f"The passkey comes without {', '.join(missing)}.", parts=", ".join(missing)
        )
    if len(offered.credential) > LONGEST_CREDENTIAL:
        raise InvalidValue(
            "credential-too-long",
            f"A credential's id of {len(offered.credential)} characters is more than {LONGEST_CREDENTIAL}.",
            most=LONGEST_CREDENTIAL,
        )
    return offered


def confirm(passkeys: Passkeys, confirmed: PasskeyConfirmed, *, after: Digest | None) -> PasskeyConfirmed:
    """Refuse to confirm what was not offered so, was confirmed before, or is withdrawn.

    Args:
        passkeys: what is known.
        confirmed: what is said.
        after: the newest statement of the stream that it is said in.

    Raises:
        NoSuchThing: no such passkey waits, or not in this stream.
        WrongStage: it was confirmed before.
        NotAllowed: it was withdrawn.
    """
    known = _known(passkeys, confirmed.spki, after)
    _require_not_withdrawn(known)
    if known.confirmed is not None:
        raise WrongStage(
            "passkey-confirmed", f"The passkey of {known.offered.name} was confirmed before.", name=known.offered.name
        )
    if confirmed.offered != known.newest:
        raise _unknown(confirmed.spki)
    return confirmed


def withdraw(passkeys: Passkeys, withdrawn: PasskeyWithdrawn, *, after: Digest | None) -> PasskeyWithdrawn:
    """Refuse to withdraw what is unknown or was withdrawn before, or without a reason; *after* as of `confirm`."""
    known = _known(passkeys, withdrawn.spki, after)
    _require_not_withdrawn(known)
    if not withdrawn.reason.strip():
        raise InvalidValue("reason-missing", "Say why the key is withdrawn.", what=withdrawn.spki[:23])
    return withdrawn


def require_counting(passkeys: Passkeys, spki: Digest) -> Passkey:
    """Return a passkey that counts now, or refuse with the reason."""
    known = passkeys.get(spki)
    if known is None:
        raise _unknown(spki)
    _require_not_withdrawn(known)
    if known.confirmed is None:
        raise NotAllowed(
            "passkey-not-confirmed",
            f"The passkey of {known.offered.name} waits for a clerk of the sender's to confirm it.",
            name=known.offered.name,
        )
    return known


def evolve(passkeys: Passkeys, event: PasskeyEvent, *, statement: Digest) -> Passkeys:
    """Return what is known after *event*, which the seal said as *statement*. Never refuses."""
    match event:
        case PasskeyOffered(spki=spki):
            return {**passkeys, spki: Passkey(event, statement)}
        case PasskeyConfirmed(spki=spki):
            return {**passkeys, spki: replace(passkeys[spki], newest=statement, confirmed=statement)}
        case PasskeyWithdrawn(spki=spki, reason=reason):
            return {**passkeys, spki: replace(passkeys[spki], newest=statement, withdrawn=reason)}
        case _:
            assert_never(event)


def _known(passkeys: Passkeys, spki: Digest, after: Digest | None) -> Passkey:
    known = passkeys.get(spki)
    if known is None or known.newest != after:
        raise _unknown(spki)
    return known


def _require_not_withdrawn(known: Passkey) -> None:
    if known.withdrawn is not None:
        raise NotAllowed(
            "passkey-withdrawn",
            f"The passkey of {known.offered.name} was withdrawn: {known.withdrawn}.",
            name=known.offered.name,
            why=known.withdrawn,
        )


def _unknown(spki: Digest) -> NoSuchThing:
    return NoSuchThing("no-such-passkey", f"No passkey {spki[:23]}… is known here.", key=spki[:23])
