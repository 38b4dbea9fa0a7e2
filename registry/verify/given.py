"""What the user of a verifying command gives: files, the log's key, the hash of leaf 0."""

from pathlib import Path
from typing import Final

from registry.errors import RegistryError
from registry.verify.container import LARGEST_BUNDLE

_FIGURES: Final = 64


class Unusable(RegistryError):
    """What the user gave cannot be used."""


def read(path: str) -> bytes:
    """Return a file's bytes; of one larger than any bundle, one byte more than that.

    Raises:
        Unusable: it cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST_BUNDLE + 1)  # one more, so that a larger file is seen to be one
    except OSError as error:
        raise Unusable(
            "file-unreadable", f"{path} cannot be read: {error.strerror}.", file=path, why=str(error.strerror)
        ) from None


def log_key(given: str) -> str:
    """Return the key in the file of that name; or what was given, if it is a key itself."""
    if given.count("+") > 1 and not Path(given).exists():
        return given
    return read(given).decode("utf-8", "replace").strip()


def leaf0(given: str | None) -> bytes | None:
    """Return the hash of the first leaf, 32 bytes, if one was given.

    Raises:
        Unusable: it is not one.
    """
    if given is None:
        return None
    try:
        found = bytes.fromhex(given)
    except ValueError:
        found = b""
    if len(found) * 2 != _FIGURES:
        raise Unusable("leaf0-malformed", "--leaf0 is not 64 hexadecimal figures.")
    return found
