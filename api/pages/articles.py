"""The middle of the page about a letter as it was written last, for as long as its verdict is the same.

A scanned circular is asked for by everybody at once; writing its page takes longer than finding it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable

from api.texts.text import Language
from registry.verdicts.verdicts import Judged

MOST = 256
"""Articles in memory, of some 20 kB each."""


class Articles:
    """What was written of letters, by address and language."""

    def __init__(self, most: int = MOST) -> None:
        """Remember up to *most*."""
        self._most = most
        self._kept: OrderedDict[tuple[str, Language], tuple[Judged, str]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, path: str, language: Language, judged: Judged, write: Callable[[], str]) -> str:
        """Return the article at *path*, written again when the verdict is another one than last time."""
        key = (path, language)
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept[0] is judged:
                self._kept.move_to_end(key)
                return kept[1]
        article = write()
        with self._lock:
            self._kept[key] = (judged, article)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return article
