"""What facts are called on the wire, and the one document that carries each of them.

A statement is made canonical once, when it is created (`registry.canonical`), and from then on stored and
carried verbatim. A name and its shape are permanent: a changed shape is a new name and an upcast beside
it, never an edited example. `tests/golden` holds the bytes of one example of every name.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import fields as dataclass_fields
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from hashlib import sha256
from typing import Annotated, Any, Literal, cast, get_args, get_type_hints

import msgspec

from domain import authority, calendar, directives, facts, incoming, passkeys, records, series
from domain.facts import Fact, PersonFact
from domain.letter import events as letter
from domain.structure import events as structure
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
    "instrument.recorded.v1": structure.InstrumentRecorded,
    "instrument.confirmed.v1": structure.InstrumentConfirmed,
    "absence.recorded.v1": structure.AbsenceRecorded,
    "absence.ended.v1": structure.AbsenceEnded,
    "series.opened.v1": series.SeriesOpened,
    "number.reserved.v1": series.NumberReserved,
    "number.voided.v1": series.NumberVoided,
    "opening-balance.entered.v1": series.OpeningBalanceEntered,
    "secret.entered.v1": facts.SecretEntered,
    "letter.signed.v1": letter.LetterSigned,
    "letter.signed-by-hand.v1": letter.LetterSignedByHand,
    "letter.sealed.v1": letter.LetterSealed,
    "letter.issued.v1": letter.LetterIssued,
    "letter.signed.v2": letter.LetterSignedInMatter,
    "order.signed.v1": letter.OrderSigned,
    "order.signed.v2": letter.OrderSignedWithActs,
    "letter.signed.v3": letter.LetterSignedTypeset,
    "order.signed.v3": letter.OrderSignedTypeset,
    "order.signed-by-hand.v1": letter.OrderSignedByHand,
    "order.issued.v1": letter.OrderIssued,
    "letter.dispatched.v1": letter.LetterDispatched,
    "delivery.attempted.v1": letter.DeliveryAttempted,
    "receipt.confirmed.v1": letter.ReceiptConfirmed,
    "letter.acknowledged.v1": letter.LetterAcknowledged,
    "letter.returned.v1": letter.LetterReturned,
    "letter.answered.v1": letter.LetterAnswered,
    "letter.answered-by.v1": letter.LetterAnsweredBy,
    "letter.links-given.v1": letter.LinksGiven,
    "letter.answered-by-link.v1": letter.AnsweredByLink,
    "directive.reported-by-link.v1": letter.ReportedByLink,
    "passkey.offered.v1": passkeys.PasskeyOffered,
    "passkey.confirmed.v1": passkeys.PasskeyConfirmed,
    "passkey.withdrawn.v1": passkeys.PasskeyWithdrawn,
    "entry.noted.v1": letter.EntryNoted,
    "entry.corrected.v1": letter.EntryCorrected,
    "letter.cancelled.v1": letter.LetterCancelled,
    "letter.superseded.v1": letter.LetterSuperseded,
    "order.amended.v1": letter.OrderAmended,
    "order.repealed.v1": letter.OrderRepealed,
    "directive.reported.v1": directives.DirectiveReported,
    "directive.noted.v1": directives.DirectiveNoted,
    "directive.evidenced.v1": directives.DirectiveEvidenced,
    "deadline.moved.v1": directives.DeadlineMoved,
    "letter.received.v1": incoming.LetterReceived,
    "matter.assigned.v1": incoming.MatterAssigned,
    "action.noted.v1": incoming.ActionNoted,
    "matter.concluded.v1": incoming.MatterConcluded,
    "calendar.entered.v1": calendar.CalendarEntered,
    "records.noted.v1": records.RecordsNoted,
}
"""Every name that this version reads, and nothing else: a stored name never chooses code to import."""

_NAME_OF = {kind: name for name, kind in NAMES.items()}
_PERSONS = frozenset(get_args(PersonFact))
PERSONS_NAMES = tuple(name for name, kind in NAMES.items() if kind in _PERSONS)
"""Of what people sign; the seal signs the others."""
_SEVEN_HOURS = timedelta(hours=7)
_FIGURES = bytes(48 if byte in b"0123456789" else 58 if byte in b":,[-" else 120 for byte in range(256))
_LARGE_NUMBER = b":" + b"0" * 16
"""Sixteen figures where a value begins: an integer of 2^53 or more, or text like one; the long way tells which."""
_UUID7 = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Seen(msgspec.Struct, frozen=True, gc=False):
    """The newest checkpoint that the statement's maker saw: a lower bound in time, and gossip."""

    size: int
    root: str
    """64 hexadecimal figures."""


NOTHING_SEEN = Seen(0, sha256(b"").hexdigest())


class Relation(msgspec.Struct, frozen=True, gc=False):
    """A tie to another statement by its digest."""

    rel: str
    h: Digest


class Statement(msgspec.Struct, frozen=True, gc=False):
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
    """Return the canonical bytes that are signed, hashed, stored and carried.

    Raises:
        NotCanonical: nobody could read it again: more than `LARGEST_STATEMENT`, or an integer of 2^53 or more.
    """
    form = _FORMS[type(statement.fact)]
    data = _encoder.encode(form.written(statement))
    if len(data) > LARGEST_STATEMENT or _LARGE_NUMBER in data.translate(_FIGURES):
        canonical.decode(data, max_size=LARGEST_STATEMENT, max_depth=DEEPEST_STATEMENT)
    return data


