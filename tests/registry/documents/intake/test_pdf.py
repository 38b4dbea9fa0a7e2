"""What is refused and what is pointed out in other people's PDFs."""

import io
import re

import pikepdf
import pytest
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, sign_pdf
from pyhanko.sign.signers import SimpleSigner

from keys import pkcs12
from keys.testing import SpecimenAuthority
from registry.documents.intake import linting
from registry.documents.intake.findings import Finding, Severity
from tests.registry.documents.papers import Objects, page, pdf, stream, written
from tests.registry.documents.signing.papers import finished

FONTS = b"/Font << /F1 10 0 R >>"
FONT = {
    10: b"<< /Type /Font /Subtype /TrueType /BaseFont /Helvetica /FontDescriptor 11 0 R >>",
    11: b"<< /FontFile2 12 0 R >>",
}
FONT |= {12: stream(b"")}


def look(data: bytes) -> list[Finding]:
    return linting.opened(data, {"kind": "pdf"})


def refused(data: bytes) -> set[str]:
    return {one.slug for one in look(data) if one.severity is Severity.REFUSE}


def flagged(data: bytes) -> set[str]:
    found = look(data)
    assert [one for one in found if one.severity is Severity.REFUSE] == []
    return {one.slug for one in found}


def texts(content: bytes, *, resources: bytes = b"", entries: bytes = b"", more: Objects | None = None) -> bytes:
    """A PDF of one page with a font."""
    return written(page(content, resources=FONTS + resources, entries=entries, more={**FONT, **(more or {})}))


SEEN = b"BT /F1 12 Tf 100 700 Td (seen) Tj ET "


def test_a_plain_pdf_is_clean() -> None:
    assert look(pdf()) == []
    assert look(texts(SEEN)) == []


def test_a_pdf_of_scanned_pages_is_clean() -> None:
    out = io.BytesIO()
    Image.new("L", (620, 877), 200).save(out, "PDF")

    assert look(out.getvalue()) == []


# --- what acts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "named"),
    [
        (b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>", "JavaScript"),
        (b"<< /S /Rendition /JS (x) >>", "JavaScript"),
        (b"<< /S /Hide /JS (x) >>", "JavaScript"),
        (b"<< /S /Launch /F (calc.exe) >>", "Launch"),
        (b"<< /S /SubmitForm /F (https://example.org) >>", "SubmitForm"),
        (b"<< /S /ImportData /F (a.fdf) >>", "ImportData"),
        (b"<< /S /GoToE /T << /R /C >> >>", "GoToE"),
        (b"<< /S /Movie >>", "Movie"),
        (b"<< /S /Sound >>", "Sound"),
        (b"<< /S /GoTo /D [3 0 R /Fit] /Next << /S /Launch /F (x) >> >>", "Launch"),
    ],
)
def test_whatever_acts_is_refused_wherever_it_hangs(action: bytes, named: str) -> None:
    places = [
        page(catalogue=b"/OpenAction " + action),
        page(entries=b"/AA << /O %s >>" % action),
        page(catalogue=b"/Names << /JavaScript << /Names [(a) %s] >> >>" % action),
        page(more={10: action}),
    ]

    for objects in places:
        [found] = [one for one in look(written(objects)) if one.severity is Severity.REFUSE]
        assert (found.slug, found.facts["action"]) == ("pdf-active", named)


