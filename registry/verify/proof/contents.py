"""Which member of a proof is what. One of three things is proved, as of one checkpoint.

completeness   what became of every number of a series
status         what the letter with one number is, by its newest fact
key            all that one key has signed

proof.json                                 which of them: {"n":271,"proves":"status","v":1}
heads.leaf · heads.tlog-proof              the checkpoint's last leaf: the root of the map of newest states
support/000-registry.opened.json …         leaf 0 and, except of a key, what opened the series; as in a bundle
support/seen-12.consistency · pki/…        as in a bundle
series.json                                completeness, status: the map's entry of the series
numbers                                    completeness: 33 bytes a number, from the first to the last
number.json                                status: the number in the series
letter.json · admission.leaf · newest.leaf   status, if it is issued: the letter's entry, its first and newest leaf
key.json · signed.leaves · signed.hashes   key: its entry; its leaves, each behind its place; what proves them
since.checkpoint · since.consistency       where asked for: an earlier checkpoint is the beginning of this one
README                                     follows from the rest, to the byte

What letters say is not in it: leaves are public, and hold nothing but commitments.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

from keys.certificates import Certificate
from registry import canonical
from registry.canonical import JSON
from registry.errors import NotCanonical
from registry.verify.consistency import Consistency
from registry.verify.entries import MapEntry, NumberEntry, PublicLeaf
from registry.verify.listed import Listed, read_hashes, read_leaves
from registry.verify.members import Fact, Members, require_certificates, unreadable
from registry.verify.verdicts import Unshown

CLAIM: Final = "proof.json"
HEADS: Final = "heads"
SERIES: Final = "series.json"
NUMBERS: Final = "numbers"
NUMBER: Final = "number.json"
LETTER: Final = "letter.json"
ADMISSION: Final = "admission"
NEWEST: Final = "newest"
KEY: Final = "key.json"
SIGNED_LEAVES: Final = "signed.leaves"
SIGNED_HASHES: Final = "signed.hashes"
SINCE_CHECKPOINT: Final = "since.checkpoint"
SINCE: Final = "since.consistency"


_LARGEST_CLAIM: Final = 256
_KEY: Final = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Completeness:
    """What became of every number of a series: 33 bytes each, none while the map has no entry of it."""

    series: MapEntry
    numbers: bytes

    @classmethod
    def take(cls, left: Members) -> Self:
        """Take its members."""
        series = MapEntry.take(left, SERIES)
        return cls(series, b"" if series.entry is None else left.take(NUMBERS))


@dataclass(frozen=True, slots=True)
class Letter:
    """The entry of the letter that has a number, and the two leaves that it names: its first and its newest."""

    entry: MapEntry
    admission: PublicLeaf
    newest: PublicLeaf


@dataclass(frozen=True, slots=True)
class StatusOf:
    """What number *n* of a series is; and its letter, if it has one."""

    n: int
    series: MapEntry
    number: NumberEntry
    letter: Letter | None

    @classmethod
    def take(cls, left: Members, n: int) -> Self:
        """Take its members."""
        number = NumberEntry.take(left, NUMBER)
        letter = None
        if number.letter is not None:
            entry = MapEntry.take(left, LETTER)
            letter = Letter(entry, PublicLeaf.take(left, ADMISSION), PublicLeaf.take(left, NEWEST))
        return cls(n, MapEntry.take(left, SERIES), number, letter)


@dataclass(frozen=True, slots=True)
class SignedBy:
    """All leaves of what a key has signed, in order, by their places; none while the map has no entry of it."""

    key: str
    entry: MapEntry
    leaves: Listed
    hashes: tuple[bytes, ...]
    """What shows that the leaves stand there, as `registry.log.together` asks for it."""

    @classmethod
    def take(cls, left: Members, key: str) -> Self:
        """Take its members."""
        entry = MapEntry.take(left, KEY)
        if entry.entry is None:
            return cls(key, entry, (), ())
        return cls(
            key,
            entry,
            read_leaves(left.take(SIGNED_LEAVES), SIGNED_LEAVES),
            read_hashes(left.take(SIGNED_HASHES), SIGNED_HASHES),
        )


Claim: TypeAlias = Completeness | StatusOf | SignedBy


@dataclass(frozen=True, slots=True)
class Since:
    """An earlier checkpoint, a signed note, and the proof that its log is the beginning of this one."""

    note: bytes
    consistency: Consistency


@dataclass(frozen=True, slots=True)
class Contents:
    """A proof taken apart; that its parts show what they say is still to be seen."""

    claim: Claim
    heads: PublicLeaf
    support: tuple[Fact, ...]
    seen: dict[int, Consistency]
    certificates: dict[str, Certificate]
    """By ``sha256:<hex>`` of the file."""
    since: Since | None
    readme: bytes
    members: int
    """How many members the proof has."""

    @classmethod
    def read(cls, members: Mapping[str, bytes]) -> Self:
        """Sort the members of a proof.

        Raises:
            Unshown: a member is missing, is one too many, or cannot be read.
        """
        left = Members(members)
        certificates = left.certificates()
        support = left.support()
        contents = cls(
            claim=_claim(left),
            heads=PublicLeaf.take(left, HEADS),
            support=support,
            seen=left.seen(),
            certificates=certificates,
            since=_since(left) if SINCE in members else None,
            readme=left.take("README"),
            members=len(members),
        )
        left.require_none()
        require_certificates(support, certificates)
        contents.require_support()
        return contents

    @property
    def opened(self) -> Fact:
        """The log's first leaf."""
        return self.support[0]

    @property
    def series(self) -> Fact:
        """What opened the series; there is none in the proof of a key."""
        return self.support[1]

    def require_support(self) -> None:
        """Refuse other support than the claim rests on: leaf 0 and, except of a key, the opening of the series."""
        expected = ["registry.opened.v1"] + ["series.opened.v1"] * (not isinstance(self.claim, SignedBy))
        if [fact.statement.name for fact in self.support] != expected:
            raise Unshown(
                "support-differs",
                f"The proof is to rest on {', '.join(expected)}, and support/ holds something else.",
                expected=", ".join(expected),
            )


def claim_member(fields: Mapping[str, JSON]) -> bytes:
    """Return ``proof.json``; *fields* are ``proves`` and what it asks for, ``n`` or ``key``."""
    return canonical.encode({**fields, "v": 1})


def _claim(left: Members) -> Claim:
    asked: dict[str, JSON] = {}
    data = left.take(CLAIM)
    try:
        fields = canonical.decode(data, max_size=_LARGEST_CLAIM, max_depth=1)
    except NotCanonical as reason:
        raise unreadable(CLAIM, reason) from None
    found: Claim | None = None
    match fields:
        case {"proves": "completeness"}:
            found, asked = Completeness.take(left), {"proves": "completeness"}
        case {"proves": "status", "n": int(n)}:
            found, asked = StatusOf.take(left, n), {"proves": "status", "n": int(n)}
        case {"proves": "key", "key": str(key)} if _KEY.fullmatch(key):
            found, asked = SignedBy.take(left, key), {"proves": "key", "key": key}
    if found is None or claim_member(asked) != data:  # with other fields, or true where 1 is meant
        raise Unshown("claim-unknown", f"{CLAIM} names nothing that this verifier can look into.", member=CLAIM)
    return found


def _since(left: Members) -> Since:
    return Since(left.take(SINCE_CHECKPOINT), Consistency.parse(left.take(SINCE), SINCE))
