"""Files that people hand in are looked over first: what is refused, what is said beside the answer."""

from pathlib import Path

import pytest

from tests.api.cli.conftest import Clerk
from tests.registry.documents.papers import page, pdf, written

HOSTILE = written(page(catalogue=b"/OpenAction << /S /Launch /F (calc.exe) >>"))
ODD = written({4: b"<< /Length 0 >>\nstream\n\nendstream"}, before=pdf())
RECEIVED = ("receive", "ศธ 0201/15", "--from", "กระทรวงศึกษาธิการ", "--subject", "ขอข้อมูล", "--dated", "5 ก.พ. 64")


def kept(saraban: Clerk) -> set[Path]:
    return {path for path in (saraban.world.folder / "blobs").rglob("*") if path.is_file()}


@pytest.mark.parametrize("way", ["received", "attached", "on paper", "sealed", "last page"])
def test_a_dangerous_file_is_refused_everywhere_and_nothing_is_registered(saraban: Clerk, way: str) -> None:
    file = saraban.file("danger.pdf", HOSTILE)
    plain = saraban.file("plain.json", Path(saraban.draft(circular=False)).read_bytes())
    attached = saraban.draft(attachments=[{"title": "วาระ", "file": "danger.pdf"}])
    typed = {
        "received": (*RECEIVED, "--file", file),
        "attached": ("register", attached, *saraban.key("dg")),
        "on paper": ("enter-paper", plain, "--scan", file, "--signatory", "dg", *saraban.key("clerk")),
        "sealed": ("seal-letter", plain, "--scan", file, *saraban.key("dg")),
        "last page": ("series", "open", "เล่มเดิม", "--after", "3", "--last-page", file),
    }[way]
    before = kept(saraban)

    ran = saraban(*typed, "--json")

    assert (ran.code, ran.refused) == (1, "pdf-active")
    assert ran.answer["error"]["facts"]["file"] == "danger.pdf"
    assert saraban.json("book", "sent") == saraban.json("book", "received") == []
    assert kept(saraban) == before


def test_the_refusal_names_the_file_in_thai(saraban: Clerk) -> None:
    ran = saraban(*RECEIVED, "--file", saraban.file("danger.pdf", HOSTILE))

    assert ran.code == 1
    assert "PDF สั่งให้เครื่องทำงาน" in ran.err


def test_what_is_odd_is_said_beside_the_answer(saraban: Clerk) -> None:
    file = saraban.file("odd.pdf", ODD)

    answer = saraban.json(*RECEIVED, "--file", file)
    ran = saraban(*RECEIVED, "--file", file)

    [noticed] = answer["noticed"]
    assert (noticed["file"], noticed["slug"], noticed["facts"]) == ("odd.pdf", "pdf-saved-over", {"times": 2})
    assert "โปรดดู odd.pdf: PDF ถูกบันทึกทับ 2 ครั้ง" in ran.out


def test_nothing_is_said_beside_an_answer_about_files_in_which_nothing_is_odd(saraban: Clerk) -> None:
    assert "noticed" not in saraban.json(*RECEIVED, "--file", saraban.file("in.pdf", pdf()))
