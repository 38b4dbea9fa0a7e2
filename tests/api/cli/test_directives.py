"""What clerks and recipients type about what a letter asks for, and what they are shown."""

import csv
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.api.cli.conftest import Clerk
from tests.api.cli.refusing import refused
from tests.registry.documents import papers

ASKS = [
    {"what": "จัดตั้งกลุ่มงานส่งเสริมและประสานงานท้องถิ่นอำเภอ", "who": "ท้องถิ่นจังหวัด", "due": "ภายใน ๑๕ วันทำการ"},
    {"what": "ร่วมประชุมซักซ้อม", "who": "ท้องถิ่นจังหวัด", "due": "24 ก.พ. 2564", "hours": "09.30-12.30"},
]
_PERFORMER = {"csv": "'=ท้องถิ่นจังหวัด", "xlsx": "=ท้องถิ่นจังหวัด"}  # what a spreadsheet program would run otherwise
KRABI, KANCHANABURI = "ผู้ว่าราชการจังหวัดกระบี่", "ผู้ว่าราชการจังหวัดกาญจนบุรี"


@pytest.fixture
def number(saraban: Clerk) -> str:
    """A circular that asks two things of two governors."""
    return saraban.dispatched(directives=ASKS)


def addressee(saraban: Clerk, number: str, name: str = KRABI) -> dict[str, Any]:
    found = saraban.json("coverage", number)["addressees"]
    return next(one for one in found if one["addressee"] == name)


def states(saraban: Clerk, number: str, no: int = 1) -> dict[str, str]:
    found = saraban.json("coverage", number)["addressees"]
    return {one["addressee"]: one["directives"][no - 1]["state"] for one in found}


# --- days ------------------------------------------------------------------------------------------------------


def test_a_draft_says_in_how_many_working_days_and_the_letter_is_signed_with_the_day(
    saraban: Clerk, number: str
) -> None:
    signed = saraban.json("show", number)["facts"][0]["fields"]["letter"]

    assert [one["due"] for one in signed["directives"]] == ["2021-03-04", "2021-02-24"]


def test_the_offices_own_days_off_are_counted_in_a_draft(saraban: Clerk) -> None:
    saraban.json("calendar", "add", "15 ก.พ. 2564", "--name", "วันหยุดพิเศษ")

    number = saraban.dispatched(directives=ASKS)

    assert saraban.json("coverage", number)["directives"][0]["due"] == "2021-03-05"


def test_a_draft_that_says_no_day_is_refused_before_a_number_is_taken(saraban: Clerk) -> None:
    draft = saraban.draft(directives=[{**ASKS[0], "due": "เร็ว ๆ นี้"}])

    assert refused(saraban, "register", draft, *saraban.key("dg")).refused == "date-unreadable"


@pytest.mark.parametrize(
    ("changed", "slug"),
    [
        ({"what": " "}, "directive-empty"),
        ({"who": ""}, "directive-empty"),
        ({"due": "8 ก.พ. 2564"}, "directive-due-before-letter"),
    ],
)
def test_a_draft_that_asks_nothing_of_anybody_or_too_late_is_refused(
    saraban: Clerk, changed: dict[str, str], slug: str
) -> None:
    draft = saraban.draft(directives=[ASKS[0], {**ASKS[1], **changed}])

    ran = refused(saraban, "register", draft, *saraban.key("dg"))

    assert ran.refused == slug


def test_the_calendar_shows_days_off_by_whose_word_they_are(saraban: Clerk) -> None:
    saraban.json("calendar", "add", "12/2/2564", "--name", "ปฏิบัติงานชดเชย", "--works")

    days = {one["day"]: one for one in saraban.json("calendar", "show")}

    assert days["2021-02-12"] == {"day": "2021-02-12", "name": "ปฏิบัติงานชดเชย", "works": True, "own": True}
    assert days["2021-02-26"] == {"day": "2021-02-26", "name": "วันมาฆบูชา", "works": False, "own": False}
    assert "๑๒ กุมภาพันธ์ ๒๕๖๔" in saraban("calendar", "show").out
    assert "2023-06-05" in {one["day"] for one in saraban.json("calendar", "show", "--year", "2566")}


