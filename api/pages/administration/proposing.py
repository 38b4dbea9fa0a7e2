"""What administrators propose about officers and their keys: forms whose facts wait until a registrar signs them."""

from datetime import date
from typing import Any, Final
from urllib.parse import quote

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, MultipartBody, URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.administration import officers
from api.pages.administration.shown import ADMINISTRATOR, PATH, desk
from api.pages.page import see
from api.problems import REFUSALS
from api.texts.roles import ROLES
from api.texts.text import Text
from domain.authority import OfficerEnrolled, Post, Role
from domain.facts import PersonFact
from domain.thai.dates import parse_date, print_date
from domain.thai.text import normalise
from domain.values import Digest, File
from registry.acts import proposing

TITLE: Final = Text("เสนอขึ้นทะเบียนเจ้าหน้าที่", "Propose an enrolment")
_SPARE: Final = 2
"""Empty rows for posts."""
LARGEST: Final = 128 << 10
"""Bytes of a file of certificates."""
OF: Final = f"{PATH}/officers/{{officer:str}}"


class Enrolment(msgspec.Struct, forbid_unknown_fields=True):
    """An enrolment as it is typed; the n-th of each part of a post belong together."""

    officer: str = ""
    name: str = ""
    office: str = ""
    role: list[Role] | Role = []
    post: list[str] | str = []
    unit: list[str] | str = []
    since: list[str] | str = []
    until: list[str] | str = []
    receives_for: str = ""
    """One addressee a line."""
    why: str = ""

    @property
    def roles(self) -> list[Role]:
        """The roles that are chosen, in the order of the list."""
        chosen = self.role if isinstance(self.role, list) else [self.role]
        return [role for role in Role if role in chosen]

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Posts, units and days as they are typed, row by row."""
        columns = [one if isinstance(one, list) else [one] for one in (self.post, self.unit, self.since, self.until)]
        longest = max(map(len, columns))
        padded = [[*one, *[""] * (longest - len(one))] for one in columns]
        return [(row[0], row[1], row[2], row[3]) for row in zip(*padded, strict=True)]

    def enrolled(self, today: date) -> OfficerEnrolled:
        """Return the fact; a post begins today where no day is typed.

        Raises:
            InvalidValue: a day cannot be read.
        """
        posts = tuple(
            Post(
                post,
                unit.strip() or self.office,
                parse_date(since) if since.strip() else today,
                parse_date(until) if until.strip() else None,
            )
            for post, unit, since, until in self.rows
            if post.strip()
        )
        answers_for = tuple(line for line in self.receives_for.splitlines() if line.strip())
        return OfficerEnrolled(self.officer, self.name, self.office, posts, tuple(self.roles), answers_for)


class Certificates(msgspec.Struct, forbid_unknown_fields=True):
    """A certificate that was issued for an officer's key, and those above it."""

    certificate: UploadFile
    why: str = ""


class Withdrawal(msgspec.Struct, forbid_unknown_fields=True):
    """Which key is to be withdrawn, and why; the reason becomes part of the fact."""

    key: str
    reason: str = ""


@get(f"{PATH}/enrolment", opt=ADMINISTRATOR, sync_to_thread=True)
def ask(counter: NamedDependency[Counter], officer: FromQuery[str] = "") -> Template:
    """Ask for an enrolment; of an officer who is enrolled, for the enrolment anew."""
    return _form(_typed(officer, counter) if officer else Enrolment(office=counter.name))


@post(f"{PATH}/enrolment", opt=ADMINISTRATOR, sync_to_thread=True)
def propose_enrolment(
    data: URLEncodedBody[Enrolment], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Propose an enrolment."""
    office = counter.office
    try:
        propose(counter, visitor, proposing.enrolment(office, data.enrolled(office.today)), why=data.why)
    except REFUSALS as wrong:
        return _form(data, wrong=wrong)
    return see(f"{PATH}/officers")


@post(f"{OF}/keys", opt=ADMINISTRATOR, sync_to_thread=True, request_max_body_size=LARGEST)
def propose_key(
    officer: FromPath[str],
    data: MultipartBody[Certificates],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Propose to enrol the key of a certificate."""
    try:
        fact, files = proposing.key(counter.office, officer, data.certificate.file.read())
        propose(counter, visitor, fact, files=files, why=data.why)
    except REFUSALS as wrong:
        return officers.shown(counter, officer, wrong=wrong)
    return _back(officer)


@post(f"{OF}/keys/withdraw", opt=ADMINISTRATOR, sync_to_thread=True)
def propose_withdrawal(
    officer: FromPath[str],
    data: URLEncodedBody[Withdrawal],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Propose to withdraw a key."""
    try:
        propose(counter, visitor, proposing.withdrawal(counter.office, Digest(data.key), data.reason), why="")
    except REFUSALS as wrong:
        return officers.shown(counter, officer, wrong=wrong)
    return _back(officer)


def propose(counter: Counter, visitor: Visitor, fact: PersonFact, *, files: list[File] | None = None, why: str) -> str:
    """Keep what is proposed until an officer signs it, and return its id."""
    return counter.proposals.propose(
        fact,
        files=files or [],
        by=visitor.account.account,
        at=counter.settings.clock(),
        why=normalise(why),
        random=counter.settings.random,
    )


def _back(officer: str) -> Redirect:
    return see(f"{PATH}/officers/{quote(officer, safe='')}")


def _typed(officer: str, counter: Counter) -> Enrolment:
    """Return the form as it says what is enrolled now."""
    known = counter.office.reader.authority().officer(officer)
    return Enrolment(
        officer=officer,
        name=known.name,
        office=known.office,
        role=list(known.roles),
        post=[one.post for one in known.posts],
        unit=[one.unit for one in known.posts],
        since=["" if one.since == date.min else print_date(one.since) for one in known.posts],
        until=["" if one.until is None else print_date(one.until) for one in known.posts],
        receives_for="\n".join(known.receives_for),
    )


def _form(typed: Enrolment, *, wrong: Exception | None = None) -> Template:
    rows = [row for row in typed.rows if any(row)]
    return desk(
        "enrolment.html",
        TITLE,
        wrong=wrong,
        typed=typed,
        posts=[*rows, *[("", "", "", "")] * _SPARE],
        roles=ROLES,
    )


ROUTES = (ask, propose_enrolment, propose_key, propose_withdrawal)
