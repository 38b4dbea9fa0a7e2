r"""Words of official letters in which สระอำ is lost on the way: its ring goes, and า alone is left.

    จานวน, จ านวน  →  จำนวน          ราคาสั่งซื้อ stays: that is ราคา, not คำสั่ง

The list is closed, and nothing is guessed. A word is taken anywhere only where the same letters without the ring
are neither a word nor the end of one and the beginning of the next; what could be that is kept out by what stands
around it. Shorter words are taken only where the text itself shows the loss, by a gap before า (ท าการ).
"""

import re
from collections import defaultdict
from collections.abc import Iterable

_ANYWHERE = (
    "กำกับดูแล", "กำชับ", "กำแพงเพชร", "กำลัง", "กำหนด", "การกำกับ", "ผู้กำกับ", "คำนวณ", "คำนึงถึง", "จำนวน",
    "จำกัด", "จำหน่าย", "จำแนก", "ชำนาญ", "ชำรุด", "ชำระเงิน", "ชำระหนี้", "ชำระภาษี", "ชำระค่า", "ซ้ำซ้อน",
    "ดำเนิน", "ดำรงตำแหน่ง", "ดำรงตาแหน่ง", "ราชดำริ", "ตำแหน่ง", "ตำรวจ", "ตำบล", "ต่ำกว่า", "ทำงาน",
    "ทำเนียบรัฐบาล", "ทำหน้าที่", "ทำลายหนังสือ", "ทำลายเอกสาร", "บำนาญ", "บำเหน็จ", "บำรุง", "บำบัด", "บำเพ็ญ",
    "บัวลำภู", "ลำปาง", "ลำพูน", "ลำเลียง", "สำคัญ", "สำนัก", "สำรวจ", "สำหรับ", "สำเนา", "สำเร็จ", "สม่ำเสมอ",
    "อำนวย", "อำนาจ", "อำเภอ",
)  # fmt: skip
_UNLESS_BEHIND = {
    r"(?<!รา|คง)(?<!หลัง)": "คำสั่ง คำร้อง คำวินิจฉัย คำพิพากษา คำชี้แจง คำแนะ",
    r"(?<!วา)(?<!ร)": "จำเป็น จำเลย",
    r"(?<!เว|ศา)(?<![กพหป])": "ลำดับ",
    r"(?<!ห)": "น้ำมัน น้ำหนัก น้ำท่วม น้ำประปา น้ำบาดาล",
}
_UNLESS_BEFORE = {
    r"(?![นร])": "ประจำ",
    r"(?!ค)": "สำรอง",
    # Nothing that could close the syllable: แนะนายอำเภอ is แนะ and นาย.
    r"(?=$|[^ก-ฮ]|[ขฉซตถปผฝพสหอ])": "แนะนำ จัดทำ แม่น้ำ ถ้อยคำ",
}
_BEHIND_A_GAP = (
    "กระทำ", "กำกับ", "กำจัด", "กำไร", "คำกล่าว", "คำขอ", "คำขวัญ", "คำตอบ", "คำถาม", "คำแถลง", "คำปรึกษา",
    "คำรับรอง", "คำว่า", "จัดทำ", "จำคุก", "จำนอง", "ชำระ", "ดำรง", "ดำริ", "ทำการ", "ทำความ", "ทำงาน", "ทำแผน",
    "ทำลาย", "ทำสัญญา", "ทำหน้าที่", "ทำให้", "นำความ", "นำมา", "นำไป", "นำเรียน", "นำส่ง", "นำเสนอ", "นำเข้า",
    "น้ำ", "แนะนำ", "ผู้นำ", "ย้ำ", "ลำน้ำ",
)  # fmt: skip

_SARA_AM, _SARA_AA = "ำ", "า"


def _by_heads(words: Iterable[tuple[str, str]], gap: str) -> Iterable[str]:
    """Yield one pattern for all words that have the same letters before ำ; many alternatives are slow to try."""
    tails: dict[str, list[str]] = defaultdict(list)
    for word, after in words:
        head, _, tail = word.partition(_SARA_AM)
        tails[head].append(tail.replace(_SARA_AM, f"[{_SARA_AM}{_SARA_AA}]") + after)
    for head, behind in tails.items():
        mark = head[-1] in "่้๊๋"
        spaced = f"{head[:-1]}{gap}{head[-1]} ?" if mark else f"{head}{gap}"
        yield f"{spaced}{_SARA_AA}(?:{'|'.join(behind)})"


def _pattern() -> re.Pattern[str]:
    free = [(word, "") for word in _ANYWHERE]
    free += [(word, after) for after, words in _UNLESS_BEFORE.items() for word in words.split()]
    kinds = [*_by_heads(free, " ?"), *_by_heads([(word, "") for word in _BEHIND_A_GAP], " ")]
    for behind, words in _UNLESS_BEHIND.items():
        kinds += [f"{behind}{kind}" for kind in _by_heads([(word, "") for word in words.split()], " ?")]
    return re.compile(f"(?<!เ)(?:{'|'.join(kinds)})")


_LOST = _pattern()


def restored(text: str) -> str:
    """Return *text* with สระอำ in the words of the list."""
    return _LOST.sub(_with_sara_am, text) if _SARA_AA in text else text


def _with_sara_am(found: re.Match[str]) -> str:
    """Put ำ for the first า of the word, and for the one that ends it where the word has two."""
    return found[0].replace(" ", "").replace(_SARA_AA, _SARA_AM, 1)
