"""What is refused and what is pointed out in everything but PDFs, by bytes and by name."""

import io
import zipfile
import zlib

import pytest
from PIL import Image

from domain.errors import InvalidValue
from registry.documents.intake import door, linting
from registry.documents.intake.findings import Finding, Severity
from tests.registry.documents.papers import pdf, with_members, word, word_of

RELATIONSHIP = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" {mode}/>'
    "</Relationships>"
)
FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("L", (20, 20)).save(out, form)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def office(data: bytes) -> list[Finding]:
    return linting.opened(data, {"kind": "zip"})


def refused(data: bytes) -> set[str]:
    return {one.slug for one in office(data) if one.severity is Severity.REFUSE}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", pdf()),
        ("a.docx", word("หนังสือ")),
        ("a.png", picture("PNG")),
        ("a.JPG", picture("JPEG")),
        ("a.tiff", picture("TIFF")),
        ("a.txt", "หนังสือ".encode()),
        ("a.txt", "หนังสือ".encode("utf-16")),
        ("a.csv", "ก,ข".encode("tis-620")),
        ("a.zip", zipped({"a.txt": b"a", "ก/ข.csv": b"b"})),
    ],
)
def test_an_honest_file_of_a_known_kind_is_clean(name: str, data: bytes) -> None:
    assert door.require_clean(data, name=name) == ()


@pytest.mark.parametrize(
    ("name", "data", "slug"),
    [
        ("scan.pdf", b"SPECIMEN: a scan", "file-not-what-it-says"),
        ("scan.pdf", picture("PNG"), "file-not-what-it-says"),
        ("photo.png", picture("JPEG"), "file-not-what-it-says"),
        ("letter.docx", pdf(), "file-not-what-it-says"),
        ("note.txt", pdf(), "file-not-what-it-says"),
        ("a.pdf", b"MZ\x90\x00" + bytes(100), "file-executable"),
        ("a", b"\x7fELF" + bytes(100), "file-executable"),
        ("a.txt", b"#!/bin/sh\nrm -r .\n", "file-executable"),
        ("invoice.pdf.exe", pdf(), "file-executable"),
        ("letter.js", b"alert(1)", "file-executable"),
        ("letter.docm", word("x"), "file-with-macros"),
        ("a.pdf", pdf()[:100], "pdf-damaged"),
        ("a.png", picture("PNG")[:20], "picture-damaged"),
        ("a.docx", b"PK\x03\x04" + bytes(100), "archive-damaged"),
    ],
)
def test_a_file_that_runs_or_is_not_what_its_name_says_is_refused_by_name(name: str, data: bytes, slug: str) -> None:
    with pytest.raises(InvalidValue, match=name) as refusal:
        door.require_clean(data, name=name)

    assert refusal.value.slug == slug
    assert refusal.value.facts["file"] == name


def test_why_a_pdf_is_damaged_is_said_without_what_it_is_called_in_memory() -> None:
    with pytest.raises(InvalidValue) as refusal:
        door.require_clean(pdf()[:100], name="a.pdf")

    assert "<" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)),
        ("page.html", b"<html></html>"),
        ("letter.rtf", b"{\\rtf1 x}"),
        ("noname", b"\x00\x01\x02"),
    ],
)
def test_a_kind_that_nobody_can_look_into_comes_in_with_a_remark(name: str, data: bytes) -> None:
    [found] = door.require_clean(data, name=name)

    assert (found.slug, found.severity) == ("file-not-inspected", Severity.FLAG)


# --- pictures ----------------------------------------------------------------------------------------------------


def test_a_picture_that_would_unpack_to_more_than_paper_is_refused_unopened() -> None:
    data = bytearray(picture("PNG"))
    data[16:24] = (100_000).to_bytes(4, "big") * 2  # width and height
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")

    assert [one.slug for one in linting.opened(bytes(data), {"kind": "png"})] == ["picture-too-large"]


def test_a_scan_of_more_pages_than_a_book_is_refused() -> None:
    out = io.BytesIO()
    pages = [Image.new("1", (1, 1)) for _ in range(501)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])

    assert [one.slug for one in linting.opened(out.getvalue(), {"kind": "tiff"})] == ["picture-too-large"]


def test_a_picture_that_is_something_else_as_well_is_refused() -> None:
    both = picture("PNG") + zipped({"a": b"a"})

    assert [one.slug for one in linting.opened(both, {"kind": "png"})] == ["file-of-two-kinds"]
    assert [one.slug for one in linting.opened(picture("JPEG") + b"more", {"kind": "jpeg"})] == ["file-continues"]


