"""Attacks by whoever administers the database, or keeps its backups."""

import shutil
from pathlib import Path
from typing import cast

import pytest

from domain.series import NumberReserved, SeriesKind
from keys import cades
from keys.checkpoints import Checkpoint, sign_checkpoint
from registry import wire
from registry.audit.report import AuditFailed
from registry.errors import HeadsDiffer, LogForked, StoreDamaged
from registry.log.kept import KeptInMemory
from registry.log.leaves import FactLeaf, SeriesLeaf, commit, fact_leaf, leaf_hash, read_leaf
from registry.log.marks import mark_of
from registry.log.newest import Heads
from registry.log.numbers import Pending
from registry.log.signer import Signer
from registry.register.known import Reservation
from registry.store.facts import Entry
from registry.store.recorder import GroupRows, NumberRow, pack_leaves
from registry.store.sealing import Contents, seal
from tests.attacks.tampering import audited, copy_of_database, overwrite, restore
from tests.registry.world import World


def _rewrite(world: World, entry: Entry, statement: bytes, evidence: bytes) -> None:
    """Put other contents into a row, with the stream's key, and the leaf that belongs to them."""
    contents = Contents(statement, entry.contents.kind, evidence, entry.contents.salt)
    state = seal(contents, entry.place, number=entry.key, key=world.register.store.keys.cipher(entry.key))
    type_, said = wire.leaf_type(entry.place.name), wire.decode(entry.contents.statement)
    mark = mark_of(type_, by=said.by, stream=said.stream)
    leaf = fact_leaf(type_, commit(contents.salt, statement, contents.kind, evidence), mark=mark)
    changes: list[tuple[object, ...]] = [
        ("UPDATE stored_events SET state = ? WHERE position = ?", state, entry.place.position)
    ]
    heads = Heads(KeptInMemory())  # whoever changes a leaf can change the map that follows from it
    for first, leaves in world.register.store.leaves():
        if first <= entry.place.position < first + len(leaves):
            leaves[entry.place.position - first] = leaf
        pending = heads.pending()
        for one in leaves[:-1]:
            pending.follow(cast("FactLeaf | SeriesLeaf", read_leaf(one)), leaf_hash(one))
        grown = pending.stage()
        heads.accept(grown, first + len(leaves))
        leaves[-1] = grown.leaf.write()
        changes.append(("UPDATE leaf_groups SET leaves = ? WHERE first = ?", pack_leaves(leaves), first))
    world.close()
    overwrite(world.folder, *changes)


def _signed_letter(world: World) -> Entry:
    stream = world.issue()
    issued = world.register.store.at(stream, 0)
    assert issued is not None
    entry = world.register.store.at(getattr(wire.decode(issued.contents.statement).fact, "signed_in"), 0)  # noqa: B009
    assert entry is not None
    return entry


def test_the_administrator_edits_an_event_and_has_the_stream_key_but_not_the_officials(world: World) -> None:
    entry = _signed_letter(world)
    edited = entry.contents.statement.replace("ตัวอย่าง".encode(), "ตัวปลอม".encode(), 1)

    _rewrite(world, entry, edited, entry.contents.evidence)

    with pytest.raises(AuditFailed) as refused:
        audited(world.folder)
    assert refused.value.position == entry.place.position


def test_the_administrator_edits_an_event_and_signs_it_with_a_key_of_his_own(world: World) -> None:
    entry = _signed_letter(world)
    forger = world.authority.officer("อธิบดี", organisation="SPECIMEN", post="อธิบดี")
    edited = entry.contents.statement.replace("ตัวอย่าง".encode(), "ตัวปลอม".encode(), 1)

    _rewrite(world, entry, edited, cades.sign(edited, forger, at=world.now))

    with pytest.raises(AuditFailed, match="names another certificate than that of"):
        audited(world.folder)


def test_the_administrator_exchanges_only_the_evidence_for_another_good_signature(world: World) -> None:
    entry = _signed_letter(world)
    again = cades.sign(entry.contents.statement, world.people["dg"].key, at=world.now)

    _rewrite(world, entry, entry.contents.statement, again)

    with pytest.raises(AuditFailed, match="signed") as refused:
        audited(world.folder)
    assert refused.value.where == "signed heads" or refused.value.where.startswith("checkpoints")


