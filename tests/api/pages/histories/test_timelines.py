"""Timelines: newest first by an address, who in which post then, gaps folded, filters, pages, addresses of facts."""

import re
from datetime import date
from pathlib import Path

import pytest

from api.pages.histories import timeline
from api.pages.histories.categories import OF_FACTS, WORDS, Category
from registry import wire
from tests.api.pages.histories.conftest import Busy
from tests.api.web import WebOffice
from tests.registry.world import World

MEETING = "แจ้งผลการประชุม"


def facts(text: str) -> list[int]:
    return [int(one) for one in re.findall(r'<li id="p(\d+)"', text)]


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))


def test_the_newest_fact_stands_first_and_an_address_turns_the_order(busy: Busy) -> None:
    path = f"/histories/letters/{busy.streams[MEETING]}"
    with busy.web.client("auditor") as auditor:
        newest, oldest = (auditor.get(f"{path}{query}").text for query in ("", "?order=oldest"))

    assert facts(newest) == sorted(busy.positions(MEETING), reverse=True)
    assert facts(oldest) == sorted(facts(newest))
    assert f'href="{path}?order=oldest"' in newest
    assert f'href="{path}"' in oldest


def test_a_row_says_who_in_which_post_then_and_whose_word_it_is(busy: Busy) -> None:
    with busy.web.client("auditor") as auditor:
        text = auditor.get(f"/histories/letters/{busy.streams[MEETING]}").text

    [signed] = [one for one in text.split("<li id=") if "<strong>ลงลายมือชื่ออิเล็กทรอนิกส์</strong>" in one][-1:]
    [sealed] = [one for one in text.split("<li id=") if "<strong>ส่งหนังสือ</strong>" in one][-1:]
    assert "นายประยูร ตัวอย่าง (อธิบดี)" in words(signed)
    assert "ลายมือชื่อบุคคล ผู้ลงลายมือชื่ออ้าง" in words(signed)
    assert "ตราทะเบียน ผู้ดูแลทะเบียนอ้าง" in words(sealed)
    assert "๐๙.๐๐ น." in words(sealed)


def test_who_said_a_fact_leads_to_their_own_history_for_whoever_may_open_it(busy: Busy) -> None:
    path = f"/histories/letters/{busy.streams[MEETING]}"
    with busy.web.client("auditor") as auditor:
        people = set(re.findall(r'href="(/histories/people/[^"]+)"', auditor.get(path).text))
        opened = {auditor.get(one).status_code for one in people}
    with busy.web.client("clerk") as clerk:
        of_clerk = clerk.get(path).text

    assert people >= {"/histories/people/dg", "/histories/people/clerk"}
    assert opened == {200}
    assert "/histories/people/" not in of_clerk


def test_a_row_holds_what_changed_old_and_new_with_digest_signer_and_files(busy: Busy) -> None:
    with busy.web.client("auditor") as auditor:
        text = auditor.get(f"/histories/letters/{busy.streams[MEETING]}").text
    [corrected] = [one for one in text.split("<li id=") if "<strong>เลื่อนกำหนด</strong>" in one]
    [signed] = [one for one in text.split("<li id=") if "<strong>ลงลายมือชื่ออิเล็กทรอนิกส์</strong>" in one][-1:]

    assert re.search(r"<td>๒๔ ก.พ. ๒๕๖๔</td><td>๑ มี.ค. ๒๕๖๔</td>", corrected)
    assert re.search(r'<dd class="mono">sha256:[0-9a-f]{64}</dd>', corrected)
    assert "<dt>ลายมือชื่อของ</dt><dd>นายประยูร ตัวอย่าง</dd>" in signed
    assert "<dt>ลายมือชื่อของ</dt><dd>ตราประจำสำนักงาน</dd>" in corrected
    assert re.search(r'href="/histories/facts/\d+/files/[0-9a-f]{64}" download', signed)


def test_rows_are_closed_and_an_address_opens_all_of_them(busy: Busy) -> None:
    path = f"/histories/letters/{busy.streams[MEETING]}"
    with busy.web.client("auditor") as auditor:
        closed, opened = (auditor.get(f"{path}{query}").text for query in ("", "?expanded=1"))

    assert "<details open>" not in closed
    assert f'href="{path}?expanded=1"' in closed
    assert opened.count("<details open>") == len(facts(opened))


