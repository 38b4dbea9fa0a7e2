"""Whatever form is written, as text or as pages, is read again with the same parts."""

from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.classes import ActingWord, Channel, LetterKind, SecrecyClass, SpeedClass
from domain.letter.text import Addressee, Attachment, LetterText, Reference, Signatory
from domain.values import StreamId
from registry.documents.addressees import collected
from registry.documents.draft import Draft, Read
from registry.documents.reading import document, text
from registry.documents.writing import plain, typeset
from registry.documents.writing.content import WRITTEN, Body
from registry.documents.writing.paper import Paper

PAPER = Paper.load(None, origin="specimen.example/letters")
CODE = "abcdefghijklmnopqrstuvwxyz"
KINDS = sorted(WRITTEN, key=lambda kind: kind.value)
K = LetterKind
T = TypeVar("T")

FORMS: dict[str, set[LetterKind]] = {
    "number": {K.EXTERNAL, K.INTERNAL, K.SEALED, K.ORDER, K.ATTESTATION},
    "subject": {K.EXTERNAL, K.INTERNAL, K.ORDER, K.ANNOUNCEMENT},
    "addressees": {K.EXTERNAL, K.INTERNAL, K.SEALED},
    "salutation": {K.EXTERNAL, K.INTERNAL, K.SEALED},
    "references": {K.EXTERNAL},
    "attachments": {K.EXTERNAL},
    "closing": {K.EXTERNAL},
    "signature": {K.EXTERNAL, K.INTERNAL, K.ORDER, K.ANNOUNCEMENT, K.ATTESTATION},
    "owner_unit": {K.EXTERNAL, K.SEALED},
    "contact": {K.EXTERNAL, K.SEALED},
    "copies_to": {K.EXTERNAL, K.SEALED},
    "address": {K.EXTERNAL, K.SEALED, K.ATTESTATION},
}
"""Which form prints which part; every form prints classes, office, day and text."""

SOME = ["งาน", "แผน", "ประจำปี", "จัดทำ", "ข้อมูล", "น้ำท่วม", "คล้ำ", "ที่ประชุม", "ญัตติ", "ฐานะ", "Web", "๒๕๖๔", "(ร่าง)"]
words = st.lists(st.sampled_from(SOME), min_size=1, max_size=7).map(" ".join)
codes = st.sampled_from(["มท 0812", "นว 52007.4", "กค 0416.3"])
offices = st.sampled_from(["กรมตัวอย่าง", "เทศบาลเมืองตัวอย่าง", "สำนักงานจังหวัดตัวอย่าง", "องค์การบริหารส่วนตำบลตัวอย่าง"])
people = st.sampled_from(["นายหนึ่ง ตัวอย่าง", "นางสาวสอง สามสี่", "หม่อมหลวงห้า หก", "นายน้ำ คล้ำญาติ"])
posts = st.sampled_from(["อธิบดี", "ผู้อำนวยการกองตัวอย่าง", "ปลัดเทศบาล", "รองผู้ว่าราชการจังหวัดตัวอย่าง"])
days = st.dates(date(1984, 1, 1), date(2100, 12, 31))
signatories = st.builds(
    Signatory, st.just("dg"), people, posts, rank=st.sampled_from([None, "พลเอก", "ว่าที่ร้อยตรี", "พันตำรวจเอก"])
) | st.builds(Signatory, st.just("dg"), people, posts, acting=st.sampled_from(ActingWord), principal=posts)
attachments = st.builds(
    Attachment,
    words.map(lambda title: f"สำเนา{title}"),
    st.integers(1, 999),
    st.sampled_from(["ชุด", "ฉบับ", "แผ่น"]),
    via=st.sampled_from([None, *Channel]),
)
references = st.builds(
    lambda number, day: Reference(
        f"หนังสือกรมตัวอย่าง ที่ {number} ลงวันที่ {day.day}/{day.month}/{day.year + 543}", number, day
    ),
    st.sampled_from(["มท 0812/ว 271", "กค 0416.3/659", "นร 0504 (คกก.3)/2816"]),
    st.dates(date(1970, 1, 1), date(1983, 12, 31)),
)
letters = st.builds(
    LetterText,
    kind=st.sampled_from(KINDS),
    series=st.just(StreamId("01999999-0000-7000-8000-000000000000")),
    n=st.just((12,)),
    number=st.builds("{}/{}{}".format, codes, st.sampled_from(["", "ว "]), st.integers(1, 99_999)),
    dated=days,
    issuing_office=offices,
    subject=words,
    addressees=st.lists(posts.map(Addressee), min_size=1, max_size=3, unique=True).map(tuple),
    signatory=signatories,
    speed=st.sampled_from(SpeedClass),
    secrecy=st.sampled_from(SecrecyClass),
    salutation=st.sampled_from(["เรียน", "กราบเรียน"]),
    closing=st.sampled_from(["ขอแสดงความนับถือ", "ขอแสดงความนับถืออย่างยิ่ง"]),
    copies_to=st.lists(posts, max_size=2, unique=True).map(tuple),
    references=st.lists(references, max_size=3).map(tuple),
    attachments=st.lists(attachments, max_size=3).map(tuple),
    owner_unit=st.sampled_from([None, "กลุ่มงานตัวอย่าง", "สำนักปลัดเทศบาล"]),
    contact=st.sampled_from([None, "โทร. ๐ ๒๒๔๑ ๙๐๐๐", "โทร. ๐ ๒๒๔๑ ๙๐๐๐\nโทรสาร ๐ ๒๒๔๑ ๙๐๐๑"]),
)
bodies = st.builds(
    Body,
    st.lists(words.map(lambda paragraph: f"ด้วย{paragraph}"), min_size=1, max_size=4).map(tuple),
    st.sampled_from([None, "ถนนตัวอย่าง เขตดุสิต กทม. ๑๐๓๐๐"]),
    st.sampled_from([None, "SPECIMEN"]),
)


