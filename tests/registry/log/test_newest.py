"""The map that grows against a dictionary, and against a map made at once; whatever it is kept in."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import BadLeaf, BadProof, HeadsDiffer, LogForked, StoreDamaged
from registry.log.heads import read_value
from registry.log.kept import KeptInMemory, pack, unpack, with_changes
from registry.log.leaves import FactLeaf, HeadsLeaf, SeriesLeaf, SeriesState, leaf_hash
from registry.log.marks import key_mark, mark_of, series_mark, stream_mark
from registry.log.newest import Heads, follow
from registry.log.sparse import EMPTY
from registry.store.heads import HeadsFile
from tests.registry.log.following import KEYS, STREAMS, Model, Public, group

groups = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 200), st.binary(max_size=3)), min_size=1, max_size=8),
    max_size=6,
)
SALT = bytes(range(32))
ISSUED = FactLeaf("letter.issued", SALT, None, STREAMS[0])
IN_THE_SERIES_PLACE = FactLeaf("letter.signed", SALT, None, series_mark("s"))
SIGNED = FactLeaf("letter.signed", SALT, None, KEYS[0])
ABSENT = bytes([7, 7, 99]) + bytes(29), bytes([33]) * 32, bytes([64, 0, 0]) + bytes(28) + b"\x01"


def in_memory(_folder: Path, heads: Heads | None) -> Heads:
    return heads or Heads(KeptInMemory())


def in_a_file_opened_again(folder: Path, heads: Heads | None) -> Heads:
    if heads is not None:
        kept = heads._kept
        assert isinstance(kept, HeadsFile)
        kept.close()
    return Heads(HeadsFile.open(folder / "heads.db"))


def in_memory_over_a_file(folder: Path, heads: Heads | None) -> Heads:
    if heads is None:
        with closing(HeadsFile.open(folder / "heads.db")):
            pass
        return Heads(KeptInMemory(HeadsFile.snapshot(folder / "heads.db")))
    return Heads(heads._kept)


@pytest.mark.parametrize("kept", [in_memory, in_a_file_opened_again, in_memory_over_a_file])
@given(chosen=groups)
def test_the_map_is_that_of_a_dictionary(
    kept: Callable[[Path, Heads | None], Heads],
    chosen: list[list[tuple[int, int, bytes]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("heads")
    model, heads = Model(), kept(folder, None)
    roots = [EMPTY]
    for choice in chosen:
        leaves: list[Public] = []
        for what, which, salt in choice:
            for leaf in model.possible(what, which, salt):
                model.follow(leaf)
                leaves.append(leaf)

        said = group(heads, leaves)
        heads = kept(folder, heads)

        assert said == model.heads() == HeadsLeaf(heads.keys, heads.root)
        roots.append(said.root)
    values = model.values()
    for key in chain(values, ABSENT):
        require_proved(heads, key, values.get(key), roots)
    for series, numbers in model.numbers.items():
        known = heads.numbers(series)
        assert known is not None
        assert known.entries == b"".join(numbers[n] for n in sorted(numbers))
    assert heads.numbers("unheard of") is None


def require_proved(heads: Heads, key: bytes, value: bytes | None, roots: list[bytes]) -> None:
    """Require that a key's proof holds under the newest root, and under no older one with another state of it."""
    shown = heads.proof(key)
    assert heads.value(key) == value
    if value is None:
        shown.require_absent(heads.root, key)
        with pytest.raises(BadProof):
            shown.require_value(heads.root, key, b"{}")
        return
    assert read_value(value).value() == value
    shown.require_value(heads.root, key, value)
    for older in set(roots) - {heads.root}:
        with pytest.raises(BadProof):
            shown.require_value(older, key, value)


def test_marks_have_their_golden_bytes() -> None:
    assert stream_mark("01990000-0000-7000-8000-000000000000").hex() == (
        "00177d5088afef0c2212fee5113b7ca84f2d00a3687d36c68880f38599396e24"
    )
    assert key_mark("sha256:" + "ab" * 32).hex() == ("c3ea5f019286341c49af8bc280e15b0c51b0a57306902054338917d2d430d472")
    assert series_mark("s-1").hex() == "2be71764eb11f75c66522a157e58d1948c99e50d4653572fcbbda59c177a1dac"


