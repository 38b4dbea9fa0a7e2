"""Everything that a registry holds, or what is public of it, written into a new folder.

    checkpoint (the moment) ─▶ trust ─▶ tiles ─▶ facts, states ─▶ files ─▶ pages, views ─▶ listing ─▶ manifest
                                                                                 all synced ─▶ renamed to its place

A writer may go on meanwhile: facts are never changed, and nothing behind the checkpoint is looked at. Two exports
under one checkpoint are the same to the byte. No key is read but those that open the facts, and none is written.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

from domain.errors import InvalidValue
from domain.values import Digest, digest
from keys.checkpoints import verify_checkpoint
from registry.audit.files import NamedFiles
from registry.durable import sync_folder
from registry.errors import RegistryError, StoreDamaged
from registry.export import derived
from registry.export.form import (
    FACTS_A_FILE,
    FORMAT,
    LISTING,
    MANIFEST,
    Content,
    FactLine,
    FileLine,
    Manifest,
    State,
    facts_path,
    line_of,
)
from registry.home import Home
from registry.log.tiles import Tiles
from registry.reader import Reader, Recorded
from registry.replay import FOLD, Fold
from registry.store.blobs import Blobs
from registry.views.rebuilding import Progress

_CHUNK = 1 << 20
_STEPS = 4
"""Parts of the work that take long: facts, files, views, the listing."""


def export(
    reader: Reader,
    out: Path,
    *,
    public: bool = False,
    progress: Progress = lambda _done, _all: None,
    facts_a_file: int = FACTS_A_FILE,
) -> Manifest:
    """Write an export of *reader*'s registry, as of its published checkpoint: all of it, or nothing.

    Args:
        reader: the registry.
        out: the folder to write; it must not exist, or be empty.
        public: only what anybody may see: tiles, checkpoint, trust.
        progress: called now and then with how far it got, and how far there is to go.
        facts_a_file: how many facts stand in one file; the state is said behind each.

    Raises:
        InvalidValue: *out* holds something, has no name of its own, or lies among the registry's own files.
        RegistryError: somebody else exports to it now.
        StoreDamaged: the stored leaves are not those that were signed, or a file is missing or altered.
    """
    if out.name in {"", ".."}:
        raise InvalidValue(
            "folder-unnamed", f"{str(out)!r} names no new folder: type one with its own name.", folder=str(out)
        )
    home = reader.home
    for own in (home.blobs, home.tiles, home.signer, home.seal.parent, home.views, home.roots.parent):
        if out.resolve().is_relative_to(own.resolve()):
            raise InvalidValue(
                "folder-of-the-registry",
                f"{out} lies in a folder of the registry's own: name another.",
                folder=str(out),
            )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InvalidValue("folder-not-empty", f"{out} is not empty: name a new folder.", folder=str(out))
    with _part_of(out) as part:
        manifest = _write(reader, part, progress, facts_a_file, public=public)
        if out.exists():
            out.rmdir()
        part.rename(out)
        sync_folder(out.parent)
    return manifest


def _write(reader: Reader, part: Path, progress: Progress, facts_a_file: int, *, public: bool) -> Manifest:
    note = reader.checkpoint()
    head = verify_checkpoint(note, reader.log_key).checkpoint
    _copy_trust(reader.home, part)
    tiles = Tiles(part / "tiles")
    leaves = (leaf for _, group in reader.store.leaves() for leaf in group)
    tree = tiles.rebuild(islice(leaves, head.size))
    if (tree.size, tree.root) != (head.size, head.root):
        raise StoreDamaged(
            "export-of-other-leaves",
            f"The {tree.size} stored leaves are not those that were signed: audit the registry.",
            size=tree.size,
        )
    tiles.publish(note)
    content = None if public else _write_content(reader, part, head.size, progress, facts_a_file)
    files, listing = _list(part)
    manifest = Manifest(FORMAT, head.origin, head.size, head.root.hex(), files, listing, content)  # type: ignore[arg-type] # the literal
    _write_file(part / MANIFEST, [line_of(manifest)])
    for folder, _, _ in os.walk(part):
        sync_folder(Path(folder))
    return manifest


def _copy_trust(home: Home, part: Path) -> None:
    (part / "trust").mkdir()
    for path in (home.roots, home.log_key, home.leaf0):
        _write_file(part / "trust" / path.name, [path.read_bytes()])


def _write_content(reader: Reader, part: Path, size: int, progress: Progress, facts_a_file: int) -> Content:
    """Write facts and files, and return what follows from them."""
    (part / "facts").mkdir()
    folded, states = Fold(), list[State]()
    with closing(NamedFiles()) as named:

        def lines(first: Recorded) -> Iterator[bytes]:
            for one in chain([first], islice(facts, facts_a_file - 1)):
                folded.follow(one)
                named.name(one.position, one.statement.fact, one.statement.doc)
                yield line_of(_line(one))

        facts = reader.facts(until=size - 1)
        for first in facts:
            _write_file(part / facts_path(len(states)), lines(first))
            states.append(derived.state_of(folded))
            progress(folded.position, _STEPS * size)
        _copy_files(reader.blobs, Blobs(part / "blobs"), named)
    progress(2 * size, _STEPS * size)
    pages, views = derived.pages_and_views(
        reader, folded.position, lambda done, all_: progress(2 * size + done * size // max(all_, 1), _STEPS * size)
    )
    return Content(folded.facts, FOLD, tuple(states), pages, views)


def _line(one: Recorded) -> FactLine:
    place, kept = one.entry.place, one.entry.contents
    statement = kept.statement.decode()
    return FactLine(place.position, place.name, place.stream, place.seq, statement, kept.kind, kept.evidence, kept.salt)


def _copy_files(kept: Blobs, out: Blobs, named: NamedFiles) -> None:
    for name in named.names():
        source = kept.path(name)
        if kept.size(name) is None:
            raise StoreDamaged("blob-missing", f"The file {name} is missing from the store.", digest=name)
        found, _ = out.take(source)
        if found != name:
            raise StoreDamaged("blob-altered", f"The file {name} is not what was stored.", digest=name)


def _list(part: Path) -> tuple[int, Digest]:
    """Write the listing of all files, each synced; return how many they are, and the listing's digest."""
    hashed = sha256()

    def lines() -> Iterator[bytes]:
        for path in paths:
            line = line_of(_file_line(part, path))
            hashed.update(line)
            yield line

    paths = sorted(path.relative_to(part).as_posix() for path in part.rglob("*") if path.is_file())
    _write_file(part / LISTING, lines())
    return len(paths), digest(hashed.digest())


def _file_line(part: Path, path: str) -> FileLine:
    with (part / path).open("rb") as file:
        found = sha256()
        while chunk := file.read(_CHUNK):
            found.update(chunk)
        os.fsync(file.fileno())
        return FileLine(path, file.tell(), found.hexdigest())


def _write_file(path: Path, parts: Iterable[bytes]) -> None:
    with path.open("xb") as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _part_of(out: Path) -> Iterator[Path]:
    """Yield the folder that is written before it gets its name; what a broken off export left there goes."""
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.part")
    part.mkdir(mode=0o700, exist_ok=True)
    held = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if not _locked(held, part):
            raise RegistryError(
                "exported-elsewhere",
                f"Somebody else exports to {out} now: wait until that is done.",
                folder=str(out),
            )
        _empty(part)
        try:
            yield part
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    finally:
        os.close(held)


def _locked(held: int, part: Path) -> bool:
    """Lock a folder that is still under its name: another export may just have given it another."""
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(part.stat(), os.fstat(held))
    except (BlockingIOError, FileNotFoundError):
        return False


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
