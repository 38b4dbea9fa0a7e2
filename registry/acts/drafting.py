"""Drafts begun: from a dropped file, with what the reader noted of it, or from an empty form. No number is reserved.

file ─looked over─▶ kept ─read apart─▶ draft · notes (line, sureness, doubt) · registered already?
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from registry.acts import drafts as letters
from registry.acts.drafts import LetterDraft
from registry.acts.office import Office
from registry.contradictions import contradictions
from registry.documents.reading import document
from registry.documents.reading.document import Reading
from registry.papers import notes
from registry.papers.drafts import Drafts, new_id
from registry.papers.notes import Piece
from registry.papers.uploads import Dropped
from registry.papers.working import DraftFile, FileRole, Plan, Stage, WorkingDraft
from registry.registered import against


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


def begin(office: Office, drafts: Drafts, beginning: Beginning, letter: LetterDraft, plan: Plan) -> WorkingDraft:
    """Return a new draft of a letter, which may be empty."""
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
    """
    known = drafts.begun(beginning.once)
    if known is not None:
        return known
    came = drafts.uploads.take(data, name=name)
    reading = document.read(data, name=came.name)
    pieces = _pieces(drafts, reading, beginning.random)
    noted = notes.noted(
        reading,
        contradictions=tuple(contradictions(office.reader, reading.draft)),
        odd=came.odd,
        registered=against(office.reader, reading),
        pieces=tuple(Piece(crop.part, file.file) for crop, file in zip(reading.crops, pieces, strict=True)),
    )
    begun = _new(office, beginning, letters.from_document(reading.draft), Plan())
    source = filed(came, FileRole.SOURCE, beginning.random)
    return drafts.begin(replace(begun, notes=noted, files=(source, *pieces)), once=beginning.once)


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
