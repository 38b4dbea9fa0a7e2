"""The official-form check from the office's side: what is to be looked at, and what the register knows of it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import cast

from domain.classes import LetterKind, courtesy_for
from domain.errors import InvalidValue, NoSuchThing, NotAllowed
from domain.forms import Part
from domain.letter.events import LetterIssued, SignedLetter, Way
from domain.letter.text import Directive, Reference, Signatory
from domain.numbers import LetterNumber
from domain.structure.powers import Verdict
from domain.structure.structure import unit_at
from domain.thai.dates import parse_date
from registry import powers
from registry.acts.draft_acts import DraftActs
from registry.acts.drafts import DraftReference, LetterDraft
from registry.acts.office import Office
from registry.calendar import Calendar
from registry.contradictions import contradictions
from registry.documents.checking.context import Context, Entry, Power
from registry.documents.checking.finding import Why
from registry.documents.checking.sheet import Sheet, Stated
from registry.documents.checking.sources import binding, greeting, of_document, of_letter, parting
from registry.documents.draft import Draft, NamedAttachment, SignatureBlock
from registry.documents.reading import document
from registry.views.letters import Direction, Known, Letters
from registry.views.view import open_view
from registry.wire import THAI_TIME


@dataclass(frozen=True, slots=True)
class Registered:
    """A registered letter as the register holds it, and where its final file lies."""

    known: Known
    issued: LetterIssued
    signed: SignedLetter
    entered: datetime
    matter: str | None

    @property
    def electronic(self) -> bool:
        """Whether its final file is the letter itself; a scan is only its picture."""
        return self.issued.way is Way.ELECTRONIC


def of_draft(draft: LetterDraft) -> Sheet:
    """Return the sheet of a draft as its letter will be printed; number, day and signature may be to come."""
    kind = draft.kind or LetterKind.EXTERNAL
    names = draft.addressees
    usual = courtesy_for(names[0] if names else "")
    signed = draft.signatory
    text = tuple(map(Stated, draft.body))
    to_come = {
        Part.NUMBER,
        *([] if draft.dated else [Part.DATE]),
        *([] if draft.issuing_office else [Part.OFFICE]),
        *([] if signed.name else [Part.SIGNATURE]),
        *([] if signed.post else [Part.POST]),
        *([] if draft.acts == DraftActs() else [Part.TEXT, Part.IN_FORCE]),  # their clauses are written for it
    }
    return Sheet(
        kind=kind,
        circular=draft.circular,
        dated=Stated(parse_date(draft.dated)) if draft.dated else None,
        speed=Stated(draft.speed),
        secrecy=Stated(draft.secrecy),
        issuing_office=Stated(draft.issuing_office) if draft.issuing_office else None,
        subject=None if kind is LetterKind.SEALED else Stated(draft.subject),
        salutation=greeting(kind, draft.salutation, usual.salutation, names),
        addressees=tuple(map(Stated, names)),
        references=tuple(Stated(_reference(one)) for one in draft.references),
        attachments=tuple(
            Stated(NamedAttachment(one.title, one.quantity, one.unit, one.via)) for one in draft.attachments
        ),
        paragraphs=text,
        directives=tuple(
            Stated(Directive(no, one.what, one.who, _day(one.due), one.hours))
            for no, one in enumerate(draft.directives, start=1)
        ),
        in_force=Stated(draft.in_force) if draft.in_force else binding(text),
        closing=parting(kind, draft.closing, usual.closing),
        signature=Stated(SignatureBlock(signed.name, signed.post, signed.rank, signed.acting, signed.principal))
        if signed.name
        else None,
        owner_unit=Stated(draft.owner_unit) if draft.owner_unit else None,
        contact=tuple(Stated(line) for line in (draft.contact or "").splitlines()),
        copies_to=tuple(map(Stated, draft.copies_to)),
        to_come=frozenset(to_come),
    )


def find(office: Office, typed: str) -> Registered:
    """Return the letter that somebody names by its number, which went out from here.

    Raises:
        NoSuchThing: no letter, or several, are named so.
    """
    with open_view(office.reader, Letters) as letters:
        known = letters.resolve(typed, direction=Direction.SENT)
    return _registered(office, known)


def issued(office: Office, registered: Registered) -> tuple[Sheet, Draft | None]:
    """Return the sheet of a registered letter as people receive it, and what was read of its file.

    Of a letter on paper, and of a file that cannot be read, it is what was signed, without the text.
    """
    if registered.electronic:
        try:
            found = document.read(office.reader.blobs.get(registered.issued.final), name="")
        except InvalidValue:
            pass  # what was signed is known all the same
        else:
            return of_document(found.draft, found.lines), found.draft
    return of_letter(registered.signed.letter, None, electronic=registered.electronic), None


def context(
    office: Office,
    sheet: Sheet,
    *,
    registered: Registered | None = None,
    read: Draft | None = None,
    matter: str | None = None,
) -> Context:
    """Return what the register knows of a paper.

    Args:
        office: The office whose paper it is.
        sheet: The paper.
        registered: The letter, where it is known which one of the register it is; looked for by its number otherwise.
        read: What was read of it, where it is a document.
        matter: As a delegation names it.
    """
    found = registered or _of_number(office, sheet)
    at = found.entered if found else _moment(office, sheet)
    return Context(
        today=office.today,
        entry=None if found is None else Entry(found.known.number, found.issued.dated, found.entered.date()),
        codes=office.reader.identity.codes,
        bearers=_bearers(office, sheet, at),
        power=_power(office, sheet, at, found.matter if found else matter),
        contradictions=tuple(
            (doubt.line, Why(doubt.slug, doubt.message, doubt.facts))
            for doubt in (contradictions(office.reader, read) if read else ())
        ),
        is_working_day=Calendar.of(office.reader).is_working_day,
    )


def outside(today: date) -> Context:
    """Return the context of a paper that no register is asked about; days off are those of government offices."""
    return Context(today, is_working_day=Calendar().is_working_day)


def _registered(office: Office, known: Known) -> Registered:
    line = office.reader.stream(known.stream)[0]
    issued = cast("LetterIssued", line.statement.fact)
    signed = cast("SignedLetter", office.reader.stream(issued.signed_in)[0].statement.fact)
    return Registered(known, issued, signed, line.statement.at.astimezone(THAI_TIME), powers.matter_of(signed))


def _of_number(office: Office, sheet: Sheet) -> Registered | None:
    """Return the letter of the number that a paper bears, on its day if there are several."""
    if sheet.number is None:
        return None
    printed = sheet.number.value.printed("arabic")
    with open_view(office.reader, Letters) as letters:
        for dated in (sheet.dated.value if sheet.dated else None, None):
            try:
                known = letters.resolve(printed, dated=dated, direction=Direction.SENT)
            except NoSuchThing:
                continue
            return _registered(office, known)
    return None


def _moment(office: Office, sheet: Sheet) -> datetime:
    """Return when an unregistered paper counts as signed: now, or at noon of the day that it bears."""
    dated = sheet.dated.value if sheet.dated else office.today
    return office.now if dated == office.today else datetime.combine(dated, time(12), THAI_TIME)


def _bearers(office: Office, sheet: Sheet, at: datetime) -> tuple[str, ...] | None:
    number = sheet.number.value if sheet.number else None
    structure = office.records().structure
    if not isinstance(number, LetterNumber) or (code := f"{number.code} {number.owner}") not in structure.coded:
        return None
    units = (unit_at(structure, unit, at) for unit in sorted(structure.coded[code]))
    return tuple(state.name for state in units if state is not None and state.code == code)


def _power(office: Office, sheet: Sheet, at: datetime, matter: str | None) -> Power | None:
    """Return what does not show that whoever signs may sign so; None where records show it."""
    if sheet.signature is None:
        return None
    words, records = sheet.signature.value, office.records()
    officer = next(
        (one for one, known in records.authority.officers.items() if known.enrolled.name == words.name), None
    )
    if officer is None:
        message = f"{words.name} is no officer of this office: have a registrar enrol the officer, or look at the name."
        return _shown(NotAllowed("signatory-unknown", message, name=words.name), forbidden=False)
    signatory = Signatory(officer, words.name, words.post or "", words.rank, words.acting, words.principal)
    try:
        judged = powers.require_power(records, signatory, on=at, matter=matter)
    except NotAllowed as refused:
        return _shown(refused, forbidden=True)
    if judged.verdict is Verdict.VALID or judged.why is None:
        return None
    return _shown(judged.why, forbidden=False)


def _shown(refused: NotAllowed, *, forbidden: bool) -> Power:
    return Power(forbidden, Why(refused.slug, str(refused), refused.facts))


def _reference(one: DraftReference) -> Reference:
    return Reference(one.text, one.number, _day(one.dated))


def _day(text: str | None) -> date | None:
    """Return the day that was typed into a draft; working days, and what is no day, are told on registering."""
    try:
        return parse_date(text) if text else None
    except InvalidValue:
        return None
