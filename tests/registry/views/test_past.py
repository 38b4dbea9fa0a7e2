"""The registry as it was known at a moment answers as a registry that ends there, in every way of asking."""

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from fcntl import LOCK_NB, flock
from pathlib import Path
from typing import TextIO

import pytest

from domain.errors import NoSuchThing
from registry import past, proving
from registry.bundle import write as bundle
from registry.errors import StoreDamaged
from registry.home import Home
from registry.newest import Newest
from registry.past import KEPT, SPARED, Moment, moment_at, moment_of
from registry.reader import NotMadeYet, Reader
from registry.replay import replay
from registry.store.recorder import FOUND_BY_NAME
from registry.views.book import Book
from registry.views.digests import rows_digest
from registry.views.every import VIEWS
from registry.views.structure import StructureView
from registry.views.view import open_view, view_path
from tests.registry.cutting import checkpoints, cut
from tests.registry.world import BEGINNING


def moment(folder: Path, size: int) -> Moment:
    with Reader(folder) as reader:
        return moment_at(reader, size - 1)


def asked(reader: Reader) -> dict[str, object]:
    """Everything that a reader can be asked."""
    store = reader.store
    streams = sorted({line.statement.stream for line in reader.facts()})
    series = reader.series()
    return {
        "facts": [(line.position, line.digest) for line in reader.facts()],
        "streams": {one: [line.position for line in reader.stream(one)] for one in streams},
        "last": {one: getattr(store.last(one), "place", None) for one in streams},
        "named": [entry.place for entry in store.named(FOUND_BY_NAME)],
        "after": [entry.place for entry in store.after(9, 99, names=FOUND_BY_NAME)],
        "newest": (store.newest(), store.size(), store.count_after(5), store.newest_checkpoint()),
        "leaves": [leaf for _, group in store.leaves() for leaf in group],
        "authority": reader.authority(),
        "series": series,
        "numbers": {one: store.final_numbers(one) for one in series},
        "checkpoint": (reader.checkpoint(), reader.seen(), reader.tree().root),
        "known": reader.known_until(BEGINNING + timedelta(hours=12)),
        "state": replay(reader).digest,
    }


@pytest.mark.parametrize("part", [0.1, 0.4, 0.7, 0.95, 1.0])
def test_every_way_of_reading_ends_with_the_moment(office: Path, tmp_path: Path, part: float) -> None:
    sizes = checkpoints(office)
    size = sizes[round(part * (len(sizes) - 1))]
    with (
        Reader(cut(office, size, tmp_path / "cut")) as ended,
        closing(past.opened(office, moment(office, size))) as then,
    ):
        expected, found = asked(ended), asked(then)

    assert found == expected


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_every_view_and_the_map_are_those_of_a_registry_that_ends_there(
    office: Path, tmp_path: Path, part: float
) -> None:
    sizes = checkpoints(office)
    size = sizes[round(part * (len(sizes) - 1))]
    with (
        Reader(cut(office, size, tmp_path / "cut")) as ended,
        closing(past.opened(office, moment(office, size))) as then,
    ):
        for kind in VIEWS:
            with open_view(ended, kind) as expected, open_view(then, kind) as found:
                assert rows_digest(found._file) == rows_digest(expected._file), kind.NAME
        with Newest.of(ended) as expected_map, Newest.of(then) as found_map:
            assert (found_map.note, found_map.heads.root) == (expected_map.note, expected_map.heads.root)
        for series in ended.series():
            assert proving.complete(then, series) == proving.complete(ended, series)
        for letter in {line.statement.stream for line in ended.facts() if line.statement.name == "letter.issued.v1"}:
            assert bundle(then, letter) == bundle(ended, letter)


def test_views_of_the_past_lie_apart_and_those_of_now_go_on(office: Path) -> None:
    sizes = checkpoints(office)
    with Reader(office) as now, closing(past.opened(office, moment(office, sizes[-9]))) as then:
        with open_view(now, Book) as book, open_view(then, Book) as old:
            assert old.position < book.position == now.store.newest()
        with open_view(now, Book) as again:
            assert again.position == now.store.newest()


