"""Papers as files, typed: drafts to look at, letters to sign by hand, pictures of pages, how letters look."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.api.cli.conftest import Clerk
from tests.registry.world import CODE, OFFICE

EMBLEM = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'


def test_a_draft_is_written_as_text_with_number_and_day_left_blank(saraban: Clerk, tmp_path: Path) -> None:
    target = tmp_path / "draft.txt"

    ran = saraban("write", saraban.draft(), "-o", str(target))

    text = target.read_text(encoding="utf-8")
    assert ran.code == 0
    assert "เว้นที่และวันที่ไว้" in ran.out
    assert f"ที่ {CODE.replace('0812', '๐๘๑๒')}/ว ........" in text
    assert "........ กุมภาพันธ์ ๒๕๖๔" in text
    assert OFFICE in text
    assert text.startswith("ร่าง\n")


def test_a_draft_is_written_as_pdf_and_drawn_as_a_picture(saraban: Clerk, tmp_path: Path) -> None:
    target, pictures = tmp_path / "draft.pdf", tmp_path / "pages"

    written = saraban.json("write", saraban.draft(), "-o", str(target))
    drawn = saraban.json("picture", str(target), "-o", str(pictures), "--width", "160")

    assert target.read_bytes().startswith(b"%PDF-")
    assert written == {"file": str(target), "bytes": target.stat().st_size, "number": None, "dated": None}
    assert drawn == {"pages": 1, "files": [str(pictures / "page-1.png")]}
    assert (pictures / "page-1.png").read_bytes().startswith(b"\x89PNG")


def test_a_draft_of_an_order_prints_its_day_in_force(saraban: Clerk, tmp_path: Path) -> None:
    order: dict[str, object] = {"kind": "order", "circular": None, "addressees": None, "in_force": "ทั้งนี้ ตั้งแต่บัดนี้"}
    file = tmp_path / "order.txt"

    saraban.json("write", saraban.draft(**order), "-o", str(file))

    assert "ทั้งนี้ ตั้งแต่บัดนี้\n" in file.read_text(encoding="utf-8")
    assert "in_force" not in [one["part"] for one in saraban("check", str(file), "--json").answer["findings"]]


def test_a_draft_needs_no_registry_to_be_looked_at(saraban: Clerk, tmp_path: Path) -> None:
    saraban.environment["SARABAN_HOME"] = ""
    draft = saraban.draft(code="กบ 0017", issuing_office="จังหวัดกระบี่")

    saraban.json("write", draft, "-o", str(tmp_path / "draft.txt"))

    assert "ที่ กบ ๐๐๑๗/ว ........" in (tmp_path / "draft.txt").read_text(encoding="utf-8")


def test_a_letter_to_sign_by_hand_bears_the_reserved_number_and_the_day(saraban: Clerk, tmp_path: Path) -> None:
    n = saraban.json("reserve", "--kind", "circular")["n"][0]
    target = tmp_path / "letter.txt"

    answer = saraban.json("write", saraban.draft(), "-o", str(target), "--number", str(n))

    text = target.read_text(encoding="utf-8")
    assert (answer["number"], answer["dated"]) == (f"{CODE}/ว {n}", "2021-02-09")
    assert "ที่ มท ๐๘๑๒/ว ๒๗๑" in text
    assert "๙ กุมภาพันธ์ ๒๕๖๔" in text
    assert "........\n" not in text
    assert "ร่าง" not in text


def test_the_paper_is_signed_scanned_and_entered_under_that_number(saraban: Clerk, tmp_path: Path) -> None:
    n = saraban.json("reserve", "--kind", "circular")["n"][0]
    draft = saraban.draft()
    saraban.json("write", draft, "-o", str(tmp_path / "letter.pdf"), "--number", str(n))

    entered = saraban.json(
        "enter-paper", draft, "--scan", str(tmp_path / "letter.pdf"), "--signatory", "dg", "--number", str(n),
        *saraban.key("clerk"),
    )  # fmt: skip

    assert entered["number"] == f"{CODE}/ว {n}"


def test_a_number_that_was_never_reserved_is_not_printed(saraban: Clerk, tmp_path: Path) -> None:
    ran = saraban("write", saraban.draft(), "-o", str(tmp_path / "letter.txt"), "--number", "271", "--json")

    assert ran.refused == "number-never-given"
    assert not (tmp_path / "letter.txt").exists()


def test_a_number_whose_day_is_over_or_that_is_void_is_not_printed(saraban: Clerk, tmp_path: Path) -> None:
    over, void = saraban.json("reserve", "--kind", "circular", "--count", "2")["n"]
    saraban.json("void", str(void), "--kind", "circular", "--reason", "ไม่ใช้")
    target = str(tmp_path / "letter.txt")

    assert saraban("write", saraban.draft(), "-o", target, "--number", str(void), "--json").refused == "number-used"

    saraban.world.now += timedelta(days=1)

    refused = saraban("write", saraban.draft(), "-o", target, "--number", str(over), "--json").refused
    assert refused == "reservation-lapsed"


@pytest.mark.parametrize(
    ("name", "slug", "code"), [("letter.doc", "output-neither", 2), ("there.txt", "output-exists", 1)]
)
def test_a_file_that_is_there_or_of_another_kind_is_not_written(
    saraban: Clerk, tmp_path: Path, name: str, slug: str, code: int
) -> None:
    (tmp_path / "there.txt").touch()

    ran = saraban("write", saraban.draft(), "-o", str(tmp_path / name), "--json")

    assert (ran.refused, ran.code) == (slug, code)


def test_pictures_are_drawn_into_a_new_folder_only(saraban: Clerk, tmp_path: Path) -> None:
    ran = saraban("picture", saraban.draft(), "-o", str(tmp_path), "--json")

    assert ran.refused == "output-exists"


def test_an_office_shows_and_chooses_how_its_letters_look(saraban: Clerk) -> None:
    before = saraban.json("paper")

    after = saraban.json(
        "paper", "--emblem", saraban.file("emblem.svg", EMBLEM), "--address", "https://letters.specimen.example/q/"
    )

    assert (before["emblem"], before["address"]) == ("placeholder", "https://specimen.example/v/")
    assert after == {"emblem": "own", "bytes": len(EMBLEM), "address": "https://letters.specimen.example/q/"}
    assert saraban.json("paper") == after


def test_with_an_address_that_is_not_fit_no_emblem_is_taken_either(saraban: Clerk) -> None:
    ran = saraban(
        "paper", "--emblem", saraban.file("emblem.svg", EMBLEM), "--address", "https://elsewhere.example.com/", "--json"
    )

    assert ran.refused == "address-of-another"
    assert saraban.json("paper")["emblem"] == "placeholder"


def test_a_folder_of_answered_documents_is_scored_field_by_field(saraban: Clerk, tmp_path: Path) -> None:
    folder = tmp_path / "answered"
    folder.mkdir()
    saraban.json("write", saraban.draft(issuing_office="กรมตัวอย่าง"), "-o", str(folder / "a.txt"))
    (folder / "a.json").write_text(
        '{"kind": "circular", "text_quality": "clean", "expected": {"subject": "เรื่องอื่น", "issuer": "กรมตัวอย่าง"}}'
    )

    answer = saraban.json("score", str(folder))
    shown = saraban("score", str(folder), "--why").out

    assert {row["field"]: row["right"] for row in answer["fields"]} == {"kind": 1, "issuer": 1, "subject": 0}
    assert answer["misses"][0]["found"] == "ขอเชิญประชุมชี้แจงโครงสร้างใหม่"
    assert "ถูก ๒ จาก ๓ (๖๖.๗ %)" in shown
    assert "เรื่องอื่น" in shown


def test_a_folder_without_answers_is_refused(saraban: Clerk, tmp_path: Path) -> None:
    assert saraban("score", str(tmp_path), "--json").refused == "score-without-answers"


@pytest.mark.parametrize("ending", ["pdf", "txt"])
def test_a_draft_that_was_printed_is_registered_as_it_is(saraban: Clerk, tmp_path: Path, ending: str) -> None:
    words = {"name": "นายประยูร ตัวอย่าง", "post": "อธิบดี"}
    printed = tmp_path / f"draft.{ending}"
    saraban.json("write", saraban.draft(signatory=words, issuing_office="กรมตัวอย่าง"), "-o", str(printed))

    registered = saraban.json("register", str(printed), *saraban.key("dg"))

    letter = saraban.json("show", registered["number"])["facts"][0]["fields"]["letter"]
    assert registered["number"] == f"{CODE}/ว 271"
    assert letter["subject"] == "ขอเชิญประชุมชี้แจงโครงสร้างใหม่"
    assert [one["name"] for one in letter["addressees"]] == ["ผู้ว่าราชการจังหวัดกระบี่", "ผู้ว่าราชการจังหวัดกาญจนบุรี"]


def test_a_scan_is_never_registered_as_a_letter(saraban: Clerk, tmp_path: Path) -> None:
    saraban.json("write", saraban.draft(), "-o", str(tmp_path / "draft.pdf"))
    saraban.json("picture", str(tmp_path / "draft.pdf"), "-o", str(tmp_path / "scan"), "--width", "1600")

    ran = saraban("register", str(tmp_path / "scan" / "page-1.png"), *saraban.key("dg"), "--json")

    assert ran.refused in {"draft-in-doubt", "ocr-missing"}
