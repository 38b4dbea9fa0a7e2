"""Small files as strangers hand them in: PDFs written object by object, Word documents part by part."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache

import docx

Objects = dict[int, bytes]
"""A PDF's objects by number, 1 being the catalogue; each as it stands between ``obj`` and ``endobj``."""

A4 = b"[0 0 595 842]"


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    """Return a PDF stream."""
    if packed:
        data, entries = zlib.compress(data, 9), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def page(
    content: bytes = b"0 0 m 100 100 l S",
    *,
    catalogue: bytes = b"",
    entries: bytes = b"",
    resources: bytes = b"",
    more: Mapping[int, bytes] | None = None,
) -> Objects:
    """Return the objects of a PDF of one page; numbers from 10 on are free for *more*."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << %s >> %s >>"
        % (A4, resources, entries),
        4: stream(content),
        **(more or {}),
    }


def written(objects: Objects, *, before: bytes = b"", trailer: bytes = b"") -> bytes:
    """Return a PDF of *objects*; *before* is an earlier file that it goes on with."""
    out = bytearray(before or b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for number, one in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = len(out)
    out += b"xref\n"
    if not before:
        out += b"0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    sizes = [int(one) for one in re.findall(rb"/Size\s+(\d+)", before)]
    size = max([max(places) + 1, *sizes])
    earlier = b"/Prev %d" % int(before.split(b"startxref")[-1].split()[0]) if before else b""
    root = [b"1", *re.findall(rb"/Root (\d+) 0 R", before)][-1]
    out += b"trailer\n<< /Size %d /Root %s 0 R %s %s >>\n" % (size, root, earlier, trailer)
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


def pdf(mark: str = "SPECIMEN") -> bytes:
    """Return a PDF in which nothing is odd; *mark* makes it another one."""
    return written(page(b"%% %s\n0 0 m 100 100 l S" % mark.encode()))


@cache
def word(*paragraphs: str) -> bytes:
    """Return a Word document."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_members(data: bytes, members: Mapping[str, bytes | None]) -> bytes:
    """Return a ZIP with some members added or replaced, and those that are None left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in members:
                after.writestr(name, before.read(name))
        for name, content in members.items():
            if content is not None:
                after.writestr(name, content)
    return out.getvalue()


WORD_ROOT = (
    b'<?xml version="1.0" encoding="UTF-8"?><w:document '
    b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    b'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    b'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    b'xmlns:v="urn:schemas-microsoft-com:vml"><w:body>%s</w:body></w:document>'
)


def word_of(body: str, **parts: str) -> bytes:
    """Return a Word document whose body is this XML; *parts* are members of ``word/`` by name, e.g. ``styles``."""
    plain = '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    members: dict[str, bytes | None] = {
        "word/document.xml": WORD_ROOT % body.encode(),
        "word/styles.xml": plain.encode(),
    }
    for name, content in parts.items():
        members[f"word/{name}.xml"] = content.encode()
    return with_members(word(), members)
