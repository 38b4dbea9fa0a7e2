"""What follows from facts and is compared on both sides: states, pages of the registers, rows of views."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

import msgspec

from domain.values import digest
from registry.export.form import Page, State, ViewRows
from registry.reader import Reader
from registry.replay import Fold
from registry.views.book import Book, BookRow
from registry.views.digests import rows_digest
from registry.views.every import VIEWS
from registry.views.rebuilding import Progress, open_alone
from registry.views.view import View, follow_all

if TYPE_CHECKING:
    from hashlib import _Hash

Register = Literal["sent", "received", "secret"]


def state_of(folded: Fold) -> State:
    """Return the digest of what is known after the facts that were folded."""
    return State(folded.position, digest(sha256(folded.state()).digest()))


def pages_and_views(reader: Reader, position: int, progress: Progress) -> tuple[tuple[Page, ...], tuple[ViewRows, ...]]:
    """Return the registers' pages and all views' rows as of a position, made anew from the facts.

    Nothing is asked of the views that serve: others may follow them further at any time.
    """
    pages: tuple[Page, ...] = ()
    found = []
    with TemporaryDirectory() as folder:
        for place, kind in enumerate(VIEWS):
            with _view(reader, kind, Path(folder), position, _share(progress, place, position)) as view:
                found.append(ViewRows(kind.NAME, kind.VERSION, rows_digest(view._file)))  # noqa: SLF001 - of ours
                if isinstance(view, Book):
                    pages = tuple(_pages(view))
    return pages, tuple(found)


def _share(progress: Progress, place: int, position: int) -> Progress:
    return lambda done, _all: progress(place * position + done, len(VIEWS) * position)


@contextmanager
def _view(reader: Reader, kind: type[View], folder: Path, position: int, progress: Progress) -> Iterator[View]:
    with closing(open_alone(folder / kind.NAME, kind)) as view:
        follow_all(view, reader, until=position, progress=lambda done: progress(done, position))
        yield view


def _pages(view: Book) -> Iterator[Page]:
    yield from _of_one("sent", view.sent())
    yield from _of_one("received", view.received())
    yield from _of_one("secret", view.secret())


def _of_one(register: Register, rows: Iterable[BookRow]) -> Iterator[Page]:
    """Yield the pages of one register in the order of their days; rows come series by series."""
    counts: Counter[date | None] = Counter()
    hashes: defaultdict[date | None, _Hash] = defaultdict(sha256)
    for row in rows:
        counts[row.registered_on] += 1
        hashes[row.registered_on].update(msgspec.json.encode(row) + b"\n")
    for day in sorted(counts, key=lambda day: day or date.min):
        yield Page(register, day, counts[day], digest(hashes[day].digest()))
