"""Where a line of a letter may end, so that whoever joins the lines again gets the text and nothing else.

Readers join lines by one rule (`registry.documents.reading.files.lines.joined`): between two Thai letters nothing was
lost, anywhere else a space was. So a line may end

    between two words of Thai that nothing separates     typst's dictionary knows them
    at a space that has something else on a side         a space that does not break stands between Thai words

and nowhere else: not behind the stroke of สำนัก/กอง, nor inside an address of the net. Such stretches are kept
together, and so are words that the dictionary cuts wrongly. Source: UAX #14 as typst applies it.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from domain.classes import ActingWord
from domain.thai.dates import MONTHS
from registry.documents.writing import typeface

Piece = str | list[str]
"""Text that breaks as typst thinks best, or a list of one text that does not break."""

_STEADY = "\u00a0"
_RUN = re.compile(r"[^ ]+")
_DASH = re.compile(f"-[ {_STEADY}](?=[^ ])")  # poppler takes a dash at the end of a line for a word cut in two
_FOREIGN = re.compile(rf"[^ก-๎ {_STEADY}]+")
_LEADING_VOWELS = "เแโใไ"
_BEGINS = re.compile(rf"[{_LEADING_VOWELS}]|สำนัก|กอง|กรม|กลุ่ม|ฝ่าย|ส่วน|หน่วย|จังหวัด|และ|หรือ|ของ|การ|ความ|ผู้|ทุก")
"""Where a syllable surely begins, and as a rule a word."""
_CLUSTER = re.compile(r"[เแโใไ]?.[\u0e31\u0e33-\u0e3a\u0e45\u0e47-\u0e4e\u0300-\u036f]*", re.DOTALL)

# Behind the first may follow the second only on the same line, though typst would begin a new one.
_CUT = re.compile(
    r"(?<=[!?|}…–‒―‐๚๛])(?=[^\s])"
    r"|(?<=[-/])(?=[^\d\s])"
    r"|(?<=[,.:;])(?=[$%(+\[\\{°฿])"
    r"|(?<=[)\]])(?=[(\[{])"
    r"|(?<=[$%+\\°฿])(?=[$%+\\°฿])"
    r"|(?<=—)(?=[^\s])|(?<=[^\s])(?=—)"
    r"|(?<=[ก-๎])(?=[ฯๆ])"
)
_LINK = re.compile(r"https?://[!-~]+|www\.[!-~]+")
_WORDS = (
    *MONTHS, "สิ่งที่ส่งมาด้วย", "ประจำปี", "สำนักงาน", "ภายใน", "ภายนอก", "ท้องถิ่น", "พนักงาน", "ข้าราชการ", "ผู้อำนวยการ",
    "อำนวยการ", "งบประมาณ", "สารบรรณ", "สารสนเทศ", "ดาวน์โหลด", "อินเทอร์เน็ต", "เว็บไซต์", "อิเล็กทรอนิกส์", "ไปรษณีย์",
    "นมัสการ", "ราชกิจจานุเบกษา", "สรรพากร", "เทศบาลนคร", "คำสั่ง", "โรงเรียน", "อำเภอ", "โทรสาร", "โทรศัพท์",
    *(word.label for word in ActingWord if word is not ActingWord.ON_BEHALF),
)  # fmt: skip
_WORD = re.compile(rf"(?:{'|'.join(_WORDS)})(?![^ก-๎\s”’\")])")

_LONGEST_WORD = 14  # letters: more of them without a space are two words at least
_THAI_WORDS = re.compile(rf"[ก-๎]{{{_LONGEST_WORD + 1}}}")
_LONGEST_STEADY = 0.95  # of the line: words of Thai further apart than this may part at a space after all


def pieces(text: str, line: float, size: float = typeface.SIZE, *, anywhere: bool = False) -> list[Piece]:
    """Return one paragraph as pieces whose texts, one after the other, are the paragraph.

    Args:
        text: Under the text rule, with single spaces; those between Thai letters come back as U+00A0.
        line: What a line holds, in points.
        size: Of the type, in points.
        anywhere: Let lines end behind every cluster of a text without spaces that no line holds.
    """
    text = _with_steady_spaces(text, line, size)
    kept = sorted(_kept(text, line, size, _RUN if anywhere else _FOREIGN))
    return list(_cut_out(text, _merged(kept), line, size))


def _with_steady_spaces(text: str, line: float, size: float) -> str:
    """Let lines end within Thai only between words that nothing separates, as far as there are such words."""
    written: list[str] = []
    may_end = 0  # where the newest place is at which a line surely may end
    for run in _RUN.finditer(text):
        begin, end = run.span()
        if written and not (_is_thai(text[begin - 2]) and _is_thai(text[begin])):
            written.append(" ")
            may_end = begin
        elif written:
            wide = typeface.width(text[may_end : min(end, begin + _LONGEST_WORD)], size) > _LONGEST_STEADY * line
            written.append(" " if wide else _STEADY)
            may_end = begin if wide else may_end
        written.append(run.group())
        if end - begin > _LONGEST_WORD and _THAI_WORDS.search(run.group()):
            may_end = end - _LONGEST_WORD
    return "".join(written)


def _is_thai(character: str) -> bool:
    return "ก" <= character <= "\u0e4e"


def _kept(text: str, line: float, size: float, unbroken: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of *text* that do not break."""
    yield from (word.span() for word in _WORD.finditer(text))
    for whole in (_LINK, _DASH, _CUT):
        end = 0
        for found in whole.finditer(text):
            if found.start() >= end:  # else it stands in the stretch before
                begin, end = _widened(text, found.start(), max(found.end(), found.start() + 1))
                yield begin, end
    yield from (run.span() for run in unbroken.finditer(text) if typeface.width(run.group(), size) > line)


def _widened(text: str, begin: int, end: int) -> tuple[int, int]:
    """Return the stretch around a place up to spaces, or to where a syllable of Thai begins within Thai."""
    while begin > 0 and text[begin - 1] not in f" {_STEADY}" and not _between_syllables(text, begin):
        begin -= 1
    while end < len(text) and text[end] not in f" {_STEADY}" and not _between_syllables(text, end):
        end += 1
    return begin, end


def _between_syllables(text: str, at: int) -> bool:
    return _BEGINS.match(text, at) is not None and _is_thai(text[at - 1]) and text[at - 1] not in _LEADING_VOWELS


def _merged(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for begin, end in stretches:
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _cut_out(text: str, kept: list[tuple[int, int]], line: float, size: float) -> Iterator[Piece]:
    """Yield the kept stretches as pieces of their own; one that no line holds, cluster by cluster."""
    edges = [(0, 0), *kept, (len(text), len(text))]
    for (_, last), (begin, end) in pairwise(edges):
        if last < begin:
            yield text[last:begin]
        if begin < end and typeface.width(text[begin:end], size) <= line:
            yield [text[begin:end]]
        elif begin < end:
            yield from ([cluster] for cluster in _CLUSTER.findall(text[begin:end]))
