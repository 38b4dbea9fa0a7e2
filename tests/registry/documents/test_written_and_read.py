"""What is written is read back: the two forms, property by property."""

from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.classes import ActingWord, Channel, LetterKind, SecrecyClass, SpeedClass
from domain.errors import InvalidValue
from domain.letter.text import Addressee, Attachment, Directive, LetterText, Reference, Signatory
from domain.provinces import governors
from domain.values import StreamId
from registry.documents.addressees import expanded
from registry.documents.draft import Draft, NamedAttachment, Read
from registry.documents.reading import text
from registry.documents.writing.content import Body
from registry.documents.writing.plain import write

SERIES = StreamId("01999999-0000-7000-8000-000000000000")
T = TypeVar("T")

LETTER = LetterText(
    kind=LetterKind.EXTERNAL,
    series=SERIES,
    n=(12,),
    number="มท 0812/ว 12",
    dated=date(2021, 2, 10),
    issuing_office="กรมตัวอย่าง",
    subject="ขอเชิญประชุม",
    addressees=(Addressee("นายอำเภอเมือง"),),
    signatory=Signatory("dg", "นายหนึ่ง ตัวอย่าง", "อธิบดีกรมตัวอย่าง"),
    salutation="เรียน",
    closing="ขอแสดงความนับถือ",
)
BODY = Body(("ด้วยกรมตัวอย่างจะจัดประชุม", "จึงเรียนมาเพื่อทราบ"))

words = st.lists(
    st.sampled_from(["งาน", "แผน", "ประจำปี", "จัดทำ", "ข้อมูล", "๒๕๖๔", "2564", "ระบบ", "Web", "ที่ประชุม", "(ร่าง)"]),
    min_size=1,
    max_size=6,
).map(" ".join)
offices = st.sampled_from(["กรม", "สำนักงาน", "กอง"]).flatmap(lambda kind: st.just(f"{kind}ตัวอย่าง"))
people = st.sampled_from(["นายหนึ่ง ตัวอย่าง", "นางสาวสอง สามสี่", "หม่อมหลวงห้า หก"])
posts = st.sampled_from(["อธิบดี", "ผู้อำนวยการกองตัวอย่าง", "รองอธิบดี เขต ๑"])
days = st.dates(date(1984, 1, 1), date(2100, 12, 31))
signatories = st.builds(
    Signatory,
    st.just("dg"),
    people,
    posts,
    rank=st.sampled_from([None, "พลเอก", "ว่าที่ร้อยตรี"]),
) | st.builds(
    Signatory, st.just("dg"), people, posts, acting=st.sampled_from(ActingWord), principal=posts
)  # fmt: skip
attachments = st.builds(
    Attachment,
    words.map(lambda title: f"สำเนา {title}"),
    st.integers(1, 999),
    st.sampled_from(["ชุด", "ฉบับ", "แผ่น"]),
    via=st.sampled_from([None, *Channel]),
)
references = st.builds(
    lambda number, day: Reference(
        f"หนังสือกรมตัวอย่าง ที่ {number} ลงวันที่ {day.day}/{day.month}/{day.year + 543}", number, day
    ),
    st.sampled_from(["มท 0812/ว 271", "กค 0416.3/659", "นร 0504 (คกก.3)/2816"]),
    days,
)
letters = st.builds(
    lambda **parts: replace(LETTER, **parts),
    number=st.integers(1, 99999).map(lambda n: f"มท 0812/{n}"),
    dated=days,
    issuing_office=offices,
    subject=words,
    addressees=st.lists(posts.map(Addressee), min_size=1, max_size=3, unique=True).map(tuple),
    signatory=signatories,
    speed=st.sampled_from(SpeedClass),
    secrecy=st.sampled_from(SecrecyClass),
    salutation=st.sampled_from(["เรียน", "กราบเรียน"]),
    closing=st.sampled_from(["ขอแสดงความนับถือ", "ขอแสดงความนับถืออย่างยิ่ง"]),
    copies_to=st.lists(posts, max_size=2).map(tuple),
    references=st.lists(references, max_size=3).map(tuple),
    attachments=st.lists(attachments, max_size=3).map(tuple),
    owner_unit=st.sampled_from([None, "กลุ่มงานตัวอย่าง"]),
    contact=st.sampled_from([None, "โทร. ๐ ๒๒๔๑ ๙๐๐๐", "โทร. ๐ ๒๒๔๑ ๙๐๐๐\nโทรสาร ๐ ๒๒๔๑ ๙๐๐๑"]),
)
bodies = st.builds(
    Body,
    st.lists(words.map(lambda paragraph: f"ด้วย {paragraph}"), min_size=1, max_size=4).map(tuple),
    st.sampled_from([None, "ถนนตัวอย่าง เขตดุสิต กทม. ๑๐๓๐๐", "๑๒/๓ ถนนตัวอย่าง"]),
    st.sampled_from([None, "SPECIMEN ตัวอย่าง"]),
)


