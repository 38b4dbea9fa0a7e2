"""Rules that matter once the paper is sent: the name of its file, and what it says of other letters."""

import re
from collections.abc import Iterator

from domain.clauses import MAIL_FILE_NAMES
from domain.codes import roman_of
from domain.forms import Part
from domain.numbers import LetterNumber
from domain.thai.dates import FIRST_DAY, buddhist_year
from registry.documents.checking.context import Context
from registry.documents.checking.finding import Finding, Severity
from registry.documents.checking.sheet import Sheet


def mail_file_name(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """The file of an e-mailed letter is called by year, office and number.

    Annex 7 says nothing of circulars, sub-codes and committees, so nothing is said of them here.
    """
    number = sheet.number.value if sheet.number else None
    if sheet.file_name is None or not sheet.file_name.lower().endswith(".pdf"):
        return
    if not isinstance(number, LetterNumber) or sheet.dated is None or sheet.dated.value < FIRST_DAY:
        return
    roman = roman_of(number.code)
    if (
        roman is None
        or number.series_letter
        or number.committee
        or number.last
        or not (number.owner or ".").isdecimal()
    ):
        return
    stem = f"{buddhist_year(sheet.dated.value)}_{roman}{number.owner}_{number.running}"
    if not re.fullmatch(rf"{re.escape(stem)}(?:_\d+)?\.pdf", sheet.file_name):
        yield Finding(
            "mail-file-name",
            f"Sent by e-mail, the file is called {stem}.pdf.",
            Severity.INFO,
            Part.NUMBER,
            sheet.number.line if sheet.number else None,
            MAIL_FILE_NAMES,
            {"name": f"{stem}.pdf"},
        )


def citations(_: Sheet, context: Context) -> Iterator[Finding]:
    """What the paper says of other letters is what the register knows of them."""
    for line, why in context.contradictions:
        yield Finding("citation-contradicts", why.message, Severity.WARN, Part.TEXT, line or None, facts={"why": why})
