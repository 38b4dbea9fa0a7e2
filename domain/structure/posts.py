"""Where powers come from: acts on posts, enrolments, absences; and what is taken back from them.

    APPOINT · ACT_FOR · DELEGATE · ASSIGN ──▶ a power, from its act's beginning until its end
    END · WITHDRAW · repeal · the unit's abolition ──▶ an ending of it
    officer.enrolled ──▶ own posts        absence.recorded ──▶ nobody in the post, until absence.ended

An END or WITHDRAW ends what has begun before it, by (since, position, place in the order): an officer appointed
again later holds the post again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

from domain.authority import OfficerEnrolled, Post
from domain.structure.acts import Acts, PostAct, PostActKind, UnitId
from domain.structure.events import AbsenceEnded, AbsenceRecorded
from domain.structure.instruments import Source, begin_of, interval
from domain.structure.powers import Basis, Ending, Ground, Power, PowerKind
from domain.structure.structure import Attribute, Structure
from domain.values import Digest, StreamId

Subject = tuple[UnitId, str]
"""What an act on a post is about: the unit and the post."""

_THAI_TIME: Final = timezone(timedelta(hours=7))
_GIVES: Final = {
    PostActKind.APPOINT: PowerKind.OWN_POST,
    PostActKind.ACT_FOR: PowerKind.ACTING,
    PostActKind.DELEGATE: PowerKind.DELEGATION,
    PostActKind.ASSIGN: PowerKind.ASSIGNMENT,
}
_ENDS: Final = {
    PostActKind.END: frozenset({PostActKind.APPOINT, PostActKind.ACT_FOR}),
    PostActKind.WITHDRAW: frozenset({PostActKind.DELEGATE, PostActKind.ASSIGN}),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """An act on a post, in which instrument and at which place of it it stands."""

    act: PostAct
    stream: StreamId
    place: int


@dataclass(frozen=True, slots=True)
class Absence:
    """An absence as recorded, and how it ended if somebody said so."""

    recorded: AbsenceRecorded
    basis: Basis
    ended: Ending | None = None

    @property
    def until(self) -> datetime | None:
        """When it was over, as recorded or as it was ended."""
        said = self.recorded.until
        if self.ended is None:
            return said
        return self.ended.since if said is None else min(said, self.ended.since)


@dataclass(frozen=True, slots=True)
class Posts:
    """What is said of posts, as known after some fact. Never changed: `evolve` and the others return another."""

    deeds: Mapping[Subject, tuple[Deed, ...]] = field(default_factory=dict)
    """In the order of the log."""
    of_unit: Mapping[UnitId, tuple[Subject, ...]] = field(default_factory=dict)
    """On which posts of each unit there are deeds."""
    absences: Mapping[Digest, Absence] = field(default_factory=dict)
    """By the digest of the statement that recorded them."""
    absent: Mapping[Subject, tuple[Digest, ...]] = field(default_factory=dict)
    mentions: Mapping[str, frozenset[Subject]] = field(default_factory=dict)
    """Where something is said of an officer, a post, or the deputies of a post."""


NO_POSTS: Final = Posts()


def evolve(posts: Posts, acts: Acts, source: Source) -> Posts:
    """Return what is said of posts when *source*, which says *acts*, has become known. Never refuses."""
    if not acts.posts:
        return posts
    work = Work(posts)
    work.apply(acts, source)
    return work.so_far()


def record(posts: Posts, absence: AbsenceRecorded, *, statement: Digest, position: int | None = None) -> Posts:
    """Return what is known with an absence; *statement* is the one that recorded it. Never refuses."""
    work = Work(posts)
    work.record(absence, statement=statement, position=position)
    return work.so_far()


def end(posts: Posts, ended: AbsenceEnded, *, statement: Digest, position: int | None = None) -> Posts:
    """Return what is known when an absence has ended. Never refuses."""
    work = Work(posts)
    work.end(ended, statement=statement, position=position)
    return work.so_far()


class Work:
    """What is said of posts while one fact after the other is added to it."""

    def __init__(self, posts: Posts) -> None:
        """Start from what is known; *posts* itself stays as it is."""
        self.deeds = dict(posts.deeds)
        self.of_unit = dict(posts.of_unit)
        self.absences = dict(posts.absences)
        self.absent = dict(posts.absent)
        self.mentions = dict(posts.mentions)
        self._named: dict[str, set[Subject]] = {}
        """What is to be added to *mentions*, which grow large: a post that every unit has is spoken of often."""

    def apply(self, acts: Acts, source: Source) -> None:
        """Know an instrument that says *acts*."""
        for place, act in enumerate(acts.posts):
            subject = (act.unit, act.post)
            if subject not in self.deeds:
                self.of_unit[act.unit] = (*self.of_unit.get(act.unit, ()), subject)
            self.deeds[subject] = (*self.deeds.get(subject, ()), Deed(act, source.stream, place))
            for name in {act.post, act.officer, act.deputises} - {None}:
                self._named.setdefault(str(name), set()).add(subject)

    def record(self, absence: AbsenceRecorded, *, statement: Digest, position: int | None = None) -> None:
        """Know an absence."""
        subject = (absence.unit, absence.post)
        self.absences[statement] = Absence(absence, Basis(Ground.ABSENCE, statement, position))
        self.absent[subject] = (*self.absent.get(subject, ()), statement)
        self._named.setdefault(absence.post, set()).add(subject)

    def end(self, ended: AbsenceEnded, *, statement: Digest, position: int | None = None) -> None:
        """Know that an absence has ended."""
        ending = Ending(ended.at_moment, None, Basis(Ground.ABSENCE, statement, position))
        self.absences[ended.absence] = replace(self.absences[ended.absence], ended=ending)

    def so_far(self) -> Posts:
        """Return what is known after the facts so far; further facts go on in it, so keep only the last one."""
        for name, subjects in self._named.items():
            known = self.mentions.get(name, frozenset())
            if not subjects <= known:
                self.mentions[name] = known | subjects
        self._named = {}
        return Posts(self.deeds, self.of_unit, self.absences, self.absent, self.mentions)


def about(posts: Posts, structure: Structure, names: Iterable[str | None]) -> list[Power]:
    """Return the powers on every post where an officer or post of *names*, or a deputy of one, is spoken of."""
    subjects = {subject for name in names if name is not None for subject in posts.mentions.get(name, ())}
    return [power for subject in sorted(subjects) for power in powers_of(posts, structure, subject)]


def powers_of(posts: Posts, structure: Structure, subject: Subject) -> tuple[Power, ...]:
    """Return every power on one post, in the order of the log, then its absences."""
    deeds = posts.deeds.get(subject, ())
    gone = _abolished(structure, subject[0])
    found = [
        _power(structure, deed, (*_ended(structure, deed, deeds), *gone)) for deed in deeds if deed.act.kind in _GIVES
    ]
    return (*found, *(_absence(posts.absences[one]) for one in posts.absent.get(subject, ())))


def enrolled(
    posts: Posts,
    structure: Structure,
    officer: OfficerEnrolled,
    *,
    statement: Digest,
    position: int | None = None,
) -> tuple[Power, ...]:
    """Return the posts that an officer holds by enrolment, and what orders ended of it.

    An enrolment calls its unit by any name, so an order that ends the officer's post of that name ends it.
    """
    return tuple(_enrolled(posts, structure, officer, post, statement, position) for post in officer.posts)


def _enrolled(  # noqa: PLR0913, PLR0917 - one post of one enrolment
    posts: Posts, structure: Structure, officer: OfficerEnrolled, post: Post, statement: Digest, position: int | None
) -> Power:
    since = _beginning(post.since)
    rank = (since, -1 if position is None else position, 0)
    endings = [
        _ending(structure, deed)
        for subject in sorted(posts.mentions.get(officer.officer, ()))
        for deed in posts.deeds.get(subject, ())
        if (deed.act.kind, deed.act.officer, deed.act.post) == (PostActKind.END, officer.officer, post.post)
        and _rank(structure, deed) > rank
    ]
    return Power(
        kind=PowerKind.OWN_POST,
        post=post.post,
        unit=post.unit,
        basis=Basis(Ground.ENROLMENT, statement, position),
        since=since,
        until=None if post.until is None else _beginning(post.until),
        officer=officer.officer,
        name=officer.name,
        endings=tuple(one for one in endings if one is not None),
    )


def subjects_touched(
    posts: Posts, structure: Structure, acts: Acts, units: Iterable[UnitId] = ()
) -> frozenset[Subject]:
    """Return the posts whose powers may differ since an instrument with *acts* became known.

    Args:
        posts: As known behind it.
        structure: As known behind it.
        acts: What the instrument says.
        units: The units whose versions may differ (`evolving.touched`).
    """
    found = {(act.unit, act.post) for act in acts.posts}
    waiting, seen = [act.instrument for act in acts.instruments], set[StreamId]()
    while waiting:
        instrument = structure.instruments.get(stream := waiting.pop())
        if instrument is None or stream in seen:
            continue
        seen.add(stream)
        found |= {(act.unit, act.post) for act in instrument.acts.posts}
        waiting += [act.instrument for act in instrument.acts.instruments]
    return frozenset(found.union(*(posts.of_unit.get(unit, ()) for unit in units)))


def taken_from(posts: Posts, structure: Structure, source: Source) -> list[tuple[Source, str | None]]:
    """Return the earlier instruments from which an END or WITHDRAW of *source* takes a power, and their clauses.

    Args:
        posts: As known behind *source*.
        structure: As known behind *source*.
        source: Which instrument.
    """
    found = []
    for place, act in enumerate(structure.instruments[source.stream].acts.posts):
        rank = _rank(structure, Deed(act, source.stream, place))
        for deed in posts.deeds[act.unit, act.post]:
            other = structure.instruments[deed.stream].source
            if other != source and _speaks_of(act, deed.act) and rank > _rank(structure, deed):
                found.append((other, deed.act.clause))
    return list(dict.fromkeys(found))


def basis_of(source: Source) -> Basis:
    """Return how a power names the instrument that it rests on."""
    ground = Ground.INSTRUMENT if source.recorded else Ground.ORDER
    return Basis(ground, source.digest, source.position, source.stream, source.number, source.confirmation)


# --- one power -------------------------------------------------------------------------------------------


def _power(structure: Structure, deed: Deed, endings: tuple[Ending, ...]) -> Power:
    act, instrument = deed.act, structure.instruments[deed.stream]
    basis = basis_of(instrument.source)
    repealed = tuple(
        Ending(one.since, None, basis_of(one.by))
        for one in instrument.ends
        if one.clause is None or one.clause == act.clause
    )
    return Power(
        kind=_GIVES[act.kind],
        post=act.post,
        unit=act.unit,
        basis=basis,
        since=begin_of(instrument.source, act),
        until=act.until,
        officer=act.officer,
        name=act.name,
        word=act.word,
        to_post=act.to_post,
        to_unit=act.to_unit,
        matters=act.matters,
        deputises=act.deputises,
        endings=(*repealed, *endings),
    )


def _ended(structure: Structure, deed: Deed, deeds: Iterable[Deed]) -> Iterator[Ending]:
    """Yield what other acts on the same post take from the power of *deed*."""
    rank = _rank(structure, deed)
    for other in deeds:
        if _speaks_of(other.act, deed.act) and _rank(structure, other) > rank:
            ending = _ending(structure, other)
            if ending is not None:
                yield ending


def _speaks_of(ends: PostAct, act: PostAct) -> bool:
    return act.kind in _ENDS.get(ends.kind, ()) and (ends.officer, ends.to_post, ends.to_unit) == (
        act.officer,
        act.to_post,
        act.to_unit,
    )


def _ending(structure: Structure, deed: Deed) -> Ending | None:
    """Return the ending that an END or WITHDRAW says; None where it was itself repealed before it began."""
    instrument = structure.instruments[deed.stream]
    found = interval(instrument, deed.act)
    return None if found is None else Ending(*found, basis_of(instrument.source), deed.act.matters)


def _rank(structure: Structure, deed: Deed) -> tuple[datetime, int, int]:
    source = structure.instruments[deed.stream].source
    return begin_of(source, deed.act), source.position, deed.place


def _abolished(structure: Structure, unit: UnitId) -> tuple[Ending, ...]:
    """Return when a unit was abolished, merged into another or split: its posts are gone with it."""
    known = structure.units.get(unit)
    endings = []
    for claim in () if known is None else known.claims:
        instrument = structure.instruments[claim.stream]
        found = interval(instrument, claim.act)
        if (Attribute.EXISTS, None) in claim.says and found is not None:
            endings.append(Ending(*found, basis_of(instrument.source)))
    return tuple(endings)


def _absence(absence: Absence) -> Power:
    said = absence.recorded
    return Power(
        kind=PowerKind.ABSENCE,
        post=said.post,
        unit=said.unit,
        basis=absence.basis,
        since=said.since,
        until=said.until,
        officer=said.officer,
        endings=() if absence.ended is None else (absence.ended,),
    )


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time(), _THAI_TIME)
