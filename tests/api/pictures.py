"""Pages compared with pictures that a person has looked at: tests/golden/pages/NAME.png.

    compared(page, "organisation-tree", beside=tmp_path)

Only what stands in ``main`` is compared: navigation grows with every new page. Letters are drawn a little otherwise by
another build of the browser, so blocks of dots are averaged first, and some of them may differ. Where more do, the new
picture is written beside the test's files. ``SARABAN_ACCEPT_PICTURES=1`` takes it for right; look at it before
committing it.
"""

import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageChops

if TYPE_CHECKING:  # importing Playwright takes longer than most tests
    from playwright.sync_api import Page

APPROVED: Final = Path(__file__).parents[1] / "golden" / "pages"
ACCEPT: Final = "SARABAN_ACCEPT_PICTURES"
BLOCK: Final = 4
"""Dots on a side that are averaged: what another way of smoothing letters changes is gone then."""
TOLERANCE: Final = 40
"""Grey levels of 255 by which a block may differ."""
SHARE: Final = 0.0005
"""How many of all blocks may differ by more: less than a word of a page."""
VIEWPORT: Final = {"width": 900, "height": 700}
"""In which pages are drawn; give it to `tests.api.browser.opened`."""
_GREYS: Final = 16  # of what is kept: small files, and far more than the tolerance tells apart


def compared(page: "Page", name: str, *, beside: Path) -> None:
    """Compare what a page shows with its approved picture.

    Args:
        page: the page as it stands, in `VIEWPORT`.
        name: of the picture.
        beside: a folder for the new picture where it is another one.

    Raises:
        AssertionError: it looks otherwise; how much of it, and between which dots.
    """
    seen = _seen(page)
    approved = APPROVED / f"{name}.png"
    if os.environ.get(ACCEPT):
        APPROVED.mkdir(exist_ok=True)
        seen.quantize(_GREYS).save(approved, optimize=True)
        return
    new = beside / f"{name}.png"
    with Image.open(approved) as picture:
        why = otherwise(seen, picture)
    if why is not None:
        seen.save(new)
        raise AssertionError(f"{name} {why}. See {new}; where it is right, run again with {ACCEPT}=1.")


def otherwise(seen: Image.Image, approved: Image.Image) -> str | None:
    """Return how two pictures differ, or None where they look the same."""
    if seen.size != approved.size:
        return f"is {seen.size} dots large, and was {approved.size}"
    difference = ImageChops.difference(seen.convert("L").reduce(BLOCK), approved.convert("L").reduce(BLOCK))
    over = difference.point([255 if level > TOLERANCE else 0 for level in range(256)])
    share = over.histogram()[255] / (over.width * over.height)
    if share <= SHARE:
        return None
    left, top, right, bottom = (edge * BLOCK for edge in over.getbbox() or (0, 0, 0, 0))
    return f"differs in {share:.2%} of its blocks, between {left},{top} and {right},{bottom}"


def _seen(page: "Page") -> Image.Image:
    """Return what stands in ``main``, in grey, with everything at rest."""
    page.evaluate("document.fonts.ready.then(() => document.activeElement?.blur())")
    sliders = page.locator("input[type=range]")  # the browser's own, drawn as it likes
    alone = ".top, .specimen { display: none !important }"  # what stands above moves letters by parts of a dot
    main = page.locator("main")
    png = main.screenshot(animations="disabled", caret="hide", scale="css", mask=[sliders], style=alone)
    return Image.open(BytesIO(png)).convert("L")
