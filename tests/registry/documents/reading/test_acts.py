"""What an order says that it does is read as that act, and what it only tells of is not."""

import time
from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.classes import ActingWord, LetterKind
from domain.structure.acts import (
    Acts,
    InstrumentAct,
    InstrumentActKind,
    PostAct,
    PostActKind,
    UnitAct,
    UnitActKind,
    UnitId,
)
from domain.thai.digits import to_arabic
from domain.thai.times import THAI_TIME
from domain.values import StreamId
from registry.documents.draft import Draft, Read, RecognisedAct, SignatureBlock, Sureness
from registry.documents.reading.acts import with_acts
from registry.documents.reading.files.lines import Line
from registry.documents.writing.acts import paragraphs


def read(*text: str, kind: LetterKind = LetterKind.ORDER, effective: date | None = None, in_force: str = "") -> Draft:
    draft = Draft(
        kind,
        paragraphs=tuple(Read(one, line) for line, one in enumerate(text, start=5)),
        effective=Read(effective, 9) if effective else None,
        in_force=Read(in_force, 9) if in_force else None,
        signature=Read(SignatureBlock("นายหนึ่ง ตัวอย่าง"), 20),
    )
    return with_acts(draft, ())


def only(*text: str, **around: LetterKind | date | str) -> RecognisedAct:
    (act,) = read(*text, **around).acts  # type: ignore[arg-type]
    return act.value


def moment(day: int, month: int, year: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year - 543, month, day, hour, minute, tzinfo=THAI_TIME)


INSTRUMENTS = [
    ("ให้ยกเลิกคำสั่งกรมตัวอย่าง ที่ ๘๕/๒๕๖๔ ลงวันที่ ๙ เมษายน ๒๕๖๔", "repeal", "85/2564", None, date(2021, 4, 9)),
    ("ข้อ ๒ ยกเลิกคำสั่งกรมตัวอย่าง ที่ 85 /2564 เรื่อง แผน", "repeal", "85/2564", None, None),
    ("อธิบดีจึงให้ยกเลิกคำสั่งกรม ที่ 1/2560", "repeal", "1/2560", None, None),
    ("ให้ยกเลิกหนังสือกรม ที่ มท 0812/ว 271 ลงวันที่ 10 ก.พ. 2564", "repeal", "มท 0812/ว 271", None, date(2021, 2, 10)),
    ("ให้ยกเลิกระเบียบกรมตัวอย่าง ว่าด้วยการลา พ.ศ. ๒๕๕๐", "repeal", "ระเบียบกรมตัวอย่าง ว่าด้วยการลา พ.ศ. ๒๕๕๐", None, None),
    (
        "ให้ยกเลิกระเบียบกรม ว่าด้วยการลาตามคำสั่งกรม ที่ 5/2560",
        "repeal",
        "ระเบียบกรม ว่าด้วยการลาตามคำสั่งกรม ที่ 5/2560",
        None,
        None,
    ),
    ("ให้ยกเลิกข้อ ๒ ของคำสั่งกรมตัวอย่าง ที่ ๗/๒๕๖๒", "repeal", "7/2562", "ข้อ 2", None),
    ("ให้ยกเลิกความใน (๓) ของข้อ ๕ แห่งคำสั่งกรม ที่ ๗/๒๕๖๒", "repeal", "7/2562", "ข้อ 5 (3)", None),
    (
        "ให้ยกเลิกความในวรรคสองของข้อ ๓๑ แห่งระเบียบกรม ว่าด้วยงาน พ.ศ. ๒๕๒๖ และให้ใช้ความต่อไปนี้แทน",
        "replace", "ระเบียบกรม ว่าด้วยงาน พ.ศ. ๒๕๒๖", "ข้อ 31 วรรคสอง", None,
    ),
    (
        "ให้ยกเลิกความในข้อ ๔ วรรคหนึ่ง ของคำสั่งกรม ที่ ๗/๒๕๖๒ และให้ใช้ข้อความดังต่อไปนี้แทน",
        "replace", "7/2562", "ข้อ 4 วรรคหนึ่ง", None,
    ),
    ("ให้เพิ่มความต่อไปนี้เป็นข้อ ๕/๑ ของคำสั่งกรม ที่ ๗/๒๕๖๒", "add", "7/2562", "ข้อ 5/1", None),
    ("ให้เพิ่มความต่อไปนี้เป็นวรรคสามของข้อ ๕ แห่งประกาศกรม เรื่อง ค่าเช่า", "add", "ประกาศกรม เรื่อง ค่าเช่า", "ข้อ 5 วรรคสาม", None),
    ("ให้แก้ไขเพิ่มเติมคำสั่งกรม ที่ ๗/๒๕๖๒ ลงวันที่ ๑ มกราคม ๒๕๖๒ ดังนี้", "amend", "7/2562", None, date(2019, 1, 1)),
    ("ให้แก้ไขข้อ ๓ ของคำสั่งกรม ที่ ๗/๒๕๖๒ เป็นดังนี้", "amend", "7/2562", "ข้อ 3", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "target", "clause", "dated"), INSTRUMENTS, ids=[one[0] for one in INSTRUMENTS]
)
def test_an_act_on_an_instrument_names_it_and_its_clause(
    text: str, kind: str, target: str, clause: str | None, dated: date | None
) -> None:
    act = only(text)

    assert (act.kind.value, act.target, act.target_clause, act.target_dated) == (kind, target, clause, dated)


