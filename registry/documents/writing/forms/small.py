"""What is smaller than a page: the receive stamp (form 12) at its place or as a label, and receipt slips (form 17).

The stamp has 2.5 by 5 cm and stands in the top right corner (ข้อ 37, 78). The page with it is empty otherwise, so
that the letter itself is put into the printer; the label is for letters that no printer takes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.labels import TERMS
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from registry.documents.writing import typeface
from registry.documents.writing.forms.setting import Made, Sheet, compiled, wrapped

_CM = 72 / 2.54
_STAMP = 4.6 * _CM
_STAMP_SIZES = (9.0, 8.0, 7.0, 6.0)
"""Points: the largest in which the office's name keeps to two lines."""
_SLIP_SIZE = 9.5
_SLIP = 6.0 * _CM


@dataclass(frozen=True, slots=True)
class Slip:
    """One letter that somebody else's office is to take."""

    number: str
    """ที่, in full."""
    addressee: str
    subject: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A letter on paper that goes back to whoever sent it."""

    number: str
    """ที่, in full."""
    dated: date | None
    sender: str
    subject: str
    receive_number: int
    reason: str


def stamp_page(made: Made, number: int, at: datetime) -> bytes:
    """Return an A4 page with the receive stamp (ตรารับหนังสือ) at its place, as PDF.

    Args:
        made: The office's name stands above.
        number: เลขรับ: the receive register's number, which the stamp's must be (ข้อ 38.2).
        at: When it was registered, in the time of Thailand.

    Source: R2526 form 12, ข้อ 37.
    """
    return _stamp("stamp", made, number, at)


def stamp_label(made: Made, number: int, at: datetime) -> bytes:
    """Return the same stamp alone, on a page of its own size."""
    return _stamp("label", made, number, at)


def receipt_slips(made: Made, slips: Sequence[Slip]) -> bytes:
    """Return receipt slips (ใบรับหนังสือ) to be cut apart, as PDF; day, hour and name are written by whoever takes it.

    Source: R2526 form 17, ข้อ 49.
    """
    labels = [TERMS[name].thai for name in ("letter_number", "addressee", "subject")]
    seen = [
        [
            *(
                _line(label, text)
                for label, text in zip(labels, (to_thai(one.number), one.addressee, one.subject), strict=True)
            ),
            *(_line(label, "") for label in ("รับวันที่", "เวลา", TERMS["received_by"].thai)),
        ]
        for one in slips
    ]
    title = TERMS["receipt_slip"].thai
    sheet: Sheet = {"title": title, "top": wrapped(made.office, _SLIP, size=8), "slips": seen}
    return compiled("slips", f"{title} {print_date(made.day)}", made, sheet, size=_SLIP_SIZE)


def return_slip(made: Made, letter: Returned) -> bytes:
    """Return the slip (ส่งคืน) that goes back with a letter on paper, as PDF; whoever sends it back signs it.

    The regulation has no form for it (ข้อ 36 only asks to get in touch).
    """
    said = (
        (TERMS["letter_number"].thai, to_thai(letter.number)),
        (TERMS["dated"].thai, print_date(letter.dated) if letter.dated else "-"),
        (TERMS["sender"].thai, letter.sender),
        (TERMS["subject"].thai, letter.subject),
        ("เลขรับ", to_thai(str(letter.receive_number))),
        ("เหตุผล", letter.reason),
    )
    seen = [*(_line(label, text or "-") for label, text in said), *(_line(label, "") for label in ("ลงชื่อ", "วันที่"))]
    title = "ส่งคืนหนังสือ"
    sheet: Sheet = {"title": title, "top": wrapped(made.office, _SLIP, size=8), "slips": [seen]}
    return compiled("slips", f"{title} {to_thai(letter.number)}", made, sheet, size=_SLIP_SIZE)


def _line(label: str, text: str) -> Sheet:
    return {"label": label, "text": wrapped(text, _SLIP, size=_SLIP_SIZE)}


def _stamp(form: str, made: Made, number: int, at: datetime) -> bytes:
    size = next((one for one in _STAMP_SIZES if typeface.width(made.office, one) <= 2 * 0.9 * _STAMP), _STAMP_SIZES[-1])
    said = to_thai(str(number)), print_date(at.date(), months="short"), to_thai(f"{at:%H.%M} น.")
    name = TERMS["receive_stamp"].thai
    sheet: Sheet = {
        "top": wrapped(made.office, _STAMP, size=size),
        "stamp-size": size,
        "lines": list(zip(("เลขรับ", "วันที่", "เวลา"), said, strict=True)),
    }
    return compiled(form, f"{name} {said[0]}", made, sheet, size=size)