def test_the_map_of_then_is_made_once_and_a_broken_attempt_is_forgotten(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = moment(office, checkpoints(office)[-9])
    with closing(past.opened(office, then)) as reader:
        with monkeypatch.context() as broken:
            broken.setattr("registry.past.HeadsFile.write", _full)
            with pytest.raises(OSError, match="full"):
                past.keep_heads(reader)
        assert not reader.home.heads.exists()
        with Newest.of(reader) as first:
            root = first.heads.root
        monkeypatch.setattr("registry.past.follow", _full)
        with Newest.of(reader) as again:
            assert (again.size, again.heads.root) == (then.size, root)


def _full(*_: object) -> None:
    raise OSError("full")


def test_half_of_what_became_known_in_one_act_is_never_shown(office: Path) -> None:
    with Reader(office) as reader:
        moments = {position: moment_at(reader, position) for position in range(reader.head().size)}
        sizes = set(checkpoints(office))

    assert {one.size for one in moments.values()} == sizes
    assert all(position < one.size for position, one in moments.items())


def test_a_day_and_hour_shows_what_the_seal_had_said_by_then(office: Path) -> None:
    now = BEGINNING + timedelta(days=9)
    with Reader(office) as reader:
        evening = moment_of(reader, BEGINNING + timedelta(hours=12), now=now)
        latest = moment_of(reader, now, now=now)
        with closing(past.opened(office, evening)) as then:
            said = {line.statement.at for line in then.facts() if line.statement.by == reader.identity.seal}
        behind = next(reader.facts(evening.position)).statement.at

    assert (latest.size, latest.at) == (reader_size(office), now)
    assert max(said) <= BEGINNING + timedelta(hours=12) < behind


def reader_size(folder: Path) -> int:
    with Reader(folder) as reader:
        return reader.head().size


@pytest.mark.parametrize("position", [-1, 10**6, 1 << 70])
def test_a_position_that_the_log_does_not_have_is_refused(office: Path, position: int) -> None:
    with Reader(office) as reader, pytest.raises(NoSuchThing, match="The log has the positions 0 to"):
        moment_at(reader, position)


def test_moments_to_come_and_before_the_opening_are_refused(office: Path) -> None:
    with Reader(office) as reader:
        with pytest.raises(NoSuchThing, match="still to come"):
            moment_of(reader, BEGINNING + timedelta(seconds=1), now=BEGINNING)
        with pytest.raises(NoSuchThing, match="was opened at"):
            moment_of(reader, BEGINNING - timedelta(seconds=1), now=BEGINNING)


def test_a_size_that_the_log_never_had_is_refused(office: Path) -> None:
    size = next(size for size in range(3, 99) if size not in checkpoints(office))

    with pytest.raises(StoreDamaged, match="No checkpoint of"):
        past.opened(office, Moment(size, size - 1, BEGINNING))


def test_what_was_derived_for_moments_long_not_looked_at_goes_and_the_newest_stay(office: Path) -> None:
    sizes = checkpoints(office)[-KEPT - 3 :]
    for place, size in enumerate(sizes[:-1]):
        past.opened(office, moment(office, size)).close()
        folder = office / "past" / str(size)
        os.utime(folder, (folder.stat().st_atime, folder.stat().st_mtime - SPARED * (len(sizes) - place)))
    (office / "past" / ".gone-9").mkdir()

    past.opened(office, moment(office, sizes[-1])).close()

    kept = {int(one.name) for one in (office / "past").iterdir() if one.is_dir()}
    assert kept == set(sizes[-KEPT:])


def test_what_somebody_may_still_be_reading_is_spared(office: Path) -> None:
    sizes = checkpoints(office)[-KEPT - 3 :]
    for size in sizes:
        past.opened(office, moment(office, size)).close()

    assert {int(one.name) for one in (office / "past").iterdir() if one.is_dir()} == set(sizes)


def test_a_view_that_was_broken_off_goes_on_where_it_stood(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    then = moment(office, checkpoints(office)[-5])
    with monkeypatch.context() as broken, closing(past.opened(office, then)) as reader:
        broken.setattr("registry.views.view.BATCH", 7)
        follow, calls = Book.follow, []

        def die(self: Book, lines: object, write: object) -> None:
            calls.append(lines)
            if len(calls) == 3:
                raise KeyboardInterrupt
            follow(self, lines, write)  # type: ignore[arg-type]

        broken.setattr(Book, "follow", die)
        with pytest.raises(KeyboardInterrupt):
            open_view(reader, Book)

    with closing(past.opened(office, then)) as reader, open_view(reader, Book) as book:
        digest = rows_digest(book._file)
    shutil.rmtree(office / "past")
    with closing(past.opened(office, then)) as reader, open_view(reader, Book) as fresh:
        assert (fresh.position, rows_digest(fresh._file)) == (then.position, digest)


def test_many_who_look_at_one_moment_at_once_see_the_same(office: Path) -> None:
    then = moment(office, checkpoints(office)[-5])
    seen: list[tuple[int, str]] = []

    def look() -> None:
        with closing(past.opened(office, then)) as reader, open_view(reader, Book) as book:
            seen.append((book.position, rows_digest(book._file)))

    threads = [threading.Thread(target=look) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert len(seen) == 6
    assert len(set(seen)) == 1


def test_a_checkpoint_over_something_said_later_is_not_the_moments(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Reader(office) as reader:
        position = next(one for one in range(9, 99) if moment_at(reader, one).position > one)
        monkeypatch.setattr(Reader, "known_until", lambda _self, _when: position)
        then = moment_of(reader, BEGINNING + timedelta(hours=1), now=BEGINNING + timedelta(days=9))

    assert then.size in checkpoints(office)
    assert then.size <= position + 1


def test_a_later_moment_goes_on_from_what_an_earlier_one_has(office: Path, tmp_path: Path) -> None:
    sizes = checkpoints(office)
    earlier, later = moment(office, sizes[len(sizes) // 2]), moment(office, sizes[-3])
    shutil.rmtree(Home(office).past, ignore_errors=True)
    made: dict[str, list[int]] = {}

    for then in (earlier, later):
        with closing(past.opened(office, then)) as reader:
            for what in (*(kind.NAME for kind in VIEWS), past.HEADS):
                made[what] = []
                past.make(reader, what, progress=made[what].append)

    assert {what for what, read in made.items() if not read or min(read) <= earlier.position} == set()
    with (
        Reader(cut(office, later.size, tmp_path / "cut")) as ended,
        closing(past.opened(office, later)) as reader,
    ):
        for kind in VIEWS:
            with open_view(ended, kind) as expected, open_view(reader, kind) as found:
                assert rows_digest(found._file) == rows_digest(expected._file), kind.NAME
        with Newest.of(ended) as expected_map, Newest.of(reader) as found_map:
            assert found_map.heads.root == expected_map.heads.root


@pytest.mark.parametrize("damage", [b"", b"no database", None])
def test_a_later_moment_begins_anew_where_what_an_earlier_one_has_is_damaged(
    office: Path, damage: bytes | None
) -> None:
    sizes = checkpoints(office)
    earlier, later = moment(office, sizes[len(sizes) // 2]), moment(office, sizes[-3])
    shutil.rmtree(Home(office).past, ignore_errors=True)
    with closing(past.opened(office, earlier)) as reader:
        past.keep_heads(reader)
        if damage is None:  # a map of another log
            with closing(sqlite3.connect(reader.home.heads)) as file, file:
                file.execute("DELETE FROM buckets")
                file.execute("DELETE FROM nodes")
        else:
            reader.home.heads.write_bytes(damage)
            view_path(reader, Book).write_bytes(damage)

    with closing(past.opened(office, later)) as reader:
        for what in (Book.NAME, past.HEADS):
            past.make(reader, what, progress=lambda _: None)
        with open_view(reader, Book) as book, Newest.of(reader) as found:
            assert (book.position, found.size) == (later.position, later.size)


def test_whoever_should_not_wait_is_told_how_far_an_answer_is(office: Path) -> None:
    then = moment(office, checkpoints(office)[-5])
    shutil.rmtree(Home(office).past, ignore_errors=True)

    with closing(past.opened(office, then, at_once=7)) as reader:
        with pytest.raises(NotMadeYet, match=f"book has read 0 of {then.position + 1} positions"):
            open_view(reader, Book)
        with pytest.raises(NotMadeYet, match=f"heads has read 0 of {then.size} positions"):
            past.keep_heads(reader)
        with open_view(reader, StructureView) as few:  # of few facts, found without reading the others
            assert few.position == then.position
    with closing(past.opened(office, then)) as reader:
        past.make(reader, Book.NAME, progress=lambda _: None)
    with closing(past.opened(office, then, at_once=7)) as reader, open_view(reader, Book) as book:
        assert book.position == then.position


def test_views_of_a_moment_are_opened_while_its_map_is_made(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    then = moment(office, checkpoints(office)[-7])
    opened = []

    def reached(_: int) -> None:
        with closing(past.opened(office, then)) as another, open_view(another, Book) as book:
            opened.append(book.position)

    monkeypatch.setattr("registry.views.view.fcntl.flock", _not_waiting)
    with closing(past.opened(office, then)) as reader:
        reader.home.heads.unlink(missing_ok=True)
        past.keep_heads(reader, progress=reached)

    assert set(opened) == {then.position}


def _not_waiting(file: TextIO, how: int) -> None:
    flock(file, how | LOCK_NB)
