"""What an audit says: what was proved, or the first thing that is wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field

from domain.errors import DomainError
from keys.errors import KeysError
from registry.errors import RegistryError, StoreDamaged

Progress = Callable[[int, int], None]
"""Called now and then with how many leaves were verified, and how many there are."""

Refusal = DomainError | RegistryError | KeysError
REFUSALS = (DomainError, RegistryError, KeysError)


class AuditFailed(RegistryError):
    """The first thing that is wrong: its *position* in the log, or *where* else it stands."""

    def __init__(self, slug: str, message: str, *, where: str, position: int | None = None, **facts: object) -> None:
        super().__init__(slug, message, **{**facts, "where": where, "position": position})
        self.where = where
        self.position = position


def failed(refusal: Refusal, *, where: str, position: int | None = None) -> AuditFailed:
    """Return what a check refused, with the place that it stands at."""
    facts = {name: value for name, value in refusal.facts.items() if name not in {"where", "position"}}
    message = f"{where}: {refusal}"
    return AuditFailed(refusal.slug, message, where=where, position=position, **facts)


def wrong(why: str) -> StoreDamaged:
    """Return the refusal of a fact that the writer would not have written."""
    return StoreDamaged("not-as-decided", why, why=why)


def place(position: int, name: str | None = None) -> str:
    """Return how a position is called, e.g. ``position 12 (letter.issued.v1)``."""
    return f"position {position}" + (f" ({name})" if name else "")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd that proves nothing wrong."""

    slug: str
    message: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class AuditReport:
    """What was proved, counted."""

    origin: str = ""
    specimen: bool = False
    size: int = 0
    """Leaves of the tree."""
    root: str = ""
    """Its root, 64 hexadecimal figures."""
    facts: int = 0
    signatures: int = 0
    by_people: int = 0
    streams: int = 0
    letters: int = 0
    received: int = 0
    acknowledged: int = 0
    series: int = 0
    numbers_issued: int = 0
    numbers_void: int = 0
    numbers_open: int = 0
    checkpoints: int = 0
    files: int = 0
    file_bytes: int = 0
    answers: int = 0
    refusals: int = 0
    """Rows of the record of refusals, which lies beside the log."""
    remarks: list[Remark] = field(default_factory=list)