UNITS_AND_POSTS = [
    ("ให้จัดตั้งกลุ่มงานกฎหมาย เป็นส่วนราชการภายในกองกลาง", UnitActKind.ESTABLISH, "กองกลาง", "กลุ่มงานกฎหมาย", None),
    ("ให้จัดตั้งศูนย์ดำรงธรรมขึ้นในสำนักงานจังหวัด โดยมีหน้าที่รับเรื่อง", UnitActKind.ESTABLISH, "สำนักงานจังหวัด", "ศูนย์ดำรงธรรม", None),
    ("ให้ยุบเลิกฝ่ายพัสดุ ตั้งแต่บัดนี้เป็นต้นไป", UnitActKind.ABOLISH, "ฝ่ายพัสดุ", None, None),
    ("ให้รวมฝ่ายการเงินและฝ่ายบัญชี เข้ากับกองคลัง", UnitActKind.MERGE, "ฝ่ายการเงินและฝ่ายบัญชี", "กองคลัง", None),
    ("ให้แยกงานนิติการออกเป็นงานคดีและงานวินัย", UnitActKind.SPLIT, "งานนิติการ", "งานคดีและงานวินัย", None),
    ("ให้เปลี่ยนชื่อ “กองแผนงาน” เป็น “กองยุทธศาสตร์”", UnitActKind.RENAME, "กองแผนงาน", "กองยุทธศาสตร์", None),
    ("ให้เปลี่ยนชื่อกองแผนงานเป็นกองยุทธศาสตร์", UnitActKind.RENAME, "กองแผนงาน", "กองยุทธศาสตร์", None),
    ("ให้ย้ายกลุ่มงานกฎหมายไปสังกัดกองกลาง", UnitActKind.MOVE, "กลุ่มงานกฎหมาย", "กองกลาง", None),
    ("ให้แก้ไขหน้าที่ของกองกลาง ดังนี้", UnitActKind.CHANGE_DUTIES, "กองกลาง", None, None),
    ("ให้กองกลาง มีหน้าที่และอำนาจ ดังนี้", UnitActKind.CHANGE_DUTIES, "กองกลาง", None, None),
    ("ให้กองกลาง ใช้รหัส มท ๐๘๑๕", UnitActKind.RECODE, "กองกลาง", "มท ๐๘๑๕", None),
    (
        "แต่งตั้งให้ นายหนึ่ง ตัวอย่าง ตำแหน่ง นิติกร ดำรงตำแหน่งหัวหน้ากลุ่มงานกฎหมาย",
        PostActKind.APPOINT, None, "นายหนึ่ง ตัวอย่าง", "หัวหน้ากลุ่มงานกฎหมาย",
    ),
    (
        "ให้นางสอง ตัวอย่าง รักษาการในตำแหน่งผู้อำนวยการกองคลัง อีกหน้าที่หนึ่ง",
        PostActKind.ACT_FOR, None, "นางสอง ตัวอย่าง", "ผู้อำนวยการกองคลัง",
    ),
    (
        "แต่งตั้งให้รองผู้ว่าราชการจังหวัด เป็นผู้รักษาราชการแทนผู้ว่าราชการจังหวัด",
        PostActKind.ACT_FOR, None, "รองผู้ว่าราชการจังหวัด", "ผู้ว่าราชการจังหวัด",
    ),
    ("มอบอำนาจให้รองอธิบดี ปฏิบัติราชการแทนอธิบดี ในเรื่อง การลา", PostActKind.DELEGATE, None, "รองอธิบดี", "อธิบดี"),
    ("มอบหมายให้ นายหนึ่ง ตัวอย่าง ลงนามแทนอธิบดี", PostActKind.ASSIGN, None, "นายหนึ่ง ตัวอย่าง", "อธิบดี"),
    ("มอบหมายให้นายหนึ่ง ตัวอย่าง ปฏิบัติหน้าที่หัวหน้างาน", PostActKind.ASSIGN, None, "นายหนึ่ง ตัวอย่าง", None),
    ("ให้เพิกถอนการมอบอำนาจของอธิบดี จาก นายหนึ่ง ตัวอย่าง", PostActKind.WITHDRAW, None, "นายหนึ่ง ตัวอย่าง", "อธิบดี"),
    ("ให้ นายหนึ่ง ตัวอย่าง พ้นจากตำแหน่งที่ปรึกษา", PostActKind.END, None, "นายหนึ่ง ตัวอย่าง", "ที่ปรึกษา"),
    ("อนุญาตให้ นายหนึ่ง ตัวอย่าง ลาออกจากตำแหน่งที่ปรึกษา", PostActKind.END, None, "นายหนึ่ง ตัวอย่าง", "ที่ปรึกษา"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "target", "name", "post"), UNITS_AND_POSTS, ids=[one[0] for one in UNITS_AND_POSTS]
)
def test_an_act_on_a_unit_or_post_names_them_as_printed(
    text: str, kind: UnitActKind | PostActKind, target: str | None, name: str | None, post: str | None
) -> None:
    act = only(text)

    assert (act.kind, act.target, act.name, act.post) == (kind, target, name, post)
    assert act.text


