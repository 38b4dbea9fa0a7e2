"""What stands on the paper of a letter: the parts of its form in their order, in the words that are printed.

Both writers print this: `plain` as text, `typeset` as a PDF file. What the form itself prints (number, dates,
quantities, items) is in Thai digits; what people wrote stays as they wrote it, since figures in an address of the
net are not ours to change. Source: R2526 ข้อ 11, 12, 14, 16, 20, 24 with forms 1-4, 7, 10; annex 2 and 3.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from domain.classes import LetterKind, SecrecyClass, SpeedClass, courtesy_for
from domain.errors import InvalidValue
from domain.letter.text import Attachment, LetterText, Signatory
from domain.numbers import WITHOUT_CODE, LetterNumber, OrderNumber
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from registry.documents.addressees import collected


@dataclass(frozen=True, slots=True)
class Body:
    """What a letter has beside its register entry: its text, the office's address, and a mark on the paper."""

    paragraphs: tuple[str, ...]
    address: str | None = None
    mark: str | None = None
    """Printed first and last, e.g. on a specimen."""
    in_force: str | None = None
    """วันใช้บังคับ of an order in its own words; its paragraphs say it as well (ข้อ 16.4)."""
    blank: bool = False
    """Whether the running number and the day are left to be filled in; the letter's number ends before it then."""
    initials: tuple[str, ...] = ()
    """Lower right on a file copy: who drafted, typed and checked it (ข้อ 30)."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A part that begins with its name: เรื่อง, เรียน or อ้างถึง."""

    label: str
    items: tuple[str, ...]
    numbered: bool = False
    """Whether several items have numbers (ข้อ 11.6, 11.7)."""

    def lines(self) -> list[tuple[str, str]]:
        """Return each item with the number that stands before it, or nothing."""
        if not self.numbered or len(self.items) == 1:
            return [("", item) for item in self.items]
        return [(f"{to_thai(str(no))}.", item) for no, item in enumerate(self.items, start=1)]


@dataclass(frozen=True, slots=True)
class Signed:
    """The words around the signature (annex 3)."""

    rank: str | None
    """Before the signature."""
    below: tuple[str, ...]
    """The name in brackets, the post with its word of acting, the principal's post."""


@dataclass(frozen=True, slots=True)
class Content:
    """The parts of any form; those that a form does not have are empty."""

    kind: LetterKind
    office: str
    paragraphs: tuple[str, ...]
    mark: str | None = None
    secrecy: str | None = None
    speed: str | None = None
    title: tuple[str, ...] = ()
    """Lines in the middle above the text: บันทึกข้อความ, or คำสั่ง…, ที่ and เรื่อง."""
    number: str | None = None
    """With its label, e.g. ``ที่ มท ๐๘๑๒/ว ๒๗๑``."""
    address: str | None = None
    dated: str | None = None
    """Above the text, or below it where the form says so: ``สั่ง ณ วันที่ …``."""
    labelled: tuple[Labelled, ...] = ()
    closing: str | None = None
    signed: Signed | None = None
    owner_unit: str | None = None
    contact: tuple[str, ...] = ()
    copies: Labelled | None = None
    initials: tuple[str, ...] = ()
    """Lower right on a file copy."""

    @property
    def subject(self) -> str | None:
        """What stands behind เรื่อง."""
        return next((part.items[0] for part in self.labelled if part.label == "เรื่อง"), None)


LONGEST = 200_000
"""Characters of a letter's text: about seventy pages. Annexes are files of their own."""
MOST_PARAGRAPHS = 2_000
LONGEST_SUBJECT = 2_000
"""Characters; a PDF file names its title in one string, which holds 32 767 bytes."""
BLANK = "........"
"""Where somebody writes a number or a day by hand."""


