"""Whether an instrument's acts are possible, asked before anything is recorded.

    form of each act ──▶ each act against what stands when it begins ──▶ the whole, at every moment
    (`forms`)            (the acts before it count already)              (`invariants`)

Everything is judged as known now, also what lies in the past: an order may correct the past, and is refused when
that would break what a later order did. Which acts need which fields, `domain.structure.forms` says.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from domain.errors import NoSuchThing, WrongNumber, WrongStage
from domain.structure.acts import Acts, InstrumentAct, InstrumentActKind, PostAct, UnitAct, UnitActKind, UnitId
from domain.structure.evolving import Work, in_effect
from domain.structure.forms import require_forms, require_interval
from domain.structure.instruments import ENDING, Source, begin_of
from domain.structure.invariants import not_there_by, require_sound
from domain.structure.structure import Structure, UnitState
from domain.structure.unit_codes import require_next
from domain.values import StreamId

_NO_OTHERS: Mapping[StreamId, str] = MappingProxyType({})


def decide(structure: Structure, acts: Acts, source: Source, *, others: Mapping[StreamId, str] = _NO_OTHERS) -> None:
    """Refuse acts that the structure, as known, does not allow.

    Args:
        structure: as known before *source*.
        acts: what it says.
        source: which instrument, with the moment that ตั้งแต่บัดนี้ means.
        others: orders without acts that the acts name, and their numbers.

    Raises:
        InvalidValue: an act lacks a field, has one too many, or its value is none.
        NoSuchThing: a unit or an instrument is not known.
        WrongNumber: an instrument has another number.
        WrongStage: another order stands against it; the sentence names that order.
    """
    require_forms(acts)
    for act in acts.units:
        require_interval(begin_of(source, act), act.until)
    for post in acts.posts:
        require_interval(begin_of(source, post), post.until)
    work = Work(structure)
    work.begin(acts, source)
    for change in acts.instruments:
        _require_changeable(work, change, others)
        work.change(change)
    for act in acts.units:
        _require_possible(work, act)
        work.claim(act)
    require_sound(work)
    for post in acts.posts:
        _require_units_of_post(work, post)


# --- acts on instruments -------------------------------------------------------------------------------------


def _require_changeable(work: Work, act: InstrumentAct, others: Mapping[StreamId, str]) -> None:
    known = work.before.instruments.get(act.instrument)
    number = others.get(act.instrument) if known is None else known.source.number
    if number is None:
        raise NoSuchThing(
            "instrument-unknown", f"No order or instrument {act.number} is known here.", number=act.number
        )
    if number != act.number:
        raise WrongNumber(
            "another-instrument",
            f"The instrument that is meant is {number}, and the act calls it {act.number}.",
            number=act.number,
            known=number,
        )
    since = begin_of(work.source, act)
    for change in work.changes.get(act.instrument, ()):
        if change.kind in ENDING and in_effect(change, work.instruments) and change.since <= since:
            if change.clause is None:
                raise WrongStage(
                    "instrument-ended",
                    f"{number} was ended by {change.by.number} from {change.since} on: {_name_newer(change.by)}",
                    number=number,
                    since=change.since,
                    by=change.by.number,
                )
            if change.clause == act.clause:
                raise WrongStage(
                    "clause-ended",
                    f"{act.clause} of {number} was ended by {change.by.number} from {change.since} on: "
                    f"{_name_newer(change.by)}",
                    clause=act.clause,
                    number=number,
                    since=change.since,
                    by=change.by.number,
                )
    if act.kind is InstrumentActKind.ADD:
        _require_new_clause(work, act, number)


def _name_newer(by: Source) -> str:
    return f"change {by.number} instead."


def _require_new_clause(work: Work, act: InstrumentAct, number: str) -> None:
    known = work.before.instruments.get(act.instrument)
    by = None
    if known is not None and act.clause in clauses(known.acts):
        by = number
    for change in work.changes.get(act.instrument, ()):
        if (change.kind, change.clause) == (InstrumentActKind.ADD, act.clause) and in_effect(change, work.instruments):
            by = change.by.number
    if by is not None:
        raise WrongStage(
            "clause-there",
            f"{act.clause} is in {number} already, by {by}: replace it instead of adding it.",
            clause=act.clause,
            number=number,
            by=by,
        )


def clauses(acts: Acts) -> frozenset[str | None]:
    """Return the clauses that acts name as their own; a text may have others, which do nothing to the structure."""
    return frozenset(act.clause for act in acts.units) | frozenset(act.clause for act in acts.posts)


# --- acts on units -------------------------------------------------------------------------------------------


def _require_possible(work: Work, act: UnitAct) -> None:
    on = begin_of(work.source, act)
    if act.under is not None:
        require_living(work, act.under, on)
    members = work.members(act)
    if act.every is not None and not members:
        raise NoSuchThing(
            "set-empty",
            f"There is no unit of the kind {act.every!r} {f'below {act.under} ' if act.under else ''}at {on}.",
            every=act.every,
            under=act.under or "-",
            at=on,
        )
    if act.kind is UnitActKind.ESTABLISH:
        _require_new_units(work, act, members, on)
        return
    for unit in (*members, *act.units):
        require_living(work, unit, on)
    if act.kind is UnitActKind.MOVE and act.parent is not None:
        require_living(work, act.parent, on)


def _require_new_units(work: Work, act: UnitAct, members: Sequence[UnitId], on: datetime) -> None:
    if act.every is None and act.parent is not None:
        require_living(work, act.parent, on)
    for member in members:
        unit = member if act.every is None else UnitId(f"{member}/{act.unit}")
        before = work.versions(unit)
        if before:
            state = before[-1].state
            raise WrongStage(
                "unit-established-before",
                f"{unit} was established by {state.established_by.number}, and a permanent name is given once: "
                "take another, or repeal that order from its beginning.",
                unit=unit,
                by=state.established_by.number,
            )
    if act.code is not None and not work.source.recorded:
        require_next(work.so_far(), act.code, on)


def require_living(work: Work, unit: UnitId, on: datetime) -> UnitState:
    """Return a unit as it stands at a moment, or refuse, naming the order by which it does not."""
    state = work.at(unit, on)
    if state is not None:
        return state
    if unit not in work.units:
        raise NoSuchThing("unit-never-established", f"No unit {unit} was ever established here.", unit=unit)
    raise WrongStage(
        "unit-not-there",
        f"{unit} does not exist at {on}: see {not_there_by(work, unit, on)}.",
        unit=unit,
        at=on,
        by=not_there_by(work, unit, on),
    )


# --- acts on posts -------------------------------------------------------------------------------------------


def _require_units_of_post(work: Work, act: PostAct) -> None:
    """Refuse an act on a post of a unit that does not exist when it begins; the rest is for powers to judge."""
    on = begin_of(work.source, act)
    require_living(work, act.unit, on)
    if act.to_unit is not None:
        require_living(work, act.to_unit, on)
