"""The parts that documents share, each as people print it in more than one way."""

from datetime import date

import pytest

from domain.classes import ActingWord, LetterKind
from registry.documents.draft import Read, SignatureBlock, Sureness
from registry.documents.reading import people
from registry.documents.reading.basis import legal_basis
from registry.documents.reading.contacts import before_contact, numbers
from registry.documents.reading.days import printed_day
from registry.documents.reading.files.lines import Line, read_lines
from registry.documents.reading.force import force
from registry.documents.reading.forms.labels import attachment, items
from registry.documents.reading.happenings import happenings
from registry.documents.reading.instruments import named_instruments
from registry.documents.reading.numbers import letter_number, order_number
from registry.documents.reading.signatures import signed


def lines(*typed: str) -> list[Line]:
    return read_lines("\n".join(typed).encode())


def said(*paragraphs: str) -> list[Read[str]]:
    return [Read(paragraph, no) for no, paragraph in enumerate(paragraphs, start=1)]


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("มท ๐๘๑๒/ว ๒๗๑", ("มท", "0812", None, "ว", "271")),
        ("กค (กวจ) ๐๔๐๕.๒/ว ๑๑๙", ("กค", "0405.2", "กวจ", "ว", "119")),
        ("นว ๕๒๐๐๗.๔(๑)/", ("นว", "52007.4(1)", None, None, None)),
        ("อว ๐๖๐๓.๐๑.๑๒(๓)/ว ๑๒", ("อว", "0603.01.12(3)", None, "ว", "12")),
        ("มท ๐๘๑๒/ว          ", ("มท", "0812", None, "ว", None)),
        ("มท ๐๘๑๒/ ......", ("มท", "0812", None, None, None)),
    ],
)
def test_a_number_is_told_in_its_parts_also_with_gaps(printed: str, parts: tuple[str | None, ...]) -> None:
    read = letter_number(printed, 1)

    assert read is not None
    number = read.printed.value
    assert (number.code, number.owner, number.committee, number.series_letter, number.running) == parts
    assert (read.number is None) == (read.doubt is not None)


@pytest.mark.parametrize("printed", ["ก๑", "เรื่องหนึ่ง", "๑๒", ""])
def test_what_has_no_code_and_owner_is_no_number(printed: str) -> None:
    assert letter_number(printed, 1) is None


def test_an_order_s_number_may_wait_to_be_filled_in() -> None:
    read = order_number("......./๒๕๖๙", 4)

    assert read is not None
    assert (read.printed.value.running, read.printed.value.year) == (None, 2569)
    assert read.doubt is not None
    assert (read.doubt.line, read.doubt.slug) == (4, "number-open")


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("วันพุธที่ ๑๐ กุมภาพันธ์ ๒๕๖๔", (10, 2, 2564)),
        ("๑๐ ก.พ. ๖๔", (10, 2, 2564)),
        ("วันที่ ๑๐ เดือน กุมภาพันธ์ พุทธศักราช ๒๕๖๔", (10, 2, 2564)),
        ("กุมภาพันธ์ ๒๕๖๔", (None, 2, 2564)),
        ("วันที่ ..... กุมภาพันธ์ ๒๕๖๔", (None, 2, 2564)),
        ("๑๐ กุมภาพันธ์ ๒๕๖๔๐", (10, 2, None)),
    ],
)
def test_a_day_is_told_as_far_as_it_is_printed(printed: str, parts: tuple[int | None, ...]) -> None:
    read = printed_day(printed, 1)

    assert read is not None
    day = read.printed.value
    assert (day.day, day.month, day.year) == parts
    assert (read.day is None) == (None in parts)


@pytest.mark.parametrize(
    ("typed", "title", "quantity", "unit"),
    [
        ("แผน จำนวน ๑ ชุด", "แผน", 1, "ชุด"),
        ("แผนจำนวน 2 เล่ม", "แผน", 2, "เล่ม"),
        ("แบบตอบรับ ๑ แผ่น", "แบบตอบรับ", 1, "แผ่น"),
        ("แผนและแบบ อย่างละ ๓ ชุด", "แผนและแบบ", 3, "ชุด"),
        ("แผน จำนวนหนึ่งชุด", "แผน", 1, "ชุด"),
        ("แผน จำนวน ๑ ชุด (QR Code)", "แผน (QR Code)", 1, "ชุด"),
        ("แผนพัฒนา ๕ ปี", "แผนพัฒนา ๕ ปี", None, None),
        ("บัญชีรายชื่อ (ถ้ามี)", "บัญชีรายชื่อ (ถ้ามี)", None, None),
    ],
)
def test_an_attachment_is_counted_where_it_says_how_many(
    typed: str, title: str, quantity: int | None, unit: str | None
) -> None:
    found = attachment(Read(typed, 1)).value

    assert (found.title, found.quantity, found.unit) == (title, quantity, unit)


