"""A plain text as lines that know their number, and paragraphs put together from wrapped lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.errors import InvalidValue
from registry.documents.reading.files.decoding import decoded
from registry.documents.reading.files.plausible import faults
from registry.documents.reading.files.repairs import Repair, repair, words_together
from registry.documents.reading.files.source import GAP, Place, Row

LARGEST_TEXT = 1 << 20
"""Bytes; a letter of forty pages has a tenth of it."""

_PAGE_BREAKS = str.maketrans({"\f": "\n", "\v": "\n", "\r": "\n"})
_APART = ("พ.ศ.", "ค.ศ.")  # a year's era never goes on with the word before it
_BROKEN_AT_LEAST = 20  # one line in so many: then the whole text layer is
_INDENT = 2  # blanks; one is a slip of the hand
_INDENTED_AT_MOST = 15  # in a hundred lines stand further left than the margin, such as the number of a page
_COLUMN_GAP = re.compile(r"\t+|[ \u00a0]{3,}")

_SET_APART = re.compile(r"(?:ดังนี้|ดังต่อไปนี้|ทั้งนี้|ฯลฯ)(?![ก-๎])")
"""Words that are never written without a space before them, wherever a line was wrapped."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank."""

    no: int
    """Counted from 1, blank lines included."""
    text: str
    """Under the text rule, with one space where there were several."""
    columns: tuple[str, ...]
    """The parts between tabs or wide gaps: a printed head has two columns."""
    indented: bool
    after_blank: bool
    """Whether a blank line, or nothing, stands before it."""
    place: Place | None = None
    """Where it stands, in formats that have pages."""
    printed: str | None = None
    """The line before it was repaired; None where nothing was."""
    guessed: bool = False
    """Whether it was recognised in a picture: its figures are not to be believed."""
    repairs: tuple[Repair, ...] = ()
    """What was undone in it."""
    spaced: bool = False
    """Whether a space is printed at its end, where that can be known."""
    other: str | None = None
    """What a second program reads in its place, where that is less likely."""


def read_lines(data: bytes) -> list[Line]:
    """Return the lines of a text that are not blank, repaired.

    Raises:
        InvalidValue: too large, in no encoding that is known, empty, or a line has characters that nobody can see.
    """
    if len(data) > LARGEST_TEXT:
        message = f"The text has {len(data)} bytes, more than {LARGEST_TEXT}: hand in one letter at a time."
        raise InvalidValue("document-too-large", message, size=len(data), largest=LARGEST_TEXT)
    lines: list[Line] = []
    blank = True
    typed = decoded(data).replace("\r\n", "\n").translate(_PAGE_BREAKS).split("\n")
    margin = _margin(typed)
    for no, raw in enumerate(typed, start=1):
        line = _line(no, raw, after_blank=blank, margin=margin)
        blank = line is None
        if line is not None:
            lines.append(line)
    if not lines:
        raise InvalidValue("document-empty", "The document has no text: look whether it is the right file.")
    return _whole_words(lines)


def laid_out(rows: Sequence[Row]) -> list[Line]:
    """Return the lines of printed pages that are not blank, repaired; of two readings of a line the likelier one.

    Raises:
        InvalidValue: there are none, or too many.
    """
    size = sum(len(row.text) for row in rows)
    if size > LARGEST_TEXT:
        message = f"The text has {size} bytes, more than {LARGEST_TEXT}: hand in one letter at a time."
        raise InvalidValue("document-too-large", message, size=size, largest=LARGEST_TEXT)
    lines: list[Line] = []
    blank = True
    for no, row in enumerate(rows, start=1):
        text, other = _likelier(row)
        line = _line(no, text, after_blank=blank)
        blank = line is None
        if line is not None:
            spaced = text.endswith(" ")
            lines.append(replace(line, place=row.place, guessed=row.guessed, spaced=spaced, other=other))
    if not lines:
        raise InvalidValue("document-empty", "The document has no text: look whether it is the right file.")
    return _whole_words(lines)


def joined(lines: Sequence[Line]) -> str:
    """Return wrapped lines as one: words of Thai go on without a space, everything else with one."""
    text = ""
    spaced = False
    for line in lines:
        inside_word = text and not spaced and _is_letter(text[-1]) and _is_letter(line.text[0])
        inside_word = inside_word and not _SET_APART.match(line.text)
        inside_word = inside_word and not line.text.startswith(_APART)
        text += line.text if not text or inside_word else f" {line.text}"
        spaced = line.spaced
    return text


def _likelier(row: Row) -> tuple[str, str | None]:
    """Return the row's text, and the other reading where it says something else after repairs."""
    if row.other is None:
        return row.text, None
    first, second = repair(row.text).text, repair(row.other).text
    if "".join(first.split()) == "".join(second.split()):
        return row.text, None
    if faults(row.other) < faults(row.text):
        indented = GAP if row.text.startswith(GAP) else ""
        return indented + row.other.strip(), first
    return row.text, second


def _whole_words(lines: list[Line]) -> list[Line]:
    """Return lines with the words of forms whole, where spaces inside words are no accident of one line."""
    broken = sum(Repair.SPACING in line.repairs for line in lines)
    if broken * _BROKEN_AT_LEAST < len(lines):
        return lines
    return [_with_whole_words(line) for line in lines]


def _with_whole_words(line: Line) -> Line:
    columns = tuple(map(words_together, line.columns))
    text = " ".join(columns)
    if text == line.text:
        return line
    repairs = line.repairs if Repair.SPACING in line.repairs else (*line.repairs, Repair.SPACING)
    return replace(line, text=text, columns=columns, printed=line.printed or line.text, repairs=repairs)


def _margin(typed: Sequence[str]) -> int:
    """Return where lines begin that are not indented: a printed page may have a margin of blanks."""
    widths = sorted(_blanks(raw) for raw in typed if not raw.isspace() and raw)
    return widths[len(widths) * _INDENTED_AT_MOST // 100] if widths else 0


def _blanks(raw: str) -> int:
    begin = raw[: len(raw) - len(raw.lstrip(" \t\u00a0"))]
    return len(begin.expandtabs())


def _line(no: int, raw: str, *, after_blank: bool, margin: int = 0) -> Line | None:
    try:
        mended = repair(raw)
    except InvalidValue as refused:
        message = f"Line {no} cannot be read: {refused}"
        raise InvalidValue("line-unreadable", message, line=no, why=str(refused)) from None
    if not mended.text:
        return None
    columns = tuple(" ".join(column.split()) for column in _COLUMN_GAP.split(mended.text))
    indented = _blanks(raw) >= margin + _INDENT
    text = " ".join(mended.text.split())
    printed = raw if mended.done else None
    return Line(no, text, columns, indented, after_blank, printed=printed, repairs=mended.done)


def _is_letter(character: str) -> bool:
    return "\u0e01" <= character <= "\u0e4e"
