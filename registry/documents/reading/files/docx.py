"""Opens a Word document (DOCX) as the plain text that somebody would have typed of it.

    header of the first page ─▶ paragraphs and tables in their order ─▶ boxes at the foot, footer
        paragraph    one line, more where it is broken by hand; a tab or three millimetres indent it
        table row    its cells beside each other, line by line, with a tab between them: the usual letterhead
        text box     before the paragraph that it hangs on
        list         with the numbers that Word would print

What is deleted, hidden or a placeholder is no text; what was inserted is. Whatever a person should know of that is
a doubt. Fields keep what they showed when the document was saved, but for page numbers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from operator import itemgetter

from domain.errors import InvalidValue
from registry.documents.draft import Doubt
from registry.documents.ooxml import Element, Package, Relationship, switched_on, whole
from registry.documents.reading.files.docx_numbering import Numbering
from registry.documents.reading.files.docx_styles import Styles
from registry.documents.reading.files.lines import LARGEST_TEXT
from registry.documents.reading.files.source import Opened

_REMARKS = (
    Doubt(
        1,
        "docx-open-changes",
        "The document has changes that nobody has accepted or rejected: settle them, then read it again.",
    ),
    Doubt(1, "docx-hidden-text", "The document has hidden text, which was not read: show it in Word and look."),
    Doubt(1, "docx-comments", "The document has comments, which were not read: look whether the text is final."),
    Doubt(
        1,
        "docx-moving-date",
        "A date in the document is a field that changes whenever it is opened: type the date itself.",
    ),
    Doubt(1, "docx-symbol", "A sign of a symbol font could not be read: look at the paper."),
    Doubt(1, "docx-part-not-read", "A part of the document lies in another file and was not read: look at the paper."),
)
_DELETED = frozenset({"del", "moveFrom"})
_INSERTED = frozenset({"ins", "moveTo"})
_THROUGH = frozenset(
    {"hyperlink", "smartTag", "customXml", "sdtContent", "ruby", "rubyBase", "dir", "bdo", "fldSimple"}
)
_PAGES = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_MOVING = frozenset({"DATE", "TIME", "SAVEDATE", "PRINTDATE"})
_SYMBOLS = {0xB7: "•", 0xA7: "•", 0xFC: "✓", 0xFE: "☑", 0xA8: "☐", 0x6F: "☐", 0x2D: "-", 0xD8: "➢"}
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,4}")
_PRIVATE = range(0xF000, 0xF100)  # where symbol fonts lie; 17.3.3.29
_EMU = 635  # in a twentieth of a point
_FOOT = 0.6  # of the page's height: a box below it belongs to the end
_A4 = 16_838  # twentieths of a point


def opened(data: bytes, _: object = None) -> Opened:
    """Return the text of a DOCX.

    Raises:
        InvalidValue: it is damaged, is made to swell or mislead, or has more text than a letter.
    """
    return _Document(Package(data)).opened()


@dataclass(slots=True)
class _Row:
    """One line on paper."""

    text: str
    gap: bool = False
    """Whether a blank stands above it."""
    remarks: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Field:
    """A field that is being read (17.16.18)."""

    code: str = ""
    shown: bool = False
    """Whether what it showed has begun."""

    @property
    def kind(self) -> str:
        return (self.code.split() or [""])[0].upper()


class _Document:
    """Walks through one document."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.main()
        related = package.relationships(self._main)
        self._related = {one.name: one for one in related}
        self._styles = Styles(self._part_of_kind(related, "styles"))
        self._numbering = Numbering(self._part_of_kind(related, "numbering"))
        self._fields: list[_Field] = []
        self._remarks: set[str] = set()
        self._foot: list[_Row] = []
        self._height = _A4

    def opened(self) -> Opened:
        body = self._package.part(self._main).find("body")
        if body is None:
            return Opened("")
        section = next(body.iter("sectPr"), None)
        self._height = _height(section)
        rows = [*self._at_the_edge(section, "header"), *self._blocks(body)]
        rows += [*self._foot, *self._at_the_edge(section, "footer")]
        return _put_together(rows, self._remarks)

    def _part_of_kind(self, related: Sequence[Relationship], kind: str) -> Element | None:
        name = next((one.target for one in related if one.kind == kind and not one.external), None)
        return None if name is None or name not in self._package.archive.members else self._package.part(name)

    def _at_the_edge(self, section: Element | None, edge: str) -> list[_Row]:
        """Return the header or footer of the first page."""
        if section is None:
            return []
        wanted = "first" if switched_on(section.find("titlePg")) else "default"
        for one in section.findall(f"{edge}Reference"):
            found = self._related.get(one.get("r-id", ""))
            if one.get("type", "default") == wanted and found is not None and not found.external:
                return list(self._blocks(self._package.part(found.target)))
        return []

    # --- blocks -----------------------------------------------------------------------------------------------

    def _blocks(self, parent: Element) -> Iterator[_Row]:
        """Yield the lines of paragraphs and tables, in their order."""
        gap = False
        for block in parent:
            match block.tag:
                case "p":
                    rows = self._paragraph(block)
                    if rows:
                        rows[0].gap |= gap or self._styles.gap_before(block)
                    gap = self._styles.gap_after(block)
                    yield from rows
                case "tbl":
                    yield from self._table(block)
                    gap = False
                case "sdt":
                    if not _is_placeholder(block):
                        yield from self._inside(block, "sdtContent")
                case "customXml" | "ins" | "moveTo":
                    yield from self._blocks(block)
                case "mc-AlternateContent":
                    yield from self._blocks(_chosen(block))
                case "altChunk" | "subDoc":
                    self._remarks.add("docx-part-not-read")
                case _:
                    pass  # properties, marks of places, what was deleted

    def _inside(self, parent: Element, name: str) -> Iterator[_Row]:
        for inner in parent.findall(name):
            yield from self._blocks(inner)

    def _table(self, table: Element) -> Iterator[_Row]:
        for row in _through(table, "tr"):
            properties = row.find("trPr")
            if properties is not None and properties.find("del") is not None:
                self._remarks.add("docx-open-changes")
            elif properties is None or not switched_on(properties.find("hidden")):
                yield from _beside([list(self._blocks(cell)) for cell in _through(row, "tc")])

    def _paragraph(self, paragraph: Element) -> list[_Row]:
        boxes: list[tuple[int, int, list[_Row]]] = []
        text = "".join(self._runs(paragraph, paragraph, boxes))
        numbered = self._styles.numbered(paragraph)
        if numbered is not None and text.strip() and (number := self._numbering.next(*numbered)):
            text = f"{number} {text.lstrip()}"
        rows = [_Row(line) for line in text.split("\n")]
        if self._styles.indented(paragraph):
            rows[0].text = f"\t{rows[0].text}"
        if rows[0].text.strip():
            rows[0].remarks, self._remarks = self._remarks, set()
        above: list[_Row] = []
        for top, _, inside in sorted(boxes, key=itemgetter(0, 1)):
            (self._foot if top > self._height * _FOOT else above).extend(inside)
        return [*above, *rows]

    # --- runs -------------------------------------------------------------------------------------------------

    def _runs(self, parent: Element, paragraph: Element, boxes: list[tuple[int, int, list[_Row]]]) -> Iterator[str]:
        """Yield the pieces of a paragraph's text; *boxes* collects the text boxes that hang on it."""
        for one in parent:
            match one.tag:
                case "r":
                    yield from self._run(one, paragraph, boxes)
                case tag if tag in _DELETED:
                    self._remarks.add("docx-open-changes")
                case tag if tag in _INSERTED:
                    self._remarks.add("docx-open-changes")
                    yield from self._runs(one, paragraph, boxes)
                case "fldSimple" if _Field(one.get("instr", "")).kind in _PAGES:
                    pass
                case "sdt":
                    if not _is_placeholder(one):
                        yield from self._runs(one, paragraph, boxes)
                case tag if tag in _THROUGH:
                    self._remark_field(_Field(one.get("instr", "")))
                    yield from self._runs(one, paragraph, boxes)
                case "mc-AlternateContent":
                    yield from self._runs(_chosen(one), paragraph, boxes)
                case _:
                    pass  # properties, marks of places, formulas

    def _run(self, run: Element, paragraph: Element, boxes: list[tuple[int, int, list[_Row]]]) -> Iterator[str]:
        hidden = self._styles.hidden(run, paragraph)
        for one in _alternatives(run):
            match one.tag:
                case "fldChar":
                    self._follow_field(one.get("fldCharType", ""))
                case "instrText" if self._fields:
                    self._fields[-1].code += one.text or ""
                case "drawing" | "pict" | "object":
                    boxes.extend(self._boxes(one))
                case "commentReference":
                    self._remarks.add("docx-comments")
                case _ if self._unshown():
                    pass
                case "t" | "sym" if hidden:
                    self._remarks.add("docx-hidden-text")
                case _:
                    yield self._character(one)

    def _character(self, one: Element) -> str:
        if one.tag == "t":
            return "".join(self._symbol(ord(c)) if ord(c) in _PRIVATE else c for c in one.text or "")
        if one.tag == "sym":
            return self._symbol(int(one.get("char", ""), 16)) if _HEXADECIMAL.fullmatch(one.get("char", "")) else ""
        return _CHARACTERS.get(one.tag, "")  # nothing for pictures, notes, marks of pages

    def _symbol(self, code: int) -> str:
        """Return a sign of a symbol font as a character that everybody has."""
        if code in _PRIVATE:
            if code - _PRIVATE.start not in _SYMBOLS:
                self._remarks.add("docx-symbol")
            return _SYMBOLS.get(code - _PRIVATE.start, "")
        return chr(code) if 0x20 <= code <= 0xD7FF else ""  # noqa: PLR2004 - no control characters, no surrogates

    def _follow_field(self, point: str) -> None:
        match point:
            case "begin":
                self._fields.append(_Field())
            case "separate" if self._fields:
                self._fields[-1].shown = True
                self._remark_field(self._fields[-1])
            case "end" if self._fields:
                self._fields.pop()
            case _:
                pass

    def _remark_field(self, one: _Field) -> None:
        if one.kind in _MOVING:
            self._remarks.add("docx-moving-date")

    def _unshown(self) -> bool:
        return any(not one.shown or one.kind in _PAGES for one in self._fields)

    # --- text boxes -------------------------------------------------------------------------------------------

    def _boxes(self, drawing: Element) -> Iterator[tuple[int, int, list[_Row]]]:
        """Yield place (twentieths of a point from the top and the left) and lines of every text box in a drawing."""
        for box in _outermost(drawing, "txbxContent"):
            outside, self._fields = self._fields, []
            rows = list(self._blocks(box))
            self._fields = outside
            yield *_place(drawing), rows


