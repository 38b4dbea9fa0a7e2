"""Following a log from outside: nothing of the registry is asked but what it publishes."""

from pathlib import Path

from api.cli.answer import CANNOT_TELL, Answer
from api.cli.call import Call
from api.cli.outputs import write_new
from api.cli.trust import leaf0, log_key
from api.errors import WrongUsage
from api.texts.refusals import sentence
from api.texts.text import Text
from registry.acts.files import read_small
from registry.errors import NotFetched
from registry.monitor import Folder, Followed, Published, Site, monitor
from registry.wire import THAI_TIME


def monitor_log(call: Call) -> Answer:
    """Follow a log and require that everything in it agrees."""
    typed = call.typed
    held = [read_small(Path(name)) for name in typed.held or ()]
    published = _published(typed.log)
    try:
        found = monitor(
            published, log_key(typed.log_key), leaf0=leaf0(typed.leaf0), held=held, progress=call.bar.report
        )
    except NotFetched as refusal:
        data: dict[str, object] = {"log": typed.log, "verdict": "cannot-tell", "slug": refusal.slug, **refusal.facts}
        return Answer(data, [Text(sentence(refusal), str(refusal))], CANNOT_TELL)
    if typed.keep:
        write_new(Path(typed.keep), found.note)
    return _answer(found, typed.log)


def _published(log: str) -> Published:
    if "://" in log:
        return Site(log)
    if not Path(log).is_dir():
        raise WrongUsage("file-unreadable", f"{log} cannot be read: it is no folder.", file=log, why="no folder")
    return Folder(Path(log))


def _answer(found: Followed, log: str) -> Answer:
    figures = {"size": found.size, "groups": found.groups, "keys": found.keys}
    said = [
        Text(
            "บันทึก {origin}: ใบสาธารณะ {size} ใบ {groups} กลุ่ม ตรงกับ checkpoint และแผนที่สถานะล่าสุดทุกกลุ่ม",
            "The log {origin}: {size} public leaves in {groups} groups agree with the checkpoint and with every root "
            "of the map of newest states.",
        ).with_(origin=found.origin, **figures),
        Text(
            "แผนที่มีเรื่อง กุญแจ และชุดเลขรวม {keys} รายการ ราก {heads}",
            "The map has {keys} letters, keys and series; its root is {heads}.",
        ).with_(keys=found.keys, heads=found.heads.hex()),
    ]
    data: dict[str, object] = {
        "log": log,
        "verdict": "valid",
        "origin": found.origin,
        "at": None if found.at is None else found.at.astimezone(THAI_TIME).isoformat(),
        **figures,
        "root": found.root.hex(),
        "heads": found.heads.hex(),
    }
    return Answer(data, said)
