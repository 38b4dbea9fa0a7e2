"""What anybody can check who sees no more of a registry than what it publishes.

    checkpoint, signed by the log ─▶ entry bundles, leaf by leaf ─▶ the tree's root, as the checkpoint says
                                                  └─▶ the map of newest states, as the leaf behind each group says

Nothing of any content is seen. Which numbers were given and used, how far each letter got and how many leaves each
key signed follow from public leaves. Whoever does this now and then, and keeps the checkpoints, need not believe the
operator when a proof says "as of this checkpoint".
"""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from threading import Thread
from typing import IO, Final, Protocol

from keys.checkpoints import Checkpoint, verify_checkpoint
from keys.notes import NoteVerifier
from registry.errors import NotFetched, StoreDamaged
from registry.log.leaves import LARGEST_LEAF, leaf_hash
from registry.log.newest import Heads, at_position, follow, heads_missing
from registry.log.tiles import entries_path, unbundle
from registry.log.tree import TILE_WIDTH, Tree
from registry.store.heads import HeadsFile

LARGEST_FILE: Final = TILE_WIDTH * (2 + LARGEST_LEAF)
"""Bytes: an entry bundle full of the largest leaves. A checkpoint is far smaller."""
PATIENCE: Final = 30.0
"""Seconds that a server may take for one file, from the first word to the last."""
_A_READ: Final = 1 << 16
_WEB: Final = ("http://", "https://")


Progress = Callable[[int, int], None]
"""Called after each bundle with the leaves that were followed, and all."""


class Published(Protocol):
    """Where the files of a log are read from, by their names in C2SP tlog-tiles."""

    def read(self, path: str) -> bytes | None:
        """Return a file; None where there is none.

        Raises:
            NotFetched: it cannot be told whether there is one.
        """


