"""What is kept of a draft: its words, how it is to be registered, its files, and where it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import msgspec

from domain.errors import NoSuchThing
from domain.letter.events import Way
from domain.values import Digest, StreamId
from registry.acts.drafts import LetterDraft
from registry.papers.notes import Notes


class Stage(Enum):
    """Where a draft stands; `domain.labels.STATES` has the words."""

    DRAFT = "draft"
    WAITING = "awaiting_signature"
    SENT_BACK = "returned"
    ISSUED = "numbered"


class FileRole(Enum):
    """What a file is to its draft."""

    SOURCE = "source"
    """The draft was read from it."""
    PIECE = "piece"
    """A piece of a scanned source that people have to read."""
    ATTACHMENT = "attachment"
    SCAN = "scan"
    """The paper, signed or stamped."""


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a draft is to be registered."""

    way: Way = Way.ELECTRONIC
    signatory: str | None = None
    """The officer who signs, who signed the paper, or who initials beside the seal."""
    book: str | None = None
    number_each: bool = False
    """One consecutive number for every addressee."""
    answers: tuple[str, ...] = ()
    """Numbers of letters that it answers, as typed."""
    replaces: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    series: StreamId | None = None
    """Of the reserved number."""
    reserved: int | None = None
    """A number that was reserved for the paper."""


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file of a draft; its bytes are among the uploads."""

    file: str
    """Its id in the draft."""
    role: FileRole
    name: str
    digest: Digest
    size: int
    """In bytes."""

    @property
    def path(self) -> str:
        """How the draft's attachments name it."""
        return f"{self.file}/{self.name}"


@dataclass(frozen=True, slots=True)
class WorkingDraft:
    """One draft as it is kept."""

    draft: str
    """Its id."""
    stage: Stage
    letter: LetterDraft
    plan: Plan
    notes: Notes | None
    """Of the file that it was read from."""
    made_by: str
    """The account."""
    unit: str
    """Whose members see it; empty for the whole office."""
    version: int
    changed_at: datetime
    changed_by: str
    files: tuple[DraftFile, ...] = ()
    waits_for: str | None = None
    """The officer whose key is awaited."""
    reason: str | None = None
    """Why it was sent back."""
    number: str | None = None
    stream: StreamId | None = None
    tried: int | None = None
    """The newest position in the log when somebody first began to sign it."""

    @property
    def editable(self) -> bool:
        """Whether it may be changed."""
        return self.stage in {Stage.DRAFT, Stage.SENT_BACK}

    def file(self, file: str) -> DraftFile:
        """Return one of its files.

        Raises:
            NoSuchThing: it has no such file.
        """
        for one in self.files:
            if one.file == file:
                return one
        raise NoSuchThing(
            "no-such-draft-file", f"Draft {self.draft} has no file {file!r}.", draft=self.draft, file=file
        )

    def of_role(self, role: FileRole) -> tuple[DraftFile, ...]:
        """Return its files of one role."""
        return tuple(one for one in self.files if one.role is role)


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft as somebody has it open."""

    draft: str
    version: int


@dataclass(frozen=True, slots=True)
class Who:
    """Who works on a draft."""

    account: str
    officer: str | None
    """The enrolled officer whose account it is; None where it is nobody's."""
