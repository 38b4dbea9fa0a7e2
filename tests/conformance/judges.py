"""veraPDF and EU DSS, the foreign judges of PDF files: built once with Maven, then asked offline.

    java/pom.xml, Judges.java ──mvn package──▶ .conformance/judges ──java──▶ one line a verdict

Building takes the net and some minutes the first time, so the judges are asked by `make conformance` only. Maven is
a program of its own, like the one that sets up the environment; what it brings is never part of the product.
"""

import hashlib
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.foreign import program

_SOURCES = Path(__file__).parent / "java"
_KEPT = Path(__file__).resolve().parents[2] / ".conformance"
_BUILT = _KEPT / "judges"
_LONGEST_BUILD = 900  # seconds
_LONGEST_ANSWER = 300


@dataclass(frozen=True)
class Conformance:
    """What veraPDF says of one file against one profile."""

    file: str
    profile: str
    """``3a`` for PDF/A-3a, ``ua1`` for PDF/UA-1."""
    verdict: str
    broken: str
    """The clauses that are broken, each with its sentence."""


@dataclass(frozen=True)
class Signature:
    """What EU DSS says of one signature."""

    file: str
    level: str
    indication: str
    subindication: str
    errors: str
    warnings: str


def conformance(files: Sequence[Path]) -> list[Conformance]:
    """Ask veraPDF whether these files keep PDF/A-3a and PDF/UA-1: two answers a file."""
    return [Conformance(*_fields(line, 4)) for line in _ask("conformance", *files)]


def signatures(root: Path, files: Sequence[Path]) -> list[Signature]:
    """Ask EU DSS for the signatures in these files, with the certificate in *root* (PEM) trusted."""
    return [Signature(*_fields(line, 6)) for line in _ask("signatures", root, *files)]


def _ask(question: str, *files: Path) -> list[str]:
    java = program("java", "default-jre-headless")
    path = f"{_BUILT}/judges-1.jar:{_BUILT}/lib/*"
    done = subprocess.run(
        [java, "-Duser.language=en", "-cp", path, "Judges", question, *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONGEST_ANSWER,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def _fields(line: str, count: int) -> list[str]:
    given = line.split("\t")
    given[0] = Path(given[0]).name
    return given + [""] * (count - len(given))


def require_judges() -> None:
    """Build the judges unless they were built from these very sources; skip, saying why, where there are none."""
    if os.environ.get("SARABAN_CONFORMANCE") != "1":
        pytest.skip("veraPDF and EU DSS are asked by `make conformance` (SARABAN_CONFORMANCE=1)")
    program("java", "default-jre-headless")
    sources = b"".join(file.read_bytes() for file in sorted(_SOURCES.rglob("*")) if file.is_file())
    made_from = hashlib.sha256(sources).hexdigest()
    stamp = _KEPT / "made-from"
    if stamp.exists() and stamp.read_text() == made_from:
        return
    maven = program("mvn", "maven")
    _KEPT.mkdir(exist_ok=True)
    done = subprocess.run(
        [maven, "--quiet", "--batch-mode", "-Dstyle.color=never", "package", f"-Dout={_BUILT}"],
        cwd=_SOURCES,
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONGEST_BUILD,
    )
    if done.returncode and "COMPILATION ERROR" not in done.stdout:
        pytest.skip(f"Maven cannot fetch veraPDF and EU DSS (is a repository reachable?): {done.stdout.strip()[:500]}")
    assert done.returncode == 0, done.stdout
    stamp.write_text(made_from)
