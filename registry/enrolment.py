"""Acts on officers and keys: two registrars enrol a key, one withdraws it."""

from collections.abc import Iterable
from datetime import datetime

from domain import authority as rules
from domain.authority import Authority, KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled
from domain.errors import NotAllowed
from domain.values import Digest
from keys.certificates import Certificate
from registry.errors import RegistryError
from registry.evidence import Evidenced, Keyring
from registry.register.group import Group, Staged
from registry.wire import Statement

EnrolmentFact = OfficerEnrolled | KeyEnrolled | KeyConfirmed | KeyWithdrawn


def admit(group: Group, said: Evidenced, fact: EnrolmentFact, *, keyring: Keyring) -> Staged:
    """Admit a registrar's statement about an officer or a key."""
    by = said.statement.by
    authority = group.known.authority
    group.require_files(said.statement.doc)
    spki: Digest | None = None
    match fact:
        case OfficerEnrolled():
            rules.enrol_officer(authority, fact, by=by)
        case KeyEnrolled(spki=spki):
            rules.enrol_key(authority, fact, by=by)
            learned = keyring.learn(said.statement.doc)
            group.known.undo.add(lambda: keyring.forget(learned))
            _require_certificate(fact, keyring, (group.now, said.statement.at))
        case KeyConfirmed(spki=spki):
            rules.confirm_key(authority, fact, by=by)
        case KeyWithdrawn(spki=spki):
            rules.withdraw_key(authority, fact, by=by)
    if by == spki and not isinstance(fact, KeyWithdrawn):
        raise NotAllowed("enrols-himself", "A key does not enrol itself.", name="")
    staged = group.take(said, spki=spki)
    group.known.learn_authority(rules.evolve(authority, fact, statement=said.digest, by=by))
    return staged


def require_enrolled(authority: Authority, statement: Statement) -> None:
    """Refuse a person's statement that rests on another enrolment than its signer's."""
    under = authority.resting_on(statement.by)
    if statement.under != under:
        raise NotAllowed(
            "another-authority", "The statement rests on another enrolment than the officer's.", under=under
        )


def _require_certificate(fact: KeyEnrolled, keyring: Keyring, times: Iterable[datetime]) -> None:
    certificate: Certificate = keyring.certificate(fact.certificate)
    if certificate.spki != fact.spki:
        raise RegistryError(
            "certificate-of-another-key", f"The certificate is not of key {fact.spki[:23]}….", key=fact.spki[:23]
        )
    for at in times:
        keyring.chain(certificate, at)
