"""Behind the story: the registry's doors open for whoever wants to try its pages, on the day of the real clock.

An account for each role, this year's books, and the official's key file, all specimens.
"""

import os
from datetime import datetime

from api.demo import facts
from api.demo.stage import Stage
from domain.classes import SecrecyClass
from domain.series import SeriesKind
from keys import phrases, pkcs12
from registry.accounts import accounts
from registry.accounts.accounts import Account, Accounts, Grant, WebRole
from registry.durable import write_new
from registry.ordinary import Ordinary

PASS_PHRASE = "specimen specimen"  # noqa: S105 - everybody may know it: the first page says it
RECEIVED_BOOK = "ทะเบียนหนังสือรับ กรมส่งเสริมการปกครองท้องถิ่น"
SECRETS_BOOK = "ทะเบียนหนังสือลับ กรมส่งเสริมการปกครองท้องถิ่น"

_ACCOUNTS = (
    ("clerk", facts.CLERK, "clerk", WebRole.CLERK),
    ("official", facts.SIGNATORY, "director-general", WebRole.OFFICIAL),
    ("auditor", "นางสาวผู้ตรวจสอบ สมมติ", None, WebRole.AUDITOR),
    ("administrator", "นายผู้ดูแลระบบ สมมติ", None, WebRole.ADMINISTRATOR),
)
_BOOKS = (
    (SeriesKind.ORDINARY, facts.BOOK),
    (SeriesKind.CIRCULAR, facts.BOOK),
    (SeriesKind.ORDER, facts.ORDER_BOOK),
    (SeriesKind.RECEIVED, RECEIVED_BOOK),
    (SeriesKind.SECRET, SECRETS_BOOK),
)


def open_doors(stage: Stage, now: datetime) -> None:
    """Let people in.

    Args:
        stage: The registry after the story.
        now: The time on the wall, in whose year people will try things.
    """
    stage.clock.now = now
    for kind, book in _BOOKS:
        stage.open_series(kind, book)
    file = Ordinary(stage.home / "accounts.db", accounts.TABLES)
    kept = Accounts(file)
    for name, person, officer, role in _ACCOUNTS:
        phrase = phrases.hashed(PASS_PHRASE, os.urandom(16))
        kept.add(Account(name, person, officer, SecrecyClass.NONE, (Grant(role),)), phrase=phrase, at=now)
    file.close()
    write_new(stage.folder / "official.p12", pkcs12.write(stage.key("director-general"), PASS_PHRASE.encode()))
    write_new(stage.folder / "passphrase", f"{PASS_PHRASE}\n".encode())
