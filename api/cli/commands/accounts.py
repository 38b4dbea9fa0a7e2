"""Accounts of the pages, and the log of who opened what."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from api.cli import pass_phrases
from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.session import now
from api.texts.roles import granted
from api.texts.structure import moment_words
from api.texts.text import Text, plain
from domain.classes import SecrecyClass
from domain.thai.text import normalise
from keys import phrases
from registry.accounts.access import Access, AccessLog, Act
from registry.accounts.accounts import Account, Accounts, Grant, WebRole
from registry.accounts.file import opened
from registry.accounts.second_words import SecondWords
from registry.ordinary import Ordinary
from registry.reader import Reader

_SALT = 16
_ACTS = {
    Act.OPENED: Text("เปิด", "opened"),
    Act.PRINTED: Text("พิมพ์", "printed"),
    Act.DOWNLOADED: Text("ดาวน์โหลด", "downloaded"),
    Act.CHANGED: Text("ทำรายการ", "changed"),
    Act.SIGNED_IN: Text("เข้าสู่ระบบ", "signed in"),
}


def add(call: Call) -> Answer:
    """Add an account."""
    typed = call.typed
    with Reader(call.home) as reader:
        officer = None if typed.officer is None else reader.authority().officer(typed.officer).officer
    account = Account(
        typed.account, normalise(typed.name), officer, SecrecyClass(typed.clearance), (_grant(call),), enabled=True
    )
    phrase = _hashed(call)
    with _accounts(call) as accounts:
        accounts.add(account, phrase=phrase, at=now(call))
        return _said(accounts, account.account, Text("เพิ่มบัญชี {account} แล้ว", "The account {account} is added."))


def show_all(call: Call) -> Answer:
    """Every account."""
    with _accounts(call) as accounts:
        known = accounts.all()
    rows = [
        (
            one.account,
            one.name,
            one.officer or "–",
            Text(one.clearance.label, one.clearance.english),
            _together([granted(grant) for grant in one.grants]),
            Text("ใช้ได้", "on") if one.enabled else Text("ปิดไว้", "off"),
        )
        for one in known
    ]
    columns = (
        Text("บัญชี", "Account"),
        Text("ชื่อ", "Name"),
        Text("เจ้าหน้าที่", "Officer"),
        Text("อ่านได้ถึง", "Reads up to"),
        Text("บทบาท", "Roles"),
        Text("สถานะ", "State"),
    )
    return Answer({"accounts": [_data(one) for one in known]}, [Table(columns, rows)])


def grant(call: Call) -> Answer:
    """Give a role."""
    return _change(call, lambda accounts, name: accounts.grant(name, _grant(call)))


def revoke(call: Call) -> Answer:
    """Take a role away."""
    return _change(call, lambda accounts, name: accounts.revoke(name, _grant(call)))


def clear(call: Call) -> Answer:
    """Say up to which class of secrecy an account may read."""
    return _change(call, lambda accounts, name: accounts.set_clearance(name, SecrecyClass(call.typed.clearance)))


def set_phrase(call: Call) -> Answer:
    """Set a pass phrase."""
    with _accounts(call) as accounts:
        accounts.account(call.typed.account)  # before anybody is asked for a secret
    phrase = _hashed(call)
    return _change(call, lambda accounts, name: accounts.set_phrase(name, phrase))


def confirm(call: Call) -> Answer:
    """Let count what an administrator said on the pages and a second person would confirm."""
    name = call.typed.account
    with _file(call) as file:
        words = SecondWords(file)
        waiting = words.of(name)
        for one in waiting:
            words.confirm(name, one.what, one.value, by=None)
        done = Text("ยืนยัน {count} เรื่องของบัญชี {account} แล้ว", "Confirmed of account {account}: {count}.")
        return _said(Accounts(file), name, done.with_(count=len(waiting), account=name))


def disable(call: Call) -> Answer:
    """Switch an account off."""
    return _change(call, lambda accounts, name: accounts.set_enabled(name, enabled=False))


def enable(call: Call) -> Answer:
    """Switch an account on."""
    return _change(call, lambda accounts, name: accounts.set_enabled(name, enabled=True))


def access(call: Call) -> Answer:
    """Who opened what, the newest first."""
    typed = call.typed
    with Reader(call.home) as reader:
        log = AccessLog(reader.home.access)
    return (
        _visits(log, typed.limit)
        if typed.visits
        else _entries(log.newest(account=typed.account, path=typed.path, limit=typed.limit))
    )


def _visits(log: AccessLog, limit: int) -> Answer:
    visits = [(day.isoformat(), page, times) for day, page, times in log.visits(limit=limit)]
    columns = (Text("วัน", "Day"), Text("หน้า", "Page"), Text("ครั้ง", "Times"))
    data: dict[str, object] = {"visits": [{"day": day, "page": page, "times": times} for day, page, times in visits]}
    return Answer(data, [Table(columns, [(day, page, str(times)) for day, page, times in visits])])


def _entries(entries: Sequence[Access]) -> Answer:
    columns = (
        Text("เวลา", "When"),
        Text("บัญชี", "Account"),
        Text("ทำอะไร", "What"),
        Text("หน้า", "Page"),
        Text("ผล", "Status"),
        Text("จาก", "From"),
    )
    rows = [
        (moment_words(one.at), one.account, _ACTS[one.act], one.path, str(one.status), one.address) for one in entries
    ]
    found = [asdict(one) | {"at": one.at.isoformat(), "act": one.act.value} for one in entries]
    return Answer({"access": found}, [Table(columns, rows)])


@contextmanager
def _file(call: Call) -> Iterator[Ordinary]:
    with Reader(call.home) as reader:  # refuses where no registry is
        file = opened(reader.home.accounts)
    try:
        yield file
    finally:
        file.close()


@contextmanager
def _accounts(call: Call) -> Iterator[Accounts]:
    with _file(call) as file:
        yield Accounts(file)


def _change(call: Call, change: Callable[[Accounts, str], None]) -> Answer:
    with _accounts(call) as accounts:
        change(accounts, call.typed.account)
        words = Text(
            "แก้บัญชี {account} แล้ว ผู้ที่เข้าสู่ระบบอยู่ต้องเข้าใหม่",
            "The account {account} is changed; whoever was signed in to it has to sign in again.",
        )
        return _said(accounts, call.typed.account, words)


def _said(accounts: Accounts, name: str, words: Text) -> Answer:
    return Answer(_data(accounts.account(name)), [words.with_(account=name)])


def _hashed(call: Call) -> str:
    phrase = pass_phrases.read(call, call.typed.account).decode(errors="replace")
    phrases.require_strong(phrase)
    return phrases.hashed(phrase, os.urandom(_SALT))


def _grant(call: Call) -> Grant:
    typed = call.typed
    return Grant(WebRole(typed.role), normalise(typed.unit or ""), normalise(typed.post or ""))


def _together(words: list[Text]) -> Text:
    return Text(", ".join(one.thai for one in words), ", ".join(one.english for one in words)) if words else plain("–")


def _data(one: Account) -> dict[str, object]:
    return {
        "account": one.account,
        "name": one.name,
        "officer": one.officer,
        "clearance": one.clearance.value,
        "roles": [{"role": grant.role.value, "unit": grant.unit, "post": grant.post} for grant in one.grants],
        "enabled": one.enabled,
    }
