"""The form of a draft: its fields as text, of a kept draft or as a browser sends them.

kept draft ──of──▶ form ──taken──▶ letter and plan, or what is wrong beside which field
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Self, TypeVar

import msgspec

from domain.classes import Channel, LetterKind, SecrecyClass, SpeedClass
from domain.errors import DomainError, InvalidValue
from domain.letter.events import Way
from domain.letter.text import Makers
from domain.thai.dates import parse_date, print_date
from domain.thai.digits import to_arabic
from domain.thai.text import normalise
from domain.thai.tidy import tidy_date, tidy_number
from registry.acts.drafts import DraftAttachment, DraftDirective, DraftReference, DraftSignatory, LetterDraft
from registry.calendar import Calendar, by_when
from registry.papers.working import Plan, WorkingDraft

R = TypeVar("R")

_MOST_COUNTED = 9_999
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_YES = "yes"
_ANY_DAY = parse_date("1 มกราคม 2564")
"""Working days are counted from the letter's day when it is signed; here only whether they can be read."""


class DraftForm(msgspec.Struct, forbid_unknown_fields=True):
    """What stands in the fields; several lines where there are several of a thing."""

    version: int = 0
    tab: str = ""
    do: str = "save"
    """Which button."""
    way: str = Way.ELECTRONIC.value
    kind: str = LetterKind.EXTERNAL.value
    circular: str = ""
    number_each: str = ""
    code: str = ""
    book: str = ""
    subject: str = ""
    issuing_office: str = ""
    address: str = ""
    dated: str = ""
    later_date_reason: str = ""
    speed: str = SpeedClass.NORMAL.value
    secrecy: str = SecrecyClass.NONE.value
    salutation: str = ""
    addressees: str = ""
    reference_text: list[str] = []
    reference_number: list[str] = []
    reference_dated: list[str] = []
    attachment_title: list[str] = []
    attachment_quantity: list[str] = []
    attachment_unit: list[str] = []
    attachment_via: list[str] = []
    attachment_file: list[str] = []
    body: str = ""
    directive_what: list[str] = []
    directive_who: list[str] = []
    directive_due: list[str] = []
    directive_hours: list[str] = []
    in_force: str = ""
    closing: str = ""
    signer_rank: str = ""
    signer_name: str = ""
    signer_post: str = ""
    owner_unit: str = ""
    contact: str = ""
    copies_to: str = ""
    matter: str = ""
    answers: str = ""
    replaces: str = ""
    cancels: str = ""
    drafted_by: str = ""
    typed_by: str = ""
    checked_by: str = ""

    @classmethod
    def of(cls, working: WorkingDraft, *, tab: str) -> Self:
        """Return the form of a kept draft."""
        letter, plan = working.letter, working.plan
        return cls(
            version=working.version,
            tab=tab,
            way=plan.way.value,
            kind=(letter.kind or LetterKind.EXTERNAL).value,
            circular=_YES if letter.circular else "",
            number_each=_YES if plan.number_each else "",
            code=letter.code or "",
            book=plan.book or "",
            subject=letter.subject,
            issuing_office=letter.issuing_office or "",
            address=letter.address or "",
            dated=letter.dated or "",
            later_date_reason=letter.later_date_reason or "",
            speed=letter.speed.value,
            secrecy=letter.secrecy.value,
            salutation=letter.salutation or "",
            addressees="\n".join(letter.addressees),
            reference_text=[one.text for one in letter.references],
            reference_number=[one.number or "" for one in letter.references],
            reference_dated=[one.dated or "" for one in letter.references],
            attachment_title=[one.title for one in letter.attachments],
            attachment_quantity=[str(one.quantity) for one in letter.attachments],
            attachment_unit=[one.unit for one in letter.attachments],
            attachment_via=[one.via.value if one.via else "" for one in letter.attachments],
            attachment_file=[one.file or "" for one in letter.attachments],
            body="\n\n".join(letter.body),
            directive_what=[one.what for one in letter.directives],
            directive_who=[one.who for one in letter.directives],
            directive_due=[one.due or "" for one in letter.directives],
            directive_hours=[one.hours or "" for one in letter.directives],
            in_force=letter.in_force or "",
            closing=letter.closing or "",
            signer_rank=letter.signatory.rank or "",
            signer_name=letter.signatory.name or "",
            signer_post=letter.signatory.post or "",
            owner_unit=letter.owner_unit or "",
            contact=letter.contact or "",
            copies_to="\n".join(letter.copies_to),
            matter=letter.matter or "",
            answers="\n".join(plan.answers),
            replaces="\n".join(plan.replaces),
            cancels="\n".join(plan.cancels),
            drafted_by=letter.makers.drafted_by or "",
            typed_by=letter.makers.typed_by or "",
            checked_by=letter.makers.checked_by or "",
        )

    def taken(self, before: WorkingDraft) -> "Taken":
        """Return the letter and plan that the form says; what it does not show stays as it was *before*."""
        return _Taking(self, before).taken()

    def move(self, do: str) -> None:
        """Move or take out a row of the attachments: ``attachment-up-2``, ``attachment-remove-0``."""
        found = re.fullmatch(r"attachment-(up|down|remove)-(\d{1,3})", do)
        columns = _columns(self, "attachment")
        if found is None or int(found[2]) >= len(columns[0]):
            return
        at = int(found[2])
        to = {"up": at - 1, "down": at + 1}.get(found[1])
        for column in columns:
            moved = column.pop(at)
            if to is not None:
                column.insert(max(to, 0), moved)


