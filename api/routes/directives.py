"""What letters ask for: how far it got, by when; and the office's calendar."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.routes.kit import ACTS, READS, Entered, Key, ManyEntered, PathNumber, Whole, letter_of, like, moment, once
from domain.calendar import CalendarEntered
from domain.directives import Progress
from domain.errors import NoSuchThing
from domain.thai.text import normalise
from registry.acts import outgoing, performing
from registry.acts.office import Office
from registry.acts.performing import Word
from registry.views.coverage import Coverage
from registry.views.coverage_matrix import Matrix

EXAMPLE: dict[str, object] = {"to": [0, 1], "progress": "done", "how": "รายงานทางโทรศัพท์", "their_number": "กบ 0023/45"}


class Note(msgspec.Struct, forbid_unknown_fields=True):
    """What the office was told of one directive; *to* are places in the letter's list, from 0."""

    to: list[Whole]
    progress: Progress
    how: str
    performer: str | None = None
    at: datetime | None = None
    evidence: UUID | None = None
    """A letter or order of this registry that shows it."""
    their_number: str | None = None


class Deadline(msgspec.Struct, forbid_unknown_fields=True):
    """A new day; for all where *to* is empty."""

    new: date
    reason: str
    to: list[Whole] = []


class DayOff(msgspec.Struct, forbid_unknown_fields=True):
    """A day off, or with *works* a day of work in its place."""

    day: date
    name: str
    works: bool = False


@get("/letters/{stream:uuid}/coverage", opt=allow(Right.CLERK, Right.AUDITOR), responses=READS, sync_to_thread=True)
def read_coverage(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Matrix:
    """Tell who has done what a letter asks for, the silent ones first."""
    letter = letter_of(counter.office, visitor, stream)
    with counter.view(Coverage) as view:
        matrix = view.of(letter.stream)
    if matrix is None:
        raise NoSuchThing("asks-for-nothing", f"{letter.number} asks for nothing.", number=letter.number)
    return matrix


@post(
    "/letters/{stream:uuid}/directives/{no:int}/notes",
    operation_class=like(EXAMPLE),
    opt=allow(Right.CLERK),
    responses=ACTS,
    sync_to_thread=True,
)
def note_directive(
    stream: FromPath[UUID],
    no: PathNumber,
    data: JSONBody[Note],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> ManyEntered:
    """Note that addressees passed a directive on, performed it, or that what was taken for done is not."""

    def act(office: Office) -> ManyEntered:
        letter = letter_of(office, visitor, stream)
        evidence = None if data.evidence is None else outgoing.find(office, str(data.evidence))
        word = Word(
            no,
            data.progress,
            moment(data.at, office),
            normalise(data.how),
            data.performer and normalise(data.performer),
            evidence,
            data.their_number and normalise(data.their_number),
        )
        done = performing.note(office, letter, _names(data.to), word, clerk=visitor.clerk)
        return ManyEntered(letter.stream, [one.position for one in done])

    return once(counter, visitor, key, ("note", stream, no, data), ManyEntered, act)


@post(
    "/letters/{stream:uuid}/directives/{no:int}/deadlines", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True
)
def move_deadline(
    stream: FromPath[UUID],
    no: PathNumber,
    data: JSONBody[Deadline],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> ManyEntered:
    """Move a directive's day."""

    def act(office: Office) -> ManyEntered:
        letter = letter_of(office, visitor, stream)
        done = performing.move_deadline(
            office,
            letter,
            no,
            data.new,
            to=_names(data.to),
            reason=normalise(data.reason),
            clerk=visitor.clerk,
        )
        return ManyEntered(letter.stream, [one.position for one in done])

    return once(counter, visitor, key, ("move", stream, no, data), ManyEntered, act)


@post("/calendar", opt=allow(Right.CLERK, Right.ADMINISTRATOR), responses=ACTS, sync_to_thread=True)
def enter_day_off(
    data: JSONBody[DayOff], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Entered:
    """Enter a day off, or a day of work in its place, in the office's own calendar."""

    def act(office: Office) -> Entered:
        answer = performing.enter_day(office, CalendarEntered(data.day, data.works, data.name, visitor.clerk))
        return Entered(str(answer["stream"]), int(answer["position"]))

    return once(counter, visitor, key, ("calendar", data), Entered, act)


def _names(places: Sequence[int]) -> list[str]:
    """Return how people name the addressees at *places*: by their number in the list, from 1."""
    return [str(place + 1) for place in places]


ROUTES = (read_coverage, note_directive, move_deadline, enter_day_off)
