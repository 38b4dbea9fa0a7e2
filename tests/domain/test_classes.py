import pytest

from domain.classes import (
    HIGHEST,
    HIGHEST_POSTS,
    USUAL,
    ActingWord,
    Basis,
    Channel,
    LetterKind,
    SecrecyClass,
    SpeedClass,
    courtesy_for,
)
from domain.labelled import Labelled

LISTS = [SpeedClass, SecrecyClass, LetterKind, Channel, Basis, ActingWord]


@pytest.mark.parametrize("words", LISTS)
def test_a_word_is_found_by_its_wire_value_and_its_labels_are_its_own(words: type[Labelled]) -> None:
    members = list(words)

    assert all(words(member.value) is member for member in members)
    assert all(member.value.isidentifier() and member.value.isascii() for member in members)
    assert len({member.label for member in members}) == len({member.english for member in members}) == len(members)


def test_classes_have_the_words_of_the_regulation() -> None:
    assert [speed.label for speed in SpeedClass] == ["ปกติ", "ด่วน", "ด่วนมาก", "ด่วนที่สุด"]
    assert [secrecy.label for secrecy in SecrecyClass] == ["ปกติ", "ลับ", "ลับมาก", "ลับที่สุด"]


def test_acting_words_say_what_they_rest_on() -> None:
    assert ActingWord("acting_for_absent").basis is Basis.ABSENCE_OR_VACANCY
    assert ActingWord("by_delegation").basis is Basis.WRITTEN_DELEGATION
    assert {word.basis for word in ActingWord if word.label.startswith("รักษาการ")} == {Basis.NAMED_INSTRUMENT}


def test_only_letters_by_system_or_mail_are_electronic() -> None:
    assert [channel for channel in Channel if channel.electronic] == [Channel.SYSTEM, Channel.CENTRAL_MAIL]


@pytest.mark.parametrize("post", sorted(HIGHEST_POSTS))
def test_the_seven_posts_are_addressed_with_the_highest_courtesy(post: str) -> None:
    assert courtesy_for(post) == HIGHEST
    assert HIGHEST.salutation == "กราบเรียน"
    assert HIGHEST.closing == "ขอแสดงความนับถืออย่างยิ่ง"


@pytest.mark.parametrize("name", ["ฯพณฯ นายกรัฐมนตรี", "นายกรัฐมนตรี (ผ่านเลขาธิการนายกรัฐมนตรี)"])
def test_a_post_is_known_in_the_words_with_which_it_is_addressed(name: str) -> None:
    assert courtesy_for(name) == HIGHEST


@pytest.mark.parametrize(
    "post", ["ผู้ว่าราชการจังหวัดกระบี่", "รองนายกรัฐมนตรี", "เลขาธิการนายกรัฐมนตรี", "ผู้ว่าราชการจังหวัดตาก (แทนนายกรัฐมนตรี)"]
)
def test_everybody_else_is_addressed_as_usual(post: str) -> None:
    assert courtesy_for(post) == USUAL
    assert USUAL.salutation == "เรียน"
    assert USUAL.closing == "ขอแสดงความนับถือ"


def test_a_post_is_known_however_its_marks_were_typed() -> None:
    assert courtesy_for(" นายกรัฐมนตร\u0e35\u200b ") == HIGHEST
    assert len(HIGHEST_POSTS) == 7
