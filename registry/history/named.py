"""Units and people by any piece of what they were ever called, for whoever looks for a history."""

from typing import NamedTuple

from domain.codes import owner_code
from domain.errors import InvalidValue
from domain.structure.acts import UnitId
from domain.thai.digits import to_arabic
from domain.values import StreamId
from registry.views.structure import StructureView
from registry.views.timeline import Timeline


class CalledUnit(NamedTuple):
    """A unit, and the newest of its names that is known."""

    unit: UnitId
    name: str


class CalledPerson(NamedTuple):
    """An officer, and the name under which the officer was found."""

    officer: str
    name: str


class CalledInstrument(NamedTuple):
    """An order or instrument that changed the structure."""

    stream: StreamId
    number: str


def units(view: StructureView, typed: str, *, most: int) -> list[CalledUnit]:
    """Return units that ever had this permanent name, code or piece of a name, at most *most*."""
    text = " ".join(typed.split())
    found = view.rows(
        "SELECT unit, name, max(known_from) FROM units WHERE unit IN ("
        "SELECT unit FROM units WHERE unit = ? OR code = ? OR instr(name, ?) GROUP BY unit ORDER BY unit LIMIT ?"
        ") GROUP BY unit ORDER BY unit",
        (text, _code(text), text, most),
    )
    return [CalledUnit(row["unit"], row["name"]) for row in found] if text else []


def people(timeline: Timeline, view: StructureView, typed: str, *, most: int) -> list[CalledPerson]:
    """Return officers with this id, or any piece of a name or post that they ever had, at most *most*."""
    text = " ".join(typed.split())
    if not text:
        return []
    named = timeline.rows(
        "SELECT officer, min(name) AS name FROM names WHERE officer = ? OR instr(name, ?) "
        "GROUP BY officer ORDER BY officer LIMIT ?",
        (text, text, most),
    )
    found = {row["officer"]: row["name"] for row in named}
    held = view.rows("SELECT DISTINCT officer FROM powers WHERE instr(post, ?) ORDER BY officer LIMIT ?", (text, most))
    for officer in [row["officer"] for row in held if row["officer"] not in found]:
        of_post = timeline.rows("SELECT min(name) AS name FROM names WHERE officer = ?", (officer,))
        found[officer] = next(of_post)["name"] or officer
    return [CalledPerson(officer, name) for officer, name in list(found.items())[:most]]


def instruments(view: StructureView, typed: str, *, most: int) -> list[CalledInstrument]:
    """Return orders and instruments that changed the structure, by a piece of their number, at most *most*."""
    text = to_arabic(" ".join(typed.split()))
    found = view.rows(
        "SELECT stream, number FROM sources WHERE instr(number, ?) ORDER BY position DESC LIMIT ?", (text, most)
    )
    return [CalledInstrument(StreamId(row["stream"]), row["number"]) for row in found] if text else []


def _code(text: str) -> str:
    try:
        return " ".join(owner_code(to_arabic(text)))
    except InvalidValue:
        return text
