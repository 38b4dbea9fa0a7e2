"""Cuts out of a scan what a person has to read: where ที่ and the date stand (annex 2, forms 1 to 11).

by the words around   ที่ … at the left of the head;  a month, วันที่, สั่ง ณ
else by the form      the upper left and the upper right quarter of the first page
"""

import re
from collections.abc import Sequence

from domain.thai.dates import MONTHS, SHORT_MONTHS
from registry.documents.reading.files.layout import Word
from registry.documents.reading.files.pixels import Picture
from registry.documents.reading.files.source import Crop, Place

_HEAD = 0.45  # of the page's height, in which number and date of a letter stand
_LEFT = 0.4  # of the width, in which ที่ stands
_NUMBER = re.compile(r"^(?:ที่|ที)(?:\s|[ก-ฮ]{2}\s?\.?\s?[\d๐-๙])")
_CODE = re.compile(r"[\d๐-๙]{3,}(?:\.[\d๐-๙]+)?\s*/")
"""Figures and a stroke at the left of the head: the number of a letter whose ที่ was not recognised."""
_LABELLED = re.compile(r"^(?:เ|อ้าง|สิ่ง|สิง|ถึง|กราบ|โทร)")
_MONTH = re.compile("|".join(re.escape(month) for month in (*MONTHS, *SHORT_MONTHS)))
_DATED = re.compile(r"^(?:สั่ง|ประกาศ|ให้ไว้|แถลง)\s*ณ|^วันที่")
_AROUND = 1.0  # type sizes beside a crop
_FURTHER = 12.0  # type sizes that a number may go on behind what was recognised
_BEFORE = 4.0  # type sizes before a part: a day is often stamped or written by hand
_UPPER_LEFT = (0.06, 0.06, 0.52, 0.32)  # of width and height: left, top, right, bottom
_UPPER_RIGHT = (0.36, 0.08, 0.96, 0.4)


def cut(picture: Picture, words: Sequence[Word], page: int) -> tuple[Crop, ...]:
    """Return the crops of a page; of the first one always both."""
    width, height = picture.width / picture.scale, picture.height / picture.scale
    head = [word for word in words if word.baseline < _HEAD * height and page == 1]
    numbers = _numbers(head, width)
    dates = [word for word in words if _DATED.match(word.text)] or [word for word in head if _MONTH.search(word.text)]
    found: list[Crop] = []
    if page == 1:
        place = _around(numbers[0], page, words) if numbers else _quarter(_UPPER_LEFT, width, height, page)
        found.append(Crop("number", place, picture.png(place)))
    if page == 1 or dates:
        place = _around(dates[0], page, words) if dates else _quarter(_UPPER_RIGHT, width, height, page)
        found.append(Crop("date", place, picture.png(place)))
    return tuple(found)


def without_lost_number(picture: Picture, words: Sequence[Word], page: int) -> list[Word]:
    """Return the words but for a number that lost its ที่: nothing would tell it from the office beside it.

    Its crop shows it.
    """
    width, height = picture.width / picture.scale, picture.height / picture.scale
    head = [word for word in words if word.baseline < _HEAD * height and page == 1]
    lost = [word for word in _numbers(head, width)[:1] if not _NUMBER.match(word.text)]
    return [word for word in words if word not in lost]


def _numbers(head: Sequence[Word], width: float) -> list[Word]:
    """Return what may be the letter's number, likeliest first."""
    left = [word for word in head if word.left < _LEFT * width]
    named = [word for word in left if _NUMBER.match(word.text)]
    return named or [word for word in left if _CODE.search(word.text) and not _LABELLED.match(word.text)][:1]


def _around(word: Word, page: int, words: Sequence[Word]) -> Place:
    """Return the place of a piece of a line with what may stand before and behind it, up to its neighbours."""
    before = (one.right for one in words if one.right < word.left and abs(one.baseline - word.baseline) < word.size)
    beside = (one.left for one in words if one.left > word.right and abs(one.baseline - word.baseline) < word.size)
    right = min([word.right + _FURTHER * word.size, *beside])
    return Place(
        page,
        left=round(max([word.left - _BEFORE * word.size, *before, 0.0]), 1),
        top=round(word.baseline - (1 + _AROUND) * word.size, 1),
        right=round(max(right, word.right + _AROUND * word.size), 1),
        bottom=round(word.baseline + (0.4 + _AROUND) * word.size, 1),
    )


def _quarter(part: tuple[float, float, float, float], width: float, height: float, page: int) -> Place:
    left, top, right, bottom = part
    edges = (left * width, top * height, right * width, bottom * height)
    return Place(page, *(round(edge, 1) for edge in edges))
