"""Numbers and letters that come in, as a clerk enters them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import msgspec

from domain.classes import Channel, SecrecyClass, SpeedClass
from domain.series import Purpose, SeriesKind
from domain.thai.text import normalise
from domain.values import File
from registry import requests
from registry.acts.office import Office, Wanted


@dataclass(frozen=True, slots=True)
class Arrived:
    """A letter from outside, as the clerk has it in hand; one row of form 13."""

    printed: str
    dated: date | None
    sender: str
    addressee: str
    subject: str
    channel: Channel
    entered_at: datetime
    speed: SpeedClass = SpeedClass.NORMAL
    secrecy: SecrecyClass = SecrecyClass.NONE
    due: date | None = None
    remark: str | None = None


def receive(office: Office, arrived: Arrived, *, files: Sequence[Path], book: str | None, clerk: str) -> dict[str, Any]:
    """Enter a letter in the receive book; the register gives number and time."""
    office.series(Wanted(SeriesKind.RECEIVED, book))  # refused before any file is kept
    office.clerk(clerk)
    return enter(office, arrived, kept=[office.keep(file, "received") for file in files], book=book, clerk=clerk)


def enter(  # noqa: PLR0913 - each is a thing of its own
    office: Office,
    arrived: Arrived,
    *,
    kept: Sequence[File],
    book: str | None,
    clerk: str,
    request_id: bytes | None = None,
) -> dict[str, Any]:
    """Enter a letter whose files are in the store; asked twice under one *request_id* (16 bytes), once."""
    stream, _ = office.series(Wanted(SeriesKind.RECEIVED, book))
    who = office.clerk(clerk)
    fields = cast("dict[str, object]", msgspec.to_builtins(arrived))
    fields |= {part: normalise(str(fields[part])) for part in ("printed", "sender", "addressee", "subject")}
    fields["clerk"] = who
    files = cast("list[dict[str, object]]", msgspec.to_builtins(kept))
    return office.desk.ask(requests.Receive(stream, fields, files), request_id=request_id)


def reserve(
    office: Office, wanted: Wanted, *, count: int, clerk: str, request_id: bytes | None = None
) -> dict[str, Any]:
    """Reserve numbers for letters on paper; they lapse at midnight. Asked twice under one id (16 bytes) is once."""
    stream, _ = office.series(wanted)
    asked = requests.Reserve(stream, Purpose.PAPER, office.clerk(clerk), count)
    return {**office.desk.ask(asked, request_id=request_id), "series": stream}


def void(office: Office, wanted: Wanted, n: int, *, reason: str, clerk: str) -> dict[str, Any]:
    """Void a reserved number; it stays visible and is not given again."""
    stream, _ = office.series(wanted)
    return {**office.desk.ask(requests.Void(stream, n, reason, office.clerk(clerk))), "series": stream}


def enter_secret(office: Office, secrecy: SecrecyClass, *, dated: date, book: str | None, clerk: str) -> dict[str, Any]:
    """Give a number in the secret book: number, date and class, nothing else."""
    stream, _ = office.series(Wanted(SeriesKind.SECRET, book))
    return office.desk.ask(requests.EnterSecret(stream, dated, secrecy, office.clerk(clerk)))
