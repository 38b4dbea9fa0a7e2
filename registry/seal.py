"""The seal's key where the writer finds it: one file, readable by its owner alone."""

from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from keys.certificates import load_all, pem_of
from keys.signing import SigningKey
from registry.durable import write_new
from registry.errors import StoreDamaged


def write_seal(path: Path, seal: SigningKey) -> None:
    """Keep the seal's key and certificates in a new file of mode 0600."""
    key = seal.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_new(path, key + pem_of((seal.certificate, *seal.chain)))


def read_seal(path: Path) -> SigningKey:
    """Return the seal's key.

    Raises:
        StoreDamaged: the file is missing, unreadable, or open to others.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise StoreDamaged("seal-open-to-others", f"{path} is open to others: chmod 600 it.", path=str(path))
        data = path.read_bytes()
        key = load_pem_private_key(data, password=None)
        certificate, *chain = load_all(data[data.index(b"-----BEGIN CERTIFICATE") :])
    except (FileNotFoundError, ValueError) as error:
        raise StoreDamaged(
            "seal-missing", f"The seal's key in {path} cannot be read: {error}.", path=str(path)
        ) from None
    return SigningKey(key, certificate, chain)  # type: ignore[arg-type] # checked by SigningKey against the certificate
