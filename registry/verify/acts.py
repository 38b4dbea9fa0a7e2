"""Acts of orders and recorded instruments as the verifier reads them: on posts, on earlier instruments, on units."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from registry.verify.statements import Fields

_ENDING: Final = frozenset({"repeal", "replace"})
TAKEN_BY: Final = {"appoint": "end", "act-for": "end", "delegate": "withdraw", "assign": "withdraw"}
"""Which kind of act takes what another one gives."""
_DELEGATED: Final = "by_delegation"
_ON_BEHALF: Final = "on_behalf"


@dataclass(frozen=True, slots=True)
class Instrument:
    """An order that was issued, or somebody else's instrument that two registrars recorded."""

    stream: str
    number: str
    digest: str
    """Of the signed statement."""
    index: int
    """Where it became known."""
    begins: datetime
    """What an act without a beginning of its own begins at."""
    acts: Fields
    on_paper: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """One act on a post."""

    by: Instrument
    place: int
    kind: str
    post: str
    unit: str
    officer: str | None
    since: datetime
    until: datetime | None
    clause: str | None
    word: str | None
    to_post: str | None
    to_unit: str | None
    matters: frozenset[str]
    deputises: str | None

    @property
    def rank(self) -> tuple[datetime, int, int]:
        """What is said later goes before what is said earlier, of the same moment."""
        return self.since, self.by.index, self.place

    def gives(self, word: str | None) -> bool:
        """Tell whether it lets somebody sign for the post with that word (annex 3)."""
        match self.kind:
            case "act-for":
                return word == self.word
            case "delegate":
                return word == _DELEGATED
            case "assign":
                return word in {None, _ON_BEHALF}
            case _:
                return False

    def takes(self, other: "Deed") -> bool:
        """Tell whether it ends what *other* gives."""
        return TAKEN_BY.get(other.kind) == self.kind and (
            (self.post, self.unit, self.officer, self.to_post, self.to_unit)
            == (other.post, other.unit, other.officer, other.to_post, other.to_unit)
        )


@dataclass(frozen=True, slots=True)
class Change:
    """From *since* on an earlier instrument, or a clause of it, is in force no longer."""

    by: Instrument
    of: str
    """The earlier instrument's stream."""
    clause: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """A unit that was abolished, merged into another or split: its posts are gone with it."""

    by: Instrument
    unit: str
    since: datetime
    until: datetime | None

    def covers(self, on: datetime) -> bool:
        """Tell whether it is gone at a moment."""
        return self.since <= on and (self.until is None or on < self.until)


def read_deeds(instrument: Instrument) -> Iterator[Deed]:
    """Yield the acts on posts of an instrument."""
    for place, act in enumerate(instrument.acts.parts("posts")):
        yield Deed(
            by=instrument,
            place=place,
            kind=act.text("kind"),
            post=act.text("post"),
            unit=act.text("unit"),
            officer=act.optional("officer"),
            since=optional_time(act, "since") or instrument.begins,
            until=optional_time(act, "until"),
            clause=act.optional("clause"),
            word=act.optional("word"),
            to_post=act.optional("to_post"),
            to_unit=act.optional("to_unit"),
            matters=frozenset(act.texts("matters")),
            deputises=act.optional("deputises"),
        )


def read_changes(instrument: Instrument) -> Iterator[Change]:
    """Yield what an instrument puts out of force."""
    for act in instrument.acts.parts("instruments"):
        if act.text("kind") in _ENDING:
            since = optional_time(act, "since") or instrument.begins
            yield Change(instrument, act.text("instrument"), act.optional("clause"), since)


def read_gone(instrument: Instrument) -> Iterator[Gone]:
    """Yield the units that an instrument names and ends; a set of units cannot be resolved from a bundle."""
    for act in instrument.acts.parts("units"):
        since = optional_time(act, "since") or instrument.begins
        for unit in _ended_units(act):
            yield Gone(instrument, unit, since, optional_time(act, "until"))


def _ended_units(act: Fields) -> list[str]:
    if act.text("kind") == "merge":
        return act.texts("units")
    unit = act.optional("unit")
    return [unit] if unit is not None and act.text("kind") in {"abolish", "split"} else []


def optional_time(fields: Fields, name: str) -> datetime | None:
    """Return a time, or None where the field is null."""
    return None if fields.absent(name) else fields.time(name)
