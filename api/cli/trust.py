"""What a verifier brings along, from the command line: roots, the log's key, the hash of leaf 0.

Imported by `saraban verify`, which starts in a tenth of a second: nothing of the store is imported here.
"""

from pathlib import Path

from api.errors import WrongUsage
from keys.errors import KeysError
from keys.notes import NoteVerifier
from keys.paths import TrustRoots

_LARGEST = 1 << 20
_FIGURES = 64


def roots(file: str) -> TrustRoots:
    """Return the trusted root certificates in a PEM file."""
    try:
        return TrustRoots.load(_read(file))
    except KeysError as refusal:
        raise WrongUsage(refusal.slug, str(refusal), **refusal.facts) from None


def log_key(given: str) -> NoteVerifier:
    """Return the log's key from a vkey, or from the file of that name."""
    written = given if given.count("+") > 1 and not Path(given).exists() else _read(given).decode("utf-8", "replace")
    try:
        return NoteVerifier.parse(written.strip())
    except KeysError as refusal:
        raise WrongUsage(refusal.slug, str(refusal), **refusal.facts) from None


def leaf0(given: str | None) -> bytes | None:
    """Return the hash of leaf 0, 32 bytes, where it was given."""
    if given is None:
        return None
    try:
        found = bytes.fromhex(given)
    except ValueError:
        found = b""
    if len(found) * 2 != _FIGURES:
        raise WrongUsage("leaf0-malformed", "--leaf0 is not 64 hexadecimal figures.")
    return found


def read_whole(file: str, most: int) -> bytes:
    """Return a file's bytes, one more than *most* at the most, so that a larger file is seen to be one."""
    try:
        with Path(file).open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        why = str(error.strerror)
        raise WrongUsage("file-unreadable", f"{file} cannot be read: {why}.", file=file, why=why) from None


def _read(file: str) -> bytes:
    return read_whole(file, _LARGEST)