@pytest.mark.parametrize(
    "text",
    [
        "ตามคำสั่งกรม ที่ ๙/๒๕๖๔ เรื่อง ยกเลิกคำสั่งกรม ที่ ๘/๒๕๖๔ นั้น",
        "รับทราบการยกเลิกคำสั่งกรม ที่ ๘/๒๕๖๔",
        "ให้ยกเลิกการประชุมครั้งที่ ๑/๒๕๖๔",
        "ให้จัดตั้งคณะกรรมการตรวจรับ",
        "ให้จัดตั้งกองทุนสวัสดิการ",
        "ให้ย้าย นายหนึ่ง ตัวอย่าง ไปสังกัดกองกลาง",
        "ให้ส่วนราชการ มีหน้าที่รายงาน",
        "ให้หน่วยงานที่เกี่ยวข้อง มีหน้าที่รายงาน",
        "นายหนึ่ง ตัวอย่าง ผู้ดำรงตำแหน่งหัวหน้ากลุ่ม ได้รับแต่งตั้งให้ดำรงตำแหน่งใหม่แล้ว",
        "ทราบว่าการดำรงตำแหน่งของเขาสิ้นสุด",
        "ที่ได้มอบหมายให้รัฐมนตรีรับผิดชอบ",
        "แต่งตั้งคณะกรรมการ ประกอบด้วย นายหนึ่ง เป็นประธาน",
        "ให้ถือปฏิบัติตามการมอบอำนาจเดิม",
        "“ข้อ ๒ ให้ยกเลิกคำสั่งกรม ที่ ๘/๒๕๖๔”",
    ],
)
def test_what_is_only_told_is_no_act(text: str) -> None:
    assert read(text).acts == ()


def test_a_list_of_orders_is_one_act_each_and_the_orders_of_their_subjects_are_none() -> None:
    acts = read(
        "ข้อ ๑ ให้ยกเลิกคำสั่งกรม ที่ 1/2560 เรื่อง ยกเลิกคำสั่งกรม ที่ 9/2559 ลงวันที่ 2 มกราคม 2560 "
        "และคำสั่งกรม ที่ 2/2561 ลงวันที่ 3 มีนาคม 2561"
    ).acts

    assert [(act.value.target, act.value.clause) for act in acts] == [("1/2560", "ข้อ 1"), ("2/2561", "ข้อ 1")]


