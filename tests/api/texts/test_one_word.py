"""One thing has one Thai word, wherever people read it: in commands, pages, refusals and verdicts."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SAID_IN = ("api/**/*.py", "registry/dispatching/*.py", "registry/verify/words.py")
THAI = re.compile("[\u0e00-\u0e7f]")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'|>([^<>{}\"]*)<")

NOT = {
    "ลงนาม": "ลงลายมือชื่อ, ผู้ลงชื่อ",
    "ลายเซ็น": "ลายมือชื่อ",
    "ไฟล์": "แฟ้ม",
    "ชุดหลักฐาน": "แฟ้มหลักฐาน",
    "เจ้าหน้าที่ธุรการ": "เจ้าหน้าที่สารบรรณ",
    "[ก-๛] ?passkey|passkey ?[ก-๛]": "พาสคีย์",
    "โมฆะ": "ยกเลิกเลข",
    "ชั้นความเร่งด่วน": "ชั้นความเร็ว",
}
"""What is not written, as a pattern, and what is written instead."""


def _of_code(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    about = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in about:
            yield one.value


def _of_template(file: Path) -> Iterator[str]:
    for found in _QUOTED.finditer(file.read_text(encoding="utf-8")):
        yield next(one for one in found.groups() if one is not None)


@cache
def said() -> tuple[tuple[str, str], ...]:
    """Return every Thai text that people read, with its file."""
    code = [(file, _of_code(file)) for files in SAID_IN for file in sorted(ROOT.glob(files))]
    pages = [(file, _of_template(file)) for file in sorted((ROOT / "api/templates").rglob("*.html"))]
    return tuple(
        (str(file.relative_to(ROOT)), text) for file, texts in (*code, *pages) for text in texts if THAI.search(text)
    )


@pytest.mark.parametrize("word", NOT)
def test_nobody_reads_a_second_word_for_the_same_thing(word: str) -> None:
    found = [(file, text[:80]) for file, text in said() if re.search(word, text)]

    assert found == [], f"write {NOT[word]}"


def test_there_is_something_to_read() -> None:
    assert len(said()) > 3_000
    assert any("พาสคีย์" in text for _, text in said())
