"""What the pages of an official share: whose drafts they are, with which key, and where they are signed."""

from collections.abc import Collection

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.own_keys import hands
from api.pages.own_keys.hands import OwnHand
from api.settings import Settings
from domain.errors import NoSuchThing, WrongStage
from domain.structure.powers import Capacity
from registry.acts import waiting
from registry.acts.signing_apart import Place
from registry.papers.looks_at import LooksAt
from registry.papers.signings import Signings
from registry.papers.working import Stage, WorkingDraft


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
        WrongStage: it waited for the visitor, and is signed.
    """
    working = counter.drafts.get(named)
    own = working.waits_for == visitor.clerk and visitor.may_read(working.letter.secrecy)
    if own and working.stage is Stage.ISSUED and Stage.ISSUED not in stages:
        raise WrongStage("signed-before", "This letter is signed already: look at its receipt.")
    if not own or working.stage not in stages:
        raise NoSuchThing("no-such-draft", f"There is no draft {named!r}: it may have been deleted.", draft=named)
    return working


def hand_of(counter: Counter, visitor: Visitor) -> OwnHand | None:
    """Return the visitor's newest key that a browser at this address can open; None where there is none."""
    return hands.hand_of(counter, visitor) if counter.settings.passkeys_at else None


def capacity_of(counter: Counter, working: WorkingDraft) -> Capacity | None:
    """Return in which capacity a draft is signed, as it is recorded today; None where no record says so."""
    words, officer = working.letter.signatory, working.plan.signatory
    wanted = (officer, words.post, words.acting, words.principal)
    found = waiting.signers(counter.office)
    return next((one for one in found if (one.officer, one.post, one.word, one.principal) == wanted), None)