def _put_together(rows: Sequence[_Row], left_over: set[str]) -> Opened:
    """Return the text, a blank line for every gap, and the doubts with their lines."""
    lines: list[str] = []
    at: dict[str, int] = {}
    for row in rows:
        if row.gap and lines and lines[-1].strip():
            lines.append("")
        lines.append(row.text.rstrip())
        for slug in sorted(row.remarks):
            at.setdefault(slug, len(lines))
    for slug in sorted(left_over):
        at.setdefault(slug, len(lines) or 1)
    text = "\n".join(lines)
    if (size := len(text.encode("utf-8", "replace"))) > LARGEST_TEXT:
        message = f"The text has {size} bytes, more than {LARGEST_TEXT}: hand in one letter at a time."
        raise InvalidValue("document-too-large", message, size=size, largest=LARGEST_TEXT)
    return Opened(text, tuple(replace(one, line=at[one.slug]) for one in _REMARKS if one.slug in at))


def _beside(cells: list[list[_Row]]) -> Iterator[_Row]:
    """Yield the lines of a table's row: those of one cell as they are, those of several beside each other."""
    filled = [cell for cell in cells if any(row.text.strip() for row in cell)]
    if len(filled) <= 1:
        yield from filled[0] if filled else []
        return
    trimmed = [[row for row in cell if row.text.strip()] for cell in cells]
    for abreast in zip_longest(*trimmed):
        there = [row for row in abreast if row is not None]
        text = "\t".join("" if row is None else row.text.strip() for row in abreast)
        yield _Row(text, any(row.gap for row in there), {slug for row in there for slug in row.remarks})


