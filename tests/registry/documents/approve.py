"""The approved pictures of every form: what a person has looked at and found right.

python -m tests.registry.documents.approve     writes them anew; look at every one before committing it
"""

from pathlib import Path
from typing import cast

import pypdfium2
from PIL import Image

from tests.registry.documents.writing.letters import EXAMPLES, pages

APPROVED = Path(__file__).parent / "approved"
DOTS = 50
"""An inch: enough to see where every line stands."""


def pictures(name: str) -> dict[str, Image.Image]:
    """Return the pages of an example in grey, by the names of their files."""
    pdf = pages(*EXAMPLES[name]).pdf
    count = len(pypdfium2.PdfDocument(pdf))
    return {f"{name}-{place + 1}.png": page_of(pdf, place) for place in range(count)}


def page_of(pdf: bytes, place: int) -> Image.Image:
    """Return one page in grey."""
    picture = pypdfium2.PdfDocument(pdf)[place].render(scale=DOTS / 72, grayscale=True).to_pil()
    return cast("Image.Image", picture)


def main() -> None:
    """Write every picture, and remove those of pages that are no more."""
    APPROVED.mkdir(exist_ok=True)
    for old in APPROVED.glob("*.png"):
        old.unlink()
    for name in EXAMPLES:
        for file, picture in pictures(name).items():
            picture.save(APPROVED / file, optimize=True)


if __name__ == "__main__":
    main()
