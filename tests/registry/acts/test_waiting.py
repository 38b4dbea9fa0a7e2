"""Drafts on their way to a signature: rehearsed, waited for, signed once, sent back."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import msgspec
import pytest

from domain.classes import LetterKind, SecrecyClass
from domain.errors import ClauseForbids, DomainError, InvalidValue, NoSuchThing, NotAllowed, WrongStage
from domain.letter.events import LetterSealed, LetterSignedByHand, LetterSignedTypeset, Way
from domain.series import NumberReserved, NumberVoided
from registry.acts import drafting, issuing, outgoing, printing, waiting
from registry.acts.drafting import Beginning
from registry.acts.drafts import DraftAttachment, DraftSignatory, LetterDraft
from registry.acts.office import Office
from registry.documents import pictures
from registry.documents.reading import document
from registry.documents.writing import typeset
from registry.papers.drafts import SIGNING, Change, Drafts, open_drafts
from registry.papers.working import FileRole, Opened, Plan, Stage, Who, WorkingDraft
from registry.reader import Reader
from registry.register.desk import LocalDesk
from tests.registry.world import World

CLERK = Who("somchai", "clerk")
LETTER = LetterDraft(
    circular=True,
    subject="ขอเชิญประชุมชี้แจงโครงสร้างใหม่",
    addressees=("ผู้ว่าราชการจังหวัดกระบี่", "ผู้ว่าราชการจังหวัดกาญจนบุรี"),
    signatory=DraftSignatory("นายประยูร ตัวอย่าง", "อธิบดี"),
    body=("ด้วยจะมีการประชุม", "จึงเรียนมาเพื่อโปรดทราบ"),
)
CIRCULAR = """\
ที่ มท ๐๘๑๒/ว

กรมส่งเสริมการปกครองท้องถิ่น
ถนนนครราชสีมา เขตดุสิต กทม. ๑๐๓๐๐

กุมภาพันธ์ ๒๕๖๔

เรื่อง การจัดส่วนราชการภายใน

เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด

ด้วยกรมได้จัดส่วนราชการภายในใหม่

จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นายประยูร ตัวอย่าง)
อธิบดี
"""


@dataclass
class Desk:
    """A clerk's desk in an office."""

    world: World
    office: Office
    drafts: Drafts

    def begin(self, letter: LetterDraft = LETTER, *, once: str = "once", **plan: object) -> WorkingDraft:
        wanted = Plan(**{"signatory": "dg", **plan})  # type: ignore[arg-type] # of its fields
        beginning = Beginning("somchai", "", once, os.urandom, SecrecyClass.TOP_SECRET)
        return drafting.begin(self.office, self.drafts, beginning, letter, wanted)

    def with_file(self, working: WorkingDraft, role: FileRole, data: bytes, name: str) -> WorkingDraft:
        file = drafting.filed(self.drafts.uploads.take(data, name=name), role, os.urandom)
        letter = working.letter
        if role is FileRole.ATTACHMENT:
            letter = msgspec.structs.replace(letter, attachments=(DraftAttachment("รายชื่อ", file=file.path),))
        change = Change(letter, working.plan, (*working.files, file))
        return self.drafts.save(working.draft, working.version, change, by="somchai", at=self.office.now)

    def send(self, working: WorkingDraft) -> WorkingDraft:
        return waiting.send(self.office, self.drafts, opened(working), by=CLERK)

    def sign(self, working: WorkingDraft, who: str = "dg") -> waiting.Signed:
        return waiting.sign(self.office, self.drafts, self.world.people[who].key, working.draft)

    def facts(self) -> int:
        return self.world.register.store.newest() + 1

    def given(self) -> list[int]:
        """Every number that was reserved in the book of circulars, in order."""
        facts = (line.statement.fact for line in self.office.reader.facts())
        return [fact.n for fact in facts if isinstance(fact, NumberReserved)]

    def voided(self) -> list[tuple[int, str]]:
        facts = (line.statement.fact for line in self.office.reader.facts())
        return [(fact.n, fact.reason) for fact in facts if isinstance(fact, NumberVoided)]


def opened(working: WorkingDraft) -> Opened:
    return Opened(working.draft, working.version)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    world = World.staffed(tmp_path / "registry")
    with Reader(world.folder) as reader:
        yield Desk(world, Office(LocalDesk(world.register), reader, world.clock), open_drafts(reader.home))
    world.close()


def test_a_draft_that_waits_is_signed_and_knows_its_number(desk: Desk) -> None:
    working = desk.send(desk.begin())

    done = desk.sign(working)

    assert (done.draft.stage, done.draft.number) == (Stage.ISSUED, "มท 0812/ว 271")
    assert done.draft.stream == done.registered.stream if done.registered else False
    assert waiting.waiting(desk.drafts) == []


