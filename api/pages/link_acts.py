"""What an addressee may do through a one-time link, as forms: the fields of each act, what was typed, the act itself.

typed ─▶ read ─▶ shown once more ─▶ by_link          the registry's seal says that it came through the link
                                 └▶ fact ─▶ passkey  the recipient's own statement
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final

from api.texts.refusals import sentence
from api.texts.text import Text, plain
from api.texts.web import links as words
from domain.directives import Progress
from domain.errors import InvalidValue
from domain.letter import life
from domain.thai.digits import to_thai
from domain.thai.times import parse_moment
from registry.acts import links
from registry.acts.answering import RecipientFact
from registry.acts.links import OpenLink, Who
from registry.acts.office import Office
from registry.views.links import KnownPasskey
from registry.views.unanswered import AnswerState


class Act(Enum):
    """One thing that may be done."""

    ACKNOWLEDGE = "acknowledge"
    RETURN = "return"
    REPORT = "report"


class Kind(Enum):
    """How a field is filled in."""

    LINE = "line"
    AREA = "area"
    CHOICE = "choice"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    words: Text
    kind: Kind = Kind.LINE
    needed: bool = False
    autocomplete: str = "off"
    """What browsers may fill in (HTML 4.10.18.7)."""

    @property
    def hint(self) -> Text | None:
        """What helps to fill it in."""
        return words.MOMENT_HINT if self.kind is Kind.MOMENT else None


WHO: Final = (
    Field("office", words.OFFICE, needed=True, autocomplete="organization"),
    Field("name", words.NAME, needed=True, autocomplete="name"),
    Field("post", words.POST, needed=True, autocomplete="organization-title"),
)
FIELDS: Final[Mapping[Act, tuple[Field, ...]]] = {
    Act.ACKNOWLEDGE: (
        *WHO,
        Field("receive_number", words.RECEIVE_NUMBER),
        Field("arrived_at", words.ARRIVED, Kind.MOMENT),
        Field("registered_at", words.REGISTERED, Kind.MOMENT),
    ),
    Act.RETURN: (*WHO, Field("reason", words.REASON, Kind.AREA, needed=True)),
    Act.REPORT: (
        *WHO,
        Field("no", words.DIRECTIVE, Kind.CHOICE, needed=True),
        Field("progress", words.HOW_FAR, Kind.CHOICE, needed=True),
        Field("happened_at", words.HAPPENED, Kind.MOMENT, needed=True),
        Field("how", words.HOW, Kind.AREA, needed=True),
        Field("performer", words.PERFORMER),
        Field("their_number", words.THEIR_NUMBER),
    ),
}


_LONGEST: Final = {Kind.LINE: links.LONGEST_NAME, Kind.AREA: links.LONGEST_TEXT}
"""Characters."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into the form of an act."""

    values: Mapping[str, str]
    """By field, as it was typed; what was left out is empty."""
    wrong: tuple[tuple[str, Text], ...]
    """Field, and what is wrong with it."""
    moments: Mapping[str, datetime]

    @property
    def who(self) -> Who:
        """Who speaks."""
        return Who(self.values["office"], self.values["name"], self.values["post"])

    def given(self, name: str) -> str | None:
        """Return a field that may be left out."""
        return self.values[name] or None


def options(link: OpenLink) -> dict[str, list[tuple[str, Text]]]:
    """Return what can be chosen, by field."""
    asked = [(str(one.no), plain(f"{to_thai(str(one.no))}. {one.what}")) for one in link.letter.text.directives]
    return {"no": asked, "progress": [(one.value, said) for one, said in words.PROGRESS.items()]}


def acts_of(link: OpenLink) -> list[Act]:
    """Return what the link's holder can do now; whether it may be done then, the register decides."""
    answers = [] if link.answered else [Act.ACKNOWLEDGE, Act.RETURN]
    return [*answers, *([Act.REPORT] if reports(link) else [])]


