"""What is known of directives is the newest word on each, in whatever order words come."""

from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from domain.directives import (
    NOTHING_NOTED,
    DeadlineMoved,
    DirectiveEvent,
    DirectiveNoted,
    Followed,
    Progress,
    evolve,
)
from domain.values import StreamId

AT = datetime(2021, 2, 10, 9, tzinfo=timezone(timedelta(hours=7)))
SIGNED = date(2021, 2, 24)
PLACES = st.integers(0, 2)
NUMBERS = st.integers(1, 2)

notes = st.builds(
    DirectiveNoted,
    to=PLACES,
    no=NUMBERS,
    progress=st.sampled_from(Progress),
    happened_at=st.just(AT),
    how=st.just("x"),
    evidence=st.sampled_from([None, StreamId("s")]),
)
moves = st.builds(
    DeadlineMoved,
    no=NUMBERS,
    to=st.one_of(st.none(), PLACES),
    old=st.none(),
    new=st.dates(date(2021, 2, 1), date(2021, 3, 31)),
    reason=st.just("x"),
    clerk=st.just("clerk"),
)


def followed(events: list[DirectiveEvent]) -> Followed:
    known = NOTHING_NOTED
    for event in events:
        known = evolve(known, event)
    return known


@given(events=st.lists(st.one_of(notes, moves), max_size=30), to=PLACES, no=NUMBERS)
def test_the_newest_word_on_a_directive_counts(events: list[DirectiveEvent], to: int, no: int) -> None:
    words = [one for one in events if isinstance(one, DirectiveNoted) and (one.to, one.no) == (to, no)]

    known = followed(events).of(to, no)

    if not words:
        assert known is None
        return
    assert known is not None
    since = max((at + 1 for at, one in enumerate(words) if one.progress is not words[-1].progress), default=0)
    assert known.progress is words[-1].progress
    assert known.evidenced == any(one.evidence is not None for one in words[since:])


@given(events=st.lists(st.one_of(notes, moves), max_size=30), to=PLACES, no=NUMBERS)
def test_ones_own_day_counts_before_everybodys_and_both_before_the_signed_one(
    events: list[DirectiveEvent], to: int, no: int
) -> None:
    moved = [one for one in events if isinstance(one, DeadlineMoved) and one.no == no]
    own = [one.new for one in moved if one.to == to]
    everybodys = [one.new for one in moved if one.to is None]

    due = followed(events).due(no, to, signed=SIGNED)

    assert due == [SIGNED, *everybodys[-1:], *own[-1:]][-1]
