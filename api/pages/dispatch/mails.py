"""Mails of a letter as files to be sent from the central mailbox, and links that are shown once."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Stream, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.dispatch.letters import named
from api.pages.dispatch.results import addressee_page
from api.pages.dispatch.shown import (
    CLERK,
    WORDS,
    answer_to,
    answers_of,
    letter_of,
    new_form,
    places,
    require_form,
)
from api.pages.handed_out import saved_in_pieces
from api.pages.page import page, see
from api.problems import REFUSALS, status_of
from api.settings import Settings
from api.texts.text import Text
from domain.errors import WrongStage
from registry.acts import mailing
from registry.acts.outgoing import Issued
from registry.dispatching.words import Sender
from registry.papers.mail import Mail
from registry.views.unanswered import Answer

KEEPER = allow(Right.CLERK, Right.ADMINISTRATOR)


class Chosen(msgspec.Struct, forbid_unknown_fields=True):
    """For whom mails are written or links given; counted from 1."""

    form: str
    to: list[int] | int = []


class Single(msgspec.Struct, forbid_unknown_fields=True):
    """To which address one mail is written."""

    form: str
    address: str


class Typed(msgspec.Struct, forbid_unknown_fields=True):
    """From where letters are mailed."""

    address: str
    telephone: str
    contact: str = ""
    roman: str = ""


@get("/dispatch/{letter:uuid}/mail", opt=CLERK, sync_to_thread=True)
def ask_mail(
    letter: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    """Ask for whom mails are written."""
    return _mails(counter, settings, letter_of(counter, visitor, letter))


@post("/dispatch/{letter:uuid}/mail", opt=CLERK, sync_to_thread=True)
def write(
    letter: FromPath[UUID],
    data: URLEncodedBody[Chosen],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Write the mails that are chosen, each with a new link, and send them as one file."""
    found = letter_of(counter, visitor, letter)
    known = mailing.mailed(answers_of(counter, found))
    try:
        chosen = {place: known[place] for place in places(data.to) if place in known}
        return _written(counter, settings, visitor, found, chosen, data.form)
    except REFUSALS as wrong:
        return _mails(counter, settings, found, wrong=wrong)


@post("/dispatch/{letter:uuid}/addressees/{place:int}/mail", opt=CLERK, sync_to_thread=True)
def write_one(
    letter: FromPath[UUID],
    place: FromPath[int],
    data: URLEncodedBody[Single],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Write one mail to the address that is typed, e.g. after the one before was wrong (annex 7 ข้อ 5.3.11)."""
    found = letter_of(counter, visitor, letter)
    one = answer_to(answers_of(counter, found), found, place)
    try:
        return _written(counter, settings, visitor, found, {one.to: data.address}, data.form)
    except REFUSALS as wrong:
        return addressee_page(counter, settings, found, one, mailed_to=data.address, wrong=wrong)


@get("/dispatch/{letter:uuid}/links", opt=CLERK, sync_to_thread=True)
def ask_links(
    letter: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    """Ask to whom links are given."""
    return _links(counter, settings, letter_of(counter, visitor, letter))


@post("/dispatch/{letter:uuid}/links", opt=CLERK, sync_to_thread=True)
def give(
    letter: FromPath[UUID],
    data: URLEncodedBody[Chosen],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Template:
    """Give new links and show them, this once."""
    found = letter_of(counter, visitor, letter)
    mail = Mail(counter.papers)
    try:
        given = mailing.give_links(
            counter.office,
            mail,
            found,
            places(data.to),
            site=settings.address,
            form=require_form(data.form),
            clerk=visitor.clerk,
            random=settings.random,
        )
    except REFUSALS as wrong:
        return _links(counter, settings, found, wrong=wrong)
    return page("dispatch/links_given.html", title=named(found), letter=found, given=given)


@get("/dispatch/sender", opt=KEEPER, sync_to_thread=True)
def ask_sender(counter: NamedDependency[Counter]) -> Template:
    """Ask from where letters are mailed."""
    try:
        known = Mail(counter.papers).sender()
    except WrongStage:
        known = Sender("", "")
    return _sender(Typed(known.address, known.telephone, known.contact or "", known.roman or ""))


@post("/dispatch/sender", opt=KEEPER, sync_to_thread=True)
def set_sender(
    data: URLEncodedBody[Typed], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Keep from where letters are mailed."""
    try:
        Mail(counter.papers).set_sender(Sender(data.address, data.telephone, data.contact, data.roman))
    except REFUSALS as wrong:
        return _sender(data, wrong=wrong)
    return see("/dispatch" if Right.CLERK in visitor.rights else "/dispatch/sender")


def _written(
    counter: Counter, settings: Settings, visitor: Visitor, letter: Issued, chosen: dict[int, str], form: str
) -> Stream:
    written = mailing.write_mails(
        counter.office,
        Mail(counter.papers),
        letter,
        chosen,
        site=settings.address,
        form=require_form(form),
        clerk=visitor.clerk,
        random=settings.random,
    )
    return saved_in_pieces(written.pieces, written.name, written.mime)


def _mails(counter: Counter, settings: Settings, letter: Issued, *, wrong: Exception | None = None) -> Template:
    answers = answers_of(counter, letter)
    mail = Mail(counter.papers)
    known, written = mailing.mailed(answers), mail.written(letter.stream)
    try:
        sender: Sender | None = mail.sender()
    except WrongStage:
        sender = None
    return _ask(
        "dispatch/mail.html",
        settings,
        letter,
        [one for one in answers if one.to in known],
        checked={place for place in known if place not in written},
        wrong=wrong,
        sender=sender,
        written=written,
    )


def _links(counter: Counter, settings: Settings, letter: Issued, *, wrong: Exception | None = None) -> Template:
    answers = answers_of(counter, letter)
    known = mailing.mailed(answers)
    checked = {one.to for one in answers if one.to not in known and one.level is None}
    return _ask("dispatch/links.html", settings, letter, answers, checked=checked, wrong=wrong)


def _ask(
    template: str,
    settings: Settings,
    letter: Issued,
    answers: list[Answer],
    *,
    checked: set[int],
    wrong: Exception | None,
    **values: object,
) -> Template:
    return page(
        template,
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=named(letter),
        letter=letter,
        answers=answers,
        checked=checked,
        form=new_form(settings),
        wrong=wrong,
        **values,
        **WORDS,
    )


def _sender(typed: Typed, *, wrong: Exception | None = None) -> Template:
    return page(
        "dispatch/sender.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=Text("ไปรษณีย์อิเล็กทรอนิกส์กลาง", "Central mail"),
        typed=typed,
        wrong=wrong,
    )


ROUTES = (ask_mail, write, write_one, ask_links, give, ask_sender, set_sender)
