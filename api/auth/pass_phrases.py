"""Sign-in by pass phrase, for whoever has no passkey at hand."""

from dataclasses import dataclass
from functools import cache

from api.auth.ways import WrongSignIn
from keys import phrases
from registry.accounts.accounts import Account, Accounts


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed."""

    account: str
    phrase: str


class PassPhrases:
    """Looks at pass phrases; an unknown account takes as long as a wrong phrase."""

    way = "pass phrase"

    def __init__(self, accounts: Accounts) -> None:
        """Look them up among *accounts*."""
        self._accounts = accounts

    def account(self, shown: Typed) -> Account:
        """Return the account of that name.

        Raises:
            WrongSignIn: there is none, it is switched off, or the phrase is another.
        """
        kept = self._accounts.phrase(shown.account)
        right = phrases.is_right(shown.phrase[: phrases.LONGEST], kept or _nobodys())
        if not right or kept is None:
            raise WrongSignIn("wrong-sign-in", "Account or pass phrase is not right. Type both again.")
        return self._accounts.account(shown.account)


@cache
def _nobodys() -> str:
    return phrases.hashed("nobody's pass phrase", bytes(16))