@pytest.mark.parametrize("year", ["2021", "9999", "0"])
def test_a_calendar_of_no_buddhist_year_is_refused(saraban: Clerk, year: str) -> None:
    refused(saraban, "calendar", "show", "--year", year)


def test_a_day_is_moved_in_working_days_from_today_on_for_all_or_for_one(saraban: Clerk, number: str) -> None:
    moved = ("deadline", "move", number, "--no", "2", "--reason", "เลื่อนประชุม")

    saraban.json(*moved, "--until", "1 มี.ค. 2564")
    assert saraban.json(*moved, "--until", "20 วันทำการ", "--to", "กระบี่")["due"] == "2021-03-11"

    dues = {one["addressee"]: one["directives"][1]["due"] for one in saraban.json("coverage", number)["addressees"]}
    assert dues == {KRABI: "2021-03-11", KANCHANABURI: "2021-03-01"}
    [for_all, own] = addressee(saraban, number)["directives"][1]["moves"]
    assert (for_all["for_all"], for_all["old"], for_all["by"]) == (True, "2021-02-24", "นางสาวธุรการ ตัวอย่าง")
    assert (own["for_all"], own["old"], own["reason"]) == (False, "2021-03-01", "เลื่อนประชุม")
    assert refused(saraban, *moved, "--until", "1 มี.ค. 2564").refused == "deadline-same"


# --- notes -----------------------------------------------------------------------------------------------------


def test_a_clerk_notes_for_everybody_at_once_and_only_what_is_left(saraban: Clerk, number: str) -> None:
    passed_on = ("directive", "pass-on", number, "--no", "1", "--performer", "ท้องถิ่นจังหวัด", "--to")

    first = saraban.json(*passed_on, "กระบี่")
    second = saraban.json(*passed_on, "all")
    third = saraban.json(*passed_on, "all")

    assert [one["addressee"] for one in first["entered"]] == [KRABI]
    assert [one["addressee"] for one in second["entered"]] == [KANCHANABURI]
    assert third["entered"] == []
    assert states(saraban, number) == {KRABI: "passed-on", KANCHANABURI: "passed-on"}
    assert "ไม่มีรายใดเหลือ" in saraban(*passed_on, "all").out


def test_somebody_unknown_is_refused_beside_everybody(saraban: Clerk, number: str) -> None:
    everybody = ("directive", "pass-on", number, "--no", "1", "--performer", "ท้องถิ่นจังหวัด", "--to", "all")

    ran = saraban(*everybody, "--to", "กรุงเก่า", "--json")

    assert (ran.code, ran.refused) == (1, "no-such-addressee")
    assert set(states(saraban, number).values()) == {"not-arrived"}


def test_everybody_means_nobody_who_returned_the_letter_or_has_done_it(saraban: Clerk, number: str) -> None:
    saraban.json("return", number, "--reason", "ส่งผิด", *saraban.key("p1"))

    done = saraban.json("directive", "done", number, "--no", "1", "--to", "all", "--how", "แจ้งทางโทรศัพท์")
    reopened = saraban.json("directive", "reopen", number, "--no", "1", "--to", "all", "--how", "ไม่ครบ")

    assert [one["addressee"] for one in done["entered"]] == [KRABI]
    assert [one["addressee"] for one in reopened["entered"]] == [KRABI]
    assert addressee(saraban, number)["directives"][0]["reopened"] is True


def test_when_it_cannot_be_said_of_one_of_those_who_are_named_nothing_is_entered(saraban: Clerk, number: str) -> None:
    typed = ("directive", "done", number, "--no", "2", "--how", "เข้าร่วม")
    saraban.json(*typed, "--to", "2")

    ran = refused(saraban, *typed, "--to", "1", "--to", "2")

    assert ran.refused == "directive-done-before"
    assert states(saraban, number, 2) == {KRABI: "not-arrived", KANCHANABURI: "done"}