def test_items_that_follow_one_another_on_a_line_are_several() -> None:
    found = items([(7, "๑. แผนปี ๒๕๖๔ จำนวน ๑ ชุด ๒. แบบ จำนวน ๒ ชุด"), (8, "๓. คู่มือ")])

    assert [(one.value, one.line) for one in found] == [
        ("แผนปี ๒๕๖๔ จำนวน ๑ ชุด", 7),
        ("แบบ จำนวน ๒ ชุด", 7),
        ("คู่มือ", 8),
    ]


@pytest.mark.parametrize(
    ("typed", "phones", "fax"),
    [
        ("โทร. ๐ ๒๒๔๑ ๙๐๐๐ ต่อ ๑๑๒, ๑๑๓", ["๐ ๒๒๔๑ ๙๐๐๐ ต่อ ๑๑๒, ๑๑๓"], []),
        ("โทร. ๐-๒๒๔๑-๙๐๐๐-๓ โทรสาร ๐-๒๒๔๑-๖๙๕๖", ["๐-๒๒๔๑-๙๐๐๐-๓"], ["๐-๒๒๔๑-๖๙๕๖"]),
        ("โทรศัพท์ ๐ ๒๑๒๓ ๔๕๖๗, ๐ ๒๑๒๓ ๔๕๖๘", ["๐ ๒๑๒๓ ๔๕๖๗", "๐ ๒๑๒๓ ๔๕๖๘"], []),
        ("โทร./โทรสาร ๐ ๗๕๖๑ ๑๒๓๔", ["๐ ๗๕๖๑ ๑๒๓๔"], ["๐ ๗๕๖๑ ๑๒๓๔"]),
        ("ผู้ประสานงาน นางสาวหนึ่ง ๐๘ ๑๒๓๔ ๕๖๗๘", ["๐๘ ๑๒๓๔ ๕๖๗๘"], []),
        ("ไปรษณีย์อิเล็กทรอนิกส์ saraban12345@example.go.th", [], []),
        ("นายหนึ่ง ๐ ๘๙๖๑ ๗xxxx", [], []),
    ],
)
def test_telephones_and_fax_are_told_apart(typed: str, phones: list[str], fax: list[str]) -> None:
    found = numbers(lines(typed))

    assert ([one.value for one in found.phones], [one.value for one in found.fax]) == (phones, fax)


def test_a_telephone_behind_an_office_is_cut_off_it_and_a_word_is_not() -> None:
    assert before_contact("กองคลัง โทร. ๑๒๓๔") == ("กองคลัง", "โทร. ๑๒๓๔")
    assert before_contact("กองโทรคมนาคม") == ("กองโทรคมนาคม", "")


@pytest.mark.parametrize("word", list(ActingWord), ids=lambda word: word.value)
@pytest.mark.parametrize("wrapped", ["{post} {word}\n{other}", "{post}\n{word} {other}", "{post} {word} {other}"])
def test_every_word_of_acting_is_read_wherever_the_line_is_wrapped(word: ActingWord, wrapped: str) -> None:
    post = wrapped.format(post="รองอธิบดี", word=word.label, other="อธิบดีกรมตัวอย่าง")

    found = signed(lines("(นายหนึ่ง ตัวอย่าง)", *post.split("\n"), "", "กองกลาง"))

    assert found.first is not None
    block = SignatureBlock("นายหนึ่ง ตัวอย่าง", "รองอธิบดี", acting=word, principal="อธิบดีกรมตัวอย่าง")
    assert found.first.value == block
    assert [line.text for line in found.rest] == ["กองกลาง"]


@pytest.mark.parametrize(
    ("typed", "rank", "name"),
    [
        (["พลตำรวจเอก", "(หนึ่ง ตัวอย่าง)"], "พลตำรวจเอก", "หนึ่ง ตัวอย่าง"),
        (["(พลตำรวจเอก หนึ่ง ตัวอย่าง)"], "พลตำรวจเอก", "หนึ่ง ตัวอย่าง"),
        (["ว่าที่ร้อยตรี (หนึ่ง ตัวอย่าง)"], "ว่าที่ร้อยตรี", "หนึ่ง ตัวอย่าง"),
        (["พล.ต.อ. ..........", "(หนึ่ง ตัวอย่าง)"], "พล.ต.อ.", "หนึ่ง ตัวอย่าง"),
        (["พลเอก หนึ่ง ตัวอย่าง"], "พลเอก", "หนึ่ง ตัวอย่าง"),
        (["(ดร.หนึ่ง ตัวอย่าง)"], None, "ดร.หนึ่ง ตัวอย่าง"),
        (["(ลงชื่อ) หนึ่ง ตัวอย่าง", "(นายหนึ่ง ตัวอย่าง)"], None, "นายหนึ่ง ตัวอย่าง"),
        (["นางสาวสอง ณ ตัวอย่าง"], None, "นางสาวสอง ณ ตัวอย่าง"),
    ],
)
def test_rank_and_name_are_told_apart(typed: list[str], rank: str | None, name: str) -> None:
    found = signed(lines(*typed, "อธิบดี"))

    assert found.first is not None
    assert (found.first.value.rank, found.first.value.name, found.first.value.post) == (rank, name, "อธิบดี")


