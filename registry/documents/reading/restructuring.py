"""What an order does to units and posts, as far as its words say so plainly.

    ให้จัดตั้ง … · ให้ยุบเลิก … · ให้รวม … เข้ากับ … · ให้แยก … เป็น … · ให้เปลี่ยนชื่อ … เป็น … · ให้ย้าย … ไปสังกัด …
    แต่งตั้งให้ … ดำรงตำแหน่ง … · ให้ … รักษาราชการแทน … · มอบอำนาจ … · มอบหมายให้ … · ถอน … · พ้นจากตำแหน่ง · ลาออก

Committees, funds and people who are moved are no units. Which unit of the structure a name means is for a person
to say.
"""

import re
from collections.abc import Iterator, Sequence

from domain.classes import ActingWord
from domain.structure.acts import PostActKind, UnitActKind
from registry.documents.draft import RecognisedAct
from registry.documents.reading.clauses import Clause

_UNIT = (
    "สำนัก|กอง(?!ทุน)|กลุ่ม|ฝ่าย|ส่วน(?!ราชการ|ต่าง)|ศูนย์|งาน|แผนก|หน่วย(?!งานที่|งานของ|งานต้น|งานราชการ|งานอื่น)|สถาบัน|วิทยาลัย|โรงเรียน|โรงพยาบาล|สถานี|ด่าน|เขต|ภาค|กรม(?!ธรรม์)|กระทรวง"
    '|เทศบาล|คณะ(?!กรรมการ|อนุ|ทำงาน|บุคคล|รัฐมนตรี)|[“"]'
)
"""What names of units begin with; or a name in marks of quoting."""
_PERSON = (
    r"นาย(?!ก|อำเภอ|ทะเบียน|แพทย์|ช่าง|ท่า|ด่าน)|นาง|น\.ส\.|หม่อม|ม\.|ดร\.|ศาสตราจารย์|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์|ว่าที่|พล(?!ังงาน)"
    "|พัน|ร้อย|จ่า|สิบ|ดาบ"
)
_STOP = r"\s(?:ให้|ทั้งนี้|โดย|ซึ่ง|เพื่อ|และให้|ดังนี้|ดังต่อไปนี้)|(?<!ผู้)ว่า(?!ที่|การ)|(?<!ผู้)ดำรงตำแหน่ง"
"""What neither a name nor a post goes beyond."""
_END = (
    r"(?=\s(?:ทั้งนี้|ตั้งแต่|โดย|ซึ่ง|เพื่อ|จนกว่า|จนถึง|และ|ให้|เป็นการชั่วคราว|อีก|ในเรื่อง|ในส่วนที่|ในกรณี|ลงวันที่|มีหน้าที่|มีอำนาจ|ใช้รหัส|ดังนี้"
    r"|ดังต่อไปนี้|แทน\s)|$)"
)
_DUTIES = "(?:อำนาจ)?(?:และ)?หน้าที่(?:และอำนาจ|และความรับผิดชอบ)?"
_ACTING = "|".join(
    sorted((word.label for word in ActingWord if word is not ActingWord.ON_BEHALF), key=len, reverse=True)
)


def _some(name: str, begins: str = "") -> str:
    """Return the pattern of a name or a post, as short as what follows it allows."""
    return rf"\s?(?P<{name}>(?:{begins})(?:(?!{_STOP}).){{1,200}}?)\s?"


