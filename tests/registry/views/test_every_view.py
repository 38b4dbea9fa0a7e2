"""What holds for every view, whatever it answers."""

import fcntl
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from registry.reader import Reader, Recorded
from registry.views import view as machinery
from registry.views.every import VIEWS
from registry.views.view import View, ViewStopped, Write, open_view, view_path
from tests.registry.examples import FACTS
from tests.registry.views.lines import contents, line, stream
from tests.registry.world import World


@pytest.fixture(params=VIEWS, ids=lambda kind: kind.NAME)
def kind(request: pytest.FixtureRequest) -> type[View]:
    found: type[View] = request.param
    return found


def read(folder: Path, kind: type[View]) -> tuple[int, dict[str, list[tuple[object, ...]]]]:
    with Reader(folder) as reader, open_view(reader, kind) as view:
        return view.position, contents(view)


def test_it_has_read_every_fact_when_it_is_open(office: Path, kind: type[View]) -> None:
    with Reader(office) as reader:
        newest = list(reader.facts())[-1].position

    position, _ = read(office, kind)

    assert position == newest


def test_opening_it_again_changes_nothing(office: Path, kind: type[View]) -> None:
    first = read(office, kind)

    again = read(office, kind)

    assert again == first


@pytest.mark.parametrize("batch", [1, 7])
def test_what_it_holds_does_not_depend_on_how_the_facts_came(
    office: Path, kind: type[View], batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = read(office, kind)
    with Reader(office) as reader:
        view_path(reader, kind).unlink()
    monkeypatch.setattr(machinery, "BATCH", batch)

    piecemeal = read(office, kind)

    assert piecemeal == at_once


def test_a_deleted_file_is_made_again_even_when_a_part_of_it_was_left_behind(office: Path, kind: type[View]) -> None:
    before = read(office, kind)
    with Reader(office) as reader:
        path = view_path(reader, kind)
    ahead = path.with_name(path.name + "-wal")
    file = sqlite3.connect(path, isolation_level=None)
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.execute("UPDATE place SET position = 3")
    left_behind = ahead.read_bytes()
    file.close()
    path.unlink()
    ahead.write_bytes(left_behind)

    after = read(office, kind)

    assert left_behind
    assert after == before


def test_a_fact_that_it_cannot_follow_stops_it_right_before_and_it_goes_on_later(
    office: Path, kind: type[View], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read(office, kind)
    with Reader(office) as reader:
        view_path(reader, kind).unlink()
        facts = list(reader.facts(names=kind.NAMES))
    middle = len(facts) // 2
    bad, before = facts[middle].position, facts[middle - 1].position
    follow = kind.follow

    def stumble(self: View, lines: Sequence[Recorded], write: Write) -> None:
        follow(self, lines, write)
        if any(one.position == bad for one in lines):
            raise AssertionError("a kind of fact from the future")

    monkeypatch.setattr(kind, "follow", stumble)
    with pytest.raises(ViewStopped, match=f"behind position {before} .*from the future"):
        read(office, kind)
    monkeypatch.setattr(kind, "follow", follow)

    with sqlite3.connect(view_path(Reader(office), kind)) as file:
        assert file.execute("SELECT position FROM place").fetchone() == (before,)
    file.close()
    assert read(office, kind) == whole


def test_a_view_of_another_history_begins_again(office: Path, kind: type[View], tmp_path: Path) -> None:
    mine = read(office, kind)
    other = World.staffed(tmp_path / "other", another=True)
    other.close()
    read(other.folder, kind)
    with Reader(office) as here, Reader(other.folder) as there:
        view_path(there, kind).replace(view_path(here, kind))

    again = read(office, kind)

    assert again == mine


def test_several_who_open_it_at_once_read_the_same(
    office: Path, kind: type[View], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machinery, "BATCH", 3)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: read(office, kind), range(4)))

    assert found[1:] == found[:-1]


def test_whoever_comes_while_a_file_is_made_waits(office: Path, kind: type[View]) -> None:
    (office / "views").mkdir()
    with (office / "views" / ".lock").open("w") as lock, ThreadPoolExecutor(1) as pool:
        fcntl.flock(lock, fcntl.LOCK_EX)

        waiting = pool.submit(read, office, kind)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.1)
        fcntl.flock(lock, fcntl.LOCK_UN)

        assert waiting.result() == read(office, kind)


def test_a_damaged_file_is_named_and_left_to_people(office: Path, kind: type[View]) -> None:
    read(office, kind)
    with Reader(office) as reader:
        path = view_path(reader, kind)
    path.write_bytes(b"not a database, " * 512)

    with pytest.raises(ViewStopped, match=rf"is damaged .*delete {path}"):
        read(office, kind)


def test_a_place_where_no_folder_can_be_made_is_said(office: Path, kind: type[View]) -> None:
    (office / "views").write_bytes(b"a file")

    with pytest.raises(ViewStopped, match="cannot be written"):
        read(office, kind)


def test_a_file_that_cannot_be_written_is_said(office: Path, kind: type[View]) -> None:
    (office / "views").mkdir(exist_ok=True)
    with Reader(office) as reader:
        view_path(reader, kind).mkdir()

    with pytest.raises(ViewStopped, match="cannot be written"):
        read(office, kind)


def test_nothing_that_was_admitted_still_waits_for_it(office: Path, kind: type[View]) -> None:
    _, found = read(office, kind)

    assert not any(found.get(name) for name in ("signed", "answers"))


@pytest.mark.parametrize("name", FACTS)
def test_it_follows_every_kind_of_fact(kind: type[View], name: str) -> None:
    file = sqlite3.connect(":memory:", isolation_level=None)
    file.row_factory = sqlite3.Row
    for table in kind.TABLES:
        file.execute(table)

    kind(file).follow([line(FACTS[name], 5, stream(9))], file.executemany)

    file.close()
