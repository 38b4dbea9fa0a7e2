"""What the pages of one office are run with."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from api.errors import ApiError
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
    def secure(self) -> bool:
        """Whether the pages are reached by HTTPS; cookies are then kept to it."""
        return self.address.startswith("https://")
