"""What tests of drafts type, and how they send it."""

import re
from html import unescape
from typing import Any

from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

CIRCULAR = """\
ที่ มท ๐๘๑๒/ว

กรมส่งเสริมการปกครองท้องถิ่น
ถนนนครราชสีมา เขตดุสิต กทม. ๑๐๓๐๐

กุมภาพันธ์ ๒๕๖๔

เรื่อง การจัดส่วนราชการภายใน

เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด

สิ่งที่ส่งมาด้วย ๑. สำเนาคำสั่งกรมที่ ๕๕/๒๕๖๔ จำนวน ๑ ชุด

ด้วยกรมได้จัดส่วนราชการภายในใหม่ ดังปรากฏในสิ่งที่ส่งมาด้วย

จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นายประยูร ตัวอย่าง)
อธิบดี
"""
SIGNER = "dg|อธิบดี||"
NO_FILE = {"file": ("", b"")}
FIELDS = {
    "kind": "external_letter",
    "way": "electronic",
    "subject": "ขอเชิญประชุม",
    "addressees": "ผู้ว่าราชการจังหวัดกระบี่\nผู้ว่าราชการจังหวัดกาญจนบุรี",
    "circular": "yes",
    "body": "ด้วยจะมีการประชุม\n\nจึงเรียนมาเพื่อโปรดทราบ",
}


def once(client: TestClient[Litestar]) -> str:
    found = re.search(r'name="once" value="(\w+)"', client.get("/drafts/new").text)
    assert found
    return found[1]


def empty(client: TestClient[Litestar], way: str = "electronic") -> str:
    """Begin an empty draft and return where it is."""
    answer = client.post("/drafts", data={"once": once(client), "way": way})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def hidden(client: TestClient[Litestar], path: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', client.get(path).text)
    assert found, path
    return unescape(found[1])


def save(client: TestClient[Litestar], path: str, files: Any = None, **fields: str | list[str]) -> Response:
    """Send the form as it is shown, with other words in some *fields*."""
    typed = {"version": hidden(client, path, "version"), "tab": hidden(client, path, "tab"), **FIELDS, **fields}
    return client.post(path, data=typed, files=files or NO_FILE)
