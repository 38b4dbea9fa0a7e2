"""What people ask of a register, and the one query that finds the lines.

    driver      lines in order, from the index that fits the question best; at most `MOST_LOOKED_AT` of them
    conditions  what each of them has to fulfil beside what the index gives

Nothing is counted over and nothing is sorted, so a question costs what it shows, not what the register holds.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from domain.classes import SecrecyClass
from domain.errors import InvalidValue
from domain.labelled import Labelled
from domain.values import StreamId
from registry.views import pieces
from registry.views.book import Book

MOST_LOOKED_AT = 20_000
"""Lines that one question looks at."""
LAST_LINE = (1 << 63) - 1
"""No line has a greater number."""

_ALL = -1  # no limit, as SQL says it
_SHORTEST = 2  # characters of a word that an index finds
_TEXTS = "subject sender addressee"


class Register(Enum):
    """Which register is read."""

    SENT = "sent"
    RECEIVED = "received"
    SECRET = "secret"  # noqa: S105 - a kind of book, not a pass phrase


class Stage(Labelled):
    """สถานะ. How far the letter in a row came."""

    RESERVED = "reserved", "จองเลข", "reserved"
    NUMBERED = "numbered", "ออกเลขแล้ว", "numbered"
    DISPATCHED = "dispatched", "ส่งแล้ว", "dispatched"
    CANCELLED = "cancelled", "ยกเลิกแล้ว", "cancelled"
    VOID = "void", "ยกเลิกเลข", "number voided"
    REGISTERED = "registered", "ลงทะเบียนรับแล้ว", "registered"
    IN_PROGRESS = "in_progress", "อยู่ระหว่างดำเนินการ", "in progress"
    CONCLUDED = "concluded", "ดำเนินการแล้ว", "concluded"
    OLD_BOOK = "old-book", "ทะเบียนเดิม", "old book"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a register; whatever is left out is not asked."""

    register: Register
    text: str = ""
    """Every word stands in number, subject, sender or addressee; a whole number finds that letter."""
    sender: str = ""
    addressee: str = ""
    n: int | None = None
    """The running number."""
    since: date | None = None
    """The first day of registration; rows of old books have none."""
    until: date | None = None
    """The last one."""
    year: int | None = None
    """Buddhist year of the series."""
    book: str | None = None
    stage: Stage | None = None
    classes: Collection[SecrecyClass] = field(default=frozenset({SecrecyClass.NONE}))
    """Classes of secrecy that the reader may see."""
    known_at: int | None = None
    """A position in the log: what the register showed then. None for what it shows now."""


_MOST_SERIES = 100  # series whose lines are merged; of more, the register's lines are looked through
_STAGE_THEN = """
    coalesce(
        (SELECT stage FROM steps WHERE line = lines.line AND steps.since <= :position
         ORDER BY steps.since DESC LIMIT 1),
        (SELECT CASE state WHEN 'issued' THEN 'numbered' ELSE state END FROM entries
         WHERE entries.series = lines.series AND entries.n = lines.n AND entries.since <= :position
         AND (entries.until IS NULL OR entries.until > :position)),
        lines.stage
    )
"""
_HOLDS = """
    (EXISTS (
        SELECT 1 FROM entries WHERE entries.series = lines.series AND entries.n = lines.n
        AND (:ever OR entries.since <= :position AND (entries.until IS NULL OR entries.until > :position))
        AND holds(:text, :sender, :addressee, coalesce(keys, ''), subject, entries.sender, entries.addressee)
    ) OR lines.day IS NULL AND EXISTS (
        SELECT 1 FROM opening WHERE opening.series = lines.series AND opening.row = lines.n
        AND holds(:text, :sender, :addressee, keys, subject, opening.sender, opening.addressee)
    ))
"""


