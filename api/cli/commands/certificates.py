"""Requests for certificates that officers made in their browsers, and what the office's authority does with them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.cli import session
from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.outputs import write_new
from api.texts.structure import moment_words
from api.texts.text import Text
from keys import pkcs10
from keys.authority import Authority
from keys.certificates import Certificate
from registry.accounts import file
from registry.accounts.signing_keys import SigningKeys
from registry.acts import certificates, founding
from registry.ordinary import Ordinary
from registry.papers import proposals


def show_waiting(call: Call) -> Answer:
    """The requests that wait for a certificate."""
    with _requests(call) as here:
        waiting = here.waiting()
        names = {one.request: here.office.reader.authority().officer(one.officer).name for one in waiting}
    data: list[dict[str, object]] = [
        {"request": one.request, "officer": one.officer, "key": one.spki, "made_at": one.made_at.isoformat()}
        for one in waiting
    ]
    columns = [
        Text("คำขอที่", "request"), Text("รหัส", "id"), Text("ชื่อ", "name"), Text("กุญแจ", "key"), Text("เมื่อ", "made"),
    ]  # fmt: skip
    rows: list[list[str | Text]] = [
        [str(one.request), one.officer, names[one.request], f"{one.spki[:23]}…", moment_words(one.made_at)]
        for one in waiting
    ]
    return Answer(data, [Table(columns, rows)])


def issue(call: Call) -> Answer:
    """The office's own authority certifies the key of a request."""
    authority = Authority(session.key(call, call.typed.authority))
    with _requests(call) as here:
        certificate = here.issue(call.typed.request, authority, days=call.typed.days)
    return _issued(call, certificate)


def write_request(call: Call) -> Answer:
    """The request as a file, for an authority elsewhere."""
    with _requests(call) as here:
        asked = here.kept.request(call.typed.request)
    path = Path(call.typed.output)
    write_new(path, pkcs10.read(asked.pkcs10).pem())
    said = Text("เขียนคำขอที่ {request} แล้ว: {file}", "Request {request} is written: {file}").with_(
        request=asked.request, file=path
    )
    return Answer({"request": asked.request, "key": asked.spki, "output": str(path)}, [said])


def deliver(call: Call) -> Answer:
    """The certificate that an authority elsewhere made of a request."""
    delivered = founding.load_certificates(Path(call.typed.certificate))
    with _requests(call) as here:
        here.deliver(call.typed.request, delivered)
    return _issued(call, delivered[0])


def _issued(call: Call, certificate: Certificate) -> Answer:
    said = Text(
        "คำขอที่ {request} ได้ใบรับรองของ {holder} แล้ว ใช้ได้ถึง {until} นายทะเบียนคนแรกขึ้นทะเบียนกุญแจต่อที่หน้าข้อเสนอ (/proposals)",
        "Request {request} has its certificate for {holder}, good until {until}. A registrar enrols the key next: "
        "see the proposals page (/proposals).",
    ).with_(request=call.typed.request, holder=certificate.holder, until=moment_words(certificate.not_after))
    data = {
        "request": call.typed.request,
        "key": certificate.spki,
        "holder": certificate.holder,
        "not_after": certificate.not_after.isoformat(),
    }
    return Answer(data, [said])


@contextmanager
def _requests(call: Call) -> Iterator[certificates.Requests]:
    with session.office(call) as office:
        home = office.reader.home
        accounts, papers = file.opened(home.accounts), Ordinary(home.papers, proposals.TABLES)
        try:
            kept, proposed = SigningKeys(accounts), proposals.Proposals(papers)
            yield certificates.Requests(office, kept, proposed, os.urandom)
        finally:
            accounts.close()
            papers.close()
