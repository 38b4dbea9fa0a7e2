"""Letters typeset, one after another and with both cores, beside typst alone on a document that says the same.

The yardstick is plain typst: the same words in the same type, the same two drawings, tagged, archival, with the
fields attached. It has no form, breaks lines as it likes, checks nothing, and looks at no page again.
"""

import json
import multiprocessing
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import typst

from domain.letter.text import LetterText
from registry.documents.writing import codes, plain, typeface
from registry.documents.writing.content import Body
from registry.documents.writing.fields import write_fields
from tests.registry.documents.writing.letters import BODY, CODE, LETTER, ORIGIN, PAPER, PARAGRAPHS, pages

AIMS = {"writing_ms": "≤ 80", "written_ratio": "letters a second against typst alone"}
_LETTERS = 1000
_CHUNK = 50
_CORES = 2
_ROUNDS = 30
_ALONE = Path(__file__).parent / "alone.typ"


def measured() -> dict[str, float]:
    """Return what a letter takes (ms, its first one and the median), letters a second of both, and megabytes."""
    began = time.perf_counter()
    pages()
    first = time.perf_counter() - began
    each = statistics.median(_seconds(number) for number in range(_ROUNDS))
    ours, alone = [], []
    with ProcessPoolExecutor(_CORES, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_both, range(2 * _CORES)))
        for _ in range(2):
            ours.append(_rate(pool, alone=False))
            alone.append(_rate(pool, alone=True))
        megabytes = max(pool.map(_megabytes, range(2 * _CORES)))
    return {
        "writing_ms": 1000 * each,
        "writing_first_ms": 1000 * first,
        "written_per_second": max(ours),
        "typst_alone_per_second": max(alone),
        "written_ratio": max(ours) / max(alone),
        "writing_mb": megabytes,
    }


def _rate(pool: ProcessPoolExecutor, *, alone: bool) -> float:
    """Return letters a second, every one of them different."""
    work = [range(start, start + _CHUNK) for start in range(0, _LETTERS, _CHUNK)]
    began = time.perf_counter()
    list(pool.map(_write_alone if alone else _write, work))
    return _LETTERS / (time.perf_counter() - began)


def _write(numbers: range) -> None:
    for number in numbers:
        _seconds(number)


def _seconds(number: int) -> float:
    letter, body = _letter(number)
    began = time.perf_counter()
    pages(letter, body)
    return time.perf_counter() - began


def _write_alone(numbers: range) -> None:
    emblem, code = PAPER.emblem.decode(), codes.drawing(codes.address(PAPER, CODE))
    for number in numbers:
        letter, body = _letter(number)
        lines = plain.write(letter, body).decode().split("\n\n")
        inputs = {
            "lines": json.dumps(lines),
            "fields": write_fields(letter, body, origin=ORIGIN).decode(),
            "emblem": emblem,
            "code": code,
        }
        _alone().compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-3a", "ua-1"], timestamp=0)


def _both(number: int) -> None:
    _write(range(number, number + 1))
    _write_alone(range(number, number + 1))


@cache
def _alone() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[typeface.FONTS])
    return typst.Compiler(_ALONE, root=_ALONE.parent, font_paths=fonts)


def _letter(number: int) -> tuple[LetterText, Body]:
    """Return a letter of one page that no other is like."""
    words = tuple(f"{paragraph} {number + place}" for place, paragraph in enumerate(PARAGRAPHS))
    return replace(LETTER, number=f"มท 0812/ว {number + 1}", subject=f"{LETTER.subject} {number}"), replace(
        BODY, paragraphs=words
    )


def _megabytes(_: int) -> float:
    """Return the most memory that this process had; getrusage would count what its parent had before it began."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
