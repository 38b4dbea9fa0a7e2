"""Papers as offices print, copy and stamp them, beside what the forms ask."""

from datetime import date

import pytest

from registry.documents.draft import Draft, Read, Sureness
from registry.documents.reading import text
from registry.documents.reading.basis import legal_basis
from registry.documents.reading.files.lines import read_lines
from registry.documents.reading.happenings import happenings
from registry.documents.reading.signatures import signed

HEAD = ("ที่ มท ๐๘๑๒/๑", "", "กรมตัวอย่าง", "", "๑๐ กุมภาพันธ์ ๒๕๖๔", "", "เรื่อง ก", "", "เรียน ข", "")
END = ("", "ขอแสดงความนับถือ", "", "(นายหนึ่ง สอง)", "อธิบดี", "")
ORDER = ("คำสั่งกรมตัวอย่าง", "ที่ ๑๒/๒๕๖๔", "เรื่อง แต่งตั้งคณะทำงาน", "-----")


def read(*lines: str) -> Draft:
    return text.read("\n".join(lines).encode())


@pytest.mark.parametrize("words", ["สำเนาถูกต้อง", "- รับรองสำเนาถูกต้อง -", "ความเห็นของปลัดเทศบาล", "เห็นชอบ", "อนุมัติ"])
def test_whoever_certifies_a_copy_or_agrees_is_no_signer(words: str) -> None:
    page = f"(นายหนึ่ง สอง)\nอธิบดี\n{words}\n(นางสาม สี่)\nเจ้าพนักงานธุรการ"

    found = signed(read_lines(page.encode()))

    assert [(one.value.name, one.value.post) for one in found.blocks] == [("นายหนึ่ง สอง", "อธิบดี")]
    assert found.rest == ()


def test_many_copies_that_are_certified_are_read_to_the_last() -> None:
    page = "(นายหนึ่ง สอง)\nอธิบดี\n" + "สำเนาถูกต้อง\n(นางสาม สี่)\nนักจัดการงาน\n" * 3000

    assert len(signed(read_lines(page.encode())).blocks) == 1


def test_the_unit_below_a_certified_copy_is_still_the_unit() -> None:
    page = (
        "     (นายหนึ่ง สอง)\n     อธิบดี\n     สำเนาถูกต้อง\n     (นางสาม สี่)\n     นักจัดการงาน\n\nกองกลาง\nโทร. ๐ ๒๐๐๐ ๐๐๐๐"
    )

    found = signed(read_lines(page.encode()))

    assert [line.text for line in found.rest] == ["กองกลาง", "โทร. ๐ ๒๐๐๐ ๐๐๐๐"]


def test_a_post_below_a_name_that_nobody_filled_in_is_no_unit() -> None:
    draft = read(
        *HEAD, "ด้วยข้อความ", "", "ขอแสดงความนับถือ", "", "          (                    )",
        "          ผู้อำนวยการสำนักหนึ่ง", "",
        "กลุ่มอำนวยการ", "โทร. ๐ ๒๐๐๐ ๐๐๐๐",
    )  # fmt: skip

    assert draft.signature is None
    assert draft.owner_unit == Read("กลุ่มอำนวยการ", 18)


def test_a_name_that_lost_its_first_bracket_keeps_its_surname() -> None:
    found = signed(read_lines("นายหนึ่ง สองสาม)\nอธิบดี".encode()))

    assert found.first is not None
    assert (found.first.value.name, found.first.value.post) == ("นายหนึ่ง สองสาม", "อธิบดี")
    assert found.first.sure is Sureness.DOUBTFUL


def test_a_word_of_acting_that_annex_3_does_not_know_stands_apart_in_the_post() -> None:
    found = signed(read_lines("          (นายหนึ่ง สอง)\n          คณบดี\n          ปฏิบัติการแทนอธิการบดี".encode()))

    assert found.first is not None
    assert found.first.value.post == "คณบดี ปฏิบัติการแทนอธิการบดี"


@pytest.mark.parametrize(("printed", "running"), [("ฉบับที่ ๓๘", "38"), ("ฉบับที่ 3 (142/2564)", "3"), ("(ฉบับที่ ๒)", "2")])
def test_a_communique_s_number_stands_below_its_subject(printed: str, running: str) -> None:
    draft = read("แถลงการณ์กรมตัวอย่าง", "เรื่อง สถานการณ์น้ำ", printed, "", "ด้วยฝนตก", "", "กรมตัวอย่าง", "๑๒ ตุลาคม ๒๕๖๔")

    assert draft.number_printed is not None
    assert draft.number_printed.value.running == running
    assert draft.subject is not None
    assert draft.subject.value == "สถานการณ์น้ำ"


