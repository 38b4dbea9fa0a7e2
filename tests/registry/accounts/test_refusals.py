"""The record of refusals: durable, counted where it is flooded, and chained so that whatever is done to it shows."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from registry.accounts.refusals import (
    DIFFERENT,
    TOGETHER,
    Asked,
    Door,
    Refusals,
    RefusalsBroken,
    Refused,
    every,
    harmless,
)
from tests.registry.world import BEGINNING

CLERK = Refused(BEGINNING, Door.PAGE, "clerk", "clerk", "POST", "/accounts/new", 403, "not-yours")


@pytest.fixture
def refusals(tmp_path: Path) -> Refusals:
    return Refusals(tmp_path / "refusals.db")


def noted(refusals: Refusals, count: int) -> None:
    for n in range(count):
        refusals.note(replace(CLERK, at=BEGINNING + timedelta(seconds=n), path=f"/{n}"))


def test_a_refusal_is_kept_as_it_was_and_outlives_whoever_wrote_it(tmp_path: Path, refusals: Refusals) -> None:
    refused = replace(CLERK, facts={"account": "clerk"}, until=BEGINNING)

    refusals.note(refused)

    assert [one.refused for one in Refusals(tmp_path / "refusals.db").page(Asked(), limit=9)] == [refused]


def test_the_same_again_within_a_minute_is_counted_and_gets_one_row_afterwards(refusals: Refusals) -> None:
    for seconds in (0, 5, 30, 59):
        refusals.note(replace(CLERK, at=BEGINNING + timedelta(seconds=seconds)))
    waiting = refusals.counted()

    refusals.note(replace(CLERK, at=BEGINNING + TOGETHER))

    last, counted, first = refusals.page(Asked(), limit=9)
    assert (waiting[0].times, waiting[0].at, waiting[0].last) == (
        3,
        BEGINNING + timedelta(seconds=5),
        BEGINNING + timedelta(seconds=59),
    )
    assert counted.refused == replace(waiting[0])
    assert (first.refused.times, last.refused.times, last.refused.at) == (1, 1, BEGINNING + TOGETHER)
    assert refusals.counted() == []
    assert refusals.chain().rows == 3


def test_who_is_refused_otherwise_each_time_makes_no_rows_without_end_either(refusals: Refusals) -> None:
    noted(refusals, DIFFERENT)
    for n in range(500):
        refusals.note(replace(CLERK, at=BEGINNING + timedelta(seconds=59), path=f"/more/{n}"))
    refusals.note(replace(CLERK, at=BEGINNING + timedelta(seconds=59), path="/more", account="another"))

    rows = refusals.page(Asked(), limit=500)

    assert [(one.refused.account, one.refused.path) for one in rows[:2]] == [("another", "/more"), ("clerk", "")]
    assert refusals.chain().rows == DIFFERENT + 2
    assert sum(one.times for one in refusals.counted()) == 499


def test_a_clock_that_was_set_back_loses_nothing(refusals: Refusals) -> None:
    refusals.note(CLERK)
    refusals.note(CLERK)
    refusals.note(replace(CLERK, at=BEGINNING - timedelta(hours=1)))

    assert [one.refused.times for one in refusals.page(Asked(), limit=9)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(), [4, 3, 2, 1]),
        (Asked(account="clerk"), [4, 1]),
        (Asked(officer="dg"), [3]),
        (Asked(slug="key-not-enrolled"), [3]),
        (Asked(door=Door.WRITER), [3]),
        (Asked(path="/accounts"), [4, 2, 1]),
        (Asked(path="/accounts/new*"), []),
        (Asked(since=BEGINNING.date() + timedelta(days=1)), [4]),
        (Asked(until=BEGINNING.date()), [3, 2, 1]),
        (Asked(account="clerk", until=BEGINNING.date()), [1]),
    ],
)
def test_refusals_are_found_by_whatever_is_said_of_them(refusals: Refusals, asked: Asked, found: list[int]) -> None:
    refusals.note(CLERK)
    refusals.note(replace(CLERK, account="other", officer=""))
    refusals.note(Refused(BEGINNING, Door.WRITER, "", "dg", "admit", "letter.signed.v1", 0, "key-not-enrolled"))
    refusals.note(replace(CLERK, at=BEGINNING + timedelta(days=1)))

    assert [one.n for one in refusals.page(asked, limit=9)] == found
    assert [one.n for one in every(refusals, asked, at_a_time=1)] == found


def test_pages_follow_each_other(refusals: Refusals) -> None:
    noted(refusals, 5)

    first = refusals.page(Asked(), limit=3)
    second = refusals.page(Asked(), before=first[-1].n, limit=3)

    assert [one.n for one in (*first, *second)] == [5, 4, 3, 2, 1]


def test_facts_that_were_typed_stay_off_the_record() -> None:
    facts = {"officer": "dg", "subject": "secret", "why": "typed", "key": "x" * 1000}

    assert harmless(facts) == {"key": "x" * 300, "officer": "dg"}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM refusals WHERE n = 2",
        "UPDATE refusals SET path = '/harmless' WHERE n = 2",
        "INSERT OR REPLACE INTO refusals SELECT * FROM refusals WHERE n = 2",
    ],
)
def test_the_table_itself_refuses_to_forget(tmp_path: Path, refusals: Refusals, statement: str) -> None:
    noted(refusals, 3)
    file = sqlite3.connect(tmp_path / "refusals.db")

    with pytest.raises(sqlite3.IntegrityError, match="refusals"):
        file.execute(statement)
    file.close()


_COLUMNS = {
    "at": "'2021-02-09T10:00:00+07:00'",
    "until": "'2021-02-09T10:00:00+07:00'",
    "times": "7",
    "door": "'writer'",
    "account": "'other'",
    "officer": "''",
    "method": "'GET'",
    "path": "'/harmless'",
    "status": "200",
    "slug": "'fine'",
    "facts": """'{"account":"other"}'""",
    "before": "digest",
    "digest": "before",
}
_MORE = (
    "INSERT INTO refusals SELECT 4, at, until, times, door, account, officer, method, path, status, slug, facts, "
    "digest, digest FROM refusals WHERE n = 3"
)


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        *((f"UPDATE refusals SET {column} = {value} WHERE n = 2", 2) for column, value in _COLUMNS.items()),  # noqa: S608 - our own words
        ("DELETE FROM refusals WHERE n = 1", 1),
        ("DELETE FROM refusals WHERE n = 2", 2),
        ("DELETE FROM refusals WHERE n = 3", 3),
        ("DELETE FROM refusals", 1),
        (_MORE, 4),
        ("DELETE FROM newest", 4),
    ],
)
def test_whatever_is_removed_altered_or_added_shows_and_is_named(
    tmp_path: Path, refusals: Refusals, statement: str, row: int
) -> None:
    noted(refusals, 3)
    assert refusals.chain().rows == 3
    with closing(sqlite3.connect(tmp_path / "refusals.db")) as file:
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {trigger}")
        file.execute(statement)
        file.commit()

    with pytest.raises(RefusalsBroken, match=f"Row {row} of the record") as broken:
        refusals.chain()

    assert broken.value.facts == {"row": row}


def test_a_last_row_that_is_gone_with_its_mention_shows_against_the_digest_that_somebody_kept(
    tmp_path: Path, refusals: Refusals
) -> None:
    noted(refusals, 3)
    kept = refusals.chain()
    with closing(sqlite3.connect(tmp_path / "refusals.db")) as file:
        file.execute("DROP TRIGGER refusals_stay")
        file.execute("DELETE FROM refusals WHERE n = 3")
        file.execute("UPDATE newest SET n = 2, digest = (SELECT digest FROM refusals WHERE n = 2)")
        file.commit()

    assert refusals.chain() != kept


def test_two_processes_write_one_chain(tmp_path: Path) -> None:
    pages, writer = Refusals(tmp_path / "refusals.db"), Refusals(tmp_path / "refusals.db")

    for n in range(6):
        (pages, writer)[n % 2].note(replace(CLERK, path=f"/{n}"))

    assert pages.chain() == writer.chain()
    assert pages.chain().digest == pages.page(Asked(), limit=1)[0].digest