class Search:
    """One query: a driver that gives lines in order, from the index that fits best, and conditions on each."""

    def __init__(self, book: Book, order: str) -> None:
        self._book = book
        self._order = order
        self._driver = ""
        self._conditions: list[str] = []
        self._values: dict[str, str | int | None] = {"looked_at": _ALL}

    def between(self, low: int, high: int) -> None:
        """Keep to some lines."""
        self._values |= {"low": low, "high": high}

    def choose(self, asked: Question, named: Sequence[StreamId] | None) -> None:
        """Choose the index; *named* are the series that are meant, None for all of the register."""
        register = asked.register.value
        self._values["register"] = register
        if asked.text or asked.sender or asked.addressee:
            self._values["match"] = _match(asked, named)
            found = "SELECT rowid AS line FROM words WHERE words MATCH :match AND rowid BETWEEN :low AND :high"
            self._driver = f"{found} ORDER BY rowid {self._order}"
        elif named is not None and len(named) <= _MOST_SERIES:
            self._driver = self._merged(named, asked)
        else:
            every = "SELECT line FROM lines WHERE register = :register AND line BETWEEN :low AND :high"
            self._driver = f"{every} ORDER BY line {self._order}"
            if asked.book or asked.year:
                self._conditions.append(f"lines.series IN ({self._named(named or [])})")

    def narrow(self, asked: Question, position: int) -> None:
        """Add what a line has to fulfil beside what the index gives."""
        self._values |= {"position": position, "text": asked.text, "sender": asked.sender, "addressee": asked.addressee}
        then = asked.known_at is not None
        if then:
            self._conditions.append("lines.since <= :position")
        if asked.since or asked.until:
            self._values["first"] = (asked.since or date.min).isoformat()
            self._values["last"] = (asked.until or date.max).isoformat()
            self._conditions.append("lines.day BETWEEN :first AND :last")
        if asked.n is not None:
            self._values["n"] = asked.n
            self._conditions.append("lines.n = :n AND lines.day IS NOT NULL")
        if asked.stage is not None:
            self._values["stage"] = asked.stage.value
            self._conditions.append(f"{_STAGE_THEN if then else 'lines.stage'} = :stage")
        if self._conditions:  # without, every line that the index gives is meant
            self._values["looked_at"] = MOST_LOOKED_AT
        if frozenset(asked.classes) != frozenset(SecrecyClass):
            seen = ", ".join(f"'{one.value}'" for one in sorted(asked.classes, key=lambda one: one.value))
            self._conditions.append(f"lines.secrecy IN ({seen})")
        if "match" in self._values:
            self._values["ever"] = 0 if then else 1  # what was corrected is still to be read in its หมายเหตุ
            self._conditions.append(_HOLDS)

    def lines(self, count: int) -> list[Any]:
        """Return up to *count* lines."""
        return list(self._book.rows(f"{self._found('lines.*')} LIMIT :count", {**self._values, "count": count}))

    def count(self, most: int) -> int:
        """Return how many lines there are, up to *most*."""
        sql = f"SELECT count(*) AS rows FROM ({self._found('1')} LIMIT :count)"  # noqa: S608 - words of ours
        return int(next(self._book.rows(sql, {**self._values, "count": most}))["rows"])

    def reached(self) -> int | None:
        """Return the line at which looking stopped; None when it came to the end."""
        if self._values["looked_at"] == _ALL:
            return None
        sql = f"SELECT line FROM ({self._driver} LIMIT 1 OFFSET :looked_at - 1)"  # noqa: S608 - words of ours
        found = next(self._book.rows(sql, self._values), None)
        return None if found is None else int(found["line"])

    def _found(self, columns: str) -> str:
        where = " AND ".join(self._conditions) or "true"
        # CROSS JOIN: the driver's lines come first and in their order, whatever the planner thinks of the others.
        return (
            f"SELECT {columns} FROM ({self._driver} LIMIT :looked_at) AS driven "  # noqa: S608 - words of ours
            f"CROSS JOIN lines ON lines.line = driven.line WHERE lines.register = :register AND {where}"
        )

    def _merged(self, named: Sequence[StreamId], asked: Question) -> str:
        """Merge the lines of several series, each read in its order from the index."""
        more = " AND n = :n" if asked.n is not None else ""
        more += " AND stage = :stage" if asked.stage is not None and asked.known_at is None else ""
        each = (
            f"SELECT line FROM lines WHERE series = {name} AND line BETWEEN :low AND :high{more}"  # noqa: S608 - names of values
            for name in self._named(named).split(", ")
        )
        return f"{' UNION ALL '.join(each)} ORDER BY line {self._order}" if named else "SELECT 0 AS line WHERE false"

    def _named(self, series: Sequence[StreamId]) -> str:
        names = [f"series_{place}" for place in range(len(series))]
        self._values |= dict(zip(names, series, strict=True))
        return ", ".join(f":{name}" for name in names)


def findable(text: str) -> bool:
    """Tell whether something was typed that a search can begin with."""
    return bool(_anywhere(text))


def _match(asked: Question, named: Sequence[StreamId] | None) -> str:
    """Return what is asked of the index: it finds all rows that are meant, and some that only look so."""
    parts = [_anywhere(asked.text), *_long("sender", asked.sender), *_long("addressee", asked.addressee)]
    wanted = [part for part in parts if part]
    if not wanted:
        raise InvalidValue("query-too-short", "A single character finds too much: type two or more.")
    narrowed = asked.book or asked.year
    places = [f"s{stream.replace('-', '')}" for stream in named or []] if narrowed else [asked.register.value]
    return f"({' AND '.join(wanted)}) AND (place : ({' OR '.join(places) or 'nowhere'}))"


def _anywhere(text: str) -> str:
    found = pieces.looked_for(text)
    ways = [" AND ".join(words)] if (words := _long(_TEXTS if found.exact else "", text)) else []
    if found.number:
        ways.append(f"{{number}} : ({pieces.piece(found.number)})")
    return f"({' OR '.join(f'({way})' for way in ways)})" if ways else ""


def _long(columns: str, text: str) -> list[str]:
    """Return the queries for the words that an index finds; the others are looked for in the rows that it gives."""
    words = (pieces.piece(word) for word in pieces.looked_for(text).words if len(word) >= _SHORTEST)
    return [f"{{{columns}}} : ({word})" if columns else f"({word})" for word in words]
