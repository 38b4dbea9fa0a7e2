"""What whoever sees only public leaves finds out about an operator who does not tell the truth."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from domain.series import SeriesKind
from keys.checkpoints import Checkpoint, LogKey, sign_checkpoint
from keys.errors import BadNote
from registry.errors import HeadsDiffer, NotFetched, StoreDamaged
from registry.log.heads import Status, StreamEntry
from registry.log.kept import KeptInMemory
from registry.log.leaves import FactLeaf, HeadsLeaf, SeriesLeaf, SeriesState, leaf_hash
from registry.log.merkle import EMPTY_ROOT
from registry.log.newest import Heads
from registry.log.sparse import root_of
from registry.log.tiles import Tiles
from registry.log.tree import Tree
from registry.monitor import LARGEST_FILE, Folder, Followed, Site, monitor
from tests.registry.log.following import KEYS, STREAMS, Public, group
from tests.registry.world import BEGINNING, ORIGIN, World

LOG_KEY = LogKey.from_seed(ORIGIN, bytes(range(32)))
OPENED = FactLeaf("registry.opened", bytes(32))
RESERVED = FactLeaf("number.reserved", bytes(32))
ISSUED = FactLeaf("letter.issued", bytes(32), None, STREAMS[0])
SECOND = FactLeaf("letter.issued", bytes(32), None, STREAMS[1])
CANCELLED = FactLeaf("letter.cancelled", bytes(32), None, STREAMS[0])
NOTED = FactLeaf("entry.noted", bytes(32), None, STREAMS[0])


def number(n: int, state: SeriesState, used_by: FactLeaf | None = None) -> SeriesLeaf:
    return SeriesLeaf("s", n, state, None if used_by is None else leaf_hash(used_by.write()))


def honest(*groups: Sequence[Public]) -> list[bytes]:
    """The leaves of an operator who tells the truth."""
    heads = Heads(KeptInMemory())
    return [data for one in groups for data in (*(leaf.write() for leaf in one), group(heads, one).write())]


def publish(folder: Path, leaves: Sequence[bytes], *, signed: Sequence[bytes] | None = None) -> Folder:
    """Publish *leaves* under a checkpoint over them, or over others that were *signed*; the log's key is his."""
    tiles, tree = Tiles(folder), Tree(Tiles(folder).read)
    staged = tree.stage([leaf_hash(leaf) for leaf in leaves])
    tree.accept(staged)
    tiles.write(staged, leaves)
    tiles.publish(checkpoint(leaves if signed is None else signed))
    return Folder(folder)


def checkpoint(leaves: Sequence[bytes]) -> bytes:
    tree = Tree(Tiles(Path("nowhere")).read)
    staged = tree.stage([leaf_hash(leaf) for leaf in leaves])
    return sign_checkpoint(Checkpoint(ORIGIN, staged.size, staged.root), LOG_KEY, BEGINNING)


def follow(published: Folder | Site, **changed: object) -> Followed:
    return monitor(published, LOG_KEY.signer.verifier, **changed)  # type: ignore[arg-type] # what tests change


LOG = honest(
    [OPENED],
    [RESERVED, number(271, SeriesState.RESERVED)],
    [FactLeaf("letter.signed", bytes(32), None, KEYS[0]), ISSUED, number(271, SeriesState.ISSUED, ISSUED)],
    [CANCELLED],
)


# --- the truth -----------------------------------------------------------------------------------------------


def test_an_honest_registry_is_followed_to_its_newest_checkpoint(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "registry")
    for _ in range(3):
        world.dispatch(world.issue())
    world.receive()
    world.reserve(SeriesKind.ORDINARY)
    leaf0 = bytes.fromhex((tmp_path / "registry" / "trust" / "leaf0.sha256").read_text())
    earlier = world.register.checkpoint
    world.issue()
    told: list[tuple[int, int]] = []

    found = monitor(
        Folder(tmp_path / "registry" / "tiles"),
        world.log_key.signer.verifier,
        leaf0=leaf0,
        held=[earlier],
        progress=lambda done, total: told.append((done, total)),
    )

    heads = world.register.ledger.heads
    assert (found.size, found.root) == (world.register.tree.size, world.register.tree.root)
    assert (found.keys, found.heads, found.at) == (heads.keys, heads.root, BEGINNING)
    assert found.note == world.register.checkpoint
    assert told[-1] == (found.size, found.size)
    world.close()


