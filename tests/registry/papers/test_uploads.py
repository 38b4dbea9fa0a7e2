"""Files that people drop: named so that every machine takes them, kept by digest, gone with the last paper."""

import pytest

from domain.errors import InvalidValue
from registry.papers.uploads import LONGEST_NAME, Uploads, safe_name

LONG = "คำสั่งแต่งตั้งคณะกรรมการน้ำ" * 6 + ".pdf"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("หนังสือ.pdf", "หนังสือ.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\papers\\order.pdf", "order.pdf"),
        ("/etc/cron.d/x", "x"),
        ("CON", "_CON"),
        ("com1.pdf", "_com1.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("gnp.\u202efdp", "gnp.fdp"),
        ("..", "แฟ้ม"),
        (".", "แฟ้ม"),
        ("", "แฟ้ม"),
        (".bashrc", "bashrc"),
        ('x";filename="y.exe.pdf', "x_;filename=_y.exe.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie_ b.pdf"),
        ("name. . ", "name"),
    ],
)
def test_s9_a_file_name_keeps_nothing_that_a_machine_obeys(typed: str, kept: str) -> None:
    assert safe_name(typed) == kept


def test_s9_a_thai_name_of_three_hundred_bytes_is_cut_behind_a_whole_letter_and_keeps_its_ending() -> None:
    name = safe_name(LONG)

    assert len(LONG.encode()) > 300
    assert len(name.encode()) <= LONGEST_NAME
    assert name.endswith(".pdf")
    assert LONG.startswith(name.removesuffix(".pdf"))
    assert LONG[len(name) - 4] not in "ำิีึืุู่้๊๋์"


def test_a_dropped_file_that_a_machine_would_run_is_not_kept(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("uploads")

    with pytest.raises(InvalidValue, match="is a program"):
        Uploads(folder).take(b"MZ" + bytes(100), name="letter.pdf")

    assert not list(folder.rglob("*"))