def test_nothing_is_recorded_before_somebody_signs(desk: Desk) -> None:
    before = desk.facts()

    desk.send(desk.begin())

    assert desk.facts() == before


def test_a_button_pressed_twice_begins_one_draft(desk: Desk) -> None:
    first, second = desk.begin(once="a"), desk.begin(once="a")

    assert first.draft == second.draft
    assert len(desk.drafts.all()) == 1


def test_a_second_tab_that_saves_over_the_first_is_told(desk: Desk) -> None:
    working = desk.begin()
    change = Change(LETTER, working.plan, ())
    desk.drafts.save(working.draft, working.version, change, by="somying", at=desk.office.now)

    with pytest.raises(WrongStage, match="somying saved draft"):
        desk.drafts.save(working.draft, working.version, change, by="somchai", at=desk.office.now)


def test_a_page_that_was_open_while_its_draft_went_out_and_came_back_is_told(desk: Desk) -> None:
    working = desk.begin()
    typed = Change(LETTER, working.plan, (), tab="a page")
    saved = desk.drafts.save(working.draft, working.version, typed, by="somchai", at=desk.office.now)
    again = desk.drafts.save(working.draft, working.version, typed, by="somchai", at=desk.office.now)
    desk.send(again)
    waiting.take_back(desk.office, desk.drafts, working.draft, by="somying")

    with pytest.raises(WrongStage, match="somying saved draft"):
        desk.drafts.save(working.draft, saved.version, typed, by="somchai", at=desk.office.now)


def test_a_draft_that_waits_is_neither_changed_nor_deleted_but_may_be_taken_back(desk: Desk) -> None:
    working = desk.send(desk.begin())

    with pytest.raises(WrongStage, match="awaiting signature"):
        desk.drafts.delete(working.draft, working.version)

    assert waiting.take_back(desk.office, desk.drafts, working.draft, by="somchai").stage is Stage.DRAFT


def test_a_draft_sent_back_keeps_the_reason_until_it_is_saved(desk: Desk) -> None:
    working = desk.send(desk.begin())

    back = waiting.send_back(desk.office, desk.drafts, working.draft, "เรื่องไม่ตรง", by="dg")
    saved = desk.drafts.save(back.draft, back.version, Change(LETTER, back.plan, ()), by="c", at=desk.office.now)

    assert (back.stage, back.reason, back.waits_for) == (Stage.SENT_BACK, "เรื่องไม่ตรง", None)
    assert saved.stage is Stage.DRAFT


def test_a_draft_is_not_sent_back_without_a_reason(desk: Desk) -> None:
    working = desk.send(desk.begin())

    with pytest.raises(InvalidValue, match="Say why"):
        waiting.send_back(desk.office, desk.drafts, working.draft, "  ", by="dg")


@pytest.mark.parametrize(
    ("changed", "refused", "says"),
    [
        ({"subject": ""}, InvalidValue, "subject"),
        ({"signatory": DraftSignatory("นายประยูร ตัวอย่าง", "ปลัดกระทรวง")}, NotAllowed, "did not hold"),
        ({"secrecy": SecrecyClass.SECRET}, ClauseForbids, "secret"),
        ({"kind": LetterKind.SEALED, "circular": False}, WrongStage, "initialled"),
        ({"code": "ศธ 0201"}, DomainError, "not a code of this office"),
    ],
)
def test_what_could_not_be_registered_does_not_wait_and_takes_no_number(
    desk: Desk, changed: dict[str, object], refused: type[Exception], says: str
) -> None:
    working, before = desk.begin(msgspec.structs.replace(LETTER, **changed)), desk.facts()

    with pytest.raises(refused, match=says):
        desk.send(working)

    assert desk.facts() == before
    assert desk.drafts.get(working.draft).stage is Stage.DRAFT


def test_a_draft_for_which_nobody_is_named_does_not_wait(desk: Desk) -> None:
    with pytest.raises(InvalidValue, match="choose the signatory"):
        desk.send(desk.begin(signatory=None))


def test_s1_a_draft_is_signed_with_nobody_elses_key(desk: Desk) -> None:
    working, before = desk.send(desk.begin()), desk.facts()

    with pytest.raises(NotAllowed, match="waits for dg, not for r1"):
        desk.sign(working, "r1")

    assert desk.facts() == before


def test_a_draft_signed_twice_is_one_letter(desk: Desk) -> None:
    working = desk.send(desk.begin())
    desk.sign(working)
    before = desk.facts()

    with pytest.raises(WrongStage, match="is numbered"):
        desk.sign(working)

    assert desk.facts() == before


