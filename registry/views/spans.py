"""Half-open intervals on two axes of time, as whole numbers: in force (UTC seconds) and known (positions in the log).

    in force   [valid_from, valid_to)      seconds since 1970; OPEN for as far as is known
    known      [known_from, known_to)      positions; OPEN for until now

A row holds for a question when both intervals hold the point that is asked. A table of such rows is given guards
under which no two rows of one thing can hold for the same point, whoever writes: they run inside the transaction
that writes, and there is one such transaction at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from registry.wire import THAI_TIME

OPEN = 1 << 62
"""Later than everything."""
KNOWN = "known_from INTEGER NOT NULL, known_to INTEGER NOT NULL, CHECK (known_from < known_to)"
"""Declares the bounds of rows that have no time in force; they go last in a table's columns."""
COLUMNS = f"valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL, {KNOWN}"
"""Declares the four bounds; they go last in a table's columns."""
HOLDS = "valid_from <= ? AND valid_to > ? AND known_from <= ? AND known_to > ?"
"""Selects what holds for a point; its values are `Point.values`."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Point:
    """What is asked for: in force *on* a moment, as known at a position in the log (inclusive)."""

    on: datetime
    known_at: int

    @property
    def values(self) -> tuple[int, int, int, int]:
        """The values of `HOLDS`."""
        on = seconds(self.on)
        return on, on, self.known_at, self.known_at


def seconds(moment: datetime) -> int:
    """Return the first whole second that is not before *moment*.

    So an interval of moments holds a whole second exactly when the interval of its rounded bounds does.
    """
    return -((_EPOCH - moment) // _SECOND)


def until_seconds(moment: datetime | None) -> int:
    """Return the end of an interval; None is `OPEN`."""
    return OPEN if moment is None else seconds(moment)


def moment(number: int) -> datetime:
    """Return the moment in Thailand that a bound stands for."""
    return (_EPOCH + number * _SECOND).astimezone(THAI_TIME)


def until_moment(number: int) -> datetime | None:
    """Return the end of an interval; `OPEN` is None."""
    return None if number == OPEN else moment(number)


def guards(
    table: str, key: Sequence[str], kept: Sequence[str], *, axes: Sequence[str] = ("valid", "known")
) -> tuple[str, ...]:
    """Return triggers under which what was known stays, and no two rows of one thing overlap on all their axes.

    A row may be added where nothing overlaps it, and its *known_to* may be closed once; nothing else.

    Args:
        table: whose triggers.
        key: the columns that name the thing of which a row is a version.
        kept: every other column but the bounds.
        axes: on which its rows have bounds.
    """
    same = " AND ".join(f"{column} IS NEW.{column}" for column in key)
    meets = " AND ".join(f"{axis}_from < NEW.{axis}_to AND {axis}_to > NEW.{axis}_from" for axis in axes)
    overlaps = f"SELECT 1 FROM {table} WHERE {same} AND {meets}"  # noqa: S608 - names of our own
    fixed = [f"{axis}_{end}" for axis in axes for end in ("from", "to") if (axis, end) != ("known", "to")]
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in (*key, *kept, *fixed))
    keeps = f"SELECT RAISE(ABORT, '{table} keeps what was known')"
    return (
        f"""CREATE TRIGGER {table}_no_overlap BEFORE INSERT ON {table} WHEN EXISTS ({overlaps})
            BEGIN SELECT RAISE(ABORT, '{table} overlap'); END""",
        f"""CREATE TRIGGER {table}_closed_once BEFORE UPDATE ON {table}
            WHEN {changed} OR OLD.known_to <> {OPEN} OR NEW.known_to >= {OPEN} BEGIN {keeps}; END""",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {keeps}; END",
    )