def _through(parent: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, also those in content controls."""
    for one in parent:
        if one.tag == name:
            yield one
        elif one.tag in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _through(one, name)


def _alternatives(run: Element) -> Iterator[Element]:
    for one in run:
        if one.tag == "mc-AlternateContent":
            yield from _alternatives(_chosen(one))
        else:
            yield one


def _chosen(alternatives: Element) -> Element:
    """Return the newest form of what is there in several forms; each says the same. Source: ISO/IEC 29500-3 9.3."""
    for form in ("mc-Choice", "mc-Fallback"):
        if (found := alternatives.find(form)) is not None:
            return found
    return alternatives


def _outermost(element: Element, name: str) -> Iterator[Element]:
    for one in element:
        if one.tag == "mc-AlternateContent":
            yield from _outermost(_chosen(one), name)
        elif one.tag == name:
            yield one
        else:
            yield from _outermost(one, name)


def _is_placeholder(control: Element) -> bool:
    """Tell whether a content control shows only what to type into it (17.5.2.39)."""
    properties = control.find("sdtPr")
    return properties is not None and switched_on(properties.find("showingPlcHdr"))


def _height(section: Element | None) -> int:
    size = section.find("pgSz") if section is not None else None
    return whole(size.get("h")) if size is not None and size.get("h") else _A4


def _place(drawing: Element) -> tuple[int, int]:
    """Return how far a drawing stands below the page's or paragraph's top, and from its left."""
    return _offset(drawing, "V", "margin-top"), _offset(drawing, "H", "margin-left")


def _offset(drawing: Element, axis: str, css: str) -> int:
    position = drawing.find(f"wp-anchor/wp-position{axis}")
    if position is not None:
        if position.findtext("wp-align") in {"bottom", "right"}:
            return 1 << 20
        if axis == "V" and position.get("relativeFrom") == "bottomMargin":
            return 1 << 20
        return whole(position.findtext("wp-posOffset")) // _EMU
    for shape in drawing:
        for declaration in shape.get("style", "").split(";"):
            name, _, value = declaration.partition(":")
            if name.strip() == css and value.strip().endswith("pt"):
                return whole(value.strip().removesuffix("pt").partition(".")[0]) * 20
    return 0
