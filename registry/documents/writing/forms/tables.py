"""Ruled pages: the registers (forms 13, 14), the delivery book (form 16), the outage sheet (ใบสำรองเลข).

A4 across, as many pages as the rows need, the heading of the columns above the first row of each. Columns and words
are those of the forms. Source: R2526 ข้อ 38, 43, 48, 80, 81; the outage sheet is this office's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.labels import TERMS
from domain.thai.dates import MONTHS, buddhist_year, print_date
from domain.thai.digits import to_thai
from registry.documents.writing import typeface
from registry.documents.writing.breaking import Piece
from registry.documents.writing.forms.setting import Made, Sheet, compiled, wrapped

_SIZE = 9.0
"""Points; seven and more columns have to stand beside one another."""
_INSET = 3.0
"""Points between a cell's ruled line and its text."""
_CM = 72 / 2.54
_LINES_TOGETHER = 15
"""About half a page: a row of no more lines is not parted."""
_TALL = 32.0
"""Points of a row that people write into by hand."""
_COMMON = ("dated", "sender", "addressee", "subject", "action", "remark")
_EIGHT = tuple(width * _CM for width in (1.9, 2.8, 2.5, 3.7, 3.7, 5.2, 2.9, 4.0))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a page."""

    cells: tuple[str, ...]
    """As the form has them, in their order; empty where people write by hand."""
    void: bool = False
    """Struck through and readable; the last cell, which says why, is not struck."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What is printed on a page before anything is entered."""

    title: str
    called: str
    """Which form of the regulation it is; empty for none."""
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    """Points, one a column."""
    row_height: float | None = None
    """Points; None for as much as the text needs."""
    below_title: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """What an outage sheet is of."""

    book: str
    """The send register and its series, as people call it."""
    owner_code: str
    """ที่, where every letter of the sheet has the same code; else empty."""
    letters: Sequence[str]
    """The running numbers, as a letter prints them."""


def receive_register(made: Made, rows: Sequence[Row], *, book: str = "") -> bytes:
    """Return one day's page of the receive register (ทะเบียนหนังสือรับ), as PDF.

    Args:
        made: Its day heads the page (ข้อ 38.1).
        rows: Eight cells each: เลขทะเบียนรับ · ที่ · ลงวันที่ · จาก · ถึง · เรื่อง · การปฏิบัติ · หมายเหตุ.
        book: Where the office keeps several.

    Source: R2526 form 13.
    """
    columns = _words("receive_number", "letter_number", *_COMMON)
    form = _Form(TERMS["receive_register"].thai, "แบบที่ ๑๓", columns, _EIGHT, below_title=book)
    return _table(made, form, rows)


def send_register(made: Made, rows: Sequence[Row], *, book: str = "") -> bytes:
    """Return one day's page of the send register (ทะเบียนหนังสือส่ง), as `receive_register` does. Source: form 14."""
    columns = _words("send_number", "owner_code", *_COMMON)
    return _table(made, _Form(TERMS["send_register"].thai, "แบบที่ ๑๔", columns, _EIGHT, below_title=book), rows)


def delivery_book(made: Made, rows: Sequence[Row]) -> bytes:
    """Return pages of the delivery book (สมุดส่งหนังสือ), as PDF; whoever takes a letter signs in its row.

    Args:
        made: Its day heads the page.
        rows: Seven cells each: เลขทะเบียน · จาก · ถึง · หน่วยรับ · ผู้รับ · วันและเวลา · หมายเหตุ.

    Source: R2526 form 16, ข้อ 48.
    """
    who = _words("sender", "addressee", "receiving_office", "received_by")
    columns = ("เลขทะเบียน", *who, "วันและเวลา", *_words("remark"))
    widths = tuple(width * _CM for width in (2.4, 4.6, 5.6, 4.4, 4.2, 3.1, 2.4))
    return _table(made, _Form(TERMS["delivery_book"].thai, "แบบที่ ๑๖", columns, widths, _TALL), rows)


def outage_sheet(made: Made, numbers: Numbers) -> bytes:
    """Return a sheet of numbers that were reserved for letters on paper, to be used while the system is down.

    Numbers lapse with their day, and the sheet says so; whoever brings it back enters or voids each.
    """
    day = print_date(made.day)
    words = _words("send_number", "owner_code", "dated", "sender", "addressee", "subject")
    notes = (
        f"เลขต่อไปนี้จองไว้ใช้กับหนังสือที่ลงลายมือชื่อบนกระดาษขณะระบบขัดข้อง ใช้ได้เฉพาะวันที่ {day} เท่านั้น ใช้ตามลำดับ เลขละหนึ่งฉบับ",
        "เมื่อระบบกลับมาใช้ได้ ให้นำใบนี้มาลงทะเบียนส่งหรือยกเลิกเลขให้ครบทุกเลขภายในวันเดียวกัน เลขที่ไม่ได้ใช้จะยกเลิกเองเมื่อสิ้นวัน",
        "หนังสือที่พ้นวันไปแล้วต้องออกเลขใหม่ ส่วนเลขทะเบียนรับจองล่วงหน้าไม่ได้ ให้จดวันและเวลาที่หนังสือมาถึงไว้บนหนังสือ",
    )
    form = _Form(
        "ใบสำรองเลข", "", (*words, "ผู้ใช้เลขและเวลา", "ใช้แล้ว หรือยกเลิกเลขเพราะ"), _EIGHT, _TALL, numbers.book, notes
    )
    dated = print_date(made.day, months="short")
    rows = [Row((to_thai(one), to_thai(numbers.owner_code), dated, "", "", "", "", "")) for one in numbers.letters]
    return _table(made, form, rows)


def _words(*names: str) -> tuple[str, ...]:
    return tuple(TERMS[name].thai for name in names)


def _table(made: Made, form: _Form, rows: Sequence[Row]) -> bytes:
    room = [width - 2 * _INSET for width in form.widths]
    line = sum(form.widths)

    def cells(texts: Sequence[str]) -> list[list[Piece]]:
        return [wrapped(text, width, size=_SIZE) for text, width in zip(texts, room, strict=True)]

    heading = to_thai(f"วันที่ {made.day.day} เดือน {MONTHS[made.day.month - 1]} พ.ศ. {buddhist_year(made.day)}")
    sheet: Sheet = {
        "title": form.title,
        "called": form.called,
        "below-title": wrapped(form.below_title, line, size=_SIZE),
        "heading": heading,
        "notes": [wrapped(text, line, size=_SIZE) for text in form.notes],
        "columns": cells(form.columns),
        "widths": form.widths,
        "inset": _INSET,
        "row-height": form.row_height,
        "rows": [{"void": row.void, "tall": _tall(row, room), "cells": cells(row.cells)} for row in rows],
        "empty": "ไม่มีรายการ",
    }
    return compiled("table", f"{form.title} {heading}", made, sheet, size=_SIZE)


def _tall(row: Row, room: Sequence[float]) -> bool:
    """Tell whether a row may have to go on on the next page."""
    lines = (typeface.width(text, _SIZE) / width for text, width in zip(row.cells, room, strict=True))
    return max(lines) > _LINES_TOGETHER