def test_new_words_are_kept_with_their_act_and_hold_no_acts_of_their_own() -> None:
    acts = read(
        "ข้อ ๑ ให้ยกเลิกความในข้อ ๒ และข้อ ๓ ของคำสั่งกรม ที่ ๗/๒๕๖๒ และให้ใช้ความต่อไปนี้แทน",
        "“ข้อ ๒ ให้จัดตั้งกองใหม่",
        "ข้อ ๓ ให้ยุบเลิกกอง “เดิม” ทั้งหมด”",
        "ข้อ ๒ ให้ยุบเลิกกองกลาง",
    ).acts

    assert [(one.value.kind, one.value.target_clause, one.value.clause) for one in acts] == [
        (InstrumentActKind.REPLACE, "ข้อ 2", "ข้อ 1"),
        (InstrumentActKind.REPLACE, "ข้อ 3", "ข้อ 1"),
        (UnitActKind.ABOLISH, None, "ข้อ 2"),
    ]
    assert acts[0].value.words == "ข้อ ๒ ให้จัดตั้งกองใหม่\nข้อ ๓ ให้ยุบเลิกกอง “เดิม” ทั้งหมด"


def test_a_mark_that_is_never_closed_hides_its_own_paragraph_alone() -> None:
    assert [act.line for act in read("“ให้ยุบเลิกกองหนึ่ง", "ให้ยุบเลิกกองสอง").acts] == [6]


def test_appointed_people_in_a_list_belong_to_the_clause_above_it() -> None:
    acts = read(
        "ข้อ ๔ แต่งตั้งข้าราชการ ดังต่อไปนี้",
        "๑. นายสาม ตัวอย่าง ตำแหน่ง นิติกร ให้ดำรงตำแหน่ง หัวหน้าฝ่ายคดี",
        "๒. ว่าที่ร้อยตรีสี่ ตัวอย่าง ดำรงตำแหน่ง หัวหน้าฝ่ายวินัย",
        "นายห้า ตัวอย่าง ดำรงตำแหน่ง ที่ปรึกษา ประชุมแล้วเห็นชอบ ดังนี้",
    ).acts

    assert [(act.value.clause, act.value.name, act.value.post) for act in acts[:2]] == [
        ("ข้อ 4", "นายสาม ตัวอย่าง", "หัวหน้าฝ่ายคดี"),
        ("ข้อ 4", "ว่าที่ร้อยตรีสี่ ตัวอย่าง", "หัวหน้าฝ่ายวินัย"),
    ]


def test_numbered_paragraphs_are_clauses_where_nothing_else_is() -> None:
    assert only("๓. ให้ยุบเลิกกองกลาง").clause == "ข้อ 3"


@pytest.mark.parametrize(
    ("text", "effective", "in_force", "since"),
    [
        ("ให้ยุบเลิกกองกลาง ตั้งแต่วันที่ ๑ เมษายน ๒๕๖๔", date(2021, 3, 1), "", moment(1, 4, 2564)),
        ("ให้ยุบเลิกกองกลาง ทั้งนี้ ตั้งแต่วันที่ ๑ เมษายน ๒๕๖๔ เวลา ๐๘.๓๐ น.", None, "", moment(1, 4, 2564, 8, 30)),
        ("ให้ยุบเลิกกองกลาง", date(2021, 3, 1), "ตั้งแต่วันที่ ๑ มีนาคม ๒๕๖๔", moment(1, 3, 2564)),
        ("ให้ยุบเลิกกองกลาง", date(2021, 3, 1), "ตั้งแต่บัดนี้เป็นต้นไป", None),
        ("ให้ยุบเลิกกองกลาง ตั้งแต่บัดนี้เป็นต้นไป", date(2021, 3, 1), "", None),
        ("ให้ยุบเลิกกองกลาง ตั้งแต่วันที่ ๓๐ กุมภาพันธ์ ๒๕๖๔", None, "", None),
        ("ให้ยุบเลิกกองกลาง", None, "", None),
    ],
)
def test_an_act_takes_effect_by_its_own_words_else_by_those_of_the_order(
    text: str, effective: date | None, in_force: str, since: datetime | None
) -> None:
    assert only(text, effective=effective, in_force=in_force).since == since  # type: ignore[arg-type]


def test_a_letter_states_a_resignation_by_its_signer_and_nothing_else() -> None:
    draft = read(
        "“ข้าพเจ้า ขอลาออกจากการดำรงตำแหน่ง ที่ปรึกษากรม” ต่อไป",
        "ให้ยุบเลิกกองกลาง",
        kind=LetterKind.EXTERNAL,
        effective=date(2024, 5, 21),
    )

    (act,) = draft.acts
    assert (act.value.kind, act.value.name, act.value.post) == (PostActKind.END, "นายหนึ่ง ตัวอย่าง", "ที่ปรึกษากรม")
    assert act.value.since == moment(21, 5, 2567)


