"""Checkpoints: the log's size and root, signed (C2SP tlog-checkpoint), with the time the operator claims.

    registry.example.go.th/letters        origin: the log's name, also its key's name
    20852163                              how many leaves
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2…     root of the RFC 6962 tree over them

    — registry.example.go.th/letters …    0x01: these are my leaves, in this order
    — registry.example.go.th/letters …    0x04: and at this time I had no larger tree

Both lines are of one Ed25519 key. They cannot be mistaken for one another, because the second signs a text that
begins with "cosignature/v1", which is refused as an origin. Extension lines are refused: no monitor can check them.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from keys.errors import BadNote
from keys.notes import KeyType, Note, NoteSigner, NoteVerifier

ROOT_SIZE: Final = 32
"""Bytes of a root hash."""
MAX_ORIGIN: Final = 255
"""Bytes of an origin, as newer kinds of cosignature count it."""
_LARGEST: Final = 2**63 - 1
_BODY_LINES: Final = 3
_COSIGNATURE_HEAD: Final = "cosignature/v1"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log states: its name, how many leaves it has, and the root over them (32 bytes)."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Read the text of a checkpoint's note.

        Raises:
            BadNote: it is not the three lines of a checkpoint in their one form (`checkpoint-malformed`).
        """
        try:
            lines = body.decode().split("\n")
        except UnicodeDecodeError:
            raise _malformed("it is not UTF-8") from None
        if len(lines) != _BODY_LINES + 1 or lines[-1]:
            raise _malformed("it has not exactly the three lines origin, size and root")
        origin, size, root = lines[:-1]
        # The length first: to read a number of a million digits takes long.
        if len(size) > len(str(_LARGEST)) or not (size.isascii() and size.isdigit()) or size != str(int(size)):
            raise _malformed("its size is not a plain decimal number")
        try:
            checkpoint = cls(origin, int(size), binascii.a2b_base64(root, strict_mode=True))
        except ValueError:
            raise _malformed("its root is not base64") from None
        if checkpoint.body() != body:
            raise _malformed("its root is not in the usual spelling of base64")
        return checkpoint

    def body(self) -> bytes:
        """Return the text that is signed.

        Raises:
            BadNote: this cannot be a checkpoint: no proper origin, size or root (`checkpoint-malformed`).
        """
        if not self.origin or "\n" in self.origin or self.origin == _COSIGNATURE_HEAD:
            raise _malformed("its origin is empty, of several lines or a reserved word")
        if len(self.origin.encode()) > MAX_ORIGIN:
            raise _malformed(f"its origin has more than {MAX_ORIGIN} bytes")
        if not 0 <= self.size <= _LARGEST or len(self.root) != ROOT_SIZE:
            raise _malformed(f"its size is out of bounds or its root has not {ROOT_SIZE} bytes")
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()


class LogKey:
    """The log's Ed25519 key, kept loaded, in its two roles. *origin* is the log's name and the key's."""

    __slots__ = ("cosigner", "origin", "signer")

    def __init__(self, origin: str, private_key: Ed25519PrivateKey) -> None:
        self.origin = origin
        self.signer = NoteSigner(origin, KeyType.TEXT, private_key)
        self.cosigner = NoteSigner(origin, KeyType.COSIGNATURE, private_key)

    @classmethod
    def from_seed(cls, origin: str, seed: bytes) -> Self:
        """Return the key made of 32 random bytes."""
        return cls(origin, Ed25519PrivateKey.from_private_bytes(seed))

    @classmethod
    def parse(cls, skey: str) -> Self:
        """Read the key from its text (`skey`), the form in which it is kept."""
        signer = NoteSigner.parse(skey)
        return cls(signer.verifier.name, signer.private_key)

    @property
    def skey(self) -> str:
        """The key as one line of text, a secret."""
        return self.signer.skey

    @property
    def vkey(self) -> str:
        """The public key (type 0x01) as one line of text: what a verifier is given."""
        return self.signer.verifier.vkey


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A verified checkpoint, and when the log itself says it stood; None if the log does not say."""

    checkpoint: Checkpoint
    at: datetime | None


def sign_checkpoint(checkpoint: Checkpoint, log_key: LogKey, at: datetime) -> bytes:
    """Return the note of *checkpoint* with the log's signature and its own timestamped cosignature.

    Args:
        checkpoint: What to sign; whether it continues what was signed before is the caller's business.
        log_key: The log's key, whose origin is the checkpoint's.
        at: The operator's time, with a time zone; stated to the second.
    """
    if checkpoint.origin != log_key.origin:
        raise _foreign(checkpoint.origin, log_key.origin)
    body = checkpoint.body()
    return b"".join((body, b"\n", log_key.signer.line(body), log_key.cosigner.line(body, at=at)))


def verify_checkpoint(note: bytes, log_key: NoteVerifier) -> SignedCheckpoint:
    """Return the checkpoint in *note* iff the log signed it; its time if the log cosigned it.

    Args:
        note: The whole signed note; lines of witnesses and of unknown keys may stand in it.
        log_key: The log's public key, of type 0x01.

    Raises:
        BadNote: malformed, not signed by the log (`note-unverified`), changed (`note-signature-mismatch`),
            or of another log (`checkpoint-of-another-log`).
    """
    parsed = Note.parse(note)
    cosigner = NoteVerifier.of(log_key.name, KeyType.COSIGNATURE, log_key.public_key)
    parsed.verified_by((log_key,))
    times = parsed.times_of(cosigner)
    checkpoint = Checkpoint.parse(parsed.text)
    if checkpoint.origin != log_key.name:
        raise _foreign(checkpoint.origin, log_key.name)
    return SignedCheckpoint(checkpoint, max(times, default=None))


def _malformed(reason: str) -> BadNote:
    return BadNote("checkpoint-malformed", f"This is not a checkpoint of a log: {reason}.", reason=reason)


def _foreign(origin: str, expected: str) -> BadNote:
    return BadNote(
        "checkpoint-of-another-log",
        f"The checkpoint is of the log {origin}; the key is of {expected}. Give the key of that log.",
        origin=origin,
        expected=expected,
    )
