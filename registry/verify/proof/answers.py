"""What the map of newest states says to the question of a proof, verified under the map's root."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Final

from keys.checkpoints import Checkpoint
from registry.canonical import JSON
from registry.errors import BadLeaf
from registry.log.heads import (
    BEGINNINGS,
    CHANGES,
    FINAL,
    NOTHING,
    NUMBER_SIZE,
    KeyEntry,
    SeriesEntry,
    StreamEntry,
)
from registry.log.leaves import FactLeaf, SeriesState, base64_of, leaf_hash, read_leaf
from registry.log.marks import key_mark, mark_name, series_mark
from registry.log.merkle import root_of
from registry.verify.entries import PublicLeaf
from registry.verify.listed import require_listed
from registry.verify.members import unreadable
from registry.verify.proof.contents import (
    ADMISSION,
    NEWEST,
    NUMBERS,
    SIGNED_LEAVES,
    Claim,
    Completeness,
    Contents,
    Letter,
    SignedBy,
    StatusOf,
)
from registry.verify.standing import status_words
from registry.verify.verdicts import Saying, Unshown, Untold

_STATES: Final = {state.value[0].encode(): state for state in SeriesState}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was proved: in one sentence, in some more, and for programs."""

    says: Saying
    more: tuple[Saying, ...]
    data: dict[str, JSON]


def answer(contents: Contents, root: bytes, checkpoint: Checkpoint) -> Answer:
    """Return what the proof shows under the map's *root*, which is of *checkpoint*.

    Raises:
        Unshown: naming the member that does not show it.
        Untold: the map never says what is asked.
    """
    claim: Claim = contents.claim
    if isinstance(claim, Completeness):
        return _complete(claim, contents, root)
    if isinstance(claim, StatusOf):
        return _status(claim, contents, root)
    if claim.key == contents.opened.statement.fields.digest("seal"):
        raise Untold(
            "key-of-the-seal",
            f"{claim.key} is the registry's seal, which admits everything: the map lists the keys of people alone.",
            key=claim.key,
        )
    return _signed(claim, root, checkpoint)


