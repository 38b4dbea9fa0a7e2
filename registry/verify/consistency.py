"""The proof that an earlier state of the log is the beginning of this one, as a member of a bundle.

    old 12                                            how many leaves the earlier log had
    qRzbAnWoAFQQWy/jx7CwZf8ildpKdpbGzE1cwOykt30=      hashes of RFC 9162 section 2.1.4
    …
                                                      a blank line, then the signed checkpoint
    registry.example.go.th/letters
    …

It is the body of a witness's ``add-checkpoint`` request (C2SP tlog-witness), so that it can be handed to one.
"""

from base64 import b64decode
from binascii import b2a_base64
from dataclasses import dataclass
from typing import Final, Self

from registry.verify.verdicts import Unshown

_MOST_HASHES: Final = 63
_LONGEST_SIZE: Final = 19


@dataclass(frozen=True, slots=True)
class Consistency:
    """The log of *old_size* leaves is the beginning of that of *checkpoint* (a signed note), by *hashes*."""

    old_size: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes

    @classmethod
    def parse(cls, data: bytes, member: str) -> Self:
        """Read a proof; writing it again gives the same bytes.

        Raises:
            Unshown: it is not in the one form of such a proof.
        """
        head, _, checkpoint = data.partition(b"\n\n")
        first, *lines = head.split(b"\n")
        size = first.removeprefix(b"old ")
        if not size.isdigit() or len(size) > _LONGEST_SIZE or len(lines) > _MOST_HASHES:
            raise _malformed(member)
        try:
            proof = cls(int(size), tuple(b64decode(line, validate=True) for line in lines), checkpoint)
        except ValueError:
            raise _malformed(member) from None
        if proof.write() != data:
            raise _malformed(member)
        return proof

    def write(self) -> bytes:
        """Return the file's bytes."""
        return b"old %d\n%b\n%b" % (self.old_size, b"".join(map(b2a_base64, self.hashes)), self.checkpoint)


def _malformed(member: str) -> Unshown:
    return Unshown("consistency-malformed", f"{member} is not a proof of consistency.", member=member)
