"""A citation is held against what the register knows: exact ones pass, slips are pointed out with both sides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.citations import Citation
from domain.classes import LetterKind, SecrecyClass, SpeedClass
from domain.letter.text import Reference
from domain.numbers import LetterNumber, OrderNumber
from registry.documents.contradictions import Known, contradicted, one_slip
from registry.documents.draft import Doubt, Draft, Read

DAY = date(2021, 2, 10)
OFFICE = "กรมตัวอย่าง"
SUBJECT = "การปรับปรุงโครงสร้าง"


@dataclass(frozen=True)
class Book:
    """A register of a few letters."""

    letters: tuple[Known, ...]

    def numbered(self, number: LetterNumber | OrderNumber) -> Sequence[Known]:
        return [known for known in self.letters if known.number == number]

    def of_day(self, day: date) -> Sequence[Known]:
        return [known for known in self.letters if known.dated == day]


def number(text: str) -> LetterNumber | OrderNumber:
    return OrderNumber.parse(text) if text[0].isdigit() else LetterNumber.parse(text)


def known(text: str, day: date | None = DAY, *, subject: str = SUBJECT, office: str = OFFICE) -> Known:
    return Known(number(text), day, subject, f"กองหนึ่ง {office} นายหนึ่ง อธิบดี")


def doubts(
    text: str, day: date | None, *letters: Known, issuer: str | None = OFFICE, says: str = "", own: str | None = None
) -> list[Doubt]:
    citation = Citation(number(text), issuer, SpeedClass.NORMAL, SecrecyClass.NONE, day)
    draft = Draft(
        LetterKind.EXTERNAL,
        issuing_office=Read(own, 1) if own else None,
        paragraphs=(Read(says, 9),),
        citations=(Read(citation, 7),),
    )
    return list(contradicted(draft, Book(letters)))


@pytest.mark.parametrize(
    ("cited", "day", "slug"),
    [
        ("มท 0812/ว 271", date(2021, 2, 9), "cited-of-another-day"),
        ("มท 0812/ว 271", date(2020, 2, 10), "cited-of-another-day"),
        ("มท 0812/ว 217", DAY, "cited-with-another-number"),
        ("มท 0812/ว 27", DAY, "cited-with-another-number"),
        ("มท 0812/ว 2711", DAY, "cited-with-another-number"),
        ("มท 0812/ว 274", DAY, "cited-with-another-number"),
        ("มท 0813/ว 271", DAY, "cited-with-another-number"),
        ("มห 0812/ว 271", DAY, "cited-with-another-number"),
        ("มท 0812/271", DAY, "cited-with-another-number"),
        ("มท 0890/ว 271", DAY, "cited-of-another-office"),
    ],
)
def test_a_slip_is_pointed_out_with_both_sides(cited: str, day: date, slug: str) -> None:
    (doubt,) = doubts(cited, day, known("มท 0812/ว 271"))

    assert (doubt.slug, doubt.line, doubt.part) == (slug, 7, "citations")
    assert doubt.facts == {
        "number": str(number(cited)), "dated": day, "known": "มท 0812/ว 271", "known_dated": DAY, "subject": SUBJECT,
    }  # fmt: skip
    assert str(day) in doubt.message
    assert "มท 0812/ว 271" in doubt.message
    assert "look" in doubt.message


@pytest.mark.parametrize(
    ("cited", "day"),
    [
        ("มท 0812/ว 271", DAY),
        ("มท 0812/ว 271", None),
        ("มท 0812/ว 271", date(2020, 5, 3)),
        ("มท 0812/ว 399", DAY),
        ("มท 0812/ว 712", DAY),
        ("มท 0813/ว 272", DAY),
        ("กค 0405/ว 271", DAY),
        ("มท 0812/ว 217", date(2021, 2, 11)),
        ("271/2564", DAY),
    ],
)
def test_what_may_well_be_another_letter_is_left_alone(cited: str, day: date | None) -> None:
    assert doubts(cited, day, known("มท 0812/ว 271")) == []


def test_a_letter_that_bears_no_day_contradicts_none() -> None:
    assert doubts("มท 0812/ว 271", DAY, known("มท 0812/ว 271", None)) == []
    assert doubts("มท 0812/ว 271", DAY, known("มท 0812/ว 271", None), known("มท 0812/ว 217")) == []


def test_single_figures_are_near_to_nothing() -> None:
    assert doubts("มท 0812/4", DAY, known("มท 0812/1")) == []


def test_a_number_that_two_years_have_is_the_one_of_its_day() -> None:
    both = (known("มท 0812/ว 271", date(2020, 6, 1)), known("มท 0812/ว 271"))

    assert doubts("มท 0812/ว 271", DAY, *both) == []
    assert [doubt.facts["known_dated"] for doubt in doubts("มท 0812/ว 271", date(2021, 2, 1), *both)] == [DAY]


def test_a_running_number_of_another_ministry_counts_where_the_subject_is_told() -> None:
    cited = ("ศธ 0201/ว 271", DAY, known("มท 0812/ว 271"))

    assert doubts(*cited, says="แผนอื่น") == []
    assert [doubt.slug for doubt in doubts(*cited, says=f"เรื่อง {SUBJECT} นั้น")] == ["cited-of-another-office"]


def test_a_small_running_number_of_another_division_is_no_contradiction() -> None:
    assert doubts("มท 0890/ว 27", DAY, known("มท 0812/ว 27")) == []


@pytest.mark.parametrize(
    ("issuer", "own", "expected"),
    [
        (OFFICE, None, ["cited-of-another-day"]),
        ("กรม ตัวอย่าง", None, ["cited-of-another-day"]),
        (None, OFFICE, ["cited-of-another-day"]),
        ("กระทรวงอื่น", OFFICE, []),
        (None, None, []),
    ],
)
def test_an_order_is_compared_with_those_of_its_own_office(
    issuer: str | None, own: str | None, expected: list[str]
) -> None:
    found = doubts("55/2564", date(2021, 2, 1), known("55/2564"), issuer=issuer, own=own)

    assert [doubt.slug for doubt in found] == expected


def test_an_order_s_number_may_be_one_figure_off_within_its_year() -> None:
    assert [doubt.slug for doubt in doubts("56/2564", DAY, known("55/2564"))] == ["cited-with-another-number"]
    assert doubts("55/2563", DAY, known("55/2564")) == []
    assert doubts("56/2563", DAY, known("55/2564")) == []


def test_an_order_s_number_names_its_year_so_that_any_other_day_contradicts_it() -> None:
    assert [doubt.slug for doubt in doubts("55/2564", date(2022, 3, 1), known("55/2564"))] == ["cited-of-another-day"]


def test_a_doubt_about_a_reference_is_a_doubt_about_that_part() -> None:
    citation = Citation(number("มท 0812/ว 271"), OFFICE, SpeedClass.NORMAL, SecrecyClass.NONE, date(2021, 2, 9))
    draft = Draft(LetterKind.EXTERNAL, references=(Read(Reference("ก"), 4),), citations=(Read(citation, 4),))

    assert [doubt.part for doubt in contradicted(draft, Book((known("มท 0812/ว 271"),)))] == ["references"]


numbers = st.one_of(
    st.builds(
        LetterNumber,
        st.sampled_from(["มท", "กค", "ศธ"]),
        st.sampled_from(["0812", "0813", "0405", "0201.3"]),
        st.integers(1, 9999),
        st.sampled_from([None, "ว"]),
    ),
    st.builds(OrderNumber, st.integers(1, 999), st.sampled_from([2563, 2564])),
)
days = st.dates(date(2020, 1, 1), date(2021, 12, 31))
books = st.lists(st.tuples(numbers, days), min_size=1, max_size=12)


@given(books, st.data())
def test_an_exact_citation_is_never_pointed_out(
    book: list[tuple[LetterNumber | OrderNumber, date]], data: st.DataObject
) -> None:
    cited, day = data.draw(st.sampled_from(book))

    found = doubts(str(cited), day, *(known(str(one), dated) for one, dated in book), says=SUBJECT)

    assert found == []


@given(numbers, days, st.integers(1, 300))
def test_another_day_of_the_year_is_always_pointed_out(
    cited: LetterNumber | OrderNumber, day: date, later: int
) -> None:
    other = day + timedelta(later)
    assume(other.year == day.year)

    (doubt,) = doubts(str(cited), other, known(str(cited), day))

    assert (doubt.slug, doubt.facts["known_dated"]) == ("cited-of-another-day", day)


@given(st.integers(10, 99_999), st.data())
def test_two_figures_that_changed_places_are_always_pointed_out(running: int, data: st.DataObject) -> None:
    figures = list(str(running))
    at = data.draw(st.integers(0, len(figures) - 2))
    figures[at], figures[at + 1] = figures[at + 1], figures[at]
    slipped = "".join(figures)
    assume(slipped != str(running) and slipped[0] != "0")

    found = doubts(f"มท 0812/{slipped}", DAY, known(f"มท 0812/{running}"))

    assert [doubt.slug for doubt in found] == ["cited-with-another-number"]


@given(st.text("0123", max_size=6), st.text("0123", max_size=6))
def test_one_slip_is_the_distance_of_one_edit_or_one_swap(one: str, other: str) -> None:
    def edits(text: str) -> set[str]:
        cuts = [(text[:i], text[i:]) for i in range(len(text) + 1)]
        left_out = {a + b[1:] for a, b in cuts if b}
        put_in = {a + c + b for a, b in cuts for c in "0123"}
        changed = {a + c + b[1:] for a, b in cuts if b for c in "0123"}
        swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
        return left_out | put_in | changed | swapped

    expected = one != other and max(len(one), len(other)) > 1 and other in edits(one)

    assert one_slip(one, other) is expected


def test_letters_before_the_doubtful_one_stay_in_their_order() -> None:
    first = Citation(number("มท 0812/ว 271"), OFFICE, SpeedClass.NORMAL, SecrecyClass.NONE, date(2021, 2, 9))
    second = replace(first, number=number("มท 0812/300"), dated=date(2021, 3, 2))
    draft = Draft(LetterKind.EXTERNAL, citations=(Read(first, 3), Read(second, 5)))
    book = Book((known("มท 0812/300", date(2021, 3, 1)), known("มท 0812/ว 271")))

    assert [(doubt.line, doubt.part) for doubt in contradicted(draft, book)] == [(3, "citations"), (5, "citations")]
