"""Signatures verified by all cores, a batch at a time; the first that does not hold is named.

Verification lets other threads run, and reading does not. So nothing is read while a batch is verified: threads
that wait for the interpreter in between stand still, which was measured to cost more than it gains.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec

from keys.errors import KeysError
from registry.audit.report import failed, place

_BATCH = 1024
_WORTH_A_THREAD = 64


class Claim(msgspec.Struct, frozen=True, gc=False):
    """One signature that has to hold: at which position or else where, of what, and how to verify it."""

    position: int | None
    what: str
    verify: Callable[..., object]
    of: tuple[object, ...]
    """What *verify* is called with. The less it does besides arithmetic, the less threads wait for one another."""


class Signatures:
    """Claims on their way through the threads."""

    def __init__(self, threads: int) -> None:
        """Verify with so many threads."""
        self._threads = threads
        self._pool: ThreadPoolExecutor | None = None
        self._claims: list[Claim] = []
        self.verified = 0

    def add(self, claim: Claim) -> None:
        """Take a claim in; now and then, all that wait are verified.

        Raises:
            AuditFailed: the first that does not hold.
        """
        self._claims.append(claim)
        if len(self._claims) >= _BATCH:
            self.settle()

    def settle(self) -> None:
        """Verify all that wait.

        Raises:
            AuditFailed: the first that does not hold.
        """
        claims, self._claims = self._claims, []
        if self._threads > 1 and len(claims) >= _WORTH_A_THREAD:
            self._pool = self._pool or ThreadPoolExecutor(self._threads)
            share = -(-len(claims) // self._threads)
            shares = [claims[start : start + share] for start in range(0, len(claims), share)]
            refused = next((found for found in self._pool.map(_first_refused, shares) if found is not None), None)
        else:
            refused = _first_refused(claims)
        if refused is not None:
            claim, refusal = refused
            where = claim.what if claim.position is None else place(claim.position, claim.what)
            raise failed(refusal, where=where, position=claim.position)
        self.verified += len(claims)

    def close(self) -> None:
        """Let the threads go."""
        if self._pool is not None:
            self._pool.shutdown()


def _first_refused(claims: list[Claim]) -> tuple[Claim, KeysError] | None:
    for claim in claims:
        try:
            claim.verify(*claim.of)
        except KeysError as refusal:
            return claim, refusal
    return None
