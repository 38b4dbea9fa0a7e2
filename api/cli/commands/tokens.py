"""Tokens that programs bear: given into a file of their owner's, listed by their beginnings, withdrawn."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.outputs import new_file
from api.cli.session import now
from api.texts.structure import moment_words
from api.texts.text import Text
from domain.errors import InvalidValue, NoSuchThing
from domain.thai.dates import parse_date, print_date
from domain.thai.text import normalise
from registry.accounts.accounts import Accounts
from registry.accounts.file import opened
from registry.accounts.tokens import BYTES, Token, Tokens
from registry.reader import Reader
from registry.wire import THAI_TIME

_LAST_SECOND = time(23, 59, 59)
_SHOWN = 12
"""Characters of a token's digest by which people name it."""


def give(call: Call) -> Answer:
    """Make a token and write it into a new file that its owner alone can read; it is shown nowhere."""
    typed, at = call.typed, now(call)
    until = datetime.combine(parse_date(typed.until), _LAST_SECOND, THAI_TIME)
    name, path = normalise(typed.name), Path(typed.output)
    if until <= at:
        raise InvalidValue("token-over", f"{until.date()} is over: a token counts until a later day.", day=until.date())
    with _accounts(call) as (accounts, tokens):
        account = accounts.account(typed.account).account
        before = tokens.of(account)
        with new_file(path) as part:
            token = tokens.give(account, name, os.urandom(BYTES), at=at, until=until)
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:  # noqa: PTH123 - never readable by others
                file.write(f"{token}\n")
        made = next(one for one in tokens.of(account) if one not in before)
    said = Text(
        "ให้โทเค็น {id} แก่ {account} แล้ว อยู่ในแฟ้ม {file} ใช้ได้ถึง {until}",
        "Gave {account} the token {id}, which lies in {file} and counts until {until}.",
    ).with_(id=made.digest[:_SHOWN], account=account, file=path, until=print_date(until.date()))
    return Answer({**_data(made), "file": str(path)}, [said])


def show_all(call: Call) -> Answer:
    """The tokens of an account, or of all."""
    at = now(call)
    with _accounts(call) as (accounts, tokens):
        named = call.typed.account
        names = [accounts.account(named).account] if named else [one.account for one in accounts.all()]
        found = [token for name in names for token in tokens.of(name)]
    columns = (
        Text("โทเค็น", "Token"),
        Text("บัญชี", "Account"),
        Text("โปรแกรม", "Program"),
        Text("ให้เมื่อ", "Given"),
        Text("ใช้ได้ถึง", "Until"),
        Text("สถานะ", "State"),
    )
    rows = [
        (
            one.digest[:_SHOWN],
            one.account,
            one.name,
            moment_words(one.made_at),
            moment_words(one.until),
            Text("ใช้ได้", "counts") if at < one.until else Text("หมดอายุ", "over"),
        )
        for one in found
    ]
    return Answer({"tokens": [_data(one) for one in found]}, [Table(columns, rows)])


def withdraw(call: Call) -> Answer:
    """A token counts no longer."""
    typed = call.typed.token.strip().lower()
    with _accounts(call) as (accounts, tokens):
        every = [token for one in accounts.all() for token in tokens.of(one.account)]
        named = [one for one in every if len(typed) >= _SHOWN and one.digest.startswith(typed)]
        if len(named) != 1:
            raise NoSuchThing("no-such-token", "There is no such token.")
        tokens.withdraw(named[0].digest)
    said = Text("ถอนโทเค็น {id} ของ {account} แล้ว", "The token {id} of {account} is withdrawn.")
    return Answer(_data(named[0]), [said.with_(id=named[0].digest[:_SHOWN], account=named[0].account)])


@contextmanager
def _accounts(call: Call) -> Iterator[tuple[Accounts, Tokens]]:
    with Reader(call.home) as reader:  # refuses where no registry is
        file = opened(reader.home.accounts)
    try:
        yield Accounts(file), Tokens(file)
    finally:
        file.close()


def _data(one: Token) -> dict[str, object]:
    return {
        "token": one.digest[:_SHOWN],
        "account": one.account,
        "name": one.name,
        "made_at": one.made_at.isoformat(),
        "until": one.until.isoformat(),
    }
