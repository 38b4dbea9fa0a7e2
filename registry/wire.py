"""What facts are called on the wire, and the one document that carries each of them.

A statement is made canonical once, when it is created (`registry.canonical`), and from then on stored and
carried verbatim. A name and its shape are permanent: a changed shape is a new name and an upcast beside
it, never an edited example. `tests/golden` holds the bytes of one example of every name.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from hashlib import sha256
from typing import Annotated, Any, cast, get_args

import msgspec

from domain import authority, facts, incoming, series
from domain.facts import Fact, PersonFact
from domain.letter import events as letter
from domain.values import Digest, File, StreamId, digest, digest_bytes
from registry import canonical
from registry.errors import NotCanonical, UnknownFact

LARGEST_STATEMENT = 1 << 20
"""Bytes. A circular to 76 addressees takes about 9 kB."""
DEEPEST_STATEMENT = 8
VERSION = 1
TEXT_RULE = "th1"
THAI_TIME = timezone(timedelta(hours=7))
"""Thailand has kept UTC+7 since 1920 without daylight saving."""

NAMES: dict[str, type[Fact]] = {
    "registry.opened.v1": authority.RegistryOpened,
    "officer.enrolled.v1": authority.OfficerEnrolled,
    "key.enrolled.v1": authority.KeyEnrolled,
    "key.confirmed.v1": authority.KeyConfirmed,
    "key.withdrawn.v1": authority.KeyWithdrawn,
    "series.opened.v1": series.SeriesOpened,
    "number.reserved.v1": series.NumberReserved,
    "number.voided.v1": series.NumberVoided,
    "opening-balance.entered.v1": series.OpeningBalanceEntered,
    "secret.entered.v1": facts.SecretEntered,
    "letter.signed.v1": letter.LetterSigned,
    "letter.signed-by-hand.v1": letter.LetterSignedByHand,
    "letter.sealed.v1": letter.LetterSealed,
    "letter.issued.v1": letter.LetterIssued,
    "order.signed.v1": letter.OrderSigned,
    "order.issued.v1": letter.OrderIssued,
    "letter.dispatched.v1": letter.LetterDispatched,
    "delivery.attempted.v1": letter.DeliveryAttempted,
    "receipt.confirmed.v1": letter.ReceiptConfirmed,
    "letter.acknowledged.v1": letter.LetterAcknowledged,
    "letter.returned.v1": letter.LetterReturned,
    "letter.answered.v1": letter.LetterAnswered,
    "letter.answered-by.v1": letter.LetterAnsweredBy,
    "entry.noted.v1": letter.EntryNoted,
    "entry.corrected.v1": letter.EntryCorrected,
    "letter.cancelled.v1": letter.LetterCancelled,
    "letter.superseded.v1": letter.LetterSuperseded,
    "letter.received.v1": incoming.LetterReceived,
    "matter.assigned.v1": incoming.MatterAssigned,
    "action.noted.v1": incoming.ActionNoted,
    "matter.concluded.v1": incoming.MatterConcluded,
}
"""Every name that this version reads, and nothing else: a stored name never chooses code to import."""

_NAME_OF = {kind: name for name, kind in NAMES.items()}
_PERSONS = frozenset(get_args(PersonFact))
_UUID7 = "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
_WrittenDigest = Annotated[str, msgspec.Meta(pattern="^sha256:[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest checkpoint that the statement's maker saw: a lower bound in time, and gossip."""

    size: int
    root: str
    """64 hexadecimal figures."""


NOTHING_SEEN = Seen(0, sha256(b"").hexdigest())


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie to another statement by its digest."""

    rel: str
    h: Digest


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact, who says it, when, and where in the history it stands."""

    log: str
    stream: StreamId
    seq: int
    prev: Digest | None
    seen: Seen
    at: datetime
    """Whole seconds, with the offset +07:00. A claim; proof of time stands elsewhere."""
    by: Digest
    under: Digest | None
    fact: Fact
    re: tuple[Relation, ...] = ()
    doc: tuple[File, ...] = ()

    @property
    def name(self) -> str:
        """The wire name, e.g. ``letter.signed.v1``."""
        return _NAME_OF[type(self.fact)]