def test_the_same_leaves_in_one_group_or_in_many_give_the_same_map() -> None:
    model = Model()
    leaves = []
    for step in range(120):
        for leaf in model.possible(step, 7 * step, bytes([step])):
            model.follow(leaf)
            leaves.append(leaf)
    one, many = Heads(KeptInMemory()), Heads(KeptInMemory())

    group(one, leaves)
    for leaf in leaves:
        if isinstance(leaf, SeriesLeaf):
            continue
        behind = [leaf, *([leaves[leaves.index(leaf) + 1]] if leaf.mark is None else [])]
        group(many, behind)

    assert one.root == many.root == model.heads().root


def test_buckets_that_fill_in_either_order_are_the_same() -> None:
    facts = [FactLeaf("letter.signed", SALT, None, bytes([7, 7, n]) + bytes(29)) for n in range(64)]
    upwards, downwards = Heads(KeptInMemory()), Heads(KeptInMemory())

    for fact in facts:
        group(upwards, [fact])
    for fact in reversed(facts):
        group(downwards, [fact])

    assert upwards.root == downwards.root
    assert upwards.keys == 64


def test_what_is_staged_changes_nothing_until_it_is_accepted() -> None:
    heads = Heads(KeptInMemory())
    group(heads, [ISSUED, FactLeaf("number.reserved", SALT), SeriesLeaf("s", 1, SeriesState.RESERVED)])
    before = heads.keys, heads.root, heads.size
    pending = heads.pending()
    for leaf in (SIGNED, FactLeaf("number.reserved", SALT), SeriesLeaf("s", 2, SeriesState.RESERVED)):
        pending.follow(leaf, leaf_hash(leaf.write()))

    pending.stage()

    numbers = heads.numbers("s")
    assert (heads.keys, heads.root, heads.size) == before
    assert numbers is not None
    assert numbers.count == 1


def test_a_series_that_was_staged_and_not_accepted_may_begin_elsewhere() -> None:
    heads = Heads(KeptInMemory())
    pending = heads.pending()
    pending.follow(SeriesLeaf("s", 1, SeriesState.RESERVED), SALT)
    pending.stage()

    group(heads, [SeriesLeaf("s", 271, SeriesState.RESERVED)])

    numbers = heads.numbers("s")
    assert numbers is not None
    assert numbers.first == 271


def test_a_stage_that_is_stale_is_not_accepted() -> None:
    heads = Heads(KeptInMemory())
    staged = heads.pending().stage()
    group(heads, [SIGNED])

    with pytest.raises(LogForked, match="stage again"):
        heads.accept(staged, 5)


# --- what cannot stand in a log ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("leaves", "reason"),
    [
        ([ISSUED, ISSUED], "begins with its issue or receipt, once"),
        ([FactLeaf("letter.cancelled", SALT, None, STREAMS[0])], "begins with its issue or receipt, once"),
        ([FactLeaf("letter.signed", SALT, None, STREAMS[0]), ISSUED], "mark of another kind"),
        ([ISSUED, FactLeaf("letter.signed", SALT, None, STREAMS[0])], "mark of another kind"),
        ([IN_THE_SERIES_PLACE, SeriesLeaf("s", 1, SeriesState.RESERVED)], "mark of another kind"),
        ([SeriesLeaf("s", 1, SeriesState.RESERVED), IN_THE_SERIES_PLACE], "mark of another kind"),
        ([SeriesLeaf("s", 1, SeriesState.VOID)], "never given out"),
        ([SIGNED, SeriesLeaf("s", 1, SeriesState.ISSUED, SALT)], "another leaf than the fact before it"),
    ],
)
def test_leaves_that_cannot_follow_each_other_are_refused(leaves: list[Public], reason: str) -> None:
    heads = Heads(KeptInMemory())
    for leaf in leaves[:-1]:
        group(heads, [leaf])

    with pytest.raises(HeadsDiffer, match=reason):
        group(heads, leaves[-1:])
    with pytest.raises(HeadsDiffer, match=reason):
        group(Heads(KeptInMemory()), leaves)


