"""Pass phrases: typed where nobody sees them, or from a file or descriptor that only the owner reads.

Never a value on the command line, which every user of the machine can list, and never in an answer.
"""

import os
import stat
from pathlib import Path

from api.cli.call import Call
from api.errors import ApiError, WrongUsage
from api.texts.text import Text

_LONGEST = 4096
_PROMPT = Text("รหัสผ่านของกุญแจ {file}: ", "Pass phrase of {file}: ")


def read(call: Call, key_file: str) -> bytes:
    """Return the pass phrase of *key_file* in UTF-8, without a line's end.

    Raises:
        ApiError: the file is unreadable, open to others, or empty.
        WrongUsage: nobody can be asked.
    """
    if call.typed.passphrase_file is not None:
        return _first_line(_from_file(Path(call.typed.passphrase_file)))
    if call.typed.passphrase_fd is not None:
        return _first_line(_from_descriptor(call.typed.passphrase_fd))
    if call.around.ask_pass_phrase is None:
        raise WrongUsage(
            "pass-phrase-missing",
            "The key needs a pass phrase and nobody can be asked: give --passphrase-file or --passphrase-fd.",
        )
    with call.bar.aside():
        typed = call.around.ask_pass_phrase(_PROMPT.with_(file=key_file).said(call.language))
    return _first_line(typed.encode())


def _from_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            if stat.S_ISREG(found.st_mode) and found.st_mode & 0o077:
                raise ApiError(
                    "pass-phrase-open-to-others",
                    f"{path} can be read by others: chmod 600 it and change the pass phrase.",
                    file=str(path),
                )
            return file.read(_LONGEST + 1)
    except OSError as error:
        why = str(error.strerror)
        raise ApiError("pass-phrase-unreadable", f"{path} cannot be read: {why}.", file=str(path), why=why) from None


def _from_descriptor(number: int) -> bytes:
    try:
        with os.fdopen(number, "rb", closefd=False) as file:
            return file.read(_LONGEST + 1)
    except OSError as error:
        why = str(error.strerror)
        raise ApiError(
            "pass-phrase-unreadable", f"Descriptor {number} cannot be read: {why}.", file=f"fd {number}", why=why
        ) from None


def _first_line(read_: bytes) -> bytes:
    phrase = read_.split(b"\n", 1)[0].removesuffix(b"\r")
    if not phrase or len(phrase) > _LONGEST:
        raise ApiError("pass-phrase-empty", "The pass phrase is empty or far too long: type it again.")
    return phrase
