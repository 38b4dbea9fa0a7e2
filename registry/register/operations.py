"""Which act answers which request, and what the answer says."""

from dataclasses import dataclass
from typing import Any, assert_never

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled
from domain.directives import DirectiveReported
from domain.letter.events import (
    LetterAcknowledged,
    LetterReturned,
    LetterSealed,
    LetterSigned,
    LetterSignedByHand,
    OrderSigned,
)
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.structure.powers import Judgement
from registry import (
    absences,
    acknowledgements,
    directives,
    enrolment,
    letters,
    links,
    numbers,
    received,
    requests,
    structure,
)
from registry.errors import NotCanonical
from registry.evidence import Evidenced, Keyring
from registry.register.group import Group, Staged

CLOCKS_APART = 24 * 3600
"""Seconds by which a person's claimed time may differ from the register's (policy)."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did: the fact that the answer is about, and what else the answer says."""

    main: Staged
    says: dict[str, Any]


def perform(group: Group, asked: requests.Request, said: Evidenced | None, keyring: Keyring) -> Done:  # noqa: C901, PLR0911, PLR0912 - one case a request
    """Do what is asked, on *group*, or refuse."""
    _require_clerk(group, asked)
    match asked:
        case requests.Reserve(series=series, count=count, purpose=purpose, clerk=clerk):
            staged = numbers.reserve(group, series, purpose=purpose, count=count, clerk=clerk)
            last = group.series(series).last
            return Done(staged[-1], {"n": list(range(last - count + 1, last + 1)), "on": group.today.isoformat()})
        case requests.Admit():
            return _admit(group, asked, _required(said), keyring)
        case requests.ByLink():
            return _done(links.by_link(group, asked))
        case requests.Enter(name=name) if name in links.ENTERED:
            return _done(links.enter(group, asked))
        case requests.Enter(name=name) if name in directives.ENTERED:
            return _done(directives.enter(group, asked))
        case requests.Enter():
            act = received.enter if group.is_incoming(asked.stream) else letters.enter
            return _done(act(group, asked))
        case requests.Receive():
            staged_one = received.receive(group, asked)
            return Done(staged_one, {"stream": staged_one.stream, "n": [staged_one.numbers[-1].n]})
        case requests.Void():
            return _done(numbers.void(group, asked))
        case requests.OpenSeries():
            return _done(numbers.open_series(group, asked))
        case requests.EnterSecret():
            staged_one = numbers.enter_secret(group, asked)
            return Done(staged_one, {"stream": staged_one.stream, "n": [staged_one.numbers[-1].n]})
        case requests.EnterOpening():
            return _done(numbers.enter_opening(group, asked))
        case requests.EnterCalendar():
            return _done(directives.enter_calendar(group, asked))
        case _:
            assert_never(asked)


def _require_clerk(group: Group, asked: requests.Request) -> None:
    """Refuse an act in the name of somebody who is not enrolled; that it is really the clerk, sign-in says."""
    match asked:
        case requests.Enter(fields=fields) | requests.Receive(fields=fields):
            who = fields.get("clerk", fields.get("checked_by"))
        case requests.Reserve(clerk=who) | requests.Void(clerk=who):
            pass
        case requests.EnterSecret(clerk=who) | requests.EnterOpening(clerk=who) | requests.EnterCalendar(clerk=who):
            pass
        case _:
            return
    group.known.authority.officer(str(who))


def _admit(group: Group, asked: requests.Admit, said: Evidenced, keyring: Keyring) -> Done:  # noqa: PLR0911 - one case a kind of statement
    _require_now(group, said)
    enrolment.require_enrolled(group.known.authority, said.statement)
    match said.statement.fact:
        case LetterSigned() | LetterSignedByHand() | LetterSealed() | OrderSigned() as fact:
            staged, judged = letters.admit(group, said, fact)
            done = _done(staged)
            return Done(staged, {**done.says, **_authority(judged)})
        case LetterAcknowledged() | LetterReturned() as fact:
            return _done(acknowledgements.admit(group, said, fact, letter=asked.stream))
        case InstrumentRecorded() as fact:
            return _done(structure.record(group, said, fact))
        case InstrumentConfirmed() as fact:
            return _done(structure.confirm(group, said, fact))
        case AbsenceRecorded() as fact:
            return _done(absences.record(group, said, fact))
        case AbsenceEnded() as fact:
            return _done(absences.end(group, said, fact))
        case DirectiveReported() as fact:
            return _done(directives.report(group, said, fact, letter=asked.stream))
        case OfficerEnrolled() | KeyEnrolled() | KeyConfirmed() | KeyWithdrawn() as fact:
            return _done(enrolment.admit(group, said, fact, keyring=keyring))
        case fact:
            raise NotCanonical("not-for-people", f"{type(fact).__name__} is not signed by people.", name="")


def _require_now(group: Group, said: Evidenced) -> None:
    """Refuse a statement of another registry, of another time, or that begins no stream of its own."""
    statement = said.statement
    if statement.log != group.identity.opened.origin:
        raise NotCanonical(
            "another-registry",
            f"The statement was made for {statement.log!r}, not for {group.identity.opened.origin!r}.",
            log=statement.log,
            origin=group.identity.opened.origin,
        )
    if statement.seq != 0 or statement.prev is not None:
        raise NotCanonical("not-a-beginning", "A person's statement begins a stream of its own.", seq=statement.seq)
    apart = abs((statement.at - group.now).total_seconds())
    if apart > CLOCKS_APART:
        raise NotCanonical(
            "clocks-apart",
            f"The statement says {statement.at}, and it is {group.now}: set the clock of the device that signs.",
            at=statement.at,
            now=group.now,
        )


def _required(said: Evidenced | None) -> Evidenced:
    if said is None:
        raise NotCanonical("not-for-people", "The statement was not verified.", name="")
    return said


def _authority(judged: Judgement) -> dict[str, Any]:
    """Return what an answer says of the signatory's power where no record shows it."""
    if judged.why is None:
        return {}
    facts = {name: str(value) for name, value in judged.why.facts.items()}
    return {
        "authority": judged.verdict.value,
        "reason": {"slug": judged.why.slug, "message": str(judged.why), "facts": facts},
    }


def _done(staged: Staged) -> Done:
    return Done(staged, {"stream": staged.stream, "digest": staged.digest})
