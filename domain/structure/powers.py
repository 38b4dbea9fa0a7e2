"""Who may sign for whom: recorded powers, and what they say of one signature (ภาคผนวก 3).

    own post ────────────────────────────────▶ signs as its holder
    order (คำสั่ง) ───────────────────────────▶ acts for a post, with the word that the order gives
    written delegation ──▶ officer or post ──▶ ปฏิบัติราชการแทน, in its matters
    written assignment ──▶ officer or post ──▶ signs for the post, in its matters (แทน, or no word)
    sole deputy + recorded absence ──────────▶ รักษาราชการแทน by law, without any order

Here are the words for it. `domain.structure.posts` makes powers from what is recorded, `domain.structure.judging`
asks them about one signature, `domain.structure.signers` about one unit.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from domain.classes import ActingWord
from domain.errors import NotAllowed
from domain.values import Digest, StreamId


class Ground(Enum):
    """What kind of fact a power is recorded by."""

    ENROLMENT = "enrolment"
    ORDER = "order"
    INSTRUMENT = "instrument"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class Basis:
    """The fact that a power, or the end of one, is recorded by."""

    ground: Ground
    digest: Digest
    """Of the statement that a person signed."""
    position: int | None
    """In the log, of the fact from which on it counts; None where whoever asks does not know it."""
    stream: StreamId | None = None
    """Of the order or the recorded instrument."""
    number: str | None = None
    """Of the order or instrument, as printed."""
    confirmation: Digest | None = None
    """The second registrar's word on a recorded instrument."""

    @property
    def called(self) -> str:
        """How a sentence names it: by its number, else by its kind."""
        return self.number or self.ground.value


class PowerKind(Enum):
    """What a record gives to an officer, or says of a post."""

    OWN_POST = "own-post"
    ACTING = "acting"
    DELEGATION = "delegation"
    ASSIGNMENT = "assignment"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class Ending:
    """From *since* until before *until* a power is not there, by another fact; *matters* names those, none all."""

    since: datetime
    until: datetime | None
    by: Basis
    matters: tuple[str, ...] = ()

    def covers(self, on: datetime) -> bool:
        """Tell whether it is in force at a moment."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Power:
    """One recorded power, in force from *since* until before *until*, apart from its *endings*.

    OWN_POST    *officer* holds *post*; with *deputises* it is a deputy of that post in the same unit
    ACTING      *officer* acts for *post* with *word*
    DELEGATION  the power of *post* in *matters* is given to *officer*, or to whoever holds *to_post* of *to_unit*
    ASSIGNMENT  *officer*, or whoever holds *to_post* of *to_unit*, signs for *post* in *matters*
    ABSENCE     nobody is in *post*, or *officer*, who holds it, is away
    """

    kind: PowerKind
    post: str
    unit: str
    """Permanent name of the unit; what an enrolment calls the unit, where the post is known from there."""
    basis: Basis
    since: datetime
    until: datetime | None = None
    officer: str | None = None
    name: str | None = None
    word: ActingWord | None = None
    to_post: str | None = None
    to_unit: str | None = None
    matters: tuple[str, ...] = ()
    """None means all that the post has."""
    deputises: str | None = None
    endings: tuple[Ending, ...] = ()

    def in_force(self, on: datetime) -> bool:
        """Tell whether it is in force at a moment, at least in some matter."""
        return self.since <= on and (self.until is None or on < self.until) and self.ending(on) is None

    def ending(self, on: datetime, matter: str | None = None) -> Ending | None:
        """Return what has ended it by *on*: wholly, or in the matter that is named."""
        found = (one for one in self.endings if one.covers(on) and (not one.matters or matter in one.matters))
        return next(found, None)


class Verdict(Enum):
    """What records say of a signature, the worst first."""

    NOT_VALID = "not-valid"
    CANNOT_TELL = "cannot-tell"
    VALID = "valid"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict; what it rests on; and, unless it is valid, the refusal that says why (not raised here)."""

    verdict: Verdict
    chain: tuple[Power, ...] = ()
    """Records that the signature rests on, the signer's own post first."""
    why: NotAllowed | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """In which capacity somebody may sign: own post, or with *word* for *principal*."""

    officer: str
    name: str | None
    post: str
    """The signer's own post."""
    unit: str
    """The unit of the post that is signed for."""
    word: ActingWord | None = None
    principal: str | None = None
    matters: tuple[str, ...] = ()
    """None means all but those *withheld*."""
    withheld: tuple[str, ...] = ()
    """Matters that were withdrawn from a power over all."""
    chain: tuple[Power, ...] = ()
    """What it rests on, the signer's own post first."""
    others: tuple[tuple[Power, ...], ...] = ()
    """Other chains by which it is there as well."""
