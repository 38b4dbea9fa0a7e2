"""What a bundle says became of its letter: nothing yet, something, or a lie that is seen through."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

import pytest

from domain.series import SeriesKind
from domain.values import StreamId
from registry import bundle
from registry.log.heads import Status, StreamEntry
from registry.log.leaves import SeriesState, leaf_hash
from registry.log.marks import series_mark, stream_mark
from registry.reader import Reader
from registry.verify import container
from registry.verify.check import verify
from registry.verify.consistency import Consistency
from registry.verify.contents import Contents
from registry.verify.derived import readme
from registry.verify.entries import leaf_members
from registry.verify.verdicts import ISSUED, Layer, Report, Verdict
from tests.registry.verify.desk import trust_of
from tests.registry.verify.newest_states import NewestStates
from tests.registry.verify.operator import DAY, Answer, Line, Operator, Story
from tests.registry.world import CODE, World


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.staffed(tmp_path_factory.mktemp("office") / "registry")
    yield world
    world.close()


def written(world: World, stream: StreamId) -> bytes:
    with Reader(world.folder) as reader:
        return bundle.write(reader, stream)


def cancelled(world: World, stream: StreamId) -> None:
    by = world.issue()
    world.dispatch(by)
    world.enter(stream, "letter.cancelled.v1", instrument=by, number=f"{CODE}/ว 272", reason="ซ้ำ", clerk="clerk")


def superseded(world: World, stream: StreamId) -> None:
    by = world.issue()
    world.enter(stream, "letter.superseded.v1", instrument=by, number=f"{CODE}/ว 272", clerk="clerk")


def status(report: Report) -> str:
    return str(getattr(report.of(Layer.STANDING).says.facts["status"], "slug"))  # noqa: B009 -- a fact may be anything


@pytest.mark.parametrize(("end", "slug"), [(cancelled, "status-cancelled"), (superseded, "status-superseded")])
def test_a_letter_that_was_ended_is_not_valid_any_more_and_its_evidence_still_is(
    end: Callable[[World, StreamId], None], slug: str, world: World
) -> None:
    stream = world.issue()
    before = written(world, stream)
    end(world, stream)
    after = written(world, stream)
    trust = trust_of(world.folder)

    reports = [verify(before, trust), verify(after, trust), verify(after, replace(trust, policy=ISSUED))]

    assert [report.headline for report in reports] == [Verdict.VALID, Verdict.INVALID, Verdict.VALID]
    assert status(reports[0]) == "status-issued"
    assert (reports[1].of(Layer.STANDING).verdict, status(reports[1])) == (Verdict.INVALID, slug)


def test_what_it_is_now_is_said_with_the_size_of_the_log(world: World) -> None:
    stream = world.issue()
    world.dispatch(stream)
    world.issue(SeriesKind.ORDER)

    report = verify(written(world, stream), trust_of(world.folder))

    with Reader(world.folder) as reader:
        size = reader.head().size
    assert status(report) == "status-dispatched"
    assert report.of(Layer.STANDING).says.facts["size"] == size


def test_an_answer_stands_though_its_letter_was_cancelled_and_that_is_said(world: World) -> None:
    stream = world.issue()
    world.dispatch(stream)
    said = world.acknowledgement(stream)
    world.admit(said, stream=stream)
    cancelled(world, stream)

    report = verify(written(world, StreamId(said.stream)), trust_of(world.folder))

    assert (report.headline, report.of(Layer.STANDING).says.slug) == (Verdict.VALID, "answer-stands")
    assert status(report) == "status-cancelled"


def test_a_letter_on_paper_stands_too(world: World) -> None:
    report = verify(written(world, world.issue_by_hand()), trust_of(world.folder))

    assert report.of(Layer.STANDING).verdict is Verdict.VALID


# --- lies ----------------------------------------------------------------------------------------------------


def standing(report: Report) -> str:
    """Return why the standing is not valid, where everything else is."""
    assert report.headline is Verdict.INVALID
    assert [one.layer for one in report.findings if one.verdict is Verdict.INVALID] == [Layer.STANDING]
    return report.of(Layer.STANDING).says.slug


def told(story: Story, lie: Callable[[NewestStates, Line], object]) -> dict[str, bytes]:
    """Tell a story under a map that *lie* has changed, given the letter's admission, and return the members."""
    parts = story.parts()
    states = story.operator.states = NewestStates.of(story.operator.leaves)
    support = cast("list[Line]", parts["support"])
    lie(states, next(line for line in (*support, cast("Line", parts["admission"])) if line.name == "letter.issued.v1"))
    return container.read(story.operator.bundle(**parts))  # type: ignore[arg-type] # names of its own


def verified(story: Story, members: dict[str, bytes]) -> Report:
    """Verify members, with the README that follows from them."""
    whole = {**members, "README": readme(Contents.read(members), DAY)}
    return verify(container.write(whole), story.operator.trust())


def nothing(states: NewestStates, letter: Line) -> None:
    """Change nothing."""


