"""The numbers of a series as a tree, against the plain tree of RFC 6962 over all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import BadProof, HeadsDiffer
from registry.log import merkle
from registry.log.heads import SeriesEntry, number_entry
from registry.log.leaves import SeriesLeaf, SeriesState
from registry.log.numbers import Numbers, number_hash

FIRST = 271
RESERVED = SeriesLeaf("s", FIRST, SeriesState.RESERVED)


def leaf(n: int, state: SeriesState) -> SeriesLeaf:
    return SeriesLeaf("s", n, state, bytes([n % 256]) * 32 if state is SeriesState.ISSUED else None)


def grown(numbers: Numbers, *leaves: SeriesLeaf) -> SeriesEntry:
    pending = numbers.pending()
    for one in leaves:
        pending.follow(one)
    staged = pending.stage()
    numbers.accept(staged)
    return staged.entry


@given(st.lists(st.lists(st.sampled_from(SeriesState), min_size=1, max_size=12), min_size=1, max_size=8))
def test_whatever_is_given_used_and_voided_the_root_is_that_of_all_entries(groups: list[list[SeriesState]]) -> None:
    numbers, states = Numbers(FIRST), dict[int, SeriesState]()
    waiting: list[int] = []
    for group in groups:
        leaves = []
        for state in group:
            if state is SeriesState.RESERVED or not waiting:
                n, state = FIRST + len(states), SeriesState.RESERVED  # noqa: PLW2901 - nothing waits to be used
                waiting.append(n)
            else:
                n = waiting.pop(len(waiting) // 2)
            states[n] = state
            leaves.append(leaf(n, state))
        entry = grown(numbers, *leaves)

        hashes = [number_hash(states[n], leaf(n, states[n]).letter) for n in sorted(states)]
        assert entry == SeriesEntry(FIRST, FIRST + len(states) - 1, merkle.root_of(hashes))
        for n in states:
            merkle.verify_inclusion(hashes[n - FIRST], n - FIRST, len(hashes), numbers.proof(n), entry.root)

    assert Numbers(FIRST, numbers.entries).pending().stage().entry.root == merkle.root_of(
        number_hash(states[n], leaf(n, states[n]).letter) for n in sorted(states)
    )


def test_an_entry_has_its_golden_bytes() -> None:
    assert number_entry(SeriesState.RESERVED, None) == b"r" + bytes(32)
    assert number_entry(SeriesState.VOID, None) == b"v" + bytes(32)
    assert number_entry(SeriesState.ISSUED, b"l" * 32) == b"i" + b"l" * 32


@pytest.mark.parametrize("n", [FIRST - 1, FIRST, FIRST + 2, FIRST + 3])
def test_only_the_next_number_is_given(n: int) -> None:
    numbers = Numbers(FIRST)
    grown(numbers, RESERVED)

    with pytest.raises(HeadsDiffer, match="left out, or given twice") as refused:
        grown(numbers, leaf(n, SeriesState.RESERVED))

    assert refused.value.facts == {"series": "s", "number": n, "expected": FIRST + 1}


@pytest.mark.parametrize("state", [SeriesState.ISSUED, SeriesState.VOID])
@pytest.mark.parametrize("n", [FIRST - 1, FIRST, FIRST + 1, FIRST + 2])
def test_a_number_ends_once_and_only_when_it_waits(n: int, state: SeriesState) -> None:
    numbers = Numbers(FIRST)
    grown(numbers, RESERVED, leaf(FIRST, SeriesState.VOID), leaf(FIRST + 1, SeriesState.RESERVED))

    if n == FIRST + 1:
        assert grown(numbers, leaf(n, state)).last == n
        return
    with pytest.raises(HeadsDiffer, match="never given out, or used before"):
        grown(numbers, leaf(n, state))


def test_a_number_may_end_in_the_group_that_gave_it() -> None:
    assert grown(Numbers(FIRST), RESERVED, leaf(FIRST, SeriesState.ISSUED)).last == FIRST


def test_what_is_staged_changes_nothing_until_it_is_accepted() -> None:
    numbers = Numbers(FIRST)
    before = grown(numbers, RESERVED)
    pending = numbers.pending()
    pending.follow(leaf(FIRST, SeriesState.VOID))

    pending.stage()

    assert numbers.pending().stage().entry == before


@pytest.mark.parametrize("n", [FIRST - 1, FIRST + 1])
def test_a_number_that_was_never_given_is_not_proved(n: int) -> None:
    numbers = Numbers(FIRST)
    grown(numbers, RESERVED)

    with pytest.raises(BadProof, match="no number"):
        numbers.proof(n)
