"""Signing keys that officers made in a browser (กุญแจลงลายมือชื่อในเบราว์เซอร์): kept wrapped, opened by their passkey alone.

    request (PKCS#10) ──▶ certificate ──▶ key.enrolled ──▶ key.confirmed ──▶ key.withdrawn
    └── this table ────────────────────┘  └── facts: whether a key counts stands in the log, never here ──┘

Who reads this table can sign nothing: the private key is wrapped by a secret of a passkey (WebAuthn, extension prf).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from sqlite3 import IntegrityError, Row

from domain.authority import Authority
from domain.errors import InvalidValue, NoSuchThing, WrongStage
from domain.values import Digest
from registry.ordinary import Ordinary

TABLES = (
    """CREATE TABLE IF NOT EXISTS signing_keys (
        request INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL REFERENCES accounts, officer TEXT NOT NULL,
        spki TEXT NOT NULL UNIQUE, name TEXT NOT NULL, credential BLOB NOT NULL, salt BLOB NOT NULL,
        wrapped BLOB NOT NULL, pkcs10 BLOB NOT NULL, made_at TEXT NOT NULL, certificates BLOB
    )""",
)

MOST = 10
"""Keys of one account, those withdrawn included."""
SALT = 32
"""Bytes."""
LARGEST_WRAPPED = 512
"""Bytes; a PKCS#8 of P-256 has 138, and 28 are the nonce and the tag."""


class Stage(Enum):
    """How far a key has come; its value is permanent."""

    REQUESTED = "requested"
    ISSUED = "issued"
    """It has a certificate and waits for the first registrar."""
    ENROLLED = "enrolled"
    """It waits for the second registrar."""
    COUNTS = "counts"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A private key as only its passkey opens it; `static/signing/secrets.js` says how."""

    credential: bytes
    """Id of the passkey."""
    salt: bytes
    """32 random bytes, shown to the passkey."""
    data: bytes
    """AES-256-GCM of the PKCS#8: nonce of 12 bytes, ciphertext, tag."""


@dataclass(frozen=True, slots=True)
class SigningKeyKept:
    """One key that was made in a browser."""

    request: int
    """By which people name the request."""
    account: str
    officer: str
    spki: Digest
    name: str
    """What its owner calls it."""
    wrapped: Wrapped
    pkcs10: bytes
    """The request for a certificate (RFC 2986), as DER."""
    made_at: datetime
    certificates: bytes | None = None
    """PEM: its own first, then those between it and a root; None until it is issued."""

    def stage(self, authority: Authority, *, expired: bool = False) -> Stage:
        """Return how far it has come by the facts; *expired* says what its certificate's days say."""
        if self.certificates is None:
            return Stage.REQUESTED
        known = authority.keys.get(self.spki)
        if known is None:
            return Stage.ISSUED
        if known.withdrawn is not None:
            return Stage.WITHDRAWN
        if expired:
            return Stage.EXPIRED
        return Stage.COUNTS if known.confirmed else Stage.ENROLLED


class SigningKeys:
    """The keys of a registry's accounts that were made in a browser."""

    def __init__(self, file: Ordinary) -> None:
        """Answer from an open file that has `TABLES`."""
        self._file = file

    def add(  # noqa: PLR0913 - what is kept of a key, all named
        self, *, account: str, officer: str, spki: Digest, name: str, wrapped: Wrapped, pkcs10: bytes, at: datetime
    ) -> int:
        """Keep a key and its request; return the request's number.

        Raises:
            InvalidValue: a key of that name is kept already, or the account has enough.
        """
        row = (account, officer, spki, name, wrapped.credential, wrapped.salt, wrapped.data, pkcs10, at.isoformat())
        try:
            with self._file.change() as file:
                kept = file.execute("SELECT count(*) FROM signing_keys WHERE account = ?", (account,)).fetchone()[0]
                if kept >= MOST:
                    raise InvalidValue(
                        "too-many-signing-keys",
                        f"An account keeps at most {MOST} signing keys: delete a request that nobody issued.",
                        most=MOST,
                    )
                number = file.execute(
                    "INSERT INTO signing_keys VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", row
                ).lastrowid
        except IntegrityError:
            raise InvalidValue("key-kept", f"Key {spki[:23]}… is kept here already.", key=spki[:23]) from None
        assert number is not None  # noqa: S101 - of an INSERT that did not fail
        return number

    def request(self, request: int) -> SigningKeyKept:
        """Return the key of a request.

        Raises:
            NoSuchThing: there is none of that number.
        """
        found = self._file.rows("SELECT * FROM signing_keys WHERE request = ?", (request,))
        if not found:
            raise NoSuchThing("no-such-request", f"There is no request {request} for a certificate.", request=request)
        return _kept(found[0])

    def of(self, officer: str) -> Sequence[SigningKeyKept]:
        """Return an officer's keys, the newest first."""
        rows = self._file.rows("SELECT * FROM signing_keys WHERE officer = ? ORDER BY request DESC", (officer,))
        return [_kept(row) for row in rows]

    def key(self, spki: Digest) -> SigningKeyKept | None:
        """Return the key of that name, if it is kept."""
        found = self._file.rows("SELECT * FROM signing_keys WHERE spki = ?", (spki,))
        return _kept(found[0]) if found else None

    def all(self) -> Sequence[SigningKeyKept]:
        """Return every key, the oldest request first."""
        return [_kept(row) for row in self._file.rows("SELECT * FROM signing_keys ORDER BY request")]

    def issue(self, request: int, certificates: bytes) -> None:
        """Keep the certificate of a request with those above it, as PEM.

        Raises:
            NoSuchThing: there is no such request.
            WrongStage: it has one already.
        """
        with self._file.change() as file:
            done = file.execute(
                "UPDATE signing_keys SET certificates = ? WHERE request = ? AND certificates IS NULL",
                (certificates, request),
            ).rowcount
        if done == 0:
            self.request(request)
            raise WrongStage("request-issued", f"Request {request} has its certificate already.", request=request)

    def delete(self, officer: str, request: int) -> None:
        """Forget a request of an officer that nobody issued.

        Raises:
            NoSuchThing: the officer has no such request.
            WrongStage: its certificate was issued; the key can be withdrawn.
        """
        kept = self.request(request)
        if kept.officer != officer:
            raise NoSuchThing("no-such-request", f"There is no request {request} for a certificate.", request=request)
        with self._file.change() as file:
            gone = file.execute(
                "DELETE FROM signing_keys WHERE request = ? AND certificates IS NULL", (request,)
            ).rowcount
        if gone == 0:
            raise WrongStage("request-issued", f"Request {request} has its certificate already.", request=request)


def _kept(row: Row) -> SigningKeyKept:
    return SigningKeyKept(
        row["request"],
        row["account"],
        row["officer"],
        Digest(row["spki"]),
        row["name"],
        Wrapped(row["credential"], row["salt"], row["wrapped"]),
        row["pkcs10"],
        datetime.fromisoformat(row["made_at"]),
        row["certificates"],
    )