def again(letter: LetterText, draft: Draft) -> LetterText:
    """Return *letter* with every part that is printed as *draft* has read it."""
    assert draft.number is not None
    assert draft.dated is not None
    assert draft.issuing_office is not None
    assert draft.subject is not None
    assert draft.signature is not None
    block = draft.signature.value
    return replace(
        letter,
        kind=draft.kind,
        number=draft.number.value.printed("arabic"),
        dated=draft.dated.value,
        issuing_office=draft.issuing_office.value,
        subject=draft.subject.value,
        addressees=tuple(map(Addressee, expanded(values(draft.addressees), on=draft.dated.value))),
        signatory=Signatory("dg", block.name, block.post or "", block.rank, block.acting, block.principal),
        speed=draft.speed.value if draft.speed else SpeedClass.NORMAL,
        secrecy=draft.secrecy.value if draft.secrecy else SecrecyClass.NONE,
        salutation=draft.salutation.value if draft.salutation else None,
        closing=draft.closing.value if draft.closing else None,
        copies_to=values(draft.copies_to),
        references=values(draft.references),
        attachments=tuple(
            Attachment(one.title, one.quantity or 0, one.unit or "", one.via) for one in values(draft.attachments)
        ),
        directives=values(draft.directives),
        owner_unit=draft.owner_unit.value if draft.owner_unit else None,
        contact="\n".join(values(draft.contact)) or None,
    )


def values(parts: tuple[Read[T], ...]) -> tuple[T, ...]:
    return tuple(part.value for part in parts)


@settings(max_examples=150)
@given(letter=letters, body=bodies)
def test_a_letter_that_was_written_and_read_again_is_the_same_letter(letter: LetterText, body: Body) -> None:
    draft = text.read(write(letter, body))

    assert again(letter, draft) == letter
    assert tuple(paragraph.value for paragraph in draft.paragraphs) == body.paragraphs
    assert (draft.address.value if draft.address else None) == body.address
    assert (draft.mark.value if draft.mark else None) == body.mark
    # Its day and the days of what it cites are drawn apart: that one cites a later letter is seen.
    assert {doubt.slug for doubt in draft.doubts} <= {"day-contradicts-text"}


@settings(max_examples=60)
@given(dated=days, subject=words, signatory=signatories, paragraphs=bodies, office=offices)
def test_an_order_that_was_written_and_read_again_is_the_same_order(
    dated: date, subject: str, signatory: Signatory, paragraphs: Body, office: str
) -> None:
    order = replace(
        LETTER,
        kind=LetterKind.ORDER,
        number=f"55/{dated.year + 543}",
        dated=dated,
        subject=subject,
        issuing_office=office,
        signatory=signatory,
        addressees=(),
        salutation=None,
        closing=None,
    )
    body = Body((*paragraphs.paragraphs, "ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป"))

    draft = text.read(write(order, body))

    assert again(order, draft) == order
    assert tuple(paragraph.value for paragraph in draft.paragraphs) == body.paragraphs
    assert draft.in_force is not None
    assert draft.in_force.value == "ตั้งแต่บัดนี้เป็นต้นไป"


