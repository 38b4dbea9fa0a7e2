"""Who has performed what a letter asks for (`coverage_matrix`)? Only letters that ask for something are followed.

Which fact writes what, `coverage_entries` says.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, ClassVar

from domain.directives import Progress
from domain.values import StreamId
from registry.reader import Recorded
from registry.views import coverage_entries
from registry.views.coverage_entries import EVERYBODY
from registry.views.coverage_matrix import Asked, Cell, Matrix, Moved, Noted, Reached, Row, Step
from registry.views.levels import Level
from registry.views.view import View, Write


class Coverage(View):
    """Every addressee of every letter that asks for something."""

    NAME: ClassVar[str] = "coverage"
    VERSION: ClassVar[int] = 2
    TABLES: ClassVar[tuple[str, ...]] = coverage_entries.TABLES

    def follow(self, lines: Sequence[Recorded], write: Write) -> None:
        """Apply a batch; the caller remembers the place in the same transaction."""
        for line in lines:
            coverage_entries.follow(line, write)

    def of(self, letter: StreamId) -> Matrix | None:
        """Return the matrix of a letter; None of one that asks for nothing."""
        head = next(self.rows("SELECT * FROM letters WHERE stream = ?", (letter,)), None)
        if head is None:
            return None
        asked = tuple(map(_asked, self.rows("SELECT * FROM asked WHERE stream = ? ORDER BY no", (letter,))))
        notes = self._by_cell("SELECT * FROM notes WHERE letter = ? ORDER BY place, no, position", letter)
        moves = self._by_cell("SELECT * FROM moves WHERE letter = ? ORDER BY place, no, position", letter)
        found = self.rows("SELECT * FROM addressees WHERE letter = ?", (letter,))
        rows = (_row(one, head, asked, notes, moves) for one in found)
        return Matrix(
            letter=letter,
            number=head["number"],
            withdrawn_by=head["withdrawn_by"],
            asked=asked,
            rows=tuple(sorted(rows, key=lambda row: row.urgency)),
        )

    def _by_cell(self, sql: str, letter: StreamId) -> dict[tuple[int, int], list[Any]]:
        cells = groupby(self.rows(sql, (letter,)), key=lambda one: (one["place"], one["no"]))
        return {cell: list(rows) for cell, rows in cells}


_Rows = dict[tuple[int, int], list[Any]]


def _asked(row: Any) -> Asked:  # noqa: ANN401 - a row of the file
    return Asked(row["no"], row["what"], row["who"], _day(row["due"]), row["hours"])


def _row(one: Any, head: Any, asked: Sequence[Asked], notes: _Rows, moves: _Rows) -> Row:  # noqa: ANN401 - rows of the file
    to = one["place"]
    told = {directive.no: tuple(map(_noted, notes.get((to, directive.no), ()))) for directive in asked}
    receipt = tuple(_receipt(one, head, [word for words in told.values() for word in words if word.own]))
    cells = tuple(
        _cell(
            directive,
            receipt[-1].step,
            told[directive.no],
            [*moves.get((EVERYBODY, directive.no), ()), *moves.get((to, directive.no), ())],
        )
        for directive in asked
    )
    heard = one["confirmed_at"] or one["said_at"] or any(told.values())
    return Row(to, one["name"], receipt, failed=bool(one["failed"]), silent=not heard, cells=cells)


def _cell(asked: Asked, received: Step, notes: tuple[Noted, ...], moves: Sequence[Any]) -> Cell:
    """Return how far one directive got; *moves* are those for all, then the addressee's own, which go before."""
    due = date.fromisoformat(moves[-1]["new"]) if moves else asked.due
    told = tuple(map(_moved, sorted(moves, key=lambda row: int(row["position"]))))
    return Cell(asked.no, _step(received, notes), due, notes, told)


def _step(received: Step, notes: Sequence[Noted]) -> Step:
    """Return how far a directive got: no further than the letter where it was returned or nothing was said."""
    if not notes or received is Step.RETURNED:
        return received
    if notes[-1].progress is Progress.DONE:
        return Step.DONE
    passed_on = any(one.progress is Progress.PASSED_ON for one in notes)
    return Step.PASSED_ON if passed_on else received


def _receipt(one: Any, head: Any, reports: Sequence[Noted]) -> Iterator[Reached]:  # noqa: ANN401 - rows of the file
    yield Reached(Step.NOT_ARRIVED, _at(head["dispatched_at"]), head["dispatched_by"], own=False, detail=one["detail"])
    said_by, level = one["said_by"], _level(one["level"])
    if one["arrived_at"]:
        yield Reached(Step.ARRIVED, _at(one["arrived_at"]), said_by, own=True, level=level)
    elif one["delivered_at"] or one["confirmed_at"]:
        how = "delivered" if one["delivered_at"] else "confirmed"
        yield Reached(Step.ARRIVED, _at(one[f"{how}_at"]), one[f"{how}_by"], own=False, detail=one["spoke_with"])
    elif reports and one["said_at"] is None:  # who reports on a letter has it
        first = min(reports, key=lambda word: word.noted_at)
        yield Reached(Step.ARRIVED, first.noted_at, first.by, own=True, level=first.level)
    if one["said_at"] is None:
        return
    at = _at(one["said_at"])
    if one["returned"]:
        yield Reached(Step.RETURNED, at, said_by, own=True, detail=one["reason"], level=level)
        return
    if one["registered_at"] or one["receive_number"]:
        registered_at = _at(one["registered_at"]) if one["registered_at"] else at
        yield Reached(Step.REGISTERED, registered_at, said_by, own=True, detail=one["receive_number"], level=level)
    yield Reached(Step.ACKNOWLEDGED, at, said_by, own=True, level=level)


def _noted(row: Any) -> Noted:  # noqa: ANN401 - a row of the file
    return Noted(
        progress=Progress(row["progress"]),
        happened_at=_at(row["happened_at"]),
        how=row["how"],
        performer=row["performer"],
        evidence=row["evidence"],
        evidence_number=row["evidence_number"],
        by=row["by"],
        own=bool(row["own"]),
        noted_at=_at(row["noted_at"]),
        level=_level(row["level"]),
    )


def _moved(row: Any) -> Moved:  # noqa: ANN401 - a row of the file
    return Moved(
        to=None if row["place"] == EVERYBODY else row["place"],
        old=_day(row["old"]),
        new=date.fromisoformat(row["new"]),
        reason=row["reason"],
        by=row["by"],
        moved_at=_at(row["moved_at"]),
    )


def _level(text: str | None) -> Level | None:
    return None if text is None else Level(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