def test_days_are_headings_and_days_without_facts_are_folded() -> None:
    class One:
        def __init__(self, day: int, month: int = 2) -> None:
            self.on = date(2021, month, day)

    newest_first = timeline.days([One(25, 3), One(11), One(11), One(10)], date(2021, 3, 27))  # type: ignore[list-item]
    oldest_first = timeline.days([One(10), One(12), One(11)])  # type: ignore[list-item]

    assert [(one.on.day, one.idle, len(one.facts)) for one in newest_first] == [(25, 1, 1), (11, 41, 2), (10, 0, 1)]
    assert [one.idle for one in oldest_first] == [0, 1, 0]


def test_the_page_says_how_many_days_had_no_facts(busy: Busy) -> None:
    with busy.web.client("auditor") as auditor:
        text = auditor.get("/histories/people/dg?only=signed&only=officers").text

    assert "๑๐ กุมภาพันธ์ ๒๕๖๔" in text
    assert "๙ กุมภาพันธ์ ๒๕๖๔" in text
    assert "<h2" in text
    assert "ไม่มีรายการที่ตรงกับตัวกรอง" not in text  # the two days follow each other


def test_every_fact_is_of_one_kind() -> None:
    assert set(OF_FACTS) == set(wire.NAMES)
    assert set(OF_FACTS.values()) == set(Category) == set(WORDS)


def test_a_filter_shows_its_kinds_alone_and_stays_chosen(busy: Busy) -> None:
    path = f"/histories/letters/{busy.streams[MEETING]}"
    with busy.web.client("auditor") as auditor:
        all_of_them = facts(auditor.get(path).text)
        text = auditor.get(f"{path}?only=sent&only=asked").text
        wrong = auditor.get(f"{path}?only=everything")

    assert set(re.findall(r"<summary><strong>(.*?)</strong>", text)) == {
        "ส่งหนังสือ", "ตรวจสอบผลการส่ง", "ได้รับการยืนยันจากผู้รับ", "ผลการดำเนินการ", "รายงานผล", "เลื่อนกำหนด",
    }  # fmt: skip
    assert set(facts(text)) < set(all_of_them)
    assert re.findall(r'value="(\w+)" checked', text) == ["sent", "asked"]
    assert wrong.status_code == 400


def test_a_view_that_the_filter_leaves_empty_explains_itself(busy: Busy) -> None:
    path = f"/histories/letters/{busy.streams[MEETING]}"
    with busy.web.client("auditor") as auditor:
        text = words(auditor.get(f"{path}?only=officers").text)

    assert "ไม่มีรายการประเภทที่เลือก: เจ้าหน้าที่และกุญแจ" in text
    assert "แสดงทุกประเภท" in text


def test_a_long_history_comes_in_pages_that_show_every_fact_once(busy: Busy, monkeypatch: pytest.MonkeyPatch) -> None:
    with busy.web.client("auditor") as auditor:
        monkeypatch.setattr(timeline, "ROWS", 1_000)
        whole = facts(auditor.get("/histories/people/clerk").text)
        monkeypatch.setattr(timeline, "ROWS", 9)
        seen, path, pages = [], "/histories/people/clerk", 0
        while path:
            text = auditor.get(path).text
            seen += facts(text)
            pages += 1
            following = re.search(r'href="([^"]+)" rel="next"', text)
            path = following[1].replace("&amp;", "&") if following else ""
        before = re.search(r'href="([^"]+)" rel="prev"', text)
        back = auditor.get(before[1].replace("&amp;", "&") if before else "").text

    assert seen == whole
    assert pages > 2
    assert facts(back) == whole[-9 - len(facts(text)) : -len(facts(text))]