def test_the_field_of_a_series_is_no_part_of_the_office() -> None:
    draft = read(
        "ประกาศกรมตัวอย่าง", "เกี่ยวกับภาษี (ฉบับที่ ๔๑๘)", "เรื่อง การยกเว้น", "-----", "ด้วยเหตุ", "ประกาศ ณ วันที่ ๑ มีนาคม ๒๕๖๔"
    )

    assert draft.issuing_office == Read("กรมตัวอย่าง", 1)


@pytest.mark.parametrize(
    ("said", "provisions"),
    [
        (
            "อาศัยอำนาจตามความในมาตรา ๕ วรรคหนึ่ง (๒) ของรัฐธรรมนูญแห่งราชอาณาจักรไทย จึงประกาศรายชื่อของปี พ.ศ. ๒๕๖๖",
            ["มาตรา ๕ วรรคหนึ่ง (๒) ของรัฐธรรมนูญแห่งราชอาณาจักรไทย"],
        ),
        (
            "อาศัยอำนาจตามความในมาตรา ๕ แห่งพระราชบัญญัติหนึ่ง พ.ศ. ๒๕๕๑ และกฎ ก.พ. ว่าด้วยการย้าย พ.ศ. ๒๕๖๔ จึงให้ย้าย",
            ["มาตรา ๕ แห่งพระราชบัญญัติหนึ่ง พ.ศ. ๒๕๕๑", "กฎ ก.พ. ว่าด้วยการย้าย พ.ศ. ๒๕๖๔"],
        ),
        (
            "อาศัยอำนาจตามระเบียบกระทรวงหนึ่งว่าด้วยพัสดุ พ.ศ. ๒๕๖๐ ข้อ ๒๕ จึงแต่งตั้ง",
            ["ระเบียบกระทรวงหนึ่งว่าด้วยพัสดุ พ.ศ. ๒๕๖๐ ข้อ ๒๕"],
        ),
    ],
)
def test_laws_without_a_year_and_rules_named_as_a_whole_are_a_basis(said: str, provisions: list[str]) -> None:
    assert [one.value for one in legal_basis([Read(said, 1)])] == provisions


def test_days_joined_by_until_are_a_span() -> None:
    said = [Read("ตั้งแต่วันที่ ๑ พฤษภาคม ๒๕๖๓ จนถึงวันที่ ๓๑ พฤษภาคม ๒๕๖๓", 1)]

    ((named,), _) = happenings(said, with_force=True)

    assert (named.value.since, named.value.until) == (date(2020, 5, 1), date(2020, 5, 31))


def test_a_house_and_its_street_are_the_address_of_a_person() -> None:
    draft = read("๙๙/๑ หมู่ ๓ ตำบลหนึ่ง", "อำเภอสอง จังหวัดสาม ๑๐๐๐๐", *HEAD[3:], "ด้วยข้าพเจ้า", *END)

    assert draft.issuing_office is None
    assert draft.address == Read("๙๙/๑ หมู่ ๓ ตำบลหนึ่ง อำเภอสอง จังหวัดสาม ๑๐๐๐๐", 1)


def test_a_tower_with_a_name_begins_the_address() -> None:
    draft = read("ที่ มท ๐๘๑๒/๑", "กรมตัวอย่าง", "เดอะ เก้า ทาวเวอร์ (อาคารบี)", "ถนนหนึ่ง กทม. ๑๐๓๑๐", *HEAD[3:], "ด้วย ค", *END)

    assert draft.issuing_office == Read("กรมตัวอย่าง", 2)


def test_whoever_took_the_minutes_may_be_named_below_the_office() -> None:
    draft = read(
        "รายงานการประชุมสภา", "ครั้งที่ ๑/๒๕๖๖", "วันที่ ๑๑ สิงหาคม ๒๕๖๖", "ผู้มาประชุม", "๑. นายสาม สี่", "",
        "(ลงชื่อ)               ผู้จดรายงานการประชุม", "     (นายหนึ่ง สอง)", "     เลขานุการ",
    )  # fmt: skip

    assert draft.signature is not None
    assert (draft.signature.value.name, draft.signature.value.post) == ("นายหนึ่ง สอง", "ผู้จดรายงานการประชุม")


