"""A letter that is cited otherwise than the register knows it: another day, a slip of one figure, another office.

    cites    มท 0812/ว 271 ลงวันที่ 9 กุมภาพันธ์ 2564        the register has that number of the 10th
    cites    มท 0812/ว 217 ลงวันที่ 10 กุมภาพันธ์ 2564       the register has ว 271 of that day

Numbers begin again every year, so a number of another year contradicts nothing unless the year is all that
differs; and every office numbers its own orders, so an order is compared with those of its office alone. A citation
that the register has exactly is never pointed out, nor one of which it knows nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from domain.citations import Citation
from domain.numbers import LetterNumber, OrderNumber
from registry.documents.draft import Doubt, Draft, Read

_SHORTEST_SUBJECT = 10  # characters; a shorter one stands in many letters
_FEWEST_FIGURES = 2
_RARE = 100  # a smaller running number is given by several divisions of one ministry on one day


@dataclass(frozen=True, slots=True)
class Known:
    """A letter or order that the register has."""

    number: LetterNumber | OrderNumber
    dated: date | None
    subject: str
    office: str
    """Who sent it; more may stand around the office's name."""


class Register(Protocol):
    """What is asked of the register."""

    def numbered(self, number: LetterNumber | OrderNumber) -> Sequence[Known]:
        """Return what bears a number, of whatever year."""

    def of_day(self, day: date) -> Sequence[Known]:
        """Return what bears a date."""


def contradicted(draft: Draft, register: Register) -> Iterator[Doubt]:
    """Yield a doubt for each citation that contradicts the register, with both sides."""
    referred = {reference.line for reference in draft.references}
    text = "\n".join((*(one.value.text for one in draft.references), *(one.value for one in draft.paragraphs)))
    own = draft.issuing_office.value if draft.issuing_office else ""
    for citation in draft.citations:
        if doubt := _doubt(citation, citation.value.issuer or own, text, register):
            yield replace(doubt, part="references" if citation.line in referred else "citations")


def _doubt(read: Read[Citation], office: str, text: str, register: Register) -> Doubt | None:
    citation = read.value
    same = [known for known in register.numbered(citation.number) if _may_be(known, office)]
    if citation.dated is None or any(known.dated in {None, citation.dated} for known in same):
        return None
    if other := next((known for known in same if _of_the_same_year(citation, known)), None):
        return _of_another_day(read, other)
    that_day = [known for known in register.of_day(citation.dated) if _may_be(known, office)]
    if near := next((known for known in that_day if _slipped(citation.number, known.number)), None):
        return _of_another_number(read, near)
    if near := next((known for known in that_day if _of_another_owner(citation.number, known, text)), None):
        return _of_another_office(read, near)
    return None


def _may_be(known: Known, office: str) -> bool:
    """Tell whether it can be what an office wrote: a letter's number names its office, an order's does not."""
    return isinstance(known.number, LetterNumber) or (office != "" and _squeezed(office) in _squeezed(known.office))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _of_the_same_year(citation: Citation, known: Known) -> bool:
    """Tell whether both are one letter by their number: of one year, or with nothing but the year mistaken."""
    if citation.dated is None or known.dated is None:
        return False
    if citation.number.year is not None or citation.dated.year == known.dated.year:
        return True
    return (citation.dated.month, citation.dated.day) == (known.dated.month, known.dated.day)


def _slipped(cited: LetterNumber | OrderNumber, known: LetterNumber | OrderNumber) -> bool:
    """Tell whether one number is the other with one slip: a figure, two figures in turn, a letter or committee."""
    if isinstance(cited, OrderNumber) or isinstance(known, OrderNumber):
        same_kind = isinstance(cited, OrderNumber) and isinstance(known, OrderNumber)
        return same_kind and cited.year == known.year and one_slip(str(cited.running), str(known.running))
    slips = [(one, other) for one, other in zip(_parts(cited), _parts(known), strict=True) if one != other]
    return len(slips) == 1 and (one_slip(*slips[0]) or "" in slips[0])


def _parts(number: LetterNumber) -> tuple[str, ...]:
    committee = "".join((number.committee or "").replace(".", "").split())
    running = f"{number.running}-{number.last}" if number.last else str(number.running)
    return number.code, number.owner or "", committee, number.series_letter or "", running, str(number.year or "")


def one_slip(one: str, other: str) -> bool:
    """Tell whether two texts differ by one character: another one, one too many, or two that changed places.

    Of two single characters nobody can tell.
    """
    if one == other or abs(len(one) - len(other)) > 1 or max(len(one), len(other)) < _FEWEST_FIGURES:
        return False
    begin = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) != len(other):
        longer, shorter = sorted((one, other), key=len, reverse=True)
        return longer[begin + 1 :] == shorter[begin:]
    behind = (one[begin + 1 :], other[begin + 1 :])
    if behind[0] == behind[1]:
        return True
    swapped = one[begin : begin + 2] == other[begin : begin + 2][::-1]
    return swapped and one[begin + 2 :] == other[begin + 2 :]


def _of_another_owner(cited: LetterNumber | OrderNumber, known: Known, text: str) -> bool:
    """Tell whether the running number of that day stands under another office, and the subject says it is the one."""
    number = known.number
    if not isinstance(cited, LetterNumber) or not isinstance(number, LetterNumber):
        return False
    alike = (cited.running, cited.last, cited.series_letter) == (number.running, number.last, number.series_letter)
    told = len(known.subject) >= _SHORTEST_SUBJECT and known.subject in text
    related = cited.code == number.code and number.running >= _RARE
    return alike and (cited.code, cited.owner) != (number.code, number.owner) and (told or related)


def _of_another_day(read: Read[Citation], known: Known) -> Doubt:
    facts = _facts(read.value, known)
    message = (
        f"The text cites {facts['number']} of {facts['dated']}, but the register has {facts['known']} of "
        f"{facts['known_dated']} ({facts['subject']}): look which day is right."
    )
    return Doubt(read.line, "cited-of-another-day", message, facts)


def _of_another_number(read: Read[Citation], known: Known) -> Doubt:
    facts = _facts(read.value, known)
    message = (
        f"The text cites {facts['number']} of {facts['dated']}, which the register does not have; of that day it has "
        f"{facts['known']} ({facts['subject']}): look whether that is meant."
    )
    return Doubt(read.line, "cited-with-another-number", message, facts)


def _of_another_office(read: Read[Citation], known: Known) -> Doubt:
    facts = _facts(read.value, known)
    message = (
        f"The text cites {facts['number']} of {facts['dated']}; the register has that running number of that day as "
        f"{facts['known']} ({facts['subject']}): look which office's letter is meant."
    )
    return Doubt(read.line, "cited-of-another-office", message, facts)


def _facts(citation: Citation, known: Known) -> dict[str, object]:
    return {
        "number": str(citation.number),
        "dated": citation.dated,
        "known": str(known.number),
        "known_dated": known.dated,
        "subject": known.subject,
    }
