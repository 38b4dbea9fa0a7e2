"""How an answer looks: one JSON value on one line, or sentences and tables in the chosen language.

Subjects, names and members of foreign bundles are other people's words: nothing in them may steer the
terminal or turn its writing round, so control characters are shown as what they are.
"""

import json
from collections.abc import Sequence
from typing import TextIO

from api.cli.answer import Answer, Table
from api.texts.text import Language, Text
from api.trees import Branch, Mark, Tree

_WIDTH_OF_A_FILE = 160
"""Columns of a table that no terminal shows."""
_STEERING = {
    code: f"\\u{code:04x}"
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if chr(code) not in "\n\t"
}
"""C0 and C1 controls, and the marks that override the direction of writing; written as JSON escapes them."""


_STYLES = {Mark.SAME: "", Mark.ADDED: "green", Mark.GONE: "red", Mark.CHANGED: "yellow"}
"""Beside the sign and the words that say the same."""


def harmless(text: str) -> str:
    """Return *text* as a terminal may show it; what is no Unicode (half a surrogate) is escaped too."""
    return text.translate(_STEERING).encode("utf-8", "backslashreplace").decode()


def show(answer: Answer, out: TextIO, *, language: Language, as_json: bool) -> None:
    """Write *answer* to *out*."""
    if as_json:
        out.write(harmless(json.dumps(answer.data, ensure_ascii=False, default=str)) + "\n")
        return
    for part in answer.said:
        if isinstance(part, Table):
            draw(part, out, language, width=None if out.isatty() else _WIDTH_OF_A_FILE)
        elif isinstance(part, Tree):
            draw_tree(part, out, language)
        else:
            out.write(harmless(part.said(language)) + "\n")


def draw(table: Table, out: TextIO, language: Language, *, width: int | None) -> None:
    """Write a table, *width* columns wide; None is as wide as the terminal is."""
    # rich takes 60 ms to import: only those who see a table pay.
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table as RichTable  # noqa: PLC0415
    from rich.text import Text as RichText  # noqa: PLC0415

    console = Console(file=out, width=width, highlight=False)
    title = None if table.title is None else RichText(harmless(table.title.said(language)))
    shown = RichTable(box=box.SIMPLE_HEAD, title=title, title_justify="left")
    for column in table.columns:
        shown.add_column(column.said(language), overflow="fold")
    for row in table.rows:
        shown.add_row(*(RichText(harmless(cell)) for cell in _said(row, language)))  # a text, never mark-up
    console.print(shown)


def draw_tree(tree: Tree, out: TextIO, language: Language) -> None:
    """Write a tree, one branch a line; lines are not broken, so that the branches can be followed."""
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text as RichText  # noqa: PLC0415
    from rich.tree import Tree as RichTree  # noqa: PLC0415

    root = RichTree(RichText(harmless(tree.title.said(language)), style="bold"))
    waiting: list[tuple[Branch, RichTree]] = [(branch, root) for branch in reversed(tree.branches)]
    while waiting:
        branch, above = waiting.pop()
        style = _STYLES[branch.mark]
        text = RichText(harmless(branch.lead), style=style)
        if detail := harmless(branch.detail.said(language)):
            text.append(f"  {detail}", style=style or "dim")
        below = above.add(text)
        waiting += [(child, below) for child in reversed(branch.below)]
    console = Console(file=out, width=None if out.isatty() else _WIDTH_OF_A_FILE, highlight=False)
    console.print(root, soft_wrap=True)


def _said(row: Sequence[str | Text], language: Language) -> list[str]:
    return [cell.said(language) if isinstance(cell, Text) else cell for cell in row]
