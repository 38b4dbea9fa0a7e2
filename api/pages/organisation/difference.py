"""What lies between two moments of the organisation, each on both axes: a list, and a picture that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final

from litestar import Request, Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, Parameter
from litestar.response import Template
from markupsafe import Markup

from api.counter import Counter
from api.pages.handed_out import saved_as
from api.pages.organisation.asked import READERS, Moment, Typed, Wrong, address, named, unit_address
from api.pages.organisation.tree import exact
from api.pages.page import language_of, page
from api.points import typed_on
from api.problems import status_of
from api.structure_drawn import Called, called_of, change_words, difference, mark_of, summary, what
from api.svg import drawn
from api.texts.structure import moment_words
from api.texts.text import Text
from api.trees import Branch, Mark, Tree
from domain.structure.acts import UnitId
from domain.structure.instruments import Source
from registry.acts.office import Office
from registry.views.spans import Point
from registry.views.structure import StructureView
from registry.views.structure_compared import Compared, differing, explained
from registry.views.structure_outline import Stretch, moments

DRAWN: Final = 300
"""Units of a page of the list, and lines that are drawn in it; more are a file."""
Skipped = Annotated[int, Parameter(ge=0, le=1_000_000)]
"""Units that changed and come before the first one that is shown."""
SIGNS: Final = {
    "added": "+",
    "abolished": "−",
    "renamed": "~",
    "moved": "→",
    "recoded": "#",
    "kind": "~",
    "duties": "~",
}
_TITLE: Final = Text("ความต่างระหว่างสองเวลา", "The difference of two moments")
_WORDS: Final = {
    "added": (Text("เพิ่ม", "added"), "good"),
    "abolished": (Text("ยุบเลิก", "abolished"), "bad"),
    "renamed": (Text("เปลี่ยนชื่อ", "renamed"), "warn"),
    "moved": (Text("ย้าย", "moved"), "warn"),
    "recoded": (Text("เปลี่ยนรหัส", "recoded"), "warn"),
    "kind": (Text("เปลี่ยนชนิด", "of another kind"), "warn"),
    "duties": (Text("เปลี่ยนหน้าที่", "other duties"), "warn"),
}


@dataclass(frozen=True, slots=True)
class Between:
    """The two moments of an address, and the unit whose trees are compared."""

    a: Moment
    b: Moment
    under: str

    def fields(self) -> dict[str, str]:
        """Return the parameters of an address that asks for this."""
        return {**self.a.fields(), **self.b.fields(), "under": self.under}


@dataclass(frozen=True, slots=True)
class Said:
    """One change as the list shows it."""

    sign: str
    word: Text
    tone: str
    sentence: Text
    by: Sequence[Source]


@dataclass(frozen=True, slots=True)
class Changed:
    """A unit that changed, as the list shows it."""

    unit: UnitId
    name: str
    mark: Mark
    said: Sequence[Said]


def between(
    a_on: FromQuery[Typed] = "",
    a_known_at: FromQuery[Typed] = "",
    b_on: FromQuery[Typed] = "",
    b_known_at: FromQuery[Typed] = "",
    under: FromQuery[Typed] = "",
) -> Between:
    """Return what an address asks for."""
    return Between(Moment(a_on, a_known_at, "a_"), Moment(b_on, b_known_at, "b_"), under)


_ASKED: Final = {"asked": Provide(between, sync_to_thread=False)}


@get("/organisation/difference", opt=READERS, dependencies=_ASKED, sync_to_thread=True)
def show(
    asked: NamedDependency[Between],
    counter: NamedDependency[Counter],
    request: Request[Any, Any, Any],
    skip: FromQuery[Skipped] = 0,
) -> Template:
    """Show what lies between two moments; before the newest change and now, where nothing is asked."""
    wrong: Wrong = {}
    with counter.view(StructureView) as view:
        a, b, compared = _compared(asked, counter.office, view, wrong)
        changed = [one for one in compared if one.changes]
        shown = [explained(view, one, a, b) for one in changed[skip : skip + DRAWN]]
    called = called_of(compared)
    return page(
        "organisation/difference.html",
        status=status_of(next(iter(wrong.values()))) if wrong else HTTPStatus.OK,
        title=_TITLE,
        asked=asked,
        wrong=wrong,
        a=a,
        b=b,
        typed={"a_on": typed_on(a.on), "a_known_at": a.known_at, "b_on": typed_on(b.on), "b_known_at": b.known_at},
        changed=[_changed(one, called) for one in shown],
        many=len(changed),
        skip=skip,
        preceding=max(skip - DRAWN, 0) if skip else None,
        following=skip + DRAWN if skip + DRAWN < len(changed) else None,
        picture=_picture(compared, shown, (a, b), request) if len(shown) == len(changed) else None,
        summary=summary(compared),
        exact=exact,
        address=address,
        unit_address=unit_address,
        moment_words=moment_words,
    )


@get("/organisation/difference/svg", opt=READERS, dependencies=_ASKED, sync_to_thread=True)
def picture(
    asked: NamedDependency[Between], counter: NamedDependency[Counter], request: Request[Any, Any, Any]
) -> Response[Any]:
    """Hand out the picture as a file."""
    wrong: Wrong = {}
    with counter.view(StructureView) as view:
        a, b, compared = _compared(asked, counter.office, view, wrong)
        for refusal in wrong.values():
            raise refusal
        compared = [explained(view, one, a, b) for one in compared]
    return saved_as(drawn(difference(compared, a, b), language_of(request)).encode(), "difference.svg", "image/svg+xml")


def _compared(asked: Between, here: Office, view: StructureView, wrong: Wrong) -> tuple[Point, Point, list[Compared]]:
    a, b = asked.a.point(here, view, wrong), asked.b.point(here, view, wrong)
    if not asked.a.asked and not asked.b.asked:
        before = Stretch.around(b.on, moments(view, b.known_at)).before
        a = a if before is None else Point(before, a.known_at)
    under = named(view, asked.under, b, wrong, "under")
    return a, b, [] if wrong else differing(view, a, b, under)


def _changed(one: Compared, called: Called) -> Changed:
    said = [
        Said(SIGNS[kind], *_WORDS[kind], change_words(change, called), change.by)
        for change in one.changes
        for kind in (what(change),)
    ]
    return Changed(one.unit, called[one.unit], mark_of(one), said)


def _picture(
    compared: Sequence[Compared],
    changed: Sequence[Compared],
    between: tuple[Point, Point],
    request: Request[Any, Any, Any],
) -> Markup | None:
    """Return the picture as a part of the page, if it is not too long; texts in it are escaped where it is drawn."""
    explained = {one.unit: one for one in changed}
    tree = difference([explained.get(one.unit, one) for one in compared], *between)
    if not tree.branches or _lines(tree) > DRAWN:
        return None
    _, _, drawing = drawn(tree, language_of(request)).partition("?>\n")
    return Markup(drawing)  # noqa: S704 - drawn here, and escaped there


def _lines(tree: Tree) -> int:
    count, waiting = 0, list[Branch](tree.branches)
    while waiting and count <= DRAWN:
        count += 1
        waiting += waiting.pop().below
    return count


ROUTES = (show, picture)
