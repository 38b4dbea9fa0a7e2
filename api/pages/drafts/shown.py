"""What the pages about drafts show: what was read of each field, the form check, equal letters."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.drafts.form import DraftForm, Wrong
from api.texts.documents import SURENESS
from api.texts.findings import SEVERITIES, clause, said
from api.texts.refusals import in_thai
from api.texts.text import Text, label
from api.visible import sees
from domain.classes import ActingWord, Channel, LetterKind, SecrecyClass, SpeedClass
from domain.errors import DomainError, InvalidValue, NoSuchThing
from domain.forms import Part
from domain.labels import STATES
from domain.letter.events import Way
from domain.series import SeriesKind
from domain.structure.powers import Capacity
from domain.thai.dates import buddhist_year
from domain.thai.digits import to_thai
from registry.acts import checking, printing, waiting
from registry.documents.checking.check import check
from registry.papers.notes import Doubted, Note
from registry.papers.working import FileRole, Stage, WorkingDraft
from registry.registered import Standing
from registry.views.find import Find, Found, Origin
from registry.views.pieces import LONGEST_QUERY

TITLE: Final = Text("ร่างหนังสือ", "Drafts")
MOST_LISTED = 200
KINDS = (
    LetterKind.EXTERNAL,
    LetterKind.INTERNAL,
    LetterKind.SEALED,
    LetterKind.ORDER,
    LetterKind.ANNOUNCEMENT,
    LetterKind.ATTESTATION,
)
"""What is written here, as far as the form offers it."""
WAYS = {
    Way.ELECTRONIC: Text("ลงลายมือชื่ออิเล็กทรอนิกส์ ออกเลขเมื่อลงลายมือชื่อ", "Signed electronically; numbered when it is signed"),
    Way.BY_HAND: Text("ลงชื่อบนกระดาษ แล้วนำภาพสแกนเข้าทะเบียน", "Signed on paper; entered with its scan"),
    Way.SEALED: Text("หนังสือประทับตรา ลงลายมือชื่อย่อกำกับตรา", "Sealed; the officer in charge initials the seal"),
}
STAGES = {
    Stage.DRAFT: (label(STATES["draft"]), "quiet"),
    Stage.WAITING: (label(STATES["awaiting_signature"]), "warn"),
    Stage.SENT_BACK: (label(STATES["returned"]), "bad"),
    Stage.ISSUED: (label(STATES["numbered"]), "good"),
}
"""The word of a stage, and the tone of its tag."""
KNOWN = {
    Standing.REGISTERED: Text(
        "แฟ้มนี้คือหนังสือที่ {number} ที่ทะเบียนออกแล้ว จึงออกเลขซ้ำไม่ได้",
        "This file is already registered as {number}; it gets no second number.",
    ),
    Standing.ANOTHER_FILE: Text(
        "ทะเบียนออกหนังสือที่ {number} ลงวันที่เดียวกันแล้ว เป็นแฟ้มอื่น โปรดเทียบก่อน",
        "{number} of the same date is registered already, as another file: compare them first.",
    ),
    Standing.SAME_CODE: Text(
        "QR ในแฟ้มนี้เป็นของหนังสือที่ {number} ที่ทะเบียนออกแล้ว โปรดเทียบก่อน",
        "The QR code in this file is that of {number}, which is registered already: compare them first.",
    ),
}
_PARTS: Mapping[Part, str] = {
    Part.SPEED: "speed",
    Part.SECRECY: "secrecy",
    Part.NUMBER: "code",
    Part.OFFICE: "issuing_office",
    Part.DATE: "dated",
    Part.SUBJECT: "subject",
    Part.SALUTATION: "salutation",
    Part.ADDRESSEES: "addressees",
    Part.REFERENCES: "reference_text-0",
    Part.ATTACHMENTS: "attachment_title-0",
    Part.TEXT: "body",
    Part.DIRECTIVES: "directive_what-0",
    Part.IN_FORCE: "in_force",
    Part.CLOSING: "closing",
    Part.SIGNATURE: "signer_name",
    Part.POST: "signer_post",
    Part.OWNER_UNIT: "owner_unit",
    Part.TELEPHONE: "contact",
    Part.COPIES: "copies_to",
}
"""Where the form has a part of a paper: the id of its input."""

NOT_TAKEN: Final = Text("ไม่ได้นำมาใช้", "not taken over")
"""Said of what was read and is not filled in: the day, which a letter gets with its signature."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands beside a field: where it was read, or what is doubtful or against the form."""

    words: Text
    tone: str
    tag: Text