def test_s32_an_attempt_that_broke_off_behind_the_registration_is_found_by_the_next_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = desk.send(desk.begin())
    with monkeypatch.context() as broken:
        broken.setattr(Drafts, "registered", _dies)
        with pytest.raises(KeyboardInterrupt):
            desk.sign(working)
    before = desk.facts()
    desk.world.now += SIGNING

    done = desk.sign(working)

    assert done.registered is None
    assert (done.draft.number, done.draft.stage) == ("มท 0812/ว 271", Stage.ISSUED)
    assert desk.facts() == before


def test_two_equal_drafts_are_two_letters_even_if_the_first_attempt_broke_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    working, other = desk.send(desk.begin(once="a")), desk.send(desk.begin(once="b"))
    with monkeypatch.context() as broken:
        broken.setattr(issuing, "register", _dies)
        with pytest.raises(KeyboardInterrupt):
            desk.sign(other)
    desk.sign(working)

    done = desk.sign(other)

    assert done.registered is not None
    assert done.draft.number == "มท 0812/ว 272"


def test_while_one_signs_nobody_else_begins_until_the_attempt_is_given_up(desk: Desk) -> None:
    working = desk.send(desk.begin())
    desk.drafts.hold(working.draft, at=desk.office.now, newest=desk.facts() - 1)

    with pytest.raises(WrongStage, match="is being signed"):
        desk.sign(working)

    desk.world.now += SIGNING + timedelta(seconds=1)
    assert desk.sign(working).draft.stage is Stage.ISSUED


def test_attachments_are_named_by_what_was_signed_under_their_own_names(desk: Desk) -> None:
    working = desk.with_file(desk.begin(), FileRole.ATTACHMENT, b"SPECIMEN", "รายชื่อ.txt")

    done = desk.sign(desk.send(working))

    assert done.draft.stream is not None
    signed = outgoing.issued_in(desk.office, done.draft.stream)
    assert signed.text.attachments[0].sha256 == working.files[0].digest
    statement = next(line.statement for line in desk.office.reader.facts() if line.digest == signed.signed)
    assert isinstance(statement.fact, LetterSignedTypeset)
    assert [(file.name, file.role) for file in statement.doc if file.role == "attachment"] == [
        ("รายชื่อ.txt", "attachment")
    ]


def test_a_file_that_no_draft_has_any_more_is_gone(desk: Desk) -> None:
    working = desk.with_file(desk.begin(), FileRole.ATTACHMENT, b"SPECIMEN", "a.txt")
    other = desk.with_file(desk.begin(once="b"), FileRole.ATTACHMENT, b"SPECIMEN", "b.txt")
    digest = working.files[0].digest

    desk.drafts.delete(working.draft, working.version)
    assert desk.drafts.uploads.get(digest) == b"SPECIMEN"

    desk.drafts.delete(other.draft, other.version)
    assert not list((desk.office.reader.home.uploads).rglob("??????*"))
    with pytest.raises(NoSuchThing, match="may have been deleted"):
        desk.drafts.get(other.draft)


def test_a_number_for_paper_is_reserved_when_it_is_asked_for_and_once(desk: Desk) -> None:
    working = desk.begin(way=Way.BY_HAND)
    assert desk.given() == []

    kept = waiting.reserve(desk.office, desk.drafts, opened(working), by=CLERK)

    assert (kept.plan.reserved, desk.given()) == (271, [271])
    with pytest.raises(WrongStage, match="saved draft"):
        waiting.reserve(desk.office, desk.drafts, opened(working), by=CLERK)
    with pytest.raises(WrongStage, match="void it first"):
        waiting.reserve(desk.office, desk.drafts, opened(kept), by=CLERK)
    assert desk.given() == [271]


def test_a_press_that_got_no_answer_reserves_the_same_number_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    working = desk.begin(way=Way.BY_HAND)
    with monkeypatch.context() as broken:
        broken.setattr(Drafts, "save", _dies)
        with pytest.raises(KeyboardInterrupt):
            waiting.reserve(desk.office, desk.drafts, opened(working), by=CLERK)

    kept = waiting.reserve(desk.office, desk.drafts, opened(working), by=CLERK)

    assert (kept.plan.reserved, desk.given()) == (271, [271])


def test_a_letter_signed_on_paper_is_entered_with_its_scan_by_the_clerks_key(desk: Desk) -> None:
    working = waiting.reserve(desk.office, desk.drafts, opened(desk.begin(way=Way.BY_HAND)), by=CLERK)
    with pytest.raises(InvalidValue, match="with its scan"):
        desk.send(working)
    working = desk.with_file(working, FileRole.SCAN, b"SPECIMEN scan", "scan.txt")

    waits = desk.send(working)
    done = desk.sign(waits, "clerk")

    assert waits.waits_for == "clerk"
    assert done.draft.number == "มท 0812/ว 271"
    assert isinstance(_signed(desk, done.draft), LetterSignedByHand)


