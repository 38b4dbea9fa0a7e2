"""What a page gives `static/signing/hand.js` to open: a visitor's own key that counts now, wrapped."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from api.auth.rights import Visitor
from api.counter import Counter
from domain.values import Digest
from keys.certificates import Certificate, load_all
from registry.accounts.signing_keys import SigningKeyKept, Stage


@dataclass(frozen=True, slots=True)
class OwnHand:
    """One key of a visitor that counts."""

    spki: Digest
    name: str
    """What its owner calls it."""
    data: str
    """JSON for an attribute ``data-hand``; nobody but the passkey's owner can open what is in it."""


def hands_of(counter: Counter, visitor: Visitor) -> Sequence[OwnHand]:
    """Return the visitor's keys that were made in a browser and count now, the newest first."""
    officer = visitor.account.officer
    if officer is None:
        return ()
    authority = counter.office.reader.authority()
    now = counter.settings.clock()
    found = []
    for kept in counter.signing_keys.of(officer):
        if kept.account != visitor.account.account or kept.stage(authority) is not Stage.COUNTS:
            continue
        certificates = load_all(kept.certificates or b"")
        if certificates[0].not_before <= now <= certificates[0].not_after:
            found.append(OwnHand(kept.spki, kept.name, _data(counter, kept, certificates)))
    return found


def hand_of(counter: Counter, visitor: Visitor) -> OwnHand | None:
    """Return the newest of `hands_of`; None where the visitor has to sign at the command line."""
    return next(iter(hands_of(counter, visitor)), None)


def _data(counter: Counter, kept: SigningKeyKept, certificates: Sequence[Certificate]) -> str:
    own, *above = (_text(one.der) for one in certificates)
    given = {
        "rp": counter.settings.passkey_host,
        "origin": counter.origin,
        "spki": kept.spki,
        "credential": _text(kept.wrapped.credential),
        "salt": _text(kept.wrapped.salt),
        "wrapped": _text(kept.wrapped.data),
        "certificate": own,
        "chain": above,
    }
    return msgspec.json.encode(given).decode()


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode()