def listed(counter: Counter, visitor: Visitor) -> dict[str, Any]:
    """Return what the list of drafts shows: those in hand, and the newest ones that were registered."""
    found = [one for one in counter.drafts.all() if sees(visitor, one)]
    groups = [
        (stage, *STAGES[stage], [one for one in found if one.stage is stage][:MOST_LISTED])
        for stage in (Stage.SENT_BACK, Stage.DRAFT, Stage.WAITING, Stage.ISSUED)
    ]
    return {"groups": groups, "ways": WAYS, "more": len(found) > MOST_LISTED, "most": MOST_LISTED}


def edited(
    counter: Counter, visitor: Visitor, working: WorkingDraft, form: DraftForm, wrong: Sequence[Wrong] = ()
) -> dict[str, Any]:
    """Return what the form shows."""
    marks, about = _marks(working)
    findings = _findings(counter, working)
    return {
        "working": working,
        "form": form,
        "wrong": {one.field: one.why for one in reversed(wrong)},
        "problems": wrong,
        "marks": marks,
        "about": about,
        "findings": findings,
        "files": {one.path: one for one in working.files},
        "pieces": working.notes.pieces if working.notes else (),
        "scan": next(iter(working.of_role(FileRole.SCAN)), None),
        "known": _known(working),
        "same": same_subject(counter, visitor, working),
        "paper": working.plan.way is not Way.ELECTRONIC,
        "reserved": working.plan.reserved is not None and waiting.is_reserved(counter.office, working),
        "books": _books(counter, working),
        "ways": WAYS,
        "kinds": tuple(dict.fromkeys((*KINDS, working.letter.kind or LetterKind.EXTERNAL))),
        "speeds": tuple(SpeedClass),
        "classes": tuple(one for one in SecrecyClass if visitor.may_read(one)),
        "channels": tuple(Channel),
        "stage": STAGES[working.stage],
    }


def sending(
    counter: Counter,
    visitor: Visitor,
    working: WorkingDraft,
    *,
    chosen: str = "",
    wrong: Exception | None = None,
) -> dict[str, Any]:
    """Return what the page shows that asks who shall sign."""
    offered = waiting.signers(counter.office)
    return {
        "working": working,
        "wrong": wrong,
        "signers": [(waiting.key_of(one), one.name or one.officer, capacity_line(one)) for one in offered],
        "chosen": chosen or _likely(offered, working),
        "findings": _findings(counter, working),
        "same": same_subject(counter, visitor, working),
        "known": _known(working),
        "ways": WAYS,
        "stage": STAGES[working.stage],
    }


def standing(counter: Counter, working: WorkingDraft) -> dict[str, Any]:
    """Return what is shown of a draft that is not changed any more."""
    officer = None
    if working.waits_for is not None:
        with suppress(NoSuchThing):
            officer = counter.office.reader.authority().officer(working.waits_for).name
    return {"working": working, "officer": officer, "ways": WAYS, "stage": STAGES[working.stage], "signing": Stage}


def same_subject(counter: Counter, visitor: Visitor, working: WorkingDraft) -> list[Found]:
    """Return letters that went out with the very same subject: perhaps this one, once more."""
    subject = working.letter.subject
    if not subject or len(subject) > LONGEST_QUERY or not visitor.may_read(working.letter.secrecy):
        return []
    with counter.view(Find) as find:
        try:
            found = find.find(subject=subject, origin=Origin.SENT, limit=20)
        except InvalidValue:  # nothing in it to search by
            return []
    return [one for one in found if one.subject == subject and one.stream != working.stream][:3]


