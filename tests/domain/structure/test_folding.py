"""Many facts folded in one place leave what the same facts leave one by one, each in a copy."""

from copy import deepcopy
from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from domain.structure import evolving, posts
from domain.structure.acts import PostAct, PostActKind, UnitId
from domain.structure.events import AbsenceEnded, AbsenceKind, AbsenceRecorded, InstrumentRecorded
from domain.structure.folding import Folding
from domain.structure.posts import Posts
from domain.structure.structure import Structure
from domain.values import Digest
from tests.domain.structure.history import NOBODY, Order, day, order
from tests.domain.structure.strategies import UNITS, orders
from tests.domain.structure.test_structure_random import FAST

Told = Order | AbsenceRecorded | AbsenceEnded

units = st.sampled_from(UNITS).map(UnitId)
held = st.sampled_from(["หัวหน้า", "รอง"])
post_acts = st.builds(
    PostAct,
    st.sampled_from([PostActKind.APPOINT, PostActKind.END, PostActKind.DELEGATE]),
    held,
    units,
    st.sampled_from(["one", "two"]),
    deputises=st.none() | held,
)


@dataclass
class OneByOne:
    """Each fact in a copy of what was known before."""

    structure: Structure = field(default_factory=Structure)
    posts: Posts = field(default_factory=Posts)


def digest(place: int) -> Digest:
    return Digest(f"sha256:{place:064x}")


def is_confirmed(place: int) -> bool:
    """Whether a recorded instrument finds a second registrar."""
    return bool(place % 3)


@st.composite
def histories(draw: st.DrawFn) -> list[Told]:
    """Orders and recorded instruments with acts on posts too; absences among them, most of which end."""
    told: list[Told] = []
    for one in draw(orders(most=8)):
        said = replace(one.acts, posts=tuple(draw(st.lists(post_acts, max_size=3))))
        recorded = order(one.source.position, recorded=draw(st.booleans()))
        told.append(Order(said, recorded.source))
        if draw(st.booleans()):
            told.append(AbsenceRecorded(AbsenceKind.LEAVE, draw(held), draw(units), day(2)))
            if draw(st.integers(0, 3)):
                told.append(AbsenceEnded(digest(len(told) - 1), day(3)))
    return told


def one_by_one(known: OneByOne, told: Told, place: int) -> OneByOne:
    structure, said = known.structure, known.posts
    match told:
        case AbsenceRecorded():
            said = posts.record(said, told, statement=digest(place), position=place)
        case AbsenceEnded():
            said = posts.end(said, told, statement=digest(place), position=place)
        case Order(acts, source) if source.recorded:
            waiting = InstrumentRecorded("ตราสาร", "กระทรวง", day(1).date(), acts)
            structure = evolving.record(structure, waiting, statement=digest(place), stream=source.stream, by=NOBODY)
            if is_confirmed(place):
                structure = evolving.confirm(structure, digest(place), source)
                said = posts.evolve(said, acts, source)
        case Order(acts, source):
            structure = evolving.evolve(structure, acts, source)
            said = posts.evolve(said, acts, source)
    return OneByOne(structure, said)


def fold(folding: Folding, told: Told, place: int) -> None:
    match told:
        case AbsenceRecorded():
            folding.record_absence(told, statement=digest(place), position=place)
        case AbsenceEnded():
            folding.end_absence(told, statement=digest(place), position=place)
        case Order(acts, source) if source.recorded:
            waiting = InstrumentRecorded("ตราสาร", "กระทรวง", day(1).date(), acts)
            folding.record(waiting, statement=digest(place), stream=source.stream, by=NOBODY)
            if is_confirmed(place):
                folding.confirm(digest(place), source)
        case Order(acts, source):
            folding.apply(acts, source)


@FAST
@given(histories(), st.sets(st.integers(0, 20)))
def test_many_facts_in_one_place_leave_what_they_leave_one_by_one(history: list[Told], looked_at: set[int]) -> None:
    known, folding = OneByOne(), Folding()
    for place, told in enumerate(history):
        known = one_by_one(known, told, place)
        fold(folding, told, place)
        if place in looked_at:
            assert (folding.structure, folding.posts) == (known.structure, known.posts)

    assert (folding.structure, folding.posts) == (known.structure, known.posts)


@FAST
@given(histories())
def test_one_fact_changes_nothing_that_was_known_before_it(history: list[Told]) -> None:
    known = OneByOne()
    for place, told in enumerate(history):
        before = deepcopy(known)
        after = one_by_one(known, told, place)
        assert known == before
        known = after
