"""Pass phrases: kept as Argon2id hashes (RFC 9106) in PHC form, never as themselves."""

from threading import Lock

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from keys.errors import KeysError

SHORTEST = 12
LONGEST = 1024
"""Characters of a pass phrase."""
KNOWN = frozenset({"specimen specimen", "correct horse battery staple"})
"""Long enough, and known to everybody."""
_FEWEST = 5  # different characters

_SALT = 16
_KEY = 32
_MEMORY = 64 << 10  # KiB: the second recommended option of RFC 9106 section 4
_ROUNDS = 3
_LANES = 4
_ALONE = Lock()
"""Two threads at once wait for each other without end, in OpenSSL's own threads for the lanes (seen with 4.0.3)."""


class WeakPhrase(KeysError):
    """A pass phrase that others would guess, or that nobody would look at whole."""


def require_strong(phrase: str) -> None:
    """Refuse a pass phrase that is short, known to everybody, or of next to no characters.

    Raises:
        WeakPhrase: choose another.
    """
    if len(phrase) < SHORTEST or len(set(phrase)) < _FEWEST or phrase.lower() in KNOWN:
        raise WeakPhrase(
            "weak-pass-phrase",
            f"This pass phrase is short or easily guessed: choose several words, {SHORTEST} characters at least.",
            shortest=SHORTEST,
        )
    if len(phrase) > LONGEST:
        raise WeakPhrase(
            "long-pass-phrase", f"This pass phrase is too long: {LONGEST} characters at most.", longest=LONGEST
        )


def hashed(phrase: str, salt: bytes) -> str:
    """Return the hash of a pass phrase under 16 random bytes of *salt*; some 0.1 s of one core and 64 MB."""
    if len(salt) != _SALT:
        raise ValueError(f"a salt has {_SALT} bytes, not {len(salt)}")
    work = Argon2id(salt=salt, length=_KEY, iterations=_ROUNDS, lanes=_LANES, memory_cost=_MEMORY)
    with _ALONE:
        return work.derive_phc_encoded(phrase.encode())


def is_right(phrase: str, kept: str) -> bool:
    """Tell whether *kept* is a hash of the pass phrase; one at a time, whoever asks."""
    try:
        with _ALONE:
            Argon2id.verify_phc_encoded(phrase.encode(), kept)
    except (InvalidKey, ValueError):
        return False
    return True
