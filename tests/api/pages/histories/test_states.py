"""The state after a fact, and two states side by side: told apart by word and sign."""

import re

from api.pages.histories.states import Mark, compare
from registry.history.fields import Field
from tests.api.pages.histories.conftest import Busy
from tests.api.pages.histories.test_timelines import MEETING, words


def test_a_state_is_that_after_its_fact_and_says_what_the_fact_changed(busy: Busy) -> None:
    stream, positions = busy.streams[MEETING], busy.positions(MEETING)
    with busy.web.client("auditor") as auditor:
        timeline = auditor.get(f"/histories/letters/{stream}").text
        first, last = (
            auditor.get(f"/histories/after/{p}/letters/{stream}").text for p in (positions[1], positions[-1])
        )

    assert f"/histories/after/{positions[1]}/letters/{stream}" in timeline
    assert "<dt>สถานะ</dt><dd>ลงลายมือชื่อแล้ว</dd><dd>" in first
    assert "● เปลี่ยนโดยรายการนี้" in first
    assert "<dt>สถานะ</dt><dd>มีฉบับอื่นใช้แทน</dd>" in last
    assert f"/histories/after/{positions[2]}/letters/{stream}" in first
    assert f"/histories/compare/letters/{stream}?left={positions[0]}&amp;right={positions[1]}" in first


def test_two_states_are_chosen_in_the_list_and_stand_side_by_side(busy: Busy) -> None:
    stream, positions = busy.streams[MEETING], busy.positions(MEETING)
    with busy.web.client("auditor") as auditor:
        timeline = auditor.get(f"/histories/letters/{stream}").text
        text = auditor.get(f"/histories/compare/letters/{stream}?left={positions[1]}&right={positions[-1]}").text
        same = auditor.get(f"/histories/compare/letters/{stream}?left={positions[1]}&right={positions[1]}").text

    assert f'action="/histories/compare/letters/{stream}"' in timeline
    assert timeline.count('type="radio" name="left"') == timeline.count('type="radio" name="right"') == len(positions)
    row = re.search(r'<tr class="changed"><th scope="row">สถานะ</th>.*?</tr>', text)
    assert row is not None
    assert "ลงลายมือชื่อแล้ว" in row[0]
    assert "มีฉบับอื่นใช้แทน" in row[0]
    assert "≠ ต่างกัน" in words(row[0])
    assert "+ เพิ่มขึ้น" in words(text)
    assert "สองสถานะเหมือนกันทุกช่อง" in same


def test_each_way_to_differ_has_a_mark_of_its_own() -> None:
    left = {Field("name"): "ก", Field("code"): "ข", Field("duties"): "ค"}
    right = {Field("name"): "ก", Field("code"): "ง", Field("parent"): "จ"}

    assert [one.mark for one in compare(left, right)] == [Mark.SAME, Mark.CHANGED, Mark.GONE, Mark.ADDED]


def test_states_that_were_not_chosen_are_asked_for(busy: Busy) -> None:
    with busy.web.client("auditor") as auditor:
        answers = [auditor.get(f"/histories/compare/people/dg{query}") for query in ("", "?left=9", "?right=9")]
        beyond = auditor.get("/histories/compare/people/dg?left=9&right=9999")

    assert {one.status_code for one in answers} == {422}
    assert "เลือกสองรายการในประวัติ" in answers[0].text
    assert beyond.status_code == 404


def test_a_persons_powers_and_a_units_name_stand_in_their_states(busy: Busy) -> None:
    with busy.web.client("auditor") as auditor:
        newest = auditor.get("/histories/people/clerk?only=signed").text
        position = re.findall(r"/histories/after/(\d+)/people/clerk", auditor.get("/histories/people/clerk").text)[0]
        state = auditor.get(f"/histories/after/{position}/people/clerk").text
        unit = auditor.get(f"/histories/after/{position}/units/specimen/desk").text

    assert "ประวัติเจ้าหน้าที่" in newest
    assert "ได้รับมอบอำนาจของ อธิบดี specimen" in state
    assert "<dt>ชื่อ</dt><dd>กองตัวอย่าง</dd>" in unit


def test_the_name_of_a_key_keeps_its_spelling(busy: Busy) -> None:
    with busy.web.client("auditor") as auditor:
        text = auditor.get("/histories/compare/people/dg?left=0&right=60").text

    assert re.search(r'<th scope="row">กุญแจ sha256:[0-9a-f]{16}…</th>', text)
