"""How often somebody may try something: data, and a bounded memory of who tried what.

A limit counts by address or by account, in windows that begin with the first try. Whoever is over it is told to come
again (429) and when. Trying codes and links is counted where it found nothing, so that an office behind one address
may open as many letters as it likes.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil

from api.errors import ApiError

REMEMBERED = 20_000
"""Tries in memory; of more, those that began first are forgotten."""
_NETWORK = 64
"""Bits of an IPv6 address that one household has."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so long a time."""

    times: int
    per: timedelta


SIGN_IN_FROM = "sign-in-from-address"
SIGN_IN_TO = "sign-in-to-account"
NOTHING_FOUND = "nothing-found"
ANSWERS = "answers"
UPLOADS = "uploads"
CHALLENGES = "challenges"

LIMITS: Mapping[str, Limit] = {
    SIGN_IN_FROM: Limit(30, timedelta(minutes=10)),
    SIGN_IN_TO: Limit(10, timedelta(minutes=10)),
    CHALLENGES: Limit(60, timedelta(minutes=10)),
    NOTHING_FOUND: Limit(20, timedelta(minutes=10)),
    ANSWERS: Limit(200, timedelta(minutes=10)),
    UPLOADS: Limit(200, timedelta(minutes=10)),
}
"""Wrong sign-ins, challenges for passkeys, codes and links that lead nowhere, what is sent through links, files."""


class TooMany(ApiError):
    """Somebody tried too often; the fact *wait* is how many seconds to wait."""


class Limits:
    """Who tried what how often; one process's memory."""

    def __init__(self, limits: Mapping[str, Limit], clock: Callable[[], datetime]) -> None:
        """Hold people to *limits*, by name."""
        self._limits = limits
        self._clock = clock
        self._tries: OrderedDict[tuple[str, str], tuple[datetime, int]] = OrderedDict()
        self._lock = threading.Lock()

    def require(self, limit: str, who: str) -> None:
        """Refuse whoever has tried too often.

        Raises:
            TooMany: with the time to wait.
        """
        with self._lock:
            self._require(limit, who)

    def note(self, limit: str, who: str) -> None:
        """Count a try."""
        with self._lock:
            self._add(limit, who, 1)

    def take(self, limit: str, who: str) -> None:
        """Count a try, or refuse it; what is tried at the same time is counted too.

        Raises:
            TooMany: with the time to wait.
        """
        with self._lock:
            self._require(limit, who)
            self._add(limit, who, 1)

    def give_back(self, limit: str, who: str) -> None:
        """Take back a try that turned out to be fine."""
        with self._lock:
            self._add(limit, who, -1)

    def _require(self, limit: str, who: str) -> None:
        rule = self._limits[limit]
        since, times = self._window(limit, who)
        if times >= rule.times:
            wait = max(1, ceil((since + rule.per - self._clock()).total_seconds()))
            raise TooMany("too-many-tries", f"That was too often: wait {wait} seconds and try again.", wait=wait)

    def _add(self, limit: str, who: str, times: int) -> None:
        since, before = self._window(limit, who)
        self._tries[limit, who] = (since, max(0, before + times))
        while len(self._tries) > REMEMBERED:
            self._tries.popitem(last=False)

    def _window(self, limit: str, who: str) -> tuple[datetime, int]:
        now = self._clock()
        since, times = self._tries.get((limit, who), (now, 0))
        if not timedelta(0) <= now - since < self._limits[limit].per:
            self._tries.pop((limit, who), None)
            return now, 0
        return since, times


def household(address: str) -> str:
    """Return what addresses are counted together: an IPv4 address, or the network of an IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped is None:  # noqa: PLR2004 - of the Internet Protocol
        return str(ip_network((int(parsed) >> _NETWORK << _NETWORK, _NETWORK)))
    return str(parsed.ipv4_mapped or parsed) if parsed.version == 6 else str(parsed)  # noqa: PLR2004
