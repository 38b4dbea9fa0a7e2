"""What lies where in a registry's folder.

register.db       facts, leaves, numbers, answers: append-only
stream-keys.db    one key a stream; backed up apart from register.db
blobs/            files by digest
tiles/            the log as others read it; derived
signer/           the log's key and the record of what it signed
seal/             the registry's seal: key and certificate, readable by the owner alone
trust/            what a verifier is given: roots.pem, log.vkey, leaf0.sha256; others/ the same of other registries
heads.db          the map of newest states; derived
paper/            how its letters look: emblem.svg, address (of its QR codes)
views/            answers to questions; derived
papers.db         working papers: drafts, lists; no evidence
arrivals/         files that came in and wait to be registered, by digest; no evidence
uploads/          files dropped into working papers, by digest; no evidence
accounts.db       who may use the pages, and who is signed in
past/             answers to questions as they were at some moments; derived
access.db         who opened, printed or downloaded what; no evidence
refusals.db        what was refused to whom, chained; append-only
audits/           reports of audits that were begun on the pages; no evidence
exports/          exports that were begun on the pages; no evidence
writer.lock, writer.sock, writer.log
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one registry."""

    path: Path
    size: int | None = None
    """Of the log, where this is the registry as it was then: what is derived lies apart, the rest where it lies now."""

    @property
    def blobs(self) -> Path:
        """Files by digest."""
        return self.path / "blobs"

    @property
    def tiles(self) -> Path:
        """The log as others read it."""
        return self.path / "tiles"

    @property
    def signer(self) -> Path:
        """The log's key and its record."""
        return self.path / "signer"

    @property
    def seal(self) -> Path:
        """The seal's private key (PKCS#8, PEM)."""
        return self.path / "seal" / "seal.key"

    @property
    def paper(self) -> Path:
        """How the office's letters look: its emblem, the address in its QR codes."""
        return self.path / "paper"

    @property
    def heads(self) -> Path:
        """The map of newest states."""
        return self._derived / "heads.db"

    @property
    def views(self) -> Path:
        """The folder of derived answers."""
        return self.path / "views" if self.size is None else self._derived

    @property
    def past(self) -> Path:
        """Where `registry.past` keeps derived answers of other moments."""
        return self.path / "past"

    @property
    def papers(self) -> Path:
        """Working papers."""
        return self.path / "papers.db"

    @property
    def uploads(self) -> Path:
        """Files dropped into working papers."""
        return self.path / "uploads"

    @property
    def accounts(self) -> Path:
        """Who may use the pages, and who is signed in."""
        return self.path / "accounts.db"

    @property
    def access(self) -> Path:
        """Who opened what."""
        return self.path / "access.db"

    @property
    def refusals(self) -> Path:
        """What was refused to whom."""
        return self.path / "refusals.db"

    @property
    def roots(self) -> Path:
        """Trust roots of people's and the seal's certificates, PEM."""
        return self.path / "trust" / "roots.pem"

    @property
    def others(self) -> Path:
        """What the bundles of other registries are verified with (`registry.others`)."""
        return self.path / "trust" / "others"

    @property
    def arrivals(self) -> Path:
        """Files that came in and are not registered yet."""
        return self.path / "arrivals"

    @property
    def audits(self) -> Path:
        """Reports of audits (`registry.audit.kept`)."""
        return self.path / "audits"

    @property
    def exports(self) -> Path:
        """Exports that can be fetched (`registry.export.kept`)."""
        return self.path / "exports"

    @property
    def log_key(self) -> Path:
        """The log's verifier key, one line."""
        return self.path / "trust" / "log.vkey"

    @property
    def leaf0(self) -> Path:
        """The hash of leaf 0, 64 hexadecimal figures."""
        return self.path / "trust" / "leaf0.sha256"

    @property
    def lock(self) -> Path:
        """Held by the writer while it runs; holds the number of its process."""
        return self.path / "writer.lock"

    @property
    def socket(self) -> Path:
        """Where the writer listens."""
        return self.path / "writer.sock"

    @property
    def exists(self) -> bool:
        """Whether a registry was opened here."""
        return (self.path / "register.db").exists()

    @property
    def _derived(self) -> Path:
        return self.path if self.size is None else self.past / str(self.size)
