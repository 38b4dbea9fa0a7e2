"""The proof that a leaf stands in the log, as a file that its holder keeps (C2SP tlog-proof).

    c2sp.org/tlog-proof@v1
    extra AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=       the leaf's salt; a public leaf has none
    index 73894
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=           siblings, from the leaf's up to below the root
    …
                                                           a blank line, then the signed checkpoint
    registry.example.go.th/letters
    109482
    sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

    — registry.example.go.th/letters hI2DJw…

The extra line is signed by nobody. It need not be: with a wrong salt the leaf is another, and the proof fails.
"""

from base64 import b64decode
from binascii import b2a_base64
from dataclasses import dataclass
from typing import Final, Self

from keys.checkpoints import SignedCheckpoint, verify_checkpoint
from keys.notes import NoteVerifier
from registry.errors import BadProof
from registry.log.leaves import SALT_SIZE, leaf_hash
from registry.log.merkle import HASH_SIZE, verify_inclusion

LARGEST_PROOF: Final = 2**18
"""In bytes; room for some sixty witnesses."""
_FIRST_LINE: Final = b"c2sp.org/tlog-proof@v1"
_HIGHEST_TREE: Final = 63
_LONGEST_INDEX: Final = 19


@dataclass(frozen=True, slots=True)
class Proof:
    """Leaf *index* stands in the tree of the *checkpoint* (a signed note's bytes), by its sibling *hashes*."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    salt: bytes | None

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a proof; writing it again gives the same bytes. The note in it is not yet looked at.

        Raises:
            BadProof: too large, or not in the one form of a proof.
        """
        if len(data) > LARGEST_PROOF:
            raise _malformed(f"it has {len(data)} bytes; {LARGEST_PROOF} are the most")
        head, _, checkpoint = data.partition(b"\n\n")
        first, *lines = head.split(b"\n")
        if first != _FIRST_LINE:
            raise _malformed(f"its first line is not {_FIRST_LINE.decode()}")
        salt = _unbase64(lines.pop(0)[6:], SALT_SIZE) if lines and lines[0].startswith(b"extra ") else None
        index = lines.pop(0).removeprefix(b"index ") if lines else b""
        if not index.isdigit() or len(index) > _LONGEST_INDEX:
            raise _malformed("it has no line with the leaf's index")
        if len(lines) > _HIGHEST_TREE:
            raise _malformed(f"it has {len(lines)} hashes; {_HIGHEST_TREE} are the most")
        proof = cls(int(index), tuple(_unbase64(line, HASH_SIZE) for line in lines), checkpoint, salt)
        if proof.write() != data:
            raise _malformed("it is not written in the usual way")
        return proof

    def write(self) -> bytes:
        """Return the file's bytes."""
        extra = b"" if self.salt is None else b"extra " + b2a_base64(self.salt)
        hashes = b"".join(map(b2a_base64, self.hashes))
        return b"%b\n%bindex %d\n%b\n%b" % (_FIRST_LINE, extra, self.index, hashes, self.checkpoint)


def verify(proof: Proof, leaf: bytes, log_key: NoteVerifier) -> SignedCheckpoint:
    """Require that *leaf* stands where *proof* says, in a tree that the log has signed; return its checkpoint.

    A line of an unknown key below the checkpoint proves nothing and is not looked at. If the log's own line with
    the time is unknown in that way, the time that is returned is None: who demands one must look.

    Raises:
        BadProof: the leaf does not stand there.
        keys.errors.BadNote: the checkpoint is malformed, of another log or not signed by *log_key*.
    """
    signed = verify_checkpoint(proof.checkpoint, log_key)
    verify_inclusion(leaf_hash(leaf), proof.index, signed.checkpoint.size, proof.hashes, signed.checkpoint.root)
    return signed


def _unbase64(text: bytes, size: int) -> bytes:
    try:
        decoded = b64decode(text, validate=True)
    except ValueError:
        raise _malformed("a line of it is not base64") from None
    if len(decoded) != size:
        raise _malformed(f"a line of it holds {len(decoded)} bytes instead of {size}")
    return decoded


def _malformed(reason: str) -> BadProof:
    return BadProof("proof-malformed", f"This is not a proof of a log: {reason}.", reason=reason)
