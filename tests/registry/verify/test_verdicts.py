"""What an honest office's bundles show, each kind of them, and what they leave open."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.authority import KeyWithdrawn, OfficerEnrolled, Post, Role
from domain.errors import NoSuchThing
from domain.letter.text import Signatory
from domain.series import SeriesKind
from domain.values import Digest, StreamId
from keys.paths import TrustRoots
from registry import bundle
from registry.reader import Reader
from registry.verify import container
from registry.verify.check import Trust, verify
from registry.verify.verdicts import WITNESSED, Layer, Report, Verdict
from tests.registry.verify.desk import Desk
from tests.registry.verify.operator import Story
from tests.registry.world import DIRECTOR_GENERAL, OFFICE, REGISTRAR, World


def written_and_verified(world: World, stream: StreamId) -> Report:
    """Close the office, write a bundle and let a stranger verify it."""
    world.close()
    with Reader(world.folder) as reader:
        trust = Trust(
            TrustRoots.load(reader.home.roots.read_bytes()),
            reader.log_key,
            bytes.fromhex(reader.home.leaf0.read_text()),
        )
        return verify(bundle.write(reader, stream), trust)


@pytest.mark.parametrize("kind", ["letter", "order", "sealed", "acknowledgement"])
def test_what_a_person_signed_electronically_is_valid(kind: str, desk: Desk) -> None:
    report = desk.verify(desk.bundles[kind])

    assert report.headline is Verdict.VALID
    assert {finding.layer for finding in report.findings if finding.verdict is Verdict.VALID} == {
        Layer.CONTAINER,
        Layer.FILES,
        Layer.AUTHORITY,
        Layer.PERSON,
        Layer.HISTORY,
        Layer.STANDING,
    }


@pytest.mark.parametrize("kind", ["typeset", "typeset-order"])
def test_of_a_typeset_letter_the_signature_in_the_file_is_valid_as_well(kind: str, desk: Desk) -> None:
    report = desk.verify(desk.bundles[kind])

    assert report.headline is Verdict.VALID
    assert report.of(Layer.DOCUMENT).says.facts["member"] == "letter.pdf"


def test_a_letter_signed_on_paper_is_never_better_than_cannot_tell(desk: Desk) -> None:
    report = desk.verify(desk.bundles["by-hand"])

    assert report.headline is Verdict.CANNOT_TELL
    assert report.of(Layer.PERSON).says.slug == "signed-on-paper"
    assert report.of(Layer.HISTORY).verdict is Verdict.VALID


def test_the_time_is_the_operators_claim_and_a_policy_that_demands_more_is_not_met(desk: Desk) -> None:
    demanding = Trust(desk.trust.roots, desk.trust.log_key, desk.trust.leaf0, WITNESSED)

    report = verify(desk.bundles["letter"], demanding)

    assert report.headline is Verdict.CANNOT_TELL
    assert report.of(Layer.TIME).says.slug == "time-claimed"


def test_a_first_leaf_that_was_not_pinned_is_said(desk: Desk) -> None:
    unpinned = Trust(desk.trust.roots, desk.trust.log_key)

    report = verify(desk.bundles["letter"], unpinned)

    assert report.headline is Verdict.VALID
    assert "first-leaf-not-pinned" in {remark.slug for remark in report.remarks}


def test_the_same_letter_is_written_into_the_same_bytes_but_for_what_became_of_it(world: World, desk: Desk) -> None:
    stream = world.issue()
    with Reader(world.folder) as reader:
        first = bundle.write(reader, stream)
    world.issue()

    with Reader(world.folder) as reader:
        second = bundle.write(reader, stream)

    one, another = container.read(first), container.read(second)
    assert one.keys() == another.keys()
    changed = {name for name in one if one[name] != another[name]}
    assert changed == {"README", *(name for name in one if name.startswith("status/"))}
    assert desk.verify(second).headline is Verdict.VALID


def test_a_registry_opened_again_long_after_its_last_letter_still_proves_it(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "registry")
    stream = world.issue()
    world.next_day(30)
    world.reopen()

    report = written_and_verified(world, stream)

    assert report.headline is Verdict.VALID


def test_consecutive_numbers_are_each_proved(world: World, desk: Desk) -> None:
    text = world.letter(world.reserve(SeriesKind.ORDINARY, count=3), book=SeriesKind.ORDINARY)
    stream = StreamId(world.admit(world.sign(text))["stream"])

    with Reader(world.folder) as reader:
        data = bundle.write(reader, stream)

    assert desk.verify(data).headline is Verdict.VALID
    assert data.count(b"support/number-") == 2 * 3


def test_a_founder_with_a_new_post_signs_by_the_new_enrolment(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "registry")
    posts = (Post("รองอธิบดี", OFFICE, date(2021, 1, 1)),)
    world.enrol("r3", "นายสาม ตัวอย่าง", roles=(Role.REGISTRAR,))
    again = OfficerEnrolled("r1", REGISTRAR.name, OFFICE, posts, (Role.SIGNATORY,))
    world.enrol_again(again, by="r2", confirmed_by="r3")
    stream = world.issue(signatory=Signatory("r1", REGISTRAR.name, "รองอธิบดี"))

    report = written_and_verified(world, stream)

    assert report.headline is Verdict.VALID


def test_a_key_that_is_withdrawn_later_takes_nothing_from_letters_before(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "registry")
    stream = world.issue()
    world.admit(world.say("r1", KeyWithdrawn(Digest(world.people["dg"].key.certificate.spki), "เกษียณ")))

    report = written_and_verified(world, stream)

    assert report.headline is Verdict.VALID


def test_nothing_is_written_of_a_stream_that_is_no_letter(world: World) -> None:
    series = world.series[SeriesKind.ORDINARY]

    with Reader(world.folder) as reader, pytest.raises(NoSuchThing, match="No letter, order or answer"):
        bundle.write(reader, series)


def test_the_story_that_attacks_are_made_of_is_valid_by_itself() -> None:
    report = Story().verified()

    assert report.headline is Verdict.VALID


def test_a_clock_a_little_wrong_is_no_reason_to_refuse() -> None:
    story = Story()
    story.checkpoint_at = story.at + timedelta(hours=23)

    assert story.verified().headline is Verdict.VALID


@pytest.mark.parametrize(
    ("specimen", "title"),
    [(True, "SPECIMEN มท 0812/ว 271 (2021-02-09)"), (False, "มท 0812/ว 271 (2021-02-09)")],
)
def test_what_a_specimen_registry_issued_is_called_a_specimen(*, specimen: bool, title: str) -> None:
    report = Story(specimen=specimen).verified()

    assert report.about is not None
    assert report.about.facts["title"] == title


def test_letters_before_and_after_an_officer_got_another_post_are_valid(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "registry")
    before = world.issue()
    posts = (
        Post("อธิบดี", OFFICE, date(2020, 1, 1), world.now.date()),
        Post("รองปลัดกระทรวง", OFFICE, world.now.date()),
    )
    world.enrol_again(OfficerEnrolled("dg", DIRECTOR_GENERAL.name, OFFICE, posts, (Role.SIGNATORY,), ()))
    after = world.issue(signatory=replace(DIRECTOR_GENERAL, post="รองปลัดกระทรวง"))

    reports = [written_and_verified(world, stream) for stream in (before, after)]

    assert [report.headline for report in reports] == [Verdict.VALID, Verdict.VALID]