def test_a_sealed_letter_waits_for_the_initials_of_the_officer_in_charge(desk: Desk) -> None:
    letter = msgspec.structs.replace(LETTER, circular=False)
    working = desk.with_file(desk.begin(letter, way=Way.SEALED), FileRole.SCAN, b"SPECIMEN scan", "scan.txt")

    done = desk.sign(desk.send(working))

    assert isinstance(_signed(desk, done.draft), LetterSealed)


def test_a_number_reserved_yesterday_is_on_no_paper_today_and_is_taken_out(desk: Desk) -> None:
    working = waiting.reserve(desk.office, desk.drafts, opened(desk.begin(way=Way.BY_HAND)), by=CLERK)
    desk.world.next_day()
    before = desk.facts()

    kept = waiting.void(desk.office, desk.drafts, opened(working), "พ้นวัน", by=CLERK)

    assert (kept.plan.reserved, desk.facts()) == (None, before)


def test_a_number_that_is_not_used_is_voided_with_the_reason(desk: Desk) -> None:
    working = waiting.reserve(desk.office, desk.drafts, opened(desk.begin(way=Way.BY_HAND)), by=CLERK)

    with pytest.raises(InvalidValue, match="Say why number 271"):
        waiting.void(desk.office, desk.drafts, opened(working), " ", by=CLERK)
    waiting.void(desk.office, desk.drafts, opened(working), "พิมพ์ผิด", by=CLERK)

    assert desk.voided() == [(271, "พิมพ์ผิด")]


def test_an_account_of_no_officer_reserves_nothing(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="no enrolled officer's"):
        waiting.reserve(desk.office, desk.drafts, opened(desk.begin(way=Way.BY_HAND)), by=Who("guest", None))


def test_who_signs_letters_today_is_offered_in_the_capacity_that_is_recorded(desk: Desk) -> None:
    (found,) = waiting.signers(desk.office)

    assert (found.officer, found.post, found.word) == ("dg", "อธิบดี", None)
    assert waiting.words_of(found) == LETTER.signatory


def test_a_dropped_file_fills_the_draft_and_says_from_which_line(desk: Desk) -> None:
    beginning = Beginning("somchai", "", "once", os.urandom)

    working = drafting.drop(desk.office, desk.drafts, beginning, CIRCULAR.encode(), "../หนังสือ.txt")
    again = drafting.drop(desk.office, desk.drafts, beginning, CIRCULAR.encode(), "หนังสือ.txt")

    assert working.letter.subject == "การจัดส่วนราชการภายใน"
    assert working.notes is not None
    assert working.notes.name == "หนังสือ.txt"
    (note,) = working.notes.of("subject")
    assert note.printed == CIRCULAR.splitlines()[note.line - 1]
    assert again == working


def test_the_very_file_of_a_registered_letter_is_told_and_gets_no_second_number(desk: Desk) -> None:
    done = desk.sign(desk.send(desk.begin()))
    assert done.draft.stream is not None
    issued = desk.office.reader.stream(done.draft.stream)[0].statement.fact
    final = desk.office.reader.blobs.get(issued.final)  # type: ignore[union-attr] # it was issued
    beginning = Beginning("somchai", "", "again", os.urandom)

    working = drafting.drop(desk.office, desk.drafts, beginning, final, "letter.pdf")

    assert working.notes is not None
    assert working.notes.known is not None
    assert working.notes.known.number == "มท 0812/ว 271"
    plan = msgspec.structs.replace(working.plan, signatory="dg")
    kept = desk.drafts.save(
        working.draft, working.version, Change(working.letter, plan, working.files), by="c", at=desk.office.now
    )
    with pytest.raises(WrongStage, match="gets no second number"):
        desk.send(kept)


def test_of_a_scan_the_pieces_with_number_and_date_are_kept_for_people_to_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "read", partial(document.read, ocr=False))
    printed = printing.draft(desk.office, LETTER, today=desk.office.today)
    picture = pictures.thumbnail(typeset.printed(printed.letter, printed.body, paper=printed.paper), width=1000)
    beginning = Beginning("somchai", "", "once", os.urandom)

    working = drafting.drop(desk.office, desk.drafts, beginning, picture, "scan.png")

    assert working.notes is not None
    assert [one.part for one in working.notes.pieces] == ["number", "date"]
    for one in working.notes.pieces:
        assert desk.drafts.uploads.get(working.file(one.file).digest).startswith(b"\x89PNG")


def test_midnight_between_sending_and_signing_gives_the_number_of_the_new_day(desk: Desk) -> None:
    working = desk.send(desk.begin())
    desk.world.next_day()

    done = desk.sign(working)

    assert done.registered is not None
    assert done.registered.dated == desk.office.today


def _signed(desk: Desk, working: WorkingDraft) -> object:
    assert working.stream is not None
    signed = outgoing.issued_in(desk.office, working.stream).signed
    return next(line.statement.fact for line in desk.office.reader.facts() if line.digest == signed)


def _dies(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
