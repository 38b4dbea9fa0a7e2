"""Where lines may end, so that whoever joins them gets the text again."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.documents.writing import typeface
from registry.documents.writing.breaking import Piece, pieces

LINE = 453.0
"""Points between the margins."""


def kept(text: str, line: float = LINE) -> list[str]:
    """Return the stretches that do not break."""
    return [piece[0] for piece in pieces(text, line) if isinstance(piece, list)]


def whole(found: list[Piece]) -> str:
    return "".join(piece if isinstance(piece, str) else piece[0] for piece in found)


@given(st.text(st.sampled_from("กขเแาี่์ๆฯ ๑๒1aB-/.(),“”!…–:?%฿"), max_size=300), st.sampled_from([60.0, 200.0, LINE]))
@settings(deadline=None)
def test_nothing_is_added_lost_or_moved(text: str, line: float) -> None:
    text = " ".join(text.split())

    assert whole(pieces(text, line)).replace("\u00a0", " ") == text


def test_a_space_between_thai_words_does_not_break_and_another_does() -> None:
    assert whole(pieces("ในการนี้ กรม ๑ จึง A ขอ", LINE)) == "ในการนี้\u00a0กรม ๑ จึง A ขอ"


def test_many_short_words_of_thai_may_part_at_a_space_after_all() -> None:
    text = whole(pieces(" ".join(["ก"] * 100), LINE))

    assert " " in text
    assert all(typeface.width(part) <= LINE for part in text.split(" "))


def test_long_runs_of_thai_have_places_to_break_and_keep_their_spaces_steady() -> None:
    text = " ".join(["สำนักงานส่งเสริมการปกครอง"] * 20)

    assert " " not in whole(pieces(text, LINE))


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("แจ้งสำนัก/กอง และหน่วยงาน", "สำนัก/กอง"),
        ("เรียนแบบ On-Site ที่โรงเรียน", "On-Site"),
        ("ทาง https://www.dla.go.th/a?b=1 ได้", "https://www.dla.go.th/a?b=1"),
        ("ทางwww.dla.go.thได้", "ทางwww.dla.go.thได้"),
        ("รองอธิบดี ปฏิบัติราชการแทน", "ปฏิบัติราชการแทน"),
        ("ต่อ ๑๒ โทรสาร ๐ ๒๐๐๐ ๐๐๐๐", "โทรสาร"),
        ("ดังนี้! จงทำ!ทันที", "จงทำ!ทันที"),
        ("ก่อน—หลัง", "ก่อน—หลัง"),
        ("อื่น ๆ และอื่นๆ", "และอื่นๆ"),
        ("เวลา ๐๙.๓๐ - ๑๒.๓๐ น.", "- ๑๒.๓๐"),
    ],
)
def test_what_a_reader_would_take_apart_is_kept_together(text: str, stretch: str) -> None:
    assert stretch in kept(text)


@pytest.mark.parametrize("text", ["๐๙.๓๐ น.", "๕๕/๒๕๖๔", "(ร่าง)", "“ก”", "10-12", "ก.พ. ๖๔", "1,000"])
def test_what_breaks_at_no_wrong_place_is_left_alone(text: str) -> None:
    assert kept(text) == []


def test_a_very_long_run_takes_no_longer_than_its_length_asks() -> None:
    began = time.process_time()

    pieces("a/" * 100_000, LINE)

    assert time.process_time() - began < 5


def test_a_word_that_the_dictionary_cuts_is_kept_together_unless_something_foreign_adjoins() -> None:
    assert kept("ของสำนักงานเขต") == ["สำนักงาน"]
    assert kept("ของสำนักงานA") == []


def test_a_stretch_that_no_line_holds_is_cut_between_clusters() -> None:
    found = pieces("https://www.example.go.th/" + "ab/" * 100, LINE)

    assert all(isinstance(piece, list) and len(piece[0]) == 1 for piece in found)


def test_text_without_spaces_is_cut_between_clusters_only_when_asked() -> None:
    text = "ก้าวที่ดี" * 40

    assert kept(text) == []
    assert {piece[0] for piece in pieces(text, LINE, anywhere=True)} == {"ก้", "า", "ว", "ที่", "ดี"}
