"""Every kind's form: the parts that it needs, their order, and those that it has no place for."""

from dataclasses import replace
from datetime import date

import pytest

from domain.classes import LetterKind
from domain.forms import FORMS, Part
from registry.documents.checking.finding import Severity, Why
from registry.documents.checking.sheet import Sheet, Stated
from registry.documents.draft import NamedAttachment
from tests.registry.documents.checking.sheets import LETTER, MEMO, ORDER, RULES, STAMPED, but, found, without

WHOLE = (LETTER, MEMO, STAMPED, ORDER, RULES)
NEEDED = [
    (sheet, place.part)
    for sheet in WHOLE
    for place in FORMS[sheet.kind].places
    if place.needed and place.part is not Part.SALUTATION
]


def name(value: object) -> str:
    return value.kind.value if isinstance(value, Sheet) else str(getattr(value, "value", value))


@pytest.mark.parametrize("sheet", WHOLE, ids=name)
def test_a_paper_as_its_form_asks_is_clean(sheet: Sheet) -> None:
    assert found(sheet) == {}


@pytest.mark.parametrize(("sheet", "part"), NEEDED, ids=name)
def test_a_part_that_the_form_needs_is_missed_with_its_clause(sheet: Sheet, part: Part) -> None:
    place = FORMS[sheet.kind].place(part)
    assert place is not None

    missing = found(without(sheet, part))["form-part-missing"]

    assert (missing.part, missing.severity, missing.clause) == (part, Severity.WRONG, place.clause)


@pytest.mark.parametrize("part", [Part.REFERENCES, Part.ATTACHMENTS, Part.COPIES, Part.SPEED, Part.SECRECY], ids=name)
def test_a_part_that_is_left_to_choice_is_not_missed(part: Part) -> None:
    quiet = but(LETTER, paragraphs=(Stated("เพื่อโปรดทราบ", 10),))

    assert found(without(quiet, part)) == {}


def test_a_salutation_is_missed_where_an_addressee_stands_without_one() -> None:
    assert found(but(LETTER, salutation=None))["form-part-missing"].part is Part.SALUTATION
    assert found(but(LETTER, salutation=None, addressees=()))["form-part-missing"].part is Part.ADDRESSEES


def test_what_a_draft_leaves_to_the_register_is_not_missed() -> None:
    draft = but(LETTER, number=None, dated=None, to_come=frozenset({Part.NUMBER, Part.DATE}))

    assert found(draft) == {}


def test_a_part_that_could_not_be_read_is_to_be_looked_at_and_not_called_missing() -> None:
    why = Why("no-such-day", "There is no day 31/2/2564.", {"day": 31, "month": 2, "year": 2564})

    doubts = found(but(LETTER, dated=None, unread={Part.DATE: why}))

    assert set(doubts) == {"part-unreadable"}
    assert doubts["part-unreadable"].severity is Severity.WARN
    assert "31/2/2564" in doubts["part-unreadable"].message


def test_what_was_read_with_a_doubt_is_looked_at_and_not_called_wrong() -> None:
    doubted = but(LETTER, closing=Stated("ด้วยความนับถือ", 20), unsure=frozenset({Part.CLOSING}))

    assert found(doubted)["closing-for-addressee"].severity is Severity.WARN


@pytest.mark.parametrize(
    ("part", "line", "after"),
    [(Part.SUBJECT, 7, Part.SALUTATION), (Part.DATE, 6, Part.SUBJECT), (Part.CLOSING, 9, Part.CLOSING)],
    ids=name,
)
def test_a_part_that_stands_above_the_one_before_it_is_out_of_order(part: Part, line: int, after: Part) -> None:
    moved = but(LETTER, **{part.value: replace(getattr(LETTER, part.value), line=line)})

    out = found(moved)["form-part-out-of-order"]

    assert out.part is after


def test_number_and_office_stand_side_by_side_in_a_letter() -> None:
    assert found(but(LETTER, issuing_office=Stated("กรมตัวอย่าง", 1))) == {}


