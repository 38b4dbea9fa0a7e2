from datetime import date

import pytest

from domain.citations import Citation, find_citations
from domain.classes import SecrecyClass, SpeedClass
from domain.errors import InvalidValue
from domain.numbers import LetterNumber, OrderNumber

DATED = date(2021, 2, 10)
DAY = "ลงวันที่ 10 กุมภาพันธ์ 2564"


def only(text: str) -> Citation:
    (citation,) = find_citations(text)
    return citation


def test_all_parts_of_a_citation_are_read() -> None:
    citation = only("ตามหนังสือกรมตัวอย่าง ลับมาก ด่วนที่สุด ที่ มท ๐๘๑๒ (กน)/ว ๒๗๑ ลงวันที่ ๑๐ กุมภาพันธ์ ๒๕๖๔")

    assert citation == Citation(
        LetterNumber("มท", "0812", 271, series_letter="ว", committee="กน"),
        "กรมตัวอย่าง",
        SpeedClass.MOST_URGENT,
        SecrecyClass.VERY_SECRET,
        DATED,
    )
    assert citation.fields() == {
        "issuer": "กรมตัวอย่าง",
        "speed": "ด่วนที่สุด",
        "secrecy": "ลับมาก",
        "code": "มท",
        "owner": "0812",
        "committee": "กน",
        "letter": "ว",
        "circular": True,
        "running": "271",
        "year_be_in_number": None,
        "date": "2021-02-10",
        "be_year": 2564,
    }


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (f"หนังสือกรมที่ดินที่ มท 0511/1 {DAY}", "กรมที่ดิน"),
        (f"หนังสือ สำนักงาน ก.พ. ที่ นร. 1012.3/ว 9 {DAY}", "สำนักงาน ก.พ."),
        (f"หนังสือของกระทรวงคมนาคม ที่ คค 0100/ว275 {DAY}", "กระทรวงคมนาคม"),
        (f"หนังสือเลขาธิการตัวอย่าง ที่ กค 0305/ว20 {DAY}", "เลขาธิการตัวอย่าง"),
        (f"หนังสือที่ทำการปกครองจังหวัด ที่ กค 0305/ว20 {DAY}", "ที่ทำการปกครองจังหวัด"),
        (f"หนังสือสำนักกฎหมายและระเบียบ ที่ กค 0305/ว20 {DAY}", "สำนักกฎหมายและระเบียบ"),
        (f"ประกาศกรมตัวอย่าง ที่ กค 0305/20 {DAY}", "กรมตัวอย่าง"),
        (f"หนังสือแจ้งคำสั่งกรมตัวอย่าง ที่ 55/2564 {DAY}", "กรมตัวอย่าง"),
        (f"หนังสือเวียนที่ กค 0305/ว20 {DAY}", None),
        (f"หนังสือเวียนกระทรวงการคลัง ที่ กค 0305/ว20 {DAY}", "กระทรวงการคลัง"),
        (f"หนังสือด่วนที่สุดของกรมบัญชีกลาง ที่ กค 0405.2/ว 452 {DAY}", "กรมบัญชีกลาง"),
        (f"หนังสือ ด่วนที่สุด ที่ กค 0402.5/92 {DAY}", None),
        (f"หนังสือ ที่ กค 0402.5/92 {DAY}", None),
        (f"หนังสือแจ้งผลการพิจารณา ตามหนังสือเลขที่ อก0706/12709 {DAY}", None),
        (f"หนังสือแจ้งเวียนของ กรมบัญชีกลาง ที่ กค 0402.5/92 {DAY}", "กรมบัญชีกลาง"),
        (f"หนังสือที่อ้างถึง กระทรวงการคลัง ที่ กค 0402.5/92 {DAY}", "กระทรวงการคลัง"),
        (f"ประกาศกระทรวงตัวอย่าง ตามหนังสือกระทรวงการคลัง ที่ กค 0402.2/ว 147 {DAY}", "กระทรวงการคลัง"),
        (f"อ้างถึง กรมบัญชีกลาง ที่ กค 0402.2/ว 147 {DAY}", "กรมบัญชีกลาง"),
        (f"หนังสือสำนักงาน\nส่งเสริม ที่ กค 0402.2/ว 147 {DAY}", "สำนักงาน ส่งเสริม"),
        (f"หนังสือส\u0e4d\u0e32นักตัวอย่าง ที่ กค 0402.2/ว 147 {DAY}", "สำนักตัวอย่าง"),
    ],
)
def test_the_issuer_is_the_office_before_the_number(text: str, issuer: str | None) -> None:
    assert only(text).issuer == issuer


