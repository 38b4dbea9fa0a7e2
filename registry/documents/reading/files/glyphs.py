"""Characters of a PDF page and where they are drawn → words.

    content order, origins, boxes ──▶ clusters: a letter with the marks above and below it
                                        ──by baseline, left to right──▶ words, parted where a space is seen

What is drawn decides. Spaces that a file has between the letters of a word are no spaces, a gap that it leaves
without one is; and a mark belongs to the letter that it stands over, in whatever order the file draws them.
"""

import ctypes
import math
import statistics
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from registry.documents.reading.files.layout import SAME_LINE, Word

MOST_CHARACTERS = 50_000
"""Read on one page; a page of print has three thousand."""

_MARKS = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")
_SPACES = frozenset(" \u00a0\t\r\n")
_UNREADABLE = "\ufffd"
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FALSE_SPACE = 0.1  # of the type size: Thai letters nearer than that stand in one word, whatever is between them
_SEEN_SPACE = 0.2  # of the type size, beyond what lies between the line's other letters
_TWICE = 0.12  # of the type size: the same letter that near was drawn again to look bold
_BESIDE = 0.35  # of the type size that a mark may stand beside its letter
_SAME = 0.01  # points
_SLANT = 0.1  # of a line's direction; more is a stamp across the page
_INVISIBLE = 3  # text render mode; ISO 32000-1, 9.3.6
_WHITE = 250  # and lighter, of 255

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Type:
    """How a piece of text is drawn."""

    size: float
    upright: bool
    seen: bool
    guessed: bool


@dataclass(slots=True)
class _Cluster:
    """A letter with its marks; lengths in points from the page's upper left corner."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    guessed: bool
    origin: float
    """Where its glyph is put; several characters drawn as one glyph share it."""


def words(page: pdfium.PdfPage, *, under_picture: bool) -> tuple[list[Word], bool]:
    """Return a page's words, and whether it has text that nobody sees, which is left out.

    Text in invisible type, or *under_picture*, was put there by a program that recognised a scan: it is guessed.
    """
    drawn = _Drawn(page, under_picture=under_picture)
    clusters = drawn.clusters()
    return [word for line in _lines(clusters) for word in _words(line)], drawn.hidden


class _Drawn:
    """The characters of one page."""

    def __init__(self, page: pdfium.PdfPage, *, under_picture: bool) -> None:
        self._textpage = page.get_textpage()
        self._raw = self._textpage.raw
        self._width, self._height = page.get_size()
        self._point, self._direction = _upright(page)
        self._under_picture = under_picture
        self._types: dict[int, _Type] = {}
        self.hidden = False

    def clusters(self) -> list[_Cluster]:
        """Return letters with their marks, in the order of the file."""
        x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium_c.FS_RECTF()
        found: list[_Cluster] = []
        for at in range(min(pdfium_c.FPDFText_CountChars(self._raw), MOST_CHARACTERS)):
            if pdfium_c.FPDFText_IsGenerated(self._raw, at) == 1:
                continue
            character = self._character(at)
            type_ = self._type(at)
            if not character or not type_.upright:
                continue
            pdfium_c.FPDFText_GetCharOrigin(self._raw, at, x, y)
            pdfium_c.FPDFText_GetLooseCharBox(self._raw, at, box)
            origin, baseline = self._point(x.value, y.value)
            left, right = sorted((self._point(box.left, box.top)[0], self._point(box.right, box.bottom)[0]))
            on_page = right >= 0 and left <= self._width and 0 <= baseline <= self._height
            if type_.seen and on_page:
                _add(found, _Cluster(character, left, right, baseline, type_.size, type_.guessed, origin))
            elif character not in _SPACES:
                self.hidden = True
        return found

    def _character(self, at: int) -> str:
        code = pdfium_c.FPDFText_GetUnicode(self._raw, at)
        if code == 0 or pdfium_c.FPDFText_HasUnicodeMapError(self._raw, at) == 1:
            return _UNREADABLE
        character = chr(code)
        if " " <= character <= "~" or "\u0e01" <= character <= "\u0e5b" or character in _SPACES:
            return character
        if character in "\u200b\ufeff\u2060\ufffe\u00ad\x02":  # nothing, or a hyphen that is not printed here
            return ""
        unseen = unicodedata.category(character) in {"Cc", "Cs", "Cn"} or character in _BIDI
        return _UNREADABLE if unseen else character

    def _type(self, at: int) -> _Type:
        drawn_by = pdfium_c.FPDFText_GetTextObject(self._raw, at)
        address = ctypes.addressof(drawn_by.contents) if drawn_by else 0
        found = self._types.get(address)
        if found is None:
            found = self._types[address] = self._looked_at(at, drawn_by)
        return found

    def _looked_at(self, at: int, drawn_by: object) -> _Type:
        matrix = pdfium_c.FS_MATRIX()
        pdfium_c.FPDFText_GetMatrix(self._raw, at, matrix)
        size = pdfium_c.FPDFText_GetFontSize(self._raw, at) * math.hypot(matrix.c, matrix.d)
        along, down = self._direction(matrix.a, matrix.b)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        pdfium_c.FPDFText_GetFillColor(self._raw, at, red, green, blue, alpha)
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(drawn_by) if drawn_by else 0
        invisible = mode == _INVISIBLE
        white = min(red.value, green.value, blue.value) >= _WHITE and mode == 0
        return _Type(
            size=size or 1.0,
            upright=along > 0 and abs(down) <= _SLANT * along,
            seen=invisible or self._under_picture or not (white or alpha.value == 0),
            guessed=invisible or self._under_picture,
        )


def _upright(page: pdfium.PdfPage) -> tuple[Callable[[float, float], Point], Callable[[float, float], Point]]:
    """Return how points and directions of the page's own space lie when it is looked at, downwards from the top."""
    left, bottom, right, top = page.get_cropbox()
    match page.get_rotation():
        case 90:
            return (lambda x, y: (y - bottom, x - left)), (lambda x, y: (y, x))
        case 180:
            return (lambda x, y: (right - x, y - bottom)), (lambda x, y: (-x, y))
        case 270:
            return (lambda x, y: (top - y, right - x)), (lambda x, y: (-y, -x))
        case _:
            return (lambda x, y: (x - left, top - y)), (lambda x, y: (x, -y))


