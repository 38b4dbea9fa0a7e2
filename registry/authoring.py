"""How people's statements are made: canonical bytes, signed where the person's key is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.facts import PersonFact
from domain.values import Digest, File, StreamId
from keys import cades
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