@pytest.mark.parametrize(
    ("words", "speed", "secrecy"),
    [
        ("", SpeedClass.NORMAL, SecrecyClass.NONE),
        ("ด่วน ", SpeedClass.URGENT, SecrecyClass.NONE),
        ("ด่วน", SpeedClass.URGENT, SecrecyClass.NONE),
        ("ด่วนมาก ", SpeedClass.VERY_URGENT, SecrecyClass.NONE),
        ("ด่วนที่สุด", SpeedClass.MOST_URGENT, SecrecyClass.NONE),
        ("“ด่วนที่สุด” ", SpeedClass.MOST_URGENT, SecrecyClass.NONE),
        ("(ด่วนที่สุด) ", SpeedClass.MOST_URGENT, SecrecyClass.NONE),
        ("ลับ ", SpeedClass.NORMAL, SecrecyClass.SECRET),
        ("ลับ ด่วน ", SpeedClass.URGENT, SecrecyClass.SECRET),
        ("ลับที่สุด ด่วนที่สุด ", SpeedClass.MOST_URGENT, SecrecyClass.TOP_SECRET),
        ("ด่วนมาก ลับมาก ", SpeedClass.VERY_URGENT, SecrecyClass.VERY_SECRET),
    ],
)
def test_classes_are_read_in_any_order_and_spacing(words: str, speed: SpeedClass, secrecy: SecrecyClass) -> None:
    citation = only(f"หนังสือกรมตัวอย่าง {words}ที่ มท 0812/1 {DAY}")

    assert (citation.speed, citation.secrecy, citation.issuer) == (speed, secrecy, "กรมตัวอย่าง")


def test_a_class_right_after_the_word_for_letter_or_after_the_number_is_read() -> None:
    assert only(f"หนังสือลับ ที่ มท 0812/1 {DAY}").secrecy is SecrecyClass.SECRET
    assert only(f"หนังสือ ที่ มท 0812/1 ด่วนที่สุด {DAY}").speed is SpeedClass.MOST_URGENT
    assert only(f"หนังสือเวียนด่วนที่สุดกรมตัวอย่าง ที่ มท 0812/1 {DAY}").speed is SpeedClass.MOST_URGENT
    assert only(f"หนังสือด่วนที่สุดกรมตัวอย่าง ที่ มท 0812/1 {DAY}").speed is SpeedClass.MOST_URGENT


def test_a_date_that_is_read_is_not_read_again_as_a_number() -> None:
    citation = only("หนังสือ ที่ มท 0812/1 ลงวันที่ 10 กพ 2564/3 ลงวันที่ 11 ก.พ. 2564")

    assert (str(citation.number), citation.dated) == ("มท 0812/1", DATED)


@pytest.mark.parametrize(
    "dated",
    [
        "ลงวันที่ 10 กุมภาพันธ์ 2564", "ลงวันที่  10 ก.พ.64", "ลว. 10 ก.พ. 2564", "ลว 10 ก.พ. 64", "วันที่ 10/2/2564",
        "เมื่อวันที่ ๑๐ กุมภาพันธ์ พ.ศ. ๒๕๖๔", "10 กุมภาพันธ์ 2564", ", ลงวันที่10กุมภาพันธ์2564",
    ],
)  # fmt: skip
def test_the_date_is_read_however_it_is_introduced(dated: str) -> None:
    assert only(f"หนังสือ ที่ มท 0812/1 {dated}").dated == DATED


def test_a_date_that_is_missing_or_does_not_exist_leaves_the_number_standing() -> None:
    assert only("หนังสือ ที่ มท 0812/1 แล้วนั้น").dated is None
    assert only("หนังสือ ที่ มท 0812/1 ลงวันที่ 31 กุมภาพันธ์ 2564").dated is None


