from datetime import date, timedelta

import pytest

from domain.classes import SecrecyClass
from domain.clauses import (
    DATE_OF_ENTRY,
    NO_TOP_SECRET_ELECTRONICALLY,
    SECRETS_FOR_APPOINTED_READERS,
    Clause,
    forbid_electronic_secrets,
    require_date_of_entry,
)
from domain.errors import ClauseForbids, InvalidValue, NotAllowed

ONE_DAY = timedelta(days=1)
ENTERED = date(2021, 2, 10)


def test_a_clause_binds_from_its_first_day_until_the_day_it_ends() -> None:
    clause = Clause("R", "1", since=ENTERED, until=ENTERED + 2 * ONE_DAY)

    assert [clause.in_force(ENTERED + days * ONE_DAY) for days in (-1, 0, 1, 2)] == [False, True, True, False]


def test_the_clauses_are_in_force_from_their_days() -> None:
    assert NO_TOP_SECRET_ELECTRONICALLY.since == date(2021, 8, 23)
    assert SECRETS_FOR_APPOINTED_READERS.since == date(2005, 9, 24)
    assert DATE_OF_ENTRY.since == date(1983, 6, 1)


def test_a_top_secret_letter_may_not_be_electronic_and_the_refusal_cites_the_clause() -> None:
    with pytest.raises(ClauseForbids, match=r"secret book.*R2526 \(A4\) ข้อ 29") as refusal:
        forbid_electronic_secrets(SecrecyClass.TOP_SECRET, on=date(2021, 8, 23))

    assert refusal.value.slug == "top-secret-electronically"


def test_before_that_clause_a_top_secret_letter_is_refused_by_policy() -> None:
    with pytest.raises(NotAllowed, match=r"own rule.*not in force on 2021-08-22"):
        forbid_electronic_secrets(SecrecyClass.TOP_SECRET, on=date(2021, 8, 22))


@pytest.mark.parametrize("secrecy", [SecrecyClass.SECRET, SecrecyClass.VERY_SECRET])
def test_secret_content_is_refused_while_it_cannot_be_encrypted(secrecy: SecrecyClass) -> None:
    with pytest.raises(ClauseForbids, match="secret book") as refusal:
        forbid_electronic_secrets(secrecy, on=ENTERED)

    assert refusal.value.slug == "secret-content-unencrypted"
    assert refusal.value.facts["secrecy"] == secrecy.label


def test_an_unclassified_letter_may_be_electronic_on_any_day() -> None:
    forbid_electronic_secrets(SecrecyClass.NONE, on=ENTERED)
    forbid_electronic_secrets(SecrecyClass.NONE, on=date(2026, 11, 23))


def test_a_letter_may_be_dated_on_its_day_of_entry_without_a_reason() -> None:
    require_date_of_entry(ENTERED, entered=ENTERED, reason=None)


def test_a_letter_may_be_dated_later_in_the_year_with_a_reason() -> None:
    require_date_of_entry(date(2021, 12, 31), entered=ENTERED, reason="ส่งหลังการประชุม")


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_later_date_without_a_reason_is_refused(reason: str | None) -> None:
    with pytest.raises(InvalidValue, match="Say why") as refusal:
        require_date_of_entry(ENTERED + ONE_DAY, entered=ENTERED, reason=reason)

    assert refusal.value.slug == "later-date-without-reason"


@pytest.mark.parametrize("days", [1, 60])
def test_a_letter_is_never_dated_before_its_entry_whatever_the_reason(days: int) -> None:
    with pytest.raises(ClauseForbids, match=r"before its entry.*43\.1\.4, 43\.2") as refusal:
        require_date_of_entry(ENTERED - days * ONE_DAY, entered=ENTERED, reason="ลืม")

    assert refusal.value.slug == "dated-before-entry"


def test_a_letter_is_not_dated_in_the_next_year() -> None:
    with pytest.raises(ClauseForbids, match="another year") as refusal:
        require_date_of_entry(date(2022, 1, 1), entered=ENTERED, reason="ส่งหลังปีใหม่")

    assert refusal.value.slug == "dated-in-another-year"


def test_before_the_regulation_the_same_is_refused_by_policy() -> None:
    with pytest.raises(NotAllowed, match="own rule"):
        require_date_of_entry(date(1983, 5, 30), entered=date(1983, 5, 31), reason=None)
