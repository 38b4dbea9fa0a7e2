"""Mails with links, links alone, and recipients' passkeys.

A link's token is in the one answer that gives it and is kept nowhere: asked again under the same key, it is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter
from litestar.response import Stream

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.dispatch.shown import answers_of
from api.pages.handed_out import saved_in_pieces
from api.routes.kit import ACTS, READS, Entered, Key, Whole, entered, form_of, letter_of, once
from api.routes.paging import Cursor, Limit, cut
from api.settings import Settings
from domain.errors import NoSuchThing
from registry.acts import links, mailing
from registry.acts.office import Office
from registry.dispatching.words import Sender
from registry.papers.mail import Mail
from registry.views.links import KnownPasskey

CLERKS = allow(Right.CLERK)
Spki = Annotated[
    str, PathParameter(pattern=r"^sha256:[0-9a-f]{64}$", description="The digest of the passkey's public key.")
]


class NewSender(msgspec.Struct, forbid_unknown_fields=True):
    """From which address letters are mailed, and whom to ask about them."""

    address: str
    telephone: str
    contact: str | None = None
    roman: str | None = None


class OneMail(msgspec.Struct, forbid_unknown_fields=True):
    """For whom a mail is written, by the place in the letter's list; *address* where it goes elsewhere than before."""

    to: Whole
    address: str | None = None


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """Whose mails are written."""

    mails: list[OneMail]


class Places(msgspec.Struct, forbid_unknown_fields=True):
    """Addressees, by their places in the letter's list, from 0."""

    to: list[Whole]


class Given(msgspec.Struct):
    """An addressee's own link, which is shown this once."""

    to: int
    addressee: str
    link: str


class Why(msgspec.Struct, forbid_unknown_fields=True):
    """Why it counts no longer."""

    reason: str


@dataclass(frozen=True, slots=True)
class Passkeys:
    """A page of passkeys, those that were offered last first."""

    rows: list[KnownPasskey]
    cursor: str | None


@get("/mail/sender", opt=allow(Right.CLERK, Right.ADMINISTRATOR), responses=READS, sync_to_thread=True)
def read_mail_sender(counter: NamedDependency[Counter]) -> Sender:
    """Return from which address letters are mailed, and whom addressees may ask."""
    return Mail(counter.papers).sender()


@put("/mail/sender", opt=allow(Right.CLERK, Right.ADMINISTRATOR), responses=ACTS, sync_to_thread=True)
def set_mail_sender(data: JSONBody[NewSender], counter: NamedDependency[Counter]) -> Sender:
    """Say from which address letters are mailed."""
    mail = Mail(counter.papers)
    mail.set_sender(Sender(data.address, data.telephone, data.contact, data.roman))
    return mail.sender()


@post(
    "/letters/{stream:uuid}/mails",
    opt=CLERKS,
    responses=ACTS,
    media_type="application/octet-stream",
    sync_to_thread=True,
)
def write_mails(
    stream: FromPath[UUID],
    data: JSONBody[Wanted],
    key: Key,
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Stream:
    """Write mails for the central mailbox, each with its addressee's new link: one .eml, or a ZIP of several."""
    office = counter.office
    letter = letter_of(office, visitor, stream)
    written = mailing.write_mails(
        office,
        Mail(counter.papers),
        letter,
        _addresses(data.mails, mailing.mailed(answers_of(counter, letter))),
        site=settings.address,
        form=form_of(visitor, key),
        clerk=visitor.clerk,
        random=settings.random,
    )
    return saved_in_pieces(written.pieces, written.name)


@post("/letters/{stream:uuid}/links", opt=CLERKS, responses=ACTS, sync_to_thread=True)
def give_links(
    stream: FromPath[UUID],
    data: JSONBody[Places],
    key: Key,
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> list[Given]:
    """Give addressees new links; those that they had are good no longer."""
    letter = letter_of(counter.office, visitor, stream)
    given = mailing.give_links(
        counter.office,
        Mail(counter.papers),
        letter,
        data.to,
        site=settings.address,
        form=form_of(visitor, key),
        clerk=visitor.clerk,
        random=settings.random,
    )
    return [Given(to, letter.text.addressees[to].name, link) for to, link in given.items()]


@get("/passkeys", opt=CLERKS, responses=READS, sync_to_thread=True)
def list_passkeys(counter: NamedDependency[Counter], cursor: Cursor = None, limit: Limit = 50) -> Passkeys:
    """List the passkeys that recipients have offered."""
    page, following = cut(
        links.passkeys(counter.office), cursor, limit, lambda one: f"{one.offered_at.isoformat()} {one.spki}",
        newest_first=True,
    )  # fmt: skip
    return Passkeys(page, following)


@post("/passkeys/{spki:str}/confirmation", opt=CLERKS, responses=ACTS, sync_to_thread=True)
def confirm_passkey(
    spki: Spki, key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Entered:
    """Say that the clerk has made sure whose passkey it is, e.g. by telephone."""

    def act(office: Office) -> Entered:
        passkey = _passkey(office, spki)
        return entered(passkey.stream, links.confirm_passkey(office, passkey, clerk=visitor.clerk))

    return once(counter, visitor, key, ("confirm-passkey", spki), Entered, act)


@post("/passkeys/{spki:str}/withdrawal", opt=CLERKS, responses=ACTS, sync_to_thread=True)
def withdraw_passkey(
    spki: Spki, data: JSONBody[Why], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Entered:
    """Say that a passkey counts no longer, or will not be confirmed."""

    def act(office: Office) -> Entered:
        passkey = _passkey(office, spki)
        done = links.withdraw_passkey(office, passkey, reason=data.reason, clerk=visitor.clerk)
        return entered(passkey.stream, done)

    return once(counter, visitor, key, ("withdraw-passkey", spki, data), Entered, act)


def _addresses(wanted: list[OneMail], known: Mapping[int, str]) -> dict[int, str]:
    """Return to which address each mail goes; who is to get several gets the last one named."""
    return {one.to: one.address or known.get(one.to, "") for one in wanted}


def _passkey(office: Office, spki: str) -> KnownPasskey:
    found = next((one for one in links.passkeys(office) if one.spki == spki), None)
    if found is None:
        raise NoSuchThing("passkey-unknown-here", "No such passkey was offered here: look at the list again.")
    return found


ROUTES = (
    read_mail_sender,
    set_mail_sender,
    write_mails,
    give_links,
    list_passkeys,
    confirm_passkey,
    withdraw_passkey,
)
