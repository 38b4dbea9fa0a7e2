"""Files that pages hand out: to be saved under their name, or a PDF of our own to be printed."""

from typing import Any
from urllib.parse import quote

from litestar import Response

_SANDBOX = "default-src 'none'; sandbox"


def saved_as(data: bytes, name: str) -> Response[Any]:
    """Return somebody's file, to be saved and never to be shown here, in a sandbox if a browser opens it all the same.

    Source: RFC 6266 4.3.
    """
    headers = {"Content-Disposition": _disposition("attachment", name), "Content-Security-Policy": _SANDBOX}
    return Response(data, media_type="application/octet-stream", headers=headers)


def to_print(pdf: bytes, name: str) -> Response[Any]:
    """Return a PDF file that was made here, which browsers show and print; the access log says that it was printed."""
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": _disposition("inline", name)})


def _disposition(kind: str, name: str) -> str:
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "._-") else "_" for one in name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
