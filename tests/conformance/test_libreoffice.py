"""The founding circular reads the same from its text and from what LibreOffice makes of it: DOCX and PDF.

Three forms of the head: lines one below the other, a table without borders, and text boxes.
"""

import io
import subprocess
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt

from registry.documents.draft import Draft, Read
from registry.documents.reading import document, text
from tests.conformance.shared import shared
from tests.foreign import program
from tests.thorough import thoroughly

pytestmark = thoroughly

_BOX = (
    "<w:r {space}><mc:AlternateContent {more}>"
    '<mc:Choice Requires="wps"><w:drawing><wp:anchor behindDoc="0" distT="0" distB="0" distL="0" distR="0" '
    'simplePos="0" locked="0" layoutInCell="1" allowOverlap="1" relativeHeight="2"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="column"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    '<wp:extent cx="2700000" cy="700000"/><wp:wrapNone/><wp:docPr id="{id}" name="box {id}"/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
    '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2700000" cy="700000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>{inside}</w:txbxContent>'
    "</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
    "</mc:AlternateContent></w:r>"
)
_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def head_in_lines(document: Document, head: list[str]) -> None:
    for line in head:
        document.add_paragraph(line)


def head_in_a_table(document: Document, head: list[str]) -> None:
    speed, number, office, address, day = head
    document.add_paragraph(speed)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = number
    table.cell(0, 1).text = f"{office}\n{address}"
    document.add_paragraph(day).paragraph_format.left_indent = Cm(8)


def head_in_boxes(document: Document, head: list[str]) -> None:
    speed, number, office, address, day = head
    document.add_paragraph(speed)
    beside = document.add_paragraph()
    beside.paragraph_format.space_after = Pt(60)
    for place, inside in enumerate(([number], [office, address])):
        lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in inside)
        space = nsdecls("w", "wp", "a")
        left = 3_200_000 * place
        box = _BOX.format(space=space, more=_MORE, left=left, id=place + 1, inside=lines)
        beside._p.append(parse_xml(box))
    document.add_paragraph(day)


Head = Callable[[Document, list[str]], None]
HEADS: list[Head] = [head_in_lines, head_in_a_table, head_in_boxes]


def typed(printed: list[str], head: Head) -> bytes:
    """The circular as somebody types it in Word."""
    document = docx.Document()
    head(document, printed[:5])
    for line in printed[5:]:
        paragraph = document.add_paragraph(line)
        paragraph.paragraph_format.space_after = Pt(6)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def circular() -> str:
    return shared("letters/00-founding-circular-2564.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made(circular: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What LibreOffice makes of the three forms, by name."""
    folder = tmp_path_factory.mktemp("libreoffice")
    office = program("soffice", "libreoffice-writer")
    printed = [line for line in circular.split("\n") if line.strip()]
    sources = [folder / f"{head.__name__}.docx" for head in HEADS]
    for source, head in zip(sources, HEADS, strict=True):
        source.write_bytes(typed(printed, head))
    for form in ("docx:MS Word 2007 XML", "pdf:writer_pdf_Export"):
        out = folder / form.partition(":")[0]
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", form, "--outdir", str(out), *map(str, sources)]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
    return {f"{path.parent.name} {path.stem}": path.read_bytes() for path in Path(folder).glob("*/*.*")}


def values(draft: Draft) -> dict[str, object]:
    """What a draft says, without where it stands."""

    def value(part: object) -> object:
        if isinstance(part, tuple):
            return [value(one) for one in part]
        return part.value if isinstance(part, Read) else part

    return {field.name: value(getattr(draft, field.name)) for field in fields(draft)}


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("head", HEADS, ids=lambda head: head.__name__)
def test_the_circular_by_libreoffice_reads_as_its_text_does(
    circular: str, made: dict[str, bytes], head: Head, form: str
) -> None:
    reading = document.read(made[f"{form} {head.__name__}"], name=f"circular.{form}")

    assert values(reading.draft) == values(text.read(circular.encode()))
    assert reading.doubts == ()
