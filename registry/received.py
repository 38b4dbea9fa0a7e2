"""Acts on letters that come in: enter, assign, note, conclude, correct."""

from typing import Any

import msgspec

from domain import incoming as rules
from domain.incoming import ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
from domain.letter.events import EntryCorrected, EntryNoted
from domain.series import NumberState, Purpose
from domain.values import File
from registry import numbers, requests, wire
from registry.errors import NotCanonical
from registry.register.group import Group, Staged


def receive(group: Group, asked: requests.Receive) -> Staged:
    """Give the next receive number and enter the letter, in one group."""
    try:
        files = msgspec.convert(asked.files, tuple[File, ...])
        series = group.series(asked.series)
        fields = {"n": series.last + 1, "series": asked.series, "registered_at": group.now.isoformat(), **asked.fields}
        received = rules.receive(msgspec.convert(fields, LetterReceived))
    except (msgspec.ValidationError, ValueError) as error:
        if hasattr(error, "slug"):
            raise
        raise NotCanonical("request-unreadable", f"The entry cannot be read: {error}.", why=str(error)) from None
    if (received.n, received.series, received.registered_at) != (series.last + 1, asked.series, group.now):
        raise NotCanonical(
            "request-unreadable",
            "The receive number and its time are the register's to give.",
            why="n, series, registered_at",
        )
    group.require_files(files)
    reserved = numbers.reserve(group, asked.series, purpose=Purpose.RECEIPT, count=1, clerk=received.clerk)
    staged = group.begin(received, doc=files, re=[wire.Relation("uses", reserved[0].digest)])
    group.finish_number(asked.series, received.n, NumberState.ISSUED, staged)
    group.known.incoming.set(staged.stream, rules.evolve(None, received))
    return staged


def enter(group: Group, asked: requests.Enter) -> Staged:
    """Continue the stream of a received letter with one of the seal's facts."""
    letter = group.incoming(asked.stream)
    kind = wire.NAMES.get(asked.name)
    if kind not in {MatterAssigned, ActionNoted, MatterConcluded, EntryNoted, EntryCorrected}:
        raise NotCanonical(
            "not-an-act-on-received", f"{asked.name} cannot be entered for a received letter.", name=asked.name
        )
    try:
        event: Any = msgspec.convert(asked.fields, kind)
    except (msgspec.ValidationError, ValueError) as error:
        raise NotCanonical("request-unreadable", f"{asked.name} cannot be read: {error}.", why=str(error)) from None
    if isinstance(event, EntryCorrected):
        event = rules.correct(letter, event)
    elif not isinstance(event, EntryNoted):
        rules.require_open(letter)
    staged = group.seal(asked.stream, event)
    group.known.incoming.set(asked.stream, rules.evolve(letter, event))
    return staged
