"""How the rows of recorded powers follow: one row a version of a power, of an absence, of a post held by enrolment.

A row's interval in force is the power's own; what ended it earlier stands in the power itself, since an ending may
concern some matters only. An enrolment has no time in force: it is known from its position until the officer's next.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from domain.authority import OfficerEnrolled
from domain.structure.acts import Acts, PostActKind, UnitId
from domain.structure.posts import Posts, Subject, enrolled, powers_of, subjects_touched
from domain.structure.powers import Ground, Power
from domain.structure.structure import Structure
from domain.values import Digest
from registry.views.spans import COLUMNS, KNOWN, OPEN, guards, seconds, until_seconds
from registry.views.view import Ask, Write

_KEY = ("unit", "post", "officer", "position", "place")
"""A power is told from others by its post, its officer, the fact that it rests on, and its place there."""
_KEPT = ("kind", "ground", "deputises", "power")

TABLES = (
    f"""CREATE TABLE powers (
        unit TEXT NOT NULL, post TEXT NOT NULL, officer TEXT NOT NULL, position INTEGER NOT NULL,
        place INTEGER NOT NULL, kind TEXT NOT NULL, ground TEXT NOT NULL, deputises TEXT, power TEXT NOT NULL,
        {COLUMNS}, PRIMARY KEY (unit, post, officer, position, place, known_from)
    ) WITHOUT ROWID""",
    *guards("powers", _KEY, _KEPT),
    "CREATE INDEX powers_by_officer ON powers (officer)",
    f"""CREATE TABLE enrolments (
        officer TEXT NOT NULL, digest TEXT NOT NULL, fact TEXT NOT NULL, {KNOWN}, PRIMARY KEY (officer, known_from)
    ) WITHOUT ROWID""",
    *guards("enrolments", ("officer",), ("digest", "fact"), axes=("known",)),
)

_POWER = f"INSERT INTO powers VALUES ({','.join('?' * 13)})"  # noqa: S608 - nothing but marks
_CLOSE = (
    f"UPDATE powers SET known_to = ? WHERE {' AND '.join(f'{column} = ?' for column in _KEY)} AND known_to = {OPEN}"  # noqa: S608 - names of ours
)
_OPEN = f"SELECT {', '.join((*_KEY, *_KEPT))}, valid_from, valid_to FROM powers WHERE known_to = {OPEN}"  # noqa: S608 - names of ours
_ENROLLED = f"SELECT * FROM enrolments WHERE officer = ? AND known_to = {OPEN}"  # noqa: S608 - a number
_ENROLLED_AGAIN = f"UPDATE enrolments SET known_to = ? WHERE officer = ? AND known_to = {OPEN}"  # noqa: S608 - a number

_Row = tuple[str | int | None, ...]


class PowerEntries:
    """Writes the powers as known from a position on; rows that are as before are left alone."""

    def __init__(self, ask: Ask, write: Write) -> None:
        self._ask = ask
        self._write = write

    def count(self, posts: Posts, structure: Structure, acts: Acts, units: Iterable[UnitId], position: int) -> None:
        """Write what may differ since an instrument with *acts*, by which *units* may differ, became known."""
        subjects = subjects_touched(posts, structure, acts, units)
        for subject in sorted(subjects):
            self.about(posts, structure, subject, position)
        ends = (deed.act for subject in subjects for deed in posts.deeds.get(subject, ()))
        officers = {act.officer for act in ends if act.kind is PostActKind.END and act.officer is not None}
        for officer in sorted(officers):
            self._enrolled(posts, structure, officer, position)

    def about(self, posts: Posts, structure: Structure, subject: Subject, position: int) -> None:
        """Write the powers on one post."""
        of_post = f"{_OPEN} AND unit = ? AND post = ? AND ground <> ?"
        self._keep(of_post, (*subject, Ground.ENROLMENT.value), powers_of(posts, structure, subject), position)

    def enrol(
        self, posts: Posts, structure: Structure, fact: OfficerEnrolled, statement: Digest, position: int
    ) -> None:
        """Let an officer's newest enrolment take the place of the one before."""
        told = msgspec.json.encode(fact).decode()
        self._write(_ENROLLED_AGAIN, [(position, fact.officer)])
        self._write("INSERT INTO enrolments VALUES (?, ?, ?, ?, ?)", [(fact.officer, statement, told, position, OPEN)])
        self._enrolled(posts, structure, fact.officer, position)

    def _enrolled(self, posts: Posts, structure: Structure, officer: str, position: int) -> None:
        row = next(self._ask(_ENROLLED, (officer,)), None)
        if row is not None:
            fact = msgspec.json.decode(row["fact"], type=OfficerEnrolled)
            held = enrolled(posts, structure, fact, statement=row["digest"], position=row["known_from"])
            by_enrolment = f"{_OPEN} AND officer = ? AND ground = ?"
            self._keep(by_enrolment, (officer, Ground.ENROLMENT.value), held, position)

    def _keep(self, asked: str, values: tuple[str, ...], powers: Iterable[Power], position: int) -> None:
        before = [tuple(row) for row in self._ask(asked, values)]
        after = list(_rows(powers))
        closed, opened = [row for row in before if row not in after], [row for row in after if row not in before]
        self._write(_CLOSE, ((position, *row[: len(_KEY)]) for row in closed))
        self._write(_POWER, ((*row, position, OPEN) for row in opened))


def _rows(powers: Iterable[Power]) -> Iterator[_Row]:
    places: Counter[tuple[str, str, int]] = Counter()
    for power in powers:
        position = -1 if power.basis.position is None else power.basis.position
        place = places[power.unit, power.post, position]
        places[power.unit, power.post, position] += 1
        told = (power.kind.value, power.basis.ground.value, power.deputises, msgspec.json.encode(power).decode())
        bounds = (seconds(power.since), until_seconds(power.until))
        yield (power.unit, power.post, power.officer or "", position, place, *told, *bounds)
