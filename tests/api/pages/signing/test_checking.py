"""The check page without a script: what changed, initials and the file copy, returning, what may be chosen."""

from collections.abc import Iterator

import msgspec
import pypdfium2
import pytest

from domain.classes import SecrecyClass
from domain.errors import NoSuchThing
from registry.acts import file_copies, waiting
from registry.papers.drafts import Change
from registry.papers.looks_at import LooksAt, Maker
from registry.papers.working import Opened, Stage, WorkingDraft
from tests.api.pages.signing.letters import CLERK, LETTER, begun, official, waits
from tests.api.web import WebOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    office = WebOffice.staffed(tmp_path_factory.mktemp("office") / "registry")
    yield office
    office.world.close()


def changed(office: WebOffice, working: WorkingDraft, **fields: object) -> WorkingDraft:
    """Take a waiting draft back, change it, and send it again."""
    here, drafts = office.counter.office, office.counter.drafts
    back = waiting.take_back(here, drafts, working.draft, by="clerk")
    other = Change(msgspec.structs.replace(back.letter, **fields), back.plan, ())
    saved = drafts.save(back.draft, back.version, other, by="clerk", at=office.world.now)
    return waiting.send(here, drafts, Opened(saved.draft, saved.version), by=CLERK)


def test_what_changed_since_the_official_saw_it_stands_on_the_list_and_on_the_page(office: WebOffice) -> None:
    working = waits(office)
    with official(office) as dg:
        dg.ask(f"/signing/{working.draft}/seen")
        changed(office, working, subject="เรื่องที่แก้แล้ว")

        page, listed = dg.client.get(f"/signing/{working.draft}").text, dg.client.get("/signing").text

    assert f"<del>{LETTER.subject}</del>" in page
    assert "<ins>เรื่องที่แก้แล้ว</ins>" in page
    assert "เปลี่ยนไปตั้งแต่ท่านดู" in listed


def test_only_what_was_seen_as_it_is_now_can_be_chosen_to_be_signed_with_others(office: WebOffice) -> None:
    working = waits(office)
    with official(office) as dg:
        unseen = dg.client.get("/signing/several", params={"draft": working.draft})
        dg.ask(f"/signing/{working.draft}/seen")
        seen = dg.client.get("/signing/several", params={"draft": working.draft})
        changed(office, working, subject="เรื่องที่แก้แล้ว")
        stale = dg.client.get("/signing/several", params={"draft": working.draft})

    assert [one.status_code for one in (unseen, seen, stale)] == [422, 200, 422]


def test_a_draft_is_returned_with_a_reason_and_refused_without_one_beside_its_field(office: WebOffice) -> None:
    working = waits(office)
    with official(office) as dg:
        without = dg.ask(f"/signing/{working.draft}/return", reason=" ")
        returned = dg.ask(f"/signing/{working.draft}/return", reason="เรื่องไม่ตรง")

    kept = office.counter.drafts.get(working.draft)
    assert (without.status_code, returned.status_code) == (422, 303)
    assert 'id="reason-error"' in without.text
    assert (kept.stage, kept.reason) == (Stage.SENT_BACK, "เรื่องไม่ตรง")


def test_initials_are_of_exactly_these_words(office: WebOffice) -> None:
    working = waits(office)
    with office.client("clerk") as client:
        fields = {"maker": "drafted_by", "version": str(working.version)}
        done = client.post(f"/signing/{working.draft}/initials", data=fields)
        other = changed(office, working, subject="เรื่องที่แก้แล้ว")
        stale = client.post(f"/signing/{working.draft}/initials", data=fields)

    looks = LooksAt(office.counter.papers)
    assert (done.status_code, stale.status_code) == (303, 409)
    assert [(one.maker, one.name) for one in looks.initials(working)] == [(Maker.DRAFTED, "นางสาวธุรการ ตัวอย่าง")]
    assert looks.initials(other) == []


def test_the_file_copy_says_what_it_is_and_whose_initials_it_has(office: WebOffice) -> None:
    working = waits(office)
    with official(office) as dg:
        dg.ask(f"/signing/{working.draft}/initials", maker="checked_by", version=str(working.version))
        shown = dg.client.get(f"/signing/{working.draft}").text
        dg.sign(working)

        copy = dg.client.get(f"/signing/{working.draft}/file-copy.pdf")

    assert "ผู้ตรวจ: นายประยูร ตัวอย่าง" in shown
    printed = words(copy.content)
    assert "สำเนาคู่ฉบับ" in printed
    assert "ผู้ตรวจ นายประยูร ตัวอย่าง" in printed
    assert "มท ๐๘๑๒/ว ๒๗" in printed


def test_a_letter_that_is_registered_gets_no_more_initials(office: WebOffice) -> None:
    working = waits(office)
    with official(office) as dg:
        dg.sign(working)
        version = office.counter.drafts.get(working.draft).version

        late = dg.ask(f"/signing/{working.draft}/initials", maker="checked_by", version=str(version))
        shown = dg.client.get(f"/signing/{working.draft}/file-copy").text

    assert late.status_code == 409
    assert "ลงลายมือชื่อย่อในฐานะ" not in shown
    assert f'href="/signing/{working.draft}"' in shown


def test_who_is_no_enrolled_officer_puts_no_initials(office: WebOffice) -> None:
    working = waits(office)

    with pytest.raises(NoSuchThing, match="No officer"):
        file_copies.initial(
            office.counter.office,
            LooksAt(office.counter.papers),
            working,
            Maker.TYPED,
            version=working.version,
            officer="nobody",
            account="nobody",
        )


def test_a_draft_above_the_officials_clearance_is_counted_and_nothing_of_it_told(office: WebOffice) -> None:
    secret = msgspec.structs.replace(LETTER, subject="เรื่องลับมาก", secrecy=SecrecyClass.SECRET)
    working = begun(office, secret)
    office.counter.drafts.send(working.draft, working.version, to="dg", by="clerk", at=office.world.now)
    with official(office) as dg:
        listed = dg.client.get("/signing").text
        answers = [dg.client.get(f"/signing/{working.draft}"), dg.client.get(f"/signing/{working.draft}/pages/1")]
        looked = dg.ask(f"/signing/{working.draft}/look", key=dg.hand.spki)

    assert "เรื่องลับมาก" not in listed
    assert "ชั้นความลับสูงกว่าสิทธิของบัญชีนี้" in listed
    assert {one.status_code for one in (*answers, looked)} == {404}


def test_pages_are_pictures_and_the_command_line_is_named_where_no_key_is_in_the_browser(office: WebOffice) -> None:
    working = waits(office)
    with official(office) as dg:
        page = dg.client.get(f"/signing/{working.draft}").text
        picture = dg.client.get(f"/signing/{working.draft}/pages/1")

    assert f"saraban sign {working.draft} --key FILE.p12" in page
    assert 'id="sign"' not in page
    assert picture.content.startswith(b"\x89PNG")


def words(pdf: bytes) -> str:
    """Return the text of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join("".join(one.get_textpage().get_text_range() for one in document).split())
