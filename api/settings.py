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
    def hosts(self) -> frozenset[str]:
        """What the Host header of a request may be."""
        parts = urlsplit(self.address.lower())
        usual = {"http": 80, "https": 443}[parts.scheme]
        named = {parts.netloc}
        if (parts.port or usual) == usual:
            named |= {parts.netloc.removesuffix(f":{usual}"), f"{parts.netloc.removesuffix(f':{usual}')}:{usual}"}
        return frozenset(named)

    @property
    def takes_passkeys(self) -> bool:
        """Whether browsers hold passkeys for the address: it needs a name, and HTTPS or this very machine."""
        try:
            ip_address(self.host)
        except ValueError:
            return self.secure or self.host == "localhost"
        return False

    @property
    def secure(self) -> bool:
        """Whether the pages are reached by HTTPS; cookies are then kept to it."""
        return self.address.startswith("https://")
