"""The parts that begin with their word: เรื่อง, เรียน, อ้างถึง, สิ่งที่ส่งมาด้วย, each perhaps over several lines.

A word that lost a mark above or below its letters (สิงที่ส่งมาด้วย) is still that word, and less sure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from domain.citations import find_citations
from domain.classes import Channel
from domain.letter.text import Reference
from domain.thai.digits import to_arabic
from registry.documents.draft import Draft, NamedAttachment, Read, Sureness
from registry.documents.reading.body import ITEM, PAGE, RULE
from registry.documents.reading.files.lines import Line, joined

SALUTATIONS = (
    "ขอพระราชทานกราบบังคมทูล", "ขอประทานกราบทูล", "ขอประทานกราบเรียน", "กราบเรียน", "เรียน", "กราบทูล", "ทูล",
    "กราบนมัสการ", "นมัสการ", "เจริญพร", "ถึง",
)  # fmt: skip
"""คำขึ้นต้น (annex 2), and ถึง of a sealed letter (ข้อ 14.2)."""

SUBJECT, REFERENCES, ATTACHMENTS = "เรื่อง", "อ้างถึง", "สิ่งที่ส่งมาด้วย"
_ALSO = {"สิ่งที่แนบมาด้วย": ATTACHMENTS, "สิ่งที่ส่งมา": ATTACHMENTS, "สิ่งที่แนบมา": ATTACHMENTS}
_LISTS = {REFERENCES, ATTACHMENTS}
_WORDS = (SUBJECT, *SALUTATIONS, REFERENCES, ATTACHMENTS, *_ALSO)
_EXACT = "|".join(map(re.escape, sorted(_WORDS, key=len, reverse=True)))
LABEL = re.compile(rf"^(?:[-–•*]\s*)?(?P<label>{_EXACT})(?=[\s:\d๐-๙…_]|\.{{3}}|$)\s*:?\s*(?P<rest>.*)$")
"""A line that begins with one of the words."""

_MARK = "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
LOST = {bare: word for word in (*_ALSO, *_WORDS) if len(bare := re.sub(_MARK, "", word)) > 3}  # noqa: PLR2004 - letters
"""The words by what is left of them without marks above and below."""

_LONG_ENOUGH = 5  # letters; what is left of shorter words may be another word
_FIRST_WORD = re.compile(r"^(?:[-–•*]\s*)?(?P<label>[ก-๎]{5,30})\s*:?\s*(?P<rest>.*)$")

_OPENS_THE_TEXT = re.compile(
    r"^(?:ด้วย|ตาม|เนื่อง|โดยที่|อนุสนธิ|ข้าพเจ้า|ในการ|จึง|พร้อมนี้|เพื่อ(?:ให้|โปรด)|ปัจจุบัน|สืบเนื่อง|๑\.\s?(?:เรื่องเดิม|ต้นเรื่อง)|เรื่องเดิม|ต้นเรื่อง)"
)
_BEGINS_NOTHING = re.compile(
    r"^(?:ลง\s?วันที่\s*[\d๐-๙]|ลว\.|จำนวน\s*[\d๐-๙]|พ\.\s?ศ\.\s*[\d๐-๙]|ที่\s[ก-ฮ]{2,4}\s?[\d๐-๙(])"
)
"""How a wrapped line of a list goes on, and no paragraph begins."""
_UNITS = "ชุด|ฉบับ|แผ่น|เล่ม|หน้า|ชิ้น|อัน|รายการ|ราย|รูป|ภาพ|ซอง|กล่อง|ใบ|ม้วน|สำเนา|แผง|ไฟล์|แฟ้ม|ตัว|คัน|เครื่อง"
_IN_WORDS = {"หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9, "สิบ": 10}
_COUNT = rf"(?P<quantity>\d{{1,6}}|{'|'.join(_IN_WORDS)})"
_BEHIND = r"(?P<behind>(?:\s*\([^()]{1,80}\))?)"
_QUANTITY = re.compile(
    rf"^(?P<title>.+?)\s*(?:จำนวน|อย่างละ)\s*{_COUNT}\s*(?P<unit>[^\s\d()][^\s()]*(?: [^\s()]+)*){_BEHIND}$"
)
_BARE_QUANTITY = re.compile(rf"^(?P<title>.+?)\s+{_COUNT}\s*(?P<unit>{_UNITS}){_BEHIND}$")
_VIA = re.compile(r"\s*\(\s*ส่ง(?:โดย)?ทาง\s*(?P<way>[^()]+?)\s*\)$")
_DOTS = re.compile(r"^[.…_]{3,}|\s*[.…_]{3,}$")  # drawn lines of printed forms
_ALONE = re.compile(rf"^(?:ที่|วันที่|ส่วนราชการ|{_EXACT})\s*:?$")
_HEAD = 30  # lines within which a head's words stand
_NEAR = 4  # lines that a part is wrapped over
_WIDE = 70  # characters of a line that was wrapped where the page ends
_LONGEST = 2000  # characters of one attachment


@dataclass(slots=True)
class Part:
    """One labelled part as it grows line by line."""

    label: str
    line: int
    sure: Sureness = Sureness.SURE
    lines: list[tuple[int, str]] = field(default_factory=list)
    """Line number and text, the label taken off the first."""
    items: int = 0
    """How many of them begin with a number."""

    def add(self, no: int, text: str) -> None:
        """Take a further line."""
        if text := _DOTS.sub(" ", text).strip():
            self.lines.append((no, text))
            self.items += ITEM.match(text) is not None


def label(text: str, *, loosely: bool = True) -> tuple[str, str, Sureness] | None:
    """Return the word that *text* begins with, what stands behind it, and how sure; None where none does."""
    if found := LABEL.match(text):
        return _ALSO.get(found["label"], found["label"]), found["rest"], Sureness.SURE
    found = _FIRST_WORD.match(text) if loosely else None
    bare = without_marks(found["label"]) if found else ""
    if found is None or len(bare) < _LONG_ENOUGH or bare not in LOST:
        return None
    return _ALSO.get(LOST[bare], LOST[bare]), found["rest"], Sureness.LIKELY


def together(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a head in which a word alone on its line stands before what follows it.

    The cells of a table come out so: ที่, below it the number.
    """
    found: list[Line] = []
    for place, line in enumerate(lines):
        before = found[-1] if found else None
        alone = before is not None and place < _HEAD and _ALONE.match(before.text)
        if before is not None and alone and not (label(line.text) or _ALONE.match(line.text)):
            text = f"{before.text} {line.text}"
            found[-1] = replace(before, text=text, columns=(text,))
        else:
            found.append(line)
    return found


