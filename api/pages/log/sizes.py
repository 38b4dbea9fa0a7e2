"""That the log of one size is the beginning of the log of another (consistency)."""

import json
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from api.counter import Counter
from api.pages.handed_out import saved_as
from api.pages.log.looked import AUDITORS, Log
from api.pages.looking_back import position_of
from api.pages.page import page
from api.texts.text import Text
from domain.errors import InvalidValue
from registry.log.merkle import verify_consistency

TITLE = Text("บันทึกสองขนาดต่อเนื่องกัน", "Two sizes of the log")


@get("/log/consistency", opt=AUDITORS, sync_to_thread=True)
def show(counter: NamedDependency[Counter], old: FromQuery[str] = "", new: FromQuery[str] = "") -> Template:
    """Show the proof that the older log is the beginning of the newer."""
    log = Log.of(counter.office.reader)
    proof = _proof(log, old, new)
    return page(
        "log/consistency.html",
        title=TITLE,
        proof=proof,
        signed={one: log.note_of(one) for one in (proof["old"], proof["new"])},
    )


@get("/log/consistency.json", opt=AUDITORS, sync_to_thread=True)
def as_json(counter: NamedDependency[Counter], old: FromQuery[str] = "", new: FromQuery[str] = "") -> Response[Any]:
    """Hand out that proof for programs."""
    proof = _proof(Log.of(counter.office.reader), old, new)
    name = f"consistency-{proof['old']}-{proof['new']}.json"
    return saved_as(json.dumps(proof, indent=2).encode(), name, "application/json")


def _proof(log: Log, typed_old: str, typed_new: str) -> dict[str, Any]:
    """Return the verified proof between two sizes that were typed; the first checkpoint and the newest for nothing."""
    old = log.require_size(position_of(typed_old)) if typed_old.strip() else log.covering(0)
    new = log.size_of(typed_new)
    if old > new:
        raise InvalidValue(
            "sizes-the-wrong-way", f"A log of {old} leaves is no beginning of one of {new}.", old=old, new=new
        )
    hashes = log.tree.consistency_proof(old, new)
    roots = log.tree.root_at(old), log.tree.root_at(new)
    verify_consistency(old, roots[0], new, roots[1], hashes)
    return {
        "origin": log.head.origin,
        "old": old,
        "old_root": roots[0].hex(),
        "new": new,
        "new_root": roots[1].hex(),
        "hashes": [one.hex() for one in hashes],
    }
