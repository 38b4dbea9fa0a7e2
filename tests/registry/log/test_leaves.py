from base64 import urlsafe_b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import canonical
from registry.errors import BadLeaf
from registry.log.leaves import (
    FactLeaf,
    HeadsLeaf,
    SeriesLeaf,
    SeriesState,
    commit,
    fact_leaf,
    heads_leaf,
    leaf_hash,
    read_leaf,
    series_leaf,
)

SALT = bytes(range(32))
KEY = "sha256:" + "ab" * 32
COMMITMENT = commit(SALT, b"{}", "cms", b"evidence")
MARK = bytes(range(100, 132))
MARKED = urlsafe_b64encode(MARK).rstrip(b"=")
hashes = st.binary(min_size=32, max_size=32)


def test_a_commitment_covers_salt_statement_kind_and_evidence() -> None:
    parts = (b"saraban-leaf/v1\n", SALT, sha256(b"{}").digest(), b"cms", sha256(b"evidence").digest())

    assert sha256(b"".join(parts)).digest() == COMMITMENT
    assert (
        len(
            {
                COMMITMENT,
                commit(SALT[::-1], b"{}", "cms", b"evidence"),
                commit(SALT, b"[]", "cms", b"evidence"),
                commit(SALT, b"{}", "webauthn", b"evidence"),
                commit(SALT, b"{}", "cms", b"other"),
            }
        )
        == 5
    )


def test_leaves_have_their_golden_bytes() -> None:
    written = urlsafe_b64encode(COMMITMENT).rstrip(b"=")

    assert fact_leaf("number.reserved", COMMITMENT) == b'{"c":"' + written + b'","t":"number.reserved","v":1}'
    assert fact_leaf("letter.issued", COMMITMENT, mark=MARK) == (
        b'{"c":"' + written + b'","m":"' + MARKED + b'","t":"letter.issued","v":2}'
    )
    assert fact_leaf("letter.signed", COMMITMENT, mark=MARK) == (
        b'{"b":"' + MARKED + b'","c":"' + written + b'","t":"letter.signed","v":2}'
    )
    assert fact_leaf("key.enrolled", COMMITMENT, KEY, mark=MARK) == (
        b'{"b":"' + MARKED + b'","c":"' + written + b'","k":"' + KEY.encode() + b'","t":"key.enrolled","v":2}'
    )
    assert heads_leaf(41, COMMITMENT) == b'{"n":41,"r":"' + written + b'","t":"heads","v":1}'
    assert series_leaf("sent:2569", 271, "reserved", None) == (
        b'{"l":null,"n":271,"s":"sent:2569","st":"reserved","t":"series","v":1}'
    )
    assert series_leaf("sent:2569", 271, "issued", COMMITMENT) == (
        b'{"l":"' + written + b'","n":271,"s":"sent:2569","st":"issued","t":"series","v":1}'
    )
    assert leaf_hash(b"") == bytes.fromhex("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")


@pytest.mark.parametrize(
    ("type_", "key", "mark"),
    [
        ("registry.opened", None, None),
        ("letter.issued", None, MARK),
        ("letter.signed", None, MARK),
        ("key.enrolled", KEY, MARK),
    ],
)
@given(commitment=hashes)
def test_a_fact_leaf_is_canonical_and_reads_back(
    commitment: bytes, type_: str, key: str | None, mark: bytes | None
) -> None:
    fact = FactLeaf(type_, commitment, key, mark)
    leaf = fact.write()

    assert canonical.encode(canonical.decode(leaf, max_size=512, max_depth=1)) == leaf
    assert read_leaf(leaf) == fact


@given(hashes, st.integers(0, 2**53 - 1))
def test_a_heads_leaf_is_canonical_and_reads_back(root: bytes, keys: int) -> None:
    heads = HeadsLeaf(keys, root)
    leaf = heads.write()

    assert canonical.encode(canonical.decode(leaf, max_size=512, max_depth=1)) == leaf
    assert read_leaf(leaf) == heads


@pytest.mark.parametrize("keys", [-1, 2**53, True])
def test_a_heads_leaf_of_an_impossible_number_of_keys_is_refused(keys: int) -> None:
    with pytest.raises(BadLeaf, match="not a number of keys"):
        heads_leaf(keys, COMMITMENT)


@pytest.mark.parametrize(
    ("type_", "mark"),
    [("letter.issued", None), ("letter.signed", None), ("registry.opened", MARK), ("number.reserved", MARK)],
)
def test_a_fact_leaf_has_a_mark_exactly_when_its_type_asks_for_one(type_: str, mark: bytes | None) -> None:
    with pytest.raises(BadLeaf, match="exactly when its type asks for one"):
        fact_leaf(type_, COMMITMENT, mark=mark)


@pytest.mark.parametrize("type_", ["letter.issued", "registry.opened"])
def test_only_leaves_of_what_people_sign_name_a_key(type_: str) -> None:
    with pytest.raises(BadLeaf, match="not a key's digest"):
        fact_leaf(type_, COMMITMENT, KEY, mark=MARK if type_ == "letter.issued" else None)


