"""What was used lately, so that memory does not grow with the log."""

from collections import OrderedDict
from typing import Final, Generic, TypeVar

KEPT: Final = 20_000

K = TypeVar("K")
V = TypeVar("V")


class Lately(Generic[K, V]):
    """What was used lately; the rest is read again."""

    def __init__(self, kept: int) -> None:
        self._rows: OrderedDict[K, V] = OrderedDict()
        self._kept = kept

    def get(self, key: K) -> V | None:
        """Return what is held of *key*."""
        return self._rows.get(key)

    def set(self, key: K, value: V) -> None:
        """Hold *value*, and let go of what was set longest ago."""
        self._rows[key] = value
        self._rows.move_to_end(key)
        if len(self._rows) > self._kept:
            self._rows.popitem(last=False)
