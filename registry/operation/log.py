"""How the log, the certificates and the clock stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from domain.values import Digest
from keys.certificates import Certificate
from keys.paths import TrustRoots
from registry.reader import Reader
from registry.wire import THAI_TIME


@dataclass(frozen=True, slots=True)
class Log:
    """The log as it is stored, and as others read it."""

    leaves: int
    published: int
    """Leaves under the newest published checkpoint."""
    facts: int
    published_at: datetime
    """When that was written, by the machine's clock."""

    @property
    def behind(self) -> int:
        """Leaves that no published checkpoint covers: of a group that is under way, or of a crash."""
        return self.leaves - self.published


def log(reader: Reader) -> Log:
    """Return how the log stands.

    Raises:
        RegistryError, KeysError: the published checkpoint is missing or not the log's.
    """
    published = reader.head().size  # first: what is stored meanwhile is behind, never before
    written = (reader.home.tiles / "checkpoint").stat().st_mtime
    at = datetime.fromtimestamp(written, THAI_TIME).replace(microsecond=0)
    return Log(reader.store.size(), published, reader.store.count_after(-1), at)


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate that the registry needs today."""

    whose: str
    """An officer's id; empty for the seal and the roots."""
    holder: str
    spki: str
    until: datetime

    def days_left(self, now: datetime) -> int:
        """Return for how many whole days it is still valid; negative once it is not."""
        return (self.until - now).days


@dataclass(frozen=True, slots=True)
class Certificates:
    """Certificates by what they are for."""

    seal: Certified
    roots: tuple[Certified, ...]
    officers: tuple[Certified, ...]
    """Of keys that count, those that end soonest first."""


def certificates(reader: Reader) -> Certificates:
    """Return the certificates of the seal, of the roots, and of every key that counts now."""
    keyring, authority = reader.keyring, reader.authority()
    roots = TrustRoots.load(reader.home.roots.read_bytes()).roots
    keys = [(key.officer, key.certificate) for key in authority.keys.values() if key.confirmed and not key.withdrawn]
    officers = [_certified(officer, keyring.certificate(digest)) for officer, digest in keys]
    return Certificates(
        _certified("", keyring.certificate(Digest(reader.identity.seal_certificate))),
        tuple(_certified("", root) for root in roots),
        tuple(sorted(officers, key=lambda one: one.until)),
    )


def _certified(whose: str, certificate: Certificate) -> Certified:
    return Certified(whose, certificate.holder, certificate.spki, certificate.not_after)


def ahead(reader: Reader, now: datetime) -> float:
    """Return by how many seconds the newest fact of the seal lies behind the clock's now; 0 where it does not.

    More than a few say that this machine's clock was set back, or that the writer's was ahead.
    """
    newest = next(_newest_of_the_seal(reader), now)
    return max(0.0, (newest - now).total_seconds())


def _newest_of_the_seal(reader: Reader) -> Iterator[datetime]:
    newest = reader.store.newest()
    for line in reversed(list(reader.facts(max(newest - 20, -1)))):
        if line.statement.by == reader.identity.seal:
            yield line.statement.at
