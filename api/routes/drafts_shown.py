"""Drafts and who may sign them, as programs read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.errors import NoSuchThing
from domain.structure.powers import Capacity
from domain.values import Digest, StreamId
from registry.acts import waiting
from registry.acts.drafts import LetterDraft
from registry.papers.notes import Notes
from registry.papers.working import DraftFile, FileRole, Plan, Stage, WorkingDraft


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file of a draft; attachments name it by *path*."""

    file: str
    path: str
    role: FileRole
    name: str
    sha256: Digest
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class DraftRead:
    """A draft as it is kept; *version* is what ``If-Match`` names."""

    draft: str
    version: int
    stage: Stage
    letter: LetterDraft
    plan: Plan
    files: list[FileRead]
    notes: Notes | None
    """What was read of the file that it was begun from: line, sureness, doubts."""
    made_by: str
    changed_by: str
    changed_at: datetime
    waits_for: str | None
    """The officer whose key is awaited."""
    reason: str | None
    """Why it was sent back."""
    number: str | None
    stream: StreamId | None
    """The letter that it became."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """A page of drafts."""

    rows: list[DraftRead]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Signer:
    """A capacity in which somebody may sign today."""

    signer: str
    """As a draft is sent to it."""
    officer: str
    name: str | None
    post: str
    word: str | None
    """รักษาราชการแทน and the like, where it is not the own post."""
    principal: str | None
    """For whose post."""
    matters: list[str]
    """Only in these, where any are named."""

    @classmethod
    def of(cls, one: Capacity) -> "Signer":
        """Return a capacity as programs read it."""
        word = one.word.label if one.word else None
        return cls(waiting.key_of(one), one.officer, one.name, one.post, word, one.principal, list(one.matters))


def shown(working: WorkingDraft) -> DraftRead:
    """Return a draft as programs read it."""
    return DraftRead(
        draft=working.draft,
        version=working.version,
        stage=working.stage,
        letter=working.letter,
        plan=working.plan,
        files=[FileRead(one.file, one.path, one.role, one.name, one.digest, one.size) for one in working.files],
        notes=working.notes,
        made_by=working.made_by,
        changed_by=working.changed_by,
        changed_at=working.changed_at,
        waits_for=working.waits_for,
        reason=working.reason,
        number=working.number,
        stream=working.stream,
    )


def attachments_in(letter: LetterDraft, files: Sequence[DraftFile]) -> None:
    """Refuse an attachment whose file is not among the draft's own.

    Raises:
        NoSuchThing: it names another file.
    """
    paths = {one.path for one in files if one.role is FileRole.ATTACHMENT}
    for one in letter.attachments:
        if one.file is not None and one.file not in paths:
            raise NoSuchThing("no-such-attachment", f"No file {one.file!r} came with the draft.", file=one.file)
