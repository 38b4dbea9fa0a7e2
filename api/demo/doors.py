"""Behind the story: the registry's doors open for whoever wants to try its pages, on the day of the real clock.

An account for each role, this year's books, and the key files of who signs, all specimens.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from api.demo import facts
from api.demo.stage import Stage
from domain.classes import Channel, SecrecyClass
from domain.letter.events import LetterIssued, LetterSignedTypeset
from domain.series import SeriesKind
from domain.values import Digest
from keys import phrases, pkcs12
from registry.accounts.accounts import Account, Accounts, Grant, WebRole
from registry.accounts.file import opened
from registry.acts import incoming, links, outgoing
from registry.acts.incoming import Arrived
from registry.acts.outgoing import Issued
from registry.dispatching.mails import printed_address
from registry.dispatching.words import Sender
from registry.durable import write_new
from registry.ordinary import Ordinary
from registry.papers import lists, mail
from registry.papers.lists import Entry

PASS_PHRASE = "specimen specimen"  # noqa: S105 - everybody may know it: the first page says it
ADDRESS = "http://127.0.0.1:8000"
"""Where `make run` serves the pages."""
STILL_SILENT = "น่าน"
RECEIVED_BOOK = "ทะเบียนหนังสือรับ กรมส่งเสริมการปกครองท้องถิ่น"
SECRETS_BOOK = "ทะเบียนหนังสือลับ กรมส่งเสริมการปกครองท้องถิ่น"

_ACCOUNTS = (
    ("clerk", facts.CLERK, "clerk", WebRole.CLERK),
    ("official", facts.SIGNATORY, "director-general", WebRole.OFFICIAL),
    *((who, name, who, WebRole.OFFICIAL) for who, name in facts.REGISTRARS.items()),
    ("auditor", "นางสาวผู้ตรวจสอบ สมมติ", None, WebRole.AUDITOR),
    ("administrator", "นายผู้ดูแลระบบ สมมติ", None, WebRole.ADMINISTRATOR),
)
_ARRIVED = (
    ("กค 0406.4/12 (สมมติ)", "กรมบัญชีกลาง (สมมติ)", "ซักซ้อมความเข้าใจการเบิกค่าใช้จ่ายในการประชุม (สมมติ)"),
    ("ตก 0023.1/88 (สมมติ)", "จังหวัดตาก (สมมติ)", "ขอรับสิ่งที่ส่งมาด้วยใหม่ (สมมติ)"),
)
_BOOKS = (
    (SeriesKind.ORDINARY, facts.BOOK),
    (SeriesKind.CIRCULAR, facts.BOOK),
    (SeriesKind.ORDER, facts.ORDER_BOOK),
    (SeriesKind.RECEIVED, RECEIVED_BOOK),
    (SeriesKind.SECRET, SECRETS_BOOK),
)


@dataclass(frozen=True, slots=True)
class Doors:
    """Where a recipient goes in."""

    verification: str
    """The page behind the letter's QR code."""
    link: str
    """One addressee's own page."""
    addressee: str


def open_doors(stage: Stage, now: datetime, letter: str) -> Doors:
    """Let people in.

    Args:
        stage: The registry after the story.
        now: The time on the wall, in whose year people will try things.
        letter: The circular's number.

    Returns:
        what recipients open; the addressee's link is nowhere else.
    """
    stage.clock.now = now
    for kind, book in _BOOKS:
        stage.open_series(kind, book)
    for printed, sender, subject in _ARRIVED:
        arrived = Arrived(printed, now.date(), sender, facts.OFFICE, subject, Channel.POST, now)
        incoming.receive(stage.office, arrived, files=(), book=RECEIVED_BOOK, clerk="clerk")
    _open_accounts(stage, now)
    _keep_papers(stage, now)
    return _recipients(stage, letter)


def _recipients(stage: Stage, number: str) -> Doors:
    letter = outgoing.issued(stage.office, number)
    silent = next(one for one in facts.recipients() if one.province.name == STILL_SILENT)
    token = links.give(stage.office, letter, to=[silent.place], clerk="clerk", random=os.urandom)[silent.place]
    shown = printed_address((stage.folder / "letter-271.pdf").read_bytes(), _code(stage, letter))
    code = (shown or "").rpartition("/")[2]
    doors = Doors(f"{ADDRESS}/v/{code}", f"{ADDRESS}/l/{token}", silent.governor)
    told = f"SPECIMEN\n{doors.verification}\n{doors.addressee}: {doors.link}\n"
    write_new(stage.folder / "pages.txt", told.encode())
    return doors


def _code(stage: Stage, letter: Issued) -> Digest:
    issued = cast("LetterIssued", stage.office.reader.stream(letter.stream)[0].statement.fact)
    signed = cast("LetterSignedTypeset", stage.office.reader.stream(issued.signed_in)[0].statement.fact)
    return signed.document.code


def _keep_papers(stage: Stage, now: datetime) -> None:
    """Keep from where the office mails, and whom it writes to again and again."""
    file = Ordinary(stage.office.reader.home.papers, (*lists.TABLES, *mail.TABLES))
    mail.Mail(file).set_sender(Sender("saraban@dla.example", "๐ ๒๐๐๐ ๐๐๐๐ (สมมติ)", roman="MOI"))
    entries = [Entry(one.governor, Channel.CENTRAL_MAIL, one.address) for one in facts.recipients()]
    lists.Lists(file).create("ผู้ว่าราชการจังหวัด ทุกจังหวัด (สมมติ)", entries, by="clerk", at=now)
    file.close()


def _open_accounts(stage: Stage, now: datetime) -> None:
    file = opened(stage.office.reader.home.accounts)
    kept = Accounts(file)
    for name, person, officer, role in _ACCOUNTS:
        phrase = phrases.hashed(PASS_PHRASE, os.urandom(16))
        kept.add(Account(name, person, officer, SecrecyClass.NONE, (Grant(role),)), phrase=phrase, at=now)
    file.close()
    holders = {"official": "director-general", "clerk": "clerk", **{who: who for who in facts.REGISTRARS}}
    keys = {name: stage.key(officer) for name, officer in holders.items()} | {"authority": stage.authority.key}
    for name, key in keys.items():
        write_new(stage.folder / f"{name}.p12", pkcs12.write(key, PASS_PHRASE.encode()))
    write_new(stage.folder / "passphrase", f"{PASS_PHRASE}\n".encode())
