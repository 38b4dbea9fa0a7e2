"""How a letter, sent or received, stands after each of its facts."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import assert_never, get_args

from domain.directives import DeadlineMoved, DirectiveEvidenced, DirectiveNoted
from domain.incoming import ActionNoted, IncomingEvent, LetterReceived, MatterAssigned, MatterConcluded
from domain.letter.events import (
    AnsweredByLink,
    DeliveryAttempted,
    EntryCorrected,
    EntryNoted,
    LetterAnswered,
    LetterAnsweredBy,
    LetterCancelled,
    LetterDispatched,
    LetterEvent,
    LetterIssued,
    LetterSuperseded,
    LinksGiven,
    OrderAmended,
    OrderRepealed,
    OrderSigned,
    OrderSignedByHand,
    OrderSignedWithActs,
    ReceiptConfirmed,
    ReportedByLink,
    SignedLetter,
)
from domain.letter.life import as_noted
from domain.letter.text import LetterText
from domain.values import StreamId
from registry.history.fields import Field, State, added
from registry.reader import Recorded
from registry.views.levels import Level, level_of
from registry.views.timeline import Tie

_STAGE, _REMARK, _ACTION = Field("stage"), Field("remark"), Field("action")
_OWN = (*get_args(LetterEvent), *get_args(IncomingEvent))
_ForOne = (
    DeliveryAttempted
    | ReceiptConfirmed
    | LetterAnswered
    | AnsweredByLink
    | DirectiveNoted
    | ReportedByLink
    | DeadlineMoved
)
_Withdrawn = LetterCancelled | LetterSuperseded | OrderAmended | OrderRepealed
_Incoming = LetterReceived | MatterAssigned | ActionNoted | MatterConcluded


class LetterFold:
    """The letter's fields after the facts so far, given in the order of the log."""

    def __init__(self) -> None:
        self.state: dict[Field, str] = {}
        self._addressees: Sequence[str] = ()
        self._by_passkey: set[StreamId] = set()
        """Streams of what recipients signed with passkeys."""

    def follow(self, line: Recorded, tie: Tie) -> None:
        """Take one fact in; what others signed of the letter changes nothing before the seal says so."""
        fact = line.statement.fact
        if level_of(line) is Level.PASSKEY:
            self._by_passkey.add(line.statement.stream)
        if isinstance(fact, SignedLetter):
            if tie is Tie.SIGNED:
                self._addressees = [one.name for one in fact.letter.addressees]
                self.state.update(_signed(fact))
        elif tie in {Tie.OWN, Tie.ISSUED} and isinstance(fact, _OWN):
            self.state.update(self._own(fact, line.statement.at.date()))

    def _own(self, fact: LetterEvent | IncomingEvent, on: date) -> State:  # noqa: C901, PLR0911 - one case a fact
        match fact:
            case DeliveryAttempted() | ReceiptConfirmed() | LetterAnswered() | DirectiveNoted() | DeadlineMoved():
                return self._for_one(fact)
            case AnsweredByLink() | ReportedByLink():
                return self._for_one(fact)
            case LinksGiven(links=links):
                return {Field("link", self._name(one.to)): "given" for one in links}
            case LetterCancelled() | LetterSuperseded() | OrderAmended() | OrderRepealed():
                return self._withdrawn(fact)
            case LetterReceived() | MatterAssigned() | ActionNoted() | MatterConcluded():
                return self._incoming(fact)
            case LetterIssued(number=number, way=way):
                return {_STAGE: "issued", Field("number"): number, Field("way"): way.value, **_on("registered_on", on)}
            case LetterDispatched(addressees=addressees):
                self._addressees = [one.name for one in addressees]
                sent = {Field("progress", name): "dispatched" for name in self._addressees}
                return {_STAGE: "dispatched", **_on("sent_on", on), **sent}
            case LetterAnsweredBy(rel=rel, number=number):
                return self._more("answered_by", f"{rel.value} {number}")
            case DirectiveEvidenced(number=number, no=no, how=how):
                return self._more("evidence_for", f"{number} ({no}): {how}")
            case EntryNoted(remark=remark):
                return self._more("remark", remark)
            case EntryCorrected(what=what, new=new):
                return {Field("number" if what == "printed" else what): new}
            case _:
                assert_never(fact)

    def _for_one(self, fact: _ForOne) -> State:  # noqa: PLR0911 - one case a fact
        """Return what became of one addressee, or of one thing that is asked of it."""
        match fact:
            case DeliveryAttempted(to=to, result=result):
                return {Field("progress", self._name(to)): result.value}
            case ReceiptConfirmed(to=to):
                return {Field("progress", self._name(to)): "confirmed"}
            case LetterAnswered(to=to, kind=kind, answered_in=stream):
                return {Field("progress", self._name(to)): kind.value, **self._level(self._name(to), stream)}
            case AnsweredByLink(to=to, kind=kind):
                return {Field("progress", self._name(to)): kind.value, **_by(Level.LINK, self._name(to))}
            case ReportedByLink():
                whom = f"{fact.no} · {self._name(fact.to)}"
                return {**self._told(as_noted(fact)), **_by(Level.LINK, whom)}
            case DirectiveNoted(reported_in=stream):
                return {**self._told(fact), **self._level(f"{fact.no} · {self._name(fact.to)}", stream)}
            case DeadlineMoved(no=no, to=to, new=new):
                return {Field("due", str(no) if to is None else f"{no} · {self._name(to)}"): new.isoformat()}
            case _:
                assert_never(fact)

    def _told(self, noted: DirectiveNoted) -> State:
        said = ", ".join(filter(None, (noted.progress.value, noted.evidence_number)))
        return {Field("directive", f"{noted.no} · {self._name(noted.to)}"): said}

    def _level(self, whom: str, signed_in: StreamId | None) -> State:
        """Return that it was signed with a passkey, where it was; that it was a key goes without saying."""
        return _by(Level.PASSKEY, whom) if signed_in in self._by_passkey else {}

    def _withdrawn(self, fact: _Withdrawn) -> State:
        match fact:
            case LetterCancelled(number=number):
                return {_STAGE: "cancelled", Field("cancelled_by"): number}
            case LetterSuperseded(number=number):
                return {_STAGE: "superseded", Field("superseded_by"): number}
            case OrderAmended(number=number, clause=clause):
                return {_STAGE: "amended", **self._more("amended_by", " ".join(filter(None, (number, clause))))}
            case OrderRepealed(number=number):
                return {_STAGE: "repealed", Field("repealed_by"): number}
            case _:
                assert_never(fact)

    def _incoming(self, fact: _Incoming) -> State:
        match fact:
            case LetterReceived():
                return _received(fact)
            case MatterAssigned(to=to, due=due):
                return {_STAGE: "in_progress", Field("assigned_to"): to, **_on("due", due)}
            case ActionNoted(action=action):
                return self._more("action", action)
            case MatterConcluded(how=how):
                return {_STAGE: "concluded", **self._more("action", how)}
            case _:
                assert_never(fact)

    def _more(self, what: str, text: str) -> State:
        return {Field(what): added(self.state, Field(what), text)}

    def _name(self, to: int) -> str:
        return self._addressees[to] if to < len(self._addressees) else str(to + 1)