def ranges(numbers: Sequence[int]) -> str:
    """Return ascending numbers as people write them: ``271, 280–282``."""
    runs = [[n for _, n in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs) or "–"


# --- every number of a series --------------------------------------------------------------------------------


def _complete(claim: Completeness, contents: Contents, root: bytes) -> Answer:
    fields = contents.series.statement.fields
    claim.series.require(root, series_mark(fields.text("public_id")))
    after = fields.integer("after")
    data: dict[str, JSON] = {"proves": "completeness", **_series(contents), "after": after}
    if claim.series.entry is None:
        return Answer(Saying("series-empty", {"after": after}), (), {**data, "numbers": []})
    series = claim.series.of(SeriesEntry)
    if series.first != after + 1:
        raise Unshown(
            "series-begins-late",
            f"The series goes on after {after}, and its first number is {series.first}.",
            after=after,
            first=series.first,
        )
    numbers = _numbers(claim.numbers, series)
    by_state = {state: [n for n, found, _ in numbers if found is state] for state in SeriesState}
    counts = {state.value: len(found) for state, found in by_state.items()}
    more = tuple(
        Saying(f"numbers-{state.value}", {"numbers": ranges(by_state[state])})
        for state in (SeriesState.VOID, SeriesState.RESERVED)
        if by_state[state]
    )
    listed: list[JSON] = [{"n": n, "state": state.value, "leaf": _shown(letter)} for n, state, letter in numbers]
    data |= {"first": series.first, "last": series.last, **counts, "numbers": listed}
    return Answer(Saying("series-complete", {"first": series.first, "last": series.last, **counts}), more, data)


def _numbers(data: bytes, series: SeriesEntry) -> list[tuple[int, SeriesState, bytes | None]]:
    """Return number, state and letter of every number between the first and the last of *series*."""
    count = series.last - series.first + 1
    entries = [data[at : at + NUMBER_SIZE] for at in range(0, len(data), NUMBER_SIZE)]
    if len(data) != count * NUMBER_SIZE or root_of(map(leaf_hash, entries)) != series.root:
        raise Unshown(
            "numbers-not-those",
            f"The {len(data)} bytes in {NUMBERS} are not the {count} numbers that the map has of the series.",
            count=count,
            size=len(data),
        )
    found = []
    for n, entry in enumerate(entries, start=series.first):
        state, letter = _STATES.get(entry[:1]), entry[1:]
        if state is None or (letter == NOTHING) is (state is SeriesState.ISSUED):
            raise Unshown("number-malformed", f"{NUMBERS} says of number {n} what no number can be.", number=n)
        found.append((n, state, letter if state is SeriesState.ISSUED else None))
    return found


def _series(contents: Contents) -> dict[str, JSON]:
    fields = contents.series.statement.fields
    return {"book": fields.text("book"), "kind": fields.text("kind"), "year": fields.integer("year")}


# --- the status of a number's letter -------------------------------------------------------------------------


def _status(claim: StatusOf, contents: Contents, root: bytes) -> Answer:
    claim.series.require(root, series_mark(contents.series.statement.fields.text("public_id")))
    number = claim.number
    number.require(claim.series.of(SeriesEntry))
    if number.n != claim.n:
        raise Unshown(
            "another-number",
            f"{number.member} is of number {number.n}, and not of {claim.n}.",
            number=number.n,
            asked=claim.n,
        )
    data: dict[str, JSON] = {"proves": "status", **_series(contents), "n": claim.n, "state": number.state.value}
    if claim.letter is None:
        return Answer(Saying(f"number-{number.state.value}", {"number": claim.n}), (), data)
    found = _letter(claim.letter, number.letter, root)
    newest = _fact(claim.letter.newest)
    place: dict[str, JSON] = {"type": newest.type, "index": claim.letter.newest.index}
    data |= {
        "status": found.status.value,
        "facts": found.facts,
        "leaf": _shown(number.letter),
        "index": claim.letter.admission.index,
        "newest": place,
    }
    facts = {"number": claim.n, "status": status_words(found.status), "count": found.facts}
    return Answer(Saying("number-issued", facts), (), data)


def _letter(letter: Letter, hashed: bytes | None, root: bytes) -> StreamEntry:
    """Return the entry of the letter that has a number: number ─▶ its admission ─▶ its stream ─▶ its newest leaf."""
    first, newest = _fact(letter.admission), _fact(letter.newest)
    if letter.admission.hash != hashed or first.type not in BEGINNINGS or first.mark is None:
        raise Unshown("not-the-admission", f"{ADMISSION}.leaf is not the leaf that has the number.", member=ADMISSION)
    letter.entry.require(root, first.mark)
    found = letter.entry.of(StreamEntry)
    behind = letter.newest.index - letter.admission.index
    placed = behind > 0 if found.facts > 1 else behind == 0
    if letter.newest.hash != found.leaf or newest.mark != first.mark or not placed:
        raise Unshown("not-the-newest", f"{NEWEST}.leaf is not the newest leaf of the letter.", member=NEWEST)
    expected = {**BEGINNINGS, **CHANGES}.get(newest.type, found.status)
    if found.status not in FINAL and found.status is not expected:
        raise Unshown(
            "status-of-another",
            f"The map says that the letter is {found.status.value}, and its newest leaf is a {newest.type}.",
            status=found.status.value,
            type=newest.type,
        )
    return found


def _fact(leaf: PublicLeaf) -> FactLeaf:
    if not isinstance(leaf.says, FactLeaf):
        raise Unshown("not-a-fact", f"{leaf.member}.leaf is not the leaf of a fact.", member=leaf.member)
    return leaf.says


# --- all that a key has signed -------------------------------------------------------------------------------


def _signed(claim: SignedBy, root: bytes, checkpoint: Checkpoint) -> Answer:
    claim.entry.require(root, key_mark(claim.key))
    data: dict[str, JSON] = {"proves": "key", "key": claim.key, "facts": len(claim.leaves)}
    if claim.entry.entry is None:
        return Answer(Saying("key-signed-nothing", {"key": claim.key}), (), {**data, "leaves": []})
    entry = claim.entry.of(KeyEntry)
    chain = NOTHING
    for _, leaf in claim.leaves:
        chain = sha256(chain + leaf_hash(leaf)).digest()
    if len(claim.leaves) != entry.facts or chain != entry.signed or leaf_hash(claim.leaves[-1][1]) != entry.leaf:
        raise Unshown(
            "leaves-not-those",
            f"The {len(claim.leaves)} leaves in {SIGNED_LEAVES} are not the {entry.facts} that the map has of the key.",
            found=len(claim.leaves),
            expected=entry.facts,
        )
    require_listed(claim.leaves, claim.hashes, checkpoint, SIGNED_LEAVES)
    types = [_signed_type(leaf, claim.key) for _, leaf in claim.leaves]
    listed: list[JSON] = [
        {"index": index, "type": type_} for (index, _), type_ in zip(claim.leaves, types, strict=True)
    ]
    more = tuple(Saying("signed-of-type", {"count": count, "type": type_}) for type_, count in Counter(types).items())
    return Answer(Saying("key-signed", {"key": claim.key, "count": entry.facts}), more, {**data, "leaves": listed})


def _signed_type(leaf: bytes, key: str) -> str:
    """Return what a leaf is the fact of, which must be signed by that key."""
    try:
        says = read_leaf(leaf)
    except BadLeaf as reason:
        raise unreadable(SIGNED_LEAVES, reason) from None
    if not isinstance(says, FactLeaf) or mark_name(says.type) != "b" or says.mark != key_mark(key):
        raise Unshown("leaf-of-another-key", f"{SIGNED_LEAVES} holds a leaf that another key signed.", key=key)
    return says.type


def _shown(hashed: bytes | None) -> JSON:
    return None if hashed is None else base64_of(hashed).decode()