@pytest.mark.parametrize(
    "typed", ["(..........)", "(ลงชื่อ)", "(ถ้ามี)", "(ร่าง)", "(ฉบับที่ ๒)", "(หนึ่ง", "นายกเทศมนตรี", "(ประทับตรา)"]
)
def test_what_is_no_name_is_none(typed: str) -> None:
    assert people.in_brackets(typed) is None
    assert signed(lines(typed)).first is None


def test_a_name_that_lost_a_bracket_is_doubtful() -> None:
    found = signed(lines("2 /'นายหนึ่ง ตัวอย่าง)", "อธิบดี"))

    assert found.first is not None
    assert found.first.sure is Sureness.DOUBTFUL
    assert [doubt.slug for doubt in found.doubts] == ["name-garbled"]


DATED, PUBLISHED = date(2021, 5, 20), date(2021, 5, 25)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("ทั้งนี้ ตั้งแต่วันที่ ๑ ตุลาคม ๒๕๖๓ เป็นต้นไป", date(2020, 10, 1)),
        ("ทั้งนี้ ให้มีผลตั้งแต่เวลา ๐๔.๐๐ น. ของวันศุกร์ที่ ๒ กรกฎาคม ๒๕๖๔", date(2021, 7, 2)),
        ("ระเบียบนี้ให้ใช้บังคับตั้งแต่วันถัดจากวันประกาศในราชกิจจานุเบกษาเป็นต้นไป", date(2021, 5, 26)),
        ("ประกาศนี้ให้ใช้บังคับตั้งแต่วันประกาศในราชกิจจานุเบกษาเป็นต้นไป", date(2021, 5, 25)),
        ("ให้ใช้บังคับเมื่อพ้นกำหนดเก้าสิบวันนับแต่วันประกาศในราชกิจจานุเบกษา", date(2021, 8, 23)),
        ("ให้ใช้บังคับเมื่อพ้นกำหนด ๙๐ วัน นับแต่วันประกาศในราชกิจจานุเบกษา", date(2021, 8, 23)),
        ("ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป", date(2021, 5, 20)),
        ("มีผลบังคับใช้ตั้งแต่วันถัดจากวันประกาศเป็นต้นไป", date(2021, 5, 21)),
        ("มีผลตั้งแต่บัดนี้จนถึงวันที่ ๓๐ เมษายน ๒๕๖๕", date(2021, 5, 20)),
        ("ทั้งนี้ ให้รายงานภายในวันที่ ๓๐ เมษายน ๒๕๖๕", None),
        ("ทั้งนี้ ตั้งแต่วันที่ ๓๑ กุมภาพันธ์ ๒๕๖๕", None),
    ],
)
def test_the_first_day_in_force_is_settled_where_the_words_do(typed: str, day: date | None) -> None:
    found = force(said("ข้อ ๑", typed), LetterKind.ORDER, dated=DATED, published=PUBLISHED)

    assert (found.day.value if found.day else None) == day


def test_without_its_page_of_the_gazette_no_day_follows_from_it() -> None:
    words = "ให้ใช้บังคับตั้งแต่วันถัดจากวันประกาศในราชกิจจานุเบกษาเป็นต้นไป"

    found = force(said(words), LetterKind.REGULATION, dated=DATED, published=None)

    assert found.day is None
    assert found.words is not None
    assert found.words.value == "ตั้งแต่วันถัดจากวันประกาศในราชกิจจานุเบกษาเป็นต้นไป"


def test_what_a_letter_tells_of_is_no_day_from_which_it_is_in_force() -> None:
    told = said("รับสมัครตั้งแต่วันที่ ๑ มีนาคม ๒๕๖๔ เป็นต้นไป", "ขอให้ดำเนินการตั้งแต่บัดนี้เป็นต้นไป")

    assert force(told, LetterKind.EXTERNAL, dated=DATED, published=None).day is None
    assert force(told[:1], LetterKind.ORDER, dated=DATED, published=None).day is not None


