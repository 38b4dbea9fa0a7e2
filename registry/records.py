"""Records beside the log are noted in it (`domain.records`): before the first act of a day on which one has grown.

They go on in the stream that leaf 0 begins, so that the newest note is found at once and nobody else can begin it.
"""

from collections.abc import Sequence
from contextlib import closing

from domain import records as rules
from domain.records import RecordHead, RecordsNoted
from registry import wire
from registry.accounts.refusals import Chain, Refusals
from registry.home import Home
from registry.ordinary import PapersDamaged
from registry.reader import Reader
from registry.register.group import Group, Staged


def note(group: Group, home: Home) -> Staged | None:
    """Note how far the records in *home* have come; None where that was done today, or none has grown."""
    opening = group.store.at_position(0).place.stream
    newest = group.store.last(opening)
    assert newest is not None  # noqa: S101 - leaf 0 itself, at least
    said = wire.decode(newest.contents.statement)
    before = said.fact if isinstance(said.fact, RecordsNoted) else None
    if before is not None and said.at.date() >= group.today:
        return None
    fact = rules.note(before, _heads(home))
    return None if fact is None else group.seal(said.stream, fact)


def newest(reader: Reader) -> RecordsNoted | None:
    """Return what was noted of records last."""
    entry = reader.store.last(reader.opened.statement.stream)
    said = None if entry is None else wire.decode(entry.contents.statement).fact
    return said if isinstance(said, RecordsNoted) else None


def looked_through(home: Home, noted: Sequence[RecordHead]) -> Chain:
    """Look through the record of refusals, which is not changed by it; there need be none where nothing was noted.

    Raises:
        RefusalsBroken: the first row that is missing, is not what was written, or is not what was noted.
        PapersDamaged: the file cannot be read, or is gone.
    """
    if not noted and not home.refusals.exists():
        return Chain(0, "")
    with closing(Refusals(home.refusals, read_only=True)) as refusals:
        return refusals.chain(noted)


def require(reader: Reader) -> None:
    """Require, at a glance, that the records go on from what was noted last.

    Raises:
        RefusalsBroken: they are others.
        PapersDamaged: the file cannot be read, or is gone.
    """
    noted = newest(reader)
    if noted is None and not reader.home.refusals.exists():
        return
    with closing(Refusals(reader.home.refusals, read_only=True)) as refusals:
        refusals.head()
        for head in noted.heads if noted is not None else ():
            refusals.require(head)


def _heads(home: Home) -> list[RecordHead]:
    if not home.refusals.exists():
        return []
    try:
        with closing(Refusals(home.refusals, read_only=True)) as refusals:
            head = refusals.head()
    except PapersDamaged:
        return []  # the audit and the page of refusals say so; letters do not wait for it
    return [] if head is None else [head]
