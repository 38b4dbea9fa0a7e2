"""A recipient's passkey in software: signs as a browser would let an authenticator sign, and lies where it is told."""

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from domain.values import Digest, digest
from keys.webauthn import Assertion, base64url, challenge

RP = "registry.specimen.example"
PRESENT, VERIFIED = 0x01, 0x04


@dataclass(frozen=True, slots=True)
class SpecimenPasskey:
    """One passkey of one relying party."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    rp: str = RP

    @classmethod
    def made(cls, *, of_rsa: int | None = None, rp: str = RP) -> Self:
        """A new one: of P-256, or of RSA with so many bits."""
        if of_rsa is not None:
            return cls(rsa.generate_private_key(65537, of_rsa), rp)
        return cls(ec.generate_private_key(ec.SECP256R1()), rp)

    @property
    def spki(self) -> bytes:
        """The public key in DER."""
        return self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def name(self) -> Digest:
        """The digest by which facts name it."""
        return digest(sha256(self.spki).digest())

    @property
    def credential(self) -> str:
        """A credential's id."""
        return base64url(sha256(self.spki).digest()[:16])

    def sign(
        self,
        statement: bytes,
        *,
        flags: int = PRESENT | VERIFIED,
        counter: int = 0,
        rest: bytes = b"",
        rp_hash: bytes | None = None,
        **client: Any,
    ) -> Assertion:
        """What a browser gives back; *client* are other fields of the client's data, None to leave one out."""
        said = {
            "type": "webauthn.get",
            "challenge": base64url(challenge(statement)),
            "origin": f"https://{self.rp}",
            "crossOrigin": False,
            **client,
        }
        data = json.dumps({name: value for name, value in said.items() if value is not None}).encode()
        about = (rp_hash or sha256(self.rp.encode()).digest()) + bytes([flags]) + counter.to_bytes(4, "big") + rest
        return self.sign_raw(Assertion(about, data, b""))

    def sign_raw(self, said: Assertion) -> Assertion:
        """The same assertion with a signature that holds."""
        message = said.authenticator_data + sha256(said.client_data).digest()
        if isinstance(self.key, rsa.RSAPrivateKey):
            return replace(said, signature=self.key.sign(message, padding.PKCS1v15(), SHA256()))
        return replace(said, signature=self.key.sign(message, ec.ECDSA(SHA256())))
