"""What officers sign about the structure beside orders of this office: instruments of others, and absences."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from domain.structure.acts import Acts, UnitId
from domain.values import Digest


@dataclass(frozen=True, slots=True)
class InstrumentRecorded:
    """บันทึกตราสารจากภายนอก. A registrar states what an instrument of somebody else does to the structure.

    Laws, ministerial regulations and the state of things before the registry was opened come in this way. It
    counts when another registrar has confirmed it; a *proposed* one never counts and is kept for the history.
    """

    title: str
    issuer: str
    dated: date
    acts: Acts
    number: str | None = None
    source: str | None = None
    """Where it can be read, e.g. the volume of the Royal Gazette."""
    proposed: bool = False
    """A cabinet note, a draft: not in force."""


@dataclass(frozen=True, slots=True)
class InstrumentConfirmed:
    """The second registrar's word; from here on the recorded instrument counts."""

    recorded: Digest


class AbsenceKind(Enum):
    """Why nobody, or not its holder, does the work of a post."""

    VACANT = "vacant"
    LEAVE = "leave"
    DUTY_ELSEWHERE = "duty-elsewhere"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AbsenceRecorded:
    """ไม่มีผู้ดำรงตำแหน่งหรือมีแต่ไม่อาจปฏิบัติราชการได้: a clerk or registrar states since when and until when."""

    kind: AbsenceKind
    post: str
    unit: UnitId
    since: datetime
    until: datetime | None = None
    officer: str | None = None
    """The holder who is absent; None for a vacant post."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class AbsenceEnded:
    """The absence that *absence* names ended at *at*."""

    absence: Digest
    at_moment: datetime
