"""Files that pages hand out: to be saved under their name, or a PDF of our own to be printed."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from litestar import Response
from litestar.response import Stream

BYTES: Final = "application/octet-stream"
"""Of somebody's file: whoever made it does not choose what opens it."""
_SANDBOX = "default-src 'none'; sandbox"


def saved_as(data: bytes, name: str, mime: str = BYTES) -> Response[Any]:
    """Return a file to be saved and never to be shown here, in a sandbox if a browser opens it all the same."""
    return Response(data, media_type=mime, headers=_saved(name))


def saved_in_pieces(pieces: Iterator[bytes], name: str, mime: str = BYTES) -> Stream:
    """Return what `saved_as` does of a file that is made while it is sent."""
    return Stream(pieces, media_type=mime, headers=_saved(name))


def to_print(pdf: bytes, name: str) -> Response[Any]:
    """Return a PDF file that was made here, which browsers show and print; the access log says that it was printed."""
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": _disposition("inline", name)})


def _saved(name: str) -> dict[str, str]:
    return {"Content-Disposition": _disposition("attachment", name), "Content-Security-Policy": _SANDBOX}


def _disposition(kind: str, name: str) -> str:
    """Return the header that names a file: in ASCII, and as it is called where that is another name.

    Source: RFC 6266 section 4.3, RFC 8187.
    """
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "._-") else "_" for one in name)
    named = f'{kind}; filename="{plain}"'
    return named if plain == name else f"{named}; filename*=UTF-8''{quote(name, safe='')}"