def test_a_telephone_in_the_brackets_of_an_office_takes_no_bracket_with_it() -> None:
    draft = read("บันทึกข้อความ", "ส่วนราชการ กองหนึ่ง (ฝ่ายสอง โทร. ๐ ๒๐๐๐ ๐๐๐๐)", *HEAD[5:], "ด้วย ค", *END[2:])

    assert draft.issuing_office == Read("กองหนึ่ง (ฝ่ายสอง)", 2)
    assert [one.value for one in draft.phones] == ["๐ ๒๐๐๐ ๐๐๐๐"]


def test_a_command_behind_the_words_that_give_it_is_one() -> None:
    draft = read(
        *ORDER, "ผู้อำนวยการจึงมีคำสั่งให้ยกเลิกความในข้อ ๑.๒ แห่งคำสั่งกรมตัวอย่าง ที่ ๗/๒๕๖๓ และให้ใช้ความต่อไปนี้แทน “๑.๒ ใหม่”",
        "สั่ง ณ วันที่ ๑ มีนาคม ๒๕๖๔",
    )  # fmt: skip

    assert [(one.value.target, one.value.target_clause) for one in draft.acts] == [("7/2563", "ข้อ 1.2")]


def test_whoever_is_put_in_a_post_is_named_without_the_post_held_now() -> None:
    draft = read(*ORDER, "จึงให้ นายหนึ่ง สอง ตำแหน่ง นักวิชาการ รักษาการในตำแหน่ง ผู้อำนวยการกองหนึ่ง", "สั่ง ณ วันที่ ๑ มีนาคม ๒๕๖๔")

    assert [(one.value.name, one.value.post) for one in draft.acts] == [("นายหนึ่ง สอง", "ผู้อำนวยการกองหนึ่ง")]


def test_figures_that_stand_apart_are_numbers_where_every_glyph_does() -> None:
    draft = read(
        "ที่ ก ค ๐ ๔ ๐ ๕ .๒ /ว ๑ ๑ ๔          ก ร ม ตั ว อ ย่ า ง", "          ๒ ๓ มี น า ค ม ๒ ๕ ๖ ๓",
        "เรื่อง  ก า ร เ บิ ก จ่ า ย", "เรีย น  อ ธิ บ ดี", "",
        "     ด้ ว ย ก ร ม พิ จ า ร ณ า", "", "     ข อ แ ส ด ง ค ว า ม นั บ ถื อ", "     (น า ย ห นึ่ ง  ส อ ง)",
        "     อ ธิ บ ดี",
    )  # fmt: skip

    assert draft.number is not None
    assert str(draft.number.value) == "กค 0405.2/ว 114"
    assert draft.dated == Read(date(2020, 3, 23), 2, Sureness.LIKELY)
    assert draft.signature is not None
    assert draft.signature.value.name == "นายหนึ่ง สอง"


def test_words_that_lost_their_tone_show_a_machine_s_guess() -> None:
    draft = read("ที่ มท ๐๘๑๒/๑", "กรมตัวอย่าง", "๓ ตุลาคม ๒๕๒๖๕", "เรือง งบ", "เรียน อธิบดี", "จึงเรียนมาเพือทราบ", *END)

    assert draft.number is None
    assert draft.subject == Read("งบ", 4, Sureness.LIKELY)


def test_a_salutation_behind_the_subject_is_one_where_no_line_begins_with_it() -> None:
    draft = read("ที่ มท ๐๘๑๒/๑", "กรมตัวอย่าง", "๑๐ กุมภาพันธ์ ๒๕๖๔", "เรื่อง งานวันหนึ่ง เรียน อธิบดี", "ด้วยข้อความ", *END)

    assert draft.subject == Read("งานวันหนึ่ง", 4)
    assert draft.addressees == (Read("อธิบดี", 4),)


def test_a_subject_that_speaks_of_learning_is_left_whole() -> None:
    draft = read(*HEAD[:6], "เรื่อง ตาราง เรียน ภาคหนึ่ง", "", "เรียน อธิบดี", "", "ด้วยข้อความ", *END)

    assert draft.subject == Read("ตาราง เรียน ภาคหนึ่ง", 7)


def test_a_closing_and_the_name_behind_it_stand_on_one_line_of_a_copy() -> None:
    draft = read(*HEAD, "ด้วยข้อความ", "ขอแสดงความนับถือ นายหนึ่ง สอง อธิบดี")

    assert draft.closing is not None
    assert draft.signature is not None
    assert draft.signature.value.name == "นายหนึ่ง สอง"


