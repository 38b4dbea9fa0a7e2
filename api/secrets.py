"""What is seen to before the pages open: secrets are kept from the machine's other users, and none is known to all."""

import stat
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

from api.errors import ApiError
from api.settings import Settings
from registry.home import Home

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class NotKept(ApiError):
    """A secret is no secret."""


def require_kept(settings: Settings, *, demo: bool, host: str) -> None:
    """Refuse to open the pages where secrets lie open.

    Args:
        settings: Which registry.
        demo: Whether everybody knows its pass phrases.
        host: On which interface the pages will be.

    Raises:
        NotKept: another user of the machine may read a secret, or a demo would be open to other machines.
    """
    for path in _secrets(Home(settings.home)):
        if path.exists() and path.stat().st_mode & _OTHERS:
            raise NotKept(
                "open-to-others", f"{path} can be read by others of this machine: chmod go-rwx it.", file=str(path)
            )
    if demo and not _here(host):
        raise NotKept(
            "demo-to-others",
            f"Everybody knows the demo's pass phrases: it is not opened to other machines on {host}. Use 127.0.0.1.",
            host=host,
        )


def _secrets(home: Home) -> Iterator[Path]:
    yield from (home.seal, home.signer / "log-key", home.path / "stream-keys.db")
    yield from (home.accounts, home.access, home.refusals, home.papers)


def _here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
