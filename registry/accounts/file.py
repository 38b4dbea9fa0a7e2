"""The file of accounts, with all that is kept in it."""

from pathlib import Path

from registry.accounts import accounts, passkeys, sessions, signing_keys, tokens
from registry.ordinary import Ordinary


def opened(path: Path) -> Ordinary:
    """Open the file of accounts, or begin it.

    Raises:
        PapersDamaged: it cannot be opened.
    """
    tables = (*accounts.TABLES, *sessions.TABLES, *passkeys.TABLES, *tokens.TABLES, *signing_keys.TABLES)
    return Ordinary(path, tables)
