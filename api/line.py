"""A line for what takes much of the machine: who waits in it keeps no thread, so all others are served meanwhile."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from api.errors import Busy

AT_ONCE = 2
"""Worker threads: one works, the next one is ready."""
WAITING = 100
"""People who may wait; a pass phrase takes some 0.1 s and 64 MB, one after the other."""

Done = TypeVar("Done")


class Line:
    """Those who signed in at the same moment, by pass phrase."""

    def __init__(self) -> None:
        self._threads = CapacityLimiter(AT_ONCE)

    @property
    def waiting(self) -> int:
        """How many have no thread yet."""
        return self._threads.statistics().tasks_waiting

    def require_room(self) -> None:
        """Refuse whoever would wait too long.

        Raises:
            Busy: enough people wait.
        """
        if self.waiting >= WAITING:
            raise Busy("too-many-sign-ins", "Many people sign in at this moment: wait a little and sign in again.")

    async def do(self, work: Callable[[], Done]) -> Done:
        """Do *work* in a thread, when it is its turn, and return what came of it."""
        return await to_thread.run_sync(work, limiter=self._threads)
