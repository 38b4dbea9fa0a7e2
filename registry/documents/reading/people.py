"""How names of people are printed: with a title, with a rank, in brackets."""

import re

_OF_RANK = (
    r"(?:พลตำรวจ|พลเรือ|พลอากาศ|พล|พันตำรวจ|พันจ่าอากาศ|พันจ่า|พัน|ร้อยตำรวจ|ร้อย|นาวาอากาศ|นาวา|เรืออากาศ|เรือ|จ่าสิบ|จ่าอากาศ|จ่า|สิบตำรวจ|สิบ)"
    r"(?:เอกพิเศษ|เอก|โท|ตรี|จัตวา)"
)
RANK = (
    rf"(?:ว่าที่\s?)?(?:จอมพล|{_OF_RANK}|จ่าสิบตำรวจ|ดาบตำรวจ"
    r"|(?:พล|พ|ร|น|จ|ส|ด|ว่าที่\s?ร)\.(?:\s?[ก-ฮ]\.){1,3})(?:\s?\(พิเศษ\))?(?:\s?หญิง)?"
)
"""A military or police rank, whole or abbreviated, as a pattern."""

_NO_PERSON = (
    r"(?!นายก(?:รัฐมนตรี|เทศมนตรี|องค์การ|สภา|สมาคม|เมือง|พระ|เหล่า|ฯ)|นายอำเภอ|นายทะเบียน|นายแพทย์(?:สาธารณสุข|เชี่ยวชาญ|ชำนาญ|ปฏิบัติ)"
    r"|นายช่าง|นายตรวจ|นายด่าน|นายกอง|นายทหาร|นายตำรวจ|นายสัตวแพทย์(?:ชำนาญ|ปฏิบัติ)|นายสถานี|นายหมวด|นางพยาบาล)"
)
TITLE = (
    rf"{_NO_PERSON}(?:นางสาว|นาง|นาย|น\.ส\.|ดร\.|ศาสตราจารย์|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์|ศ\.|รศ\.|ผศ\.|แพทย์หญิง|นพ\.|พญ\."
    r"|ทันตแพทย์|เภสัชกร|หม่อมราชวงศ์|หม่อมหลวง|หม่อมเจ้า|ม\.ร\.ว\.|ม\.ล\.|คุณหญิง|ท่านผู้หญิง)"
)
"""What stands before a person's name and never before a post, as a pattern."""

_WORD = r"[ก-ฮเแโใไ][ก-๎]*"
NAME = rf"(?:(?:{TITLE})\s?)+{_WORD}(?:\s(?!ณ\s){_WORD})?(?:\sณ\s{_WORD})?"
"""A titled name with its surname, as a pattern."""

_BRACKETED = re.compile(r"^[(（]\s*(?P<name>[^()（）\d]*[^()（）\d\s])\s*[)）]$")
_PERSON = re.compile(rf"^(?:(?P<rank>{RANK})\s*)?(?P<name>.*)$")
_NOT_A_NAME = re.compile(r"^(?:ลงชื่อ|ลายมือชื่อ|ลงนาม|ถ้ามี|สำเนา|ร่าง|ประทับตรา|ตรา|ชื่อ|ตำแหน่ง|พิมพ์ชื่อ|นามเต็ม|ต่อ|มีต่อ)")
_OF_MONKS = r"พระ(?:ครู|มหา|อธิการ|อาจารย์|สมุห์|ใบฎีกา|ปลัด|วินัยธร|ธรรมธร)|สมเด็จพระ|เจ้าอธิการ"
_TITLED = re.compile(rf"^(?:{TITLE}|{RANK}|{_OF_MONKS})")
_OPEN = re.compile(r"^[.…_\s]*$|[.…_]{4,}")
_LONGEST = 100  # characters of a name in brackets


def in_brackets(text: str) -> tuple[str | None, str] | None:
    """Return rank and name of a line that is a signer's name in its brackets, or None where it is something else."""
    found = _BRACKETED.match(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    name = " ".join(found["name"].split())
    if _OPEN.search(name) or _NOT_A_NAME.match(name) or not (" " in name or _TITLED.match(name)):
        return None
    person = _PERSON.match(name)
    if person is None or not person["name"]:
        return None
    return person["rank"], person["name"]
