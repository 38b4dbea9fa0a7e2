"""An export replayed elsewhere: the same follows from it, or it is said where not. Nothing that came is believed."""

import os
import shutil
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pytest

from keys.errors import KeysError
from registry import wire
from registry.audit.audit import Trust
from registry.audit.report import AuditFailed
from registry.errors import RegistryError, StoreDamaged, UnknownFact
from registry.export import form, restoring
from registry.export.form import BadExport
from registry.export.reading import take
from registry.export.replaying import ExportDiffers, Replayed, follow, replay, trust_of
from registry.export.writing import export
from registry.monitor import Followed
from registry.reader import Reader
from registry.replay import replay as replay_registry
from registry.views.book import Book
from registry.views.view import open_view
from tests.registry.views.lines import contents
from tests.registry.world import World


@pytest.fixture(scope="session")
def written(busy_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of the busy office, ten facts a file."""
    folder = tmp_path_factory.mktemp("export") / "out"
    with Reader(Path(shutil.copytree(busy_office, folder.parent / "registry"))) as reader:
        export(reader, folder, facts_a_file=10)
    return folder


@pytest.fixture
def out(written: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return Path(shutil.copytree(written, tmp_path / "out"))


def replayed(out: Path, taken: Path | None = None) -> Replayed:
    taken = taken or out.with_name("taken")
    taken.mkdir()
    manifest = take(out, taken)
    return replay(taken, manifest, trust_of(taken), progress=lambda _done, _all: None)


def listed_again(out: Path) -> None:
    """Write listing and manifest again, so that they fit whatever was done to the files."""
    files = sorted(path for path in out.rglob("*") if path.is_file() and path.parent != out)
    lines = [
        form.line_of(form.FileLine(path.relative_to(out).as_posix(), path.stat().st_size, _sha256(path)))
        for path in sorted(files, key=lambda path: path.relative_to(out).as_posix())
    ]
    (out / "files.jsonl").write_bytes(b"".join(lines))
    said(out, files=len(lines), listing="sha256:" + _sha256(out / "files.jsonl"))


def said(out: Path, **changed: object) -> None:
    """Change what the manifest says."""
    manifest = {**orjson.loads((out / "manifest.json").read_bytes()), **changed}
    (out / "manifest.json").write_bytes(orjson.dumps(manifest, option=orjson.OPT_SORT_KEYS) + b"\n")


def content(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads((out / "manifest.json").read_bytes())["content"]
    return found


def _sha256(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def facts(out: Path) -> Iterator[tuple[Path, int, dict[str, Any]]]:
    for path in sorted((out / "facts").iterdir()):
        for place, line in enumerate(path.read_bytes().splitlines()):
            yield path, place, orjson.loads(line)


def _line(fact: dict[str, Any]) -> bytes:
    return orjson.dumps(fact, option=orjson.OPT_SORT_KEYS) + b"\n"


def change(out: Path, position: int, alter: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
    """Alter one fact, or leave it out, in an export whose digests fit again."""
    for path, place, fact in facts(out):
        if fact["position"] == position:
            lines = path.read_bytes().splitlines(keepends=True)
            altered = alter(fact)
            lines[place] = b"" if altered is None else _line(altered)
            path.write_bytes(b"".join(lines))
    listed_again(out)


def some_position(out: Path, name: str = "letter.issued.v1") -> int:
    return next(int(fact["position"]) for _, _, fact in facts(out) if fact["name"] == name)


# --- the same follows --------------------------------------------------------------------------------------


def test_the_same_state_pages_and_views_follow_where_the_registry_is_not(out: Path, busy_office: Path) -> None:
    found = replayed(out)

    with Reader(busy_office) as reader:
        state = replay_registry(reader)
    assert (found.state, found.facts, found.position) == (state.digest, state.facts, state.position)
    assert found.audited.facts == state.facts
    assert found.pages == len(content(out)["pages"])
    assert "book" in found.views
    assert found.untold == ()


def test_the_copy_answers_questions_as_the_registry_does(out: Path, office: Path) -> None:
    replayed(out)

    with Reader(out.with_name("taken")) as there, open_view(there, Book) as view:
        elsewhere = contents(view)
    with Reader(office) as here, open_view(here, Book) as view:
        assert contents(view) == elsewhere


def test_an_export_of_an_open_registry_replays_too(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "open")
    world.dispatch(world.issue())

    with Reader(world.folder) as reader:
        export(reader, tmp_path / "out")
    world.issue()

    assert replayed(tmp_path / "out").audited.letters == 1
    world.close()


# --- the first position where they differ ------------------------------------------------------------------


def test_a_changed_statement_is_named_by_its_position(out: Path) -> None:
    position = some_position(out, "letter.dispatched.v1")
    change(out, position, lambda fact: {**fact, "statement": fact["statement"].replace("กระบี่", "ระนอง")})

    with pytest.raises(BadExport, match=f"Position {position}: facts and log differ first here") as refused:
        replayed(out)

    assert refused.value.facts["position"] == position


def test_a_fact_behind_the_end_of_the_log_is_one_too_many(out: Path) -> None:
    path = max((out / "facts").iterdir())
    newest = orjson.loads(path.read_bytes().splitlines()[-1])
    with path.open("ab") as file:
        file.write(_line({**newest, "position": 10_000}))
    listed_again(out)

    with pytest.raises(BadExport, match=r"Position 10000: .* the log has no fact there"):
        replayed(out)


def test_a_second_fact_at_one_place_of_a_stream_is_refused_whatever_the_log_commits_to(
    out: Path, tmp_path: Path
) -> None:
    (fact,) = [form.read_line(_line(one), form.FactLine, "") for _, _, one in facts(out) if one["position"] == 0]
    (tmp_path / "rows").mkdir()

    with closing(restoring._Rows(tmp_path / "rows")) as rows:
        rows.add(fact)
        with pytest.raises(BadExport, match=r"Position 0: .* not the next of stream"):
            rows.add(fact)


@pytest.mark.parametrize("part", ["evidence", "salt"])
def test_changed_evidence_or_salt_is_named_by_its_position(out: Path, part: str) -> None:
    position = some_position(out)

    def alter(fact: dict[str, Any]) -> dict[str, Any]:
        data = bytearray(b64decode(fact[part]))
        data[-1] ^= 1
        return {**fact, part: b64encode(data).decode()}

    change(out, position, alter)

    with pytest.raises(BadExport, match=f"Position {position}: "):
        replayed(out)


def test_a_fact_that_is_left_out_is_named_by_its_position(out: Path) -> None:
    position = some_position(out)
    change(out, position, lambda _fact: None)

    with pytest.raises(BadExport, match=f"Position {position}: .* the fact of this leaf is missing"):
        replayed(out)


def test_a_fact_where_the_log_has_none_is_named_by_its_position(out: Path) -> None:
    position = some_position(out)
    nowhere = position + 1  # the public leaf of its number
    change(out, position, lambda fact: {**fact, "position": nowhere})

    with pytest.raises(BadExport, match=f"Position {position}: .* is missing"):
        replayed(out)


def test_the_newest_fact_left_out_is_missing_too(out: Path) -> None:
    newest = max(int(fact["position"]) for _, _, fact in facts(out))
    change(out, newest, lambda _fact: None)

    with pytest.raises(BadExport, match=f"Position {newest}: .* is missing"):
        replayed(out)


@pytest.mark.parametrize(
    ("part", "value"), [("stream", "01778b0b-4a00-7000-8000-000000000001"), ("name", "letter.returned.v1"), ("seq", 7)]
)
def test_a_fact_under_another_name_or_place_in_its_stream_is_named(out: Path, part: str, value: object) -> None:
    position = some_position(out)
    change(out, position, lambda fact: {**fact, part: value})

    with pytest.raises((BadExport, AuditFailed)) as refused:
        replayed(out)

    assert refused.value.facts["position"] == position


def test_facts_of_another_registry_are_refused_at_the_first(out: Path, tmp_path: Path) -> None:
    other = World.staffed(tmp_path / "other", another=True)
    with Reader(other.folder) as reader:
        export(reader, tmp_path / "others")
    other.close()
    shutil.rmtree(out / "facts")
    shutil.copytree(tmp_path / "others" / "facts", out / "facts")
    listed_again(out)

    with pytest.raises(BadExport, match="Position 0: "):
        replayed(out)


def test_an_honest_export_of_another_registry_is_not_taken_for_the_trusted_one(out: Path, tmp_path: Path) -> None:
    other = World.staffed(tmp_path / "other", another=True)
    other.close()
    taken = tmp_path / "taken"
    taken.mkdir()

    manifest = take(out, taken)

    with pytest.raises(KeysError):
        replay(taken, manifest, Trust.beside(other.folder), progress=lambda _done, _all: None)


def test_a_state_that_is_told_falsely_is_named_by_the_facts_between_which_it_differs(out: Path) -> None:
    told = content(out)
    before, false = told["states"][0], told["states"][1]
    false["digest"] = "sha256:" + "0" * 64
    said(out, content=told)

    with pytest.raises(ExportDiffers) as refused:
        replayed(out)

    assert (refused.value.facts["first"], refused.value.facts["position"]) == (
        before["position"] + 1,
        false["position"],
    )


def test_a_state_at_a_position_without_a_fact_is_refused(out: Path) -> None:
    told = content(out)
    told["states"].append({"position": 10_000, "digest": "sha256:" + "0" * 64})
    said(out, content=told)

    with pytest.raises(ExportDiffers, match="at position 10000, where no fact is"):
        replayed(out)


def test_another_count_of_facts_is_refused(out: Path) -> None:
    told = content(out)
    said(out, content={**told, "facts": told["facts"] + 1})

    with pytest.raises(ExportDiffers, match=f"tells of {told['facts'] + 1} facts and holds {told['facts']}"):
        replayed(out)


def test_a_file_that_no_fact_names_is_refused_though_the_listing_does(out: Path) -> None:
    name = sha256(b"nobody's").hexdigest()
    path = out / "blobs" / name[:2] / name[2:]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"nobody's")
    listed_again(out)

    with pytest.raises(ExportDiffers, match="It brings 1 files that no fact names"):
        replayed(out)


def test_a_page_that_is_told_falsely_is_named_by_its_day_and_register(out: Path) -> None:
    told = content(out)
    page = next(one for one in told["pages"] if one["register"] == "received")
    page["rows"] += 1
    said(out, content=told)

    with pytest.raises(ExportDiffers, match=f"The page of {page['day']} in the received register"):
        replayed(out)


def test_a_page_that_is_not_told_is_missed(out: Path) -> None:
    told = content(out)
    said(out, content={**told, "pages": told["pages"][1:]})

    with pytest.raises(ExportDiffers, match="The page of"):
        replayed(out)


def test_a_view_that_is_told_falsely_is_named(out: Path) -> None:
    told = content(out)
    next(one for one in told["views"] if one["view"] == "structure")["digest"] = "sha256:" + "0" * 64
    said(out, content=told)

    with pytest.raises(ExportDiffers, match="'structure'"):
        replayed(out)


def test_what_another_version_folded_or_followed_is_said_not_to_be_compared(out: Path) -> None:
    told = content(out)
    told["views"] = [{**one, "version": one["version"] + 1} for one in told["views"] if one["view"] != "find"]
    said(out, content={**told, "fold": "fold/v0"})

    found = replayed(out)

    assert set(found.untold) == {"fold/v0", "find", *(one["view"] for one in told["views"])}


# --- what is public ----------------------------------------------------------------------------------------


@pytest.fixture
def public(office: Path, tmp_path: Path) -> Path:
    """A public export of the busy office."""
    with Reader(office) as reader:
        export(reader, tmp_path / "public", public=True)
    return tmp_path / "public"


def followed(out: Path) -> Followed:
    taken = out.with_name("taken")
    taken.mkdir()
    manifest = take(out, taken)
    return follow(taken, manifest, trust_of(taken), progress=lambda _done, _all: None)


def test_a_public_export_gives_the_same_tree_and_newest_states(public: Path, office: Path) -> None:
    found = followed(public)

    with Reader(office) as reader:
        head = reader.head()
    assert (found.size, found.root) == (head.size, head.root)


def test_a_changed_leaf_is_noticed(public: Path) -> None:
    path = next(one for one in (public / "tiles").rglob("*") if "entries" in str(one) and one.is_file())
    path.write_bytes(path.read_bytes().replace(b'"st":"void"', b'"st":"VOID"'))
    listed_again(public)

    with pytest.raises(RegistryError):
        followed(public)


def test_a_changed_tile_is_noticed(public: Path) -> None:
    path = next(one for one in (public / "tiles" / "tile" / "0").rglob("*") if one.is_file())
    path.write_bytes(path.read_bytes()[::-1])
    listed_again(public)

    with pytest.raises(StoreDamaged, match="is not what the log's leaves make of it"):
        followed(public)


def test_a_public_export_under_another_manifest_is_refused(public: Path) -> None:
    said(public, size=1)

    with pytest.raises(BadExport, match="another log than the checkpoint"):
        followed(public)


def test_there_is_nothing_to_fold_in_a_public_export(public: Path) -> None:
    with pytest.raises(ExportDiffers, match="no facts to replay"):
        replayed(public)


# --- hostile exports ---------------------------------------------------------------------------------------


def _altered(out: Path) -> None:
    path = next((out / "blobs").glob("??/*"))
    path.write_bytes(path.read_bytes()[:-1] + b"?")


def _longer(out: Path) -> None:
    with next((out / "blobs").glob("??/*")).open("ab") as file:
        file.write(b"more")


def _cut(out: Path) -> None:
    path = out / "facts" / "000001.jsonl"
    path.write_bytes(path.read_bytes()[:-100])


def _cut_and_listed(out: Path) -> None:
    _cut(out)
    listed_again(out)


def _missing(out: Path) -> None:
    (out / "facts" / "000001.jsonl").unlink()


def _missing_and_listed(out: Path) -> None:
    _missing(out)
    listed_again(out)


def _one_more(out: Path) -> None:
    (out / "blobs" / "run-me.sh").write_text("rm -r")


def _link_to_a_file(out: Path) -> None:
    path = next((out / "blobs").glob("??/*"))
    path.rename(out.parent / "elsewhere")
    path.symlink_to(out.parent / "elsewhere")


def _link_to_a_folder(out: Path) -> None:
    (out / "blobs").rename(out.parent / "elsewhere")
    (out / "blobs").symlink_to(out.parent / "elsewhere")


def _unnamed_link(out: Path) -> None:
    (out / "blobs" / "zz").symlink_to(out.parent)


def _pipe(out: Path) -> None:
    path = next((out / "blobs").glob("??/*"))
    path.unlink()
    os.mkfifo(path)


def _twice(out: Path) -> None:
    lines = (out / "files.jsonl").read_bytes().splitlines(keepends=True)
    (out / "files.jsonl").write_bytes(b"".join([lines[0], *lines]))
    said(out, files=len(lines) + 1, listing="sha256:" + _sha256(out / "files.jsonl"))


def _other_listing(out: Path) -> None:
    said(out, listing="sha256:" + "0" * 64)


def _huge_line(out: Path) -> None:
    (out / "facts" / "000000.jsonl").write_bytes(b"{" + b" " * 200)
    listed_again(out)


def _not_json(out: Path) -> None:
    (out / "manifest.json").write_bytes(b"[" * 100_000)


def _other_format(out: Path) -> None:
    said(out, format="saraban-export/v2")


def _field_too_many(out: Path) -> None:
    said(out, note="hello")


def _second_spelling(out: Path) -> None:
    (out / "manifest.json").write_bytes(b" " + (out / "manifest.json").read_bytes())


def _no_trust(out: Path) -> None:
    (out / "trust" / "leaf0.sha256").unlink()
    listed_again(out)


def _odd_trust(out: Path) -> None:
    (out / "trust" / "leaf0.sha256").write_text("no figures")
    listed_again(out)


def _other_root(out: Path) -> None:
    said(out, root="0" * 64)


def _public_with_facts(out: Path) -> None:
    said(out, content=None)


@pytest.mark.parametrize(
    ("harm", "refused"),
    [
        (_altered, "is not the file that was exported"),
        (_longer, "is not the file that was exported"),
        (_cut, "is not the file that was exported"),
        (_cut_and_listed, r"facts/000001.jsonl, line \d+ is not as exports are written"),
        (_missing, "The export has no facts/000001.jsonl"),
        (_missing_and_listed, "A file of facts is missing between others|Position"),
        (_one_more, "The export names no file 'blobs/run-me.sh'"),
        (_link_to_a_file, "is no plain file in plain folders"),
        (_link_to_a_folder, "is no plain file in plain folders"),
        (_unnamed_link, "The export names no file 'blobs/zz'"),
        (_pipe, "is no plain file in plain folders"),
        (_twice, "out of order"),
        (_other_listing, "is not the one that the manifest names"),
        (_huge_line, "has more than 100 bytes"),
        (_not_json, "manifest.json is not as exports are written"),
        (_other_format, "manifest.json is not as exports are written"),
        (_field_too_many, "manifest.json is not as exports are written"),
        (_second_spelling, "it is not in its one form"),
        (_no_trust, "The export has no trust/leaf0.sha256"),
        (_odd_trust, "trust is not as exports are written"),
        (_other_root, "another log than the checkpoint"),
        (_public_with_facts, "No export has a file 'blobs/"),
    ],
)
def test_what_is_no_honest_export_is_refused_with_a_sentence(
    out: Path, harm: Callable[[Path], None], refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    harm(out)
    if harm is _huge_line:
        monkeypatch.setattr("registry.export.reading.LONGEST_LINE", 100)
        monkeypatch.setattr("registry.export.reading._manifest", _read_manifest)

    with pytest.raises(BadExport, match=refused):
        replayed(out)


@pytest.mark.parametrize(
    "path", ["../../somewhere", "/etc/passwd", "blobs/../../x", "seal/seal.key", "register.db", "facts/๐๐๐๐๐๐.jsonl"]
)
def test_a_path_that_no_export_has_is_refused(out: Path, path: str) -> None:
    lines = (out / "files.jsonl").read_bytes().splitlines(keepends=True)
    lines[0] = orjson.dumps({**orjson.loads(lines[0]), "path": path}, option=orjson.OPT_SORT_KEYS) + b"\n"
    (out / "files.jsonl").write_bytes(b"".join(lines))
    said(out, listing="sha256:" + _sha256(out / "files.jsonl"))

    with pytest.raises(BadExport, match="No export has a file"):
        replayed(out)


def _read_manifest(folder: Path) -> form.Manifest:
    return form.read_line((folder / "manifest.json").read_bytes(), form.Manifest, "manifest.json")


def test_a_folder_that_is_no_export_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(BadExport, match=r"The export has no manifest\.json"):
        take(tmp_path / "folder", tmp_path)


def test_a_file_that_must_not_be_read_is_said(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("registry.export.reading.os.open", refuse)

    with pytest.raises(BadExport, match="cannot be read: Permission denied"):
        take(out, out.with_name("taken"))


def test_a_statement_of_a_future_version_is_named_by_its_position(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    position = some_position(out)
    real = wire.decode

    def from_the_future(data: bytes) -> wire.Statement:
        said_ = real(data)
        if said_.name == "letter.issued.v1":
            raise UnknownFact("unknown-fact", "This version cannot read 'letter.issued.v1' events.")
        return said_

    monkeypatch.setattr("registry.export.restoring.wire.decode", from_the_future)

    with pytest.raises(BadExport, match=rf"Position {position}: .* cannot read"):
        replayed(out)
