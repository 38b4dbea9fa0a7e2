"""What the map of newest states says, as members of a bundle or proof: public leaves, entries, and their proofs.

heads.leaf · heads.tlog-proof   the last leaf of a checkpoint, which is the root of the map; and where it stands
letter.json                     what the map says of one letter, series or key, and the way from it to that root:
    {"other":null,"siblings":["…"],"v":1,"value":{"leaf":"…","n":2,"st":"dispatched","t":"stream"}}
    siblings: the deepest first; value null: the map says nothing of it, for nothing or *other* stands there
number-271.json                 one number of a series, and the way from it to the root in the series' entry:
    {"hashes":["…"],"leaf":"…","n":271,"st":"issued","v":1}

Hashes are base64url without padding; how they are put together say `registry.log.sparse` and RFC 6962 section 2.1.
Each has one form, canonical JSON, so that no byte of it is free.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self, TypeVar

from keys.checkpoints import Checkpoint
from registry import canonical
from registry.canonical import JSON
from registry.errors import BadLeaf, BadProof, NotCanonical
from registry.log.heads import Entry, KeyEntry, SeriesEntry, StreamEntry, number_entry, read_value
from registry.log.leaves import HeadsLeaf, Leaf, SeriesState, base64_of, hash_of, leaf_hash, read_leaf
from registry.log.merkle import verify_inclusion
from registry.log.proofs import Proof
from registry.log.sparse import MapProof
from registry.verify.members import Members, unreadable
from registry.verify.verdicts import Unshown, cause

LARGEST_MEMBER: Final = 1 << 15
"""Bytes of an entry or number with its proof; 256 siblings have 12 kB."""
_DEEPEST: Final = 2
_VERSION: Final = 1

Kind = TypeVar("Kind", StreamEntry, KeyEntry, SeriesEntry)


@dataclass(frozen=True, slots=True)
class PublicLeaf:
    """A leaf that anybody may read, and where it stands in the log."""

    member: str
    """Its name, without the ending."""
    data: bytes
    proof: Proof
    says: Leaf

    @classmethod
    def take(cls, left: Members, name: str) -> Self:
        """Take the two members of that name.

        Raises:
            Unshown: one is missing or cannot be read, or the proof holds a salt.
        """
        data, proof = left.take(f"{name}.leaf"), left.public_proof(name)
        try:
            return cls(name, data, proof, read_leaf(data))
        except BadLeaf as reason:
            raise unreadable(f"{name}.leaf", reason) from None

    @property
    def hash(self) -> bytes:
        """The leaf's hash, 32 bytes."""
        return leaf_hash(self.data)

    @property
    def index(self) -> int:
        """Where it stands."""
        return self.proof.index


def leaf_members(name: str, data: bytes, proof: Proof) -> dict[str, bytes]:
    """Return the two members of a public leaf."""
    return {f"{name}.leaf": data, f"{name}.tlog-proof": proof.write()}


def map_root(heads: PublicLeaf, checkpoint: Checkpoint) -> bytes:
    """Return the root of the map as of a checkpoint; that *heads* stands in its log is shown elsewhere.

    Raises:
        Unshown: the leaf is not such a root, or not the checkpoint's last: what followed it would be left out.
    """
    if not isinstance(heads.says, HeadsLeaf):
        raise Unshown(
            "not-the-heads", f"{heads.member}.leaf is not the root of the map of newest states.", member=heads.member
        )
    if heads.index != checkpoint.size - 1:
        raise Unshown(
            "heads-not-last",
            f"{heads.member}.leaf is leaf {heads.index}, and not the last of the {checkpoint.size} leaves: "
            "it does not say what came after it.",
            member=heads.member,
            index=heads.index,
            size=checkpoint.size,
        )
    return heads.says.root


