"""Word documents become the text that somebody would have typed of them."""

import pytest

from domain.errors import InvalidValue
from registry.documents.reading.files import docx
from tests.registry.documents.papers import with_members, word, word_of

P = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:docDefaults><w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>{}</w:styles>"
)
NUMBERING = '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:numbering>'
NUMBERING_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="n" Type="http://x/numbering" Target="numbering.xml"/>'
    '<Relationship Id="s" Type="http://x/styles" Target="styles.xml"/>'
    '<Relationship Id="h" Type="http://x/header" Target="header9.xml"/>'
    '<Relationship Id="f" Type="http://x/footer" Target="footer9.xml"/>'
    '<Relationship Id="g" Type="http://x/header" Target="header8.xml"/></Relationships>'
)


def text(body: str, **parts: str) -> str:
    return docx.opened(word_of(body, **parts)).text


def lines(body: str, **parts: str) -> list[str]:
    return text(body, **parts).split("\n")


def doubts(body: str) -> list[tuple[int, str]]:
    return [(one.line, one.slug) for one in docx.opened(word_of(body)).doubts]


def run(content: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>"


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def table(*rows: list[str]) -> str:
    def cell(content: str) -> str:
        return f"<w:tc>{content}</w:tc>"

    return f"<w:tbl>{''.join('<w:tr>' + ''.join(map(cell, row)) + '</w:tr>' for row in rows)}</w:tbl>"


def test_paragraphs_and_tables_come_in_their_order() -> None:
    body = P.format("ก") + table([P.format("ข"), P.format("ค")]) + P.format("ง")

    assert lines(body) == ["ก", "ข\tค", "ง"]


def test_the_cells_of_a_letterhead_stand_beside_each_other_line_by_line() -> None:
    head = table([P.format("ที่ มท ๐๘๑๒/ว ๒๗๑"), "<w:p/>", P.format("กรม") + P.format("ถนน")])

    assert lines(head) == ["ที่ มท ๐๘๑๒/ว ๒๗๑\t\tกรม", "\t\tถนน"]


def test_a_table_in_a_table_and_rows_in_content_controls_are_read() -> None:
    inner = table([P.format("ก"), P.format("ข")])
    row = f"<w:sdt><w:sdtContent><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:sdtContent></w:sdt>"

    assert lines(f"<w:tbl>{row}</w:tbl>") == ["ก\tข", ""]


def test_a_tab_is_a_gap_and_a_break_is_a_line() -> None:
    content = run(
        "<w:t>ก</w:t><w:tab/><w:t>ข</w:t><w:br/><w:t>ค</w:t><w:cr/><w:t>ง</w:t><w:noBreakHyphen/><w:t>จ</w:t>"
    )

    assert lines(paragraph(content)) == ["ก\tข", "ค", "ง-จ"]


@pytest.mark.parametrize(
    ("indent", "seen"),
    [
        ('<w:ind w:firstLine="1440"/>', True),
        ('<w:ind w:left="720"/>', True),
        ('<w:ind w:start="720"/>', True),
        ('<w:ind w:left="720" w:hanging="720"/>', False),
        ('<w:ind w:firstLine="100"/>', False),
        ("", False),
    ],
)
def test_what_begins_to_the_right_of_the_margin_is_indented(indent: str, *, seen: bool) -> None:
    assert text(paragraph(run("<w:t>ก</w:t>"), indent)).startswith("\t") is seen


def test_an_indentation_and_a_gap_may_come_from_the_style_and_what_that_is_based_on() -> None:
    styles = STYLES.format(
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:ind w:firstLine="1000"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/>'
        '<w:pPr><w:spacing w:before="240"/></w:pPr></w:style>'
    )
    body = P.format("ก") + paragraph(run("<w:t>ข</w:t>"), '<w:pStyle w:val="B"/>')

    assert lines(body, styles=styles) == ["ก", "", "\tข"]


def test_styles_based_on_each_other_end() -> None:
    styles = STYLES.format(
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )

    assert lines(paragraph(run("<w:t>ก</w:t>"), '<w:pStyle w:val="B"/>'), styles=styles) == ["ก"]


@pytest.mark.parametrize("gap", ['<w:spacing w:before="120"/>', '<w:spacing w:before="0" w:beforeAutospacing="1"/>'])
def test_a_gap_above_a_paragraph_is_a_blank_line(gap: str) -> None:
    assert lines(P.format("ก") + paragraph(run("<w:t>ข</w:t>"), gap)) == ["ก", "", "ข"]


def test_an_empty_paragraph_is_a_blank_line_and_no_second_one_is_added() -> None:
    body = P.format("ก") + "<w:p/>" + paragraph(run("<w:t>ข</w:t>"), '<w:spacing w:before="240"/>')

    assert lines(body) == ["ก", "", "ข"]


# --- numbers that are not in the text ----------------------------------------------------------------------------


def numbered(form: str, shown: str = "%1.", *, start: int = 1, more: str = "") -> str:
    level = (
        f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{shown}"/></w:lvl>'
    )
    return NUMBERING.format(
        f'<w:abstractNum w:abstractNumId="7">{level}{more}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )


def item(words: str, level: int = 0, of: int = 1) -> str:
    return paragraph(run(f"<w:t>{words}</w:t>"), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{of}"/></w:numPr>')


def in_list(body: str, numbering: str) -> list[str]:
    members = {
        "word/numbering.xml": numbering.encode(),
        "word/_rels/document.xml.rels": NUMBERING_RELATIONSHIPS.encode(),
    }
    return docx.opened(with_members(word_of(body), members)).text.split("\n")


@pytest.mark.parametrize(
    ("form", "first", "second"),
    [
        ("decimal", "1.", "2."),
        ("thaiNumbers", "๑.", "๒."),
        ("thaiLetters", "ก.", "ข."),
        ("upperRoman", "I.", "II."),
        ("lowerLetter", "a.", "b."),
        ("decimalZero", "01.", "02."),
        ("hindiVowels", "1.", "2."),
    ],
)
def test_a_number_that_word_would_print_is_read(form: str, first: str, second: str) -> None:
    assert in_list(item("เรื่องแรก") + item("เรื่องหลัง"), numbered(form)) == [f"{first} เรื่องแรก", f"{second} เรื่องหลัง"]


def test_thai_letters_leave_out_the_four_that_nobody_counts_with_and_begin_again_doubled() -> None:
    rows = in_list("".join(item("x") for _ in range(42)), numbered("thaiLetters", "%1"))

    assert [row.split()[0] for row in rows[2:6]] == ["ค", "ง", "จ", "ฉ"]
    assert [row.split()[0] for row in rows[40:]] == ["ฮ", "กก"]


def test_a_lower_level_shows_the_higher_and_begins_anew_below_the_next() -> None:
    lower = '<w:lvl w:ilvl="1"><w:numFmt w:val="thaiNumbers"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    body = item("a") + item("b", 1) + item("c", 1) + item("d") + item("e", 1)

    rows = in_list(body, numbered("thaiNumbers", more=lower))

    assert rows == ["๑. a", "๑.๑ b", "๑.๒ c", "๒. d", "๒.๑ e"]


def test_a_list_may_begin_elsewhere_and_again() -> None:
    assert in_list(item("a") + item("b"), numbered("decimal", start=5)) == ["5. a", "6. b"]
    assert in_list(item("a") + item("b", of=2) + item("c", of=2), numbered("decimal")) == ["1. a", "1. b", "2. c"]


def test_a_list_begins_again_only_where_it_is_told_to() -> None:
    third = '<w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/>{}<w:lvlText w:val="%3"/></w:lvl>'
    second = '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%2"/></w:lvl>'
    body = item("a") + item("b", 2) + item("c", 1) + item("d", 2) + item("e") + item("f", 2)

    def numbers(restart: str) -> list[str]:
        rows = in_list(body, numbered("decimal", more=second + third.format(restart)))
        return [row.split()[0] for row in rows if row[-1] in "bdf"]

    assert numbers("") == ["1", "1", "1"]
    assert numbers('<w:lvlRestart w:val="0"/>') == ["1", "2", "3"]
    assert numbers('<w:lvlRestart w:val="1"/>') == ["1", "2", "1"]


def test_a_legal_number_is_printed_in_arabic_digits_throughout() -> None:
    lower = '<w:lvl w:ilvl="1"><w:numFmt w:val="thaiNumbers"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>'

    assert in_list(item("a") + item("b", 1), numbered("thaiNumbers", more=lower)) == ["๑. a", "1.1 b"]


def test_list_zero_takes_a_number_away() -> None:
    assert in_list(item("a") + item("b", of=0) + item("c"), numbered("decimal")) == ["1. a", "b", "2. c"]


def test_a_bullet_is_a_dot_and_an_empty_item_takes_no_number() -> None:
    assert in_list(item("a") + item(""), numbered("bullet", "\uf0b7")) == ["• a", ""]
    assert in_list(item("") + item("a"), numbered("decimal")) == ["", "1. a"]


# --- what is no text ---------------------------------------------------------------------------------------------


def test_what_was_deleted_is_no_text_and_what_was_inserted_is() -> None:
    body = paragraph(
        '<w:del w:id="1"><w:r><w:delText>เก่า</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>ใหม่</w:t></w:r></w:ins>'
        "<w:moveFrom><w:r><w:t>ไป</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>มา</w:t></w:r></w:moveTo>"
    )

    assert lines(P.format("ก") + body) == ["ก", "ใหม่มา"]
    assert doubts(P.format("ก") + body) == [(2, "docx-open-changes")]


def test_rows_that_are_hidden_or_deleted_are_not_read() -> None:
    rows = "".join(
        f"<w:tr><w:trPr>{how}</w:trPr><w:tc>{P.format(how[3:6])}</w:tc></w:tr>" for how in ("<w:hidden/>", "<w:del/>")
    )

    assert lines(f"<w:tbl>{rows}</w:tbl>" + P.format("ก")) == ["ก"]
    assert doubts(f"<w:tbl>{rows}</w:tbl>" + P.format("ก")) == [(1, "docx-open-changes")]


def test_hidden_text_is_not_read_and_told() -> None:
    styles = STYLES.format('<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>')
    by_style = run("<w:t>ลับ</w:t>", '<w:rStyle w:val="H"/>')
    shown = run("<w:t>เห็น</w:t>", '<w:vanish w:val="0"/>')
    body = paragraph(run("<w:t>ลับ</w:t>", "<w:vanish/>") + by_style + shown)

    found = docx.opened(word_of(body, styles=styles))

    assert (found.text, [one.slug for one in found.doubts]) == ("เห็น", ["docx-hidden-text"])


def test_a_page_number_is_no_text_and_another_field_shows_what_it_showed() -> None:
    def complex_field(code: str, shown: str) -> str:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f"<w:r><w:instrText>{code}</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            f'<w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    body = paragraph(complex_field(" PAGE ", "7") + complex_field("MERGEFIELD name", "ชื่อ"))
    simple = '<w:p><w:fldSimple w:instr="NUMPAGES"><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p>'

    assert lines(body + simple) == ["ชื่อ", ""]
    moving = paragraph(complex_field('DATE \\@ "d MMMM yyyy"', "๑๐ กุมภาพันธ์ ๒๕๖๔"))
    assert (text(moving), doubts(moving)) == ("๑๐ กุมภาพันธ์ ๒๕๖๔", [(1, "docx-moving-date")])


def test_a_placeholder_is_no_text_and_a_comment_is_told() -> None:
    placeholder = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>คลิกเพื่อพิมพ์</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    commented = paragraph(run("<w:t>ก</w:t>") + '<w:r><w:commentReference w:id="0"/></w:r>')

    assert lines(placeholder + commented) == ["ก"]
    assert doubts(placeholder + commented) == [(1, "docx-comments")]


def test_signs_of_symbol_fonts_are_read_where_they_are_known_and_told_where_not() -> None:
    known = paragraph(run('<w:sym w:font="Symbol" w:char="F0B7"/><w:t> ก \uf0fc</w:t>'))
    unknown = paragraph(run('<w:sym w:font="Webdings" w:char="F021"/><w:t>ก</w:t>'))

    assert (text(known), doubts(known)) == ("• ก ✓", [])
    assert (text(unknown), doubts(unknown)) == ("ก", [(1, "docx-symbol")])


# --- text boxes, headers, footers --------------------------------------------------------------------------------


def box(words: str, *, top: int = 0, left: int = 0) -> str:
    content = f"<w:txbxContent>{P.format(words)}</w:txbxContent>"
    drawing = (
        "<w:drawing><wp:anchor>"
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f"<wps:txbx>{content}</wps:txbx></wp:anchor></w:drawing>"
    )
    old = f'<w:pict><v:shape style="position:absolute"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"{drawing}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_that_is_there_in_two_forms_is_read_once() -> None:
    assert lines(paragraph(box("กรม") + run("<w:t>เรื่อง</w:t>"))) == ["กรม", "เรื่อง"]


def test_a_field_around_a_text_box_does_not_hide_it() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'

    assert lines(paragraph(begun + box("กรม"))) == ["กรม", ""]


def test_a_gap_below_a_paragraph_is_a_blank_line() -> None:
    assert lines(paragraph(run("<w:t>ก</w:t>"), '<w:spacing w:after="160"/>') + P.format("ข")) == ["ก", "", "ข"]


def test_a_text_box_of_old_word_is_read() -> None:
    shape = (
        '<w:r><w:pict><v:shape style="margin-top:{}pt"><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox>'
        "</v:shape></w:pict></w:r>"
    )

    body = paragraph(shape.format(700, P.format("ท้าย")) + shape.format(10, P.format("หัว"))) + P.format("ก")

    assert lines(body) == ["หัว", "", "ก", "ท้าย"]


def test_text_boxes_come_from_the_top_down_and_those_at_the_foot_at_the_end() -> None:
    boxes = box("ล่าง", top=9_000_000) + box("สอง", top=900_000) + box("หนึ่ง", top=100_000)

    assert lines(paragraph(boxes) + P.format("ก")) == ["หนึ่ง", "สอง", "", "ก", "ล่าง"]


def with_edges(section: str) -> list[str]:
    def part(kind: str, words: str) -> bytes:
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        return f"<w:{kind} {space}>{P.format(words)}</w:{kind}>".encode()

    members: dict[str, bytes | None] = {
        "word/header9.xml": part("hdr", "หัวแรก"),
        "word/header8.xml": part("hdr", "หัวอื่น"),
        "word/footer9.xml": part("ftr", "ท้าย"),
        "word/_rels/document.xml.rels": NUMBERING_RELATIONSHIPS.encode(),
    }
    return docx.opened(with_members(word_of(P.format("ก") + section), members)).text.split("\n")


def test_the_header_and_the_footer_of_the_first_page_are_read() -> None:
    edges = (
        '<w:headerReference w:type="first" r:id="h"/><w:headerReference w:type="default" r:id="g"/>'
        '<w:footerReference w:type="default" r:id="f"/>'
    )

    assert with_edges(f"<w:sectPr>{edges}</w:sectPr>") == ["หัวอื่น", "ก", "ท้าย"]
    assert with_edges(f"<w:sectPr>{edges}<w:titlePg/></w:sectPr>") == ["หัวแรก", "ก"]
    assert with_edges("<w:sectPr/>") == ["ก"]


# --- what cannot be read -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", with_members(word("ก"), {"word/document.xml": None})])
def test_what_is_no_word_document_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidValue, match="damaged or made to mislead"):
        docx.opened(data)


def test_more_text_than_a_letter_has_is_refused() -> None:
    with pytest.raises(InvalidValue, match="hand in one letter at a time"):
        text(P.format("ก" * 400_000))


def test_a_part_from_another_file_is_told() -> None:
    assert doubts(P.format("ก") + '<w:altChunk r:id="x"/>') == [(1, "docx-part-not-read")]
