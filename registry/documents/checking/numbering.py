"""Rules about number and date: those of the register, the unit's own code, the year of an order, ว of circulars."""

import re
from collections.abc import Iterator

from domain.classes import LetterKind
from domain.clauses import (
    CIRCULARS,
    DATE_OF_ENTRY,
    ENTRY_ON_THE_LETTER,
    OWNER_CODES,
)
from domain.errors import InvalidValue
from domain.forms import FORMS, Part
from domain.numbers import LetterNumber, OrderNumber
from domain.thai.dates import FIRST_DAY, buddhist_year, print_date
from registry.documents.addressees import expanded
from registry.documents.checking.context import Context
from registry.documents.checking.finding import Finding, Severity
from registry.documents.checking.sheet import Sheet

MANY = 5
"""Addressees of one text from which on it is many of them; ข้อ 32 gives no figure."""

_OF_MANY = re.compile(
    r"ทุก|ทั้งหลาย|ทั้งหมด|ต่าง\s?ๆ|ตาม(?:บัญชี|รายชื่อ|รายการ)|แนบ|[,/]"
    r"|(?:\s|และ)(?:ผู้|อธิบดี|อธิการบดี|ปลัด|เลขาธิการ|หัวหน้า|นาย|ประธาน|คณบดี)"
)
"""A line that addresses many: หัวหน้าส่วนราชการทุกแห่ง, (ตามบัญชีแนบท้าย), several posts side by side."""
_LETTERS = {LetterKind.EXTERNAL, LetterKind.INTERNAL, LetterKind.SEALED}
_OF_A_YEAR = {LetterKind.ORDER, LetterKind.ATTESTATION}


def as_registered(sheet: Sheet, context: Context) -> Iterator[Finding]:
    """Number and date on the paper are those of the register."""
    entry = context.entry
    if entry is None:
        return
    if sheet.dated and sheet.dated.value != entry.dated:
        found, wanted = (print_date(day, digits="arabic") for day in (sheet.dated.value, entry.dated))
        yield Finding(
            "date-not-registered",
            f"The paper is dated {found}, and the register has {wanted}: they are the same.",
            part=Part.DATE,
            line=sheet.dated.line,
            clause=ENTRY_ON_THE_LETTER,
            facts={"found": sheet.dated.value, "wanted": entry.dated},
        )
    if sheet.number and not _same(sheet.number.value, entry.number):
        yield Finding(
            "number-not-registered",
            f"The paper has the number {sheet.number.value}, and the register {entry.number}: they are the same.",
            part=Part.NUMBER,
            line=sheet.number.line,
            clause=ENTRY_ON_THE_LETTER,
            facts={"found": sheet.number.value.printed(), "wanted": entry.number},
        )


def never_dated_back(sheet: Sheet, context: Context) -> Iterator[Finding]:
    """A letter is dated on the day of its entry or later, never before it."""
    if context.entry is not None:
        dated, entered = context.entry.dated, context.entry.entered
    elif sheet.dated and Part.NUMBER in sheet.to_come:
        dated, entered = sheet.dated.value, context.today
    else:
        return
    if dated < entered:
        yield Finding(
            "dated-before-its-entry",
            f"The letter is dated {print_date(dated, digits='arabic')}, before its entry on "
            f"{print_date(entered, digits='arabic')}: date it that day or later.",
            part=Part.DATE,
            line=sheet.line_of(Part.DATE),
            clause=DATE_OF_ENTRY,
            facts={"dated": dated, "entered": entered},
        )


