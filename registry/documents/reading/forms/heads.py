"""The head of a letter, above its labels: classes, ที่, office and address, day; only their shape tells them apart.

    ด่วนที่สุด
    ที่ กบ ๐๐๑๗.๒/ว ๑๒๓              ศาลากลางจังหวัดตัวอย่าง      two columns, or one below the other
                                      ถนนหนึ่ง กบ ๘๑๐๐๐
                     ๑๐ กุมภาพันธ์ ๒๕๖๔

Source: R2526 ข้อ 11.1-11.3.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.classes import LetterKind
from domain.numbers import plain
from registry.documents.draft import Draft, Read, Sureness
from registry.documents.reading import classes, contacts
from registry.documents.reading.body import PAGE, RULE
from registry.documents.reading.days import MONTH, printed_day
from registry.documents.reading.files.lines import Line, joined
from registry.documents.reading.numbers import Numbered, letter_number, order_number

NUMBERED = re.compile(r"^(?:เลข)?ที่\s*:?\s*(?P<rest>\S.*)$")
"""A line that begins with ที่."""

_CODED = re.compile(r"[ก-ฮ]{2,4}\.?\s*(?:\([^()]{1,20}\)\s*)?\d")
_NOISE = re.compile(r"^[-–\s(\[]*(?:สำเนา(?:คู่ฉบับ)?|ร่าง|ครุฑ|ตราครุฑ|\(?ภาพ\)?ครุฑ)[-–\s)\]]*$")
_DAY_LAST = re.compile(rf"\s(?P<day>[\d๐-๙]{{1,2}}\s(?:{MONTH})\s(?:พ\.ศ\.\s?)?[\d๐-๙]{{4}})$")
_ADDRESS = re.compile(
    r"(?:^|(?<=\s))(?:เลขที่|ถนน|ถ\.|หมู่(?:ที่|บ้าน)?(?=\s|\d)|ม\.\s?\d|ซอย|ซ\.|อาคาร|ตึก|ชั้น\s?\d|ตำบล|ต\.|แขวง|เขต(?=[ก-๎])|อำเภอ|อ\.|จังหวัด|จ\."
    r"|ศาลากลาง|ตู้\s?ปณ|กทม\.?|กรุงเทพ|ทำเนียบรัฐบาล|ศูนย์ราชการ)|^[\d๐-๙]+(?:/[\d๐-๙]+)?\s|(?:^|(?<=\s))[\d๐-๙]{5}$"
)
_STREET = re.compile(r"^(?:เลขที่|ถนน|ถ\.|หมู่(?:ที่|บ้าน)?(?=\s|\d)|ซอย|ซ\.|อาคาร|ตู้\s?ปณ|[\d๐-๙]+(?:/[\d๐-๙]+)?\s)")
_HOUSE = re.compile(
    r"^(?:(?:บ้าน)?เลขที่\s*[\d๐-๙]|[\d๐-๙]+(?:/[\d๐-๙]+)?\s+(?:หมู่|ม\.|ถนน|ถ\.|ซอย|ซ\.|ตำบล|ต\.|แขวง|บ้าน))"
)
_TOWER = re.compile(r"^(?!อาคาร|ตึก)[ก-๎ ]{0,40}?(?:ทาวเวอร์|พลาซ่า|พลาซา|คอมเพล็กซ์|บิลดิ้ง|เพลส)(?=\s|$)")
"""A building that is called by its name alone."""
_ANOTHER = re.compile(r"^(?:กรม|สำนักงาน|มหาวิทยาลัย|เทศบาล|องค์การ|โรงเรียน|ศูนย์)")
OFFICE = re.compile(
    r"^(?:กรม|กระทรวง|ทบวง|สำนัก|กอง|ศูนย์|จังหวัด|อำเภอ|ที่ว่าการ|ที่ทำการ|ศาลากลาง|เทศบาล|องค์การ|อบต|อบจ|โรงเรียน|โรงพยาบาล|มหาวิทยาลัย"
    r"|วิทยาลัย|สถาบัน|คณะ|ศาล|สถานี|การ|ธนาคาร|สภา|กองทัพ|กองบัญชาการ|มูลนิธิ|สมาคม|บริษัท|วัด|เขต|ราชบัณฑิต|ด่าน|เรือนจำ|ทำเนียบ)"
)
"""How names of offices begin."""

_OFFICE_INSIDE = re.compile(rf"(?<=\s){OFFICE.pattern.removeprefix('^')}")
_MISREAD = re.compile(r"[0-9๐-๙A-Za-z|]")
_SOME_WORD = re.compile(r"[ก-๎]{4}|[0-9๐-๙]{5}")


def head(lines: Sequence[Line], kind: LetterKind) -> Draft:
    """Return the parts above the first label."""
    draft = Draft(kind)
    rest: list[Line] = []
    phones: list[Line] = []
    for line in lines:
        if _NOISE.match(line.text) or RULE.match(line.text) or PAGE.match(line.text):
            continue
        if contacts.CONTACT.match(line.text):
            phones.append(line)
            continue
        draft, words = _line(draft, line)
        if line.guessed:
            words = _without_scraps(words)
        if words and not _NOISE.match(words):
            rest.append(replace(line, text=words))
    return with_contact(with_office(draft, rest), phones)


def is_address(text: str) -> bool:
    """Tell whether a line says where an office is."""
    return _ADDRESS.search(text) is not None


def is_street(text: str) -> bool:
    """Tell whether a line begins with a house or street, which no name of a unit does."""
    return _STREET.match(text) is not None


def numbered(line: Line, text: str, draft: Draft) -> tuple[Draft, str]:
    """Read the number that *text* begins with; the office may stand beside it. Returns what is left."""
    read = letter_number(text, line.no) or order_number(text, line.no)
    if read is None:
        return draft, text
    draft = replace(draft, number=read.number, number_printed=read.printed, doubts=(*draft.doubts, *read.doubts))
    return draft, _beside(line, read)


def with_office(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Read the office and its address; both may be wrapped, and the address begins with a word of places."""
    if not lines:
        return draft
    if _HOUSE.match(lines[0].text):  # whoever writes as a person has an address and no office
        return replace(draft, address=Read(" ".join(line.text for line in lines), lines[0].no))
    place, cut = _address_begins(lines)
    office = _named([*lines[:place], *_with_text(lines[place : place + 1], 0, cut)])
    address = [*_with_text(lines[place : place + 1], cut, None), *lines[place + 1 :]]
    sure = Sureness.SURE if OFFICE.match(office) else Sureness.LIKELY
    return replace(
        draft,
        issuing_office=Read(office, lines[0].no, sure),
        address=Read(" ".join(line.text for line in address), address[0].no) if address else None,
    )


