"""The command as a process: it starts the writer when one is needed, shares it, and starts fast where it matters."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.home import Home
from registry.register.client import Client
from tests.registry.world import World

ROOT = Path(__file__).parents[3]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A registry with people and books that nobody has open; its writer ends with the test."""
    world = World.staffed(tmp_path / "registry")
    world.close()
    yield world.folder
    with Client(world.folder) as client:
        client.stop_writer()


def saraban(home: Path, *typed: str, **environment: str) -> subprocess.Popen[str]:
    """Start the command."""
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli.main", "--home", str(home), *typed],
        cwd=ROOT,
        env={**os.environ, "SARABAN_CLERK": "r1", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def answered(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_the_writer_is_started_by_the_first_act_shared_and_stopped(home: Path) -> None:
    assert json.loads(answered(saraban(home, "writer", "status", "--json"))[1]) == {"writer": "stopped"}

    opened = [saraban(home, "series", "open", f"เล่ม {n}", "--json") for n in range(3)]
    ends = [answered(process) for process in opened]

    assert [code for code, _, _ in ends] == [0, 0, 0], ends
    assert len({json.loads(out)["position"] for _, out, _ in ends}) == 3
    assert json.loads(answered(saraban(home, "status", "--json"))[1])["writer"] == "running"
    code, out, _ = answered(saraban(home, "writer", "stop", "--json"))
    assert (code, json.loads(out)) == (0, {"writer": "stopped", "was_running": True})
    assert not Home(home).socket.exists()


def test_a_log_that_another_program_holds_is_refused_in_one_sentence(home: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"

    code, out, err = answered(saraban(home, "series", "open", "เล่ม", "--json"))

    holder.communicate("\n", timeout=30)
    assert code in {1, 3}
    assert json.loads(out)["error"]["slug"] in {"writer-failed", "signer-busy", "writer-unreachable"}
    assert err == ""
    assert answered(saraban(home, "series", "open", "เล่ม", "--json"))[0] == 0


HOLD = """
import sys
from pathlib import Path
from registry.wiring import open_register
with open_register(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_verifying_imports_nothing_of_the_store_nor_of_the_screen() -> None:
    forbidden = ("eventsourcing", "sqlite3", "rich", "litestar", "pythainlp", "nlpo3", "openpyxl", "registry.store")
    program = (
        "import sys, api.cli.main, api.cli.commands.verifying\n"
        f"print([name for name in sys.modules if name.startswith({forbidden!r})])"
    )

    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert ran.stdout == "[]\n"


def test_a_pass_phrase_is_asked_for_only_where_somebody_can_answer(home: Path, tmp_path: Path) -> None:
    (tmp_path / "key.p12").write_bytes(b"key")
    (tmp_path / "draft.json").write_text('{"subject": "a"}')

    code, _, err = answered(saraban(home, "register", str(tmp_path / "draft.json"), "--key", str(tmp_path / "key.p12")))

    assert code == 2
    assert err == "กุญแจต้องใช้รหัสผ่าน แต่ถามใครไม่ได้ ให้ระบุ --passphrase-file หรือ --passphrase-fd\n"
