"""Files made to harm whoever opens them; each is small, and what it would become is not."""

import io
import struct
import zipfile
import zlib
from binascii import crc32

from PIL import Image

from tests.registry.documents.papers import Objects, page, stream, with_members, word, written

GIGABYTE = 1 << 30
_PIECE = 1 << 20


def deflated_zeros(length: int = GIGABYTE) -> bytes:
    """Return raw deflate data of *length* zeros, made without making the zeros: one flushed piece, repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(_PIECE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return piece * (length // _PIECE) + packer.flush(zlib.Z_FINISH)


def zlib_zeros(length: int = GIGABYTE) -> bytes:
    """Return *length* zeros in zlib's form (RFC 1950)."""
    adler = (length % 65521) << 16 | 1
    return b"\x78\xda" + deflated_zeros(length) + struct.pack(">I", adler)


def packed(data: bytes, entries: bytes = b"") -> bytes:
    """Return a PDF stream whose *data* is packed already."""
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


# --- PDFs --------------------------------------------------------------------------------------------------------


def many_pages(count: int = 10_000) -> bytes:
    kids = b" ".join(b"%d 0 R" % (10 + place) for place in range(count))
    objects = page(more={10 + place: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 1] >>" for place in range(count)})
    return written({**objects, 2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)})


def page_of_zeros() -> bytes:
    return written({**page(), 4: packed(zlib_zeros())})


def page_of_operators() -> bytes:
    packer = zlib.compressobj(9)
    piece = b"q 1 0 0 1 0 0 cm BT (a) Tj ET " * 40_000
    data = b"".join(packer.compress(piece) for _ in range(12)) + packer.flush()
    return written({**page(), 4: packed(data)})


def picture_of_zeros() -> bytes:
    image = b"/Type /XObject /Subtype /Image /Width 32768 /Height 32768 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    resources = b"/XObject << /X 10 0 R >>"
    return written(page(b"/X Do", resources=resources, more={10: packed(zlib_zeros(), image)}))


def enclosed_zeros() -> bytes:
    specification = b"<< /Type /Filespec /F (a.csv) /UF (a.csv) /EF << /F 11 0 R >> >>"
    return written(page(more={10: specification, 11: packed(zlib_zeros(), b"/Type /EmbeddedFile")}))


