"""Whose key is whose, and who may sign for what on which day.

    founders (leaf 0) ──▶ officer.enrolled ──▶ key.enrolled ──by another officer──▶ key.confirmed ──▶ key.withdrawn

The registry's seal admits but cannot appoint: officers and keys are enrolled by officers whose role is
registrar, two of them for every key. A registrar who changes to a new key is one of the two, by the key that counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import assert_never

from domain.errors import InvalidValue, NoSuchThing, NotAllowed, WrongStage
from domain.letter.text import Signatory
from domain.passkeys import Passkey, PasskeyConfirmed, PasskeyOffered, Passkeys, PasskeyWithdrawn, require_counting
from domain.passkeys import evolve as evolve_passkeys
from domain.values import Digest


class Role(Enum):
    """What an officer does in the registry; signing a letter takes the role of signatory and the post as well."""

    REGISTRAR = "registrar"
    CLERK = "clerk"
    SIGNATORY = "signatory"
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True)
class Post:
    """A post held from *since* until before *until* (half-open)."""

    post: str
    unit: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Founder:
    """One of the first registrars, named in leaf 0 together with the key."""

    officer: str
    name: str
    post: str
    spki: Digest
    certificate: Digest


@dataclass(frozen=True, slots=True)
class RegistryOpened:
    """เปิดทะเบียน: leaf 0, whose hash verifiers pin."""

    origin: str
    office: str
    codes: tuple[str, ...]
    """Owner codes that this registry office prints, e.g. ``มท 0812``."""
    seal: Digest
    seal_certificate: Digest
    log_key: str
    """The log's verifier key in vkey form (C2SP signed-note)."""
    roots: tuple[Digest, ...]
    founders: tuple[Founder, ...]
    recovery: tuple[str, ...]
    """Verifier keys of the offline recovery keys; two of them together replace the log key or the seal."""
    specimen: bool = False


@dataclass(frozen=True, slots=True)
class OfficerEnrolled:
    """An officer of this office, or a recipient of another who answers for *receives_for*."""

    officer: str
    name: str
    office: str
    posts: tuple[Post, ...]
    roles: tuple[Role, ...]
    receives_for: tuple[str, ...] = ()

    def holds(self, post: str, on: date) -> bool:
        """Tell whether the enrolment says that the officer holds a post on a day."""
        return any(one.post == post and one.since <= on and (one.until is None or on < one.until) for one in self.posts)


@dataclass(frozen=True, slots=True)
class KeyEnrolled:
    """The first of two officers' word that this key is this officer's."""

    officer: str
    spki: Digest
    certificate: Digest


@dataclass(frozen=True, slots=True)
class KeyConfirmed:
    """The second officer's word; from here on the key counts."""

    enrolled: Digest
    spki: Digest


@dataclass(frozen=True, slots=True)
class KeyWithdrawn:
    """The key counts no longer from here on."""

    spki: Digest
    reason: str


