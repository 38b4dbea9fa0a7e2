"""How an answer looks: one JSON value on one line, or sentences and tables in the chosen language."""

import json
from collections.abc import Sequence
from typing import TextIO

from api.cli.answer import Answer, Table
from api.texts.text import Language, Text

_WIDTH_OF_A_FILE = 160
"""Columns of a table that no terminal shows."""


def show(answer: Answer, out: TextIO, *, language: Language, as_json: bool) -> None:
    """Write *answer* to *out*."""
    if as_json:
        out.write(json.dumps(answer.data, ensure_ascii=False, default=str) + "\n")
        return
    for part in answer.said:
        if isinstance(part, Table):
            draw(part, out, language, width=None if out.isatty() else _WIDTH_OF_A_FILE)
        else:
            out.write(part.said(language) + "\n")


def draw(table: Table, out: TextIO, language: Language, *, width: int | None) -> None:
    """Write a table, *width* columns wide; None is as wide as the terminal is."""
    # rich takes 60 ms to import: only those who see a table pay.
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table as RichTable  # noqa: PLC0415
    from rich.text import Text as RichText  # noqa: PLC0415

    console = Console(file=out, width=width, highlight=False)
    shown = RichTable(
        box=box.SIMPLE_HEAD, title=table.title.said(language) if table.title else None, title_justify="left"
    )
    for column in table.columns:
        shown.add_column(column.said(language), overflow="fold")
    for row in table.rows:
        shown.add_row(*(RichText(cell) for cell in _said(row, language)))
    console.print(shown)


def _said(row: Sequence[str | Text], language: Language) -> list[str]:
    return [cell.said(language) if isinstance(cell, Text) else cell for cell in row]
