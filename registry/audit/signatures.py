"""Signatures on their way to be verified, a batch at a time; the first that does not hold is named.

claims ─▶ batch ─▶ verifier, a process of its own ─▶ all hold
                └▶ here: without a verifier, what it cannot verify, and all of a batch that it did not pass
"""

from collections import deque
from collections.abc import Callable, Iterable
from typing import cast

import msgspec

from keys.certificates import Certificate
from keys.errors import KeysError
from registry.audit.report import failed, place
from registry.audit.verifier import Verifier

_BATCH = 256
_UNDER_WAY = 2
"""Batches that wait for the verifier; as much as a socket holds."""


class Claim(msgspec.Struct, frozen=True, gc=False):
    """One signature that has to hold: at which position or else where, of what, and how to verify it."""

    position: int | None
    what: str
    verify: Callable[..., object]
    of: tuple[object, ...]
    """What *verify* is called with."""
    by: Certificate | None = None
    """Whose signature it is: then *of* is signature and message, and it may be verified elsewhere."""


class Signatures:
    """Claims that wait, and how many held."""

    def __init__(self, verifier: Verifier | None) -> None:
        """Let *verifier* verify what it can; without one everything is verified here."""
        self._verifier = verifier
        self._claims: list[Claim] = []
        self._under_way: deque[list[Claim]] = deque()
        self.verified = 0

    def add(self, claim: Claim) -> None:
        """Take a claim in; now and then, those before it are verified.

        Raises:
            AuditFailed: the first that does not hold.
        """
        self._claims.append(claim)
        if len(self._claims) >= _BATCH:
            self._hand_over()
            while len(self._under_way) > (0 if self._verifier is None else _UNDER_WAY):
                self._take_back()

    def settle(self) -> None:
        """Verify all that wait.

        Raises:
            AuditFailed: the first that does not hold.
        """
        self._hand_over()
        while self._under_way:
            self._take_back()

    def close(self) -> None:
        """Let the verifier go."""
        if self._verifier is not None:
            self._verifier.close()

    def _hand_over(self) -> None:
        claims, self._claims = self._claims, []
        self._under_way.append(claims)
        if self._verifier is not None:
            pairs = cast("list[tuple[bytes, bytes]]", [claim.of for claim in claims if claim.by is not None])
            signers = [claim.by for claim in claims if claim.by is not None]
            self._verifier.ask([(*pair, signer) for pair, signer in zip(pairs, signers, strict=True)])

    def _take_back(self) -> None:
        claims = self._under_way.popleft()
        passed = self._verifier is not None and self._verifier.all_hold()
        self._require(claim for claim in claims if claim.by is None or not passed)
        self.verified += len(claims)

    def _require(self, claims: Iterable[Claim]) -> None:
        for claim in claims:
            try:
                claim.verify(*claim.of)
            except KeysError as refusal:
                self._under_way.clear()  # whatever is wrong with later ones, this is the first
                self._claims.clear()
                where = claim.what if claim.position is None else place(claim.position, claim.what)
                raise failed(refusal, where=where, position=claim.position) from None