def test_several_citations_are_read_each_with_its_own_issuer_and_classes() -> None:
    text = f"หนังสือกรมที่ดิน ลับ ที่ มท 0511.3/1 {DAY} และหนังสือกรมสรรพากร ด่วน ที่ กค 0702/พ.104 {DAY} และที่ กค 0702/9"

    found = [(c.issuer, c.secrecy, c.speed, str(c.number)) for c in find_citations(text)]

    assert found == [
        ("กรมที่ดิน", SecrecyClass.SECRET, SpeedClass.NORMAL, "มท 0511.3/1"),
        ("กรมสรรพากร", SecrecyClass.NONE, SpeedClass.URGENT, "กค 0702/พ 104"),
        (None, SecrecyClass.NONE, SpeedClass.NORMAL, "กค 0702/9"),
    ]


def test_an_order_is_found_by_the_word_before_it() -> None:
    citation = only("สำเนาคำสั่งกรมตัวอย่าง ที่ ๕๕ /๒๕๖๔ ลงวันที่ ๑๐ กุมภาพันธ์ ๒๕๖๔ จำนวน ๑ ชุด")

    assert citation.number == OrderNumber(55, 2564)
    assert (citation.issuer, citation.dated) == ("กรมตัวอย่าง", DATED)
    assert citation.fields()["running"] == "55"
    assert citation.fields()["circular"] is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "การประชุมครั้งที่ 5/2564 วันที่ 10/2/2564",
        "ตามคำสั่งในการประชุมครั้งที่ 5/2564",
        "บ้านเลขที่ 12/3 ถนนตัวอย่าง",
        "บ้านเลขที่ 12/2564 ถนนตัวอย่าง",
        "กม 12/345 ของถนน",
        f"แบบพิมพ์กข 0402/1 {DAY}",
        "หนังสือ ที่ นร 1208/723-686 ลงวันที่ 10 กุมภาพันธ์ 2564",
        "10 กุมภาพันธ์ 2564",
    ],
)
def test_what_only_looks_like_a_citation_is_none(text: str) -> None:
    assert find_citations(text) == []


def test_hidden_characters_are_refused_before_anything_is_read() -> None:
    with pytest.raises(InvalidValue, match=r"U\+202E"):
        find_citations(f"หนังสือ ที่ มท 0812/\u202e1 {DAY}")


def test_a_long_text_of_near_numbers_is_read_in_reasonable_steps() -> None:
    text = "ที่ มท " + "0812.1." * 2_000 + "(ก" * 2_000

    assert find_citations(text) == []


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("คำสั่งกรม ที่ 5/2563 เรื่อง แต่งตั้งคณะกรรมการ ลงวันที่ 3 มกราคม 2563", date(2020, 1, 3)),
        ("หนังสือกรม ที่ มท 0812/7 เรื่อง แผน พ.ศ. 2564 ลว. 3 ม.ค. 63", date(2020, 1, 3)),
        ("คำสั่งกรม ที่ 5/2563 เรื่อง แผน และหนังสือกระทรวง ลงวันที่ 3 มกราคม 2563", None),
        ("คำสั่งกรม ที่ 5/2563 เรื่อง แผน\n\nตามหนังสือลงวันที่ 3 มกราคม 2563", None),
        ("คำสั่งกรม ที่ 5/2563 เรื่อง แผน\n\nลงวันที่ 3 มกราคม 2563", None),
        ("คำสั่งกรม ที่ 5/2563 ให้ถือปฏิบัติตามระเบียบ ลงวันที่ 3 มกราคม 2563", None),
        ("คำสั่งกรม ที่ 5/2563 เรื่อง " + "ก" * 401 + " ลงวันที่ 3 มกราคม 2563", None),
    ],
)
def test_the_subject_may_stand_between_number_and_date_but_no_other_paper(text: str, dated: date | None) -> None:
    assert [citation.dated for citation in find_citations(text)] == [dated]


def test_a_date_behind_the_subject_belongs_to_the_number_that_is_nearest() -> None:
    text = "คำสั่งกรม ที่ 9/2564 เรื่อง ยกเลิกคำสั่งกรม ที่ 8/2564 เรื่อง แผน ลงวันที่ 3 มกราคม 2564"

    found = [(str(citation.number), citation.dated) for citation in find_citations(text)]

    assert found == [("9/2564", None), ("8/2564", date(2021, 1, 3))]
