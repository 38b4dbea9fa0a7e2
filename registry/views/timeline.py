"""Where in the log something was said of a letter, by or about an officer, or under one name of a fact.

    told     subject ─▶ positions, and how each is tied to it
    facts    wire name ─▶ positions
    keys     whose key it is, from the moment on when somebody said so

A letter's facts are those of its stream, and what people signed of it: its text, answers, reports, and the letters
or orders that cancel, answer, amend or repeal it. What they mean is told by `registry.history`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, get_args

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, RegistryOpened
from domain.directives import DirectiveNoted
from domain.facts import Fact
from domain.incoming import IncomingEvent, LetterReceived
from domain.letter.events import (
    LetterAnswered,
    LetterAnsweredBy,
    LetterCancelled,
    LetterEvent,
    LetterIssued,
    LetterSignedByHand,
    LetterSuperseded,
    OrderAmended,
    OrderRepealed,
    OrderSignedByHand,
    OrderSignedWithActs,
)
from domain.series import NumberReserved, NumberVoided
from domain.structure.events import AbsenceRecorded, InstrumentRecorded
from domain.values import StreamId
from registry import wire
from registry.reader import Recorded
from registry.views.view import View, Write


class Tie(Enum):
    """How a fact is tied to a subject."""

    OWN = "own"
    """In the letter's own stream."""
    ISSUED = "issued"
    """The fact with which that stream begins when the letter goes out."""
    NUMBER = "number"
    """Its number was taken."""
    SIGNED = "signed"
    """What was signed of the letter; or, of an officer, signed with the officer's key about something else."""
    ANSWERED = "answered"
    """What a recipient signed of it."""
    BY = "by"
    """Another letter or order that did something to it."""
    ABOUT = "about"
    """Somebody said something about the officer."""
    CLERK = "clerk"
    """The seal said it, and names the officer as the clerk."""


@dataclass(frozen=True, slots=True)
class Tied:
    """One fact that concerns a subject."""

    position: int
    tie: Tie


_OF_A_LETTER = frozenset((*get_args(LetterEvent), *get_args(IncomingEvent)))
_ANOTHER = LetterCancelled | LetterSuperseded | LetterAnsweredBy | OrderAmended | OrderRepealed

_TOLD = "INSERT OR IGNORE INTO told VALUES (?, ?, ?)"
_TOLD_BY_KEY = "INSERT OR IGNORE INTO told SELECT 'officer:' || officer, ?, ? FROM keys WHERE spki = ?"
_TOLD_OF_SIGNED = "INSERT OR IGNORE INTO told SELECT ?, position, ? FROM signed WHERE stream = ?"
_TOLD_OF_NUMBER = "INSERT OR IGNORE INTO told SELECT ?, position, 'number' FROM reserved WHERE series = ? AND n = ?"
_TOLD_OF_ANOTHER = """
    INSERT OR IGNORE INTO told SELECT ?, position, 'by' FROM told AS other
    WHERE other.subject = ? AND other.tie IN ('issued', 'signed') AND other.position < ?
"""
_IN_ORDER = (
    "INSERT INTO facts VALUES (?, ?)",
    "INSERT INTO signed VALUES (?, ?)",
    "INSERT INTO reserved VALUES (?, ?, ?)",
    "INSERT INTO keys VALUES (?, ?)",
    "INSERT OR IGNORE INTO names VALUES (?, ?)",
    _TOLD,
    _TOLD_BY_KEY,
    _TOLD_OF_SIGNED,
    _TOLD_OF_NUMBER,
    _TOLD_OF_ANOTHER,
    "DELETE FROM signed WHERE stream = ?",
    "DELETE FROM reserved WHERE series = ? AND n = ?",
)
"""What a batch writes, kind by kind: what a later one looks up, an earlier one has written."""
(_FACTS, _SIGNED, _RESERVED, _KEYS, _NAMES, *_, _NOT_SIGNED, _NOT_RESERVED) = _IN_ORDER


class Timeline(View):
    """Subjects and wire names, and the positions that concern them."""

    NAME: ClassVar[str] = "timeline"
    VERSION: ClassVar[int] = 1
    TABLES: ClassVar[tuple[str, ...]] = (
        "CREATE TABLE facts (name TEXT, position INTEGER, PRIMARY KEY (name, position)) WITHOUT ROWID",
        """CREATE TABLE told (
            subject TEXT, position INTEGER, tie TEXT NOT NULL, PRIMARY KEY (subject, position)
        ) WITHOUT ROWID""",
        "CREATE TABLE keys (spki TEXT PRIMARY KEY, officer TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE names (name TEXT, officer TEXT, PRIMARY KEY (name, officer)) WITHOUT ROWID",
        # what people signed waits here for its admission, a number for its letter
        "CREATE TABLE signed (stream TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID",
        """CREATE TABLE reserved (
            series TEXT, n INTEGER, position INTEGER NOT NULL, PRIMARY KEY (series, n)
        ) WITHOUT ROWID""",
    )

    def follow(self, lines: Sequence[Recorded], write: Write) -> None:
        """Apply a batch; the caller remembers the place in the same transaction."""
        rows: _Rows = defaultdict(list)
        for line in lines:
            _collect(line, rows)
        for statement in _IN_ORDER:
            if rows[statement]:
                write(statement, rows[statement])

    def letter(self, stream: StreamId) -> list[Tied]:
        """Return what concerns a letter, sent or received, in the order of the log."""
        return self._of(f"letter:{stream}")

    def officer(self, officer: str) -> list[Tied]:
        """Return what an officer signed or did as a clerk, and what was said about the officer, in that order."""
        return self._of(f"officer:{officer}")

    def named(self, *names: str) -> Iterator[int]:
        """Yield the positions of facts of these wire names, in the order of the log."""
        marks = ",".join("?" * len(names))
        sql = f"SELECT position FROM facts WHERE name IN ({marks}) ORDER BY position"  # noqa: S608 - nothing but marks
        for row in self.rows(sql, names):
            yield row["position"]

    def officers(self, typed: str) -> list[str]:
        """Return the ids of officers who have that id or ever had that name; else those whose name holds it."""
        text = " ".join(typed.split())
        known = self.rows("SELECT DISTINCT officer FROM names WHERE officer = ? OR name = ? ORDER BY 1", (text, text))
        found = [row["officer"] for row in known]
        if not found and text:
            part = self.rows("SELECT DISTINCT officer FROM names WHERE instr(name, ?) ORDER BY 1", (text,))
            found = [row["officer"] for row in part]
        return found

    def _of(self, subject: str) -> list[Tied]:
        found = self.rows("SELECT position, tie FROM told WHERE subject = ? ORDER BY position", (subject,))
        return [Tied(row["position"], Tie(row["tie"])) for row in found]


