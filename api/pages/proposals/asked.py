"""What waits for somebody's word: proposals that are kept, and second words that the facts themselves wait for.

<32 hex>                 a proposal (`registry.papers.proposals`)
key-<64 hex>             a key that one registrar enrolled: key.confirmed
instrument-<64 hex>      an instrument that one registrar recorded: instrument.confirmed
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.proposals.words import heading
from api.texts.text import Text
from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, Role
from domain.errors import NoSuchThing
from domain.facts import PersonFact
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed
from domain.values import Digest, File
from registry.papers.proposals import NEEDS, Proposal, Refused
from registry.powers import Records

_BY_FACTS = re.compile("(key|instrument)-([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that waits for its officer."""

    id: str
    fact: PersonFact
    words: Text
    files: tuple[File, ...] = ()
    by: str | None = None
    """The account that proposed it; None where the facts themselves ask for it."""
    why: str = ""
    at: datetime | None = None
    position: int | None = None
    refused: tuple[Refused, ...] = ()
    known: bool = False
    """The register has it already: somebody said so at the command line, or for another proposal."""

    @property
    def needs(self) -> frozenset[Role]:
        """The roles that may sign it: any one of them."""
        return NEEDS[type(self.fact)]

    def is_for(self, records: Records, officer: str | None) -> bool:
        """Tell whether an officer may sign it by role, or because it is about the officer's own key.

        The second word on a key is neither its officer's nor that of whoever spoke the first. In the end rules decide.
        """
        known = records.authority.officers.get(officer or "")
        if known is None or self.known:
            return False
        if isinstance(self.fact, KeyWithdrawn):
            key = records.authority.keys.get(self.fact.spki)
            if key is not None and key.officer == officer:
                return True
        if isinstance(self.fact, KeyConfirmed):
            key = records.authority.keys.get(self.fact.spki)
            if key is not None and officer in {key.officer, key.enrolled_by}:
                return False
        return bool(self.needs & set(known.enrolled.roles))


def all_asked(counter: Counter) -> Sequence[Asked]:
    """Return all that waits: proposals, the oldest first, then what the facts wait for."""
    records = counter.office.records()
    kept = [one for one in (_kept(each, records) for each in counter.proposals.waiting()) if not one.known]
    keys = [
        _of_facts(counter, f"key-{spki[7:]}", KeyConfirmed(key.enrolled, spki), records)
        for spki, key in records.authority.keys.items()
        if not key.confirmed and key.withdrawn is None
    ]
    instruments = [
        _of_facts(counter, f"instrument-{digest[7:]}", InstrumentConfirmed(digest), records)
        for digest, pending in records.structure.pending.items()
        if not pending.recorded.proposed
    ]
    return [*kept, *keys, *instruments]


def asked(counter: Counter, named: str) -> Asked:
    """Return what waits under an id; of a proposal also what became of it.

    Raises:
        NoSuchThing: nothing is asked under it, or not any more.
    """
    records = counter.office.records()
    found = _BY_FACTS.fullmatch(named)
    if found is None:
        return _kept(counter.proposals.proposal(named), records)
    digest = Digest(f"sha256:{found[2]}")
    if found[1] == "key":
        key = records.authority.keys.get(digest)
        if key is not None and not key.confirmed and key.withdrawn is None:
            return _of_facts(counter, named, KeyConfirmed(key.enrolled, digest), records)
    elif digest in records.structure.pending:
        return _of_facts(counter, named, InstrumentConfirmed(digest), records)
    raise NoSuchThing("no-such-proposal", f"No proposal {named[:40]!r} waits here.", proposal=named[:40])


def waiting_for(counter: Counter, visitor: Visitor) -> Sequence[Asked]:
    """Return what waits for the visitor's own word, by role."""
    officer, records = visitor.account.officer, counter.office.records()
    return [one for one in all_asked(counter) if one.is_for(records, officer)]


def _kept(one: Proposal, records: Records) -> Asked:
    words = heading(one.fact, records)
    known = one.position is None and is_known(one.fact, records)
    return Asked(
        one.id, one.fact, words, one.files, one.by, one.why, one.made_at, one.position, one.refused, known=known
    )


def is_known(fact: PersonFact, records: Records) -> bool:
    """Tell whether the register has already what a proposal asks for."""
    authority, absences = records.authority, records.posts.absences
    match fact:
        case KeyEnrolled(spki=spki):
            return spki in authority.keys
        case KeyWithdrawn(spki=spki):
            return spki in authority.keys and authority.keys[spki].withdrawn is not None
        case OfficerEnrolled(officer=officer):
            return officer in authority.officers and authority.officers[officer].enrolled == fact
        case AbsenceRecorded():
            return any(one.recorded == fact for one in absences.values())
        case AbsenceEnded(absence=absence):
            return absence in absences and absences[absence].ended is not None
        case _:
            return False


def _of_facts(counter: Counter, named: str, fact: PersonFact, records: Records) -> Asked:
    return Asked(named, fact, heading(fact, records), refused=counter.proposals.refusals(named))
