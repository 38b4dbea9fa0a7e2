"""What became of each sending, checked by a clerk: one by one, all others at once, by answers of mail servers."""

from http import HTTPStatus
from typing import Any, Literal
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.dispatch.letters import must_be_called, named
from api.pages.dispatch.shown import (
    CHANNELS,
    CLERK,
    READER,
    WORDS,
    answer_to,
    answers_of,
    letter_of,
    many,
    new_form,
    places,
    require_form,
    when,
)
from api.pages.page import page, see
from api.past import without_papers
from api.problems import REFUSALS, status_of
from api.settings import Settings
from api.texts.facts import RESULTS
from domain.classes import Channel
from domain.errors import WrongStage
from domain.letter.events import DeliveryResult
from registry.acts import dispatching
from registry.acts.dispatching import Bounced, Outcome
from registry.acts.outgoing import Issued
from registry.papers.mail import Mail
from registry.views.coverage import Coverage
from registry.views.unanswered import Answer


class Checked(msgspec.Struct, forbid_unknown_fields=True):
    """What became of the sendings that are ticked, and perhaps of all others."""

    form: str
    result: DeliveryResult
    to: list[int] | int = []
    others: Literal["", "sent", "delivered"] = ""
    at: str = ""
    detail: str = ""


class Pasted(msgspec.Struct, forbid_unknown_fields=True):
    """Answers of mail servers."""

    pasted: str


class Called(msgspec.Struct, forbid_unknown_fields=True):
    """Who confirmed by telephone."""

    form: str
    spoke_with: str
    to: list[int] | int = []
    at: str = ""


class Again(msgspec.Struct, forbid_unknown_fields=True):
    """One more sending to one addressee."""

    form: str
    channel: Channel
    result: DeliveryResult
    address: str = ""
    at: str = ""
    detail: str = ""


