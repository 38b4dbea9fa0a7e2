"""What the pages of one office are run with."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from api.errors import ApiError
from api.limits import LIMITS, Limit
from registry.register.client import Client
from registry.register.desk import Desk
from registry.register.register import Clock
from registry.wiring import system_clock

_HERE = "localhost"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the registry is, and under which address people find its pages."""

    home: Path
    address: str = "http://127.0.0.1:8000"
    """Scheme, host and port, as people type them; no path."""
    clock: Clock = system_clock
    random: Callable[[int], bytes] = os.urandom
    desk: Callable[[Path], Desk] = Client
    """How a worker thread reaches the writer."""
    limits: Mapping[str, Limit] = field(default_factory=lambda: LIMITS)
    """How often somebody may try what (`api.limits`)."""

    def __post_init__(self) -> None:
        """Refuse an address that is none."""
        parts = urlsplit(self.address)
        whole = (
            parts.scheme in {"http", "https"} and parts.hostname and not (parts.path or parts.query or parts.fragment)
        )
        if not whole:
            raise ApiError(
                "bad-address",
                f"{self.address} is no address of pages: write it as https://registry.example.go.th, without a path.",
                address=self.address,
            )

    @property
    def host(self) -> str:
        """The host that people see in their browser."""
        return urlsplit(self.address).hostname or ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that these pages answer to: on this very machine the number has a name beside it."""
        parts = urlsplit(self.address)
        if not _is_number(self.host) or not ip_address(self.host).is_loopback:
            return (self.address,)
        port = "" if parts.port is None else f":{parts.port}"
        return self.address, f"{parts.scheme}://{_HERE}{port}"

    @property
    def hosts(self) -> frozenset[str]:
        """What the Host header of a request may be."""
        found = set()
        for address in self.addresses:
            parts = urlsplit(address.lower())
            usual = {"http": 80, "https": 443}[parts.scheme]
            found.add(parts.netloc)
            if (parts.port or usual) == usual:
                bare = parts.netloc.removesuffix(f":{usual}")
                found |= {bare, f"{bare}:{usual}"}
        return frozenset(found)

    @property
    def passkeys_at(self) -> str | None:
        """The address for which browsers hold passkeys: it needs a name, and HTTPS or this very machine."""
        for address in self.addresses:
            host = urlsplit(address).hostname or ""
            if not _is_number(host) and (self.secure or host == _HERE):
                return address
        return None

    @property
    def passkey_host(self) -> str:
        """The name by which browsers know whose passkeys these are (WebAuthn's relying party id)."""
        return urlsplit(self.passkeys_at or self.address).hostname or ""

    @property
    def secure(self) -> bool:
        """Whether the pages are reached by HTTPS; cookies are then kept to it."""
        return self.address.startswith("https://")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
