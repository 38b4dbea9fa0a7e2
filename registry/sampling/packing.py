"""A sample as one ZIP: what was drawn, the evidence of each, and how anybody draws the same again.

method.txt           seed, population, position, rule; in Thai and English
index.csv            one row a number, in the order of the ranks, with the SHA-256 of its evidence
letters/STREAM.zip   of a letter that went out its evidence bundle (`saraban verify`)
numbers/PLACE.zip    of any other number the proof of its newest status (`saraban verify-proof`)
files/PLACE/…        of a letter that came in the files that came
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from domain.errors import NoSuchThing
from domain.values import File
from registry import bundle, proving
from registry.dispatching.archive import stored
from registry.papers.uploads import safe_name
from registry.reader import Reader
from registry.sampling.drawing import METHOD, Item, Sample
from registry.tables import csv_text
from registry.views.book import RowState

COLUMNS: Final = (
    "order", "rank", "place", "book", "kind", "year", "n", "number", "registered_on", "dated", "sender", "addressee",
    "subject", "state", "stream", "evidence", "sha256",
)  # fmt: skip
"""Of ``index.csv``; days are ISO 8601."""
NONE: Final = "-"
"""Stands for the evidence of what has none: numbers of secret letters, of which no status is kept."""


@dataclass(frozen=True, slots=True)
class _Written:
    name: str
    digest: str


def pack(reader: Reader, sample: Sample, *, at: datetime) -> Iterator[bytes]:
    """Yield the ZIP piece by piece; evidence is as of the newest checkpoints, whatever the sample is as of.

    Args:
        reader: The registry.
        sample: What was drawn from it.
        at: When it is written.
    """
    return stored(_members(reader, sample), at=at)


def rows(sample: Sample) -> Iterator[list[str]]:
    """Yield what the index says of each number, but for its evidence."""
    for order, item in enumerate(sample.items, start=1):
        row = item.row
        dated = "" if row.dated is None else str(row.dated)
        day = "" if row.registered_on is None else row.registered_on.isoformat()
        where = [str(order), item.rank, str(item.place), row.book, row.kind.value, str(row.year), str(row.n)]
        yield [*where, row.number, day, dated, row.sender, row.addressee, row.subject, row.state.value,
               row.stream or ""]  # fmt: skip


def method(sample: Sample) -> str:
    """Return how the sample was drawn, for whoever draws it again."""
    wanted = sample.wanted
    facts = {
        "population": wanted.population.value,
        "series": wanted.series or "all",
        "since": wanted.since or "the beginning",
        "until": wanted.until or "the end",
        "secrecy up to": wanted.secrecy.value,
        "as of position": wanted.as_of,
        "seed": wanted.seed,
        "size": wanted.size,
        "numbers in the population": sample.population,
    }
    return "\n".join([*(f"{name}: {value}" for name, value in facts.items()), "", *_RULE, ""])


_RULE = (
    f"{METHOD}",
    "",
    "เลขทุกเลขของประชากรมีตำแหน่งของรายการที่ออกเลขนั้นในบันทึก (place)",
    f"อันดับของเลข = SHA-256 ของ '{METHOD}' ขึ้นบรรทัดใหม่ seed ขึ้นบรรทัดใหม่ place (เลขอารบิก ไม่มีบรรทัดใหม่ท้ายสุด)",
    "เรียงอันดับจากน้อยไปมาก เอาตามจำนวนที่ขอจากต้น",
    "",
    "Every number of the population has a place: the position in the log of the fact that gave it out.",
    f"Its rank is the SHA-256 of '{METHOD}', a line feed, the seed, a line feed, the place in decimal figures.",
    "Sorted by rank, the first so many are the sample:",
    "",
    f"    printf '{METHOD}\\nSEED\\nPLACE' | sha256sum",
)


def _members(reader: Reader, sample: Sample) -> Iterator[tuple[str, bytes]]:
    yield "method.txt", method(sample).encode()
    written: dict[str, _Written] = {}
    index = []
    for item, told in zip(sample.items, rows(sample), strict=True):
        name = _name(item)
        if name not in written:
            data = _evidence(reader, item)
            if data is None:
                written[name] = _Written(NONE, "")
            else:
                written[name] = _Written(name, sha256(data).hexdigest())
                yield name, data
            if item.row.state is RowState.RECEIVED:
                yield from _files(reader, item)
        index.append([*told, written[name].name, written[name].digest])
    yield "index.csv", csv_text([COLUMNS, *index]).encode("utf-8-sig")


def _name(item: Item) -> str:
    issued = item.row.state is RowState.ISSUED and item.row.stream is not None
    return f"letters/{item.row.stream}.zip" if issued else f"numbers/{item.place}.zip"


def _evidence(reader: Reader, item: Item) -> bytes | None:
    row = item.row
    if row.state is RowState.ISSUED and row.stream is not None:
        return bundle.write(reader, row.stream)
    try:
        return proving.status(reader, row.series, int(row.n))
    except NoSuchThing:
        return None


def _files(reader: Reader, item: Item) -> Iterator[tuple[str, bytes]]:
    stream = item.row.stream
    named: dict[str, File] = {}
    for line in reader.stream(stream) if stream is not None else ():
        named |= {one.sha256: one for one in line.statement.doc}
    for order, one in enumerate(named.values(), start=1):
        yield f"files/{item.place}/{order:02d}-{safe_name(one.name)}", reader.blobs.get(one.sha256)
