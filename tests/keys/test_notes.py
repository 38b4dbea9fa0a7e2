"""Signed notes: one form, bounded, and nothing believed that a known key did not sign."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from keys import notes
from keys.errors import BadNote
from keys.notes import KeyType, Note, NoteSigner, NoteVerifier

TEXT = "ทะเบียนหนังสือส่ง\n\nsecond paragraph\n".encode()
AT = datetime(2021, 2, 10, 2, 15, 7, tzinfo=UTC)


def signer(name: str = "registry.example/log", kind: KeyType = KeyType.TEXT, seed: bytes = b"1" * 32) -> NoteSigner:
    return NoteSigner(name, kind, Ed25519PrivateKey.from_private_bytes(seed))


def with_line(line: str) -> bytes:
    return TEXT + b"\n" + line.encode()


def test_a_note_is_verified_by_the_key_that_signed_it() -> None:
    note = notes.sign(TEXT, [signer(), signer("other", seed=b"2" * 32)])

    parsed = Note.parse(note)
    verified = parsed.verified_by([signer().verifier])

    assert parsed.text == TEXT
    assert [(line.by.name, line.at) for line in verified] == [("registry.example/log", None)]
    assert parsed.serialise() == note


@pytest.mark.parametrize("kind", KeyType)
def test_keys_are_read_back_from_their_text(kind: KeyType) -> None:
    key = signer(kind=kind)

    assert NoteSigner.parse(key.skey).verifier.vkey == key.verifier.vkey
    assert NoteVerifier.parse(key.verifier.vkey) == NoteVerifier.of(key.verifier.name, kind, key.verifier.public_key)


def test_the_two_types_of_one_key_have_different_ids() -> None:
    assert signer().verifier.key_id != signer(kind=KeyType.COSIGNATURE).verifier.key_id


def test_no_byte_of_a_note_can_be_changed() -> None:
    note = notes.sign(TEXT, [signer()])

    for place, byte in enumerate(note):
        for mask in (0x01, 0x20, 0x80, 0xFF):
            changed = note[:place] + bytes((byte ^ mask,)) + note[place + 1 :]
            with pytest.raises(BadNote):
                Note.parse(changed).verified_by([signer().verifier])


def test_a_bad_line_of_a_known_key_refuses_the_note_although_another_known_key_signed() -> None:
    stranger = signer("other", seed=b"2" * 32)
    note = notes.sign(TEXT, [signer()]) + stranger.line(b"another text\n")

    Note.parse(note).verified_by([signer().verifier])
    with pytest.raises(BadNote, match="line of other does not match") as refusal:
        Note.parse(note).verified_by([signer().verifier, stranger.verifier])

    assert refusal.value.slug == "note-signature-mismatch"


def test_a_bad_second_line_of_a_key_refuses_the_note() -> None:
    note = notes.sign(TEXT, [signer()]) + signer().line(b"another text\n")

    with pytest.raises(BadNote, match="does not match"):
        Note.parse(note).verified_by([signer().verifier])


def test_a_key_of_the_same_name_is_not_the_same_key() -> None:
    note = notes.sign(TEXT, [signer(seed=b"2" * 32)])

    with pytest.raises(BadNote, match="None of the known keys signed") as refusal:
        Note.parse(note).verified_by([signer().verifier])

    assert refusal.value.slug == "note-unverified"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "— name YWJjZGVm",
        "- name YWJjZGVm\n",
        "— name YWJjZGVm\r\n",
        "— name  YWJjZGVm\n",
        "— na me YWJjZGVm\n",
        "— na+me YWJjZGVm\n",
        "— na\u3000me YWJjZGVm\n",
        "—  YWJjZGVm\n",
        "— name YWJjZA==\n",
        "— name YWJjZGV\n",
        "— name YWJjZGVnaB==\n",
        "— name YWJjZGVm*\n",
        "— name YWJj ZGVm\n",
        "— name\n",
        "words\n",
        "— name YWJjZGVm\n\n",
    ],
)
def test_a_line_in_any_other_form_is_refused(line: str) -> None:
    with pytest.raises(BadNote, match="not a signed note"):
        Note.parse(with_line(line))


@pytest.mark.parametrize("data", [b"", b"\n", b"\n\n", TEXT, b"\xff\n\n\xe2\x80\x94 name YWJjZGVm\n", b"\x00" * 10])
def test_what_is_no_note_is_refused(data: bytes) -> None:
    with pytest.raises(BadNote, match="not a signed note"):
        Note.parse(data)


def test_size_and_signatures_are_bounded() -> None:
    line = signer().line(TEXT)

    Note.parse(TEXT + b"\n" + line * 100)
    with pytest.raises(BadNote, match="101 signatures stand on it"):
        Note.parse(TEXT + b"\n" + line * 101)
    with pytest.raises(BadNote, match="1000000 are the most"):
        Note.parse(b"a" * 1_000_000 + b"\n\n" + line)


@pytest.mark.parametrize("text", [b"", b"no newline", b"bell\x07\n", b"\xff\n"])
def test_a_text_that_cannot_be_a_notes_is_not_signed(text: bytes) -> None:
    with pytest.raises(BadNote, match="not a signed note"):
        notes.sign(text, [signer()])


@given(st.binary(max_size=200))
def test_whatever_parses_is_written_the_same(tail: bytes) -> None:
    data = TEXT + b"\n\xe2\x80\x94 n " + base64.b64encode(tail) + b"\n"
    try:
        note = Note.parse(data)
    except BadNote:
        assert len(tail) <= 4
        return

    assert note.serialise() == data


class TestKeys:
    """Keys as text."""

    GOOD = signer().verifier.vkey

    @pytest.mark.parametrize(
        "vkey",
        [
            "",
            "name",
            "name+00000000",
            GOOD.replace("+", " "),
            GOOD[:-4],
            GOOD.replace("registry", "register"),
            GOOD + "\n",
            GOOD.replace(GOOD.split("+")[1], GOOD.split("+")[1].upper() + "0"),
            "na me" + GOOD[len("registry.example/log") :],
            signer().skey,
        ],
    )
    def test_a_malformed_one_is_refused(self, vkey: str) -> None:
        with pytest.raises(BadNote, match="not a note key"):
            NoteVerifier.parse(vkey)

    @pytest.mark.parametrize("kind", [0x00, 0x02, 0x05, 0x06, 0xFF])
    def test_another_type_is_refused_by_its_number(self, kind: int) -> None:
        vkey = "name+00000000+" + base64.b64encode(bytes((kind,)) + b"\1" * 32).decode()

        with pytest.raises(BadNote, match=f"type {kind:#04x} cannot be used") as refusal:
            NoteVerifier.parse(vkey)

        assert refusal.value.slug == "note-key-type"

    def test_a_public_key_is_not_taken_for_a_secret_one(self) -> None:
        with pytest.raises(BadNote, match="not a signer key"):
            NoteSigner.parse(self.GOOD)

    def test_a_damaged_secret_key_is_refused_without_showing_it(self) -> None:
        skey = signer().skey

        with pytest.raises(BadNote, match="should be") as refusal:
            NoteSigner.parse(skey.replace("registry", "register"))

        assert skey[-20:] not in str(refusal.value)

    @pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\tb", "\x01"])
    def test_a_name_that_cannot_stand_in_a_note_is_refused(self, name: str) -> None:
        with pytest.raises(BadNote, match="its name"):
            signer(name)


class TestCosignature:
    """The time in a cosignature is signed with the text."""

    def test_it_states_its_time(self) -> None:
        witness = signer("witness", KeyType.COSIGNATURE)
        note = TEXT + b"\n" + witness.line(TEXT, at=AT)

        (line,) = Note.parse(note).verified_by([witness.verifier])

        assert line.at == AT
        assert Note.parse(note).times_of(witness.verifier) == (AT,)

    def test_its_time_cannot_be_changed(self) -> None:
        witness = signer("witness", KeyType.COSIGNATURE)
        signed = Note.parse(TEXT + b"\n" + witness.line(TEXT, at=AT)).signatures[0].signature
        later = (int.from_bytes(signed[:8], "big") + 1).to_bytes(8, "big")

        with pytest.raises(BadNote, match="does not match"):
            witness.verifier.verify(TEXT, later + signed[8:])

    @pytest.mark.parametrize("signature", [b"", b"\xff" * 72, b"\x00" * 8, b"\x00" * 71])
    def test_a_cut_or_impossible_one_is_refused(self, signature: bytes) -> None:
        with pytest.raises(BadNote, match="does not match"):
            signer("witness", KeyType.COSIGNATURE).verifier.verify(TEXT, signature)

    def test_it_needs_a_time_and_a_plain_signature_takes_none(self) -> None:
        with pytest.raises(ValueError, match="states a time"):
            signer("witness", KeyType.COSIGNATURE).line(TEXT)
        with pytest.raises(ValueError, match="states a time"):
            signer().line(TEXT, at=AT)

    def test_a_time_without_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            signer("witness", KeyType.COSIGNATURE).line(TEXT, at=AT.replace(tzinfo=None))
