"""What a registry knows of the letters that a document cites: sent, received, and of the books before it."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from domain.errors import InvalidValue
from domain.numbers import LetterNumber, OrderNumber
from registry.documents.contradictions import Known, contradicted
from registry.documents.draft import Doubt, Draft
from registry.reader import Reader
from registry.views.find import Find, Found
from registry.views.view import open_view

_MOST = 200  # letters of one number; more years than any book has


def contradictions(reader: Reader, draft: Draft) -> tuple[Doubt, ...]:
    """Return where a document cites a letter otherwise than the registry has it, in the order of its lines.

    Raises:
        ViewStopped: the registry's letters cannot be looked up.
    """
    if not draft.citations:
        return ()
    with open_view(reader, Find) as view:
        return tuple(contradicted(draft, Letters(view)))


class Letters:
    """The letters of a registry, as `documents.contradictions.Register` asks for them."""

    def __init__(self, view: Find) -> None:
        self._view = view

    def numbered(self, number: LetterNumber | OrderNumber) -> list[Known]:
        """Return what bears a number, of whatever year."""
        return _known(self._view.find(number=str(number), limit=_MOST))

    def of_day(self, day: date) -> list[Known]:
        """Return what bears a date."""
        return _known(self._view.of_day(day))


def _known(rows: Iterable[Found]) -> list[Known]:
    """Return the rows whose number follows a grammar; others cannot be compared figure by figure."""
    known = []
    for row in rows:
        for kind in (OrderNumber, LetterNumber):
            with suppress(InvalidValue):
                known.append(Known(kind.parse(row.number), row.day, row.subject, row.sender))
                break
    return known
