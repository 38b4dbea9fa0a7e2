"""Every rule but those of the forms: a paper that breaks it, and the nearest one that does not."""

from dataclasses import dataclass, replace
from datetime import date
from time import process_time
from typing import Any

import pytest

from api.texts.findings import FINDINGS, said
from domain.classes import ActingWord, LetterKind, SecrecyClass
from domain.forms import Part
from domain.letter.text import Directive, Reference
from domain.numbers import LetterNumber, OrderNumber
from registry.documents.checking.context import Context, Entry, Power
from registry.documents.checking.finding import Severity, Why
from registry.documents.checking.sheet import Sheet, Stated
from registry.documents.draft import NamedAttachment, SignatureBlock
from tests.registry.documents.checking.sheets import CONTEXT, DAY, LETTER, MEMO, ORDER, STAMPED, but, found, knowing


@dataclass(frozen=True)
class Case:
    """A paper that breaks one rule, and one that does not."""

    slug: str
    broken: Sheet
    whole: Sheet
    context: Context = CONTEXT
    mended: Context | None = None
    """What is known beside the whole one, where that is something else."""
    severity: Severity = Severity.WRONG
    line: int | None = None


def to(name: str, salutation: str, closing: str = "ขอแสดงความนับถือ") -> Sheet:
    return but(LETTER, addressees=(Stated(name, 6),), salutation=Stated(salutation, 6), closing=Stated(closing, 20))


def signed(**words: Any) -> Sheet:
    block = SignatureBlock(**{"name": "นางสาวสมหญิง ตัวอย่าง", "post": "อธิบดี", **words})
    return but(LETTER, signature=Stated(block, 22))


def numbered(text: str, **changes: Any) -> Sheet:
    number = LetterNumber.parse(text)
    return but(LETTER, number=Stated(number, 2), circular=number.circular, **changes)


def saying(text: str, **changes: Any) -> Sheet:
    return but(LETTER, paragraphs=(Stated(text, 10),), **changes)


def printed(sheet: Sheet, *lines: tuple[int, str]) -> Sheet:
    return but(sheet, lines=tuple(Stated(text, no) for no, text in lines))


def due(day: date) -> Sheet:
    return but(LETTER, directives=(Stated(Directive(1, "ร่วมประชุม", "จังหวัด", day), 12),))


SECRET = but(LETTER, secrecy=Stated(SecrecyClass.SECRET, 1), electronic=False)
HIGHEST = "ขอแสดงความนับถืออย่างยิ่ง"
PROVINCES = tuple(Stated(f"ผู้ว่าราชการจังหวัด{name}", 6) for name in ("กระบี่", "ตาก", "ตราด", "ตรัง", "น่าน"))
REGISTERED = Entry("มท 0812/271", DAY, DAY)
OURS = knowing(codes=("มท 0812",), entry=REGISTERED)
WHY = Why("power-expired", "It was in force until then.", {})
ACTING = signed(acting=ActingWord.BY_DELEGATION, principal="อธิบดี", post="รองอธิบดี")

