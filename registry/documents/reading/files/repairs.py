"""What text layers, old fonts and careless typing do to Thai, undone line by line before anybody reads.

    สํ า นั ก งาน · สานักงาน · นั้นั้น · ที่ี · เเละ · ๒๕๖9   →   สำนักงาน · สำนักงาน · นั้น · ที่ · และ · ๒๕๖๙

Each repair is a small rule with a name. Some cannot be wrong: what they undo is never Thai. The others rest on what
letters usually say, so a part that is read from such a line is likely at most. No rule changes the value of a
figure, and the file's own bytes are untouched: they are what is kept and hashed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from domain.thai.digits import in_script
from domain.thai.text import normalise
from registry.documents.reading.files.lost import restored


class Repair(Enum):
    """What was undone, and whether it can have been anything else."""

    INVISIBLE = ("invisible-characters", True)
    """Zero-width characters, soft hyphens, marks of direction; spaces that do not break."""
    OLD_FONT = ("old-font-glyphs", True)
    """Characters of private use, with which fonts before OpenType placed their marks (U+F700–F71A)."""
    FULL_WIDTH = ("full-width", True)
    """Letters and figures of East Asian width."""
    MARK_ORDER = ("mark-order", True)
    """Rule th1: สระอำ in two characters, a tone before its vowel."""
    SPACING = ("broken-spacing", False)
    """Spaces between the glyphs of a word."""
    PRINTED_TWICE = ("printed-twice", False)
    """Every glyph of a line twice, as bold type that is made by printing over."""
    DOUBLED_CLUSTER = ("doubled-cluster", False)
    """A consonant with its marks twice, as ligatures come out of a text layer: นั้นั้น for นั้น."""
    DOUBLED_MARK = ("doubled-mark", True)
    """One mark twice on one consonant."""
    TWO_SARA_E = ("two-sara-e", True)
    """เ เ typed for แ."""
    LOST_SARA_AM = ("lost-sara-am", False)
    """า where ำ stood, in words of a closed list."""
    MIXED_DIGITS = ("mixed-digits", True)
    """Thai and Arabic figures in one number."""

    def __init__(self, slug: str, sure: bool) -> None:  # noqa: FBT001 - the second column of the table above
        self.slug = slug
        self.sure = sure
        """Whether what is left is sure to be what stood there."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A line, and what was done to it."""

    text: str
    done: tuple[Repair, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether nothing was done that can be wrong."""
        return all(repair.sure for repair in self.done)


def repaired(text: str) -> str:
    """Return one line as it was meant: under rule th1, trimmed, tabs and wide gaps where they were.

    Doing it twice changes nothing more.

    Raises:
        InvalidValue: the line has characters that nobody can see (`normalise`).
    """
    return repair(text).text


def repair(line: str) -> Repaired:
    """Return one line as it was meant, and what was done; refuses as `repaired` does."""
    if _ORDINARY.fullmatch(line):
        return Repaired(line.strip())
    visible = _INVISIBLE.sub("", line).translate(_SPACES)
    done: dict[Repair, None] = {} if visible == line else {Repair.INVISIBLE: None}
    text = normalise(visible)
    if text != visible.strip():
        done[Repair.MARK_ORDER] = None
    before = ""
    while text != before:  # a rule can make room for an earlier one; each of them takes something away
        before = text
        for name, rule in _RULES:
            if (better := rule(text)) != text:
                text = normalise(better)
                done[name] = None
    return Repaired(text, tuple(repair for repair in Repair if repair in done))


def words_together(text: str) -> str:
    """Return *text* with the words of forms whole; only for texts that have spaces inside words elsewhere too."""
    text = _SPACED_NUMBER.sub(lambda found: found[0].replace(" ", "").replace("ที่", "ที่ ", 1), text)
    text = _SPACED_FIGURES.sub(lambda found: found[0].replace(" ", ""), text)
    return _FORM_WORD.sub(lambda found: found[0].replace(" ", ""), text)


_ORDINARY = re.compile(r"[\t -~]*")
"""A line without a Thai character."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200e\u2060\ufeff]")
_SPACES = dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")

_OLD_FONT = str.maketrans(
    "".join(map(chr, range(0xF700, 0xF71B))),
    "\u0e10"  # ฐ without its foot
    "\u0e34\u0e35\u0e36\u0e37"  # vowels above, further left
    "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"  # tones and การันต์: low and left
    "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"  # low
    "\u0e0d"  # ญ without its foot
    "\u0e31\u0e4d\u0e47"  # further left
    "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"  # left
    "\u0e38\u0e39\u0e3a",  # vowels below, lower
)
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}

