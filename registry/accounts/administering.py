"""What an administrator does to accounts: to others', never to the own one.

An account opens pages and is no authority, so nothing of this is a fact; the access log has who did what to whom.
What would let an administrator act as an officer, or read what is secret, waits for a second person.
"""

from datetime import datetime

from domain.classes import SecrecyClass
from domain.errors import InvalidValue, NoSuchThing, NotAllowed
from domain.thai.text import normalise
from registry.accounts.accounts import Account, Accounts, Grant
from registry.accounts.passkeys import Passkeys
from registry.accounts.sessions import Sessions
from registry.accounts.tokens import Tokens
from registry.ordinary import Ordinary

LONGEST_NAME = 120
"""Characters."""


class Administering:
    """Accounts in the hands of one administrator."""

    def __init__(self, file: Ordinary, *, by: str) -> None:
        """Change what is in an open file of accounts (`registry.accounts.file`) for the account *by*."""
        self._accounts = Accounts(file)
        self._sessions = Sessions(file)
        self._passkeys = Passkeys(file)
        self._tokens = Tokens(file)
        self._by = by

    def add(self, account: str, name: str, officer: str | None, grant: Grant, *, at: datetime) -> None:
        """Add an account that reads nothing secret, and by which nobody can sign in yet; its officer waits.

        Raises:
            InvalidValue: the name is none, or taken.
        """
        shown = normalise(name)
        if not shown or len(shown) > LONGEST_NAME or "\n" in shown:
            raise InvalidValue("part-missing", "The account has no name: fill it in, in one line.", parts="name")
        self._accounts.add(Account(account, shown, None, SecrecyClass.NONE, (grant,)), phrase=None, at=at)
        if officer is not None:
            self._accounts.tie(account, officer, by=self._by, at=at)

    def tie(self, account: str, officer: str | None, *, at: datetime) -> None:
        """Say which enrolled officer's account it is, which waits for a second person, or that it is nobody's."""
        self._require_anothers(account)
        self._accounts.tie(account, officer, by=self._by, at=at)

    def grant(self, account: str, grant: Grant) -> None:
        """Give a role."""
        self._require_anothers(account)
        self._accounts.grant(account, grant)

    def revoke(self, account: str, grant: Grant) -> None:
        """Take a role away.

        Raises:
            NoSuchThing: the account does not have it.
            NotAllowed: nobody would be left to administer accounts.
        """
        self._require_anothers(account)
        self._accounts.revoke(account, grant)

    def clear(self, account: str, clearance: SecrecyClass, *, at: datetime) -> None:
        """Say up to which class of secrecy the account may read; a higher one waits for a second person."""
        self._require_anothers(account)
        self._accounts.clear(account, clearance, by=self._by, at=at)

    def switch(self, account: str, *, enabled: bool) -> None:
        """Switch an account on or off.

        Raises:
            NotAllowed: nobody would be left to administer accounts.
        """
        self._require_anothers(account)
        self._accounts.set_enabled(account, enabled=enabled)

    def hand_out(self, account: str, phrase: str, *, at: datetime) -> None:
        """Keep the hash of a pass phrase that is shown once, and has to be changed by whoever is given it."""
        self._require_anothers(account)
        self._accounts.hand_out(account, phrase, by=self._by, at=at)

    def end_sessions(self, account: str) -> None:
        """Sign the account out everywhere."""
        self._require_anothers(account)
        self._sessions.end_all(account)

    def remove_passkey(self, account: str, credential: bytes) -> None:
        """Forget a passkey, e.g. of a telephone that was lost; what was signed in ends.

        Raises:
            NoSuchThing: the account has no such passkey.
        """
        self._require_anothers(account)
        self._passkeys.remove(account, credential)
        self._sessions.end_all(account)

    def withdraw_token(self, account: str, digest: str) -> None:
        """Let a program's token open nothing any more.

        Raises:
            NoSuchThing: the account has no such token.
        """
        self._require_anothers(account)
        if digest not in {one.digest for one in self._tokens.of(account)}:
            raise NoSuchThing("no-such-token", "There is no such token.")
        self._tokens.withdraw(digest)

    def _require_anothers(self, account: str) -> None:
        """Refuse what an administrator does to himself: another one does it, or nobody."""
        self._accounts.account(account)
        if account == self._by:
            raise NotAllowed(
                "own-account",
                f"{account} is your own account: another administrator changes what it opens.",
                account=account,
            )