def object_stream_of_zeros() -> bytes:
    """A file whose catalogue lies in an object stream of a gigabyte."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    at = len(out)
    inside = packed(zlib_zeros(), b"/Type /ObjStm /N 1 /First 4")
    out += b"5 0 obj\n%s\nendobj\n" % inside
    table = len(out)
    rows = b"".join(struct.pack(">BIB", *row) for row in [(0, 0, 0), (2, 5, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0)])
    rows += struct.pack(">BIB", 1, at, 0) + struct.pack(">BIB", 1, table, 0)
    out += b"6 0 obj\n%s\nendobj\n" % stream(rows, b"/Type /XRef /W [1 4 1] /Size 7 /Root 1 0 R")
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def predictor_bomb() -> bytes:
    parameters = b"/DecodeParms << /Predictor 15 /Columns 1000000000 /Colors 4 /BitsPerComponent 16 >>"
    return written({**page(), 4: packed(zlib_zeros(8 << 20), parameters)})


def filters_on_filters() -> bytes:
    filters = b"[" + b"/FlateDecode " * 10_000 + b"]"
    return written({**page(), 4: b"<< /Length 3 /Filter %s >>\nstream\nabc\nendstream" % filters})


def page_tree_of_itself() -> bytes:
    return written({**page(), 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"})


def page_tree_without_end() -> bytes:
    deep: Objects = {
        10 + place: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (11 + place) for place in range(50_000)
    }
    return written({**page(more=deep), 2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>"})


def form_of_itself() -> bytes:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 10 0 R >> >>"
    return written(page(b"/X Do", resources=b"/XObject << /X 10 0 R >>", more={10: stream(b"/X Do /X Do", form)}))


def forms_that_double(depth: int = 40) -> bytes:
    """Forms of which each paints the next one twice: 2^depth things on one page."""
    more: Objects = {}
    for place in range(depth):
        form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (11 + place)
        more[10 + place] = stream(b"/X Do /X Do", form)
    more[10 + depth] = stream(b"0 0 9 9 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return written(page(b"/X Do", resources=b"/XObject << /X 10 0 R >>", more=more))


def length_of_itself() -> bytes:
    return written({**page(), 4: b"<< /Length 4 0 R >>\nstream\nabc\nendstream"})


def outlines_of_themselves() -> bytes:
    more = {10: b"<< /First 11 0 R /Last 11 0 R >>", 11: b"<< /Title (a) /Next 11 0 R /First 10 0 R /Parent 10 0 R >>"}
    return written(page(catalogue=b"/Outlines 10 0 R", more=more))


def arrays_in_arrays() -> bytes:
    return written(page(more={10: b"[" * 200_000 + b"]" * 200_000}))


def _font(encoding: bytes, to_unicode: bytes, more: Objects) -> bytes:
    composite = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding %s /DescendantFonts [11 0 R] /ToUnicode %s >>"
    fonts: Objects = {
        10: composite % (encoding, to_unicode),
        11: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /FontDescriptor 12 0 R /W [0 2000000000 500] "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        12: b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 13 0 R >>",
        13: stream(b"\x00\x01\x00\x00\xff\xff" + bytes(5000), packed=True),
    }
    return written(
        page(b"BT /F1 12 Tf 9 9 Td <00410042> Tj ET", resources=b"/Font << /F1 10 0 R >>", more=fonts | more)
    )


def character_map_without_end() -> bytes:
    ranges = b"<0000> <ffff> <0041>\n" * 200_000
    cmap = b"/CIDInit /ProcSet findresource begin begincmap\n1 beginbfrange\n%s endbfrange endcmap" % ranges
    return _font(b"/Identity-H", b"20 0 R", {20: stream(cmap, packed=True)})


def character_map_of_itself() -> bytes:
    return _font(b"20 0 R", b"20 0 R", {20: stream(b"begincmap endcmap", b"/Type /CMap /CMapName /A /UseCMap 20 0 R")})


def glyph_of_itself() -> bytes:
    font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 11 0 R >> "
    font += b"/Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1] "
    font += b"/Resources << /Font << /F1 10 0 R >> >> >>"
    glyph = stream(b"1 0 d0 BT /F1 1 Tf (aaaa) Tj ET")
    content = b"BT /F1 12 Tf (aaaa) Tj ET"
    return written(page(content, resources=b"/Font << /F1 10 0 R >>", more={10: font, 11: glyph}))


def many_findings(count: int = 40_000) -> bytes:
    return written(
        page(more={10 + place: b"<< /S /URI /URI (https://h%d.example/) >>" % place for place in range(count)})
    )


# --- pictures ----------------------------------------------------------------------------------------------------


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))


def png_of_zeros() -> bytes:
    header = struct.pack(">IIBBBBB", 30_000, 35_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib_zeros()) + _chunk(b"IEND", b"")


def png_with_text_of_zeros() -> bytes:
    header = struct.pack(">IIBBBBB", 30_000, 35_000, 8, 0, 0, 0, 0)
    text = _chunk(b"zTXt", b"a\x00\x00" + zlib_zeros())
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + text + _chunk(b"IEND", b"")


def tiff(width: int, height: int, *, of_itself: bool = False) -> bytes:
    """A TIFF of that size, whose list of pages may come back to its beginning."""
    entries = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)]
    entries += [(273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, 1)]
    listed = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(entries)) + listed + struct.pack("<I", 8 * of_itself)


def jpeg_of_any_size() -> bytes:
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "JPEG")
    data = out.getvalue()
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :]


def finder_patterns() -> bytes:
    """A picture with a hundred thousand corners of QR codes."""
    one = Image.new("L", (9, 9), 255)
    for side, colour in ((7, 0), (5, 255), (3, 0)):
        edge = (9 - side) // 2
        one.paste(colour, (edge, edge, edge + side, edge + side))
    sheet = Image.new("L", (9 * 320, 9 * 320))
    row = Image.new("L", (9 * 320, 9))
    for place in range(320):
        row.paste(one, (9 * place, 0))
    for place in range(320):
        sheet.paste(row, (0, 9 * place))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


# --- ZIP and Word ------------------------------------------------------------------------------------------------


def raw_zip(members: list[tuple[bytes, bytes, bytes | int]], *, same_place: bool = False) -> bytes:
    """Return a ZIP of deflated members, all at one place if that is asked for.

    A member is its name, its packed bytes, and what it says that it unpacks to: these bytes, or so many zeros.
    """
    out, listed = bytearray(), bytearray()
    for name, data, inside in members:
        at = 0 if same_place else len(out)
        size = inside if isinstance(inside, int) else len(inside)
        checked = crc32(inside if isinstance(inside, bytes) else bytes(min(inside, _PIECE)))
        about = struct.pack("<5H3I2H", 20, 0, 8, 0, 0x21, checked, len(data), size, len(name), 0)
        if not (same_place and out):
            out += b"PK\x03\x04" + about + name + data
        listed += b"PK\x01\x02" + struct.pack("<H", 20) + about + struct.pack("<3H2I", 0, 0, 0, 0, at) + name
    end = struct.pack("<4H2IH", 0, 0, len(members), len(members), len(listed), len(out), 0)
    return bytes(out + listed + b"PK\x05\x06" + end)


def word_of_zeros(stated: int = GIGABYTE) -> bytes:
    """A Word document whose text is a gigabyte, whatever it says of itself."""
    names = ("[Content_Types].xml", "_rels/.rels")
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        small = [(name.encode(), archive.read(name)) for name in names]
    members: list[tuple[bytes, bytes, bytes | int]] = [(name, zlib.compress(data)[2:-4], data) for name, data in small]
    return raw_zip([*members, (b"word/document.xml", deflated_zeros(), stated)])


def word_with_one_text_many_times() -> bytes:
    text = b"<a/>" * 100_000
    data = zlib.compress(text)[2:-4]
    return raw_zip([(b"word/%04d.xml" % place, data, text) for place in range(1_000)], same_place=True)


def word_whose_members_overlap() -> bytes:
    """A Word document two of whose members are the same bytes, small enough for every bound."""
    text = b"<a/>" * 1_000
    data = zlib.compress(text)[2:-4]
    return raw_zip([(name, data, text) for name in (b"[Content_Types].xml", b"word/document.xml")], same_place=True)


def word_of_many_members() -> bytes:
    return raw_zip([(b"word/%d.xml" % place, b"\x03\x00", b"") for place in range(60_000)])


def word_in_word(depth: int = 8) -> bytes:
    data = word()
    for _ in range(depth):
        data = with_members(word(), {"word/embeddings/inner.docx": data})
    return data


def laughing_word() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return with_members(
        word(), {"word/document.xml": f'<!DOCTYPE a [<!ENTITY l0 "ha">{entities}]><a>&l9;</a>'.encode()}
    )


def word_that_reads_elsewhere(file: str) -> bytes:
    xml = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{file}">]><a>&x;</a>'
    return with_members(word(), {"word/document.xml": xml.encode()})


def word_without_end() -> bytes:
    return with_members(word(), {"word/document.xml": b"<a>" * 1_000_000})


def word_of_one_attribute() -> bytes:
    return with_members(word(), {"word/document.xml": b'<a x="' + b"y" * (40 << 20) + b'"/>'})
