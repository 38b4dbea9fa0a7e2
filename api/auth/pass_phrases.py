"""Sign-in by pass phrase, for whoever has no passkey at hand."""

from collections.abc import Callable

from api.errors import ApiError
from keys import phrases
from registry.accounts.accounts import Account, Accounts

_SALT = 16


class WrongSignIn(ApiError):
    """Account and pass phrase do not belong together; which of them is wrong is not said."""


class PassPhrases:
    """Looks at pass phrases; an unknown account takes as long as a wrong phrase."""

    def __init__(self, accounts: Accounts, random: Callable[[int], bytes]) -> None:
        """Look them up among *accounts*."""
        self._accounts = accounts
        self._nobodys = phrases.hashed("nobody's pass phrase", random(_SALT))

    def account(self, name: str, phrase: str) -> Account:
        """Return the account of that name.

        Raises:
            WrongSignIn: there is none, it is switched off, or the phrase is another.
        """
        kept = self._accounts.phrase(name)
        right = phrases.is_right(phrase, kept or self._nobodys)
        if not right or kept is None:
            raise WrongSignIn("wrong-sign-in", "Account or pass phrase is not right. Type both again.")
        return self._accounts.account(name)
