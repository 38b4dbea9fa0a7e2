"""The demo asks as a clerk or an auditor would: by the command itself, with the demo's own clock and desk."""

import shlex
from io import StringIO
from pathlib import Path
from typing import Any, cast

from api.cli.answer import Answer, Table
from api.cli.call import Surroundings
from api.cli.main import run
from api.demo.stage import Stage
from api.demo.teller import Teller
from registry.register.desk import LocalDesk

SHOWN = 8
"""Rows of a long table that are enough to see what it is."""


def ask(stage: Stage, *words: str) -> Answer:
    """Return what the command of these words answers in the demo's registry.

    Raises:
        ApiError, DomainError, KeysError, RegistryError: the command refuses.
    """
    around = Surroundings(
        {"SARABAN_CLERK": "clerk"},
        StringIO(),
        StringIO(),
        clock=stage.clock,
        desk=lambda _home: LocalDesk(stage.register),
    )
    return run(["--home", str(stage.home), *words], "th", around)


def show(stage: Stage, teller: Teller, *words: str, rows: int = SHOWN) -> dict[str, Any]:
    """Ask, show the command and what it answers, and return its answer for programs."""
    answer = ask(stage, *words)
    typed = shlex.join(_short(stage, word) for word in words)
    teller.say("$ saraban {typed}", "$ saraban {typed}", typed=typed)
    for part in answer.said:
        if isinstance(part, Table) and len(part.rows) > rows:
            teller.show(Table(part.columns, part.rows[:rows], part.title))
            teller.say("… รวม {count} แถว", "… {count} rows in all", count=len(part.rows))
        else:
            teller.show(part)
    return cast("dict[str, Any]", answer.data)


def _short(stage: Stage, word: str) -> str:
    """Return a path below the demo's folder as somebody who stands there would type it."""
    path = Path(word)
    return path.name if path.is_relative_to(stage.home) else word
