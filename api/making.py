"""Derived answers of moments of the past, made by a thread of its own; whoever asked is told meanwhile how far it is.

    a page ─▶ NotMadeYet ─▶ Makings.want ─▶ one after the other: registry.past.make ─▶ the page, when it asks again
                     └────▶ "being made" (503), which asks how far it is, and loads again when it is made

What is made is wanted by everybody who looks at that moment. It ends with the pages, and goes on where it was when
somebody asks again.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace

from registry.past import make
from registry.reader import NotMadeYet, Reader


@dataclass(frozen=True, slots=True)
class Making:
    """One derived answer of a moment, and how far it is."""

    what: str
    """The name of a view, or `registry.past.HEADS`."""
    done: int
    """Positions of the log that were read."""
    of: int
    before: int = 0
    """How many others are made before it."""


class Makings:
    """What is being made, and what waits for it."""

    def __init__(self) -> None:
        self._wanted: OrderedDict[tuple[int, str], Making] = OrderedDict()
        """By size of the log and name. The first is being made."""
        self._failed: dict[tuple[int, str], Exception] = {}
        self._changed = threading.Condition()
        self._worker: threading.Thread | None = None
        self._open: dict[tuple[int, str], Callable[[], Reader]] = {}
        self._closing = False

    def want(self, size: int, wanted: NotMadeYet, opened: Callable[[], Reader]) -> Making:
        """Have something made, if it is not already; return how far it is.

        Args:
            size: Of the log, at the moment of which it is.
            wanted: What is not made yet.
            opened: Opens a reader of the moment that waits for whatever takes long.

        Raises:
            Exception: the reason why it could not be made, once; who asks again has it tried again.
        """
        key = (size, wanted.what)
        with self._changed:
            if key in self._failed:
                raise self._failed.pop(key)
            if key not in self._wanted and not self._closing:
                self._wanted[key], self._open[key] = Making(wanted.what, wanted.done, wanted.of), opened
                if self._worker is None:
                    self._worker = threading.Thread(target=self._work, name="making")
                    self._worker.start()
            return self._how_far(key) or Making(wanted.what, wanted.done, wanted.of)

    def how_far(self, size: int, what: str) -> Making | None:
        """Return how far something is that was wanted; None when it is made, or could not be."""
        with self._changed:
            return self._how_far((size, what))

    def _how_far(self, key: tuple[int, str]) -> Making | None:
        found = self._wanted.get(key)
        return None if found is None else replace(found, before=list(self._wanted).index(key))

    def close(self) -> None:
        """End what is being made, forget what waits, and wait until it has ended."""
        with self._changed:
            self._closing, worker = True, self._worker
        if worker is not None:
            worker.join()
        self._closing = False

    def _work(self) -> None:
        while True:
            with self._changed:
                if not self._wanted or self._closing:
                    self._wanted.clear()
                    self._open.clear()
                    self._worker = None
                    return
                key = next(iter(self._wanted))
                opened = self._open.pop(key)
            failure = self._make(key, opened)
            with self._changed:
                del self._wanted[key]
                if failure is not None:
                    self._failed[key] = failure

    def _make(self, key: tuple[int, str], opened: Callable[[], Reader]) -> Exception | None:
        def reached(positions: int) -> None:
            with self._changed:
                self._wanted[key] = replace(self._wanted[key], done=positions)
                if self._closing:
                    raise _PagesEnded

        try:
            with closing(opened()) as reader:
                make(reader, key[1], progress=reached)
        except _PagesEnded:
            return None
        except Exception as why:  # noqa: BLE001 - whoever asks again is told, whatever it was
            return why
        return None


class _PagesEnded(Exception):
    """Nobody asks any more."""