def written(leaves: list[Public]) -> list[bytes]:
    """A small log: each leaf a group of its own, which ends with the root of the map."""
    heads = Heads(KeptInMemory())
    return [data for leaf in leaves for data in (leaf.write(), group(heads, [leaf]).write())]


LOG = written([ISSUED, SIGNED, FactLeaf("letter.dispatched", SALT, None, STREAMS[0])])


def followed(leaves: list[bytes]) -> list[int]:
    return list(follow(Heads(KeptInMemory()), leaves))


def test_a_log_is_followed_from_its_leaves_alone() -> None:
    assert followed(LOG) == [2, 4, 6]


def test_it_goes_on_from_where_a_map_stands() -> None:
    heads = Heads(KeptInMemory())
    first = list(follow(heads, LOG[:2]))

    assert (first, list(follow(heads, LOG[2:]))) == ([2], [4, 6])


@pytest.mark.parametrize("place", [1, 3, 5])
def test_a_changed_root_is_named_by_its_position(place: int) -> None:
    changed = [*LOG]
    changed[place] = HeadsLeaf(1, SALT).write()

    with pytest.raises(HeadsDiffer, match=f"position {place}: The map is said to have 1 keys") as refused:
        followed(changed)

    facts = refused.value.facts
    assert (facts["position"], facts["since"], facts["found"]) == (place, place - 1, SALT.hex())


@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_fact_left_out_shows_at_the_next_root(place: int) -> None:
    with pytest.raises(HeadsDiffer, match=r"position \d: ") as refused:
        followed(LOG[:place] + LOG[place + 1 :])

    assert refused.value.facts["position"] == place


def test_a_group_without_a_root_at_the_end_is_named() -> None:
    with pytest.raises(HeadsDiffer, match=r"position 5: Here the root of the map .* should end") as refused:
        followed(LOG[:5])

    assert refused.value.slug == "heads-missing"


def test_a_leaf_that_no_log_writes_is_named() -> None:
    with pytest.raises(HeadsDiffer, match=r"position 2: The leaf has fields") as refused:
        followed([*LOG[:2], b"{}"])

    assert refused.value.slug == "unknown-leaf"


# --- what keeps it -----------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(HeadsFile.open(tmp_path / "heads.db")) as file:
        heads = Heads(file)
        group(heads, [ISSUED, SIGNED, FactLeaf("number.reserved", SALT), SeriesLeaf("s", 1, SeriesState.RESERVED)])
    return tmp_path / "heads.db"


def use(path: Path) -> None:
    """Open a map and use all of it."""
    with closing(HeadsFile.open(path)) as file:
        heads = Heads(file)
        if heads.size != 5 or heads.keys != 3:
            raise StoreDamaged("elsewhere", "it is at another place, as its opener sees")
        for key in (*STREAMS, *KEYS):
            heads.value(key)
        heads.numbers("s")
        group(heads, [FactLeaf("entry.noted", SALT, None, STREAMS[0]), SIGNED])
        group(heads, [FactLeaf("number.reserved", SALT), SeriesLeaf("s", 2, SeriesState.RESERVED)])


