"""Structure and posts, into which the facts of a log are folded one after the other, in one place.

`evolving` and `posts` return what is known after one fact in a copy of all that was known, which is right for one
fact. Whoever reads a log from its beginning would copy every unit once for every order.
"""

from collections.abc import Mapping

from domain.structure import evolving, posts
from domain.structure.acts import Acts
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentRecorded
from domain.structure.instruments import Source
from domain.structure.posts import NO_POSTS, Absence, Posts
from domain.structure.structure import EMPTY, Pending, Structure
from domain.values import Digest, StreamId


class Folding:
    """Structure and posts as known after the facts so far. Never refuses.

    What is read from it goes on changing with the facts that follow: look at it before the next, or keep the last.
    """

    def __init__(self) -> None:
        self._structure = evolving.Work(EMPTY)
        self._posts = posts.Work(NO_POSTS)

    @property
    def structure(self) -> Structure:
        """The structure as known now."""
        return self._structure.so_far()

    @property
    def posts(self) -> Posts:
        """What is said of posts, as known now."""
        return self._posts.so_far()

    @property
    def pending(self) -> Mapping[Digest, Pending]:
        """The recorded instruments that wait."""
        return self._structure.pending

    @property
    def absences(self) -> Mapping[Digest, Absence]:
        """The recorded absences."""
        return self._posts.absences

    def apply(self, acts: Acts, source: Source) -> None:
        """Know an instrument that says *acts*."""
        self._structure.apply(acts, source)
        self._posts.apply(acts, source)

    def record(self, recorded: InstrumentRecorded, *, statement: Digest, stream: StreamId, by: Digest) -> None:
        """Know a recorded instrument that waits to be confirmed."""
        self._structure.record(recorded, statement=statement, stream=stream, by=by)

    def confirm(self, recorded: Digest, source: Source) -> None:
        """Know that a recorded instrument, one of `pending`, counts from here on."""
        self.apply(self._structure.pending.pop(recorded).recorded.acts, source)

    def record_absence(self, absence: AbsenceRecorded, *, statement: Digest, position: int) -> None:
        """Know an absence."""
        self._posts.record(absence, statement=statement, position=position)

    def end_absence(self, ended: AbsenceEnded, *, statement: Digest, position: int) -> None:
        """Know that an absence has ended."""
        self._posts.end(ended, statement=statement, position=position)
