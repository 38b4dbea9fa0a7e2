"""Signatures verified by all cores, a batch at a time; the first that does not hold is named.

Verification lets other threads run, and reading does not. So nothing is read while a batch is verified:
threads that wait for the interpreter in between would stand still.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from keys.errors import KeysError
from registry.audit.report import failed

_BATCH = 512
_WORTH_A_THREAD = 32


@dataclass(frozen=True, slots=True)
class Claim:
    """One signature that has to hold: at which position, where that is, and how to verify it."""

    position: int | None
    where: str
    verify: Callable[[], object]


class Signatures:
    """Claims on their way through the threads."""

    def __init__(self, threads: int) -> None:
        """Verify with so many threads."""
        self._threads = threads
        self._pool: ThreadPoolExecutor | None = None
        self._waiting: list[Claim] = []
        self.verified = 0

    def add(self, claim: Claim) -> None:
        """Take a claim in; now and then, all that wait are verified.

        Raises:
            AuditFailed: the first of them that does not hold.
        """
        self._waiting.append(claim)
        if len(self._waiting) >= _BATCH:
            self.settle()

    def settle(self) -> None:
        """Verify all that wait.

        Raises:
            AuditFailed: the first of them that does not hold.
        """
        waiting, self._waiting = self._waiting, []
        if self._threads > 1 and len(waiting) >= _WORTH_A_THREAD:
            self._pool = self._pool or ThreadPoolExecutor(self._threads)
            share = -(-len(waiting) // self._threads)
            shares = [waiting[start : start + share] for start in range(0, len(waiting), share)]
            refused = next((found for found in self._pool.map(_first_refused, shares) if found is not None), None)
        else:
            refused = _first_refused(waiting)
        if refused is not None:
            claim, refusal = refused
            raise failed(refusal, where=claim.where, position=claim.position)
        self.verified += len(waiting)

    def close(self) -> None:
        """Let the threads go."""
        if self._pool is not None:
            self._pool.shutdown()


def _first_refused(claims: list[Claim]) -> tuple[Claim, KeysError] | None:
    for claim in claims:
        try:
            claim.verify()
        except KeysError as refusal:
            return claim, refusal
    return None
