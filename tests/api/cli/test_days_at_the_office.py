"""Whole days: a letter goes out and is answered, letters come in, the books are read."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from registry.documents.writing import plain
from registry.documents.writing.content import Body
from registry.home import Home
from tests.api.cli.conftest import PASS_PHRASE, Clerk
from tests.registry.documents import papers

ROOT = Path(__file__).parents[3]


def test_a_letter_is_registered_in_one_act_with_its_attachment(saraban: Clerk) -> None:
    saraban.file("agenda.txt", "วาระการประชุม")

    answer = saraban.json(
        "register", saraban.draft(attachments=[{"title": "วาระ", "file": "agenda.txt"}]), *saraban.key("dg")
    )

    assert answer["number"] == "มท 0812/ว 271"
    shown = saraban.json("show", "มท ๐๘๑๒/ว๒๗๑")
    assert [fact["name"] for fact in shown["facts"]] == ["letter.signed.v3", "letter.issued.v1"]
    assert shown["facts"][0]["fields"]["letter"]["attachments"][0]["sha256"].startswith("sha256:")


def test_the_final_file_bears_number_date_and_the_mark_of_a_specimen(saraban: Clerk) -> None:
    number = saraban.registered()

    text = saraban.printed(number)

    assert text.startswith("SPECIMEN")
    assert "ที่มท๐๘๑๒/ว๒๗๑" in text
    assert "๙กุมภาพันธ์๒๕๖๔" in text


def test_the_pass_phrase_may_be_typed_where_nobody_sees_it(saraban: Clerk) -> None:
    options = saraban.key("dg")[:2]

    ran = saraban("register", saraban.draft(), *options, ask=PASS_PHRASE)

    assert ran.code == 0
    assert ran.out == "ลงทะเบียนแล้ว ที่ มท ๐๘๑๒/ว ๒๗๑ ลงวันที่ ๙ กุมภาพันธ์ ๒๕๖๔\n"


def test_a_letter_takes_one_number_an_addressee_when_asked_to(saraban: Clerk) -> None:
    answer = saraban.json("register", saraban.draft(circular=False), "--number-each", *saraban.key("dg"))

    assert answer["number"] == "มท 0812/1-2"


def test_a_circular_is_sent_followed_up_and_answered(saraban: Clerk) -> None:
    number = saraban.dispatched()

    saraban.json("delivery", number, "--to", "1", "--result", "failed", "--detail", "ตีกลับ", "--at", "08.40")
    saraban.json("delivery", number, "--to", "กระบี่", "--result", "delivered")
    saraban.json("confirm", number, "--to", "กาญจนบุรี", "--spoke-with", "นาง ก", "--at", "9 ก.พ. 2564 08.55")
    saraban.json("acknowledge", number, *saraban.key("p0"), "--receive-number", "12/2564", "--arrived-at", "08.50")

    states = {one["addressee"]: one["state"] for one in saraban.json("unanswered", number)}
    assert states == {"ผู้ว่าราชการจังหวัดกาญจนบุรี": "confirmed", "ผู้ว่าราชการจังหวัดกระบี่": "acknowledged"}
    assert saraban.json("unanswered") == []
    assert "เข้าสู่ระบบ" in saraban("show", number).out


def test_a_recipient_returns_a_letter_and_says_why(saraban: Clerk) -> None:
    number = saraban.dispatched()

    saraban.json("return", number, "--reason", "ส่งผิดหน่วยงาน", *saraban.key("p1"))

    returned = next(one for one in saraban.json("unanswered", number) if one["state"] == "returned")
    assert (returned["addressee"], returned["reason"]) == ("ผู้ว่าราชการจังหวัดกาญจนบุรี", "ส่งผิดหน่วยงาน")


def test_an_order_is_numbered_in_a_series_of_its_own(saraban: Clerk) -> None:
    draft = saraban.draft(circular=None, addressees=None, subject="แต่งตั้งคณะทำงาน", in_force="ตั้งแต่บัดนี้")

    assert saraban.json("order", draft, *saraban.key("dg"))["number"] == "1/2564"
    assert saraban.json("show", "1/2564")["facts"][0]["name"] == "order.signed.v3"
    assert "ทั้งนี้ตั้งแต่บัดนี้สั่งณวันที่" in saraban.printed("1/2564")


def test_an_order_says_its_day_in_force_once(saraban: Clerk) -> None:
    body = ["เพื่อประโยชน์ของทางราชการ จึงมีคำสั่ง ดังนี้", "ทั้งนี้ ให้มีผลตั้งแต่บัดนี้เป็นต้นไป"]
    draft = saraban.draft(circular=None, addressees=None, subject="ก", body=body, in_force="ตั้งแต่บัดนี้เป็นต้นไป")

    saraban.json("order", draft, *saraban.key("dg"))

    assert saraban.printed("1/2564").count("ตั้งแต่บัดนี้") == 1


def test_a_letter_signed_on_paper_is_entered_under_the_number_that_was_reserved(saraban: Clerk) -> None:
    n = saraban.json("reserve")["n"][0]
    scan = saraban.file("scan.pdf", papers.pdf())
    paper = ("--scan", scan, "--signatory", "dg", "--number", str(n))

    answer = saraban.json("enter-paper", saraban.draft(circular=False), *paper, *saraban.key("clerk"))

    assert answer["number"] == f"มท 0812/{n}"
    assert saraban.json("show", answer["number"])["facts"][0]["name"] == "letter.signed-by-hand.v1"


def test_a_sealed_letter_is_entered_with_the_initials_of_the_officer_in_charge(saraban: Clerk) -> None:
    scan = saraban.file("scan.pdf", papers.pdf())

    answer = saraban.json("seal-letter", saraban.draft(circular=False), "--scan", scan, *saraban.key("dg"))

    assert saraban.json("show", answer["number"])["facts"][0]["name"] == "letter.sealed.v1"


def test_numbers_are_reserved_and_voided_and_stay_visible(saraban: Clerk) -> None:
    assert saraban.json("reserve", "--count", "3")["n"] == [1, 2, 3]

    saraban.json("void", "2", "--reason", "พิมพ์ผิด")

    rows = saraban.json("book", "sent", "--date", "๙ ก.พ. ๒๕๖๔")
    assert [(row["n"], row["state"]) for row in rows] == [(1, "reserved"), (2, "void"), (3, "reserved")]
    assert "พิมพ์ผิด" in rows[1]["remark"]


def test_a_letter_comes_in_is_worked_on_and_concluded(saraban: Clerk) -> None:
    scan = saraban.file("in.pdf", papers.pdf())
    typed = ("--from", "กระทรวงศึกษาธิการ", "--subject", "ขอข้อมูล", "--dated", "5 ก.พ. 64", "--file", scan)
    assert saraban.json("receive", "ศธ 0201/15", *typed, "--entered-at", "08.40")["receive_number"] == 1

    saraban.json("assign", "รับ 1", "--to", "กองคลัง", "--due", "12/2/2564")
    saraban.json("note", "รับที่ ๑", "โทรประสานแล้ว")
    saraban.json("correct", "รับ 1", "--what", "subject", "--old", "ขอข้อมูล", "--new", "ขอสถิติ", "--reason", "พิมพ์ผิด")
    saraban.world.next_day(3)

    [matter] = saraban.json("pending", "--days", "3")
    assert (matter["has"], matter["subject"], matter["days"], matter["due"]) == ("กองคลัง", "ขอสถิติ", 3, "2021-02-12")
    assert saraban.json("pending", "--days", "4") == []
    saraban.json("conclude", "รับ 1", "ตอบแล้ว")
    assert saraban.json("pending") == []


def test_a_reply_is_tied_to_what_it_answers_at_both_ends(saraban: Clerk) -> None:
    saraban.json("receive", "ศธ 0201/15", "--from", "กระทรวง", "--subject", "ขอข้อมูล")

    number = saraban.json("register", saraban.draft(circular=False), "--answers", "รับ 1", *saraban.key("dg"))["number"]

    assert saraban.json("show", "รับ 1")["facts"][-1]["fields"]["number"] == number


def test_a_letter_is_superseded_and_another_cancelled_by_a_later_one(saraban: Clerk) -> None:
    first, second, third = saraban.dispatched(), saraban.dispatched(), saraban.dispatched()

    saraban.json("supersede", first, "--by", third)
    saraban.json("cancel", second, "--by", third, "--reason", "ยกเลิกการประชุม")

    assert saraban.json("show", first)["facts"][-1]["name"] == "letter.superseded.v1"
    assert saraban.json("show", second)["facts"][-1]["fields"]["reason"] == "ยกเลิกการประชุม"


def test_the_book_is_read_as_it_stood_that_evening(saraban: Clerk) -> None:
    number = saraban.registered()
    saraban.world.next_day()
    saraban.json("note", number, "หมายเหตุวันหลัง")

    then = saraban.json("book", "sent", "--date", "9/2/2564", "--known-at", "9 กุมภาพันธ์ 2564")
    now = saraban.json("book", "sent", "--date", "9/2/2564")

    assert "หมายเหตุวันหลัง" not in then[0]["remark"]
    assert "หมายเหตุวันหลัง" in now[0]["remark"]
    assert saraban.json("book", "sent", "--known-at", "0") == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_book_is_written_for_spreadsheets_once(saraban: Clerk, kind: str) -> None:
    saraban.registered()
    file = saraban.folder / f"book.{kind}"

    assert saraban.json("book", "sent", f"--{kind}", str(file))["rows"] == 1

    if kind == "csv":
        assert file.read_text(encoding="utf-8-sig").splitlines()[0].startswith("เลขทะเบียนส่ง,ที่,ลงวันที่")
    else:
        assert load_workbook(file).worksheets[0]["B1"].value == "ที่"
    assert saraban("book", "sent", f"--{kind}", str(file), "--json").refused == "output-exists"


def test_the_send_register_shows_each_series_under_a_heading_of_its_own(saraban: Clerk) -> None:
    saraban.registered()
    saraban.json("order", saraban.draft(circular=None, addressees=None), *saraban.key("dg"))
    file = saraban.folder / "book.csv"

    shown = saraban("book", "sent", "--date", "9/2/2564", "--lang", "en").out
    saraban.json("book", "sent", "--csv", str(file))

    assert [line.strip() for line in shown.splitlines() if "Send register" in line] == [
        "SPECIMEN Send register ๙ กุมภาพันธ์ ๒๕๖๔ · circular · ทะเบียน, 2564",
        "SPECIMEN Send register ๙ กุมภาพันธ์ ๒๕๖๔ · order · ทะเบียน, 2564",
    ]
    rows = file.read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows] == ["เลขทะเบียนส่ง", "ว ๒๗๑", "๑/๒๕๖๔"]
    assert [row["n"] for row in saraban.json("book", "sent")] == [271, 1]


def test_the_secret_book_holds_number_date_and_class_alone(saraban: Clerk) -> None:
    saraban.json("series", "open", "ทะเบียนลับ", "--kind", "secret")

    assert saraban.json("secret", "very_secret", "--dated", "9/2/2564")["n"] == 1

    [row] = saraban.json("book", "secret")
    assert set(row) == {"book", "kind", "registered_on", "n", "state", "dated", "secrecy"}
    assert "ลับมาก" in saraban("book", "secret").out


def test_letters_are_found_by_pieces_of_thai_words(saraban: Clerk) -> None:
    number = saraban.registered()

    assert [one["number"] for one in saraban.json("find", "โครงสร้าง")] == [number]
    assert [one["number"] for one in saraban.json("find", "--to", "กาญจน")] == [number]
    assert saraban.json("find", "ไม่มีคำนี้") == []


def test_a_text_is_read_into_a_draft_and_registered(saraban: Clerk) -> None:
    text = saraban.world.letter((270,), subject="ขอเชิญประชุมชี้แจงโครงสร้างใหม่")
    letter = saraban.file("letter.txt", plain.write(text, Body(("ด้วยจะมีการประชุม", "จึงเรียนมาเพื่อโปรดทราบ"))))
    draft = saraban.folder / "read.json"

    read = saraban.json("read", letter, "--output", str(draft))

    assert read["draft"]["subject"] == "ขอเชิญประชุมชี้แจงโครงสร้างใหม่"
    again = saraban.json("register", str(draft), *saraban.key("dg"))
    assert again["number"] == "มท 0812/ว 271"
    assert saraban.json("register", letter, *saraban.key("dg"))["number"] == "มท 0812/ว 272"


def test_a_strangers_proof_of_a_letter_holds_and_a_changed_byte_does_not(saraban: Clerk) -> None:
    number, home = saraban.registered(), Home(saraban.world.folder)
    bundle = saraban.folder / "bundle.zip"
    saraban.json("bundle", number, "--output", str(bundle))
    trust = ("--trust", str(home.roots), "--log-key", str(home.log_key), "--leaf0", home.leaf0.read_text().strip())

    whole = saraban("verify", str(bundle), *trust, "--json")
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    bundle.write_bytes(data)
    changed = saraban("verify", str(bundle), *trust, "--json")
    witnessed = saraban("verify", str(bundle), *trust, "--policy", "witnessed")

    assert (whole.code, whole.answer["verdict"]) == (0, "valid")
    assert (changed.code, changed.answer["verdict"]) == (1, "invalid")
    assert witnessed.code == 1


def test_an_addressees_answer_has_a_bundle_of_its_own(saraban: Clerk) -> None:
    number, home = saraban.dispatched(), Home(saraban.world.folder)
    saraban.json("acknowledge", number, *saraban.key("p0"))
    bundle = saraban.folder / "answer.zip"

    saraban.json("bundle", number, "--answer-of", "กระบี่", "-o", str(bundle))

    verified = saraban.json("verify", str(bundle), "--trust", str(home.roots), "--log-key", str(home.log_key))
    assert verified["verdict"] == "valid"
    silent = saraban("bundle", number, "--answer-of", "กาญจน", "-o", str(saraban.folder / "none.zip"), "--json")
    assert silent.refused == "not-answered"


def test_time_that_nobody_witnessed_cannot_be_told(saraban: Clerk) -> None:
    number, home = saraban.registered(), Home(saraban.world.folder)
    bundle = saraban.folder / "bundle.zip"
    saraban.json("bundle", number, "--output", str(bundle))

    ran = saraban(
        "--lang", "en", "verify", str(bundle), "--trust", str(home.roots),
        "--log-key", home.log_key.read_text().strip(), "--policy", "witnessed",
    )  # fmt: skip

    assert ran.code == 3
    assert ran.out.startswith("cannot tell")


def test_the_audit_counts_what_it_proved_and_the_replay_is_the_same_twice(saraban: Clerk) -> None:
    saraban.dispatched()

    audit = saraban.json("audit")

    assert (audit["verdict"], audit["letters"], audit["numbers_issued"]) == ("valid", 1, 1)
    assert saraban.json("replay")["digest"] == saraban.json("replay")["digest"]
    assert saraban.json("replay", "--until", "3")["digest"] != saraban.json("replay")["digest"]


def test_a_replay_until_a_day_before_the_first_fact_says_that_it_cannot_tell(saraban: Clerk) -> None:
    typed = ("replay", "--until", "8 ก.พ. 2564")

    said, as_json = saraban(*typed, "--lang", "en"), saraban(*typed, "--json")

    assert (said.code, as_json.code) == (3, 3)
    assert "the registry was opened on 9 กุมภาพันธ์ 2564" in said.out
    assert "-1" not in said.out
    assert as_json.answer == {"fold": "fold/v3", "position": None, "facts": 0, "digest": None}
    assert saraban.json("replay", "--until", "9 ก.พ. 2564")["facts"] > 0


def test_people_and_keys_are_enrolled_confirmed_and_withdrawn(saraban: Clerk) -> None:
    key = saraban.world.authority.officer("นาย ใหม่", organisation="กรม", post="ธุรการ")
    certificate = saraban.file("new.cer", key.certificate.pem())
    signing, second = saraban.key("r1"), saraban.key("r2")

    saraban.json("officer", "enrol", "new", "--name", "นาย ใหม่", "--office", "กรม", "--role", "clerk", *signing)
    saraban.json("key", "enrol", "new", certificate, *signing)
    assert "รอยืนยัน" in saraban("officer", "list").out
    saraban.json("key", "confirm", "new", *second)
    saraban.json("key", "withdraw", "new", "--reason", "ย้าย", *signing)

    [new] = [one for one in saraban.json("officer", "list") if one["officer"] == "new"]
    assert [one["state"] for one in new["keys"]] == ["withdrawn"]


def test_an_old_register_is_looked_at_then_brought_along_and_twice_is_once(saraban: Clerk) -> None:
    rows = "เลขทะเบียนส่ง,ที่,ลงวันที่,จาก,ถึง,เรื่อง,การปฏิบัติ,หมายเหตุ\n" + "".join(
        f"{n},มท 0812/{n},5 ม.ค. 2564,กรม,จังหวัดกระบี่,เรื่องเดิมที่ {n},,\n" for n in range(1, 8)
    )
    typed = ("import-register", saraban.file("old.csv", rows), "--book", "เล่มเดิม")

    looked = saraban.json(*typed, "--dry-run")
    entered = saraban.json(*typed)
    again = saraban.json(*typed)

    assert (looked["entered"], looked["rows"], looked["last"]) == (False, 7, 7)
    assert entered["series"] == again["series"]
    [series] = [one for one in saraban.json("series", "list") if one["book"] == "เล่มเดิม"]
    assert series["after"] == 7
    assert len(saraban.json("find", "เรื่องเดิม")) == 7


def test_an_old_register_with_faults_is_not_entered_unless_that_is_said(saraban: Clerk) -> None:
    rows = "เลขทะเบียนส่ง,ที่,ลงวันที่,จาก,ถึง,เรื่อง\n1,มท 0812/1,5 ม.ค. 2021,กรม,จังหวัด,เรื่อง\n"
    typed = ("import-register", saraban.file("old.csv", rows), "--book", "เล่มเดิม")

    refused = saraban(*typed)

    assert refused.code == 1
    assert "ดูเหมือน ค.ศ." in refused.out
    assert "เล่มเดิม" not in [one["book"] for one in saraban.json("series", "list")]
    assert saraban.json(*typed, "--accept-faults")["entered"] is True
