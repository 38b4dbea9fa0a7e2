"""The question how authority changed: officers, keys, posts, powers, absences; by whom, when, and what was before."""

from collections.abc import Iterator

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, RegistryOpened
from domain.letter.events import OrderSignedByHand, OrderSignedWithActs
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentRecorded
from registry.history.fields import changes
from registry.history.officers import OfficerFold
from registry.questions.asking import Asked, Row, names_of
from registry.reader import Recorded
from registry.store.recorder import AUTHORITY
from registry.views.timeline import Tie

CHANGES = ("position", "entered_at", "fact", "officer", "what", "about", "old", "new", "entered_by")

_NAMES = (
    *AUTHORITY,
    "order.signed.v2",
    "order.signed-by-hand.v1",
    "instrument.recorded.v1",
    "absence.recorded.v1",
    "absence.ended.v1",
)


def authority_changes(asked: Asked) -> Iterator[Row]:
    """Yield every change of an officer's name, posts, roles, keys, powers and absences, in the order of the log."""
    names = names_of(asked.reader)
    folds: dict[str, OfficerFold] = {}
    owners: dict[str, str] = {}
    absent: dict[str, str] = {}
    for line in asked.facts(*_NAMES):
        by = owners.get(line.statement.by)
        for officer in dict.fromkeys(_officers(line, owners, absent)):
            folded = folds.setdefault(officer, OfficerFold(officer))
            before = dict(folded.state)
            folded.follow(line, Tie.ABOUT)
            at = line.statement.at
            if asked.period.holds(at.date()):
                of = (line.position, at, line.statement.name, names.get(officer, officer))
                for change in changes(before, folded.state):
                    told = (change.field.what, change.field.about, change.old, change.new)
                    yield *of, *told, None if by is None else names.get(by, by)


def _officers(line: Recorded, owners: dict[str, str], absent: dict[str, str]) -> Iterator[str]:
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
        case AbsenceRecorded(officer=str(officer)):
            absent[line.digest] = officer
            yield officer
        case AbsenceEnded(absence=absence) if absence in absent:
            yield absent[absence]
        case OrderSignedWithActs(acts=acts) | OrderSignedByHand(acts=acts) | InstrumentRecorded(acts=acts):
            yield from (act.officer for act in acts.posts if act.officer is not None)
        case _:
            pass
