"""What an order does to earlier orders and rules: repeal, replace, add, amend, as a whole or clause by clause.

    ให้ยกเลิกคำสั่งกรม ที่ 85/2564 เรื่อง … ลงวันที่ 9 เมษายน 2564
    ให้ยกเลิกความใน (วรรคสองของ) ข้อ 31 แห่งระเบียบ… และให้ใช้ความต่อไปนี้แทน “…”
    ให้เพิ่มความต่อไปนี้เป็น ข้อ 3/1 ของคำสั่ง… “…”
    ให้แก้ไขเพิ่มเติม ข้อ 2 ของคำสั่ง… ดังนี้ “…”

Only the command itself counts: a text that tells of a repeal, or a subject that names one, repeals nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from domain.citations import find_citations
from domain.structure.acts import InstrumentActKind
from domain.structure.forms import clause_name
from registry.documents.draft import RecognisedAct
from registry.documents.reading.clauses import Clause

PAPER = r"(?:คำสั่ง|ประกาศ|ระเบียบ|ข้อบังคับ|ข้อกำหนด|หลักเกณฑ์|หนังสือ|บันทึกข้อความ|กฎ|พระราชกฤษฎีกา|พระราชบัญญัติ)"

_NUMBER = r"\d{1,9}\s?/\s?2[4-7]\d\d(?!\d)"
_ORDINAL = r"(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|แรก|ท้าย|สุดท้าย|\d{1,2})"
_PART = rf"(?:วรรค{_ORDINAL}|\(\d{{1,2}}\)|\([ก-ฮ]\))"
_ONE_CLAUSE = (
    rf"(?:(?P<inside>{_PART}(?:\s?{_PART})?)\s?(?:ของ|แห่ง|ใน)\s?)?"
    rf"(?P<clause>(?:ข้อ|มาตรา|หมวด|ส่วนที่)\s?\d{{1,3}}(?:[./]\d{{1,3}})*(?:\s?ทวิ|\s?ตรี)?)(?P<part>(?:\s?{_PART})*)"
)
_CLAUSE = re.compile(_ONE_CLAUSE)
_NAMELESS = re.sub(r"\(\?P<\w+>", "(?:", _ONE_CLAUSE)
_CLAUSES = rf"(?P<clauses>{_NAMELESS}(?:\s?(?:,|และ)\s?{_NAMELESS})*)"
_OF = r"\s?(?:ของ|แห่ง|ใน|ตาม)\s?"
_TARGET = re.compile(rf"\s*(?:{_CLAUSES}(?:{_OF}|$|\s))?(?P<what>.*)")
_COMMAND = r"(?:^|(?<=\s)|(?<=จึง)|(?<=มีคำสั่ง)|(?<=และ))"
_FOLLOWS = r"(?:ดัง)?(?:ต่อไปนี้|นี้)"
_REPLACED = rf"(?:และ|โดย)?ให้ใช้(?:ความ|ข้อความ)?{_FOLLOWS}\s?แทน"

_COMMANDS: tuple[tuple[InstrumentActKind, re.Pattern[str]], ...] = (
    (
        InstrumentActKind.REPLACE,
        re.compile(rf"{_COMMAND}ให้ยกเลิก(?:ความ|ข้อความ)ใน\s?(?P<target>.{{1,600}}?)\s?{_REPLACED}"),
    ),
    (
        InstrumentActKind.ADD,
        re.compile(
            rf"{_COMMAND}ให้เพิ่ม(?:เติม)?(?:ความ|ข้อความ)?{_FOLLOWS}\s?เป็น\s?(?P<target>.{{1,600}}?)(?=\s?[“:\ufffd]|\sทั้งนี้|$)"
        ),
    ),
    (
        InstrumentActKind.AMEND,
        re.compile(
            rf"{_COMMAND}ให้แก้ไข(?:เพิ่มเติม)?\s?(?:ความใน)?\s?(?P<target>.{{1,600}}?)(?=\s?(?:เป็น)?{_FOLLOWS}|\s?[“:\ufffd]|\sทั้งนี้|$)"
        ),
    ),
    (
        InstrumentActKind.REPEAL,
        re.compile(
            rf"(?:{_COMMAND}(?:ให้|ขอ)|^|(?<=จึง)|(?<=จึง\s))ยกเลิก(?:ความใน|บรรดา)?\s?"
            rf"(?P<target>(?:{_NAMELESS}|{PAPER}|{_NUMBER}|\(1\)).{{0,600}}?)(?=\sทั้งนี้|\sตั้งแต่(?:บัดนี้|วันที่)"
            r"|\s?และให้ใช้(?!บังคับ)|\s?และ(?:แต่งตั้ง|มอบ|ให้แต่งตั้ง|ให้เป็น)|\sจึง|$)"
        ),
    ),
)
_WORTH_A_LOOK = re.compile("ยกเลิก|เพิ่ม|แก้ไข")
_BARE_NUMBER = re.compile(rf"(?P<number>{_NUMBER})")
_LISTED = re.compile(rf"(?:^|(?<=\s)|(?<=\d))(?:และ|กับ|,|\(\d{{1,2}}\)|\d{{1,2}}[.)])\s?(?={PAPER})")
_STANDS_ALONE = re.compile(rf"{PAPER}|{_NUMBER}|ข้อ|มาตรา|หมวด|ส่วนที่|วรรค|\(")
_TOLD_OF_ANOTHER = re.compile(r"ว่าด้วย|ตาม|เรื่อง")
_REPEALS_BELOW = re.compile(rf"{_COMMAND}(?:ให้)?ยกเลิก(?:{PAPER})?(?:\s?{_FOLLOWS})?\s*:?$")
_ITEM_OF_PAPERS = re.compile(rf"^\s*\(?\d{{1,2}}(?:\.\d{{1,2}})?[.)]?\s*(?={PAPER})")
_LONGEST = 300  # characters of a title, and of the words of an act


def acts_on_instruments(clause: Clause) -> Iterator[tuple[RecognisedAct, int]]:
    """Yield what a clause does to earlier instruments, each with the place in its text at which it is said."""
    taken = 0
    for kind, command in _COMMANDS if _WORTH_A_LOOK.search(clause.told) else ():
        for found in command.finditer(clause.told, taken):
            if not _STANDS_ALONE.match(found["target"]):
                continue
            words = None if kind is InstrumentActKind.REPEAL else clause.words(found.end())
            said = clause.printed(found.start(), min(found.end("target"), found.start() + _LONGEST))
            for begin, end in _targets(clause.told, *found.span("target")):
                for act in _acts(clause, kind, begin, end):
                    yield replace(act, text=said, words=words), found.start()
            taken = max(taken, found.end())


def repeals_in_a_list(clauses: Sequence[Clause]) -> Iterator[tuple[RecognisedAct, Clause, int]]:
    """Yield the instruments that items below ให้ยกเลิก name, one an item."""
    said: str | None = None
    for clause in clauses:
        item = _ITEM_OF_PAPERS.match(clause.told)
        if said is not None and item:
            for act in _acts(clause, InstrumentActKind.REPEAL, item.end(), len(clause.told)):
                yield replace(act, text=clause.printed(item.end(), min(len(clause.told), _LONGEST))), clause, 0
            continue
        said = clause.told if _REPEALS_BELOW.search(clause.told) else None


def _targets(told: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the instruments of a list stand; one that a subject names is not of the list."""
    for found in _LISTED.finditer(told, begin, end):
        if told[begin : found.start()].strip():
            yield begin, found.start()
        begin = found.end()
    yield begin, end


