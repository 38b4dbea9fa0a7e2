"""Forms cite the clauses that ask for their parts."""

import pytest

from domain.classes import LetterKind
from domain.clauses import IN_FORCE, MAIL_FILE_NAMES, SIGNATURE_BLOCKS
from domain.codes import roman_of
from domain.forms import FORMS, Part


@pytest.mark.parametrize(
    ("kind", "part", "clause"),
    [
        (LetterKind.EXTERNAL, Part.DATE, "R2526 ข้อ 11.3"),
        (LetterKind.EXTERNAL, Part.TELEPHONE, "R2526 ข้อ 11.13"),
        (LetterKind.INTERNAL, Part.TELEPHONE, "R2526 ข้อ 12.1"),
        (LetterKind.SEALED, Part.DATE, "R2526 ข้อ 14.6"),
        (LetterKind.ORDER, Part.NUMBER, "R2526 ข้อ 16.2"),
        (LetterKind.ATTESTATION, Part.NUMBER, "R2526 ข้อ 24.1"),
        (LetterKind.ANNOUNCEMENT, Part.DATE, "R2526 ข้อ 20"),
    ],
)
def test_a_part_is_asked_for_by_its_clause(kind: LetterKind, part: Part, clause: str) -> None:
    place = FORMS[kind].place(part)

    assert place is not None
    assert str(place.clause) == clause
    assert place.clause.since == IN_FORCE


def test_a_part_without_a_place_has_none() -> None:
    assert FORMS[LetterKind.SEALED].place(Part.SUBJECT) is None
    assert str(FORMS[LetterKind.INTERNAL].without[Part.ATTACHMENTS]) == "R2526 ข้อ 12.6"


def test_an_annex_is_cited_as_an_annex() -> None:
    assert str(SIGNATURE_BLOCKS) == "R2526 ภาคผนวก 3"
    assert MAIL_FILE_NAMES.place == "ภาคผนวก 7 ข้อ 4.3"


def test_a_roman_code_is_that_of_annex_7_or_not_known() -> None:
    assert (roman_of("กบ"), roman_of("บก"), roman_of("นร"), roman_of("มท")) == ("KBI", "BKN", "OPM", None)
