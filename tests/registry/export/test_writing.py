"""What an export holds, and that it is written whole or not at all."""

import fcntl
import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import orjson
import pytest

from domain.errors import InvalidValue
from registry.errors import RegistryError, StoreDamaged
from registry.export import writing
from registry.export.form import Manifest
from registry.export.writing import export
from registry.home import Home
from registry.reader import Reader
from registry.replay import replay
from registry.store.facts import FactStore
from tests.registry.killed import killed_at
from tests.registry.world import World


def exported(folder: Path, out: Path, *, public: bool = False, facts_a_file: int = 10) -> Manifest:
    with Reader(folder) as reader:
        return export(reader, out, public=public, facts_a_file=facts_a_file)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_fact_stands_there_in_the_order_of_the_log_with_its_evidence_and_salt(
    office: Path, tmp_path: Path
) -> None:
    exported(office, tmp_path / "out")

    lines = [
        orjson.loads(line)
        for path in sorted((tmp_path / "out" / "facts").iterdir())
        for line in path.read_bytes().splitlines()
    ]
    with Reader(office) as reader:
        facts = list(reader.facts())
    assert [line["position"] for line in lines] == [one.position for one in facts]
    assert [line["statement"].encode() for line in lines] == [one.entry.contents.statement for one in facts]
    assert set(lines[0]) == {"position", "name", "stream", "seq", "statement", "kind", "evidence", "salt"}


def test_the_manifest_names_every_file_with_its_digest_and_what_follows_from_the_facts(
    office: Path, tmp_path: Path
) -> None:
    manifest = exported(office, tmp_path / "out")

    found = files(tmp_path / "out")
    listed = [orjson.loads(line) for line in found.pop("files.jsonl").splitlines()]
    assert orjson.loads(found.pop("manifest.json"))["files"] == len(listed) == len(found)
    assert {one["path"]: one["sha256"] for one in listed} == {
        path: sha256(data).hexdigest() for path, data in found.items()
    }
    assert manifest.content is not None
    with Reader(office) as reader:
        assert manifest.content.states[-1].digest == replay(reader).digest
    assert {page.register for page in manifest.content.pages} == {"sent", "received", "secret"}
    assert "book" in {one.view for one in manifest.content.views}


def test_no_key_is_in_it(office: Path, tmp_path: Path) -> None:
    exported(office, tmp_path / "out")

    everything = b"".join(files(tmp_path / "out").values())
    assert b"PRIVATE KEY" not in everything
    assert (office / "seal" / "seal.key").read_bytes() not in everything
    assert (office / "signer" / "log-key").read_bytes().strip() not in everything


def test_a_public_export_has_tiles_checkpoint_and_trust_and_nothing_else(office: Path, tmp_path: Path) -> None:
    manifest = exported(office, tmp_path / "out", public=True)

    found = files(tmp_path / "out")
    assert {path.split("/")[0] for path in found} == {"tiles", "trust", "manifest.json", "files.jsonl"}
    assert manifest.content is None
    assert "ตัวอย่าง".encode() not in b"".join(found.values())


def test_two_exports_under_one_checkpoint_are_the_same_to_the_byte(office: Path, tmp_path: Path) -> None:
    exported(office, tmp_path / "one")

    exported(office, tmp_path / "two")

    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_a_writer_that_goes_on_changes_nothing_of_it(world: World, tmp_path: Path) -> None:
    world.issue()
    exported(world.folder, tmp_path / "before")
    copy = writing._copy_trust

    def meanwhile(home: Home, part: Path) -> None:
        world.issue()
        copy(home, part)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "_copy_trust", meanwhile)
        exported(world.folder, tmp_path / "meanwhile")

    assert files(tmp_path / "meanwhile") == files(tmp_path / "before")


def test_an_empty_folder_is_used_and_one_that_holds_something_is_refused(office: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("somebody's")

    exported(office, tmp_path / "empty")
    with pytest.raises(InvalidValue, match="is not empty"):
        exported(office, tmp_path / "full")

    assert (tmp_path / "empty" / "manifest.json").exists()
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("name", [".", "/", "out/.."])
def test_a_folder_needs_a_name_of_its_own(office: Path, name: str) -> None:
    with pytest.raises(InvalidValue, match="names no new folder"):
        exported(office, Path(name))


@pytest.mark.parametrize("own", ["tiles", "blobs", "views", "trust", "signer", "seal"])
def test_the_registry_s_own_folders_take_no_export(office: Path, own: str) -> None:
    with pytest.raises(InvalidValue, match="a folder of the registry's own"):
        exported(office, office / own / "export")

    assert not (office / own / "export").exists()


@pytest.mark.parametrize("step", ["_copy_trust", "_copy_files", "_list", "sync_folder"])
def test_what_breaks_off_leaves_no_export(
    office: Path, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(writing, step, crash)
        with pytest.raises(KeyboardInterrupt):
            exported(office, tmp_path / "out")

    assert not (tmp_path / "out").exists()
    assert exported(office, tmp_path / "out").files


@pytest.mark.parametrize("step", ["_copy_trust", "_copy_files", "_list", "sync_folder"])
def test_an_export_that_is_killed_at_any_step_leaves_none(office: Path, tmp_path: Path, step: str) -> None:
    came = killed_at(writing, step, lambda: exported(office, tmp_path / "out"))

    assert came
    assert not (tmp_path / "out").exists()
    assert exported(office, tmp_path / "out").files
    assert not (tmp_path / ".out.part").exists()


def test_a_killed_export_leaves_a_part_that_the_next_one_replaces(office: Path, tmp_path: Path) -> None:
    (tmp_path / ".out.part" / "tiles").mkdir(parents=True)
    (tmp_path / ".out.part" / "facts").symlink_to(office)
    (tmp_path / ".out.part" / "tiles" / "old").write_text("half")

    exported(office, tmp_path / "out")

    assert "tiles/old" not in files(tmp_path / "out")
    assert not (tmp_path / ".out.part").exists()
    assert (office / "register.db").exists()


def test_of_two_exports_to_one_folder_the_second_is_refused(office: Path, tmp_path: Path) -> None:
    part = tmp_path / ".out.part"
    part.mkdir()
    held = os.open(part, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)

    with pytest.raises(RegistryError, match="Somebody else exports"):
        exported(office, tmp_path / "out")

    os.close(held)


def _lose_a_file(office: Path) -> None:
    next((office / "blobs").glob("??/*")).unlink()


def _alter_a_file(office: Path) -> None:
    next((office / "blobs").glob("??/*")).write_bytes(b"another")


@pytest.mark.parametrize(
    ("harm", "refused"),
    [
        (_lose_a_file, "is missing from the store"),
        (_alter_a_file, "is not what was stored"),
    ],
)
def test_a_registry_that_lost_something_is_not_exported(
    office: Path, tmp_path: Path, harm: Callable[[Path], None], refused: str
) -> None:
    harm(office)

    with pytest.raises(StoreDamaged, match=refused):
        exported(office, tmp_path / "out")

    assert list(tmp_path.glob("*out*")) == []


def test_leaves_that_were_not_signed_are_not_exported(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaves = FactStore.leaves

    def altered(self: FactStore) -> Iterator[tuple[int, list[bytes]]]:
        for first, group in leaves(self):
            yield first, [group[0].replace(b"registry", b"Registry"), *group[1:]]

    monkeypatch.setattr(FactStore, "leaves", altered)

    with pytest.raises(StoreDamaged, match="are not those that were signed"):
        exported(office, tmp_path / "out")
