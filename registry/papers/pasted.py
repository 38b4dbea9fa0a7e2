"""A list of addressees as people have it: lines pasted from a spreadsheet, a CSV file, or names alone.

    ชื่อ ⇥ ทาง ⇥ อีเมล ⇥ ที่อยู่ ⇥ หมายเหตุ     with a heading in any order of columns
    name ⇥ anything with an @ ⇥ …          without one: what looks like an address is one

Columns are told apart by tabs where there are any, else by commas or semicolons (RFC 4180 with quotes).
"""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from domain.classes import Channel
from domain.errors import InvalidValue
from registry.papers.lists import MOST_ENTRIES, Entry
from registry.tables import plain_cell, safe_cell

LARGEST: Final = 2 << 20
"""Bytes of a CSV file, or characters of what is pasted."""
COLUMNS: Final = ("ชื่อ", "ทาง", "อีเมล", "ที่อยู่", "หมายเหตุ")
"""The heading as it is written; others are understood."""
_HEADINGS = {
    "name": {"ชื่อ", "ถึง", "ผู้รับ", "name", "addressee", "to"},
    "channel": {"ทาง", "วิธีส่ง", "ส่งทาง", "channel", "by"},
    "mail": {"อีเมล", "ไปรษณีย์อิเล็กทรอนิกส์", "mail", "email", "e-mail"},
    "postal": {"ที่อยู่", "ที่อยู่ไปรษณีย์", "ที่ตั้ง", "postal", "address"},
    "notes": {"หมายเหตุ", "notes", "note", "remark"},
}
_CHANNELS = {word.casefold(): one for one in Channel for word in (one.value, one.label, one.english)} | {
    "อีเมล": Channel.CENTRAL_MAIL,
    "ระบบ": Channel.SYSTEM,
    "สมุดส่ง": Channel.BY_HAND,
}


def entries(text: str) -> list[Entry]:
    """Return whom pasted lines or the text of a CSV file name.

    Raises:
        InvalidValue: it is too large, is no table, or a line of it cannot be read; the sentence names the line.
    """
    if len(text) > LARGEST:
        raise InvalidValue("list-too-large", f"The list has more than {LARGEST} characters.", largest=LARGEST)
    rows = list(_rows(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")))
    if not rows:
        return []
    columns = _columns(rows[0][1])
    if columns is None:
        return [_unnamed(line, row) for line, row in rows]
    return [_named(line, columns, row) for line, row in rows[1:]]


def from_csv(data: bytes) -> list[Entry]:
    """Return whom a CSV file names: UTF-8, or the Thai code page (cp874) that older spreadsheet programs write.

    Raises:
        InvalidValue: as `entries`, or the file is in neither.
    """
    if len(data) > LARGEST:
        raise InvalidValue("list-too-large", f"The list has more than {LARGEST} bytes.", largest=LARGEST)
    for encoding in ("utf-8-sig", "cp874"):
        try:
            return entries(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise InvalidValue("list-not-text", "The file is no text: save it as CSV (UTF-8).")


def as_rows(listed: Sequence[Entry]) -> list[list[str]]:
    """Return entries as rows below `COLUMNS`, so that they can be brought back."""
    return [[one.name, one.channel.value, one.mail or "", one.postal or "", one.notes or ""] for one in listed]


def as_lines(listed: Sequence[Entry]) -> str:
    """Return entries as lines to edit, with a heading."""
    return "\n".join("\t".join(map(safe_cell, row)).rstrip("\t") for row in [list(COLUMNS), *as_rows(listed)])


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty with the line in which each ends."""
    first = text.partition("\n")[0]
    delimiter = "\t" if "\t" in text else ";" if first.count(";") > first.count(",") else ","
    # What is pasted from a spreadsheet has no quotes of its own; a lone one is part of a name.
    lines = io.StringIO(text)
    reader = (
        csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        if delimiter == "\t"
        else csv.reader(lines, delimiter=delimiter, strict=True)
    )
    try:
        for count, row in enumerate(reader):
            if count > MOST_ENTRIES + 1:
                return  # refused as too long by whoever keeps it
            cells = [plain_cell(cell.strip()).strip() for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise InvalidValue(
            "list-line-unreadable",
            f"Line {reader.line_num} cannot be read ({error}): look at its quotation marks.",
            line=reader.line_num,
            why=str(error),
        ) from None


def _columns(heading: Sequence[str]) -> list[str | None] | None:
    """Return what each column is, or None where the first row is no heading."""
    found = [next((part for part, words in _HEADINGS.items() if cell.casefold() in words), None) for cell in heading]
    return found if "name" in found else None


def _named(line: int, columns: Sequence[str | None], row: Sequence[str]) -> Entry:
    if len(row) > len(columns):
        raise InvalidValue(
            "list-line-too-wide", f"Line {line} has more columns than the heading: look at its commas.", line=line
        )
    parts = {part: cell for part, cell in zip(columns, row, strict=False) if part is not None and cell}
    return _entry(line, parts)


def _unnamed(line: int, row: Sequence[str]) -> Entry:
    parts = {"name": row[0]}
    for cell in row[1:]:
        if not cell:
            continue
        part = "channel" if cell.casefold() in _CHANNELS else "mail" if "@" in cell and " " not in cell else "postal"
        parts["notes" if part in parts else part] = cell
    return _entry(line, parts)


def _entry(line: int, parts: dict[str, str]) -> Entry:
    typed = parts.get("channel")
    channel = _usual(parts) if typed is None else _CHANNELS.get(typed.casefold())
    if channel is None:
        raise InvalidValue(
            "list-line-channel",
            f"Line {line}: {typed!r} is no way of sending. Write one of {', '.join(one.label for one in Channel)}.",
            line=line,
            way=typed,
            ways=", ".join(one.label for one in Channel),
        )
    return Entry(parts.get("name", ""), channel, parts.get("mail"), parts.get("postal"), parts.get("notes"))


def _usual(parts: dict[str, str]) -> Channel:
    """Return the way for whom none is named: by e-mail where there is an address, by post, else by the system."""
    if "mail" in parts:
        return Channel.CENTRAL_MAIL
    return Channel.POST if "postal" in parts else Channel.SYSTEM