def test_a_log_of_several_bundles_is_followed_while_it_grows(tmp_path: Path) -> None:
    groups: list[list[Public]] = [[RESERVED, number(n, SeriesState.RESERVED)] for n in range(1, 301)]
    leaves = honest([OPENED], *groups)
    publish(tmp_path, leaves)
    short = leaves[:602]

    (tmp_path / "checkpoint").write_bytes(checkpoint(short))

    assert follow(Folder(tmp_path), held=[checkpoint(leaves[:2]), checkpoint(leaves[:512])]).size == 602
    assert not (tmp_path / "tile/entries/002.p/90").exists()  # it was read from the bundle that had grown since


# --- what an operator may try ----------------------------------------------------------------------------------


def test_a_number_that_was_given_twice_is_found(tmp_path: Path) -> None:
    again = [SECOND.write(), number(271, SeriesState.ISSUED, SECOND).write()]
    published = publish(tmp_path, [*LOG, *again, LOG[-1]])

    with pytest.raises(HeadsDiffer, match=r"Number 271 .* used before") as refused:
        follow(published)

    assert refused.value.facts["position"] == len(LOG) + 1


def test_a_number_that_was_reserved_twice_is_found(tmp_path: Path) -> None:
    again = [RESERVED.write(), number(271, SeriesState.RESERVED).write()]
    published = publish(tmp_path, [*LOG, *again, LOG[-1]])

    with pytest.raises(HeadsDiffer, match=r"272 is the next: a number was left out, or given twice") as refused:
        follow(published)

    assert refused.value.facts["position"] == len(LOG) + 1


def test_a_number_that_was_left_out_is_found(tmp_path: Path) -> None:
    left_out = [RESERVED.write(), number(273, SeriesState.RESERVED).write()]
    published = publish(tmp_path, [*LOG, *left_out, LOG[-1]])

    with pytest.raises(HeadsDiffer, match=r"Number 273 .* 272 is the next") as refused:
        follow(published)

    assert (refused.value.facts["position"], refused.value.facts["expected"]) == (len(LOG) + 1, 272)


def test_a_status_that_went_back_is_found(tmp_path: Path) -> None:
    heads = Heads(KeptInMemory())
    for one in ([ISSUED], [CANCELLED], [NOTED]):
        honestly = group(heads, one)
    back = StreamEntry(leaf_hash(NOTED.write()), 3, Status.ISSUED)
    said = HeadsLeaf(1, root_of({STREAMS[0]: back.value()}))
    published = publish(tmp_path, [*honest([ISSUED], [CANCELLED]), NOTED.write(), said.write()])

    with pytest.raises(HeadsDiffer, match="The map is said to have 1 keys") as refused:
        follow(published)

    facts = refused.value.facts
    assert (facts["position"], facts["since"]) == (5, 4)
    assert (facts["found"], facts["expected"]) == (said.root.hex(), honestly.root.hex())


def test_a_letter_that_is_issued_again_after_it_was_cancelled_is_found(tmp_path: Path) -> None:
    published = publish(tmp_path, [*LOG, ISSUED.write(), LOG[-1]])

    with pytest.raises(HeadsDiffer, match="begins with its issue or receipt, once") as refused:
        follow(published)

    assert refused.value.facts["position"] == len(LOG)


@pytest.mark.parametrize("place", [place for place, leaf in enumerate(LOG) if b'"t":"heads"' in leaf])
def test_a_changed_root_of_the_map_is_found(tmp_path: Path, place: int) -> None:
    changed = [*LOG]
    changed[place] = HeadsLeaf(1, b"x" * 32).write()

    with pytest.raises(HeadsDiffer, match=f"position {place}: The map is said to have 1 keys"):
        follow(publish(tmp_path, changed))