def test_an_act_in_the_middle_of_a_sentence_is_likely_and_one_of_a_picture_doubtful() -> None:
    draft = Draft(LetterKind.ORDER, paragraphs=(Read("เห็นควร ให้ยุบเลิกกองกลาง", 5), Read("ให้ยุบเลิกกองคลัง", 6)))
    picture = Line(6, "ให้ยุบเลิกกองคลัง", (), indented=False, after_blank=False, guessed=True)

    assert [act.sure for act in with_acts(draft, ()).acts] == [Sureness.LIKELY, Sureness.SURE]
    assert [act.sure for act in with_acts(draft, (picture,)).acts] == [Sureness.LIKELY, Sureness.DOUBTFUL]


@pytest.mark.parametrize(
    "part", ["ให้ ", "ให้ยกเลิกคำสั่ง ", "ให้จัดตั้งกอง ", "“", "”", "ข้อ ๑ ", "ให้แก้ไขข้อ ๑ ", "และคำสั่ง ", "ก"]
)
def test_acts_of_a_long_text_are_looked_for_in_the_end(part: str) -> None:
    begun = time.process_time()
    read(part * (60_000 // len(part)), *[part * 10] * 300)

    assert time.process_time() - begun < 30  # a second or two; minutes if every word were held against every other


# --- what the writer prints is read back ------------------------------------------------------------------------

NAMES = {
    "a": "กอง ก",
    "b": "กลุ่มงานส่งเสริมและประสานงานท้องถิ่นอำเภอ",
    "c": "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดกระบี่",
    "d": "ฝ่ายบริหารทั่วไป",
}
units = st.sampled_from(sorted(NAMES)).map(UnitId)
times = st.none() | st.datetimes(datetime(1984, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 - its zone is put in
    lambda at: at.replace(minute=0, second=0, microsecond=0, tzinfo=THAI_TIME)
)
own_clauses = st.none() | st.integers(1, 40).map(lambda no: f"ข้อ {no}")
their_clauses = st.sampled_from(["ข้อ 2", "ข้อ 31 วรรคสอง", "ข้อ 5 (3)", "ข้อ 5/1", "มาตรา 7"])
numbers = st.sampled_from(["55/2564", "7/2562", "กฎกระทรวงแบ่งส่วนราชการกรมตัวอย่าง", "ระเบียบกรมว่าด้วยการลา"])
words = st.sampled_from(["ให้รายงานทุกเดือน", "ข้อ ๒ ให้จัดตั้งกองใหม่", "ให้ยกเลิกคำสั่งกรม ที่ 1/2550"])
people = st.sampled_from(["นางสมศรี ตัวอย่าง", "ว่าที่ร้อยตรีหนึ่ง สามสี่", "พลตำรวจเอก ห้า หก"])
posts = st.sampled_from(["หัวหน้ากลุ่มงาน", "ผู้อำนวยการ", "รองผู้ว่าราชการจังหวัด"])
matters = st.lists(st.sampled_from(["การลา", "การเงิน และพัสดุ"]), max_size=2, unique=True).map(tuple)


@dataclass(frozen=True)
class Said:
    """What is looked at of an act."""

    kind: object
    target: str | None = None
    target_clause: str | None = None
    name: str | None = None
    post: str | None = None
    words: str | None = None
    clause: str | None = None
    since: datetime | None = None


def named(unit: UnitId, _on: datetime | None) -> str:
    return NAMES.get(unit, unit)


@st.composite
def instrument_acts(draw: st.DrawFn) -> tuple[Acts, Said]:
    kind = draw(st.sampled_from(InstrumentActKind))
    clause = draw(their_clauses) if kind is InstrumentActKind.ADD else draw(st.none() | their_clauses)
    text = None if kind is InstrumentActKind.REPEAL else draw(words)
    number, since = draw(numbers), draw(times)
    act = InstrumentAct(kind, StreamId("s"), number, clause, since, text)
    return Acts(instruments=(act,)), Said(kind, number, clause, words=text, since=since)


@st.composite
def unit_acts(draw: st.DrawFn) -> tuple[Acts, Said]:
    kind: UnitActKind = draw(st.sampled_from(UnitActKind))
    unit, other, third = draw(st.permutations(sorted(NAMES)).map(lambda some: [UnitId(one) for one in some[:3]]))
    every = draw(st.none() | st.just("provincial-office")) if kind is not UnitActKind.RECODE else None
    clause, since = draw(own_clauses), draw(times)
    which = "หน่วยงานประเภท provincial-office ทุกแห่ง" if every else NAMES[unit]
    act = UnitAct(kind, None if every else unit, every, clause=clause, since=since)
    match kind:
        case UnitActKind.ESTABLISH:
            code, duties = draw(st.sampled_from([None, "มท 0815"])), draw(st.sampled_from([None, "ประสานงาน"]))
            parent = None if every else draw(st.none() | st.just(other))
            act = UnitAct(
                kind,
                UnitId("x"),
                every,
                since=since,
                clause=clause,
                name="กองใหม่",
                parent=parent,
                code=code,
                duties=duties,
            )
            told = Said(kind, which if every else parent and NAMES[parent], name="กองใหม่")
        case UnitActKind.ABOLISH:
            told = Said(kind, which)
        case UnitActKind.MERGE:
            act = UnitAct(kind, unit, since=since, clause=clause, units=(other, third))
            told = Said(kind, f"{NAMES[other]}, {NAMES[third]}", name=NAMES[unit])
        case UnitActKind.SPLIT:
            act = UnitAct(kind, unit, since=since, clause=clause, units=(other, third))
            told = Said(kind, NAMES[unit], name=f"{NAMES[other]}, {NAMES[third]}")
        case UnitActKind.RENAME:
            act = UnitAct(kind, act.unit, every, since=since, clause=clause, name="กองใหม่")
            told = Said(kind, which, name="กองใหม่")
        case UnitActKind.MOVE:
            act = UnitAct(kind, act.unit, every, since=since, clause=clause, parent=other)
            told = Said(kind, which, name=NAMES[other])
        case UnitActKind.CHANGE_DUTIES:
            act = UnitAct(kind, act.unit, every, since=since, clause=clause, duties="ประสานงาน")
            told = Said(kind, which)
        case UnitActKind.RECODE:
            code = draw(st.sampled_from([None, "มท 0815"]))
            act = UnitAct(kind, unit, since=since, clause=clause, code=code)
            told = Said(kind, NAMES[unit], name=code)
    return Acts(units=(act,)), replace(told, clause=clause, since=since)


@st.composite
def post_acts(draw: st.DrawFn) -> tuple[Acts, Said]:
    kind = draw(st.sampled_from(PostActKind))
    post, unit, person, since, clause = draw(posts), draw(units), draw(people), draw(times), draw(own_clauses)
    to_post = draw(st.booleans()) and kind in {PostActKind.DELEGATE, PostActKind.WITHDRAW, PostActKind.ASSIGN}
    about = draw(matters) if kind in {PostActKind.DELEGATE, PostActKind.WITHDRAW, PostActKind.ASSIGN} else ()
    act = PostAct(
        kind, post, unit,
        officer=None if to_post else "somsri", name=None if to_post else person, since=since, clause=clause,
        word=draw(st.sampled_from(ActingWord)) if kind is PostActKind.ACT_FOR else None,
        to_post="ผู้ช่วย" if to_post else None, to_unit=UnitId("d") if to_post else None, matters=about,
        deputises=draw(st.sampled_from([None, "อธิบดี"])) if kind is PostActKind.APPOINT else None,
    )  # fmt: skip
    who = f"ผู้ดำรงตำแหน่งผู้ช่วย {NAMES['d']}" if to_post else person
    return Acts(posts=(act,)), Said(kind, name=who, post=f"{post} {NAMES[unit]}", clause=clause, since=since)


@settings(max_examples=300)
@given(st.lists(instrument_acts() | unit_acts() | post_acts(), min_size=1, max_size=4))
def test_what_the_writer_prints_of_acts_is_read_back_as_the_same(written: list[tuple[Acts, Said]]) -> None:
    text = [paragraph for acts, _ in written for paragraph in paragraphs(acts, named)]

    read_back = [
        Said(
            act.kind, act.target, act.target_clause, act.name and to_arabic(act.name), act.post, act.words,
            None if isinstance(act.kind, InstrumentActKind) else act.clause, act.since,
        )
        for act in (one.value for one in read(*text).acts)
    ]  # fmt: skip

    expected, led = [], None
    for _, said in written:
        led = said.clause or led  # without a clause of its own, an act goes on with the clause above it
        on_instrument = isinstance(said.kind, InstrumentActKind)
        expected.append(replace(said, clause=None if on_instrument else led))
    assert read_back == expected