@dataclass(frozen=True, slots=True)
class Followed:
    """What was followed without a disagreement."""

    origin: str
    at: datetime | None
    """The operator's claim of when the checkpoint was signed; None without one."""
    size: int
    root: bytes
    groups: int
    keys: int
    """How many streams, signing keys and series there are."""
    heads: bytes
    """The root of the map over them."""
    note: bytes
    """The signed checkpoint: to be held against what is published later."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A copy of a log's folder."""

    path: Path

    def read(self, path: str) -> bytes | None:
        """Return a file; None where there is none."""
        place = self.path / path
        if place.exists() and not place.is_file():  # to open a pipe is to wait for whoever writes into it
            raise _not_fetched(str(place), "it is no file")
        try:
            with place.open("rb") as file:
                data = file.read(LARGEST_FILE + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise _not_fetched(str(place), str(error.strerror)) from None
        if len(data) > LARGEST_FILE:
            raise _too_large(str(place))
        return data


@dataclass(frozen=True, slots=True)
class Site:
    """A log that is served over HTTP."""

    url: str
    """Its address, ``http:`` or ``https:``, under which the log's files lie."""
    patience: float = PATIENCE

    def read(self, path: str) -> bytes | None:
        """Return a file; None where the server says that there is none."""
        address = f"{self.url.rstrip('/')}/{path}"
        if not address.startswith(_WEB):
            raise _not_fetched(address, "only http: and https: are asked")
        found: Future[bytes | None] = Future()

        def ask() -> None:
            try:
                found.set_result(self._fetched(address))
            except BaseException as error:  # noqa: BLE001 - raised again where it was asked
                found.set_exception(error)

        # A server may speak without end and say nothing, in its headers even: no time-out of a socket ends that.
        Thread(target=ask, daemon=True).start()
        try:
            return found.result(self.patience)
        except TimeoutError:
            raise _not_fetched(address, f"it is not there after {self.patience:g} seconds") from None

    def _fetched(self, address: str) -> bytes | None:
        try:
            with urllib.request.build_opener(_WithinTheWeb).open(address, timeout=self.patience) as answer:
                return _body(answer, address)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in {404, 410}:
                return None
            raise _not_fetched(address, f"the server answers {error.code}") from None
        except (OSError, HTTPException, ValueError) as error:
            raise _not_fetched(address, str(getattr(error, "reason", error))) from None


class _WithinTheWeb(urllib.request.HTTPRedirectHandler):
    """Goes where a server sends it, by http: and https: alone."""

    def redirect_request(  # noqa: PLR0913, PLR0917 - as the library calls it
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Return what is asked instead."""
        if not newurl.startswith(_WEB):
            raise urllib.error.HTTPError(newurl, code, msg, headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _body(answer: HTTPResponse, address: str) -> bytes:
    data = b""
    while some := answer.read1(_A_READ):
        data += some
        if len(data) > LARGEST_FILE:
            raise _too_large(address)
    if answer.length:
        raise _not_fetched(address, f"it ended {answer.length} bytes too early")
    return data


def monitor(
    published: Published,
    log_key: NoteVerifier,
    *,
    leaf0: bytes | None = None,
    held: Sequence[bytes] = (),
    progress: Progress = lambda _done, _all: None,
) -> Followed:
    """Follow a log from its first leaf to its published checkpoint, and require that everything agrees.

    Args:
        published: where its files are.
        log_key: the log's key, had another way.
        leaf0: the hash of its first leaf, where it is known.
        held: earlier checkpoints (notes): the log must be the continuation of each.
        progress: see `Progress`.

    Raises:
        HeadsDiffer: names the first position where leaves or roots of the map disagree.
        StoreDamaged: a file is missing or is not what the checkpoint covers.
        BadNote: a checkpoint is not the log's.
        NotFetched: a file could not be had, so nothing can be told.
    """
    note = _require(published.read("checkpoint"), "checkpoint")
    signed = verify_checkpoint(note, log_key)
    head = signed.checkpoint
    roots = _roots(head, held, log_key)
    growing = _Growing(published, roots, leaf0, progress)
    with closing(HeadsFile.passing()) as kept:
        heads, groups, ended = Heads(kept), 0, set[int]()
        for size in follow(heads, growing.leaves()):
            groups += 1
            ended |= {size} & roots.keys()
        for size in sorted(roots.keys() - ended):
            raise at_position(heads_missing(), size)
        return Followed(head.origin, signed.at, head.size, head.root, groups, heads.keys, heads.root, note)


class _Growing:
    """The tree, which grows bundle by bundle while the leaves are followed."""

    def __init__(self, published: Published, roots: dict[int, bytes], leaf0: bytes | None, progress: Progress) -> None:
        self._published = published
        self._roots = roots
        self._leaf0 = leaf0
        self._progress = progress
        self._tree = Tree(_nothing_is_read_back)

    def leaves(self) -> Iterator[bytes]:
        """Yield the leaves of each bundle; the tree grows behind them, with the root of each checkpoint at its size."""
        size = max(self._roots)
        for start in range(0, size, TILE_WIDTH):
            bundle = self._bundle(start // TILE_WIDTH, min(TILE_WIDTH, size - start))
            yield from bundle
            hashes = [leaf_hash(leaf) for leaf in bundle]
            if not start and self._leaf0 not in {None, hashes[0]}:
                raise StoreDamaged("another-opening", "Leaf 0 is not the one whose hash is trusted.")
            self._grow(hashes)
            self._progress(self._tree.size, size)

    def _grow(self, hashes: list[bytes]) -> None:
        while hashes:
            until = min(size for size in self._roots if size > self._tree.size)
            some = hashes[: until - self._tree.size]
            self._tree.accept(self._tree.stage(some))
            if self._roots.get(self._tree.size, self._tree.root) != self._tree.root:
                raise StoreDamaged(
                    "leaves-of-another-tree",
                    f"The first {until} leaves are not those that the checkpoint of that size covers: keep both.",
                    size=until,
                )
            hashes = hashes[len(some) :]

    def _bundle(self, index: int, width: int) -> list[bytes]:
        data = self._published.read(entries_path(index, width))
        if data is None and width < TILE_WIDTH:
            data = self._published.read(entries_path(index))  # it grew full since the checkpoint was read
        leaves = unbundle(_require(data, entries_path(index, width)))
        if len(leaves) < width:
            raise StoreDamaged("entries-cut", f"{entries_path(index, width)} holds {len(leaves)} leaves of {width}.")
        return leaves[:width]


def _roots(head: Checkpoint, held: Sequence[bytes], log_key: NoteVerifier) -> dict[int, bytes]:
    """Return the root of every checkpoint by its size; the published one is the largest."""
    roots = {head.size: head.root}
    for note in held:
        earlier = verify_checkpoint(note, log_key).checkpoint
        if earlier.size > head.size:
            raise StoreDamaged(
                "log-shorter-than-held",
                f"The published checkpoint covers {head.size} leaves, and one that you hold {earlier.size}: keep both.",
                size=head.size,
                held=earlier.size,
            )
        if roots.setdefault(earlier.size, earlier.root) != earlier.root:
            raise StoreDamaged(
                "two-roots-of-one-size",
                f"The log signed two roots for {earlier.size} leaves: keep both checkpoints, they prove two histories.",
                size=earlier.size,
            )
    return roots


def _require(data: bytes | None, path: str) -> bytes:
    if data is None:
        raise StoreDamaged("tile-missing", f"{path} is missing in the log's folder.", path=path)
    return data


def _too_large(where: str) -> NotFetched:
    return _not_fetched(where, f"it has more than {LARGEST_FILE} bytes")


def _not_fetched(where: str, why: str) -> NotFetched:
    return NotFetched(
        "not-fetched", f"{where} could not be read: {why}. Nothing can be told without it.", where=where, why=why
    )


def _nothing_is_read_back(level: int, index: int, width: int) -> bytes:
    """Refuse: a tree that only grows asks for no tile."""
    raise StoreDamaged("tile-missing", f"Tile {index} of {width} at level {level} was not fetched.", path=str(index))
