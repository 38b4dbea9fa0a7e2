"""What the pages of dispatching share: the letter that is meant, what forms hold, which answers they give."""

from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.settings import Settings
from api.texts.facts import ANSWERS
from api.texts.levels import LEVELS
from domain.authority import Authority
from domain.classes import Channel
from domain.errors import InvalidValue, NoSuchThing
from domain.thai.digits import to_thai
from domain.thai.times import parse_moment
from registry.acts import outgoing
from registry.acts.outgoing import Issued
from registry.views.letters import Direction
from registry.views.unanswered import Answer, AnswerState, Unanswered

CLERK: Final = allow(Right.CLERK)
READER: Final = allow(Right.CLERK, Right.AUDITOR)
CHANNELS: Final = tuple((one.value, one) for one in Channel)
TONES: Final = {
    AnswerState.FAILED: "bad",
    AnswerState.DISPATCHED: "warn",
    AnswerState.SENT: "warn",
    AnswerState.DELIVERED: "quiet",
    AnswerState.CONFIRMED: "quiet",
    AnswerState.RETURNED: "bad",
    AnswerState.ACKNOWLEDGED: "good",
}
WORDS: Final[dict[str, Any]] = {"states": ANSWERS, "tones": TONES, "levels": LEVELS}
"""Given to every template that shows addressees."""

T = TypeVar("T")


def letter_of(counter: Counter, visitor: Visitor, stream: UUID) -> Issued:
    """Return the letter that went out from here and lives in *stream*.

    Raises:
        NoSuchThing: there is none, or the visitor may not know of it.
    """
    office = counter.office
    known = outgoing.find(office, str(stream), direction=Direction.SENT)
    letter = outgoing.issued_in(office, known.stream)
    if not visitor.may_read(letter.text.secrecy):
        raise NoSuchThing("no-such-letter", f"No letter {stream} was issued here.", letter=str(stream))
    return letter


def answers_of(counter: Counter, letter: Issued) -> list[Answer]:
    """Return what is known of the letter's addressees; none before it was sent."""
    with counter.view(Unanswered) as view:
        return view.of(letter.stream)


def answer_to(answers: list[Answer], letter: Issued, place: int) -> Answer:
    """Return what is known of the addressee that pages call *place*, counted from 1.

    Raises:
        NoSuchThing: there is none, or the letter was not sent.
    """
    found = next((one for one in answers if one.to == place - 1), None)
    if found is None:
        raise NoSuchThing(
            "no-such-place",
            f"{to_thai(letter.number)} has {len(answers)} addressees: load the page again.",
            number=to_thai(letter.number),
            count=len(answers),
        )
    return found


def many(value: list[T] | T) -> list[T]:
    """Return the values of a form's field that may stand once or several times."""
    return value if isinstance(value, list) else [value]


def places(value: list[int] | int) -> list[int]:
    """Return the places of addressees that forms count from 1."""
    return sorted({one - 1 for one in many(value)})


def new_form(settings: Settings) -> str:
    """Return the id of a form: what is sent under it is done once, however often it is pressed."""
    return settings.random(16).hex()


def require_form(form: str) -> str:
    """Return the id of a form, or refuse what is none.

    Raises:
        InvalidValue: it is none of `new_form`.
    """
    if len(form) != 32 or not form.isalnum() or not form.isascii():  # noqa: PLR2004 - 16 bytes in hexadecimal
        raise InvalidValue("not-a-form", "The form has lost its id: load the page again.")
    return form


def when(typed: str, now: datetime) -> datetime:
    """Return when something happened as typed; now where nothing is."""
    return parse_moment(typed, today=now.date()) if typed.strip() else now


def officer_name(authority: Authority, officer: str | None) -> str:
    """Return an officer's name; the id where nobody of it is enrolled."""
    known = authority.officers.get(officer or "")
    return officer or "–" if known is None else known.enrolled.name
