"""In which capacity a letter was signed, judged again from the facts in the bundle alone (ภาคผนวก 3).

    order.signed + order.issued ────────────┐
    instrument.recorded + .confirmed ───────┼─▶ who was appointed, acts, was given a power ─▶ the signer's capacity
    absence.recorded, absence.ended ────────┘     until it ended, was withdrawn, repealed

Facts are learnt in the order of the log, so that each signature is judged by what was known before it. This is a
second reading of the rules, apart from the domain's. What is not in the bundle cannot speak against a signature;
of orders, `registry.verify.omitted` sees to it that nothing is left out.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from registry.verify.acts import (
    TAKEN_BY,
    Change,
    Deed,
    Gone,
    Instrument,
    optional_time,
    read_changes,
    read_deeds,
    read_gone,
)
from registry.verify.members import Fact
from registry.verify.verdicts import Unshown, Untold

MOST_ACTS: Final = 2000
"""Acts that are looked at for one bundle, so that nobody is kept waiting by a crafted one."""
NEVER: Final = datetime.max.replace(tzinfo=UTC)
_STATUTE: Final = "acting_for_absent"


@dataclass(frozen=True, slots=True)
class Absence:
    """A holder who was away, or a vacant post."""

    post: str
    unit: str
    since: datetime
    until: datetime | None
    digest: str
    member: str

    def covers(self, on: datetime) -> bool:
        """Tell whether it was on at a moment."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a capacity is judged for."""

    member: str
    officer: str
    name: str
    post: str
    word: str | None
    principal: str | None
    matter: str | None
    on: datetime
    enrolled: datetime | None
    """Since when the officer holds the own post by enrolment; None where not, at the moment."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a capacity rests on: the digests of the statements, and how people name them."""

    digests: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    on_paper: bool = False

    def __or__(self, other: "Basis") -> "Basis":
        """Return both together."""
        names = (*self.names, *(name for name in other.names if name not in self.names))
        return Basis(self.digests | other.digests, names, self.on_paper or other.on_paper)


Outcome = Basis | Unshown
"""What one record says of a signature: that it rests on this, or the refusal."""