def test_the_newest_events_are_deleted(world: World) -> None:
    world.issue()
    size = world.register.tree.size
    world.issue()
    world.close()

    overwrite(
        world.folder,
        ("DELETE FROM stored_events WHERE position >= ?", size),
        ("DELETE FROM leaf_groups WHERE first >= ?", size),
        ("DELETE FROM numbers WHERE position >= ?", size),
        ("DELETE FROM checkpoints WHERE size > ?", size),
        ("DELETE FROM requests",),
    )

    with pytest.raises(AuditFailed, match="a newer copy of the database exists"):
        audited(world.folder)
    with pytest.raises(StoreDamaged, match="a newer copy of the database exists"):
        world.reopen()


def test_an_old_backup_is_restored_and_would_go_on_another_way(world: World) -> None:
    world.issue()
    world.close()
    backup = copy_of_database(world.folder)
    world.reopen()
    world.issue()
    world.close()

    restore(world.folder, backup)

    with pytest.raises(StoreDamaged, match="a newer copy of the database exists"):
        world.reopen()
    with pytest.raises(AuditFailed, match="a newer copy of the database exists"):
        audited(world.folder)


def test_an_old_backup_is_restored_together_with_the_signers_record(world: World, tmp_path: Path) -> None:
    world.issue()
    world.close()
    shutil.copytree(world.folder, tmp_path / "old")
    world.reopen()
    world.issue()
    newer = world.register.checkpoint
    world.close()

    shutil.rmtree(world.folder)
    shutil.copytree(tmp_path / "old", world.folder)

    assert audited(world.folder).letters == 1  # on one machine under one account nothing inside can tell
    with pytest.raises(AuditFailed, match="a newer copy of the database exists"):
        audited(world.folder, newer)  # whoever holds a newer checkpoint can
    world.reopen()


def test_facts_are_reordered(world: World) -> None:
    world.issue()
    last = world.register.tree.size
    rows = world.register.store.recorder.rows("SELECT position FROM stored_events ORDER BY position")
    first, second = (row[0] for row in rows[-2:])
    world.close()

    move = "UPDATE stored_events SET position = ? WHERE position = ?"
    overwrite(world.folder, (move, last, first), (move, first, second), (move, second, last))

    with pytest.raises(AuditFailed, match="altered or moved") as refused:
        audited(world.folder)
    assert refused.value.position == first


def test_a_fact_is_inserted_in_the_middle(world: World) -> None:
    world.issue()
    row = world.register.store.recorder.rows("SELECT topic, state FROM stored_events WHERE position = 2")[0]
    taken = {row[0] for row in world.register.store.recorder.rows("SELECT position FROM stored_events")}
    between = min(set(range(world.register.tree.size)) - taken)
    world.close()

    stream = "0177abcd-0000-7000-8000-000000000000"
    overwrite(world.folder, ("INSERT INTO stored_events VALUES (?, ?, 0, ?, ?)", between, stream, *row))

    with pytest.raises(AuditFailed, match="There is no fact at position"):
        audited(world.folder)


def test_the_operator_shows_two_histories_of_one_size(world: World) -> None:
    world.issue()
    size, root = world.register.tree.size, world.register.tree.root

    with pytest.raises(LogForked, match="would be a second history"):
        world.register.signer.advance(size, root, size, bytes(32), world.now)

    forged = sign_checkpoint(Checkpoint(world.origin, size, bytes(32)), world.log_key, world.now)
    with pytest.raises(AuditFailed, match="were signed, or over other leaves"):
        audited(world.folder, forged)  # what he signed elsewhere with the log's key is proof against him


def test_the_operator_shows_another_history_to_one_official(world: World) -> None:
    said = world.sign(world.letter(world.reserve()), seen=wire.Seen(world.register.tree.size, "00" * 32))

    with pytest.raises(Exception, match="evidence of a fork"):
        world.admit(said)


