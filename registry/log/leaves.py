"""What a leaf of the log says, and its bytes.

    {"c":"…","t":"number.reserved","v":1}                       a fact, as a salted commitment
    {"c":"…","m":"…","t":"letter.issued","v":2}                 the same, with the mark of its stream
    {"b":"…","c":"…","t":"letter.signed","v":2}                 the same, with the mark of the key that signed it
    {"b":"…","c":"…","k":"sha256:…","t":"key.enrolled","v":2}   the same, naming a key in public
    {"l":null,"n":271,"s":"…","st":"reserved","t":"series","v":1}   one number of one series, public
    {"n":41,"r":"…","t":"heads","v":1}                          the map of newest states, last of every checkpoint

A commitment pins the statement and the exact evidence to it, and tells nothing to whoever lacks the salt. Which
fact has which mark: `registry.log.marks`.
The bytes are canonical JSON (`registry.canonical`), put together by hand because every fact passes here.
"""

import re
from base64 import urlsafe_b64decode
from binascii import b2a_base64
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import TypeAlias, TypeVar

from registry import canonical
from registry.errors import BadLeaf, NotCanonical
from registry.log.marks import mark_name


class SeriesState(StrEnum):
    """What has become of one number."""

    RESERVED = "reserved"
    ISSUED = "issued"
    VOID = "void"


SALT_SIZE = 32
HASH_SIZE = 32
LARGEST_LEAF = 512
"""In bytes. An entry bundle's two-byte length could hold 65 535."""

Found = TypeVar("Found", "FactLeaf", "SeriesLeaf", "HeadsLeaf")

_DOMAIN = b"saraban-leaf/v1\n"
_KIND = re.compile(r"cms|webauthn")
_FACT_TYPE = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
_SERIES_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_SPKI = re.compile(r"sha256:[0-9a-f]{64}")
_STATES = frozenset(state.value for state in SeriesState)
_URLSAFE = bytes.maketrans(b"+/", b"-_")
_RESERVED_TYPES = frozenset({"series", "heads"})


@dataclass(frozen=True, slots=True)
class FactLeaf:
    """A fact: its type, its commitment (32 bytes) and, where the fact concerns a key, that key's SPKI digest."""

    type: str
    commitment: bytes
    spki: str | None = None
    mark: bytes | None = None
    """Which entry of the map it changes (32 bytes), by `registry.log.marks`; None for a type without a mark."""

    def write(self) -> bytes:
        """Return the leaf's bytes, as `fact_leaf`."""
        return fact_leaf(self.type, self.commitment, self.spki, mark=self.mark)


@dataclass(frozen=True, slots=True)
class SeriesLeaf:
    """One number of one series; *letter* is the leaf hash (32 bytes) of the fact that used the number."""

    series: str
    number: int
    state: SeriesState
    letter: bytes | None = None

    def write(self) -> bytes:
        """Return the leaf's bytes, as `series_leaf`."""
        return series_leaf(self.series, self.number, self.state.value, self.letter)


@dataclass(frozen=True, slots=True)
class HeadsLeaf:
    """The map of newest states over all leaves before this one: how many keys it has, and its root (32 bytes)."""

    keys: int
    root: bytes

    def write(self) -> bytes:
        """Return the leaf's bytes, as `heads_leaf`."""
        return heads_leaf(self.keys, self.root)


Leaf: TypeAlias = FactLeaf | SeriesLeaf | HeadsLeaf


def commit(salt: bytes, statement: bytes, kind: str, evidence: bytes) -> bytes:
    """Return the 32-byte commitment to a statement and the evidence (``cms`` or ``webauthn``) that signs it.

    Raises:
        BadLeaf: the salt is not 32 bytes, or the kind of evidence is unknown.
    """
    return commit_digest(salt, sha256(statement).digest(), kind, evidence)


