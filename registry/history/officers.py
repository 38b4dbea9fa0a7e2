"""How an officer stands after each fact that was said about the officer: name, posts, roles, keys, powers, absences.

What orders give and take is told by `registry.views.powers_changed`, so that it is known from the moment on at which
an order was issued or an instrument confirmed, and ends with the order that repeals it.
"""

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from domain.authority import (
    AuthorityEvent,
    KeyConfirmed,
    KeyEnrolled,
    KeyWithdrawn,
    OfficerEnrolled,
    RegistryOpened,
)
from domain.passkeys import PasskeyConfirmed, PasskeyOffered, PasskeyWithdrawn
from domain.structure.acts import PostActKind
from domain.structure.events import AbsenceEnded, AbsenceRecorded
from domain.structure.powers import Ending, Ground, Power, PowerKind
from domain.values import Digest
from registry.history.fields import Field, State, added
from registry.reader import Recorded
from registry.views.powers_changed import Changed
from registry.views.timeline import Tie

_AUTHORITY = OfficerEnrolled | KeyEnrolled | KeyConfirmed | KeyWithdrawn | RegistryOpened
_ENROLLED = frozenset({"name", "office", "post", "role", "receives_for"})
_SHOWN_OF_A_KEY = 23
_GIVEN_BY: Final = {
    PowerKind.OWN_POST: PostActKind.APPOINT,
    PowerKind.ACTING: PostActKind.ACT_FOR,
    PowerKind.DELEGATION: PostActKind.DELEGATE,
    PowerKind.ASSIGNMENT: PostActKind.ASSIGN,
}
_POSTS: Final = frozenset({PowerKind.OWN_POST, PowerKind.ACTING})


class OfficerFold:
    """The officer's fields after the facts so far, given in the order of the log."""

    def __init__(self, officer: str | None, powers: Iterable[Changed] = ()) -> None:
        """Begin with nothing known of an officer, or of whoever holds a post; *powers* in the order of the log."""
        self.state: dict[Field, str] = {}
        self._officer = officer
        self._coming = list(reversed(list(powers)))
        self._powers: list[Power] = []
        self._absences: dict[Digest, Field] = {}

    def follow(self, line: Recorded, _tie: Tie) -> None:
        """Take one fact in; what the officer only signed for others changes nothing here."""
        fact = line.statement.fact
        self._know(line.position)
        if isinstance(fact, _AUTHORITY):
            self._authority(fact)
        elif isinstance(fact, AbsenceRecorded) and fact.officer == self._officer:
            name = Field("absence", f"{fact.kind.value} {fact.post} {fact.unit}")
            until = fact.until.isoformat() if fact.until else ""
            self.state[name] = f"{fact.since.isoformat()} – {until}".strip()
            self._absences[line.digest] = name
        elif isinstance(fact, AbsenceEnded) and fact.absence in self._absences:
            name = self._absences[fact.absence]
            self.state[name] = f"{self.state[name].split(' – ')[0].rstrip(' –')} – {fact.at_moment.isoformat()}"

    def _know(self, position: int) -> None:
        while self._coming and self._coming[-1].position <= position:
            newest = self._coming.pop()
            self._powers = [one for one in self._powers if one not in newest.before] + newest.after
            others = {name: value for name, value in self.state.items() if name.what != "power"}
            self.state = {**others, **powers(self._powers)}

    def _authority(self, fact: AuthorityEvent) -> None:  # noqa: C901, PLR0912 - one case a fact
        match fact:
            case RegistryOpened(founders=founders, office=office):
                for one in founders:
                    if one.officer == self._officer:
                        self.state |= {Field("name"): one.name, Field("office"): office, Field("post", one.post): "–"}
                        self.state[_key(one.spki)] = "confirmed"
            case OfficerEnrolled():
                if fact.officer == self._officer:
                    self._enrol(fact)
            case KeyEnrolled(spki=spki, officer=officer):
                if officer == self._officer:
                    self.state[_key(spki)] = "enrolled"
            case KeyConfirmed(spki=spki):
                if _key(spki) in self.state:
                    self.state[_key(spki)] = "confirmed"
            case KeyWithdrawn(spki=spki, reason=reason):
                if _key(spki) in self.state:
                    self.state[_key(spki)] = f"withdrawn: {reason}"
            case PasskeyOffered() | PasskeyConfirmed() | PasskeyWithdrawn():
                pass  # of recipients, who are no officers here
            case _:
                assert_never(fact)

    def _enrol(self, fact: OfficerEnrolled) -> None:
        """Put what is enrolled in place of what was; the keys wait for the second registrar again."""
        waiting = {
            name: "enrolled" if name.what == "key" and value == "confirmed" else value
            for name, value in self.state.items()
            if name.what not in _ENROLLED
        }
        posts = {
            Field("post", f"{one.post} {one.unit}"): f"{one.since.isoformat()} – {one.until or ''}".strip()
            for one in fact.posts
        }
        told = {"role": ", ".join(role.value for role in fact.roles), "receives_for": ", ".join(fact.receives_for)}
        self.state = {
            Field("name"): fact.name,
            Field("office"): fact.office,
            **posts,
            **{Field(what): text for what, text in told.items() if text},
            **waiting,
        }


def _key(spki: Digest) -> Field:
    return Field("key", f"{spki[:_SHOWN_OF_A_KEY]}…")


def powers(known: Iterable[Power]) -> State:
    """Return what orders and instruments give, and what they ended; a post by enrolment has a field of its own."""
    state: dict[Field, str] = {}
    for power in known:
        for name, value in _told(power):
            state[name] = added(state, name, value)
    return state


def _told(power: Power) -> Iterator[tuple[Field, str]]:
    of = f"{power.post} {power.unit}"
    if power.basis.ground is not Ground.ENROLMENT:
        word = None if power.word is None else power.word.value
        to = " ".join(filter(None, (power.to_post, power.to_unit)))
        since = f"{power.since.isoformat()} – {power.until.isoformat() if power.until else ''}".strip()
        value = " ".join(filter(None, (word, ", ".join(power.matters), to and f"({to})", since)))
        yield Field("power", f"{_GIVEN_BY[power.kind].value} {of}"), value
    ended = PostActKind.END if power.kind in _POSTS else PostActKind.WITHDRAW
    for ending in power.endings:
        yield Field("power", f"{ended.value} {of}"), _ended(ending)


def _ended(ending: Ending) -> str:
    since = f"{ending.since.isoformat()} – {ending.until.isoformat() if ending.until else ''}".strip()
    return " ".join(filter(None, (", ".join(ending.matters), since, f"({ending.by.called})")))
