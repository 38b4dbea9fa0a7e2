"""Letters and orders are cited wherever they are named, each once, on its line."""

import pytest

from domain.classes import LetterKind
from domain.numbers import OrderNumber
from registry.documents.draft import Draft, NamedAttachment, Read, Sureness
from registry.documents.reading import text
from registry.documents.reading.cited import with_citations
from registry.documents.reading.files.lines import Line

DAY = "ลงวันที่ 10 กุมภาพันธ์ 2564"


def read(*lines: str) -> Draft:
    return text.read("\n".join(lines).encode())


def cited(draft: Draft) -> list[tuple[int, str, str | None]]:
    return [
        (one.line, str(one.value.number), one.value.dated.isoformat() if one.value.dated else None)
        for one in draft.citations
    ]


def test_citations_are_found_in_every_part_with_their_lines() -> None:
    draft = read(
        "ที่ มท ๐๘๑๒/๙", "", "กรมตัวอย่าง", "", f"เรื่อง ยกเลิกหนังสือกรม ที่ มท 0812/1 {DAY}", "", "เรียน ข", "",
        f"อ้างถึง หนังสือกรม ที่ มท 0812/2 {DAY}", "", f"สิ่งที่ส่งมาด้วย สำเนาคำสั่งกรม ที่ 3/2564 {DAY} จำนวน ๑ ชุด", "",
        "ด้วยกรมตัวอย่างได้พิจารณาแผน", f"ตามหนังสือกรม ที่ มท 0812/4 {DAY} แล้ว", "", f"และหนังสือกรม ที่ มท 0812/5 {DAY}",
    )  # fmt: skip

    assert cited(draft) == [
        (5, "มท 0812/1", "2021-02-10"),
        (9, "มท 0812/2", "2021-02-10"),
        (11, "3/2564", "2021-02-10"),
        (14, "มท 0812/4", "2021-02-10"),
        (16, "มท 0812/5", "2021-02-10"),
    ]


def test_what_is_cited_again_is_one_citation_with_all_that_is_known() -> None:
    draft = read(
        "เรื่อง ตามคำสั่งกรม ที่ 8/2564", "", "เรียน ข", "",
        f"ด้วยคำสั่งกรม ที่ 8/2564 {DAY}", "", f"และคำสั่งกรม ที่ 8/2564 {DAY}", "", "คำสั่งกรม ที่ 8/2564 ลงวันที่ 1 มีนาคม 2564",
    )  # fmt: skip

    assert cited(draft) == [(5, "8/2564", "2021-02-10"), (9, "8/2564", "2021-03-01")]


def test_the_document_s_own_number_cites_nothing() -> None:
    draft = Draft(
        LetterKind.ORDER,
        number=Read(OrderNumber(9, 2564), 2),
        subject=Read("คำสั่งกรม ที่ 9/2564 เรื่อง ยกเลิกคำสั่งกรม ที่ 8/2564", 3),
    )

    assert cited(with_citations(draft, ())) == [(3, "8/2564", None)]


def test_a_number_is_looked_for_as_a_whole_on_the_lines_of_its_part() -> None:
    lines = [
        Line(no, told, (told,), indented=False, after_blank=no == 4)
        for no, told in enumerate(["ครั้งที่ 155/2564", "คำสั่งกรม ที่ ๕๕ /๒๕๖๔", "ก", "คำสั่งกรม ที่ 66/2564"], start=1)
    ]
    draft = Draft(
        LetterKind.EXTERNAL, paragraphs=(Read("คำสั่งกรม ที่ 55/2564 และคำสั่งกรม ที่ 66/2564 คำสั่งกรม ที่ 77/2564", 1),)
    )

    assert cited(with_citations(draft, lines)) == [(1, "66/2564", None), (1, "77/2564", None), (2, "55/2564", None)]


@pytest.mark.parametrize("sure", Sureness)
def test_a_citation_is_as_sure_as_the_part_in_which_it_stands(sure: Sureness) -> None:
    draft = Draft(LetterKind.EXTERNAL, attachments=(Read(NamedAttachment(f"สำเนาคำสั่งกรม ที่ 3/2564 {DAY}"), 4, sure),))

    assert [one.sure for one in with_citations(draft, ()).citations] == [sure]


def test_figures_of_a_picture_are_cited_with_a_doubt() -> None:
    line = Line(5, f"คำสั่งกรม ที่ 8/2564 {DAY}", (), indented=False, after_blank=True, guessed=True)
    draft = with_citations(Draft(LetterKind.EXTERNAL, paragraphs=(Read(line.text, 5),)), [line])

    assert [one.sure for one in draft.citations] == [Sureness.DOUBTFUL]
    assert [(one.slug, one.part, one.line, one.facts) for one in draft.doubts] == [
        ("citation-guessed", "citations", 5, {"number": "8/2564"})
    ]