def test_a_subject_of_two_lines_ends_where_the_text_opens_though_nothing_parts_them() -> None:
    draft = read(
        "ประกาศกรมตัวอย่าง", "เรื่อง ให้ผู้มีชื่ออยู่ในบัญชีเลื่อนขึ้นมา", "แทนตำแหน่งที่ว่าง", "โดยที่มีเหตุ", "ประกาศ ณ วันที่ ๑ มีนาคม ๒๕๖๔"
    )

    assert draft.subject == Read("ให้ผู้มีชื่ออยู่ในบัญชีเลื่อนขึ้นมาแทนตำแหน่งที่ว่าง", 2)


def test_an_enclosure_goes_on_with_its_day_where_nothing_is_indented() -> None:
    lines = ["สิ่งที่ส่งมาด้วย สำเนาหนังสือกรมหนึ่ง ที่ มท ๐๘๐๘.๒/๓๓", "ลงวันที่ ๗ มกราคม ๒๕๖๕ จำนวน ๒ ชุด", "ด้วยข้อความ"]

    draft = read(*(line for line in HEAD if line), *lines, *(line for line in END if line))

    assert [(one.value.title, one.value.quantity) for one in draft.attachments] == [
        ("สำเนาหนังสือกรมหนึ่ง ที่ มท ๐๘๐๘.๒/๓๓ ลงวันที่ ๗ มกราคม ๒๕๖๕", 2)
    ]
    assert [one.value for one in draft.paragraphs] == ["ด้วยข้อความ"]


def test_short_paragraphs_that_are_wrapped_are_told_by_their_first_words_and_full_lines() -> None:
    wide = "ด้วยกรมตัวอย่างแจ้งว่าได้รับข้อหารือจากองค์กรปกครองส่วนท้องถิ่นเกี่ยวกับการเบิกจ่ายเงิน"
    lines = [wide, "รายละเอียดตามสิ่งที่ส่งมาด้วย", wide.replace("ด้วย", "ทั้งนี้ "), "ก่อนเวลา", "จึงเรียนมาเพื่อทราบ"]

    draft = read(*(line for line in HEAD if line), *lines, *(line for line in END if line))

    assert [one.line for one in draft.paragraphs] == [6, 8, 10]


def test_a_council_s_announcement_has_a_number_of_the_year() -> None:
    draft = read("ประกาศสภาตัวอย่าง ฉบับที่ ๗/๒๕๖๔ เรื่อง ห้ามจอด", "เพื่อความเรียบร้อย", "ประกาศ ณ วันที่ ๑ มีนาคม พุทธศักราช ๒๕๖๔")

    assert draft.issuing_office == Read("สภาตัวอย่าง", 1)
    assert str(draft.number and draft.number.value) == "7/2564"


def test_an_office_whose_name_is_short_is_the_office_of_what_is_named() -> None:
    draft = read("ประกาศกรมตัวอย่าง", "เรื่อง ทุน", "-----", "ตามประกาศสำนักงาน ก.พ. ลงวันที่ ๑๐ มกราคม ๒๕๖๕ เรื่อง ทุน นั้น")

    assert [one.value.dated for one in draft.references] == [date(2022, 1, 10)]


def test_the_year_may_be_spelt_out_in_the_day_in_force() -> None:
    draft = read(*ORDER, "ทั้งนี้ ตั้งแต่วันที่ ๒๖ มีนาคม พุทธศักราช ๒๕๖๔ เป็นต้นไป", "สั่ง ณ วันที่ ๒๕ มีนาคม พุทธศักราช ๒๕๖๔")

    assert draft.effective == Read(date(2021, 3, 26), 5)


def test_a_minister_of_two_offices_has_one_post_over_two_lines() -> None:
    found = signed(read_lines("(นายหนึ่ง สอง)\nรองนายกรัฐมนตรี\nและรัฐมนตรีว่าการกระทรวงตัวอย่าง".encode()))

    assert found.first is not None
    assert found.first.value.post == "รองนายกรัฐมนตรี และรัฐมนตรีว่าการกระทรวงตัวอย่าง"


