"""What the auditor's pages share: days as people type them, files that are written whole before they are sent."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any, Final

from litestar import Request, Response
from litestar.params import Parameter

from api.auth.rights import Right, Visitor, allow
from api.jobs import Job
from api.pages.page import part
from domain.classes import SecrecyClass
from domain.errors import InvalidValue
from domain.thai.tidy import tidy_date
from registry.questions.asking import Period
from registry.wire import THAI_TIME

AUDITORS: Final = allow(Right.AUDITOR)
Typed = Annotated[str, Parameter(max_length=200)]
"""Something that was typed."""
Skipped = Annotated[int, Parameter(ge=0, le=10_000_000)]
"""Rows before the first one that is shown."""
_PIECE = 1 << 16  # bytes that are sent at a time


def period(since: str, until: str) -> Period:
    """Return the days that were typed.

    Raises:
        InvalidValue: one is no day, or they run backwards.
    """
    first, last = tidy_date(since), tidy_date(until)
    if first is not None and last is not None and last < first:
        raise InvalidValue(
            "period-backwards", f"{last} lies before {first}: type the earlier day first.", first=first, last=last
        )
    return Period(first, last)


def wrong_day(days: Mapping[str, str]) -> str | None:
    """Return the name of the first field that holds no day, or of the last where they run backwards; else None."""
    read: list[date] = []
    for name, typed in days.items():
        try:
            day = tidy_date(typed)
        except InvalidValue:
            return name
        read += [] if day is None else [day]
    return list(days)[-1] if read != sorted(read) else None


def evening(day: date) -> datetime:
    """Return the last moment of a day."""
    return datetime.combine(day, time.max, THAI_TIME)


def classes_of(visitor: Visitor) -> frozenset[SecrecyClass]:
    """Return the classes of secrecy that the visitor may read."""
    return frozenset(one for one in SecrecyClass if visitor.may_read(one))


def written(write: Callable[[Path], object]) -> Iterator[bytes]:
    """Return, piece by piece, a file that *write* has written; it is on the disk no longer than until it is sent."""
    with tempfile.TemporaryDirectory(prefix="saraban-") as folder:
        path = Path(folder) / "file"
        write(path)
        file = path.open("rb")

    def pieces() -> Iterator[bytes]:
        with file:
            while piece := file.read(_PIECE):
                yield piece

    return pieces()


def progressing(job: Job | None, request: Request[Any, Any, Any]) -> Response[str]:
    """Return how far a job is, as a part of its page; where there is none any more, have the page loaded again."""
    answer = Response(part("auditing/progress.html", request, job=job), media_type="text/html")
    if job is None:
        answer.headers["HX-Refresh"] = "true"
    return answer