@get("/dispatch/{letter:uuid}/results", opt=CLERK, sync_to_thread=True)
def ask_results(
    letter: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    """Ask what became of the sendings."""
    return _results(counter, settings, letter_of(counter, visitor, letter))


@post("/dispatch/{letter:uuid}/results", opt=CLERK, sync_to_thread=True)
def enter_results(
    letter: FromPath[UUID],
    data: URLEncodedBody[Checked],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Enter what became of them, all or none."""
    found = letter_of(counter, visitor, letter)
    office, chosen = counter.office, places(data.to)
    try:
        at = when(data.at, office.now)
        outcomes = [Outcome(to, data.result, at, data.detail) for to in chosen]
        if data.others:
            rest = dispatching.others(answers_of(counter, found), chosen)
            outcomes += [Outcome(to, DeliveryResult(data.others), at) for to in rest]
        form = require_form(data.form)
        dispatching.enter_results(office, found, outcomes, clerk=visitor.clerk, form=form)
    except REFUSALS as wrong:
        return _results(counter, settings, found, typed=data, wrong=wrong)
    return see(f"/dispatch/{found.stream}")


@post("/dispatch/{letter:uuid}/bounces", opt=CLERK, sync_to_thread=True)
def bounces(
    letter: FromPath[UUID],
    data: URLEncodedBody[Pasted],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    """Tick the addressees whose address stands in answers of mail servers; nothing is entered yet."""
    found = letter_of(counter, visitor, letter)
    try:
        own: str | None = Mail(counter.papers).sender().address
    except WrongStage:
        own = None
    try:
        read = dispatching.bounced(answers_of(counter, found), data.pasted, own=own)
    except REFUSALS as wrong:
        return _results(counter, settings, found, pasted=data.pasted, wrong=wrong)
    ticked = Checked("", DeliveryResult.FAILED, [one.to + 1 for one in read.failed], detail="เครื่องให้บริการตีกลับ")
    return _results(counter, settings, found, typed=ticked, read=read)


@get("/dispatch/{letter:uuid}/calls", opt=CLERK, sync_to_thread=True)
def ask_calls(
    letter: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    """Ask who confirmed by telephone."""
    return _calls(counter, settings, letter_of(counter, visitor, letter))


@post("/dispatch/{letter:uuid}/calls", opt=CLERK, sync_to_thread=True)
def enter_calls(
    letter: FromPath[UUID],
    data: URLEncodedBody[Called],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Enter who confirmed by telephone (annex 7 ข้อ 5.5)."""
    found = letter_of(counter, visitor, letter)
    try:
        dispatching.confirm_many(
            counter.office,
            found,
            places(data.to),
            spoke_with=data.spoke_with,
            at=when(data.at, counter.office.now),
            clerk=visitor.clerk,
            form=require_form(data.form),
        )
    except REFUSALS as wrong:
        return _calls(counter, settings, found, typed=data, wrong=wrong)
    return see(f"/dispatch/{found.stream}")


@get("/dispatch/{letter:uuid}/addressees/{place:int}", opt={**READER, **without_papers()}, sync_to_thread=True)
def addressee(
    letter: FromPath[UUID],
    place: FromPath[int],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    """Show one addressee: how far the letter got, what was done, and what may be entered."""
    found = letter_of(counter, visitor, letter)
    return addressee_page(counter, settings, found, answer_to(answers_of(counter, found), found, place))


@post("/dispatch/{letter:uuid}/addressees/{place:int}/again", opt=CLERK, sync_to_thread=True)
def send_again(
    letter: FromPath[UUID],
    place: FromPath[int],
    data: URLEncodedBody[Again],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Enter that the letter was sent again, under the same number, perhaps by another way (annex 7 ข้อ 5.3.11, 5.4)."""
    found = letter_of(counter, visitor, letter)
    one = answer_to(answers_of(counter, found), found, place)
    try:
        at = when(data.at, counter.office.now)
        outcome = Outcome(one.to, data.result, at, data.detail, data.channel, data.address)
        form = require_form(data.form)
        dispatching.enter_results(counter.office, found, [outcome], clerk=visitor.clerk, form=form)
    except REFUSALS as wrong:
        return addressee_page(counter, settings, found, one, typed=data, wrong=wrong)
    return see(f"/dispatch/{found.stream}/addressees/{place}")


def _results(
    counter: Counter,
    settings: Settings,
    letter: Issued,
    *,
    typed: Checked | None = None,
    pasted: str = "",
    read: Bounced | None = None,
    wrong: Exception | None = None,
) -> Template:
    return page(
        "dispatch/results.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=named(letter),
        letter=letter,
        answers=answers_of(counter, letter),
        results=RESULTS,
        typed=typed or Checked("", DeliveryResult.DELIVERED),
        checked=set(places(typed.to)) if typed else set(),
        pasted=pasted,
        read=read,
        form=new_form(settings),
        wrong=wrong,
        **WORDS,
    )


def _calls(
    counter: Counter,
    settings: Settings,
    letter: Issued,
    *,
    typed: Called | None = None,
    wrong: Exception | None = None,
) -> Template:
    answers = answers_of(counter, letter)
    return page(
        "dispatch/calls.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=named(letter),
        letter=letter,
        answers=[one for one in answers if one.state.silent or (typed and one.to + 1 in many(typed.to))],
        call=must_be_called(letter, answers),
        typed=typed or Called("", ""),
        checked=set(places(typed.to)) if typed else set(),
        form=new_form(settings),
        wrong=wrong,
        **WORDS,
    )


def addressee_page(
    counter: Counter,
    settings: Settings,
    letter: Issued,
    one: Answer,
    *,
    typed: Again | None = None,
    mailed_to: str | None = None,
    wrong: Exception | None = None,
) -> Template:
    """Return the page of one addressee, with what was typed into one of its forms and what is wrong with it."""
    with counter.view(Coverage) as view:
        matrix = view.of(letter.stream)
    row = next((row for row in matrix.rows if row.to == one.to), None) if matrix else None
    known = one.address if one.channel is Channel.CENTRAL_MAIL else ""
    return page(
        "dispatch/addressee.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=named(letter),
        letter=letter,
        one=one,
        row=row,
        written=Mail(counter.papers).written(letter.stream).get(one.to),
        typed=typed or Again("", one.channel, DeliveryResult.SENT, one.address or ""),
        mailed_to=known if mailed_to is None else mailed_to,
        results=RESULTS,
        channels=CHANNELS,
        form=new_form(settings),
        wrong=wrong,
        **WORDS,
    )


ROUTES = (ask_results, enter_results, bounces, ask_calls, enter_calls, addressee, send_again)
