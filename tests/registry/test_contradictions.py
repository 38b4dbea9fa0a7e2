"""What a registry holds against a document that cites it: letters sent and received, and the book before it."""

from pathlib import Path

import pytest

from registry.contradictions import contradictions
from registry.documents.draft import Draft
from registry.documents.reading import text
from registry.reader import Reader
from tests.registry.views.conftest import busy_office

__all__ = ["busy_office"]


def letter(*references: str) -> Draft:
    lines = ("เรื่อง ก", "", "เรียน ข", "", *(f"อ้างถึง {one}" for one in references), "", "ด้วย ค")
    return text.read("\n".join(lines).encode())


@pytest.mark.parametrize(
    "cited",
    [
        "หนังสือกรมตัวอย่าง ที่ มท ๐๘๑๒/ว ๒๗๑ ลงวันที่ ๙ กุมภาพันธ์ ๒๕๖๔",
        "หนังสือกระทรวงตัวอย่าง ที่ ศธ 0201/15 ลงวันที่ 9 ก.พ. 2564",
        "หนังสือกรมเดิม ที่ มท 0812/270 ลงวันที่ 8 ก.พ. 64",
        "คำสั่ง SPECIMEN กรมส่งเสริมการปกครองท้องถิ่น ที่ 2/2564 ลงวันที่ 10 กุมภาพันธ์ 2564",
        "หนังสือกรมอื่น ที่ กค 0405/999 ลงวันที่ 1 มกราคม 2564",
    ],
)
def test_what_the_registry_has_exactly_or_not_at_all_is_left_alone(busy_office: Path, cited: str) -> None:
    with Reader(busy_office) as reader:
        assert contradictions(reader, letter(cited)) == ()


@pytest.mark.parametrize(
    ("cited", "slug", "known"),
    [
        ("หนังสือ ที่ มท 0812/ว 271 ลงวันที่ 10 กุมภาพันธ์ 2564", "cited-of-another-day", "มท 0812/ว 271"),
        ("หนังสือ ที่ ศธ 0201/51 ลงวันที่ 9 กุมภาพันธ์ 2564", "cited-with-another-number", "ศธ 0201/15"),
        ("หนังสือ ที่ มท 0812/270 ลงวันที่ 7 กุมภาพันธ์ 2564", "cited-of-another-day", "มท 0812/270"),
        (
            "คำสั่งกรมส่งเสริมการปกครองท้องถิ่น ที่ 2/2564 ลงวันที่ 9 กุมภาพันธ์ 2564",
            "cited-of-another-day",
            "2/2564",
        ),
    ],
    ids=["sent", "received", "old book", "order"],
)
def test_a_contradiction_is_found_in_every_book(busy_office: Path, cited: str, slug: str, known: str) -> None:
    with Reader(busy_office) as reader:
        (doubt,) = contradictions(reader, letter(cited))

    assert (doubt.slug, doubt.facts["known"], doubt.line, doubt.part) == (slug, known, 5, "references")


def test_a_document_that_cites_nothing_asks_nothing(tmp_path: Path) -> None:
    class Nobody:
        """Stands for a registry that must not be opened."""

    assert contradictions(Nobody(), letter()) == ()  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