def _add(clusters: list[_Cluster], new: _Cluster) -> None:
    last = clusters[-1] if clusters else None
    if last is not None and (_is_one_glyph(last, new) or (new.text in _MARKS and _stands_over(new, last))):
        last.text += new.text
        last.left, last.right = min(last.left, new.left), max(last.right, new.right)
    else:
        clusters.append(new)


def _is_one_glyph(letter: _Cluster, new: _Cluster) -> bool:
    """Tell whether both are drawn as one glyph, whose box the library cuts into pieces as it can."""
    together = abs(letter.origin - new.origin) < _SAME and abs(letter.baseline - new.baseline) < _SAME
    return together and letter.text[0] not in _MARKS | _SPACES and new.text not in _SPACES | {letter.text[0]}


def _stands_over(mark: _Cluster, letter: _Cluster) -> bool:
    if letter.text in _SPACES or letter.text in _MARKS or abs(mark.baseline - letter.baseline) > SAME_LINE * mark.size:
        return False
    middle, reach = (mark.left + mark.right) / 2, _BESIDE * mark.size
    return letter.left - reach <= middle <= letter.right + reach


def _lines(clusters: Sequence[_Cluster]) -> Iterator[list[_Cluster]]:
    """Yield what stands on one baseline, from left to right, every mark with its letter and nothing twice."""
    line: list[_Cluster] = []
    for cluster in sorted(clusters, key=lambda cluster: cluster.baseline):
        if line and cluster.baseline - line[0].baseline > SAME_LINE * max(cluster.size, line[0].size):
            yield _in_order(line)
            line = []
        line.append(cluster)
    if line:
        yield _in_order(line)


def _in_order(line: list[_Cluster]) -> list[_Cluster]:
    ordered: list[_Cluster] = []
    astray = [cluster for cluster in line if cluster.text in _MARKS]
    for cluster in sorted((one for one in line if one.text not in _MARKS), key=lambda cluster: cluster.left):
        if not ordered or not _again(ordered[-1], cluster):
            ordered.append(cluster)
    for mark in astray:
        middle = (mark.left + mark.right) / 2
        over = [one for one in ordered if one.text not in _SPACES and one.left <= middle <= one.right]
        if over:
            over[-1].text += mark.text
        else:
            ordered.append(mark)
            ordered.sort(key=lambda cluster: cluster.left)
    return ordered


def _again(one: _Cluster, other: _Cluster) -> bool:
    return one.text[0] == other.text[0] and other.left - one.left < _TWICE * one.size and one.text not in _SPACES


def _words(line: Sequence[_Cluster]) -> Iterator[Word]:
    letters = [cluster for cluster in line if cluster.text not in _SPACES]
    if not letters:
        return
    baseline = statistics.median(letter.baseline for letter in letters)
    usual = _usual_gap(letters)
    word: list[_Cluster] = []
    space = False
    for cluster in line:
        if cluster.text in _SPACES:
            space = True
            continue
        if word and _parted(word[-1], cluster, usual=usual, space=space):
            yield _word(word, baseline, spaced=space)
            word = []
        word.append(cluster)
        space = False
    yield _word(word, baseline, spaced=space)


def _usual_gap(letters: Sequence[_Cluster]) -> float:
    gaps = [max(0.0, other.left - one.right) for one, other in pairwise(letters)]
    return statistics.median(gaps) if gaps else 0.0


def _parted(one: _Cluster, other: _Cluster, *, usual: float, space: bool) -> bool:
    gap = other.left - one.right
    if not space:
        return gap > usual + _SEEN_SPACE * other.size
    return not (gap < _FALSE_SPACE * other.size and _is_thai(one.text[-1]) and _is_thai(other.text[0]))


def _is_thai(character: str) -> bool:
    return "\u0e01" <= character <= "\u0e4e"


def _word(clusters: Sequence[_Cluster], baseline: float, *, spaced: bool) -> Word:
    return Word(
        "".join(cluster.text for cluster in clusters),
        clusters[0].left,
        max(cluster.right for cluster in clusters),
        baseline,
        max(cluster.size for cluster in clusters),
        any(cluster.guessed for cluster in clusters),
        spaced,
    )
