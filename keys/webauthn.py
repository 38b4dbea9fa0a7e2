"""Signatures by passkeys over statements, verified with nothing but their own bytes.

    statement ─▶ challenge = SHA-256(domain tag ‖ statement)
                     └─▶ clientDataJSON ─▶ SHA-256 ─┐
    SHA-256(rp id) ‖ flags ‖ counter ─▶ authData ───┴─▶ signed by the passkey (ES256 or RS256)

Source: Web Authentication level 3, section 7.2; what is not asked of a stored signature is said beside the rules.
The evidence is one JSON object with sorted keys and no spaces, its values base64url without padding, in one spelling.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Self
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from keys.errors import BadPasskey

LARGEST_EVIDENCE: Final = 8 << 10
"""Bytes; a signature by RSA takes about a kilobyte."""
LARGEST_CLIENT_DATA: Final = 2 << 10
LARGEST_KEY: Final = 1 << 10
SMALLEST_RSA, LARGEST_RSA = 2048, 4096
"""Bits."""

_DOMAIN: Final = b"saraban-webauthn/v1\n"
_PARTS: Final = ("authenticatorData", "clientDataJSON", "signature")
_AUTHENTICATOR_DATA: Final = 37  # rpIdHash, flags, counter: an assertion that asks for no extension has no more
_PRESENT, _VERIFIED, _ATTESTED, _EXTENDED = 0x01, 0x04, 0x40, 0x80
_RP: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_LONGEST_RP: Final = 253


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a browser gives back when somebody signs with a passkey."""

    authenticator_data: bytes
    client_data: bytes
    signature: bytes

    def write(self) -> bytes:
        """Return the evidence that these three make."""
        values = (self.authenticator_data, self.client_data, self.signature)
        parts = {name: base64url(value) for name, value in zip(_PARTS, values, strict=True)}
        return json.dumps(parts, separators=(",", ":")).encode()

    @classmethod
    def read(cls, evidence: bytes) -> Self:
        """Return the assertion that *evidence* is.

        Raises:
            BadPasskey: it is too large, or not exactly what `write` writes.
        """
        if len(evidence) > LARGEST_EVIDENCE:
            raise BadPasskey("passkey-evidence", "The passkey's evidence is too large.")
        try:
            parts = json.loads(evidence)
            found = cls(*(_bytes(parts[name]) for name in _PARTS))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise BadPasskey("passkey-evidence", "The passkey's evidence cannot be read.") from None
        if found.write() != evidence:  # one more field, a key twice, another spelling: the log commits to these bytes
            raise BadPasskey("passkey-evidence", "The passkey's evidence is not in its one spelling.")
        return found


@dataclass(frozen=True, slots=True)
class PasskeyKey:
    """A passkey's public key: P-256, or RSA of 2048 to 4096 bits."""

    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey
    spki: bytes
    """SubjectPublicKeyInfo (DER), as it was given."""

    @classmethod
    def load(cls, spki: bytes) -> Self:
        """Return the key in *spki*, a SubjectPublicKeyInfo in DER.

        Raises:
            BadPasskey: it is no such key, of another kind or length, or not in its one spelling.
        """
        try:
            key = load_der_public_key(spki) if len(spki) <= LARGEST_KEY else None
        except (ValueError, UnsupportedAlgorithm):
            key = None
        match key:
            case ec.EllipticCurvePublicKey(curve=ec.SECP256R1()):
                pass
            case rsa.RSAPublicKey() if SMALLEST_RSA <= key.key_size <= LARGEST_RSA:
                pass
            case _:
                raise BadPasskey("passkey-key", "The passkey's key is neither P-256 nor RSA of 2048 to 4096 bits.")
        if key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) != spki:
            raise BadPasskey("passkey-key", "The passkey's public key is not in its one spelling.")
        return cls(key, spki)

    def verify(self, signature: bytes, message: bytes) -> None:
        """Refuse a signature that this key did not make over *message* (ES256, RS256).

        Raises:
            BadPasskey: it did not.
        """
        try:
            if isinstance(self.key, rsa.RSAPublicKey):
                self.key.verify(signature, message, padding.PKCS1v15(), SHA256())
            else:
                self.key.verify(signature, message, ec.ECDSA(SHA256()))
        except InvalidSignature:
            raise BadPasskey("passkey-signature", "The passkey's signature does not hold.") from None


def challenge(statement: bytes) -> bytes:
    """Return what a passkey is asked to sign for *statement*: 32 bytes."""
    return sha256(_DOMAIN + statement).digest()


def verify(evidence: bytes, statement: bytes, key: PasskeyKey, rp: str) -> None:
    """Refuse evidence that is not the signature of *statement* by a passkey of the relying party *rp*.

    The signature counter is not looked at: it tells a server of cloned authenticators as signatures come in, most
    passkeys leave it at 0, and nobody could ask it of a signature that was kept.

    Raises:
        BadPasskey: it is not, or cannot be read.
    """
    said = Assertion.read(evidence)
    require_rp(rp)
    _require_authenticator(said.authenticator_data, rp)
    _require_client(said.client_data, statement, rp)
    key.verify(said.signature, said.authenticator_data + sha256(said.client_data).digest())


def require_rp(rp: str) -> None:
    """Refuse what is no relying party's id: a host's name in lower case, e.g. ``registry.example.go.th``."""
    if len(rp) > _LONGEST_RP or not _RP.fullmatch(rp):
        raise BadPasskey("passkey-rp", f"{rp[:80]!r} is no host's name: write it as browsers do.", rp=rp[:80])


def base64url(data: bytes) -> str:
    """Return *data* in base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _require_authenticator(data: bytes, rp: str) -> None:
    """Require the relying party, and that the person was there and was verified (section 6.1)."""
    if data[:32] != sha256(rp.encode()).digest():
        raise BadPasskey("passkey-of-another-site", f"The passkey signed for another site than {rp}.", rp=rp)
    flags = data[32] if len(data) == _AUTHENTICATOR_DATA else _ATTESTED
    if flags & (_ATTESTED | _EXTENDED):
        raise BadPasskey("passkey-evidence", "The passkey's evidence holds more than a signature's.")
    if flags & (_PRESENT | _VERIFIED) != _PRESENT | _VERIFIED:
        raise BadPasskey("passkey-not-verified", "The device did not verify who used the passkey.")


def _require_client(data: bytes, statement: bytes, rp: str) -> None:
    """Require that a browser asked for this very statement, on a page of the relying party's own (section 5.8.1)."""
    try:
        client = json.loads(data if len(data) <= LARGEST_CLIENT_DATA else b"")
        said, asked, origin = client["type"], _bytes(client["challenge"]), urlsplit(client["origin"])
        host = origin.hostname or ""
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        raise BadPasskey("passkey-evidence", "The passkey's evidence cannot be read.") from None
    if said != "webauthn.get":
        raise BadPasskey("passkey-other-use", "The passkey was asked for something else than a signature.")
    if asked != challenge(statement):
        raise BadPasskey("passkey-other-statement", "The passkey signed another statement.")
    safe = origin.scheme == "https" or (origin.scheme == "http" and host == "localhost")
    if not safe or (host != rp and not host.endswith(f".{rp}")):
        raise BadPasskey("passkey-of-another-site", f"The passkey signed for another site than {rp}.", rp=rp)
    if client.get("crossOrigin", False) is not False or "topOrigin" in client:
        raise BadPasskey("passkey-framed", "The passkey was used in a page inside another site's page.")


def _bytes(text: str) -> bytes:
    """Return the bytes of base64url text without padding, in its one spelling."""
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64url(data) != text:
        raise ValueError("another spelling")
    return data