def one_of(kind: Callable[[str], R], word: str) -> R:
    """Return the member of a closed list that a form names.

    Raises:
        InvalidValue: it is none, so no form of ours sent it.
    """
    try:
        return kind(word)
    except ValueError as error:
        raise InvalidValue("form-unreadable", f"The form cannot be read: {error}.", why=str(error)) from None


def received(data: dict[str, object]) -> DraftForm:
    """Return the form that a browser sent, without its files.

    Raises:
        InvalidValue: it has a field that the form does not have, or one that is no such thing.
    """
    named = {**data}
    for name, hint in DraftForm.__annotations__.items():
        if name in named and hint == list[str] and not isinstance(named[name], list):
            named[name] = [named[name]]
    try:
        return msgspec.convert(named, DraftForm, strict=False)
    except msgspec.ValidationError as error:
        raise InvalidValue("form-unreadable", f"The form cannot be read: {error}.", why=str(error)) from None


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one field."""

    field: str
    """The id of its input."""
    why: DomainError


@dataclass(frozen=True, slots=True)
class Taken:
    """What a form says."""

    letter: LetterDraft
    plan: Plan
    wrong: tuple[Wrong, ...] = ()


@dataclass(slots=True)
class _Taking:
    """A form on its way to a letter; whatever is wrong is gathered, and the rest goes on."""

    form: DraftForm
    before: WorkingDraft
    wrong: list[Wrong] = field(default_factory=list)

    def taken(self) -> Taken:
        letter, plan = self._letter(), self._plan()
        return Taken(letter, plan, tuple(self.wrong))

    def _letter(self) -> LetterDraft:
        form = self.form
        return LetterDraft(
            kind=self._of("kind", LetterKind),
            circular=form.circular == _YES,
            code=self._line("code"),
            subject=self._line("subject") or "",
            issuing_office=self._line("issuing_office"),
            address=self._text("address"),
            addressees=self._lines("addressees"),
            signatory=self._signatory(),
            speed=self._of("speed", SpeedClass),
            secrecy=self._of("secrecy", SecrecyClass),
            salutation=self._line("salutation"),
            closing=self._line("closing"),
            copies_to=self._lines("copies_to"),
            references=tuple(self._references()),
            attachments=tuple(self._attachments()),
            directives=tuple(self._directives()),
            body=tuple(one for part in _PARAGRAPHS.split(self._text("body") or "") if (one := part.strip())),
            in_force=self._text("in_force"),
            acts=self.before.letter.acts,
            matter=self._line("matter"),
            owner_unit=self._line("owner_unit"),
            contact=self._text("contact"),
            makers=Makers(self._line("drafted_by"), self._line("typed_by"), self._line("checked_by")),
            dated=self._day("dated", form.dated),
            later_date_reason=self._line("later_date_reason"),
        )

    def _plan(self) -> Plan:
        return msgspec.structs.replace(
            self.before.plan,
            way=self._of("way", Way),
            book=self._line("book"),
            number_each=self.form.number_each == _YES,
            answers=self._lines("answers"),
            replaces=self._lines("replaces"),
            cancels=self._lines("cancels"),
        )

    def _signatory(self) -> DraftSignatory:
        """Return the words under the signature; in whose place somebody signs is chosen when it is sent."""
        was = self.before.letter.signatory
        name, post, rank = self._line("signer_name"), self._line("signer_post"), self._line("signer_rank")
        if (name, post) == (was.name, was.post):
            return msgspec.structs.replace(was, rank=rank)
        return DraftSignatory(name, post, rank)

    def _references(self) -> Iterator[DraftReference]:
        for at, (text, number, dated) in enumerate(zip(*_columns(self.form, "reference"), strict=False)):
            if text.strip() or number.strip() or dated.strip():
                yield DraftReference(
                    self._tidy(f"reference_text-{at}", text) or "",
                    self._number(f"reference_number-{at}", number),
                    self._day(f"reference_dated-{at}", dated),
                )

    # A row is taken out by emptying what it is about; a new one of which only the rest was typed is kept.

    def _attachments(self) -> Iterator[DraftAttachment]:
        known, was = {one.path for one in self.before.files}, self.before.letter.attachments
        for at, (title, quantity, unit, via, file) in enumerate(zip(*_columns(self.form, "attachment"), strict=False)):
            emptied = at < len(was) and was[at].title
            if title.strip() or file in known or (not emptied and (quantity + unit + via).strip()):
                yield DraftAttachment(
                    self._tidy(f"attachment_title-{at}", title) or "",
                    self._count(f"attachment_quantity-{at}", quantity),
                    self._tidy(f"attachment_unit-{at}", unit) or "ฉบับ",
                    next((one for one in Channel if one.value == via), None),
                    file if file in known else None,
                )

    def _directives(self) -> Iterator[DraftDirective]:
        was = self.before.letter.directives
        for at, (what, who, due, hours) in enumerate(zip(*_columns(self.form, "directive"), strict=False)):
            emptied = at < len(was) and was[at].what + was[at].who
            if what.strip() or who.strip() or (not emptied and (due + hours).strip()):
                yield DraftDirective(
                    self._tidy(f"directive_what-{at}", what) or "",
                    self._tidy(f"directive_who-{at}", who) or "",
                    self._when(f"directive_due-{at}", due),
                    self._tidy(f"directive_hours-{at}", hours),
                )

    # --- single fields -----------------------------------------------------------------------------------

    def _of(self, name: str, kind: Callable[[str], R]) -> R:
        return one_of(kind, getattr(self.form, name))

    def _text(self, name: str) -> str | None:
        return self._tidy(name, getattr(self.form, name))

    def _line(self, name: str) -> str | None:
        return self._tidy(name, " ".join(str(getattr(self.form, name)).split()))

    def _lines(self, name: str) -> tuple[str, ...]:
        lines = (self._text(name) or "").splitlines()
        return tuple(one for line in lines if (one := " ".join(line.split())))

    def _tidy(self, where: str, text: str) -> str | None:
        with self._noting(where):
            return normalise(text) or None
        return text

    def _number(self, where: str, text: str) -> str | None:
        with self._noting(where):
            return tidy_number(text) or None
        return text

    def _day(self, where: str, text: str) -> str | None:
        tidy = self._tidy(where, text)
        with self._noting(where):
            if tidy is not None:
                return _readable(tidy, parse_date)
        return tidy

    def _when(self, where: str, text: str) -> str | None:
        tidy = self._tidy(where, text)
        with self._noting(where):
            if tidy is not None:
                return _readable(tidy, partial(by_when, since=_ANY_DAY, calendar=Calendar))
        return tidy

    def _count(self, where: str, text: str) -> int:
        figures = to_arabic(text.strip()) or "1"
        with self._noting(where):
            if figures.isascii() and figures.isdecimal() and 1 <= int(figures[:9]) <= _MOST_COUNTED:
                return int(figures)
            message = f"{text.strip()[:40]} is no whole number from 1 to {_MOST_COUNTED}: type it again."
            raise InvalidValue("quantity-not-a-number", message, text=text.strip()[:40])
        return 1

    @contextmanager
    def _noting(self, where: str) -> Iterator[None]:
        try:
            yield
        except InvalidValue as why:
            self.wrong.append(Wrong(where, why))


def _readable(text: str, read: Callable[[str], object]) -> str:
    """Return a day as it was typed where *read* reads it, or else in full where it was pasted in another usual form.

    Raises:
        InvalidValue: *read* refuses it, and it is no day in any form.
    """
    try:
        read(text)
    except InvalidValue as refused:
        try:
            day = tidy_date(text)
        except InvalidValue:
            raise refused from None
        return print_date(day, digits="arabic") if day is not None else text
    return text


def _columns(form: DraftForm, of: str) -> Sequence[list[str]]:
    """Return the columns of a table of the form, all of one length."""
    columns = [getattr(form, name) for name in form.__struct_fields__ if name.startswith(f"{of}_")]
    longest = max(map(len, columns))
    for column in columns:
        column.extend([""] * (longest - len(column)))
    return columns