@given(hashes, st.integers(1, 2**53 - 1), st.sampled_from(SeriesState))
def test_a_series_leaf_is_canonical_and_reads_back(letter: bytes, number: int, state: SeriesState) -> None:
    used_by = letter if state == "issued" else None
    leaf = series_leaf("01990000-0000-7000-8000-000000000000", number, state, used_by)

    assert canonical.encode(canonical.decode(leaf, max_size=512, max_depth=1)) == leaf
    assert read_leaf(leaf) == SeriesLeaf("01990000-0000-7000-8000-000000000000", number, state, used_by)


@pytest.mark.parametrize(
    ("salt", "kind", "reason"),
    [(b"", "cms", "salt"), (SALT + b"x", "cms", "salt"), (SALT, "", "kind"), (SALT, "cms ", "kind")],
)
def test_a_commitment_with_a_short_salt_or_an_unknown_kind_is_refused(salt: bytes, kind: str, reason: str) -> None:
    with pytest.raises(BadLeaf, match=reason):
        commit(salt, b"{}", kind, b"evidence")


@pytest.mark.parametrize("type_", ["series", "heads", "", "Letter", 'a","k":"', "letter.issued\n", "letter..issued"])
def test_a_fact_leaf_of_no_wire_name_or_of_a_reserved_one_is_refused(type_: str) -> None:
    with pytest.raises(BadLeaf, match="not the type of a fact"):
        fact_leaf(type_, COMMITMENT)


@pytest.mark.parametrize("key", ["", KEY.upper(), KEY + "0", KEY + "\n"])
def test_a_fact_leaf_naming_something_else_than_a_key_is_refused(key: str) -> None:
    with pytest.raises(BadLeaf, match="not a key's digest"):
        fact_leaf("key.enrolled", COMMITMENT, key, mark=MARK)


@pytest.mark.parametrize(
    ("series", "number", "state", "letter", "reason"),
    [
        ('a","x":"', 1, "void", None, "not a series' id"),
        ("", 1, "void", None, "not a series' id"),
        ("a" * 65, 1, "void", None, "not a series' id"),
        ("a", 0, "void", None, "not a number"),
        ("a", 2**53, "void", None, "not a number"),
        ("a", True, "void", None, "not a number"),
        ("a", 1, "lost", None, "none of reserved"),
        ("a", 1, "issued", None, "only to them"),
        ("a", 1, "void", COMMITMENT, "only to them"),
        ("a", 1, "issued", b"short", "32 bytes"),
    ],
)
def test_a_series_leaf_that_says_something_impossible_is_refused(
    series: str, number: int, state: str, letter: bytes | None, reason: str
) -> None:
    with pytest.raises(BadLeaf, match=reason):
        series_leaf(series, number, state, letter)


WRITTEN = urlsafe_b64encode(COMMITMENT).rstrip(b"=")


@pytest.mark.parametrize(
    ("leaf", "reason"),
    [
        (b'{"b":"' + WRITTEN + b'","c":"' + WRITTEN + b'","k":null,"t":"a.b","v":2}', "not written as"),
        (b'{"c":"' + WRITTEN + b'","t":"number.voided","v":2}', "not written as"),
        (b'{"c":"' + WRITTEN + b'","t":"number.voided","v":true}', "not written as"),
        (b'{"c":"' + WRITTEN + b'","t":"number.voided","v":1,"z":1}', "does not know"),
        (b'{"c":"' + WRITTEN + b'","t":"heads","v":1}', "not the type of a fact"),
        (b'{"c":"' + WRITTEN[:-1] + b'","t":"number.voided","v":1}', "base64|32 bytes"),
        (b'{"c":"' + WRITTEN[:-1] + b'-","t":"number.voided","v":1}', "not written as"),
        (b'{"c":"' + WRITTEN + b'","t":"letter.issued","v":1}', "exactly when its type"),
        (b'{"c":"' + WRITTEN + b'","m":"' + WRITTEN + b'","t":"letter.signed","v":2}', "not written as"),
        (b'{"b":"' + WRITTEN + b'","c":"' + WRITTEN + b'","t":"letter.issued","v":2}', "not written as"),
        (b'{"b":"' + WRITTEN + b'","c":"' + WRITTEN + b'","m":"' + WRITTEN + b'","t":"a.b","v":2}', "not written as"),
        (b'{"n":1,"r":"' + WRITTEN + b'","t":"heads","v":2}', "does not know"),
        (b'{"n":1,"r":"' + WRITTEN + b'","t":"heads","v":1,"z":1}', "does not know"),
        (b'{"n":true,"r":"' + WRITTEN + b'","t":"heads","v":1}', "not a number of keys"),
        (b'{"l":null,"n":1,"s":"a","st":"void","t":"series","v":1,"x":1}', "does not know"),
        (b'{"l":7,"n":1,"s":"a","st":"issued","t":"series","v":1}', "base64|32 bytes"),
        (b'{"t":"a.b", "v":1}', "not canonical"),
        (b"{}", "does not know"),
        (b" " * 513, "not canonical"),
    ],
)
def test_a_leaf_that_this_log_would_not_write_is_not_read(leaf: bytes, reason: str) -> None:
    with pytest.raises(BadLeaf, match=reason):
        read_leaf(leaf)
