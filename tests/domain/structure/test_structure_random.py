"""Random orders with random, overlapping and retroactive dates: the structure is what a naive reading of them says."""

from datetime import datetime
from itertools import pairwise

from hypothesis import HealthCheck, event, given, settings

from domain.errors import DomainError
from domain.structure.deciding import decide
from domain.structure.evolving import evolve, touched
from domain.structure.structure import EMPTY, Structure, UnitState, tree_at, unit_at, versions
from domain.structure.unit_codes import last_laid
from tests.domain.structure import naive
from tests.domain.structure.history import Order, known_after
from tests.domain.structure.strategies import MOMENTS, orders

FAST = settings(max_examples=100, suppress_health_check=list(HealthCheck))


def seen(state: UnitState | None) -> naive.Seen | None:
    if state is None:
        return None
    said = (state.name, state.parent, state.kind, state.code, state.duties)
    return naive.Seen(*said, established_by=state.established_by.number, by=state.by.number)


def possible(history: list[Order]) -> list[Order]:
    """The orders that were not refused, each decided on what was known then."""
    structure, issued = EMPTY, []
    for one in history:
        try:
            decide(structure, one.acts, one.source)
        except DomainError as refusal:
            event(refusal.slug)
            continue
        structure = evolve(structure, one.acts, one.source)
        issued.append(one)
    return issued


@FAST
@given(orders())
def test_at_every_moment_and_as_known_after_every_order_a_unit_stands_as_the_orders_say(history: list[Order]) -> None:
    reading = naive.Reading(history)
    for count in range(len(history) + 1):
        known = history[:count]
        structure = known_after(known)
        assert sorted(structure.units) == reading.units(known)
        for unit in structure.units:
            for on in MOMENTS:
                assert seen(unit_at(structure, unit, on)) == reading.look(known, unit, on)


@FAST
@given(orders(most=8))
def test_versions_are_half_open_in_order_and_no_two_in_a_row_are_alike(history: list[Order]) -> None:
    structure = known_after(history)

    for unit in structure.units:
        for earlier, later in pairwise(versions(structure, unit)):
            assert earlier.until is not None
            assert earlier.since < earlier.until <= later.since
            assert earlier.until < later.since or earlier.state != later.state


@FAST
@given(orders(most=8))
def test_what_was_known_stays_as_it_was_and_only_what_is_touched_differs(history: list[Order]) -> None:
    structure, before = EMPTY, []
    for one in history:
        after = evolve(structure, one.acts, one.source)
        may_differ = touched(after, one.acts, one.source)
        for unit in after.units:
            assert unit in may_differ or versions(after, unit) == versions(structure, unit)
        before.append(structure)
        structure = after

    for position, known in enumerate(before):
        assert known == known_after(history[:position])


@settings(FAST, max_examples=300)
@given(orders(most=10))
def test_orders_that_were_not_refused_leave_a_sound_structure_at_every_moment(history: list[Order]) -> None:
    issued = possible(history)
    event(f"{len(issued)} orders issued")

    structure = known_after(issued)

    for on in MOMENTS:
        require_sound(structure, on)
    require_codes_vacant(structure)


def require_sound(structure: Structure, on: datetime) -> None:
    standing = {unit: state for unit in structure.units if (state := unit_at(structure, unit, on)) is not None}
    assert len(tree_at(structure, on)) == len(standing), "somebody stands below himself, or below nobody"
    assert all(state.parent is None or state.parent in standing for state in standing.values())
    names = [(state.parent, state.name) for state in standing.values()]
    codes = [state.code for state in standing.values() if state.code is not None]
    assert len(set(names)) == len(names)
    assert len(set(codes)) == len(codes)


def require_codes_vacant(structure: Structure) -> None:
    borne = [(v.state.code, v.state.unit, v) for unit in structure.units for v in versions(structure, unit)]
    for code, unit, earlier in borne:
        for other_code, other, later in borne:
            if code is not None and code == other_code and unit != other and earlier.since <= later.since:
                assert earlier.until is not None
                assert earlier.until <= last_laid(later.since)