def test_a_letter_that_came_in_shows_what_was_done_and_both_say_so(saraban: Clerk, number: str) -> None:
    saraban.json("receive", "กบ 0023/15", "--from", "จังหวัดกระบี่", "--subject", "รายงานการจัดตั้งกลุ่มงาน")

    typed = ("--to", "กระบี่", "--no", "1", "--how", "จัดตั้งแล้ว", "--evidence", "รับ 1", "--at", "9 ก.พ. 2564 08.50")
    saraban.json("directive", "done", number, *typed)

    [note] = addressee(saraban, number)["directives"][0]["notes"]
    assert (note["evidence"], note["how"], note["by"], note["own"]) == (
        *("กบ 0023/15", "จัดตั้งแล้ว"),
        *("นางสาวธุรการ ตัวอย่าง", False),
    )
    assert note["happened_at"] == "2021-02-09T08:50:00+07:00"
    shown = saraban.json("show", "รับ 1")["facts"][-1]
    assert (shown["name"], shown["fields"]["number"]) == ("directive.evidenced.v1", number)
    [received] = saraban.json("book", "received")
    assert received["action"] == f"ผลการดำเนินการตามหนังสือที่ {number} ข้อ 1: จัดตั้งแล้ว"


def test_a_number_of_the_addressees_own_is_no_letter_here(saraban: Clerk, number: str) -> None:
    typed = ("directive", "done", number, "--to", "1", "--no", "1", "--how", "x")

    assert refused(saraban, *typed, "--evidence", "77/2564").refused == "letter-unknown"
    saraban.json(*typed, "--their-number", "คำสั่งจังหวัด ที่ 77/2564")

    assert addressee(saraban, number)["directives"][0]["evidence"] == "คำสั่งจังหวัด ที่ 77/2564"


def test_the_only_directive_of_a_letter_need_not_be_named(saraban: Clerk) -> None:
    number = saraban.dispatched(directives=ASKS[1:])

    assert saraban.json("directive", "done", number, "--to", "1", "--how", "เข้าร่วม")["no"] == 1


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        (("done", "--to", "1", "--how", "x"), "which-directive"),
        (("done", "--to", "1", "--no", "3", "--how", "x"), "no-such-directive"),
        (("done", "--to", "all", "--no", "3", "--how", "x"), "no-such-directive"),
        (("done", "--to", "เชียงใหม่", "--no", "1", "--how", "x"), "no-such-addressee"),
        (("done", "--to", "1", "--no", "1", "--how", " "), "reason-missing"),
        (("done", "--to", "1", "--no", "1", "--how", "x", "--at", "10.00"), "not-yet"),
        (("done", "--to", "1", "--no", "1", "--how", "x", "--at", "8 ก.พ. 2564 10.00"), "before-the-letter"),
        (("done", "--to", "1", "--no", "1", "--how", "x", "--evidence", "มท 0812/ว 271"), "evidence-of-itself"),
        (("pass-on", "--to", "1", "--no", "1", "--performer", " "), "performer-missing"),
        (("reopen", "--to", "1", "--no", "1", "--how", "x"), "directive-not-done"),
        (("done", "--to", "1", "--no", "1", "--how", "x", "--clerk", "nobody"), "no-such-officer"),
    ],
)
def test_what_cannot_be_noted_is_refused_in_a_sentence(
    saraban: Clerk, number: str, typed: Sequence[str], slug: str
) -> None:
    word, *options = typed

    assert refused(saraban, "directive", word, number, *options).refused == slug


def test_a_letter_that_asks_for_nothing_has_no_directive_to_note(saraban: Clerk) -> None:
    number = saraban.dispatched()

    ran = refused(saraban, "directive", "done", number, "--to", "1", "--how", "x")

    assert ran.refused == "asks-for-nothing"
    assert saraban.json("coverage", number)["addressees"] == []
    assert "ไม่ได้ให้ดำเนินการ" in saraban("coverage", number).out


# --- reports ---------------------------------------------------------------------------------------------------