AuthorityEvent = (
    RegistryOpened
    | OfficerEnrolled
    | KeyEnrolled
    | KeyConfirmed
    | KeyWithdrawn
    | PasskeyOffered
    | PasskeyConfirmed
    | PasskeyWithdrawn
)


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of one key."""

    officer: str
    certificate: Digest
    enrolled_by: str
    """The registrar who spoke last for the officer and the key; another one has to confirm it."""
    enrolled: Digest
    """That registrar's statement, which the confirmation names."""
    enrolled_with: Digest
    """The key that signed it."""
    confirmed: bool = False
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer as enrolled, and the statement that says so."""

    enrolled: OfficerEnrolled
    statement: Digest


@dataclass(frozen=True, slots=True)
class Authority:
    """Officers and keys as known after some fact."""

    seal: Digest | None = None
    officers: Mapping[str, Officer] = field(default_factory=dict)
    keys: Mapping[Digest, Key] = field(default_factory=dict)
    passkeys: Passkeys = field(default_factory=dict)
    """Of recipients; none of them is in *keys*, so that nothing but an answer can rest on one."""

    def key(self, spki: Digest) -> Key:
        """Return a key that counts now, or refuse with the reason."""
        key = self.keys.get(spki)
        if key is None:
            raise NotAllowed(
                "key-not-enrolled", f"Key {spki[:23]}… is not enrolled here: have two officers enrol it.", key=spki[:23]
            )
        if key.withdrawn is not None:
            raise NotAllowed(
                "key-withdrawn", f"Key {spki[:23]}… was withdrawn: {key.withdrawn}.", key=spki[:23], why=key.withdrawn
            )
        if not key.confirmed:
            raise NotAllowed(
                "key-not-confirmed", f"Key {spki[:23]}… waits for the second officer's confirmation.", key=spki[:23]
            )
        return key

    def officer(self, officer: str) -> OfficerEnrolled:
        """Return an enrolled officer, or refuse."""
        known = self.officers.get(officer)
        if known is None:
            raise NoSuchThing("no-such-officer", f"No officer {officer!r} is enrolled here.", officer=officer)
        return known.enrolled

    def passkey(self, spki: Digest) -> Passkey:
        """Return a recipient's passkey that counts now, or refuse with the reason."""
        return require_counting(self.passkeys, spki)

    def resting_on(self, spki: Digest) -> Digest:
        """Return the statement that gives a key that counts its authority: an enrolment, or a confirmation.

        Raises:
            NotAllowed, NoSuchThing: the key does not count.
        """
        if spki in self.passkeys:
            confirmed = self.passkey(spki).confirmed
            assert confirmed is not None  # noqa: S101 - it would not count
            return confirmed
        return self.officers[self.key(spki).officer].statement

    def require_own_key(self, spki: Digest, signatory: Signatory) -> None:
        """Refuse unless the key is the signatory's."""
        key = self.key(spki)
        if key.officer != signatory.officer:
            raise NotAllowed(
                "not-the-signatory",
                f"Key {spki[:23]}… is {self.officer(key.officer).name}'s, and the signatory is {signatory.name}.",
                key=spki[:23],
                owner=self.officer(key.officer).name,
                signatory=signatory.name,
            )

    def require_signing(self, signatory: Signatory) -> OfficerEnrolled:
        """Return the officer of that name who signs letters here, or refuse.

        Recipients hold posts too, in offices of their own: a post alone signs nothing here.
        """
        officer = self.officer(signatory.officer)
        require_signatory(officer, signatory)
        return officer

    def require_role(self, spki: Digest, role: Role) -> OfficerEnrolled:
        """Refuse unless the key is of an officer who has *role*."""
        officer = self.officer(self.key(spki).officer)
        if role not in officer.roles:
            raise _without(role, officer)
        return officer

    def require_clerk(self, officer: str) -> OfficerEnrolled:
        """Return an officer who is a clerk, or refuse; that it is really this one, sign-in says."""
        known = self.officer(officer)
        if Role.CLERK not in known.roles:
            raise _without(Role.CLERK, known)
        return known

    def require_recipient(self, spki: Digest, addressee: str, officer: str) -> None:
        """Refuse unless the key's officer is *officer* and answers for *addressee*; or it is that one's passkey."""
        if spki in self.passkeys:
            offered = self.passkey(spki).offered
            if (offered.officer, offered.addressee) != (officer, addressee):
                raise NotAllowed(
                    "not-the-recipient",
                    f"{offered.name} does not answer for {addressee}.",
                    name=offered.name,
                    addressee=addressee,
                )
            return
        known = self.officer(self.key(spki).officer)
        if known.officer != officer or addressee not in known.receives_for:
            raise NotAllowed(
                "not-the-recipient",
                f"{known.name} does not answer for {addressee}.",
                name=known.name,
                addressee=addressee,
            )


def require_signatory(officer: OfficerEnrolled, signatory: Signatory) -> None:
    """Refuse unless the officer, as enrolled, signs letters here, under the name of the signatory."""
    if Role.SIGNATORY not in officer.roles:
        raise _without(Role.SIGNATORY, officer)
    if officer.name != signatory.name:
        raise NotAllowed(
            "another-name",
            f"Officer {signatory.officer!r} is {officer.name}, not {signatory.name}.",
            officer=officer.name,
            signatory=signatory.name,
        )


def enrol_officer(authority: Authority, enrolled: OfficerEnrolled, *, by: Digest) -> None:
    """Refuse unless a registrar enrols an officer who is not the registrar himself."""
    registrar = authority.require_role(by, Role.REGISTRAR)
    if registrar.officer == enrolled.officer:
        raise NotAllowed("enrols-himself", f"{registrar.name} cannot enrol himself.", name=registrar.name)
    if not enrolled.name.strip() or not enrolled.officer.strip():
        raise InvalidValue("part-missing", "The officer has no name: fill it in.", parts="name")


