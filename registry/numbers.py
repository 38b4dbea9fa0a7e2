"""Acts on numbers: open a series, reserve, void, let lapse, and enter what needs a number and nothing else."""

from domain import series as rules
from domain.classes import SecrecyClass
from domain.errors import InvalidValue, NoSuchThing, WrongNumber, WrongStage
from domain.facts import SecretEntered
from domain.series import NumberState, Purpose, SeriesKind, SeriesOpened
from domain.values import StreamId
from registry import requests
from registry.register.group import Group, Staged, new_stream
from registry.register.known import Reservation

LAPSED = "not used by the midnight that ended its day"
"""The reason that stands in the fact when nobody voided a number and its day was over."""


def open_series(group: Group, asked: requests.OpenSeries) -> Staged:
    """Open the series of one book, kind and year; once."""
    for stream, series in group.known.series.items():
        if (series.book, series.kind, series.year) == (asked.book, asked.kind, asked.year):
            raise WrongStage(
                "series-open",
                f"The {asked.kind.value} series of {asked.book!r} for {asked.year} is open already.",
                book=asked.book,
                year=asked.year,
                series=stream,
            )
    if asked.last_page is not None and group.blobs.size(asked.last_page) is None:
        raise NoSuchThing(
            "file-missing",
            f"The file {asked.last_page[:23]}… is not in the store: hand it in first.",
            digest=asked.last_page[:23],
            name="",
        )
    stream = new_stream()
    public_id = str(stream) if asked.kind is not SeriesKind.SECRET else f"s-{new_stream()}"
    opened = rules.open_series(
        SeriesOpened(asked.book.strip(), asked.kind, asked.year, asked.after, asked.last_page, public_id)
    )
    staged = group.seal(stream, opened)
    group.learn_series(stream, opened, staged)
    return staged


def reserve(group: Group, series: StreamId, *, purpose: Purpose, count: int, clerk: str) -> list[Staged]:
    """Take the next *count* numbers; each is a fact of its own in the series' stream."""
    known = group.series(series)
    if (known.kind is SeriesKind.RECEIVED) is not (purpose is Purpose.RECEIPT):
        raise WrongNumber(
            "another-series",
            f"Numbers of a {known.kind.value} series are not taken for {purpose.value}.",
            kind=purpose.value,
            series=known.kind.value,
        )
    staged = []
    for reserved in rules.reserve(known, on=group.today, count=count, purpose=purpose, clerk=clerk):
        fact = group.seal(series, reserved)
        group.learn_series(series, reserved, fact)
        staged.append(fact)
    return staged


def void(group: Group, asked: requests.Void) -> Staged:
    """Void a number that was reserved and not used."""
    reservation = require_reserved(group, asked.series, asked.n)
    event = rules.void(
        asked.series, asked.n, NumberState.RESERVED, reservation.on, reason=asked.reason, clerk=asked.clerk
    )
    staged = group.begin(event)
    group.finish_number(asked.series, asked.n, NumberState.VOID, staged)
    return staged


def lapse(group: Group) -> list[Staged]:
    """Void every reservation of an earlier day, as of that day; also when the process was down at midnight."""
    staged = []
    for (series, n), reservation in group.known.open_numbers.items():
        if reservation.on < group.today:
            event = rules.void(series, n, NumberState.RESERVED, reservation.on, reason=LAPSED, clerk=None)
            fact = group.begin(event)
            group.finish_number(series, n, NumberState.VOID, fact)
            staged.append(fact)
    return staged


def require_reserved(group: Group, series: StreamId, n: int) -> Reservation:
    """Return the open reservation of a number, or refuse: used, or never given out."""
    known = group.series(series)
    reservation = group.reservation(series, n)
    if reservation is None:
        state = group.number_state(series, n) if known.after < n <= known.last else None
        if state is None:
            raise WrongNumber(
                "number-never-given",
                f"Number {n} of book {known.book!r} was never given out.",
                number=n,
                book=known.book,
            )
        raise WrongStage(
            "number-used", f"Number {n} is {state.value} already: a number is used once.", number=n, state=state.value
        )
    return reservation


def enter_secret(group: Group, asked: requests.EnterSecret) -> Staged:
    """Enter one row of the secret book."""
    series = group.series(asked.series)
    if series.kind is not SeriesKind.SECRET or asked.secrecy is SecrecyClass.NONE:
        raise InvalidValue(
            "not-a-secret",
            "Only letters of a secrecy class are entered in a secret book, and only there.",
            book=series.book,
        )
    reserve(group, asked.series, purpose=Purpose.PAPER, count=1, clerk=asked.clerk)
    n = group.series(asked.series).last
    staged = group.begin(SecretEntered(asked.series, n, asked.dated, asked.secrecy, asked.clerk))
    group.finish_number(asked.series, n, NumberState.ISSUED, staged)
    return staged


def enter_opening(group: Group, asked: requests.EnterOpening) -> Staged:
    """Enter rows of the book that a series continues, so that they are found; nothing of them was checked."""
    series = group.series(asked.series)
    if group.blobs.size(asked.source) is None:
        raise NoSuchThing(
            "file-missing",
            f"The file {asked.source[:23]}… is not in the store: hand it in first.",
            digest=asked.source[:23],
            name="",
        )
    if not asked.rows or not series.book:
        raise InvalidValue("no-rows", "There is no row to enter.", book=series.book)
    return group.begin(
        rules.OpeningBalanceEntered(asked.series, asked.source, asked.first_row, tuple(asked.rows), asked.clerk)
    )
