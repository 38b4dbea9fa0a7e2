"""The map of newest states under the audit: every group ends with its root, and no other."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from registry.audit.report import AuditFailed
from registry.errors import HeadsDiffer
from registry.log import newest
from registry.log.heads import StreamEntry, after_stream_leaf
from registry.log.leaves import FactLeaf, HeadsLeaf, leaf_hash
from registry.log.newest import PendingHeads
from registry.monitor import Folder, monitor
from registry.store.recorder import pack_leaves, unpack_leaves
from tests.attacks.tampering import audited, overwrite
from tests.registry.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    yield world
    world.close()


def groups(world: World) -> list[tuple[int, list[bytes]]]:
    rows = world.register.store.recorder.rows("SELECT first, leaves FROM leaf_groups ORDER BY first")
    return [(row[0], unpack_leaves(row[1])) for row in rows]


def put(world: World, first: int, leaves: list[bytes]) -> None:
    change = "UPDATE leaf_groups SET leaves = ?, size = ? WHERE first = ?"
    overwrite(world.folder, (change, pack_leaves(leaves), first + len(leaves), first))


@pytest.mark.parametrize("place", [0, 7, -1])
def test_a_changed_root_of_the_map_is_named_by_its_position(world: World, place: int) -> None:
    world.issue()
    first, leaves = groups(world)[place]

    put(world, first, [*leaves[:-1], HeadsLeaf(3, leaf_hash(b"another")).write()])

    with pytest.raises(AuditFailed, match="The map is said to have 3 keys") as refused:
        audited(world.folder)
    assert (refused.value.position, refused.value.slug) == (first + len(leaves) - 1, "heads-differ")
    assert refused.value.facts["since"] == first


def test_a_changed_number_of_keys_alone_is_named(world: World) -> None:
    first, leaves = groups(world)[-1]
    heads = world.register.ledger.heads

    put(world, first, [*leaves[:-1], HeadsLeaf(heads.keys + 1, heads.root).write()])

    with pytest.raises(AuditFailed, match=f"said to have {heads.keys + 1} keys"):
        audited(world.folder)


def test_a_newest_group_that_lost_its_root_is_named(world: World) -> None:
    world.reserve()
    first, leaves = groups(world)[-1]

    put(world, first, leaves[:-1])

    with pytest.raises(AuditFailed, match="Here the root of the map") as refused:
        audited(world.folder)
    assert refused.value.position == first + len(leaves) - 1


def forget_cancelling(pending: PendingHeads, leaf: object, hashed: bytes) -> None:
    if not (isinstance(leaf, FactLeaf) and leaf.type == "letter.cancelled"):
        FOLLOW(pending, leaf, hashed)  # type: ignore[arg-type] # passed on as it came


def count_no_signatures(pending: PendingHeads, leaf: object, hashed: bytes) -> None:
    if not (isinstance(leaf, FactLeaf) and leaf.type == "letter.signed"):
        FOLLOW(pending, leaf, hashed)  # type: ignore[arg-type] # passed on as it came


FOLLOW = PendingHeads.follow


@pytest.mark.parametrize("lie", [forget_cancelling, count_no_signatures])
def test_a_writer_who_signs_another_map_than_that_of_his_leaves_is_named_from_inside_and_outside(
    world: World, monkeypatch: pytest.MonkeyPatch, lie: Callable[[PendingHeads, object, bytes], None]
) -> None:
    cancelled, other = world.issue(), world.issue()
    signed = world.sign(world.letter(world.reserve()))
    first = world.register.tree.size

    monkeypatch.setattr(PendingHeads, "follow", lie)
    if lie is count_no_signatures:
        world.admit(signed)
    else:
        world.enter(cancelled, "letter.cancelled.v1", instrument=other, number="272", reason="ซ้ำ", clerk="clerk")
    monkeypatch.undo()

    with pytest.raises(AuditFailed) as inside:
        audited(world.folder)
    with pytest.raises(HeadsDiffer) as outside:
        monitor(Folder(world.folder / "tiles"), world.log_key.signer.verifier)
    assert inside.value.slug == outside.value.slug == "heads-differ"
    assert inside.value.position == outside.value.facts["position"] == world.register.tree.size - 1
    assert outside.value.facts["since"] == first


def test_a_status_that_went_back_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cancelled, other = world.issue(), world.issue()
    cancelling = {"instrument": other, "number": "272", "reason": "ซ้ำ", "clerk": "clerk"}
    world.enter(cancelled, "letter.cancelled.v1", **cancelling)
    honest = after_stream_leaf

    def never_cancelled(before: StreamEntry | None, type_: str, hashed: bytes) -> StreamEntry:
        entry = honest(before, type_, hashed)
        return StreamEntry(entry.leaf, entry.facts, honest(None, "letter.issued", hashed).status)

    monkeypatch.setattr(newest, "after_stream_leaf", never_cancelled)
    world.enter(cancelled, "entry.noted.v1", remark="x", clerk="clerk")
    monkeypatch.undo()

    with pytest.raises(AuditFailed, match="The map is said to have"):
        audited(world.folder)
