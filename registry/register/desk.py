"""Where requests are handed in: in this process, or at the writer's socket (`registry.register.client`)."""

from typing import Any, Protocol

from registry import requests
from registry.register.group import new_stream
from registry.register.register import Register
from registry.register.work import REFUSALS, Asked
from registry.register.work import asked as read_request


class Desk(Protocol):
    """Takes a request and answers when it is durable and signed."""

    def ask(self, request: requests.Request, *, request_id: bytes | None = None) -> dict[str, Any]:
        """Return the answer, or raise the refusal.

        Args:
            request: what is asked.
            request_id: 16 bytes; the same request under the same id is done once. A new one by default.
        """
        ...


class LocalDesk:
    """A desk for a register that is open in this process."""

    def __init__(self, register: Register) -> None:
        """Hand requests to *register*, one at a time."""
        self._register = register

    def ask(self, request: requests.Request, *, request_id: bytes | None = None) -> dict[str, Any]:
        """Return the answer, or raise the refusal."""
        one = read_request(request_id or new_request_id(), requests.encode(request))
        self._register.process([one])
        return outcome(one)


def outcome(one: Asked) -> dict[str, Any]:
    """Return what a request was answered, or raise its refusal."""
    if isinstance(one.outcome, REFUSALS):
        raise one.outcome.with_traceback(None)
    if one.outcome is None:
        raise RuntimeError("a request was left without an outcome")
    return one.outcome


def new_request_id() -> bytes:
    """Return a fresh id, rising with time so that answers lie side by side in the store."""
    return bytes.fromhex(new_stream().replace("-", ""))
