"""Rules about how the addressee is spoken to: คำขึ้นต้น and คำลงท้าย of annex 2, ถึง of a stamped letter."""

import re
from collections.abc import Iterator

from domain.classes import HIGHEST, USUAL, Courtesy, LetterKind, courtesy_for
from domain.clauses import COURTESIES
from domain.forms import FORMS, Part
from domain.thai.text import normalise
from registry.documents.checking.context import Context
from registry.documents.checking.finding import Finding, Severity
from registry.documents.checking.sheet import Sheet

STAMPED = "ถึง"
"""The word before the addressee of a stamped letter (ข้อ 14.2)."""

_ROW_OF_THEIR_OWN = re.compile(r"พระ|สมเด็จ|หม่อมเจ้า|เจ้าอาวาส|เจ้าคณะ|ฝ่าพระบาท|ใต้ฝ่าละออง")
_WORDS_OF_SUCH_ROWS = re.compile(r"(?:กราบ)?นมัสการ|(?:กราบบังคม|กราบ)?ทูล|ขอ(?:พระราช|ประ)ทาน|กราบบังคม")
_PERHAPS_HIGHEST = re.compile(r"ประธาน(?:ศาล|กรรมการ|ผู้ตรวจการ)|ผู้ตรวจการแผ่นดิน|อัยการสูงสุด")
"""Posts like those that later orders put beside the seven."""


def stamped_letters_say_to(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """A stamped letter is addressed with ถึง, never with เรียน."""
    if sheet.kind is LetterKind.SEALED and sheet.salutation and sheet.salutation.value != STAMPED:
        place = FORMS[sheet.kind].place(Part.ADDRESSEES)
        yield Finding(
            "stamped-letter-greets",
            f"A stamped letter is addressed with {STAMPED}, not {sheet.salutation.value}: write {STAMPED}.",
            part=Part.SALUTATION,
            line=sheet.salutation.line,
            clause=place.clause if place else None,
            facts={"found": sheet.salutation.value},
        )


def salutation(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """The salutation is that of the addressee's row of annex 2."""
    said = sheet.salutation
    if not _greets(sheet) or said is None or _in_another_row(sheet):
        return
    for name in sheet.names:
        wanted = courtesy_for(name)
        if said.value == wanted.salutation:
            continue
        perhaps = said.value == HIGHEST.salutation and _PERHAPS_HIGHEST.match(name)
        if perhaps:
            message = f"{name} is not among the posts of annex 2 for {HIGHEST.salutation}: look at later orders."
        else:
            message = f"To {name} a letter begins with {wanted.salutation}, not {said.value}."
        yield Finding(
            "salutation-of-later-orders" if perhaps else "salutation-for-addressee",
            message,
            Severity.WARN if perhaps else Severity.WRONG,
            Part.SALUTATION,
            said.line,
            COURTESIES,
            {"addressee": name, "found": said.value, "wanted": wanted.salutation},
        )
        return  # one is enough: all of them are spoken to at once


def closing(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """The closing goes with the addressee, and so with the salutation."""
    said = sheet.closing
    if sheet.kind is not LetterKind.EXTERNAL or said is None or not sheet.names or _in_another_row(sheet):
        return
    wanted = _pair(sheet)
    if normalise(said.value) != wanted.closing:
        yield Finding(
            "closing-for-addressee",
            f"A letter to {sheet.names[0]} ends with {wanted.closing}, not {said.value}.",
            part=Part.CLOSING,
            line=said.line,
            clause=COURTESIES,
            facts={"addressee": sheet.names[0], "found": said.value, "wanted": wanted.closing},
        )


def rows_that_are_not_known(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """Monks and the royal family have rows of their own, which somebody has to look up."""
    name = _in_another_row(sheet)
    if _greets(sheet) and name is not None:
        yield Finding(
            "courtesy-to-look-up",
            f"{name} has a row of its own in annex 2: look there for the first and the last words.",
            Severity.WARN,
            Part.SALUTATION,
            sheet.line_of(Part.SALUTATION),
            COURTESIES,
            {"addressee": name},
        )


def addressees_of_one_row(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """One letter greets all its addressees alike, so they are of one row."""
    highest = [name for name in sheet.names if courtesy_for(name) is HIGHEST]
    if _greets(sheet) and highest and len(highest) < len(sheet.names):
        other = next(name for name in sheet.names if name not in highest)
        yield Finding(
            "addressees-of-several-rows",
            f"{highest[0]} and {other} are not greeted alike: write a letter to each.",
            Severity.WARN,
            Part.ADDRESSEES,
            sheet.line_of(Part.ADDRESSEES),
            COURTESIES,
            {"one": highest[0], "other": other},
        )


def _greets(sheet: Sheet) -> bool:
    return FORMS[sheet.kind].place(Part.SALUTATION) is not None


def _in_another_row(sheet: Sheet) -> str | None:
    """Return the addressee to whom neither pair that is known belongs."""
    found = next((name for name in sheet.names if _ROW_OF_THEIR_OWN.match(name)), None)
    if found is None and sheet.salutation and _WORDS_OF_SUCH_ROWS.match(sheet.salutation.value):
        found = next(iter(sheet.names), sheet.salutation.value)
    return found


def _pair(sheet: Sheet) -> Courtesy:
    """Return the pair that the letter has to end with; a post of later orders is taken at its salutation's word."""
    name = sheet.names[0]
    if _PERHAPS_HIGHEST.match(name) and sheet.salutation:
        return HIGHEST if sheet.salutation.value == HIGHEST.salutation else USUAL
    return courtesy_for(name)