def test_rules_in_a_list_below_the_word_are_repealed_one_by_one() -> None:
    draft = read(
        "ระเบียบกรมตัวอย่าง", "ว่าด้วยการลา พ.ศ. ๒๕๖๔", "", "ข้อ ๓ ให้ยกเลิก", "(๑) ระเบียบกรมตัวอย่างว่าด้วยการลา พ.ศ. ๒๕๓๕",
        "(๒) ระเบียบกรมตัวอย่างว่าด้วยการลา (ฉบับที่ ๒) พ.ศ. ๒๕๓๙", "ข้อ ๔ ระเบียบนี้ให้ใช้กับทุกคน", "ประกาศ ณ วันที่ ๑ มีนาคม ๒๕๖๔",
    )  # fmt: skip

    assert [(one.value.clause, one.value.target) for one in draft.acts] == [
        ("ข้อ 3", "ระเบียบกรมตัวอย่างว่าด้วยการลา พ.ศ. ๒๕๓๕"),
        ("ข้อ 3", "ระเบียบกรมตัวอย่างว่าด้วยการลา (ฉบับที่ ๒) พ.ศ. ๒๕๓๙"),
    ]


def test_an_order_said_before_is_the_only_one_that_was_named() -> None:
    named = "ตามคำสั่งกรมตัวอย่าง ที่ ๓๓/๒๕๖๓ ลงวันที่ ๘ มกราคม ๒๕๖๓ นั้น"
    repeal = "จึงยกเลิกคำสั่งดังกล่าว และแต่งตั้งคณะทำงาน ประกอบด้วย"

    one = read(*ORDER, named, repeal, "สั่ง ณ วันที่ ๑ มีนาคม ๒๕๖๔")
    two = read(*ORDER, named, named.replace("๓๓", "๓๔"), repeal, "สั่ง ณ วันที่ ๑ มีนาคม ๒๕๖๔")

    assert [(act.value.target, act.value.target_dated) for act in one.acts] == [("33/2563", date(2020, 1, 8))]
    assert [(act.value.target, act.value.target_dated) for act in two.acts] == [("คำสั่งดังกล่าว", None)]


def test_what_a_machine_misread_before_the_office_is_no_part_of_its_name() -> None:
    draft = read(
        "7 ส Mm 9", "ที นบ 52301/94Z6 สำนักงานเทศบาลหนึ่ง |", "ถนนหนึ่ง นบ ๑๑๐๐๐", "๓ ตุลาคม ๒๕๒๖๕", "เรือง งบ", "เรียน อธิบดี",
        "ด้วยข้อความ", *END,
    )  # fmt: skip

    assert draft.issuing_office == Read("สำนักงานเทศบาลหนึ่ง", 2, Sureness.LIKELY)
    assert draft.number is None


def test_an_indented_paragraph_below_a_subject_that_is_not_is_the_text() -> None:
    draft = read("ข่าวกรมตัวอย่าง", "เรื่อง การเยือนประเทศไทย", "     นายหนึ่งจะมาเยือน", "กรมตัวอย่าง", "๓๐ พฤษภาคม ๒๕๖๕")

    assert draft.subject == Read("การเยือนประเทศไทย", 2)
    assert draft.dated == Read(date(2022, 5, 30), 5)


@pytest.mark.parametrize("name", ["พระครูสุนทรธรรมคุณ", "พระมหาหนึ่ง", "เจ้าอธิการสอง"])
def test_a_monk_signs_with_one_name(name: str) -> None:
    found = signed(read_lines(f"({name})\nเจ้าอาวาสวัดตัวอย่าง".encode()))

    assert found.first is not None
    assert (found.first.value.name, found.first.value.post) == (name, "เจ้าอาวาสวัดตัวอย่าง")


@pytest.mark.parametrize(
    ("printed", "series", "running"),
    [("บ.1/ 245 /2566", "บ.1", "245"), ("พ. ๑๒/๒๕๖๖", "พ.", "12"), ("บก ๗/๒๕๖๖", "บก", "7")],
)
def test_an_order_of_a_series_has_a_number_to_look_at_and_an_office_without_it(
    printed: str, series: str, running: str
) -> None:
    draft = read("คำสั่งกรมตัวอย่าง", f"ที่ {printed}", "เรื่อง แต่งตั้ง", "-----", "ด้วยเหตุ", "สั่ง ณ วันที่ ๑ มีนาคม ๒๕๖๖")

    assert draft.issuing_office == Read("กรมตัวอย่าง", 1)
    assert draft.number is None
    assert draft.number_printed is not None
    parts = draft.number_printed.value
    assert (parts.text, parts.series_letter, parts.running, parts.year) == (printed, series, running, 2566)
    assert [(doubt.part, doubt.line) for doubt in draft.doubts] == [("number", 2)]
