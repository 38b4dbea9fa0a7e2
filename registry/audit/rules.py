"""The rules of the work, asked again of every fact: would it have been decided so, there and then?

    statement ──▶ who may sign it ──▶ what the domain decides from what came before ──▶ the same fact?
                                                                                        └▶ what is known after it

What is known is folded here anew. Letters and streams that were not met lately are read again from the rows,
so that memory does not grow with the log.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar, assert_never, cast

from domain import authority as officers
from domain import incoming as matters
from domain import series as books
from domain.authority import (
    Authority,
    AuthorityEvent,
    KeyConfirmed,
    KeyEnrolled,
    KeyWithdrawn,
    OfficerEnrolled,
    RegistryOpened,
)
from domain.classes import SecrecyClass
from domain.errors import NotAllowed, WrongStage
from domain.facts import SecretEntered
from domain.incoming import ActionNoted, Incoming, LetterReceived, MatterAssigned, MatterConcluded
from domain.letter import life
from domain.letter.events import (
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
    OrderSigned,
    ReceiptConfirmed,
    SignedLetter,
)
from domain.letter.text import Addressee
from domain.series import (
    NumberReserved,
    NumberState,
    NumberVoided,
    OpeningBalanceEntered,
    Purpose,
    Series,
    SeriesKind,
    SeriesOpened,
)
from domain.values import Digest, StreamId
from registry import letters, wire
from registry.errors import StoreDamaged
from registry.numbers import LAPSED
from registry.register.group import NumberChange
from registry.register.known import Reservation
from registry.register.operations import CLOCKS_APART
from registry.wire import Relation, Statement

_KEPT = 20_000

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Line:
    """One fact on its way through the audit."""

    position: int
    statement: Statement
    digest: Digest


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that went out, and whom it was signed for."""

    letter: life.Letter
    addressees: tuple[Addressee, ...]


