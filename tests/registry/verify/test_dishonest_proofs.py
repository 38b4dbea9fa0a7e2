"""Proofs by an operator who holds every key: what he may put in, and what is seen through."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest

from registry.log.heads import KeyEntry, SeriesEntry, Status, StreamEntry, after_key_leaf
from registry.log.leaves import FactLeaf, leaf_hash, read_leaf
from registry.log.marks import key_mark, series_mark, stream_mark
from registry.verify import container
from registry.verify.listed import leaves_member
from registry.verify.proof.check import Part, ProofReport, verify_proof
from registry.verify.proof.contents import claim_member
from registry.verify.verdicts import Unshown, Verdict
from tests.registry.verify.false_proofs import SERIES, Prover
from tests.registry.verify.newest_states import NewestStates
from tests.registry.verify.operator import Line, Operator, Story


def refusal(report: ProofReport) -> tuple[Part, str]:
    """Return the first part that is not valid, and why."""
    assert report.headline is Verdict.INVALID
    worst = next(finding for finding in report.findings if finding.verdict is Verdict.INVALID)
    return worst.layer, worst.says.slug


@pytest.fixture
def prover() -> Prover:
    """271 and 273 issued, 272 void; two facts signed by the same official, one by another."""
    prover = Prover()
    prover.letter(271)
    prover.number(272, "reserved")
    prover.number(272, "void")
    prover.letter(273)
    prover.sign()
    prover.sign("r1")
    prover.sign()
    return prover


def test_what_attacks_are_made_of_is_valid_by_itself() -> None:
    for make in (Prover.complete, lambda prover: prover.status(271), Prover.all_signed):
        prover = Prover()
        prover.letter(271)
        prover.sign()

        assert prover.verify(make(prover)).headline is Verdict.VALID


# --- every number of a series --------------------------------------------------------------------------------


def numbers(prover: Prover) -> list[bytes]:
    return prover.states.numbers[SERIES][1]


@pytest.mark.parametrize("attack", ["left out", "swapped", "twice", "at the end", "cut off"])
def test_numbers_that_are_not_those_of_the_map_are_refused(attack: str, prover: Prover) -> None:
    first, second, third = numbers(prover)
    told = {
        "left out": [first, third],
        "swapped": [second, first, third],
        "twice": [first, first, third],
        "at the end": [first, second, third, second],
        "cut off": [first, second, third[:-1]],
    }[attack]

    report = prover.verify(prover.complete(numbers=b"".join(told)))

    assert refusal(report) == (Part.MAP, "numbers-not-those")


def test_a_count_or_root_that_is_not_the_maps_is_refused(prover: Prover) -> None:
    whole = prover.states.entry(series_mark(SERIES))
    assert isinstance(whole.entry, SeriesEntry)
    for other in (
        replace(whole.entry, last=272),
        replace(whole.entry, first=272),
        replace(whole.entry, root=bytes(32)),
    ):
        changed = replace(whole, entry=other).write()

        report = prover.verify(prover.complete(series_json=changed))

        assert refusal(report) == (Part.MAP, "entry-not-shown")


def test_the_entry_of_another_series_is_refused(prover: Prover) -> None:
    prover.number(1, "reserved", series="s-2")
    other = prover.states.entry(series_mark("s-2"))

    report = prover.verify(prover.complete(series_json=other.write()))

    assert refusal(report) == (Part.MAP, "entry-not-shown")


def test_a_series_that_begins_late_leaves_numbers_out(prover: Prover) -> None:
    prover.states.numbers[SERIES] = (272, numbers(prover)[1:])
    prover.states.settle(SERIES)

    report = prover.verify(prover.complete())

    assert refusal(report) == (Part.MAP, "series-begins-late")


def test_a_number_that_can_be_nothing_is_refused_even_where_the_map_has_it(prover: Prover) -> None:
    issued, void, _ = numbers(prover)
    for odd in (b"x" + void[1:], b"v" + issued[1:], b"i" + void[1:]):
        prover.operator.states = NewestStates.of(prover.operator.leaves)
        numbers(prover)[1] = odd
        prover.states.settle(SERIES)

        report = prover.verify(prover.complete())

        assert refusal(report) == (Part.MAP, "number-malformed")


def test_a_series_said_to_be_empty_is_shown_not_to_be(prover: Prover) -> None:
    absent = replace(prover.states.entry(series_mark(SERIES)), entry=None)

    report = prover.verify(prover.complete(series_json=absent.write(), numbers=None))

    assert refusal(report) == (Part.MAP, "entry-not-shown")


def test_an_entry_of_another_kind_is_no_series(prover: Prover) -> None:
    mark = series_mark(SERIES)
    prover.states.values[mark] = StreamEntry(bytes(32), 1, Status.ISSUED).value()

    report = prover.verify(prover.complete())

    assert refusal(report) == (Part.MAP, "entry-of-another-kind")


# --- the checkpoint and its last leaf ------------------------------------------------------------------------


def test_a_root_of_the_map_that_is_not_the_last_leaf_is_refused(prover: Prover) -> None:
    prover.operator.close()
    prover.heads_at = prover.operator.tree.size - 1
    prover.letter(274)

    report = prover.verify(prover.complete())

    assert refusal(report) == (Part.HISTORY, "heads-not-last")


def test_a_last_leaf_that_is_no_root_of_the_map_is_refused(prover: Prover) -> None:
    prover.operator.close = lambda: prover.operator.leaves[-1]  # type: ignore[method-assign] # forgets it

    report = prover.verify(prover.complete())

    assert refusal(report) == (Part.HISTORY, "not-the-heads")


def test_another_root_of_the_map_than_the_logs_is_refused(prover: Prover) -> None:
    report = prover.verify(prover.complete(heads_leaf=NewestStates().leaf()))

    assert refusal(report) == (Part.HISTORY, "not-in-the-log")


# --- what it rests on ----------------------------------------------------------------------------------------


def test_another_first_leaf_than_the_office_told_is_refused(prover: Prover) -> None:
    pinned = replace(prover.operator.trust(), leaf0=bytes(32))

    report = verify_proof(prover.complete(), pinned)

    assert refusal(report) == (Part.HISTORY, "first-leaf-another")


def test_a_registry_that_was_opened_with_another_log_key_is_refused() -> None:
    other = Operator()
    prover = Prover(log_key_named=other.log_key.vkey)
    prover.letter(271)

    report = prover.verify(prover.complete())

    assert refusal(report) == (Part.HISTORY, "log-key-another")


def test_a_series_that_the_seal_did_not_open_is_refused() -> None:
    prover = Prover(series_sealed_by="r1")
    prover.letter(271)

    report = prover.verify(prover.complete())

    assert refusal(report) == (Part.AUTHORITY, "not-by-the-seal")


def test_other_support_than_the_claim_rests_on_is_refused(prover: Prover) -> None:
    prover.support = [prover.opened]

    with pytest.raises(Unshown, match="is to rest on"):
        prover.complete()


@pytest.mark.parametrize(
    "fields",
    [{"proves": "everything"}, {"proves": "key", "key": "sha256:short"}, {"proves": "completeness", "more": 1}],
)
def test_a_claim_that_nobody_knows_is_refused(fields: dict[str, str | int], prover: Prover) -> None:
    with pytest.raises(Unshown, match="names nothing"):
        prover.complete(proof_json=claim_member(fields))


def test_true_is_no_number(prover: Prover) -> None:
    with pytest.raises(Unshown, match="names nothing"):
        prover.status(271, proof_json=claim_member({"proves": "status", "n": True}))


# --- the status of a letter ----------------------------------------------------------------------------------


def test_another_letters_entry_is_refused(prover: Prover) -> None:
    other = prover.states.entry(stream_mark(prover.letters[273].stream))

    report = prover.verify(prover.status(271, letter_json=other.write()))

    assert refusal(report) == (Part.MAP, "entry-not-shown")


def test_another_letters_whole_status_under_this_number_is_refused(prover: Prover) -> None:
    number = prover.states.number(SERIES, 271)
    data = prover.status(273, number_json=number.write())
    asked = prover.status(273, proof_json=claim_member({"n": 271, "proves": "status"}))

    assert refusal(prover.verify(data)) == (Part.MAP, "another-number")
    assert refusal(prover.verify(asked)) == (Part.MAP, "another-number")


def test_a_number_moved_to_another_letter_is_refused(prover: Prover) -> None:
    number = replace(prover.states.number(SERIES, 271), letter=leaf_hash(prover.letters[273].leaf))

    report = prover.verify(prover.status(271, number_json=number.write()))

    assert refusal(report) == (Part.MAP, "number-not-shown")


def test_a_leaf_that_does_not_have_the_number_is_no_admission(prover: Prover) -> None:
    report = prover.verify(prover.status(271, admission=prover.letters[273]))

    assert refusal(report) == (Part.MAP, "not-the-admission")


def test_a_leaf_that_begins_nothing_is_no_admission_even_where_it_has_a_number() -> None:
    prover = Prover()
    prover.number(271, "reserved")
    line = prover.sign()
    prover.number(271, "issued", leaf_hash(line.leaf))
    prover.letters[271] = line

    report = prover.verify(prover.status(271))

    assert refusal(report) == (Part.MAP, "not-the-admission")


def test_another_leaf_than_the_newest_is_refused(prover: Prover) -> None:
    cancelled = prover.cancel(271)
    before = prover.verify(prover.status(271))
    others = prover.verify(prover.status(271, newest=prover.letters[273]))
    right = prover.verify(prover.status(271, newest=cancelled))

    assert refusal(before) == refusal(others) == (Part.MAP, "not-the-newest")
    assert refusal(right) == (Part.STANDING, "stands-no-longer")


def test_an_earlier_leaf_of_the_stream_is_not_the_only_fact_of_a_later_letter() -> None:
    prover = Prover()
    earlier = prover.letter(271)
    prover.letter(272, stream=earlier.stream)
    only = StreamEntry(leaf_hash(earlier.leaf), 1, Status.ISSUED)
    prover.states.values[stream_mark(earlier.stream)] = only.value()

    report = prover.verify(prover.status(272, newest=earlier))

    assert refusal(report) == (Part.MAP, "not-the-newest")


def test_a_leaf_that_is_no_fact_is_no_newest(prover: Prover) -> None:
    line = prover.letters[271]
    beside = replace(line, index=line.index + 1)

    report = prover.verify(prover.status(271, newest=beside))

    assert refusal(report) == (Part.MAP, "not-a-fact")


def test_a_status_that_is_not_that_of_the_newest_leaf_is_seen(prover: Prover) -> None:
    cancelled = prover.cancel(271)
    entry = StreamEntry(leaf_hash(cancelled.leaf), 2, Status.DISPATCHED)
    prover.states.values[stream_mark(cancelled.stream)] = entry.value()

    report = prover.verify(prover.status(271, newest=cancelled))

    assert refusal(report) == (Part.MAP, "status-of-another")


def test_a_cancellation_that_the_map_forgets_is_told_by_who_makes_the_map_again(prover: Prover) -> None:
    before = prover.states.entry(stream_mark(prover.letters[271].stream))
    prover.cancel(271)

    report = prover.verify(prover.status(271))

    assert before.entry == prover.states.entry(stream_mark(prover.letters[271].stream)).entry
    assert report.headline is Verdict.VALID
    assert "as-committed" in {remark.slug for remark in report.remarks}
    assert NewestStates.of(prover.operator.leaves[:-1]).leaf() != prover.operator.leaves[-1]


# --- all that a key has signed -------------------------------------------------------------------------------


@pytest.mark.parametrize("attack", ["the first left out", "the last left out", "one more"])
def test_leaves_that_are_not_all_that_the_key_has_signed_are_refused(attack: str, prover: Prover) -> None:
    other = prover.letters[271]
    told = {
        "the first left out": prover.signed[1:],
        "the last left out": prover.signed[:-1],
        "one more": sorted([*prover.signed, (other.index, other.leaf)]),
    }[attack]

    report = prover.verify(prover.all_signed(told))

    assert refusal(report) == (Part.MAP, "leaves-not-those")


def test_a_leaf_at_another_place_is_refused(prover: Prover) -> None:
    (first, leaf), last = prover.signed
    moved = leaves_member([(first - 1, leaf), last])

    report = prover.verify(prover.all_signed(signed_leaves=moved))

    assert refusal(report) == (Part.MAP, "leaves-not-in-the-log")


def test_a_leaf_that_another_key_signed_is_refused_even_where_the_map_has_it(prover: Prover) -> None:
    registrars = prover.operator.leaves[prover.signed[0][0] + 1]
    mark = key_mark(prover.key)
    leaves = [prover.signed[0], (prover.signed[0][0] + 1, registrars), prover.signed[1]]
    entry: KeyEntry | None = None
    for _, leaf in leaves:
        entry = after_key_leaf(entry, leaf_hash(leaf))
    assert entry is not None
    prover.states.values[mark] = entry.value()

    report = prover.verify(prover.all_signed(leaves))

    assert refusal(report) == (Part.MAP, "leaf-of-another-key")


def test_the_entry_or_the_absence_of_another_key_is_refused(prover: Prover) -> None:
    others = prover.states.entry(key_mark(prover.people["r1"].certificate.spki))
    absent = prover.states.entry(key_mark("sha256:" + "0" * 64))

    for entry, leaves in ((others, True), (absent, False)):
        gone = {} if leaves else {"signed_leaves": None, "signed_hashes": None}
        report = prover.verify(prover.all_signed(key_json=entry.write(), **gone))

        assert refusal(report) == (Part.MAP, "entry-not-shown")


def test_of_the_seal_nobody_is_told_that_it_signed_nothing(prover: Prover) -> None:
    prover.people["dg"] = prover.operator.seal

    report = prover.verify(prover.all_signed(signed_leaves=None, signed_hashes=None))

    assert (report.headline, report.of(Part.MAP).says.slug) == (Verdict.CANNOT_TELL, "key-of-the-seal")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data + b"\n",
        lambda data: b"0" + data,
        lambda data: data[:-1],
        lambda data: b"".join(reversed(data.splitlines(keepends=True))),
    ],
    ids=["an empty line", "a leading nought", "no end", "another order"],
)
def test_a_list_of_leaves_has_one_form(spoil: Callable[[bytes], bytes], prover: Prover) -> None:
    with pytest.raises(Unshown, match="does not hold leaves in the order of the log"):
        prover.all_signed(signed_leaves=spoil(leaves_member(prover.signed)))


# --- beside what its reader holds ----------------------------------------------------------------------------


def test_an_earlier_checkpoint_of_another_history_is_not_the_beginning(prover: Prover) -> None:
    prover.since = prover.checkpoint(bytes(32))
    prover.letter(274)

    report = prover.verify(prover.complete())

    assert refusal(report) == (Part.HISTORY, "not-one-history")


def test_an_earlier_checkpoint_of_another_size_than_the_proofs_is_not_the_beginning(prover: Prover) -> None:
    note, size = prover.checkpoint()
    prover.since = note, size - 1

    report = prover.verify(prover.complete())

    assert refusal(report) == (Part.HISTORY, "proof-of-another-size")


def test_a_proof_of_going_on_under_another_checkpoint_is_refused(prover: Prover) -> None:
    prover.since = prover.checkpoint()
    before = container.read(prover.complete())["since.consistency"]
    prover.letter(274)

    report = prover.verify(prover.complete(since_consistency=before))

    assert refusal(report) == (Part.HISTORY, "another-checkpoint")


def test_two_roots_of_one_size_are_evidence(prover: Prover) -> None:
    data = prover.complete()
    other, _ = prover.checkpoint(bytes(32))

    report = prover.verify(data, held=other)

    assert refusal(report) == (Part.HELD, "two-histories-held")


def told(story: Story, *, ended: bool = False) -> tuple[bytes, Prover]:
    """Tell a story, perhaps of a letter that is cancelled; return its bundle and who goes on with its history."""
    parts = story.parts()
    prover = Prover(operator=story.operator)
    support = cast("list[Line]", parts["support"])
    prover.opened, prover.series = support[0], next(line for line in support if line.name == "series.opened.v1")
    prover.letters[271] = cast("Line", parts["admission"])
    if ended:
        prover.cancel(271)
    held = story.operator.bundle(**parts)  # type: ignore[arg-type] # names of its own
    story.operator.states = None
    return held, prover


def test_a_number_given_twice_is_shown_by_a_bundle_of_the_other_letter() -> None:
    held, prover = told(Story())
    honest = prover.verify(prover.status(271), bundle=held)
    prover.operator.states = None
    prover.letter(271)

    report = prover.verify(prover.status(271), bundle=held)

    assert honest.of(Part.BUNDLE).says.slug == "bundle-agrees"
    assert refusal(report) == (Part.BUNDLE, "bundle-contradicts")


@pytest.mark.parametrize(
    ("ended", "facts", "status"),
    [
        (True, 1, Status.ISSUED),
        (True, 2, Status.DISPATCHED),
        (True, 3, Status.DISPATCHED),
        (False, 1, Status.CANCELLED),
    ],
)
def test_a_status_that_goes_back_is_shown_by_an_earlier_bundle(*, ended: bool, facts: int, status: Status) -> None:
    held, prover = told(Story(), ended=ended)
    letter = prover.letters[271]
    newest = prover.dispatch(271) if facts > 1 else letter
    prover.states.values[stream_mark(letter.stream)] = StreamEntry(leaf_hash(newest.leaf), facts, status).value()

    report = prover.verify(prover.status(271, newest=newest), bundle=held)

    assert (report.of(Part.BUNDLE).verdict, report.of(Part.BUNDLE).says.slug) == (Verdict.INVALID, "status-goes-back")


def test_what_a_key_signed_and_a_proof_leaves_out_is_shown_by_its_bundle() -> None:
    story = Story()
    held, prover = told(story)
    prover.people = story.people
    whole = [(at, leaf) for at, leaf in enumerate(prover.operator.leaves) if read_mark(leaf) == key_mark(prover.key)]
    line = prover.sign()
    mark = key_mark(prover.key)
    prover.states.values[mark] = after_key_leaf(None, leaf_hash(line.leaf)).value()

    report = prover.verify(prover.all_signed([(line.index, line.leaf)]), bundle=held)

    assert len(whole) == 1
    assert refusal(report) == (Part.BUNDLE, "bundle-not-among")


def read_mark(leaf: bytes) -> bytes | None:
    """Return the mark of a fact's leaf."""
    said = read_leaf(leaf)
    return said.mark if isinstance(said, FactLeaf) else None