def _acts(clause: Clause, kind: InstrumentActKind, begin: int, end: int) -> Iterator[RecognisedAct]:
    """Yield one act for each clause of the instrument that is named between two places."""
    named = _TARGET.match(clause.told, begin, end)
    if named is None:
        return
    what, dated = _instrument(named["what"])
    target = what or clause.printed(*named.span("what"))[:_LONGEST] or None
    for one in [None] if named["clauses"] is None else map(_spelt, _CLAUSE.finditer(named["clauses"])):
        yield RecognisedAct(kind, "", clause.no, target, one, dated)


def _instrument(told: str) -> tuple[str | None, date | None]:
    """Return the number of the instrument that is named first, and its day; nothing where it has no number."""
    if bare := _BARE_NUMBER.match(told):
        return re.sub(r"\s", "", bare["number"]), None
    cited = find_citations(told)
    if not cited or _TOLD_OF_ANOTHER.search(told.partition("ที่")[0]):
        return None, None
    return str(cited[0].number), cited[0].dated


def _spelt(found: re.Match[str]) -> str:
    """Return a clause from the whole to its part: ข้อ 31 วรรคสอง for วรรคสองของข้อ 31."""
    parts = re.findall(_PART, f"{found['part']} {found['inside'] or ''}")
    return clause_name(" ".join((found["clause"], *parts)))