def day_without_word(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """The date of an external letter stands there without the word วันที่."""
    line = sheet.line_of(Part.DATE)
    if sheet.kind is not LetterKind.EXTERNAL or line is None:
        return
    printed = next((one.value for one in sheet.lines if one.line == line), "")
    place = FORMS[sheet.kind].place(Part.DATE)
    if printed.strip().startswith("วันที่"):
        yield Finding(
            "date-with-word",
            "The date of an external letter stands there without the word วันที่: take the word out.",
            part=Part.DATE,
            line=line,
            clause=place.clause if place else None,
        )


def code_of_the_unit(sheet: Sheet, context: Context) -> Iterator[Finding]:
    """The number has a code of this office, borne on the letter's day by the unit whose letter it is."""
    stated = sheet.number
    if stated is None or not isinstance(stated.value, LetterNumber) or not context.codes:
        return
    code = f"{stated.value.code} {stated.value.owner}"

    def found(slug: str, message: str, severity: Severity = Severity.WRONG, **facts: object) -> Finding:
        return Finding(slug, message, severity, Part.NUMBER, stated.line, OWNER_CODES, {"code": code, **facts})

    if not any(code == own or code.startswith(f"{own}.") for own in context.codes):
        own = ", ".join(context.codes)
        yield found("code-not-of-this-office", f"{code} is no code of this office, which has {own}.", codes=own)
    elif context.bearers == ():
        yield found("code-borne-by-nobody", f"No unit bears {code} on the letter's day: a vacant code stays so.")
    elif context.bearers is not None and not _is_theirs(sheet, context.bearers):
        units = ", ".join(context.bearers)
        message = f"{code} is the code of {units} on the letter's day: is it that unit's letter?"
        yield found("code-of-another-unit", message, Severity.WARN, units=units)


def known_to_the_register(sheet: Sheet, context: Context) -> Iterator[Finding]:
    """A number of this office comes from its register, so that the register knows it."""
    stated = sheet.number
    if stated is None or context.entry is not None or not isinstance(stated.value, LetterNumber):
        return
    code = f"{stated.value.code} {stated.value.owner}"
    if any(code == own or code.startswith(f"{own}.") for own in context.codes):
        yield Finding(
            "number-not-in-the-register",
            f"{stated.value} is not in the register: a number is given there before it is printed.",
            Severity.WARN,
            Part.NUMBER,
            stated.line,
            ENTRY_ON_THE_LETTER,
            {"number": stated.value.printed()},
        )


def of_its_year(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """The number of an order or attestation ends with the year of its date."""
    number, dated = sheet.number, sheet.dated
    place = FORMS[sheet.kind].place(Part.NUMBER)
    if number is None or dated is None or place is None or dated.value < FIRST_DAY:
        return
    year = buddhist_year(dated.value)
    if sheet.kind in _OF_A_YEAR and isinstance(number.value, OrderNumber) and number.value.year != year:
        yield Finding(
            "number-of-another-year",
            f"{number.value} is a number of {number.value.year}, and the paper is of {year}: write /{year}.",
            part=Part.NUMBER,
            line=number.line,
            clause=place.clause,
            facts={"number": number.value.printed(), "year": year},
        )


def circulars(sheet: Sheet, context: Context) -> Iterator[Finding]:
    """Many addressees have a circular, one addressee has none; both are allowed with an ordinary number."""
    if sheet.kind not in _LETTERS or not sheet.names:
        return
    count = len(expanded(sheet.names, on=sheet.dated.value if sheet.dated else context.today))
    number = sheet.number.value if sheet.number else None
    several = isinstance(number, LetterNumber) and number.last is not None
    if count >= MANY and not sheet.circular and not several:
        slug, message = (
            "circular-mark-missing",
            f"{count} addressees get the same text: a circular has ว before its number.",
        )
    elif count == 1 and sheet.circular and not _OF_MANY.search(sheet.names[0]):
        slug, message = "circular-to-one", "A circular goes to many, and this letter to one: take an ordinary number."
    else:
        return
    line = sheet.line_of(Part.NUMBER)
    yield Finding(slug, message, Severity.WARN, Part.NUMBER, line, CIRCULARS, {"count": count})


def _same(number: LetterNumber | OrderNumber, registered: str) -> bool:
    try:
        return type(number).parse(registered) == number
    except InvalidValue:
        return False


def _is_theirs(sheet: Sheet, bearers: tuple[str, ...]) -> bool:
    """Tell whether the letter names one of the units as its own."""
    said = [one.value for one in (sheet.owner_unit, sheet.issuing_office) if one]
    return any(bearer in words or words in bearer for bearer in bearers for words in said)
