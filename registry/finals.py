"""The finished file of a typeset letter: whether it is the one that its official signed, twice by one act.

    statement   document: bytes 0 to gap, gap to end, SHA-256 around the gap     signed before the file is whole
    file        … gap = < CMS by the same key over the same SHA-256 > …          signed in the same act
    admission   final, doc: SHA-256 and length of the whole file                 the seal's, when both agree

Which file is the letter is decided by its digest in the admission, byte by byte. What is verified here is that the
seal does not name another file than the one that was signed.
"""

from hashlib import sha256
from typing import Final

from domain.errors import InvalidValue
from domain.facts import Fact
from domain.letter.events import LetterSignedTypeset, OrderSignedTypeset
from domain.letter.typeset import Typeset
from domain.values import Digest, File, digest
from keys import pades
from keys.certificates import Certificate
from keys.errors import KeysError
from registry.errors import RegistryError
from registry.store.blobs import Blobs

LARGEST_FINAL: Final = 64 << 20
"""Bytes. A typeset letter has about 0.1 MB; the writer reads all of it before it admits one."""


def document_of(fact: Fact) -> Typeset | None:
    """Return what was signed of the file of a typeset letter or order; None for any other statement."""
    return fact.document if isinstance(fact, LetterSignedTypeset | OrderSignedTypeset) else None


def named(final: Digest, length: int) -> File:
    """Return how the seal's admission names the finished file of *length* bytes."""
    return File(final, length, "application/pdf", "letter.pdf", "main")


def require_final(blobs: Blobs, fact: Fact, final: Digest | None, certificate: Certificate) -> File | None:
    """Return the finished file of a typeset letter, once it is found signed by *certificate*; None of other facts.

    Args:
        blobs: where the file is kept.
        fact: what was signed; its evidence by *certificate* was verified.
        final: which file is handed in with it.
        certificate: whose signature the statement bears.

    Raises:
        InvalidValue: a file is handed in where none belongs, is missing, or is not of the length that was signed.
        RegistryError: it is not in the store, damaged there, or the file of another letter.
        BadSignature: it bears no such signature in the place that was signed for it.
    """
    document = document_of(fact)
    if document is None:
        if final is not None:
            raise InvalidValue(
                "final-not-asked", "This statement names all its files itself: hand in no finished file beside it."
            )
        return None
    if final is None:
        raise InvalidValue("final-missing", "A typeset letter is handed in with its finished file: name it.")
    claim = read(blobs, final, document, certificate)
    certificate.verify(claim.signature, claim.message)
    return named(final, document.length)


def read(blobs: Blobs, final: Digest, document: Typeset, certificate: Certificate) -> pades.Claim:
    """Return what is left to verify of the signature in a finished file: `Certificate.verify` settles it.

    Raises:
        InvalidValue, RegistryError, BadSignature: as `require_final`, but for a signature by another key.
    """
    length = blobs.size(final) or 0
    if length > LARGEST_FINAL:
        raise _length(length, document)
    data = blobs.unchecked(final)
    try:
        if len(data) != document.length:
            raise _length(len(data), document)
        claim = pades.read(data, pades.Gap(document.begin, document.end, document.length), certificate)
    except (InvalidValue, KeysError):
        blobs.require(final, sha256(data).digest())  # what is wrong with a damaged file is that it is damaged
        raise
    blobs.require(final, claim.whole)
    if digest(claim.digest) != document.sha256:
        raise RegistryError(
            "final-of-another-letter",
            f"The finished file has the digest {digest(claim.digest)[:23]}… around its signature, and "
            f"{document.sha256[:23]}… was signed.",
            found=digest(claim.digest)[:23],
            expected=document.sha256[:23],
        )
    return claim


def _length(found: int, document: Typeset) -> InvalidValue:
    return InvalidValue(
        "final-length",
        f"The finished file has {found} bytes, and {document.length} were signed; {LARGEST_FINAL} are the most.",
        length=found,
        signed=document.length,
        most=LARGEST_FINAL,
    )