def enrol_key(authority: Authority, enrolled: KeyEnrolled, *, by: Digest) -> None:
    """The first word on a key: a registrar's, also on a new key of the registrar's own.

    A registrar whose key counts may so ask for another one; it counts by the second registrar's word, as any key.
    Where there are two registrars, neither could change to a new key otherwise.
    """
    authority.require_role(by, Role.REGISTRAR)
    authority.officer(enrolled.officer)
    if enrolled.spki in authority.keys:
        raise WrongStage("key-known", f"Key {enrolled.spki[:23]}… was enrolled before.", key=enrolled.spki[:23])


def confirm_key(authority: Authority, confirmed: KeyConfirmed, *, by: Digest) -> None:
    """The second word on a key, or on its officer enrolled again: another registrar's, and not the officer's own.

    A key on which its own officer spoke the first word rests on the officer's key before: was that one withdrawn
    meanwhile, whoever held it may have been somebody else, and the first word counts no more.
    """
    registrar = authority.require_role(by, Role.REGISTRAR)
    key = authority.keys.get(confirmed.spki)
    if key is None or confirmed.enrolled != key.enrolled:
        raise NoSuchThing(
            "no-such-key", f"Key {confirmed.spki[:23]}… waits for nobody's confirmation.", key=confirmed.spki[:23]
        )
    if key.confirmed:
        raise WrongStage("key-known", f"Key {confirmed.spki[:23]}… was enrolled before.", key=confirmed.spki[:23])
    if registrar.officer in {key.officer, key.enrolled_by}:
        raise NotAllowed(
            "second-officer-needed",
            f"{registrar.name} cannot confirm this key: another officer must.",
            name=registrar.name,
        )
    if key.enrolled_by == key.officer:
        authority.key(key.enrolled_with)


def withdraw_key(authority: Authority, withdrawn: KeyWithdrawn, *, by: Digest) -> None:
    """A registrar withdraws any key; an officer withdraws the officer's own."""
    key = authority.keys.get(withdrawn.spki)
    if key is None or key.withdrawn is not None:
        key = authority.key(withdrawn.spki)
    owner = authority.officer(authority.key(by).officer)
    if key.officer != owner.officer and Role.REGISTRAR not in owner.roles:
        raise _without(Role.REGISTRAR, owner)
    if not withdrawn.reason.strip():
        raise InvalidValue("reason-missing", "Say why the key is withdrawn.", what=withdrawn.spki[:23])


def evolve(authority: Authority, event: AuthorityEvent, *, statement: Digest, by: Digest) -> Authority:
    """Return what is known after *event*, which *by* signed as *statement*. Never refuses."""
    match event:
        case RegistryOpened(office=office, founders=founders, seal=seal):
            officers = {
                f.officer: Officer(
                    OfficerEnrolled(
                        f.officer, f.name, office, (Post(f.post, office, date.min),), (Role.REGISTRAR, Role.CLERK)
                    ),
                    statement,
                )
                for f in founders
            }
            keys = {
                f.spki: Key(f.officer, f.certificate, f.officer, statement, f.spki, confirmed=True) for f in founders
            }
            return Authority(seal, officers, keys)
        case PasskeyOffered() | PasskeyConfirmed() | PasskeyWithdrawn():
            return replace(authority, passkeys=evolve_passkeys(authority.passkeys, event, statement=statement))
        case OfficerEnrolled(officer=officer):
            # One registrar must not give an officer's key more than two of them did: it waits for the second again.
            registrar = authority.keys[by].officer
            waiting = {
                spki: replace(key, enrolled_by=registrar, enrolled=statement, enrolled_with=by, confirmed=False)
                for spki, key in authority.keys.items()
                if key.officer == officer
            }
            officers = {**authority.officers, officer: Officer(event, statement)}
            return replace(authority, officers=officers, keys={**authority.keys, **waiting})
        case KeyEnrolled(officer=officer, spki=spki, certificate=certificate):
            key = Key(officer, certificate, authority.keys[by].officer, statement, by)
            return replace(authority, keys={**authority.keys, spki: key})
        case KeyConfirmed(spki=spki):
            key = authority.keys[spki]
            return replace(authority, keys={**authority.keys, spki: replace(key, confirmed=True)})
        case KeyWithdrawn(spki=spki, reason=reason):
            key = authority.keys[spki]
            return replace(authority, keys={**authority.keys, spki: replace(key, withdrawn=reason)})
        case _:
            assert_never(event)


def _without(role: Role, officer: OfficerEnrolled) -> NotAllowed:
    return NotAllowed("role-missing", f"{officer.name} is not a {role.value}.", name=officer.name, role=role.value)
