"""The tree keeps its promises to whoever takes it over."""

import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOP = {"README.md", "Makefile", "api", "domain", "keys", "pyproject.toml", "registry", "tests", "uv.lock"}
PACKAGES = ("api", "domain", "keys", "registry")


def tracked() -> list[str]:
    """Name the files that git tracks."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is not a git checkout, so which files belong to it is not known")
    return listed.stdout.splitlines()


def test_the_top_level_holds_what_was_agreed_and_dotfiles() -> None:
    top = {name.split("/")[0] for name in tracked()}

    assert {name for name in top if not name.startswith(".")} == TOP


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 150


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_has_a_readme_with_dated_decisions(package: str) -> None:
    text = (ROOT / package / "README.md").read_text()

    assert re.search(r"20\d\d-\d\d-\d\d · \*", text)


def test_every_test_folder_is_a_package_so_that_it_shadows_none_of_ours() -> None:
    folders = {Path(name).parent for name in tracked() if name.startswith("tests/") and name.endswith(".py")}

    assert [str(folder) for folder in sorted(folders) if not (ROOT / folder / "__init__.py").exists()] == []


def test_no_dependency_brings_a_package_of_our_names() -> None:
    ours = {*PACKAGES, "tests"}
    clashing = {
        f"{distribution.name}: {file.parts[0]}"
        for distribution in distributions()
        if distribution.name != "saraban"
        for file in distribution.files or ()
        if file.parts[0] in ours
    }

    assert clashing == set()


def test_no_key_material_is_tracked() -> None:
    suspects = [name for name in tracked() if name.endswith((".p12", ".pfx", ".pem", ".key"))]
    keyed = [
        name
        for name in tracked()
        if name.endswith((".py", ".md", ".txt", ".json", ".toml"))
        and re.search(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{40}", (ROOT / name).read_bytes())
    ]

    assert suspects + keyed == []


def test_no_unfinished_note_is_committed() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b")
    found = [
        name
        for name in tracked()
        if name.endswith(".py")
        and name != "tests/repository/test_layout.py"
        and marks.search((ROOT / name).read_text())
    ]

    assert found == []


def test_no_machine_path_stands_in_the_tree() -> None:
    paths = re.compile(r"(?<![\w.])/(home|root|work|Users)/\w")
    found = [
        name
        for name in tracked()
        if name.endswith((".py", ".md", ".toml", "Makefile", "run"))
        and paths.search((ROOT / name).read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_imported_from_here(package: str) -> None:
    found = subprocess.run(
        [sys.executable, "-c", f"import {package}; print({package}.__file__)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert Path(found.stdout.strip()) == ROOT / package / "__init__.py"
