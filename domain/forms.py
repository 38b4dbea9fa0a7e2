"""The parts of every kind of paper in the order of its form (แบบ ๑–๑๑), each with the clause that asks for it.

    หนังสือภายนอก (11)     ที่ · ส่วนราชการ · วันที่ · เรื่อง · เรียน · (อ้างถึง) · (สิ่งที่ส่งมาด้วย) · ข้อความ · คำลงท้าย · …
    หนังสือภายใน (12)      ส่วนราชการ, โทร. · ที่ · วันที่ · เรื่อง · เรียน · ข้อความ · ลงชื่อ
    หนังสือประทับตรา (14)   ที่ · ถึง · ข้อความ · ส่วนราชการ · วันที่ · เจ้าของเรื่อง · โทร.
    คำสั่ง (16)             คำสั่ง… · ที่ · เรื่อง · ข้อความ · วันใช้บังคับ · สั่ง ณ วันที่ · ลงชื่อ · ตำแหน่ง

Source: R2526 ข้อ 11–26 and its forms; the clauses' numbers as the print of 2548 has them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.classes import LetterKind
from domain.clauses import IN_FORCE, Clause
from domain.labelled import Labelled


class Part(Labelled):
    """A part of a letter or of another paper."""

    SECRECY = "secrecy", "ชั้นความลับ", "secrecy class"
    SPEED = "speed", "ชั้นความเร็ว", "speed class"
    NUMBER = "number", "ที่", "number"
    OFFICE = "issuing_office", "ส่วนราชการเจ้าของหนังสือ", "issuing office"
    DATE = "dated", "วัน เดือน ปี", "date"
    SUBJECT = "subject", "เรื่อง", "subject"
    SALUTATION = "salutation", "คำขึ้นต้น", "salutation"
    ADDRESSEES = "addressees", "ผู้รับหนังสือ", "addressees"
    REFERENCES = "references", "อ้างถึง", "references"
    ATTACHMENTS = "attachments", "สิ่งที่ส่งมาด้วย", "attachments"
    TEXT = "paragraphs", "ข้อความ", "text"
    DIRECTIVES = "directives", "สิ่งที่ขอให้ดำเนินการ", "directives"
    IN_FORCE = "in_force", "วันใช้บังคับ", "day in force"
    CLOSING = "closing", "คำลงท้าย", "closing"
    SIGNATURE = "signature", "ลงชื่อ", "signature"
    POST = "post", "ตำแหน่ง", "post"
    OWNER_UNIT = "owner_unit", "ส่วนราชการเจ้าของเรื่อง", "unit in charge"
    TELEPHONE = "contact", "โทร.", "telephone"
    COPIES = "copies_to", "สำเนาส่ง", "copies to"


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a part in its form."""

    part: Part
    clause: Clause
    """That asks for it, or says where it stands."""
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """แบบ. One kind's parts from top to bottom, and those that it must not have."""

    clause: Clause
    places: tuple[Place, ...]
    without: Mapping[Part, Clause] = field(default_factory=dict)
    """What the form has no place for, by the clause that shows so."""

    def place(self, part: Part) -> Place | None:
        """Return the place of a part, or None where the form has none."""
        return next((place for place in self.places if place.part is part), None)


def _clause(number: str) -> Clause:
    return Clause("R2526", number, since=IN_FORCE)


def _form(number: str, *places: tuple[Part, str], may: tuple[Part, ...] = (), without: Mapping[Part, str]) -> Form:
    """Make a form: parts with the clause's own number (empty: the whole clause), those of *may* left to choice."""

    def clause(behind: str) -> Clause:
        return _clause(f"{number}.{behind}" if behind else number)

    return Form(
        _clause(number),
        tuple(Place(part, clause(behind), needed=part not in may) for part, behind in places),
        {part: clause(behind) for part, behind in without.items()},
    )


