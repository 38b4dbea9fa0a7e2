"""Pages that tests set themselves, to see where the reader finds what."""

from functools import cache
from pathlib import Path

import typst

from registry.documents import writing

FONTS = Path(writing.__file__).parent / "fonts"
_SETTINGS = """
#set page(width: 595.28pt, height: 841.89pt, margin: (left: 85pt, right: 57pt, top: 42pt, bottom: 57pt))
#set text(lang: "th", size: 11pt, font: "Sarabun", features: ("mkmk": 0, "mark": 0))
#set par(leading: 9pt, spacing: 9pt)
"""

HEAD = """
#grid(columns: (1fr, 1fr), [ที่ ตย ๐๑๐๑/ว ๑๒], [สำนักงานตัวอย่าง\\ ถนนทดสอบ เขตดุสิต กทม. ๑๐๓๐๐])
#align(center)[๑๐ กุมภาพันธ์ ๒๕๖๔]
#v(8pt)
"""
LETTER = (
    HEAD
    + """
เรื่อง #h(8pt) ขอเชิญประชุมชี้แจงแนวทาง

เรียน #h(8pt) ผู้อำนวยการโรงเรียนตัวอย่าง

#set par(first-line-indent: (amount: 70pt, all: true), justify: true)
#v(8pt)
ด้วยสำนักงานตัวอย่างกำหนดจัดประชุมชี้แจงแนวทางปฏิบัติของหน่วยงานในสังกัด เพื่อให้การดำเนินงานเป็นไปในทิศทางเดียวกันทั้งจังหวัด

จึงเรียนมาเพื่อโปรดพิจารณา

#align(center)[
#v(12pt)
ขอแสดงความนับถือ
#v(40pt)
(นายหนึ่ง ตัวอย่าง)\\
ผู้อำนวยการสำนักงานตัวอย่าง
]
"""
)


@cache
def typeset(markup: str) -> bytes:
    """Return the PDF of some typst markup, in the typeface of letters."""
    return _compiled(markup, "pdf")


@cache
def drawn(markup: str, *, dpi: int = 300) -> bytes:
    """Return the PNG of its first page."""
    return _compiled(markup, "png", ppi=float(dpi))


def _compiled(markup: str, form: str, **settings: float) -> bytes:
    source = (_SETTINGS + markup).encode()
    made = typst.compile(source, font_paths=[str(FONTS)], ignore_system_fonts=True, format=form, **settings)  # type: ignore[call-overload] # one call for both forms
    return made if isinstance(made, bytes) else made[0]