_IN = r"(?:(?:(?<=\s)ใน|(?:ขึ้น\s?)?ภายใน|ขึ้น\s?ใน|เป็น(?:ส่วนราชการ|หน่วยงาน)(?:ภายใน|ใน))"
_UNIT_ACTS: tuple[tuple[UnitActKind, str], ...] = (
    (
        UnitActKind.ESTABLISH,
        f"ให้จัดตั้ง{_some('name', _UNIT)}{_IN}{_some('target')})?{_END}",
    ),
    (UnitActKind.ABOLISH, f"ให้ยุบ(?:เลิก)?{_some('target', _UNIT)}{_END}"),
    (
        UnitActKind.MERGE,
        f"ให้(?:ยุบ)?รวม{_some('target', _UNIT)}(?:เข้า(?:ไว้)?กับ|ไปรวมกับ|เข้าด้วยกันเป็น|เข้าเป็น){_some('name')}{_END}",
    ),
    (UnitActKind.SPLIT, f"ให้แยก{_some('target', _UNIT)}(?:(?<=\\s)|ออก)เป็น{_some('name')}{_END}"),
    (UnitActKind.RENAME, f"ให้เปลี่ยนชื่อ{_some('target', _UNIT)}(?:(?<=\\s)|ใหม่)เป็น{_some('name')}{_END}"),
    (UnitActKind.RENAME, f"ให้เปลี่ยนชื่อ{_some('target', _UNIT)}เป็น{_some('name', _UNIT)}{_END}"),
    (
        UnitActKind.MOVE,
        f"ให้(?:ย้าย|โอน){_some('target', _UNIT)}ไป(?:อยู่ใน|อยู่ใต้)?(?:สังกัด|ขึ้นกับ|ขึ้นต่อ|เป็นของ){_some('name')}{_END}",
    ),
    (
        UnitActKind.CHANGE_DUTIES,
        f"ให้(?:แก้ไข(?:เพิ่มเติม)?|เปลี่ยน(?:แปลง)?|ปรับปรุง){_DUTIES}(?:ของ)?{_some('target', _UNIT)}{_END}",
    ),
    (UnitActKind.CHANGE_DUTIES, f"ให้{_some('target', _UNIT)}(?<=\\s)มี{_DUTIES}"),
    (UnitActKind.RECODE, rf"ให้{_some('target', _UNIT)}(?<=\s)(?:ใช้รหัส\s?(?P<name>[ก-ฮ]{{2}} [\d.]{{1,12}})|ไม่มีรหัส)"),
)
_POST_ACTS: tuple[tuple[PostActKind, str], ...] = (
    (
        PostActKind.WITHDRAW,
        f"ให้(?:ถอน|เพิกถอน|ยกเลิก)การมอบ(?:อำนาจ|หมาย)(?:หรือมอบหมาย)?(?:ของ{_some('post')})?(?:จาก|แก่){_some('name')}{_END}",
    ),
    (PostActKind.DELEGATE, f"มอบอำนาจของ{_some('post')}ให้(?:แก่)?{_some('name')}{_END}"),
    (PostActKind.DELEGATE, f"(?:ให้)?มอบอำนาจให้(?:แก่)?{_some('name')}(?:เป็นผู้)?ปฏิบัติราชการแทน(?:{_some('post')})?{_END}"),
    (
        PostActKind.ASSIGN,
        f"(?:ให้)?มอบหมายให้{_some('name')}(?:เป็นผู้)?(?:ลง(?:ลายมือ)?ชื่อ|ลงนาม|ปฏิบัติหน้าที่|ปฏิบัติราชการ)แทน{_some('post')}{_END}",
    ),
    (PostActKind.ASSIGN, f"(?:ให้)?มอบหมายให้{_some('name', _PERSON)}(?:ปฏิบัติหน้าที่|ทำหน้าที่|รับผิดชอบ)"),
    (
        PostActKind.END,
        f"(?:อนุญาต)?ให้{_some('name')}(?:พ้น|ลาออก)จาก(?:ตำแหน่งหรือการทำหน้าที่แทน|การดำรงตำแหน่ง|ตำแหน่ง|การทำหน้าที่แทน){_some('post')}{_END}",
    ),
    (
        PostActKind.ACT_FOR,
        f"(?:แต่งตั้ง(?:ให้)?|ให้){_some('name')}(?:เป็นผู้|เป็น)?(?:{_ACTING}){_some('post')}{_END}",
    ),
    (PostActKind.ACT_FOR, rf"ให้\s{_some('name')}(?<=\s)แทน{_some('post')}{_END}"),
    (
        PostActKind.APPOINT,
        (
            rf"(?:แต่งตั้ง(?:ให้)?|ให้)\s?(?P<name>(?:ผู้ดำรงตำแหน่ง)?(?:(?!{_STOP}).){{1,150}}?)(?:\sตำแหน่ง.{{1,150}}?)?\s?(?:ให้)?"
            f"(?<!ผู้)(?<!การ)ดำรงตำแหน่ง{_some('post')}{_END}"
        ),
    ),
)
_WORDS: tuple[tuple[UnitActKind | PostActKind, str], ...] = (*_UNIT_ACTS, *_POST_ACTS)
_COMMANDS = tuple((kind, re.compile(rf"(?:^|(?<=\s)|(?<=จึง)|(?<=มีคำสั่ง)|(?<=และ)){words}")) for kind, words in _WORDS)
_WORTH_A_LOOK = re.compile(
    rf"จัดตั้ง|ให้ยุบ|ให้รวม|ให้แยก|เปลี่ยนชื่อ|ไป(?:อยู่|สังกัด|ขึ้น|เป็นของ)|หน้าที่|รหัส|มอบ(?:อำนาจ|หมาย)|จากตำแหน่ง|จากการ|ดำรงตำแหน่ง|{_ACTING}|แทน"
)
_LIST_OF_APPOINTED = re.compile(r"(?:^|\s|จึง)(?:แต่งตั้ง|ให้).{0,300}(?:ดังนี้|ดังต่อไปนี้)\s*:?$")
_APPOINTED = re.compile(
    rf"(?P<name>(?:{_PERSON}).{{1,150}}?)(?:\sตำแหน่ง.{{1,150}}?)?\s?(?:ให้)?(?<!ผู้)(?<!การ)ดำรงตำแหน่ง{_some('post')}{_END}"
)
_RESIGNS = re.compile(rf"ขอลาออกจาก(?:การดำรง)?ตำแหน่ง{_some('post')}(?:(?=[”\"])|{_END})")
_OF_PEOPLE = frozenset(PostActKind)
_LONGEST = 300  # characters of the words of an act


