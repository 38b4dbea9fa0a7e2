"""A bar on standard error for what takes longer than a second; nothing where no terminal shows it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

from api.cli.call import Call
from api.texts.text import Text

PATIENCE = 1.0
"""Seconds before a bar appears."""

Report = Callable[[int, int], None]
"""Called now and then with how much is done, and how much there is."""


@contextmanager
def progress(call: Call, what: Text) -> Iterator[Report]:
    """Yield what a long act reports to."""
    if not call.around.err.isatty():
        yield lambda _done, _all: None
        return
    began = time.monotonic()
    with Progress(console=Console(file=call.around.err), transient=True) as bar:
        task = bar.add_task(what.said(call.language), total=None, visible=False)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=time.monotonic() - began > PATIENCE)

        yield report
