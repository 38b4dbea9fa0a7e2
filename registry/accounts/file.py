"""The file of accounts, with all that is kept in it."""

from pathlib import Path

from registry.accounts import accounts, passkeys, second_words, sessions, signing_keys, tokens
from registry.ordinary import Ordinary


def opened(path: Path) -> Ordinary:
    """Open the file of accounts, or begin it.

    Raises:
        PapersDamaged: it cannot be opened.
    """
    parts = (accounts, second_words, sessions, passkeys, tokens, signing_keys)
    return Ordinary(path, [table for part in parts for table in part.TABLES])
