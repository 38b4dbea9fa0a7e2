"""The numbers that Word prints before paragraphs and that stand nowhere in their text. Source: ISO/IEC 29500-1 17.9."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.thai.digits import to_thai
from registry.documents.ooxml import Element, switched_on, whole

_DEEPEST = 9
_PLACE = re.compile(r"%([1-9])")
_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"  # 17.18.59: without ฃ ฅ ฆ ฤ ฦ
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST = 9_999  # no list of a letter counts further; a made-up start would print letters without end
BULLET = "•"


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart_after: int | None = None
    """The level (from 1) whose next number starts this one anew; 0 never; by default the one above."""
    plain: bool = False
    """Whether every number in it is printed in Arabic digits."""


class Numbering:
    """The lists of one document, counting as its paragraphs go by."""

    def __init__(self, root: Element | None) -> None:
        """Read ``numbering.xml``; a document may have none."""
        forms = {one.get("abstractNumId", ""): _levels(one) for one in _all(root, "abstractNum")}
        self._lists: dict[str, tuple[str, list[_Level]]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        for one in _all(root, "num"):
            name, form = one.get("numId", ""), one.find("abstractNumId")
            key = form.get("val", "") if form is not None else ""
            self._starts[name] = {
                whole(over.get("ilvl")): whole(start.get("val"))
                for over in one.iter("lvlOverride")
                if (start := over.find("startOverride")) is not None
            }
            self._lists[name] = (key, _overridden(forms.get(key, []), one))
        self._counts: dict[str, list[int | None]] = {}

    def next(self, name: str, level: int) -> str:
        """Return what is printed before the next paragraph of a list, e.g. ``๑.``; empty where nothing is."""
        if name not in self._lists or not 0 <= level < _DEEPEST:
            return ""
        key, levels = self._lists[name]
        if level >= len(levels):
            return ""
        counts = self._counts.setdefault(key, [None] * _DEEPEST)
        started = self._starts[name].pop(level, None)  # counts once, where the list begins
        before = counts[level]
        now = started if started is not None else levels[level].start if before is None else before + 1
        counts[level] = min(max(now, 0), _LARGEST)
        for below in range(level + 1, _DEEPEST):
            after = levels[below].restart_after if below < len(levels) else None
            if after is None or after == level + 1:
                counts[below] = None
        return _printed(levels, counts, level)


def _all(root: Element | None, name: str) -> Iterator[Element]:
    return iter(()) if root is None else root.iter(name)


def _levels(form: Element) -> list[_Level]:
    found = [_Level() for _ in range(_DEEPEST)]
    for one in form.findall("lvl"):
        if 0 <= (at := whole(one.get("ilvl"))) < _DEEPEST:
            found[at] = _level(one)
    return found


def _overridden(levels: list[_Level], one: Element) -> list[_Level]:
    changed = list(levels)
    for over in one.iter("lvlOverride"):
        at, level = whole(over.get("ilvl")), over.find("lvl")
        if level is not None and 0 <= at < len(changed):
            changed[at] = _level(level)
    return changed


def _level(one: Element) -> _Level:
    def value(name: str) -> str | None:
        element = one.find(name)
        return element.get("val") if element is not None else None

    restart = value("lvlRestart")
    return _Level(
        form=value("numFmt") or "decimal",
        text=value("lvlText") or "",
        start=whole(value("start") or "1"),
        restart_after=None if restart is None else whole(restart),
        plain=switched_on(one.find("isLgl")),
    )


def _printed(levels: list[_Level], counts: list[int | None], level: int) -> str:
    own = levels[level]
    if own.form == "bullet":
        return BULLET if own.text.strip() else ""

    def counted(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        number = counts[at]
        form = "decimal" if own.plain else levels[at].form
        return _in(form, levels[at].start if number is None else number)

    return _PLACE.sub(counted, own.text).strip()


def _in(form: str, number: int) -> str:
    return _FORMS.get(form, str)(number)


def _letters(alphabet: str, number: int) -> str:
    """Return ก ข … ฮ กก ขข …: a letter is repeated once the alphabet is used up."""
    if number < 1:
        return ""
    times, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * (times + 1)


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        out += letters * (number // value)
        number %= value
    return out


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "thaiNumbers": lambda number: to_thai(str(number)),
    "thaiLetters": lambda number: _letters(_THAI_LETTERS, number),
    "upperLetter": lambda number: _letters(_LATIN, number).upper(),
    "lowerLetter": lambda number: _letters(_LATIN, number),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
}
"""Everything else is printed in Arabic digits."""