def test_the_operator_withholds_a_letter_and_the_number_shows_the_hole(world: World) -> None:
    (n,) = world.reserve()
    world.sign(world.letter((n,)))  # handed in, and put aside

    world.next_day()
    world.issue()

    states = world.register.store.recorder.rows("SELECT n, state FROM numbers ORDER BY n")
    assert [tuple(row) for row in states] == [(n, "void"), (n + 1, "issued")]
    assert audited(world.folder).numbers_void == 1


def test_a_second_letter_271_is_refused_by_the_rules_and_by_the_database(world: World) -> None:
    (n,) = world.reserve()
    text = world.letter((n,))
    world.admit(world.sign(text))

    with pytest.raises(Exception, match="a number is used once"):
        world.admit(world.sign(text))

    series = world.series[SeriesKind.CIRCULAR]
    rows = GroupRows([], world.register.tree.size, [b"{}"], numbers=[NumberRow(series, n, "issued", 0)])
    with pytest.raises(Exception, match="append-only"):
        world.register.store.append([], rows)


def test_a_second_letter_271_forced_past_the_rules_the_database_and_the_map_is_named_by_the_audit(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (n,) = world.reserve()
    text = world.letter((n,))
    first = world.admit(world.sign(text))["position"]
    reserved = world.register.store.at(text.series, n - 270)
    assert reserved is not None
    fact = cast("NumberReserved", wire.decode(reserved.contents.statement).fact)
    forgotten = Reservation(fact.on, fact.purpose, wire.digest_of(reserved.contents.statement))
    world.register.known.open_numbers.remember((text.series, n), forgotten)
    overwrite(world.folder, ("DELETE FROM numbers WHERE n = ?", n))

    with pytest.raises(HeadsDiffer, match="never given out, or used before"):
        world.admit(world.sign(text))
    world.register.known.open_numbers.remember((text.series, n), forgotten)
    monkeypatch.setattr(Pending, "follow", lambda _pending, _leaf: None)
    second = world.admit(world.sign(text))["position"]
    overwrite(world.folder, ("UPDATE numbers SET position = ? WHERE n = ?", first, n))

    monkeypatch.undo()
    with pytest.raises(AuditFailed, match="it was used before, or never given out") as refused:
        audited(world.folder)
    assert refused.value.position == second
    leaves = [read_leaf(leaf) for _, group in world.register.store.leaves() for leaf in group]
    holders = {leaf.letter for leaf in leaves if isinstance(leaf, SeriesLeaf) and leaf.letter is not None}
    assert len(holders) == 2  # two holders of one number: the public leaves prove it


def test_numbers_given_again_after_a_lost_commit_leave_the_first_receipt_as_proof(world: World, tmp_path: Path) -> None:
    world.close()
    shutil.copytree(world.folder, tmp_path / "before")
    world.reopen()
    kept = world.reserve()
    newest = world.register.checkpoint
    world.close()
    shutil.rmtree(world.folder)
    shutil.copytree(tmp_path / "before", world.folder)
    world.reopen()

    again = world.reserve()

    assert again == kept  # gap-free numbers prove nothing
    with pytest.raises(AuditFailed, match="were signed, or over other leaves"):
        audited(world.folder, newest)


def test_the_signers_record_restored_from_an_old_copy_does_not_sign_a_second_history(
    world: World, tmp_path: Path
) -> None:
    world.issue()
    size, root = world.register.tree.size, world.register.tree.root
    shutil.copytree(world.folder / "signer", tmp_path / "signer")
    world.issue()
    newer = world.register.checkpoint
    world.close()
    shutil.rmtree(world.folder / "signer")
    shutil.copytree(tmp_path / "signer", world.folder / "signer")

    with pytest.raises(AuditFailed, match="bring back its newest record"):
        audited(world.folder)
    with Signer.open(world.folder / "signer") as signer:
        forged = signer.advance(size, root, size + 1, bytes(32), world.now)  # nothing inside can know

    with pytest.raises(AuditFailed):
        audited(world.folder, newer, forged)
