"""Every import contract holds, and breaks when somebody violates it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.thorough import THOROUGH

ROOT = Path(__file__).resolve().parents[2]
VIOLATIONS = {
    "api over registry over domain and keys, which do not know each other": ("keys/errors.py", "domain.errors"),
    "domain is plain Python": ("domain/errors.py", "orjson"),
    "keys is cryptography and plain Python": ("keys/errors.py", "msgspec"),
    "the verifier stands alone": ("registry/verify/__init__.py", "registry.store.blobs"),
    "the log needs no database": ("registry/log/leaves.py", "sqlite3"),
    "only store and register know the event library": ("registry/letters.py", "eventsourcing.domain"),
    "api never touches SQL": ("api/cli/main.py", "sqlite3"),
    "only documents know the libraries of documents": ("registry/letters.py", "typst"),
    "only api knows the web": ("registry/letters.py", "litestar"),
    "the command line knows no pages": ("api/cli/answer.py", "api.app"),
    "what opens files knows no form": ("registry/documents/reading/files/lines.py", "registry.documents.reading.text"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts over the packages in *folder*."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("api", "domain", "keys", "registry"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_has_a_violation_here() -> None:
    named = [
        line.split('"')[1]
        for line in (ROOT / "pyproject.toml").read_text().splitlines()
        if line.startswith("name = ") and line != 'name = "saraban"'
    ]

    assert named == list(VIOLATIONS)


@pytest.mark.parametrize("contract", VIOLATIONS if THOROUGH else list(VIOLATIONS)[::3])
def test_a_violated_contract_breaks(contract: str, copy: Path) -> None:
    module, imported = VIOLATIONS[contract]
    path = copy / module
    path.write_text(f"{path.read_text()}\nimport {imported}  # a violation\n")

    linted = lint(copy)

    assert linted.returncode == 1
    assert f"{contract} BROKEN" in " ".join(linted.stdout.split())