@pytest.mark.parametrize(
    ("typed", "provisions"),
    [
        (
            "อาศัยอำนาจตามความในมาตรา ๘ และมาตรา ๑๒ แห่งพระราชบัญญัติหนึ่ง พ.ศ. ๒๕๔๖ อธิบดีจึงประกาศ",
            ["มาตรา ๘ และมาตรา ๑๒ แห่งพระราชบัญญัติหนึ่ง พ.ศ. ๒๕๔๖"],
        ),
        (
            "อาศัยอำนาจตามข้อ ๕ แห่งระเบียบหนึ่ง พ.ศ. ๒๕๖๐ ประกอบกับมาตรา ๙ แห่งพระราชบัญญัติสอง พ.ศ. ๒๕๓๔ จึง",
            ["ข้อ ๕ แห่งระเบียบหนึ่ง พ.ศ. ๒๕๖๐", "มาตรา ๙ แห่งพระราชบัญญัติสอง พ.ศ. ๒๕๓๔"],
        ),
        (
            "อาศัยอำนาจตามความในมาตรา ๑๑ แห่งพระราชบัญญัติหนึ่ง พ.ศ. ๒๕๓๔ และข้อ ๓ ของคำสั่งกรม ที่ ๒/๒๕๖๓ พ.ศ. ๒๕๖๓ จึง",
            ["มาตรา ๑๑ แห่งพระราชบัญญัติหนึ่ง พ.ศ. ๒๕๓๔"],
        ),
        ("ตามพระราชบัญญัติหนึ่ง พ.ศ. ๒๕๓๔ มาตรา ๕ กำหนดว่า", []),
    ],
)
def test_what_a_text_rests_on_is_one_provision_each(typed: str, provisions: list[str]) -> None:
    assert [one.value for one in legal_basis(said(typed))] == provisions


def test_instruments_are_named_once_with_the_day_behind_their_subject() -> None:
    told = said(
        "ตามคำสั่งกรมหนึ่ง ที่ ๘๕/๒๕๖๔ เรื่อง มอบหมาย",
        "คำสั่งกรมหนึ่งที่ 85 /2564 เรื่อง มอบหมาย ลงวันที่ ๙ เมษายน ๒๕๖๔ และประกาศกรม เรื่อง นโยบาย ประกาศ ณ วันที่ ๒ มกราคม ๒๕๖๓ นั้น",
        "คำสั่งกรมหนึ่ง ที่ ๙๙/๒๕๖๔ และคำสั่งดังกล่าว",
    )

    from_elsewhere = [(one.value.number, one.value.dated) for one in named_instruments(told, own=None)]

    assert from_elsewhere == [("85/2564", date(2021, 4, 9)), (None, date(2020, 1, 2)), ("99/2564", None)]


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("ในวันพุธที่ ๑๙ มกราคม ๒๕๖๕ เวลา ๐๙.๐๐ น. ณ ห้อง", [(date(2022, 1, 19), None, "09.00")]),
        (
            "ระหว่างวันที่ ๒๑ – ๒๒ กันยายน ๒๕๖๐ เวลา ๑๓.๐๐ - ๑๗.๓๐ น.",
            [(date(2017, 9, 21), date(2017, 9, 22), "13.00-17.30")],
        ),
        ("ระหว่างวันที่ ๓๐ มกราคม - ๒ กุมภาพันธ์ ๒๕๖๕", [(date(2022, 1, 30), date(2022, 2, 2), None)]),
        (
            "ตั้งแต่วันที่ ๑ ตุลาคม ๒๕๖๓ ถึงวันที่ ๓๐ กันยายน ๒๕๖๔",
            [(date(2020, 10, 1), date(2021, 9, 30), None)],
        ),
        ("ในวันที่ ๑ มีนาคม ๒๕๖๔ และวันที่ ๕ มีนาคม ๒๕๖๔", [(date(2021, 3, 1), None, None), (date(2021, 3, 5), None, None)]),
        ("ตามหนังสือลงวันที่ ๑ มกราคม ๒๕๖๔ และมติคณะรัฐมนตรีเมื่อวันที่ ๒ มกราคม ๒๕๖๔", []),
        ("ในวันที่ ๓๑ กุมภาพันธ์ ๒๕๖๔ งบประมาณ พ.ศ. ๒๕๖๔ ข้อ ๑๒", []),
    ],
)
def test_days_on_which_something_happens_are_named(
    typed: str, days: list[tuple[date, date | None, str | None]]
) -> None:
    named, _ = happenings(said(typed), with_force=True)

    assert [(one.value.since, one.value.until, one.value.hours) for one in named] == days
    assert all(one.value.what in typed for one in named)


def test_a_weekday_that_is_another_is_a_doubt() -> None:
    named, doubts = happenings(said("ในวันจันทร์ที่ ๑๙ มกราคม ๒๕๖๕"), with_force=True)

    assert [one.sure for one in named] == [Sureness.DOUBTFUL]
    assert [(doubt.slug, doubt.facts["right"]) for doubt in doubts] == [("weekday-contradicts-day", "พุธ")]
