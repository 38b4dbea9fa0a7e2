"""Whatever a document makes its reader do, the caller gets a refusal and nothing is left behind."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from domain.errors import InvalidValue
from registry.documents import apart

MISBEHAVING = "tests.registry.documents.misbehaving"


@pytest.fixture(autouse=True)
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A task that does what it is told, and has little time for it."""
    monkeypatch.setitem(apart.TASKS, "scan", apart.Task(MISBEHAVING, "opened", seconds=1))
    yield
    apart.close()


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone(pid: int) -> bool:
    """Wait a moment for it."""
    until = time.monotonic() + 5
    while running(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return not running(pid)


def children_of(server: int) -> list[int]:
    """Wait until it has some."""
    children = Path(f"/proc/{server}/task/{server}/children")
    until = time.monotonic() + 5
    while not children.read_text() and time.monotonic() < until:
        time.sleep(0.01)
    return [int(pid) for pid in children.read_text().split()]


def test_what_a_task_makes_of_a_document_comes_back() -> None:
    data = os.urandom(3 << 20)

    answer = apart.run("scan", data, dict[str, object], do="answer", width=7, crops=None)

    assert answer["data"] == data
    assert answer["settings"] == {"do": "answer", "width": 7, "crops": None}
    assert answer["pid"] != os.getpid()


def test_every_document_has_a_process_of_its_own_and_all_have_one_server() -> None:
    answers = [apart.run("scan", b"", dict[str, object], do="answer") for _ in range(6)]

    assert len({answer["pid"] for answer in answers}) == 6
    assert len({answer["server"] for answer in answers}) == 1


def test_a_refusal_of_the_task_is_the_callers() -> None:
    with pytest.raises(InvalidValue, match=r"Nothing in it\.") as refused:
        apart.run("scan", b"", dict[str, object], do="refuse")

    assert (refused.value.slug, refused.value.facts) == ("document-empty", {"where": "here"})


@pytest.mark.parametrize(
    ("do", "slug", "why"),
    [
        ("throw", "document-broken", "no such object 7"),
        ("recurse", "document-broken", "RecursionError"),
        ("crash", "document-broken", "SIGSEGV"),
        ("exit", "document-broken", "exit 0"),
        ("kill", "document-too-heavy", "1024 MB"),
        ("flood", "document-too-heavy", "1024 MB"),
        ("spin", "document-hangs", "longer to open than 1 s"),
        ("sleep", "document-hangs", "longer to open than 1 s"),
        ("kill the server", "document-broken", "SIGTERM"),
    ],
)
def test_a_document_that_brings_its_reader_down_is_refused_and_the_next_one_is_read(
    do: str, slug: str, why: str
) -> None:
    with pytest.raises(InvalidValue, match=why) as refused:
        apart.run("scan", b"", dict[str, object], do=do)

    assert refused.value.slug == slug
    assert apart.run("scan", b"next", dict[str, object], do="answer")["data"] == b"next"


def test_memory_is_held_to_what_was_given() -> None:
    fits = apart.run("scan", b"", int, do="swell", size=200 << 20, memory=400 << 20)

    with pytest.raises(InvalidValue, match="400 MB of memory"):
        apart.run("scan", b"", int, do="swell", size=400 << 20, memory=400 << 20)

    assert fits == 200 << 20


def test_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="File too large"):
        apart.run("scan", b"", dict[str, object], do="write", path=str(tmp_path / "left"))

    assert not (tmp_path / "left").exists() or (tmp_path / "left").read_bytes() == b""


def test_what_a_reader_starts_and_leaves_ends_with_it() -> None:
    left = apart.run("scan", b"", int, do="leave")

    assert gone(left)


def test_a_document_larger_than_any_letter_is_not_opened() -> None:
    with pytest.raises(InvalidValue, match="hand in a smaller file") as refused:
        apart.run("scan", bytes(apart.LARGEST_DOCUMENT + 1), dict[str, object], do="answer")

    assert refused.value.slug == "document-too-large"


def test_many_threads_are_served_at_once() -> None:
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(apart.run, "scan", bytes([n]), dict[str, object], do="answer") for n in range(40)]

    assert [one.result()["data"] for one in asked] == [bytes([n]) for n in range(40)]


def test_a_caller_with_thousands_of_open_files_is_served() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= hard < 2048:  # below 0 there is no limit
        pytest.skip(f"no process here may open more than {hard} files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    held: list[int] = []
    try:
        while not held or held[-1] < 1024:  # `select` takes none from there
            held.append(os.dup(0))
        answer = apart.run("scan", b"", dict[str, object], do="answer")
    finally:
        for one in held:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert answer["pid"] != os.getpid()


def test_a_forked_caller_starts_its_own_server() -> None:
    apart.run("scan", b"", dict[str, object], do="answer")
    out, into = os.pipe()

    pid = os.fork()
    if pid == 0:
        os.write(into, apart.run("scan", b"child", dict[str, object], do="answer")["data"])  # type: ignore[arg-type] # bytes
        apart.close()
        os._exit(0)
    os.waitpid(pid, 0)

    assert os.read(out, 10) == b"child"
    assert apart.run("scan", b"parent", dict[str, object], do="answer")["data"] == b"parent"
    os.close(out)
    os.close(into)


def test_a_child_ends_with_a_server_that_is_killed() -> None:
    apart.run("scan", b"", dict[str, object], do="answer")
    server = apart._servers[os.getpid()]._process.pid
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(apart.run, "scan", b"", int, do="sleep")
        (child,) = children_of(server)

        os.kill(server, signal.SIGKILL)

        assert gone(child)
        with pytest.raises(InvalidValue, match="SIGTERM"):
            asked.result()


def test_nothing_outlives_a_caller_that_is_killed() -> None:
    program = f"""
import sys, threading
from registry.documents import apart
apart.TASKS["scan"] = apart.Task("{MISBEHAVING}", "opened", seconds=30)
pid = apart.run("scan", b"", dict[str, object], do="answer")["pid"]
threading.Thread(target=apart.run, args=("scan", b"", int), kwargs={{"do": "sleep"}}, daemon=True).start()
print(apart._servers[__import__("os").getpid()]._process.pid, flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as caller:
        assert caller.stdout is not None
        server = int(caller.stdout.readline())
        (child,) = children_of(server)
        caller.send_signal(signal.SIGKILL)

    assert gone(server)
    assert gone(child)
