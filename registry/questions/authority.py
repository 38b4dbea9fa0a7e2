"""The question how authority changed: officers, keys, posts, powers, absences; by whom, when, and what was before.

What became known of powers, by orders or by those that repeal them, is told by `registry.views.powers_changed`.
"""

from collections.abc import Iterator
from heapq import merge

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, RegistryOpened
from domain.letter.events import LetterIssued
from domain.structure.events import AbsenceEnded, AbsenceRecorded
from registry.history.fields import Change, changes
from registry.history.officers import OfficerFold, powers
from registry.questions.asking import Asked, Found, name_of, names_of
from registry.reader import Reader, Recorded
from registry.store.recorder import AUTHORITY
from registry.views.powers_changed import Changed, changed
from registry.views.structure import StructureView
from registry.views.timeline import Tie
from registry.views.view import open_view

CHANGES = ("position", "entered_at", "fact", "officer", "what", "about", "old", "new", "entered_by")

_NAMES = (*AUTHORITY, "absence.recorded.v1", "absence.ended.v1")
_Found = tuple[Recorded, str | None, list[Change]]


def authority_changes(asked: Asked) -> Iterator[Found]:
    """Yield every change of an officer's name, posts, roles, keys, powers and absences, in the order of the log.

    What concerns a post and nobody by name, as a vacancy or a power given to whoever holds it, has no officer.
    """
    names = names_of(asked.reader)
    owners: dict[str, str] = {}
    with open_view(asked.reader, StructureView) as view:
        for found in merge(_said(asked, owners), _powers(asked.reader, view), key=lambda found: found[0].position):
            line, officer, made = found
            at = line.statement.at
            if asked.period.holds(at.date()):
                by = name_of(names, owners.get(_signer(asked.reader, line)))
                of = (line.position, at, line.statement.name, name_of(names, officer))
                for change in made:
                    yield Found((*of, change.field.what, change.field.about, change.old, change.new, by))


def _said(asked: Asked, owners: dict[str, str]) -> Iterator[_Found]:
    """Yield what was said of officers; remember whose keys it names."""
    folds: dict[str | None, OfficerFold] = {}
    absent: dict[str, str | None] = {}
    for line in asked.facts(*_NAMES):
        for officer in dict.fromkeys(_officers(line, owners, absent)):
            folded = folds.setdefault(officer, OfficerFold(officer))
            before = dict(folded.state)
            folded.follow(line, Tie.ABOUT)
            yield line, officer, changes(before, folded.state)


def _powers(reader: Reader, view: StructureView) -> Iterator[_Found]:
    for one in changed(view):
        made = _made(one)
        if made:
            yield reader.at(one.position), one.officer, made


def _made(one: Changed) -> list[Change]:
    return changes(powers(one.before), powers(one.after))


def _signer(reader: Reader, line: Recorded) -> str:
    """Return by which key a fact was signed; of an order that the seal admits, the order."""
    fact = line.statement.fact
    signed = reader.beginning(fact.signed_in) if isinstance(fact, LetterIssued) else None
    return (signed or line).statement.by


def _officers(line: Recorded, owners: dict[str, str], absent: dict[str, str | None]) -> Iterator[str | None]:
    """Yield whom a fact is about; remember whose keys and absences it names."""
    match line.statement.fact:
        case RegistryOpened(founders=founders):
            for one in founders:
                owners[one.spki] = one.officer
                yield one.officer
        case OfficerEnrolled(officer=officer):
            yield officer
        case KeyEnrolled(officer=officer, spki=spki):
            owners[spki] = officer
            yield officer
        case KeyConfirmed(spki=spki) | KeyWithdrawn(spki=spki):
            yield owners[spki]
        case AbsenceRecorded(officer=absentee):
            absent[line.digest] = absentee
            yield absentee
        case AbsenceEnded(absence=absence) if absence in absent:
            yield absent[absence]
        case _:
            pass
