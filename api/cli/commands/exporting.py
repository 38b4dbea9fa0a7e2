"""Exports, written here and replayed elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from api.cli.answer import CANNOT_TELL, FINE, Answer, Table
from api.cli.call import Call
from api.cli.trust import leaf0, log_key, roots
from api.errors import WrongUsage
from api.texts.text import Text
from domain.errors import InvalidValue
from domain.thai.digits import to_thai
from registry.audit.audit import Trust
from registry.export.form import Manifest
from registry.export.reading import take
from registry.export.replaying import Replayed, follow, replay, trust_of
from registry.export.writing import export
from registry.monitor import Followed
from registry.reader import Reader


def export_to(call: Call) -> Answer:
    """Write everything, or what is public of it, into a new folder."""
    folder = Path(call.typed.folder)
    with Reader(call.home) as reader:
        written = export(reader, folder, public=call.typed.public, progress=call.bar.report)
    said = [
        Text(
            "ส่งออก {files} แฟ้มไว้ใน {folder} ตาม checkpoint ของ {size} ใบ",
            "Exported {files} files to {folder}, as of the checkpoint of {size} leaves.",
        ).with_(files=written.files, folder=str(folder), size=written.size),
        Text("ตรวจซ้ำที่อื่นได้ด้วย: saraban replay {folder}", "Replay it elsewhere with: saraban replay {folder}").with_(
            folder=str(folder)
        ),
    ]
    data: dict[str, object] = {
        "folder": str(folder),
        "origin": written.origin,
        "size": written.size,
        "root": written.root,
        "files": written.files,
        "facts": None if written.content is None else written.content.facts,
        "digest": _state(written),
    }
    return Answer(data, said)


def _state(written: Manifest) -> str | None:
    return None if written.content is None else written.content.states[-1].digest


def replay_export(call: Call) -> Answer:
    """Verify an export from nothing, fold it, and compare what follows with what it says."""
    typed = call.typed
    if typed.until is not None:
        raise WrongUsage("until-with-export", "--until is for a registry: an export is always folded as a whole.")
    if not Path(typed.folder).is_dir():
        why = "no folder"
        raise WrongUsage("file-unreadable", f"{typed.folder} cannot be read: it is {why}.", file=typed.folder, why=why)
    with _place(typed.keep) as taken:
        manifest = take(Path(typed.folder), taken)
        trusted, own = _trusted(call, taken), _own_trust(call)
        if manifest.content is None:
            return _public(follow(taken, manifest, trusted, progress=call.bar.report), own=own)
        return _full(manifest, replay(taken, manifest, trusted, progress=call.bar.report), own=own)


@contextmanager
def _place(keep: str | None) -> Iterator[Path]:
    if keep is None:
        with TemporaryDirectory(prefix="saraban-") as somewhere:
            yield Path(somewhere)
        return
    folder = Path(keep)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidValue("folder-not-empty", f"{folder} is not empty: name a new folder.", folder=str(folder))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    yield folder


def _own_trust(call: Call) -> bool:
    return bool(call.typed.trust and call.typed.log_key and call.typed.leaf0)


def _trusted(call: Call, taken: Path) -> Trust:
    """Return what the auditor brought along, and what lies in the export where nothing was brought."""
    typed = call.typed
    if _own_trust(call):
        return Trust(roots(typed.trust), log_key(typed.log_key), leaf0(typed.leaf0))
    beside = trust_of(taken)
    return replace(
        beside,
        roots=roots(typed.trust) if typed.trust else beside.roots,
        log_key=log_key(typed.log_key) if typed.log_key else beside.log_key,
        leaf0=leaf0(typed.leaf0) or beside.leaf0,
    )


def _full(manifest: Manifest, found: Replayed, *, own: bool) -> Answer:
    counted = [
        (Text("ใบในบันทึก", "leaves"), manifest.size),
        (Text("รายการ", "facts"), found.facts),
        (Text("ลายมือชื่อ", "signatures"), found.audited.signatures),
        (Text("หน้าทะเบียนที่ตรงกัน", "pages of registers that are the same"), found.pages),
        (Text("มุมมองที่ตรงกัน", "views that are the same"), len(found.views)),
    ]
    rows: list[list[str | Text]] = [[words, to_thai(str(count))] for words, count in counted]
    said: list[Text | Table] = [
        Table([Text("สิ่งที่ตรวจแล้วและถูกต้อง", "verified"), Text("จำนวน", "count")], rows),
        Text("สภาพ {digest}", "State {digest}").with_(digest=found.state),
    ]
    if found.untold:
        said.append(
            Text("เทียบไม่ได้เพราะเป็นรุ่นอื่น: {names}", "Not compared, for they are of another version: {names}.").with_(
                names=", ".join(found.untold)
            )
        )
    else:
        said.append(Text("ได้ผลเดียวกับทะเบียนที่ส่งออก", "The same as the registry that exported it."))
    if not own:
        said.append(_OWN_TRUST)
    data: dict[str, object] = {
        "verdict": "cannot-tell" if found.untold else "same",
        "origin": manifest.origin,
        "size": manifest.size,
        "root": manifest.root,
        "facts": found.facts,
        "position": found.position,
        "signatures": found.audited.signatures,
        "digest": found.state,
        "pages": found.pages,
        "views": list(found.views),
        "not_compared": list(found.untold),
        "own_trust": own,
    }
    return Answer(data, said, CANNOT_TELL if found.untold else FINE)


def _public(found: Followed, *, own: bool) -> Answer:
    counted = [
        (Text("ใบในบันทึก", "leaves"), found.size),
        (Text("กลุ่มที่ลงลายมือชื่อพร้อมกัน", "groups signed together"), found.groups),
        (Text("เรื่อง ชุดเลข และกุญแจ", "letters, series and keys"), found.keys),
    ]
    rows: list[list[str | Text]] = [[words, to_thai(str(count))] for words, count in counted]
    said: list[Text | Table] = [
        Table([Text("สิ่งที่ตรวจแล้วและถูกต้อง", "verified"), Text("จำนวน", "count")], rows),
        Text(
            "บันทึก ชุดเลข และสถานะล่าสุด ตรงกับที่เผยแพร่ ราก {root}",
            "Tree, series and newest states are as they were published; root {root}.",
        ).with_(root=found.root.hex()),
    ]
    data: dict[str, object] = {
        "verdict": "same",
        "origin": found.origin,
        "size": found.size,
        "root": found.root.hex(),
        "groups": found.groups,
        "keys": found.keys,
        "heads": found.heads.hex(),
        "own_trust": own,
    }
    return Answer(data, said if own else [*said, _OWN_TRUST])


_OWN_TRUST = Text(
    "เชื่อตามสิ่งที่มากับชุดส่งออก: ให้นำ --trust --log-key --leaf0 ที่ได้จากทางอื่นมาใช้",
    "Trusted was what came with the export: bring --trust, --log-key and --leaf0 from elsewhere.",
)
