"""The whole history folded into one state, and the digest of that state.

    facts ──fold/v3──▶ registry · officers · keys · passkeys · series · numbers · letters (and their directives)
                       · received · structure · absences · calendar
                                                                       └─canonical JSON──▶ SHA-256

Two people with the same facts get the same digest, whatever keys their copies are sealed under: neither salts
nor evidence nor stream keys come into it, and every byte of every statement does. The fold has a version of its
own, because another way to fold gives other digests from the same facts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final, assert_never

import msgspec

from domain.authority import (
    Authority,
    KeyConfirmed,
    KeyEnrolled,
    KeyWithdrawn,
    OfficerEnrolled,
    RegistryOpened,
)
from domain.authority import evolve as evolve_authority
from domain.calendar import CalendarEntered
from domain.directives import DeadlineMoved, DirectiveEvidenced, DirectiveNoted, DirectiveReported
from domain.facts import SecretEntered
from domain.incoming import ActionNoted, Incoming, IncomingEvent, LetterReceived, MatterAssigned, MatterConcluded
from domain.incoming import evolve as evolve_incoming
from domain.letter.events import (
    AnsweredByLink,
    AnswerKind,
    DeliveryAttempted,
    EntryCorrected,
    EntryNoted,
    LetterAcknowledged,
    LetterAnswered,
    LetterAnsweredBy,
    LetterCancelled,
    LetterDispatched,
    LetterEvent,
    LetterIssued,
    LetterReturned,
    LetterSealed,
    LetterSigned,
    LetterSignedByHand,
    LetterSuperseded,
    LinksGiven,
    OrderAmended,
    OrderRepealed,
    OrderSigned,
    ReceiptConfirmed,
    ReportedByLink,
    Way,
)
from domain.letter.life import Letter
from domain.letter.life import evolve as evolve_letter
from domain.passkeys import PasskeyConfirmed, PasskeyOffered, PasskeyWithdrawn
from domain.records import RecordsNoted
from domain.series import NumberReserved, NumberState, NumberVoided, OpeningBalanceEntered, Series, SeriesOpened
from domain.series import evolve as evolve_series
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.values import Digest, StreamId
from registry import canonical
from registry.following import Followed, Following
from registry.reader import Reader, Recorded
from registry.register.known import Reservation
from registry.replay_structure import absences_state, structure_state

FOLD: Final = "fold/v3"

_AdmittedNext = (
    LetterSigned
    | LetterSignedByHand
    | LetterSealed
    | OrderSigned
    | LetterAcknowledged
    | LetterReturned
    | DirectiveReported
)
"""What people sign and the seal's next fact admits: it counts when that counts."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A state: what it was folded up to, its canonical bytes, and their digest."""

    fold: str
    position: int
    """Of the last fact that was folded; -1 for none."""
    facts: int
    state: bytes
    digest: Digest


