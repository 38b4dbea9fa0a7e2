"""Signed notes: text that several keys sign, one line each (C2SP signed-note, tlog-cosignature).

    registry.example.go.th/letters            ┐
    20852163                                  │ the text, ends in a newline
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3…     ┘
                                                a blank line
    — registry.example.go.th/letters Az3grl…    em dash, key name, base64(key ID ‖ signature)

    verifier key   name+key ID+base64(type ‖ public key)              0x01 Ed25519 over the text
    signer key     PRIVATE+KEY+name+key ID+base64(type ‖ seed)        0x04 the same over time and text

A key is known by name and ID together. Lines of unknown keys are kept and ignored; a line of a known key that
does not verify refuses the whole note, also when that key signed it well elsewhere. Types that others use
(0x02 ECDSA, 0x05 RFC 6962, 0x06 ML-DSA-44) are refused as keys and ignored as lines.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from keys.errors import BadNote

MAX_SIZE: Final = 1_000_000
"""Bytes of a note; the largest that the first implementation took."""
MAX_SIGNATURES: Final = 100

_LINE_HEAD: Final = "— "
_PRIVATE: Final = "PRIVATE+KEY+"
_KEY_ID: Final = re.compile(r"[0-9a-f]{8}")
_CONTROL: Final = re.compile(rb"[\x00-\x09\x0b-\x1f]")
_ID_SIZE: Final = 4
_SEED_SIZE: Final = 32
_TIME_SIZE: Final = 8
_LATEST: Final = 253_402_214_400
"""9999-12-31T00:00:00Z in seconds since 1970: the clocks of every time zone can still say it."""


class KeyType(IntEnum):
    """What the signature of a key covers."""

    TEXT = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: who is said to have signed, and the bytes after the key ID."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> bytes:
        """Return the line as it stands in the note, with its newline."""
        return f"{_LINE_HEAD}{self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n".encode()


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the lines below it, nothing verified."""

    text: bytes
    signatures: tuple[NoteSignature, ...]

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a note; writing it again gives the same bytes.

        Raises:
            BadNote: it is not in the one form of a signed note, or too large (`note-malformed`).
        """
        if len(data) > MAX_SIZE:
            raise _malformed(f"it has {len(data)} bytes; {MAX_SIZE} are the most")
        if _CONTROL.search(data):
            raise _malformed("a control character stands in it")
        try:
            data.decode()
        except UnicodeDecodeError as reason:
            raise _malformed(f"it is not UTF-8 at byte {reason.start}") from None
        text, blank, below = data.rpartition(b"\n\n")
        if not blank or not below.endswith(b"\n"):
            raise _malformed("no signature lines stand below a blank line at its end")
        lines = below[:-1].decode().split("\n")
        if len(lines) > MAX_SIGNATURES:
            raise _malformed(f"{len(lines)} signatures stand on it; {MAX_SIGNATURES} are the most")
        return cls(text + b"\n", tuple(_read_line(line) for line in lines))

    def serialise(self) -> bytes:
        """Return the note's bytes."""
        return self.text + b"\n" + b"".join(signature.line() for signature in self.signatures)

    def verified_by(self, known: Iterable["NoteVerifier"]) -> tuple["VerifiedLine", ...]:
        """Return the lines of the *known* keys, in the order of the note; all of them hold.

        Raises:
            BadNote: a line of a known key does not verify (`note-signature-mismatch`), or no known key
                signed the note (`note-unverified`).
        """
        keys = {(key.name, key.key_id): key for key in known}
        verified = tuple(
            VerifiedLine(key, key.verify(self.text, line.signature))
            for line in self.signatures
            if (key := keys.get((line.name, line.key_id))) is not None
        )
        if not verified:
            raise BadNote(
                "note-unverified",
                "None of the known keys signed this note. Check that the right key was given: "
                + (", ".join(key.vkey for key in keys.values()) or "none was"),
                known=tuple(key.vkey for key in keys.values()),
            )
        return verified

    def times_of(self, cosigner: "NoteVerifier") -> tuple[datetime, ...]:
        """Return the times that *cosigner*, of type 0x04, states on this note; none if it did not sign.

        Raises:
            BadNote: a line of it does not verify (`note-signature-mismatch`).
        """
        lines = (line for line in self.signatures if (line.name, line.key_id) == (cosigner.name, cosigner.key_id))
        times = (cosigner.verify(self.text, line.signature) for line in lines)
        return tuple(time for time in times if time is not None)


