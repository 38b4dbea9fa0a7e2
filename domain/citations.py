"""Citations: the letters and orders that a text names, with issuer, classes, number and date.

    หนังสือกรมบัญชีกลาง ลับ ด่วนที่สุด ที่ กค 0416.3/ว 659 ลงวันที่ 6 พฤศจิกายน 2566
           └ issuer ┘ secrecy  speed       └ number ┘            └ dated ┘

The number is found first, by its shape; issuer and classes are read backwards from it and the date
forwards, since only the number has a form that can be trusted. The subject may stand between number and date:

    คำสั่งกระทรวงตัวอย่าง ที่ 85/2566 เรื่อง มอบหมายงาน… ลงวันที่ 9 มีนาคม 2566
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from domain.classes import SecrecyClass, SpeedClass
from domain.errors import InvalidValue
from domain.labelled import Labelled
from domain.numbers import OF_A_YEAR, OWNED, WITHOUT_CODE, LetterNumber, OrderNumber, plain
from domain.thai.dates import FIGURES_DAY, WRITTEN_DAY, buddhist_year, parse_date
from domain.thai.text import normalise


@dataclass(frozen=True, slots=True)
class Citation:
    """อ้างถึง. One letter or order as a text names it."""

    number: LetterNumber | OrderNumber
    issuer: str | None
    """The office before the number; None where the text names none."""
    speed: SpeedClass
    secrecy: SecrecyClass
    dated: date | None
    """None where no date follows, or one that does not exist."""

    def fields(self) -> dict[str, str | int | bool | None]:
        """Return the parts one by one, in Arabic digits and the C.E. ISO date, for programs."""
        number = self.number
        letter = number if isinstance(number, LetterNumber) else None
        return {
            "issuer": self.issuer,
            "speed": None if self.speed is SpeedClass.NORMAL else self.speed.label,
            "secrecy": None if self.secrecy is SecrecyClass.NONE else self.secrecy.label,
            "code": letter.code if letter else None,
            "owner": letter.owner if letter else None,
            "committee": letter.committee if letter else None,
            "letter": letter.series_letter if letter else None,
            "circular": letter.circular if letter else False,
            "running": letter.figures if letter else str(number.running),
            "year_be_in_number": number.year,
            "date": self.dated.isoformat() if self.dated else None,
            "be_year": buddhist_year(self.dated) if self.dated else None,
        }


def find_citations(text: str) -> list[Citation]:
    """Return the citations in *text*, in their order.

    A number counts when ที่ stands before it or a date follows; an order's number (55/2564) only after ที่
    and a word such as คำสั่ง, since meetings are numbered in the same way.

    Raises:
        InvalidValue: *text* has hidden characters (see ``normalise``).
    """
    return list(_found_in(normalise(text)))


T = TypeVar("T", bound=Labelled)

_THAI = "ก-๛"


def _nameless(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


_LETTER_CITED = re.compile(
    rf"(?:(?P<word>(?:เลข)?ที่)[\s:]*|(?<![{_THAI}\d.]))"
    rf"(?P<number>{_nameless(OWNED.pattern)}|{_nameless(OF_A_YEAR.pattern)})"
)
_ORDER_CITED = re.compile(
    r"(?<!ครั้ง)(?<!ฉบับ)(?<!วัน)(?<!ข้อ)(?<!แห่ง)"
    rf"(?P<word>(?:เลข)?ที่)[\s:]*(?P<number>{_nameless(WITHOUT_CODE.pattern)})"
)

_CLASS = rf"(?P<class>ด่วน\s?ที่\s?สุด|ด่วน\s?มาก|ด่วน|ลับ\s?ที่\s?สุด|ลับ\s?มาก|(?<![{_THAI}])ลับ(?![{_THAI}]))"
_CLASS_BEHIND = re.compile(rf"[(\[]?{_CLASS}[)\]]?$")
_CLASS_AHEAD = re.compile(rf"^[(\[]?{_CLASS}[)\]]?")
_QUOTES = " \n\t,:;\"'“”‘’"
_SPEEDS: dict[str, SpeedClass] = {speed.label: speed for speed in SpeedClass if speed is not SpeedClass.NORMAL}
_SECRECIES: dict[str, SecrecyClass] = {
    secrecy.label: secrecy for secrecy in SecrecyClass if secrecy is not SecrecyClass.NONE
}

_DATED = re.compile(
    rf"[\s,]*(?P<classes>(?:{_nameless(_CLASS)}\s*)*)"
    r"(?:ลง\s?วันที่|ลว\.?|เมื่อวันที่|วันที่|ลง)?\s*"
    rf"(?P<date>{_nameless(WRITTEN_DAY)}|{FIGURES_DAY})"
)
_LONGEST_SUBJECT = 400  # characters between a number and its date
_ANOTHER_PAPER = r"(?:และ|กับ|ตาม|ประกอบ)\s?(?:หนังสือ|บันทึกข้อความ|คำสั่ง|ประกาศ|ระเบียบ)"
_DATED_BEHIND_SUBJECT = re.compile(
    rf"\s*เรื่อง(?:(?!{_ANOTHER_PAPER}).){{1,{_LONGEST_SUBJECT}}}?(?:ลง\s?วันที่|ลว\.?)\s*(?P<date>{_nameless(WRITTEN_DAY)}|{FIGURES_DAY})"
)
"""A day that belongs to the number before the subject, where no other paper is named in between."""

_LETTER_PAPER = re.compile(r"หนังสือ|บันทึกข้อความ")
_ANY_PAPER = re.compile(r"หนังสือ|บันทึกข้อความ|คำสั่ง|ประกาศ|ระเบียบ")
_PAPER_TRAITS = re.compile(r"^(?:เวียน|สั่งการ|ราชการ|ภายนอก|ภายใน|ของ|จาก|ฉบับ|\s)+")
_NOT_AN_OFFICE = re.compile(
    r"^(?:ที่(?!ทำการ|ว่าการ|ปรึกษา|ประชุม)|แจ้ง|ขอ(?!น)|ตอบ|ถึง|เชิญ|นำ(?:ส่ง|เรียน)|ตาม|ข้างต้น|ดังกล่าว|เรื่อง"
    r"|รับรอง|ลง|ซึ่ง|และ|เลขที่)"
)
_OFFICE = re.compile(
    r"^.*(?:^|\s|ของ|จาก|โดย|ตาม|และ)"
    r"(?P<office>(?:สำนัก|กระทรวง|กรม|ทบวง|จังหวัด|คณะกรรมการ|ธนาคาร|การรถไฟ|สภา|องค์การ|มหาวิทยาลัย|เทศบาล|ศูนย์)\S.*)$"
)
_FARTHEST = 300  # characters before the number within which its issuer is looked for
_LONGEST_OFFICE = 80  # characters of an issuer that no หนังสือ introduces


def _found_in(text: str) -> Iterator[Citation]:
    folded = plain(text)
    matches = sorted([*_LETTER_CITED.finditer(folded), *_ORDER_CITED.finditer(folded)], key=re.Match[str].start)
    done = 0  # where the citation before this one ends
    for place, match in enumerate(matches):
        start, end = match.span()
        if start < done:
            continue
        head = text[max(done, start - _FARTHEST) : start]
        dated = _DATED.match(folded, end)
        about = None if dated else _DATED_BEHIND_SUBJECT.match(folded, end, _end_of(text, matches, place))
        number = _number(match, head=head, followed=dated is not None)
        if number is None:
            continue
        done = dated.end() if dated else about.end() if about else end
        classes, issuer = _read_backwards(head, _ANY_PAPER if isinstance(number, OrderNumber) else _LETTER_PAPER)
        if dated:
            classes |= {re.sub(r"\s", "", found["class"]) for found in re.finditer(_CLASS, dated["classes"])}
        yield Citation(
            number,
            issuer,
            _of(classes, _SPEEDS, SpeedClass.NORMAL),
            _of(classes, _SECRECIES, SecrecyClass.NONE),
            _day(dated or about),
        )


def _end_of(text: str, matches: list[re.Match[str]], place: int) -> int:
    """Return where what is said of a number ends at the latest: at the next number, or with the paragraph."""
    begin = matches[place].end()
    later = (matches[after].start() for after in range(place + 1, len(matches)))
    end = next((start for start in later if start >= begin), len(text))
    paragraph = text.find("\n\n", begin, begin + _LONGEST_SUBJECT)
    return end if paragraph < 0 else min(end, paragraph)


def _number(match: re.Match[str], *, head: str, followed: bool) -> LetterNumber | OrderNumber | None:
    """Return the number that stands at *match*, or None where it only looks like one."""
    try:
        if match.re is _ORDER_CITED:
            return OrderNumber.parse(match["number"]) if _ANY_PAPER.search(head) else None
        return LetterNumber.parse(match["number"]) if match["word"] or followed else None
    except InvalidValue:
        return None  # a range that runs backwards, the number 0


def _read_backwards(head: str, paper: re.Pattern[str]) -> tuple[set[str], str | None]:
    """Return the labels of the classes at the end of *head*, and the issuer between *paper* and them."""
    rest, classes = _peel(head, _CLASS_BEHIND)
    papers = list(paper.finditer(rest)) or list(_ANY_PAPER.finditer(rest))
    if papers:
        rest, more = _peel(rest[papers[-1].end() :], _CLASS_AHEAD)
        rest, most = _peel(_PAPER_TRAITS.sub("", rest), _CLASS_AHEAD)
        rest = " ".join(_PAPER_TRAITS.sub("", rest).split())
        classes |= more | most
        if rest and not _NOT_AN_OFFICE.match(rest):
            return classes, rest
    office = _OFFICE.match(" ".join(rest.split()))
    named = office["office"] if office else ""
    return classes, named if 0 < len(named) <= _LONGEST_OFFICE else None


def _peel(text: str, pattern: re.Pattern[str]) -> tuple[str, set[str]]:
    """Return *text* without the classes that *pattern* finds at its edge, and their labels."""
    labels: set[str] = set()
    while found := pattern.search(text := text.strip(_QUOTES)):
        labels.add(re.sub(r"\s", "", found["class"]))
        text = text[: found.start()] + text[found.end() :]
    return text, labels


def _of(labels: set[str], words: dict[str, T], otherwise: T) -> T:
    return next((words[label] for label in labels if label in words), otherwise)


def _day(dated: re.Match[str] | None) -> date | None:
    """Return the day that follows the number; a day that does not exist is no day."""
    try:
        return parse_date(dated["date"]) if dated else None
    except InvalidValue:
        return None
