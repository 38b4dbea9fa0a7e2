import multiprocessing
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from keys.checkpoints import LogKey, verify_checkpoint
from keys.errors import BadNote
from keys.notes import NoteVerifier
from registry.errors import LogBusy, LogForked, StoreDamaged
from registry.log.merkle import EMPTY_ROOT
from registry.log.signer import KEY_FILE, RECORD_FILE, Head, Signer

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
KEY = LogKey.from_seed("registry.example.go.th/letters", bytes(32))
EMPTY = Head(0, EMPTY_ROOT)
FIRST, SECOND, THIRD = (Head(size, sha256(b"%d" % size).digest()) for size in (3, 7, 12))
SLOT = 4096


def advance(signer: Signer, old: Head, new: Head) -> Head:
    note = signer.advance(old.size, old.root, new.size, new.root, NOW)
    signed = verify_checkpoint(note, NoteVerifier.parse(KEY.vkey))
    assert signed.at == NOW
    return Head(signed.checkpoint.size, signed.checkpoint.root)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "signer"


@pytest.fixture
def signer(folder: Path) -> Iterator[Signer]:
    """A signer at the second head."""
    with Signer.create(folder, KEY) as signer:
        advance(signer, EMPTY, FIRST)
        advance(signer, FIRST, SECOND)
        yield signer


def test_a_new_signer_begins_with_the_empty_tree_in_a_private_folder(folder: Path) -> None:
    with Signer.create(folder, KEY) as signer:
        assert signer.head == EMPTY
        assert signer.log_key.vkey == KEY.vkey

    modes = {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())}
    assert modes == {"signer": 0o700, KEY_FILE: 0o600, RECORD_FILE: 0o600}


def test_heads_are_signed_one_after_another_and_remembered(signer: Signer, folder: Path) -> None:
    assert advance(signer, SECOND, THIRD) == THIRD

    signer.close()
    with Signer.open(folder) as again:
        assert again.head == THIRD


def test_the_newest_head_is_signed_again_after_a_crash(signer: Signer, folder: Path) -> None:
    signer.close()

    with Signer.open(folder) as again:
        assert advance(again, FIRST, SECOND) == SECOND
        assert advance(again, SECOND, SECOND) == SECOND
        assert again.head == SECOND


@pytest.mark.parametrize(
    ("old", "new", "slug", "reason"),
    [
        (FIRST, THIRD, "database-behind-signer", "older copy"),
        (FIRST, Head(7, FIRST.root), "database-behind-signer", "older copy"),
        (EMPTY, FIRST, "database-behind-signer", "older copy"),
        (THIRD, Head(20, FIRST.root), "signer-behind-database", "Go on from 7"),
        (Head(7, FIRST.root), THIRD, "two-histories", "database was altered"),
        (SECOND, Head(7, FIRST.root), "history-does-not-grow", "second history"),
        (SECOND, FIRST, "history-does-not-grow", "second history"),
    ],
)
def test_any_other_history_is_refused_and_leaves_the_record_alone(
    signer: Signer, old: Head, new: Head, slug: str, reason: str
) -> None:
    with pytest.raises(LogForked, match=reason) as refusal:
        advance(signer, old, new)

    assert refusal.value.slug == slug
    assert signer.head == SECOND
    assert advance(signer, SECOND, THIRD) == THIRD


def test_what_is_no_checkpoint_is_not_recorded_either(signer: Signer) -> None:
    with pytest.raises(BadNote, match="not a checkpoint"):
        signer.advance(SECOND.size, SECOND.root, THIRD.size, THIRD.root[:-1], NOW)

    assert signer.head == SECOND


def test_a_second_process_cannot_sign(signer: Signer, folder: Path) -> None:
    assert signer.head == SECOND
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()

    def try_to_open() -> None:
        try:
            Signer.open(folder)
        except LogBusy as refusal:
            answers.put(str(refusal))
        else:
            answers.put("opened")

    other = context.Process(target=try_to_open)
    other.start()
    other.join()

    assert "Another process signs the log" in answers.get()


