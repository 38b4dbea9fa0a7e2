"""No byte of a proof can be changed without being noticed, also when it is packed again with a right check sum.

By default a sample, one bit a byte, and every byte of what the map shows; with SARABAN_EVERY_BYTE set, every one.
"""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from domain.series import SeriesKind
from domain.values import Digest
from registry import proving, requests
from registry.reader import Reader
from registry.verify import container
from registry.verify.check import Trust
from registry.verify.proof.check import verify_proof
from registry.verify.verdicts import Verdict
from tests.registry.verify.desk import trust_of
from tests.registry.verify.test_every_byte import THOROUGH, flipped
from tests.registry.world import World

KINDS = ("completeness", "status", "key", "empty", "unused key")
WHOLE = (
    "proof.json",
    "heads.leaf",
    "series.json",
    "numbers",
    "number.json",
    "letter.json",
    "key.json",
    "signed.leaves",
)
STEP = 17


@pytest.fixture(scope="module")
def proofs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Trust, dict[str, bytes]]]:
    world = World.staffed(tmp_path_factory.mktemp("office") / "registry")
    with Reader(world.folder) as reader:
        old = reader.checkpoint()
    world.dispatch(world.issue())
    (number,) = world.reserve()
    world.ask(requests.Void(world.series[SeriesKind.CIRCULAR], number, "พิมพ์ผิด", "clerk"))
    world.issue()
    key = Digest(world.people["dg"].key.certificate.spki)
    circulars = world.series[SeriesKind.CIRCULAR]
    with Reader(world.folder) as reader:
        made = (
            proving.complete(reader, circulars, since=old),
            proving.status(reader, circulars, 271),
            proving.signed_by(reader, key),
            proving.complete(reader, world.series[SeriesKind.ORDINARY]),
            proving.signed_by(reader, Digest("sha256:" + "0" * 64)),
        )
    yield trust_of(world.folder), dict(zip(KINDS, made, strict=True))
    world.close()


@pytest.mark.parametrize("kind", KINDS)
def test_no_changed_byte_of_a_member_passes(kind: str, proofs: tuple[Trust, dict[str, bytes]]) -> None:
    trust, made = proofs
    members = container.read(made[kind])

    passed = [
        (name, offset)
        for name, offset, data in flipped(members, STEP, whole=WHOLE)
        if verify_proof(container.write({**members, name: data}), trust).headline is Verdict.VALID
    ]

    assert verify_proof(made[kind], trust).headline is Verdict.VALID
    assert passed == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_changed_byte_of_the_file_itself_passes(kind: str, proofs: tuple[Trust, dict[str, bytes]]) -> None:
    trust, made = proofs
    data = made[kind]

    for offset in range(0, len(data), 1 if THOROUGH else 13):
        changed = bytearray(data)
        changed[offset] ^= 1 << offset % 8
        assert verify_proof(bytes(changed), trust).headline is Verdict.INVALID


@pytest.mark.parametrize("kind", KINDS)
def test_no_member_can_be_left_out_emptied_or_added(kind: str, proofs: tuple[Trust, dict[str, bytes]]) -> None:
    trust, made = proofs
    members = container.read(made[kind])

    for name in members:
        for data in (None, b""):
            packed = {key: value for key, value in {**members, name: data}.items() if value is not None}
            assert verify_proof(container.write(packed), trust).headline is Verdict.INVALID, name
    for name in ("extra", "support/002-letter.issued.json", "numbers.leaf", "signed.hashes", "status/heads.leaf"):
        if name not in members:
            added = container.write({**members, name: members["heads.leaf"]})
            assert verify_proof(added, trust).headline is Verdict.INVALID, name


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_members_can_change_places(kind: str, proofs: tuple[Trust, dict[str, bytes]]) -> None:
    trust, made = proofs
    members = container.read(made[kind])
    endings: dict[str, list[str]] = {}
    for name in members:
        endings.setdefault(name.rpartition(".")[2], []).append(name)

    for alike in endings.values():
        for one, another in pairwise(alike):
            if members[one] != members[another]:
                swapped = container.write({**members, one: members[another], another: members[one]})
                assert verify_proof(swapped, trust).headline is Verdict.INVALID, (one, another)


def test_a_member_of_another_proof_does_not_fit(proofs: tuple[Trust, dict[str, bytes]]) -> None:
    trust, made = proofs
    unpacked = {kind: container.read(data) for kind, data in made.items()}

    for kind, members in unpacked.items():
        for other in unpacked.values():
            for name in members.keys() & other.keys():
                if members[name] != other[name]:
                    mixed = container.write({**members, name: other[name]})
                    assert verify_proof(mixed, trust).headline is Verdict.INVALID, (kind, name)


def test_a_bundle_is_no_proof(proofs: tuple[Trust, dict[str, bytes]]) -> None:
    trust, made = proofs
    members = container.read(made["key"])
    del members["proof.json"]

    report = verify_proof(container.write(members), trust)

    assert report.headline is Verdict.INVALID
    assert (report.about, report.answer, report.head) == (None, None, None)
