"""How an officer stands after each fact that was said about the officer: name, posts, roles, keys, powers, absences."""

from typing import assert_never

from domain.authority import (
    AuthorityEvent,
    KeyConfirmed,
    KeyEnrolled,
    KeyWithdrawn,
    OfficerEnrolled,
    RegistryOpened,
)
from domain.letter.events import OrderSignedByHand, OrderSignedWithActs
from domain.structure.acts import PostAct
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentRecorded
from domain.values import Digest
from registry.history.fields import Field
from registry.reader import Recorded
from registry.views.timeline import Tie

_AUTHORITY = OfficerEnrolled | KeyEnrolled | KeyConfirmed | KeyWithdrawn | RegistryOpened
_ENROLLED = frozenset({"name", "office", "post", "role", "receives_for"})
_SHOWN_OF_A_KEY = 23


class OfficerFold:
    """The officer's fields after the facts so far, given in the order of the log."""

    def __init__(self, officer: str) -> None:
        self.state: dict[Field, str] = {}
        self._officer = officer
        self._absences: dict[Digest, Field] = {}

    def follow(self, line: Recorded, _tie: Tie) -> None:
        """Take one fact in; what the officer only signed for others changes nothing here."""
        fact = line.statement.fact
        if isinstance(fact, _AUTHORITY):
            self._authority(fact)
        elif isinstance(fact, OrderSignedWithActs | OrderSignedByHand | InstrumentRecorded):
            for act in fact.acts.posts:
                if act.officer == self._officer:
                    self.state[Field("power", f"{act.kind.value} {act.post} {act.unit}")] = _said(act)
        elif isinstance(fact, AbsenceRecorded) and fact.officer == self._officer:
            name = Field("absence", f"{fact.kind.value} {fact.post} {fact.unit}")
            until = fact.until.isoformat() if fact.until else ""
            self.state[name] = f"{fact.since.isoformat()} – {until}".strip()
            self._absences[line.digest] = name
        elif isinstance(fact, AbsenceEnded) and fact.absence in self._absences:
            name = self._absences[fact.absence]
            self.state[name] = f"{self.state[name].split(' – ')[0].rstrip(' –')} – {fact.at_moment.isoformat()}"

    def _authority(self, fact: AuthorityEvent) -> None:  # noqa: C901 - one case a fact
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


def _said(act: PostAct) -> str:
    word = None if act.word is None else act.word.value
    since = "" if act.since is None else act.since.isoformat()
    until = "" if act.until is None else act.until.isoformat()
    return " ".join(filter(None, (word, ", ".join(act.matters), f"{since} – {until}".strip())))
