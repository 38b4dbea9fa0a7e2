"""One call of the command: what was typed, by whom, and what the machine around it gives."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from api.cli.progress import Bar
from api.errors import WrongUsage
from api.texts.text import Language

if TYPE_CHECKING:
    from registry.acts.office import Noticed
    from registry.register.desk import Desk  # only named here: importing it costs more than `verify` takes


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a call finds around it; tests give their own."""

    environment: Mapping[str, str]
    out: TextIO
    err: TextIO
    clock: Callable[[], datetime] | None = None
    """The machine's own when there is none."""
    desk: "Callable[[Path], Desk] | None" = None
    """Opens the desk of a registry; a client of its writer when there is none."""
    ask_pass_phrase: Callable[[str], str] | None = None
    """Asks a person for a secret; None where nobody can be asked."""


@dataclass(frozen=True, slots=True)
class Call:
    """One command with its options."""

    typed: argparse.Namespace
    language: Language
    around: Surroundings
    bar: Bar
    noticed: "list[Noticed]" = field(default_factory=list)
    """What was odd about files that came in meanwhile."""

    @property
    def home(self) -> Path:
        """The registry's folder.

        Raises:
            WrongUsage: neither ``--home`` nor ``SARABAN_HOME`` names one.
        """
        named = getattr(self.typed, "home", None) or self.around.environment.get("SARABAN_HOME")
        if not named:
            raise WrongUsage("home-missing", "No registry was named: give --home DIR or set SARABAN_HOME.")
        return Path(named)

    @property
    def clerk(self) -> str:
        """The id of the officer who acts.

        Raises:
            WrongUsage: neither ``--clerk`` nor ``SARABAN_CLERK`` names one.
        """
        named = getattr(self.typed, "clerk", None) or self.around.environment.get("SARABAN_CLERK")
        if not named:
            raise WrongUsage("clerk-missing", "Say who does this: give --clerk ID or set SARABAN_CLERK.")
        return str(named)