def test_a_checkpoint_that_does_not_end_with_the_root_of_the_map_is_found(tmp_path: Path) -> None:
    with pytest.raises(HeadsDiffer, match=f"position {len(LOG) + 1}: Here the root of the map"):
        follow(publish(tmp_path, [*LOG, RESERVED.write()]))


def test_leaves_other_than_those_that_were_signed_are_found(tmp_path: Path) -> None:
    changed = honest([FactLeaf("registry.opened", b"y" * 32)]) + LOG[2:]

    with pytest.raises(StoreDamaged, match=f"first {len(LOG)} leaves are not those"):
        follow(publish(tmp_path, changed, signed=LOG))


def test_another_first_leaf_is_found(tmp_path: Path) -> None:
    published = publish(tmp_path, LOG)

    assert follow(published, leaf0=leaf_hash(LOG[0])).size == len(LOG)
    with pytest.raises(StoreDamaged, match="Leaf 0 is not the one"):
        follow(published, leaf0=bytes(32))


def test_another_logs_checkpoint_is_refused(tmp_path: Path) -> None:
    published = publish(tmp_path, LOG)
    other = LogKey.from_seed(ORIGIN, os.urandom(32))

    with pytest.raises(BadNote, match="None of the known keys"):
        monitor(published, other.signer.verifier)


# --- checkpoints that somebody holds -----------------------------------------------------------------------------


def test_a_log_that_became_shorter_than_a_held_checkpoint_is_found(tmp_path: Path) -> None:
    with pytest.raises(StoreDamaged, match=r"covers 2 leaves, and one that you hold \d+: keep both"):
        follow(publish(tmp_path, LOG[:2]), held=[checkpoint(LOG)])


def test_a_held_checkpoint_that_does_not_end_with_the_root_of_the_map_is_found(tmp_path: Path) -> None:
    with pytest.raises(HeadsDiffer, match="position 3: Here the root of the map"):
        follow(publish(tmp_path, LOG), held=[checkpoint(LOG[:3])])


def test_an_empty_log_is_no_registry(tmp_path: Path) -> None:
    empty = sign_checkpoint(Checkpoint(ORIGIN, 0, EMPTY_ROOT), LOG_KEY, BEGINNING)

    Tiles(tmp_path).publish(empty)

    with pytest.raises(HeadsDiffer, match="position 0: Here the root of the map"):
        follow(Folder(tmp_path))


def test_a_history_other_than_that_of_a_held_checkpoint_is_found(tmp_path: Path) -> None:
    other = honest([FactLeaf("registry.opened", b"y" * 32)])

    with pytest.raises(StoreDamaged, match="first 2 leaves are not those that the checkpoint of that size covers"):
        follow(publish(tmp_path, LOG), held=[checkpoint(other)])


def test_two_roots_of_one_size_are_found(tmp_path: Path) -> None:
    other = [*LOG[:-1], HeadsLeaf(1, bytes(32)).write()]

    with pytest.raises(StoreDamaged, match="they prove two histories"):
        follow(publish(tmp_path, LOG), held=[checkpoint(other)])


# --- files that are not there --------------------------------------------------------------------------------------


def test_a_missing_or_shortened_bundle_is_told(tmp_path: Path) -> None:
    published = publish(tmp_path, LOG)
    bundle = tmp_path / f"tile/entries/000.p/{len(LOG)}"
    data = bundle.read_bytes()

    bundle.write_bytes(data[:-1])
    with pytest.raises(StoreDamaged, match="ends inside a leaf"):
        follow(published)
    bundle.write_bytes(data[: -len(LOG[-1]) - 2])
    with pytest.raises(StoreDamaged, match=f"holds {len(LOG) - 1} leaves of {len(LOG)}"):
        follow(published)
    bundle.unlink()
    with pytest.raises(StoreDamaged, match="is missing"):
        follow(published)
    (tmp_path / "checkpoint").unlink()
    with pytest.raises(StoreDamaged, match="checkpoint is missing"):
        follow(published)


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "checkpoint").write_bytes(bytes(LARGEST_FILE + 1))

    with pytest.raises(NotFetched, match="more than"):
        follow(Folder(tmp_path))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "checkpoint").mkdir()

    with pytest.raises(NotFetched, match="is no file"):
        follow(Folder(tmp_path))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "checkpoint")

    with pytest.raises(NotFetched, match="is no file"):
        follow(Folder(tmp_path))


