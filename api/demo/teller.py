"""How the demo is told: line by line while it happens, each with SPECIMEN and the demo's own time."""

import shutil
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from typing import TextIO

from api.cli.answer import Table
from api.cli.screen import draw, draw_tree
from api.texts.text import Language, Text
from api.trees import Tree
from domain.thai.dates import buddhist_year, print_date
from domain.thai.digits import to_thai

SPECIMEN = "SPECIMEN"
_MARGIN = 4  # columns before a table, behind SPECIMEN
_WIDTH_OF_A_FILE = 150


class Teller:
    """Writes what happens; says nothing at all where a program asked."""

    def __init__(self, out: TextIO, language: Language, now: Callable[[], datetime], *, silent: bool) -> None:
        self._out = out
        self._language = language
        self._now = now
        self._silent = silent

    def say(self, thai: str, english: str, **values: object) -> None:
        """Write one line with the time; figures in the digits of the language."""
        told = {name: _told(value) for name, value in values.items()}
        self._write(f"{self._time()}  {Text(thai, english).with_(**told).said(self._language)}")

    def show(self, part: Table | Tree | Text) -> None:
        """Write a table, a tree or a sentence below what was said."""
        if self._silent:
            return
        drawn = StringIO()
        match part:
            case Table():
                columns = shutil.get_terminal_size().columns if self._out.isatty() else _WIDTH_OF_A_FILE
                draw(part, drawn, self._language, width=columns - len(SPECIMEN) - _MARGIN)
            case Tree():
                draw_tree(part, drawn, self._language)
            case Text():
                drawn.write(part.said(self._language))
        for line in drawn.getvalue().splitlines():
            if line.strip():
                self._write(f"{' ' * (_MARGIN - 1)}{line}".rstrip())

    def heading(self, thai: str, english: str) -> None:
        """Begin a part of the story."""
        self._write("")
        self._write(f"── {thai if self._language == 'th' else english} ──")

    def _write(self, line: str) -> None:
        if not self._silent:
            self._out.write(f"{SPECIMEN} {line}".rstrip() + "\n")
            self._out.flush()

    def _time(self) -> str:
        now = self._now()
        space = "" if now.day >= 10 else " "  # noqa: PLR2004 - two figures
        if self._language == "th":
            return f"{space}{print_date(now.date(), months='short')} {to_thai(now.strftime('%H.%M'))} น."
        return f"{space}{now.day} {now:%b} {buddhist_year(now.date())} {now:%H:%M}"


def _told(value: object) -> object:
    return Text(to_thai(str(value)), str(value)) if isinstance(value, int) else value
