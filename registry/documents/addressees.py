"""Whom a printed line of addressees means: ทุกจังหวัด is as many governors as there are provinces that day."""

import re
from collections.abc import Sequence
from datetime import date

from domain.provinces import governors

EVERY_PROVINCE = "ผู้ว่าราชการจังหวัด ทุกจังหวัด"
"""How letters print the governors of all provinces but the capital."""

_EVERY_PROVINCE = re.compile(r"ผู้ว่าราชการ(?:จังหวัด\s*)?ทุกจังหวัด")


def expanded(printed: Sequence[str], *, on: date) -> tuple[str, ...]:
    """Return the addressees one by one, e.g. 76 governors for ``ผู้ว่าราชการจังหวัด ทุกจังหวัด`` in 2564."""
    return tuple(name for line in printed for name in (governors(on) if _EVERY_PROVINCE.fullmatch(line) else (line,)))


def collected(names: Sequence[str], *, on: date) -> tuple[str, ...]:
    """Return the lines to print for *names*: one line where they are the governors of every province."""
    return (EVERY_PROVINCE,) if tuple(names) == governors(on) else tuple(names)