def test_what_became_known_later_is_not_shown_as_known_at(busy: Busy) -> None:
    path = f"/histories/letters/{busy.streams[MEETING]}"
    positions = busy.positions(MEETING)
    with busy.web.client("auditor") as auditor:
        then = auditor.get(f"{path}?known_at={positions[3]}").text
        before = auditor.get(f"{path}?known_at=1").text
        after = auditor.get(f"/histories/after/{positions[4]}/letters/{busy.streams[MEETING]}?known_at={positions[3]}")
        day = auditor.get(f"{path}?known_at=9+ก.พ.+2564").text
        wrong = auditor.get(f"{path}?known_at=เมื่อวานซืน")

    assert facts(then) == positions[3::-1]
    assert "เฉพาะที่ทะเบียนรู้ถึงรายการที่" in then
    assert f"after/{positions[3]}/letters/{busy.streams[MEETING]}?known_at={positions[3]}" in then
    assert "ขณะนั้นยังไม่รู้สิ่งใด" in before
    assert 0 < len(facts(day)) < len(positions)
    assert (after.status_code, wrong.status_code) == (404, 422)


def test_units_and_people_are_called_as_known_then(busy: Busy) -> None:
    with busy.web.client("auditor") as auditor:
        text = auditor.get("/histories/units/specimen/desk").text
        person = auditor.get("/histories/people/dg").text

    assert "ประวัติหน่วยงาน กองใหม่ (specimen/desk)" in words(text) or "กองตัวอย่าง (specimen/desk)" in words(text)
    assert "(ข้อเสนอ)" in text
    assert "ประวัติเจ้าหน้าที่ นายประยูร ตัวอย่าง" in words(person)


def test_an_order_has_an_address_of_its_own_to_which_its_letters_address_leads(busy: Busy) -> None:
    with busy.web.client("auditor") as auditor:
        found = re.search(r'href="(/histories/orders/[^"]+)"', auditor.get("/histories?q=2/2564").text)
        assert found is not None
        shown = auditor.get(found[1])
        led = auditor.get(found[1].replace("/orders/", "/letters/"))
        letter = auditor.get(f"/histories/orders/{busy.streams[MEETING]}")

    assert (shown.status_code, led.status_code, letter.status_code) == (200, 303, 404)
    assert led.headers["location"] == found[1]


def test_a_fact_has_an_address_that_leads_to_its_place_in_a_history(busy: Busy) -> None:
    position = busy.positions(MEETING)[2]
    with busy.web.client("auditor") as auditor:
        text = auditor.get(f"/histories/facts/{position}").text
        found = re.search(rf'href="(/histories/letters/[^"#]+)#p{position}"', text)
        assert found is not None
        there = auditor.get(found[1]).text
        file = re.search(
            r'href="(/histories/facts/\d+/files/[0-9a-f]+)"',
            auditor.get(f"/histories/facts/{busy.positions(MEETING)[1]}").text,
        )
        assert file is not None
        handed = auditor.get(file[1])
        other = auditor.get(file[1][:-1] + ("0" if file[1][-1] != "0" else "1"))

    assert facts(there)[0] == position
    assert "&#34;letter.issued.v1&#34;" in text
    assert "attachment" in handed.headers["content-disposition"]
    assert other.status_code == 404


@pytest.mark.parametrize("position", [3, 999, 2**53 - 1, 2**60])
def test_where_no_fact_stands_none_is_shown(busy: Busy, position: int) -> None:
    with busy.web.client("auditor") as auditor:
        answers = [
            auditor.get(path).status_code
            for path in (f"/histories/facts/{position}", f"/histories/after/{max(position, 999)}/people/dg")
        ]

    assert set(answers) <= {400, 404}


def test_what_is_added_to_a_long_text_is_shown_and_the_text_not_repeated(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "registry")
    got = world.receive()
    for number in range(40):
        world.enter(got, "action.noted.v1", action=f"ครั้งที่ {number} ตามเรื่อง", clerk="clerk")
    with WebOffice.of(world).client("auditor") as auditor:
        text = auditor.get(f"/histories/letters/{got}").text
        state = auditor.get(f"/histories/after/{world.register.store.newest()}/letters/{got}").text
    world.close()

    assert text.count("ครั้งที่ ๐ ตามเรื่อง") < 20
    assert re.search("… [^<]*; ครั้งที่ ๓๙ ตามเรื่อง</td>", text)
    assert "ครั้งที่ ๐ ตามเรื่อง; ครั้งที่ ๑ ตามเรื่อง" in state
