"""Random orders with random, retroactive and overlapping dates: the rows say what folding the facts says."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from domain.authority import OfficerEnrolled, Post, Role
from domain.classes import ActingWord
from domain.letter.text import Signatory
from domain.structure import posts as domain_posts
from domain.structure.acts import (
    Acts,
    InstrumentAct,
    InstrumentActKind,
    PostAct,
    PostActKind,
    UnitAct,
    UnitActKind,
    UnitId,
)
from domain.structure.events import AbsenceEnded, AbsenceKind, AbsenceRecorded
from domain.structure.evolving import evolve
from domain.structure.instruments import Source
from domain.structure.judging import judge
from domain.structure.posts import NO_POSTS, Posts
from domain.structure.powers import Power
from domain.structure.signers import barred, who_may_sign
from domain.structure.structure import EMPTY, Structure, tree_at, unit_at
from domain.values import Digest, StreamId
from registry.views.powers import Powers
from registry.views.structure import StructureView
from registry.views.structure_compared import compare
from tests.registry.views.lines import contents, followed
from tests.registry.views.orders import Told, acts, day

UNITS = [UnitId(f"u{n}") for n in range(4)]
DAYS = 8
HEAD, DEPUTY = "หัวหน้า", "รองหัวหน้า"

days = st.integers(0, DAYS).map(day)
units = st.sampled_from(UNITS)
officers = st.sampled_from(["a", "b", "c"])


@st.composite
def unit_acts(draw: st.DrawFn) -> UnitAct:
    """One act on a unit, or on every office."""
    kind = draw(st.sampled_from(UnitActKind))
    every = draw(st.sampled_from([None, None, None, "office"]))
    since, until = draw(days | st.none()), draw(st.none() | days)
    unit = UnitId("part") if every and kind is UnitActKind.ESTABLISH else draw(units)
    several = tuple(draw(st.lists(units, min_size=1, max_size=2))) if kind.value in {"merge", "split"} else ()
    return UnitAct(
        kind,
        None if every and kind is not UnitActKind.ESTABLISH else unit,
        every=every,
        since=since,
        until=until,
        clause=draw(st.sampled_from([None, "ข้อ 1"])),
        name=draw(st.sampled_from(["หนึ่ง", "สอง"])),
        parent=draw(st.sampled_from([None, None, *UNITS])),
        unit_kind="office" if every is None else "group",
        code=draw(st.sampled_from([None, "มท 0801"])),
        units=several,
    )


@st.composite
def post_acts(draw: st.DrawFn) -> PostAct:
    """One act on a post."""
    kind = draw(st.sampled_from(PostActKind))
    return PostAct(
        kind,
        draw(st.sampled_from([HEAD, DEPUTY])),
        draw(units),
        draw(officers),
        "นาย",
        draw(days | st.none()),
        draw(st.none() | days),
        None,
        draw(st.sampled_from([ActingWord.ACTING_FOR_ABSENT, ActingWord.ACTING])),
        matters=draw(st.sampled_from([(), ("การลา",)])),
        deputises=draw(st.sampled_from([None, HEAD])),
    )


@dataclass(frozen=True)
class Order:
    """An order is issued."""

    said: list[UnitAct | PostAct]


@dataclass(frozen=True)
class Repeal:
    """An order that repeals one of those before it."""

    which: int
    since: datetime
    clause: str | None


@dataclass(frozen=True)
class Back:
    """The newest absence ends."""

    at: datetime


def absent(unit: UnitId, since: datetime, until: datetime | None) -> AbsenceRecorded:
    return AbsenceRecorded(AbsenceKind.LEAVE, HEAD, unit, since, until)


def enrolment(officer: str, post: str, unit: str, role: Role) -> OfficerEnrolled:
    return OfficerEnrolled(officer, "นาย", "กรม", (Post(post, unit, day(1).date()),), (role,))


Step = Order | Repeal | Back | AbsenceRecorded | OfficerEnrolled

steps: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(
        st.builds(Order, st.lists(unit_acts() | post_acts(), min_size=1, max_size=3)),
        st.builds(Repeal, st.integers(0, 9), days, st.sampled_from([None, "ข้อ 1"])),
        st.builds(Back, days),
        st.builds(absent, units, days, st.none() | days),
        st.builds(
            enrolment,
            officers,
            st.sampled_from([HEAD, DEPUTY]),
            st.sampled_from(["u0", "หนึ่ง"]),
            st.sampled_from([Role.SIGNATORY, Role.SIGNATORY, Role.CLERK]),
        ),
    ),
    min_size=1,
    max_size=7,
)


@dataclass(frozen=True)
class State:
    """What folding the facts from nothing leaves."""

    structure: Structure = EMPTY
    posts: Posts = NO_POSTS
    enrolled: Mapping[str, tuple[OfficerEnrolled, int]] = field(default_factory=dict)


class Folded:
    """The facts told, and what is known behind each of them."""

    def __init__(self, taken: list[Step]) -> None:
        self.told = Told()
        self.behind: dict[int, State] = {-1: State()}
        self._orders: list[StreamId] = []
        self._absences: list[Digest] = []
        for step in taken:
            before = self.behind[len(self.told.lines) - 1]
            after = self._take(step, before)
            for position in range(max(self.behind) + 1, len(self.told.lines)):  # a signed order is not known yet
                self.behind[position] = after if position == len(self.told.lines) - 1 else before

    def _take(self, step: Step, state: State) -> State:
        told = self.told
        match step:
            case Order(said):
                return self._order(acts(*said), state)
            case Repeal(which, since, clause) if self._orders:
                stream = self._orders[which % len(self._orders)]
                return self._order(acts(InstrumentAct(InstrumentActKind.REPEAL, stream, "?", clause, since)), state)
            case Back(at) if self._absences:
                ended = AbsenceEnded(self._absences.pop(), at)
                digest = told.say(ended)
                posts = domain_posts.end(state.posts, ended, statement=digest, position=told.position)
                return replace(state, posts=posts)
            case AbsenceRecorded():
                digest = told.say(step)
                self._absences.append(digest)
                posts = domain_posts.record(state.posts, step, statement=digest, position=told.position)
                return replace(state, posts=posts)
            case OfficerEnrolled():
                told.say(step)
                return replace(state, enrolled={**state.enrolled, step.officer: (step, told.position)})
            case _:
                return state  # nothing to repeal or to end yet

    def _order(self, said: Acts, state: State) -> State:
        stream = self.told.order(*said.units, *said.posts, *said.instruments)
        self._orders.append(stream)
        signed, issued = self.told.lines[-2:]
        source = Source(stream, f"{self.told.orders}/2564", issued.position, issued.statement.at, signed.digest)
        structure = evolve(state.structure, said, source)
        return replace(state, structure=structure, posts=domain_posts.evolve(state.posts, said, source))

    def powers(self, state: State) -> list[Power]:
        """Every power that is known."""
        by_enrolment = [
            power
            for fact, position in state.enrolled.values()
            for power in domain_posts.enrolled(
                state.posts,
                state.structure,
                fact,
                statement=self.told.lines[position].digest,
                position=position,
            )
        ]
        return [*domain_posts.about(state.posts, state.structure, ["a", "b", "c", HEAD, DEPUTY]), *by_enrolment]


MOMENTS = [day(n, hour) for n in range(-1, DAYS + 2) for hour in (0, 12)]


@given(steps)
def test_the_rows_say_at_every_point_what_folding_the_facts_says(taken: list[Step]) -> None:
    folded = Folded(taken)
    view = followed(StructureView, folded.told.lines)

    for known, state_then in folded.behind.items():
        structure = state_then.structure
        names = {*UNITS, *structure.units}
        for on in MOMENTS:
            at = view.point(on, known)
            assert [row.unit for row in view.tree(at)] == [state.unit for state in tree_at(structure, on)]
            for unit in names:
                row, state = view.unit(unit, at), unit_at(structure, unit, on)
                assert (row is None) == (state is None)
                if row is not None and state is not None:
                    assert (row.name, row.parent, row.kind, row.code) == (
                        state.name,
                        state.parent,
                        state.kind,
                        state.code,
                    )
                    assert (row.duties, row.established_by, row.by) == (state.duties, state.established_by, state.by)
    view.close()


@given(steps)
def test_the_rows_say_of_every_signature_what_folding_the_facts_says(taken: list[Step]) -> None:
    folded = Folded(taken)
    view = followed(StructureView, folded.told.lines)
    powers = Powers(view)
    signatures = [
        Signatory(officer, "นาย", post, None, word, principal)
        for officer in ("a", "b")
        for post in (HEAD, DEPUTY)
        for word, principal in [(None, None), (ActingWord.ACTING_FOR_ABSENT, HEAD), (ActingWord.BY_DELEGATION, HEAD)]
    ]

    for known, then in folded.behind.items():
        everything = folded.powers(then)
        enrolments = {officer: fact for officer, (fact, _) in then.enrolled.items()}
        for on in MOMENTS[::3]:
            at = view.point(on, known)
            for signatory in signatures:
                seen = powers.judge(signatory, at)
                expected = barred(enrolments.get(signatory.officer), signatory) or judge(everything, signatory, on=on)
                assert (seen.verdict, str(seen.why)) == (expected.verdict, str(expected.why))
            for unit in UNITS[:2]:
                state = unit_at(then.structure, unit, on)
                called = None if state is None else state.name
                listed = powers.who_may_sign(unit, at)
                assert {*listed} == {*who_may_sign(everything, enrolments, unit=unit, on=on, called=called)}
                assert len({replace(one, chain=(), others=()) for one in listed}) == len(listed)
    view.close()


@given(steps, st.integers(0, 7))
def test_nothing_known_at_a_position_changes_when_facts_are_added(taken: list[Step], after: int) -> None:
    whole = Folded(taken).told.lines
    shorter = whole[: after % (len(whole) + 1)]
    before, behind = followed(StructureView, shorter), followed(StructureView, whole)
    known = len(shorter) - 1

    for on in MOMENTS[::2]:
        then, now = (
            [(row.unit, row.name, row.parent, row.code, row.by) for row in view.tree(view.point(on, known))]
            for view in (before, behind)
        )
        assert now == then
    for unit in UNITS:
        assert behind.happened(unit, known) == before.happened(unit, known)
    kept = (
        "SELECT power FROM powers WHERE known_from <= ? AND known_to > ? ORDER BY unit, post, officer, position, place"
    )
    assert [tuple(row) for row in behind.rows(kept, (known, known))] == [
        tuple(row) for row in before.rows(kept, (known, known))
    ]
    before.close()
    behind.close()


@given(steps, st.integers(1, 4))
def test_facts_followed_one_after_another_and_after_restarts_leave_the_same_rows(taken: list[Step], batch: int) -> None:
    lines = Folded(taken).told.lines
    at_once = followed(StructureView, lines)
    piecemeal = followed(StructureView, [])

    for start in range(0, len(lines), batch):
        file = piecemeal._file
        view = StructureView(file) if start % 3 else piecemeal  # a process of its own has folded nothing yet
        view.follow(lines[start : start + batch], file.executemany)
    piecemeal.rows("UPDATE place SET position = ?", (len(lines) - 1,))

    assert contents(piecemeal) == contents(at_once)
    at_once.close()
    piecemeal.close()


@given(steps, st.integers(0, DAYS), st.integers(0, DAYS))
def test_whatever_lies_between_two_points_names_an_order_for_each_change(taken: list[Step], a: int, b: int) -> None:
    told = Folded(taken).told
    view = followed(StructureView, told.lines)
    first, last = view.point(day(a), len(told.lines) // 2 - 1), view.point(day(b, 12))

    for start, end in ((first, last), (last, first)):
        for one in compare(view, start, end):
            assert (one.before, one.after) == (view.unit(one.unit, start), view.unit(one.unit, end))
            for change in one.changes:
                assert change.before != change.after
                assert change.by
    view.close()


@given(steps, st.data())
def test_no_row_that_overlaps_another_can_be_added(taken: list[Step], data: st.DataObject) -> None:
    view = followed(StructureView, Folded(taken).told.lines)
    rows = [tuple(row) for row in view.rows("SELECT * FROM units")]
    if not rows:
        return
    row = data.draw(st.sampled_from(rows))
    begin, end = sorted(
        data.draw(
            st.tuples(
                *[st.integers(0, 2**40)] * 2,
            ).filter(lambda pair: pair[0] != pair[1])
        )
    )
    known, until = sorted(data.draw(st.tuples(st.integers(0, 20), st.integers(0, 20)).filter(lambda p: p[0] != p[1])))
    overlaps = any(
        other[0] == row[0] and other[-4] < end and other[-3] > begin and other[-2] < until and other[-1] > known
        for other in rows
    )

    refused = False
    try:
        view.rows(f"INSERT INTO units VALUES ({','.join('?' * len(row))})", (*row[:-4], begin, end, known, until))  # noqa: S608 - nothing but marks
    except sqlite3.IntegrityError:
        refused = True

    assert refused == overlaps
    view.close()


def test_the_moments_that_are_sampled_lie_on_both_sides_of_every_bound() -> None:
    assert isinstance(MOMENTS[0], datetime)
    assert MOMENTS[0] < day(0)
    assert MOMENTS[-1] > day(DAYS)