@pytest.mark.parametrize("kind", [Story, Answer])
def test_a_map_that_does_not_know_the_letter_is_seen(kind: type[Story]) -> None:
    story = kind()

    report = verified(story, told(story, lambda states, letter: states.values.pop(stream_mark(letter.stream))))

    assert standing(report) == "entry-of-another-kind"


def test_the_entry_of_another_letter_is_refused() -> None:
    story = Story()
    members = told(story, nothing)
    assert story.operator.states is not None
    other = story.operator.states.entry(series_mark("s-1")).write()

    report = verified(story, {**members, "status/issued.json": other})

    assert standing(report) == "entry-not-shown"


def test_a_map_whose_only_fact_of_the_letter_is_another_is_seen() -> None:
    def lie(states: NewestStates, letter: Line) -> None:
        states.values[stream_mark(letter.stream)] = StreamEntry(bytes(32), 1, Status.ISSUED).value()

    story = Story()

    assert standing(verified(story, told(story, lie))) == "entry-of-another"


@pytest.mark.parametrize(
    "entry", [b"r" + bytes(32), b"v" + bytes(32), b"i" + bytes(32)], ids=["reserved", "void", "another letter's"]
)
def test_a_map_that_gives_the_number_to_another_is_seen(entry: bytes) -> None:
    def lie(states: NewestStates, letter: Line) -> None:
        del letter
        states.numbers["s-1"][1][0] = entry
        states.settle("s-1")

    story = Story()

    assert standing(verified(story, told(story, lie))) == "number-of-another"


def test_a_letters_other_number_does_not_stand_for_this_one() -> None:
    def lie(states: NewestStates, letter: Line) -> None:
        first, entries = states.numbers["s-1"]
        states.numbers["s-1"] = (first - 1, [b"i" + leaf_hash(letter.leaf), *entries])
        states.settle("s-1")

    story = Story()
    members = told(story, lie)
    assert story.operator.states is not None
    other = story.operator.states.number("s-1", 270)

    report = verified(story, {**members, "status/number-271.json": other.write()})

    assert standing(report) == "number-of-another"


def test_a_number_that_the_series_does_not_show_is_refused() -> None:
    story = Story()
    members = told(story, nothing)
    assert story.operator.states is not None
    false = replace(story.operator.states.number("s-1", 271), state=SeriesState.VOID, letter=None)

    report = verified(story, {**members, "status/number-271.json": false.write()})

    assert standing(report) == "number-not-shown"


def test_a_status_checkpoint_of_another_history_is_evidence() -> None:
    story, other = Story(), Operator()
    members = told(story, nothing)
    other.log_key = story.operator.log_key
    size = story.operator.tree.size
    for leaf in (*story.operator.leaves[1:], story.operator.leaves[0]):
        other.append(leaf)
    heads = other.close()
    note = other.note()
    hashes = tuple(other.tree.consistency_proof(size, size + 1))

    report = verified(
        story,
        {
            **members,
            **leaf_members("status/heads", heads, other.proof(size, note)),
            "status/since.consistency": Consistency(size, hashes, note).write(),
        },
    )

    assert standing(report) == "not-one-history"


def test_a_status_checkpoint_of_another_log_is_refused() -> None:
    story, other = Story(), Operator()
    members = told(story, nothing)
    heads = other.close()

    report = verified(story, {**members, **leaf_members("status/heads", heads, other.proof(0, other.note()))})

    assert standing(report) == "checkpoint-not-signed"


@pytest.mark.parametrize(
    ("spoil", "slug"),
    [
        (lambda since: replace(since, old_size=since.old_size - 1), "proof-of-another-size"),
        (lambda since: replace(since, hashes=(bytes(32),)), "not-one-history"),
        (lambda since: replace(since, checkpoint=b"another note"), "another-checkpoint"),
    ],
    ids=["size", "hashes", "note"],
)
def test_the_status_is_of_the_same_history_or_refused(spoil: Callable[[Consistency], Consistency], slug: str) -> None:
    story = Story()
    members = told(story, nothing)
    since = Consistency.parse(members["status/since.consistency"], "since")

    report = verified(story, {**members, "status/since.consistency": spoil(since).write()})

    assert standing(report) == slug


def test_a_root_of_the_map_that_is_not_the_last_leaf_is_refused() -> None:
    story = Story()
    members = told(story, lambda _, __: story.operator.append(NewestStates.of(story.operator.leaves).leaf()))
    at = story.operator.tree.size - 2
    heads = story.operator.leaves[at]

    report = verified(
        story, {**members, **leaf_members("status/heads", heads, story.operator.proof(at, story.operator.note()))}
    )

    assert standing(report) == "heads-not-last"


def test_a_leaf_that_is_no_root_of_the_map_is_refused() -> None:
    story = Story()
    members = told(story, nothing)
    leaf = story.operator.leaves[0]

    report = verified(
        story, {**members, **leaf_members("status/heads", leaf, story.operator.proof(0, story.operator.note()))}
    )

    assert standing(report) == "not-the-heads"
