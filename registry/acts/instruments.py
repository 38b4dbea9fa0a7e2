"""Instruments of others, from the registrars' side: recorded by one, confirmed by another.

{"title": "กฎกระทรวงแบ่งส่วนราชการ…", "issuer": "กระทรวงมหาดไทย", "dated": "1 มกราคม 2564", "number": "1/2564",
 "source": "เล่ม 138 ตอนที่ 1 ก", "proposed": false, "acts": {"units": [ … ]}}
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from domain.errors import NoSuchThing
from domain.structure.acts import NO_ACTS
from domain.structure.events import InstrumentConfirmed, InstrumentRecorded
from domain.structure.recording import source_of
from domain.structure.structure import Pending
from domain.thai.dates import parse_date
from domain.values import Digest, StreamId
from keys.signing import SigningKey
from registry.acts import order_acts
from registry.acts.draft_acts import DraftActs
from registry.acts.drafts import decode_as
from registry.acts.files import read_small
from registry.acts.office import Office

_NOT_YET = Digest("sha256:" + 64 * "0")


class InstrumentDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An instrument of somebody else, as people write it down."""

    title: str
    issuer: str
    dated: str
    acts: DraftActs
    number: str | None = None
    source: str | None = None
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A recorded instrument that does not count, or not yet."""

    digest: Digest
    stream: StreamId
    title: str
    number: str | None
    issuer: str
    dated: date
    proposed: bool
    recorded_by: str
    """The registrar's name."""


def load(path: Path) -> InstrumentDraft:
    """Read a draft from a file.

    Raises:
        InvalidValue: the file is unreadable, or not such a draft.
    """
    return read(read_small(path))


def read(data: bytes) -> InstrumentDraft:
    """Read a draft; refuses as `load` does."""
    return decode_as(data, InstrumentDraft)


def record(office: Office, key: SigningKey, draft: InstrumentDraft) -> dict[str, Any]:
    """Let a registrar record an instrument; the answer says under which digest it waits to be confirmed."""
    return office.admit(office.author(key), stated(office, draft))


def stated(office: Office, draft: InstrumentDraft) -> InstrumentRecorded:
    """Return what a registrar states of an instrument: its units, officers and days as the register has them now.

    Raises:
        DomainError: a day cannot be read, or something that it names is not known.
    """
    dated = parse_date(draft.dated)
    plain = InstrumentRecorded(draft.title, draft.issuer, dated, NO_ACTS, draft.number, draft.source, draft.proposed)
    source = source_of(
        plain, stream=StreamId(""), position=office.reader.head().size, digest=_NOT_YET, confirmation=_NOT_YET
    )
    acts = order_acts.as_signed(office, draft.acts, source)
    return replace(plain, acts=acts)


def confirm(office: Office, key: SigningKey, named: str) -> Waiting:
    """Let another registrar confirm the instrument of this digest, number or title, and return which one it was."""
    found = _waiting(office, named)
    office.admit(office.author(key), InstrumentConfirmed(found.digest))
    return found


def waiting(office: Office) -> list[Waiting]:
    """Return the recorded instruments that wait to be confirmed, and the proposed ones, as they were recorded."""
    records = office.records()
    authority = records.authority

    def of(digest: Digest, pending: Pending) -> Waiting:
        fact = pending.recorded
        name = authority.officer(authority.keys[pending.by].officer).name
        return Waiting(
            digest, pending.stream, fact.title, fact.number, fact.issuer, fact.dated, fact.proposed, recorded_by=name
        )

    return [of(digest, pending) for digest, pending in records.structure.pending.items()]


def _waiting(office: Office, named: str) -> Waiting:
    found = [
        one for one in waiting(office) if named in {one.number, one.title, one.stream} or one.digest.startswith(named)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        digests = ", ".join(one.digest[:23] for one in found)
        raise NoSuchThing(
            "which-instrument",
            f"{len(found)} recorded instruments are called {named!r}: name one by its digest. {digests}.",
            named=named,
            count=len(found),
            candidates=digests,
        )
    raise NoSuchThing(
        "no-instrument-waiting",
        f"No recorded instrument {named!r} waits to be confirmed: look with saraban instrument list.",
        named=named,
    )