def _without_scraps(words: str) -> str:
    """Return what a machine guessed without what is no name: a number misread before the office, stray signs."""
    office = _OFFICE_INSIDE.search(words)
    if office and _MISREAD.search(words[: office.start()]):
        words = words[office.start() :]
    words = words.strip(" |_~^\\=<>")
    return words if _SOME_WORD.search(words) else ""


def _named(lines: Sequence[Line]) -> str:
    """Return the office's name; an office above the other stands apart from it."""
    words = ""
    for line in lines:
        apart = words and _ANOTHER.match(line.text)
        words = f"{words} {line.text}" if apart else joined([*([replace(line, text=words)] if words else []), line])
    return words


def with_contact(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Add lines that say how to reach the office."""
    if not lines:
        return draft
    found = contacts.numbers(lines)
    return replace(
        draft,
        contact=(*draft.contact, *(Read(line.text, line.no) for line in lines)),
        phones=(*draft.phones, *found.phones),
        fax=(*draft.fax, *found.fax),
    )


def _line(draft: Draft, line: Line) -> tuple[Draft, str]:
    """Read what one line has of classes, number and day; return the words that are left."""
    draft, words = with_classes(draft, line, line.text)
    label = NUMBERED.match(words)
    if draft.number_printed is None and label and _may_be_number(label["rest"]):
        draft, words = numbered(line, label["rest"], draft)
        draft, words = with_classes(draft, line, words)
    if draft.date_printed is None and words:
        draft, words = _dated(draft, line, words)
    return draft, words


def with_classes(draft: Draft, line: Line, text: str) -> tuple[Draft, str]:
    """Read the classes at the beginning of *text*; return what stands behind them."""
    speed, secrecy, rest = classes.leading(text, line.no)
    return replace(draft, speed=draft.speed or speed, secrecy=draft.secrecy or secrecy), rest


def _dated(draft: Draft, line: Line, words: str) -> tuple[Draft, str]:
    """Read a day that is the whole line or one of its columns; the office may stand in the other."""
    columns = [column for column in line.columns if column in words] if len(line.columns) > 1 else [words]
    for column in [words, *columns]:
        dated = printed_day(column, line.no)
        if dated is None or dated.rest:
            continue
        draft = replace(draft, dated=dated.day, date_printed=dated.printed, doubts=(*draft.doubts, *dated.doubts))
        return draft, words.replace(column, "", 1).strip()
    if (last := _DAY_LAST.search(words)) and (dated := printed_day(last["day"], line.no)) and dated.day:
        return replace(draft, dated=dated.day, date_printed=dated.printed), words[: last.start()].strip()
    return draft, words


def _may_be_number(text: str) -> bool:
    folded = plain(text)
    return _CODED.match(folded) is not None or re.match(r"[\d\s.…_]{0,20}/\s*2[4-7]\d\d(?!\d)", folded) is not None


def _beside(line: Line, read: Numbered) -> str:
    """Return what stands beside the number; behind a number with gaps, only what another column has."""
    if read.number is None and len(line.columns) > 1:
        behind = " ".join(line.columns[1:])
        return behind if read.rest.endswith(behind) else read.rest
    return read.rest


def _address_begins(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the line and the character at which the address begins; the office is what stands before.

    A blank line parts them; else a word of places does; else the office is the first line.
    """
    for place, line in enumerate(lines):
        if place and (line.after_blank or _TOWER.match(line.text)):
            return place, 0
        if (found := _ADDRESS.search(line.text)) and (place or found.start()):
            return place, found.start()
    return 1, 0


def _with_text(lines: Sequence[Line], begin: int, end: int | None) -> list[Line]:
    return [replace(line, text=text) for line in lines if (text := line.text[begin:end].strip())]
