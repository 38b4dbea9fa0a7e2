"""Questions about numbers and books: what was voided, what came from an old book, how a page stood that evening."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from domain.classes import SecrecyClass
from domain.series import NumberVoided, OpeningBalanceEntered, SeriesKind
from domain.values import StreamId
from registry.questions.asking import Asked, Found, name_of, names_of
from registry.views.book import Book, RowState
from registry.views.view import open_view
from registry.wire import THAI_TIME

VOIDS = ("book", "series_kind", "year", "n", "voided_on", "officer", "reason", "entered_at", "position")
VOIDS_BY_OFFICER = ("officer", "book", "series_kind", "year", "count", "first_day", "last_day")
NUMBERS = ("book", "series_kind", "year", "first", "last", "issued", "reserved", "void", "lapsed", "missing")
OLD_BOOK = (
    "book", "n", "owner_code", "dated", "sender", "addressee", "subject", "action", "remark", "entered_by",
    "entered_at", "position",
)  # fmt: skip
EVENING = (
    "register", "registered_on", "n", "letter_number", "dated", "sender", "addressee", "subject", "action", "remark",
    "row_state",
)  # fmt: skip


def voids(asked: Asked) -> Iterator[Found]:
    """Yield the numbers that were voided: by whom, when, why; nobody where they lapsed at midnight."""
    names, known = names_of(asked.reader), asked.reader.series()
    for line in asked.facts("number.voided.v1"):
        fact = line.statement.fact
        if isinstance(fact, NumberVoided) and asked.period.holds(fact.on):
            series = known[fact.series]
            of = (series.book, series.kind.value, series.year)
            told = (fact.n, fact.on, name_of(names, fact.clerk), fact.reason, line.statement.at, line.position)
            yield Found((*of, *told), secrecy=_secrecy(series.kind))


def voids_by_officer(asked: Asked) -> Iterator[Found]:
    """Yield how many numbers of each series everybody voided; nobody where they lapsed at midnight."""
    names, known = names_of(asked.reader), asked.reader.series()
    days: dict[tuple[str | None, StreamId], list[date]] = {}
    for fact in _voided(asked):
        days.setdefault((fact.clerk, fact.series), []).append(fact.on)
    for (clerk, stream), on in sorted(days.items(), key=lambda one: -len(one[1])):
        series = known[stream]
        of = (series.book, series.kind.value, series.year)
        told = (name_of(names, clerk), *of, len(on), min(on), max(on))
        yield Found(told, secrecy=_secrecy(series.kind))


def numbers(asked: Asked) -> Iterator[Found]:
    """Yield, of every series, the first and the last number of the period's days, and what became of those between.

    A number is missing that was neither given to a letter nor waits nor is void; the writer lets none be.
    """
    return (found for _, found in of_series(asked))


def of_series(asked: Asked) -> Iterator[tuple[StreamId, Found]]:
    """Yield the same behind the series that each row is of."""
    lapsed = Counter(fact.series for fact in _voided(asked) if fact.clerk is None)
    with open_view(asked.reader, Book) as view:
        for one in view.counted(asked.period.first, asked.period.last):
            void = one.of(RowState.VOID) - lapsed[one.series]
            used = one.of(RowState.ISSUED) + one.of(RowState.RECEIVED)
            became = (used, one.of(RowState.RESERVED), void, lapsed[one.series], one.missing)
            of = (one.book, one.kind.value, one.year, one.first, one.last)
            yield one.series, Found((*of, *became), secrecy=_secrecy(one.kind))


def _voided(asked: Asked) -> Iterator[NumberVoided]:
    for line in asked.facts("number.voided.v1"):
        fact = line.statement.fact
        if isinstance(fact, NumberVoided) and asked.period.holds(fact.on):
            yield fact


def _secrecy(kind: SeriesKind) -> SecrecyClass:
    """Return who may know of the numbers of a series: of the secret book, those who may read secret letters."""
    return SecrecyClass.SECRET if kind is SeriesKind.SECRET else SecrecyClass.NONE


def old_book(asked: Asked) -> Iterator[Found]:
    """Yield what was brought along from the books that series continue, by the day it was entered; never checked."""
    names, known = names_of(asked.reader), asked.reader.series()
    for line in asked.facts("opening-balance.entered.v1"):
        fact, at = line.statement.fact, line.statement.at
        if isinstance(fact, OpeningBalanceEntered) and asked.period.holds(at.date()):
            for row in fact.rows:
                told = (row.number, row.printed, row.dated, row.sender, row.addressee, row.subject, row.action)
                by = name_of(names, fact.clerk)
                yield Found((known[fact.series].book, *told, row.remark, by, at, line.position))


def evenings(asked: Asked) -> Iterator[Found]:
    """Yield the pages of each day of the period as they stood when it ended; of today, where no day is named."""
    day = asked.period.first or asked.period.last or asked.today
    last = asked.period.last or asked.period.first or day
    with open_view(asked.reader, Book) as view:
        while day <= last:
            evening = datetime.combine(day, time.max, THAI_TIME)
            for register, page in (("sent", view.sent), ("received", view.received), ("secret", view.secret)):
                for row in page(day, known_at=evening):
                    told = (row.number, row.dated, row.sender, row.addressee, row.subject, row.action, row.remark)
                    secrecy = SecrecyClass.SECRET if register == "secret" and row.stream is None else row.secrecy
                    yield Found((register, row.registered_on, row.n, *told, row.state.value), row.stream, secrecy)
            day += timedelta(days=1)
