"""The timeline of one history: a page of facts, day by day, with the days on which nothing happened folded."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal

from litestar.params import FromQuery, Parameter
from litestar.response import Template

from api.pages.histories.categories import OF_FACTS, WORDS, Category
from api.pages.histories.subjects import LARGEST, Kind, Subject
from api.pages.histories.told import Told, told
from api.pages.page import page
from registry.history.paged import Page
from registry.history.paged import page as page_of
from registry.wire import THAI_TIME

ROWS: Final = 50
"""Facts of one page."""
Place = Annotated[int | None, Parameter(ge=0, le=LARGEST)]
Some = Annotated[list[Category] | None, Parameter(max_items=len(Category))]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a timeline."""

    order: Literal["", "oldest"] = ""
    only: tuple[Category, ...] = ()
    expanded: Literal["", "1"] = ""
    behind: int | None = None
    before: int | None = None

    @property
    def newest_first(self) -> bool:
        """Whether the newest fact stands above."""
        return self.order != "oldest"

    def address(self, subject: Subject, **changed: str | int | None) -> str:
        """Return the address of the same timeline, some of it asked for otherwise; at its first page as a rule."""
        kept = {"order": self.order, "only": [one.value for one in self.only], "expanded": self.expanded}
        return subject.address(**{**kept, **changed})


def asked(
    order: FromQuery[Literal["", "oldest"]] = "",
    only: FromQuery[Some] = None,
    expanded: FromQuery[Literal["", "1"]] = "",
    behind: FromQuery[Place] = None,
    before: FromQuery[Place] = None,
) -> Asked:
    """Take from an address what is asked of a timeline."""
    return Asked(order, tuple(dict.fromkeys(only or ())), expanded, behind, before)


@dataclass(frozen=True, slots=True)
class Day:
    """One day's facts, and how many days without any lie between it and the day above."""

    on: date
    idle: int
    facts: tuple[Told, ...]


def timeline(subject: Subject, question: Asked) -> Template:
    """Show a page of a history."""
    found = page_of(
        subject.positions,
        lambda position: _fits(subject, question.only, position),
        rows=ROWS,
        newest_first=question.newest_first,
        behind=question.behind,
        before=question.before,
    )
    events = [told(subject.reader, one) for one in subject.history.told(frozenset(found.positions))]
    in_order = events[::-1] if question.newest_first else events
    return page(
        "histories/timeline.html",
        title=subject.title,
        subject=subject,
        asked=question,
        days=days(in_order, _above(subject, question)),
        found=found,
        shown=len(in_order),
        categories=WORDS,
        links=_links(subject, question, found),
        entry=subject.kind in {Kind.LETTER, Kind.ORDER},
    )


def days(facts: Iterable[Told], above: date | None = None) -> list[Day]:
    """Return facts by the day, in their order; *above* is the day of the fact above the first.

    A signer's clock may be behind the seal's, so a day may come twice, and never has days without facts before it then.
    """
    found: list[Day] = []
    for one in facts:
        if found and found[-1].on == one.on:
            found[-1] = Day(one.on, found[-1].idle, (*found[-1].facts, one))
            continue
        last = found[-1].on if found else above
        found.append(Day(one.on, 0 if last is None else max(0, abs((last - one.on).days) - 1), (one,)))
    return found


def _fits(subject: Subject, only: Collection[Category], position: int) -> bool:
    line = subject.reader.at(position)
    return (not only or OF_FACTS[line.statement.name] in only) and subject.readable(line)


def _above(subject: Subject, question: Asked) -> date | None:
    """Return the day of the fact behind which the page begins, if it is one that the visitor has seen."""
    behind = question.behind
    if behind is None or behind not in subject.positions or not _fits(subject, question.only, behind):
        return None
    return subject.reader.at(behind).statement.at.astimezone(THAI_TIME).date()


def _links(subject: Subject, question: Asked, found: Page) -> dict[str, Any]:
    """Return the addresses of what else can be asked for, by name."""
    other = "" if question.order else "oldest"
    return {
        "order": question.address(subject, order=other),
        "expanded": question.address(
            subject, expanded="" if question.expanded else "1", behind=question.behind, before=question.before
        ),
        "first": question.address(subject),
        "all": question.address(subject, only=None),
        "following": None if found.following is None else question.address(subject, behind=found.following),
        "preceding": None if found.preceding is None else question.address(subject, before=found.preceding),
    }
