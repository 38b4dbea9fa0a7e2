"""The commands that a bundle's README prints are run as they stand there, after unpacking with a foreign program."""

import io
import shlex
import shutil
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from keys.testing import SpecimenAuthority
from tests.registry.verify.desk import Desk, laid_out
from tests.registry.verify.operator import A_DAY, DAY, Operator, Story
from tests.registry.world import World


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    world = World.staffed(tmp_path_factory.mktemp("office") / "registry")
    desk = laid_out(world)
    world.close()
    return desk


def unpacked(data: bytes, roots: bytes, folder: Path) -> Path:
    """Unpack a bundle, and lay the trusted roots beside it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    (folder / "roots.pem").write_bytes(roots)
    return folder


def commands(folder: Path, program: str) -> list[list[str]]:
    """Return the command lines of README that call *program*."""
    lines = (folder / "README").read_text(encoding="utf-8").splitlines()
    return [shlex.split(line) for line in lines if line.startswith(f"    {program} ")]


def run(command: list[str], folder: Path) -> "subprocess.CompletedProcess[bytes]":
    """Run a command of README in the unpacked folder, or skip where its program is missing."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, cwd=folder, capture_output=True, check=False)


def roots_of(desk: Desk) -> bytes:
    return (desk.folder / "trust" / "roots.pem").read_bytes()


@pytest.mark.parametrize("kind", ["letter", "order", "by-hand", "sealed", "acknowledgement"])
def test_the_printed_commands_verify_both_signatures(kind: str, desk: Desk, tmp_path: Path) -> None:
    folder = unpacked(desk.bundles[kind], roots_of(desk), tmp_path)

    done = [run(command, folder) for command in commands(folder, "openssl")]

    assert [one.returncode for one in done] == [0, 0]


def section(folder: Path, no: int) -> str:
    """Return the commands of a numbered section of README but for `pdfsig`, as a script that ends where one fails."""
    text = (folder / "README").read_text(encoding="utf-8").partition(f"\n{no}. ")[2].partition("\nเวลา / ")[0]
    lines = [line for line in text.splitlines() if line.startswith("    ") and not line.startswith("    pdfsig ")]
    return "\n".join(["set -e -o pipefail", *lines])


@pytest.mark.parametrize("changed", [b"", b"specimen"])
def test_the_printed_commands_take_the_signature_out_of_a_typeset_letter_and_verify_it(
    changed: bytes, desk: Desk, tmp_path: Path
) -> None:
    folder = unpacked(desk.bundles["typeset"], roots_of(desk), tmp_path)
    file = (folder / "letter.pdf").read_bytes()
    (folder / "letter.pdf").write_bytes(file.replace(b"SPECIMEN", changed or b"SPECIMEN"))

    done = run(["bash", "-c", section(folder, 5)], folder)

    assert (done.returncode == 0) is (not changed), done.stderr
    digest = sha256((folder / "signed-bytes").read_bytes()).hexdigest()
    assert (f'"sha256:{digest}"' in (folder / "statement.json").read_text(encoding="utf-8")) is (not changed)


@pytest.mark.parametrize("member", ["statement.json", "issued.json"])
def test_the_printed_commands_refuse_other_bytes(member: str, desk: Desk, tmp_path: Path) -> None:
    folder = unpacked(desk.bundles["letter"], roots_of(desk), tmp_path)
    (folder / member).write_bytes((folder / member).read_bytes().replace(b'"v":1', b'"v":2'))

    done = [run(command, folder) for command in commands(folder, "openssl")]

    assert sorted(one.returncode == 0 for one in done) == [False, True]


def test_the_printed_commands_refuse_a_foreign_root(desk: Desk, tmp_path: Path) -> None:
    folder = unpacked(desk.bundles["letter"], Operator().authority.root.pem(), tmp_path)

    done = [run(command, folder) for command in commands(folder, "openssl")]

    assert all(one.returncode != 0 for one in done)


def test_the_printed_commands_still_verify_when_certificates_have_expired_since(tmp_path: Path) -> None:
    first, last = DAY - A_DAY, DAY + A_DAY
    operator = Operator(
        authority=SpecimenAuthority.create("ministry", with_intermediate=True, not_before=first, not_after=last)
    )
    official = operator.authority.officer("dg", organisation="SPECIMEN", post="อธิบดี", not_before=first, not_after=last)
    folder = unpacked(Story(operator=operator, people={"dg": official}).told(), operator.authority.root.pem(), tmp_path)
    person = commands(folder, "openssl")[0]
    at = person.index("-attime")

    today = run([*person[:at], *person[at + 2 :]], folder)

    assert today.returncode != 0
    assert run(person, folder).returncode == 0


def test_every_signature_in_support_is_verified_by_openssl_too(desk: Desk, tmp_path: Path) -> None:
    folder = unpacked(desk.bundles["acknowledgement"], roots_of(desk), tmp_path)
    pattern = commands(folder, "openssl")[0]

    for signature in sorted((folder / "support").glob("*.p7s")):
        statement = signature.with_suffix(".json")
        command = [{"signature.p7s": str(signature), "statement.json": str(statement)}.get(x, x) for x in pattern]
        assert run(command, folder).returncode == 0, signature.name


def test_the_printed_digests_are_those_that_the_statement_names(desk: Desk, tmp_path: Path) -> None:
    folder = unpacked(desk.bundles["letter"], roots_of(desk), tmp_path)
    statement = (folder / "statement.json").read_text(encoding="utf-8")

    named = [run(command, folder).stdout.split()[0].decode() for command in commands(folder, "sha256sum")]

    assert len(named) == 2
    assert all(f'"sha256:{digest}"' in statement for digest in named)
    assert sha256((folder / "letter.pdf").read_bytes()).hexdigest() in named
