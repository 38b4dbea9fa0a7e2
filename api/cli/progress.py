"""A bar on standard error for whatever takes longer than a second; nothing where no terminal shows it.

Every command has one. It moves on its own where nobody reports, and stands aside while a pass phrase is typed.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds before a bar appears."""


class Bar:
    """The bar of one command."""

    def __init__(self, err: TextIO, what: str, *, patience: float = PATIENCE) -> None:
        self._err = err
        self._what = what
        self._patience = patience
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._shown: Progress | None = None
        self._done: tuple[int, int | None] = (0, None)

    def report(self, done: int, total: int) -> None:
        """Say how much is done, and how much there is."""
        self._done = done, total
        with self._lock:
            if self._shown is not None:
                self._shown.update(self._shown.task_ids[0], completed=done, total=total)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Keep the terminal free, for somebody types."""
        self._stop()
        try:
            yield
        finally:
            self._start()

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _start(self) -> None:
        if self._err.isatty():
            self._timer = threading.Timer(self._patience, self._show)
            self._timer.daemon = True
            self._timer.start()

    def _show(self) -> None:
        # rich is imported by those who wait long enough to see it.
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import Progress  # noqa: PLC0415

        with self._lock:
            if self._timer is None:
                return  # the command ended while rich was imported
            done, total = self._done
            self._shown = Progress(console=Console(file=self._err), transient=True)
            self._shown.add_task(self._what, completed=done, total=total)
            self._shown.start()

    def _stop(self) -> None:
        with self._lock:
            timer, self._timer = self._timer, None
            shown, self._shown = self._shown, None
        if timer is not None:
            timer.cancel()
        if shown is not None:
            shown.stop()
