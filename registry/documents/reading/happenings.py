"""Days in the text on which something happens: one day, a span, with the hours.

    ระหว่างวันที่ ๒๑ – ๒๒ กันยายน ๒๕๖๐ เวลา ๑๓.๐๐ – ๑๗.๓๐ น.   ตั้งแต่วันที่ ๑ ตุลาคม ๒๕๖๓ ถึงวันที่ ๓๐ กันยายน ๒๕๖๔

The date of a letter, order or law that is cited is none of them, nor the day from which a text is in force.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from domain.errors import InvalidValue
from domain.thai.dates import parse_date
from domain.thai.digits import to_arabic
from registry.documents.draft import Doubt, NamedDate, Read, Sureness
from registry.documents.reading.days import MONTH, WEEKDAY

_ERA = r"(?:พ\.?\s?ศ\.?|พุทธศักราช)?"
_LEAD = rf"(?:(?:{WEEKDAY})|วันที่\s*)"
_DAY = re.compile(
    rf"(?P<weekday>จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)?(?:ที่|วันที่)?\s*(?<!\d)(?P<first>\d{{1,2}})\s*"
    rf"(?:(?:เดือน\s*)?(?P<first_month>{MONTH})\s*(?:{_ERA}\s*(?P<first_year>2[4-7]\d\d)\s*)?)?"
    rf"(?:(?P<join>-|–|—|จนถึง|ถึง|และ)\s*{_LEAD}?\s*(?P<last>\d{{1,2}})\s*)?"
    rf"(?:(?:เดือน\s*)?(?P<month>{MONTH})\s*{_ERA}\s*(?P<year>2[4-7]\d\d))?(?!\d)"
)
_CITED = re.compile(
    r"(?:ลง\s?(?:วันที่)?|ลว\.?|ณ\s?(?:วันที่)?|มติ[^\d]{0,60}(?:วันที่)?|ประกาศเมื่อ\s?(?:วันที่)?|ฉบับ(?:ลง)?(?:วันที่)?)\s*$"
)
_IN_FORCE = re.compile(r"(?:ทั้งนี้|มีผล|ใช้บังคับ).{0,60}$")
_HOURS = re.compile(
    r"เวลา\s*(?P<begin>\d{1,2}[.:]\d\d)(?:\s*น\.)?(?:\s*(?:-|–|—|ถึง|ถึงเวลา)\s*(?P<end>\d{1,2}[.:]\d\d))?\s*(?:น\.|นาฬิกา|น(?=\s|$))"
)
_NEAR = 80  # characters within which the hours stand behind their day
_AROUND = 60  # characters of the words around a day
_WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")


def happenings(paragraphs: Sequence[Read[str]], *, with_force: bool) -> tuple[tuple[Read[NamedDate], ...], list[Doubt]]:
    """Return the named days, and doubts about days whose weekday is another one.

    Args:
        paragraphs: the text.
        with_force: whether the day from which something is in force is such a day too; in orders and
            announcements it is a part of its own.
    """
    named: list[Read[NamedDate]] = []
    doubts: list[Doubt] = []
    for paragraph in paragraphs:
        for one, weekday in _in(paragraph.value, with_force=with_force):
            sure = Sureness.SURE
            if weekday is not None and _WEEKDAYS[one.since.weekday()] != weekday:
                sure = Sureness.DOUBTFUL
                doubts.append(_wrong_weekday(one, weekday, paragraph.line))
            if all(one != other.value for other in named):
                named.append(Read(one, paragraph.line, sure))
    return tuple(named), doubts


def hours_in(text: str) -> str | None:
    """Return the hours that *text* names first, in Arabic digits, e.g. ``09.30-12.30``."""
    found = _HOURS.search(to_arabic(text))
    return None if found is None else _printed(found)


def _in(text: str, *, with_force: bool) -> Iterator[tuple[NamedDate, str | None]]:
    folded = to_arabic(text)
    matches = [found for found in _DAY.finditer(folded) if found["month"] or found["first_year"]]
    for place, found in enumerate(matches):
        before = matches[place - 1].end() if place else 0
        head = folded[max(before, found.start() - _NEAR) : found.start()]
        if _CITED.search(head) or (not with_force and _IN_FORCE.search(head)):
            continue
        end = matches[place + 1].start() if place + 1 < len(matches) else len(folded)
        hours = _HOURS.search(folded, found.end(), min(end, found.end() + _NEAR))
        what = _around(text, found.start(), hours.end() if hours else found.end())
        for since, until in _spans(found):
            yield NamedDate(what, since, until, _printed(hours) if hours else None), found["weekday"]


def _spans(found: re.Match[str]) -> list[tuple[date, date | None]]:
    """Return first and last day; of two days that are only named together, each; none where there is no such day."""
    month, year = found["month"] or found["first_month"], found["year"] or found["first_year"]
    first_month, first_year = found["first_month"] or month, found["first_year"] or year
    try:
        since = parse_date(f"{found['first']} {first_month} {first_year}")
        until = parse_date(f"{found['last']} {month} {year}") if found["last"] else None
    except InvalidValue:
        return []  # a day that does not exist is no day on which something happens
    if until is not None and found["join"] == "และ":
        return [(since, None), (until, None)]
    return [(since, until)] if until is None or until > since else []


def _around(text: str, begin: int, end: int) -> str:
    """Return the words around, cut where a space stands."""
    before = text[max(0, begin - _AROUND) : begin]
    if begin > _AROUND:
        before = before[before.find(" ") + 1 :]
    behind = text[end : end + _AROUND]
    if end + _AROUND < len(text):
        behind = behind[: behind.rfind(" ")] if " " in behind else ""
    return f"{before}{text[begin:end]}{behind}".strip()


def _printed(found: re.Match[str]) -> str:
    return "-".join(hour.replace(":", ".") for hour in (found["begin"], found["end"]) if hour)


def _wrong_weekday(one: NamedDate, weekday: str, line: int) -> Doubt:
    right = _WEEKDAYS[one.since.weekday()]
    message = f"{one.since} is a day of {right}, not {weekday}, as line {line} says: ask which of the two is meant."
    facts = {"line": line, "on": one.since, "weekday": weekday, "right": right}
    return Doubt(line, "weekday-contradicts-day", message, facts, part="dates")
