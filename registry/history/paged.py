"""One page of a history, and the next one, however long the history is.

A page begins behind the fact at which the one before it ended, never at a count of facts, so nobody sees a fact
twice because something was entered meanwhile. Where few facts fit what is asked for, the search stops after
`MOST_LOOKED_AT` of them and says how far it came.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

MOST_LOOKED_AT: Final = 2_000
"""Facts that are read for one page: a fifth of a second."""


class Page(NamedTuple):
    """Some facts of a history."""

    positions: tuple[int, ...]
    """In the order that was asked for."""
    following: int | None
    """The position behind which the next page begins; None at the end."""
    preceding: int | None
    """The position before which the page before this one ends; None at the beginning."""
    unfinished: bool
    """The search stopped early, between this page's last fact and *following* (*preceding*, going back)."""


def page(  # noqa: PLR0913 - what there is, what fits, and where the page lies
    positions: Sequence[int],
    fits: Callable[[int], bool],
    *,
    rows: int,
    newest_first: bool = True,
    behind: int | None = None,
    before: int | None = None,
) -> Page:
    """Return up to *rows* facts that fit, behind the position *behind*, or else the last of those before *before*.

    Args:
        positions: of all facts, rising.
        fits: tells whether the fact at a position is asked for, and may be shown.
        rows: of one page.
        newest_first: in which order the pages are read; *behind* and *before* are meant in this order.
        behind: where the page before this one ended.
        before: where the page behind this one begins.
    """
    backwards = behind is None and before is not None
    found, reached = _found(positions, fits, rows + 1, newest_first != backwards, before if backwards else behind)
    lines = tuple(found[:rows])
    goes_on = lines[-1] if len(found) > rows else reached
    first = lines[0] if lines else None
    if backwards:
        return Page(lines[::-1], first, goes_on, reached is not None)
    return Page(lines, goes_on, first if behind is not None else None, reached is not None)


def _found(
    positions: Sequence[int],
    fits: Callable[[int], bool],
    most: int,
    falling: bool,  # noqa: FBT001 - a direction
    beyond: int | None,
) -> tuple[list[int], int | None]:
    """Return the first *most* positions that fit, and the last one that was looked at where the search stopped."""
    if falling:
        end = len(positions) if beyond is None else bisect_left(positions, beyond)
        places = range(end - 1, -1, -1)
    else:
        places = range(0 if beyond is None else bisect_right(positions, beyond), len(positions))
    found: list[int] = []
    for place in places[:MOST_LOOKED_AT]:
        if fits(positions[place]):
            found.append(positions[place])
            if len(found) == most:
                return found, None
    return found, positions[places[MOST_LOOKED_AT - 1]] if len(places) > MOST_LOOKED_AT else None
