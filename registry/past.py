"""The registry as it was known at a moment: every question answered with what the log had then, and nothing after.

    a position, or a day and time ──▶ Moment: a checkpoint, and the time it was ──▶ opened ──▶ a Reader of then
                                                                    past/<size>/   derived answers, folded up to there

A moment of the past is a checkpoint, the end of a group of facts that became known in one transaction: half of one
was never known to anybody. Views and the map of newest states are made again up to there, in a folder of their own,
and kept for the moments that were looked at last. What is kept there is derived: delete it and it is made again.
"""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from domain.errors import NoSuchThing
from keys.checkpoints import verify_checkpoint
from registry.errors import StoreDamaged
from registry.home import Home
from registry.log.newest import Heads, follow
from registry.reader import Reader
from registry.store.heads import HeadsFile, remove
from registry.views.view import alone

KEPT: Final = 4
"""Moments whose derived answers are kept."""
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


def opened(folder: Path, moment: Moment) -> Reader:
    """Open the registry in *folder* as it was at *moment*; the caller closes it.

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
    try:
        _require_head(reader, moment.size)
    except BaseException:
        reader.close()
        raise
    return reader


def keep_heads(reader: Reader) -> None:
    """Make the map of newest states of a reader's moment, where it is not kept: beside its place, then put there."""
    home, size = reader.home, reader.home.size
    if size is None or home.heads.exists():
        return
    with alone(home.views):
        if home.heads.exists():
            return
        part = home.heads.with_suffix(".part")
        remove(part)
        with closing(HeadsFile.open(part)) as kept:
            for _ in follow(Heads(kept), reader.store.leaves_between(0, size)):
                pass
            kept.write()
        part.rename(home.heads)


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
