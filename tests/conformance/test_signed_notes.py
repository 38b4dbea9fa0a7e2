"""Notes and checkpoints that other programs made: Go, Rust logs and witnesses.

Types of key that no log of ours uses (ECDSA 0x02, RFC 6962 0x05) must be refused by their number.
"""

import base64
import json
from typing import Any

import pytest

from keys import notes
from keys.checkpoints import Checkpoint
from keys.errors import BadNote
from keys.notes import Note, NoteSigner, NoteVerifier
from tests.conformance.shared import shared

Case = dict[str, Any]
_OURS = ("0x01", "0x04")


def cases() -> list[Case]:
    found: list[Case] = json.loads(shared("vectors/signed-note/notes.json").read_text())
    assert len(found) == 38
    return found


def type_of(vkey: str) -> str:
    return f"{base64.b64decode(vkey.split('+', 2)[2])[0]:#04x}"


def verified(case: Case) -> tuple[Note, list[str]]:
    note = Note.parse(case["note"].encode())
    return note, [line.by.name for line in note.verified_by([NoteVerifier.parse(key) for key in case["vkeys"]])]


def test_good_notes_are_verified_and_written_back_byte_for_byte() -> None:
    tried = 0
    for case in cases():
        if case["expect"] != "ok" or not all(type_of(key) in _OURS for key in case["vkeys"]):
            continue
        note, names = verified(case)
        tried += 1

        assert note.serialise() == case["note"].encode(), case["id"]
        if "verified" in case:
            assert list(dict.fromkeys(names)) == case["verified"], case["id"]
        if "unverified" in case:
            assert {line.name for line in note.signatures} - set(names) == set(case["unverified"]), case["id"]

    assert tried == 25


def test_keys_of_other_types_are_refused_by_their_number() -> None:
    others = [case for case in cases() if any(type_of(key) not in _OURS for key in case.get("vkeys", ()))]

    for case in others:
        with pytest.raises(BadNote, match="cannot be used here"):
            verified(case)
        Note.parse(case["note"].encode())  # the note itself is in order

    assert {type_of(key) for case in others for key in case["vkeys"]} == {"0x02", "0x05"}


def test_bad_notes_and_keys_are_refused_for_their_reason() -> None:
    slugs = {
        "malformed": "note-malformed",
        "unverified": "note-unverified",
        "invalid-signature": "note-signature-mismatch",
    }
    tried = 0
    for case in cases():
        if case["expect"] == "ok":
            continue
        tried += 1
        with pytest.raises(BadNote) as refusal:
            NoteVerifier.parse(case["bad_vkey"]) if "bad_vkey" in case else verified(case)

        assert refusal.value.slug in {slugs.get(case["expect"], ""), "note-key-malformed", "note-key-type"}, case["id"]

    assert tried == 11


def test_signing_gives_the_same_bytes_as_go() -> None:
    signed = [case for case in cases() if "skey" in case]

    for case in signed:
        assert notes.sign(case["text"].encode(), [NoteSigner.parse(case["skey"])]) == case["note"].encode()

    assert signed


def test_checkpoints_of_other_logs_are_read_and_written_back() -> None:
    tried = 0
    for case in cases():
        if not case["id"].startswith(("sumdb", "tessera", "sunlight", "rome", "pixel")):
            continue
        text = Note.parse(case["note"].encode()).text
        checkpoint = Checkpoint.parse(text)
        tried += 1

        assert checkpoint.body() == text
        if "checkpoint" in case:
            assert (checkpoint.origin, checkpoint.size) == tuple(case["checkpoint"].values())

    assert tried == 22