def _by(level: Level, whom: str) -> State:
    return {Field("level", whom): level.value}


def _on(what: str, day: date | datetime | None) -> State:
    return {} if day is None else {Field(what): day.isoformat()}


def _signed(fact: SignedLetter) -> State:
    """Return what was signed: the letter's own words."""
    letter = fact.letter
    told = {
        "number": letter.number,
        "kind": letter.kind.value,
        "dated": letter.dated.isoformat(),
        "subject": letter.subject,
        "issuing_office": letter.issuing_office,
        "owner_unit": letter.owner_unit,
        "signer": _signer(letter),
        "addressee": ", ".join(one.name for one in letter.addressees),
        "copies_to": ", ".join(letter.copies_to),
        "attachments": ", ".join(f"{one.title} {one.quantity} {one.unit}" for one in letter.attachments),
        "speed_class": letter.speed.value,
        "secrecy_class": letter.secrecy.value,
        "drafted_by": letter.makers.drafted_by,
        "typed_by": letter.makers.typed_by,
        "checked_by": letter.makers.checked_by,
        "contact": letter.contact,
    }
    if isinstance(fact, OrderSigned | OrderSignedByHand):
        told["in_force_from"] = fact.in_force
    if isinstance(fact, OrderSignedWithActs | OrderSignedByHand):
        acts = len(fact.acts.units) + len(fact.acts.posts) + len(fact.acts.instruments)
        told["acts"] = str(acts) if acts else None
    asked = {Field("directive", str(one.no)): f"{one.what} ({one.who})" for one in letter.directives}
    due = {Field("due", str(one.no)): one.due.isoformat() for one in letter.directives if one.due}
    return {_STAGE: "signed", **{Field(what): text for what, text in told.items() if text}, **asked, **due}


def _signer(letter: LetterText) -> str:
    signatory = letter.signatory
    word = "" if signatory.acting is None else f"{signatory.acting.value} {signatory.principal or ''}".strip()
    return " · ".join(filter(None, (signatory.name, signatory.post, word)))


def _received(fact: LetterReceived) -> State:
    told = {
        "stage": "received",
        "receive_number": str(fact.n),
        "number": fact.printed,
        "dated": fact.dated.isoformat() if fact.dated else None,
        "sender": fact.sender,
        "addressee": fact.addressee,
        "subject": fact.subject,
        "channel": fact.channel.value,
        "entered_at": fact.entered_at.isoformat(),
        "registered_at": fact.registered_at.isoformat(),
        "speed_class": fact.speed.value,
        "secrecy_class": fact.secrecy.value,
        "due": fact.due.isoformat() if fact.due else None,
        "remark": fact.remark,
    }
    return {Field(what): text for what, text in told.items() if text}
