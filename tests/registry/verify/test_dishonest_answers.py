"""An operator who holds the log and the seal still cannot answer for a recipient."""

import pytest

from domain.letter.events import AnswerKind
from domain.values import StreamId
from registry.verify.verdicts import Layer, Unshown, Verdict
from tests.registry.verify.desk import refusal
from tests.registry.verify.operator import Answer

ANOTHER_STREAM = StreamId("01a207be-1f3c-7073-8959-99ffeea80b32")


def test_the_answer_that_attacks_are_made_of_is_valid_by_itself() -> None:
    assert Answer().verified().headline is Verdict.VALID


def test_a_recipient_does_not_answer_for_another() -> None:
    assert refusal(Answer(answered_by="p1").verified()) == (Layer.PERSON, "not-the-recipient")
    assert refusal(Answer(enrolled_for="ผู้ว่าราชการจังหวัดตรัง").verified()) == (Layer.PERSON, "not-the-recipient")


def test_the_seal_does_not_answer_for_a_recipient() -> None:
    assert refusal(Answer(answered_by="seal").verified()) == (Layer.PERSON, "key-not-enrolled")


def test_an_answer_for_nobody_on_the_letters_list_is_refused() -> None:
    with pytest.raises(Unshown, match="The letter has 1 addressees, and no number 1"):
        Answer(to=1).told()


def test_an_answer_to_another_letter_is_refused() -> None:
    report = Answer(said={"letter": "sha256:" + "0" * 64}).verified()

    assert refusal(report) == (Layer.HISTORY, "admits-another")


@pytest.mark.parametrize("answered", [{"answer": "sha256:" + "0" * 64}, {"to": 7}, {"kind": AnswerKind.RETURNED}])
def test_an_admission_of_another_answer_is_refused(answered: dict[str, object]) -> None:
    report = Answer(answered=answered).verified()

    assert refusal(report) == (Layer.HISTORY, "admits-another")


def test_an_answer_without_its_letter_is_refused() -> None:
    with pytest.raises(Unshown, match="does not hold the letter that is answered"):
        Answer(without_letter=True).told()


def test_an_answer_that_is_not_tied_to_the_letter_is_refused() -> None:
    assert refusal(Answer(said_re=()).verified()) == (Layer.HISTORY, "ties-differ")


@pytest.mark.parametrize(
    "answer",
    [
        {"answer_place": {"stream": ANOTHER_STREAM}},
        {"answered": {"answered_in": ANOTHER_STREAM}},
    ],
)
def test_an_answer_in_another_letters_life_is_refused(answer: dict[str, dict[str, object]]) -> None:
    report = Answer(**answer).verified()  # type: ignore[arg-type]  # names of its own

    assert refusal(report) == (Layer.HISTORY, "admits-another")


def test_a_recipient_does_not_answer_under_another_officers_name() -> None:
    assert refusal(Answer(said={"officer": "p9"}).verified()) == (Layer.PERSON, "not-the-recipient")


def test_a_letter_whose_own_signature_does_not_count_is_not_what_was_answered() -> None:
    assert refusal(Answer(signed_by="nobody").verified()) == (Layer.AUTHORITY, "key-not-enrolled")


def test_an_answer_to_a_letter_that_was_admitted_as_another_is_refused() -> None:
    with pytest.raises(Unshown, match="and what was signed says มท 0812/ว 271"):
        Answer(issued={"number": "มท 0812/ว 272"}).told()
