"""A view that is built again: beside the one that serves, compared, and switched in one step or not at all."""

import fcntl
import os
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from domain.series import NumberReserved
from registry.errors import RegistryError
from registry.reader import Reader, Recorded
from registry.views import rebuilding
from registry.views.book import Book
from registry.views.digests import rows_digest
from registry.views.every import VIEWS
from registry.views.find import Find
from registry.views.rebuilding import Compared, Rebuilt, rebuild
from registry.views.standing import ViewState, standing
from registry.views.view import View, ViewStopped, Write, files_of, open_view
from tests.registry.killed import killed_at
from tests.registry.views.lines import contents
from tests.registry.world import World

KINDS = pytest.mark.parametrize("kind", VIEWS, ids=lambda kind: kind.NAME)


def read(folder: Path, kind: type[View] = Book) -> dict[str, list[tuple[object, ...]]]:
    with Reader(folder) as reader, open_view(reader, kind) as view:
        return contents(view)


def rebuilt(folder: Path, kind: type[View] = Book) -> Rebuilt:
    with Reader(folder) as reader:
        return rebuild(reader, kind)


def spoil(folder: Path) -> None:
    """Change one row of the send register in the file that serves."""
    (path,) = files_of(folder / "views", Book)
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE entries SET subject = 'another' WHERE subject = 'แจ้งผลการประชุม'")
        file.commit()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "views").iterdir() if not path.name.startswith("."))


@KINDS
def test_a_rebuilt_view_holds_the_same_and_takes_the_place_of_the_old_file(office: Path, kind: type[View]) -> None:
    before = read(office, kind)

    found = rebuilt(office, kind)

    assert found.compared is Compared.SAME
    assert names(office) == [f"{kind.NAME}-v{kind.VERSION}.1.db"]
    assert read(office, kind) == before


def test_a_view_that_nobody_asked_yet_is_made(office: Path) -> None:
    assert rebuilt(office).compared is Compared.NOTHING
    assert rebuilt(office).compared is Compared.SAME
    assert names(office) == ["book-v2.2.db"]


def test_whoever_has_the_old_file_open_goes_on_reading_it(office: Path) -> None:
    with Reader(office) as reader, open_view(reader, Book) as view:
        before = contents(view)

        rebuilt(office)

        assert contents(view) == before


def test_one_that_differs_is_kept_apart_and_the_old_one_goes_on_serving(office: Path) -> None:
    read(office)
    spoil(office)
    serving = read(office)

    found = rebuilt(office)

    assert found.compared is Compared.DIFFERS
    assert found.served not in {None, found.digest}
    assert names(office) == ["book-v2.apart", "book-v2.db"]
    assert read(office) == serving
    with Reader(office) as reader:
        assert standing(reader, Book).apart


def test_what_was_kept_apart_goes_when_a_later_rebuild_agrees(office: Path) -> None:
    read(office)
    spoil(office)
    rebuilt(office)
    (office / "views" / "book-v2.db").unlink()

    found = rebuilt(office)

    assert found.compared is Compared.NOTHING
    assert names(office) == ["book-v2.1.db"]


