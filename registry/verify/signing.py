"""Whether who signed a letter might: the signatory's own key, enrolment, post and capacity; a recipient's own word."""

from datetime import date, datetime, time
from typing import Final

from registry.verify.authority import CLERK, SIGNATORY, Authority, Officer
from registry.verify.capacity import Basis, Signature
from registry.verify.contents import BY_HAND
from registry.verify.history import THAILAND
from registry.verify.members import Fact
from registry.verify.statements import Fields
from registry.verify.verdicts import Unshown, Untold

RESTS_ON: Final = "rests-on"


def require_signer(authority: Authority, fact: Fact, at: datetime) -> Officer:
    """Return who signed a letter, verified: the signatory or, of one signed on paper, the clerk.

    Raises:
        Unshown: the signature is not good, or the signatory was not enrolled to sign letters.
    """
    statement = fact.statement
    signer = authority.require_person(fact, at)
    signatory = statement.fields.part("letter").part("signatory")
    named = signatory.text("officer")
    if statement.name in BY_HAND:
        if signer.officer != statement.fields.text("clerk") or CLERK not in signer.roles:
            raise Unshown(
                "not-the-clerk",
                f"{statement.member} is signed by {signer.name}, who is not its clerk.",
                member=statement.member,
                name=signer.name,
            )
    elif signer.officer != named:
        raise Unshown(
            "not-the-signatory",
            f"{statement.member} is signed by {signer.name}, and its signatory is {signatory.text('name')}.",
            member=statement.member,
            found=signer.name,
            expected=signatory.text("name"),
        )
    if statement.under != signer.statement:
        raise Unshown(
            "another-authority",
            f"{statement.member} rests on another enrolment than that of {signer.name}.",
            member=statement.member,
            name=signer.name,
        )
    _require_enrolled(authority.officer(named, fact), signatory, fact)
    return signer


def require_capacity(authority: Authority, fact: Fact) -> Basis:
    """Return what the signatory's capacity rests on, by the facts that were learnt so far.

    Raises:
        Unshown: the signatory did not hold the post then, or what is recorded speaks against it.
        Untold: nothing in the bundle tells.
    """
    signatory = fact.statement.fields.part("letter").part("signatory")
    officer = authority.officer(signatory.text("officer"), fact)
    return authority.capacities.judge(_signature(officer, signatory, fact))


def _require_enrolled(officer: Officer, signatory: Fields, fact: Fact) -> None:
    if SIGNATORY not in officer.roles:
        raise Unshown(
            "not-a-signatory",
            f"{fact.statement.member} names {officer.name} as its signatory, who was not enrolled to sign letters.",
            member=fact.statement.member,
            name=officer.name,
        )
    if officer.name != signatory.text("name"):
        raise Unshown(
            "another-name-signed",
            f"{fact.statement.member} names {signatory.text('name')} as its signatory, and that officer is "
            f"{officer.name}.",
            member=fact.statement.member,
            found=signatory.text("name"),
            expected=officer.name,
        )


def _signature(officer: Officer, signatory: Fields, fact: Fact) -> Signature:
    """Return what is judged: as of the signing, or the letter's own day where that is later."""
    fields = fact.statement.fields
    dated = fields.part("letter").date("dated")
    on = max(fact.statement.at, _beginning(dated))
    post, day = signatory.text("post"), on.astimezone(THAILAND).date()
    held = [one for one in officer.posts if one.post == post and one.since <= day]
    held = [one for one in held if one.until is None or day < one.until]
    return Signature(
        member=fact.statement.member,
        officer=officer.officer,
        name=officer.name,
        post=post,
        word=signatory.optional("acting"),
        principal=signatory.optional("principal"),
        matter=fields.optional("matter") if fields.has("matter") else None,
        on=on,
        enrolled=_beginning(held[0].since) if held else None,
    )


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time.min, THAILAND)


def require_carried(authority: Authority, admission: Fact) -> None:
    """Require that the bundle holds all statements that the seal says the capacity rests on.

    Raises:
        Untold: one is missing.
    """
    held = {fact.statement.digest for fact in authority.contents.support}
    missing = sorted(digest for rel, digest in admission.statement.ties if rel == RESTS_ON and digest not in held)
    if missing:
        raise Untold(
            "basis-missing",
            f"The seal admitted it by {missing[0]}, which the bundle does not hold.",
            digest=missing[0],
            count=len(missing),
        )


def require_recipient(authority: Authority, fact: Fact, addressee: str, at: datetime) -> Officer:
    """Return the officer who answered a letter, verified, and who answers for *addressee*.

    Raises:
        Unshown: the signature is not good, or the officer does not answer for that addressee.
    """
    signer = authority.require_person(fact, at)
    if signer.officer != fact.statement.fields.text("officer") or addressee not in signer.receives_for:
        raise Unshown(
            "not-the-recipient",
            f"{fact.statement.member} is signed by {signer.name}, who does not answer for {addressee}.",
            member=fact.statement.member,
            name=signer.name,
            addressee=addressee,
        )
    return signer
