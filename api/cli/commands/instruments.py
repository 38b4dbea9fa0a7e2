"""Recording instruments of others, confirming them, and which of them wait."""

from pathlib import Path

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.session import key, office
from api.texts.text import Text
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from registry.acts import instruments
from registry.acts.instruments import Waiting

_PROPOSED = Text("ข้อเสนอ ไม่มีผลใช้บังคับ", "proposed, not in force")
_WAITS = Text("รอนายทะเบียนอีกคนยืนยัน", "waits for another registrar")


def record(call: Call) -> Answer:
    """A registrar records what an instrument does to the structure."""
    draft = instruments.load(Path(call.typed.file))
    with office(call) as here:
        answer = instruments.record(here, key(call), draft)
    said = (
        Text("บันทึกข้อเสนอ {title} แล้ว ยังไม่มีผลใช้บังคับ", "{title} is kept as a proposal; it is not in force.")
        if draft.proposed
        else Text(
            "บันทึก {title} แล้ว นายทะเบียนอีกคนต้องยืนยัน: saraban instrument confirm {digest}",
            "{title} is recorded; another registrar confirms it: saraban instrument confirm {digest}",
        )
    )
    data: dict[str, object] = {
        "title": draft.title,
        "proposed": draft.proposed,
        "recorded": answer["signed"],
        "stream": answer["stream"],
        "position": answer["position"],
    }
    return Answer(data, [said.with_(title=draft.title, digest=str(answer["signed"])[:23])])


def confirm(call: Call) -> Answer:
    """Another registrar confirms it; from here on it counts."""
    with office(call) as here:
        confirmed = instruments.confirm(here, key(call), call.typed.instrument)
    said = Text("ยืนยัน {title} แล้ว มีผลต่อโครงสร้างตั้งแต่บัดนี้", "{title} is confirmed and counts from here on.")
    return Answer(_as_data(confirmed), [said.with_(title=confirmed.title)])


def pending(call: Call) -> Answer:
    """Which recorded instruments do not count, or not yet."""
    with office(call) as here:
        found = instruments.waiting(here)
    columns = [
        Text("ตราสาร", "instrument"), Text("เลขที่", "number"), Text("ผู้ออก", "issuer"), Text("ลงวันที่", "dated"),
        Text("ผู้บันทึก", "recorded by"), Text("สถานะ", "state"), Text("รหัส", "digest"),
    ]  # fmt: skip
    rows: list[list[str | Text]] = [
        [
            one.title,
            to_thai(one.number or "–"),
            one.issuer,
            print_date(one.dated),
            one.recorded_by,
            _PROPOSED if one.proposed else _WAITS,
            one.digest[:23],
        ]
        for one in found
    ]
    nothing = Text("ไม่มีตราสารที่รอการยืนยัน", "No instrument waits to be confirmed.")
    return Answer([_as_data(one) for one in found], [Table(columns, rows) if rows else nothing])


def _as_data(one: Waiting) -> dict[str, object]:
    return {
        "title": one.title,
        "number": one.number,
        "issuer": one.issuer,
        "dated": one.dated.isoformat(),
        "proposed": one.proposed,
        "recorded": one.digest,
        "recorded_by": one.recorded_by,
        "stream": one.stream,
    }