@dataclass(frozen=True, slots=True)
class NoteVerifier:
    """The public half of a note key."""

    name: str
    type: KeyType
    key_id: bytes
    public_key: Ed25519PublicKey

    @classmethod
    def of(cls, name: str, kind: KeyType, public_key: Ed25519PublicKey) -> Self:
        """Return the verifier for *public_key* under *name*, with the key ID that belongs to it."""
        _require_name(name)
        hashed = name.encode() + b"\n" + bytes((kind,)) + public_key.public_bytes_raw()
        return cls(name, kind, hashlib.sha256(hashed).digest()[:_ID_SIZE], public_key)

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Read a verifier key, ``name+key ID+base64``.

        Raises:
            BadNote: malformed (`note-key-malformed`), or of a type that is not taken (`note-key-type`).
        """
        name, key_id, kind, key = _read_key(vkey)
        verifier = cls.of(name, kind, Ed25519PublicKey.from_public_bytes(key))
        if verifier.key_id != key_id:
            raise _bad_key(f"its key ID is {key_id.hex()} and should be {verifier.key_id.hex()}")
        return verifier

    @property
    def vkey(self) -> str:
        """The key as one line of text; `parse` reads it."""
        encoded = base64.b64encode(bytes((self.type,)) + self.public_key.public_bytes_raw()).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    def verify(self, text: bytes, signature: bytes) -> datetime | None:
        """Return the time of a cosignature (to the second, UTC), or None for a signature without time.

        Raises:
            BadNote: this key did not sign *text* so (`note-signature-mismatch`).
        """
        message, moment = text, None
        if self.type is KeyType.COSIGNATURE:
            seconds = int.from_bytes(signature[:_TIME_SIZE], "big")
            signature = signature[_TIME_SIZE:]
            if seconds > _LATEST:
                raise self._mismatch()
            message = _cosigned(seconds, text)
            moment = datetime.fromtimestamp(seconds, UTC)
        try:
            self.public_key.verify(signature, message)
        except InvalidSignature:
            raise self._mismatch() from None
        return moment

    def _mismatch(self) -> BadNote:
        return BadNote(
            "note-signature-mismatch",
            f"The line of {self.name} does not match the note under the key {self.vkey}. The note was changed.",
            name=self.name,
            vkey=self.vkey,
        )


@dataclass(frozen=True, slots=True)
class VerifiedLine:
    """A line that holds: whose it is and, for a cosignature, the time that its maker states."""

    by: NoteVerifier
    at: datetime | None


class NoteSigner:
    """The private half of a note key, kept loaded."""

    __slots__ = ("_head", "private_key", "verifier")

    def __init__(self, name: str, kind: KeyType, private_key: Ed25519PrivateKey) -> None:
        self.verifier = NoteVerifier.of(name, kind, private_key.public_key())
        self.private_key = private_key
        self._head = f"{_LINE_HEAD}{name} ".encode()

    @classmethod
    def parse(cls, skey: str) -> Self:
        """Read a signer key, ``PRIVATE+KEY+name+key ID+base64``; the text never enters a refusal.

        Raises:
            BadNote: malformed (`note-key-malformed`), or of a type that is not taken (`note-key-type`).
        """
        if not skey.startswith(_PRIVATE):
            raise _bad_key("it is not a signer key, which begins with PRIVATE+KEY+")
        name, key_id, kind, seed = _read_key(skey.removeprefix(_PRIVATE))
        signer = cls(name, kind, Ed25519PrivateKey.from_private_bytes(seed))
        if signer.verifier.key_id != key_id:
            raise _bad_key(f"its key ID is {key_id.hex()} and should be {signer.verifier.key_id.hex()}")
        return signer

    @property
    def skey(self) -> str:
        """The key as one line of text, a secret; `parse` reads it."""
        encoded = base64.b64encode(bytes((self.verifier.type,)) + self.private_key.private_bytes_raw()).decode()
        return f"{_PRIVATE}{self.verifier.name}+{self.verifier.key_id.hex()}+{encoded}"

    def line(self, text: bytes, *, at: datetime | None = None) -> bytes:
        """Return this key's signature line below *text*, with its newline.

        Args:
            text: The note's text, ending in a newline.
            at: The time to state, which a cosignature must and a plain signature cannot.
        """
        stamp = b""
        message = text
        if (at is None) is (self.verifier.type is KeyType.COSIGNATURE):
            raise ValueError("a cosignature states a time, a plain signature has none")
        if at is not None:
            seconds = _seconds(at)
            stamp = seconds.to_bytes(_TIME_SIZE, "big")
            message = _cosigned(seconds, text)
        signed = self.verifier.key_id + stamp + self.private_key.sign(message)
        return self._head + binascii.b2a_base64(signed)


def sign(text: bytes, signers: Sequence[NoteSigner]) -> bytes:
    """Return the note of *text* signed by each of *signers*, in this order.

    Raises:
        BadNote: *text* cannot be a note's text (`note-malformed`).
    """
    note = text + b"\n" + b"".join(signer.line(text) for signer in signers)
    if Note.parse(note).text != text:
        raise _malformed("its text does not end in a newline")
    return note


def _cosigned(seconds: int, text: bytes) -> bytes:
    """Return what a timestamped cosignature signs (tlog-cosignature, "Ed25519 signed message")."""
    return b"cosignature/v1\ntime %d\n" % seconds + text


def _seconds(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError("a cosignature's time needs its time zone")
    return int(at.timestamp())


def _read_line(line: str) -> NoteSignature:
    parts = line.removeprefix(_LINE_HEAD).split(" ")
    if not line.startswith(_LINE_HEAD) or len(parts) != len(("name", "signature")):
        raise _malformed("a line below the text is not a signature line")
    name, encoded = parts
    signed = _decode(encoded)
    if not _is_name(name) or signed is None or len(signed) <= _ID_SIZE:
        raise _malformed("a signature line has no proper key name or no proper base64")
    return NoteSignature(name, signed[:_ID_SIZE], signed[_ID_SIZE:])


def _read_key(key: str) -> tuple[str, bytes, KeyType, bytes]:
    """Return name, key ID, type and the 32 bytes of a key's text without its word PRIVATE."""
    parts = key.split("+", 2)
    if len(parts) != len(("name", "key ID", "key")):
        raise _bad_key("it has not the three parts name+key ID+base64")
    name, key_id, encoded = parts
    decoded = _decode(encoded)
    if not _KEY_ID.fullmatch(key_id) or not decoded:
        raise _bad_key("its key ID is not eight hexadecimal digits, or its key is not base64")
    try:
        kind = KeyType(decoded[0])
    except ValueError:
        raise BadNote(
            "note-key-type",
            f"A note key of type {decoded[0]:#04x} cannot be used here. Give an Ed25519 key of type 0x01 or 0x04.",
            type=decoded[0],
        ) from None
    if len(decoded) != 1 + _SEED_SIZE:
        raise _bad_key(f"it has {len(decoded) - 1} bytes and should have {_SEED_SIZE}")
    return name, bytes.fromhex(key_id), kind, decoded[1:]


def _decode(encoded: str) -> bytes | None:
    """Return the bytes of base64 in its one canonical spelling (RFC 4648 §4 and §3.5), or None."""
    try:
        decoded = binascii.a2b_base64(encoded, strict_mode=True)
    except ValueError:
        return None
    return decoded if base64.b64encode(decoded).decode() == encoded else None


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and name.split() == [name]


def _require_name(name: str) -> None:
    if not _is_name(name) or _CONTROL.search(name.encode()):
        raise _bad_key("its name is empty, or has a space or a plus in it")


def _malformed(reason: str) -> BadNote:
    return BadNote("note-malformed", f"This is not a signed note: {reason}.", reason=reason)


def _bad_key(reason: str) -> BadNote:
    return BadNote(
        "note-key-malformed", f"This is not a note key: {reason}. Copy the whole key, on one line.", reason=reason
    )
