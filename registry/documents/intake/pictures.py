"""Looks at pictures: what they are, how large they unpack, what stands behind them. Decodes none."""

import io

from PIL import Image, UnidentifiedImageError

from registry.documents.intake import polyglots
from registry.documents.intake.findings import Findings

MOST_PIXELS = 200_000_000
"""On one page; A3 at 600 dots an inch has 70 million."""
MOST_PAGES = 500
"""Of a TIFF."""
_ENDS = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}
_FORMATS = ("PNG", "JPEG", "TIFF")

Image.MAX_IMAGE_PIXELS = None  # counted here, so that the refusal is ours


def look(data: bytes, found: Findings) -> None:
    """Look at a PNG, JPEG or TIFF."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            width, height = picture.size
            pages = getattr(picture, "n_frames", 1)
            form = picture.format or ""
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        unknown = isinstance(error, UnidentifiedImageError)  # whose words are an address in memory
        why = "no whole PNG, JPEG or TIFF" if unknown else str(error)[:100]
        found.refuse("picture-damaged", f"The picture cannot be opened ({why}): save or scan it anew.", why=why)
        return
    if width * height > MOST_PIXELS or pages > MOST_PAGES:
        found.refuse(
            "picture-too-large",
            f"The picture has {width} × {height} dots on {pages} pages, more than paper has: scan it anew.",
            width=width,
            height=height,
            pages=pages,
        )
    end = data.rfind(_ENDS[form]) + len(_ENDS[form]) if form in _ENDS else len(data)
    polyglots.look(data, data[end:], found)
