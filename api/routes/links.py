"""What an addressee may do through the one-time link of a dispatch, for programs: the lowest level of an answer.

The link's token stands in the body, and in no address: addresses are written down on their way. No account is needed.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec
from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from api.auth.rights import Right, allow
from api.counter import Counter
from api.pages.link_acts import Act, acts_of
from api.pages.links import opened
from api.routes.kit import ANYBODYS, BY_LINK, Entered, Key, Whole, entered, moment, once_for
from domain.directives import Progress
from domain.letter.links import link_digest
from registry.acts import links
from registry.acts.links import OpenLink, Who
from registry.acts.office import Office
from registry.verdicts.letter import read
from registry.views.levels import Level
from registry.views.unanswered import AnswerState


class Held(msgspec.Struct, forbid_unknown_fields=True):
    """A link that somebody holds: what stands behind ``/l/`` in its address."""

    token: str


class Speaking(msgspec.Struct, forbid_unknown_fields=True):
    """A link, and who speaks for its addressee."""

    token: str
    office: str
    name: str
    post: str

    @property
    def who(self) -> Who:
        """Who speaks."""
        return Who(self.office, self.name, self.post)


class Acknowledged(Speaking, forbid_unknown_fields=True, kw_only=True):
    """The letter came; the addressee's own number and times of it, where there are any."""

    receive_number: str | None = None
    arrived_at: datetime | None = None
    registered_at: datetime | None = None


class Returned(Speaking, forbid_unknown_fields=True):
    """The letter is sent back, and why."""

    reason: str


class Reported(Speaking, forbid_unknown_fields=True, kw_only=True):
    """How far one directive got; *happened_at* is now where it is left out."""

    no: Whole
    progress: Progress
    how: str
    happened_at: datetime | None = None
    performer: str | None = None
    their_number: str | None = None


class AskedFor(msgspec.Struct):
    """One thing that the letter asks for."""

    no: int
    what: str
    who: str
    due: date | None


class LinkRead(msgspec.Struct):
    """The letter, the addressee whose link it is, and how it stands between the two."""

    number: str
    dated: date
    subject: str
    signatory: str
    post: str
    final: str
    """SHA-256 of the registered file."""
    attachments: list[str]
    directives: list[AskedFor]
    addressee: str
    given_at: datetime
    """When the link was given."""
    state: AnswerState
    level: Level | None
    """What the answer rests on; null before there is one."""
    answered_at: datetime | None
    by: str | None
    receive_number: str | None
    reason: str | None
    acts: list[Act]
    """What the holder can do now."""


@post("/links/look", opt=allow(Right.PUBLIC), responses={**ANYBODYS, 415: BY_LINK[415]}, sync_to_thread=True,
      status_code=200)  # fmt: skip
def look_through_link(data: JSONBody[Held], counter: NamedDependency[Counter]) -> LinkRead:
    """Show what a link's holder sees: the letter, its addressee, and how it stands. It acknowledges nothing."""
    link = opened(counter, data.token)
    letter, standing = read(counter.office.reader, link.letter.stream), link.standing
    text = letter.text
    return LinkRead(
        number=text.number,
        dated=text.dated,
        subject=text.subject,
        signatory=text.signatory.name,
        post=text.signatory.post,
        final=letter.final.sha256,
        attachments=[one.title for one in text.attachments],
        directives=[AskedFor(one.no, one.what, one.who, one.due) for one in text.directives],
        addressee=link.addressee,
        given_at=link.given_at,
        state=standing.state,
        level=standing.level,
        answered_at=standing.answered_at,
        by=standing.by,
        receive_number=standing.receive_number,
        reason=standing.reason,
        acts=acts_of(link),
    )


@post("/links/acknowledge", opt=allow(Right.PUBLIC), responses=BY_LINK, sync_to_thread=True)
def acknowledge_through_link(data: JSONBody[Acknowledged], key: Key, counter: NamedDependency[Counter]) -> Entered:
    """Acknowledge the letter through its addressee's link."""

    def act(office: Office, link: OpenLink) -> dict[str, Any]:
        return links.acknowledge(
            office,
            link,
            data.who,
            receive_number=data.receive_number,
            arrived_at=data.arrived_at and moment(data.arrived_at, office),
            registered_at=data.registered_at and moment(data.registered_at, office),
        )

    return _once(counter, key, "acknowledge", data, act)


@post("/links/return", opt=allow(Right.PUBLIC), responses=BY_LINK, sync_to_thread=True)
def return_through_link(data: JSONBody[Returned], key: Key, counter: NamedDependency[Counter]) -> Entered:
    """Return the letter through its addressee's link, and say why."""
    return _once(
        counter,
        key,
        "return",
        data,
        lambda office, link: links.send_back(office, link, data.who, reason=data.reason),
    )


@post("/links/report", opt=allow(Right.PUBLIC), responses=BY_LINK, sync_to_thread=True)
def report_through_link(data: JSONBody[Reported], key: Key, counter: NamedDependency[Counter]) -> Entered:
    """Report through an addressee's link how far a directive got."""

    def act(office: Office, link: OpenLink) -> dict[str, Any]:
        return links.report(
            office,
            link,
            data.who,
            no=data.no,
            progress=data.progress,
            happened_at=moment(data.happened_at, office),
            how=data.how,
            performer=data.performer,
            their_number=data.their_number,
        )

    return _once(counter, key, "report", data, act)


def _once(
    counter: Counter, key: str, name: str, data: Speaking, act: Callable[[Office, OpenLink], dict[str, Any]]
) -> Entered:
    """Do what is asked through a link once; keys of one link are none of another's, and the token is not kept."""
    link = opened(counter, data.token)
    return once_for(
        counter,
        f"link {link_digest(link.secret)}",
        key,
        (name, data),
        Entered,
        lambda office: entered(link.letter.stream, act(office, link)),
    )


ROUTES = (look_through_link, acknowledge_through_link, return_through_link, report_through_link)
