"""Drafts begun: from a dropped file, with what the reader noted of it, or from an empty form. No number is reserved.

file ─looked over─▶ kept ─read apart─▶ draft · notes (line, sureness, doubt) · registered already?
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

import msgspec

from domain.classes import SecrecyClass
from domain.errors import InvalidValue, NotAllowed
from registry.acts import drafts as letters
from registry.acts.drafts import DraftAttachment, LetterDraft
from registry.acts.office import Office
from registry.contradictions import contradictions
from registry.documents.intake.kinds import Kind, kind_of
from registry.documents.reading import document
from registry.documents.reading.document import Reading
from registry.papers import notes
from registry.papers.drafts import Change, Drafts, new_id
from registry.papers.notes import Piece
from registry.papers.uploads import Dropped
from registry.papers.working import DraftFile, FileRole, Plan, Stage, WorkingDraft
from registry.registered import against

_PAPERS = {Kind.PDF, Kind.PNG, Kind.JPEG, Kind.TIFF}


@dataclass(frozen=True, slots=True)
class Beginning:
    """Who begins a draft, for whom, and by which press of a button."""

    account: str
    unit: str
    """Whose members see it; empty for the whole office."""
    once: str
    """Made with the form: pressed twice, one draft is begun."""
    random: Callable[[int], bytes]
    """Returns unpredictable bytes, for ids."""
    clearance: SecrecyClass = SecrecyClass.NONE
    """Up to which class the account reads."""


def begin(office: Office, drafts: Drafts, beginning: Beginning, letter: LetterDraft, plan: Plan) -> WorkingDraft:
    """Return a new draft of a letter, which may be empty.

    Raises:
        NotAllowed: the letter is of a class that the account does not read.
    """
    require_cleared(letter.secrecy, beginning.clearance)
    return drafts.begin(_new(office, beginning, letter, plan), once=beginning.once)


def drop(office: Office, drafts: Drafts, beginning: Beginning, data: bytes, name: str) -> WorkingDraft:
    """Return a draft of what a dropped file says.

    Args:
        office: Whose register is asked about the file and about what it cites.
        drafts: Where the draft is kept.
        beginning: Who begins it.
        data: The file's bytes.
        name: What it is called.

    Raises:
        InvalidValue: the file must not come in, is of no format that is read, or is no letter.
        NotAllowed: the letter is of a class that the account does not read.
    """
    known = drafts.begun(beginning.once)
    if known is not None:
        return known
    came = drafts.uploads.take(data, name=name)
    try:
        return _read(office, drafts, beginning, data, came)
    except BaseException:
        drafts.let_file_go(came.digest)
        raise


def require_cleared(secrecy: SecrecyClass, clearance: SecrecyClass) -> None:
    """Refuse to keep what whoever typed it could not read again.

    Raises:
        NotAllowed: the class is above the clearance.
    """
    order = list(SecrecyClass)
    if order.index(secrecy) > order.index(clearance):
        raise NotAllowed(
            "class-above-clearance",
            f"The draft is {secrecy.english}, and your account is not cleared for that: let somebody who is write it.",
            secrecy=secrecy.label,
        )


def _read(office: Office, drafts: Drafts, beginning: Beginning, data: bytes, came: Dropped) -> WorkingDraft:
    """Return a draft of a file that was kept."""
    reading = document.read(data, name=came.name)
    letter = letters.from_document(reading.draft)
    require_cleared(letter.secrecy, beginning.clearance)
    pieces = _pieces(drafts, reading, beginning.random)
    noted = notes.noted(
        reading,
        contradictions=tuple(contradictions(office.reader, reading.draft)),
        odd=came.odd,
        registered=against(office.reader, reading),
        pieces=tuple(Piece(crop.part, file.file) for crop, file in zip(reading.crops, pieces, strict=True)),
    )
    begun = _new(office, beginning, letter, Plan())
    source = filed(came, FileRole.SOURCE, beginning.random)
    return drafts.begin(replace(begun, notes=noted, files=(source, *pieces)), once=beginning.once)


def empty(office: Office, beginning: Beginning) -> WorkingDraft:
    """Return an empty draft that is not kept: what a form is held against before there is one."""
    return _new(office, beginning, LetterDraft(), Plan())


def changed(working: WorkingDraft, letter: LetterDraft, plan: Plan, came: Sequence[DraftFile], *, tab: str) -> Change:
    """Return what a draft is saved with: files that came in are attached, those that nothing names any more go.

    Args:
        working: As it is kept.
        letter: As it was typed.
        plan: As it was chosen.
        came: Files that were dropped into it now; a scan takes the place of the one before.
        tab: The page on which it was typed.
    """
    attached = [one for one in came if one.role is FileRole.ATTACHMENT]
    rows = (*letter.attachments, *(DraftAttachment(_title(one.name), file=one.path) for one in attached))
    named = {one.file for one in rows}
    scans = [one for one in came if one.role is FileRole.SCAN] or working.of_role(FileRole.SCAN)
    kept = [one for one in working.files if one.role in {FileRole.SOURCE, FileRole.PIECE} or one.path in named]
    letter = msgspec.structs.replace(letter, attachments=rows)
    return Change(letter, plan, (*kept, *attached, *scans[-1:]), tab)


def _title(name: str) -> str:
    """Return what an attachment is called until somebody says otherwise: its file's name without the ending."""
    return PurePosixPath(name).stem.replace("_", " ").strip() or name


def take(drafts: Drafts, role: FileRole, data: bytes, *, name: str, random: Callable[[int], bytes]) -> DraftFile:
    """Keep a file that is dropped into a draft.

    Raises:
        InvalidValue: it must not come in, or is a scan of which nobody could see a page.
    """
    if role is FileRole.SCAN and kind_of(data) not in _PAPERS:
        raise InvalidValue(
            "scan-without-pages", f"{name} is no scan of a paper: hand in a PDF, PNG, JPEG or TIFF.", name=name
        )
    return filed(drafts.uploads.take(data, name=name), role, random)


def filed(came: Dropped, role: FileRole, random: Callable[[int], bytes]) -> DraftFile:
    """Return a dropped file as a draft has it, under an id of its own."""
    return DraftFile(new_id(random), role, came.name, came.digest, came.size)


def _new(office: Office, beginning: Beginning, letter: LetterDraft, plan: Plan) -> WorkingDraft:
    return WorkingDraft(
        draft=new_id(beginning.random),
        stage=Stage.DRAFT,
        letter=letter,
        plan=plan,
        notes=None,
        made_by=beginning.account,
        unit=beginning.unit,
        version=1,
        changed_at=office.now,
        changed_by=beginning.account,
    )


def _pieces(drafts: Drafts, reading: Reading, random: Callable[[int], bytes]) -> list[DraftFile]:
    """Keep the pieces of a scan that people have to read."""
    return [
        filed(drafts.uploads.keep(crop.png, name=f"{crop.part}.png"), FileRole.PIECE, random) for crop in reading.crops
    ]
