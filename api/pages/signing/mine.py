"""What the pages of an official share: whose drafts they are, with which key, and where they are signed."""

from base64 import urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from api.auth.rights import Visitor
from api.counter import Counter
from api.settings import Settings
from domain.errors import DomainError, NoSuchThing
from domain.structure.powers import Capacity
from keys.errors import KeysError
from registry.accounts.signing_keys import SigningKeyKept
from registry.acts import waiting
from registry.acts.signing_apart import Place
from registry.authoring import Holder
from registry.papers.looks_at import LooksAt
from registry.papers.signings import Signings
from registry.papers.working import Stage, WorkingDraft


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A key of the official that was made in a browser and counts."""

    kept: SigningKeyKept
    holder: Holder

    def given(self, settings: Settings) -> dict[str, Any]:
        """Return what `openHand` of ``static/signing/hand.js`` takes; nothing of it is secret."""
        wrapped = self.kept.wrapped
        return {
            "rp": settings.passkey_host,
            "origin": self.holder.origin,
            "spki": self.kept.spki,
            "credential": _text(wrapped.credential),
            "salt": _text(wrapped.salt),
            "wrapped": _text(wrapped.data),
            "certificate": _text(self.holder.certificate.der),
            "chain": [_text(one.der) for one in self.holder.chain],
        }


def place_of(counter: Counter, settings: Settings) -> Place:
    """Return where an official signs."""
    return Place(counter.office, counter.drafts, Signings(counter.papers), settings.random)


def looks_of(counter: Counter) -> LooksAt:
    """Return who saw which draft, and who put initials to it."""
    return LooksAt(counter.papers)


def draft_of(
    counter: Counter, visitor: Visitor, named: str, *, stages: Collection[Stage] = (Stage.WAITING,)
) -> WorkingDraft:
    """Return a draft that waits for the visitor, or did; of others nothing tells whether they are there.

    Raises:
        NoSuchThing: there is none such, or its class is above the visitor's clearance.
    """
    working = counter.drafts.get(named)
    own = working.waits_for == visitor.clerk
    if not own or working.stage not in stages or not visitor.may_read(working.letter.secrecy):
        raise NoSuchThing("no-such-draft", f"There is no draft {named!r}: it may have been deleted.", draft=named)
    return working


def keys_of(counter: Counter, visitor: Visitor) -> list[OwnKey]:
    """Return the visitor's keys that were made in a browser and count today, the newest first."""
    found = []
    for kept in counter.signing_keys.of(visitor.clerk):
        if kept.account == visitor.account.account and kept.certificates is not None:
            try:
                found.append(OwnKey(kept, counter.office.holder(kept.spki)))
            except (DomainError, KeysError):
                continue  # not enrolled yet, withdrawn or expired: its owner's page says so
    return found


def capacity_of(counter: Counter, working: WorkingDraft) -> Capacity | None:
    """Return in which capacity a draft is signed, as it is recorded today; None where no record says so."""
    words, officer = working.letter.signatory, working.plan.signatory
    wanted = (officer, words.post, words.acting, words.principal)
    found = waiting.signers(counter.office)
    return next((one for one in found if (one.officer, one.post, one.word, one.principal) == wanted), None)


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
