"""The way of a leaf to the root as a picture (SVG 1.1): the leaf below, a sibling beside every step, the root on top.

Everything that the picture shows is also a list on the page.
"""

from typing import Final

from api.pages.log.looked import Included
from registry.log.paths import Node

_STEP: Final = 64
_MARGIN: Final = 12
_BOX: Final = (150, 40)
_GAP: Final = 30
_WIDTH: Final = 2 * _MARGIN + 3 * _BOX[0] + 2 * _GAP
_PATH, _BESIDE = "#123a5c", "#515a64"
_ABOUT: Final = (
    'xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title" '
    'font-family="ui-monospace, monospace" font-size="12" text-anchor="middle"'
)


def drawn(included: Included) -> str:
    """Return the picture as the text of an SVG file."""
    height = 2 * _MARGIN + _BOX[1] + _STEP * len(included.steps)
    middle = _WIDTH // 2
    title = f"Leaf {included.index} of {included.size}"
    parts = [
        f'<svg {_ABOUT} viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}">',
        f'<title id="title">{title}</title><rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
    ]
    boxes = []
    y = height - _MARGIN - _BOX[1]
    for step in included.steps:
        side = middle + (-1 if step.sibling_left else 1) * (_BOX[0] + _GAP)
        above = y - _STEP
        parts += [_line(middle, y, middle, above + _BOX[1]), _line(side, y, middle, above + _BOX[1])]
        boxes += [_box(middle, y, step.node, _PATH), _box(side, y, step.sibling, _BESIDE)]
        y = above
    top = included.steps[-1].over if included.steps else Node(included.index, included.index, included.root)
    boxes.append(_box(middle, y, top, _PATH))
    return "".join([*parts, *boxes, "</svg>"])


def _line(x: int, y: int, to_x: int, to_y: int) -> str:
    return f'<line x1="{x}" y1="{y}" x2="{to_x}" y2="{to_y}" stroke="{_PATH}" stroke-width="2"/>'


def _box(x: int, y: int, node: Node, colour: str) -> str:
    """Draw a node: which leaves it covers, and how its hash begins; those that the proof brings have a broken frame."""
    dashes = "" if colour == _PATH else ' stroke-dasharray="5 3"'
    covers = str(node.first) if node.first == node.last else f"{node.first}–{node.last}"
    return (
        f'<rect x="{x - _BOX[0] // 2}" y="{y}" width="{_BOX[0]}" height="{_BOX[1]}" rx="3" fill="#fff" '
        f'stroke="{colour}" stroke-width="2"{dashes}/>'
        f'<text x="{x}" y="{y + 16}" fill="{colour}" font-weight="bold">{covers}</text>'
        f'<text x="{x}" y="{y + 32}" fill="{colour}">{node.hash.hex()[:16]}…</text>'
    )
