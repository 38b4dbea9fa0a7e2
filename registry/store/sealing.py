"""How one fact lies in the store: statement and evidence, sealed under the key of its stream.

    state      = key number (8) ‖ nonce (12) ‖ AES-256-GCM(contents)
    contents   = kind (1) ‖ salt (32) ‖ statement length (4) ‖ statement ‖ evidence
    associated = position (8) ‖ sequence (8) ‖ stream ‖ 0x00 ‖ wire name

Answers are sealed under the key of the stream that they are about, so that they go with it; what is associated
with them is the request: "answer" ‖ 0x00 ‖ its id ‖ the digest of what was asked.

Lengths and numbers are big-endian. A row that is moved, renamed or altered does not open; a row whose
stream key was destroyed never opens again, and nothing else has to be rewritten for that.
"""

import os
import struct

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from registry.errors import StoreDamaged

KEY_SIZE = 32
SALT_SIZE = 32
KINDS = ("cms", "webauthn")
_HEADER = struct.Struct(">Q")
_PLACE = struct.Struct(">QQ")
_NONCE = 12
_HEAD = _HEADER.size + _NONCE
_LENGTH = struct.Struct(">I")
_SALTED = 1 + SALT_SIZE
_FIXED = _SALTED + _LENGTH.size
_ANSWER = b"answer\x00"


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where a fact stands: its leaf index, its stream, its number in the stream, its wire name."""

    position: int
    stream: str
    seq: int
    name: str

    def bytes(self) -> bytes:
        """Return the associated data that ties a state to this place."""
        return _PLACE.pack(self.position, self.seq) + self.stream.encode() + b"\x00" + self.name.encode()


class Contents(msgspec.Struct, frozen=True, gc=False):
    """What a state holds."""

    statement: bytes
    kind: str
    evidence: bytes
    salt: bytes


def seal(contents: Contents, place: Place, *, number: int, key: AESGCM) -> bytes:
    """Return the stored state; *number* tells which stream key opens it."""
    nonce = os.urandom(_NONCE)
    plain = b"".join(
        (
            bytes((KINDS.index(contents.kind),)),
            contents.salt,
            _LENGTH.pack(len(contents.statement)),
            contents.statement,
            contents.evidence,
        )
    )
    return _HEADER.pack(number) + nonce + key.encrypt(nonce, plain, place.bytes())


def seal_answer(answer: bytes, asked: bytes, *, number: int, key: AESGCM) -> bytes:
    """Return the stored form of an answer about a fact whose stream has this key; *asked* is its id and digest."""
    nonce = os.urandom(_NONCE)
    return _HEADER.pack(number) + nonce + key.encrypt(nonce, answer, _ANSWER + asked)


def unseal_answer(stored: bytes, asked: bytes, *, key: AESGCM) -> bytes:
    """Return the answer that was stored for *asked*.

    Raises:
        StoreDamaged: it was altered, or is to another request.
    """
    try:
        return _decrypt(stored, _ANSWER + asked, key)
    except InvalidTag:
        raise StoreDamaged(
            "answer-altered", f"The stored answer to request {asked[:8].hex()}… was altered.", request=asked[:8].hex()
        ) from None


def key_number(state: bytes) -> int:
    """Return which stream key a state was sealed under."""
    if len(state) < _HEAD:
        raise _too_short(state)
    return int.from_bytes(state[: _HEADER.size], "big")


def unseal(state: bytes, place: Place, *, key: AESGCM) -> Contents:
    """Return what *state* holds.

    Raises:
        StoreDamaged: it was altered, moved, renamed, or sealed under another key.
    """
    try:
        plain = _decrypt(state, place.bytes(), key)
    except InvalidTag:
        raise _altered(place) from None
    if len(plain) < _FIXED or plain[0] >= len(KINDS):
        raise _altered(place)
    end = _FIXED + int.from_bytes(plain[_SALTED:_FIXED], "big")
    return Contents(plain[_FIXED:end], KINDS[plain[0]], plain[end:], plain[1:_SALTED])


def _decrypt(state: bytes, associated: bytes, key: AESGCM) -> bytes:
    if len(state) < _HEAD:
        raise _too_short(state)
    return key.decrypt(state[_HEADER.size : _HEAD], state[_HEAD:], associated)


def _too_short(state: bytes) -> StoreDamaged:
    return StoreDamaged("state-too-short", f"A stored state of {len(state)} bytes is cut off.", size=len(state))


def _altered(place: Place) -> StoreDamaged:
    return StoreDamaged(
        "state-altered",
        f"The stored state at position {place.position} ({place.name}) was altered or moved.",
        position=place.position,
        name=place.name,
    )
