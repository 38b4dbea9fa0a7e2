"""What may be said through an addressee's one-time link, and that it is given at all.

A link is 128 random bits in the letter's dispatch. Whoever holds the newest one of an addressee speaks for the
addressee, at the lowest level: nobody signs, the registry's seal says that it was so.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from domain.directives import Progress
from domain.errors import InvalidValue, NotAllowed, WrongStage
from domain.letter import directives, life
from domain.letter.events import AnsweredByLink, AnswerKind, LinksGiven, ReportedByLink
from domain.letter.life import Letter, Stage
from domain.letter.text import Directive
from domain.passkeys import PasskeyOffered
from domain.thai.digits import to_thai
from domain.values import Digest, digest

LINK_SIZE = 16
"""Bytes of a link's secret."""
_DOMAIN = b"saraban-link/v1\n"


def link_digest(secret: bytes) -> Digest:
    """Return what is known of a link: SHA-256 of a domain tag and its 16 bytes."""
    if len(secret) != LINK_SIZE:
        raise InvalidValue("link-size", f"A link has {LINK_SIZE} bytes, not {len(secret)}.", size=len(secret))
    return digest(sha256(_DOMAIN + secret).digest())


def give(letter: Letter, given: LinksGiven) -> LinksGiven:
    """Give addressees their links; a newer one takes the older one's place.

    Raises:
        WrongStage: the letter was not sent.
        NoSuchThing: somebody is not among the addressees.
        InvalidValue: nobody is named, or somebody twice, or two share a link.
    """
    if letter.stage is Stage.ISSUED:
        life.require_stage(letter, Stage.DISPATCHED, "answered by link")
    for one in given.links:
        life.require_addressee(letter, one.to)
    names, secrets = {one.to for one in given.links}, {one.link for one in given.links}
    if not given.links or not len(names) == len(secrets) == len(given.links):
        raise InvalidValue(
            "links-not-apart",
            f"Give each addressee of {to_thai(letter.number)} one link, and no two of them the same.",
            number=to_thai(letter.number),
        )
    return given


def answer(letter: Letter, said: AnsweredByLink, *, now: datetime) -> AnsweredByLink:
    """Take an answer that came through a link into the letter's life.

    Raises:
        NotAllowed: the link is not the addressee's newest.
        WrongStage: the addressee answered before, by whichever means.
        InvalidValue: a part is missing or too much, or a time cannot be.
    """
    require_link(letter, said.to, said.link)
    life.require_unanswered(letter, said.to)
    _require_who(letter, said)
    if said.kind is AnswerKind.RETURNED:
        life.require_reason(letter, said.reason)
        foreign = said.receive_number or said.registered_at or said.arrived_at
    else:
        foreign = said.reason
    if foreign is not None:
        raise InvalidValue(
            "answer-both",
            f"{to_thai(letter.number)} is acknowledged or returned: a reason belongs to the one, receipt to the other.",
            number=to_thai(letter.number),
        )
    life.require_receipt_in_order(letter, said, now=now)
    return said


def report(letter: Letter, asked: Sequence[Directive], said: ReportedByLink, *, now: datetime) -> ReportedByLink:
    """Take a report that came through a link into the letter's life.

    Raises:
        NotAllowed: the link is not the addressee's newest.
        WrongStage: only a clerk or a signed report opens again what was done.
        DomainError: `directives.note` refuses it.
    """
    require_link(letter, said.to, said.link)
    _require_who(letter, said)
    if said.progress is Progress.REOPENED:
        raise WrongStage(
            "not-by-link", f"Directive {said.no} is not reopened by a link: telephone the office.", no=said.no
        )
    directives.note(letter, asked, life.as_noted(said), now=now)
    return said


def require_offer(letter: Letter, offered: PasskeyOffered) -> None:
    """Refuse a passkey that is offered for another than the link's own addressee.

    Raises:
        NotAllowed: the link is not the addressee's newest.
        InvalidValue: it names another addressee than the letter has there.
    """
    require_link(letter, offered.to, offered.link)
    if offered.addressee != letter.addressees[offered.to].name:
        raise InvalidValue(
            "passkey-of-another",
            f"The link is {letter.addressees[offered.to].name}'s, and the passkey is offered for {offered.addressee}.",
            addressee=letter.addressees[offered.to].name,
            offered=offered.addressee,
        )


def require_link(letter: Letter, to: int, link: Digest) -> None:
    """Refuse a link that is not the newest of this addressee; whether there ever was one is not told."""
    if letter.links.get(to) != link:
        raise NotAllowed("link-not-known", "This link is not good, or no longer: ask the sender for a new one.")


def _require_who(letter: Letter, said: AnsweredByLink | ReportedByLink) -> None:
    missing = [part for part in ("office", "name", "post") if not str(getattr(said, part)).strip()]
    if missing:
        raise InvalidValue(
            "answer-part-missing",
            f"The answer to {to_thai(letter.number)} does not say {', '.join(missing)}.",
            number=to_thai(letter.number),
            parts=", ".join(missing),
        )
