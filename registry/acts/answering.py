"""A recipient answers a letter with a statement of the recipient's own: acknowledged, or returned and why."""

from datetime import datetime
from typing import Any

from domain.errors import NoSuchThing, NotAllowed, WrongNumber
from domain.letter.events import LetterAcknowledged, LetterAnswered, LetterReturned
from domain.thai.digits import to_thai
from domain.values import StreamId
from keys.signing import SigningKey
from registry.acts.office import Office
from registry.acts.outgoing import Issued, addressee
from registry.wire import Relation


def acknowledge(  # noqa: PLR0913 - what a recipient says
    office: Office,
    key: SigningKey,
    letter: Issued,
    *,
    to: str | None = None,
    receive_number: str | None = None,
    arrived_at: datetime | None = None,
    registered_at: datetime | None = None,
) -> dict[str, Any]:
    """Acknowledge a letter that one received.

    Raises:
        NotAllowed: the key's officer answers for none of its addressees.
        WrongNumber: for several; the addressee has to be named.
    """
    place, words = _words(office, key, letter, to)
    fact = LetterAcknowledged(
        letter=letter.signed,
        to=place,
        receive_number=receive_number,
        registered_at=registered_at,
        arrived_at=arrived_at,
        **words,
    )
    return _say(office, key, letter, fact)


def send_back(office: Office, key: SigningKey, letter: Issued, *, to: str | None = None, reason: str) -> dict[str, Any]:
    """Return a letter that one received, and say why; refuses as `acknowledge` does."""
    place, words = _words(office, key, letter, to)
    return _say(office, key, letter, LetterReturned(letter=letter.signed, to=place, reason=reason, **words))


def stream_of(office: Office, letter: Issued, to: str) -> StreamId:
    """Return the stream of the statement by which an addressee answered.

    Raises:
        NoSuchThing: there is no such addressee, or none that has answered.
    """
    place = addressee(letter, to)
    for line in office.reader.stream(letter.stream):
        fact = line.statement.fact
        if isinstance(fact, LetterAnswered) and fact.to == place:
            return fact.answered_in
    name = letter.text.addressees[place].name
    raise NoSuchThing(
        "not-answered",
        f"{name} has not answered {to_thai(letter.number)}: look at saraban unanswered.",
        number=to_thai(letter.number),
        addressee=name,
    )


def _say(office: Office, key: SigningKey, letter: Issued, fact: LetterAcknowledged | LetterReturned) -> dict[str, Any]:
    answer = office.admit(office.author(key), fact, re=[Relation("acknowledges", letter.signed)], stream=letter.stream)
    return {**answer, "addressee": letter.text.addressees[fact.to].name}


def _words(office: Office, key: SigningKey, letter: Issued, to: str | None) -> tuple[int, dict[str, str]]:
    """Return which addressee the key's officer answers for, and who the officer is."""
    officer = office.reader.authority().officer(office.officer_of(key))
    if to is not None:
        place = addressee(letter, to)
    else:
        mine = [n for n, one in enumerate(letter.text.addressees) if one.name in officer.receives_for]
        if not mine:
            raise NotAllowed(
                "not-received",
                f"{to_thai(letter.number)} was not sent to anybody for whom {officer.name} answers.",
                number=to_thai(letter.number),
                name=officer.name,
            )
        if len(mine) > 1:
            raise WrongNumber(
                "which-addressee",
                f"{officer.name} answers for {len(mine)} addressees of {to_thai(letter.number)}: name one.",
                number=to_thai(letter.number),
                addressee=officer.name,
                count=len(mine),
            )
        place = mine[0]
    post = officer.posts[0].post if officer.posts else "ผู้รับ"
    return place, {"office": officer.office, "officer": officer.officer, "name": officer.name, "post": post}
