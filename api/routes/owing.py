"""Which letters wait to be sent and which were; who has not answered, and the one reminder of all that is owed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from api import visible
from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.handed_out import saved_as
from api.routes.kit import ACTS, READS, Key, PathNumber, once
from api.routes.paging import Cursor, Limit, after, cut, place
from domain.errors import NoSuchThing
from domain.values import StreamId
from registry.acts import mailing
from registry.acts.office import Office
from registry.acts.outgoing import issued_in
from registry.dispatching.words import Owed
from registry.papers.mail import Mail, Reminder
from registry.views import owing
from registry.views.owing import Debtor, Sent, Waiting
from registry.views.unanswered import Unanswered

CLERKS = allow(Right.CLERK)
READERS = allow(Right.CLERK, Right.AUDITOR)


class Debt(msgspec.Struct, forbid_unknown_fields=True):
    """Who is reminded, by name, and at which address where none is known or another is wanted."""

    addressee: str
    address: str | None = None


class Reminded(msgspec.Struct):
    """One reminder of all that an addressee owes on a day."""

    reminder: int
    addressee: str
    day: date
    address: str
    owed: list[Owed]
    written_at: datetime
    written_by: str

    @classmethod
    def of(cls, one: Reminder) -> "Reminded":
        """Return a reminder as programs read it."""
        return cls(one.id, one.addressee, one.day, one.address, list(one.owed), one.written_at, one.written_by)


@dataclass(frozen=True, slots=True)
class Unsent:
    """A page of letters that were issued and not sent, the newest first."""

    rows: list[Waiting]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Gone:
    """A page of letters that were sent, the newest first."""

    rows: list[Sent]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Debtors:
    """A page of addressees, those who owe most first; who owes only what the account may not read is left out."""

    rows: list[Debtor]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Reminders:
    """A page of the newest reminder of each addressee."""

    rows: list[Reminded]
    cursor: str | None


@get("/dispatch/waiting", opt=READERS, responses=READS, sync_to_thread=True)
def list_unsent_letters(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Unsent:
    """List letters that wait to be sent."""
    with counter.view(Unanswered) as view:
        found = owing.waiting(view, before=place(cursor), limit=limit + 1)
    rows = [one for one in found[:limit] if _readable(counter.office, visitor, one.letter)]
    return Unsent(rows, after(found[limit - 1].position if len(found) > limit else None))


@get("/dispatch/sent", opt=READERS, responses=READS, sync_to_thread=True)
def list_sent_letters(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Gone:
    """List letters that were sent, with how many of their addressees are silent."""
    with counter.view(Unanswered) as view:
        found = owing.sent(view, before=place(cursor), limit=limit + 1)
    rows = [one for one in found[:limit] if _readable(counter.office, visitor, one.letter)]
    return Gone(rows, after(found[limit - 1].position if len(found) > limit else None))


@get("/unanswered", opt=READERS, responses=READS, sync_to_thread=True)
def list_debtors(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Debtors:
    """List who has not answered, over all letters."""
    skip = place(cursor) or 0
    with counter.view(Unanswered) as view:
        found = owing.debtors(view, skip=skip, limit=limit + 1)
    rows = visible.debtors(counter.office, visitor, found[:limit])
    return Debtors(rows, after(skip + limit if len(found) > limit else None))


@get("/reminders", opt=CLERKS, responses=READS, sync_to_thread=True)
def list_reminders(counter: NamedDependency[Counter], cursor: Cursor = None, limit: Limit = 50) -> Reminders:
    """List the newest reminder of each addressee."""
    known = list(Mail(counter.papers).newest_reminders().values())
    page, following = cut(known, cursor, limit, lambda one: f"{one.day} {one.id:09}", newest_first=True)
    return Reminders([Reminded.of(one) for one in page], following)


@post("/reminders", opt=CLERKS, responses=ACTS, sync_to_thread=True)
def remind(
    data: JSONBody[Debt], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Reminded:
    """Prepare today's one reminder of all that an addressee owes; asked for again, it stays the same."""

    def act(office: Office) -> Reminded:
        with counter.view(Unanswered) as view:
            debtor = owing.debtor(view, data.addressee)
        owed = [] if debtor is None else visible.debtors(office, visitor, [debtor])
        if not owed:
            raise NoSuchThing("owes-nothing", f"{data.addressee} owes no answer any more.", addressee=data.addressee)
        made = mailing.remind(office, Mail(counter.papers), owed[0], typed=data.address, clerk=visitor.clerk)
        return Reminded.of(made)

    return once(counter, visitor, key, ("remind", data), Reminded, act)


@get(
    "/reminders/{number:int}/mail",
    opt=CLERKS,
    responses=READS,
    media_type="application/octet-stream",
    sync_to_thread=True,
)
def read_reminder_mail(number: PathNumber, counter: NamedDependency[Counter]) -> Response[Any]:
    """Hand out a reminder as a mail (.eml); the same every time."""
    mail = Mail(counter.papers)
    name, data = mailing.write_reminder(counter.office, mail, mail.reminder(number))
    return saved_as(data, name)


def _readable(office: Office, visitor: Visitor, letter: StreamId) -> bool:
    return visitor.may_read(issued_in(office, letter).text.secrecy)


ROUTES = (
    list_unsent_letters,
    list_sent_letters,
    list_debtors,
    list_reminders,
    remind,
    read_reminder_mail,
)
