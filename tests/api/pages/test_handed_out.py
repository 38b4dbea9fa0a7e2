"""Files that pages hand out are named as they are called, and run nowhere."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from litestar import Litestar, Response, get
from litestar.response import Stream
from litestar.testing import TestClient

from api.pages.handed_out import saved_as, saved_in_pieces

NAMES = ['หนังสือ "ที่" ๒๗๑.pdf', "a;b.pdf", "letter-271.pdf", "x\r\nSet-Cookie: a=b.pdf", "ไฟล์\u202egnp.exe"]


def whole(name: str) -> Response[bytes]:
    return saved_as(b"1", name)


def in_pieces(name: str) -> Stream:
    return saved_in_pieces(iter([b"1"]), name)


@pytest.mark.parametrize("make", [whole, in_pieces])
@pytest.mark.parametrize("name", NAMES)
def test_s9_another_program_reads_the_very_name_and_no_browser_runs_the_file(
    make: Callable[[str], Response[bytes] | Stream], name: str
) -> None:
    @get("/file", sync_to_thread=False)
    def file() -> Response[bytes] | Stream:
        return make(name)

    app = Litestar([file], openapi_config=None)

    with TestClient(app) as client:
        said = client.get("/file").headers

    kind, _, behind = said["content-disposition"].partition("; ")
    plain, _, whole_name = behind.partition("; filename*=UTF-8''")
    assert (kind, unquote(whole_name) or plain[10:-1]) == ("attachment", name)
    assert re.fullmatch('filename="[A-Za-z0-9._-]+"', plain)
    assert (said["content-type"], said["content-security-policy"]) == (
        "application/octet-stream",
        "default-src 'none'; sandbox",
    )
    assert "set-cookie" not in said