def test_opening_at_a_page_is_not_an_act() -> None:
    assert look(written(page(catalogue=b"/OpenAction [3 0 R /XYZ null null 0]"))) == []
    assert look(written(page(catalogue=b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"))) == []


def test_an_action_hidden_in_an_object_stream_is_found() -> None:
    out = io.BytesIO()
    with pikepdf.open(
        io.BytesIO(written(page(catalogue=b"/OpenAction 10 0 R", more={10: b"<< /S /Launch >>"})))
    ) as file:
        file.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    assert b"Launch" not in out.getvalue()
    assert refused(out.getvalue()) == {"pdf-active"}


def test_a_file_that_opens_another_is_refused() -> None:
    assert refused(written(page(more={10: b"<< /S /GoToR /F (other.pdf) >>"}))) == {"pdf-opens-another"}


def test_links_are_counted_and_their_hosts_are_named() -> None:
    one, other = b"<< /S /URI /URI (https://www.example.go.th/a) >>", b"<< /S /URI /URI (mailto:a@example.go.th) >>"

    [found] = look(written(page(more={10: one, 11: other, 12: one})))

    assert (found.slug, found.facts["count"]) == ("pdf-links", 2)
    assert "www.example.go.th" in str(found.facts["hosts"])


@pytest.mark.parametrize(
    "target", [b"javascript:alert(1)", b"file:///etc/passwd", b"data:text/html,x", b"\\\\\\\\host\\\\share"]
)
def test_a_link_to_anything_but_the_net_and_mail_is_refused(target: bytes) -> None:
    escaped = target.replace(b"(", b"\\(").replace(b")", b"\\)")

    assert refused(written(page(more={10: b"<< /S /URI /URI (%s) >>" % escaped}))) == {"pdf-link"}


def test_changing_what_is_shown_is_pointed_out() -> None:
    assert flagged(written(page(catalogue=b"/OpenAction << /S /SetOCGState /State [] >>"))) == {"pdf-acts"}
    assert flagged(written(page(entries=b"/AA << /O << /S /GoTo /D [3 0 R /Fit] >> >>"))) == {"pdf-acts"}


@pytest.mark.parametrize("kind", [b"RichMedia", b"3D", b"Movie", b"Sound", b"Screen"])
def test_media_are_refused(kind: bytes) -> None:
    note = b"<< /Type /Annot /Subtype /%s /Rect [0 0 1 1] >>" % kind

    assert refused(written(page(entries=b"/Annots [10 0 R]", more={10: note}))) == {"pdf-media"}


# --- what is enclosed, what lies elsewhere -----------------------------------------------------------------------


def enclosing(name: bytes, content: bytes) -> bytes:
    specification = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F 11 0 R >> >>" % (name, name)
    return written(page(more={10: specification, 11: stream(content, b"/Type /EmbeddedFile", packed=True)}))


@pytest.mark.parametrize(
    ("name", "content"), [(b"a.pdf", b"MZ\x90\x00"), (b"a.exe", b"x"), (b"a.txt", b"#!/bin/sh"), (b"run.js", b"x")]
)
def test_an_enclosed_program_is_refused_by_its_bytes_or_its_name(name: bytes, content: bytes) -> None:
    assert refused(enclosing(name, content)) == {"pdf-program-inside"}


def test_an_enclosed_file_is_pointed_out_by_name() -> None:
    [found] = look(enclosing(b"table.csv", b"1,2"))

    assert (found.slug, found.severity, found.facts) == ("pdf-encloses", Severity.FLAG, {"name": "table.csv"})


def test_the_fields_that_our_own_letters_carry_are_known() -> None:
    assert look(enclosing(b"letter.json", b"{}")) == []


@pytest.mark.parametrize("entries", [b"/F (elsewhere.bin)", b"/Ref << /F (other.pdf) /Page 0 >>"])
def test_content_that_lies_in_another_file_is_refused(entries: bytes) -> None:
    assert refused(written(page(more={10: stream(b"", entries)}))) == {"pdf-outside-content"}


def test_a_font_that_the_file_does_not_bring_is_pointed_out() -> None:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"

    [found] = look(written(page(SEEN, resources=FONTS, more={10: font})))

    assert (found.slug, found.facts["fonts"]) == ("pdf-font-missing", "Helvetica")


def test_a_picture_larger_than_paper_is_refused_unopened() -> None:
    picture = stream(b"", b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000", packed=True)

    assert refused(written(page(more={10: picture}))) == {"picture-too-large"}


# --- forms and layers --------------------------------------------------------------------------------------------


def test_a_form_that_programs_draw_is_refused_and_one_they_may_redraw_is_pointed_out() -> None:
    assert refused(written(page(catalogue=b"/AcroForm << /Fields [] /XFA [] >>"))) == {"pdf-xfa"}
    assert flagged(written(page(catalogue=b"/AcroForm << /Fields [] /NeedAppearances true >>"))) == {"pdf-form"}
    assert look(written(page(catalogue=b"/AcroForm << /Fields [] >>"))) == []


@pytest.mark.parametrize("usual", [b"/OFF [10 0 R]", b"/BaseState /OFF"])
def test_a_hidden_layer_is_pointed_out(usual: bytes) -> None:
    layers = b"/OCProperties << /OCGs [10 0 R] /D << %s >> >>" % usual

    [found] = look(written(page(catalogue=layers, more={10: b"<< /Type /OCG /Name (draft) >>"})))

    assert (found.slug, found.facts["name"]) == ("pdf-hidden-layer", "draft")


def test_a_layer_that_prints_otherwise_than_it_shows_is_refused() -> None:
    layer = b"<< /Type /OCG /Name (a) /Usage << /Print << /PrintState /OFF >> /View << /ViewState /ON >> >> >>"
    alike = layer.replace(b"/PrintState /OFF", b"/PrintState /ON")
    layers = b"/OCProperties << /OCGs [10 0 R] /D << >> >>"

    assert refused(written(page(catalogue=layers, more={10: layer}))) == {"pdf-prints-otherwise"}
    assert look(written(page(catalogue=layers, more={10: alike}))) == []


# --- what nobody sees --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"BT 3 Tr /F1 12 Tf 100 700 Td (unseen) Tj ET",
        b"1 1 1 rg BT /F1 12 Tf 100 700 Td (unseen) Tj ET",
        b"BT /F1 12 Tf -900 700 Td (unseen) Tj ET",
        b"q 1 0 0 1 0 2000 cm /X Do Q",
    ],
)
def test_text_that_nobody_sees_is_pointed_out(content: bytes) -> None:
    form = stream(SEEN, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << %s >>" % FONTS)

    data = texts(b"q " + content + b" Q " + SEEN, resources=b"/XObject << /X 20 0 R >>", more={20: form})

    [found] = look(data)
    assert (found.slug, found.page, found.facts["count"]) == ("pdf-text-unseen", 1, 1)


def test_white_letters_on_a_dark_area_are_seen() -> None:
    assert look(texts(b"0 0 0 rg 50 650 400 100 re f 1 1 1 rg " + SEEN)) == []


PICTURE = {
    21: stream(
        b"\x80", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    )
}


@pytest.mark.parametrize(
    "above",
    [
        b"1 1 1 rg 50 650 400 100 re f",
        b"0 0 0 rg 50 650 400 100 re f",
        b"q 400 0 0 100 50 650 cm /P Do Q",
        b"q 1 0 0 1 50 650 cm /X Do Q",
    ],
)
def test_text_under_something_is_pointed_out(above: bytes) -> None:
    form = stream(b"0.9 g 0 0 400 100 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 400 100]")
    resources = b"/XObject << /P 21 0 R /X 20 0 R >>"

    [found] = look(texts(SEEN + above, resources=resources, more={20: form, **PICTURE}))

    assert (found.slug, found.page, found.facts["count"]) == ("pdf-text-covered", 1, 1)
    assert look(texts(above + b" 0 g " + SEEN, resources=resources, more={20: form, **PICTURE})) == []


def test_a_line_or_an_area_beside_the_text_covers_nothing() -> None:
    assert look(texts(SEEN + b"50 650 m 400 650 l S 50 10 400 100 re f 50 650 400 100 re S")) == []


def noted(note: bytes) -> bytes:
    return texts(SEEN, entries=b"/Annots [30 0 R]", more={30: note})


def test_a_note_over_the_text_is_pointed_out_with_what_it_covers() -> None:
    over = b"<< /Type /Annot /Subtype /%s /Rect [50 650 500 750] /F 4 >>"
    beside = b"<< /Type /Annot /Subtype /Stamp /Rect [50 50 100 100] /F 4 >>"

    for kind in (b"FreeText", b"Stamp", b"Redact", b"Square"):
        assert flagged(noted(over % kind)) == {"pdf-note", "pdf-text-covered"}
    assert flagged(noted(beside)) == {"pdf-note"}
    assert look(noted(over % b"Link")) == []


def test_a_note_that_is_printed_and_not_shown_is_refused() -> None:
    note = b"<< /Type /Annot /Subtype /Stamp /Rect [50 650 500 750] /F 36 >>"

    assert refused(noted(note)) == {"pdf-prints-otherwise"}


def test_a_page_that_shows_a_part_of_itself_or_is_no_paper_is_told() -> None:
    assert flagged(written(page(entries=b"/CropBox [0 400 595 842]"))) == {"pdf-cropped"}
    large = written(page()).replace(b"[0 0 595 842]", b"[0 0 99999 9]")
    assert refused(large) == {"pdf-page-size"}


# --- as a file ---------------------------------------------------------------------------------------------------


def test_an_encrypted_pdf_is_refused_with_or_without_a_password() -> None:
    for owner, user in (("o", ""), ("o", "u")):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf())) as file:
            file.save(out, encryption=pikepdf.Encryption(owner=owner, user=user))

        assert refused(out.getvalue()) == {"pdf-locked"}


def test_a_pdf_saved_over_is_pointed_out_with_how_often() -> None:
    first = pdf()

    [found] = look(written({4: stream(b"0 0 m 5 5 l S")}, before=written({4: stream(b"")}, before=first)))

    assert (found.slug, found.facts["times"]) == ("pdf-saved-over", 3)


def test_a_pdf_arranged_for_the_web_was_saved_once() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as file:
        file.save(out, linearize=True)

    assert look(out.getvalue()) == []


def test_a_broken_table_is_pointed_out() -> None:
    broken = pdf().replace(b"startxref\n", b"startxref\n9")

    assert flagged(broken) == {"pdf-repaired"}


def test_something_before_or_behind_is_told() -> None:
    zipped = b"PK\x05\x06" + bytes(18)

    assert refused(b"GIF89a " + pdf()) >= {"pdf-begins-otherwise"}
    assert refused(pdf() + b"<script>x</script>") == {"file-of-two-kinds"}
    assert refused(pdf() + zipped) == {"file-of-two-kinds"}
    assert refused(pdf().replace(b"%\xe2\xe3\xcf\xd3", b"%<html>")) >= {"file-of-two-kinds"}
    assert flagged(pdf() + b"something else") == {"file-continues"}
    assert look(pdf() + b"\r\n\x00") == []


def test_the_mark_of_an_archive_that_stands_in_packed_data_by_chance_is_none() -> None:
    assert look(written(page(b"% PK\x05\x06" + bytes(range(1, 200)).replace(b"\n", b"").replace(b"\r", b"")))) == []


def test_a_link_to_nothing_is_nothing() -> None:
    assert look(written(page(more={10: b"<< /S /URI /URI () >>"}))) == []


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n%%EOF", pdf()[:200], b"%PDF-1.7\n" + bytes(1000)])
def test_what_is_no_pdf_is_refused_with_why(data: bytes) -> None:
    found = look(data)

    assert {one.slug for one in found if one.severity is Severity.REFUSE} & {"pdf-damaged", "pdf-without-pages"}


def test_the_same_finding_is_told_once() -> None:
    many = dict.fromkeys(range(10, 500), b"<< /S /Launch /F (x) >>")

    assert len(look(written(page(more=many)))) == 1


# --- signed before -----------------------------------------------------------------------------------------------


def signature_on(data: bytes, field: str) -> bytes:
    """Sign a PDF in a way that others do."""
    key = SpecimenAuthority.create().officer("someone", organisation="office", post="post")
    signer = SimpleSigner.load_pkcs12_data(pkcs12.write(key, b"pass phrase", iterations=1), [], b"pass phrase")
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    sign_pdf(writer, PdfSignatureMetadata(field_name=field), signer=signer, output=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def signed() -> bytes:
    return signature_on(texts(SEEN), "first")


def test_a_signed_pdf_is_clean_and_a_second_signature_is_pointed_out(signed: bytes) -> None:
    assert look(signed) == []
    assert flagged(signature_on(signed, "second")) == {"pdf-signed-again"}


@pytest.mark.parametrize(
    "changed",
    [
        {4: stream(b"BT /F1 12 Tf 100 700 Td (paid) Tj ET")},
        {10: FONT[10].replace(b"Helvetica", b"Otherwise")},
        {
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [200 0 R] >>",
            200: b"<< /Type /Annot /Subtype /FreeText /Rect [50 650 500 750] /Contents (paid) >>",
        },
    ],
    ids=["another content", "another font", "a note over it"],
)
def test_whatever_draws_otherwise_behind_a_signature_is_refused(signed: bytes, changed: Objects) -> None:
    assert refused(written(changed, before=signed)) == {"pdf-changed-after-signing"}


def test_a_signature_that_leaves_parts_out_is_refused(signed: bytes) -> None:
    ranges = re.search(rb"/ByteRange\s*\[(\d+) (\d+) (\d+) (\d+)\]", signed)
    assert ranges is not None
    shorter = str(int(ranges[4]) - 10).encode().rjust(len(ranges[4]))
    from_within = ranges[0].replace(b"[0 ", b"[9 ")

    cut = signed.replace(ranges[0], ranges[0].replace(b" %s]" % ranges[4], b" %s]" % shorter))

    assert refused(cut) & {"pdf-signature-with-gaps", "pdf-signature-broken"}
    assert refused(signed.replace(ranges[0], from_within)) == {"pdf-signature-with-gaps"}
    wider = str(int(ranges[3]) + 2).encode()
    assert len(wider) == len(ranges[3])
    gap = ranges[0].replace(b" %s " % ranges[3], b" %s " % wider)
    assert refused(signed.replace(ranges[0], gap)) == {"pdf-signature-with-gaps"}
    less = str(int(ranges[4]) - 2).encode().rjust(len(ranges[4]))
    to_the_end = gap.replace(b" %s]" % ranges[4], b" %s]" % less)
    assert refused(signed.replace(ranges[0], to_the_end)) == {"pdf-signature-with-gaps"}


def test_a_signature_that_is_none_is_refused(signed: bytes) -> None:
    at = signed.index(b"/Contents <") + len(b"/Contents <")

    assert refused(signed[:at] + b"00" * 20 + signed[at + 40 :]) == {"pdf-signature-broken"}


def test_a_letter_of_our_own_is_clean_and_one_that_was_drawn_over_is_not() -> None:
    key = SpecimenAuthority.create().officer("someone", organisation="office", post="post")
    letter = finished(key).data

    over = stream(b"0 0 0 rg 50 50 400 400 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    note = b"<< /Type /Annot /Subtype /Stamp /Rect [50 50 450 450] /F 4 /AP << /N 901 0 R >> >>"
    with pikepdf.open(io.BytesIO(letter)) as file:
        number = file.pages[0].obj.objgen[0]
        drawn = file.pages[0].obj.unparse(resolved=True)
        assert drawn.endswith(b">>")

    assert look(letter) == []
    listed = re.sub(rb"/Annots \[", b"/Annots [ 900 0 R ", drawn) if b"/Annots [" in drawn else drawn
    assert listed != drawn
    assert refused(written({number: listed, 900: note, 901: over}, before=letter)) == {"pdf-changed-after-signing"}
