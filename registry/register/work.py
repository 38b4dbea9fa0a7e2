"""What goes through the register: a request and what became of it, and a group on its way into the store."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from domain.errors import DomainError
from keys.errors import KeysError
from registry import requests
from registry.errors import RegistryError
from registry.evidence import Evidenced
from registry.log.tree import Staged as StagedTree
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
    outcome: dict[str, Any] | Refusal | None = None
    done: Done | None = None
    decided: bool = False
    """It was refused for what was known then; when that is taken back, it is decided again."""
    repeats: bool = False
    """The same request under the same id is under way already; its answer is this one's."""


@dataclass(slots=True)
class Work:
    """A group on its way into the store."""

    group: Group
    asked: list[Asked]
    undo: list[Callable[[], None]]
    leaves: list[bytes] = field(default_factory=list)
    tree: StagedTree | None = None
    """The tree with the group's leaves; None before they are laid out."""
    transaction: ExitStack | None = None
    """What is in the database and not yet durable."""
    settled: bool = False
    """A group before it failed, and every request of this one got its outcome then."""

    @property
    def to_seal(self) -> list[bytes]:
        """The seal's statements, in order."""
        return [staged.statement for staged in self.group.staged if not staged.by_person]

    def take_seals(self, evidence: Sequence[bytes]) -> None:
        """Put the seal's signatures to its statements."""
        sealed = (staged for staged in self.group.staged if not staged.by_person)
        for staged, one in zip(sealed, evidence, strict=True):
            staged.evidence = one


def asked(request_id: bytes, data: bytes) -> Asked:
    """Return a request from its id and its JSON.

    Raises:
        NotCanonical: it cannot be read.
    """
    return Asked(request_id, sha256(data).digest(), requests.decode(data))
