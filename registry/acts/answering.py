"""A recipient answers a letter with a statement of the recipient's own: acknowledged, returned, or what was done.

At the registry's own desk, here; from another machine, in `registry.acts.elsewhere`. What is said is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from domain.authority import OfficerEnrolled
from domain.directives import DirectiveReported, Progress
from domain.errors import NoSuchThing, NotAllowed, WrongNumber
from domain.letter.events import LetterAcknowledged, LetterReturned
from domain.thai.digits import to_thai
from domain.values import File
from keys.signing import SigningKey
from registry import bundle
from registry.acts.office import Office
from registry.acts.outgoing import Issued, addressee
from registry.wire import Relation

RecipientFact = LetterAcknowledged | LetterReturned | DirectiveReported
"""What a recipient says of a letter."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """An officer who answers letters, as the officer's statements name him, and for whom he answers."""

    office: str
    officer: str
    name: str
    post: str
    receives_for: tuple[str, ...]

    @classmethod
    def of(cls, enrolled: OfficerEnrolled) -> Self:
        """Return the recipient who is enrolled so."""
        post = enrolled.posts[0].post if enrolled.posts else "ผู้รับ"
        return cls(enrolled.office, enrolled.officer, enrolled.name, post, enrolled.receives_for)

    def acknowledged(
        self,
        letter: Issued,
        *,
        to: str | None = None,
        receive_number: str | None = None,
        arrived_at: datetime | None = None,
        registered_at: datetime | None = None,
    ) -> LetterAcknowledged:
        """Return what the recipient signs who received a letter.

        Raises:
            NotAllowed: the recipient answers for none of its addressees, or not for the one that *to* names.
            NoSuchThing: it has no addressee of that name.
            WrongNumber: the recipient answers for several, or several are named so; one has to be named.
        """
        return LetterAcknowledged(
            letter=letter.signed,
            to=self._place(letter, to),
            office=self.office,
            officer=self.officer,
            name=self.name,
            post=self.post,
            receive_number=receive_number,
            registered_at=registered_at,
            arrived_at=arrived_at,
        )

    def returned(self, letter: Issued, *, to: str | None = None, reason: str) -> LetterReturned:
        """Return what the recipient signs who sends a letter back; refuses as `acknowledged` does."""
        return LetterReturned(
            letter=letter.signed,
            to=self._place(letter, to),
            office=self.office,
            officer=self.officer,
            name=self.name,
            post=self.post,
            reason=reason,
        )

    def reported(  # noqa: PLR0913 - what a recipient says
        self,
        letter: Issued,
        *,
        to: str | None = None,
        no: int,
        progress: Progress,
        happened_at: datetime,
        how: str,
        performer: str | None = None,
        evidence: str | None = None,
    ) -> DirectiveReported:
        """Return what the recipient signs about a directive of the letter; refuses as `acknowledged` does."""
        return DirectiveReported(
            letter=letter.signed,
            to=self._place(letter, to),
            no=no,
            progress=progress,
            happened_at=happened_at,
            how=how,
            office=self.office,
            officer=self.officer,
            name=self.name,
            post=self.post,
            performer=performer,
            evidence=evidence,
        )

    def _place(self, letter: Issued, to: str | None) -> int:
        """Return the place of the addressee for whom the recipient speaks."""
        names = [one.name for one in letter.text.addressees]
        if to is not None:
            place = addressee(letter, to)
            if names[place] not in self.receives_for:
                raise NotAllowed(
                    "not-the-recipient",
                    f"{self.name} does not answer for {names[place]}.",
                    name=self.name,
                    addressee=names[place],
                )
            return place
        mine = [place for place, name in enumerate(names) if name in self.receives_for]
        if not mine:
            raise NotAllowed(
                "not-received",
                f"{to_thai(letter.number)} was not sent to anybody for whom {self.name} answers.",
                number=to_thai(letter.number),
                name=self.name,
            )
        if len(mine) > 1:
            raise WrongNumber(
                "which-addressee",
                f"{self.name} answers for {len(mine)} addressees of {to_thai(letter.number)}: name one.",
                number=to_thai(letter.number),
                addressee=self.name,
                count=len(mine),
            )
        return mine[0]


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
    """Acknowledge a letter that one received; refuses as `Recipient.acknowledged` does."""
    fact = _recipient(office, key).acknowledged(
        letter, to=to, receive_number=receive_number, arrived_at=arrived_at, registered_at=registered_at
    )
    return say(office, key, letter, fact)


def send_back(office: Office, key: SigningKey, letter: Issued, *, to: str | None = None, reason: str) -> dict[str, Any]:
    """Return a letter that one received, and say why; refuses as `acknowledge` does."""
    return say(office, key, letter, _recipient(office, key).returned(letter, to=to, reason=reason))


def relation(letter: Issued) -> Relation:
    """Return the tie by which an answer names the letter that it answers."""
    return Relation("acknowledges", letter.signed)


def evidence(office: Office, letter: Issued, answer_of: str | None = None) -> bytes:
    """Return the evidence bundle of a letter, or of the answer of the addressee who is named.

    Raises:
        NoSuchThing: there is no such addressee, or none that has answered.
    """
    if answer_of is None:
        return bundle.write(office.reader, letter.stream)
    to = addressee(letter, answer_of)
    try:
        return bundle.write_answer(office.reader, letter.stream, to)
    except NoSuchThing as refusal:
        name = letter.text.addressees[to].name
        raise NoSuchThing(
            "not-answered",
            f"{name} has not answered {to_thai(letter.number)}: look at saraban unanswered.",
            number=to_thai(letter.number),
            addressee=name,
        ) from refusal


def say(
    office: Office, key: SigningKey, letter: Issued, fact: RecipientFact, *, doc: Sequence[File] = ()
) -> dict[str, Any]:
    """Let a recipient sign what is said of a letter, and hand it in."""
    answer = office.admit(office.author(key), fact, doc=doc, re=[relation(letter)], stream=letter.stream)
    return {**answer, "addressee": letter.text.addressees[fact.to].name}


def _recipient(office: Office, key: SigningKey) -> Recipient:
    return Recipient.of(office.reader.authority().officer(office.officer_of(key)))