def test_a_whole_file_is_used(path: Path) -> None:
    use(path)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE buckets SET entries = x'00'",
        "UPDATE buckets SET entries = zeroblob(length(entries))",
        "DELETE FROM buckets",
        "UPDATE nodes SET hash = zeroblob(32)",
        "UPDATE nodes SET hash = NULL WHERE 0 = 1; DELETE FROM nodes",
        "UPDATE numbers SET entries = zeroblob(33)",
        "DELETE FROM numbers",
        "UPDATE buckets SET entries = 1000000000000",
        "UPDATE numbers SET entries = 'words'",
        "UPDATE place SET size = 99",
        "DELETE FROM place",
        "DROP TABLE buckets",
        "DROP TABLE numbers",
        "PRAGMA user_version = 2",
    ],
)
def test_a_damaged_file_is_refused_wherever_it_is_damaged(path: Path, damage: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(damage)

    with pytest.raises(StoreDamaged):
        use(path)


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_bytes(b"not a database" * 400)

    with pytest.raises(StoreDamaged, match="opening the registry again makes it"):
        HeadsFile.open(path)


def test_a_file_that_is_missing_is_not_made_by_who_only_reads(tmp_path: Path) -> None:
    with pytest.raises(StoreDamaged, match="damaged"):
        HeadsFile.snapshot(tmp_path / "heads.db")

    assert list(tmp_path.iterdir()) == []


def test_who_reads_a_snapshot_does_not_see_what_comes_later(path: Path) -> None:
    with closing(HeadsFile.snapshot(path)) as snapshot:
        before = Heads(snapshot)
        root = before.root
        with closing(HeadsFile.open(path)) as file:
            group(Heads(file), [FactLeaf("entry.noted", SALT, None, STREAMS[0])])

        before.proof(STREAMS[0]).require_value(root, STREAMS[0], before.value(STREAMS[0]) or b"")

        assert snapshot.size() == 5


@given(st.dictionaries(st.binary(min_size=32, max_size=32), st.binary(max_size=255)))
def test_a_bucket_is_read_as_it_was_written(entries: dict[bytes, bytes]) -> None:
    bucket = sorted(entries.items())

    assert list(unpack(pack(bucket))) == bucket


@pytest.mark.parametrize("size", [1, 32, 33, 40])
def test_a_bucket_that_is_cut_off_is_refused(size: int) -> None:
    with pytest.raises(StoreDamaged, match="damaged"):
        unpack(pack([(bytes(32), b"value 271")])[:size])


@pytest.mark.parametrize(
    "value",
    [
        b"{}",
        b'{"leaf":"","n":1,"st":"issued","t":"stream"}',
        b'{"leaf":"' + b"A" * 43 + b'","n":0,"st":"issued","t":"stream"}',
        b'{"leaf":"' + b"A" * 43 + b'","n":1,"st":"lost","t":"stream"}',
        b'{"leaf":"' + b"A" * 43 + b'","n":1,"st":"issued","t":"stream","x":1}',
        b'{"leaf":"' + b"A" * 42 + b'B","n":1,"st":"issued","t":"stream"}',
        b'{"first":2,"last":1,"root":"' + b"A" * 43 + b'","t":"series"}',
        b'{"first":0,"last":1,"root":"' + b"A" * 43 + b'","t":"series"}',
        b'{"leaf":"' + b"A" * 43 + b'","n":1,"signed":"?","t":"key"}',
        b" " * 256,
    ],
)
def test_an_entry_that_this_log_would_not_write_is_not_read(value: bytes) -> None:
    with pytest.raises(BadProof, match="not an entry"):
        read_value(value)


def test_a_mark_is_that_of_the_stream_or_of_the_key_by_the_type_alone() -> None:
    said = {"by": "sha256:" + "ab" * 32, "stream": "01990000-0000-7000-8000-000000000000"}

    assert mark_of("letter.issued", **said) == stream_mark(said["stream"])
    assert mark_of("letter.signed", **said) == key_mark(said["by"])
    assert mark_of("registry.opened", **said) is None


def test_a_fact_leaf_of_no_known_type_is_taken_for_a_persons() -> None:
    with pytest.raises(BadLeaf, match="exactly when its type asks for one"):
        FactLeaf("never.heard-of", SALT).write()


def test_numbers_are_changed_and_added_in_whatever_order_they_come() -> None:
    entries = {2: b"c" * 33, 0: b"a" * 33, 1: b"b" * 33}

    assert with_changes(b"x" * 33, entries) == b"a" * 33 + b"b" * 33 + b"c" * 33


def test_what_waits_to_be_written_is_never_more_than_some_hundred_buckets(tmp_path: Path) -> None:
    with closing(HeadsFile.open(tmp_path / "heads.db")) as file:
        heads = Heads(file)
        for n in range(600):
            group(heads, [FactLeaf("letter.signed", SALT, None, n.to_bytes(2) + bytes(30))])

            with closing(HeadsFile.snapshot(tmp_path / "heads.db")) as written:
                assert heads.size - written.size() < 2 * 512
        assert 0 < written.size() < heads.size
        assert not file._numbers
