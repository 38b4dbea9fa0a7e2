"""What a letter asks for: each numbered request, by whom, until when."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from domain.errors import InvalidValue
from domain.letter.text import Directive
from domain.thai.dates import WRITTEN_DAY, parse_date
from domain.thai.digits import to_arabic
from registry.documents.draft import Read
from registry.documents.reading.body import ITEM
from registry.documents.reading.happenings import hours_in

_REQUEST = re.compile(r"ขอความร่วมมือ|ขอความอนุเคราะห์|ขอให้|โปรด")
_AS_FOLLOWS = re.compile(r"(?:ดังนี้|ดังต่อไปนี้)\s*:?$")
_TOLD = re.compile(r"แจ้ง(?:ให้)?\s*(?P<who>\S.*)$")
_DOES = re.compile(r"\s*(?:ถือปฏิบัติ|ดำเนินการ|ปฏิบัติ|พิจารณา)+$")
_DUE = re.compile(
    rf"(?P<lead>ภายใน|ใน)?(?<!ลง)(?:วันที่|วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)ที่)\s*(?P<date>{WRITTEN_DAY})"
)


def directives(paragraphs: Sequence[Read[str]]) -> Iterator[Read[Directive]]:
    """Yield what the letter asks for: the numbered paragraphs behind one that asks and ends in ดังนี้."""
    for place, lead in enumerate(paragraphs):
        follows = _AS_FOLLOWS.search(lead.value)
        asks = _REQUEST.search(lead.value, 0, follows.start()) if follows else None
        if follows is None or asks is None:
            continue
        who = _who(lead.value[asks.end() : follows.start()].strip())
        for no, at in enumerate(range(place + 1, len(paragraphs)), start=1):
            paragraph = paragraphs[at]
            item = ITEM.match(paragraph.value)
            if item is None or int(item["no"]) != no:
                break
            what = paragraph.value[item.end() :]
            yield Read(Directive(no, what, who, _due(what), hours_in(what)), paragraph.line)


def _who(asked: str) -> str:
    """Return who is to act: whom the addressee is to tell, where the letter says so, or the addressee."""
    told = _TOLD.search(asked)
    return _DOES.sub("", told["who"] if told else asked).strip()


def _due(what: str) -> date | None:
    """Return the day by which, else the first day on which; never the date of a letter that is cited."""
    folded = to_arabic(what)
    days = sorted(_DUE.finditer(folded), key=lambda found: found["lead"] != "ภายใน")
    return next(_days(found["date"] for found in days), None)


def _days(printed: Iterable[str]) -> Iterator[date]:
    for text in printed:
        try:
            yield parse_date(text)
        except InvalidValue:
            continue  # a day that does not exist is no day by which to act
