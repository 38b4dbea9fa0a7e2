"""Who could sign for whom, on any day and as known at any moment.

    powers       one row a version of a recorded power, in the file of `registry.views.structure`
    enrolments   one row an enrolment of an officer: who signs letters at all, under which name

The rows are what was known; what follows from them is decided by `domain.structure`, as when a letter is admitted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from domain.authority import OfficerEnrolled
from domain.classes import ActingWord
from domain.letter.text import Signatory
from domain.structure.acts import UnitId
from domain.structure.judging import judge
from domain.structure.powers import Capacity, Ground, Judgement, Power, PowerKind, Verdict
from domain.structure.signers import barred, who_may_sign
from registry.views.spans import Point
from registry.views.structure import StructureView

_DECODED: Final = msgspec.json.Decoder(Power)
_ENROLLED: Final = msgspec.json.Decoder(OfficerEnrolled)
_POSTS: Final = frozenset({PowerKind.OWN_POST, PowerKind.ACTING})
_FOR_ANOTHER: Final = frozenset({PowerKind.ACTING, PowerKind.DELEGATION, PowerKind.ASSIGNMENT})


@dataclass(frozen=True, slots=True)
class Judged:
    """One way in which an officer could sign for a unit, and whether it was valid."""

    signatory: Signatory
    judgement: Judgement


class Powers:
    """Questions of authority, put to an open view."""

    def __init__(self, view: StructureView) -> None:
        """Answer from the rows of *view*."""
        self._view = view

    def who_may_sign(self, unit: UnitId, at: Point, *, matter: str | None = None) -> list[Capacity]:
        """Return everybody who could sign for a post of a unit, own posts first.

        Args:
            unit: the unit.
            at: in force on which moment, as known when.
            matter: only what covers this matter.
        """
        called = self._called(unit, at)
        here = self._of_units({unit, called} - {None}, at)
        officers = {power.officer for power in here if power.officer is not None}
        holders = [(power.to_unit or power.unit, power.to_post) for power in here if power.to_post is not None]
        known = [*here, *self._own_posts(officers, holders, at)]
        enrolments = self._enrolments({power.officer for power in known if power.officer is not None}, at)
        return who_may_sign(dict.fromkeys(known), enrolments, unit=unit, on=at.on, matter=matter, called=called)

    def judge(
        self, signatory: Signatory, at: Point, *, matter: str | None = None, unit: UnitId | None = None
    ) -> Judgement:
        """Return whether a signature was valid, of somebody who signs letters here.

        Args:
            signatory: the words under the signature.
            at: the moment of the signature, as known when.
            matter: as a delegation names it.
            unit: the unit whose post the signature is for: what is recorded for a post of the same name in another
                unit says nothing of it. None where only the post is known.
        """
        enrolments = self._enrolments((signatory.officer,), at)
        unable = barred(enrolments.get(signatory.officer), signatory)
        if unable is not None:
            return unable
        known = list(self._of_officer(signatory.officer, at))
        if unit is None:
            known += self._of_post(signatory.principal, at) if signatory.principal is not None else []
        else:
            there = {unit, self._called(unit, at)} - {None}
            elsewhere = {PowerKind.OWN_POST} if signatory.principal is not None else set()
            known = [power for power in known if power.unit in there or power.kind in elsewhere]
            known += self._of_units(there, at)
        return judge(dict.fromkeys(known), signatory, on=at.on, matter=matter)

    def ways(self, officer: str, unit: UnitId, at: Point, *, matter: str | None = None) -> list[Judged]:
        """Return every way in which records let an officer sign for a unit at any time, each judged for the point.

        The valid ones come first, then those of which nothing can be told. No way at all is an empty list: no record
        speaks of it.
        """
        called = self._called(unit, at)
        here = self._of_units({unit, called} - {None}, at)
        enrolled = self._enrolments((officer,), at).get(officer)
        own = [power for power in self._of_officer(officer, at) if power.kind is PowerKind.OWN_POST]
        found = dict.fromkeys(
            Signatory(officer, enrolled.name if enrolled else officer, one.post, None, word, principal)
            for one in own
            for word, principal in _words(one, here, {unit, called})
        )
        judged = [Judged(one, self.judge(one, at, matter=matter, unit=unit)) for one in found]
        return sorted(judged, key=lambda one: list(Verdict).index(one.judgement.verdict), reverse=True)

    def barred(self, officer: str, at: Point) -> Judgement | None:
        """Return what kept an officer from signing letters here at all; None where nothing did."""
        enrolled = self._enrolments((officer,), at).get(officer)
        return barred(enrolled, Signatory(officer, enrolled.name if enrolled else officer, ""))

    def held(self, officer: str, at: Point) -> list[Power]:
        """Return the posts that an officer held or acted for, own ones first."""
        posts = [one for one in self._of_officer(officer, at) if one.kind in _POSTS and one.in_force(at.on)]
        return sorted(posts, key=lambda one: one.kind is PowerKind.ACTING)

    def of_unit(self, unit: UnitId, at: Point) -> list[Power]:
        """Return what was in force of the posts of a unit, own posts first: who holds them, who acts, who is away."""
        found = dict.fromkeys(self._of_units({unit, self._called(unit, at)} - {None}, at))
        return sorted((one for one in found if one.in_force(at.on)), key=lambda one: list(PowerKind).index(one.kind))

    # --- rows --------------------------------------------------------------------------------------------

    def _called(self, unit: UnitId, at: Point) -> str | None:
        """Return the unit's name then, by which enrolments know it."""
        row = self._view.unit(unit, at)
        return None if row is None else row.name

    def _enrolments(self, officers: Iterable[str], at: Point) -> dict[str, OfficerEnrolled]:
        """Return the newest enrolments as known then, by officer."""
        sql = "SELECT fact FROM enrolments WHERE officer = ? AND known_from <= ? AND known_to > ?"
        rows = (row for officer in officers for row in self._view.rows(sql, (officer, at.known_at, at.known_at)))
        return {one.officer: one for one in (_ENROLLED.decode(row["fact"]) for row in rows)}

    def _of_units(self, units: Iterable[str | None], at: Point) -> list[Power]:
        """Return what is about some units, in one order whatever order the units come in."""
        named = sorted(unit for unit in units if unit is not None)
        return [power for unit in named for power in self._known("unit = ?", (unit,), at)]

    def _of_officer(self, officer: str, at: Point) -> Iterator[Power]:
        return self._known("officer = ?", (officer,), at)

    def _of_post(self, post: str, at: Point) -> list[Power]:
        """Return all that is about a post or its deputies, in whichever unit."""
        return [*self._known("post = ?", (post,), at), *self._known("deputises = ?", (post,), at)]

    def _own_posts(
        self, officers: Iterable[str], holders: Iterable[tuple[str, str | None]], at: Point
    ) -> Iterator[Power]:
        kind = PowerKind.OWN_POST.value
        for officer in sorted(officers):
            yield from self._known("officer = ? AND kind = ?", (officer, kind), at)
        for unit, post in holders:
            yield from self._known("unit = ? AND post = ? AND kind = ?", (unit, post, kind), at)

    def _known(self, condition: str, values: Sequence[str | None], at: Point) -> Iterator[Power]:
        """Yield the powers that were known, whenever they are in force: what is over speaks against a signature."""
        sql = f"SELECT power FROM powers WHERE {condition} AND known_from <= ? AND known_to > ?"  # noqa: S608 - conditions of ours
        for row in self._view.rows(
            f"{sql} ORDER BY position, post, officer, place", (*values, at.known_at, at.known_at)
        ):
            yield _DECODED.decode(row["power"])


def _words(own: Power, here: Sequence[Power], units: set[str | None]) -> Iterator[tuple[ActingWord | None, str | None]]:
    """Yield with which word for which post the holder of *own* could ever sign in a unit."""
    if own.unit in units:
        yield None, None
    for power in here:
        given = power.officer == own.officer or (
            power.officer is None
            and power.to_post == own.post
            and (own.unit == (power.to_unit or power.unit) or own.basis.ground is Ground.ENROLMENT)
        )
        if given and power.kind in _FOR_ANOTHER:
            match power.kind:
                case PowerKind.DELEGATION:
                    yield ActingWord.BY_DELEGATION, power.post
                case PowerKind.ASSIGNMENT:
                    yield ActingWord.ON_BEHALF, power.post
                case _:
                    yield power.word, power.post
    if own.deputises is not None and own.unit in units:
        yield ActingWord.ACTING_FOR_ABSENT, own.deputises
