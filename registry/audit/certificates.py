"""Whose certificate a statement rests on, and whether it led to a trusted root when the statement was made."""

from datetime import datetime

from domain.authority import Authority, KeyEnrolled, RegistryOpened
from domain.values import Digest
from keys.certificates import Certificate
from registry.errors import StoreDamaged
from registry.evidence import Keyring
from registry.wire import Statement


class Certificates:
    """The certificates of a registry, each on its path as often as the time that a statement claims is another."""

    def __init__(self, keyring: Keyring) -> None:
        """Find them, and the trust roots, in *keyring*."""
        self._keyring = keyring
        self._on_path: dict[Digest, datetime] = {}
        """The newest time at which their path was good."""

    def of_person(self, statement: Statement, authority: Authority) -> Certificate:
        """Return the certificate of the officer who says it."""
        return self._on_its_path(statement, authority.key(statement.by).certificate)

    def of_seal(self, statement: Statement, opened: RegistryOpened) -> Certificate:
        """Return the seal's."""
        return self._on_its_path(statement, opened.seal_certificate)

    def require_named(self, statement: Statement) -> None:
        """Require of certificates that a fact enrols that they are of the keys that it names, and trusted."""
        match statement.fact:
            case KeyEnrolled(spki=spki, certificate=name):
                named = [(spki, name)]
            case RegistryOpened(founders=founders):
                named = [(founder.spki, founder.certificate) for founder in founders]
            case _:
                return
        for spki, name in named:
            self._keyring.chain(self._of_key(name, spki), statement.at)

    def _on_its_path(self, statement: Statement, name: Digest) -> Certificate:
        certificate = self._of_key(name, statement.by)
        if self._on_path.get(name) != statement.at:  # many facts are of the same second
            self._keyring.chain(certificate, statement.at)
            self._on_path[name] = statement.at
        return certificate

    def _of_key(self, name: Digest, spki: str) -> Certificate:
        certificate = self._keyring.certificate(name)
        if certificate.spki != spki:
            raise StoreDamaged(
                "certificate-of-another-key", f"The certificate is not of key {spki[:23]}….", key=spki[:23]
            )
        return certificate
