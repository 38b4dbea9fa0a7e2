"""Who has not answered, over all letters; and one reminder an addressee and day, however much is owed."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, Parameter, URLEncodedBody
from litestar.response import Stream, Template

from api import visible
from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.dispatch.shown import CLERK, READER, many
from api.pages.handed_out import saved_in_pieces
from api.pages.page import page, see
from api.past import without_papers
from api.problems import REFUSALS, status_of
from api.texts.text import Text
from domain.errors import NoSuchThing
from registry.acts import mailing
from registry.papers.mail import Mail
from registry.views import owing
from registry.views.owing import Debtor
from registry.views.unanswered import Unanswered

Skip = Annotated[int, Parameter(ge=0)]
MOST_LISTED = 10
"""Letters of one addressee that the page names; the reminder names all."""


class Reminded(msgspec.Struct, forbid_unknown_fields=True):
    """Who is to be reminded, by names."""

    to: list[str] | str = []


class Typed(msgspec.Struct, forbid_unknown_fields=True):
    """One addressee, and an address where none is known."""

    to: str
    address: str = ""


@get("/unanswered", opt={**READER, **without_papers()}, sync_to_thread=True)
def index(counter: NamedDependency[Counter], visitor: NamedDependency[Visitor], skip: FromQuery[Skip] = 0) -> Template:
    """Show who owes answers, those who owe most first; a page of them at a time."""
    return _shown(counter, visitor, skip)


@post("/reminders", opt=CLERK, sync_to_thread=True)
def remind(
    data: URLEncodedBody[Reminded], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Prepare today's reminders of those who are ticked and have an address; pressed again, they stay the same."""
    mail = Mail(counter.papers)
    try:
        for name in sorted(set(many(data.to))):
            found = _owed(counter, visitor, name)
            if found is not None and found.address:
                mailing.remind(counter.office, mail, found, typed=None, clerk=visitor.clerk)
    except REFUSALS as wrong:
        return _shown(counter, visitor, wrong=wrong)
    return see("/unanswered")


@post("/reminders/one", opt=CLERK, sync_to_thread=True)
def remind_one(
    data: URLEncodedBody[Typed], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Prepare one addressee's reminder, to the address that is typed."""
    try:
        found = _owed(counter, visitor, data.to)
        if found is None:
            raise NoSuchThing("owes-nothing", f"{data.to} owes no answer any more.", addressee=data.to)
        mailing.remind(counter.office, Mail(counter.papers), found, typed=data.address, clerk=visitor.clerk)
    except REFUSALS as wrong:
        return _shown(counter, visitor, wrong=wrong)
    return see("/unanswered")


@get("/reminders/today.zip", opt=CLERK, sync_to_thread=True)
def all_of_today(counter: NamedDependency[Counter]) -> Stream:
    """Give today's reminders as mails in a ZIP."""
    mail, today = Mail(counter.papers), counter.office.today
    reminders = [one for one in mail.newest_reminders().values() if one.day == today]
    written = mailing.write_reminders(counter.office, mail, sorted(reminders, key=lambda one: one.id))
    return saved_in_pieces(written.pieces, written.name, written.mime)


@get("/reminders/{number:int}/mail.eml", opt=CLERK, sync_to_thread=True)
def one_reminder(number: FromPath[int], counter: NamedDependency[Counter]) -> Stream:
    """Give one reminder as a mail."""
    mail = Mail(counter.papers)
    name, data = mailing.write_reminder(counter.office, mail, mail.reminder(number))
    return saved_in_pieces(iter([data]), name, "message/rfc822")


def _owed(counter: Counter, visitor: Visitor, addressee: str) -> Debtor | None:
    """Return what somebody owes, of letters that the visitor may know of."""
    with counter.view(Unanswered) as view:
        found = owing.debtor(view, addressee)
    return None if found is None else next(iter(visible.debtors(counter.office, visitor, [found])), None)


def _shown(counter: Counter, visitor: Visitor, skip: int = 0, *, wrong: Exception | None = None) -> Template:
    with counter.view(Unanswered) as view:
        found = owing.debtors(view, skip=skip, limit=owing.PAGE + 1)
    return page(
        "dispatch/unanswered.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=Text("ยังไม่ตอบรับ", "Unanswered"),
        debtors=visible.debtors(counter.office, visitor, found[: owing.PAGE]),
        next_page=skip + owing.PAGE if len(found) > owing.PAGE else None,
        most=MOST_LISTED,
        reminders=Mail(counter.papers).newest_reminders(),
        today=counter.office.today,
        wrong=wrong,
    )


ROUTES = (index, remind, remind_one, all_of_today, one_reminder)
