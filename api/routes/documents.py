"""Documents read apart, and the official-form check of drafts, files and registered letters; nothing is kept."""

from collections import Counter as Counted
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, RawBody

from api import visible
from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.routes.kit import ACTS, READS, UPLOAD, FileName, content, letter_of
from domain.forms import Part
from registry.acts import checking, drafts, waiting
from registry.acts.drafts import LetterDraft
from registry.acts.office import Office
from registry.contradictions import contradictions
from registry.documents.checking.check import check
from registry.documents.checking.finding import Finding, Severity
from registry.documents.checking.sheet import Sheet
from registry.documents.checking.sources import of_document
from registry.documents.intake.door import lint
from registry.documents.reading import document
from registry.papers import notes
from registry.papers.notes import Notes
from registry.registered import against

CLERKS = allow(Right.CLERK)


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """What a file says, as a draft; *notes* tell line, sureness and doubts, and which letter the file may be."""

    letter: LetterDraft
    notes: Notes


@dataclass(frozen=True, slots=True)
class ByClause:
    """The clause that asks for it."""

    instrument: str
    place: str
    since: date
    in_force: bool
    """On the letter's day; otherwise only the office's own rule asks for it."""


@dataclass(frozen=True, slots=True)
class FindingRead:
    """One thing that the check found."""

    slug: str
    severity: Severity
    part: Part | None
    line: int | None
    message: str
    clause: ByClause | None

    @classmethod
    def of(cls, one: Finding) -> "FindingRead":
        """Return a finding as programs read it."""
        by = one.clause
        clause = None if by is None else ByClause(by.instrument, by.place, by.since, not one.own_rule)
        return cls(one.slug, one.severity, one.part, one.line, one.message, clause)


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong, what is to be looked at, what is good to know."""

    wrong: int
    warnings: int
    findings: list[FindingRead]

    @classmethod
    def of(cls, found: Sequence[Finding]) -> "Checked":
        """Return findings as programs read them."""
        severities = Counted(one.severity for one in found)
        findings = [FindingRead.of(one) for one in found]
        return cls(severities[Severity.WRONG], severities[Severity.WARN], findings)


@post(
    "/documents/reading",
    opt=CLERKS,
    responses=ACTS,
    status_code=HTTPStatus.OK,
    **UPLOAD,
)
def read_document(body: RawBody, name: FileName, counter: NamedDependency[Counter]) -> DocumentRead:
    """Read a file of any format (the body's very bytes) into a draft."""
    office, data = counter.office, content(body, name)
    found = document.read(data, name=name)
    noted = notes.noted(
        found,
        contradictions=tuple(contradictions(office.reader, found.draft)),
        odd=tuple(lint(data, name=name)),
        registered=against(office.reader, found),
    )
    return DocumentRead(drafts.from_document(found.draft), noted)


@post(
    "/documents/check",
    opt=CLERKS,
    responses=ACTS,
    status_code=HTTPStatus.OK,
    **UPLOAD,
)
def check_document(body: RawBody, name: FileName, counter: NamedDependency[Counter]) -> Checked:
    """Check a file (the body's very bytes) against the official form and the register."""
    found = document.read(content(body, name), name=name)
    sheet = of_document(found.draft, found.lines, file_name=name)
    return Checked.of(check(sheet, checking.context(counter.office, sheet, read=found.draft)))


@post("/checks", opt=CLERKS, responses=ACTS, status_code=HTTPStatus.OK, sync_to_thread=True)
def check_letter_draft(data: JSONBody[LetterDraft], counter: NamedDependency[Counter]) -> Checked:
    """Check a letter that is drafted elsewhere."""
    letter = drafts.decode(data.as_json())
    return _of_sheet(counter.office, checking.of_draft(letter), letter.matter)


@get("/drafts/{draft:str}/check", opt=CLERKS, responses=READS, sync_to_thread=True)
def check_draft(draft: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Checked:
    """Check a draft that is kept here."""
    letter = waiting.letter_of(visible.draft(counter, visitor, draft))
    return _of_sheet(counter.office, checking.of_draft(letter), letter.matter)


@get("/letters/{stream:uuid}/check", opt=allow(Right.CLERK, Right.AUDITOR), responses=READS, sync_to_thread=True)
def check_letter(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Checked:
    """Check a letter that went out, as people receive it."""
    letter = letter_of(counter.office, visitor, stream)
    registered = checking.find(counter.office, letter.stream)
    sheet, read = checking.issued(counter.office, registered)
    return Checked.of(check(sheet, checking.context(counter.office, sheet, registered=registered, read=read)))


def _of_sheet(office: Office, sheet: Sheet, matter: str | None) -> Checked:
    return Checked.of(check(sheet, checking.context(office, sheet, matter=matter)))


ROUTES = (read_document, check_document, check_letter_draft, check_draft, check_letter)
