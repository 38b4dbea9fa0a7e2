"""The domain's reading of records and the verifier's: whatever was ordered, both say the same of every signature."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.authority import OfficerEnrolled, Post, Role
from domain.classes import ActingWord
from domain.letter.text import Signatory
from domain.structure import posts as posts_
from domain.structure.acts import Acts, InstrumentAct, InstrumentActKind, PostAct, PostActKind, UnitId
from domain.structure.events import AbsenceKind, AbsenceRecorded
from domain.structure.evolving import evolve
from domain.structure.instruments import Source
from domain.structure.judging import judge
from domain.structure.posts import NO_POSTS, Posts, about, enrolled
from domain.structure.powers import Judgement, Verdict
from domain.structure.signers import who_may_sign
from domain.structure.structure import EMPTY, Structure
from domain.values import Digest, StreamId
from registry.verify.acts import Instrument
from registry.verify.capacity import Absence, Basis, Capacities, Signature
from registry.verify.statements import Fields
from registry.verify.verdicts import Unshown, Untold
from registry.wire import THAI_TIME

BEGINNING: Final = datetime(2021, 3, 1, tzinfo=THAI_TIME)
HOURS: Final = 12
OFFICERS: Final = ("a", "b")
POSTS: Final = ("อธิบดี", "รองอธิบดี", "เลขานุการกรม")
UNITS: Final = (UnitId("dla"), UnitId("dla/krabi"))
MATTERS: Final = ("งบประมาณ", "บุคคล")
NOBODY: Final = Digest("sha256:" + 64 * "0")


def hour(place: int) -> datetime:
    return BEGINNING + timedelta(hours=place)


hours = st.integers(0, HOURS).map(hour)
matters = st.lists(st.sampled_from(MATTERS), unique=True, max_size=2).map(tuple)
words = st.sampled_from([None, ActingWord.ACTING_FOR_ABSENT, ActingWord.BY_DELEGATION, ActingWord.ON_BEHALF])


@st.composite
def post_acts(draw: st.DrawFn) -> PostAct:
    """An act on a post, as its form allows it."""
    kind = draw(st.sampled_from(PostActKind))
    passes_on = kind in {PostActKind.DELEGATE, PostActKind.WITHDRAW, PostActKind.ASSIGN}
    to_holder = passes_on and draw(st.booleans())
    since = draw(st.none() | hours)
    ends = kind not in {PostActKind.END, PostActKind.WITHDRAW} and draw(st.booleans())
    word = draw(st.sampled_from([ActingWord.ACTING_FOR_ABSENT, ActingWord.ON_BEHALF]))
    return PostAct(
        kind=kind,
        post=draw(st.sampled_from(POSTS)),
        unit=draw(st.sampled_from(UNITS)),
        officer=None if to_holder else draw(st.sampled_from(OFFICERS)),
        since=since,
        until=None if not ends else (since or BEGINNING) + timedelta(hours=draw(st.integers(1, HOURS))),
        clause=draw(st.sampled_from([None, "1", "2"])),
        word=word if kind is PostActKind.ACT_FOR else None,
        to_post=draw(st.sampled_from(POSTS)) if to_holder else None,
        to_unit=draw(st.sampled_from(UNITS)) if to_holder else None,
        matters=draw(matters) if passes_on else (),
        deputises=POSTS[0] if kind is PostActKind.APPOINT and draw(st.booleans()) else None,
    )


@st.composite
def orders(draw: st.DrawFn) -> list[Acts]:
    """Orders one after the other; some repeal an earlier one, or a clause of it."""
    said = []
    for place in range(draw(st.integers(1, 6))):
        repeals = []
        if place and draw(st.booleans()):
            of = draw(st.integers(0, place - 1))
            clause = draw(st.sampled_from([None, "1"]))
            since = draw(st.none() | hours)
            repeals = [InstrumentAct(InstrumentActKind.REPEAL, stream(of), number(of), clause, since)]
        said.append(Acts((), tuple(draw(st.lists(post_acts(), max_size=3))), tuple(repeals)))
    return said


def stream(place: int) -> StreamId:
    return StreamId(f"stream-{place}")


def number(place: int) -> str:
    return f"{place}/2564"


@dataclass
class Both:
    """The same records as both read them."""

    structure: Structure
    posts: Posts
    capacities: Capacities
    enrolments: dict[str, OfficerEnrolled]

    @classmethod
    def of(cls, said: Sequence[Acts], absences: Sequence[AbsenceRecorded], post: str | None) -> "Both":
        both = cls(EMPTY, NO_POSTS, Capacities(), {})
        for place, acts in enumerate(said):
            # Orders are issued an hour after one another, so that "from now on" lies among the other times.
            source = Source(stream(place), number(place), place, hour(place), NOBODY)
            both.structure = evolve(both.structure, acts, source)
            both.posts = posts_.evolve(both.posts, acts, source)
            fields = Fields(json.loads(msgspec.json.encode(acts)), "acts")
            both.capacities.learn(Instrument(stream(place), number(place), NOBODY, place, hour(place), fields))
        for place, one in enumerate(absences):
            digest = Digest(f"sha256:{place:064}")
            both.posts = posts_.record(both.posts, one, statement=digest)
            both.capacities.absences[digest] = Absence(one.post, one.unit, one.since, one.until, digest, "absence")
        held = () if post is None else (Post(post, "กรม", BEGINNING.date()),)
        both.enrolments = {who: OfficerEnrolled(who, who, "กรม", held, (Role.SIGNATORY,)) for who in OFFICERS}
        return both

    def domain(self, signatory: Signatory, on: datetime, matter: str | None) -> Judgement:
        officer = self.enrolments[signatory.officer]
        own = enrolled(self.posts, self.structure, officer, statement=NOBODY)
        known = about(self.posts, self.structure, (signatory.officer, signatory.principal))
        return judge([*known, *own], signatory, on=on, matter=matter)

    def verifier(self, signatory: Signatory, on: datetime, matter: str | None) -> Basis | Unshown:
        held = [one for one in self.enrolments[signatory.officer].posts if one.post == signatory.post]
        beginning = datetime.combine(held[0].since if held else date.max, time.min, THAI_TIME)
        signature = Signature(
            member="statement.json",
            officer=signatory.officer,
            name=signatory.name,
            post=signatory.post,
            word=None if signatory.acting is None else signatory.acting.value,
            principal=signatory.principal,
            matter=matter,
            on=on,
            enrolled=beginning if held and beginning <= on else None,
        )
        try:
            return self.capacities.judge(signature)
        except Unshown as refusal:
            return refusal


def as_verdict(shown: Basis | Unshown) -> Verdict:
    if isinstance(shown, Basis):
        return Verdict.VALID
    return Verdict.CANNOT_TELL if isinstance(shown, Untold) else Verdict.NOT_VALID


absences = st.lists(
    st.builds(
        AbsenceRecorded,
        kind=st.just(AbsenceKind.VACANT),
        post=st.sampled_from(POSTS[:2]),
        unit=st.sampled_from(UNITS),
        since=hours,
        until=st.just(hour(HOURS + 1)),
    ),
    max_size=2,
)
signatories = st.builds(
    Signatory,
    officer=st.sampled_from(OFFICERS),
    name=st.just("ตัวอย่าง"),
    post=st.sampled_from(POSTS),
    acting=words,
    principal=st.sampled_from([None, *POSTS]),
)


@settings(max_examples=400)
@given(orders(), absences, st.sampled_from([None, *POSTS]), signatories, st.data())
def test_both_say_the_same_of_every_signature(
    said: list[Acts], away: list[AbsenceRecorded], post: str | None, signatory: Signatory, data: Any
) -> None:
    both = Both.of(said, away, post)
    on, matter = data.draw(hours), data.draw(st.sampled_from([None, *MATTERS]))

    told, shown = both.domain(signatory, on, matter), both.verifier(signatory, on, matter)

    if told.why is not None and told.why.slug in {"post-not-recorded", "unit-not-recorded"}:
        return  # a bundle shows no more than that the post was not held; and does not look at enrolments' units
    assert told.verdict is as_verdict(shown), (told, shown)


def test_a_repeal_that_was_repealed_before_it_began_ends_nothing() -> None:
    act = PostAct(PostActKind.ACT_FOR, POSTS[0], UNITS[0], "a", word=ActingWord.ACTING_FOR_ABSENT, since=BEGINNING)
    repeals = [
        InstrumentAct(InstrumentActKind.REPEAL, stream(of), number(of), None, hour(since))
        for of, since in ((0, 9), (1, 5))
    ]
    both = Both.of([Acts(posts=(act,)), *(Acts(instruments=(one,)) for one in repeals)], [], POSTS[1])
    signatory = Signatory("a", "a", POSTS[1], acting=ActingWord.ACTING_FOR_ABSENT, principal=POSTS[0])

    assert both.domain(signatory, hour(10), None).verdict is Verdict.VALID
    assert isinstance(both.verifier(signatory, hour(10), None), Basis)


@settings(max_examples=200)
@given(orders(), absences, st.sampled_from([None, *POSTS]), st.sampled_from(UNITS), st.data())
def test_whoever_is_listed_for_a_unit_may_sign_so(
    said: list[Acts], away: list[AbsenceRecorded], post: str | None, unit: UnitId, data: Any
) -> None:
    both = Both.of(said, away, post)
    on, matter = data.draw(hours), data.draw(st.sampled_from(MATTERS))
    names = (*OFFICERS, *POSTS)
    own = [
        power
        for officer in both.enrolments.values()
        for power in enrolled(both.posts, both.structure, officer, statement=NOBODY)
    ]
    powers = [*about(both.posts, both.structure, names), *own]

    for listed in who_may_sign(powers, both.enrolments, unit=unit, on=on, matter=matter, called="กรม"):
        signatory = Signatory(
            listed.officer, listed.officer, listed.post, acting=listed.word, principal=listed.principal
        )
        told = judge(powers, signatory, on=on, matter=matter)

        assert told.verdict is Verdict.VALID or (matter is None and (listed.matters or listed.withheld)), (listed, told)


@settings(max_examples=200)
@given(orders(), orders(), signatories, st.integers(0, HOURS))
def test_orders_about_others_do_not_change_what_is_said(
    said: list[Acts], more: list[Acts], signatory: Signatory, place: int
) -> None:
    elsewhere = [
        Acts((), tuple(replace(act, officer="z", to_post=None, to_unit=None, deputises=None) for act in acts.posts))
        for acts in more
    ]
    before, after = Both.of(said, [], None), Both.of([*said, *elsewhere], [], None)

    told = [both.domain(signatory, hour(place), None) for both in (before, after)]

    assert told[0].verdict is told[1].verdict