@dataclass(frozen=True, slots=True)
class MapEntry:
    """What the map says of one key, None for nothing, and the proof of it."""

    member: str
    entry: Entry | None
    proof: MapProof

    @classmethod
    def parse(cls, data: bytes, member: str) -> Self:
        """Read an entry; writing it again gives the same bytes.

        Raises:
            Unshown: it is not in the one form of an entry with its proof.
        """
        fields = _fields(data, member)
        try:
            match fields:
                case {"other": other, "siblings": list(siblings), "v": 1, "value": value, **more} if not more:
                    found = cls(member, _entry(value), MapProof(_hashes(siblings), _other(other)))
                case _:
                    raise _malformed(member)
            if found.write() == data:
                return found
        except (BadLeaf, BadProof, NotCanonical):
            pass  # said below
        raise _malformed(member)

    @classmethod
    def take(cls, left: Members, name: str) -> Self:
        """Take the member of that name."""
        return cls.parse(left.take(name), name)

    def write(self) -> bytes:
        """Return the member's bytes."""
        return canonical.encode(
            {
                "other": None if self.proof.other is None else [_text(one) for one in self.proof.other],
                "siblings": [_text(one) for one in self.proof.siblings],
                "v": _VERSION,
                "value": None if self.entry is None else _json(self.entry.value()),
            }
        )

    def require(self, root: bytes, key: bytes) -> None:
        """Require that the map of that *root* says just this of *key*.

        Raises:
            Unshown: the proof does not show it.
        """
        try:
            if self.entry is None:
                self.proof.require_absent(root, key)
            else:
                self.proof.require_value(root, key, self.entry.value())
        except BadProof as reason:
            raise Unshown(
                "entry-not-shown",
                f"{self.member} is not what the map of newest states says: {reason}",
                member=self.member,
                reason=cause(reason),
            ) from None

    def of(self, kind: type[Kind]) -> Kind:
        """Return the entry, which must be of that kind.

        Raises:
            Unshown: it is of another, or there is none.
        """
        if not isinstance(self.entry, kind):
            raise Unshown(
                "entry-of-another-kind",
                f"{self.member} is not an entry of what it is to be about.",
                member=self.member,
            )
        return self.entry


@dataclass(frozen=True, slots=True)
class NumberEntry:
    """What became of number *n*, the leaf hash of the letter that has it, and the proof in its series."""

    member: str
    n: int
    state: SeriesState
    letter: bytes | None
    hashes: tuple[bytes, ...]

    @classmethod
    def parse(cls, data: bytes, member: str) -> Self:
        """Read a number; writing it again gives the same bytes.

        Raises:
            Unshown: it is not in the one form of a number with its proof.
        """
        fields = _fields(data, member)
        try:
            match fields:
                case {"hashes": list(hashes), "leaf": leaf, "n": int(n), "st": str(state), "v": 1, **more} if (
                    not more and type(n) is int  # true is written otherwise, and is 1
                ):
                    letter = None if leaf is None else _hash(leaf)
                    found = cls(member, n, SeriesState(state), letter, _hashes(hashes))
                case _:
                    raise _malformed(member)
            if found.write() == data and (found.letter is None) is (found.state is not SeriesState.ISSUED):
                return found
        except (BadLeaf, ValueError):
            pass  # said below
        raise _malformed(member)

    @classmethod
    def take(cls, left: Members, name: str) -> Self:
        """Take the member of that name."""
        return cls.parse(left.take(name), name)

    def write(self) -> bytes:
        """Return the member's bytes."""
        return canonical.encode(
            {
                "hashes": [_text(one) for one in self.hashes],
                "leaf": None if self.letter is None else _text(self.letter),
                "n": self.n,
                "st": self.state.value,
                "v": _VERSION,
            }
        )

    def require(self, series: SeriesEntry) -> None:
        """Require that just this became of the number in *series*.

        Raises:
            Unshown: the proof does not show it.
        """
        hashed = leaf_hash(number_entry(self.state, self.letter))
        size = series.last - series.first + 1
        try:
            verify_inclusion(hashed, self.n - series.first, size, self.hashes, series.root)
        except BadProof as reason:
            raise Unshown(
                "number-not-shown",
                f"{self.member} is not what became of number {self.n} of the series: {reason}",
                member=self.member,
                number=self.n,
                reason=cause(reason),
            ) from None


def _fields(data: bytes, member: str) -> Mapping[str, JSON]:
    try:
        return canonical.decode(data, max_size=LARGEST_MEMBER, max_depth=_DEEPEST)
    except NotCanonical as reason:
        raise unreadable(member, reason) from None


def _entry(value: JSON) -> Entry | None:
    return None if value is None else read_value(canonical.encode(value))


def _json(value: bytes) -> JSON:
    """Return an entry's own bytes as they are written inside another object: the same, both being canonical."""
    return canonical.decode(value, max_size=LARGEST_MEMBER, max_depth=_DEEPEST)


def _other(value: JSON) -> tuple[bytes, bytes] | None:
    match value:
        case None:
            return None
        case [key, value_hash]:
            return _hash(key), _hash(value_hash)
        case _:
            raise BadLeaf("leaf-base64", f"{value!r} is not two hashes.", text=str(value))


def _hashes(values: list[JSON]) -> tuple[bytes, ...]:
    return tuple(_hash(value) for value in values)


def _hash(value: JSON) -> bytes:
    found = hash_of(value) if isinstance(value, str) else b""
    base64_of(found)  # refuses any other length
    return found


def _text(value: bytes) -> str:
    return base64_of(value).decode()


def _malformed(member: str) -> Unshown:
    return Unshown("entry-malformed-in", f"{member} is not an entry of the map with its proof.", member=member)