def decode(data: bytes) -> Statement:
    """Return the statement that *data* carries.

    Raises:
        NotCanonical: not the canonical bytes of a statement, or a field that its name does not have.
        UnknownFact: a name that this version cannot read.
    """
    if len(data) <= LARGEST_STATEMENT:
        if _LARGE_NUMBER in data.translate(_FIGURES):
            canonical.decode(data, max_size=LARGEST_STATEMENT, max_depth=DEEPEST_STATEMENT)
        try:
            # Where the keys are sorted and no text holds a bare quotation mark, the name stands here; a form refuses
            # any other name than its own.
            at = data.rfind(_TYP) + len(_TYP)
            statement, again = _FORMS_BY_NAME[data[at : data.find(b'"', at)]].read(data)
        except (msgspec.MsgspecError, KeyError, ValueError, RecursionError, OverflowError):
            pass  # said below what is wrong
        else:
            # A field left out, a key given twice, or a second spelling of a value would survive the reading.
            if again == data:
                return statement
    raise _why_not(data)


def _why_not(data: bytes) -> NotCanonical | UnknownFact:
    """Return what is wrong with bytes that are no statement, as exactly as can be said."""
    try:
        fields = cast("dict[str, Any]", canonical.decode(data, max_size=LARGEST_STATEMENT, max_depth=DEEPEST_STATEMENT))
    except NotCanonical as refusal:
        return refusal
    name = str(fields.get("typ"))[:80]
    kind = NAMES.get(name)
    if kind is None:
        return UnknownFact("unknown-fact", f"This version cannot read {name!r} events.", name=name)
    try:
        _FORMS[kind].read(data)
    except (msgspec.MsgspecError, ValueError) as error:
        return NotCanonical("bad-field", f"A field of {name} is wrong: {error}.", name=name, why=str(error))
    return NotCanonical("other-fields", f"The fields of {name} are not exactly its own.", name=name)


def digest_of(data: bytes) -> Digest:
    """Return the digest of statement bytes, as other statements name them."""
    return digest(sha256(data).digest())


_ENVELOPE: list[tuple[str, Any]] = [
    ("v", Literal[1]),
    ("log", str),
    ("text", Literal["th1"]),
    ("stream", str),
    ("seq", Annotated[int, msgspec.Meta(ge=0)]),
    ("prev", str | None),
    ("seen", Seen),
    ("re", tuple[Relation, ...]),
    ("at", str),
    ("by", str),
    ("under", str | None),
    ("doc", tuple[File, ...]),
]
_encoder = msgspec.json.Encoder(order="sorted")
_TYP = b',"typ":"'


class _Form:
    """How the statements of one kind of fact are written and read: envelope and fact side by side, all required."""

    def __init__(self, name: str, kind: type[Fact]) -> None:
        types = get_type_hints(kind)
        fields = [(field.name, types[field.name]) for field in dataclass_fields(kind)]
        self._name = name
        self._made: Callable[..., Fact] = kind
        if any(field.kw_only for field in dataclass_fields(kind)):
            self._made = lambda *values: kind(**{name: value for (name, _), value in zip(fields, values, strict=True)})
        own_name: tuple[str, Any] = ("typ", Literal[name])
        self._struct = msgspec.defstruct(
            f"{kind.__name__}Form", [own_name, *_ENVELOPE, *fields], forbid_unknown_fields=True, gc=False
        )
        self._decoder = msgspec.json.Decoder(self._struct)
        self._of_fact = [operator.attrgetter(name) for name, _ in fields]

    def written(self, statement: Statement) -> msgspec.Struct:
        """Return the statement as it is written."""
        fact = statement.fact
        return self._struct(
            self._name,
            VERSION,
            statement.log,
            TEXT_RULE,
            statement.stream,
            statement.seq,
            statement.prev,
            statement.seen,
            statement.re,
            statement.at.isoformat(timespec="seconds"),
            statement.by,
            statement.under,
            statement.doc,
            *[get(fact) for get in self._of_fact],
        )

    def read(self, data: bytes) -> tuple[Statement, bytes]:
        """Return the statement that is written in *data*, and how it is written canonically."""
        form: Any = self._decoder.decode(data)
        at, form.at = _moment(form.at)
        _, _, log, _, stream, seq, prev, seen, ties, _, by, under, doc, *of_fact = msgspec.structs.astuple(form)
        _require_stream(stream)
        _require_known_digest(by)
        if under is not None:
            _require_known_digest(under)
        if prev is not None:
            digest_bytes(prev)
        for file in doc:
            digest_bytes(file.sha256)
        for tie in ties:
            digest_bytes(tie.h)
        fact = self._made(*of_fact)
        statement = Statement(log, stream, seq, prev, seen, at, by, under, fact, ties, doc)
        return statement, _encoder.encode(form)


_require_known_digest = lru_cache(maxsize=4096)(digest_bytes)
"""For keys and enrolments, which stand in many statements each."""


@lru_cache(maxsize=4096)
def _require_stream(name: str) -> None:
    if not _UUID7.fullmatch(name):
        raise ValueError("stream is not a UUID of version 7")


@lru_cache(maxsize=4096)
def _moment(text: str) -> tuple[datetime, str]:
    """Return a time that is written in a statement, and its one spelling. Many facts are of the same second."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or at.utcoffset() != _SEVEN_HOURS:
        raise ValueError("at is not Thai time")
    at = at.replace(tzinfo=THAI_TIME)
    return at, at.isoformat(timespec="seconds")


_FORMS: dict[type, _Form] = {kind: _Form(name, kind) for name, kind in NAMES.items()}
_FORMS_BY_NAME = {name.encode(): _FORMS[kind] for name, kind in NAMES.items()}
