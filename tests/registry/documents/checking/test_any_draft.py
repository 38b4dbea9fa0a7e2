"""Whatever was read, the check looks at it and says something that can be said in Thai."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from api.texts.findings import clause, said
from domain.classes import ActingWord, LetterKind, SecrecyClass, SpeedClass
from domain.letter.text import Directive, Reference
from domain.numbers import LetterNumber, OrderNumber
from registry.documents.checking.check import check
from registry.documents.checking.context import Context
from registry.documents.checking.finding import Severity
from registry.documents.checking.sources import of_document
from registry.documents.draft import (
    Doubt,
    Draft,
    NamedAttachment,
    Read,
    SignatureBlock,
    Sureness,
)
from registry.documents.reading.files.lines import Line

# What a reader returns has passed the text rule: no characters that nobody can see.
WORDS = st.one_of(
    st.sampled_from([
        "เรียน", "กราบเรียน", "ถึง", "ขอแสดงความนับถือ", "นายกรัฐมนตรี", "พระครูตัวอย่าง", "ด่วนพิเศษ", "ลับ", "โทร. ๐๒",
        "ผู้ว่าราชการจังหวัด ทุกจังหวัด", "สิ่งที่ส่งมาด้วย ๑, ๒ และ ๙๙", "วันจันทร์ที่ ๓๑ กุมภาพันธ์ ๒๕๖๔", "ข้อ ๑ เรียกว่า",
        "พันตำรวจเอก สมชาย", "วันที่ 1 ม.ค. 64", "{ลงชื่อ}", "",
    ]),
    st.text("กขฉงนมสอฤะาำเแโไิีึืุู่้๊๋็์ฯๆ๐๑๒09 ()/.-@aZ{}", max_size=30),
)  # fmt: skip
DAYS = st.dates()
THAI_DAYS = st.dates(min_value=date(1941, 1, 1), max_value=date(2150, 1, 1))
NUMBERS = st.sampled_from([
    LetterNumber.parse("มท 0812/ว 271"), LetterNumber.parse("ศก 143/2564"), LetterNumber.parse("นร 1208/686-723"),
    OrderNumber(1, 2484), OrderNumber(55, 2564),
])  # fmt: skip


def read(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.builds(Read, values, st.integers(1, 99), st.sampled_from(Sureness))


DRAFTS = st.builds(
    Draft,
    kind=st.sampled_from(LetterKind),
    speed=st.none() | read(st.sampled_from(SpeedClass)),
    secrecy=st.none() | read(st.sampled_from(SecrecyClass)),
    number=st.none() | read(NUMBERS),
    issuing_office=st.none() | read(WORDS),
    dated=st.none() | read(THAI_DAYS),
    subject=st.none() | read(WORDS),
    salutation=st.none() | read(WORDS),
    addressees=st.lists(read(WORDS), max_size=6).map(tuple),
    references=st.lists(read(st.builds(Reference, WORDS, st.none() | WORDS, st.none() | DAYS)), max_size=3).map(tuple),
    attachments=st.lists(read(st.builds(NamedAttachment, WORDS, st.none() | st.integers(0, 9))), max_size=3).map(tuple),
    paragraphs=st.lists(read(WORDS), max_size=4).map(tuple),
    directives=st.lists(
        read(st.builds(Directive, st.integers(1, 9), WORDS, WORDS, st.none() | THAI_DAYS)), max_size=3
    ).map(tuple),
    in_force=st.none() | read(WORDS),
    closing=st.none() | read(WORDS),
    signature=st.none()
    | read(
        st.builds(
            SignatureBlock,
            WORDS,
            st.none() | WORDS,
            st.none() | WORDS,
            st.none() | st.sampled_from(ActingWord),
            st.none() | WORDS,
        )
    ),
    owner_unit=st.none() | read(WORDS),
    contact=st.lists(read(WORDS), max_size=2).map(tuple),
    copies_to=st.lists(read(WORDS), max_size=2).map(tuple),
    doubts=st.lists(
        st.builds(
            Doubt,
            st.integers(1, 99),
            st.just("no-such-day"),
            WORDS,
            st.just({}),
            st.sampled_from([None, "number", "dated", "signature", "citations", "address"]),
        ),
        max_size=3,
    ).map(tuple),
)
LINES = st.lists(st.tuples(st.integers(1, 99), WORDS), max_size=6).map(
    lambda found: [Line(no, text, (text,), indented=False, after_blank=False) for no, text in found]
)


@given(draft=DRAFTS, lines=LINES, name=st.none() | WORDS)
def test_the_check_never_fails_and_everything_found_is_said_in_both_languages(
    draft: Draft, lines: list[Line], name: str | None
) -> None:
    found = check(of_document(draft, lines, file_name=name), Context(today=date(2026, 11, 23)))

    assert all(said(one).thai and said(one).english == one.message and clause(one).thai for one in found)
    assert [one.severity for one in found] == sorted((one.severity for one in found), key=list(Severity).index)
    assert all(one.clause for one in found if one.severity is Severity.WRONG)
