"""Small values that many facts share."""

from dataclasses import dataclass
from typing import NewType

from domain.errors import InvalidValue

Digest = NewType("Digest", str)
"""``sha256:`` and 64 lower-case hexadecimal figures."""

StreamId = NewType("StreamId", str)
"""The name of one stream of facts: a UUID of version 7 in its usual 36 characters."""


def digest(raw: bytes) -> Digest:
    """Return the digest written out of 32 bytes."""
    if len(raw) != 32:  # noqa: PLR2004 - the length of SHA-256
        raise InvalidValue("digest-length", f"A SHA-256 digest has 32 bytes, not {len(raw)}.", length=len(raw))
    return Digest("sha256:" + raw.hex())


def digest_bytes(value: str) -> bytes:
    """Return the 32 bytes of a written digest.

    Raises:
        InvalidValue: *value* is not ``sha256:`` and 64 lower-case hexadecimal figures.
    """
    figures = value[7:]
    try:
        raw = bytes.fromhex(figures)
    except ValueError:
        raw = b""
    # The library also reads capitals and spaces; every digest has one spelling, and every statement passes here.
    if len(raw) != 32 or raw.hex() != figures or not value.startswith("sha256:"):  # noqa: PLR2004
        raise InvalidValue(
            "not-a-digest",
            f"{value[:80]!r} is not a digest: write sha256: and 64 hexadecimal figures.",
            text=value[:80],
        )
    return raw


@dataclass(frozen=True, slots=True)
class File:
    """One file that a statement names by its digest; the bytes are kept elsewhere."""

    sha256: Digest
    len: int
    mime: str
    name: str
    role: str
    """``main`` (the final file), ``attachment``, ``scan``, ``certificate``, ``received`` or ``last-page``."""