@pytest.mark.parametrize(
    ("sheet", "part", "value"),
    [
        (MEMO, Part.CLOSING, Stated("ขอแสดงความนับถือ", 20)),
        (MEMO, Part.ATTACHMENTS, (Stated(NamedAttachment("แผนที่", 1, "ชุด"), 9),)),
        (MEMO, Part.REFERENCES, LETTER.references),
        (STAMPED, Part.SUBJECT, Stated("ส่งเอกสาร", 2)),
        (STAMPED, Part.CLOSING, Stated("ขอแสดงความนับถือ", 6)),
        (ORDER, Part.SALUTATION, Stated("เรียน", 4)),
        (ORDER, Part.CLOSING, Stated("ขอแสดงความนับถือ", 9)),
        (RULES, Part.CLOSING, Stated("ขอแสดงความนับถือ", 9)),
    ],
    ids=name,
)
def test_what_the_form_has_no_place_for_is_pointed_out(sheet: Sheet, part: Part, value: object) -> None:
    one = found(but(sheet, **{part.value: value}))["form-part-without-place"]

    assert (one.part, one.severity) == (part, Severity.WRONG)


@pytest.mark.parametrize(
    ("place", "slug"), [(0, "rules-without-name"), (1, "rules-without-in-force"), (2, "rules-without-keeper")]
)
def test_rules_say_how_they_are_called_since_when_they_bind_and_who_keeps_them(place: int, slug: str) -> None:
    clauses = (*RULES.paragraphs[:place], *RULES.paragraphs[place + 1 :])

    assert slug in found(but(RULES, paragraphs=clauses))


def test_before_its_clause_was_in_force_a_missing_part_is_the_offices_own_rule() -> None:
    old = but(LETTER, dated=Stated(date(1983, 5, 31), 4), directives=())

    missing = found(without(old, Part.TELEPHONE))["form-part-missing"]

    assert (missing.severity, missing.own_rule) == (Severity.WARN, True)
    assert not found(without(but(old, dated=Stated(date(1983, 6, 1), 4)), Part.TELEPHONE))["form-part-missing"].own_rule


def test_what_a_memo_says_of_earlier_letters_in_its_text_is_no_part_of_its_head() -> None:
    memo = but(MEMO, references=LETTER.references)

    assert found(but(memo, lines=(Stated("ตามหนังสือจังหวัดกระบี่", 7),))) == {}
    assert "form-part-without-place" in found(but(memo, lines=(Stated("อ้างถึง หนังสือจังหวัดกระบี่", 7),)))


def test_rules_that_change_others_leave_the_keeper_to_those() -> None:
    changing = Stated("ข้อ ๓ ให้ยกเลิกความในข้อ ๕", 6)

    assert found(but(RULES, paragraphs=(*RULES.paragraphs[:2], changing))) == {}


def test_a_memo_may_give_its_telephone_beside_the_office() -> None:
    office = Stated("กองตัวอย่าง โทร. ๐ ๒๐๐๐ ๐๐๐๐", 1)

    assert found(but(MEMO, issuing_office=office, contact=())) == {}


@pytest.mark.parametrize("line", ["โทรสาร ๐ ๒๐๐๐ ๐๐๐๑", "ระบบโทรคมนาคม ระยะที่ ๒", "โทร. –"])
def test_neither_a_fax_nor_a_word_that_begins_alike_is_a_telephone(line: str) -> None:
    assert found(but(LETTER, contact=(Stated(line, 26),)))["form-part-missing"].part is Part.TELEPHONE


@pytest.mark.parametrize("line", ["โทรศัพท์/โทรสาร ๐ ๒๐๐๐ ๐๐๐๑", "โทร.๑๒๓๔", "โทร. (มท) ๕๐๑๒๓", "Tel. 0 2000 0000"])
def test_a_telephone_is_known_however_it_is_called(line: str) -> None:
    assert found(but(LETTER, contact=(Stated(line, 26),))) == {}


@pytest.mark.parametrize(
    ("sheet", "part", "line"),
    [
        (ORDER, Part.SALUTATION, (4, "เรียน ข้าราชการทุกคน")),
        (ORDER, Part.CLOSING, (9, "ขอแสดงความนับถือ")),
        (STAMPED, Part.CLOSING, (6, "ขอแสดงความนับถือ")),
    ],
    ids=name,
)
def test_a_line_with_words_of_letters_is_pointed_out_in_forms_without_them(
    sheet: Sheet, part: Part, line: tuple[int, str]
) -> None:
    lines = (Stated(line[1], line[0]), Stated("เรียน ผู้ที่เกี่ยวข้องทราบ โทร. ๑๒", 40))

    everything = found(but(sheet, lines=lines))

    one = everything["form-part-without-place"]
    assert (one.part, one.line, len(everything)) == (part, line[0], 1)


def test_a_statement_names_its_office_above_its_subject() -> None:
    statement = but(ORDER, kind=LetterKind.COMMUNIQUE, number=None, in_force=None, signature=None)

    assert found(statement) == {}


def test_every_kind_has_a_form() -> None:
    assert set(FORMS) == set(LetterKind)