CASES = [
    # how the addressee is spoken to
    Case("stamped-letter-greets", but(STAMPED, salutation=Stated("เรียน", 3)), STAMPED, line=3),
    Case("salutation-for-addressee", to("นายกรัฐมนตรี", "เรียน", HIGHEST), to("นายกรัฐมนตรี", "กราบเรียน", HIGHEST), line=6),
    Case("salutation-for-addressee", to("ผู้ว่าราชการจังหวัดตาก", "กราบเรียน"), to("ผู้ว่าราชการจังหวัดตาก", "เรียน"), line=6),
    Case(
        "salutation-of-later-orders",
        to("ประธานศาลรัฐธรรมนูญ", "กราบเรียน", HIGHEST),
        to("ประธานศาลรัฐธรรมนูญ", "เรียน"),
        severity=Severity.WARN,
        line=6,
    ),
    Case("closing-for-addressee", to("ผู้ว่าราชการจังหวัดตาก", "เรียน", HIGHEST), LETTER, line=20),
    Case("closing-for-addressee", to("รัฐบุรุษ", "กราบเรียน"), to("รัฐบุรุษ", "กราบเรียน", HIGHEST), line=20),
    Case("closing-for-addressee", to("ประธานศาลรัฐธรรมนูญ", "กราบเรียน"), to("ประธานศาลรัฐธรรมนูญ", "เรียน"), line=20),
    Case(
        "courtesy-to-look-up",
        to("พระครูตัวอย่าง เจ้าอาวาสวัดตัวอย่าง", "นมัสการ", "ขอนมัสการด้วยความเคารพ"),
        to("นายกเทศมนตรีเมืองพระพุทธบาท", "เรียน"),
        severity=Severity.WARN,
        line=6,
    ),
    Case(
        "addressees-of-several-rows",
        but(
            LETTER,
            addressees=(Stated("นายกรัฐมนตรี", 6), Stated("ปลัดกระทรวงมหาดไทย", 7)),
            references=(),
            attachments=(),
            paragraphs=(),
        ),
        but(LETTER, addressees=(Stated("อธิบดีกรมการปกครอง", 6), Stated("ปลัดกระทรวงมหาดไทย", 7))),
        severity=Severity.WARN,
        line=6,
    ),
    # who signs
    Case(
        "rank-in-brackets",
        signed(name="พันตำรวจเอก สมชาย ตัวอย่าง"),
        signed(name="สมชาย ตัวอย่าง", rank="พันตำรวจเอก"),
        line=22,
    ),
    Case("rank-in-brackets", signed(name="พ.ต.อ. สมชาย ตัวอย่าง"), signed(name="น.ส. สมหญิง ตัวอย่าง"), line=22),
    Case(
        "rank-in-brackets",
        printed(signed(name="สมชาย ตัวอย่าง", rank="พลตำรวจเอก"), (22, "(พลตำรวจเอก สมชาย ตัวอย่าง)"), (26, "โทร. ๑")),
        printed(signed(name="สมชาย ตัวอย่าง", rank="พลตำรวจเอก"), (22, "(สมชาย ตัวอย่าง)"), (26, "โทร. ๑")),
        line=22,
    ),
    Case("rank-in-brackets", signed(name="ว่าที่ร้อยตรี สมชาย ตัวอย่าง"), signed(name="นายเรืองยศ ตัวอย่าง"), line=22),
    Case("title-before-signature", signed(name="สมชาย ตัวอย่าง", rank="นาย"), signed(name="นายสมชาย ตัวอย่าง"), line=22),
    Case(
        "title-beside-rank",
        signed(name="นายสมชาย ตัวอย่าง", rank="พลเอก"),
        signed(name="สมชาย ตัวอย่าง", rank="พลเอก"),
        severity=Severity.WARN,
        line=22,
    ),
    Case("title-missing", signed(name="สมชาย ตัวอย่าง"), signed(name="ดร.สมชาย ตัวอย่าง"), severity=Severity.WARN, line=22),
    Case("principal-missing", signed(acting=ActingWord.BY_DELEGATION, post="รองอธิบดี"), ACTING, line=22),
    Case("acting-word-missing", signed(principal="อธิบดี", post="รองอธิบดี"), ACTING, line=22),
    Case("post-not-shown", LETTER, LETTER, knowing(power=Power(forbidden=True, why=WHY)), CONTEXT, Severity.WARN, 22),
    Case("power-not-valid", ACTING, ACTING, knowing(power=Power(forbidden=True, why=WHY)), CONTEXT, line=22),
    Case("power-not-shown", ACTING, ACTING, knowing(power=Power(forbidden=False, why=WHY)), CONTEXT, Severity.WARN, 22),
    # number and date
    Case("date-not-registered", but(LETTER, dated=Stated(date(2026, 11, 24), 4)), LETTER, OURS, line=4),
    Case("number-not-registered", numbered("มท 0812/272"), numbered("มท ๐๘๑๒/๒๗๑"), OURS, line=2),
    Case(
        "dated-before-its-entry",
        LETTER,
        LETTER,
        knowing(entry=Entry("มท 0812/271", DAY, date(2026, 11, 24))),
        knowing(entry=Entry("มท 0812/271", DAY, DAY)),
        line=4,
    ),
    Case(
        "dated-before-its-entry",
        but(LETTER, number=None, to_come=frozenset({Part.NUMBER}), dated=Stated(date(2026, 11, 22), 4)),
        but(LETTER, number=None, to_come=frozenset({Part.NUMBER}), dated=Stated(date(2026, 11, 24), 4)),
        line=4,
    ),
    Case(
        "date-with-word", printed(LETTER, (4, "วันที่ ๒๓ พฤศจิกายน ๒๕๖๙")), printed(LETTER, (4, "๒๓ พฤศจิกายน ๒๕๖๙")), line=4
    ),
    Case("date-with-word", printed(LETTER, (4, " วันที่ ๒๓")), printed(MEMO, (4, "วันที่ ๒๓ พฤศจิกายน ๒๕๖๙")), line=4),
    Case(
        "code-not-of-this-office",
        numbered("มท 0813/271"),
        numbered("มท 0812.3/271"),
        knowing(codes=("มท 0812",), entry=None),
        line=2,
    ),
    Case(
        "code-borne-by-nobody", LETTER, LETTER, replace(OURS, bearers=()), replace(OURS, bearers=("กองตัวอย่าง",)), line=2
    ),
    Case(
        "code-of-another-unit",
        LETTER,
        LETTER,
        replace(OURS, bearers=("กองอื่น",)),
        replace(OURS, bearers=("กองอื่น", "กองตัวอย่าง")),
        Severity.WARN,
        2,
    ),
    Case("number-not-in-the-register", LETTER, LETTER, knowing(codes=("มท 0812",)), OURS, Severity.WARN, 2),
    Case(
        "number-of-another-year",
        but(ORDER, number=Stated(OrderNumber(55, 2568), 2)),
        but(ORDER, number=Stated(OrderNumber(56, 2569), 2)),
        line=2,
    ),
    Case(
        "circular-mark-missing",
        but(LETTER, addressees=PROVINCES),
        numbered("มท 0812/ว 271", addressees=PROVINCES),
        severity=Severity.WARN,
        line=2,
    ),
    Case(
        "circular-mark-missing",
        but(LETTER, addressees=(Stated("ผู้ว่าราชการจังหวัด ทุกจังหวัด", 6),)),
        numbered("มท 0812/271-275", addressees=PROVINCES),
        severity=Severity.WARN,
        line=2,
    ),
    *(
        Case("circular-to-one", numbered("มท 0812/ว 271"), whole, severity=Severity.WARN, line=2)
        for whole in (
            LETTER,
            *(
                numbered("มท 0812/ว 271", addressees=(Stated(many, 6),))
                for many in (
                    "หัวหน้าส่วนราชการระดับกรมทุกแห่ง",
                    "(ตามบัญชีแนบท้าย)",
                    "ปลัดกระทรวง อธิบดี ผู้ว่าราชการจังหวัด",
                    "ผู้อำนวยการสำนักและผู้อำนวยการกอง",
                )
            ),
        )
    ),
    Case(
        "circular-to-one",
        numbered("มท 0812/ว 271", addressees=(Stated("อธิบดีกรมทรัพยากรทางทะเลและชายฝั่ง", 6),)),
        LETTER,
        severity=Severity.WARN,
        line=2,
    ),
    # what it refers to and encloses
    Case(
        "reference-without-number",
        but(LETTER, references=(Stated(Reference("หนังสือจังหวัดกระบี่", None, DAY), 7),)),
        but(LETTER, references=(Stated(Reference("ระเบียบว่าด้วยงานสารบรรณ พ.ศ. ๒๕๒๖"), 7),)),
        line=7,
    ),
    Case(
        "reference-without-number",
        but(LETTER, references=(Stated(Reference("หนังสือจังหวัดกระบี่ ด่วนที่สุด ลงวันที่ ๒ พฤศจิกายน ๒๕๖๙"), 7),)),
        but(
            LETTER,
            references=(Stated(Reference("หนังสือ ที่ กบ ๐๐๑๗/๕ และที่ กบ ๐๐๑๗/๖ ลงวันที่ ๒ พฤศจิกายน ๒๕๖๙"), 7),),
        ),
        line=7,
    ),
    Case(
        "reference-without-date",
        but(LETTER, references=(Stated(Reference("หนังสือที่ กบ 0017/5", "กบ 0017/5"), 7),)),
        LETTER,
        line=7,
    ),
    Case("attachment-not-listed", saying("รายละเอียดตามสิ่งที่ส่งมาด้วย ๒"), saying("รายละเอียดตามสิ่งที่ส่งมาด้วย ๑"), line=10),
    Case("attachment-not-listed", saying("ตามสิ่งที่ส่งมาด้วย ๑ และ ๓"), saying("พร้อมสิ่งที่ส่งมาด้วย ๓ ชุด"), line=10),
    Case(
        "attachment-not-listed",
        saying("รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย", attachments=()),
        saying("ตามสิ่งที่ส่งมาด้วยของหนังสือที่อ้างถึง", attachments=()),
        line=10,
    ),
    Case(
        "attachment-without-quantity",
        but(LETTER, attachments=(Stated(NamedAttachment("ระเบียบวาระ"), 8),)),
        LETTER,
        severity=Severity.WARN,
        line=8,
    ),
    # wording
    Case(
        "secrecy-not-at-the-foot",
        printed(SECRET, (1, "ลับ"), (10, "ตามที่")),
        printed(SECRET, (1, "ลับ"), (10, "ตามที่"), (30, "ลับ")),
        line=1,
    ),
    Case(
        "secrecy-not-at-the-head",
        printed(SECRET, (10, "ตามที่"), (30, "ลับ")),
        printed(SECRET, (1, "ลับ ด่วน"), (10, "ตามที่"), (30, "ลับ")),
        line=1,
    ),
    Case("secret-leaves-electronically", but(SECRET, electronic=True), SECRET, line=1),
    Case("speed-word-unknown", printed(LETTER, (1, "ด่วนพิเศษ")), printed(LETTER, (1, "ด่วนที่สุด ด่วนภายใน ๓ วัน")), line=1),
    Case("speed-word-unknown", printed(LETTER, (1, "ด่วนมากๆ")), printed(LETTER, (10, "ด่วนมากๆ")), line=1),
    Case(
        "digits-of-two-kinds",
        saying("ภายใน ๓๐ วัน หรือ 15 วันทำการ"),
        saying("ภายใน ๓๐ วัน ทาง www.example.go.th/2569 ใบอนุญาต A4"),
        severity=Severity.WARN,
        line=10,
    ),
    Case(
        "subject-long",
        but(LETTER, subject=Stated("ก" * 201, 5)),
        but(LETTER, subject=Stated("ก" * 200, 5)),
        severity=Severity.WARN,
        line=5,
    ),
    # days
    Case("directive-due-before-its-letter", due(date(2026, 11, 20)), due(DAY), severity=Severity.WARN, line=12),
    Case("directive-due-on-day-off", due(date(2026, 11, 28)), due(date(2026, 11, 27)), severity=Severity.WARN, line=12),
    Case(
        "weekday-differs",
        saying("ในวันอังคารที่ ๒๓ พฤศจิกายน ๒๕๖๙"),
        saying("ในวันจันทร์ที่ ๒๓ พฤศจิกายน ๒๕๖๙ และวันอังคารที่ ๓๑ กุมภาพันธ์ ๒๕๖๙"),
        severity=Severity.WARN,
        line=10,
    ),
    # sending
    Case(
        "mail-file-name",
        numbered("กบ 0017/5", file_name="หนังสือ.pdf"),
        numbered("กบ 0017/5", file_name="2569_KBI0017_5_2.pdf"),
        severity=Severity.INFO,
        line=2,
    ),
    Case(
        "mail-file-name",
        numbered("กบ 0017/5", file_name="letter.pdf"),
        numbered("กบ 0017/ว 5", file_name="letter.pdf", addressees=PROVINCES),
        severity=Severity.INFO,
        line=2,
    ),
    Case(
        "citation-contradicts",
        LETTER,
        LETTER,
        knowing(contradictions=((7, WHY),)),
        CONTEXT,
        Severity.WARN,
        7,
    ),
]
NAMES = [f"{case.slug}-{sum(one.slug == case.slug for one in CASES[:at])}" for at, case in enumerate(CASES)]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_paper_that_breaks_the_rule_is_found_with_line_and_clause(case: Case) -> None:
    one = found(case.broken, case.context)[case.slug]

    assert (one.severity, one.line) == (case.severity, case.line)
    assert one.message.endswith((".", "?"))
    assert one.clause is not None or one.severity is not Severity.WRONG
    assert said(one).english == one.message
    assert "{" not in said(one).thai


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_nearest_paper_that_keeps_the_rule_is_not_found(case: Case) -> None:
    assert case.slug not in found(case.whole, case.mended or case.context)


