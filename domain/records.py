"""Records beside the log (บันทึกนอกประวัติ): how far they had come, said in the log once a day when they have grown.

    row 1 ──▶ row 2 ──▶ … ──▶ row n ──▶ …        chained: each row's digest covers the one before
                               └── records.noted: so many rows, this digest

Whoever can write such a record as a whole could write another chain in its place; none that agrees with what is noted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from domain.values import Digest


class RecordKind(Enum):
    """Which record; its value is permanent."""

    REFUSALS = "refusals"
    """บันทึกการปฏิเสธ: what was refused to whom."""


@dataclass(frozen=True, slots=True)
class RecordHead:
    """How far one record had come."""

    record: RecordKind
    rows: int
    newest: Digest
    """Of the last of these rows, and with it of all before."""


@dataclass(frozen=True, slots=True)
class RecordsNoted:
    """จดบันทึกนอกประวัติ: the registry's records as they stood then, each once."""

    heads: tuple[RecordHead, ...]


def note(before: RecordsNoted | None, heads: Sequence[RecordHead]) -> RecordsNoted | None:
    """Return what is noted of records whose heads are *heads*; None where none has grown since *before*.

    A record that has become shorter, or is gone, stays noted as it was: that it was longer is what shows it.
    """
    known = {head.record: head for head in (before.heads if before is not None else ())}
    grown = {head.record: head for head in heads if head.rows > _rows(known.get(head.record))}
    if not grown:
        return None
    now = known | grown
    return RecordsNoted(tuple(now[record] for record in RecordKind if record in now))


def _rows(head: RecordHead | None) -> int:
    return 0 if head is None else head.rows