def test_a_recipient_reports_with_the_own_key_and_a_file_that_shows_it(saraban: Clerk, number: str) -> None:
    order = saraban.file("order.pdf", papers.pdf())
    typed = ("--no", "1", "--progress", "done", "--how", "ออกคำสั่งแล้ว", "--their-number", "77/2564", "--file", order)

    answer = saraban.json("directive", "report", number, *typed, *saraban.key("p0"))

    assert (answer["addressee"], answer["progress"]) == (KRABI, "done")
    [note] = addressee(saraban, number)["directives"][0]["notes"]
    assert (note["own"], note["evidence"], note["by"]) == (True, "77/2564", f"ผู้รับ 0 ผู้รับ {_office(saraban)}")
    names = [fact["name"] for fact in saraban.json("show", number)["facts"]]
    assert names[-2:] == ["directive.reported.v1", "directive.noted.v1"]
    assert saraban("show", number).code == 0
    assert saraban.json("audit")["verdict"] == "valid"


def _office(saraban: Clerk) -> str:
    assert saraban.world.register.identity is not None
    return saraban.world.register.identity.opened.office


def test_a_recipient_reports_for_nobody_else(saraban: Clerk, number: str) -> None:
    typed = ("directive", "report", number, "--no", "1", "--progress", "done", "--how", "x")

    assert refused(saraban, *typed, "--to", "2", *saraban.key("p0")).refused == "not-the-recipient"
    assert refused(saraban, *typed, *saraban.key("p2")).refused == "not-received"


# --- what is shown ---------------------------------------------------------------------------------------------


def test_coverage_shows_the_silent_first_and_counts_each_directive(saraban: Clerk, number: str) -> None:
    saraban.json("acknowledge", number, *saraban.key("p0"), "--receive-number", "12/2564")
    saraban.json("directive", "done", number, "--to", "กระบี่", "--no", "2", "--how", "เข้าร่วม")

    data = saraban.json("coverage", number, "--on", "1 มี.ค. 2564")
    lines = saraban("coverage", number, "--on", "1 มี.ค. 2564").out.splitlines()

    assert [(one["to"], one["silent"], one["state"]) for one in data["addressees"]] == [
        (2, True, "not-arrived"),
        (1, False, "acknowledged"),
    ]
    first, second = data["directives"]
    assert (first["overdue"], second["overdue"], second["totals"]["done"]) == (0, 1, 1)
    assert data["addressees"][0]["directives"][1]["overdue_by"] == 2
    assert f"{_thai(number)}: ผู้รับ ๒ ราย เงียบ ๑ ราย" in lines
    assert "ข้อ ๒: ยังไม่ถึงผู้รับ ๑ · ดำเนินการแล้ว ๑ · เกินกำหนด ๑ · กำหนด ๒๔ กุมภาพันธ์ ๒๕๖๔" in lines
    assert any("เกินกำหนด ๒ วันทำการ" in line for line in lines)


def _thai(number: str) -> str:
    return number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))


def test_a_day_that_was_moved_is_shown_with_the_day_as_signed_and_the_reason(saraban: Clerk, number: str) -> None:
    moved = ("deadline", "move", number, "--no", "2")
    saraban.json(*moved, "--until", "1 มี.ค. 2564", "--reason", "ห้องไม่ว่าง")
    saraban.json(*moved, "--until", "2 มี.ค. 2564", "--reason", "ขอเลื่อน", "--to", "กระบี่")
    file = saraban.folder / "coverage.csv"

    shown = " ".join(saraban("coverage", number, "--lang", "en").out.split())
    second = saraban.json("coverage", number)["directives"][1]
    saraban.json("coverage", number, "--csv", str(file))

    assert "due ๑ มีนาคม ๒๕๖๔, moved from ๒๔ กุมภาพันธ์ ๒๕๖๔: ห้องไม่ว่าง" in shown
    assert "๒ มีนาคม ๒๕๖๔" in shown
    assert shown.count("moved from") == 2
    assert (second["due"], second["signed_due"]) == ("2021-03-01", "2021-02-24")
    days = {row[1]: row[-2] for row in _csv(file)}
    assert days[KRABI] == "2 มี.ค. 2564 (เลื่อนจาก 24 ก.พ. 2564: ขอเลื่อน)"
    assert days[KANCHANABURI] == "1 มี.ค. 2564 (เลื่อนจาก 24 ก.พ. 2564: ห้องไม่ว่าง)"