@lru_cache(maxsize=64)
def leaf_type(name: str) -> str:
    """Return the type that stands in a public leaf: the wire name without its version."""
    return name.rpartition(".v")[0]


def name_of(fact: Fact) -> str:
    """Return the wire name of a fact."""
    return _NAME_OF[type(fact)]


def is_persons(fact: Fact) -> bool:
    """Tell whether people sign such a fact; the seal signs the others."""
    return type(fact) in _PERSONS


def encode(statement: Statement) -> bytes:
    """Return the canonical bytes that are signed, hashed, stored and carried."""
    fields: dict[str, Any] = msgspec.to_builtins(statement.fact)
    fields.update(
        v=VERSION,
        typ=_NAME_OF[type(statement.fact)],
        log=statement.log,
        text=TEXT_RULE,
        stream=statement.stream,
        seq=statement.seq,
        prev=statement.prev,
        seen={"size": statement.seen.size, "root": statement.seen.root},
        re=[{"rel": tie.rel, "h": tie.h} for tie in statement.re],
        at=statement.at.isoformat(timespec="seconds"),
        by=statement.by,
        under=statement.under,
        doc=msgspec.to_builtins(statement.doc),
    )
    return canonical.encode(fields)


def decode(data: bytes) -> Statement:
    """Return the statement that *data* carries.

    Raises:
        NotCanonical: not the canonical bytes of a statement, or a field that its name does not have.
        UnknownFact: a name that this version cannot read.
    """
    fields = cast("dict[str, Any]", canonical.decode(data, max_size=LARGEST_STATEMENT, max_depth=DEEPEST_STATEMENT))
    try:
        envelope = msgspec.convert({key: fields.pop(key) for key in _FIELDS}, _Envelope)
        kind = NAMES.get(envelope.typ)
        if kind is None:
            name = envelope.typ[:80]
            raise UnknownFact("unknown-fact", f"This version cannot read {name!r} events.", name=name)
        statement = _statement(envelope, msgspec.convert(fields, kind))
    except KeyError as error:
        raise NotCanonical("field-missing", f"The statement has no field {error}.", field=str(error)) from None
    except (msgspec.ValidationError, ValueError) as error:
        if isinstance(error, UnknownFact):
            raise
        raise NotCanonical("bad-field", f"A field of the statement is wrong: {error}.", why=str(error)) from None
    # A field left out, one too many, or a second spelling of a value would survive the conversion unseen.
    if encode(statement) != data:
        raise NotCanonical("other-fields", f"The fields of {envelope.typ} are not exactly its own.", name=envelope.typ)
    return statement


def digest_of(data: bytes) -> Digest:
    """Return the digest of statement bytes, as other statements name them."""
    return digest(sha256(data).digest())


@dataclass(frozen=True, slots=True)
class _Envelope:
    """What every statement carries, as it stands in the JSON."""

    v: int
    typ: str
    log: str
    text: str
    stream: Annotated[str, msgspec.Meta(pattern=_UUID7)]
    seq: Annotated[int, msgspec.Meta(ge=0)]
    prev: _WrittenDigest | None
    seen: Seen
    re: tuple[Relation, ...]
    at: str
    by: _WrittenDigest
    under: _WrittenDigest | None
    doc: tuple[File, ...]


_FIELDS = tuple(_Envelope.__dataclass_fields__)


def _statement(envelope: _Envelope, fact: Fact) -> Statement:
    at = datetime.fromisoformat(envelope.at)
    if (envelope.v, envelope.text, at.utcoffset()) != (VERSION, TEXT_RULE, THAI_TIME.utcoffset(None)):
        raise ValueError("v, text or the time's offset is of another version")
    for value in (*(file.sha256 for file in envelope.doc), *(tie.h for tie in envelope.re)):
        digest_bytes(value)
    return Statement(
        log=envelope.log,
        stream=StreamId(envelope.stream),
        seq=envelope.seq,
        prev=cast("Digest | None", envelope.prev),
        seen=envelope.seen,
        at=at,
        by=Digest(envelope.by),
        under=cast("Digest | None", envelope.under),
        fact=fact,
        re=envelope.re,
        doc=envelope.doc,
    )