@dataclass(slots=True)
class Capacities:
    """What the facts so far say of posts."""

    deeds: list[Deed] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    absences: dict[str, Absence] = field(default_factory=dict)
    instruments: set[str] = field(default_factory=set)
    """The streams of all whose acts were learnt."""
    _ends: dict[str, list[Change]] = field(default_factory=dict)

    # --- learning ----------------------------------------------------------------------------------------

    def learn(self, instrument: Instrument) -> None:
        """Learn what an instrument says.

        Raises:
            Unshown: more than any instrument says, or not in its form.
        """
        self.instruments.add(instrument.stream)
        self.deeds += read_deeds(instrument)
        self.changes += read_changes(instrument)
        self.gone += read_gone(instrument)
        self._end_again()
        if len(self.deeds) + len(self.changes) + len(self.gone) > MOST_ACTS:
            raise Unshown("too-many-acts", f"The bundle holds more than {MOST_ACTS} acts.", most=MOST_ACTS)

    def learn_absence(self, fact: Fact) -> None:
        """Learn of an absence, or that one ended."""
        said, fields = fact.statement, fact.statement.fields
        if said.name == "absence.recorded.v1":
            until = optional_time(fields, "until")
            where = (fields.text("post"), fields.text("unit"))
            self.absences[said.digest] = Absence(*where, fields.time("since"), until, said.digest, said.member)
            return
        known = self.absences.get(fields.digest("absence"))
        if known is not None:
            ended = fields.time("at_moment")
            until = ended if known.until is None else min(known.until, ended)
            self.absences[known.digest] = replace(known, until=until)

    def ends(self, officers: Container[str]) -> dict[Deed, datetime]:
        """Return when each act on a post that names one of *officers* is in force no longer; never is `NEVER`."""
        return {deed: self._end(deed) for deed in self.deeds if deed.officer in officers}

    def _end(self, deed: Deed) -> datetime:
        cuts = (change.since for change in self._ends_of(deed.by) if change.clause in {None, deed.clause})
        return max(deed.since, min([deed.until or NEVER, *cuts]))

    # --- judging -----------------------------------------------------------------------------------------

    def judge(self, signature: Signature) -> Basis:
        """Return what a signature's capacity rests on; nothing where it is a post held by enrolment.

        Raises:
            Untold: nothing in the bundle tells.
            Unshown: what the bundle holds speaks against it.
        """
        own = _best(self._own(signature)) or Unshown(
            "post-not-held",
            f"{signature.name} did not hold the post {signature.post!r} on {signature.on.date()}, "
            f"as {signature.member} says.",
            member=signature.member,
            name=signature.name,
            post=signature.post,
            on=signature.on.date(),
        )
        if isinstance(own, Unshown):
            raise own
        if signature.word is None and signature.principal is None:
            return own
        other = _best(self._for_another(signature)) or self._otherwise(signature)
        if isinstance(other, Unshown):
            raise other
        return own | other

    def _own(self, signature: Signature) -> Iterator[Outcome]:
        if signature.enrolled is not None:
            ends = (
                deed
                for deed in self.deeds
                if (deed.kind, deed.officer, deed.post) == ("end", signature.officer, signature.post)
                and deed.since >= signature.enrolled
                and self._counts(deed, signature.on)
            )
            by = next(ends, None)
            yield Basis() if by is None else _over(signature, signature.post, by)
        yield from self._appointed(signature, signature.post)

    def _appointed(self, signature: Signature, post: str, unit: str | None = None) -> Iterator[Outcome]:
        for deed in self.deeds:
            if (deed.kind, deed.officer, deed.post) == ("appoint", signature.officer, post) and unit in {
                None,
                deed.unit,
            }:
                yield self._in_force(deed, signature)

    def _for_another(self, signature: Signature) -> Iterator[Outcome]:
        if signature.principal is None:
            return  # a word without the post that it is for: nothing tells
        for deed in self.deeds:
            if deed.post != signature.principal or not deed.gives(signature.word):
                continue
            if deed.officer == signature.officer:
                yield self._in_force(deed, signature)
            elif deed.to_post is not None:
                holds = _best(self._appointed(signature, deed.to_post, deed.to_unit))
                if isinstance(holds, Basis):
                    given = self._in_force(deed, signature)
                    yield given if isinstance(given, Unshown) else holds | given
                elif holds is not None:
                    yield holds
        if signature.word == _STATUTE:
            yield from self._by_law(signature)

    def _in_force(self, deed: Deed, signature: Signature) -> Outcome:
        """Return whether what a deed gives is in force at the moment, in the matter."""
        on, post, number = signature.on, deed.post, deed.by.number
        if on < deed.since or (deed.until is not None and on >= deed.until):
            return Unshown(
                "capacity-not-then",
                f"{number} is in force for {post!r} from {deed.since} until {deed.until or '-'}, and "
                f"{signature.member} was signed on {on}.",
                member=signature.member,
                number=number,
                post=post,
                since=deed.since,
                until=deed.until or "-",
                on=on,
            )
        ended = next(self._taken(deed, signature), None)
        if ended is not None:
            return _over(signature, number, ended)
        limited = bool(deed.matters) or any(True for _ in self._taken(deed, signature, partly=True))
        if limited and signature.matter is None:
            return Untold(
                "capacity-matter-not-named",
                f"{number} covers some matters only, and {signature.member} names none.",
                member=signature.member,
                number=number,
            )
        if deed.matters and signature.matter not in deed.matters:
            return Unshown(
                "capacity-other-matter",
                f"{number} does not cover {signature.matter!r}, of {signature.member}.",
                member=signature.member,
                number=number,
                matter=signature.matter,
            )
        return Basis(frozenset({deed.by.digest}), (number,), deed.by.on_paper)

    def _taken(self, deed: Deed, signature: Signature, *, partly: bool = False) -> Iterator[Deed | Change | Gone]:
        """Yield what took from a deed by the moment: all of it, or its matter; or *partly*, other matters."""
        for change in self._ends_of(deed.by):
            if change.clause in {None, deed.clause} and change.since <= signature.on and not partly:
                yield change
        for other in self.deeds:
            if other.takes(deed) and other.rank > deed.rank and self._counts(other, signature.on):
                whole = not other.matters or signature.matter in other.matters
                if whole is not partly:
                    yield other
        for gone in self.gone:
            if gone.unit == deed.unit and gone.covers(signature.on) and not partly:
                yield gone

    def _counts(self, deed: Deed, on: datetime) -> bool:
        """Tell whether an act that ends something is in force at a moment."""
        repealed = any(change.clause in {None, deed.clause} and change.since <= on for change in self._ends_of(deed.by))
        return deed.since <= on and (deed.until is None or on < deed.until) and not repealed

    def _ends_of(self, instrument: Instrument) -> Iterator[Change]:
        """Yield what ended an instrument or a clause of it."""
        return (change for change in self._ends.get(instrument.stream, ()) if change.by.index > instrument.index)

    def _end_again(self) -> None:
        """Find again which changes end something: one that was undone before it began ends nothing.

        The newest first, since only what is known later undoes a change.
        """
        self._ends.clear()
        for change in sorted(self.changes, key=lambda one: one.by.index, reverse=True):
            if not any(end.clause is None and end.since <= change.since for end in self._ends_of(change.by)):
                self._ends.setdefault(change.of, []).append(change)

    def _by_law(self, signature: Signature) -> Iterator[Outcome]:
        """Yield what the law says of a deputy who acts for an absent one, without any order."""
        for deed in self.deeds:
            if (deed.kind, deed.officer, deed.post, deed.deputises) == (
                "appoint",
                signature.officer,
                signature.post,
                signature.principal,
            ):
                own = self._in_force(deed, signature)
                yield own if isinstance(own, Unshown) else self._as_deputy(deed, own, signature)

    def _as_deputy(self, deed: Deed, own: Basis, signature: Signature) -> Outcome:
        on, principal = signature.on, str(signature.principal)
        absences = [one for one in self.absences.values() if (one.post, one.unit) == (principal, deed.unit)]
        away = [one for one in absences if one.covers(on)]
        if absences and not away:
            return Unshown(
                "capacity-nobody-absent",
                f"The absences of {principal!r} in the bundle were over or had not begun on {on}, when "
                f"{signature.member} was signed.",
                member=signature.member,
                post=principal,
                on=on,
            )
        if not away or self._other_deputies(deed, on):
            return Untold(
                "capacity-not-told",
                f"Nothing in the bundle tells that {signature.name} may sign for {principal!r}.",
                name=signature.name,
                principal=principal,
            )
        return own | Basis(frozenset({away[0].digest}), (away[0].member,))

    def _other_deputies(self, deed: Deed, on: datetime) -> bool:
        """Tell whether another officer is a deputy as well, or acts by order."""
        return any(
            other.unit == deed.unit and other.officer != deed.officer and self._stands(other, on)
            for other in self.deeds
            if (other.kind == "appoint" and other.deputises == deed.deputises)
            or (other.kind == "act-for" and other.post == deed.deputises)
        )

    def _stands(self, deed: Deed, on: datetime) -> bool:
        """Tell whether what a deed gives is in force at a moment, whoever signs."""
        taken = (other for other in self.deeds if other.takes(deed) and other.rank > deed.rank)
        return self._counts(deed, on) and not any(self._counts(other, on) for other in taken)

    def _otherwise(self, signature: Signature) -> Unshown:
        """Return what other records say of a signature that none is about."""
        mine = [
            deed
            for deed in self.deeds
            if deed.kind in TAKEN_BY
            and deed.kind != "appoint"
            and deed.officer == signature.officer
            and self._stands(deed, signature.on)
        ]
        for deed in mine if signature.principal is not None else ():
            if deed.post == signature.principal or deed.gives(signature.word):
                return Unshown(
                    "capacity-another",
                    f"{deed.by.number} lets {signature.name} sign for {deed.post!r}, not as {signature.member} does.",
                    member=signature.member,
                    number=deed.by.number,
                    name=signature.name,
                    post=deed.post,
                )
        return Untold(
            "capacity-not-told",
            f"Nothing in the bundle tells that {signature.name} may sign for {signature.principal!r}.",
            name=signature.name,
            principal=signature.principal or "-",
        )


def _best(outcomes: Iterable[Outcome]) -> Outcome | None:
    """Return the outcome that speaks most for a signature; None where there is none."""
    found = list(outcomes)
    good = [one for one in found if isinstance(one, Basis)]
    untold = [one for one in found if isinstance(one, Untold)]
    return next(iter((*good, *untold, *found)), None)


def _over(signature: Signature, what: str, by: Deed | Change | Gone) -> Unshown:
    return Unshown(
        "capacity-ended",
        f"{by.by.number} ended {what} on {by.since}, before {signature.member} was signed on {signature.on}.",
        member=signature.member,
        number=what,
        by=by.by.number,
        since=by.since,
        on=signature.on,
    )
