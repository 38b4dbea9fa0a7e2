"""A file with a gap for a signature, as cheap as can be: it looks like a PDF to nobody but the registry."""

from dataclasses import dataclass

from domain.letter.typeset import Typeset
from domain.values import Digest, digest
from keys import pades
from keys.signing import SigningKey

NOTHING = Digest("sha256:" + 64 * "0")
_HEAD, _TAIL = b"%PDF-1.7\n/Contents ", b"\n%%EOF\n"
_BYTE_RANGE = 60


@dataclass(frozen=True, slots=True)
class Prepared:
    """The file before it is signed."""

    pdf: bytes
    gap: pades.Gap

    @property
    def document(self) -> Typeset:
        """What a statement says of it."""
        around = digest(pades.ranged(self.pdf, self.gap))
        return Typeset(around, self.gap.begin, self.gap.end, self.gap.length, NOTHING, NOTHING)

    def signed(self, key: SigningKey) -> bytes:
        """The finished file."""
        return pades.embed(self.pdf, self.gap, pades.sign(pades.ranged(self.pdf, self.gap), key))


def forged(file: bytes) -> bytes:
    """A finished file whose signature has the form of one and was made by nobody: another number stands at its end."""
    head, closing, behind = file.rpartition(b"> /ByteRange")
    signature = head.rstrip(b"0")  # zeros fill the gap behind it
    other = signature[:-1] + (b"1" if signature[-1:] != b"1" else b"2")
    return other.ljust(len(head), b"0") + closing + behind


def prepared(words: bytes, key: SigningKey) -> Prepared:
    """A file that says *words*, with room for a signature by *key*."""
    head = _HEAD + words + b" "
    hole = b"<" + b"00" * (pades.room(key) + 64) + b">"
    gap = pades.Gap(len(head), len(head) + len(hole), len(head) + len(hole) + _BYTE_RANGE + len(_TAIL))
    return Prepared(head + hole + pades.byte_range(gap).ljust(_BYTE_RANGE) + _TAIL, gap)
