"""Reads minutes (รายงานการประชุม) as far as form 11 names their parts: which meeting, when, who took them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.classes import LetterKind
from domain.numbers import plain
from domain.thai.digits import to_arabic
from registry.documents.draft import Draft, NamedDate, PrintedNumber, Read, SignatureBlock, Sureness
from registry.documents.reading import people
from registry.documents.reading.body import paragraphs
from registry.documents.reading.days import printed_day
from registry.documents.reading.files.lines import Line, joined
from registry.documents.reading.forms.kinds import title_at
from registry.documents.reading.happenings import happenings, hours_in

_SESSION = re.compile(r"ครั้งที่\s*(?P<running>\d{1,4})\s*(?:/\s*(?P<year>2[4-7]\d\d))?")
_WHEN = re.compile(r"(?:^|\s)(?:เมื่อ|ใน)?(?=(?:วัน\S{0,12}ที่|วันที่)\s*[\d๐-๙])")
_TEXT = re.compile(r"^(?:ผู้(?:มา|เข้า(?:ร่วม)?|ร่วม)?ประชุม|รายชื่อผู้|กรรมการผู้มา|ผู้ไม่มา|เริ่มประชุม|ระเบียบวาระ|วาระที่)")
_BEGINS = re.compile(r"^(?:ผู้\S*ประชุม|(?:ระเบียบ)?วาระ|มติ|เริ่มประชุม|เลิกประชุม|ปิดประชุม|ที่ประชุม|ประธาน)")
_PLACE = re.compile(r"^ณ\s")
_TAKER = re.compile(r"ผู้(?:จด|บันทึก|จัดทำ|ตรวจ)(?:\S*)?(?:รายงาน)?\S*(?:ประชุม)?")
_SIGN = re.compile(r"^\(?\s*(?:ลงชื่อ|ลงนาม|ลายมือชื่อ)\s*\)?[\s.…_]*")
_TAKERS = re.compile(r"^ผู้(?:จด|บันทึก|จัดทำ|ตรวจ)\S*$")


def read(lines: Sequence[Line]) -> Draft:
    """Return the parts of minutes."""
    at = title_at(lines, LetterKind.MINUTES)
    begin = next(
        (place for place in range(at + 1, len(lines)) if _TEXT.match(lines[place].text)), min(at + 5, len(lines))
    )
    head = lines[at:begin]
    end = _end(lines, begin)
    body = paragraphs(
        [
            replace(line, after_blank=line.after_blank or _BEGINS.match(line.text) is not None)
            for line in lines[begin:end]
        ]
    )
    named, doubts = happenings(body, with_force=True)
    draft = Draft(LetterKind.MINUTES, paragraphs=tuple(body), dates=named, doubts=tuple(doubts))
    takers = list(_takers(lines[end:]))
    return replace(
        _with_meeting(draft, head),
        signature=takers[0] if takers else None,
        cosignatories=tuple(takers[1:]),
    )


def _with_meeting(draft: Draft, head: Sequence[Line]) -> Draft:
    """Read the meeting's name, number and day."""
    name: list[Line] = []
    named = False
    for line in head:
        session = _SESSION.search(plain(line.text))
        when = _WHEN.search(line.text)
        if session and draft.number_printed is None:
            year = int(session["year"]) if session["year"] else None
            parts = PrintedNumber(line.text[session.start() : session.end()], running=session["running"], year=year)
            draft = replace(draft, number_printed=Read(parts, line.no))
        if when and draft.date_printed is None:
            draft = _dated(draft, line, line.text[when.end() :])
        cuts = [found.start() for found in (session, when, _PLACE.match(line.text)) if found]
        text = line.text[: min(cuts)].strip() if cuts else line.text
        if text and not named:
            name.append(replace(line, text=text))
        named = named or bool(cuts)
    return replace(draft, subject=Read(joined(name), name[0].no)) if name else draft


def _dated(draft: Draft, line: Line, text: str) -> Draft:
    dated = printed_day(text, line.no)
    if dated is None:
        return draft
    draft = replace(draft, dated=dated.day, date_printed=dated.printed, doubts=(*draft.doubts, *dated.doubts))
    hours = hours_in(to_arabic(line.text))
    if dated.day is None or hours is None:
        return draft
    return replace(draft, dates=(Read(NamedDate(line.text, dated.day.value, hours=hours), line.no), *draft.dates))


def _end(lines: Sequence[Line], begin: int) -> int:
    """Return where the text ends: above the names of those who took and checked the minutes."""
    taken = [at for at in range(begin, len(lines)) if _role(lines[at]) or _named_beside(lines[at]) is not None]
    if not taken:
        return len(lines)
    at = taken[0]
    above = at - 1 > begin and people.in_brackets(lines[at - 1].text) is not None
    return at - 1 if above else at


def _takers(lines: Sequence[Line]) -> Iterator[Read[SignatureBlock]]:
    """Yield those who took or checked the minutes: beside their name, or below it."""
    for at, line in enumerate(lines):
        if beside := _named_beside(line):
            yield Read(SignatureBlock(beside[1], beside[2], beside[0]), line.no)
        elif role := _role(line):
            above, below = lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None
            for other in (below, above) if line.text != role else (above, below):
                if other is not None and (name := people.in_brackets(other.text)):
                    yield Read(SignatureBlock(name[1], role, name[0]), other.no, Sureness.SURE)
                    break


def _role(line: Line) -> str | None:
    """Return the office of a line that says no name: (ลงชื่อ) …… ผู้จดรายงานการประชุม has the name below it."""
    text = _SIGN.sub("", line.text)
    return text if _TAKERS.match(text) else None


def _named_beside(line: Line) -> tuple[str | None, str, str] | None:
    """Return rank, name and office of a line such as (นายหนึ่ง ตัวอย่าง) ผู้จดรายงานการประชุม."""
    found = _TAKER.search(line.text)
    if found is None or found.end() != len(line.text) or not found.start():
        return None
    words = line.text[: found.start()].strip()
    name = people.in_brackets(words if words.startswith("(") else f"({words})")
    return None if name is None else (name[0], name[1], found[0])
