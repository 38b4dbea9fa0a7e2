"""What administrators look after and prepare: keys that end, proposals that registrars sign, how letters look.

Accounts are kept on the pages alone: a program's token, which may lie about for a year, makes nobody an account.
"""

from datetime import date, datetime
from hashlib import sha256
from typing import Annotated

import msgspec
from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, RawBody

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.administration.proposing import LARGEST, propose
from api.routes.kit import ACTS, READS, UPLOAD, FileName, Key, content, moment, once
from domain.authority import OfficerEnrolled, Post, Role
from domain.structure.events import AbsenceEnded, AbsenceKind
from domain.values import Digest
from registry.acts import absences, attention, instruments, proposing
from registry.acts.attention import HeldKey
from registry.acts.instruments import InstrumentDraft
from registry.acts.office import Office
from registry.documents.writing import paper

ADMINISTRATORS = allow(Right.ADMINISTRATOR)
_CERTIFICATE = UPLOAD | {"request_max_body_size": LARGEST}
_EMBLEM = UPLOAD | {"request_max_body_size": paper.LARGEST_EMBLEM + 1}
DigestText = Annotated[str, msgspec.Meta(pattern="^sha256:[0-9a-f]{64}$")]


class KeyNow(msgspec.Struct):
    """A key, whose it is, how it stands, and when its certificate ends."""

    key: str
    whose: str
    officer: str | None
    name: str
    state: str
    ends_at: datetime

    @classmethod
    def of(cls, held: HeldKey) -> "KeyNow":
        """Return a key as programs read it."""
        return cls(held.spki, held.whose.value, held.officer, held.name, held.state.value, held.not_after)


class SeriesMissing(msgspec.Struct):
    """A series that a book had in the year before."""

    book: str
    kind: str
    year: int


class NeedsAttention(msgspec.Struct):
    """What needs attention now."""

    ending: list[KeyNow]
    waiting: list[KeyNow]
    series: list[SeriesMissing]
    calendar: int | None
    """Next year (Buddhist), where the calendar says nothing of it in December."""
    proposals: int


class OfficerNow(msgspec.Struct):
    """An officer as enrolled, with the keys."""

    officer: str
    name: str
    office: str
    roles: list[str]
    posts: list[Post]
    receives_for: list[str]
    keys: list[KeyNow]


class HeldPost(msgspec.Struct, forbid_unknown_fields=True):
    """A post, from a day until before another."""

    post: str
    unit: str
    since: date
    until: date | None = None


class NewEnrolment(msgspec.Struct, forbid_unknown_fields=True):
    """An officer, as a registrar shall enrol him or enrol him anew."""

    officer: str
    name: str
    office: str
    roles: list[Role]
    posts: list[HeldPost] = []
    receives_for: list[str] = []
    why: str = ""


class NewWithdrawal(msgspec.Struct, forbid_unknown_fields=True):
    """A key that shall be withdrawn, and why."""

    key: DigestText
    reason: str


class NewAbsence(msgspec.Struct, forbid_unknown_fields=True):
    """A post without its holder; now by default."""

    kind: AbsenceKind
    post: str
    unit: str
    since: datetime | None = None
    until: datetime | None = None
    officer: str | None = None
    note: str | None = None


class AbsenceOver(msgspec.Struct, forbid_unknown_fields=True):
    """An absence that is over, by its statement's digest; now by default."""

    absence: DigestText
    at: datetime | None = None


class NewAddress(msgspec.Struct, forbid_unknown_fields=True):
    """Where the QR codes of letters lead."""

    address: str


class Proposed(msgspec.Struct):
    """The proposal that waits for an officer's signature."""

    proposal: str


@get("/administration/attention", opt=ADMINISTRATORS, responses=READS, sync_to_thread=True)
def read_attention(counter: NamedDependency[Counter]) -> NeedsAttention:
    """Say which keys end within 60 days or wait for a second registrar, and what next year lacks."""
    found = attention.attention(counter.office)
    return NeedsAttention(
        [KeyNow.of(one) for one in found.ending],
        [KeyNow.of(one) for one in found.waiting],
        [SeriesMissing(one.book, one.kind.value, one.year) for one in found.series],
        found.calendar,
        len(counter.proposals.waiting()),
    )


@get("/administration/officers/{officer:str}", opt=ADMINISTRATORS, responses=READS, sync_to_thread=True)
def read_officer(officer: FromPath[str], counter: NamedDependency[Counter]) -> OfficerNow:
    """Return an officer as enrolled, with the keys."""
    office = counter.office
    known = office.reader.authority().officer(officer)
    return OfficerNow(
        officer,
        known.name,
        known.office,
        [role.value for role in known.roles],
        list(known.posts),
        list(known.receives_for),
        [KeyNow.of(one) for one in attention.keys_of_officers(office, officer)],
    )


