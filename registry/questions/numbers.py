"""Questions about numbers and books: what was voided, what came from an old book, how a page stood that evening."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from domain.series import NumberVoided, OpeningBalanceEntered
from registry.questions.asking import Asked, Row, name_of, names_of
from registry.views.book import Book
from registry.views.view import open_view
from registry.wire import THAI_TIME

VOIDS = ("book", "series_kind", "year", "n", "voided_on", "officer", "reason", "entered_at", "position")
OLD_BOOK = (
    "book", "n", "owner_code", "dated", "sender", "addressee", "subject", "action", "remark", "entered_by",
    "entered_at", "position",
)  # fmt: skip
EVENING = (
    "register", "registered_on", "n", "letter_number", "dated", "sender", "addressee", "subject", "action", "remark",
    "row_state",
)  # fmt: skip


def voids(asked: Asked) -> Iterator[Row]:
    """Yield the numbers that were voided: by whom, when, why; nobody where they lapsed at midnight."""
    names, known = names_of(asked.reader), asked.reader.series()
    for line in asked.facts("number.voided.v1"):
        fact = line.statement.fact
        if isinstance(fact, NumberVoided) and asked.period.holds(fact.on):
            series = known[fact.series]
            of = (series.book, series.kind.value, series.year)
            yield *of, fact.n, fact.on, name_of(names, fact.clerk), fact.reason, line.statement.at, line.position


def old_book(asked: Asked) -> Iterator[Row]:
    """Yield what was brought along from the books that series continue, by the day it was entered; never checked."""
    names, known = names_of(asked.reader), asked.reader.series()
    for line in asked.facts("opening-balance.entered.v1"):
        fact, at = line.statement.fact, line.statement.at
        if isinstance(fact, OpeningBalanceEntered) and asked.period.holds(at.date()):
            for row in fact.rows:
                told = (row.number, row.printed, row.dated, row.sender, row.addressee, row.subject, row.action)
                by = name_of(names, fact.clerk)
                yield known[fact.series].book, *told, row.remark, by, at, line.position


def evenings(asked: Asked) -> Iterator[Row]:
    """Yield the pages of each day of the period as they stood when it ended; of today, where no day is named."""
    day = asked.period.first or asked.period.last or asked.today
    last = asked.period.last or asked.period.first or day
    with open_view(asked.reader, Book) as view:
        while day <= last:
            evening = datetime.combine(day, time.max, THAI_TIME)
            for register, page in (("sent", view.sent), ("received", view.received), ("secret", view.secret)):
                for row in page(day, known_at=evening):
                    told = (row.number, row.dated, row.sender, row.addressee, row.subject, row.action, row.remark)
                    yield register, row.registered_on, row.n, *told, row.state.value
            day += timedelta(days=1)
