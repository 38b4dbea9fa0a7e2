"""The circular that the registry was built for, read from its text: every part of it, and where it stands."""

import json
from datetime import date
from typing import Any

import pytest

from domain.citations import find_citations
from domain.classes import ActingWord, LetterKind, SpeedClass
from domain.numbers import LetterNumber, OrderNumber
from registry.documents.addressees import expanded
from registry.documents.draft import Draft, NamedAttachment, SignatureBlock
from registry.documents.reading import text
from tests.conformance.shared import shared

FOUNDING = "letters/00-founding-circular-2564.txt"


@pytest.fixture(scope="module")
def circular() -> Draft:
    return text.read(shared(FOUNDING).read_bytes())


@pytest.fixture(scope="module")
def printed() -> list[str]:
    """The circular's lines; line 1 is at place 1."""
    return ["", *shared(FOUNDING).read_text(encoding="utf-8").splitlines()]


def read_beside_its_answers(name: str) -> tuple[Draft, dict[str, Any]]:
    """Return a letter as read, and what people read in it."""
    answers = json.loads(shared(f"letters/{name}.json").read_bytes())["expected"]
    return text.read(shared(f"letters/{name}.txt").read_bytes()), answers


def test_its_head_is_read_with_the_lines_it_stands_on(circular: Draft) -> None:
    assert circular.kind is LetterKind.EXTERNAL
    assert circular.speed is not None
    assert (circular.speed.value, circular.speed.line) == (SpeedClass.VERY_URGENT, 3)
    assert circular.secrecy is None
    assert circular.number is not None
    assert circular.number.value == LetterNumber.parse("มท 0812/ว 271")
    assert circular.number.line == 5
    assert circular.issuing_office is not None
    assert circular.issuing_office.value == "กรมส่งเสริมการปกครองท้องถิ่น"
    assert circular.address is not None
    assert circular.address.value == "ถนนนครราชสีมา เขตดุสิต กทม. ๑๐๓๐๐"
    assert circular.dated is not None
    assert (circular.dated.value, circular.dated.line) == (date(2021, 2, 10), 13)


def test_its_subject_and_its_addressees_are_read(circular: Draft, printed: list[str]) -> None:
    assert circular.subject is not None
    assert f"เรื่อง {circular.subject.value}" == printed[circular.subject.line] == printed[15]
    assert circular.salutation is not None
    assert circular.salutation.value == "เรียน"
    assert [f"เรียน {line.value}" for line in circular.addressees] == [printed[17]]
    governors = expanded([line.value for line in circular.addressees], on=date(2021, 2, 10))
    assert len(governors) == 76
    assert "ผู้ว่าราชการจังหวัดบึงกาฬ" in governors
    assert circular.references == ()


def test_its_three_attachments_are_read_in_order(circular: Draft, printed: list[str]) -> None:
    named = [attachment.value for attachment in circular.attachments]

    assert [(attachment.quantity, attachment.unit) for attachment in named] == [(1, "ชุด")] * 3
    assert [attachment.line for attachment in circular.attachments] == [19, 20, 21]
    for attachment, no in zip(named, "๑๒๓", strict=True):
        assert any(line.endswith(f"{no}. {attachment.title} จำนวน ๑ ชุด") for line in printed)
    cited = find_citations(f"คำสั่ง{named[0].title}")
    assert [(citation.number, citation.dated) for citation in cited] == [(OrderNumber(55, 2564), date(2021, 2, 10))]


def test_its_two_directives_are_read_with_day_and_hours(circular: Draft) -> None:
    group, meeting = (directive.value for directive in circular.directives)

    assert (group.no, group.who, group.due, group.hours) == (1, "ท้องถิ่นจังหวัด", None, None)
    assert "จัดตั้งกลุ่มงาน" in group.what
    assert (meeting.no, meeting.who) == (2, "ท้องถิ่นจังหวัด")
    assert (meeting.due, meeting.hours) == (date(2021, 2, 24), "09.30-12.30")
    assert [directive.line for directive in circular.directives] == [27, 29]


