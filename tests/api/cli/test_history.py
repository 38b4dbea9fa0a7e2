"""What happened to a letter or a person, as somebody asks for it."""

import pytest

from domain.series import SeriesKind
from tests.api.cli.conftest import Clerk


def test_every_fact_of_a_letter_is_told_with_what_it_changed(saraban: Clerk) -> None:
    number = saraban.dispatched()
    saraban.json("confirm", number, "--to", "1", "--spoke-with", "นาย ก")

    told = saraban.json("history", "--letter", number)["events"]

    assert [one["name"] for one in told] == [
        "number.reserved.v1",
        "letter.signed.v3",
        "letter.issued.v1",
        "letter.dispatched.v1",
        "receipt.confirmed.v1",
    ]
    assert told[2]["changes"][0] == {"field": "stage", "about": None, "old": "signed", "new": "issued"}
    assert told[4]["changes"] == [
        {"field": "progress", "about": "ผู้ว่าราชการจังหวัดกระบี่", "old": "dispatched", "new": "confirmed"}
    ]


def test_whose_word_each_time_is_and_who_was_in_which_post_is_said(saraban: Clerk) -> None:
    number = saraban.dispatched()

    _, signed, issued, dispatched = saraban.json("history", "--letter", number)["events"]

    assert signed["time"] == "claimed by the signer"
    assert signed["by"] == {"officer": "dg", "name": "นายประยูร ตัวอย่าง", "posts": ["อธิบดี"]}
    assert (issued["time"], issued["by"]) == ("claimed by the operator", None)
    assert dispatched["by"]["posts"] == ["เจ้าพนักงานธุรการ"]


def test_a_history_is_shown_in_words_and_says_that_times_are_claims(saraban: Clerk) -> None:
    number = saraban.dispatched()

    thai, english = saraban("history", "--letter", number), saraban("history", "--letter", number, "--lang", "en")

    assert "ผู้ลงลายมือชื่ออ้าง" in thai.out
    assert "claimed by the operator" in english.out
    assert "Every time is a claim" in english.out


def test_the_state_after_a_position_is_the_one_of_then(saraban: Clerk) -> None:
    number = saraban.dispatched()
    signed = saraban.json("history", "--letter", number)["events"][1]["position"]

    then = saraban.json("history", "--letter", number, "--state-after", str(signed))["state"]
    now = saraban.json("history", "--letter", number, "--state-after", "999999")["state"]

    stages = [next(one["value"] for one in state if one["field"] == "stage") for state in (then, now)]
    assert stages == ["signed", "dispatched"]
    assert "Nothing" not in saraban("history", "--letter", number, "--state-after", "999999", "--lang", "en").out
    assert "There was nothing" in saraban("history", "--letter", number, "--state-after", "0", "--lang", "en").out


def test_two_states_are_compared_field_by_field(saraban: Clerk) -> None:
    number = saraban.dispatched()
    events = saraban.json("history", "--letter", number)["events"]
    places = [str(events[2]["position"]), str(events[3]["position"])]

    found = saraban.json("history", "--letter", number, "--compare", *places)

    fields = {one["field"]: (one["old"], one["new"]) for one in found["changes"]}
    assert fields["stage"] == ("issued", "dispatched")
    assert found["same"] > 5
    assert saraban("history", "--letter", number, "--compare", *places, "--lang", "en").code == 0
    assert "fields are the same" in saraban("history", "--letter", number, "--compare", "9", "9", "--lang", "en").out


def test_a_history_from_a_position_on_and_only_its_newest_facts(saraban: Clerk) -> None:
    number = saraban.dispatched()
    events = saraban.json("history", "--letter", number)["events"]

    later = saraban.json("history", "--letter", number, "--from", str(events[2]["position"]))
    newest = saraban.json("history", "--letter", number, "--limit", "1")

    assert later["events"] == events[2:]
    assert (newest["events"], newest["left_out"]) == (events[3:], 3)
    assert saraban.json("history", "--letter", number, "--limit", "0")["events"] == []
    assert "3 earlier facts" in saraban("history", "--letter", number, "--limit", "1", "--lang", "en").out


def test_an_order_is_found_by_its_number(saraban: Clerk) -> None:
    saraban.world.issue(SeriesKind.ORDER)

    told = saraban.json("history", "--order", "1/2564")

    assert [one["name"] for one in told["events"]][1:] == ["order.signed.v1", "order.issued.v1"]


def test_what_somebody_signed_and_what_was_said_of_them_is_a_persons_history(saraban: Clerk) -> None:
    saraban.dispatched()

    by_name = saraban.json("history", "--person", "นายประยูร ตัวอย่าง")
    by_id = saraban.json("history", "--person", "dg")

    assert by_name == by_id
    assert [(one["name"], one["tie"]) for one in by_id["events"]] == [
        ("officer.enrolled.v1", "about"),
        ("key.enrolled.v1", "about"),
        ("key.confirmed.v1", "about"),
        ("number.reserved.v1", "clerk"),
        ("letter.signed.v3", "signed"),
    ]
    enrolled, confirmed = by_id["events"][0], by_id["events"][2]
    assert enrolled["by"]["officer"] == "r1"
    assert {one["field"] for one in enrolled["changes"]} == {"name", "office", "post", "role"}
    assert (confirmed["changes"][0]["old"], confirmed["changes"][0]["new"]) == ("enrolled", "confirmed")


def test_a_clerks_history_has_what_the_seal_entered_for_the_clerk(saraban: Clerk) -> None:
    saraban.dispatched()

    told = saraban.json("history", "--person", "clerk")["events"]

    assert ("letter.dispatched.v1", "clerk") in [(one["name"], one["tie"]) for one in told]


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ((), "history-of-what"),
        (("--letter", "มท 0812/1", "--person", "dg"), "history-of-what"),
        (("--letter", "มท 0812/999"), "letter-unknown"),
        (("--person", "ใครก็ไม่รู้"), "no-such-person"),
        (("--person", "ตัวอย่าง"), "which-person"),
        (("--unit", "nowhere"), "unit-unknown"),
    ],
)
def test_what_cannot_be_found_is_refused(saraban: Clerk, typed: tuple[str, ...], refused: str) -> None:
    ran = saraban("history", *typed, "--json")

    assert ran.code == (2 if refused == "history-of-what" else 1)
    assert ran.refused == refused