def test_a_signer_is_not_made_over_another(signer: Signer, folder: Path) -> None:
    signer.close()

    with pytest.raises(LogForked, match="would forget what was signed"):
        Signer.create(folder, KEY)


@pytest.mark.parametrize("cut", [0, 1, 8, 40, 87])
def test_a_crash_while_the_record_is_written_leaves_the_head_before(
    signer: Signer, folder: Path, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    whole = os.pwrite

    def torn(file: int, data: bytes, place: int) -> int:
        whole(file, data[:cut], place)
        raise OSError("power lost")

    monkeypatch.setattr(os, "pwrite", torn)
    with pytest.raises(StoreDamaged, match="Nothing was signed"):
        advance(signer, SECOND, THIRD)
    monkeypatch.undo()

    with Signer.open(folder) as again:
        assert again.head == SECOND
        assert advance(again, SECOND, THIRD) == THIRD


def test_a_failed_sync_signs_nothing_and_closes_the_signer(
    signer: Signer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", fails)
    with pytest.raises(StoreDamaged, match="Input/output error"):
        advance(signer, SECOND, THIRD)
    monkeypatch.undo()

    with pytest.raises(StoreDamaged, match="open it again"):
        advance(signer, SECOND, THIRD)
    with Signer.open(folder) as again:
        assert again.head == THIRD  # it reached the file after all; the database asks for it again
        assert advance(again, SECOND, THIRD) == THIRD


def test_the_record_is_on_the_disk_before_the_signature_is_made(
    signer: Signer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = []
    sync = os.fdatasync

    def synced(file: int) -> None:
        sync(file)
        order.append("synced")

    monkeypatch.setattr(os, "fdatasync", synced)
    monkeypatch.setattr("registry.log.signer.sign_checkpoint", lambda *_: order.append("signed"))

    signer.advance(SECOND.size, SECOND.root, THIRD.size, THIRD.root, NOW)

    assert order == ["synced", "signed"]
    assert THIRD.root in (folder / RECORD_FILE).read_bytes()


@pytest.mark.parametrize("at", [0, 8, 20, 30, 56, 87])
def test_a_garbled_slot_is_not_believed(signer: Signer, folder: Path, at: int) -> None:
    signer.close()
    record = bytearray((folder / RECORD_FILE).read_bytes())
    newest = 0 if SECOND.root in record[:SLOT] else SLOT
    record[newest + at] ^= 1
    (folder / RECORD_FILE).write_bytes(record)

    with Signer.open(folder) as again:
        assert again.head == FIRST
        with pytest.raises(LogForked, match="Go on from 3"):
            advance(again, SECOND, THIRD)
        assert advance(again, FIRST, THIRD) == THIRD


@pytest.mark.parametrize("record", [b"", b"\0" * 2 * SLOT, b"head/v1\n" * 1024])
def test_a_record_without_a_whole_slot_is_refused(signer: Signer, folder: Path, record: bytes) -> None:
    signer.close()
    (folder / RECORD_FILE).write_bytes(record)

    with pytest.raises(StoreDamaged, match="not readable"):
        Signer.open(folder)


@pytest.mark.parametrize("name", [KEY_FILE, RECORD_FILE])
def test_a_missing_file_is_named(signer: Signer, folder: Path, name: str) -> None:
    signer.close()
    (folder / name).unlink()

    with pytest.raises(StoreDamaged, match=f"{name} is missing"):
        Signer.open(folder)


@pytest.mark.parametrize("name", ["", KEY_FILE, RECORD_FILE])
def test_a_folder_or_file_open_to_others_is_refused(signer: Signer, folder: Path, name: str) -> None:
    signer.close()
    (folder / name).chmod(0o750)

    with pytest.raises(StoreDamaged, match="chmod go="):
        Signer.open(folder)