def fitting(letter: LetterText) -> LetterText:
    """Return *letter* with a number as its kind has it, and without what its form does not print."""
    if letter.kind in {K.ORDER, K.ATTESTATION}:
        letter = replace(letter, number=f"55/{letter.dated.year + 543}")
    if letter.kind is K.SEALED:
        letter = replace(letter, salutation="ถึง")
    if letter.kind is K.INTERNAL:  # its unit and telephone stand behind the office, in one line with it
        letter = replace(letter, owner_unit=None, contact=None)
    return letter


def written(letter: LetterText, body: Body) -> dict[str, object]:
    """What the form of *letter* prints, part by part."""
    signer = letter.signatory
    every: dict[str, object] = {
        "number": letter.number,
        "subject": letter.subject,
        "addressees": collected([one.name for one in letter.addressees], on=letter.dated),
        "salutation": letter.salutation,
        "references": tuple(one.text for one in letter.references),
        "attachments": tuple((one.title, one.quantity, one.unit, one.via) for one in letter.attachments),
        "closing": letter.closing,
        "signature": (signer.name, signer.post, signer.rank, signer.acting, signer.principal),
        "owner_unit": letter.owner_unit,
        "contact": tuple((letter.contact or "").split("\n")) if letter.contact else (),
        "copies_to": letter.copies_to,
        "address": body.address,
    }
    printed = {part: value for part, value in every.items() if letter.kind in FORMS[part]}
    return {
        **printed,
        "what the form does not have": set(),
        "kind": letter.kind,
        "office": letter.issuing_office,
        "dated": letter.dated,
        "speed": letter.speed,
        "secrecy": letter.secrecy,
        "text": body.paragraphs,
        "mark": body.mark,
    }


def found(draft: Draft) -> dict[str, object]:
    """What was read, under the same names."""
    block = value(draft.signature)
    number = value(draft.number)
    every: dict[str, object] = {
        "number": number.printed("arabic") if number else None,
        "subject": value(draft.subject),
        "addressees": values(draft.addressees),
        "salutation": value(draft.salutation),
        "references": tuple(one.text for one in values(draft.references)),
        "attachments": tuple((one.title, one.quantity, one.unit, one.via) for one in values(draft.attachments)),
        "closing": value(draft.closing),
        "signature": (block.name, block.post, block.rank, block.acting, block.principal) if block else None,
        "owner_unit": value(draft.owner_unit),
        "contact": values(draft.contact),
        "copies_to": values(draft.copies_to),
        "address": value(draft.address),
    }
    printed = {part: one for part, one in every.items() if draft.kind in FORMS[part]}
    return {
        **printed,
        "what the form does not have": {part for part, one in every.items() if part not in printed and one},
        "kind": draft.kind,
        "office": value(draft.issuing_office),
        "dated": value(draft.dated),
        "speed": value(draft.speed) or SpeedClass.NORMAL,
        "secrecy": value(draft.secrecy) or SecrecyClass.NONE,
        "text": values(draft.paragraphs),
        "mark": value(draft.mark),
    }


def value(part: Read[T] | None) -> T | None:
    return part.value if part else None


def values(parts: tuple[Read[T], ...]) -> tuple[T, ...]:
    return tuple(part.value for part in parts)


@settings(max_examples=200)
@given(letter=letters.map(fitting), body=bodies)
def test_a_paper_of_any_form_that_was_written_as_text_is_read_again(letter: LetterText, body: Body) -> None:
    draft = text.read(plain.write(letter, body))

    assert found(draft) == written(letter, body)
    assert draft.doubts == ()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(letter=letters, body=bodies)
def test_the_pages_of_any_form_are_read_again(kind: LetterKind, letter: LetterText, body: Body) -> None:
    letter = fitting(replace(letter, kind=kind))
    pdf = typeset.printed(letter, body, paper=PAPER)

    read = document.read(pdf, name="letter.pdf")

    assert read.fields is None
    assert found(read.draft) == written(letter, body)
    assert (*read.doubts, *read.draft.doubts) == ()


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(letter=letters.map(fitting), body=bodies)
def test_our_own_file_is_read_again_and_carries_what_it_shows(letter: LetterText, body: Body) -> None:
    pages = typeset.typeset(letter, body, paper=PAPER, code=CODE, origin="specimen.example/letters")

    read = document.read(pages.pdf, name="letter.pdf")

    assert read.fields is not None
    assert found(read.draft) == written(letter, body)
    assert (*read.doubts, *read.draft.doubts) == ()
