"""What browsers hand in beside the form of a draft: files, and buttons."""

from typing import Any

import msgspec
from litestar.datastructures import UploadFile

from domain.errors import InvalidValue
from registry.documents import apart

LARGEST = apart.LARGEST_DOCUMENT + (2 << 20)
"""Bytes of a request with files."""


class Pressed(msgspec.Struct, forbid_unknown_fields=True):
    """A button beside a draft."""

    version: int
    reason: str = ""


def files_of(data: dict[str, Any], named: set[str]) -> tuple[list[tuple[str, str, bytes]], dict[str, object]]:
    """Return the files of a form (field, name, bytes) and its other fields; a file elsewhere is refused."""
    files: list[tuple[str, str, bytes]] = []
    rest: dict[str, object] = {}
    for field, value in data.items():
        several = value if isinstance(value, list) else [value]
        came = [one for one in several if isinstance(one, UploadFile)]
        if came and field not in named:
            raise not_ours(field)
        files += [(field, one.filename, one.file.read()) for one in came]
        if field not in named:
            rest[field] = value
    return files, rest


def not_ours(field: str) -> InvalidValue:
    """Return the refusal of a field that the form does not have."""
    return InvalidValue("form-unreadable", f"The form cannot be read: it has no field {field[:40]!r}.", why=field[:40])
