"""What tests of the pages of dispatching share: forms, facts, mails in archives."""

import io
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from zipfile import ZipFile

from litestar import Litestar
from litestar.testing import TestClient

from domain.values import StreamId
from tests.api.web import WebOffice
from tests.registry.world import RECIPIENTS

Client = TestClient[Litestar]
ADDRESSES = [f"saraban-{n}@example.go.th" for n in range(len(RECIPIENTS))]
SENDER = {"address": "saraban@example.go.th", "telephone": "0 2000 0000", "contact": "", "roman": "MOI"}


def form_of(client: Client, path: str) -> str:
    found = re.search(r'name="form" value="([0-9a-f]{32})"', client.get(path).text)
    assert found is not None
    return found[1]


def facts(office: WebOffice, stream: StreamId) -> list[object]:
    return [line.statement.fact for line in office.counter.office.reader.stream(stream)]


def send(client: Client, stream: StreamId) -> None:
    answer = client.post(
        f"/dispatch/{stream}/send", data={"channel": ["central_mail"] * len(RECIPIENTS), "address": ADDRESSES}
    )
    assert answer.status_code == 303, answer.text


def mails(data: bytes) -> list[EmailMessage]:
    with ZipFile(io.BytesIO(data)) as archive:
        return [message_from_bytes(archive.read(name), policy=default) for name in archive.namelist()]


def link_in(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"http://\S+/l/([a-z2-7]{26})", body.get_content())
    assert found is not None
    return found[1]
