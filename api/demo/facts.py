"""What the demo is about, and what each fact rests on.

[L] stands in the circular, [D] in a table of this project, [P] in print elsewhere. Everything else is made up
and says so on screen: สมมติ. Of the older books only the last numbers are implied; no row of them is invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from domain.provinces import PROVINCES, Province, governors
from domain.structure.acts import UnitId
from registry.wire import THAI_TIME

OFFICE = "กรมส่งเสริมการปกครองท้องถิ่น"  # [L]
CODE = "มท 0812"  # [L]
SIGNATORY = "นายประยูร รัตนเสนีย์"  # [L]; key and certificate are made up
SIGNATORY_POST = "อธิบดีกรมส่งเสริมการปกครองท้องถิ่น"  # [L]
DATED = date(2021, 2, 10)  # [L] 10 February 2564, a Wednesday
LAST_ORDER = 54  # [L] the order that is enclosed is 55/2564
LAST_CIRCULAR = 270  # [L] the circular is ว 271
BOOK = "ทะเบียนหนังสือส่ง กรมส่งเสริมการปกครองท้องถิ่น"
ORDER_BOOK = "ทะเบียนคำสั่ง กรมส่งเสริมการปกครองท้องถิ่น"

ORIGIN = "specimen.example/dla"
REGISTRARS = {"registrar-1": "นางสาวทะเบียน สมมติหนึ่ง", "registrar-2": "นายทะเบียน สมมติสอง"}
CLERK = "นายธุรการ สมมติ"
DEPUTY = "deputy"
DEPUTY_NAME = "นายรองอธิบดี สมมติ"
DEPUTY_POST = "รองอธิบดีกรมส่งเสริมการปกครองท้องถิ่น"

DEPARTMENT = UnitId("dla")
DIVISION = UnitId("dla/administrative-development")
DIVISION_NAME = "กลุ่มพัฒนาระบบบริหาร"  # [L]
GROUP_NAME = "กลุ่มงานส่งเสริมและประสานงานท้องถิ่นอำเภอ"  # [L]
PROVINCES_ASKED = 76  # [D]

PRINTED_ADDRESSES = {"พะเยา": "saraban-phayao@moi.go.th", "ลำปาง": "saraban_lampang@dopa.go.th"}
"""[P] The two central addresses that annex 7 prints; all others are made up, under a name that nobody can own."""

KEEPS_THE_BUNDLE = "ผู้ว่าราชการจังหวัดพะเยา"
RETURNS = "ตาก"
TELEPHONES = "ระนอง"
BOUNCES_FIRST = "กระบี่"
SILENT = frozenset({"น่าน", "นราธิวาส", "บึงกาฬ", "ปัตตานี", "แม่ฮ่องสอน", "เลย", "สตูล"})


class Fate(Enum):
    """What becomes of the letter at one province; made up for all of them."""

    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One governor's office: its place in the letter's list, and what it will do."""

    place: int
    governor: str
    province: Province

    @property
    def officer(self) -> str:
        """The id under which its correspondence officer is enrolled."""
        return f"{self.province.roman.lower()}-1"

    @property
    def name(self) -> str:
        """The officer's name, made up."""
        return f"เจ้าหน้าที่ สมมติ{self.province.name}"

    @property
    def unit(self) -> UnitId:
        """The permanent name of the department's office in the province."""
        return unit_of(self.province.name)

    @property
    def unit_name(self) -> str:
        """What that office is called [L]."""
        return f"สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด{self.province.name}"

    @property
    def address(self) -> str:
        """The office's central e-mail."""
        made_up = f"saraban@{self.province.roman.lower()}.example"
        return PRINTED_ADDRESSES.get(self.province.name, made_up)

    @property
    def fate(self) -> Fate:
        """What the office does with the letter."""
        if self.province.name in SILENT:
            return Fate.SILENT
        return {RETURNS: Fate.RETURNED, TELEPHONES: Fate.CONFIRMED}.get(self.province.name, Fate.ACKNOWLEDGED)


def unit_of(province: str) -> UnitId:
    """Return the permanent name of the department's office in a province."""
    roman = next(one.roman for one in PROVINCES if one.name == province)
    return UnitId(f"{DEPARTMENT}/{roman.lower()}")


def group_of(province: str) -> UnitId:
    """Return the permanent name of the group that the order sets up in that office."""
    return UnitId(f"{unit_of(province)}/district")


def recipients() -> Iterator[Recipient]:
    """Yield those whom ทุกจังหวัด means on the letter's day [D], in the letter's order."""
    of = {f"ผู้ว่าราชการจังหวัด{province.name}": province for province in PROVINCES}
    for place, governor in enumerate(governors(DATED)):
        yield Recipient(place, governor, of[governor])


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment in February 2564."""
    return datetime(DATED.year, DATED.month, day, hour, minute, tzinfo=THAI_TIME)
