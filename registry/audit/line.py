"""One fact on its way through the audit."""

import msgspec

from domain.values import Digest
from registry.audit.report import wrong
from registry.wire import Statement


class Line(msgspec.Struct, frozen=True, gc=False):
    """Where the fact stands in the log, what it says, and the digest of its bytes."""

    position: int
    statement: Statement
    digest: Digest


def require_new(statement: Statement) -> None:
    """Refuse a statement that does not begin a stream, where one of its kind does."""
    if statement.seq != 0:
        raise wrong(f"{statement.name} begins a stream, and stands in it as number {statement.seq}.")
