"""Files that a command writes: whole or not at all, and never over another."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.errors import ApiError


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Yield a path to write to; what was written is durable under *path* afterwards.

    Raises:
        ApiError: *path* exists, or its folder does not.
    """
    if not path.parent.is_dir():
        raise ApiError(
            "output-nowhere",
            f"There is no folder {path.parent}: make it, or name another file.",
            folder=str(path.parent),
        )
    if path.exists():
        raise ApiError("output-exists", f"{path} exists: name another file.", file=str(path))
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def write_new(path: Path, data: bytes) -> None:
    """Write *data* to a new file."""
    with new_file(path) as part:
        part.write_bytes(data)
