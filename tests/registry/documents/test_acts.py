"""What an order does to the structure, as its text prints it."""

from dataclasses import replace
from datetime import datetime

import pytest

from domain.classes import ActingWord
from domain.structure.acts import Acts, InstrumentAct, InstrumentActKind, PostAct, PostActKind, UnitAct, UnitId
from domain.values import StreamId
from registry.documents.writing.acts import paragraphs
from tests.domain.structure.history import (
    abolish,
    change_duties,
    day,
    establish,
    merge,
    move,
    recode,
    rename,
    split,
)

POST = PostAct(PostActKind.APPOINT, "หัวหน้ากลุ่ม", UnitId("a"), "somsri", "นางสมศรี ตัวอย่าง")
REPEAL = InstrumentAct(InstrumentActKind.REPEAL, StreamId("s"), "55/2564", "ข้อ 2")
NOW = " ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป"


def named(unit: UnitId, _on: datetime | None) -> str:
    return {"a": "กอง ก", "b": "กอง ข", "c": "กอง ค"}.get(unit, unit)


def said(act: UnitAct | PostAct | InstrumentAct) -> str:
    match act:
        case UnitAct():
            acts = Acts(units=(act,))
        case PostAct():
            acts = Acts(posts=(act,))
        case InstrumentAct():
            acts = Acts(instruments=(act,))
    (paragraph,) = paragraphs(acts, named)
    return paragraph


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (establish("x", name="กอง ง", parent="a", code="มท 0815"), "ให้จัดตั้งกอง ง ในกอง ก ใช้รหัส มท ๐๘๑๕"),
        (establish("x", name="กอง ง", duties="ประสานงาน"), "ให้จัดตั้งกอง ง มีหน้าที่ประสานงาน"),
        (
            establish("x", name="กลุ่ม", every="office", under=UnitId("a")),
            "ให้จัดตั้งกลุ่ม ในหน่วยงานประเภท office ทุกแห่งในสังกัดกอง ก",
        ),
        (abolish("a"), "ให้ยุบเลิกกอง ก"),
        (merge("a", "b", "c"), "ให้รวม กอง ข, กอง ค เข้ากับกอง ก"),
        (split("a", "b", "c"), "ให้แยกกอง ก เป็น กอง ข, กอง ค"),
        (rename("a", "กองใหม่"), "ให้เปลี่ยนชื่อกอง ก เป็น กองใหม่"),
        (move("a", "b"), "ให้ย้ายกอง ก ไปสังกัดกอง ข"),
        (change_duties("a", "ประสานงาน"), "ให้กอง ก มีหน้าที่ประสานงาน"),
        (recode("a", "มท 0815"), "ให้กอง ก ใช้รหัส มท ๐๘๑๕"),
        (recode("a", None), "ให้กอง ก ไม่มีรหัส"),
        (POST, "ให้ นางสมศรี ตัวอย่าง ดำรงตำแหน่งหัวหน้ากลุ่ม กอง ก"),
        (replace(POST, deputises="อธิบดี"), "ให้ นางสมศรี ตัวอย่าง ดำรงตำแหน่งหัวหน้ากลุ่ม กอง ก ซึ่งเป็นรองอธิบดี"),
        (
            replace(POST, kind=PostActKind.ACT_FOR, word=ActingWord.ACTING_FOR_ABSENT),
            "ให้ นางสมศรี ตัวอย่าง รักษาราชการแทนหัวหน้ากลุ่ม กอง ก",
        ),
        (replace(POST, kind=PostActKind.END), "ให้ นางสมศรี ตัวอย่าง พ้นจากตำแหน่งหรือการทำหน้าที่แทนหัวหน้ากลุ่ม กอง ก"),
        (
            replace(POST, kind=PostActKind.DELEGATE, officer=None, name=None, to_post="รอง", to_unit=UnitId("b")),
            "มอบอำนาจของหัวหน้ากลุ่ม กอง ก ให้ ผู้ดำรงตำแหน่งรอง กอง ข",
        ),
        (
            replace(POST, kind=PostActKind.WITHDRAW),
            "ให้ถอนการมอบอำนาจหรือมอบหมายของหัวหน้ากลุ่ม กอง ก จาก นางสมศรี ตัวอย่าง",
        ),
        (
            replace(POST, kind=PostActKind.ASSIGN, matters=("การลา", "การเงิน")),
            "มอบหมายให้ นางสมศรี ตัวอย่าง ลงชื่อแทนหัวหน้ากลุ่ม กอง ก ในเรื่อง การลา, การเงิน",
        ),
        (REPEAL, "ให้ยกเลิก ข้อ ๒ ของ ๕๕/๒๕๖๔"),
        (replace(REPEAL, clause=None), "ให้ยกเลิก ๕๕/๒๕๖๔"),
        (
            replace(REPEAL, kind=InstrumentActKind.REPLACE, text="ความ"),
            "ให้ยกเลิกความใน ข้อ ๒ ของ ๕๕/๒๕๖๔ และให้ใช้ความต่อไปนี้แทน “ความ”",
        ),
        (replace(REPEAL, kind=InstrumentActKind.ADD, text="ความ"), "ให้เพิ่มความต่อไปนี้เป็น ข้อ ๒ ของ ๕๕/๒๕๖๔ “ความ”"),
        (replace(REPEAL, kind=InstrumentActKind.AMEND, text="ความ"), "ให้แก้ไขเพิ่มเติม ข้อ ๒ ของ ๕๕/๒๕๖๔ ดังนี้ “ความ”"),
    ],
)
def test_every_act_has_its_words(act: UnitAct | PostAct | InstrumentAct, words: str) -> None:
    assert said(act) == words + NOW


def test_a_clause_leads_and_the_days_follow() -> None:
    act = abolish("a", clause="ข้อ 3", since=day(4), until=day(6).replace(hour=4))

    assert said(act) == ("ข้อ ๓ ให้ยุบเลิกกอง ก ทั้งนี้ ตั้งแต่วันที่ ๔ มกราคม ๒๕๖๔ จนถึงก่อนวันที่ ๖ มกราคม ๒๕๖๔ เวลา ๐๔.๐๐ น.")


def test_what_is_done_to_earlier_instruments_stands_first() -> None:
    acts = Acts(units=(abolish("a"),), posts=(POST,), instruments=(REPEAL,))

    lines = paragraphs(acts, named)

    assert [line.split()[0] for line in lines] == ["ให้ยกเลิก", "ให้ยุบเลิกกอง", "ให้"]
