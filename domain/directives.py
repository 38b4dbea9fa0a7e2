"""What becomes of each thing that a letter asks for (ให้ดำเนินการ), for each of its addressees.

    asked ─▶ passed on (ข้อ 32 ว.2) ─▶ done, with its evidence (ข้อ 39, 47)
      └──────────────────────────────▶ done ─▶ reopened ─▶ …        its day is moved beside it, never silently

The facts, and what is known after them; who may say what and when, `domain.letter.directives` decides.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import assert_never

from domain.values import Digest, StreamId


class Progress(Enum):
    """How far a directive got with an addressee, as somebody says it."""

    PASSED_ON = "passed-on"
    """ส่งต่อ to whoever performs it (ข้อ 32 ว.2)."""
    DONE = "done"
    REOPENED = "reopened"
    """What was taken for done is not; *how* says why."""


@dataclass(frozen=True, slots=True)
class DirectiveReported:
    """รายงานผล. The recipient's own statement about one directive of the letter that *letter* names."""

    letter: Digest
    to: int
    no: int
    progress: Progress
    happened_at: datetime
    how: str
    office: str
    officer: str
    name: str
    post: str
    performer: str | None = None
    """The unit that performs it, when it was passed on."""
    evidence: str | None = None
    """Number of the recipient's own letter or order, as printed."""


@dataclass(frozen=True, slots=True)
class DirectiveNoted:
    """The seal enters how far a directive got: by the recipient's statement, or as *clerk* was told."""

    to: int
    no: int
    progress: Progress
    happened_at: datetime
    how: str
    performer: str | None = None
    evidence: StreamId | None = None
    """The letter or order of this registry that shows it (ข้อ 39, 47)."""
    evidence_number: str | None = None
    reported: Digest | None = None
    reported_in: StreamId | None = None
    """The stream of the recipient's statement."""
    clerk: str | None = None


@dataclass(frozen=True, slots=True)
class DirectiveEvidenced:
    """The other end of that link: this letter shows that a directive of another was performed (ข้อ 39, 47)."""

    letter: StreamId
    number: str
    to: int
    no: int
    how: str
    clerk: str


@dataclass(frozen=True, slots=True)
class DeadlineMoved:
    """เลื่อนกำหนด. A directive's day is moved for one addressee, or for all; never silently."""

    no: int
    to: int | None
    old: date | None
    new: date
    reason: str
    clerk: str


DirectiveEvent = DirectiveNoted | DeadlineMoved
"""What is said of directives in the stream of the letter that asks for them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a directive got with one addressee, by the newest word on it."""

    to: int
    no: int
    progress: Progress
    evidenced: bool = False
    """Whether a letter or order of this registry is tied to it."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The newest day of a directive, for one addressee or, without *to*, for all."""

    no: int
    to: int | None
    day: date


@dataclass(frozen=True, slots=True)
class Followed:
    """What was said of a letter's directives since it went out."""

    standing: tuple[Standing, ...] = ()
    deadlines: tuple[Deadline, ...] = ()

    def of(self, to: int, no: int) -> Standing | None:
        """Return how far directive *no* got with the addressee at place *to*; None while nobody said anything."""
        return next((one for one in self.standing if (one.to, one.no) == (to, no)), None)

    def due(self, no: int, to: int | None, *, signed: date | None) -> date | None:
        """Return by when: the addressee's own day, else everybody's, else the one that was *signed*."""
        days = {one.to: one.day for one in self.deadlines if one.no == no}
        return days.get(to, days.get(None, signed))


NOTHING_NOTED = Followed()


def evolve(followed: Followed, event: DirectiveEvent) -> Followed:
    """Return what is known of the directives after *event*. Never refuses: it already happened."""
    match event:
        case DirectiveNoted(to=to, no=no, progress=progress, evidence=evidence):
            before = followed.of(to, no)
            kept = before is not None and before.progress is progress and before.evidenced
            newest = Standing(to, no, progress, evidenced=kept or evidence is not None)
            others = tuple(one for one in followed.standing if one is not before)
            return replace(followed, standing=(*others, newest))
        case DeadlineMoved(no=no, to=to, new=new):
            days = tuple(one for one in followed.deadlines if (one.no, one.to) != (no, to))
            return replace(followed, deadlines=(*days, Deadline(no, to, new)))
        case _:
            assert_never(event)