class Lately(Generic[K, V]):
    """What was used lately; the rest is read again."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._rows: OrderedDict[K, V] = OrderedDict()
        self._kept = kept

    def get(self, key: K) -> V | None:
        """Return what is held of *key*."""
        return self._rows.get(key)

    def set(self, key: K, value: V) -> None:
        """Hold *value*, and let go of what was set longest ago."""
        self._rows[key] = value
        self._rows.move_to_end(key)
        if len(self._rows) > self._kept:
            self._rows.popitem(last=False)


class Rules:
    """What is known after the facts so far, and whether the next one may follow."""

    def __init__(self, earlier: Callable[[str, int], Sequence[Statement]], *, kept: int = _KEPT) -> None:
        """Start before leaf 0; *earlier* reads the statements of a stream before a position."""
        self._earlier = earlier
        self.opened: RegistryOpened | None = None
        self.opened_digest: Digest | None = None
        self.authority = Authority()
        self.series: dict[StreamId, Series] = {}
        self.open_numbers: OrderedDict[tuple[StreamId, int], Reservation] = OrderedDict()
        self.counted = {NumberState.ISSUED: 0, NumberState.VOID: 0}
        self.letters = self.received = self.acknowledged = 0
        self._letters: Lately[StreamId, Sent] = Lately(kept)
        self._incoming: Lately[StreamId, Incoming] = Lately(kept)
        self._signed: Line | None = None
        """A person's statement that the next fact must admit."""
        self._owed: deque[tuple[StreamId, LetterAnsweredBy]] = deque()
        """The other ends of a reply's links, which must follow."""

    # --- before and behind a fact --------------------------------------------------------------------

    def require_speaker(self, statement: Statement) -> None:
        """Refuse unless this key may make such a statement at all, resting on what it names."""
        opened = self.opened
        if opened is None:
            if not isinstance(statement.fact, RegistryOpened):
                raise StoreDamaged("not-opened", "The registry's first fact is missing.", position=0)
            opened = statement.fact
        if statement.log != opened.origin:
            raise _wrong(f"It was made for {statement.log!r}, not for {opened.origin!r}.")
        if wire.is_persons(statement.fact):
            self.authority.key(statement.by)
            if statement.seq != 0:
                raise _wrong("A person's statement begins a stream of its own.")
        elif statement.by != opened.seal or statement.under != self.opened_digest:
            raise _wrong("It is the seal's to say, and names another key or another opening.")

    def follow(self, line: Line) -> Sequence[NumberChange]:
        """Refuse what the rules would not have decided; else know it, and return what becomes of numbers.

        Raises:
            DomainError: the rules of the work forbid it.
            StoreDamaged: it is not what the writer would have written here.
        """
        fact = line.statement.fact
        if self._signed is not None and not isinstance(fact, LetterIssued | LetterAnswered):
            raise _wrong("The statement before it was signed by a person, and is not admitted here.")
        if self._owed and not isinstance(fact, LetterAnsweredBy):
            raise _wrong("The other end of a reply's link is missing before it.")
        return self._follow(line)

    def end_group(self) -> None:
        """Refuse a transaction that leaves something half done."""
        if self._signed is not None or self._owed:
            raise _wrong("The transaction ends before what was signed is admitted and linked.")

    def _follow(self, line: Line) -> Sequence[NumberChange]:  # noqa: C901, PLR0912 - one case a fact
        statement, said = line.statement, line.statement.fact
        match said:
            case NumberReserved() as fact:
                return self._reserve(line, fact)
            case LetterSigned() | LetterSignedByHand() | LetterSealed() | OrderSigned():
                self._signed = line
            case LetterIssued() as fact:
                return self._issue(line, fact)
            case LetterAcknowledged() | LetterReturned():
                self._signed = line
            case LetterAnswered() as fact:
                self._answer(line, fact)
            case LetterDispatched() as fact:
                self._dispatch(line, fact)
            case DeliveryAttempted() as fact:
                sent = self._sent(line)
                self._continue(line, sent, life.attempt(sent.letter, fact))
            case ReceiptConfirmed() as fact:
                sent = self._sent(line)
                self._continue(line, sent, life.confirm(sent.letter, fact))
            case LetterCancelled(instrument=by) | LetterSuperseded(instrument=by) as fact:
                sent = self._sent(line)
                self._continue(line, sent, life.withdraw(sent.letter, self._letter(by, line.position).letter, fact))
            case LetterAnsweredBy() as fact:
                self._link(line, fact)
            case EntryNoted() | EntryCorrected() as fact:
                self._annotate(line, fact)
            case NumberVoided() as fact:
                return self._void(statement, fact)
            case LetterReceived() as fact:
                return self._receive(line, fact)
            case MatterAssigned() | ActionNoted() | MatterConcluded() as fact:
                matter = self._matter(line)
                matters.require_open(matter)
                self._incoming.set(statement.stream, matters.evolve(matter, fact))
            case SecretEntered() as fact:
                return self._enter_secret(line, fact)
            case OpeningBalanceEntered() as fact:
                self._require_new(statement)
                self._series(fact.series)
                if not fact.rows:
                    raise _wrong("An opening balance without a row.")
            case SeriesOpened() as fact:
                self._open_series(statement, fact)
            case RegistryOpened() | OfficerEnrolled() | KeyEnrolled() | KeyConfirmed() | KeyWithdrawn() as fact:
                self._learn(line, fact)
            case _:
                assert_never(said)
        return ()

    # --- officers and keys -----------------------------------------------------------------------------

    def _learn(self, line: Line, fact: AuthorityEvent) -> None:
        by = line.statement.by
        match fact:
            case RegistryOpened():
                if self.opened is not None:
                    raise _wrong("A registry is opened once.")
                self._require_new(line.statement)
                self.opened, self.opened_digest = fact, line.digest
            case OfficerEnrolled():
                officers.enrol_officer(self.authority, fact, by=by)
            case KeyEnrolled():
                officers.enrol_key(self.authority, fact, by=by)
            case KeyConfirmed():
                officers.confirm_key(self.authority, fact, by=by)
            case KeyWithdrawn():
                officers.withdraw_key(self.authority, fact, by=by)
        if isinstance(fact, KeyEnrolled | KeyConfirmed) and fact.spki == by:
            raise NotAllowed("enrols-himself", "A key does not enrol itself.", name="")
        self.authority = officers.evolve(self.authority, fact, statement=line.digest, by=by)

    # --- numbers -----------------------------------------------------------------------------------------

    def _open_series(self, statement: Statement, fact: SeriesOpened) -> None:
        self._require_new(statement)
        if books.open_series(fact) != fact or (fact.kind is not SeriesKind.SECRET) is not (
            fact.public_id == statement.stream
        ):
            raise _wrong("A series is not opened so.")
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

    def _series(self, stream: StreamId) -> Series:
        series = self.series.get(stream)
        if series is None:
            raise _wrong(f"Series {stream} was not opened before.")
        return series

    def _reserve(self, line: Line, fact: NumberReserved) -> Sequence[NumberChange]:
        statement = line.statement
        series = self._series(statement.stream)
        self._require_lapsed(fact.on)
        today = statement.at.date()
        if [fact] != books.reserve(series, on=today, count=1, purpose=fact.purpose, clerk=fact.clerk) or (
            (series.kind is SeriesKind.RECEIVED) is not (fact.purpose is Purpose.RECEIPT)
        ):
            raise _wrong(f"Number {fact.n} of {fact.on} is not the next one of its series that day.")
        self.series[statement.stream] = books.evolve(series, fact)
        self.open_numbers[statement.stream, fact.n] = Reservation(fact.on, fact.purpose, line.digest)
        return (NumberChange(statement.stream, series.public_id, fact.n, NumberState.RESERVED),)

    def _reservation(self, series: StreamId, n: int) -> Reservation:
        found = self.open_numbers.get((series, n))
        if found is None:
            raise WrongStage(
                "number-used",
                f"Number {n} waits for nothing: it was used before, or never given out.",
                number=n,
                state="used",
            )
        return found

    def _finish(self, series: StreamId, n: int, state: NumberState) -> NumberChange:
        del self.open_numbers[series, n]
        self.counted[state] += 1
        return NumberChange(series, self._series(series).public_id, n, state)

    def _void(self, statement: Statement, fact: NumberVoided) -> Sequence[NumberChange]:
        self._require_new(statement)
        on = self._reservation(fact.series, fact.n).on
        decided = books.void(fact.series, fact.n, NumberState.RESERVED, on, reason=fact.reason, clerk=fact.clerk)
        lapsed = on < statement.at.date()
        if decided != fact or lapsed is not (fact.clerk is None) or (lapsed and fact.reason != LAPSED):
            raise _wrong(f"Number {fact.n} was not voided so: by a clerk on its day, or by midnight.")
        return (self._finish(fact.series, fact.n, NumberState.VOID),)

    def _require_lapsed(self, today: date) -> None:
        """Whatever was reserved on an earlier day was void before anything else of today."""
        for (_, n), oldest in self.open_numbers.items():
            if oldest.on < today:
                raise _wrong(f"Number {n} of {oldest.on} was not void when the next day began.")
            return

    def _enter_secret(self, line: Line, fact: SecretEntered) -> Sequence[NumberChange]:
        self._require_new(line.statement)
        self._reservation(fact.series, fact.n)
        if self._series(fact.series).kind is not SeriesKind.SECRET or fact.secrecy is SecrecyClass.NONE:
            raise _wrong("Only letters of a secrecy class are entered in a secret book, and only there.")
        return (self._finish(fact.series, fact.n, NumberState.ISSUED),)

    # --- letters that go out -----------------------------------------------------------------------------

    def _issue(self, line: Line, fact: LetterIssued) -> Sequence[NumberChange]:
        self._require_new(line.statement)
        signed, said = self._take_signed(line, fact.signed)
        text, way = cast("SignedLetter", said.fact).letter, letters.WAYS[type(said.fact)]
        letters.require_signer(self.authority, said, cast("SignedLetter", said.fact))
        today = line.statement.at.date()
        series = self._series(text.series)
        reserved = [self._reservation(text.series, n) for n in text.n]
        for n, reservation in zip(text.n, reserved, strict=True):
            letters.require_use(n, reservation, way, on=today)
        letters.require_attachments(said, text)
        for link in text.links:
            self._require_known(link.stream, line.position)
        assert self.opened is not None  # noqa: S101 - the speaker was asked first
        decided = life.admit(
            text,
            office=life.Office(self.opened.codes, series.kind, series.year),
            way=way,
            signed=life.Said(signed.digest, said.stream),
            final=letters.final_file(said, way),
            entered=today,
        )
        ties = (Relation("admits", signed.digest), *(Relation("uses", one.statement) for one in reserved))
        if decided != fact or line.statement.re != ties:
            raise _wrong(f"What was issued is not what was signed for {text.number}.")
        self.letters += 1
        self._letters.set(line.statement.stream, Sent(life.evolve(None, fact), text.addressees))
        for link in text.links:
            self._owed.append((link.stream, LetterAnsweredBy(link.rel, line.statement.stream, text.number)))
        return [self._finish(text.series, n, NumberState.ISSUED) for n in text.n]

    def _take_signed(self, line: Line, digest: Digest) -> tuple[Line, Statement]:
        signed, self._signed = self._signed, None
        if signed is None or signed.digest != digest:
            raise _wrong("It admits a statement that does not stand before it.")
        if abs((signed.statement.at - line.statement.at).total_seconds()) > CLOCKS_APART:
            raise _wrong(f"The statement before it says {signed.statement.at}, and it is {line.statement.at}.")
        return signed, signed.statement

    def _dispatch(self, line: Line, fact: LetterDispatched) -> None:
        sent = self._sent(line)
        decided = life.dispatch(sent.letter, sent.addressees, fact.sendings, clerk=fact.clerk)
        if decided != fact:
            raise _wrong("It was sent to others than the letter was signed for.")
        self._continue(line, sent, decided)

    def _answer(self, line: Line, fact: LetterAnswered) -> None:
        signed, said = self._take_signed(line, fact.answer)
        answer = cast("LetterAcknowledged | LetterReturned", said.fact)
        sent = self._sent(line)
        decided = life.answer(sent.letter, answer, statement=life.Said(signed.digest, said.stream))
        addressee = sent.letter.addressees[answer.to].name
        self.authority.require_recipient(said.by, addressee, answer.officer)
        if (
            decided != fact
            or Relation("acknowledges", answer.letter) not in said.re
            or line.statement.re != (Relation("admits", signed.digest),)
        ):
            raise _wrong("What was taken into the letter's life is not what the recipient signed.")
        self.acknowledged += isinstance(answer, LetterAcknowledged)
        self._continue(line, sent, decided)

    def _continue(self, line: Line, sent: Sent, event: LetterEvent) -> None:
        self._letters.set(line.statement.stream, Sent(life.evolve(sent.letter, event), sent.addressees))

    def _sent(self, line: Line) -> Sent:
        return self._letter(line.statement.stream, line.position)

    def _letter(self, stream: StreamId, before: int) -> Sent:
        sent = self._letters.get(stream)
        if sent is None:
            first, *others = self._require_stream(stream, before, LetterIssued)
            issued = cast("LetterIssued", first)
            signed = cast("SignedLetter", self._earlier(issued.signed_in, before)[0].fact)
            letter = life.evolve(None, issued)
            for event in others:
                letter = life.evolve(letter, cast("LetterEvent", event))
            sent = Sent(letter, signed.letter.addressees)
            self._letters.set(stream, sent)
        return sent

    # --- letters that come in ----------------------------------------------------------------------------

    def _receive(self, line: Line, fact: LetterReceived) -> Sequence[NumberChange]:
        self._require_new(line.statement)
        reservation = self._reservation(fact.series, fact.n)
        if (
            matters.receive(fact) != fact
            or reservation.purpose is not Purpose.RECEIPT
            or fact.registered_at != line.statement.at
            or line.statement.re != (Relation("uses", reservation.statement),)
        ):
            raise _wrong(f"Receive number {fact.n} was not entered so.")
        self.received += 1
        self._incoming.set(line.statement.stream, matters.evolve(None, fact))
        return (self._finish(fact.series, fact.n, NumberState.ISSUED),)

    def _matter(self, line: Line) -> Incoming:
        stream = line.statement.stream
        matter = self._incoming.get(stream)
        if matter is None:
            for event in self._require_stream(stream, line.position, LetterReceived):
                matter = matters.evolve(matter, cast("matters.IncomingEvent", event))
            assert matter is not None  # noqa: S101 - the stream is not empty
            self._incoming.set(stream, matter)
        return matter

    # --- either ------------------------------------------------------------------------------------------

    def _annotate(self, line: Line, fact: EntryNoted | EntryCorrected) -> None:
        if self._is_incoming(line.statement.stream, line.position):
            matter = self._matter(line)
            if isinstance(fact, EntryCorrected):
                matters.correct(matter, fact)
            self._incoming.set(line.statement.stream, matters.evolve(matter, fact))
            return
        sent = self._sent(line)
        if isinstance(fact, EntryCorrected):
            life.correct(sent.letter, fact)
        self._continue(line, sent, fact)

    def _link(self, line: Line, fact: LetterAnsweredBy) -> None:
        owed = self._owed.popleft() if self._owed else None
        if owed != (line.statement.stream, fact):
            raise _wrong("No reply before it is linked so.")

    def _require_known(self, stream: StreamId, before: int) -> None:
        if not self._is_incoming(stream, before):
            self._letter(stream, before)

    def _is_incoming(self, stream: StreamId, before: int) -> bool:
        if self._letters.get(stream) is not None:
            return False
        if self._incoming.get(stream) is not None:
            return True
        earlier = self._earlier(stream, before)
        return bool(earlier) and isinstance(earlier[0].fact, LetterReceived)

    def _require_stream(self, stream: StreamId, before: int, begins: type) -> list[object]:
        facts: list[object] = [statement.fact for statement in self._earlier(stream, before)]
        if not facts or not isinstance(facts[0], begins):
            raise _wrong(f"Stream {stream} does not begin with what it would have to.")
        return facts

    @staticmethod
    def _require_new(statement: Statement) -> None:
        if statement.seq != 0:
            raise _wrong(f"{statement.name} begins a stream, and stands in it as number {statement.seq}.")


def _wrong(message: str) -> StoreDamaged:
    return StoreDamaged("not-as-decided", message, why=message)
