"""An operator who holds the log and the seal still cannot tell a story that does not fit together."""

from datetime import date, timedelta

import pytest

from domain.classes import LetterKind
from domain.letter.events import Way
from domain.values import File, StreamId
from keys.checkpoints import LogKey
from registry.verify.verdicts import Layer, Unshown
from registry.wire import Seen
from tests.registry.verify.desk import Desk, refusal
from tests.registry.verify.operator import DAY, FINAL, FINAL_DIGEST, Story

ANOTHER_STREAM = StreamId("01a207be-1f3c-7073-8959-99ffeea80b32")


def test_another_log_key_in_the_first_leaf_is_refused() -> None:
    report = Story(log_key_named=LogKey.from_seed("specimen.example/letters", bytes(32)).vkey).verified()

    assert refusal(report) == (Layer.HISTORY, "log-key-another")


@pytest.mark.parametrize(
    "issued",
    [
        {"number": "มท 0812/ว 272"},
        {"dated": date(2021, 2, 10)},
        {"final": "sha256:" + "0" * 64},
        {"signed": "sha256:" + "0" * 64},
        {"signed_in": ANOTHER_STREAM},
    ],
)
def test_an_admission_of_something_else_is_refused(issued: dict[str, object]) -> None:
    report = Story(issued=issued).verified()

    assert refusal(report) == (Layer.HISTORY, "admits-another")
    assert report.of(Layer.HISTORY).says.facts["field"] in issued


@pytest.mark.parametrize("leaf", [{"leaf_number": 272}, {"leaf_state": "void"}, {"leaf_letter": bytes(32)}])
def test_the_public_leaf_of_another_number_state_or_letter_proves_nothing(leaf: dict[str, object]) -> None:
    report = Story(**leaf).verified()  # type: ignore[arg-type]  # names of its own

    assert refusal(report) == (Layer.HISTORY, "not-in-the-log")


def test_a_letter_without_the_leaf_of_its_number_is_refused() -> None:
    report = Story().verified(numbers={})

    assert refusal(report) == (Layer.HISTORY, "numbers-differ")


def test_a_statement_made_for_another_registry_is_refused() -> None:
    report = Story(signed={"log": "another.example/letters"}).verified()

    assert refusal(report) == (Layer.HISTORY, "another-registry")


@pytest.mark.parametrize("place", [{"seq": 1}, {"prev": "sha256:" + "0" * 64}])
def test_a_persons_statement_that_continues_a_stream_is_refused(place: dict[str, object]) -> None:
    report = Story(signed=place).verified()

    assert refusal(report) == (Layer.HISTORY, "ties-differ")


@pytest.mark.parametrize(
    ("story", "field"),
    [
        ({"letter": {"kind": LetterKind.ORDER}}, "typ"),
        ({"admission": {"seq": 1}}, "seq"),
        ({"issued": {"way": Way.SEALED}}, "way"),
        ({"letter": {"series": ANOTHER_STREAM}}, "series"),
        ({"letter": {"n": (272,)}}, "n"),
    ],
)
def test_an_admission_in_another_form_is_refused(story: dict[str, dict[str, object]], field: str) -> None:
    report = Story(**story).verified()  # type: ignore[arg-type]  # names of its own

    assert refusal(report) == (Layer.HISTORY, "admits-another")
    assert report.of(Layer.HISTORY).says.facts["field"] == field


def test_an_admission_that_is_not_tied_to_what_it_admits_is_refused() -> None:
    assert refusal(Story(admission={"re": ()}).verified()) == (Layer.HISTORY, "ties-differ")


def test_nothing_is_admitted_before_it_was_said() -> None:
    assert refusal(Story(admitted_first=True).verified()) == (Layer.HISTORY, "admitted-before-said")


def test_a_history_that_began_with_something_else_is_refused() -> None:
    story = Story()
    story.operator.append(b"a leaf of some other kind")

    assert refusal(story.verified()) == (Layer.HISTORY, "first-leaf-missing")


def test_a_file_of_another_length_than_was_signed_is_refused() -> None:
    final = File(FINAL_DIGEST, len(FINAL) + 1, "text/plain", "letter.txt", "main")

    assert refusal(Story(signed={"doc": (final,)}).verified()) == (Layer.FILES, "file-differs")


def test_a_negative_number_in_a_statement_is_refused() -> None:
    with pytest.raises(Unshown, match=r"statement\.json: the field 'seq'"):
        Story(signed={"seq": -1}).told()


@pytest.mark.parametrize("size", [1, 3])
def test_a_signer_who_saw_another_history_holds_evidence_of_two(size: int) -> None:
    report = Story(signed={"seen": Seen(size, "0" * 64)}).verified()

    assert refusal(report) == (Layer.HISTORY, "saw-another-history")


def test_a_signer_cannot_have_seen_what_came_after() -> None:
    report = Story(signed={"seen": Seen(40, "0" * 64)}).verified()

    assert refusal(report) == (Layer.HISTORY, "saw-another-history")


def test_the_proof_that_the_history_goes_on_cannot_be_left_out(desk: Desk) -> None:
    name = next(name for name in desk.members() if name.startswith("support/seen-"))

    report = desk.verify(desk.repacked({name: None}))

    assert refusal(report) == (Layer.HISTORY, "seen-differ")


@pytest.mark.parametrize("apart", [timedelta(hours=25), timedelta(hours=-25)])
def test_a_time_that_is_far_from_the_logs_is_refused(apart: timedelta) -> None:
    report = Story(at=DAY + apart).verified()

    assert refusal(report) == (Layer.PERSON, "clocks-apart")