def acts_on_structure(clauses: Sequence[Clause]) -> Iterator[tuple[RecognisedAct, Clause, int]]:
    """Yield what the clauses do to units and posts, with the clause and the place at which it is said."""
    listed = False
    for clause in clauses:
        if listed and (found := _APPOINTED.match(clause.told)):
            yield _act(PostActKind.APPOINT, clause, found), clause, 0
            continue
        listed = "แต่งตั้ง" in clause.told and _LIST_OF_APPOINTED.search(clause.told) is not None
        if _WORTH_A_LOOK.search(clause.told):
            yield from _commands(clause)


def resignation(text: str, *, of: str | None) -> RecognisedAct | None:
    """Return the resignation that a letter's text declares, by whoever signs it."""
    found = _RESIGNS.search(text)
    if found is None:
        return None
    return RecognisedAct(PostActKind.END, found[0][:_LONGEST], name=of, post=found["post"].strip())


def _commands(clause: Clause) -> Iterator[tuple[RecognisedAct, Clause, int]]:
    """Yield what one clause says, each piece of it once: the first pattern that takes it is the one that is meant."""
    taken: list[tuple[int, int]] = []
    for kind, command in _COMMANDS:
        for found in command.finditer(clause.told):
            begin, end = found.span()
            if all(end <= first or last <= begin for first, last in taken):
                taken.append((begin, end))
                yield _act(kind, clause, found), clause, begin


def _act(kind: UnitActKind | PostActKind, clause: Clause, found: re.Match[str]) -> RecognisedAct:
    def part(name: str) -> str | None:
        if name not in found.re.groupindex or found[name] is None:
            return None
        begin, end = found.span(name)
        held = clause.told.find(" ตำแหน่ง", begin, end) if name == "name" and kind in _OF_PEOPLE else -1
        return clause.printed(begin, held if held > begin else end) or None

    said = clause.printed(found.start(), min(found.end(), found.start() + _LONGEST))
    return RecognisedAct(kind, said, clause.no, target=part("target"), name=part("name"), post=part("post"))
