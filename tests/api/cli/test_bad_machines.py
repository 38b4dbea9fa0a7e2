"""A full disk, another writer, a damaged store: nothing half-written, and work goes on afterwards."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from registry.home import Home
from registry.register.register import Register
from registry.wiring import open_register
from tests.api.cli.conftest import Clerk
from tests.api.cli.refusing import facts


def test_a_full_disk_leaves_nothing_half_written_and_work_goes_on_when_there_is_room(saraban: Clerk) -> None:
    saraban.json("reserve")
    before = facts(saraban)

    with no_room_behind(saraban.world.folder / "register.db-wal"):
        ran = saraban("reserve", "--count", "400", "--json")

    assert (ran.code, ran.refused) == (1, "not-stored")
    assert facts(saraban) == before
    assert saraban.json("reserve")["n"] == [2]
    assert saraban.json("audit")["verdict"] == "valid"


def test_a_full_disk_takes_no_attachment(saraban: Clerk) -> None:
    saraban.file("big.bin", b"0" * (6 << 20))
    draft = saraban.draft(attachments=[{"title": "ใหญ่", "file": "big.bin"}])

    with no_room_behind(saraban.world.folder / "register.db-wal"):
        ran = saraban("register", draft, *saraban.key("dg"), "--json")

    assert (ran.code, ran.refused) == (1, "machine-refused")
    assert not list(Home(saraban.world.folder).blobs.glob("*.part"))
    assert saraban.json("book", "sent") == []


@contextmanager
def no_room_behind(path: Path) -> Iterator[None]:
    """Let no file of this process grow beyond the size of *path* and a little."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 8192, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_second_writer_is_refused_while_the_first_holds_the_log(saraban: Clerk) -> None:
    with pytest.raises(Exception, match="Another process signs the log"):
        open_register(saraban.world.folder)

    assert isinstance(saraban.world.register, Register)
    assert saraban.json("reserve")["n"] == [1]
