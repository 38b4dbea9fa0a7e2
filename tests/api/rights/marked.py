"""An office in whose letters, drafts and arrivals every word is marked, so that it shows wherever it stands again."""

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from domain.letter.text import Addressee, Attachment, Directive, LetterText, Makers, Reference
from domain.values import StreamId
from registry.acts.drafts import LetterDraft
from registry.papers.arrivals import Came, Entry, Held, Kept, Written
from registry.papers.mail import Mail
from registry.papers.working import Plan, Stage, WorkingDraft
from tests.api.web import NO_LIMITS, WebOffice
from tests.registry.structure.acts import BEFORE, founding
from tests.registry.world import RECIPIENTS, World

MARK = "ลับเฉพาะ๗๗"
"""Stands in every word of a letter, and nowhere else."""

WORDS: dict[str, Any] = {
    "subject": f"เรื่อง{MARK}",
    "addressees": (*(Addressee(name) for name in RECIPIENTS), Addressee(f"ถึง{MARK}")),
    "salutation": f"คำขึ้นต้น{MARK}",
    "closing": f"คำลงท้าย{MARK}",
    "copies_to": (f"สำเนาส่ง{MARK}",),
    "references": (Reference(f"อ้างถึง{MARK}", dated=date(2021, 1, 4)),),
    "attachments": (Attachment(f"สิ่งที่ส่งมาด้วย{MARK}", 1, "ฉบับ"),),
    "directives": (Directive(1, f"ให้ทำ{MARK}", f"ผู้ทำ{MARK}", date(2021, 3, 1)),),
    "makers": Makers(f"ร่าง{MARK}", f"พิมพ์{MARK}", f"ตรวจ{MARK}"),
    "owner_unit": f"เจ้าของเรื่อง{MARK}",
    "contact": f"โทร {MARK}",
}
NO_WORDS = frozenset(
    {"kind", "series", "n", "number", "dated", "issuing_office", "signatory", "speed", "secrecy", "links",
     "later_date_reason"}
)  # fmt: skip
"""Fields of a letter that say nothing of its matter: numbers and days, the office, who signs."""


def every_word_is_marked() -> bool:
    """Tell whether each field of a letter was decided about; a new one is not."""
    return {one.name for one in fields(LetterText)} == NO_WORDS | set(WORDS)


def marked(folder: Path) -> WebOffice:
    """Return the office: letters sent, received and answered, an order, drafts at every stage, what came, a mail."""
    world = World.staffed(folder)
    world.record_instrument(BEFORE)
    letter = world.issue(**WORDS)
    world.dispatch(letter, addressees=4)
    world.acknowledge(letter)
    world.send_back(letter, to=1, reason=f"คืน{MARK}")
    world.enter(letter, "entry.noted.v1", remark=f"หมายเหตุ{MARK}", clerk="clerk")
    world.order(founding("district"), subject=f"คำสั่ง{MARK}")
    world.issue_sealed(subject=f"ประทับตรา{MARK}")
    received = world.receive(sender=f"จาก{MARK}", subject=f"เรื่อง{MARK}", remark=f"หมายเหตุ{MARK}")
    world.enter(received, "action.noted.v1", action=f"ปฏิบัติ{MARK}", clerk="clerk")
    office = WebOffice.of(world, limits=NO_LIMITS)
    _papers(office, letter)
    return office


def _papers(office: WebOffice, letter: StreamId) -> None:
    world, counter = office.world, office.counter
    words = LetterDraft(subject=f"ร่าง{MARK}", addressees=(f"ถึง{MARK}",), body=(f"ข้อความ{MARK}",))
    for n, stage in enumerate((Stage.DRAFT, Stage.WAITING, Stage.SENT_BACK)):
        draft = WorkingDraft(
            draft=f"marked{n}", stage=Stage.DRAFT, letter=words, plan=Plan(), notes=None, made_by="clerk", unit="",
            version=1, changed_at=world.now, changed_by="clerk",
        )  # fmt: skip
        counter.drafts.begin(draft, once=f"marked{n}")
        if stage is not Stage.DRAFT:
            counter.drafts.send(f"marked{n}", 1, to="dg", by="clerk", at=world.now)
        if stage is Stage.SENT_BACK:
            counter.drafts.send_back(f"marked{n}", f"แก้{MARK}", by="dg", at=world.now)
    kept = counter.arrivals.uploads.keep(f"สแกน{MARK}".encode(), name=f"แฟ้ม{MARK}.txt").digest
    held = Held(
        Came.MAIL,
        Entry(printed="ศธ 1/1", sender=f"จาก{MARK}", addressee=f"ถึง{MARK}", subject=f"เรื่อง{MARK}", remark=MARK),
        (Kept(f"แฟ้ม{MARK}.txt", kept, 10),),
        mail=Written(f"ผู้ส่ง{MARK}", "sender@example.go.th", f"เรื่อง{MARK}", world.now, f"ข้อความ{MARK}", only_html=False),
    )
    counter.arrivals.begin(held, once="marked", by="clerk", at=world.now, random=bytes)
    Mail(counter.papers).wrote(letter, {3: "marked@example.go.th"}, by="clerk", at=world.now)
