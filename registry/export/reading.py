"""An export that somebody hands over, copied to where it can be trusted to stay as it is.

    manifest ─▶ listing ─▶ every file: a place that exports have, no link, its length, its digest ─▶ copied

Nothing of it is believed: a link, a pipe or a path out of the folder is refused before anything is opened, and what
is read later is the copy. That the digests fit proves only that the export is whole; what it says is proved by
`registry.export.replaying`.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from domain.values import digest
from registry.export.form import (
    LARGEST_MANIFEST,
    LISTING,
    LONGEST_LINE,
    MANIFEST,
    BadExport,
    FactLine,
    FileLine,
    Manifest,
    facts_path,
    read_line,
    require_place,
)

_CHUNK = 1 << 20


def take(folder: Path, into: Path) -> Manifest:
    """Copy the export in *folder* into the empty folder *into*, and return its manifest.

    Raises:
        BadExport: it is none, or a file is missing, altered, too many or no file at all.
    """
    manifest = _manifest(folder)
    count = 0
    hashed = sha256()
    with _open(folder, LISTING) as listing:
        last = ""
        for line in _lines(listing, LISTING):
            hashed.update(line)
            file = read_line(line, FileLine, f"{LISTING}, line {count + 1}")
            require_place(file, public=manifest.content is None)
            if file.path <= last:
                raise BadExport("export-listing", f"{LISTING} names {file.path} out of order.", path=file.path)
            last = file.path
            _copy(folder, into, file)
            count += 1
    if (count, digest(hashed.digest())) != (manifest.files, manifest.listing):
        raise BadExport("export-listing", f"{LISTING} is not the one that the manifest names.", path=LISTING)
    _require_no_others(folder, into, count)
    return manifest


def facts(taken: Path, manifest: Manifest) -> Iterator[FactLine]:
    """Yield the facts of a full export that was taken, in the order in which they stand.

    Raises:
        BadExport: a line is too long, cut off, or no fact in its one form.
    """
    number = 0
    while (taken / facts_path(number)).exists():
        with (taken / facts_path(number)).open("rb") as file:
            for place, line in enumerate(_lines(file, facts_path(number))):
                yield read_line(line, FactLine, f"{facts_path(number)}, line {place + 1}")
        number += 1
    files = len(list((taken / "facts").iterdir())) if (taken / "facts").exists() else 0
    if manifest.content is None or number != files:
        raise BadExport("export-listing", "A file of facts is missing between others.", path=facts_path(number))


def _manifest(folder: Path) -> Manifest:
    with _open(folder, MANIFEST) as file:
        data = file.read(LARGEST_MANIFEST + 1)
    if len(data) > LARGEST_MANIFEST:
        raise _too_long(MANIFEST, LARGEST_MANIFEST)
    return read_line(data, Manifest, MANIFEST)


def _lines(file: BinaryIO, name: str) -> Iterator[bytes]:
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise _too_long(name, LONGEST_LINE)
        yield line


def _too_long(name: str, most: int) -> BadExport:
    return BadExport("export-too-long", f"{name} has more than {most} bytes where it may not.", path=name, most=most)


def _copy(folder: Path, into: Path, file: FileLine) -> None:
    """Copy one file, no more of it than was said."""
    hashed, left = sha256(), file.size
    target = into / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    with _open(folder, file.path) as source, target.open("xb") as out:
        while left and (chunk := source.read(min(_CHUNK, left))):
            hashed.update(chunk)
            out.write(chunk)
            left -= len(chunk)
        if left or source.read(1) or hashed.hexdigest() != file.sha256:
            raise BadExport("export-file-altered", f"{file.path} is not the file that was exported.", path=file.path)


@contextmanager
def _open(folder: Path, path: str) -> Iterator[BinaryIO]:
    """Open a plain file below *folder*, through plain folders."""
    try:
        place = folder
        for part in path.split("/"):
            place = place / part
            kind = place.lstat().st_mode
            if not (stat.S_ISDIR(kind) or stat.S_ISREG(kind)):
                raise BadExport("export-not-a-file", f"{path} is no plain file in plain folders.", path=path)
        file = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise BadExport("export-file-missing", f"The export has no {path}.", path=path) from None
    except OSError as error:
        why = str(error.strerror)
        raise BadExport("export-file-unreadable", f"{path} cannot be read: {why}.", path=path, why=why) from None
    with os.fdopen(file, "rb") as opened:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise BadExport("export-not-a-file", f"{path} is no plain file in plain folders.", path=path)
        yield opened


def _require_no_others(folder: Path, into: Path, listed: int) -> None:
    """Refuse what the listing does not name: nobody could say what it is."""
    known = {MANIFEST, LISTING}
    found = 0
    for where, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(where) / name).is_symlink()]
        for name in (*files, *links):
            path = (Path(where) / name).relative_to(folder).as_posix()
            if path not in known and not (into / path).is_file():
                raise BadExport("export-file-unlisted", f"The export names no file {path[:200]!r}.", path=path[:200])
            found += 1
    if found != listed + len(known):
        raise BadExport("export-listing", f"The export holds {found} files and names {listed}.", path=LISTING)
