"""How much an XLSX may be, before a parser that trusts it gets to see it.

A few kilobytes can unpack to gigabytes, and one row of a million cells is held in memory whole. So the parts
are counted first, with a parser that keeps nothing.
"""

import zipfile
from xml.parsers import expat

from domain.errors import InvalidValue

LARGEST_INSIDE = 128 << 20
"""Bytes of all parts, unpacked."""
LARGEST_PART = 8 << 20
"""Bytes of a part that is neither a sheet nor the texts that sheets share."""
MOST_PARTS = 1_000
MOST_TAGS = 4_000_000
"""Elements in one part: a register of a hundred thousand rows has about half."""
DEEPEST = 16
_TAGS_OUTSIDE_ROWS = 100_000
_TAGS_A_CELL = 16
_CHUNK = 1 << 20
_LARGE = ("xl/worksheets/", "xl/sharedStrings", "xl/media/")


def require_bounds(archive: zipfile.ZipFile, name: str, *, most_columns: int) -> None:
    """Refuse an XLSX called *name* that is more than a register can be.

    Raises:
        InvalidValue: it unpacks to too much, or a part of it has too many tags or declares entities.
        expat.ExpatError, zipfile.BadZipFile: it is damaged.
    """
    members = archive.infolist()
    inside = sum(member.file_size for member in members)
    small = [member.file_size for member in members if not member.filename.startswith(_LARGE)]
    if len(members) > MOST_PARTS or inside > LARGEST_INSIDE or max(small, default=0) > LARGEST_PART:
        raise InvalidValue(
            "opening-too-large-inside",
            f"{name} unpacks to {inside} bytes in {len(members)} parts, more than a register is: save it anew.",
            name=name,
            size=inside,
        )
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            _Counter(name, most_columns * _TAGS_A_CELL).count(archive, member)


class _Counter:
    """Counts the elements of one part, those of each row apart."""

    def __init__(self, name: str, most_in_row: int) -> None:
        self._name = name
        self._most_in_row = most_in_row
        self._all = self._outside = self._in_row = self._depth = 0
        self._row_at = 0

    def count(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        """Read the part to its end, or refuse."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype
        with archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003 - its only form
        parser.Parse(b"", True)  # noqa: FBT003 - its only form

    def _start(self, tag: str, _: dict[str, str]) -> None:
        self._depth += 1
        self._all += 1
        if self._row_at:
            self._in_row += 1
        elif tag.endswith(("}row", "}si")):  # a row, or one of the texts that sheets share
            self._row_at, self._in_row = self._depth, 0
        else:
            self._outside += 1
        if (
            self._depth > DEEPEST
            or self._all > MOST_TAGS
            or self._outside > _TAGS_OUTSIDE_ROWS
            or self._in_row > self._most_in_row
        ):
            raise InvalidValue(
                "opening-too-wide",
                f"{self._name} has rows or lists of very many parts: keep the columns of the register only.",
                name=self._name,
            )

    def _end(self, _: str) -> None:
        if self._depth == self._row_at:
            self._row_at = 0
        self._depth -= 1

    def _doctype(self, *_: object) -> None:
        raise InvalidValue(
            "opening-damaged", f"{self._name} declares entities, which no spreadsheet program does.", name=self._name
        )
