"""Every refusal in Thai: its slug, and one sentence with the named facts that are given where it is raised.

The English sentence is the refusal's own text. A test looks through the code for every slug and demands a
sentence here that names no other facts.
"""

from collections.abc import Mapping
from datetime import date, datetime

from domain.thai.dates import FIRST_DAY, print_date

_DAY = len("2021-02-10")

THAI: dict[str, str] = {}


def sentence(refusal: Exception) -> str:
    """Return the Thai sentence of a refusal; its own text when the slug is not known here."""
    return in_thai(getattr(refusal, "slug", ""), getattr(refusal, "facts", {}), str(refusal))


def in_thai(slug: str, facts: Mapping[str, object], otherwise: str) -> str:
    """Return the Thai sentence of *slug*, or *otherwise* when it is not known here or lacks a fact."""
    words = THAI.get(slug)
    try:
        return otherwise if words is None else words.format_map({name: _shown(value) for name, value in facts.items()})
    except KeyError:
        return otherwise


def _shown(value: object) -> str:
    """Return a fact as people read it: days in the Buddhist era, also those that crossed a socket as text."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if len(value) > _DAY else date.fromisoformat(value)
        except ValueError:
            return str(value)
    if isinstance(value, datetime):
        return f"{_day(value.date())} {value:%H.%M} น."
    return _day(value) if isinstance(value, date) else str(value)


def _day(day: date) -> str:
    return print_date(day) if day >= FIRST_DAY else day.isoformat()
