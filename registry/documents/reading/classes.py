"""ชั้นความเร็ว and ชั้นความลับ, which stand alone, before the number, or behind a label (ข้อ 28; rules on secrets 2544)."""

import re

from domain.classes import SecrecyClass, SpeedClass
from registry.documents.draft import Read
from registry.documents.reading.files.lines import Line

SPEEDS = {speed.label: speed for speed in SpeedClass if speed is not SpeedClass.NORMAL}
SECRECIES = {secrecy.label: secrecy for secrecy in SecrecyClass if secrecy is not SecrecyClass.NONE}

_WORD = re.compile(
    r"^(?:ชั้นความ(?:เร็ว|ลับ)\s*:?\s*)?[(\[]?\s*(?P<class>ด่วน\s?ที่\s?สุด|ด่วน\s?มาก|ด่วน|ลับ\s?ที่\s?สุด|ลับ\s?มาก|ลับ)\s*[)\]]?(?=\s|$|ที่\s)(?!\s*ภายใน)\s*"
)


def leading(text: str, line: int) -> tuple[Read[SpeedClass] | None, Read[SecrecyClass] | None, str]:
    """Return the classes that *text* begins with, and what stands behind them."""
    speed: Read[SpeedClass] | None = None
    secrecy: Read[SecrecyClass] | None = None
    while found := _WORD.match(text):
        word = re.sub(r"\s", "", found["class"])
        if word in SPEEDS:
            speed = speed or Read(SPEEDS[word], line)
        else:
            secrecy = secrecy or Read(SECRECIES[word], line)
        text = text[found.end() :]
    return speed, secrecy, text


def alone(line: Line) -> bool:
    """Tell whether *line* is nothing but classes."""
    *_, rest = leading(line.text, line.no)
    return bool(line.text) and not rest
