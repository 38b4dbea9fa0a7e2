"""Signatures verified beside the reading, a batch at a time; the first that does not hold is named.

Verification lets other threads run, so one core reads while the others verify. Few batches wait at a time: what
is read and not yet verified stays small.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from keys.errors import KeysError
from registry.audit.report import failed, place

_BATCH = 256
_WAITING = 4
"""Batches that wait at most."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One signature that has to hold: at which position or else where, of what, and how to verify it."""

    position: int | None
    what: str
    verify: Callable[[], object]


Refused = tuple[Claim, KeysError]


class Signatures:
    """Claims on their way through the threads."""

    def __init__(self, threads: int) -> None:
        """Verify with so many threads; with one, it is the thread that reads."""
        self._pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None
        self._under_way: deque[Future[Refused | None]] = deque()
        self._claims: list[Claim] = []
        self.verified = 0

    def add(self, claim: Claim) -> None:
        """Take a claim in; now and then, a batch of them is verified.

        Raises:
            AuditFailed: the first that does not hold.
        """
        self._claims.append(claim)
        if len(self._claims) < _BATCH:
            return
        if self._pool is None:
            self.settle()
            return
        self._under_way.append(self._pool.submit(_first_refused, self._claims))
        self.verified += len(self._claims)
        self._claims = []
        if len(self._under_way) > _WAITING:
            _require_none(self._under_way.popleft().result())

    def settle(self) -> None:
        """Wait until all are verified.

        Raises:
            AuditFailed: the first that does not hold.
        """
        while self._under_way:
            _require_none(self._under_way.popleft().result())
        claims, self._claims = self._claims, []
        _require_none(_first_refused(claims))
        self.verified += len(claims)

    def close(self) -> None:
        """Let the threads go."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _first_refused(claims: list[Claim]) -> Refused | None:
    for claim in claims:
        try:
            claim.verify()
        except KeysError as refusal:
            return claim, refusal
    return None


def _require_none(refused: Refused | None) -> None:
    if refused is not None:
        claim, refusal = refused
        where = claim.what if claim.position is None else place(claim.position, claim.what)
        raise failed(refusal, where=where, position=claim.position)
