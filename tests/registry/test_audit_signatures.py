"""Signatures that wait for a second process: what it passes has passed, and of the rest the first is named."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from domain.letter.events import LetterSigned
from keys.signing import SigningKey
from keys.testing import SpecimenAuthority
from registry import letters, wire
from registry.audit import audit as room
from registry.audit import signatures
from registry.audit.audit import Trust, audit
from registry.audit.report import AuditFailed
from registry.audit.signatures import Claim, Signatures
from registry.audit.verifier import Verifier
from registry.evidence import Evidenced
from tests.registry.world import World

BATCH = 8


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "_BATCH", BATCH)


@pytest.fixture(scope="module")
def keys() -> tuple[SigningKey, SigningKey]:
    authority = SpecimenAuthority.create()
    one = authority.officer("นายหนึ่ง ตัวอย่าง", organisation="กรมตัวอย่าง", post="อธิบดี")
    return one, authority.officer("นางสอง ตัวอย่าง", organisation="กรมตัวอย่าง", post="รองอธิบดี", key="rsa3072")


@pytest.fixture(params=["here", "beside"])
def waiting(request: pytest.FixtureRequest) -> Iterator[Signatures]:
    """Verified in this process, and in one beside it."""
    with closing(Signatures(Verifier() if request.param == "beside" else None)) as waiting:
        yield waiting


def claim(position: int, key: SigningKey, *, forged: bool = False) -> Claim:
    message = b"%d" % position
    signature = key.sign(b"another" if forged else message)
    return Claim(position, "letter.signed.v1", key.certificate.verify, (signature, message), key.certificate)


def test_signatures_that_hold_are_counted(waiting: Signatures, keys: tuple[SigningKey, SigningKey]) -> None:
    for position in range(5 * BATCH + 3):
        waiting.add(claim(position, keys[position % 2]))
    waiting.settle()

    assert waiting.verified == 5 * BATCH + 3


@pytest.mark.parametrize("forged", [0, BATCH - 1, BATCH, 3 * BATCH + 1, 4 * BATCH + 2])
def test_the_first_forged_signature_is_named_whatever_follows(
    waiting: Signatures, keys: tuple[SigningKey, SigningKey], forged: int
) -> None:
    def verify() -> None:
        try:
            for position in range(4 * BATCH + 3):
                waiting.add(claim(position, keys[position % 2], forged=position >= forged))
        finally:
            waiting.settle()

    with pytest.raises(AuditFailed, match="does not match") as refused:
        verify()

    assert refused.value.position == forged


def test_what_only_the_audit_can_verify_is_verified_here_in_its_turn(
    waiting: Signatures, keys: tuple[SigningKey, SigningKey]
) -> None:
    asked: list[int] = []
    for position in range(2 * BATCH):
        waiting.add(claim(position, keys[0]))
        waiting.add(Claim(None, "checkpoints, row 1", asked.append, (position,)))
    waiting.settle()

    assert asked == list(range(2 * BATCH))


def test_a_verifier_that_died_has_passed_nothing(keys: tuple[SigningKey, SigningKey]) -> None:
    verifier = Verifier()
    with closing(Signatures(verifier)) as waiting:
        for position in range(BATCH):
            waiting.add(claim(position, keys[0]))
        os.kill(verifier.pid, signal.SIGKILL)
        for position in range(BATCH, 4 * BATCH):
            waiting.add(claim(position, keys[0], forged=position == 4 * BATCH - 1))

        with pytest.raises(AuditFailed, match="does not match") as refused:
            waiting.settle()

    assert refused.value.position == 4 * BATCH - 1


@pytest.mark.parametrize("cores", [1, 2])
def test_a_forged_signature_is_named_at_its_own_position_though_more_was_read_before_it_was_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    world = World.staffed(tmp_path / "registry")
    forged = _admitted_with_a_forged_signature(world)
    for _ in range(BATCH):
        world.issue()
    world.close()
    monkeypatch.setattr(room, "WORTH_A_PROCESS", 0)

    with pytest.raises(
        AuditFailed, match=r"^position \d+ \(letter\.signed\.v1\): The signature does not match"
    ) as refused:
        audit(world.folder, Trust.beside(world.folder), cores=cores)

    assert refused.value.position == forged


def _admitted_with_a_forged_signature(world: World) -> int:
    """Let the seal admit a letter whose official did not sign it; return where the letter stands."""
    said = world.sign(world.letter(world.reserve()))
    evidence = said.evidence[:-1] + bytes((said.evidence[-1] ^ 1,))
    statement = wire.decode(said.statement)
    position = world.register.tree.size
    work = world.register.decide([])
    evidenced = Evidenced(statement, said.statement, said.digest, "cms", evidence)
    letters.admit(work.group, evidenced, cast("LetterSigned", statement.fact))
    world.register.commit(work)
    return position
