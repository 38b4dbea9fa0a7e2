"""Any piece of a text finds the letter, and nothing else is found."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidValue
from domain.facts import Fact, SecretEntered
from domain.incoming import LetterReceived
from domain.letter.events import EntryCorrected, LetterIssued, LetterSigned
from domain.letter.text import Addressee
from domain.series import OpeningBalanceEntered
from domain.thai.text import normalise
from domain.values import StreamId
from registry.views.find import Find, Origin
from registry.views.pieces import LONGEST_QUERY, fold
from tests.registry.examples import DAY, FACTS, S1, TEXT, A
from tests.registry.views.conftest import OLD_ROW
from tests.registry.views.lines import followed, lines, stream

RECEIVED = FACTS["letter.received.v1"]
assert isinstance(RECEIVED, LetterReceived)
THAI = st.text(
    st.sampled_from("กขคงจชดตทนบปพมยรลวสหอะาำิีึืุูเแโใไ่้๊๋์ัๆฯ๐๑๒๓0123456789abzABZ -/()“”.,กอนา"), min_size=1, max_size=40
)
Told = tuple[StreamId, Fact]
CLUSTER = re.compile(r"[^\u0e31\u0e33-\u0e3a\u0e47-\u0e4e][\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]*")


def received(number: int, **changed: object) -> Told:
    assert isinstance(RECEIVED, LetterReceived)
    return stream(number), replace(RECEIVED, **changed)  # type: ignore[arg-type]


def subjects(*texts: str) -> Find:
    return followed(Find, lines(received(i, subject=text) for i, text in enumerate(texts)))


def found(view: Find, text: str = "", **asked: str) -> list[str]:
    return [one.subject for one in view.find(text, **asked)]  # type: ignore[arg-type]


@settings(max_examples=300)
@given(subject=THAI.map(normalise).filter(bool), data=st.data())
def test_every_piece_of_a_subject_finds_it(subject: str, data: st.DataObject) -> None:
    clusters = CLUSTER.findall(subject) or [subject]
    start = data.draw(st.integers(0, len(clusters) - 1))
    piece = "".join(clusters[start : data.draw(st.integers(start + 1, len(clusters)))])
    view = subjects("เรื่องอื่น", subject)

    if piece.strip():
        assert subject in found(view, subject=piece)
    view.close()


@settings(max_examples=300)
@given(texts=st.lists(THAI.map(normalise).filter(bool), min_size=1, max_size=5), word=THAI.map(fold))
def test_what_is_found_contains_every_word_that_was_typed(texts: list[str], word: str) -> None:
    view = subjects(*texts)

    if word:
        expected = [text for text in reversed(texts) if all(piece in fold(text) for piece in word.split())]
        assert found(view, subject=word) == expected
    view.close()


@pytest.mark.parametrize("typed", ["ปรับปรุง", "การปรับ", "รุงโครง", "ก", "ง", "๒๕๖๔", "2564", "(ฉบับ", "e-gp", "E-GP"])
def test_thai_is_found_wherever_it_is_cut(typed: str) -> None:
    view = subjects("การปรับปรุงโครงสร้าง e-GP (ฉบับที่ 2) พ.ศ. 2564", "อื่น")

    assert found(view, subject=typed) == ["การปรับปรุงโครงสร้าง e-GP (ฉบับที่ 2) พ.ศ. 2564"]


def test_a_mark_over_the_last_letter_need_not_be_typed_but_another_one_is_not_found() -> None:
    view = subjects("เรื่องที่หนึ่ง")

    assert found(view, "หน") == ["เรื่องที่หนึ่ง"]
    assert found(view, "หนั") == []


def test_a_space_means_and_whatever_the_order_and_the_column() -> None:
    view = followed(Find, lines([received(1, subject="ขอเชิญประชุม", sender="กระทรวงหนึ่ง")]))

    assert found(view, "หนึ่ง ประชุม") == ["ขอเชิญประชุม"]
    assert found(view, "หนึ่ง สัมมนา") == []
    assert found(view, subject="หนึ่ง") == []
    assert found(view, sender="หนึ่ง", subject="เชิญ") == ["ขอเชิญประชุม"]


def numbers(view: Find, text: str = "", **asked: str) -> list[str]:
    return [one.number for one in view.find(text, **asked)]  # type: ignore[arg-type]


def letter(number: str, n: tuple[int, ...]) -> list[Told]:
    text = replace(TEXT, number=number, n=n, subject="เรื่อง", links=(), addressees=(Addressee("นายกเทศมนตรี", "เทศบาล"),))
    issued = LetterIssued(A, stream(n[0] + 500), A, FACTS["letter.issued.v1"].way, S1, n, number, DAY)  # type: ignore[union-attr]
    return [(stream(n[0] + 500), LetterSigned(text)), (stream(n[0]), issued)]


@pytest.mark.parametrize("typed", ["มท 0812/ว 27", "มท๐๘๑๒/ว๒๗", "ที่ มท 0812/ว 27"])
def test_a_whole_number_finds_that_letter_alone(typed: str) -> None:
    view = followed(Find, lines([*letter("มท 0812/ว 27", (27,)), *letter("มท 0812/ว 271", (271,))]))

    assert numbers(view, typed) == ["มท 0812/ว 27"]
    assert numbers(view, number=typed) == ["มท 0812/ว 27"]


@pytest.mark.parametrize("typed", ["ว 27", "0812", "๒๗", "มท 0812/ว"])
def test_a_part_of_a_number_finds_all_that_have_it_the_newest_first(typed: str) -> None:
    view = followed(Find, lines([*letter("มท 0812/ว 27", (27,)), *letter("มท 0812/ว 271", (271,))]))

    assert numbers(view, number=typed) == ["มท 0812/ว 271", "มท 0812/ว 27"]


@pytest.mark.parametrize("typed", ["นร 1208/686-688", "นร 1208/687"])
def test_a_letter_of_several_numbers_is_found_by_each(typed: str) -> None:
    view = followed(Find, lines(letter("นร 1208/686-688", (686, 687, 688))))

    assert numbers(view, number=typed) == ["นร 1208/686-688"]


def test_a_number_that_a_subject_mentions_is_found_in_it() -> None:
    view = subjects("ตอบหนังสือ มท 0812/ว 271 เรื่องงบประมาณ")

    assert found(view, "มท 0812/ว 271") == ["ตอบหนังสือ มท 0812/ว 271 เรื่องงบประมาณ"]


@pytest.mark.parametrize("typed", ["เทศมนตรี", "เทศบาล"])
def test_a_sent_letter_is_found_by_its_addressees_and_their_posts(typed: str) -> None:
    view = followed(Find, lines(letter("มท 0812/ว 27", (27,))))

    assert numbers(view, addressee=typed) == ["มท 0812/ว 27"]


@pytest.mark.parametrize("typed", ["กลุ่มพัฒนา", "กรมตัวอย่าง", "นายตัวอย่าง", "อธิบดี"])
def test_a_sent_letter_is_found_by_its_office_unit_signatory_and_post(typed: str) -> None:
    view = followed(Find, lines(letter("มท 0812/ว 27", (27,))))

    assert numbers(view, sender=typed) == ["มท 0812/ว 27"]


def test_a_letter_that_was_signed_and_not_admitted_is_not_found() -> None:
    view = followed(Find, lines(letter("มท 0812/ว 27", (27,))[:1]))

    assert numbers(view, "27") == []


def test_a_corrected_entry_is_found_by_its_new_text_and_no_longer_by_the_old() -> None:
    facts = [
        received(1, subject="ขอเชิญประชุม"),
        (stream(1), EntryCorrected("subject", "ขอเชิญประชุม", "ขอเชิญสัมมนา", "ผิด", "clerk")),
        (stream(1), EntryCorrected("printed", "ศธ ๐๒๐๑/๑๕", "ศธ 0201/16", "ผิด", "clerk")),
    ]
    view = followed(Find, lines(facts))

    assert found(view, "สัมมนา") == found(view, number="ศธ 0201/16") == ["ขอเชิญสัมมนา"]
    assert found(view, "ประชุม") == found(view, number="ศธ 0201/15") == []


def test_a_corrected_remark_changes_nothing_that_is_looked_for() -> None:
    corrected = EntryCorrected("remark", "หมายเหตุ", "ซองชำรุด", "ผิด", "clerk")
    view = followed(Find, lines([received(1, subject="ขอเชิญประชุม"), (stream(1), corrected)]))

    assert found(view, "ประชุม") == ["ขอเชิญประชุม"]


def test_a_whole_number_is_not_the_end_of_a_longer_one() -> None:
    view = followed(
        Find, lines([received(1, printed="155/2564", subject="ก"), received(2, printed="55/2564", subject="ข")])
    )

    assert found(view, number="๕๕/๒๕๖๔") == ["ข"]


def test_rows_of_an_old_book_are_found_and_say_so() -> None:
    opening = OpeningBalanceEntered(S1, A, 1, (OLD_ROW,), "clerk")
    view = followed(Find, lines([(stream(1), opening)]))

    [row] = view.find("เล่มเดิม")

    assert (row.origin, row.stream, row.number, row.dated) == (Origin.OLD_BOOK, None, "มท 0812/270", "8 ก.พ. 2564")
    assert view.find(number="มท 0812/270") == [row]
    assert view.find("เล่มเดิม", origin=Origin.SENT) == []


def test_a_row_of_the_secret_book_is_not_found() -> None:
    secret = FACTS["secret.entered.v1"]
    assert isinstance(secret, SecretEntered)
    view = followed(Find, lines([(stream(1), secret)]))

    assert list(view.rows("SELECT * FROM letters")) == []


def test_no_more_is_returned_than_was_asked_for() -> None:
    view = subjects(*(f"เรื่องที่ {i}" for i in range(30)))

    assert len(view.find("เรื่อง")) == 20
    assert [one.subject for one in view.find("เรื่อง", limit=2)] == ["เรื่องที่ 29", "เรื่องที่ 28"]
    assert view.find("เรื่อง", limit=-1) == []


@pytest.mark.parametrize("typed", ['"', "* OR subject", "NEAR(ก ข)", "\x00", "ก\u202eข", "🙂🙂", "\ud800", "'; --"])
def test_whatever_is_typed_is_only_looked_for(typed: str) -> None:
    view = subjects("เรื่อง")

    assert found(view, typed) == []


def test_letters_outside_the_common_plane_are_found() -> None:
    view = subjects("ยินดีด้วย 🙂🎉")

    assert found(view, "🎉") == found(view, "🙂🎉") == ["ยินดีด้วย 🙂🎉"]


@pytest.mark.parametrize("asked", [{}, {"text": "  "}, {"number": " "}])
def test_an_empty_question_is_refused(asked: dict[str, str]) -> None:
    view = subjects("เรื่อง")

    with pytest.raises(InvalidValue, match="nothing to look for"):
        view.find(**asked)  # type: ignore[arg-type]


def test_a_question_as_long_as_a_letter_is_refused() -> None:
    view = subjects("เรื่อง")

    with pytest.raises(InvalidValue, match="201 characters are too many"):
        view.find("ก" * (LONGEST_QUERY + 1))


def test_letters_of_a_day_are_found_in_every_book_also_where_the_old_one_wrote_it_otherwise() -> None:
    old = OpeningBalanceEntered(S1, A, 1, (OLD_ROW, replace(OLD_ROW, dated="30 ก.พ. 2564")), "clerk")
    eighth = date(2021, 2, 8)
    facts = [(stream(1), old), received(2, dated=eighth), received(3, dated=None), *letter("มท 0812/ว 27", (27,))]
    view = followed(Find, lines(facts))

    that_day = view.of_day(eighth)

    assert [(one.origin, one.day) for one in that_day] == [(Origin.OLD_BOOK, eighth), (Origin.RECEIVED, eighth)]
    assert [one.origin for one in view.of_day(DAY)] == [Origin.SENT]
    assert [one.day for one in view.find(subject=OLD_ROW.subject)] == [None, eighth]
    assert view.of_day(eighth, limit=1) == that_day[:1]
