"""Pages of a history: each fact once, in either direction, whatever of them fits; long searches stop and say so."""

import pytest

from registry.history import paged
from registry.history.paged import page

POSITIONS = list(range(3, 300, 3))


def anything(_position: int) -> bool:
    return True


@pytest.mark.parametrize("newest_first", [True, False])
def test_following_pages_show_every_fact_once_in_order(*, newest_first: bool) -> None:
    seen: list[int] = []
    behind: int | None = None
    while True:
        one = page(POSITIONS, anything, rows=7, newest_first=newest_first, behind=behind)
        seen += one.positions
        behind = one.following
        if behind is None:
            break

    assert seen == (POSITIONS[::-1] if newest_first else POSITIONS)


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_page_before_is_the_one_that_was_left(*, newest_first: bool) -> None:
    first = page(POSITIONS, anything, rows=7, newest_first=newest_first)
    second = page(POSITIONS, anything, rows=7, newest_first=newest_first, behind=first.following)

    back = page(POSITIONS, anything, rows=7, newest_first=newest_first, before=second.preceding)

    assert back.positions == first.positions
    assert (first.preceding, back.preceding) == (None, None)
    assert back.following is not None


def test_what_does_not_fit_is_in_no_page() -> None:
    one = page(POSITIONS, lambda position: position % 2 == 0, rows=3)

    assert one.positions == (294, 288, 282)


def test_a_search_that_finds_little_stops_and_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paged, "MOST_LOOKED_AT", 10)

    first = page(POSITIONS, lambda position: position == POSITIONS[-15], rows=5)
    second = page(POSITIONS, lambda position: position == POSITIONS[-15], rows=5, behind=first.following)

    assert (first.positions, first.unfinished, first.following) == ((), True, POSITIONS[-10])
    assert second.positions == (POSITIONS[-15],)


def test_a_history_without_facts_has_one_empty_page() -> None:
    assert page([], anything, rows=5) == ((), None, None, False)
