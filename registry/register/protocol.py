"""What goes over the writer's socket: frames of JSON behind their length in four bytes.

ask      id (16 bytes) ‖ a request (`registry.requests`)
answer   {"answer": {…}}  or  {"refused": {"kind", "slug", "message", "facts"}}
"""

from typing import Any

import orjson

from domain import errors as domain_errors
from keys import errors as keys_errors
from registry import errors
from registry.requests import LARGEST_REQUEST

ID_SIZE = 16
LARGEST_FRAME = LARGEST_REQUEST + ID_SIZE
STOP = b"stop"
"""Instead of a request: finish what is under way and end."""

_KINDS: dict[str, type[Exception]] = {
    name: kind
    for module in (domain_errors, keys_errors, errors)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, Exception)
}


def write_answer(outcome: dict[str, Any] | Exception) -> bytes:
    """Return the frame's contents for an answer or a refusal."""
    if not isinstance(outcome, Exception):
        return orjson.dumps({"answer": outcome})
    return orjson.dumps(
        {
            "refused": {
                "kind": type(outcome).__name__,
                "slug": getattr(outcome, "slug", ""),
                "message": str(outcome),
                "facts": {name: str(value) for name, value in getattr(outcome, "facts", {}).items()},
            }
        }
    )


def read_answer(data: bytes) -> dict[str, Any]:
    """Return the answer in a frame's contents, or raise the refusal that it carries."""
    said = orjson.loads(data)
    if "answer" in said:
        return dict(said["answer"])
    refused = said["refused"]
    kind = _KINDS.get(refused["kind"], errors.RegistryError)
    raise kind(refused["slug"], refused["message"], **refused["facts"])
