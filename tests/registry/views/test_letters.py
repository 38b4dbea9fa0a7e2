"""What people type names one letter, or is refused with those that come near."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.errors import InvalidValue, NoSuchThing
from domain.letter.events import LetterIssued
from domain.series import SeriesKind
from domain.values import Digest
from registry import wire
from registry.reader import Reader
from registry.views.letters import Direction, Known, Letters
from registry.views.view import open_view
from tests.registry.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    yield world
    world.close()


def resolve(world: World, typed: str, **told: object) -> Known:
    with Reader(world.folder) as reader, open_view(reader, Letters) as letters:
        return letters.resolve(typed, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    ["มท 0812/ว 271", "มท ๐๘๑๒/ว๒๗๑", " ที่  มท. ๐๘๑๒/ว  ๒๗๑ ", "มท0812/ว271", "มท 0812/ว 271 ลงวันที่ 9 ก.พ. 2564"],
)
def test_a_letter_is_found_by_its_number_in_any_spelling(world: World, typed: str) -> None:
    letter = world.issue()
    world.issue()

    assert resolve(world, typed).stream == letter


def test_letters_are_found_by_the_file_that_they_were_issued_with(world: World) -> None:
    stream = world.issue_typeset()
    by_hand = [world.issue_by_hand(), world.issue_by_hand()]  # of one scan
    issued = [wire.decode(world.register.store.stream(one)[0].contents.statement).fact for one in (stream, *by_hand)]
    finals = [fact.final for fact in issued if isinstance(fact, LetterIssued)]

    with Reader(world.folder) as reader, open_view(reader, Letters) as letters:
        found = [[known.stream for known in letters.of_file(final)] for final in finals]
        unknown = letters.of_file(Digest("sha256:" + 64 * "0"))

    assert found == [[stream], by_hand, by_hand]
    assert unknown == []


def test_a_letter_is_found_by_its_stream(world: World) -> None:
    letter = world.issue()

    assert resolve(world, letter.upper()).number == "มท 0812/ว 271"


def test_an_order_is_found_by_number_and_year(world: World) -> None:
    order = world.issue(SeriesKind.ORDER)

    assert resolve(world, "๑ /๒๕๖๔").stream == order


def test_a_letter_of_several_numbers_is_found_by_each_of_them_and_by_all(world: World) -> None:
    n = world.reserve(SeriesKind.ORDINARY, count=3)
    letter = world.admit(world.sign(world.letter(n, book=SeriesKind.ORDINARY)))["stream"]

    found = {resolve(world, f"มท 0812/{number}").stream for number in ("1", "2", "3", "1-3")}

    assert found == {letter}


@pytest.mark.parametrize("typed", ["รับ 1", "เลขรับ ๑/๒๕๖๔", "เลขทะเบียนรับที่ 1", "ศธ ๐๒๐๑/๑๕"])
def test_a_received_letter_is_found_by_its_receive_number_and_by_the_senders(world: World, typed: str) -> None:
    got = world.receive()

    known = resolve(world, typed)

    assert (known.stream, known.direction, known.n) == (got, Direction.RECEIVED, 1)


def test_a_received_number_that_follows_no_grammar_is_found_as_it_is_printed(world: World) -> None:
    got = world.receive(printed="หนังสือลงนาม ฉบับ ๗")

    assert resolve(world, "หนังสือลงนาม ฉบับ 7").stream == got


def test_a_corrected_number_is_the_one_that_names_the_letter(world: World) -> None:
    got = world.receive()
    slip = {"what": "printed", "old": "ศธ 0201/15", "new": "ศธ 0201/16", "reason": "พิมพ์ผิด", "clerk": "clerk"}
    world.enter(got, "entry.corrected.v1", **slip)

    assert resolve(world, "ศธ 0201/16").stream == got
    with pytest.raises(NoSuchThing, match="No letter here is called 'ศธ 0201/15'"):
        resolve(world, "ศธ 0201/15")


def test_one_number_for_two_letters_is_refused_until_the_date_tells_them_apart(world: World) -> None:
    world.receive()
    world.next_day()
    second = world.receive()

    with pytest.raises(NoSuchThing, match=r"2 letters are called .*receive number ๑, .*receive number ๒, ") as refusal:
        resolve(world, "ศธ 0201/15")

    assert f"= {second}" in str(refusal.value)
    assert refusal.value.slug == "letter-ambiguous"
    assert resolve(world, "ศธ 0201/15 ลว. 10 ก.พ. 2564").stream == second
    assert resolve(world, "ศธ 0201/15", dated=date(2021, 2, 9) + timedelta(days=1)).stream == second


def test_a_letter_of_ours_and_one_of_theirs_are_told_apart_by_direction(world: World) -> None:
    sent = world.issue()
    got = world.receive(printed="มท 0812/ว 271")

    found = {direction: resolve(world, "มท 0812/ว 271", direction=direction).stream for direction in Direction}

    assert found == {Direction.SENT: sent, Direction.RECEIVED: got}


def test_what_is_unknown_is_refused_with_letters_of_the_same_running_number(world: World) -> None:
    world.issue()

    with pytest.raises(NoSuchThing, match=r"'มท 0813/ว 271'\. Near it: มท ๐๘๑๒/ว ๒๗๑ of 2021-02-09") as refusal:
        resolve(world, "มท 0813/ว 271")

    assert refusal.value.slug == "letter-unknown"


@pytest.mark.parametrize("typed", ["", "เรื่องที่ไม่มี", "9" * 300, "01a207c6-4d82-7c1a-a007-6b2bf5699cf9", "'; DROP TABLE"])
def test_what_is_no_number_at_all_is_refused_too(world: World, typed: str) -> None:
    with pytest.raises(NoSuchThing, match="Look it up with find"):
        resolve(world, typed)


def test_a_date_that_does_not_exist_is_refused_as_such(world: World) -> None:
    with pytest.raises(InvalidValue, match="There is no day 29/2/2566"):
        resolve(world, "มท 0812/ว 271 ลงวันที่ ๒๙ ก.พ. ๒๕๖๖")


def test_a_receive_number_of_another_year_is_another_letter(world: World) -> None:
    world.receive()

    with pytest.raises(NoSuchThing, match="Near it: receive number ๑, "):
        resolve(world, "รับ 1/2565")


def test_of_several_that_come_near_the_newest_is_named_first(world: World) -> None:
    world.issue(SeriesKind.ORDER)
    world.issue_by_hand()

    with pytest.raises(NoSuchThing, match=r"Near it: มท ๐๘๑๒/๑ of 2021-02-09; ๑/๒๕๖๔ of 2021-02-09\."):
        resolve(world, "นร 0812/1")
