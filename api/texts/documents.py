"""What the parts of a document that was read are called, and how each is shown."""

from collections.abc import Mapping
from datetime import date, datetime

from api.texts.refusals.work import WORDS
from api.texts.text import Text, plain
from domain.citations import Citation
from domain.forms import Part
from domain.labelled import Labelled
from domain.letter.text import Directive, Reference
from domain.numbers import LetterNumber, OrderNumber
from domain.thai.dates import FIRST_DAY, print_date
from domain.thai.digits import to_thai
from registry.documents.draft import (
    NamedAttachment,
    NamedDate,
    PrintedDate,
    PrintedNumber,
    RecognisedAct,
    SignatureBlock,
    Sureness,
)
from registry.documents.reading.files.source import Format


def _part(part: Part) -> Text:
    return Text(part.label, part.english)


FIELDS: Mapping[str, Text] = {
    "mark": Text("ข้อความกำกับ", "mark"),
    "secrecy": _part(Part.SECRECY),
    "speed": _part(Part.SPEED),
    "number": _part(Part.NUMBER),
    "number_printed": Text("ที่ เท่าที่พิมพ์", "number as far as printed"),
    "issuing_office": _part(Part.OFFICE),
    "address": Text("ที่ตั้ง", "address"),
    "dated": _part(Part.DATE),
    "date_printed": Text("วันที่ เท่าที่พิมพ์", "date as far as printed"),
    "edition": Text("ฉบับที่", "edition"),
    "published": Text("วันในราชกิจจานุเบกษา", "day of the Gazette"),
    "subject": _part(Part.SUBJECT),
    "salutation": _part(Part.SALUTATION),
    "addressees": _part(Part.ADDRESSEES),
    "references": _part(Part.REFERENCES),
    "attachments": _part(Part.ATTACHMENTS),
    "paragraphs": _part(Part.TEXT),
    "directives": _part(Part.DIRECTIVES),
    "in_force": _part(Part.IN_FORCE),
    "effective": Text("เริ่มใช้บังคับ", "in force from"),
    "legal_basis": Text("อาศัยอำนาจตาม", "legal basis"),
    "acts": Text("สิ่งที่สั่ง", "what it orders"),
    "dates": Text("วันในข้อความ", "days in the text"),
    "citations": Text("หนังสือที่กล่าวถึง", "letters cited"),
    "closing": _part(Part.CLOSING),
    "signature": _part(Part.SIGNATURE),
    "cosignatories": Text("ผู้ลงชื่อร่วม", "signed beside"),
    "owner_unit": _part(Part.OWNER_UNIT),
    "contact": Text("ติดต่อ", "contact"),
    "phones": Text("โทรศัพท์", "telephone"),
    "fax": Text("โทรสาร", "fax"),
    "copies_to": _part(Part.COPIES),
}
"""The fields of a draft in the order of a paper; a test holds that none is missing."""

SURENESS = {
    Sureness.SURE: Text("แน่ใจ", "sure"),
    Sureness.LIKELY: Text("น่าจะใช่", "likely"),
    Sureness.DOUBTFUL: Text("สงสัย", "doubtful"),
}
FORMATS = {
    Format.TEXT: Text("ข้อความล้วน", "plain text"),
    Format.DOCX: Text("แฟ้ม Word", "Word document"),
    Format.PDF: plain("PDF"),
    Format.SCAN: Text("ภาพสแกน", "scan"),
}


def shown(value: object) -> Text:  # noqa: C901, PLR0911 - one case a kind of value
    """Return a part's value as people read it."""
    match value:
        case Labelled():
            return Text(value.label, value.english)
        case LetterNumber() | OrderNumber():
            return Text(value.printed(), value.printed("arabic"))
        case PrintedNumber() | PrintedDate():
            return plain(value.text)
        case date():
            return _day(value)
        case Reference():
            return plain(value.text)
        case NamedAttachment():
            return _attachment(value)
        case Directive():
            return Text(f"{to_thai(str(value.no))}. {value.what}", f"{value.no}. {value.what}")
        case SignatureBlock():
            return _signature(value)
        case NamedDate():
            return _named_day(value)
        case Citation():
            number, day = shown(value.number), _day(value.dated) if value.dated else plain("")
            return Text(f"{number.thai} {day.thai}".strip(), f"{number.english} {day.english}".strip())
        case RecognisedAct():
            return _act(value)
        case _:
            return plain(str(value))


def _day(day: date) -> Text:
    if isinstance(day, datetime):
        day = day.date()
    if day < FIRST_DAY:
        return plain(day.isoformat())
    return Text(print_date(day, months="short"), print_date(day, months="short", digits="arabic"))


def _attachment(one: NamedAttachment) -> Text:
    if one.quantity is None:
        return plain(one.title)
    unit = one.unit or ""
    return Text(
        f"{one.title} {to_thai(str(one.quantity))} {unit}".rstrip(), f"{one.title}, {one.quantity} {unit}".rstrip()
    )


def _signature(block: SignatureBlock) -> Text:
    acting = block.acting.label if block.acting else None
    return plain(" ".join(filter(None, (block.rank, f"({block.name})", block.post, acting, block.principal))))


def _named_day(named: NamedDate) -> Text:
    since, until = _day(named.since), _day(named.until) if named.until else None
    hours = f" {named.hours} น." if named.hours else ""
    thai = f"{since.thai}{f' – {until.thai}' if until else ''}{to_thai(hours)}"
    english = f"{since.english}{f' – {until.english}' if until else ''}{hours}"
    return Text(f"{thai}: {named.what}", f"{english}: {named.what}")


def _act(act: RecognisedAct) -> Text:
    what = " ".join(filter(None, (act.clause, act.target, act.target_clause, act.name, act.post)))
    kind = WORDS.get(act.kind.value, act.kind.value)
    return Text(f"{kind}: {to_thai(what)}", f"{act.kind.value}: {what}")
