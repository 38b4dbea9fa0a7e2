"""Where one part ends and the next begins, in letters that do not make it easy."""

from datetime import date

import pytest

from domain.classes import LetterKind
from registry.documents.draft import Draft, Read, Sureness
from registry.documents.reading import people, text
from registry.documents.reading.contacts import numbers
from registry.documents.reading.files.lines import read_lines
from registry.documents.reading.force import force
from registry.documents.reading.happenings import happenings
from registry.documents.reading.instruments import named_instruments
from registry.documents.reading.signatures import signed

HEAD = ("ที่ มท ๐๘๑๒/๑", "", "กรมตัวอย่าง", "", "๑๐ กุมภาพันธ์ ๒๕๖๔", "", "เรื่อง ก", "", "เรียน ข", "")
END = ("", "ขอแสดงความนับถือ", "", "(นายหนึ่ง สอง)", "อธิบดี", "")


def read(*lines: str) -> Draft:
    return text.read("\n".join(lines).encode())


def test_a_letter_that_speaks_of_days_far_ahead_of_its_own_is_in_doubt() -> None:
    draft = read("กรมตัวอย่าง", "", "๑๕ กันยายน ๒๕๒๐", *HEAD[5:], "ด้วยจะประชุมในวันที่ ๒๑ กันยายน ๒๕๖๐", *END)

    assert draft.dated is not None
    assert draft.dated.sure is Sureness.DOUBTFUL
    assert [doubt.slug for doubt in draft.doubts] == ["day-contradicts-text"]


def test_a_birthday_long_ago_contradicts_nothing() -> None:
    draft = read(*HEAD, "ด้วยนายหนึ่ง สอง เกิดวันที่ ๑ มกราคม ๒๕๑๐", *END)

    assert draft.doubts == ()


def test_a_day_that_is_named_twice_in_the_same_words_is_one() -> None:
    said = [Read("ประชุมในวันที่ ๒๑ กันยายน ๒๕๖๐", no) for no in (1, 2)]

    assert len(happenings(said, with_force=True)[0]) == 1


def test_a_day_behind_now_is_not_the_day_in_force() -> None:
    said = [Read("ให้มีผลตั้งแต่บัดนี้ และรายงานในวันที่ ๕ มกราคม ๒๕๖๕", 1)]

    found = force(said, LetterKind.ORDER, dated=date(2021, 1, 2), published=None)

    assert found.day is not None
    assert found.day.value == date(2021, 1, 2)


def test_the_day_behind_an_instrument_named_in_a_subject_is_that_one_s() -> None:
    told = "คำสั่งกรมหนึ่ง ที่ ๑/๒๕๖๔ เรื่อง ยกเลิกคำสั่งกรมหนึ่ง ที่ ๒/๒๕๖๓ ลงวันที่ ๓ มกราคม ๒๕๖๓"

    found = [(one.value.number, one.value.dated) for one in named_instruments([Read(told, 1)], own=None)]

    assert found == [("1/2564", None), ("2/2563", date(2020, 1, 3))]


def test_whoever_acts_is_not_the_word_of_acting() -> None:
    found = signed(read_lines("(นายหนึ่ง สอง)\nผู้รักษาราชการแทนอธิบดี".encode()))

    assert found.first is not None
    assert (found.first.value.post, found.first.value.acting) == ("ผู้รักษาราชการแทนอธิบดี", None)


def test_the_unit_in_charge_is_no_post_for_which_somebody_acts() -> None:
    page = "          (นายหนึ่ง สอง)\n          รองอธิบดี ปฏิบัติราชการแทน\n\nกองกลาง\nโทร. ๐ ๒๐๐๐ ๐๐๐๐"

    found = signed(read_lines(page.encode()))

    assert found.first is not None
    assert (found.first.value.post, found.first.value.principal) == ("รองอธิบดี", None)
    assert found.rest[0].text == "กองกลาง"


@pytest.mark.parametrize("typed", ["(ตำแหน่ง ผู้อำนวยการ)", "(ลายมือชื่อ ย่อ)", "(มีต่อ หน้าหลัง)"])
def test_two_words_in_brackets_that_say_what_to_fill_in_are_no_name(typed: str) -> None:
    assert people.in_brackets(typed) is None


def test_two_figures_are_no_telephone() -> None:
    assert numbers(read_lines("โทร. ๑๒".encode())).phones == ()


def test_units_below_one_another_stand_apart_and_a_wrapped_one_goes_on() -> None:
    draft = read(*HEAD, "ด้วย ค", *END, "กองตัวอย่าง", "กลุ่มงานที่มีชื่อยาวและการพัฒ", "นา", "โทร. ๑๒๓๔")

    assert draft.owner_unit is not None
    assert draft.owner_unit.value == "กองตัวอย่าง กลุ่มงานที่มีชื่อยาวและการพัฒนา"


def test_what_is_added_to_the_foot_is_neither_copy_nor_unit_nor_contact() -> None:
    foot = ("กองตัวอย่าง", "โทร. ๑๒๓๔", "“ซื่อสัตย์ โปร่งใส”", "สำเนาส่ง กรมอื่น", "ร่าง ........", "พิมพ์ ........")

    draft = read(*HEAD, "ด้วย ค", *END, *foot)

    assert [one.value for one in draft.copies_to] == ["กรมอื่น"]
    assert [one.value for one in draft.contact] == ["โทร. ๑๒๓๔"]


