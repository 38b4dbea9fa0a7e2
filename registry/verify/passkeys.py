"""Recipients who answered without a key of two registrars: by a passkey, or through their link.

passkey.offered ─▶ passkey.confirmed, both the seal's ─▶ the passkey signed the answer: that holds, or not
letter.links-given, the seal's ─▶ letter.answered-by-link, the seal's: nobody else signed anything

Neither shows who the person is, so the verdict on the person is *cannot tell* where everything is in order, and says
whose word it is.
"""

from dataclasses import dataclass, replace
from typing import Final

from keys import webauthn
from keys.errors import KeysError
from registry.verify.members import Fact
from registry.verify.statements import Statement
from registry.verify.verdicts import Unshown, Untold, cause

BY_LINK: Final = "letter.answered-by-link.v1"
GIVEN: Final = "letter.links-given.v1"
OFFERED: Final = "passkey.offered.v1"
CONFIRMED: Final = "passkey.confirmed.v1"


@dataclass(frozen=True, slots=True)
class _Passkey:
    """What the seal says of one passkey."""

    offered: str
    officer: str
    name: str
    addressee: str
    rp: str
    confirmed: str | None = None


class Passkeys:
    """Recipients' passkeys, learnt in the order of the log."""

    def __init__(self) -> None:
        self._known: dict[str, _Passkey] = {}

    def learn(self, fact: Fact) -> None:
        """Learn what the seal says; that it is the seal's is the caller's to verify.

        Raises:
            Unshown: it confirms what was not offered so.
        """
        statement, fields = fact.statement, fact.statement.fields
        spki = fields.digest("spki")
        if statement.name == OFFERED:
            who = (fields.text("officer"), fields.text("name"), fields.text("addressee"), fields.text("rp"))
            self._known[spki] = _Passkey(statement.digest, *who)
            return
        known = self._known.get(spki)
        if known is None or (known.offered, known.confirmed) != (fields.digest("offered"), None):
            raise Unshown(
                "passkey-not-offered",
                f"{statement.member} confirms a passkey that the bundle does not show as offered.",
                member=statement.member,
            )
        self._known[spki] = replace(known, confirmed=statement.digest)

    def require(self, fact: Fact, addressee: str, key: bytes) -> Untold:
        """Return that nobody but the registry says whose passkey signed *fact*, or refuse.

        Args:
            fact: the answer.
            addressee: for whom it speaks.
            key: the passkey's public key (SPKI, DER); its digest is the statement's *by*.

        Raises:
            Unshown: the passkey was not confirmed for that addressee, or did not sign this.
        """
        statement = fact.statement
        known = self._known.get(statement.by)
        if known is None or known.confirmed is None or statement.under != known.confirmed:
            raise Unshown(
                "passkey-not-shown",
                f"The bundle does not show that the passkey {statement.by}, which signed {statement.member}, "
                "was confirmed.",
                key=statement.by,
                member=statement.member,
            )
        if (known.officer, known.addressee) != (statement.fields.text("officer"), addressee):
            raise Unshown(
                "not-the-recipient",
                f"{statement.member} is signed by {known.name}, who does not answer for {addressee}.",
                member=statement.member,
                name=known.name,
                addressee=addressee,
            )
        try:
            webauthn.verify(fact.evidence, statement.data, webauthn.PasskeyKey.load(key), known.rp)
        except KeysError as reason:
            raise Unshown(
                "signature-not-good",
                f"The signature of {statement.member}: {reason}",
                member=statement.member,
                reason=cause(reason),
            ) from None
        return Untold(
            "answered-by-passkey",
            f"A passkey of {known.rp} signed exactly these bytes; that it is {known.name}'s, for {addressee}, a clerk "
            "of the registry says.",
            rp=known.rp,
            name=known.name,
            addressee=addressee,
        )


def answered_by_link(fact: Fact, addressee: str) -> Untold:
    """Return that nobody but the registry says that an answer came through the addressee's link."""
    name = fact.statement.fields.text("name")
    return Untold(
        "answered-by-link",
        f"It came through the link of {addressee}, under the name of {name}; only the registry's seal says so.",
        addressee=addressee,
        name=name,
    )


def require_given(answer: Statement, support: tuple[Fact, ...]) -> None:
    """Require that the link of an answer was given to that very addressee of that letter.

    Raises:
        Unshown: no fact in *support* says so.
    """
    link, to = answer.fields.digest("link"), answer.fields.integer("to")
    for fact in support:
        said = fact.statement
        if (said.name, said.stream) == (GIVEN, answer.stream) and any(
            (one.integer("to"), one.digest("link")) == (to, link) for one in said.fields.parts("links")
        ):
            return
    raise Unshown(
        "link-not-given", f"The bundle does not show that the link of {answer.member} was given.", member=answer.member
    )
