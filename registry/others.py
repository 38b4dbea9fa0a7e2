"""Other registries whose bundles this office verifies while receiving: their roots, log key and first leaf.

    trust/others/<origin>/roots.pem · log.vkey · leaf0.sha256

An administrator puts them here, from another hand than the bundle's. An origin that is not here can be received
from all the same; what its bundles show is then not told.
"""

import re
from pathlib import Path
from urllib.parse import quote, unquote

from domain.errors import InvalidValue, WrongStage
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry.durable import sync_folder, write_new
from registry.verify.check import Trust

_LONGEST = 200  # bytes of a folder's name
_LEAF = re.compile(r"[0-9a-f]{64}")


class Others:
    """The registries that are known here."""

    def __init__(self, folder: Path) -> None:
        """Use *folder* (`registry.home.Home.others`), which is made when the first one is added."""
        self._folder = folder

    def add(self, roots: bytes, log_key: str, leaf0: str) -> str:
        """Trust a registry from now on, and return its name, which its log key says.

        Args:
            roots: Its trusted root certificates, PEM.
            log_key: Its log's verifier key, one line.
            leaf0: The hash of its first leaf, 64 hexadecimal figures.

        Raises:
            KeysError: roots or key cannot be read.
            InvalidValue: the hash is none, or the registry's name is unfit.
            WrongStage: it is trusted already; what it said then is not replaced.
        """
        TrustRoots.load(roots)
        origin = NoteVerifier.parse(log_key.strip()).name
        first = leaf0.strip().lower()
        if not _LEAF.fullmatch(first):
            raise InvalidValue("leaf0-unfit", "The hash of the first leaf has 64 hexadecimal figures.")
        place = self._place(origin)
        if place.exists():
            raise WrongStage(
                "registry-trusted-before",
                f"{origin} is trusted here already: take {place} away first, if its keys have changed.",
                origin=origin,
                path=str(place),
            )
        place.mkdir(parents=True)
        for name, data in (
            ("roots.pem", roots),
            ("log.vkey", log_key.strip().encode()),
            ("leaf0.sha256", first.encode()),
        ):
            write_new(place / name, data)
        sync_folder(place)
        sync_folder(self._folder)
        return origin

    def trust(self, origin: str) -> Trust | None:
        """Return what the bundles of *origin* are verified with; None where it is not known.

        Raises:
            KeysError: what is kept cannot be read.
        """
        place = self._place(origin)
        if not (place / "leaf0.sha256").is_file():
            return None
        return Trust(
            TrustRoots.load((place / "roots.pem").read_bytes()),
            NoteVerifier.parse((place / "log.vkey").read_text().strip()),
            bytes.fromhex((place / "leaf0.sha256").read_text().strip()),
        )

    def origins(self) -> list[str]:
        """Return the names of all that are trusted."""
        return sorted(unquote(place.name) for place in self._folder.glob("*") if (place / "leaf0.sha256").is_file())

    def _place(self, origin: str) -> Path:
        name = quote(origin, safe="")
        if not name or name.startswith(".") or len(name) > _LONGEST:
            raise InvalidValue("origin-unfit", f"{origin[:100]!r} is no name of a registry.", origin=origin[:100])
        return self._folder / name