def test_every_finding_has_a_case() -> None:
    of_forms = {slug for slug in FINDINGS if slug.startswith(("form-", "rules-", "part-"))}

    assert {case.slug for case in CASES} == set(FINDINGS) - of_forms


def test_top_secret_on_a_system_is_forbidden_by_clause_29_since_2564_and_by_the_office_before() -> None:
    top = but(LETTER, secrecy=Stated(SecrecyClass.TOP_SECRET, 1))

    now = found(top)["secret-leaves-electronically"]
    then = found(but(top, dated=Stated(date(2021, 8, 22), 4)))["secret-leaves-electronically"]

    assert (str(now.clause), now.severity) == ("R2526 (A4) ข้อ 29", Severity.WRONG)
    assert (then.severity, then.own_rule) == (Severity.WARN, True)


def test_the_worst_is_told_first() -> None:
    sheet = numbered("กบ 0017/5", file_name="letter.pdf", contact=(), subject=Stated("ก" * 300, 5))

    assert [one.slug for one in found(sheet).values()] == ["form-part-missing", "subject-long", "mail-file-name"]


def test_a_memo_greets_as_a_letter_does() -> None:
    assert "salutation-for-addressee" in found(but(MEMO, salutation=Stated("กราบเรียน", 6)))
    assert MEMO.kind is LetterKind.INTERNAL


def test_a_day_that_stands_in_a_reference_is_not_missed_together_with_its_number() -> None:
    named = Reference("หนังสือจังหวัดกระบี่ ลงวันที่ ๒ พฤศจิกายน ๒๕๖๙")

    assert set(found(but(LETTER, references=(Stated(named, 7),)))) == {"reference-without-number"}


def test_figures_in_a_text_without_spaces_are_looked_for_in_one_pass() -> None:
    begun = process_time()

    found(saying("1" * 200_000))

    assert process_time() - begun < 5
