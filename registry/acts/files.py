"""Small files that people hand in: keys, certificates, drafts."""

import os
import stat
from pathlib import Path

from domain.errors import InvalidValue

LARGEST = 4 << 20
"""Bytes; a draft, a key, a certificate. Attachments are copied by `registry.store.blobs` and may be larger."""


def read_small(path: Path, *, largest: int = LARGEST) -> bytes:
    """Return a file's bytes.

    Raises:
        InvalidValue: it is no readable file, is empty, too large, or changed while it was read.
    """
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode) and not stat.S_ISFIFO(before.st_mode):
                raise InvalidValue("not-a-file", f"{path} is not a file.", file=str(path))
            data = file.read(largest + 1)
            after = path.stat()
    except OSError as error:
        why = str(error.strerror)
        raise InvalidValue("file-unreadable", f"{path} cannot be read: {why}.", file=str(path), why=why) from None
    if not data:
        raise InvalidValue("file-empty", f"{path} is empty.", file=str(path))
    if len(data) > largest:
        raise InvalidValue(
            "file-too-large",
            f"{path} is larger than {largest} bytes, the most for such a file.",
            file=str(path),
            largest=largest,
        )
    if (before.st_mtime_ns, before.st_size, before.st_ino) != (after.st_mtime_ns, after.st_size, after.st_ino):
        raise InvalidValue(
            "file-changed", f"{path} changed while it was read: try again when nobody writes to it.", file=str(path)
        )
    return data
