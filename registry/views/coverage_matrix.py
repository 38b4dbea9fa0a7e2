"""The matrix that tells who has performed what a letter asks for: its addressees down, its directives across.

    not arrived ─▶ arrived ─▶ registered ─▶ acknowledged ─▶ passed on ─▶ done, with its evidence
                      └▶ returned                                └▶ overdue, by so many working days, until it is done

Each step has its time and who says so: the addressee in a statement of its own, or a clerk of this office who was
told (ข้อ 32, 39, 50).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from domain.directives import Progress
from domain.values import StreamId
from registry.calendar import Calendar
from registry.views.levels import Level


class Step(Enum):
    """How far it got; in the order in which somebody has to act."""

    NOT_ARRIVED = "not-arrived"
    ARRIVED = "arrived"
    RETURNED = "returned"
    REGISTERED = "registered"
    ACKNOWLEDGED = "acknowledged"
    PASSED_ON = "passed-on"
    DONE = "done"


_RANK = {step: rank for rank, step in enumerate(Step)}


@dataclass(frozen=True, slots=True)
class Reached:
    """One step of the letter's receipt: when, and who says so."""

    step: Step
    at: datetime
    by: str
    """An officer's id; or name, post and office of who speaks for the addressee."""
    own: bool
    """Whether it is said for the addressee itself: in a statement of its own, or through its link."""
    detail: str | None = None
    """The receive number, who was spoken with, why it was returned, what was noted of the sending."""
    level: Level | None = None
    """What the addressee's own word rests on; None of a clerk's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that the letter asks for."""

    no: int
    what: str
    who: str
    due: date | None
    """As signed; a day that was moved stands in the cells."""
    hours: str | None


@dataclass(frozen=True, slots=True)
class Noted:
    """One word on how far a directive got with an addressee."""

    progress: Progress
    happened_at: datetime
    how: str
    performer: str | None
    evidence: StreamId | None
    evidence_number: str | None
    by: str
    """As of `Reached`."""
    own: bool
    noted_at: datetime
    """When the register took it in."""
    level: Level | None = None
    """As of `Reached`."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A day that was moved, and why."""

    to: int | None
    """The addressee; None for all."""
    old: date | None
    new: date
    reason: str
    by: str
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """One directive with one addressee."""

    no: int
    step: Step
    due: date | None
    """As it holds now for this addressee."""
    notes: tuple[Noted, ...] = ()
    """The oldest first."""
    moves: tuple[Moved, ...] = ()

    @property
    def newest(self) -> Noted | None:
        """The newest word; None while nobody said anything."""
        return self.notes[-1] if self.notes else None

    @property
    def moved(self) -> Moved | None:
        """By which word the day holds now: the addressee's own before that for all; None for the day as signed."""
        own = [one for one in self.moves if one.to is not None]
        return next(reversed(own or self.moves), None)

    @property
    def reopened(self) -> bool:
        """Whether it was taken for done and is not."""
        return self.newest is not None and self.newest.progress is Progress.REOPENED

    @property
    def performer(self) -> str | None:
        """Who performs it, as far as it was passed on."""
        return next((one.performer for one in reversed(self.notes) if one.performer), None)

    @property
    def done(self) -> tuple[Noted, ...]:
        """What was said since it is done: once, and perhaps again with its evidence; nothing while it is not."""
        opened = max((place for place, one in enumerate(self.notes) if one.progress is not Progress.DONE), default=-1)
        return self.notes[opened + 1 :] if self.step is Step.DONE else ()

    @property
    def evidence(self) -> str | None:
        """The number of what shows that it is done."""
        return next((one.evidence_number for one in reversed(self.done) if one.evidence_number), None)


@dataclass(frozen=True, slots=True)
class Row:
    """One addressee: how far the letter got, and each directive."""

    to: int
    """The place in the letter's list."""
    addressee: str
    receipt: tuple[Reached, ...]
    """In the order of the steps; the last one is how far it got."""
    failed: bool
    """Whether the newest try to deliver it failed."""
    silent: bool
    """Whether nothing at all was heard of the addressee."""
    cells: tuple[Cell, ...]
    """One a directive, in their order."""

    @property
    def step(self) -> Step:
        """How far the letter itself got."""
        return self.receipt[-1].step

    @property
    def urgency(self) -> tuple[bool, bool, int, int]:
        """What rows are sorted by: the silent ones first, those that were not reached before all."""
        return not self.silent, not self.failed, min(_RANK[cell.step] for cell in self.cells), self.to


@dataclass(frozen=True, slots=True)
class Matrix:
    """A letter that asks for something, and how far everybody got with it."""

    letter: StreamId
    number: str
    withdrawn_by: str | None
    """The number of the letter that cancelled it or stands in its place: nothing of it is owed any more."""
    asked: tuple[Asked, ...]
    rows: tuple[Row, ...]
    """The most urgent first; none before it was sent."""

    def overdue(self, cell: Cell, on: date, calendar: Calendar) -> int | None:
        """Return by how many working days a directive is overdue on a day, or was when it was done; None if it is not.

        Its own day is in time. On days off right behind it, it is overdue by 0 working days.
        """
        if cell.due is None or cell.step is Step.RETURNED or self.withdrawn_by is not None:
            return None
        until = cell.done[0].happened_at.date() if cell.done else on
        return calendar.working_days_between(cell.due, until) if until > cell.due else None

    def moved(self, no: int) -> Moved | None:
        """Return by which word the day of directive *no* holds now for all; None for the day as signed."""
        moves = (one for row in self.rows[:1] for cell in row.cells if cell.no == no for one in cell.moves)
        return next(reversed([one for one in moves if one.to is None]), None)

    def totals(self, no: int) -> dict[Step, int]:
        """Return with how many addressees directive *no* is at which step."""
        steps = [cell.step for row in self.rows for cell in row.cells if cell.no == no]
        return {step: steps.count(step) for step in Step}