_Rows = defaultdict[str, list[tuple[str | int, ...]]]


def _collect(line: Recorded, rows: _Rows) -> None:
    """Add what one fact writes."""
    statement, position = line.statement, line.position
    fact = statement.fact
    rows[_FACTS].append((statement.name, position))
    if wire.is_persons(fact):
        _collect_persons(line, fact, rows)
    clerk = getattr(fact, "clerk", None) or getattr(fact, "checked_by", None)
    if clerk:
        rows[_TOLD].append((f"officer:{clerk}", position, Tie.CLERK.value))
    match fact:
        case RegistryOpened(founders=founders):
            for one in founders:
                rows[_KEYS].append((one.spki, one.officer))
                rows[_NAMES].append((one.name, one.officer))
                rows[_TOLD].append((f"officer:{one.officer}", position, Tie.ABOUT.value))
        case NumberReserved(n=n):
            rows[_RESERVED].append((statement.stream, n, position))
        case NumberVoided(series=series, n=n):
            rows[_NOT_RESERVED].append((series, n))
        case _ if type(fact) in _OF_A_LETTER:
            _collect_of_letter(line, fact, rows)
        case _:
            pass


def _collect_persons(line: Recorded, fact: Fact, rows: _Rows) -> None:
    """Add what a person's statement writes: whose it is, and whom it is about."""
    position, stream = line.position, line.statement.stream
    about = dict.fromkeys(_officers_in(fact))
    rows[_TOLD_BY_KEY].append((position, Tie.SIGNED.value, line.statement.by))
    rows[_TOLD] += ((f"officer:{officer}", position, Tie.ABOUT.value) for officer in about)
    match fact:
        case OfficerEnrolled(officer=officer, name=name):
            rows[_NAMES].append((name, officer))
        case KeyEnrolled(spki=spki, officer=officer):
            rows[_KEYS].append((spki, officer))
        case KeyConfirmed(spki=spki) | KeyWithdrawn(spki=spki):
            rows[_TOLD_BY_KEY].append((position, Tie.ABOUT.value, spki))
        case InstrumentRecorded():
            rows[_TOLD].append((f"letter:{stream}", position, Tie.SIGNED.value))
        case _:
            if getattr(fact, "letter", None) is not None:  # a letter, or an answer or report to one
                rows[_SIGNED].append((stream, position))


def _officers_in(fact: Fact) -> Iterator[str]:
    """Yield the officers whom a person's statement is about."""
    match fact:
        case OfficerEnrolled(officer=officer) | KeyEnrolled(officer=officer):
            yield officer
        case AbsenceRecorded(officer=str(officer)):
            yield officer
        case LetterSignedByHand(letter=letter):
            yield letter.signatory.officer  # who signs electronically does so with the own key
        case _:
            pass
    if isinstance(fact, OrderSignedWithActs | OrderSignedByHand | InstrumentRecorded):
        yield from (act.officer for act in fact.acts.posts if act.officer is not None)


def _collect_of_letter(line: Recorded, fact: Fact, rows: _Rows) -> None:
    """Add what a fact of a letter's own stream writes."""
    position, subject = line.position, f"letter:{line.statement.stream}"
    own = Tie.ISSUED if isinstance(fact, LetterIssued) else Tie.OWN
    rows[_TOLD].append((subject, position, own.value))
    match fact:
        case LetterIssued(signed_in=signed_in, series=series, n=numbers):
            _admit(subject, signed_in, Tie.SIGNED, rows)
            rows[_TOLD_OF_NUMBER] += ((subject, series, n) for n in numbers)
            rows[_NOT_RESERVED] += ((series, n) for n in numbers)
        case LetterReceived(series=series, n=n):
            rows[_TOLD_OF_NUMBER].append((subject, series, n))
            rows[_NOT_RESERVED].append((series, n))
        case LetterAnswered(answered_in=signed_in) | DirectiveNoted(reported_in=str(signed_in)):
            _admit(subject, signed_in, Tie.ANSWERED, rows)
        case _ if isinstance(fact, _ANOTHER):
            rows[_TOLD_OF_ANOTHER].append((subject, f"letter:{fact.instrument}", position))
        case _:
            pass


def _admit(subject: str, signed_in: StreamId | str, tie: Tie, rows: _Rows) -> None:
    rows[_TOLD_OF_SIGNED].append((subject, tie.value, signed_in))
    rows[_NOT_SIGNED].append((signed_in,))