def commit_digest(salt: bytes, statement: bytes, kind: str, evidence: bytes) -> bytes:
    """Return the commitment to the statement whose SHA-256 is *statement*; else as `commit`."""
    if len(salt) != SALT_SIZE:
        raise BadLeaf("salt-size", f"A leaf's salt has {SALT_SIZE} bytes, not {len(salt)}.", size=len(salt))
    if not _KIND.fullmatch(kind):
        raise BadLeaf("unknown-evidence-kind", f"{kind!r} is no kind of evidence; use cms or webauthn.", kind=kind)
    # Every part but the kind has a fixed length, so no two different inputs run together into the same bytes.
    return sha256(b"".join((_DOMAIN, salt, statement, kind.encode(), sha256(evidence).digest()))).digest()


def fact_leaf(type_: str, commitment: bytes, spki: str | None = None, *, mark: bytes | None = None) -> bytes:
    """Return the leaf of a fact, e.g. ``b'{"c":"q83v…","m":"x1Zp…","t":"letter.issued","v":2}'``.

    Args:
        type_: the fact's wire name without its version, such as ``letter.issued``.
        commitment: as `commit` makes it.
        spki: ``sha256:<hex>`` of the key that the fact enrols or withdraws.
        mark: as `registry.log.marks.mark_of` makes it.

    Raises:
        BadLeaf: the type is not a wire name or is kept for other leaves; the commitment or the mark is not 32
            bytes; a type with a mark has none, or the other way round.
    """
    _require_fact_type(type_)
    name = mark_name(type_)
    if (name is None) is not (mark is None):
        raise BadLeaf("leaf-mark", f"A leaf of type {type_} has a mark exactly when its type asks for one.", type=type_)
    if spki is not None and (name != "b" or not _SPKI.fullmatch(spki)):
        raise BadLeaf("leaf-key", f"{spki!r} is not a key's digest, sha256: and 64 hexadecimal digits.", spki=spki)
    if mark is None:
        return b'{"c":"%b","t":"%b","v":1}' % (base64_of(commitment), type_.encode())
    if name == "m":
        return b'{"c":"%b","m":"%b","t":"%b","v":2}' % (base64_of(commitment), base64_of(mark), type_.encode())
    named = b"" if spki is None else b'"k":"%b",' % spki.encode()
    return b'{"b":"%b","c":"%b",%b"t":"%b","v":2}' % (base64_of(mark), base64_of(commitment), named, type_.encode())


def series_leaf(series: str, number: int, state: str, letter: bytes | None) -> bytes:
    """Return the public leaf of one number, e.g. ``b'{"l":null,"n":271,"s":"…","st":"reserved","t":"series","v":1}'``.

    Args:
        series: the series' id; of a secret register, a salted one.
        number: from 1.
        state: reserved, issued or void.
        letter: the leaf hash of the fact that used the number; given exactly when it is issued.

    Raises:
        BadLeaf: a value is not of that form.
    """
    _require_series(series, state)
    if type(number) is not int or not 0 < number <= canonical.LARGEST_INTEGER:
        raise BadLeaf("series-number", f"{number!r} is not a number from 1.", number=number)
    if (letter is None) is (state == "issued"):
        raise BadLeaf(
            "series-letter",
            f"Number {number} of series {series} is {state}; a letter belongs to issued numbers, and only to them.",
            number=number,
            series=series,
            state=state,
        )
    written = b"null" if letter is None else b'"%b"' % base64_of(letter)
    return b'{"l":%b,"n":%d,"s":"%b","st":"%b","t":"series","v":1}' % (
        written,
        number,
        series.encode(),
        state.encode(),
    )


def heads_leaf(keys: int, root: bytes) -> bytes:
    """Return the last leaf of a checkpoint, e.g. ``b'{"n":41,"r":"Yp0s…","t":"heads","v":1}'``.

    Args:
        keys: how many keys the map of newest states has.
        root: the map's root, 32 bytes.

    Raises:
        BadLeaf: a value is not of that form.
    """
    if type(keys) is not int or not 0 <= keys <= canonical.LARGEST_INTEGER:
        raise BadLeaf("heads-count", f"{keys!r} is not a number of keys.", count=keys)
    return b'{"n":%d,"r":"%b","t":"heads","v":1}' % (keys, base64_of(root))


