"""How views stand and are made again, as somebody types it."""

import sqlite3
from contextlib import closing

from registry.views.every import VIEWS
from tests.api.cli.conftest import Clerk


def test_every_view_is_shown_with_its_place_and_what_is_behind_it(saraban: Clerk) -> None:
    saraban.registered()
    saraban.json("book", "sent")
    saraban.registered()

    found = {one["view"]: one for one in saraban.json("views")}

    assert set(found) == {kind.NAME for kind in VIEWS}
    assert (found["book"]["state"], found["book"]["lag"]) == ("serving", 3)
    assert found["find"]["state"] == "not-made"


def test_views_are_shown_in_words_too(saraban: Clerk) -> None:
    ran = saraban("views", "--lang", "en")

    assert ran.code == 0
    assert "not made yet" in ran.out


def test_all_views_are_rebuilt_and_then_the_same_ones_again(saraban: Clerk) -> None:
    saraban.registered()
    first = saraban.json("rebuild")

    again = saraban.json("rebuild")

    assert {one["outcome"] for one in again} == {"same"}
    assert {one["view"]: one["digest"] for one in again} == {one["view"]: one["digest"] for one in first}


def test_one_view_is_rebuilt_by_its_name(saraban: Clerk) -> None:
    (found,) = saraban.json("rebuild", "find")

    assert (found["view"], found["outcome"]) == ("find", "nothing")


def test_a_view_that_differs_is_named_and_the_command_fails(saraban: Clerk) -> None:
    saraban.registered()
    saraban.json("book", "sent")
    with closing(sqlite3.connect(saraban.world.folder / "views" / "book-v2.db")) as file:
        file.execute("UPDATE entries SET subject = 'another'")
        file.commit()

    ran = saraban("rebuild", "book", "--lang", "en")

    assert ran.code == 1
    assert "book: the rebuilt rows" in ran.out
    assert "a rebuilt file that differs is kept beside it" in saraban("views", "--lang", "en").out


def test_a_view_that_does_not_exist_is_refused_with_those_that_do(saraban: Clerk) -> None:
    ran = saraban("rebuild", "nothing", "--lang", "en")

    assert ran.code == 1
    assert "There is no view 'nothing'; there are book, " in ran.err
