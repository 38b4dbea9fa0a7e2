"""Golden spellings of rule th1. An expectation here never changes: signed text depends on it."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.errors import InvalidValue
from domain.thai.text import normalise

NAM = "\u0e19\u0e49\u0e33"  # น้ำ
THAI = st.text(st.sampled_from("กนฺุูิีั็่้๊๋์ํ๎ำา\u0331\u0301e ") , max_size=12)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "golden"),
    [
        ("\u0e19\u0e33", "\u0e19\u0e33"),
        ("\u0e19\u0e4d\u0e32", "\u0e19\u0e33"),
        ("\u0e19\u0e49\u0e33", NAM),
        ("\u0e19\u0e4d\u0e49\u0e32", NAM),
        ("\u0e19\u0e49\u0e4d\u0e32", NAM),
        ("\u0e19\u0e33\u0e49", NAM),
        ("\u0e17\u0e48\u0e35", "\u0e17\u0e35\u0e48"),  # ที่ with the tone mark typed first
        ("\u0e1b\u0e49\u0e31", "\u0e1b\u0e31\u0e49"),
        ("\u0e04\u0e48\u0e38", "\u0e04\u0e38\u0e48"),  # คุ่: NFC's own order
        ("\u0e18\u0e4c\u0e34", "\u0e18\u0e34\u0e4c"),  # ธิ์
        ("ก\u200bข\u200cค\u200dง\u2060จ\ufeff", "กขคงจ"),
        ("  มท ๐๘๑๒ \n", "มท ๐๘๑๒"),
        ("บรรทัดหนึ่ง\r\nบรรทัดสอง", "บรรทัดหนึ่ง\nบรรทัดสอง"),
        ("cafe\u0301", "caf\u00e9"),
        ("๑ ½ ﬁ", "๑ ½ ﬁ"),  # no compatibility forms are touched
        ("เเ", "เเ"),  # a misspelling is the writer's own
        ("", ""),
    ],
)
def test_a_text_has_one_spelling(typed: str, golden: str) -> None:
    assert normalise(typed) == golden


@given(THAI)
@example("ก\u0331\u0e34\u0e38")
@example("ก\u0e4d\u0e34\u0e32\u0e49")
def test_the_rule_applied_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    "hidden",
    [
        "\x00",
        "\x07",
        "\r",
        "\x1b",
        "\x7f",
        "\x85",
        "\u202e",
        "\u2066",
        "\u200f",
        "\u061c",
        "\ud800",
        "\uffff",
        "\u0e3b",
    ],
)
def test_what_people_cannot_see_is_refused_with_its_place(hidden: str) -> None:
    with pytest.raises(InvalidValue, match=f"U\\+{ord(hidden):04X} at place 3") as refusal:
        normalise(f"กข{hidden}ค")

    assert refusal.value.slug == "hidden-character"
    assert refusal.value.facts["place"] == 3