def content(letter: LetterText, body: Body) -> Content:
    """Return what is printed of *letter*.

    Raises:
        InvalidValue: the letter is of a kind that is not written, has no text, or more than anybody reads.
    """
    characters = sum(map(len, body.paragraphs))
    if characters > LONGEST or len(body.paragraphs) > MOST_PARAGRAPHS:
        raise InvalidValue(
            "text-too-long",
            f"The text has {characters} characters in {len(body.paragraphs)} paragraphs, more than {LONGEST} or "
            f"{MOST_PARAGRAPHS}: put what is long into an attachment.",
            characters=characters,
            paragraphs=len(body.paragraphs),
            longest=LONGEST,
            most=MOST_PARAGRAPHS,
        )
    if len(letter.subject) > LONGEST_SUBJECT:
        raise InvalidValue(
            "subject-too-long",
            f"The subject has {len(letter.subject)} characters, more than {LONGEST_SUBJECT}: shorten it.",
            length=len(letter.subject),
            most=LONGEST_SUBJECT,
        )
    paragraphs = tuple(" ".join(normalise(paragraph).split()) for paragraph in body.paragraphs)
    if not any(paragraphs):
        raise InvalidValue("part-missing", "The letter has no text: fill it in.", parts="text")
    form = _FORMS.get(letter.kind)
    if form is None:
        message = f"{letter.kind.label} has a form of its own, which is not written yet: hand in its final file."
        raise InvalidValue("document-kind-not-written", message, kind=letter.kind.value)
    shared = Content(
        kind=letter.kind,
        office=letter.issuing_office,
        paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph),
        mark=body.mark,
        initials=body.initials,
        secrecy=_secrecy(letter),
        speed=_speed(letter),
    )
    return form(shared, letter, body)


def _letter(shared: Content, letter: LetterText, body: Body) -> Content:
    """Form 1, หนังสือภายนอก."""
    names = [addressee.name for addressee in letter.addressees]
    usual = courtesy_for(names[0] if names else "")
    return replace(
        shared,
        number=f"ที่ {_number(letter, body)}",
        address=body.address,
        dated=_day(letter, body),
        labelled=(
            Labelled("เรื่อง", (letter.subject,)),
            *_part(letter.salutation or usual.salutation, collected(names, on=letter.dated)),
            *_part("อ้างถึง", [reference.text for reference in letter.references], numbered=True),
            *_part("สิ่งที่ส่งมาด้วย", [_attachment(one) for one in letter.attachments], numbered=True),
        ),
        closing=letter.closing or usual.closing,
        signed=_signed(letter.signatory),
        owner_unit=letter.owner_unit,
        contact=_contact(letter),
        copies=_copies(letter),
    )


def _memo(shared: Content, letter: LetterText, body: Body) -> Content:
    """Form 2, บันทึกข้อความ. It has no closing, and names references and attachments inside its text (ข้อ 12)."""
    names = [addressee.name for addressee in letter.addressees]
    usual = courtesy_for(names[0] if names else "")
    return replace(
        shared,
        title=("บันทึกข้อความ",),
        owner_unit=letter.owner_unit,
        contact=_contact(letter),
        number=f"ที่ {_number(letter, body)}",
        dated=f"วันที่ {_day(letter, body)}",
        labelled=(
            Labelled("เรื่อง", (letter.subject,)),
            *_part(letter.salutation or usual.salutation, collected(names, on=letter.dated)),
        ),
        signed=_signed(letter.signatory),
    )


def _stamped(shared: Content, letter: LetterText, body: Body) -> Content:
    """Form 3, หนังสือประทับตรา. Office and day stand below; the seal and initials take the signature's place."""
    names = [addressee.name for addressee in letter.addressees]
    return replace(
        shared,
        number=f"ที่ {_number(letter, body)}",
        labelled=_part("ถึง", collected(names, on=letter.dated)),
        dated=_day(letter, body),
        owner_unit=letter.owner_unit,
        contact=_contact(letter),
        address=body.address,
        copies=_copies(letter),
    )


