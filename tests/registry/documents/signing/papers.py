"""Small letters to be signed, the people who sign them, and the finished files."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

from domain.classes import ActingWord
from domain.letter.text import Signatory
from domain.thai.times import THAI_TIME
from keys import pades
from keys.signing import SigningKey
from registry.documents.reading.files.source import Place
from registry.documents.signing.prepare import Prepared, prepare
from registry.documents.writing import typeface

AT = datetime(2021, 2, 10, 9, 15, 7, tzinfo=THAI_TIME)
PLACE = Place(page=1, left=250, top=480, right=430, bottom=535)
SIGNATORY = Signatory(
    officer="officer-1",
    name="นายสมมติ ตัวอย่าง",
    post="รองอธิบดี",
    acting=ActingWord.BY_DELEGATION,
    principal="อธิบดีกรมตัวอย่าง",
)
REASON = "ลงลายมือชื่อในหนังสือ ที่ มท ๐๘๑๒/ว ๒๗๑"
OFFICE = "กรมตัวอย่าง"

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Finished:
    """A signed file, and where its signature stands."""

    data: bytes
    gap: pades.Gap


@cache
def paper(*, paragraphs: int = 2, linked: bool = False, tagged: bool = True) -> bytes:
    """Return a letter as one PDF, unsigned."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[typeface.FONTS])
    compiler = typst.Compiler(_HERE / "paper.typ", font_paths=fonts)
    made = compiler.compile(
        format="pdf",
        pdf_standards=["a-3a", "ua-1"] if tagged else ["a-3u"],
        pdf_tags=tagged,
        timestamp=int(AT.timestamp()),
        sys_inputs={"paragraphs": str(paragraphs), "linked": "yes" if linked else ""},
    )
    assert isinstance(made, bytes)
    return made


def prepared(
    base: bytes,
    *,
    room: int = 1000,
    place: Place = PLACE,
    signatory: Signatory = SIGNATORY,
    at: datetime = AT,
) -> Prepared:
    return prepare(base, place=place, signatory=signatory, at=at, reason=REASON, location=OFFICE, room=room)


def finished(key: SigningKey, base: bytes | None = None, *, place: Place = PLACE) -> Finished:
    """Return the letter signed by *key*."""
    ready = prepared(paper() if base is None else base, room=pades.room(key), place=place)
    return Finished(pades.embed(ready.data, ready.gap, pades.sign(ready.digest, key)), ready.gap)