@post("/administration/enrolments", opt=ADMINISTRATORS, responses=ACTS, sync_to_thread=True)
def propose_enrolment(
    data: JSONBody[NewEnrolment], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Proposed:
    """Propose an enrolment, which a registrar signs."""

    def act(office: Office) -> Proposed:
        posts = tuple(Post(one.post, one.unit, one.since, one.until) for one in data.posts)
        typed = OfficerEnrolled(
            data.officer, data.name, data.office, posts, tuple(data.roles), tuple(data.receives_for)
        )
        return Proposed(propose(counter, visitor, proposing.enrolment(office, typed), why=data.why))

    return once(counter, visitor, key, ("propose-enrolment", data), Proposed, act)


@post("/administration/officers/{officer:str}/keys", opt=ADMINISTRATORS, responses=ACTS, **_CERTIFICATE)
def propose_key(
    officer: FromPath[str],
    body: RawBody,
    name: FileName,
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Proposed:
    """Propose the key of a certificate (the body's very bytes, PEM or DER, those above it behind it)."""

    def act(office: Office) -> Proposed:
        fact, files = proposing.key(office, officer, content(body, name))
        return Proposed(propose(counter, visitor, fact, files=files, why=""))

    asked = ("propose-key", officer, sha256(body).hexdigest())
    return once(counter, visitor, key, asked, Proposed, act)


@post("/administration/key-withdrawals", opt=ADMINISTRATORS, responses=ACTS, sync_to_thread=True)
def propose_withdrawal(
    data: JSONBody[NewWithdrawal], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Proposed:
    """Propose to withdraw a key."""

    def act(office: Office) -> Proposed:
        fact = proposing.withdrawal(office, Digest(data.key), data.reason)
        return Proposed(propose(counter, visitor, fact, why=""))

    return once(counter, visitor, key, ("propose-withdrawal", data), Proposed, act)


@post("/administration/instruments", opt=ADMINISTRATORS, responses=ACTS, sync_to_thread=True)
def propose_instrument(
    data: JSONBody[InstrumentDraft], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Proposed:
    """Propose an instrument of somebody else, which one registrar records and another confirms."""

    def act(office: Office) -> Proposed:
        return Proposed(propose(counter, visitor, instruments.stated(office, data), why=""))

    return once(counter, visitor, key, ("propose-instrument", data), Proposed, act)


@post("/administration/absences", opt=ADMINISTRATORS, responses=ACTS, sync_to_thread=True)
def propose_absence(
    data: JSONBody[NewAbsence], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Proposed:
    """Propose to record that a post is without its holder."""

    def act(office: Office) -> Proposed:
        until = None if data.until is None else moment(data.until, office)
        since = moment(data.since, office)
        wanted = absences.Wanted(data.kind, data.post, data.unit, since, until, data.officer, data.note)
        return Proposed(propose(counter, visitor, absences.stated(office, wanted), why=""))

    return once(counter, visitor, key, ("propose-absence", data), Proposed, act)


@post("/administration/absences-over", opt=ADMINISTRATORS, responses=ACTS, sync_to_thread=True)
def propose_absence_over(
    data: JSONBody[AbsenceOver], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Proposed:
    """Propose to record that an absence is over."""

    def act(office: Office) -> Proposed:
        over = absences.open_absence(office.records(), data.absence)
        return Proposed(propose(counter, visitor, AbsenceEnded(over.basis.digest, moment(data.at, office)), why=""))

    return once(counter, visitor, key, ("propose-absence-over", data), Proposed, act)


@put("/administration/letterhead/emblem", opt=ADMINISTRATORS, responses=ACTS, **_EMBLEM)
def set_emblem(body: RawBody, counter: NamedDependency[Counter], name: FileName) -> NewAddress:
    """Take a drawing (SVG, the body's very bytes) for the head of all letters; returns where their QR codes lead."""
    folder = counter.office.reader.home.paper
    paper.keep_emblem(folder, content(body, name))
    return _address(counter)


@put("/administration/letterhead/address", opt=ADMINISTRATORS, responses=ACTS, sync_to_thread=True)
def set_code_address(data: JSONBody[NewAddress], counter: NamedDependency[Counter]) -> NewAddress:
    """Let the QR codes of all letters lead to an address from now on."""
    reader = counter.office.reader
    paper.keep_address(reader.home.paper, data.address, origin=reader.identity.origin)
    return _address(counter)


def _address(counter: Counter) -> NewAddress:
    reader = counter.office.reader
    return NewAddress(paper.Paper.load(reader.home.paper, origin=reader.identity.origin).address)


ROUTES = (
    read_attention,
    read_officer,
    propose_enrolment,
    propose_key,
    propose_withdrawal,
    propose_instrument,
    propose_absence,
    propose_absence_over,
    set_emblem,
    set_code_address,
)
