"""Whether a signed letter may be issued: its parts, its day, its numbers and the register that they are from.

What admission asks is known before anything is numbered, so a draft is measured against it as well.
"""

from dataclasses import dataclass
from datetime import date

from domain.classes import LetterKind
from domain.clauses import forbid_electronic_secrets, require_date_of_entry
from domain.errors import InvalidValue, WrongNumber, WrongStage
from domain.letter.events import LetterIssued, OrderIssued, Way
from domain.letter.text import LetterText
from domain.numbers import LetterNumber, OrderNumber
from domain.series import SeriesKind
from domain.thai.digits import to_thai
from domain.values import Digest, StreamId

MOST_COPIES = 1_000_000
"""How many of one attachment may go with a letter; a bound against slips of the keyboard."""
_ADDRESSED = frozenset({LetterKind.EXTERNAL, LetterKind.INTERNAL, LetterKind.SEALED, LetterKind.NOTE})
"""Whose forms have a line for the addressee (ข้อ 11.5, 12.5, 14.2); an announcement or an attestation has none."""
_OWN_SERIES = {LetterKind.ORDER: SeriesKind.ORDER, LetterKind.ATTESTATION: SeriesKind.ATTESTATION}
"""Series in which nothing else is numbered."""


@dataclass(frozen=True, slots=True)
class Said:
    """A person's statement: its digest and the stream that it begins."""

    digest: Digest
    stream: StreamId


@dataclass(frozen=True, slots=True)
class Office:
    """What admission asks of the registry office and its book that day."""

    codes: tuple[str, ...]
    """Owner codes that the office prints, e.g. ``มท 0812``; sub-codes of them are its own too."""
    kind: SeriesKind
    year: int
    """Buddhist year of the series."""


def admit(  # noqa: PLR0913 - each is a thing of its own
    text: LetterText, *, office: Office, way: Way, signed: Said, final: Digest, entered: date
) -> LetterIssued:
    """Admit a signed letter whose evidence, authority and reservation the caller has verified.

    Raises:
        InvalidValue: a part that every letter has is missing, or an addressee or a quantity cannot be.
        WrongNumber: printed number and register number disagree, or the code is not the office's.
        ClauseForbids: a clause in force on the day of entry forbids it.
    """
    _require_parts(text)
    _require_countable(text)
    forbid_electronic_secrets(text.secrecy, on=entered)
    require_date_of_entry(text.dated, entered=entered, reason=text.later_date_reason)
    _require_register_number(text, office)
    if len(text.n) > 1 and len(text.n) != len(text.addressees):
        raise WrongNumber(
            "numbers-per-addressee",
            f"{len(text.n)} numbers for {len(text.addressees)} addressees: take one number, or one an addressee.",
            numbers=len(text.n),
            addressees=len(text.addressees),
        )
    if text.kind is LetterKind.SEALED and way is Way.ELECTRONIC:
        raise WrongStage(
            "sealed-needs-initials", "A sealed letter is initialled beside the seal, not signed (ข้อ 14.5)."
        )
    issued = OrderIssued if text.kind is LetterKind.ORDER else LetterIssued
    return issued(signed.digest, signed.stream, final, way, text.series, text.n, text.number, text.dated)


def _require_register_number(text: LetterText, office: Office) -> None:
    """Refuse a printed number that is not the register's: its figures, its series, its owner's code (43.2).

    Orders have their own series (16.2). An attestation has one too, or a number of the send register (24.1), where
    everything else stands that leaves the office, whether or not its form prints the number (an announcement's does
    not, ข้อ 20).
    """
    first, last = text.n[0], text.n[-1] if len(text.n) > 1 else None
    apart = text.kind is LetterKind.ORDER or office.kind in _OWN_SERIES.values()
    if apart and _OWN_SERIES.get(text.kind) is not office.kind:
        raise WrongNumber(
            "another-series",
            f"{text.kind.label} is not numbered in a series of kind {office.kind.value}: take its number from its own.",
            kind=text.kind.label,
            series=office.kind.value,
        )
    if office.kind is SeriesKind.ORDER or office.kind is SeriesKind.ATTESTATION:
        holds = OrderNumber(first, office.year).printed("arabic")
        same = text.number == holds
    elif text.number in _plain_numbers(office, first, last):
        return
    else:
        printed = LetterNumber.parse(text.number)
        holds = f"{first}" if last is None else f"{first}-{last}"
        same = (
            printed.printed("arabic") == text.number
            and (printed.running, printed.last) == (first, last)
            and printed.circular is (office.kind is SeriesKind.CIRCULAR)
        )
        owner = f"{printed.code} {printed.owner}"
        if not any(owner == code or owner.startswith(f"{code}.") for code in office.codes):
            raise WrongNumber(
                "not-our-code",
                f"{owner} is not a code of this office, which prints {', '.join(office.codes)}.",
                code=owner,
                codes=", ".join(office.codes),
            )
    if not same:
        raise WrongNumber(
            "number-not-in-register",
            f"{to_thai(text.number)} is not what the register holds: number {to_thai(holds)} of its "
            f"{office.kind.value} series.",
            printed=to_thai(text.number),
            holds=to_thai(holds),
        )


def _plain_numbers(office: Office, first: int, last: int | None) -> list[str]:
    """Return the numbers that need no reading: a code of the office and the figures of its main series."""
    mark = "ว " if office.kind is SeriesKind.CIRCULAR else ""
    figures = f"{first}" if last is None else f"{first}-{last}"
    return [f"{code}/{mark}{figures}" for code in office.codes]


def _require_parts(text: LetterText) -> None:
    missing = [
        part
        for part, value in (
            ("subject", text.kind is LetterKind.SEALED or text.subject.strip()),
            ("addressees", text.kind not in _ADDRESSED or text.addressees),
            ("name", all(addressee.name.strip() for addressee in text.addressees)),
            ("title", all(attachment.title.strip() for attachment in text.attachments)),
            ("issuing_office", text.issuing_office.strip()),
            ("signatory", text.signatory.name.strip() and text.signatory.post.strip()),
            ("n", text.n),
        )
        if not value
    ]
    if missing:
        raise InvalidValue(
            "part-missing", f"The letter has no {', '.join(missing)}: fill it in.", parts=", ".join(missing)
        )
    if any(later != earlier + 1 for earlier, later in zip(text.n, text.n[1:], strict=False)):
        raise WrongNumber("numbers-not-consecutive", "The numbers of one letter follow one another.", numbers=text.n)


def _require_countable(text: LetterText) -> None:
    """Refuse an addressee named twice, who could not be told from himself, and a number of copies that is none."""
    names = [addressee.name for addressee in text.addressees]
    if len(set(names)) != len(names):
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise InvalidValue("addressee-twice", f"{twice} is an addressee twice: keep one.", addressee=twice)
    for attachment in text.attachments:
        if not 1 <= attachment.quantity <= MOST_COPIES:
            raise InvalidValue(
                "quantity-out-of-range",
                f"{attachment.quantity} of {attachment.title} are not possible: write from 1 to {MOST_COPIES}.",
                quantity=attachment.quantity,
                title=attachment.title,
                most=MOST_COPIES,
            )
