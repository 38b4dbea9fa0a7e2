"""How people's statements are made: canonical bytes, signed where the person's key is.

Holder ──statement──▶ Unsigned ──signed──▶ Said          the key is elsewhere: on the person's own device
Author ──────────────say──────────────────▶ Said          the key is here, for this one act
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.facts import PersonFact
from domain.values import Digest, File, StreamId
from keys import cades, pades
from keys.certificates import Certificate
from keys.signing import SigningKey
from registry import wire
from registry.register.group import new_stream
from registry.wire import THAI_TIME, Relation, Seen, Statement


@dataclass(frozen=True, slots=True)
class Said:
    """A signed statement on its way to the register."""

    stream: StreamId
    statement: bytes
    evidence: bytes

    @property
    def digest(self) -> Digest:
        """The digest by which other statements name this one."""
        return wire.digest_of(self.statement)


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A statement that waits for the signature of its author."""

    stream: StreamId
    statement: bytes
    at: datetime

    def to_be_signed(self, certificate: Certificate) -> bytes:
        """Return what the author's key signs (CAdES-B's signed attributes, as a SET)."""
        return cades.to_be_signed(self.statement, certificate, at=self.at)

    def signed(self, certificate: Certificate, signature: bytes) -> Said:
        """Return the statement with its signature, once that is found good.

        Raises:
            BadSignature: the holder of *certificate* did not sign exactly this (`signature-mismatch`).
        """
        evidence = cades.complete(self.statement, certificate, signature, at=self.at)
        return Said(self.stream, self.statement, evidence)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who signs, as far as others know: certificates, the enrolment, and the registry that it is for."""

    origin: str
    certificate: Certificate
    chain: tuple[Certificate, ...]
    """Those above it, lowest first, without the root."""
    under: Digest

    def statement(
        self,
        fact: PersonFact,
        *,
        at: datetime,
        seen: Seen,
        re: Sequence[Relation] = (),
        doc: Sequence[File] = (),
    ) -> Unsigned:
        """Write *fact* down as the beginning of a stream of its own."""
        stream, moment = new_stream(), at.astimezone(THAI_TIME).replace(microsecond=0)
        data = wire.encode(
            Statement(
                log=self.origin,
                stream=stream,
                seq=0,
                prev=None,
                seen=seen,
                at=moment,
                by=Digest(self.certificate.spki),
                under=self.under,
                fact=fact,
                re=tuple(re),
                doc=tuple(doc),
            )
        )
        return Unsigned(stream, data, moment)


@dataclass(frozen=True, slots=True)
class Author:
    """A person who signs, with the key."""

    origin: str
    key: SigningKey
    under: Digest

    def say(
        self,
        fact: PersonFact,
        *,
        at: datetime,
        seen: Seen,
        re: Sequence[Relation] = (),
        doc: Sequence[File] = (),
    ) -> Said:
        """Sign *fact* as the beginning of a stream of its own."""
        holder = Holder(self.origin, self.key.certificate, self.key.chain, self.under)
        unsigned = holder.statement(fact, at=at, seen=seen, re=re, doc=doc)
        return Said(unsigned.stream, unsigned.statement, cades.sign(unsigned.statement, self.key, at=unsigned.at))

    def say_of_file(
        self, fact: PersonFact, around: bytes, *, at: datetime, seen: Seen, doc: Sequence[File] = ()
    ) -> tuple[Said, bytes]:
        """Sign *fact* and the PDF file that it is of by one act: the statement, and the CMS for the file's gap.

        *around* is the SHA-256 around the gap, 32 bytes, which the fact names. A key that asks its holder each time
        is asked for both digests at once.
        """
        return self.say(fact, at=at, seen=seen, doc=doc), pades.sign(around, self.key)