def without_marks(word: str) -> str:
    """Return *word* without its marks above and below, which are lost first."""
    return re.sub(_MARK, "", word)


def labelled(lines: Sequence[Line], first: int) -> tuple[list[Part], int]:
    """Return the labelled parts from line *first* on, and where the text begins behind them."""
    found: list[Part] = []
    place = first
    # Where nothing is separated by blank lines, only its number tells that a line goes on with a list.
    wraps = any(line.after_blank for line in lines[first + 1 :])
    while place < len(lines):
        line = lines[place]
        begins = label(line.text)
        if begins and _is_new(begins[0], found):
            found.append(Part(begins[0], line.no, begins[2]))
            found[-1].add(line.no, begins[1])
        elif found and (_goes_on(found[-1], line, wraps=wraps) or _before_a_label(lines, place, found)):
            found[-1].add(line.no, line.text)
        elif not (RULE.match(line.text) or PAGE.match(line.text)):
            break
        place += 1
    return found, place


def with_part(draft: Draft, part: Part) -> Draft:
    """Return *draft* with what *part* says."""
    if not part.lines:
        return draft
    if part.label == SUBJECT:
        return replace(draft, subject=replace(items(part.lines)[0], sure=part.sure))
    if part.label == REFERENCES:
        return replace(draft, references=tuple(replace(reference(one), sure=part.sure) for one in items(part.lines)))
    if part.label == ATTACHMENTS:
        return replace(draft, attachments=tuple(replace(attachment(one), sure=part.sure) for one in items(part.lines)))
    return replace(
        draft,
        salutation=Read(part.label, part.line, part.sure),
        addressees=tuple(Read(ITEM.sub("", text), no, part.sure) for no, text in _unwrapped(part.lines)),
    )


