"""Codes of units, invented ones: no recoding of the real department is known."""

from datetime import datetime

import pytest

from domain.errors import DomainError, InvalidValue
from domain.structure.deciding import decide
from domain.structure.structure import Structure
from domain.structure.unit_codes import last_laid, next_code
from tests.domain.structure.history import THAI_TIME, abolish, day, establish, issued, order, recode, repeal

LAID = datetime(2022, 1, 1, tzinfo=THAI_TIME)
"""1 January 2565."""
DIVISIONS = (establish("a", code="มท 9901"), establish("b", code="มท 9902"), establish("c", code="มท 9903"))


def refusal(structure: Structure, *acts: object, recorded: bool = False) -> DomainError:
    with pytest.raises(DomainError) as caught:
        accept(structure, *acts, recorded=recorded)
    return caught.value


def accept(structure: Structure, *acts: object, recorded: bool = False) -> None:
    one = order(9, *acts, recorded=recorded)  # type: ignore[arg-type]
    decide(structure, one.acts, one.source)


@pytest.mark.parametrize(
    ("on", "laid"),
    [(LAID, LAID), (LAID.replace(year=2026, month=12, day=31), LAID), (day(1), LAID.replace(year=2017))],
)
def test_codes_are_laid_anew_in_buddhist_years_that_end_in_5_and_0(on: datetime, laid: datetime) -> None:
    assert last_laid(on) == laid


def test_a_new_unit_takes_the_next_code_of_its_department() -> None:
    known = issued(DIVISIONS)

    found = refusal(known, establish("d", code="มท 9905"))

    assert (found.slug, found.facts["expected"]) == ("code-not-next", "มท 9904")
    accept(known, establish("d", code="มท 9904"), establish("e", code="มท 9905"))


def test_what_was_there_before_may_leave_gaps_and_codes_of_provinces_follow_no_count() -> None:
    known = issued(DIVISIONS)

    accept(known, establish("d", code="มท 9912"), recorded=True)
    accept(known, establish("d", code="กบ 0023"))
    accept(known, establish("d", code="นว 52007.3"))


def test_below_a_division_sub_codes_are_counted() -> None:
    known = issued(DIVISIONS, [establish("c/x", parent="c", code="มท 9903.1")])

    assert next_code(known, "มท 9903", day(5)) == "มท 9903.2"
    assert refusal(known, establish("c/y", parent="c", code="มท 9903.4")).slug == "code-not-next"


def test_no_two_units_bear_one_code_at_one_time() -> None:
    found = refusal(issued(DIVISIONS), recode("b", "มท 9901"))

    assert (found.slug, found.facts["by"]) == ("code-borne", "1/2564")


def test_two_units_exchange_their_codes_when_codes_are_laid_anew_and_not_before() -> None:
    known = issued(DIVISIONS)

    accept(known, recode("a", "มท 9902", since=LAID), recode("b", "มท 9901", since=LAID))
    assert refusal(known, recode("a", "มท 9902"), recode("b", "มท 9901")).slug == "code-left-vacant"


def test_the_code_of_an_abolished_unit_stays_vacant() -> None:
    known = issued(DIVISIONS, [abolish("c", since=day(5))])

    found = refusal(known, recode("b", "มท 9903", since=day(6)))

    assert (found.slug, found.facts["until"], found.facts["by"]) == ("code-left-vacant", day(5), "1/2564")
    assert next_code(known, "มท 99", day(6)) == "มท 9904"
    assert next_code(known, "มท 99", LAID) == "มท 9903"
    accept(known, establish("d", code="มท 9903", since=LAID))


def test_a_code_is_not_given_backwards_to_a_time_too_near_to_its_bearer() -> None:
    known = issued([establish("a", code="มท 9901", since=day(20))], [establish("b", since=day(1))])

    found = refusal(known, recode("b", "มท 9901", since=day(5), until=day(10)))

    assert found.slug == "code-left-vacant"


def test_a_unit_gets_its_own_code_back() -> None:
    known = issued(DIVISIONS, [recode("a", None, since=day(4), until=day(6))])

    accept(known, recode("a", "มท 9901", since=day(5)))


def test_a_code_comes_not_back_to_life_beside_another_bearer() -> None:
    known = issued(DIVISIONS, [recode("a", None, since=LAID)], [recode("b", "มท 9901", since=LAID)])

    found = refusal(known, repeal(1, since=LAID))

    assert (found.slug, found.facts["code"]) == ("code-borne", "มท 9901")


def test_nothing_is_numbered_below_a_code_of_another_form_or_beyond_the_last_number() -> None:
    last_but_one = issued([establish("a", code="มท 9998")], recorded=True)
    known = issued([establish("a", code="มท 9999")], recorded=True)

    assert next_code(last_but_one, "มท 99", day(5)) == "มท 9999"
    with pytest.raises(InvalidValue, match="nothing is numbered below it"):
        next_code(known, "นว 52007", day(5))
    with pytest.raises(InvalidValue, match="All 99 numbers under มท 99 were given"):
        next_code(known, "มท 99", day(5))
