"""What the official signs of a typeset letter beside its words: the PDF file as it will be received."""

from dataclasses import dataclass

from domain.values import Digest


@dataclass(frozen=True, slots=True)
class Typeset:
    """One PDF but for the gap that its signature fills, the fields it carries, and the code printed in it.

    The file does not exist yet when its official signs: the signature goes into it. So the statement names
    everything around the gap, and the seal's admission the finished file. Source: ISO 32000-2 12.8.1 (ByteRange).
    """

    sha256: Digest
    """Of the bytes before and behind the gap, one after the other: what PAdES signs."""
    begin: int
    """The gap's first byte, the ``<`` before the signature; bytes 0 to here are signed."""
    end: int
    """The first byte behind the gap's ``>``; from here to the file's end is signed."""
    length: int
    """Bytes of the whole file."""
    fields: Digest
    """The attached ``letter.json``: a convenience for programs, never evidence."""
    code: Digest
    """SHA-256 of the code (ASCII) in the address of the QR code; the code itself stands on the paper only."""
