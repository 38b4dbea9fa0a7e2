"""A certificate holds between two moments; both clocks, the signer's and the register's, must read between them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.authority import KeyEnrolled, Role
from domain.letter.text import Signatory
from domain.values import Digest
from keys.errors import BadCertificate
from keys.signing import SigningKey
from registry.audit.audit import Trust, audit
from registry.authoring import Said
from tests.registry.world import OFFICE, World

HOUR = timedelta(hours=1)
DEPUTY = Signatory("deputy", "นายรอง ตัวอย่าง", "รองอธิบดี")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An office whose deputy has a certificate of two hours, of which one is over."""
    world = World.staffed(tmp_path / "registry")
    world.enrol("deputy", DEPUTY.name, posts=(DEPUTY.post,), roles=(Role.SIGNATORY,), key=_of_two_hours(world))
    yield world
    world.close()


def _of_two_hours(world: World) -> SigningKey:
    return world.authority.officer(
        DEPUTY.name,
        organisation=OFFICE,
        post=DEPUTY.post,
        not_before=world.now - HOUR,
        not_after=world.now + HOUR,
    )


def _signed(world: World, later: timedelta = timedelta(0)) -> Said:
    """A letter that the deputy signed, by a clock of that difference."""
    text = world.letter(world.reserve(), signatory=DEPUTY)
    return world.sign(text, who="deputy", at=world.now + later)


def _audited(world: World) -> int:
    return audit(world.folder, Trust.beside(world.folder), cores=1).letters


@pytest.mark.parametrize("later", [-HOUR, timedelta(0), HOUR])
def test_a_letter_signed_while_the_certificate_holds_is_admitted_and_audited(world: World, later: timedelta) -> None:
    world.admit(_signed(world, later))

    assert _audited(world) == 1


@pytest.mark.parametrize(("later", "why"), [(2 * HOUR, "expired on"), (-2 * HOUR, "valid only from")])
def test_a_letter_that_claims_another_time_than_the_certificates_is_not_admitted(
    world: World, later: timedelta, why: str
) -> None:
    said = _signed(world, later)

    with pytest.raises(BadCertificate, match=why):
        world.admit(said)

    assert _audited(world) == 0


def test_a_letter_signed_in_time_and_handed_in_too_late_is_not_admitted(world: World) -> None:
    said = _signed(world)
    world.now += 2 * HOUR

    with pytest.raises(BadCertificate, match="expired on"):
        world.admit(said)

    assert _audited(world) == 0


def test_a_certificate_is_not_enrolled_at_a_time_before_its_own(world: World) -> None:
    key = _of_two_hours(world)
    file = world.file(key.certificate.der, role="certificate", mime="application/pkix-cert", name="new.cer")
    fact = KeyEnrolled("deputy", Digest(key.certificate.spki), file.sha256)
    said = world.say("r1", fact, doc=[file], at=world.now - 2 * HOUR)

    with pytest.raises(BadCertificate, match="valid only from"):
        world.admit(said)

    assert _audited(world) == 0
