"""Checkpoints: three lines, signed by the log, with the time that the operator claims."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from keys import notes
from keys.checkpoints import Checkpoint, LogKey, sign_checkpoint, verify_checkpoint
from keys.errors import BadNote
from keys.notes import KeyType, NoteSigner, NoteVerifier

ORIGIN = "registry.example.go.th/letters"
AT = datetime(2021, 2, 10, 2, 15, 7, tzinfo=UTC)
ROOT = bytes(range(32))
KEY = LogKey.from_seed(ORIGIN, b"1" * 32)
LOG = NoteVerifier.parse(KEY.vkey)
CHECKPOINT = Checkpoint(ORIGIN, 70_000, ROOT)


def test_a_signed_checkpoint_is_verified_and_tells_its_time() -> None:
    note = sign_checkpoint(CHECKPOINT, KEY, AT)

    signed = verify_checkpoint(note, LOG)

    assert signed.checkpoint == CHECKPOINT
    assert signed.at == AT


def test_a_time_that_not_every_time_zone_can_say_is_refused() -> None:
    last = datetime(9999, 12, 31, tzinfo=UTC)

    assert verify_checkpoint(sign_checkpoint(CHECKPOINT, KEY, last), LOG).at == last
    with pytest.raises(BadNote):
        verify_checkpoint(sign_checkpoint(CHECKPOINT, KEY, last + timedelta(seconds=1)), LOG)


def test_a_checkpoint_signed_again_is_the_same_bytes() -> None:
    assert sign_checkpoint(CHECKPOINT, KEY, AT) == sign_checkpoint(CHECKPOINT, LogKey.parse(KEY.skey), AT)


def test_the_bytes_of_a_checkpoint_are_these() -> None:
    golden = (f"{ORIGIN}\n70000\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n— {ORIGIN} ").encode()

    note = sign_checkpoint(CHECKPOINT, KEY, AT)

    assert note.startswith(golden)
    assert note.count(f"\n— {ORIGIN} ".encode()) == 2
    assert len(note.splitlines()) == 6


def test_no_byte_of_a_checkpoint_can_be_changed_but_the_name_of_a_line_nobody_demands() -> None:
    note = sign_checkpoint(CHECKPOINT, KEY, AT)
    start = note.rindex("\n— ".encode()) + 1  # of the cosignature
    in_its_name_or_id = range(start + len("— ".encode()), start + len(f"— {ORIGIN} ".encode()) + 6)

    for place, byte in enumerate(note):
        changed = note[:place] + bytes((byte ^ 0x01,)) + note[place + 1 :]
        if place in in_its_name_or_id:
            try:
                signed = verify_checkpoint(changed, LOG)
            except BadNote:
                continue
            assert signed.at is None  # it has become a line of somebody unknown
        else:
            with pytest.raises(BadNote):
                verify_checkpoint(changed, LOG)


def test_a_cosignature_without_the_logs_own_line_is_not_enough() -> None:
    body = CHECKPOINT.body()
    note = body + b"\n" + KEY.cosigner.line(body, at=AT)

    with pytest.raises(BadNote, match="None of the known keys signed"):
        verify_checkpoint(note, LOG)


def test_without_a_cosignature_the_log_states_no_time() -> None:
    assert verify_checkpoint(notes.sign(CHECKPOINT.body(), [KEY.signer]), LOG).at is None


def test_lines_of_witnesses_are_left_alone() -> None:
    witness = NoteSigner("witness", KeyType.COSIGNATURE, Ed25519PrivateKey.from_private_bytes(b"2" * 32))
    note = sign_checkpoint(CHECKPOINT, KEY, AT) + witness.line(CHECKPOINT.body(), at=AT)

    assert verify_checkpoint(note, LOG).checkpoint == CHECKPOINT


def test_a_checkpoint_of_another_log_is_not_signed_and_not_taken() -> None:
    foreign = Checkpoint("registry.example.go.th/orders", 1, ROOT)

    with pytest.raises(BadNote, match="is of the log registry"):
        sign_checkpoint(foreign, KEY, AT)
    with pytest.raises(BadNote, match="is of the log registry") as refusal:
        verify_checkpoint(notes.sign(foreign.body(), [KEY.signer]), LOG)

    assert refusal.value.slug == "checkpoint-of-another-log"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"origin\n1\n",
        b"origin\n1\n" + base64.b64encode(ROOT),
        b"origin\n1\n" + base64.b64encode(ROOT) + b"\nextension\n",
        b"origin\n1\n" + base64.b64encode(ROOT) + b"\n\n",
        b"\n1\n" + base64.b64encode(ROOT) + b"\n",
        b"cosignature/v1\n1\n" + base64.b64encode(ROOT) + b"\n",
        b"origin\n01\n" + base64.b64encode(ROOT) + b"\n",
        b"origin\n\n" + base64.b64encode(ROOT) + b"\n",
        b"origin\n-1\n" + base64.b64encode(ROOT) + b"\n",
        b"origin\n+1\n" + base64.b64encode(ROOT) + b"\n",
        b"origin\n1_0\n" + base64.b64encode(ROOT) + b"\n",
        "origin\n๑\n".encode() + base64.b64encode(ROOT) + b"\n",
        b"origin\n9223372036854775808\n" + base64.b64encode(ROOT) + b"\n",
        b"origin\n" + b"9" * 100_000 + b"\n" + base64.b64encode(ROOT) + b"\n",
        b"origin\n1\n" + base64.b64encode(ROOT[:31]) + b"\n",
        b"origin\n1\n" + base64.b64encode(ROOT)[:-2] + b"9=\n",
        b"origin\n1\n*\n",
        b"o" * 256 + b"\n1\n" + base64.b64encode(ROOT) + b"\n",
        b"\xff\n1\n" + base64.b64encode(ROOT) + b"\n",
    ],
)
def test_any_other_body_is_refused(body: bytes) -> None:
    with pytest.raises(BadNote, match="not a checkpoint") as refusal:
        Checkpoint.parse(body)

    assert refusal.value.slug == "checkpoint-malformed"


@pytest.mark.parametrize("size", [0, 1, 9_223_372_036_854_775_807])
def test_what_is_written_is_read_back(size: int) -> None:
    checkpoint = Checkpoint(ORIGIN, size, ROOT)

    assert Checkpoint.parse(checkpoint.body()) == checkpoint
