"""Which letters wait to be sent, which were sent; one letter; sending it to its addressees."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, Parameter, URLEncodedBody
from litestar.response import Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.dispatch.shown import CHANNELS, CLERK, READER, WORDS, answers_of, letter_of, many, officer_name
from api.pages.page import page, see
from api.past import without_papers
from api.problems import REFUSALS, status_of
from api.texts.text import Text
from domain.classes import Channel, SpeedClass
from domain.errors import InvalidValue
from domain.letter.events import LetterCancelled, LetterDispatched, LetterSuperseded, Sending
from domain.thai.digits import to_thai
from registry.acts import dispatching, sheets
from registry.acts.dispatching import Planned
from registry.acts.outgoing import Issued, issued_in
from registry.papers.lists import Lists
from registry.papers.mail import Mail
from registry.views import owing
from registry.views.unanswered import Answer, AnswerState, Unanswered

TITLE = Text("ส่งหนังสือ", "Dispatch")
Before = Annotated[int | None, Parameter(ge=0)]


class Send(msgspec.Struct, forbid_unknown_fields=True):
    """How each addressee is reached, in the order of the letter's list."""

    channel: list[str] | str
    address: list[str] | str


@get("/dispatch", opt=READER, sync_to_thread=True)
def index(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    waiting: FromQuery[Before] = None,
    sent: FromQuery[Before] = None,
) -> Template:
    """Show what waits to be sent, and what was sent, newest first; a page of each at a time."""
    with counter.view(Unanswered) as view:
        waits = owing.waiting(view, before=waiting, limit=owing.PAGE + 1)
        gone = owing.sent(view, before=sent, limit=owing.PAGE + 1)
    streams = [*(one.letter for one in waits), *(one.letter for one in gone)]
    texts = {stream: issued_in(counter.office, stream).text for stream in streams}
    return page(
        "dispatch/index.html",
        title=TITLE,
        waits=waits[: owing.PAGE],
        more_waits=len(waits) > owing.PAGE,
        gone=gone[: owing.PAGE],
        more_gone=len(gone) > owing.PAGE,
        texts=texts,
        may_read=visitor.may_read,
    )


@get("/dispatch/{letter:uuid}", opt={**READER, **without_papers()}, sync_to_thread=True)
def one(
    letter: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    only: FromQuery[AnswerState | None] = None,
) -> Template:
    """Show one letter: to whom it goes, how far it got, and what is to be done next."""
    found = letter_of(counter, visitor, letter)
    answers = answers_of(counter, found)
    counts = {known: sum(answer.state is known for answer in answers) for known in AnswerState}
    return page(
        "dispatch/letter.html",
        title=named(found),
        letter=found,
        answers=[answer for answer in answers if only in {None, answer.state}],
        all_count=len(answers),
        counts=counts,
        only=only,
        call=must_be_called(found, answers),
        withdrawn=_withdrawn(counter, found),
        mails=Mail(counter.papers).written(found.stream),
        delivered_on=sheets.delivery_days(counter.office, found.stream),
        officer=lambda officer: officer_name(counter.office.reader.authority(), officer),
        **WORDS,
    )


@get("/dispatch/{letter:uuid}/send", opt=CLERK, sync_to_thread=True)
def ask(
    letter: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    by: FromQuery[int | None] = None,
) -> Template:
    """Ask how each addressee is to be reached, as the list *by* has it."""
    found = letter_of(counter, visitor, letter)
    lists = Lists(counter.papers)
    entries = lists.get(by).entries if by is not None else ()
    return _asked(counter, found, dispatching.plan(found, entries), by=by)


@post("/dispatch/{letter:uuid}/send", opt=CLERK, sync_to_thread=True)
def send(
    letter: FromPath[UUID],
    data: URLEncodedBody[Send],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Send the letter: its list of addressees is frozen, with the way and address of each."""
    found = letter_of(counter, visitor, letter)
    planned = dispatching.plan(found)
    try:
        typed = _typed(found, many(data.channel), many(data.address))
        planned = [
            Planned(s.to, p.name, s.channel, s.address, listed=False) for s, p in zip(typed, planned, strict=True)
        ]
        dispatching.dispatch(counter.office, found, typed, clerk=visitor.clerk)
    except REFUSALS as wrong:
        return _asked(counter, found, planned, wrong=wrong)
    return see(f"/dispatch/{found.stream}")


def _typed(letter: Issued, channels: list[str], addresses: list[str]) -> list[Sending]:
    known = {one.value: one for one in Channel}
    fit = len(channels) == len(addresses) == len(letter.text.addressees)
    if not fit or not all(one in known for one in channels):
        raise InvalidValue("not-a-form", "The form has lost its id: load the page again.")
    return [
        Sending(to, known[channel], address.strip() or None)
        for to, (channel, address) in enumerate(zip(channels, addresses, strict=True))
    ]


def _asked(
    counter: Counter, letter: Issued, planned: list[Planned], *, by: int | None = None, wrong: Exception | None = None
) -> Template:
    return page(
        "dispatch/send.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=named(letter),
        letter=letter,
        planned=planned,
        lists=Lists(counter.papers).all(),
        by=by,
        channels=CHANNELS,
        wrong=wrong,
        sent=bool(answers_of(counter, letter)),
    )


def named(letter: Issued) -> Text:
    """Return a letter's number as a title."""
    return Text(f"ที่ {to_thai(letter.number)}", letter.number)


def must_be_called(letter: Issued, answers: list[Answer]) -> list[Answer]:
    """Return who has to be telephoned: it is most urgent or has a day, and nobody heard anything (annex 7 ข้อ 5.5)."""
    pressing = letter.text.speed is SpeedClass.MOST_URGENT or any(one.due for one in letter.text.directives)
    return [one for one in answers if pressing and one.state.silent]


def _withdrawn(counter: Counter, letter: Issued) -> str | None:
    facts = (line.statement.fact for line in counter.office.reader.stream(letter.stream))
    return next((fact.number for fact in facts if isinstance(fact, LetterCancelled | LetterSuperseded)), None)


def dispatched(counter: Counter, letter: Issued) -> bool:
    """Tell whether the letter was sent."""
    facts = (line.statement.fact for line in counter.office.reader.stream(letter.stream))
    return any(isinstance(fact, LetterDispatched) for fact in facts)


ROUTES = (index, one, ask, send)
