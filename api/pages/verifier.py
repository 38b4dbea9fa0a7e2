"""The verifier for readers' own devices: its script, the file for use without a network, and where its digest is told.

/verifier               what it is, its SHA-256, and where to get it
/verifier.html          the file, to be saved: it shows its verdicts from the reader's disk
/verifier.html.sha256   its digest, as ``sha256sum -c`` reads it
/verifier.js            the same program for the page about a letter
"""

from hashlib import sha256

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Template

from api import offline
from api.auth.rights import Right, allow
from api.counter import Counter
from api.pages.page import page
from api.texts.text import Text

TITLE = Text("ตรวจหลักฐานด้วยตนเอง โดยไม่ต่อเครือข่าย", "Check evidence yourself, without a network")
_A_WHILE = {"Cache-Control": "max-age=300"}
_SANDBOX = {"Content-Security-Policy": "default-src 'none'; sandbox"}


@get("/verifier", opt=allow(Right.PUBLIC), sync_to_thread=True)
def about(counter: NamedDependency[Counter]) -> Template:
    """Say what the file is, and its SHA-256."""
    data = _file(counter)
    return page("verifier/about.html", title=TITLE, digest=sha256(data).hexdigest(), size=len(data))


@get("/verifier.html", opt=allow(Right.PUBLIC), sync_to_thread=True)
def file(counter: NamedDependency[Counter]) -> Response[bytes]:
    """Hand out the file; it is opened from the reader's disk, where nobody can exchange it."""
    named = {"Content-Disposition": f'attachment; filename="{offline.FILE_NAME}"'}
    return Response(_file(counter), media_type="text/html", headers={**named, **_SANDBOX, **_A_WHILE})


@get("/verifier.html.sha256", opt=allow(Right.PUBLIC), sync_to_thread=True)
def digest(counter: NamedDependency[Counter]) -> Response[str]:
    """Tell the file's SHA-256."""
    said = f"{sha256(_file(counter)).hexdigest()}  {offline.FILE_NAME}\n"
    return Response(said, media_type="text/plain", headers=_A_WHILE)


@get("/verifier.js", opt=allow(Right.PUBLIC), sync_to_thread=True)
def script() -> Response[bytes]:
    """Hand out the script of the page about a letter."""
    return Response(offline.online_script(), media_type="text/javascript", headers=_A_WHILE)


def _file(counter: Counter) -> bytes:
    return offline.offline_page(offline.Pinned.of(counter.office.reader))


ROUTES = (about, file, digest, script)
