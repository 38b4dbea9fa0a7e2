"""One fact on its way through the audit."""

import msgspec

from domain.values import Digest
from registry.wire import Statement


class Line(msgspec.Struct, frozen=True, gc=False):
    """Where the fact stands in the log, what it says, and the digest of its bytes."""

    position: int
    statement: Statement
    digest: Digest