def leaf_hash(leaf: bytes) -> bytes:
    """Return the 32-byte hash under which *leaf* stands in the tree (RFC 6962 section 2.1)."""
    return sha256(b"\x00" + leaf).digest()


def read_leaf(leaf: bytes) -> Leaf:
    """Return what *leaf* says.

    Raises:
        BadLeaf: not canonical, of a version or type that this log does not write, or with other fields.
    """
    try:
        fields = canonical.decode(leaf, max_size=LARGEST_LEAF, max_depth=1)
    except NotCanonical as error:
        raise BadLeaf("leaf-not-canonical", f"The leaf is not canonical JSON. {error}", reason=str(error)) from error
    match fields:
        case {"c": str(commitment), "t": str(type_), "v": 1 | 2, **others} if others.keys() <= {"b", "k", "m"}:
            mark, spki = others.get("b", others.get("m")), others.get("k")
            fact = FactLeaf(
                type_,
                hash_of(commitment),
                None if spki is None else str(spki),
                None if mark is None else hash_of(str(mark)),
            )
            return _require_same(leaf, fact_leaf(type_, fact.commitment, fact.spki, mark=fact.mark), fact)
        case {"l": letter, "n": int(number), "s": str(series), "st": str(state), "t": "series", "v": 1, **others} if (
            not others
        ):
            hashed = None if letter is None else hash_of(str(letter))
            again = series_leaf(series, number, state, hashed)
            return _require_same(leaf, again, SeriesLeaf(series, number, SeriesState(state), hashed))
        case {"n": int(keys), "r": str(root), "t": "heads", "v": 1, **others} if not others:
            heads = HeadsLeaf(keys, hash_of(root))
            return _require_same(leaf, heads_leaf(heads.keys, heads.root), heads)
        case _:
            raise BadLeaf("unknown-leaf", "The leaf has fields, a type or a version that this version does not know.")


def base64_of(value: bytes) -> bytes:
    """Return a hash (32 bytes) in base64url without padding, as leaves and entries write it."""
    if len(value) != HASH_SIZE:
        raise BadLeaf("leaf-hash-size", f"A hash in a leaf has {HASH_SIZE} bytes, not {len(value)}.", size=len(value))
    return b2a_base64(value, newline=False)[:-1].translate(_URLSAFE)  # 32 bytes end in exactly one padding sign


def hash_of(text: str) -> bytes:
    """Return what `base64_of` wrote; whoever needs one spelling only writes it again and compares."""
    try:
        return urlsafe_b64decode(text + "=")
    except ValueError:
        raise BadLeaf("leaf-base64", f"{text!r} is not base64 of a hash.", text=text) from None


def _require_same(leaf: bytes, again: bytes, found: Found) -> Found:
    if again != leaf:  # such as a null key, or base64 with stray last bits
        raise BadLeaf("leaf-differs", "The leaf is not written as this log writes it.")
    return found


@lru_cache(maxsize=256)
def _require_fact_type(type_: str) -> None:
    if not _FACT_TYPE.fullmatch(type_) or type_ in _RESERVED_TYPES:
        raise BadLeaf("leaf-type", f"{type_!r} is not the type of a fact, such as letter.issued.", type=type_)


@lru_cache(maxsize=256)
def _require_series(series: str, state: str) -> None:
    if not _SERIES_ID.fullmatch(series):
        raise BadLeaf(
            "series-id", f"{series!r} is not a series' id: up to 64 letters, digits and - _ . :", series=series
        )
    if state not in _STATES:
        raise BadLeaf("series-state", f"{state!r} is none of reserved, issued and void.", state=state)