def capacity_line(capacity: Capacity) -> Text:
    """Return ลงลายมือชื่อในฐานะ …: the own post, or the word and whose post is signed for, and in which matters."""
    line = Text(f"ลงลายมือชื่อในฐานะ {capacity.post}", f"signs as {capacity.post}")
    if capacity.principal is not None:
        word = capacity.word or ActingWord.ON_BEHALF
        line = Text(
            f"{line.thai} {word.label} {capacity.principal}",
            f"{line.english}, {word.english}, for {capacity.principal}",
        )
    if capacity.matters:
        matters = ", ".join(capacity.matters)
        line = Text(f"{line.thai} (เฉพาะเรื่อง {matters})", f"{line.english} (only in {matters})")
    return line


def _likely(offered: Iterable[Capacity], working: WorkingDraft) -> str:
    """Return the capacity that the words under the signature say."""
    words = working.letter.signatory
    wanted = (words.name, words.post, words.acting, words.principal)
    found = (one for one in offered if (one.name, one.post, one.word, one.principal) == wanted)
    return next(map(waiting.key_of, found), "")


def _known(working: WorkingDraft) -> Text | None:
    known = working.notes.known if working.notes else None
    if known is None:
        return None
    return KNOWN[known.standing].with_(number=Text(to_thai(known.number), known.number))


def _books(counter: Counter, working: WorkingDraft) -> list[str]:
    """Return the books in which it could be numbered today; there is nothing to choose where there is one."""
    kind = printing.series_of(waiting.letter_of(working))
    year = buddhist_year(counter.office.today)
    known = counter.office.reader.series().values()
    return sorted(one.book for one in known if (one.kind, one.year) == (kind, year) and kind is not SeriesKind.SECRET)


def _marks(working: WorkingDraft) -> tuple[defaultdict[str, list[Mark]], list[Mark]]:
    """Return what the reader noted, field by field, and what it noted of the whole file."""
    found: defaultdict[str, list[Mark]] = defaultdict(list)
    if working.notes is None:
        return found, []
    for note in working.notes.notes:
        mark = _of_note(note)
        unused = note.field == "dated" and not working.letter.dated
        found[note.field].append(replace(mark, tone="quiet", tag=NOT_TAKEN) if unused else mark)
    for doubt in working.notes.doubts:
        if doubt.field is not None:
            found[doubt.field].append(_of_doubt(doubt))
    return found, [_of_doubt(one) for one in working.notes.doubted(None)]


_TONES = {"sure": "good", "likely": "quiet", "doubtful": "warn"}


def _of_note(note: Note) -> Mark:
    where = Text("บรรทัด {line} “{printed}”", "line {line} “{printed}”")
    if note.page is not None:
        where = Text("หน้า {page} บรรทัด {line} “{printed}”", "page {page}, line {line} “{printed}”")
    words = where.with_(line=note.line, page=note.page, printed=note.printed)
    return Mark(words, _TONES[note.sure.value], SURENESS[note.sure])


def _of_doubt(doubt: Doubted) -> Mark:
    words = Text(in_thai(doubt.slug, doubt.facts, doubt.message), doubt.message)
    if doubt.line is not None:
        words = Text("บรรทัด {line}: {what}", "line {line}: {what}").with_(line=doubt.line, what=words)
    return Mark(words, "warn", Text("โปรดดู", "look"))


_SEVERE = {"wrong": "bad", "warn": "warn", "info": "quiet"}


def _findings(counter: Counter, working: WorkingDraft) -> list[tuple[str | None, Mark, Text]]:
    """Return what the official-form check finds: the field, the finding, and by which clause."""
    letter = waiting.letter_of(working)
    try:
        sheet = checking.of_draft(letter)
        found = check(sheet, checking.context(counter.office, sheet, matter=letter.matter))
    except DomainError:  # a day that cannot be read: said beside its field
        return []
    return [
        (
            _PARTS.get(one.part) if one.part else None,
            Mark(said(one), _SEVERE[one.severity.value], SEVERITIES[one.severity]),
            clause(one),
        )
        for one in found
    ]
