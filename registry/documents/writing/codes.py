"""The code in a letter's QR code: whoever scans it comes to the office's own page about this letter.

The code is a secret that stands on the paper only; what is signed names its SHA-256. It checks a letter and never
acknowledges one: a scan proves nothing about who received what.
"""

from base64 import b32encode
from collections.abc import Callable
from hashlib import sha256

import segno

from domain.values import Digest
from domain.values import digest as written
from registry.documents.writing.paper import Paper

BYTES = 16
"""Of randomness: 128 bits, which nobody guesses."""
_QUIET = 4  # modules of white around it (ISO/IEC 18004 5.3.8)


def new_code(random: Callable[[int], bytes]) -> str:
    """Return a code of 26 letters and figures, e.g. ``mfrggzdfmztwq2lkmfrggzdfmy``.

    Args:
        random: Returns as many unpredictable bytes as it is asked for, like `secrets.token_bytes`.
    """
    return b32encode(random(BYTES)).decode().rstrip("=").lower()


def address(paper: Paper, code: str) -> str:
    """Return where the QR code leads."""
    return paper.address + code


def digest(code: str) -> Digest:
    """Return the SHA-256 of a code, as the statement names it."""
    return written(sha256(code.encode("ascii")).digest())


def drawing(text: str) -> str:
    """Return the QR code of *text* as an SVG of one path, so that no line shows between its squares.

    Source: ISO/IEC 18004, byte mode, a seventh of it may be lost (level M).
    """
    code = segno.make_qr(text, error="m", boost_error=False)
    side = code.symbol_size(border=_QUIET)[0]
    runs = [run for y, row in enumerate(code.matrix, start=_QUIET) for run in _runs(bytes(row), y)]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{"".join(runs)}"/></svg>'


def _runs(row: bytes, y: int) -> list[str]:
    """Return the dark squares of a row as rectangles, neighbours as one."""
    runs, start = [], None
    for x, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append(f"M{start + _QUIET} {y}h{x - start}v1h{start - x}z")
            start = None
    return runs
