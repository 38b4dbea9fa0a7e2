"""What whoever administers an office has to look after: keys and their certificates, and what next year needs.

It reads and decides nothing; officers with the role sign what changes (`registry.papers.proposals`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.authority import Authority
from domain.labelled import Labelled
from domain.series import SeriesKind
from domain.thai.dates import buddhist_year
from domain.values import Digest
from keys.certificates import Certificate, load_all
from registry.acts.office import Office
from registry.calendar import Calendar
from registry.store.blobs import Blobs

SOON: Final = timedelta(days=60)
"""How long before its end a key is to be replaced: two registrars, and whoever issues certificates, need time."""
_DECEMBER: Final = 12


class KeyState(Labelled):
    """How a key stands now."""

    COUNTS = "counts", "ใช้ได้", "counts"
    WAITING = "waiting", "รอยืนยัน", "waits for confirmation"
    EXPIRED = "expired", "หมดอายุ", "expired"
    WITHDRAWN = "withdrawn", "เพิกถอนแล้ว", "withdrawn"


class Whose(Labelled):
    """Whose key it is."""

    OFFICER = "officer", "เจ้าหน้าที่", "officer"
    SEAL = "seal", "ตราของทะเบียน", "the registry's seal"
    ROOT = "root", "รากความเชื่อถือ", "trusted root"


@dataclass(frozen=True, slots=True)
class HeldKey:
    """One key, and until when its certificate holds."""

    whose: Whose
    officer: str | None
    name: str
    """Of the officer; else of whom the certificate names."""
    spki: Digest
    not_after: datetime
    state: KeyState
    enrolled_by: str | None = None
    """The id of the registrar who spoke first for an officer's key."""
    reason: str | None = None
    """Why it was withdrawn."""

    def ends_soon(self, now: datetime) -> bool:
        """Tell whether it still counts for something, and ends within `SOON` or has ended."""
        return self.state is not KeyState.WITHDRAWN and self.not_after - now <= SOON


@dataclass(frozen=True, slots=True)
class MissingSeries:
    """A series that a book had in the year before, and does not have yet."""

    book: str
    kind: SeriesKind
    year: int
    """Buddhist."""


@dataclass(frozen=True, slots=True)
class Attention:
    """What needs it."""

    ending: list[HeldKey]
    """Keys of officers, the seal and the roots that end soon, the first first."""
    waiting: list[HeldKey]
    """Officers' keys that wait for the second registrar."""
    series: list[MissingSeries]
    calendar: int | None
    """Next year (Buddhist) in December, where the office's calendar says nothing of it yet."""


def attention(office: Office) -> Attention:
    """Return what has to be looked after now."""
    held = keys_of_officers(office)
    ending = [one for one in (*held, *keys_of_registry(office)) if one.ends_soon(office.now)]
    return Attention(
        sorted(ending, key=lambda one: one.not_after),
        [one for one in held if one.state is KeyState.WAITING],
        missing_series(office),
        _calendar_missing(office),
    )


def keys_of_officers(office: Office, officer: str | None = None) -> list[HeldKey]:
    """Return officers' keys in the order of their enrolment; of one *officer* where that is said."""
    authority, blobs, now = office.reader.authority(), office.reader.blobs, office.now
    return [
        _officers_key(authority, spki, blobs, now)
        for spki, key in authority.keys.items()
        if officer in {None, key.officer}
    ]


def keys_of_registry(office: Office) -> list[HeldKey]:
    """Return the seal's key and those of the roots that people's certificates lead to."""
    reader, now = office.reader, office.now
    seal = _certificate(reader.blobs, reader.identity.seal_certificate)
    roots = load_all(reader.home.roots.read_bytes())
    return [_registrys(Whose.SEAL, seal, now), *(_registrys(Whose.ROOT, one, now) for one in roots)]


def missing_series(office: Office) -> list[MissingSeries]:
    """Return which series of last year's books are missing this year; in December those of next year too."""
    known = {(one.book, one.kind, one.year) for one in office.reader.series().values()}
    this = buddhist_year(office.today)
    years = (this, this + 1) if office.today.month == _DECEMBER else (this,)
    found = {
        (book, kind, year)
        for year in years
        for book, kind, had in known
        if had == year - 1 and (book, kind, year) not in known
    }
    return [MissingSeries(*one) for one in sorted(found, key=lambda one: (one[2], one[0], one[1].value))]


def _calendar_missing(office: Office) -> int | None:
    today = office.today
    if today.month != _DECEMBER:
        return None
    entered = any(one.own for one in Calendar.of(office.reader).days_of(today.year + 1))
    return None if entered else buddhist_year(today) + 1


def _officers_key(authority: Authority, spki: Digest, blobs: Blobs, now: datetime) -> HeldKey:
    key = authority.keys[spki]
    until = _certificate(blobs, key.certificate).not_after
    if key.withdrawn is not None:
        state = KeyState.WITHDRAWN
    elif until < now:
        state = KeyState.EXPIRED
    else:
        state = KeyState.COUNTS if key.confirmed else KeyState.WAITING
    name = authority.officer(key.officer).name
    return HeldKey(Whose.OFFICER, key.officer, name, spki, until, state, key.enrolled_by, key.withdrawn)


def _registrys(whose: Whose, certificate: Certificate, now: datetime) -> HeldKey:
    state = KeyState.EXPIRED if certificate.not_after < now else KeyState.COUNTS
    return HeldKey(whose, None, certificate.holder, Digest(certificate.spki), certificate.not_after, state)


def _certificate(blobs: Blobs, digest: Digest) -> Certificate:
    return Certificate.load(blobs.get(digest))
