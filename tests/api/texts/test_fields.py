"""What the fields of a history and their values are called: words of people, days of the Buddhist era."""

import pytest

from api.texts.fields import FIELDS, called, value
from domain.authority import Role
from domain.classes import Channel, LetterKind
from domain.directives import Progress
from domain.letter.events import AnswerKind, DeliveryResult, Way
from domain.letter.text import Answers
from domain.structure.acts import PostActKind
from domain.structure.events import AbsenceKind


@pytest.mark.parametrize(
    ("what", "text", "thai", "english"),
    [
        ("dated", "2021-02-09", "9 ก.พ. 2564", "9 ก.พ. 2564"),
        ("entered_at", "2021-02-09T08:30:00+07:00", "9 ก.พ. 2564 08.30 น.", "9 ก.พ. 2564 08.30 น."),
        ("post", "2020-01-01 – 2021-02-09", "1 ม.ค. 2563 – 9 ก.พ. 2564", "1 ม.ค. 2563 – 9 ก.พ. 2564"),
        ("subject", "ประชุม 2021-02-09", "ประชุม 2021-02-09", "ประชุม 2021-02-09"),
        ("stage", "dispatched", "ส่งแล้ว", "dispatched"),
        ("subject", "dispatched", "dispatched", "dispatched"),
        ("key", "withdrawn: ทำหาย", "เพิกถอน: ทำหาย", "withdrawn: ทำหาย"),
        ("role", "clerk, registrar", "เจ้าหน้าที่สารบรรณ, นายทะเบียน", "clerk, registrar"),
        ("directive", "done, 12/2564", "ดำเนินการแล้ว, 12/2564", "concluded, 12/2564"),
        (
            "power",
            "acting_for_absent 2021-01-01T00:00:00+07:00 –",
            "รักษาราชการแทน 1 ม.ค. 2564 00.00 น. –",
            "acting, post vacant or absent 1 ม.ค. 2564 00.00 น. –",
        ),
        ("secrecy_class", "none", "ปกติ", "not classified"),
    ],
)
def test_a_value_is_shown_as_people_read_it(what: str, text: str, thai: str, english: str) -> None:
    said = value(what, text)

    assert said == (thai, english)


def test_what_a_field_is_about_stands_behind_its_name() -> None:
    assert called("progress", "กระบี่").thai == "ผลการส่ง กระบี่"
    assert called("power", "appoint ท้องถิ่นจังหวัด dla/krabi").english == (
        "order on post or power appointed ท้องถิ่นจังหวัด dla/krabi"
    )
    assert called("subject", "") == FIELDS["subject"]


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("way", Way),
        ("progress", DeliveryResult),
        ("progress", AnswerKind),
        ("directive", Progress),
        ("answered_by", Answers),
        ("role", Role),
        ("kind", LetterKind),
        ("channel", Channel),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_no_word_of_the_code_is_shown_in_thai(what: str, words: type) -> None:
    for word in words:  # type: ignore[attr-defined] # an enumeration
        assert not value(what, word.value).thai.isascii(), word


@pytest.mark.parametrize(
    ("what", "words"), [("power", PostActKind), ("absence", AbsenceKind)], ids=["power", "absence"]
)
def test_no_word_of_the_code_begins_what_a_field_is_about(what: str, words: type) -> None:
    for word in words:  # type: ignore[attr-defined] # an enumeration
        assert called(what, f"{word.value} ตำแหน่ง").thai.isascii() is False
        assert word.value not in called(what, f"{word.value} ตำแหน่ง").thai