def _order(shared: Content, letter: LetterText, body: Body) -> Content:
    """Form 4, คำสั่ง."""
    return replace(
        shared,
        title=(f"คำสั่ง{letter.issuing_office}", f"ที่ {_number(letter, body)}", f"เรื่อง {letter.subject}"),
        dated=f"สั่ง ณ {_day_of_year(letter, body)}",
        signed=_signed(letter.signatory),
    )


def _announcement(shared: Content, letter: LetterText, body: Body) -> Content:
    """Form 7, ประกาศ. It prints no number."""
    return replace(
        shared,
        title=(f"ประกาศ{letter.issuing_office}", f"เรื่อง {letter.subject}"),
        dated=f"ประกาศ ณ {_day_of_year(letter, body)}",
        signed=_signed(letter.signatory),
    )


def _attestation(shared: Content, letter: LetterText, body: Body) -> Content:
    """Form 10, หนังสือรับรอง. It has no subject; whom it attests what, its text says."""
    return replace(
        shared,
        number=f"เลขที่ {_number(letter, body)}",
        address=body.address,
        dated=f"ให้ไว้ ณ {_day_of_year(letter, body)}",
        signed=_signed(letter.signatory),
    )


_FORMS: dict[LetterKind, Callable[[Content, LetterText, Body], Content]] = {
    LetterKind.EXTERNAL: _letter,
    LetterKind.INTERNAL: _memo,
    LetterKind.SEALED: _stamped,
    LetterKind.ORDER: _order,
    LetterKind.ANNOUNCEMENT: _announcement,
    LetterKind.ATTESTATION: _attestation,
}
WRITTEN = frozenset(_FORMS)
"""The kinds that are written."""


def _secrecy(letter: LetterText) -> str | None:
    return letter.secrecy.label if letter.secrecy is not SecrecyClass.NONE else None


def _speed(letter: LetterText) -> str | None:
    return letter.speed.label if letter.speed is not SpeedClass.NORMAL else None


def _number(letter: LetterText, body: Body) -> str:
    """Return the number as printed; orders and attestations may be numbered within a year, without a code."""
    if body.blank:
        return _blank_number(letter)
    if letter.kind is LetterKind.ORDER or WITHOUT_CODE.fullmatch(letter.number):
        return OrderNumber.parse(letter.number).printed()
    return LetterNumber.parse(letter.number).printed()


def _blank_number(letter: LetterText) -> str:
    if letter.kind in {LetterKind.ORDER, LetterKind.ATTESTATION}:
        return f"{BLANK}/{print_date(letter.dated).split()[-1]}"
    return f"{to_thai(letter.number)}{BLANK}"


def _day(letter: LetterText, body: Body) -> str:
    day, month, year = print_date(letter.dated).split()
    return f"{BLANK if body.blank else day} {month} {year}"


def _day_of_year(letter: LetterText, body: Body) -> str:
    day, month, year = _day(letter, body).split()
    return f"วันที่ {day} {month} พ.ศ. {year}"


def _part(label: str, items: Sequence[str], *, numbered: bool = False) -> tuple[Labelled, ...]:
    return (Labelled(label, tuple(items), numbered),) if items else ()


def _copies(letter: LetterText) -> Labelled | None:
    return Labelled("สำเนาส่ง", letter.copies_to) if letter.copies_to else None


def _contact(letter: LetterText) -> tuple[str, ...]:
    return tuple(line for line in (letter.contact or "").split("\n") if line)


def _attachment(attachment: Attachment) -> str:
    via = f" (ส่งโดยทาง{attachment.via.label})" if attachment.via else ""
    return f"{attachment.title} จำนวน {to_thai(str(attachment.quantity))} {attachment.unit}{via}"


def _signed(signatory: Signatory) -> Signed:
    """Return rank, name in brackets and post; under a word of acting, the principal's post (annex 3)."""
    acting = f" {signatory.acting.label}" if signatory.acting else ""
    below = (f"({signatory.name})", f"{signatory.post}{acting}", signatory.principal)
    return Signed(signatory.rank, tuple(line for line in below if line))
