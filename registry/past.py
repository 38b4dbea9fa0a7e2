"""The registry as it was known at a moment: every question answered with what the log had then, and nothing after.

    a position, or a day and time ──▶ Moment: a checkpoint, and the time it was ──▶ opened ──▶ a Reader of then
                                                                    past/<size>/   derived answers, folded up to there

A moment of the past is a checkpoint, the end of a group of facts that became known in one transaction: half of one
was never known to anybody. Views and the map of newest states are made again up to there, in a folder of their own,
and kept for the moments that were looked at last. What is kept there is derived: delete it and it is made again.
What an earlier moment has is taken over, and goes on from there.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from domain.errors import NoSuchThing
from keys.checkpoints import verify_checkpoint
from registry.errors import BadLeaf, HeadsDiffer, StoreDamaged
from registry.home import Home
from registry.log.newest import Heads, follow
from registry.reader import NotMadeYet, Reader
from registry.store.heads import HeadsFile, remove, require_said
from registry.views.every import VIEWS
from registry.views.view import alone, open_view, view_path

KEPT: Final = 4
"""Moments whose derived answers are kept."""
HEADS: Final = "heads"
"""What the map of newest states is called among derived answers."""
SPARED: Final = 600
"""Seconds after its last use in which a moment's derived answers are kept in any case: somebody may be reading."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a registry's past."""

    size: int
    """How many leaves the log had: that of a checkpoint."""
    position: int
    """Of the newest fact that was known."""
    at: datetime
    """What the clock said: as somebody typed it, else when the checkpoint was signed."""


def moment_at(reader: Reader, position: int) -> Moment:
    """Return the moment at which the fact at *position* became known, with all that became known in one act with it.

    Raises:
        NoSuchThing: no fact stands there, or none that a published checkpoint covers yet.
    """
    newest = reader.head().size - 1
    if not 0 <= position <= newest:
        raise NoSuchThing(
            "no-such-moment", f"The log has the positions 0 to {newest}: type one of them.", newest=newest
        )
    return _moment(reader, reader.store.checkpoint_over(position) or reader.checkpoint(), None)


def moment_of(reader: Reader, when: datetime, *, now: datetime) -> Moment:
    """Return the moment that *when* was: what the seal had said up to and including then was known.

    Raises:
        NoSuchThing: it is still to come, or the registry was not open yet.
    """
    if when > now:
        raise NoSuchThing("moment-to-come", "That moment is still to come: type one that has been.", now=now)
    newest = reader.known_until(when)
    note = None if newest < 0 else reader.store.checkpoint_over(newest) or reader.checkpoint()
    if note is not None and _said_later(reader, note, newest):
        note = reader.store.checkpoint_within(newest + 1)
    if note is None:
        opened = reader.opened.statement.at
        raise NoSuchThing(
            "moment-before-opening", f"The registry was opened at {opened}: type a moment behind that.", opened=opened
        )
    return _moment(reader, note, when)


def opened(folder: Path, moment: Moment, *, at_once: int | None = None) -> Reader:
    """Open the registry in *folder* as it was at *moment*; the caller closes it.

    Args:
        folder: Of the registry.
        moment: Of its past.
        at_once: Most positions that a derived answer may lag behind for whoever asks; None: it is waited for.

    Raises:
        StoreDamaged: there is none, or the log never had that size.
    """
    home = Home(folder, moment.size)
    home.past.mkdir(mode=0o700, exist_ok=True)
    with alone(home.past):
        home.views.mkdir(mode=0o700, exist_ok=True)
        os.utime(home.views)
        _forget(home)
    reader = Reader(folder, size=moment.size)
    reader.at_once = at_once
    try:
        _require_head(reader, moment.size)
    except BaseException:
        reader.close()
        raise
    return reader


def keep_heads(reader: Reader, *, progress: Callable[[int], object] = lambda _size: None) -> None:
    """Make the map of newest states of a reader's moment, where it is not kept: beside its place, then put there.

    Raises:
        NotMadeYet: it has more to follow than `Reader.at_once`.
    """
    home, size = reader.home, reader.home.size
    if size is None or home.heads.exists():
        return
    if reader.at_once is not None and size > reader.at_once:
        raise NotMadeYet(HEADS, 0, size)
    with alone(home.views, ".heads-lock"):  # views can be opened while it is made
        if home.heads.exists():
            return
        part = home.heads.with_suffix(".part")
        if _take_over(home, part, home.heads.name):
            with suppress(BadLeaf, HeadsDiffer, StoreDamaged):
                _follow_heads(reader, part, size, progress)
        if not home.heads.exists():
            remove(part)
            _follow_heads(reader, part, size, progress)


def make(reader: Reader, what: str, *, progress: Callable[[int], object]) -> None:
    """Make one derived answer of a reader's moment, however long that takes.

    Args:
        reader: Of the moment.
        what: The name of a view, or `HEADS`.
        progress: Called with how many positions were read, again and again; what it raises ends the work, and what
            was made until then is kept.

    Raises:
        RegistryError: a fact could not be followed, or the disk is full.
    """

    def reached(positions: int) -> None:
        os.utime(reader.home.views)  # so that nobody forgets a moment while it is made
        progress(positions)

    if what == HEADS:
        keep_heads(reader, progress=reached)
        return
    kind = next(one for one in VIEWS if what == one.NAME)
    path = view_path(reader, kind)
    with alone(reader.home.views):
        part = path.with_suffix(".part")
        if not path.exists() and _take_over(reader.home, part, path.name):
            part.rename(path)
    open_view(reader, kind, progress=lambda position: reached(position + 1)).close()


def _follow_heads(reader: Reader, part: Path, size: int, progress: Callable[[int], object]) -> None:
    """Let the map in *part* follow the leaves up to *size*, and put it in its place."""
    with closing(HeadsFile.open(part)) as kept:
        heads = Heads(kept)
        require_said(heads, reader.store)
        for reached in follow(heads, reader.store.leaves_between(heads.size, size)):
            progress(reached)
        kept.write()
    part.rename(reader.home.heads)


def _take_over(home: Home, part: Path, name: str) -> bool:
    """Copy to *part* what the nearest earlier moment has under *name*; tell whether one has it."""
    remove(part)
    sizes = {int(one.name) for one in home.past.iterdir() if one.name.isdecimal()}
    earlier = (size for size in sorted(sizes, reverse=True) if size < int(home.views.name))
    found = next((path for size in earlier if (path := home.past / str(size) / name).exists()), None)
    if found is None:
        return False
    try:
        with (
            closing(sqlite3.connect(f"{found.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(part)) as copy,
        ):
            source.backup(copy)
    except sqlite3.DatabaseError:  # it is damaged, or the disk is full: whoever makes it anew says so
        remove(part)
        return False
    return True


def _require_head(reader: Reader, size: int) -> None:
    if reader.head().size != size:
        raise StoreDamaged("no-checkpoint-then", f"No checkpoint of {size} leaves is stored.", size=size)


def _moment(reader: Reader, note: bytes, when: datetime | None) -> Moment:
    signed = verify_checkpoint(note, reader.log_key)
    at = when or signed.at
    if at is None:
        raise StoreDamaged("checkpoint-without-time", "The log's own line of time is missing from a checkpoint.")
    size = signed.checkpoint.size
    return Moment(size, reader.store.newest_before(size), at)


def _said_later(reader: Reader, note: bytes, newest: int) -> bool:
    """Tell whether a checkpoint covers facts behind *newest*: they were said after the moment."""
    return reader.store.newest_before(verify_checkpoint(note, reader.log_key).checkpoint.size) > newest


def _forget(home: Home) -> None:
    """Remove what was derived for moments that nobody has looked at for a while; whoever has a file open reads on."""
    for left in home.past.glob(".gone-*"):
        shutil.rmtree(left, ignore_errors=True)
    used = {folder: folder.stat().st_mtime for folder in home.past.iterdir() if folder.name.isdecimal()}
    here = used.pop(home.views)
    for folder in sorted(used, key=lambda folder: used[folder], reverse=True)[KEPT - 1 :]:
        if here - used[folder] > SPARED:
            # Under another name first: a file half removed must not be found by who looks at that moment again.
            shutil.rmtree(folder.rename(folder.with_name(f".gone-{folder.name}")), ignore_errors=True)