@dataclass(slots=True)
class Fold:
    """What is known after the facts that were folded."""

    opened: RegistryOpened | None = None
    authority: Authority = field(default_factory=Authority)
    series: dict[StreamId, Series] = field(default_factory=dict)
    open_numbers: dict[tuple[StreamId, int], Reservation] = field(default_factory=dict)
    final_numbers: dict[tuple[StreamId, int], NumberState] = field(default_factory=dict)
    letters: dict[StreamId, Letter] = field(default_factory=dict)
    ways: dict[StreamId, Way] = field(default_factory=dict)
    answers: dict[StreamId, dict[int, tuple[AnswerKind, Digest]]] = field(default_factory=dict)
    """By letter and addressee: the answer, and the statement that says it."""
    confirmed: dict[StreamId, set[int]] = field(default_factory=dict)
    incoming: dict[StreamId, Incoming] = field(default_factory=dict)
    assigned: dict[StreamId, str] = field(default_factory=dict)
    following: Following = field(default_factory=Following)
    calendar: dict[date, CalendarEntered] = field(default_factory=dict)
    facts: int = 0
    position: int = -1
    history: bytes = bytes(32)
    """SHA-256 over the one before it and the newest statement's digest, so that every statement counts."""

    def follow(self, line: Recorded) -> None:
        """Fold one more fact."""
        self.facts += 1
        self.position = line.position
        self.history = sha256(self.history + sha256(line.entry.contents.statement).digest()).digest()
        if isinstance(line.statement.fact, Followed):
            self.following.follow(line.position, line.statement, line.digest)
        self._follow(line)

    def _follow(self, line: Recorded) -> None:  # noqa: C901, PLR0912 - one case a fact
        stream, said = line.statement.stream, line.statement.fact
        match said:
            case RegistryOpened() | OfficerEnrolled() | KeyEnrolled() | KeyConfirmed() | KeyWithdrawn():
                if isinstance(said, RegistryOpened):
                    self.opened = said
                self.authority = evolve_authority(self.authority, said, statement=line.digest, by=line.statement.by)
            case PasskeyOffered() | PasskeyConfirmed() | PasskeyWithdrawn():
                self.authority = evolve_authority(self.authority, said, statement=line.digest, by=line.statement.by)
            case SeriesOpened() | NumberReserved():
                self.series[stream] = evolve_series(self.series.get(stream), said)
                if isinstance(said, NumberReserved):
                    self.open_numbers[stream, said.n] = Reservation(said.on, said.purpose, line.digest)
            case NumberVoided(series=series, n=n):
                self._finish(series, n, NumberState.VOID)
            case SecretEntered(series=series, n=n):
                self._finish(series, n, NumberState.ISSUED)
            case (
                LetterIssued()
                | LetterDispatched()
                | DeliveryAttempted()
                | ReceiptConfirmed()
                | LetterAnswered()
                | LinksGiven()
                | AnsweredByLink()
                | ReportedByLink()
                | LetterCancelled()
                | LetterSuperseded()
            ):
                self._follow_letter(line, said)
            case LetterReceived() | MatterAssigned() | ActionNoted() | MatterConcluded():
                self._follow_incoming(stream, said)
            case LetterAnsweredBy() | EntryNoted() | EntryCorrected():
                if stream in self.letters:
                    self._follow_letter(line, said)
                else:
                    self._follow_incoming(stream, said)
            case LetterSigned() | LetterSignedByHand() | LetterSealed() | OrderSigned():
                pass  # the letter begins when the seal admits it
            case LetterAcknowledged() | LetterReturned():
                pass  # counts when the seal takes it into the letter's life
            case OrderAmended() | OrderRepealed() | DirectiveNoted() | DeadlineMoved():
                self._follow_letter(line, said)
            case DirectiveEvidenced():
                if stream in self.letters:
                    self._follow_letter(line, said)
                else:
                    self._follow_incoming(stream, said)
            case DirectiveReported():
                pass  # counts when the seal notes it
            case InstrumentRecorded() | InstrumentConfirmed():
                pass  # followed with the structure, as the acts of orders are
            case AbsenceRecorded() | AbsenceEnded():
                pass  # followed with the posts that they are about
            case CalendarEntered(day=day):
                self.calendar[day] = said
            case RecordsNoted():
                pass  # of what lies beside the log; the audit holds it against that
            case OpeningBalanceEntered():
                pass  # rows for searching; nothing is decided from them
            case _:
                assert_never(said)

    def _follow_letter(self, line: Recorded, event: LetterEvent) -> None:
        stream = line.statement.stream
        self.letters[stream] = evolve_letter(self.letters.get(stream), event)
        match event:
            case LetterIssued(series=series, n=numbers, way=way):
                self.ways[stream] = way
                for n in numbers:
                    self._finish(series, n, NumberState.ISSUED)
            case LetterAnswered(to=to, kind=kind, answer=statement):
                self.answers.setdefault(stream, {})[to] = kind, statement
            case AnsweredByLink(to=to, kind=kind):
                self.answers.setdefault(stream, {})[to] = kind, line.digest
            case ReceiptConfirmed(to=to):
                self.confirmed.setdefault(stream, set()).add(to)
            case _:
                pass  # all that it changes stands in the letter itself

    def _follow_incoming(self, stream: StreamId, event: IncomingEvent) -> None:
        self.incoming[stream] = evolve_incoming(self.incoming.get(stream), event)
        if isinstance(event, LetterReceived):
            self._finish(event.series, event.n, NumberState.ISSUED)
        elif isinstance(event, MatterAssigned):
            self.assigned[stream] = event.to

    def _finish(self, series: StreamId, n: int, state: NumberState) -> None:
        self.open_numbers.pop((series, n), None)
        self.final_numbers[series, n] = state

    def state(self) -> bytes:
        """Return the canonical JSON of all that is known."""
        final: dict[StreamId, list[list[object]]] = {stream: [] for stream in self.series}
        for (series, n), state in sorted(self.final_numbers.items()):
            final[series].append([n, state.value])
        return canonical.encode(
            {
                "fold": FOLD,
                "facts": self.facts,
                "position": self.position,
                "history": self.history.hex(),
                "registry": None if self.opened is None else msgspec.to_builtins(self.opened),
                "officers": [
                    {"statement": officer.statement, **msgspec.to_builtins(officer.enrolled)}
                    for _, officer in sorted(self.authority.officers.items())
                ],
                "keys": [
                    {"spki": spki, **msgspec.to_builtins(key)} for spki, key in sorted(self.authority.keys.items())
                ],
                "passkeys": [msgspec.to_builtins(one) for _, one in sorted(self.authority.passkeys.items())],
                "series": [
                    {"stream": stream, "numbers": final[stream], **msgspec.to_builtins(series)}
                    for stream, series in sorted(self.series.items())
                ],
                "open_numbers": [
                    {"series": series, "n": n, **msgspec.to_builtins(reservation)}
                    for (series, n), reservation in sorted(self.open_numbers.items())
                ],
                "letters": [self._letter(stream, letter) for stream, letter in sorted(self.letters.items())],
                "received": [
                    {"stream": stream, "assigned": self.assigned.get(stream), **msgspec.to_builtins(matter)}
                    for stream, matter in sorted(self.incoming.items())
                ],
                "structure": structure_state(self.following.structure),
                "absences": absences_state(self.following.posts),
                "calendar": [msgspec.to_builtins(one) for _, one in sorted(self.calendar.items())],
            }
        )

    def _letter(self, stream: StreamId, letter: Letter) -> dict[str, Any]:
        return {
            **msgspec.to_builtins(letter),
            "stream": stream,
            "way": self.ways[stream].value,
            "sent": sorted(letter.sent),
            "returned": sorted(letter.returned),
            "links": [{"to": to, "link": link} for to, link in sorted(letter.links.items())],
            "answered": [
                {"to": to, "kind": kind.value, "statement": statement}
                for to, (kind, statement) in sorted(self.answers.get(stream, {}).items())
            ],
            "confirmed": sorted(self.confirmed.get(stream, ())),
        }


def fold(reader: Reader, until: int | date | None = None) -> Fold:
    """Fold the facts of a registry.

    Args:
        reader: the registry.
        until: the last position that counts; or the last day, by the time that the seal says; or None for all.
    """
    known = Fold()
    for line in _until(reader, until):
        known.follow(line)
    return known


def replay(reader: Reader, until: int | date | None = None) -> Replayed:
    """Return the state of a registry as `fold` leaves it, and its digest."""
    known = fold(reader, until)
    state = known.state()
    digest = Digest("sha256:" + sha256(state).hexdigest())
    return Replayed(FOLD, known.position, known.facts, state, digest)


def _until(reader: Reader, until: int | date | None) -> Iterator[Recorded]:
    if not isinstance(until, date):
        yield from reader.facts(until=until)
        return
    waiting: Recorded | None = None
    for line in reader.facts():
        if isinstance(line.statement.fact, _AdmittedNext):
            waiting = line
            continue
        if line.statement.at.date() > until:
            return
        if waiting is not None:
            yield waiting
            waiting = None
        yield line
