"""Rules about days in the text: when something is due, and which day of the week it is."""

import re
from collections.abc import Iterator

from domain.errors import InvalidValue
from domain.forms import Part
from domain.thai.dates import WRITTEN_DAY, parse_date, print_date
from domain.thai.digits import to_arabic
from registry.documents.checking.context import Context
from registry.documents.checking.finding import Finding, Severity
from registry.documents.checking.sheet import Sheet

WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
"""As `date.weekday` counts them."""

_NAMED = re.compile(rf"วัน(?P<weekday>{'|'.join(WEEKDAYS)})\s*ที่\s*(?P<date>{WRITTEN_DAY})")


def due_after_the_letter(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """Nobody can do by a day that has passed what the letter asks for."""
    for one in sheet.directives:
        due = one.value.due
        if due and sheet.dated and due < sheet.dated.value:
            yield Finding(
                "directive-due-before-its-letter",
                f"Directive {one.value.no} is due on {print_date(due, digits='arabic')}, before the letter: "
                "look at the day.",
                Severity.WARN,
                Part.DIRECTIVES,
                one.line,
                facts={"no": one.value.no, "due": due},
            )


def due_on_working_days(sheet: Sheet, context: Context) -> Iterator[Finding]:
    """What is due on a day off is done before or after it."""
    for one in sheet.directives:
        due = one.value.due
        if due and not context.is_working_day(due):
            yield Finding(
                "directive-due-on-day-off",
                f"Directive {one.value.no} is due on {print_date(due, digits='arabic')}, a day off: is it meant?",
                Severity.WARN,
                Part.DIRECTIVES,
                one.line,
                facts={"no": one.value.no, "due": due, "weekday": WEEKDAYS[due.weekday()]},
            )


def weekdays(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """A day that is named with its weekday is that weekday."""
    for paragraph in sheet.paragraphs:
        for found in _NAMED.finditer(to_arabic(paragraph.value)):
            try:
                day = parse_date(found["date"])
            except InvalidValue:
                continue  # a day that does not exist is pointed out by the reader
            right = WEEKDAYS[day.weekday()]
            if right != found["weekday"]:
                yield Finding(
                    "weekday-differs",
                    f"{print_date(day, digits='arabic')} is วัน{right}, not วัน{found['weekday']}: correct one.",
                    Severity.WARN,
                    Part.TEXT,
                    paragraph.line,
                    facts={"day": day, "found": found["weekday"], "right": right},
                )