def _unwrapped(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the addressees, one a line; a line as wide as the page goes on with the next."""
    pending: tuple[int, str] | None = None
    for no, text in lines:
        if pending and len(pending[1]) >= _WIDE and not ITEM.match(text):
            pending = (pending[0], joined([_line(*pending), _line(no, text)]))
            continue
        if pending:
            yield pending
        pending = (no, text)
    if pending:
        yield pending


def items(block: Sequence[tuple[int, str]]) -> list[Read[str]]:
    """Return numbered items, each with the lines that go on behind it; without numbers, all is one item.

    Only the number that is next begins an item, so a wrapped line that starts with another figure does not.
    """
    found: list[list[Line]] = []
    for no, text in _one_a_line(block):
        item = ITEM.match(text)
        begins = item is not None and int(item["no"]) == len(found) + 1
        rest = text[item.end() :] if item is not None and begins else text
        line = _line(no, rest)
        if begins or not found:
            found.append([line])
        else:
            found[-1].append(line)
    return [Read(joined(lines), lines[0].no) for lines in found]


def _one_a_line(block: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a list; items that follow one another on a line, each on its own."""
    next_no = 1
    for no, text in block:
        rest = text
        if (item := ITEM.match(rest)) and int(item["no"]) == next_no:
            next_no += 1
            while behind := re.search(rf"(?<=\S)\s+(?=\(?0?{next_no}[.)]\s?\D)", to_arabic(rest)):
                yield no, rest[: behind.start()]
                rest = rest[behind.end() :]
                next_no += 1
        yield no, rest


def attachment(item: Read[str]) -> Read[NamedAttachment]:
    """Return one of สิ่งที่ส่งมาด้วย with its quantity, unit and way of sending, where they are printed."""
    text, via = item.value, None
    ways = {way.label: way for way in Channel}
    if (found := _VIA.search(text[-_LONGEST:])) and found["way"] in ways:
        text, via = text[: len(text) - len(found[0])], ways[found["way"]]
    counted = _counted(text) if len(text) <= _LONGEST else None
    if counted is None:
        return Read(NamedAttachment(text, via=via), item.line)
    quantity = counted["quantity"]
    count = _IN_WORDS.get(quantity) or int(quantity)
    title = f"{counted['title']}{counted['behind']}"
    return Read(NamedAttachment(title, count, counted["unit"], via), item.line)


def reference(item: Read[str]) -> Read[Reference]:
    """Return one of อ้างถึง with the number and the date that it cites."""
    cited = find_citations(item.value)
    if len(cited) != 1:
        return Read(Reference(item.value), item.line)
    return Read(Reference(item.value, cited[0].number.printed("arabic"), cited[0].dated), item.line)


def _line(no: int, text: str) -> Line:
    return Line(no, text, (text,), indented=False, after_blank=False)


def _counted(text: str) -> re.Match[str] | None:
    counted = _QUANTITY.match(text)
    if counted:
        return counted
    return _BARE_QUANTITY.match(text) if re.search(rf"\d\s*(?:{_UNITS})", to_arabic(text)) else None


def _is_new(word: str, found: Sequence[Part]) -> bool:
    """Tell whether *word* begins a part that is not there yet; a letter has one salutation."""
    known = {part.label for part in found}
    return word not in known and not (word in SALUTATIONS and known & set(SALUTATIONS))


def _before_a_label(lines: Sequence[Line], place: int, found: Sequence[Part]) -> bool:
    """Tell whether a further label or the list's next number stands right below: labels come before the text."""
    for line in lines[place + 1 : place + _NEAR]:
        begins = label(line.text, loosely=False)
        if begins and _is_new(begins[0], found):
            return not any(_OPENS_THE_TEXT.match(other.text) for other in lines[place : place + 1])
        item = ITEM.match(line.text) if found[-1].label in _LISTS and found[-1].items else None
        if item and int(item["no"]) == found[-1].items + 1:
            return True
        if _OPENS_THE_TEXT.match(line.text) or line.after_blank:
            return False
    return False


def _goes_on(part: Part, line: Line, *, wraps: bool) -> bool:
    item = ITEM.match(line.text) if part.label in _LISTS else None
    if item and part.items and int(item["no"]) == part.items + 1:
        return True
    if not part.lines:
        return not line.after_blank
    if part.label in _LISTS and not line.after_blank and _BEGINS_NOTHING.match(line.text):
        return True
    return wraps and not line.after_blank and not _OPENS_THE_TEXT.match(line.text)
