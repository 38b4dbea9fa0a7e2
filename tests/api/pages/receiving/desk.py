"""What tests of receiving share: papers that come in, and what a clerk types and presses."""

import re
from email.message import EmailMessage
from html import unescape
from itertools import count
from typing import Any

import httpx
from litestar import Litestar
from litestar.testing import TestClient

from domain.incoming import LetterReceived
from domain.values import StreamId
from registry import bundle
from registry.home import Home
from registry.others import Others
from registry.reader import Reader
from tests.api.web import WebOffice
from tests.registry.world import World

Client = TestClient[Litestar]
ELSEWHERE = "other.example/letters"
LETTER = """ที่ มท ๐๘๑๒/๕
กรมตัวอย่าง
ถนนตัวอย่าง กทม. ๑๐๓๐๐
๘ กุมภาพันธ์ ๒๕๖๔
เรื่อง ขอเชิญประชุม
เรียน อธิบดีกรมตัวอย่าง
ด้วยกรมตัวอย่างจะจัดประชุม จึงเรียนมาเพื่อโปรดทราบ
ขอแสดงความนับถือ
(นายหนึ่ง ตัวอย่าง)
อธิบดีกรมตัวอย่าง
""".encode()
ENTRY = {
    "do": "register",
    "dated": "8/2/2564",
    "sender": "กรมตัวอย่าง",
    "addressee": "อธิบดี",
    "subject": "ขอเชิญประชุม",
    "entered_at": "08.45",
}
MARKUP = "<img src=x onerror=alert(1)>\"'</textarea>{{7*7}}"


def bundle_of(world: World, stream: StreamId) -> bytes:
    with Reader(world.folder) as reader:
        return bundle.write(reader, stream)


def trust(office: WebOffice, world: World) -> None:
    home = Home(world.folder)
    Others(Home(office.world.folder).others).add(
        home.roots.read_bytes(), home.log_key.read_text(), home.leaf0.read_text()
    )


def once_of(client: Client) -> str:
    found = re.search(r'name="once" value="([0-9a-f]{32})"', client.get("/receiving/new").text)
    assert found is not None
    return found[1]


def bring(client: Client, came: str, data: bytes = b"", name: str = "letter.txt", **changed: Any) -> httpx.Response:
    file = {"file": (name, data)}
    return client.post("/receiving/new", data={"once": once_of(client), "came": came, **changed}, files=file)


def brought(client: Client, came: str, data: bytes = b"", name: str = "letter.txt") -> str:
    """Bring something in and return the path of its form."""
    answer = bring(client, came, data, name)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


_numbers = count(1001)


def entry(**changed: str) -> dict[str, str]:
    """Return what is typed of a letter that no other has the number of."""
    return {**ENTRY, "printed": f"มท ๐๘๑๒/{next(_numbers)}", **changed}


def register(client: Client, path: str, **changed: str) -> StreamId:
    answer = client.post(path, data=entry(**changed))
    assert answer.status_code == 303, answer.text
    return StreamId(answer.headers["location"].removeprefix("/receiving/").partition("?")[0])


def facts(office: WebOffice, stream: StreamId) -> list[Any]:
    return [line.statement.fact for line in office.counter.office.reader.stream(stream)]


def waiting(office: WebOffice) -> int:
    return len(office.counter.arrivals.waiting())


def received(office: WebOffice, stream: StreamId) -> LetterReceived:
    fact = facts(office, stream)[0]
    assert isinstance(fact, LetterReceived)
    return fact


def value(page: str, name: str) -> str:
    """Return what a field of a form holds."""
    found = re.search(rf'<input id="{name}" name="{name}" value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def do(client: Client, stream: StreamId, act: str, text: str, **changed: str) -> httpx.Response:
    once = re.search(r'name="once" value="([0-9a-f]{32})"', client.get(f"/receiving/{stream}").text)
    assert once is not None
    return client.post(f"/receiving/{stream}", data={"do": act, "text": text, "once": once[1], **changed})


def mail(subject: str = "ด่วนที่สุด : ขอเชิญประชุม") -> EmailMessage:
    found = EmailMessage()
    found["From"] = "saraban@example.go.th"
    found["Subject"] = subject
    found["Date"] = "Tue, 09 Feb 2021 08:30:00 +0700"
    found.set_content("เรียน อธิบดี\n")
    return found
