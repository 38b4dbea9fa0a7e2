"""Bundles that were tampered with, and trust that cannot be used."""

import json
import shlex
import zipfile
from pathlib import Path

import pytest

from registry.home import Home
from tests.api.cli.conftest import Clerk


@pytest.fixture
def bundle(saraban: Clerk) -> Path:
    file = saraban.folder / "bundle.zip"
    saraban.json("bundle", saraban.registered(), "--output", str(file))
    return file


def verdict(saraban: Clerk, file: Path) -> tuple[int, str]:
    home = Home(saraban.world.folder)
    ran = saraban("verify", str(file), "--trust", str(home.roots), "--log-key", str(home.log_key), "--json")
    return ran.code, ran.answer["verdict"]


def test_a_truncated_bundle_is_not_valid(saraban: Clerk, bundle: Path) -> None:
    data = bundle.read_bytes()
    for size in (0, 10, len(data) // 2, len(data) - 1):
        bundle.write_bytes(data[:size])

        assert verdict(saraban, bundle) == (1, "invalid")


def test_a_bundle_that_was_packed_anew_or_reaches_outside_is_not_valid(saraban: Clerk, bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as old:
        members = {name: old.read(name) for name in old.namelist()}
    for more, how in (({}, zipfile.ZIP_DEFLATED), ({"../../outside": b"x"}, zipfile.ZIP_STORED)):
        with zipfile.ZipFile(bundle, "w", how) as new:
            for name, data in {**members, **more}.items():
                new.writestr(name, data)

        assert verdict(saraban, bundle) == (1, "invalid")
    assert not (saraban.folder.parent / "outside").exists()


def test_a_statement_that_is_not_canonical_is_not_valid(saraban: Clerk, bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members["statement.json"] = json.dumps(json.loads(members["statement.json"]), indent=1).encode()
    with zipfile.ZipFile(bundle, "w") as new:
        for name, data in members.items():
            new.writestr(name, data)

    assert verdict(saraban, bundle) == (1, "invalid")


def test_a_verifier_without_usable_trust_is_wrong_usage(saraban: Clerk, bundle: Path) -> None:
    home = Home(saraban.world.folder)
    good = {"--trust": str(home.roots), "--log-key": str(home.log_key)}
    bad = [
        {"--trust": str(saraban.folder / "nothing")},
        {"--trust": saraban.file("bad.pem", "nothing")},
        {"--log-key": saraban.file("bad.vkey", "nothing")},
        {"--leaf0": "12"},
    ]
    for changed in bad:
        options = [part for pair in {**good, **changed}.items() for part in pair]

        assert saraban("verify", str(bundle), *options, "--json").code == 2


def test_an_audit_names_what_was_changed(saraban: Clerk) -> None:
    saraban.registered()
    blob = next(Home(saraban.world.folder).blobs.glob("??/*"))
    blob.write_bytes(b"changed")

    ran = saraban("audit", "--json")

    assert ran.code == 1
    assert ran.refused.startswith("blob-")
    assert blob.name in ran.answer["error"]["message"]


def test_an_audit_asks_the_registry_for_nothing_that_the_auditor_brought(saraban: Clerk, tmp_path: Path) -> None:
    saraban.registered()
    home = Home(saraban.world.folder)
    leaf0 = home.leaf0.read_text(encoding="ascii").strip()
    brought = home.roots.parent.rename(tmp_path / "brought along")

    ran = saraban(
        "audit",
        "--json",
        "--trust",
        str(brought / "roots.pem"),
        "--log-key",
        str(brought / "log.vkey"),
        "--leaf0",
        leaf0,
    )

    assert ran.answer["verdict"] == "valid"


def test_an_audit_of_no_registry_says_that_there_is_none(saraban: Clerk, tmp_path: Path) -> None:
    saraban.environment["SARABAN_HOME"] = str(tmp_path / "nowhere")

    assert saraban("audit", "--json").refused == "no-registry"


def test_a_bundle_goes_to_a_folder_that_is_there(saraban: Clerk, tmp_path: Path) -> None:
    number = saraban.registered()

    ran = saraban("bundle", number, "--output", str(tmp_path / "nowhere" / "letter.zip"), "--json")

    assert ran.refused == "output-nowhere"


def test_the_command_that_verifies_a_bundle_can_be_typed_as_it_is_shown(saraban: Clerk, tmp_path: Path) -> None:
    number = saraban.registered()
    file = str(tmp_path / "หลักฐาน ฉบับแรก.zip")

    shown = saraban("bundle", number, "--output", file, "--lang", "en").out

    command = shlex.split(shown.partition("Verify it with: ")[2])
    assert command[:3] == ["saraban", "verify", file]
    assert saraban(*command[1:]).code == 0
