"""Writes proofs for strangers, which hold nothing of what letters say: see `registry.verify.proof`.

    complete     what became of every number of a series
    status       what the letter with one number is, by its newest fact
    signed_by    all that one key has signed

Each is as of the newest published checkpoint.
"""

from collections.abc import Callable, Iterator

from domain.errors import NoSuchThing
from domain.series import SeriesOpened
from domain.values import Digest, StreamId
from keys.checkpoints import verify_checkpoint
from registry.carrier import Carrier
from registry.log.heads import BEGINNINGS, KeyEntry, StreamEntry
from registry.log.leaves import base64_of
from registry.log.marks import key_mark, stream_mark
from registry.log.together import prove_many
from registry.newest import Newest, number_entry
from registry.reader import Reader, Recorded
from registry.verify import container
from registry.verify.listed import leaves_member
from registry.verify.proof import contents as names
from registry.verify.proof.contents import Contents, claim_member
from registry.verify.proof.derived import readme
from registry.wire import leaf_type

Members = dict[str, bytes]


def complete(reader: Reader, series: StreamId, *, since: bytes | None = None) -> bytes:
    """Return the proof of what became of every number of a series.

    Args:
        reader: The registry.
        series: The series' stream.
        since: An earlier checkpoint, as a signed note; the proof then shows that the log goes on from it.

    Raises:
        NoSuchThing: there is no such series.
        BadProof: the log never had the size of *since*.
    """
    line, opened = _opened(reader, series)

    def members(newest: Newest) -> Members:
        entry, numbers = newest.series(names.SERIES, opened.public_id)
        found = {names.CLAIM: claim_member({"proves": "completeness"}), names.SERIES: entry.write()}
        return found if numbers is None else {**found, names.NUMBERS: numbers.entries}

    return _written(reader, members, [line], since)


def status(reader: Reader, series: StreamId, n: int, *, since: bytes | None = None) -> bytes:
    """Return the proof of what number *n* of a series is and, if a letter has it, of its status; else as `complete`.

    Raises:
        NoSuchThing: there is no such series or number, or it is of a secret letter, of which no status is kept.
    """
    line, opened = _opened(reader, series)

    def members(newest: Newest) -> Members:
        entry, numbers = newest.series(names.SERIES, opened.public_id)
        if numbers is None or not 0 <= n - numbers.first < numbers.count:
            raise NoSuchThing(
                "never-given", f"Number {n} of {opened.book} was never given.", number=n, book=opened.book
            )
        number = number_entry(names.NUMBER, numbers, n)
        found = {
            names.CLAIM: claim_member({"n": n, "proves": "status"}),
            names.SERIES: entry.write(),
            names.NUMBER: number.write(),
        }
        return found if number.letter is None else {**found, **_letter(reader, newest, series, n)}

    return _written(reader, members, [line], since)


def signed_by(reader: Reader, key: Digest, *, since: bytes | None = None) -> bytes:
    """Return the proof of all that *key* has signed, or that it has signed nothing; else as `complete`.

    Raises:
        NoSuchThing: it is the seal's, of which no entry is kept.
    """
    if key == reader.identity.seal:
        raise NoSuchThing(
            "no-entry-of-the-seal", "This is the registry's seal: what it admits is everything; no list of it is kept."
        )

    def members(newest: Newest) -> Members:
        entry = newest.entry(names.KEY, key_mark(key))
        found = {names.CLAIM: claim_member({"key": key, "proves": "key"}), names.KEY: entry.write()}
        if not isinstance(entry.entry, KeyEntry):
            return found
        leaves = tuple(_marked(reader, key_mark(key), newest.size))
        hashes = prove_many([index for index, _ in leaves], newest.size, newest.siblings)
        return {**found, names.SIGNED_LEAVES: leaves_member(leaves), names.SIGNED_HASHES: b"".join(hashes)}

    return _written(reader, members, [], since)


def _written(
    reader: Reader, members: Callable[[Newest], Members], support: list[Recorded], since: bytes | None
) -> bytes:
    """Return the file: the claim's *members*, what every proof has, and *support* behind leaf 0."""
    with Newest.of(reader) as newest:
        found = {"README": b"", **members(newest), **newest.root(names.HEADS)}
        found |= Carrier(reader, newest, reader.authority()).support([reader.opened, *support])
        if since is not None:
            old = verify_checkpoint(since, reader.log_key).checkpoint
            found |= {names.SINCE_CHECKPOINT: since, names.SINCE: newest.consistency(old.size)}
        found["README"] = readme(Contents.read(found), newest.at)
    return container.write(found)


def _opened(reader: Reader, series: StreamId) -> tuple[Recorded, SeriesOpened]:
    line = reader.beginning(series)
    fact = None if line is None else line.statement.fact
    if line is None or not isinstance(fact, SeriesOpened):
        raise NoSuchThing("no-such-series", f"No series {series} is open here: open it first.", series=series)
    return line, fact


def _letter(reader: Reader, newest: Newest, series: StreamId, n: int) -> Members:
    """Return the entry of the letter that has a number, its first leaf and its newest one."""
    first = reader.at(reader.store.used_at(series, n))
    stream = first.statement.stream
    if leaf_type(first.statement.name) not in BEGINNINGS:
        raise NoSuchThing("no-status-kept", f"Number {n} is of a secret letter, of which no status is kept.", number=n)
    entry = newest.entry(names.LETTER, stream_mark(stream))
    last = reader.store.at(stream, entry.of(StreamEntry).facts - 1)
    position = first.position if last is None else last.place.position
    return {
        names.LETTER: entry.write(),
        **newest.leaf(names.ADMISSION, first.position),
        **newest.leaf(names.NEWEST, position),
    }


def _marked(reader: Reader, mark: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """Yield the leaves of what a key has signed in a log of *size* leaves, behind their places."""
    field = b'"b":"%b"' % base64_of(mark)
    for first, group in reader.store.leaves():
        for place, leaf in enumerate(group, start=first):
            if place >= size:
                return
            if field in leaf:
                yield place, leaf
