"""A registry exported by its office and replayed by an auditor who has no access to it."""

import shutil
from pathlib import Path

import pytest

from tests.api.cli.conftest import Clerk


@pytest.fixture
def out(saraban: Clerk, tmp_path: Path) -> Path:
    """An export of an office in which a letter was sent."""
    saraban.dispatched()
    saraban.json("export", str(tmp_path / "out"))
    return tmp_path / "out"


def elsewhere(saraban: Clerk) -> Clerk:
    """The auditor's own terminal: no registry there."""
    return Clerk(saraban.world, saraban.folder, {"SARABAN_HOME": str(saraban.folder / "no-registry")})


def trust(saraban: Clerk) -> tuple[str, ...]:
    folder = saraban.world.folder / "trust"
    leaf0 = (folder / "leaf0.sha256").read_text().strip()
    return ("--trust", str(folder / "roots.pem"), "--log-key", str(folder / "log.vkey"), "--leaf0", leaf0)


def test_an_export_says_up_to_where_it_goes_and_how_to_replay_it(saraban: Clerk, tmp_path: Path) -> None:
    saraban.dispatched()

    found = saraban.json("export", str(tmp_path / "out"))
    in_words = saraban("export", str(tmp_path / "again"), "--lang", "en")

    assert found["facts"] == saraban.json("replay")["facts"]
    assert found["digest"] == saraban.json("replay")["digest"]
    assert f"saraban replay {tmp_path / 'again'}" in in_words.out


def test_the_same_follows_from_an_export_where_the_registry_is_not(saraban: Clerk, out: Path) -> None:
    auditor = elsewhere(saraban)

    found = auditor.json("replay", str(out), *trust(saraban))
    in_words = auditor("replay", str(out), *trust(saraban), "--lang", "en")

    assert (found["verdict"], found["digest"]) == ("same", saraban.json("replay")["digest"])
    assert {"book", "structure"} <= set(found["views"])
    assert found["own_trust"]
    assert "The same as the registry that exported it." in in_words.out


def test_a_public_export_gives_the_same_tree_series_and_newest_states(saraban: Clerk, tmp_path: Path) -> None:
    saraban.dispatched()
    written = saraban.json("export", str(tmp_path / "public"), "--public")

    found = elsewhere(saraban).json("replay", str(tmp_path / "public"), *trust(saraban))
    in_words = elsewhere(saraban)("replay", str(tmp_path / "public"), "--lang", "en")

    assert written["facts"] is None
    assert (found["size"], found["root"]) == (written["size"], written["root"])
    assert found["verdict"] == "same"
    assert "Tree, series and newest states are as they were published" in in_words.out


def test_whoever_brings_no_trust_is_told_whom_he_believed(saraban: Clerk, out: Path) -> None:
    ran = elsewhere(saraban)("replay", str(out), "--lang", "en")

    assert ran.code == 0
    assert "Trusted was what came with the export" in ran.out


def test_the_copy_is_kept_and_answers_questions(saraban: Clerk, out: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"

    elsewhere(saraban).json("replay", str(out), "--keep", str(kept))

    assert saraban.json("book", "sent", "--home", str(kept)) == saraban.json("book", "sent")
    assert saraban("replay", str(out), "--keep", str(kept), "--json").refused == "folder-not-empty"


def test_a_changed_fact_is_named_by_its_position(saraban: Clerk, out: Path) -> None:
    facts = out / "facts" / "000000.jsonl"
    facts.write_bytes(facts.read_bytes().replace("กระบี่".encode(), "ระนอง".encode()))

    ran = elsewhere(saraban)("replay", str(out), "--json")

    assert (ran.code, ran.refused) == (1, "export-file-altered")


def test_another_offices_trust_refuses_it(saraban: Clerk, out: Path, tmp_path: Path) -> None:
    key = tmp_path / "other.vkey"
    key.write_text("other.example+03de5b7e+AT4+dRyRiqZpQCzS58WQGVdWzXXXXXXXXXXXXXXXXXXX\n")

    ran = elsewhere(saraban)("replay", str(out), "--log-key", str(key), "--json")

    assert ran.code in {1, 2}


def test_what_another_version_followed_cannot_be_told(
    saraban: Clerk, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.views.find.Find.VERSION", 99)

    ran = elsewhere(saraban)("replay", str(out), "--lang", "en")

    assert ran.code == 3
    assert "Not compared, for they are of another version: find." in ran.out


@pytest.mark.parametrize("typed", ["nowhere", "a-file"])
def test_what_is_no_folder_was_not_looked_at(saraban: Clerk, tmp_path: Path, typed: str) -> None:
    (tmp_path / "a-file").write_bytes(b"")

    ran = elsewhere(saraban)("replay", str(tmp_path / typed), "--json")

    assert (ran.code, ran.refused) == (2, "file-unreadable")


def test_an_export_is_folded_as_a_whole(saraban: Clerk, out: Path) -> None:
    assert elsewhere(saraban)("replay", str(out), "--until", "5", "--json").refused == "until-with-export"
    assert elsewhere(saraban)("replay", str(out), "--until", "5").code == 2


def test_a_folder_that_holds_something_is_not_written_into(saraban: Clerk, out: Path) -> None:
    assert saraban("export", str(out), "--json").refused == "folder-not-empty"
    shutil.rmtree(out)
    out.mkdir()
    assert saraban("export", str(out)).code == 0
