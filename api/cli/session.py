"""Where a command finds the registry: its folder opened for reading, its desk, its clock, people's keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from api.cli import pass_phrases
from api.cli.call import Call
from api.errors import WrongUsage
from domain.series import SeriesKind
from domain.thai.dates import parse_date
from domain.thai.text import normalise
from domain.thai.times import parse_moment
from domain.values import StreamId
from keys import pkcs12
from keys.signing import SigningKey
from registry.acts.files import read_small
from registry.acts.office import Office, Wanted
from registry.reader import Reader
from registry.register.client import Client
from registry.wire import THAI_TIME
from registry.wiring import system_clock


@contextmanager
def office(call: Call) -> Iterator[Office]:
    """Open the office of a call; the writer is started by the first act that needs it."""
    with Reader(call.home) as reader:
        if call.around.desk is not None:
            yield Office(call.around.desk(call.home), reader, call.around.clock or system_clock, call.noticed)
        else:
            with Client(call.home) as client:
                yield Office(client, reader, call.around.clock or system_clock, call.noticed)


def key(call: Call, file: str | None = None) -> SigningKey:
    """Open the key file of a call."""
    named = str(call.typed.key) if file is None else file
    data = read_small(Path(named), largest=pkcs12.MAX_SIZE)
    return pkcs12.read(data, pass_phrases.read(call, named))


def wanted_series(call: Call, default: SeriesKind) -> Wanted:
    """Return the series that a call names."""
    typed = call.typed
    named = getattr(typed, "kind", None)  # a command for one kind of letter does not ask for it
    kind = SeriesKind(named) if named else default
    return Wanted(kind, typed.book, None, StreamId(typed.series) if typed.series else None)


def day(text: str | None) -> date | None:
    """Return the Buddhist date that was typed, if any."""
    return None if text is None else parse_date(text)


def written(text: str | None) -> str | None:
    """Return what was written in a remark, in the register's spelling; refuses what nobody can see."""
    return normalise(text) if text else None


def now(call: Call) -> datetime:
    """Return the time in Thailand, in whole seconds, where no office is open to ask."""
    return (call.around.clock or system_clock)().astimezone(THAI_TIME).replace(microsecond=0)


def moment(text: str | None, present: datetime) -> datetime:
    """Return when something happened: ``10 ก.พ. 2564 09.30``, ``09.30`` today, or the *present* by default.

    Raises:
        InvalidValue: not a day and time that exist.
    """
    return present if text is None else parse_moment(text, today=present.date())


def required(value: str | None, option: str) -> str:
    """Return what an option gave, or refuse: some are needed only together with others."""
    if not value:
        raise WrongUsage("option-missing", f"Give {option} too.", option=option)
    return value
