"""A desk for tests of authority: orders on posts are issued one after the other, and a signature is judged.

    desk.order(PostAct(…))   ·   desk.absent(…)   ·   desk.judge(signatory, on=…)

Nothing is decided here: what an order may say, other tests ask.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

from domain.authority import OfficerEnrolled, Post, Role
from domain.classes import ActingWord
from domain.letter.text import Signatory
from domain.structure import posts as posts_
from domain.structure.acts import Acts, InstrumentAct, InstrumentActKind, PostAct, PostActKind, UnitAct, UnitId
from domain.structure.events import AbsenceEnded, AbsenceKind, AbsenceRecorded
from domain.structure.evolving import evolve
from domain.structure.instruments import Source
from domain.structure.judging import judge
from domain.structure.posts import Posts
from domain.structure.powers import Capacity, Judgement, Power
from domain.structure.signers import who_may_sign
from domain.structure.structure import Structure
from domain.values import Digest, StreamId, digest

THAI = timezone(timedelta(hours=7))
UNIT = UnitId("dla")
HEAD = "อธิบดี"
DEPUTY = "รองอธิบดี"
MONDAY = datetime(2021, 3, 1, 9, 0, tzinfo=THAI)


def at(day: int, hour: int = 9, second: int = 0) -> datetime:
    """A moment in March 2021."""
    return datetime(2021, 3, day, hour, 0, second, tzinfo=THAI)


def enrolment(officer: str, *posts: str, unit: str = "กรม", until: date | None = None) -> OfficerEnrolled:
    """What two registrars enrolled of an officer."""
    held = tuple(Post(post, unit, date(2020, 1, 1), until) for post in posts)
    return OfficerEnrolled(officer, officer, "กรม", held, (Role.SIGNATORY,))


def appoint(officer: str, post: str, *, deputises: str | None = None, unit: UnitId = UNIT, **times: Any) -> PostAct:
    return PostAct(PostActKind.APPOINT, post, unit, officer, deputises=deputises, **times)


def act_for(officer: str, post: str, word: ActingWord = ActingWord.ACTING_FOR_ABSENT, **times: Any) -> PostAct:
    return PostAct(PostActKind.ACT_FOR, post, UNIT, officer, word=word, **times)


def signs(officer: str, post: str, *, word: ActingWord | None = None, principal: str | None = None) -> Signatory:
    return Signatory(officer, officer, post, acting=word, principal=principal)


@dataclass
class Desk:
    """What is known so far, and the next order's number."""

    structure: Structure = field(default_factory=Structure)
    posts: Posts = field(default_factory=Posts)
    officers: dict[str, OfficerEnrolled] = field(default_factory=dict)
    issued: int = 0
    said: int = 0

    def enrol(self, *enrolled: OfficerEnrolled) -> None:
        self.officers |= {one.officer: one for one in enrolled}

    def order(
        self,
        *acts: PostAct,
        at_moment: datetime = MONDAY,
        on: tuple[InstrumentAct, ...] = (),
        units: tuple[UnitAct, ...] = (),
    ) -> Source:
        """Issue an order; its number is ``1/2564``, ``2/2564`` and so on."""
        self.issued += 1
        source = Source(
            StreamId(f"stream-{self.issued}"), f"{self.issued}/2564", 10 * self.issued, at_moment, self.next_digest()
        )
        said = Acts(units, acts, on)
        self.structure = evolve(self.structure, said, source)
        self.posts = posts_.evolve(self.posts, said, source)
        return source

    def repeal(self, source: Source, *, since: datetime, clause: str | None = None) -> Source:
        """Issue an order that repeals another, or a clause of it."""
        act = InstrumentAct(InstrumentActKind.REPEAL, source.stream, source.number, clause, since)
        return self.order(on=(act,))

    def absent(self, post: str = HEAD, **fields: object) -> Digest:
        """Record an absence of the head from Monday on."""
        said = {"kind": AbsenceKind.LEAVE, "post": post, "unit": UNIT, "since": MONDAY, "officer": "dg", **fields}
        statement = self.next_digest()
        self.posts = posts_.record(self.posts, AbsenceRecorded(**said), statement=statement)  # type: ignore[arg-type]
        return statement

    def back(self, absence: Digest, when: datetime) -> Digest:
        """Record that an absence ended."""
        statement = self.next_digest()
        self.posts = posts_.end(self.posts, AbsenceEnded(absence, when), statement=statement)
        return statement

    def next_digest(self) -> Digest:
        self.said += 1
        return digest(sha256(str(self.said).encode()).digest())

    def powers(self, *names: str | None) -> list[Power]:
        """Return what is known of officers and posts of these names."""
        own = [
            power
            for officer in self.officers.values()
            if officer.officer in names
            for power in posts_.enrolled(self.posts, self.structure, officer, statement=Digest("sha256:" + 64 * "e"))
        ]
        return [*posts_.about(self.posts, self.structure, names), *own]

    def judge(self, signatory: Signatory, *, on: datetime = MONDAY, matter: str | None = None) -> Judgement:
        known = self.powers(signatory.officer, signatory.principal)
        return judge(known, signatory, on=on, matter=matter)

    def signers(self, unit: UnitId = UNIT, *, on: datetime = MONDAY, matter: str | None = None) -> list[Capacity]:
        known = self.powers(*{*self.posts.mentions, *self.officers})
        return who_may_sign(known, self.officers, unit=unit, on=on, matter=matter, called="กรม")


def shown(capacity: Capacity) -> tuple[str, str, ActingWord | None, str | None]:
    """What a signature shows of a capacity, apart from the name."""
    return capacity.officer, capacity.post, capacity.word, capacity.principal