_P = Part
_RULES = ((_P.OFFICE, ""), (_P.SUBJECT, ""), (_P.TEXT, ""), (_P.DATE, ""), (_P.SIGNATURE, ""), (_P.POST, ""))
_NO_LETTER = {_P.SALUTATION: "", _P.REFERENCES: "", _P.CLOSING: ""}

FORMS: Mapping[LetterKind, Form] = {
    LetterKind.EXTERNAL: _form(
        "11",
        (_P.NUMBER, "1"), (_P.OFFICE, "2"), (_P.DATE, "3"), (_P.SUBJECT, "4"), (_P.SALUTATION, "5"),
        (_P.ADDRESSEES, "5"), (_P.REFERENCES, "6"), (_P.ATTACHMENTS, "7"), (_P.TEXT, "8"), (_P.CLOSING, "9"),
        (_P.SIGNATURE, "10"), (_P.POST, "11"), (_P.OWNER_UNIT, "12"), (_P.TELEPHONE, "13"), (_P.COPIES, "14"),
        may=(_P.REFERENCES, _P.ATTACHMENTS, _P.COPIES),
        without={},
    ),
    LetterKind.INTERNAL: _form(
        "12",
        (_P.OFFICE, "1"), (_P.TELEPHONE, "1"), (_P.NUMBER, "2"), (_P.DATE, "3"), (_P.SUBJECT, "4"),
        (_P.SALUTATION, "5"), (_P.ADDRESSEES, "5"), (_P.TEXT, "6"), (_P.SIGNATURE, "7"), (_P.POST, "7"),
        without={_P.REFERENCES: "6", _P.ATTACHMENTS: "6", _P.CLOSING: ""},
    ),
    LetterKind.SEALED: _form(
        "14",
        (_P.NUMBER, "1"), (_P.ADDRESSEES, "2"), (_P.TEXT, "3"), (_P.OFFICE, "4"), (_P.DATE, "6"),
        (_P.OWNER_UNIT, "7"), (_P.TELEPHONE, "8"),
        without={_P.SUBJECT: "3", _P.REFERENCES: "3", _P.CLOSING: ""},
    ),
    LetterKind.ORDER: _form(
        "16",
        (_P.OFFICE, ""), (_P.NUMBER, "2"), (_P.SUBJECT, ""), (_P.TEXT, "4"), (_P.IN_FORCE, "4"), (_P.DATE, "5"),
        (_P.SIGNATURE, ""), (_P.POST, ""),
        without=_NO_LETTER,
    ),
    LetterKind.REGULATION: _form("17", *_RULES, without=_NO_LETTER),
    LetterKind.BYLAW: _form("18", *_RULES, without=_NO_LETTER),
    LetterKind.ANNOUNCEMENT: _form("20", *_RULES, without=_NO_LETTER),
    LetterKind.COMMUNIQUE: _form(
        "21", (_P.OFFICE, ""), (_P.SUBJECT, ""), (_P.TEXT, ""), (_P.DATE, ""), without=_NO_LETTER
    ),
    LetterKind.NEWS: _form("22", (_P.SUBJECT, ""), (_P.TEXT, ""), (_P.DATE, ""), without=_NO_LETTER),
    LetterKind.ATTESTATION: _form(
        "24",
        (_P.NUMBER, "1"), (_P.OFFICE, ""), (_P.TEXT, ""), (_P.DATE, ""), (_P.SIGNATURE, ""), (_P.POST, ""),
        without=_NO_LETTER,
    ),
    LetterKind.MINUTES: _form("25", (_P.SUBJECT, ""), (_P.DATE, ""), (_P.TEXT, ""), without=_NO_LETTER),
    LetterKind.NOTE: _form(
        "26", (_P.ADDRESSEES, ""), (_P.TEXT, ""), (_P.SIGNATURE, ""), (_P.POST, ""), without={_P.CLOSING: ""}
    ),
    LetterKind.OTHER_EVIDENCE: _form("27", without={}),
}  # fmt: skip
"""One form a kind; minutes and notes with the parts that are looked for here."""
