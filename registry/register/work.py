"""What goes through the register: a request and what became of it, and a group on its way into the store."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from domain.errors import DomainError
from keys.errors import KeysError
from registry import requests
from registry.errors import RegistryError
from registry.evidence import Evidenced
from registry.register.group import Group
from registry.register.operations import Done

Refusal = DomainError | RegistryError | KeysError
REFUSALS = (DomainError, RegistryError, KeysError)


@dataclass(slots=True)
class Asked:
    """One request under its id (16 bytes), and what became of it."""

    id: bytes
    digest: bytes
    request: requests.Request
    said: Evidenced | None = None
    refused: Refusal | None = None
    """Why its evidence is not admitted, whatever the rules would say."""
    done: Done | None = None
    repeats: bool = False
    """The same request under the same id is in the group already; its answer is this one's."""
    outcome: dict[str, Any] | Refusal | None = None

    def reset(self) -> None:
        """Forget what was decided, also a refusal: the group that it rested on was not stored."""
        self.done, self.repeats, self.outcome = None, False, self.refused


@dataclass(slots=True)
class Work:
    """A group on its way into the store."""

    group: Group
    asked: list[Asked]


def asked(request_id: bytes, data: bytes) -> Asked:
    """Return a request from its id and its JSON.

    Raises:
        NotCanonical: it cannot be read.
    """
    return Asked(request_id, sha256(data).digest(), requests.decode(data))
