"""Office documents (OOXML) as parts of XML with short names, opened within bounds.

An element of Word is called by its own name (``p``, ``tbl``), one of another vocabulary with its prefix
(``mc-AlternateContent``), attributes likewise (``val``, ``r-id``). Source: ISO/IEC 29500-1, -2 (packages), -3.
"""

import posixpath
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree as ET
from xml.parsers import expat

from registry.documents.archive import Archive, damaged

Element = ET.Element

LARGEST_PART = 16 << 20
"""Bytes of XML in one part; a letter of forty pages has a hundredth."""
DEEPEST = 120
MOST_ELEMENTS = 400_000

_OOXML = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_WORD = {_OOXML + "wordprocessingml/2006/main", _STRICT + "wordprocessingml/main"}
_PREFIXES = {
    _OOXML + "officeDocument/2006/relationships": "r",
    _STRICT + "officeDocument/relationships": "r",
    _OOXML + "package/2006/relationships": "rel",
    _OOXML + "package/2006/content-types": "ct",
    _OOXML + "markup-compatibility/2006": "mc",
    _OOXML + "drawingml/2006/wordprocessingDrawing": "wp",
    _STRICT + "drawingml/wordprocessingDrawing": "wp",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}


@dataclass(frozen=True, slots=True)
class Relationship:
    """What one part says of another, or of something outside."""

    name: str
    """Its id within the part."""
    kind: str
    """The last word of its type, e.g. ``image``."""
    target: str
    """A member's name, or an address outside."""
    external: bool


class Package:
    """An Office document."""

    def __init__(self, data: bytes) -> None:
        """Open *data*; refuses as `Archive` does."""
        self.archive = Archive(data)
        if "[Content_Types].xml" not in self.archive.members:
            raise damaged("it is no Office document")

    def part(self, name: str) -> Element:
        """Return the root of a part.

        Raises:
            InvalidValue: it is missing, no XML, too large, too deep, or declares entities.
        """
        member = self.archive.members.get(name)
        if member is not None and member.file_size > LARGEST_PART:
            raise damaged(f"{name} is larger than any letter's")
        data = self.archive.read(name)
        _require_bounds(name, data)
        root = ET.fromstring(data)  # noqa: S314 - entities and depth were refused above
        for element in root.iter():
            element.tag = _short(element.tag)
            if element.attrib:
                element.attrib = {_short(key): value for key, value in element.attrib.items()}
        return root

    def relationships(self, part: str) -> list[Relationship]:
        """Return what *part* (``""`` for the package itself) is related to; refuses as `part` does."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed not in self.archive.members:
            return []
        found: list[Relationship] = []
        for one in self.part(listed).iter("rel-Relationship"):
            external = one.get("TargetMode") == "External"
            target = one.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.append(Relationship(one.get("Id", ""), one.get("Type", "").rpartition("/")[2], target, external))
        return found

    def main(self) -> str:
        """Return the name of the document's own part."""
        for one in self.relationships(""):
            if one.kind == "officeDocument" and not one.external:
                return one.target
        raise damaged("it does not say which part is its text")


def switched_on(element: Element | None) -> bool:
    """Tell whether a property that is on or off is on, e.g. ``<w:vanish/>``. Source: ISO/IEC 29500-1 17.17.4."""
    return element is not None and element.get("val", "true") not in {"0", "false", "off"}


def whole(text: str | None) -> int:
    """Return a whole number as it stands in an attribute; 0 where there is none."""
    try:
        return int(text or "0")
    except ValueError:
        return 0


@cache
def _short(name: str) -> str:
    space, closed, local = name[1:].partition("}")
    if not closed:
        return name
    return local if space in _WORD else f"{_PREFIXES.get(space, 'other')}-{local}"


def _require_bounds(name: str, data: bytes) -> None:
    depth = count = 0

    def start(*_: object) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise damaged(f"{name} is nested or split without end")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise damaged(f"{name} declares entities, which no Office program writes")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003 - its only form
    except expat.ExpatError as error:
        raise damaged(f"{name}: {error}") from None
