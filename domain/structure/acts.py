"""What an order does to the structure (การกระทำทางโครงสร้าง): acts on units, on posts, on earlier instruments.

An act is in force from *since* until before *until* (half-open). *since* is None for ตั้งแต่บัดนี้: the moment at
which the order was issued. Either may lie before or after the signing. *clause* is the clause of the order
that says it (ข้อ), so that a later order can repeal that clause alone.

Every field stands in the statement, null where the act has none; `domain.structure.forms` says which acts
need which.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NewType

from domain.classes import ActingWord
from domain.values import StreamId

UnitId = NewType("UnitId", str)
"""The permanent name of a unit, e.g. ``dla/krabi/district``: lower-case letters, figures and hyphens, parts
joined by slashes. Given when the unit is established, never changed, never given again; the parts say where the
unit stood then, not where it stands now."""


class UnitActKind(Enum):
    """What happens to a unit."""

    ESTABLISH = "establish"
    ABOLISH = "abolish"
    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    MOVE = "move"
    CHANGE_DUTIES = "change-duties"
    RECODE = "recode"


@dataclass(frozen=True, slots=True)
class UnitAct:
    """One act on one unit (*unit*), or on every unit of the kind *every* below *under* that exists at *since*.

    With *every*, ESTABLISH makes one unit in each of the set: *unit* is then the last part of its permanent name.
    """

    kind: UnitActKind
    unit: UnitId | None = None
    every: str | None = None
    under: UnitId | None = None
    since: datetime | None = None
    until: datetime | None = None
    clause: str | None = None
    name: str | None = None
    """ESTABLISH, RENAME."""
    parent: UnitId | None = None
    """ESTABLISH (None for a unit under nobody), MOVE."""
    unit_kind: str | None = None
    """ESTABLISH: what sets of units are named by, e.g. ``provincial-office``."""
    code: str | None = None
    """ESTABLISH, RECODE: consonants and owner number, e.g. ``มท 0812``; None for none."""
    duties: str | None = None
    """ESTABLISH, CHANGE_DUTIES."""
    units: tuple[UnitId, ...] = ()
    """MERGE: those that end in *unit*; SPLIT: those that *unit* ends in."""


class PostActKind(Enum):
    """What happens to a post or to the power of its holder."""

    APPOINT = "appoint"
    ACT_FOR = "act-for"
    END = "end"
    DELEGATE = "delegate"
    WITHDRAW = "withdraw"
    ASSIGN = "assign"


@dataclass(frozen=True, slots=True)
class PostAct:
    """One act on a post of a unit and on an officer.

    APPOINT   *officer* gets *post*; with *deputises*, the post is a deputy of that one in the same unit
    ACT_FOR   *officer* acts for *post* with *word* (annex 3)
    END       *officer* has *post* no longer, or acts for it no longer
    DELEGATE  the power of *post* over *matters* goes to *officer*, or to whoever holds *to_post* of *to_unit*
    WITHDRAW  that delegation or assignment ends
    ASSIGN    *officer* may sign for *post* in *matters*, in writing (annex 3 ข้อ 2)
    """

    kind: PostActKind
    post: str
    unit: UnitId
    officer: str | None = None
    name: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    clause: str | None = None
    word: ActingWord | None = None
    to_post: str | None = None
    to_unit: UnitId | None = None
    matters: tuple[str, ...] = ()
    """Which matters; none means all that the post has."""
    deputises: str | None = None


class InstrumentActKind(Enum):
    """What happens to an earlier instrument."""

    AMEND = "amend"
    ADD = "add"
    REPLACE = "replace"
    REPEAL = "repeal"


@dataclass(frozen=True, slots=True)
class InstrumentAct:
    """One act on an earlier order or recorded instrument, named by its stream; *clause* None means all of it.

    What REPEAL and REPLACE end is in force no longer from *since* on; what would have begun later never begins.
    """

    kind: InstrumentActKind
    instrument: StreamId
    number: str
    clause: str | None = None
    since: datetime | None = None
    text: str | None = None
    """The new words, for AMEND, ADD and REPLACE."""


@dataclass(frozen=True, slots=True)
class Acts:
    """All acts of one instrument, in the order in which it says them."""

    units: tuple[UnitAct, ...] = ()
    posts: tuple[PostAct, ...] = ()
    instruments: tuple[InstrumentAct, ...] = ()


NO_ACTS = Acts()
"""Of an order that changes no structure."""
