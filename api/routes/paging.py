"""Lists a page at a time: every one is ``{rows, cursor}``, and the cursor asks for the page behind."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from litestar.params import QueryParameter

from api.routes.kit import MOST
from domain.errors import InvalidValue

Cursor = Annotated[
    str | None,
    QueryParameter(pattern=r"^[A-Za-z0-9_-]{1,400}$", description="From the page before; without it, the first page."),
]
Limit = Annotated[int, QueryParameter(ge=1, le=MOST, description="Rows on the page.")]
_PADDING = 4
_LARGEST = 1 << 62

T = TypeVar("T")


def cut(
    rows: Sequence[T], cursor: str | None, limit: int, key: Callable[[T], str], *, newest_first: bool = False
) -> tuple[list[T], str | None]:
    """Return one page of *rows* in the order of their keys, and the cursor of the next; None at the end.

    A row that comes or goes meanwhile moves no other one to another page.

    Args:
        rows: All of them.
        cursor: Where the page begins.
        limit: How many there are on it.
        key: Tells every row from any other, and where it stands.
        newest_first: Whether the largest key comes first.
    """
    behind = None if cursor is None else _text(cursor)
    ordered = sorted(rows, key=key, reverse=newest_first)
    if behind is not None:
        ordered = [one for one in ordered if (key(one) < behind if newest_first else key(one) > behind)]
    page = ordered[:limit]
    return page, _cursor(key(page[-1])) if len(ordered) > limit else None


def place(cursor: str | None) -> int | None:
    """Return the number that stands in a cursor of `after`.

    Raises:
        InvalidValue: it is none of them.
    """
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= len(str(_LARGEST)) and int(cursor) <= _LARGEST):
        raise _bad()
    return int(cursor)


def after(number: int | None) -> str | None:
    """Return a number as a cursor."""
    return None if number is None else str(number)


def _cursor(key: str) -> str:
    return urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _text(cursor: str) -> str:
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % _PADDING)).decode()
    except ValueError:
        raise _bad() from None


def _bad() -> InvalidValue:
    return InvalidValue("bad-cursor", "The cursor cannot be read: take the one that the page before gave.")