def reports(link: OpenLink) -> bool:
    """Tell whether anything is left to be reported: the letter asks for something, stands, and did not go back."""
    returned = link.standing.state is AnswerState.RETURNED
    return bool(link.letter.text.directives) and not link.withdrawn and not returned


def read(act: Act, link: OpenLink, data: Mapping[str, str], *, now: datetime) -> Typed:
    """Read what was typed.

    Raises:
        InvalidValue: there is a field that the form does not have.
    """
    known = FIELDS[act]
    for name in sorted(data.keys() - {field.name for field in known}):
        raise InvalidValue("unknown-parameter", f"This page has no parameter {name[:60]!r}.", parameter=name[:60])
    values = {field.name: data.get(field.name, "").strip() for field in known}
    wrong: list[tuple[str, Text]] = []
    moments: dict[str, datetime] = {}
    choices = options(link)
    for field in known:
        value = values[field.name]
        if field.needed and not value:
            wrong.append((field.name, words.MISSING.with_(name=field.words)))
        elif field.kind is Kind.CHOICE and value not in {one for one, _ in choices[field.name]}:
            wrong.append((field.name, words.NOT_OFFERED.with_(name=field.words)))
        elif field.kind is Kind.MOMENT and value:
            try:
                moments[field.name] = parse_moment(value, today=now.date())
            except InvalidValue:
                wrong.append((field.name, words.NOT_A_MOMENT.with_(name=field.words)))
    refused = [(field.name, why) for field in known if (why := _refused(field, values, moments, link, now)) is not None]
    return Typed(values, (*wrong, *refused), moments)


def _refused(
    field: Field, values: Mapping[str, str], moments: Mapping[str, datetime], link: OpenLink, now: datetime
) -> Text | None:
    """Return why the register would refuse a field: people hear it before they see their answers once more."""
    try:
        if field.kind in _LONGEST:
            links.fitting(values[field.name], _LONGEST[field.kind])
        if field.name in moments:
            life.require_moment(moments[field.name], link.letter.number, link.letter.text.dated, now=now)
        if field.name == "registered_at":
            life.require_order(moments.get("arrived_at"), moments.get("registered_at"))
    except InvalidValue as refusal:
        return Text(sentence(refusal), str(refusal))
    return None


def by_link(office: Office, link: OpenLink, act: Act, typed: Typed) -> dict[str, Any]:
    """Do it, at the lowest level; refuses as `registry.acts.links` does."""
    match act:
        case Act.ACKNOWLEDGE:
            return links.acknowledge(
                office,
                link,
                typed.who,
                receive_number=typed.given("receive_number"),
                arrived_at=typed.moments.get("arrived_at"),
                registered_at=typed.moments.get("registered_at"),
            )
        case Act.RETURN:
            return links.send_back(office, link, typed.who, reason=typed.values["reason"])
        case Act.REPORT:
            return links.report(
                office,
                link,
                typed.who,
                no=int(typed.values["no"]),
                progress=Progress(typed.values["progress"]),
                happened_at=typed.moments["happened_at"],
                how=typed.values["how"],
                performer=typed.given("performer"),
                their_number=typed.given("their_number"),
            )


def fact(link: OpenLink, passkey: KnownPasskey, act: Act, typed: Typed) -> RecipientFact:
    """Return what the holder of a passkey signs; office, name and post are those that a clerk made sure of."""
    who = links.recipient(passkey)
    match act:
        case Act.ACKNOWLEDGE:
            return who.acknowledged(
                link.letter,
                to=link.addressee,
                receive_number=typed.given("receive_number"),
                arrived_at=typed.moments.get("arrived_at"),
                registered_at=typed.moments.get("registered_at"),
            )
        case Act.RETURN:
            return who.returned(link.letter, to=link.addressee, reason=typed.values["reason"])
        case Act.REPORT:
            return who.reported(
                link.letter,
                to=link.addressee,
                no=int(typed.values["no"]),
                progress=Progress(typed.values["progress"]),
                happened_at=typed.moments["happened_at"],
                how=typed.values["how"],
                performer=typed.given("performer"),
                evidence=typed.given("their_number"),
            )