def test_who_moves_a_day_for_all_is_told_that_days_of_their_own_stay(saraban: Clerk, number: str) -> None:
    moved = ("deadline", "move", number, "--no", "2", "--reason", "x", "--lang", "en")
    saraban(*moved, "--until", "2 มี.ค. 2564", "--to", "กระบี่")

    ran = saraban(*moved, "--until", "3 มี.ค. 2564")

    assert "(all but those with a day of their own)" in ran.out
    assert addressee(saraban, number)["directives"][1]["due"] == "2021-03-02"


def test_what_was_done_late_says_so(saraban: Clerk, number: str) -> None:
    saraban.world.next_day(30)
    typed = ("--to", "1", "--no", "2", "--how", "ดูบันทึกการประชุม")
    saraban.json("directive", "done", number, *typed, "--at", "1 มี.ค. 2564 10.00")

    found = addressee(saraban, number)["directives"][1]

    assert (found["late_by"], found["overdue_by"]) == (2, None)
    assert "late by 2 working days" in " ".join(saraban("coverage", number, "--lang", "en").out.split())


def test_a_letter_that_was_withdrawn_says_so_and_owes_nothing(saraban: Clerk, number: str) -> None:
    newer = saraban.dispatched(directives=ASKS)
    saraban.json("supersede", number, "--by", newer)

    data = saraban.json("coverage", number, "--on", "1 มิ.ย. 2564")

    assert data["withdrawn_by"] == newer
    assert [one["overdue"] for one in data["directives"]] == [0, 0]
    assert _thai(newer) in saraban("coverage", number).out


def test_a_letter_that_was_not_sent_has_nobody_to_show(saraban: Clerk) -> None:
    number = saraban.registered(directives=ASKS)

    assert "ยังไม่ได้ส่ง" in saraban("coverage", number).out
    assert saraban.json("coverage", number)["addressees"] == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_matrix_of_76_provinces_is_written_for_spreadsheets(saraban: Clerk, kind: str) -> None:
    number = saraban.dispatched(directives=ASKS, addressees=["ผู้ว่าราชการจังหวัด ทุกจังหวัด"])
    saraban.json("delivery", number, "--to", "กระบี่", "--result", "failed", "--detail", "ตีกลับ")
    saraban.json("directive", "pass-on", number, "--to", "all", "--no", "1", "--performer", "=ท้องถิ่นจังหวัด")
    file = saraban.folder / f"coverage.{kind}"

    answer = saraban.json("coverage", number, f"--{kind}", str(file), "--on", "1 มี.ค. 2564")

    assert answer == {"rows": 76, kind: str(file)}
    rows = _csv(file) if kind == "csv" else _xlsx(file)
    assert len(rows) == 77
    assert {len(row) for row in rows} == {6 + 2 * 8}
    assert rows[1][1:3] == [KRABI, "ส่งไม่สำเร็จ"]
    assert rows[1][6:10] == ["ส่งต่อแล้ว", "9 ก.พ. 2564 09.00 น.", "นางสาวธุรการ ตัวอย่าง", _PERFORMER[kind]]
    assert rows[1][14] == "ยังไม่ถึงผู้รับ"
    assert rows[1][-2:] == ["24 ก.พ. 2564", "2"]
    assert saraban("coverage", number, f"--{kind}", str(file), "--json").refused == "output-exists"


def _csv(file: Any) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


def _xlsx(file: Any) -> list[list[str]]:
    book = load_workbook(file)
    try:
        return [[str(cell or "") for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def test_the_matrix_of_76_provinces_is_drawn(saraban: Clerk) -> None:
    number = saraban.dispatched(directives=ASKS, addressees=["ผู้ว่าราชการจังหวัด ทุกจังหวัด"])

    ran = saraban("coverage", number)

    assert ran.code == 0
    assert ran.out.count("ผู้ว่าราชการจังหวัด") == 76
    assert "ข้อ ๑: ยังไม่ถึงผู้รับ ๗๖ · กำหนด ๔ มีนาคม ๒๕๖๔" in ran.out
