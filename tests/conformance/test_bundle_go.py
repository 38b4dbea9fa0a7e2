"""A second program, in another language and from the standards alone, agrees about bundles."""

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from registry.log.leaves import base64_of
from registry.verify.contents import Contents
from tests.registry.verify.desk import Desk, laid_out
from tests.registry.world import World

SOURCE = Path(__file__).with_name("bundle_check.go")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    world = World.staffed(tmp_path_factory.mktemp("office") / "registry")
    desk = laid_out(world)
    world.close()
    return desk


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checker, built from Go's standard library without a network, or a skipped test where there is no Go."""
    go = shutil.which("go")
    if go is None:
        pytest.skip("go is not installed")
    built = tmp_path_factory.mktemp("go") / "bundle_check"
    alone = {"GOPROXY": "off", "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=mod", "GOWORK": "off", "CGO_ENABLED": "0"}
    command = [go, "build", "-o", str(built), str(SOURCE)]
    done = subprocess.run(
        command, cwd=built.parent, env={**os.environ, **alone}, capture_output=True, text=True, check=False
    )
    if "GOCACHE" in done.stderr:
        pytest.skip(f"go has no place to build in: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    return built


def ask(program: Path, data: bytes, folder: Path, *, vkey: str, admission: str) -> "subprocess.CompletedProcess[str]":
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    return subprocess.run([program, folder, vkey, admission], capture_output=True, text=True, check=False)


def shown(contents: Contents) -> list[str]:
    """Return what it says of the map of newest states."""
    entry = contents.later.streams[contents.admission.statement.stream].entry
    assert entry is not None
    numbers = [f"{one.member} {base64_of(one.letter or b'').decode()}" for one in contents.later.numbers]
    return [f"good: {line}" for line in (f"status/issued.json {entry.value().decode()}", *numbers)]


@pytest.mark.parametrize(
    ("kind", "admission"),
    [("letter", "issued"), ("order", "issued"), ("by-hand", "issued"), ("acknowledgement", "answered")],
)
def test_it_computes_the_same_leaf_and_finds_it_in_the_log(
    kind: str, admission: str, desk: Desk, program: Path, tmp_path: Path
) -> None:
    contents = Contents.read(desk.members(kind))

    done = ask(program, desk.bundles[kind], tmp_path, vkey=desk.trust.log_key.vkey, admission=admission)

    assert done.returncode == 0, done.stdout
    stated, admitted, *status = done.stdout.splitlines()
    assert stated == f"good: statement.json {contents.person.leaf.decode()}"
    assert admitted == f"good: {admission}.json {contents.admission.leaf.decode()}"
    assert status == (shown(contents) if admission == "issued" else [])
    assert contents.admission.leaf in contents.readme


@pytest.mark.parametrize("kind", ["typeset", "typeset-order"])
def test_it_finds_the_same_signature_in_the_file_of_a_typeset_letter(
    kind: str, desk: Desk, program: Path, tmp_path: Path
) -> None:
    final = Contents.read(desk.members(kind)).admission.statement.fields.digest("final")

    done = ask(program, desk.bundles[kind], tmp_path, vkey=desk.trust.log_key.vkey, admission="issued")

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"good: letter.pdf {final}")


def test_it_refuses_another_file_than_the_typeset_one(desk: Desk, program: Path, tmp_path: Path) -> None:
    changed = desk.repacked({"letter.pdf": desk.members("typeset")["letter.pdf"] + b"1 0 obj"}, "typeset")

    done = ask(program, changed, tmp_path, vkey=desk.trust.log_key.vkey, admission="issued")

    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "refused: letter.pdf is not the file that was issued")


@pytest.mark.parametrize(
    ("member", "old", "new", "reason"),
    [
        ("statement.json", b'"v":1', b'"v":2', "messageDigest is of other bytes"),
        ("issued.json", b'"v":1', b'"v":2', "messageDigest is of other bytes"),
        ("entry.tlog-proof", b"extra ", b"extra AA", "base64"),
        ("entry.tlog-proof", b"index ", b"index 1", "refused"),
        ("status/heads.tlog-proof", b"index ", b"index 1", "not the last leaf"),
        ("status/heads.leaf", b'"n":', b'"n":1', "the root of the map is not in the log"),
        ("status/issued.json", b'"st":"', b'"st":"x', "the map does not have it"),
        ("status/issued.json", b'"other":null', b'"other":["x","y"]', "another key stands there"),
        ("status/series.json", b'"first":', b'"first":1', "the map does not have it"),
        ("status/number-271.json", b'"st":"issued"', b'"st":"void"', "the number is not this letter's"),
        ("status/number-271.json", b'"leaf":"', b'"leaf":"A', "not a hash"),
    ],
)
def test_it_refuses_what_was_changed(  # noqa: PLR0917 - what is changed, and with what it is checked
    member: str, old: bytes, new: bytes, reason: str, desk: Desk, program: Path, tmp_path: Path
) -> None:
    changed = desk.members()[member].replace(old, new, 1)
    data = desk.repacked({member: changed})

    done = ask(program, data, tmp_path, vkey=desk.trust.log_key.vkey, admission="issued")

    assert changed != desk.members()[member]
    assert done.returncode == 1
    assert reason in done.stdout
