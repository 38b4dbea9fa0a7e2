"""The head of a page of the Royal Gazette (ราชกิจจานุเบกษา), which stands above what was published on it.

หน้า ๕
เล่ม ๑๔๑ ตอนพิเศษ ๑๒ ง             ราชกิจจานุเบกษา            ๑๕ มกราคม ๒๕๖๗
"""

import re
from collections.abc import Sequence
from datetime import date

from registry.documents.draft import Read
from registry.documents.reading.days import printed_day
from registry.documents.reading.files.lines import Line

_PAGE = re.compile(r"^หน้า\s*[\d๐-๙]{1,4}$")
_VOLUME = re.compile(r"เล่ม(?:ที่)?\s*[\d๐-๙]{1,3}\s*ตอน(?:ที่|พิเศษ)?\s*[\d๐-๙]{1,3}\s*[ก-ฮ]?")
_NAME = "ราชกิจจานุเบกษา"
_DAY = re.compile(r"(?P<day>(?<![\d๐-๙])[\d๐-๙]{1,2}\s*[ก-๎.]{4,12}\s*[\d๐-๙]{4})$")
_PIECES = 3  # lines: volume, name and day, each perhaps on its own


def without_gazette(lines: Sequence[Line]) -> tuple[Read[date] | None, list[Line]]:
    """Return the day of publication where a page's head says it, and the lines without such heads."""
    published: Read[date] | None = None
    heads: set[int] = set()
    for place, line in enumerate(lines):
        if _VOLUME.search(line.text[:80]) is None:
            continue
        pieces = [
            place + at for at in range(_PIECES) if place + at < len(lines) and (at == 0 or _piece(lines[place + at]))
        ]
        if not any(_NAME in lines[at].text for at in pieces) and not (place and lines[place - 1].text == _NAME):
            continue
        near = [
            at for at in (place - 2, place - 1) if at >= 0 and (_PAGE.match(lines[at].text) or lines[at].text == _NAME)
        ]
        heads.update(pieces, near)
        published = published or next((day for at in pieces if (day := _day(lines[at]))), None)
    rest = [line for place, line in enumerate(lines) if place not in heads and not (heads and _PAGE.match(line.text))]
    return published, rest


def _piece(line: Line) -> bool:
    """Tell whether *line* is nothing but a piece of a page's head."""
    return line.text == _NAME or _PAGE.match(line.text) is not None or _day_alone(line.text)


def _day_alone(text: str) -> bool:
    found = _DAY.search(text)
    return found is not None and found.start() == 0


def _day(line: Line) -> Read[date] | None:
    found = _DAY.search(line.text[-40:])
    dated = printed_day(found["day"], line.no) if found else None
    return dated.day if dated else None
