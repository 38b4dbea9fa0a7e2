"""Documents read at the keyboard: what is shown, what programs get, and what the registry adds."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from api.texts.documents import FIELDS, FORMATS, SURENESS, shown
from domain.structure.acts import InstrumentActKind
from registry.documents.draft import Draft, RecognisedAct, Sureness
from registry.documents.reading.files.source import Format
from tests.api.cli.conftest import Clerk

LETTER = """ด่วนที่สุด

ที่ กบ ๐๐๑๗/๕        ศาลากลางจังหวัดกระบี่
                    ถนนอุตรกิจ กบ ๘๑๐๐๐

                ๒๓ พฤศจิกายน ๒๕๖๙

เรื่อง ขอเชิญประชุม

เรียน ผู้อำนวยการโรงเรียนตัวอย่าง

อ้างถึง {cited}

ด้วยจังหวัดจะมีการประชุม

จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นางสาวสมหญิง ตัวอย่าง)

ผู้ว่าราชการจังหวัดกระบี่

สำนักงานจังหวัด

โทร. ๐ ๗๕๐๐ ๐๐๐๐
"""


def letter(saraban: Clerk, cited: str = "หนังสือกรมตัวอย่าง ที่ มท ๐๘๑๒/๙๙ ลงวันที่ ๒ พฤศจิกายน ๒๕๖๙") -> str:
    return saraban.file("letter.txt", LETTER.format(cited=cited))


def part(answer: Any, name: str) -> Any:
    return next(one for one in answer["parts"] if one["part"] == name)


def test_every_field_of_a_draft_has_a_name_and_every_word_of_the_reader_is_said() -> None:
    assert set(FIELDS) == {one.name for one in fields(Draft)} - {"kind", "doubts"}
    assert set(SURENESS) == set(Sureness)
    assert set(FORMATS) == set(Format)


def test_people_see_each_part_with_its_line_and_how_sure_the_reader_is(saraban: Clerk) -> None:
    ran = saraban("read", letter(saraban))

    rows = {line.split("  ")[1].strip(): line for line in ran.out.splitlines() if line.startswith("  ")}
    assert ran.code == 0
    assert "หนังสือภายนอก (ข้อความล้วน)" in ran.out
    assert "กบ ๐๐๑๗/๕" in rows["ที่"]
    assert rows["ที่"].split()[-2:] == ["๓", "แน่ใจ"]
    assert "๒๓ พ.ย. ๒๕๖๙" in rows["วัน เดือน ปี"]
    assert "(นางสาวสมหญิง ตัวอย่าง) ผู้ว่าราชการจังหวัดกระบี่" in rows["ลงชื่อ"]
    assert "ไม่มีข้อสงสัย" in ran.out


def test_programs_get_every_part_with_its_printed_line(saraban: Clerk) -> None:
    answer = saraban.json("read", letter(saraban))

    assert (answer["file"], answer["format"], answer["kind"]) == ("letter.txt", "text", "external_letter")
    assert part(answer, "number") == {
        "part": "number",
        "value": "กบ 0017/5",
        "line": 3,
        "sure": "sure",
        "printed": "ที่ กบ ๐๐๑๗/๕ ศาลากลางจังหวัดกระบี่",
        "place": None,
    }
    assert part(answer, "dated")["value"] == "2026-11-23"
    assert part(answer, "signature")["value"]["post"] == "ผู้ว่าราชการจังหวัดกระบี่"
    assert answer["draft"]["code"] == "กบ 0017"
    assert answer["doubts"] == answer["findings"] == answer["crops"] == []


def test_a_doubt_is_told_with_its_line_and_what_stands_there(saraban: Clerk) -> None:
    typed = Path(letter(saraban)).read_text(encoding="utf-8").replace("๒๓ พฤศจิกายน", "๓๑ พฤศจิกายน")
    file = saraban.file("letter.txt", typed)

    said, answer = saraban("read", file).out, saraban.json("read", file)

    assert "บรรทัด ๖ “๓๑ พฤศจิกายน ๒๕๖๙”: ไม่มีวันที่ 31 เดือน 11 ปี 2569" in said
    assert [(one["line"], one["part"], one["slug"]) for one in answer["doubts"]] == [(6, "dated", "no-such-day")]
    assert "โปรดตรวจ ๑ แห่งก่อนลงลายมือชื่อ" in said


def test_a_citation_that_the_register_knows_otherwise_is_pointed_out(saraban: Clerk) -> None:
    cited = f"หนังสือกรมตัวอย่าง ที่ {saraban.registered()} ลงวันที่"

    as_it_is = saraban.json("read", letter(saraban, f"{cited} ๙ กุมภาพันธ์ ๒๕๖๔"))
    otherwise = saraban.json("read", letter(saraban, f"{cited} ๘ กุมภาพันธ์ ๒๕๖๔"))
    checked = saraban("check", letter(saraban, f"{cited} ๘ กุมภาพันธ์ ๒๕๖๔"), "--json").answer

    assert as_it_is["doubts"] == []
    assert [one["slug"] for one in otherwise["doubts"]] == ["cited-of-another-day"]
    assert "citation-contradicts" in [one["slug"] for one in checked["findings"]]


def test_an_issued_file_is_known_and_so_is_another_file_of_its_letter(saraban: Clerk) -> None:
    number = saraban.registered()
    final = next(fact["fields"]["final"] for fact in saraban.json("show", number)["facts"] if "final" in fact["fields"])
    issued = saraban.file("letter.pdf", saraban.world.register.blobs.get(final))
    again = saraban.file("again.pdf", Path(issued).read_bytes() + b"\n% something behind it\n")

    known, other = saraban.json("read", issued), saraban.json("read", again)

    assert known["format"] == "pdf"
    assert known["registered"] == {"standing": "registered", "number": number, "same_fields": None}
    assert part(known, "subject")["place"]["page"] == 1
    assert other["registered"] == {"standing": "another-file", "number": number, "same_fields": True}
    assert "แฟ้มนี้คือหนังสือที่" in saraban("read", issued).out
    assert "เป็นแฟ้มอื่น" in saraban("read", again).out


def test_a_file_that_the_registry_does_not_take_is_said_to_be_so(saraban: Clerk) -> None:
    ran = saraban("read", saraban.file("letter.pdf", Path(letter(saraban)).read_bytes()))

    assert "แฟ้มนี้จะไม่รับเข้าทะเบียน" in ran.out


def test_a_draft_is_written_and_registered(saraban: Clerk, tmp_path: Path) -> None:
    blank = LETTER.replace("กบ ๐๐๑๗/๕", "มท ๐๘๑๒/ ").replace("๒๓ พฤศจิกายน", "     กุมภาพันธ์").replace("๒๕๖๙", "๒๕๖๔")
    signed = blank.replace("นางสาวสมหญิง ตัวอย่าง", "นายประยูร ตัวอย่าง").replace("ผู้ว่าราชการจังหวัดกระบี่", "อธิบดี")
    file = saraban.file("letter.txt", signed.format(cited="หนังสือจังหวัดตาก ที่ ตก ๐๐๑๗/๓ ลงวันที่ ๒ กุมภาพันธ์ ๒๕๖๔"))
    draft = tmp_path / "draft.json"

    read = saraban.json("read", file, "-o", str(draft))
    registered = saraban.json("register", file, *saraban.key("dg"))

    assert {one["part"] for one in read["doubts"]} == {"number", "dated"}
    assert draft.exists()
    assert registered["number"] == "มท 0812/1"


def test_pictures_of_a_scan_go_into_a_new_folder_only(saraban: Clerk, tmp_path: Path) -> None:
    assert saraban("read", letter(saraban), "--crops", str(tmp_path), "--json").refused == "output-exists"
    assert saraban.json("read", letter(saraban), "--crops", str(tmp_path / "crops"))["crops"] == []


@pytest.mark.parametrize(
    ("value", "thai", "english"),
    [
        (
            RecognisedAct(InstrumentActKind.REPEAL, "…", "ข้อ 1", "85/2564"),
            "ยกเลิก: ข้อ ๑ ๘๕/๒๕๖๔",
            "repeal: ข้อ 1 85/2564",
        ),
        ("ข้อความ", "ข้อความ", "ข้อความ"),
    ],
    ids=["act", "words"],
)
def test_values_are_shown_in_both_languages(value: object, thai: str, english: str) -> None:
    assert shown(value) == (thai, english)
