"""How real letters are read, field by field, against what people read in them."""

import pytest

from registry.documents.answers import Outcome
from registry.documents.scoring import Quality, Score, score
from tests.conformance.shared import shared


@pytest.fixture(scope="module")
def real() -> Score:
    return score(shared("letters"))


def test_nothing_is_invented_of_real_letters(real: Score) -> None:
    invented = [detail for detail in real.details if detail.judged.outcome is Outcome.INVENTED]

    assert invented == []
    assert real.files >= 7


def test_of_clean_texts_ninety_five_fields_in_a_hundred_are_right(real: Score) -> None:
    assert real.share(Quality.CLEAN) >= 0.95


def test_of_broken_texts_eighty_fields_in_a_hundred_are_right(real: Score) -> None:
    assert real.share(Quality.BROKEN) >= 0.80