def test_without_a_closing_the_text_ends_with_its_last_sentence() -> None:
    draft = read(*HEAD, "ด้วย ค", "", "จึงเรียนมาเพื่อทราบ", "", "ขีดเขียน", "", "(นายหนึ่ง สอง)", "อธิบดี")

    assert [one.value for one in draft.paragraphs] == ["ด้วย ค", "จึงเรียนมาเพื่อทราบ"]
    assert draft.signature is not None
    assert draft.signature.value.rank is None


def test_the_day_of_an_earlier_announcement_is_not_this_one_s() -> None:
    earlier = "ตามประกาศกรม เรื่อง ข ประกาศ ณ วันที่ ๑ มกราคม ๒๕๖๓ นั้น จึงแก้ไข"

    draft = read("ประกาศกรมตัวอย่าง", "เรื่อง ก", "", earlier)

    assert draft.dated is None
    assert [(one.value.dated, one.line) for one in draft.references] == [(date(2020, 1, 1), 4)]


def test_an_hour_by_which_it_must_arrive_is_no_class_of_speed() -> None:
    draft = read("ด่วน ภายในวันที่ ๑๒ กุมภาพันธ์ ๒๕๖๔", *HEAD, "ด้วย ค", *END)

    assert draft.speed is None


def test_a_second_day_or_number_in_the_head_is_not_the_letter_s() -> None:
    draft = read("ที่ มท ๐๘๑๒/๑ กรมตัวอย่าง", "๑๐ กุมภาพันธ์ ๒๕๖๔", "๑๑ กุมภาพันธ์ ๒๕๖๔", *HEAD[5:], "ด้วย ค", *END)

    assert draft.dated is not None
    assert draft.dated.value == date(2021, 2, 10)


def test_every_line_of_a_page_s_margin_is_no_indentation() -> None:
    lines = [*HEAD, "        ด้วยข้อความบรรทัดแรก", "และบรรทัดที่สอง", *END]

    draft = read(*(f"      {line}" if line else "" for line in lines))

    assert [one.value for one in draft.paragraphs] == ["ด้วยข้อความบรรทัดแรกและบรรทัดที่สอง"]


def test_a_text_layer_with_spaces_inside_words_throughout_is_read_by_the_words_of_forms() -> None:
    draft = read(
        "ที่ มท ๐๘๑๒/๑", "", "กรมตั วอย่าง", "ถน น หนึ่ง ก ทม. ๑๐๓๐๐", "", "๑๐ กุมภา พันธ์ ๒๕๖๔", "", "เรื่ อง งบ", "",
        "เรี ยน อธิบดี", "",
        "ด้วย ค", "", "ขอแสดงค วามนับถือ", "", "(นายหนึ่ง สอง)", "รองอธิบดี รักษารา ชการแทน", "อธิบดี",
    )  # fmt: skip

    assert draft.address is not None
    assert draft.address.value == "ถนน หนึ่ง กทม. ๑๐๓๐๐"
    assert draft.dated is not None
    assert draft.dated.value == date(2021, 2, 10)
    assert draft.closing is not None
    assert draft.closing.sure is Sureness.LIKELY
    assert draft.signature is not None
    assert draft.signature.value.principal == "อธิบดี"


def test_words_of_forms_are_left_apart_where_nothing_else_is_broken() -> None:
    draft = read(*HEAD, "ด้วยมีงานทุกวัน ที่ทำการเปิด", *END)

    assert [one.value for one in draft.paragraphs] == ["ด้วยมีงานทุกวัน ที่ทำการเปิด"]


def test_a_telephone_of_a_memo_that_goes_on_on_the_next_line_is_read_to_its_end() -> None:
    page = (
        "บันทึกข้อความ\nส่วนราชการ กรมหนึ่ง กองสอง โทร. ๐ ๒๐๐๐ ๐๐๐๐ ต่อ ๑๒ โทร\n"
        "สาร ๐ ๒๐๐๐ ๐๐๐๑ ไปรษณีย์อิเล็กทรอนิกส์ a@example.go.th\n"
        "ที่ มท ๐๘๑๒/๕ วันที่ ๒๓ พฤศจิกายน ๒๕๖๙\nเรื่อง สาม\nเรียน อธิบดี\n\n          เพื่อโปรดทราบ\n\n          (นายหนึ่ง สอง)"
    )

    found = text.draft_of(read_lines(page.encode()))

    assert found.issuing_office is not None
    assert found.issuing_office.value == "กรมหนึ่ง กองสอง"
    assert " ".join(one.value for one in found.contact) == (
        "โทร. ๐ ๒๐๐๐ ๐๐๐๐ ต่อ ๑๒ โทรสาร ๐ ๒๐๐๐ ๐๐๐๑ ไปรษณีย์อิเล็กทรอนิกส์ a@example.go.th"
    )
    assert [one.value for one in found.fax] == ["๐ ๒๐๐๐ ๐๐๐๑"]