def test_a_letter_is_written_in_the_order_of_form_1_with_thai_digits() -> None:
    letter = replace(
        LETTER,
        speed=SpeedClass.VERY_URGENT,
        attachments=(Attachment("สำเนาคำสั่ง", 1, "ชุด"), Attachment("แผน", 12, "แผ่น", Channel.POST)),
        owner_unit="กองตัวอย่าง",
    )

    written = write(letter, replace(BODY, address="ถนนตัวอย่าง")).decode()

    assert written.splitlines() == [
        "ด่วนมาก", "",
        "ที่ มท ๐๘๑๒/ว ๑๒", "",
        "กรมตัวอย่าง", "",
        "ถนนตัวอย่าง", "",
        "๑๐ กุมภาพันธ์ ๒๕๖๔", "",
        "เรื่อง ขอเชิญประชุม", "",
        "เรียน นายอำเภอเมือง", "",
        "สิ่งที่ส่งมาด้วย ๑. สำเนาคำสั่ง จำนวน ๑ ชุด",
        "๒. แผน จำนวน ๑๒ แผ่น (ส่งโดยทางไปรษณีย์)", "",
        "ด้วยกรมตัวอย่างจะจัดประชุม", "",
        "จึงเรียนมาเพื่อทราบ", "",
        "ขอแสดงความนับถือ", "",
        "(นายหนึ่ง ตัวอย่าง)",
        "อธิบดีกรมตัวอย่าง", "",
        "กองตัวอย่าง",
    ]  # fmt: skip


def test_every_governor_is_printed_in_one_line_and_read_as_76() -> None:
    letter = replace(LETTER, addressees=tuple(map(Addressee, governors(LETTER.dated))))

    written = write(letter, BODY)

    assert "เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด\n" in written.decode()
    assert len(again(letter, text.read(written)).addressees) == 76


def test_a_numbered_list_behind_a_request_is_read_as_directives() -> None:
    body = Body((
        "ด้วยมีแผนงานใหม่",
        "ในการนี้ ขอความร่วมมือจังหวัดแจ้งอำเภอดำเนินการ ดังนี้",
        "๑. จัดทำแผน ภายในวันที่ ๑ มีนาคม ๒๕๖๔ ตามหนังสือลงวันที่ ๑ มกราคม ๒๕๖๔",
        "๒. ประชุมในวันที่ ๒ มีนาคม ๒๕๖๔ เวลา ๑๓.๐๐ น.",
        "จึงเรียนมาเพื่อทราบ",
    ))  # fmt: skip

    found = [directive.value for directive in text.read(write(LETTER, body)).directives]

    assert [(one.no, one.who, one.due, one.hours) for one in found] == [
        (1, "อำเภอ", date(2021, 3, 1), None),
        (2, "อำเภอ", date(2021, 3, 2), "13.00"),
    ]
    assert found[1] == Directive(2, "ประชุมในวันที่ ๒ มีนาคม ๒๕๖๔ เวลา ๑๓.๐๐ น.", "อำเภอ", date(2021, 3, 2), "13.00")


def test_a_list_that_asks_for_nothing_holds_no_directives() -> None:
    body = Body(("ด้วยมีข้อเท็จจริง ดังนี้", "๑. ฝนตกในวันที่ ๑ มีนาคม ๒๕๖๔"))

    assert text.read(write(LETTER, body)).directives == ()


def test_a_letter_of_another_form_is_refused() -> None:
    with pytest.raises(InvalidValue, match="form of its own"):
        write(replace(LETTER, kind=LetterKind.MINUTES), BODY)


def test_a_letter_without_text_is_refused() -> None:
    with pytest.raises(InvalidValue, match="has no text"):
        write(LETTER, Body((" ",)))


def test_an_attachment_that_says_no_quantity_is_not_given_one() -> None:
    data = write(replace(LETTER, attachments=(Attachment("แผน", 1, "ชุด"),)), BODY)

    draft = text.read(data.replace(" จำนวน ๑ ชุด".encode(), b""))

    assert values(draft.attachments) == (NamedAttachment("แผน"),)


def test_one_item_is_not_numbered_and_a_secret_class_stands_first_and_last() -> None:
    letter = replace(
        LETTER,
        secrecy=SecrecyClass.SECRET,
        addressees=(Addressee("นายกรัฐมนตรี"),),
        salutation=None,
        closing=None,
        attachments=(Attachment("แผน", 1, "ชุด"),),
    )

    lines = write(letter, BODY).decode().splitlines()

    assert lines[0] == lines[-1] == "ลับ"
    assert "สิ่งที่ส่งมาด้วย แผน จำนวน ๑ ชุด" in lines
    assert "กราบเรียน นายกรัฐมนตรี" in lines
    assert "ขอแสดงความนับถืออย่างยิ่ง" in lines
