"""Histories looked for: letters, orders, units and people, by number, name, code or post."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from api.auth.rights import Right, Visitor
from api.counter import Counter
from api.pages.histories.subjects import Kind, kind_of_letter, may_see
from api.texts.text import Text, plain
from domain.errors import NoSuchThing
from domain.values import StreamId
from registry.history import named
from registry.history.history import Histories
from registry.views.find import Find, Found, Origin
from registry.views.letters import Letters

MOST: Final = 40
"""Of each kind that are shown; who finds more types more."""
_FIGURES: Final = re.compile(r"[0-9๐-๙]")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found; a row of an old book has no history."""

    kind: Kind
    name: str | None
    called: Text
    more: str = ""


def look_for(counter: Counter, visitor: Visitor, typed: str) -> list[Hit]:
    """Return what has this number, name, code or post, one more than `MOST` of a kind where there are more.

    Units and people are found for auditors alone.

    Raises:
        InvalidValue: what was typed is too long to be looked for.
    """
    hits = list(dict.fromkeys(_letters(counter, visitor, typed)))
    if Right.AUDITOR in visitor.rights:
        hits += _others(counter, typed, {one.name for one in hits})
    return hits


def _letters(counter: Counter, visitor: Visitor, typed: str) -> Iterator[Hit]:
    """Yield letters: first the one that is called exactly so, then those in which what was typed stands."""
    reader = counter.office.reader
    with counter.view(Letters) as letters:
        try:
            exact = letters.resolve(typed)
        except NoSuchThing:
            exact = None
    with counter.view(Find) as find:
        by_number = find.find(number=typed, limit=MOST + 1) if _FIGURES.search(typed) else []
        found = list(dict.fromkeys([*by_number, *find.find(typed, limit=MOST + 1)]))
    if exact is not None:  # what is found by its receive number, or by its stream, stands in no text
        found = [
            *(one for one in found if one.stream == exact.stream),
            *(one for one in found if one.stream != exact.stream),
        ]
        if not any(one.stream == exact.stream for one in found) and may_see(counter, visitor, exact.stream):
            yield Hit(kind_of_letter(reader, exact.stream), exact.stream, plain(exact.number))
    for one in found:
        if one.stream is None:
            yield _hit(Kind.LETTER, one)
        elif may_see(counter, visitor, one.stream):
            yield _hit(kind_of_letter(reader, one.stream), one)


def _hit(kind: Kind, found: Found) -> Hit:
    number = plain(found.number)
    if found.origin is Origin.OLD_BOOK:
        number = Text(f"{found.number} (ทะเบียนเดิม ไม่มีประวัติ)", f"{found.number} (earlier book, no history)")
    return Hit(kind, found.stream, number, found.subject)


def _others(counter: Counter, typed: str, known: set[str | None]) -> Iterator[Hit]:
    with Histories(counter.office.reader) as histories:
        structure = histories.structure
        for order in named.instruments(structure, typed, most=MOST + 1):
            if order.stream not in known:
                yield Hit(Kind.ORDER, StreamId(order.stream), plain(order.number))
        for unit in named.units(structure, typed, most=MOST + 1):
            yield Hit(Kind.UNIT, unit.unit, plain(unit.name), unit.unit)
        for person in named.people(histories.timeline, structure, typed, most=MOST + 1):
            yield Hit(Kind.PERSON, person.officer, plain(person.name), person.officer)
