"""The rules of the work, asked again of every fact: would it have been decided so, there and then?

    statement ──▶ who may sign it ──▶ what the domain decides from what came before ──▶ the same fact?
                                                                                        └▶ what is known after it

What is known is folded here anew. Letters and streams that were not met lately are read again from the rows,
so that memory does not grow with the log.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import assert_never

from domain import authority as officers
from domain import calendar as days
from domain.authority import (
    Authority,
    AuthorityEvent,
    KeyConfirmed,
    KeyEnrolled,
    KeyWithdrawn,
    OfficerEnrolled,
    RegistryOpened,
)
from domain.calendar import CalendarEntered
from domain.classes import SecrecyClass
from domain.directives import DeadlineMoved, DirectiveEvidenced, DirectiveNoted, DirectiveReported
from domain.errors import NotAllowed
from domain.facts import SecretEntered
from domain.incoming import ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
from domain.letter import admission, life
from domain.letter import directives as performing
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
    SignedLetter,
)
from domain.passkeys import PasskeyConfirmed, PasskeyOffered, PasskeyWithdrawn
from domain.records import RecordsNoted
from domain.series import (
    NumberReserved,
    NumberState,
    NumberVoided,
    OpeningBalanceEntered,
    SeriesKind,
    SeriesOpened,
)
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.values import Digest, StreamId
from registry import letters, powers, structure, wire
from registry.audit.line import Line, require_new
from registry.audit.numbers import Numbers
from registry.audit.report import wrong
from registry.audit.rules_incoming import IncomingRules
from registry.audit.rules_links import require_by_link, require_passkey
from registry.audit.rules_records import RecordRules
from registry.audit.rules_structure import StructureRules, order_of
from registry.audit.sent import Sent, SentLetters
from registry.directives import other_end, printed
from registry.enrolment import require_enrolled
from registry.errors import StoreDamaged
from registry.finals import document_of, named
from registry.register.group import NumberChange
from registry.register.operations import CLOCKS_APART
from registry.wire import Relation, Statement

_OtherEnd = LetterAnsweredBy | DirectiveEvidenced | OrderAmended | OrderRepealed
"""What the seal says in the stream of another letter, because of the fact before it."""


class Rules:
    """What is known after the facts so far, and whether the next one may follow."""

    def __init__(self, earlier: Callable[[str, int], Sequence[Statement]], *, kept: int) -> None:
        """Start before leaf 0; *earlier* reads the statements of a stream before a position."""
        self.opened: RegistryOpened | None = None
        self.opened_digest: Digest | None = None
        self.authority = Authority()
        self.numbers = Numbers()
        self.structure = StructureRules(earlier)
        self.records = RecordRules()
        self.letters = self.acknowledged = 0
        self._letters = SentLetters(earlier, kept=kept)
        self.incoming = IncomingRules(earlier, self.numbers, kept=kept)
        self._signed: Line | None = None
        """A person's statement that the next fact must admit."""
        self._owed: deque[tuple[StreamId, _OtherEnd]] = deque()
        """What must follow: the other ends of a reply's or an evidence's links, and what an order did to others."""

    # --- before and behind a fact --------------------------------------------------------------------

    def require_speaker(self, statement: Statement) -> None:
        """Refuse unless this key may make such a statement at all, resting on what it names."""
        opened = self.opened
        if opened is None:
            if not isinstance(statement.fact, RegistryOpened):
                raise StoreDamaged("not-opened", "The registry's first fact is missing.", position=0)
            opened = statement.fact
        if statement.log != opened.origin:
            raise wrong(f"It was made for {statement.log!r}, not for {opened.origin!r}.")
        if wire.is_persons(statement.fact):
            require_enrolled(self.authority, statement)
            if statement.seq != 0:
                raise wrong("A person's statement begins a stream of its own.")
        elif statement.by != opened.seal or statement.under != self.opened_digest:
            raise wrong("It is the seal's to say, and names another key or another opening.")

    def follow(self, line: Line) -> Sequence[NumberChange]:
        """Refuse what the rules would not have decided; else know it, and return what becomes of numbers.

        Raises:
            DomainError: the rules of the work forbid it.
            StoreDamaged: it is not what the writer would have written here.
        """
        fact = line.statement.fact
        if self._signed is not None and not isinstance(fact, LetterIssued | LetterAnswered | DirectiveNoted):
            raise wrong("The statement before it was signed by a person, and is not admitted here.")
        if self._owed and not isinstance(fact, _OtherEnd):
            raise wrong("The other end of a link is missing before it.")
        return self._follow(line)

    def end_group(self) -> None:
        """Refuse a transaction that leaves something half done."""
        if self._signed is not None or self._owed:
            raise wrong("The transaction ends before what was signed is admitted and linked.")

    def _follow(self, line: Line) -> Sequence[NumberChange]:  # noqa: C901, PLR0912, PLR0915 - one case a fact
        statement, said = line.statement, line.statement.fact
        match said:
            case NumberReserved() as fact:
                return [self.numbers.reserve(statement, line.digest, fact)]
            case LetterSigned() | LetterSignedByHand() | LetterSealed() | OrderSigned():
                self._signed = line
            case LetterIssued() as fact:
                return self._issue(line, fact)
            case LetterAcknowledged() | LetterReturned() | DirectiveReported():
                self._signed = line
            case LetterAnswered() as fact:
                self._answer(line, fact)
            case LetterDispatched() as fact:
                self._dispatch(line, fact)
            case DeliveryAttempted() as fact:
                sent = self._sent(line)
                self._letters.go_on(line, sent, life.attempt(sent.letter, fact))
            case ReceiptConfirmed() as fact:
                sent = self._sent(line)
                self._letters.go_on(line, sent, life.confirm(sent.letter, fact))
            case LetterCancelled(instrument=by) | LetterSuperseded(instrument=by) as fact:
                sent = self._sent(line)
                structure.require_no_acts(self.structure.known, statement.stream, sent.letter.number)
                self._letters.go_on(
                    line, sent, life.withdraw(sent.letter, self._letters.of(by, line.position).letter, fact)
                )
            case LetterAnsweredBy() | DirectiveEvidenced() | OrderAmended() | OrderRepealed() as fact:
                self._link(line, fact)
            case DirectiveNoted() as fact:
                self._note(line, fact)
            case DeadlineMoved(clerk=clerk) as fact:
                self.authority.officer(clerk)
                sent = self._sent(line)
                self._letters.go_on(line, sent, performing.move(sent.letter, sent.directives, fact))
            case CalendarEntered(clerk=clerk) as fact:
                require_new(statement)
                self.authority.officer(clerk)
                days.enter(fact)
            case RecordsNoted() as fact:
                self.records.follow(line, fact)
            case EntryNoted() | EntryCorrected() as fact:
                self._annotate(line, fact)
            case NumberVoided() as fact:
                require_new(statement)
                return [self.numbers.void(statement, fact)]
            case LetterReceived() as fact:
                require_new(statement)
                return self.incoming.receive(line, fact)
            case MatterAssigned() | ActionNoted() | MatterConcluded() as fact:
                self.incoming.go_on(line, fact)
            case SecretEntered() as fact:
                return self._enter_secret(line, fact)
            case OpeningBalanceEntered() as fact:
                require_new(statement)
                self.numbers.of(fact.series)
                if not fact.rows:
                    raise wrong("An opening balance without a row.")
            case SeriesOpened() as fact:
                require_new(statement)
                self.numbers.open_series(statement, fact)
            case RegistryOpened() | OfficerEnrolled() | KeyEnrolled() | KeyConfirmed() | KeyWithdrawn() as fact:
                self._learn(line, fact)
            case PasskeyOffered() | PasskeyConfirmed() | PasskeyWithdrawn() as fact:
                self._learn(line, fact)
            case LinksGiven() | AnsweredByLink() | ReportedByLink() as fact:
                self._by_link(line, fact)
            case InstrumentRecorded() as fact:
                self.structure.record(line, fact, self.authority)
            case InstrumentConfirmed() as fact:
                self._owed += self.structure.confirm(line, fact, self.authority)
            case AbsenceRecorded() | AbsenceEnded() as fact:
                self.structure.absent(line, fact, self.authority)
            case _:
                assert_never(said)
        return ()

    # --- officers and keys -----------------------------------------------------------------------------

    def _learn(self, line: Line, fact: AuthorityEvent) -> None:
        by = line.statement.by
        match fact:
            case RegistryOpened():
                if self.opened is not None:
                    raise wrong("A registry is opened once.")
                require_new(line.statement)
                self.opened, self.opened_digest = fact, line.digest
                self.records.open(line)
            case OfficerEnrolled():
                officers.enrol_officer(self.authority, fact, by=by)
            case KeyEnrolled():
                officers.enrol_key(self.authority, fact, by=by)
            case KeyConfirmed():
                officers.confirm_key(self.authority, fact, by=by)
            case KeyWithdrawn():
                officers.withdraw_key(self.authority, fact, by=by)
            case PasskeyOffered() | PasskeyConfirmed() | PasskeyWithdrawn():
                require_passkey(line, fact, lambda one: self._letters.of(one, line.position).letter, self.authority)
        if isinstance(fact, KeyEnrolled | KeyConfirmed) and fact.spki == by:
            raise NotAllowed("enrols-himself", "A key does not enrol itself.", name="")
        self.authority = officers.evolve(self.authority, fact, statement=line.digest, by=by)

    def _enter_secret(self, line: Line, fact: SecretEntered) -> Sequence[NumberChange]:
        require_new(line.statement)
        self.numbers.reservation(fact.series, fact.n)
        if self.numbers.of(fact.series).kind is not SeriesKind.SECRET or fact.secrecy is SecrecyClass.NONE:
            raise wrong("Only letters of a secrecy class are entered in a secret book, and only there.")
        return [self.numbers.finish(fact.series, fact.n, NumberState.ISSUED)]

    # --- letters that go out -----------------------------------------------------------------------------

    def _issue(self, line: Line, fact: LetterIssued) -> Sequence[NumberChange]:
        require_new(line.statement)
        signed, said = self._take_signed(line, fact.signed)
        letter = said.fact
        if not isinstance(letter, SignedLetter):
            raise wrong("The statement before it is no letter.")
        text, way = letter.letter, letters.WAYS[type(letter)]
        document = document_of(letter)
        finished = None if document is None else named(fact.final, document.length)
        records = self.structure.records(self.authority)
        judged = powers.require_signer(records, said, letter)
        today = line.statement.at.date()
        series = self.numbers.of(text.series)
        reserved = [self.numbers.reservation(text.series, n) for n in text.n]
        for n, reservation in zip(text.n, reserved, strict=True):
            letters.require_use(n, reservation, way, on=today)
        letters.require_attachments(said, text)
        for link in text.links:
            self._require_known(link.stream, line.position)
        assert self.opened is not None  # noqa: S101 - the speaker was asked first
        decided = admission.admit(
            text,
            office=admission.Office(self.opened.codes, series.kind, series.year),
            way=way,
            signed=admission.Said(signed.digest, said.stream),
            final=letters.final_file(said, way, finished=finished),
            entered=today,
        )
        ties = (Relation("admits", signed.digest), *(Relation("uses", one.statement) for one in reserved))
        ties += tuple(powers.ties(judged))
        files = () if finished is None else (finished,)
        if decided != fact or (line.statement.re, line.statement.doc) != (ties, files):
            raise wrong(f"What was issued is not what was signed for {text.number}.")
        self.letters += 1
        self._letters.begin(line.statement.stream, Sent(life.evolve(None, fact), text.addressees, text.directives))
        for link in text.links:
            self._owed.append((link.stream, LetterAnsweredBy(link.rel, line.statement.stream, text.number)))
        acts = structure.acts_of(letter)
        if acts is not None:
            source = order_of(line, fact, signed.digest)
            powers.require_acts(records, letter, acts, judged, on=powers.moment_of(said.at, text), source=source)
            self._owed += self.structure.issue(source, acts)
        return [self.numbers.finish(text.series, n, NumberState.ISSUED) for n in text.n]

    def _take_signed(self, line: Line, digest: Digest) -> tuple[Line, Statement]:
        signed, self._signed = self._signed, None
        if signed is None or signed.digest != digest:
            raise wrong("It admits a statement that does not stand before it.")
        if abs((signed.statement.at - line.statement.at).total_seconds()) > CLOCKS_APART:
            raise wrong(f"The statement before it says {signed.statement.at}, and it is {line.statement.at}.")
        return signed, signed.statement

    def _dispatch(self, line: Line, fact: LetterDispatched) -> None:
        sent = self._sent(line)
        decided = life.dispatch(sent.letter, sent.addressees, fact.sendings, clerk=fact.clerk)
        if decided != fact:
            raise wrong("It was sent to others than the letter was signed for.")
        self._letters.go_on(line, sent, decided)

    def _answer(self, line: Line, fact: LetterAnswered) -> None:
        signed, said = self._take_signed(line, fact.answer)
        answer = said.fact
        if not isinstance(answer, LetterAcknowledged | LetterReturned):
            raise wrong("The statement before it is no answer.")
        sent = self._sent(line)
        decided = life.answer(sent.letter, answer, statement=admission.Said(signed.digest, said.stream))
        addressee = sent.letter.addressees[answer.to].name
        self.authority.require_recipient(said.by, addressee, answer.officer)
        if (
            decided != fact
            or Relation("acknowledges", answer.letter) not in said.re
            or line.statement.re != (Relation("admits", signed.digest),)
        ):
            raise wrong("What was taken into the letter's life is not what the recipient signed.")
        self.acknowledged += isinstance(answer, LetterAcknowledged)
        self._letters.go_on(line, sent, decided)

    def _note(self, line: Line, fact: DirectiveNoted) -> None:
        """Require that the recipient reported it just before, or that a clerk noted it; and owe the other end."""
        stream, now = line.statement.stream, line.statement.at
        sent = self._sent(line)
        if fact.reported is not None:
            signed, said = self._take_signed(line, fact.reported)
            report = said.fact
            if not isinstance(report, DirectiveReported):
                raise wrong("The statement before it is no report.")
            statement = admission.Said(signed.digest, said.stream)
            decided = performing.report(sent.letter, sent.directives, report, statement=statement, now=said.at)
            self.authority.require_recipient(said.by, sent.letter.addressees[report.to].name, report.officer)
            ties: tuple[Relation, ...] = (Relation("admits", signed.digest),)
            if decided != fact or Relation("acknowledges", report.letter) not in said.re:
                raise wrong("What was noted is not what the recipient reported.")
        else:
            self.authority.officer(fact.clerk or "")
            performing.note(sent.letter, sent.directives, fact, now=now)
            ties = ()
        if self._signed is not None or line.statement.re != ties:
            raise wrong("It is noted by another than who said it.")
        if fact.evidence is not None:
            performing.require_evidence(stream, fact, self._shown_number(fact.evidence, line.position))
            self._owed.append((fact.evidence, other_end(stream, sent.letter.number, fact)))
        self._letters.go_on(line, sent, fact)

    def _by_link(self, line: Line, fact: LinksGiven | AnsweredByLink | ReportedByLink) -> None:
        sent = self._sent(line)
        require_by_link(line, fact, sent.letter, sent.directives, self.authority)
        self.acknowledged += isinstance(fact, AnsweredByLink) and fact.kind is AnswerKind.ACKNOWLEDGED
        self._letters.go_on(line, sent, fact)

    def _shown_number(self, evidence: StreamId, before: int) -> str:
        if self._is_incoming(evidence, before):
            return printed(self.incoming.matter(evidence, before))
        return self._letters.of(evidence, before).letter.number

    def _sent(self, line: Line) -> Sent:
        return self._letters.of(line.statement.stream, line.position)

    # --- either ------------------------------------------------------------------------------------------

    def _annotate(self, line: Line, fact: EntryNoted | EntryCorrected) -> None:
        if self._is_incoming(line.statement.stream, line.position):
            self.incoming.annotate(line, fact)
            return
        sent = self._sent(line)
        if isinstance(fact, EntryCorrected):
            life.correct(sent.letter, fact)
        self._letters.go_on(line, sent, fact)

    def _link(self, line: Line, fact: _OtherEnd) -> None:
        owed = self._owed.popleft() if self._owed else None
        if owed != (line.statement.stream, fact):
            by = {LetterAnsweredBy: "reply", DirectiveEvidenced: "note"}.get(type(fact), "act of an instrument")
            raise wrong(f"No {by} before it is linked so.")
        if isinstance(fact, OrderAmended | OrderRepealed):
            self._letters.go_on(line, self._sent(line), fact)

    def _require_known(self, stream: StreamId, before: int) -> None:
        if not self._is_incoming(stream, before):
            self._letters.of(stream, before)

    def _is_incoming(self, stream: StreamId, before: int) -> bool:
        return not self._letters.met(stream) and self.incoming.knows(stream, before)