def test_a_view_that_is_behind_is_compared_where_it_stands(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Reader(office) as reader:
        place = list(reader.facts())[30].position
        newest = reader.store.newest()
    with monkeypatch.context() as patch:
        patch.setattr("registry.store.facts.FactStore.newest", lambda _self: place)
        read(office)

    found = rebuilt(office)

    assert (found.compared, found.position) == (Compared.SAME, newest)


def test_files_of_older_versions_go_and_those_of_newer_ones_stay(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(office)
    (office / "views" / "book-v9.db").write_bytes(b"of a newer program")
    monkeypatch.setattr(Book, "VERSION", 3)

    found = rebuilt(office)

    assert (found.compared, found.removed) == (Compared.NOTHING, ("book-v2.db",))
    assert names(office) == ["book-v3.1.db", "book-v9.db"]


def test_a_damaged_file_is_replaced(office: Path) -> None:
    before = read(office)
    (path,) = files_of(office / "views", Book)
    path.write_bytes(b"not a database, " * 512)

    found = rebuilt(office)

    assert found.compared is Compared.NOTHING
    assert read(office) == before


def test_the_write_ahead_log_of_a_file_that_was_deleted_is_not_taken_for_that_of_a_new_one(office: Path) -> None:
    before = read(office)
    rebuilt(office)
    (path,) = files_of(office / "views", Book)
    log = path.with_name(f"{path.name}-wal")
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("UPDATE entries SET subject = 'another'")
        file.commit()
        left_behind = log.read_bytes()
    path.unlink()
    log.write_bytes(left_behind)
    read(office)

    rebuilt(office)

    assert files_of(office / "views", Book) == [path]
    assert read(office) == before


def test_a_view_of_another_history_is_replaced(office: Path, tmp_path: Path) -> None:
    mine = read(office)
    other = World.staffed(tmp_path / "other", another=True)
    other.close()
    read(other.folder)
    (other.folder / "views" / "book-v2.db").replace(office / "views" / "book-v2.db")

    found = rebuilt(office)

    assert found.compared is Compared.NOTHING
    assert read(office) == mine


def test_a_fact_that_cannot_be_followed_leaves_the_old_file_serving(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(office)
    follow = Book.follow

    def stumble(self: Book, lines: Sequence[Recorded], write: Write) -> None:
        if any(isinstance(line.statement.fact, NumberReserved) for line in lines):
            raise AssertionError("a mistake")
        follow(self, lines, write)

    with monkeypatch.context() as patch:
        patch.setattr(Book, "follow", stumble)
        with pytest.raises(ViewStopped, match="cannot follow"):
            rebuilt(office)

    assert names(office) == ["book-v2.db"]
    assert read(office) == before


@pytest.mark.parametrize("step", ["rename", "unlink"])
def test_a_crash_while_switching_leaves_one_that_serves(
    office: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(office)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if step == "rename":
            patch.setattr(Path, "rename", crash)
        else:
            patch.setattr(rebuilding, "_older_versions", crash)
        with pytest.raises(KeyboardInterrupt):
            rebuilt(office)

    assert read(office) == before
    assert rebuilt(office).compared is Compared.SAME
    assert len(names(office)) == 1


@pytest.mark.parametrize(
    ("owner", "step"),
    [(rebuilding, "open_alone"), (rebuilding, "rows_digest"), (Path, "rename"), (rebuilding, "_older_versions")],
    ids=["before-it-is-made", "before-it-is-compared", "before-the-switch", "behind-the-switch"],
)
def test_a_rebuild_that_is_killed_at_any_step_leaves_one_that_serves(office: Path, owner: object, step: str) -> None:
    before = read(office)

    came = killed_at(owner, step, lambda: rebuilt(office))

    assert came
    assert read(office) == before
    assert rebuilt(office).compared is Compared.SAME
    assert len(names(office)) == 1
    assert read(office) == before


def test_what_a_killed_rebuild_left_behind_is_removed(office: Path) -> None:
    before = read(office)
    (office / "views" / "book-v2.part").write_bytes(b"half a view")
    (office / "views" / "book-v2.part-journal").write_bytes(b"its journal")

    rebuilt(office)

    assert names(office) == ["book-v2.1.db"]
    assert read(office) == before


def test_of_two_rebuilds_at_once_the_second_is_refused(office: Path) -> None:
    read(office)
    with (office / "views" / ".book.rebuilding").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(RegistryError, match="Somebody else rebuilds"):
            rebuilt(office)

    assert rebuilt(office).compared is Compared.SAME


def test_readers_who_open_it_while_it_is_switched_always_read_the_same(office: Path) -> None:
    before = read(office)

    with ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(read, office) for _ in range(12)]
        rebuilding_ = [pool.submit(rebuilt, office) for _ in range(2)]
        found = [one.result() for one in reading]
        for one in rebuilding_:
            one.exception()

    assert all(one == before for one in found)


# --- how views stand ---------------------------------------------------------------------------------------


def test_looking_at_a_view_follows_nothing(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Reader(office) as reader:
        positions = [line.position for line in reader.facts()]
        with monkeypatch.context() as patch:
            patch.setattr("registry.store.facts.FactStore.newest", lambda _self: positions[-4])
            read(office)

        found = [standing(reader, Book) for _ in range(2)]

    assert [(one.state, one.position, one.lag) for one in found] == [(ViewState.SERVING, positions[-4], 3)] * 2


def test_a_view_that_nobody_asked_stands_before_the_first_fact(office: Path) -> None:
    with Reader(office) as reader:
        found = standing(reader, Find)
        facts = len(list(reader.facts()))

    assert (found.state, found.position, found.lag, found.digest) == (ViewState.NOT_MADE, -1, facts, None)


def test_a_view_that_stopped_says_why_until_it_goes_on(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_self: Book, _lines: Sequence[Recorded], _write: Write) -> None:
        raise AssertionError("a kind of fact from the future")

    with monkeypatch.context() as patch:
        patch.setattr(Book, "follow", stumble)
        with pytest.raises(ViewStopped):
            read(office)
    with Reader(office) as reader:
        stopped = standing(reader, Book)
        read(office)
        went_on = standing(reader, Book)

    assert (stopped.state, stopped.position) == (ViewState.STOPPED, -1)
    assert stopped.why is not None
    assert "from the future" in stopped.why
    assert (went_on.state, went_on.why, went_on.lag) == (ViewState.SERVING, None, 0)


def test_a_damaged_view_is_shown_as_damaged(office: Path) -> None:
    read(office)
    (path,) = files_of(office / "views", Book)
    path.write_bytes(b"not a database, " * 512)

    with Reader(office) as reader:
        found = standing(reader, Book)

    assert found.state is ViewState.DAMAGED
    assert found.why is not None
    assert "not a database" in found.why


@KINDS
def test_the_digest_of_its_rows_does_not_depend_on_batches(
    office: Path, kind: type[View], monkeypatch: pytest.MonkeyPatch
) -> None:
    read(office, kind)
    with Reader(office) as reader:
        at_once = standing(reader, kind).digest
        files_of(office / "views", kind)[-1].unlink()
        monkeypatch.setattr("registry.views.view.BATCH", 3)
        read(office, kind)

        piecemeal = standing(reader, kind).digest

    assert piecemeal == at_once
    assert at_once is not None


def test_a_changed_row_changes_the_digest(office: Path) -> None:
    read(office)
    with Reader(office) as reader:
        before = standing(reader, Book).digest
        spoil(office)

        assert standing(reader, Book).digest != before


def test_another_place_of_a_word_changes_the_digest_of_a_text_index() -> None:
    digests = set()
    for text in ("กข ขค", "ขค กข"):
        with closing(sqlite3.connect(":memory:")) as file:
            file.execute("CREATE VIRTUAL TABLE words USING fts5 (subject, content='')")
            file.execute("INSERT INTO words (rowid, subject) VALUES (1, ?)", (text,))
            digests.add(rows_digest(file))

    assert len(digests) == 2


def test_files_are_private_to_the_office(office: Path) -> None:
    rebuilt(office)

    assert os.stat(office / "views").st_mode & 0o077 == 0  # noqa: PTH116 - of the folder itself
