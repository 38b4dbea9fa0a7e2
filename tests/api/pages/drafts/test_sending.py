"""A draft on its way to its signature: looked at, sent, taken back, and what becomes of a letter on paper."""

from litestar import Litestar
from litestar.testing import TestClient

from domain.thai.digits import to_thai
from domain.values import StreamId
from registry.acts import waiting
from tests.api.pages.drafts.kit import FIELDS, NO_FILE, SIGNER, empty, hidden, once, save
from tests.api.web import WebOffice


def test_the_preview_shows_every_page_with_an_alternative_and_the_whole_text(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    save(clerk, path)

    shown = clerk.get(f"{path}/preview")
    picture = clerk.get(f"{path}/pages/1")

    assert 'alt="หน้า ๑ จาก ๑' in shown.text
    assert "ขอเชิญประชุม" in shown.text
    assert picture.content.startswith(b"\x89PNG")
    assert clerk.get(f"{path}/pages/2").status_code == 422


def test_a_draft_is_sent_to_somebody_who_may_sign_today_and_signed_there(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    path = empty(clerk)
    save(clerk, path)
    before, asked = office.facts(), clerk.get(f"{path}/send").text
    version = hidden(clerk, f"{path}/send", "version")

    sent = [clerk.post(f"{path}/send", data={"version": version, "signer": SIGNER}) for _ in range(2)]
    shown = clerk.get(path).text

    assert "ลงลายมือชื่อในฐานะ อธิบดี" in asked
    assert [(one.status_code, one.headers["location"]) for one in sent] == [(303, path)] * 2
    assert "รอลงลายมือชื่อ" in shown
    assert f"saraban sign {path.rpartition('/')[2]}" in shown
    assert office.facts() == before


def test_nobody_chosen_and_somebody_who_may_not_sign_are_refused_on_the_page(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    save(clerk, path)
    version = hidden(clerk, f"{path}/send", "version")

    nobody = clerk.post(f"{path}/send", data={"version": version})
    other = clerk.post(f"{path}/send", data={"version": version, "signer": "clerk|อธิบดี||"})

    assert (nobody.status_code, other.status_code) == (422, 422)
    assert "ยังไม่ได้เลือกผู้ลงชื่อ" in nobody.text
    assert "โปรดเลือกใหม่" in other.text


def test_what_the_register_would_refuse_is_said_before_it_waits(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    save(clerk, path, subject="")
    version = hidden(clerk, f"{path}/send", "version")

    answer = clerk.post(f"{path}/send", data={"version": version, "signer": SIGNER})

    assert answer.status_code == 422
    assert "เรื่อง" in answer.text
    assert "รอลงลายมือชื่อ" not in clerk.get(path).text


def test_a_waiting_draft_is_taken_back_and_a_draft_is_deleted(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    save(clerk, path)
    clerk.post(f"{path}/send", data={"version": hidden(clerk, f"{path}/send", "version"), "signer": SIGNER})

    clerk.post(f"{path}/take-back", data={"version": "1"})
    gone = clerk.post(f"{path}/delete", data={"version": hidden(clerk, path, "version")})

    assert gone.headers["location"] == "/drafts"
    assert clerk.get(path).status_code == 404


def test_a_letter_on_paper_gets_its_number_by_the_button_alone_and_is_printed_with_it(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    path, before = empty(clerk, "by-hand"), office.facts()
    save(clerk, path, way="by-hand")
    clerk.get(path)
    assert office.facts() == before
    version = hidden(clerk, path, "version")

    pressed = [clerk.post(f"{path}/number", data={"version": version}) for _ in range(2)]
    reserved = office.counter.drafts.get(path.rpartition("/")[2]).plan.reserved

    assert [one.status_code for one in pressed] == [303, 409]
    assert f"<strong>{to_thai(str(reserved))}</strong>" in clerk.get(path).text
    assert clerk.get(f"{path}/paper.pdf").content.startswith(b"%PDF")
    assert clerk.post(f"{path}/delete", data={"version": hidden(clerk, path, "version")}).status_code == 409

    clerk.post(f"{path}/void", data={"version": hidden(clerk, path, "version"), "reason": "พิมพ์ผิด"})
    assert "จองเลขให้กระดาษฉบับนี้" in clerk.get(path).text


def test_a_letter_of_the_same_subject_is_shown_before_it_is_sent_again(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    office.world.issue(subject="ขอเชิญประชุมซ้ำ")
    path = empty(clerk)
    save(clerk, path, subject="ขอเชิญประชุมซ้ำ")

    assert "มีหนังสือเรื่องเดียวกันนี้ในทะเบียนแล้ว" in clerk.get(path).text
    assert "มีหนังสือเรื่องเดียวกันนี้ในทะเบียนแล้ว" in clerk.get(f"{path}/send").text


def test_a_draft_that_was_signed_meanwhile_is_shown_with_its_number(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    path = empty(clerk)
    save(clerk, path)
    open_in_another_tab = {name: hidden(clerk, path, name) for name in ("version", "tab")}
    clerk.post(f"{path}/send", data={"version": hidden(clerk, f"{path}/send", "version"), "signer": SIGNER})
    draft, key = path.rpartition("/")[2], office.world.people["dg"].key
    number = waiting.sign(office.counter.office, office.counter.drafts, key, draft).draft.number

    late = clerk.post(path, data={**FIELDS, **open_in_another_tab}, files=NO_FILE)
    back = clerk.get(f"{path}/send")
    shown = clerk.get(path)

    assert late.status_code == 409
    assert "ออกเลขแล้ว" in late.text
    assert (back.status_code, back.headers["location"]) == (303, path)
    assert to_thai(str(number)) in shown.text
    assert 'name="subject"' not in shown.text


def test_the_file_of_a_registered_letter_is_told_and_is_not_sent_again(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    path = empty(clerk)
    save(clerk, path, subject="เรื่องที่ออกแล้ว")
    clerk.post(f"{path}/send", data={"version": hidden(clerk, f"{path}/send", "version"), "signer": SIGNER})
    here, key = office.counter.office, office.world.people["dg"].key
    done = waiting.sign(here, office.counter.drafts, key, path.rpartition("/")[2]).draft
    issued = here.reader.stream(done.stream or StreamId(""))[0].statement.fact
    final = here.reader.blobs.get(issued.final)  # type: ignore[union-attr] # it was issued

    answer = clerk.post("/drafts/drop", data={"once": once(clerk)}, files={"file": ("letter.pdf", final)})
    again = answer.headers["location"]
    version = hidden(clerk, f"{again}/send", "version")
    sent = clerk.post(f"{again}/send", data={"version": version, "signer": SIGNER})

    told = f"แฟ้มนี้คือหนังสือที่ {to_thai(str(done.number))} ที่ทะเบียนออกแล้ว"
    assert told in clerk.get(again).text
    assert told in clerk.get(f"{again}/send").text
    assert sent.status_code == 409


def test_a_draft_sent_back_says_why(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    save(clerk, path)
    clerk.post(f"{path}/send", data={"version": hidden(clerk, f"{path}/send", "version"), "signer": SIGNER})
    draft = path.rpartition("/")[2]
    waiting.send_back(office.counter.office, office.counter.drafts, draft, "เรื่องไม่ตรง", by="dg")

    assert "เรื่องไม่ตรง" in clerk.get(path).text
    assert "เรื่องไม่ตรง" in clerk.get("/drafts").text
