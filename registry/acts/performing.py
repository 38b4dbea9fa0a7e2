"""What becomes of what a letter asks for: clerks note it, recipients report it, days move, the office has days off.

One word may be about many addressees at once: all of it is looked at first, so that nothing is entered unless
everything may be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from domain.calendar import CalendarEntered
from domain.directives import DeadlineMoved, DirectiveNoted, Progress
from domain.errors import DomainError, NoSuchThing, WrongNumber
from domain.letter import directives as rules
from domain.letter import life
from domain.letter.events import LetterEvent
from domain.letter.life import Letter
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from keys.signing import SigningKey
from registry import requests
from registry.acts import answering
from registry.acts.answering import Recipient
from registry.acts.office import Office
from registry.acts.outgoing import Issued, addressee
from registry.views.letters import Known

ALL: Final = "all"
"""Typed instead of a name: everybody of whom it can still be said."""
PASSED_ON: Final = "ส่งต่อ"
"""How it was passed on, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Word:
    """What is said of one directive, whoever it is about."""

    no: int
    progress: Progress
    happened_at: datetime
    how: str
    performer: str | None = None
    evidence: Known | None = None
    """The letter or order of this registry that shows it."""
    their_number: str | None = None
    """A number of the addressee's own, as printed."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered for one addressee, or for all."""

    addressee: str | None
    position: int


def directive(letter: Issued, no: int | None) -> int:
    """Return the number of the directive that is meant; the only one where none is named.

    Raises:
        NoSuchThing: the letter asks for nothing.
        WrongNumber: it asks for several things, and one has to be named.
    """
    asked = letter.text.directives
    if no is not None:
        return no  # whether there is such a one, the rules say
    if len(asked) == 1:
        return asked[0].no
    if not asked:
        raise NoSuchThing(
            "asks-for-nothing", f"{to_thai(letter.number)} asks for nothing.", number=to_thai(letter.number)
        )
    raise WrongNumber(
        "which-directive",
        f"{to_thai(letter.number)} asks for {len(asked)} things: say which one with --no.",
        number=to_thai(letter.number),
        count=len(asked),
    )


def note(office: Office, letter: Issued, to: Sequence[str], word: Word, *, clerk: str) -> list[Entered]:
    """Note what the office was told of a directive, for each addressee that *to* names, or for `ALL`.

    Raises:
        DomainError: it cannot be said of one of those who are named; nothing is entered.
    """
    who = office.clerk(clerk)
    known = _followed(office, letter)
    named = {addressee(letter, name) for name in to if name != ALL}
    places = sorted(named.union(_open(known, letter, word, office.now) if ALL in to else ()))
    for place in places:
        rules.note(known, letter.text.directives, _noted(word, place), now=office.now)
    return [_enter_note(office, letter, place, word, who) for place in places]


def report(  # noqa: PLR0913 - what a recipient says
    office: Office, key: SigningKey, letter: Issued, word: Word, *, to: str | None = None, files: Sequence[Path] = ()
) -> dict[str, Any]:
    """Let a recipient report on a directive, in a signed statement of the recipient's own.

    Raises:
        NotAllowed: the recipient answers for none of its addressees, or not for the one that *to* names.
        WrongNumber: the recipient answers for several, and one has to be named.
        DomainError: the rules refuse the report.
    """
    recipient = Recipient.of(office.reader.authority().officer(office.officer_of(key)))
    fact = recipient.reported(
        letter,
        to=to,
        no=word.no,
        progress=word.progress,
        happened_at=word.happened_at,
        how=word.how,
        performer=word.performer,
        evidence=word.their_number,
    )
    return answering.say(office, key, letter, fact, doc=[office.keep(file, "attachment") for file in files])


def move_deadline(  # noqa: PLR0913 - what is moved, whither and why
    office: Office, letter: Issued, no: int, new: date, *, to: Sequence[str], reason: str, clerk: str
) -> list[Entered]:
    """Move a directive's day from what the register holds: for those whom *to* names, or for all when it is empty.

    Raises:
        DomainError: it cannot be moved for one of them; nothing is entered.
    """
    who, known, asked = office.clerk(clerk), _followed(office, letter), letter.text.directives
    signed = next((one.due for one in asked if one.no == no), None)
    places: list[int | None] = [*sorted({addressee(letter, name) for name in to})] if to else [None]
    moves = [
        DeadlineMoved(no, place, known.directives.due(no, place, signed=signed), new, reason, who) for place in places
    ]
    for moved in moves:
        rules.move(known, asked, moved)
    return [_enter(office, letter, moved.to, "deadline.moved.v1", msgspec.to_builtins(moved)) for moved in moves]


def enter_day(office: Office, entered: CalendarEntered) -> dict[str, Any]:
    """Enter a day off, or a day of work in its place, in the office's own calendar."""
    who = office.clerk(entered.clerk)
    return office.desk.ask(requests.EnterCalendar(entered.day, entered.works, normalise(entered.name), who))


def _followed(office: Office, letter: Issued) -> Letter:
    """Return the letter as the register knows it now."""
    known: Letter | None = None
    for line in office.reader.stream(letter.stream):
        known = life.evolve(known, cast("LetterEvent", line.statement.fact))
    assert known is not None  # noqa: S101 - it was issued
    return known


def _open(known: Letter, letter: Issued, word: Word, now: datetime) -> list[int]:
    """Return the places of those of whom it can be said, and was not yet."""
    found = []
    for place in range(len(letter.text.addressees)):
        before = known.directives.of(place, word.no)
        if before is not None and before.progress is word.progress:
            continue
        try:
            rules.note(known, letter.text.directives, _noted(word, place), now=now)
        except DomainError as refusal:
            if refusal.slug not in _OF_ONE:
                raise
        else:
            found.append(place)
    return found


_OF_ONE: Final = frozenset({"returned-before", "directive-done-before", "directive-not-done"})
"""Refusals that concern one addressee, and not what is said."""


def _noted(word: Word, to: int) -> DirectiveNoted:
    evidence = word.evidence.stream if word.evidence else None
    return DirectiveNoted(
        to, word.no, word.progress, word.happened_at, word.how, word.performer, evidence, word.their_number
    )


def _enter_note(office: Office, letter: Issued, to: int, word: Word, clerk: str) -> Entered:
    fields: dict[str, object] = {
        "to": to,
        "no": word.no,
        "progress": word.progress.value,
        "happened_at": word.happened_at.isoformat(),
        "how": word.how,
        "clerk": clerk,
        "performer": word.performer,
        "evidence": word.evidence.stream if word.evidence else None,
        "evidence_number": word.their_number,
    }
    return _enter(office, letter, to, "directive.noted.v1", fields)


def _enter(office: Office, letter: Issued, to: int | None, name: str, fields: dict[str, object]) -> Entered:
    answer = office.desk.ask(requests.Enter(letter.stream, name, fields))
    return Entered(None if to is None else letter.text.addressees[to].name, int(answer["position"]))