_CONSONANT = "ก-ฮ"
_MARK = "ัิ-ฺ็-๎"
_LEADING = "เ-ไ"
_PIECE = rf"(?:[{_LEADING}]?[{_CONSONANT}]|[{_LEADING}{_MARK}ะาำๅ])[{_MARK}ะาำๅ]*(?=[ \t)]|$)"
_PIECES = re.compile(rf"(?<![^ \t(]){_PIECE}(?: {_PIECE})+")
"""Words of one consonant at most, one space between them."""
_NO_WORD = re.compile(rf"[{_MARK}ะาำๅ].*|[{_LEADING}]|[ก-ฒด-ฮ]|.*[ัื][่-๋]?")
"""A piece that is no word: a vowel alone, a consonant alone (but ณ), a vowel that wants another letter."""
_FEWEST_PIECES = 3
_IMPOSSIBLE = re.compile(
    rf"(?<=[{_CONSONANT}{_MARK}]) (?=[{_MARK}ะำๅ])|(?<=ํ) (?=า)|(?<=[{_CONSONANT}่-๋]) (?=า(?:[ \t]|$))"
    rf"|(?<=[{_LEADING}]) (?=[{_CONSONANT}])|(?<=[ัื]) (?=[{_CONSONANT}])|(?<=[ัื][่-๋]) (?=[{_CONSONANT}])"
)
"""A space before a mark, behind a leading vowel, or behind a vowel that wants another letter."""
_LABELS = (
    "สิ่งที่ส่งมาด้วย", "ส่วนราชการ", "กราบเรียน", "อ้างถึง", "วันที่", "เรื่อง", "เรียน", "ถึง", "ที่",
)  # fmt: skip
_WORDS = (
    "สำนักงาน", "กระทรวง", "จังหวัด", "อำเภอ", "ตำบล", "เทศบาล", "องค์การบริหารส่วนตำบล",
    "องค์การบริหารส่วนจังหวัด", "ปกครอง", "ท้องถิ่น", "ส่งเสริม", "ผู้อำนวยการ", "ผู้ว่าราชการ", "ข้าราชการ",
    "ราชการ", "หนังสือ", "บันทึกข้อความ", "คำสั่ง", "ประกาศ", "ระเบียบ", "เรื่อง", "เรียน", "สิ่งที่ส่งมาด้วย",
    "อ้างถึง", "จำนวน", "ฉบับ", "ดำเนินการ", "ประชุม", "พิจารณา", "กำหนด", "รายงาน", "พนักงาน", "เจ้าหน้าที่",
    "อธิบดี", "ปลัด", "รัฐมนตรี", "ขอแสดงความนับถือ", "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม",
    "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
_FORM_WORDS = (
    *_WORDS, "ลงวันที่", "วันที่", "ส่วนราชการ", "กราบเรียน", "เลขที่", "ครั้งที่", "ฉบับที่", "ทั้งนี้", "ตั้งแต่", "เป็นต้นไป", "ใช้บังคับ",
    "มีผลบังคับ", "อาศัยอำนาจตามความใน", "พระราชบัญญัติ", "พระราชกำหนด", "มาตรา", "ราชกิจจานุเบกษา", "ข้อบังคับ", "แถลงการณ์",
    "รายงานการประชุม", "หนังสือรับรอง", "รับรองว่า", "รักษาราชการแทน", "ปฏิบัติราชการแทน", "ปฏิบัติหน้าที่แทน", "รักษาการแทน",
    "รักษาการในตำแหน่ง", "ทำการแทน", "โทรศัพท์", "โทรสาร", "สำเนาส่ง",
    "ด่วนที่สุด", "ด่วนมาก", "ลับมาก", "ลับที่สุด", "คณะกรรมการ",
    "กรรมการ", "ประธาน", "โรงเรียน", "มหาวิทยาลัย", "ข้อกำหนด", "ดังต่อไปนี้", "ระหว่าง", "จันทร์", "อังคาร", "พฤหัสบดี", "อาทิตย์",
    "ขอให้", "ขอความร่วมมือ", "เพื่อโปรด", "พันตำรวจ", "พลตำรวจ", "ร้อยตำรวจ", "พลเอก", "พลโท",
    "พลตรี", "พันเอก", "พันโท", "ร้อยตรี", "ว่าที่", "ถนน", "ทำเนียบรัฐบาล", "กทม.",
    "ว่าด้วย", "ออกตามความใน", "นายกรัฐมนตรี", "นายกเทศมนตรี", "นางสาว", "โทร.",
    "ร่าง", "พิมพ์", "ด่วน", "นมัสการ", "เวลา", "ภายใน", "ต่อ",
    "สั่ง", "ให้ไว้", "จึงเรียนมา", "จึงขอ", "ตามที่", "เนื่องจาก",
)  # fmt: skip
_WORD = re.compile("|".join(" ?".join(word) for word in sorted(_WORDS, key=len, reverse=True)))
_FORM_WORD = re.compile("|".join(" ?".join(word) for word in sorted(_FORM_WORDS, key=len, reverse=True)))

_SPACED_NUMBER = re.compile(r"^ที่(?: [ก-ฮ]){2,4}(?: [\d.]{1,2}){3,12} ?/(?: ?ว)?(?: ?\d){1,6}(?=\s|$)")
"""A letter's number whose every figure stands apart."""
_SPACED_FIGURES = re.compile(r"(?<![\d.,/-])(?<!\d )\d(?: \d)+(?![\d.,/-])(?! \d)")
_PAIRS = re.compile(r"(?:(\S)\1|\s)+")
_FEWEST_PAIRS = 4
_DOUBLED_MARK = re.compile(rf"([{_MARK}ะาำๅโ-ไ])\1+|ำา+")
_DOUBLED_CLUSTER = re.compile(rf"(?!ที่)(?P<cluster>[{_CONSONANT}](?:[ัื][่-๋]?|[ิ-ึ][่-๋]))(?P=cluster)+")
"""But ที่ที่ is Thai: พื้นที่ที่เหลือ."""
_MIXED = re.compile(r"(?<![0-9๐-๙])(?:[0-9]+[๐-๙]|[๐-๙]+[0-9])[0-9๐-๙]*")


def _with_new_glyphs(text: str) -> str:
    return text.translate(_OLD_FONT)


def _with_narrow_letters(text: str) -> str:
    return text.translate(_FULL_WIDTH)


def _together(text: str) -> str:
    """Join what no Thai word can have a space in; where that was needed, known words of letters too.

    A gap of several spaces stays: in a text whose every glyph stands apart, it is what parts the words.
    """
    if " " not in text:
        return text
    whole = _IMPOSSIBLE.sub("", _PIECES.sub(_as_word, text))
    if whole == text:
        return text
    return _WORD.sub(lambda found: found[0].replace(" ", ""), normalise(whole))


def _as_word(found: re.Match[str]) -> str:
    """Join pieces in a row, but neither ก ข ค of a list nor a label with what it labels."""
    pieces = found[0].split(" ")
    bare = [piece for piece in pieces if len(piece) == 1 and "ก" <= piece <= "ฮ"]
    listed = len(bare) > 1 and all(one < other for one, other in pairwise(bare))
    broken = any(_NO_WORD.fullmatch(piece) for piece in pieces if not (listed and piece in bare))
    if len(pieces) < _FEWEST_PIECES or not broken:
        return found[0]
    word = normalise("".join(pieces))
    label = next((label for label in _LABELS if word.startswith(label)), "") if found.start() == 0 else ""
    return f"{label} {word.removeprefix(label)}".strip()


def _printed_once(text: str) -> str:
    """Take every second glyph where all of them stand twice; figures could be meant so, and are left."""
    if not _PAIRS.fullmatch(text) or any(character.isdigit() for character in text):
        return text
    if len({character for character in text if "ก" <= character <= "ฮ"}) < _FEWEST_PAIRS:
        return text
    return re.sub(r"(\S)\1", r"\1", text)


def _once_a_cluster(text: str) -> str:
    return _DOUBLED_CLUSTER.sub(r"\g<cluster>", text)


def _once_a_mark(text: str) -> str:
    return _DOUBLED_MARK.sub(lambda found: found[0][0], text)


def _with_sara_ae(text: str) -> str:
    return text.replace("เเ", "แ")


def _in_one_script(text: str) -> str:
    return _MIXED.sub(_number, text)


def _number(found: re.Match[str]) -> str:
    """Print a number in the script of most of its figures."""
    thai = sum(1 for figure in found[0] if figure > "9")
    return in_script(found[0], "thai" if thai * 2 >= len(found[0]) else "arabic")


_RULES: tuple[tuple[Repair, Callable[[str], str]], ...] = (
    (Repair.OLD_FONT, _with_new_glyphs),
    (Repair.FULL_WIDTH, _with_narrow_letters),
    (Repair.LOST_SARA_AM, restored),  # before the gaps go that show it
    (Repair.SPACING, _together),
    (Repair.PRINTED_TWICE, _printed_once),
    (Repair.DOUBLED_CLUSTER, _once_a_cluster),
    (Repair.DOUBLED_MARK, _once_a_mark),
    (Repair.TWO_SARA_E, _with_sara_ae),
    (Repair.MIXED_DIGITS, _in_one_script),
)