def test_its_text_and_its_end_are_read(circular: Draft) -> None:
    assert [paragraph.line for paragraph in circular.paragraphs] == [23, 25, 27, 29, 31]
    assert circular.closing is not None
    assert circular.closing.value == "ขอแสดงความนับถือ"
    assert circular.signature is not None
    assert circular.signature.value == SignatureBlock("นายประยูร รัตนเสนีย์", "อธิบดีกรมส่งเสริมการปกครองท้องถิ่น")
    assert circular.owner_unit is not None
    assert circular.owner_unit.value == "กลุ่มพัฒนาระบบบริหาร"
    assert (circular.contact, circular.copies_to, circular.doubts) == ((), (), ())


def test_another_office_s_letter_with_a_two_column_head_and_wrapped_lines_is_read() -> None:
    draft, answers = read_beside_its_answers("04-external-scan-truth-2560")

    assert draft.number is not None
    assert draft.number.value == LetterNumber.parse(answers["number"]["raw"])
    assert (draft.issuing_office and draft.issuing_office.value) == answers["issuer"]
    assert (draft.address and draft.address.value) == answers["address"]
    assert (draft.dated and draft.dated.value.isoformat()) == answers["date"]["iso"]
    assert (draft.subject and draft.subject.value) == answers["subject"]
    assert [line.value for line in draft.addressees] == answers["to"]
    wanted = [NamedAttachment(one["text"], one["quantity"], one["unit"]) for one in answers["attachments"]]
    assert [attachment.value for attachment in draft.attachments] == wanted
    assert len(draft.paragraphs) == answers["body_paragraphs"]
    assert draft.signature is not None
    signer = answers["signer"]
    acting = ActingWord.ACTING_FOR_ABSENT
    assert signer["acting"] == acting.label
    assert draft.signature.value == SignatureBlock(
        signer["name"], signer["position"], acting=acting, principal=signer["acting_for"]
    )
    assert (draft.owner_unit and draft.owner_unit.value) == answers["owner_unit"]
    assert draft.contact[0].value == f"โทร {answers['phones'][0]}"


def test_a_letter_without_number_or_blank_lines_is_read() -> None:
    draft, answers = read_beside_its_answers("15-letter-resignation-2567")

    assert draft.number is None
    assert (draft.issuing_office and draft.issuing_office.value) == answers["issuer"]
    assert (draft.dated and draft.dated.value.isoformat()) == answers["date"]["iso"]
    assert (draft.subject and draft.subject.value) == answers["subject"]
    assert (draft.salutation and draft.salutation.value) == answers["salutation"]
    assert [line.value for line in draft.addressees] == answers["to"]
    assert len(draft.paragraphs) == answers["body_paragraphs"]
    assert (draft.closing and draft.closing.value) == answers["closing"]
    assert draft.signature is not None
    assert draft.signature.value == SignatureBlock(answers["signer"]["name"], answers["signer"]["position"])


def test_an_order_that_minutes_reproduce_is_read() -> None:
    draft, answers = read_beside_its_answers("12-order-repeals-2564")

    assert draft.kind is LetterKind.ORDER
    assert (draft.number and draft.number.value) == OrderNumber.parse(answers["number"]["raw"])
    assert (draft.issuing_office and draft.issuing_office.value) == answers["issuer"]
    assert (draft.subject and draft.subject.value) == answers["subject"]
    assert draft.in_force is not None
    assert "1 พฤษภาคม พ.ศ. 2564" in draft.in_force.value
    assert (draft.dated, draft.signature) == (None, None)


def test_a_scan_s_misread_date_is_a_doubt_and_no_date() -> None:
    draft = text.read(shared("letters/04-external-scan-ocr-2560.txt").read_bytes())

    assert (draft.dated, draft.number, draft.phones, draft.dates) == (None, None, (), ())
    assert (5, "date-unreadable") in [(doubt.line, doubt.slug) for doubt in draft.doubts]
    assert {"number", "phones", "dates"} <= {doubt.part for doubt in draft.doubts if doubt.slug == "figures-guessed"}
