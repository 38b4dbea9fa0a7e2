"""A registry begins: officers and their keys are enrolled, series of numbers are opened."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, Role
from domain.errors import NoSuchThing, NotAllowed, WrongNumber
from domain.series import SeriesKind
from domain.thai.dates import buddhist_year
from domain.values import Digest, File, digest_bytes
from keys.certificates import Certificate, load_all
from keys.paths import TrustRoots
from keys.signing import SigningKey
from registry import requests
from registry.acts.files import read_small
from registry.acts.office import Office
from registry.register.register import Clock
from registry.wiring import Plan, create

REGISTRARS = 2
"""Whose word is needed for a key."""


def open_registry(folder: Path, plan: Plan, *, clock: Clock) -> None:
    """Make a registry in *folder*: all of it or nothing.

    Raises:
        BadCertificate: the seal's or a registrar's certificate does not lead to the roots today.
        InvalidValue: the folder is not empty, or there are not two registrars.
    """
    roots = TrustRoots(plan.roots)
    for certificate, above in (
        (plan.seal.certificate, plan.seal.chain),
        *((registrar.certificate, registrar.above) for registrar in plan.registrars),
    ):
        roots.chain(certificate, above, clock())
    create(folder, plan, clock=clock)


def enrol_officer(office: Office, key: SigningKey, enrolled: OfficerEnrolled) -> dict[str, Any]:
    """A registrar, whose key it is, enrols an officer or a recipient.

    Raises:
        NotAllowed: the officer's keys could not be confirmed again.
    """
    known = office.reader.authority().keys.get(Digest(key.certificate.spki))
    if known is None or known.officer != enrolled.officer:  # who enrols himself is refused by the rules
        require_confirmable(office, enrolled.officer)
    return office.admit(office.author(key), enrolled)


def require_confirmable(office: Office, officer: str) -> None:
    """Refuse to enrol an officer anew whose keys nobody could confirm again: they would count no more, for ever.

    One registrar enrols, another one confirms, and neither is the officer.

    Raises:
        NotAllowed: there are not two such registrars.
    """
    authority = office.reader.authority()
    counting = {key.officer for key in authority.keys.values() if key.confirmed and key.withdrawn is None}
    others = [one for one in counting - {officer} if Role.REGISTRAR in authority.officer(one).roles]
    if officer in counting and len(others) < REGISTRARS:
        raise NotAllowed(
            "nobody-to-confirm",
            f"Enrolled anew, {officer} would wait for two other registrars, and there are {len(others)}: enrol another "
            "registrar with a key first.",
            officer=officer,
            count=len(others),
        )


def enrol_key(office: Office, key: SigningKey, officer: str, certificates: Sequence[Certificate]) -> dict[str, Any]:
    """The first registrar's word on an officer's key; a second one has to confirm it.

    Args:
        office: the registry.
        key: the registrar's.
        officer: whose key it is.
        certificates: the officer's, then those between it and a root, if any.
    """
    enrolled, files = enrolment(office, officer, certificates)
    return {**office.admit(office.author(key), enrolled, doc=files), "key": enrolled.spki}


def enrolment(office: Office, officer: str, certificates: Sequence[Certificate]) -> tuple[KeyEnrolled, list[File]]:
    """Return what a registrar says of an officer's key, and the files of its *certificates*, which are kept."""
    files = [
        office.keep_bytes(one.der, name=f"{officer}-{place}.cer", mime="application/pkix-cert", role="certificate")
        for place, one in enumerate(certificates)
    ]
    return KeyEnrolled(officer, Digest(certificates[0].spki), files[0].sha256), files


def confirm_key(office: Office, key: SigningKey, spki: Digest) -> dict[str, Any]:
    """The second registrar's word on a key."""
    known = office.reader.authority().keys.get(spki)
    if known is None:
        raise NoSuchThing("no-such-key", f"Key {spki[:23]}… waits for nobody's confirmation.", key=spki[:23])
    return {**office.admit(office.author(key), KeyConfirmed(known.enrolled, spki)), "key": spki}


def withdraw_key(office: Office, key: SigningKey, spki: Digest, reason: str) -> dict[str, Any]:
    """A registrar, or the key's own officer, withdraws a key."""
    return {**office.admit(office.author(key), KeyWithdrawn(spki, reason)), "key": spki}


def key_of(office: Office, named: str, *, confirmed: bool) -> Digest:
    """Return the key that people name by itself or by its officer's id.

    Raises:
        NoSuchThing: there is none.
        WrongNumber: the officer has several; the key itself has to be named.
    """
    if named.startswith("sha256:"):
        digest_bytes(named)
        return Digest(named)
    authority = office.reader.authority()
    authority.officer(named)
    found = [
        spki
        for spki, key in authority.keys.items()
        if (key.officer, key.confirmed) == (named, confirmed) and key.withdrawn is None
    ]
    if not found:
        raise NoSuchThing(
            "officer-without-key", f"{named} has no such key: look at saraban officer list.", officer=named
        )
    if len(found) > 1:
        raise WrongNumber(
            "which-key", f"{named} has {len(found)} keys: name one by its sha256:….", officer=named, count=len(found)
        )
    return found[0]


def load_certificates(path: Path) -> Sequence[Certificate]:
    """Return every certificate of a PEM or DER file: a person's first, then those above it."""
    return load_all(read_small(path))


def open_series(  # noqa: PLR0913 - what a series is
    office: Office, *, book: str, kind: SeriesKind, year: int | None, after: int, last_page: Path | None
) -> dict[str, Any]:
    """Open a series of numbers; an earlier book's last page is kept as the place where it goes on."""
    page = None if last_page is None else office.keep(last_page, "last-page").sha256
    return open_behind(office, book=book, kind=kind, year=year, after=after, last_page=page)


def open_behind(  # noqa: PLR0913 - what a series is
    office: Office, *, book: str, kind: SeriesKind, year: int | None, after: int, last_page: Digest | None
) -> dict[str, Any]:
    """Open a series behind an earlier book whose last page is kept under a digest.

    Raises:
        NoSuchThing: nothing is kept under it.
    """
    if last_page is not None and not office.reader.blobs.path(last_page).is_file():
        raise NoSuchThing("last-page-not-kept", f"No file {last_page} is kept here: hand it in first.", file=last_page)
    asked = requests.OpenSeries(book, kind, year or buddhist_year(office.today), after, last_page)
    return office.desk.ask(asked)
