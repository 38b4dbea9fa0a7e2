"""What an honest office proves of its series, letters and keys, and what a stranger reads in it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from domain.errors import NoSuchThing
from domain.series import SeriesKind
from domain.values import Digest, StreamId
from registry import bundle, proving, requests
from registry.errors import StoreDamaged
from registry.reader import Reader
from registry.verify import container
from registry.verify.check import Trust, verify
from registry.verify.proof.answers import ranges
from registry.verify.proof.check import Beside, Part, ProofReport, verify_proof
from registry.verify.verdicts import Layer, Verdict
from registry.verify.words import say
from tests.registry.verify.desk import trust_of
from tests.registry.world import CODE, World


@dataclass
class Office:
    """Circulars 271 sent, 272 void, 273 cancelled by 274, 275 reserved; one order, one letter received."""

    world: World
    trust: Trust
    first: bytes
    """The checkpoint before all that."""
    sent: StreamId
    cancelled: StreamId

    def complete(self, kind: SeriesKind = SeriesKind.CIRCULAR, **given: bytes) -> bytes:
        with Reader(self.world.folder) as reader:
            return proving.complete(reader, self.world.series[kind], **given)

    def status(self, n: int, kind: SeriesKind = SeriesKind.CIRCULAR, **given: bytes) -> bytes:
        with Reader(self.world.folder) as reader:
            return proving.status(reader, self.world.series[kind], n, **given)

    def signed_by(self, key: str, **given: bytes) -> bytes:
        with Reader(self.world.folder) as reader:
            return proving.signed_by(reader, Digest(key), **given)

    def bundle(self, stream: StreamId) -> bytes:
        with Reader(self.world.folder) as reader:
            return bundle.write(reader, stream)

    def key(self, who: str) -> str:
        return self.world.people[who].key.certificate.spki

    def verify(self, data: bytes, **beside: bytes) -> ProofReport:
        return verify_proof(data, self.trust, Beside(**beside))


def checkpoint(world: World) -> bytes:
    with Reader(world.folder) as reader:
        return reader.checkpoint()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    world = World.staffed(tmp_path_factory.mktemp("office") / "registry")
    first = checkpoint(world)
    sent = world.issue()
    world.dispatch(sent)
    (number,) = world.reserve()
    world.ask(requests.Void(world.series[SeriesKind.CIRCULAR], number, "พิมพ์ผิด", "clerk"))
    cancelled, by = world.issue(), world.issue()
    world.enter(cancelled, "letter.cancelled.v1", instrument=by, number=f"{CODE}/ว 274", reason="ซ้ำ", clerk="clerk")
    world.reserve()
    world.issue(SeriesKind.ORDER)
    world.receive()
    yield Office(world, trust_of(world.folder), first, sent, cancelled)
    world.close()


# --- every number of a series --------------------------------------------------------------------------------


def test_every_number_of_a_series_is_shown_once_with_what_became_of_it(office: Office) -> None:
    report = office.verify(office.complete())

    assert report.headline is Verdict.VALID
    assert report.answer is not None
    data = report.answer.data
    assert (data["book"], data["kind"], data["year"], data["after"]) == ("ทะเบียน", "circular", 2564, 270)
    assert (data["first"], data["last"]) == (271, 275)
    numbers = data["numbers"]
    assert isinstance(numbers, list)
    assert [(one["n"], one["state"]) for one in numbers if isinstance(one, dict)] == [
        (271, "issued"),
        (272, "void"),
        (273, "issued"),
        (274, "issued"),
        (275, "reserved"),
    ]


def test_void_and_reserved_numbers_are_said_in_words(office: Office) -> None:
    report = office.verify(office.complete())

    assert report.answer is not None
    assert [say(one, "en") for one in (report.answer.says, *report.answer.more)] == [
        "numbers 271 to 275, each exactly once: 3 issued, 1 void, 1 reserved",
        "void: 272",
        "reserved and not yet used: 275",
    ]


def test_a_series_without_numbers_is_shown_to_have_none(office: Office) -> None:
    report = office.verify(office.complete(SeriesKind.ORDINARY))

    assert report.headline is Verdict.VALID
    assert report.of(Part.MAP).says.slug == "series-empty"


def test_nothing_that_letters_say_is_in_a_proof(office: Office) -> None:
    proofs = [office.complete(), office.status(271), office.signed_by(office.key("dg"))]

    for data in proofs:
        assert "นายประยูร".encode() not in data
        assert not [name for name in container.read(data) if name.startswith(("letter.pdf", "files/", "statement"))]


# --- the status of a letter ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "kind", "slug", "verdict"),
    [
        (271, SeriesKind.CIRCULAR, "status-dispatched", Verdict.VALID),
        (274, SeriesKind.CIRCULAR, "status-issued", Verdict.VALID),
        (1, SeriesKind.ORDER, "status-issued", Verdict.VALID),
        (1, SeriesKind.RECEIVED, "status-received", Verdict.VALID),
        (273, SeriesKind.CIRCULAR, "status-cancelled", Verdict.INVALID),
    ],
)
def test_a_letter_stands_unless_something_has_ended_it(
    n: int, kind: SeriesKind, slug: str, verdict: Verdict, office: Office
) -> None:
    report = office.verify(office.status(n, kind))

    assert report.headline is verdict
    assert report.of(Part.MAP).verdict is Verdict.VALID
    assert report.of(Part.STANDING).verdict is verdict
    status = report.of(Part.STANDING).says.facts["status"]
    assert getattr(status, "slug") == slug  # noqa: B009 -- a fact may be anything


def test_a_void_number_has_no_letter_and_a_reserved_one_none_yet(office: Office) -> None:
    void, reserved = office.verify(office.status(272)), office.verify(office.status(275))

    assert (void.headline, void.of(Part.STANDING).says.slug) == (Verdict.INVALID, "number-is-void")
    assert (reserved.headline, reserved.of(Part.STANDING).says.slug) == (Verdict.CANNOT_TELL, "number-is-open")


def test_of_a_number_that_was_never_given_nothing_is_written(office: Office) -> None:
    for n in (270, 276, 0, -1):
        with pytest.raises(NoSuchThing, match="was never given"):
            office.status(n)
    with pytest.raises(NoSuchThing, match="was never given"):
        office.status(1, SeriesKind.ORDINARY)


def test_of_a_stream_that_is_no_series_nothing_is_written(office: Office) -> None:
    with Reader(office.world.folder) as reader, pytest.raises(NoSuchThing, match="No series"):
        proving.complete(reader, office.sent)


def test_the_status_goes_on_with_every_fact(tmp_path_factory: pytest.TempPathFactory) -> None:
    world = World.staffed(tmp_path_factory.mktemp("lively") / "registry")
    stream = world.issue()
    found = []

    for act in (lambda: None, lambda: world.dispatch(stream), lambda: world.acknowledge(stream)):
        act()
        with Reader(world.folder) as reader:
            report = verify_proof(
                proving.status(reader, world.series[SeriesKind.CIRCULAR], 271), trust_of(world.folder)
            )
        assert report.headline is Verdict.VALID
        assert report.answer is not None
        found.append((report.answer.data["status"], report.answer.data["facts"]))

    world.close()
    assert found == [("issued", 1), ("dispatched", 2), ("dispatched", 3)]


# --- all that a key has signed -------------------------------------------------------------------------------


def test_all_that_a_key_has_signed_is_shown_with_its_places(office: Office) -> None:
    report = office.verify(office.signed_by(office.key("dg")))

    assert report.headline is Verdict.VALID
    assert report.answer is not None
    leaves = report.answer.data["leaves"]
    assert isinstance(leaves, list)
    types = [one["type"] for one in leaves if isinstance(one, dict)]
    assert types == ["letter.signed"] * 3 + ["order.signed"]


def test_a_key_that_has_signed_nothing_is_shown_to_have_signed_nothing(office: Office) -> None:
    for key in (office.key("p0"), "sha256:" + "0" * 64):
        report = office.verify(office.signed_by(key))

        assert (report.headline, report.of(Part.MAP).says.slug) == (Verdict.VALID, "key-signed-nothing")


def test_of_the_seal_no_list_is_written(office: Office) -> None:
    with Reader(office.world.folder) as reader:
        seal = reader.identity.seal

    with pytest.raises(NoSuchThing, match="the registry's seal"):
        office.signed_by(seal)


# --- beside what the reader holds ----------------------------------------------------------------------------


def test_a_proof_goes_on_from_a_checkpoint_that_its_reader_holds(office: Office) -> None:
    newest = checkpoint(office.world)

    since = office.verify(office.complete(since=office.first), held=office.first)
    same = office.verify(office.complete(), held=newest)

    assert [report.of(Part.HELD).says.slug for report in (since, same)] == ["held-goes-on"] * 2
    assert since.headline is same.headline is Verdict.VALID


def test_a_proof_that_does_not_go_on_from_what_is_held_is_not_enough(office: Office) -> None:
    report = office.verify(office.complete(), held=office.first)

    assert (report.headline, report.of(Part.HELD).says.slug) == (Verdict.CANNOT_TELL, "held-not-compared")


def test_a_proof_older_than_what_is_held_is_not_enough(tmp_path_factory: pytest.TempPathFactory) -> None:
    world = World.staffed(tmp_path_factory.mktemp("older") / "registry")
    with Reader(world.folder) as reader:
        old = proving.complete(reader, world.series[SeriesKind.CIRCULAR])
    world.issue()
    newer = checkpoint(world)
    world.close()

    report = verify_proof(old, trust_of(world.folder), Beside(held=newer))

    assert (report.headline, report.of(Part.HELD).says.slug) == (Verdict.CANNOT_TELL, "older-than-held")
    assert report.of(Part.MAP).verdict is Verdict.VALID


def test_a_checkpoint_of_somebody_else_is_not_held(office: Office) -> None:
    report = office.verify(office.complete(), held=b"nothing that a log signed")

    assert (report.headline, report.of(Part.HELD).says.slug) == (Verdict.INVALID, "checkpoint-not-signed")


def test_who_holds_a_letters_bundle_learns_what_became_of_just_that_letter(office: Office) -> None:
    held = office.bundle(office.sent)

    reports = [
        office.verify(data, bundle=held)
        for data in (office.status(271), office.complete(), office.signed_by(office.key("dg")))
    ]

    assert [report.of(Part.BUNDLE).says.slug for report in reports] == ["bundle-agrees"] * 3
    assert {report.headline for report in reports} == {Verdict.VALID}


@pytest.mark.parametrize(
    ("proof", "slug"),
    [
        (lambda office: office.status(274), "bundle-of-another-number"),
        (lambda office: office.complete(SeriesKind.ORDER), "bundle-of-another-number"),
        (lambda office: office.signed_by(office.key("r1")), "bundle-of-another-key"),
    ],
    ids=["letter", "series", "key"],
)
def test_the_proof_of_another_letter_series_or_key_says_nothing_of_the_bundles(
    proof: Callable[[Office], bytes], slug: str, office: Office
) -> None:
    report = office.verify(proof(office), bundle=office.bundle(office.sent))

    assert (report.headline, report.of(Part.BUNDLE).says.slug) == (Verdict.INVALID, slug)


def test_a_proof_older_than_the_bundle_is_not_enough(tmp_path_factory: pytest.TempPathFactory) -> None:
    world = World.staffed(tmp_path_factory.mktemp("older") / "registry")
    world.issue()
    with Reader(world.folder) as reader:
        series, key = world.series[SeriesKind.CIRCULAR], Digest(world.people["dg"].key.certificate.spki)
        old = [proving.complete(reader, series), proving.signed_by(reader, key)]
    stream = world.issue()
    with Reader(world.folder) as reader:
        held = bundle.write(reader, stream)
    world.close()

    reports = [verify_proof(data, trust_of(world.folder), Beside(bundle=held)) for data in old]

    found = {(report.headline, report.of(Part.BUNDLE).says.slug) for report in reports}
    assert found == {(Verdict.CANNOT_TELL, "older-than-bundle")}


def test_a_proof_older_than_what_the_bundle_tells_of_the_letter_is_not_enough(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    world = World.staffed(tmp_path_factory.mktemp("ended") / "registry")
    stream = world.issue()
    with Reader(world.folder) as reader:
        old = proving.status(reader, world.series[SeriesKind.CIRCULAR], 271)
        before = bundle.write(reader, stream)
    by = world.issue()
    world.enter(stream, "letter.cancelled.v1", instrument=by, number=f"{CODE}/ว 272", reason="ซ้ำ", clerk="clerk")
    with Reader(world.folder) as reader:
        after = bundle.write(reader, stream)
    world.close()

    reports = [verify_proof(old, trust_of(world.folder), Beside(bundle=held)) for held in (before, after)]

    assert [report.headline for report in reports] == [Verdict.VALID, Verdict.CANNOT_TELL]
    assert reports[1].of(Part.BUNDLE).says.slug == "older-than-bundle"


def test_a_bundle_that_is_not_in_order_is_compared_with_nothing(office: Office) -> None:
    report = office.verify(office.status(271), bundle=b"not a bundle")

    assert (report.headline, report.of(Part.BUNDLE).says.slug) == (Verdict.INVALID, "bundle-not-good")


def test_an_answers_bundle_is_compared_by_the_letter_that_it_answers(tmp_path_factory: pytest.TempPathFactory) -> None:
    world = World.staffed(tmp_path_factory.mktemp("answered") / "registry")
    stream = world.issue()
    world.dispatch(stream)
    said = world.acknowledgement(stream)
    world.admit(said, stream=stream)
    with Reader(world.folder) as reader:
        held = bundle.write(reader, StreamId(said.stream))
        proof = proving.status(reader, world.series[SeriesKind.CIRCULAR], 271)
    world.close()

    report = verify_proof(proof, trust_of(world.folder), Beside(bundle=held))

    assert (report.headline, report.of(Part.BUNDLE).says.slug) == (Verdict.VALID, "bundle-agrees")


# --- the kept map --------------------------------------------------------------------------------------------


def test_without_the_kept_map_it_is_made_from_the_leaves(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "registry")
    world.issue()
    world.close()
    for file in world.folder.glob("heads.db*"):
        file.unlink()

    with Reader(world.folder) as reader:
        report = verify_proof(proving.complete(reader, world.series[SeriesKind.CIRCULAR]), trust_of(world.folder))

    assert report.headline is Verdict.VALID


def test_a_damaged_map_proves_nothing(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "registry")
    world.issue()
    world.close()
    with closing(sqlite3.connect(world.folder / "heads.db")) as db, db:
        db.execute("UPDATE buckets SET entries = zeroblob(length(entries))")

    with Reader(world.folder) as reader, pytest.raises(StoreDamaged, match="damaged"):
        proving.complete(reader, world.series[SeriesKind.CIRCULAR])


# --- how it is said ------------------------------------------------------------------------------------------


def test_what_is_proved_is_said_to_be_what_the_operator_is_committed_to(office: Office) -> None:
    report = office.verify(office.complete())

    assert "as-committed" in {remark.slug for remark in report.remarks}


def test_a_first_leaf_that_was_not_pinned_is_said(office: Office) -> None:
    unpinned = replace(office.trust, leaf0=None)

    report = verify_proof(office.complete(), unpinned)

    assert report.headline is Verdict.VALID
    assert "first-leaf-not-pinned" in {remark.slug for remark in report.remarks}


@pytest.mark.parametrize(
    ("numbers", "text"), [([], "–"), ([271], "271"), ([271, 273, 274, 275, 280], "271, 273–275, 280")]
)
def test_numbers_are_written_as_people_write_them(numbers: list[int], text: str) -> None:
    assert ranges(numbers) == text


def test_a_proof_is_no_letters_evidence_and_says_nothing_against_a_letter(office: Office) -> None:
    for data in (office.complete(), office.status(271), office.signed_by(office.key("dg"))):
        report = verify(data, office.trust)

        found = report.of(Layer.CONTAINER)
        assert (found.verdict, found.says.slug) == (Verdict.CANNOT_TELL, "no-letters-evidence")
