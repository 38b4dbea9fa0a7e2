"""How people's statements are made: canonical bytes, signed where the person's key is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.facts import PersonFact
from domain.values import Digest, File, StreamId
from keys import cades, pades
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
class Author:
    """A person who signs: the key, the enrolment that it rests on, and the registry that it is for."""

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
        stream = new_stream()
        data = wire.encode(
            Statement(
                log=self.origin,
                stream=stream,
                seq=0,
                prev=None,
                seen=seen,
                at=at.astimezone(THAI_TIME).replace(microsecond=0),
                by=Digest(self.key.certificate.spki),
                under=self.under,
                fact=fact,
                re=tuple(re),
                doc=tuple(doc),
            )
        )
        return Said(stream, data, cades.sign(data, self.key, at=at))

    def say_of_file(
        self, fact: PersonFact, around: bytes, *, at: datetime, seen: Seen, doc: Sequence[File] = ()
    ) -> tuple[Said, bytes]:
        """Sign *fact* and the PDF file that it is of by one act: the statement, and the CMS for the file's gap.

        *around* is the SHA-256 around the gap, 32 bytes, which the fact names. A key that asks its holder each time
        is asked for both digests at once.
        """
        return self.say(fact, at=at, seen=seen, doc=doc), pades.sign(around, self.key)
