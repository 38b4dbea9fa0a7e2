"""Series and their numbers, followed again: each given once, in its order, and final once."""

from collections import OrderedDict
from datetime import date

from domain import series as books
from domain.errors import WrongStage
from domain.series import NumberReserved, NumberState, NumberVoided, Purpose, Series, SeriesKind, SeriesOpened
from domain.values import Digest, StreamId
from registry.audit.report import wrong
from registry.numbers import LAPSED
from registry.register.group import NumberChange
from registry.register.known import Reservation
from registry.wire import Statement


class Numbers:
    """What became of every number so far; only open ones are held."""

    def __init__(self) -> None:
        self.series: dict[StreamId, Series] = {}
        self.waiting: OrderedDict[tuple[StreamId, int], Reservation] = OrderedDict()
        """Reserved and neither used nor void, the oldest first."""
        self.counted = {NumberState.ISSUED: 0, NumberState.VOID: 0}

    def open_series(self, statement: Statement, fact: SeriesOpened) -> None:
        """Follow a series' beginning."""
        if books.open_series(fact) != fact or (fact.kind is not SeriesKind.SECRET) is not (
            fact.public_id == statement.stream
        ):
            raise wrong("A series is not opened so.")
        for other in self.series.values():
            if (other.book, other.kind, other.year) == (fact.book, fact.kind, fact.year) or (
                other.public_id == fact.public_id
            ):
                raise WrongStage(
                    "series-open",
                    f"The {fact.kind.value} series of {fact.book!r} for {fact.year} is open already.",
                    book=fact.book,
                    year=fact.year,
                    series=statement.stream,
                )
        self.series[statement.stream] = books.evolve(None, fact)

    def of(self, stream: StreamId) -> Series:
        """Return a series, or refuse."""
        series = self.series.get(stream)
        if series is None:
            raise wrong(f"Series {stream} was not opened before.")
        return series

    def reserve(self, statement: Statement, digest: Digest, fact: NumberReserved) -> NumberChange:
        """Follow a reservation: the next number, on that day."""
        series = self.of(statement.stream)
        self._require_lapsed(fact.on)
        today = statement.at.date()
        if [fact] != books.reserve(series, on=today, count=1, purpose=fact.purpose, clerk=fact.clerk) or (
            (series.kind is SeriesKind.RECEIVED) is not (fact.purpose is Purpose.RECEIPT)
        ):
            raise wrong(f"Number {fact.n} of {fact.on} is not the next one of its series that day.")
        self.series[statement.stream] = books.evolve(series, fact)
        self.waiting[statement.stream, fact.n] = Reservation(fact.on, fact.purpose, digest)
        return NumberChange(statement.stream, series.public_id, fact.n, NumberState.RESERVED)

    def reservation(self, series: StreamId, n: int) -> Reservation:
        """Return the open reservation of a number, or refuse."""
        found = self.waiting.get((series, n))
        if found is None:
            raise WrongStage(
                "number-used",
                f"Number {n} waits for nothing: it was used before, or never given out.",
                number=n,
                state="used",
            )
        return found

    def finish(self, series: StreamId, n: int, state: NumberState) -> NumberChange:
        """Follow a number to its end."""
        del self.waiting[series, n]
        self.counted[state] += 1
        return NumberChange(series, self.of(series).public_id, n, state)

    def void(self, statement: Statement, fact: NumberVoided) -> NumberChange:
        """Follow a number that was voided, by a clerk on its day or by the midnight that ended it."""
        on = self.reservation(fact.series, fact.n).on
        decided = books.void(fact.series, fact.n, NumberState.RESERVED, on, reason=fact.reason, clerk=fact.clerk)
        lapsed = on < statement.at.date()
        if decided != fact or lapsed is not (fact.clerk is None) or (lapsed and fact.reason != LAPSED):
            raise wrong(f"Number {fact.n} was not voided so: by a clerk on its day, or by midnight.")
        return self.finish(fact.series, fact.n, NumberState.VOID)

    def _require_lapsed(self, today: date) -> None:
        """Whatever was reserved on an earlier day was void before anything else of today."""
        for (_, n), oldest in self.waiting.items():
            if oldest.on < today:
                raise wrong(f"Number {n} of {oldest.on} was not void when the next day began.")
            return
