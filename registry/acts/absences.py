"""Absences as clerks record them: of which post, since when, until when; and that the holder is back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.errors import NoSuchThing, WrongNumber
from domain.structure.acts import UnitId
from domain.structure.events import AbsenceEnded, AbsenceKind, AbsenceRecorded
from domain.structure.posts import Absence
from domain.structure.powers import PowerKind
from domain.structure.structure import Structure, unit_at
from keys.signing import SigningKey
from registry.acts.office import Office
from registry.powers import Records


@dataclass(frozen=True, slots=True)
class Wanted:
    """An absence that is to be recorded."""

    kind: AbsenceKind
    post: str
    unit: str
    """The unit's permanent name, or its code on that day."""
    since: datetime
    until: datetime | None = None
    officer: str | None = None
    """Who is away; the one who holds the post then, where it is not said."""
    note: str | None = None


def record(office: Office, key: SigningKey, wanted: Wanted) -> tuple[AbsenceRecorded, dict[str, Any]]:
    """Let a clerk or registrar state that a post is without its holder; return the fact and the answer.

    Raises:
        DomainError: the rules refuse it, or nobody or several hold the post, so that the officer must be named.
    """
    author, fact = office.author(key), stated(office, wanted)
    return fact, office.admit(author, fact)


def stated(office: Office, wanted: Wanted) -> AbsenceRecorded:
    """Return what is stated of a wanted absence.

    Raises:
        WrongNumber: nobody or several hold the post, so that the officer must be named.
    """
    records = office.records()
    unit = unit_called(records.structure, wanted.unit, wanted.since)
    officer = wanted.officer
    if officer is None and wanted.kind is not AbsenceKind.VACANT:
        officer = _holder(records, wanted, unit)
    return AbsenceRecorded(wanted.kind, wanted.post, unit, wanted.since, wanted.until, officer, wanted.note)


def end(office: Office, key: SigningKey, named: str, at: datetime) -> tuple[Absence, dict[str, Any]]:
    """Let a clerk or registrar state that an absence is over; *named* is its statement, or the post."""
    author = office.author(key)
    absence = open_absence(office.records(), named)
    return absence, office.admit(author, AbsenceEnded(absence.basis.digest, at))


def listed(office: Office, *, over: bool) -> list[Absence]:
    """Return the absences that are not over now, the newest first; with *over* all."""
    known = office.records().posts.absences.values()
    found = [one for one in known if over or one.until is None or office.now < one.until]
    return sorted(found, key=lambda one: (one.recorded.since, one.basis.digest), reverse=True)


def unit_called(structure: Structure, typed: str, on: datetime) -> UnitId:
    """Return the unit of that permanent name, or with that code on a day; what is neither stays as it was typed."""
    if typed in structure.units:
        return UnitId(typed)
    for unit in sorted(structure.coded.get(typed, ())):
        state = unit_at(structure, unit, on)
        if state is not None and state.code == typed:
            return unit
    return UnitId(typed)


def _holder(records: Records, wanted: Wanted, unit: UnitId) -> str:
    """Return the officer who holds the post when the absence begins, by order or by enrolment."""
    state = unit_at(records.structure, unit, wanted.since)
    places = {unit, *([] if state is None else [state.name])}
    names = (wanted.post, *records.authority.officers)
    held = {
        power.officer
        for power in records.of(names)
        if (power.kind, power.post) == (PowerKind.OWN_POST, wanted.post)
        and power.unit in places
        and power.in_force(wanted.since)
    }
    if len(held) != 1:
        raise WrongNumber(
            "which-holder",
            f"{len(held)} officers hold the post {wanted.post!r} of {unit} then: name the one who is away (--officer).",
            count=len(held),
            post=wanted.post,
            unit=unit,
        )
    return str(held.pop())


def open_absence(records: Records, named: str) -> Absence:
    """Return the absence of that statement (or its beginning), or the open one of that post.

    Raises:
        NoSuchThing: there is none.
        WrongNumber: there are several.
    """
    known = records.posts.absences
    found = [
        one
        for digest, one in known.items()
        if digest.startswith(named if named.startswith("sha256:") else f"sha256:{named}")
    ] or [one for one in known.values() if one.recorded.post == named and one.ended is None]
    if not found:
        raise NoSuchThing(
            "no-open-absence",
            f"No open absence is called {named!r}: saraban absence list shows them.",
            named=named[:60],
        )
    if len(found) > 1:
        raise WrongNumber(
            "which-absence",
            f"{len(found)} absences are called {named!r}: type the beginning of the statement's digest.",
            count=len(found),
            named=named[:60],
        )
    return found[0]
