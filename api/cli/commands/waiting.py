"""Drafts that wait for a signature: listed, signed with a key here, or sent back."""

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.session import key, office
from api.texts.text import Text, label, plain
from domain.labels import STATES
from domain.letter.events import Way
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from registry.acts import waiting as acts
from registry.papers.drafts import open_drafts
from registry.papers.working import WorkingDraft
from registry.wire import THAI_TIME

WAYS = {
    Way.ELECTRONIC: Text("ลงลายมือชื่ออิเล็กทรอนิกส์", "signed electronically"),
    Way.BY_HAND: Text("ลงชื่อบนกระดาษ เจ้าหน้าที่รับรอง", "signed on paper; the clerk says so"),
    Way.SEALED: Text("ประทับตรา ลงลายมือชื่อย่อกำกับ", "sealed; initialled"),
}
_COLUMNS = (
    Text("รหัส", "id"),
    Text("เรื่อง", "subject"),
    Text("รอ", "waits for"),
    Text("วิธี", "way"),
    Text("ตั้งแต่", "since"),
)
_NOTHING = Text("ไม่มีร่างที่รอลงลายมือชื่อ", "Nothing waits for a signature.")


def waiting(call: Call) -> Answer:
    """What waits."""
    with office(call) as here:
        found = acts.waiting(open_drafts(here.reader.home), getattr(call.typed, "for"))
    data: dict[str, object] = {"waiting": [_data(one) for one in found]}
    if not found:
        return Answer(data, [_NOTHING])
    return Answer(data, [Table(_COLUMNS, [_row(one) for one in found], label(STATES["awaiting_signature"]))])


def sign(call: Call) -> Answer:
    """Sign and register a draft."""
    with office(call) as here:
        done = acts.sign(here, open_drafts(here.reader.home), key(call), call.typed.draft)
    number = done.draft.number or ""
    data: dict[str, object] = {
        "draft": done.draft.draft,
        "number": number,
        "stream": done.draft.stream,
        "signed": done.registered.signed if done.registered else None,
        "before": done.registered is None,
    }
    if done.registered is None:
        said = Text(
            "ร่างนี้ลงทะเบียนไว้แล้วเมื่อครั้งก่อน ที่ {thai}", "The draft had been registered by the attempt before: {arabic}."
        )
        return Answer(data, [said.with_(thai=to_thai(number), arabic=number)])
    said = Text("ลงทะเบียนแล้ว ที่ {thai} ลงวันที่ {dated}", "Registered: {arabic} of {dated}.")
    return Answer(data, [said.with_(thai=to_thai(number), arabic=number, dated=print_date(done.registered.dated))])


def send_back(call: Call) -> Answer:
    """Return a draft to whoever drafted it."""
    by = call.typed.by or call.clerk
    with office(call) as here:
        returned = acts.send_back(
            here, open_drafts(here.reader.home), call.typed.draft, normalise(call.typed.reason), by=here.clerk(by)
        )
    said = Text("ส่งร่าง {draft} คืนแล้ว", "Sent draft {draft} back.").with_(draft=returned.draft)
    return Answer({"draft": returned.draft, "reason": returned.reason}, [said])


def _row(one: WorkingDraft) -> list[str | Text]:
    since = one.changed_at.astimezone(THAI_TIME)
    return [
        one.draft,
        one.letter.subject or "–",
        one.waits_for or "–",
        WAYS[one.plan.way],
        plain(f"{print_date(since.date())} {to_thai(f'{since:%H.%M}')}"),
    ]


def _data(one: WorkingDraft) -> dict[str, object]:
    return {
        "draft": one.draft,
        "subject": one.letter.subject,
        "waits_for": one.waits_for,
        "way": one.plan.way.value,
        "since": one.changed_at.isoformat(),
        "by": one.changed_by,
    }
