"""What a visitor may know of: drafts by unit and class, and what is owed of letters by their class."""

from collections.abc import Iterable
from dataclasses import replace

from api.auth.rights import Visitor
from api.counter import Counter
from domain.errors import NoSuchThing
from registry.accounts.accounts import WebRole
from registry.acts.office import Office
from registry.acts.outgoing import issued_in
from registry.papers.arrivals import Arrival
from registry.papers.working import WorkingDraft
from registry.views.owing import Debtor


def units(visitor: Visitor) -> list[str]:
    """Return the units in whose name the visitor is a clerk; the empty one is the whole office."""
    return [one.unit for one in visitor.account.grants if one.role is WebRole.CLERK] or [""]


def sees(visitor: Visitor, working: WorkingDraft) -> bool:
    """Tell whether a draft is the visitor's to see: of the own unit, and of no class above the clearance."""
    own = units(visitor)
    near = not working.unit or not all(own) or working.unit in own or working.made_by == visitor.account.account
    return near and visitor.may_read(working.letter.secrecy)


def draft(counter: Counter, visitor: Visitor, named: str) -> WorkingDraft:
    """Return a draft that the visitor may see; of others nothing tells whether they are there.

    Raises:
        NoSuchThing: there is none, or it is not the visitor's to see.
    """
    working = counter.drafts.get(named)
    if not sees(visitor, working):
        raise NoSuchThing("no-such-draft", f"There is no draft {named!r}: it may have been deleted.", draft=named)
    return working


def may_see(visitor: Visitor, arrival: Arrival) -> bool:
    """Tell whether an arrival is the visitor's to see: of no class above the clearance, or brought by the visitor.

    Whoever brought a classified letter has to be told so, and to delete it.
    """
    return visitor.may_read(arrival.held.entry.secrecy) or arrival.by == visitor.account.account


def arrival(counter: Counter, visitor: Visitor, named: str) -> Arrival:
    """Return an arrival that the visitor may see; of others nothing tells whether they are there.

    Raises:
        NoSuchThing: there is none, or it is not the visitor's to see.
    """
    found = counter.arrivals.get(named)
    if not may_see(visitor, found):
        raise NoSuchThing("no-such-arrival", "There is no such arrival: it was registered long ago, or deleted.")
    return found


def debtors(office: Office, visitor: Visitor, found: Iterable[Debtor]) -> list[Debtor]:
    """Leave out letters that the visitor may not know of, and who owes nothing else."""
    kept = []
    for one in found:
        known = tuple(two for two in one.unheard if visitor.may_read(issued_in(office, two.letter).text.secrecy))
        if known:
            kept.append(replace(one, unheard=known))
    return kept
