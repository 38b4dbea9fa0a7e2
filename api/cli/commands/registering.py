"""Registering letters and orders in one act."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from api.cli.answer import Answer
from api.cli.call import Call
from api.cli.session import key, office, wanted_series
from api.texts.refusals import in_thai
from api.texts.text import Text
from domain.classes import LetterKind
from domain.errors import WrongNumber
from domain.letter.events import Way
from domain.series import SeriesKind
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from registry import registered
from registry.acts import drafts, issuing, outgoing
from registry.acts.office import Wanted

_IDLE = Text(
    "{clause} ของ {number} ไม่มีผลต่อโครงสร้างอยู่แล้ว จึงไม่มีสิ่งใดสิ้นผล โปรดตรวจเลขข้อ",
    "Nothing in the structure rests on {clause} of {number}, so nothing ends: look at the clause's number.",
)


def register(call: Call) -> Answer:
    """A letter, signed electronically."""
    return _register(call, Way.ELECTRONIC, _letter)


def order(call: Call) -> Answer:
    """An order, signed electronically."""
    return _register(call, Way.ELECTRONIC, _order)


def enter_paper(call: Call) -> Answer:
    """A letter that was signed by hand; the clerk signs that it was."""
    return _register(call, Way.BY_HAND, lambda draft: draft)


def seal_letter(call: Call) -> Answer:
    """A sealed letter; the officer in charge initials it."""
    return _register(call, Way.SEALED, _sealed)


def _register(call: Call, way: Way, of_kind: Callable[[drafts.LetterDraft], drafts.LetterDraft]) -> Answer:
    path = Path(call.typed.file)
    draft = of_kind(drafts.load(path))
    with office(call) as here:
        if path.suffix.lower() != drafts.SUFFIX:
            registered.require_new(here.reader, drafts.digest_of(path))
        wish = issuing.Wish(
            draft=draft,
            folder=path.parent,
            series=_series(call, draft),
            way=way,
            links=outgoing.links(
                here,
                answers=call.typed.answers or (),
                replaces=call.typed.replaces or (),
                cancels=call.typed.cancels or (),
            ),
            number_each=getattr(call.typed, "number_each", False),
            scan=Path(call.typed.scan) if getattr(call.typed, "scan", None) else None,
            signatory=getattr(call.typed, "signatory", None),
            reserved=getattr(call.typed, "number", None),
        )
        done = issuing.register(here, key(call), wish)
    said = Text("ลงทะเบียนแล้ว ที่ {thai} ลงวันที่ {dated}", "Registered: {arabic} of {dated}.").with_(
        thai=to_thai(done.number), arabic=done.number, dated=print_date(done.dated)
    )
    data: dict[str, object] = {
        "number": done.number,
        "dated": done.dated.isoformat(),
        "stream": done.stream,
        "signed": done.signed,
        "position": done.position,
    }
    idle = [_IDLE.with_(clause=to_thai(act.clause or ""), number=to_thai(act.number)) for act in done.idle]
    if done.idle:
        data["idle"] = [{"number": act.number, "clause": act.clause} for act in done.idle]
    if done.untold is None:
        return Answer(data, [said, *idle])
    why = Text(in_thai(done.untold["slug"], done.untold["facts"], done.untold["message"]), done.untold["message"])
    doubt = Text("ยังบอกไม่ได้ว่ามีอำนาจลงชื่อแทน: {why}", "Cannot tell whether this may be signed so: {why}").with_(why=why)
    return Answer({**data, "authority": "cannot-tell", "reason": done.untold}, [said, *idle, doubt])


def _letter(draft: drafts.LetterDraft) -> drafts.LetterDraft:
    if draft.kind is LetterKind.ORDER:
        raise _another_kind(draft.kind, LetterKind.EXTERNAL)
    return draft


def _order(draft: drafts.LetterDraft) -> drafts.LetterDraft:
    if draft.kind not in {None, LetterKind.ORDER}:
        raise _another_kind(draft.kind, LetterKind.ORDER)
    return msgspec.structs.replace(draft, kind=LetterKind.ORDER)


def _sealed(draft: drafts.LetterDraft) -> drafts.LetterDraft:
    # A sealed letter is laid out as an external one, and a text does not show which it is.
    if draft.kind not in {None, LetterKind.SEALED, LetterKind.EXTERNAL}:
        raise _another_kind(draft.kind, LetterKind.SEALED)
    return msgspec.structs.replace(draft, kind=LetterKind.SEALED)


def _another_kind(found: LetterKind, kind: LetterKind) -> WrongNumber:
    command = {LetterKind.ORDER: "saraban order", LetterKind.SEALED: "saraban seal-letter"}.get(
        found, "saraban register"
    )
    return WrongNumber(
        "another-kind",
        f"The draft is {found.label}, not {kind.label}: use {command} for it.",
        draft=found.label,
        kind=kind.label,
        command=command,
    )


def _series(call: Call, draft: drafts.LetterDraft) -> Wanted:
    circular = draft.circular or getattr(call.typed, "circular", False)
    default = {LetterKind.ORDER: SeriesKind.ORDER, LetterKind.ATTESTATION: SeriesKind.ATTESTATION}.get(
        draft.kind or LetterKind.EXTERNAL, SeriesKind.CIRCULAR if circular else SeriesKind.ORDINARY
    )
    return wanted_series(call, default)
