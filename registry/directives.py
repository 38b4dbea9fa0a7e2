"""Acts on what a letter asks for: reported by its recipient, noted by a clerk, tied to what shows it; days moved.

recipient signs directive.reported ─┐
clerk is told ──────────────────────┴─▶ directive.noted ──▶ directive.evidenced, in the stream of the letter or
                                        in the letter's     order that shows it (ข้อ 39, 47)
"""

from datetime import datetime
from typing import Final, TypeVar

import msgspec

from domain import calendar as days
from domain.calendar import CalendarEntered
from domain.directives import DeadlineMoved, DirectiveEvidenced, DirectiveNoted, DirectiveReported, Progress
from domain.errors import InvalidValue
from domain.incoming import Incoming
from domain.letter import admission, life
from domain.letter import directives as rules
from domain.values import StreamId
from registry import requests
from registry.errors import NotCanonical
from registry.evidence import Evidenced
from registry.letters import signed_text
from registry.register.group import Group, Staged
from registry.wire import Relation

ENTERED: Final = frozenset({"directive.noted.v1", "deadline.moved.v1"})
"""Wire names of what is entered here in a letter's stream."""


class _Noted(msgspec.Struct, forbid_unknown_fields=True):
    """What a clerk asks to be noted; the number of evidence of this registry is the register's to say."""

    to: int
    no: int
    progress: Progress
    happened_at: datetime
    how: str
    clerk: str
    performer: str | None = None
    evidence: StreamId | None = None
    evidence_number: str | None = None


_Form = TypeVar("_Form", _Noted, DeadlineMoved)


def report(group: Group, said: Evidenced, fact: DirectiveReported, *, letter: StreamId | None) -> Staged:
    """Take a recipient's report into the life of the letter in stream *letter*."""
    if letter is None:
        raise InvalidValue("letter-not-named", "Say which letter is reported on.", what="stream")
    known = group.letter(letter)
    asked = signed_text(group, letter).directives
    statement = admission.Said(said.digest, said.statement.stream)
    noted = rules.report(known, asked, fact, statement=statement, now=said.statement.at)
    group.known.authority.require_recipient(said.statement.by, known.addressees[fact.to].name, fact.officer)
    if Relation("acknowledges", fact.letter) not in said.statement.re:
        raise InvalidValue("letter-not-named", "The statement does not name the letter that it is about.", what="re")
    group.require_files(said.statement.doc)
    group.take(said)
    staged = group.seal(letter, noted, re=[Relation("admits", said.digest)])
    group.known.letters.set(letter, life.evolve(known, noted))
    return staged


def enter(group: Group, asked: requests.Enter) -> Staged:
    """Note what a clerk was told of a directive, or move its day, in the stream of the letter that asks."""
    known = group.letter(asked.stream)
    signed = signed_text(group, asked.stream).directives
    fact: DirectiveNoted | DeadlineMoved
    if asked.name == "deadline.moved.v1":
        fact = rules.move(known, signed, _read(asked, DeadlineMoved))
        staged = group.seal(asked.stream, fact)
    else:
        noted = _noted(group, _read(asked, _Noted))
        fact = rules.note(known, signed, noted, now=group.now)
        if noted.evidence is not None:
            rules.require_evidence(asked.stream, noted, shown_number(group, noted.evidence))
        staged = group.seal(asked.stream, fact)
        if noted.evidence is not None:
            group.seal(noted.evidence, other_end(asked.stream, known.number, noted))
    group.known.letters.set(asked.stream, life.evolve(known, fact))
    return staged


def enter_calendar(group: Group, asked: requests.EnterCalendar) -> Staged:
    """Enter a day in the office's own calendar."""
    return group.begin(days.enter(CalendarEntered(asked.day, asked.works, asked.name, asked.clerk)))


def other_end(letter: StreamId, number: str, noted: DirectiveNoted) -> DirectiveEvidenced:
    """Return what the evidence's own stream says of a note that names it."""
    return DirectiveEvidenced(letter, number, noted.to, noted.no, noted.how, noted.clerk or "")


def shown_number(group: Group, evidence: StreamId) -> str:
    """Return the number of a letter or order of this registry as the register has it, or refuse."""
    if group.is_incoming(evidence):
        return printed(group.incoming(evidence))
    return group.letter(evidence).number


def printed(matter: Incoming) -> str:
    """Return the number that stands on a received letter, as it was corrected last."""
    return dict(matter.values)["printed"]


def _noted(group: Group, asked: _Noted) -> DirectiveNoted:
    number = asked.evidence_number
    if asked.evidence is not None and number is None:
        number = shown_number(group, asked.evidence)
    return DirectiveNoted(
        to=asked.to,
        no=asked.no,
        progress=asked.progress,
        happened_at=asked.happened_at,
        how=asked.how,
        performer=asked.performer,
        evidence=asked.evidence,
        evidence_number=number,
        clerk=asked.clerk,
    )


def _read(asked: requests.Enter, form: type[_Form]) -> _Form:
    try:
        return msgspec.convert(asked.fields, form)
    except (msgspec.ValidationError, ValueError) as error:
        raise NotCanonical("request-unreadable", f"{asked.name} cannot be read: {error}.", why=str(error)) from None
