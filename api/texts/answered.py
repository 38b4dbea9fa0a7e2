"""One row of an auditor's answer as people read it, for the screen, pages and spreadsheets."""

from collections.abc import Mapping
from datetime import date, datetime

from api.texts.facts import FACTS
from api.texts.fields import FIELDS
from api.texts.fields import value as value_of
from api.texts.questions import VALUES
from api.texts.text import Text, plain
from domain.thai.digits import to_thai
from registry.questions.asking import Question, Row, Value
from registry.views.words import thai_day, thai_moment

_WORDS: Mapping[str, Mapping[str, Text]] = {"fact": FACTS, "what": FIELDS, **VALUES}
"""Columns whose values are words of the code."""
_CHANGED = frozenset({"old", "new"})
"""Columns that hold the values of the field that ``what`` names."""


def cells(asked: Question, row: Row) -> list[Text]:
    """Return the cells of one row of a question's answer, in the order of its columns."""
    named = dict(zip(asked.columns, row, strict=True))
    what = named.get("what")
    return [
        value_of(str(what), value) if what and column in _CHANGED and isinstance(value, str) else _shown(column, value)
        for column, value in named.items()
    ]


def _shown(column: str, value: Value) -> Text:
    match value:
        case None:
            return plain("–")
        case datetime():
            return Text(to_thai(thai_moment(value)), thai_moment(value))
        case date():
            return Text(to_thai(thai_day(value)), thai_day(value))
        case int():
            return Text(to_thai(str(value)), str(value))
        case _:
            return _WORDS.get(column, {}).get(value) or plain(value)