# --- Office documents and ZIP files ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/vbaData.xml", "word/activeX/activeX1.bin"])
def test_macros_are_refused(name: str) -> None:
    assert refused(with_members(word(), {name: b"<a/>"})) == {"office-macros"}


def test_a_document_that_says_it_has_macros_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        types = archive.read("[Content_Types].xml")
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    changed = types.replace(main, b"application/vnd.ms-word.document.macroEnabled.main+xml")

    assert refused(with_members(word(), {"[Content_Types].xml": changed})) == {"office-macros"}


@pytest.mark.parametrize(
    ("kind", "target", "mode", "slug"),
    [
        ("attachedTemplate", "https://example.org/evil.dotm", 'TargetMode="External"', "office-outside-content"),
        ("image", "https://example.org/pixel.png", 'TargetMode="External"', "office-outside-content"),
        ("oleObject", "file:///c:/x", 'TargetMode="External"', "office-outside-content"),
        ("frame", "https://example.org/", 'TargetMode="External"', "office-outside-content"),
        ("hyperlink", "javascript:alert(1)", 'TargetMode="External"', "office-link"),
        ("hyperlink", "file://host/share", 'TargetMode="External"', "office-link"),
        ("oleObject", "embeddings/oleObject1.bin", "", "office-object"),
        ("control", "activeX/a.xml", "", "office-object"),
    ],
)
def test_what_comes_from_elsewhere_or_runs_is_refused(kind: str, target: str, mode: str, slug: str) -> None:
    listed = RELATIONSHIP.format(kind=kind, target=target, mode=mode)

    data = with_members(word(), {"word/_rels/settings.xml.rels": listed.encode()})

    assert refused(data) == {slug}


def test_a_link_to_the_net_is_nothing_and_a_file_inside_is_pointed_out() -> None:
    link = RELATIONSHIP.format(kind="hyperlink", target="https://example.go.th/", mode='TargetMode="External"')
    table = RELATIONSHIP.format(kind="package", target="embeddings/table.xlsx", mode="")

    assert office(with_members(word(), {"word/_rels/header9.xml.rels": link.encode()})) == []
    [found] = office(with_members(word(), {"word/_rels/header9.xml.rels": table.encode()}))
    assert (found.slug, found.severity) == ("office-attachment", Severity.FLAG)


@pytest.mark.parametrize(
    "code", ["DDEAUTO c:\\\\cmd.exe", " dde x", "INCLUDETEXT https://example.org", "INCLUDEPICTURE x"]
)
def test_a_field_that_fetches_or_runs_is_refused_also_when_it_is_split(code: str) -> None:
    pieces = [f"<w:r><w:instrText>{letter}</w:instrText></w:r>" for letter in code]

    assert refused(word_of(FIELD.format("".join(pieces)))) == {"office-field"}
    assert refused(word_of(f'<w:p><w:fldSimple w:instr="{code}"/></w:p>')) == {"office-field"}
    assert office(word_of(FIELD.format("<w:r><w:instrText>PAGE</w:instrText></w:r>"))) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_field_in_any_part_and_spelling_is_found(encoding: str) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    part = f'<?xml version="1.0" encoding="{encoding}"?><w:hdr xmlns:w="{space}"><w:fldSimple w:instr="DDE x"/></w:hdr>'

    assert refused(with_members(word(), {"other/anything.xml": part.encode(encoding)})) == {"office-field"}
    bomb = b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    assert refused(with_members(word(), {"other/anything.xml": bomb})) == {"archive-damaged"}


def test_a_table_that_fetches_from_another_is_refused() -> None:
    assert refused(with_members(word(), {"xl/externalLinks/externalLink1.xml": b"<a/>"})) == {"office-outside-content"}


@pytest.mark.parametrize(
    ("members", "slug"),
    [
        ({"../a.txt": b"a"}, "archive-leaves-its-folder"),
        ({"/etc/a.txt": b"a"}, "archive-leaves-its-folder"),
        ({"a.exe": b"a"}, "archive-with-program"),
        ({"a.txt": b"MZ\x90"}, "archive-with-program"),
    ],
)
def test_members_that_leave_their_folder_or_run_are_refused(members: dict[str, bytes], slug: str) -> None:
    assert refused(zipped(members)) == {slug}


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b"<a>" * 1000 + b"</a>" * 1000,
        b"<a>" + b"<b/>" * 400_000 + b"</a>",
        b"<a",
    ],
)
def test_s11_a_part_with_entities_without_end_or_that_is_no_xml_is_refused(xml: bytes) -> None:
    assert refused(with_members(word(), {"word/document.xml": xml})) == {"archive-damaged"}
