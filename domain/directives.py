"""What becomes of each thing that a letter asks for (ให้ดำเนินการ), for each of its addressees."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

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
