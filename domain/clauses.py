"""Clauses of the regulation that ask or refuse something, each with the days on which it is in force.

A check takes the day it is asked about. While its clause is in force it refuses with ``ClauseForbids``
and names the clause; on other days the office refuses all the same, as its own policy, with
``NotAllowed``: a register that was lax for a while could not be trusted for any day.

R2526 is ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526; A2, A3, A4 amend it (2548, 2560, 2564).
"""

from dataclasses import dataclass
from datetime import date

from domain.classes import SecrecyClass
from domain.errors import ClauseForbids, InvalidValue, NotAllowed


@dataclass(frozen=True, slots=True)
class Clause:
    """ข้อ. One clause of an instrument in one wording."""

    instrument: str
    number: str
    since: date
    """The first day in force."""
    until: date | None = None
    """The first day no longer in force, or None."""

    def in_force(self, on: date) -> bool:
        """Return whether the wording binds on that day."""
        return self.since <= on and (self.until is None or on < self.until)

    @property
    def place(self) -> str:
        """Where in the instrument it stands, as people cite it: ``ข้อ 11.3``, ``แบบ 1``, ``ภาคผนวก 2``."""
        return f"ข้อ {self.number}" if self.number[0].isdigit() else self.number

    def __str__(self) -> str:
        return f"{self.instrument} {self.place}"


IN_FORCE = date(1983, 6, 1)
"""1 มิถุนายน 2526: the first day of R2526."""

NO_TOP_SECRET_ELECTRONICALLY = Clause("R2526 (A4)", "29", since=date(2021, 8, 23))
"""ลับที่สุด never goes electronically; A4 ข้อ 2 puts the new ข้อ 29 in force after 90 days."""

SECRETS_FOR_APPOINTED_READERS = Clause("R2526 (A2)", "35, 41", since=date(2005, 9, 24))
"""ลับ and ลับมาก go electronically only between appointed persons, encrypted."""

DATE_OF_ENTRY = Clause("R2526", "43.1.4, 43.2", since=IN_FORCE)
"""A letter's date is the day it will be sent, and is the register's date."""

ENTRY_ON_THE_LETTER = Clause("R2526", "43.2", since=IN_FORCE)
"""Number and date on the letter are those of the register."""

SECRECY_ON_THE_LETTER = Clause("R2526", "แบบ 1", since=IN_FORCE)
"""The class of secrecy is printed above and below; the form shows both places."""

SPEED_CLASSES = Clause("R2526", "28", since=IN_FORCE)
"""Three classes of speed, in words that stand there."""

CIRCULARS = Clause("R2526", "32", since=IN_FORCE)
"""A circular has ว before its number, or a number like any other."""

OWNER_CODES = Clause("R2526", "ภาคผนวก 1", since=IN_FORCE)
"""Whose code stands in a number; a code that falls vacant stays so (2.1.1, 2.1.2, 2.2)."""

COURTESIES = Clause("R2526", "ภาคผนวก 2", since=date(2005, 9, 24))
"""คำขึ้นต้น and คำลงท้าย in pairs, as printed anew in 2548; an earlier print was not read."""

SIGNATURE_BLOCKS = Clause("R2526", "ภาคผนวก 3", since=IN_FORCE)
"""Rank, name, post and the word by which somebody signs for another."""

MAIL_FILE_NAMES = Clause("R2526 (A4)", "ภาคผนวก 7 ข้อ 4.3", since=date(2021, 8, 23))
"""How the file of an e-mailed letter is called; the annex belongs to the rules that begin after 90 days."""


def forbid_electronic_secrets(secrecy: SecrecyClass, *, on: date) -> None:
    """Refuse classified content in an electronic letter: number, date and class go into the secret book alone.

    Raises:
        ClauseForbids: on *on* a clause forbids it: ลับที่สุด always, ลับ and ลับมาก because content is not
            yet encrypted for named readers.
        NotAllowed: the same before the clause was in force, by the office's own policy.
    """
    match secrecy:
        case SecrecyClass.NONE:
            return
        case SecrecyClass.TOP_SECRET:
            raise _forbidden(
                NO_TOP_SECRET_ELECTRONICALLY,
                on,
                "top-secret-electronically",
                "A letter of the class ลับที่สุด may not be electronic. Send it on paper and enter number, date and "
                "class in the secret book.",
                secrecy=secrecy.label,
            )
        case SecrecyClass.SECRET | SecrecyClass.VERY_SECRET:
            raise _forbidden(
                SECRETS_FOR_APPOINTED_READERS,
                on,
                "secret-content-unencrypted",
                f"Content of the class {secrecy.label} cannot be encrypted for its named readers here. Enter number, "
                "date and class in the secret book and send the letter on paper.",
                secrecy=secrecy.label,
            )


def require_date_of_entry(dated: date, *, entered: date, reason: str | None) -> None:
    """Require that a letter is dated on its day of entry or, with a reason, later in the same year.

    Raises:
        ClauseForbids: *dated* is before the day of entry, or in another calendar year (a number belongs to
            the series of one year).
        NotAllowed: the same, where the clause was not yet in force on the day of entry.
        InvalidValue: *dated* is later and nobody said why.
    """
    facts = {"dated": dated, "entered": entered}
    if dated < entered:
        message = f"The letter is dated {dated}, before its entry on {entered}. Date it {entered} or later."
        raise _forbidden(DATE_OF_ENTRY, entered, "dated-before-entry", message, **facts)
    if dated.year != entered.year:
        message = f"The letter is dated {dated}, in another year than its entry on {entered}. Enter it in that year."
        raise _forbidden(DATE_OF_ENTRY, entered, "dated-in-another-year", message, **facts)
    if dated > entered and not (reason and reason.strip()):
        message = f"The letter is dated {dated}, after its entry on {entered}. Say why it goes out later."
        raise InvalidValue("later-date-without-reason", message, **facts)


def _forbidden(clause: Clause, on: date, slug: str, message: str, **facts: object) -> ClauseForbids | NotAllowed:
    """Make the refusal that cites *clause* where it is in force, and the office's policy where it is not."""
    if clause.in_force(on):
        return ClauseForbids(slug, f"{message} ({clause})", clause=str(clause), **facts)
    return NotAllowed(
        slug, f"{message} (The office's own rule; {clause} is not in force on {on}.)", clause=None, **facts
    )