# --- over HTTP -------------------------------------------------------------------------------------------------


@contextmanager
def served(handler: object) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:  # type: ignore[arg-type] # also a partial
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, and writes nothing on the terminal."""

    def log_message(self, *_said: object) -> None:
        pass


class Odd(BaseHTTPRequestHandler):
    """A server that answers otherwise than a log does, by the first word of the address."""

    def do_GET(self) -> None:
        kind = self.path.split("/")[1]
        if kind == "silent":
            threading.Event().wait(0.5)
            return
        if kind in {"patient", "wordy"}:
            self.speak(b"HTTP/1.1 100 Continue\r\n\r\n" if kind == "patient" else b"X-More: and more\r\n")
            return
        self.send_response({"broken": 500, "moved": 302, "moved-away": 302, "gone": 410}.get(kind, 200))
        if kind == "moved":
            self.send_header("Location", "file:///etc/hostname")
        if kind == "moved-away":
            self.send_header("Location", "ftp://127.0.0.1/checkpoint")
        if kind == "short":
            self.send_header("Content-Length", "100")
        self.end_headers()
        if kind == "endless":
            self.wfile.write(bytes(LARGEST_FILE + 2))
        if kind == "short":
            self.wfile.write(b"too short")
        with suppress(BrokenPipeError):
            for _ in range(10 if kind == "slow" else 0):
                threading.Event().wait(0.05)
                self.wfile.write(b"s")

    def speak(self, said: bytes) -> None:
        """Say something again and again, for half a second."""
        with suppress(OSError):
            self.wfile.write(b"" if said.startswith(b"HTTP") else b"HTTP/1.1 200 OK\r\n")
            for _ in range(20):
                threading.Event().wait(0.025)
                self.wfile.write(said)

    def log_message(self, *_said: object) -> None:
        pass


@pytest.mark.enable_socket
def test_a_log_is_followed_over_http_as_in_a_folder(tmp_path: Path) -> None:
    publish(tmp_path, LOG)

    with served(partial(Quiet, directory=tmp_path)) as url:
        found = follow(Site(url))
        assert found == follow(Site(f"{url}/")) == follow(Folder(tmp_path))
        (tmp_path / f"tile/entries/000.p/{len(LOG)}").unlink()
        with pytest.raises(StoreDamaged, match="is missing"):
            follow(Site(url))


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("broken", "the server answers 500"),
        ("endless", "more than"),
        ("silent", "timed out|not there after 0.2 seconds"),
        ("patient", "not there after 0.2 seconds"),
        ("wordy", "not there after 0.2 seconds"),
        ("moved", "the server answers 302"),
        ("moved-away", "the server answers 302"),
        ("short", "ended 91 bytes too early"),
        ("slow", "not there after 0.2 seconds"),
    ],
)
def test_a_server_that_does_not_give_the_log_leaves_everything_open(kind: str, reason: str) -> None:
    with served(Odd) as url, pytest.raises(NotFetched, match=reason):
        follow(Site(f"{url}/{kind}", patience=0.2))


@pytest.mark.enable_socket
def test_a_file_that_a_server_says_is_gone_is_missing() -> None:
    with served(Odd) as url, pytest.raises(StoreDamaged, match="checkpoint is missing"):
        follow(Site(f"{url}/gone"))


@pytest.mark.enable_socket
def test_a_server_that_is_not_there_leaves_everything_open() -> None:
    with served(Odd) as url:
        pass

    with pytest.raises(NotFetched, match="refused"):
        follow(Site(url))


@pytest.mark.parametrize("url", ["file:///etc", "ftp://127.0.0.1", "https//no-colon", "http://[", "http:// x"])
def test_only_addresses_of_the_web_are_asked(url: str) -> None:
    with pytest.raises(NotFetched, match="could not be read"):
        follow(Site(url))
