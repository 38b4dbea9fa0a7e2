"""One leaf: what it commits to, its proof as a drawn path, and everything about it as files.

Leaves are public, what they commit to is not: of a letter above the visitor's clearance neither statement nor salt is
shown, for with the salt a guess at the statement could be tried.
"""

import json
from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.handed_out import saved_as
from api.pages.histories.readable import Readable
from api.pages.log.drawn import drawn as draw
from api.pages.log.looked import AUDITORS, Included, Log
from api.pages.log.overview import words_of
from api.pages.log.words import STATES
from api.pages.page import page
from api.texts.text import Text
from domain.errors import NoSuchThing
from domain.series import SeriesOpened
from domain.thai.digits import to_thai
from domain.values import StreamId
from registry.log.leaves import FactLeaf, SeriesLeaf, leaf_hash, read_leaf
from registry.log.proofs import Proof
from registry.reader import Reader, Recorded, recorded


@dataclass(frozen=True, slots=True)
class Found:
    """A leaf under some size, and the fact behind it where there is one that may be shown."""

    log: Log
    included: Included
    fact: Recorded | None
    withheld: bool
    """Whether there is a fact, of a class above the visitor's clearance."""

    @classmethod
    def of(cls, counter: Counter, visitor: Visitor, position: int, size: str) -> "Found":
        """Look up the leaf at *position*, under the log of the *size* that somebody typed."""
        reader = counter.office.reader
        log = Log.of(reader)
        included = log.included(position, log.size_of(size))
        if not isinstance(read_leaf(included.leaf), FactLeaf):
            return cls(log, included, None, withheld=False)
        line = reader.at(position)
        readable = Readable(reader, visitor)(line)
        return cls(log, included, line if readable else None, withheld=not readable)

    def require_fact(self) -> Recorded:
        """Return the fact, or refuse: there is none, or none for this visitor."""
        if self.fact is None:
            raise NoSuchThing("no-statement-here", "This leaf has no statement that may be shown to you.")
        return self.fact


@get("/log/leaves/{position:int}", opt=AUDITORS, sync_to_thread=True)
def show(
    position: FromPath[int],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    size: FromQuery[str] = "",
) -> Template:
    """Show a leaf."""
    found = Found.of(counter, visitor, position, size)
    says = read_leaf(found.included.leaf)
    number = says if isinstance(says, SeriesLeaf) else None
    words = words_of(says)
    return page(
        "log/leaf.html",
        title=Text(f"ใบที่ {to_thai(str(position))}: {words.thai}", f"Leaf {position}: {words.english}"),
        found=found,
        included=found.included,
        leaf=found.included.leaf.decode(),
        leaf_hash=leaf_hash(found.included.leaf).hex(),
        words=words,
        fields=msgspec.json.decode(found.included.leaf),
        number=number,
        state=None if number is None else STATES[number.state],
        series=None if number is None else _series(found.log.reader, number.series, visitor),
        covering=found.log.covering(position),
        under=f"?size={found.included.size}",
        of_seal=found.fact is not None and found.fact.statement.by == found.log.reader.identity.seal,
    )


@get("/log/leaves/{position:int}/path.svg", opt=AUDITORS, sync_to_thread=True)
def drawn(
    position: FromPath[int],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    size: FromQuery[str] = "",
) -> Response[str]:
    """Draw the leaf's way to the root."""
    return Response(draw(Found.of(counter, visitor, position, size).included), media_type="image/svg+xml")


@get("/log/leaves/{position:int}/proof.json", opt=AUDITORS, sync_to_thread=True)
def as_json(
    position: FromPath[int],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    size: FromQuery[str] = "",
) -> Response[Any]:
    """Hand out the proof for programs, under any size that the log had."""
    found = Found.of(counter, visitor, position, size)
    one = found.included
    data = {
        "origin": found.log.head.origin,
        "index": one.index,
        "size": one.size,
        "root": one.root.hex(),
        "leaf": one.leaf.decode(),
        "leaf_hash": leaf_hash(one.leaf).hex(),
        "hashes": [each.hex() for each in one.hashes],
        "salt": found.fact.entry.contents.salt.hex() if found.fact is not None else None,
        "checkpoint": one.note.decode() if one.note is not None else None,
    }
    return saved_as(
        json.dumps(data, ensure_ascii=False, indent=2).encode(), f"leaf-{position}.json", "application/json"
    )


@get("/log/leaves/{position:int}/proof", opt=AUDITORS, sync_to_thread=True)
def as_proof(
    position: FromPath[int],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    size: FromQuery[str] = "",
) -> Response[Any]:
    """Hand out the proof with its checkpoint, as its holder keeps it (C2SP tlog-proof)."""
    found = Found.of(counter, visitor, position, size)
    one = found.included
    if one.note is None:
        raise NoSuchThing(
            "no-checkpoint-of-size",
            f"No checkpoint of {one.size} leaves was signed: ask for another size.",
            size=one.size,
        )
    salt = found.fact.entry.contents.salt if found.fact is not None else None
    return saved_as(Proof(position, one.hashes, one.note, salt).write(), f"leaf-{position}.tlog-proof")


@get("/log/leaves/{position:int}/leaf.json", opt=AUDITORS, sync_to_thread=True)
def bare(
    position: FromPath[int], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Hand out the leaf's very bytes."""
    found = Found.of(counter, visitor, position, "")
    return saved_as(found.included.leaf, f"leaf-{position}.leaf.json", "application/json")


@get("/log/leaves/{position:int}/statement.json", opt=AUDITORS, sync_to_thread=True)
def statement(
    position: FromPath[int], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Hand out the very bytes of the statement that the leaf commits to."""
    fact = Found.of(counter, visitor, position, "").require_fact()
    return saved_as(fact.entry.contents.statement, f"statement-{position}.json", "application/json")


@get("/log/leaves/{position:int}/evidence", opt=AUDITORS, sync_to_thread=True)
def evidence(
    position: FromPath[int], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Hand out the evidence that signs the statement."""
    contents = Found.of(counter, visitor, position, "").require_fact().entry.contents
    return saved_as(contents.evidence, f"evidence-{position}.{'p7s' if contents.kind == 'cms' else contents.kind}")


def _series(reader: Reader, public_id: str, visitor: Visitor) -> StreamId | None:
    """Return the stream of the series whose public id stands in a leaf, where the visitor may know of its book."""
    readable = Readable(reader, visitor)
    for entry in reader.store.named(("series.opened.v1",)):
        line = recorded(entry)
        opened = line.statement.fact
        if isinstance(opened, SeriesOpened) and opened.public_id == public_id:
            return line.statement.stream if readable(line) else None
    return None
