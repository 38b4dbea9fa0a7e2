"""Columns of the registers: those of the forms, which are always there, and what the forms have no column for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from api.texts import facts
from api.texts.text import Language, Text, label
from domain.classes import SecrecyClass, SpeedClass
from domain.labels import TERMS
from domain.thai.digits import Digits, in_script
from registry.views.book import RECEIVED_COLUMNS, SENT_COLUMNS
from registry.views.register_pages import Line
from registry.views.register_search import Register
from registry.views.unanswered import AnswerState
from registry.views.words import thai_day

ANSWERS: Final = "answers"
"""The column that is read from another view."""
Answers = dict[str, dict[AnswerState, int]]
"""How many addressees of each letter are where."""
_SECRET_COLUMNS = ("send_number", "dated", "secrecy_class")


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    heading: Text
    registers: frozenset[Register]
    cell: Callable[[Line, Answers, Language], str]


def _said(of: Callable[[Line], SpeedClass | SecrecyClass | None]) -> Callable[[Line, Answers, Language], str]:
    def cell(line: Line, _answers: Answers, language: Language) -> str:
        found = of(line)
        return "" if found is None else found.label if language == "th" else found.english

    return cell


def _stage(line: Line, _answers: Answers, language: Language) -> str:
    return line.stage.label if language == "th" else line.stage.english


def _due(line: Line, _answers: Answers, language: Language) -> str:
    return in_script(thai_day(line.due), digits_of(language)) if line.due else ""


def _registered(line: Line, _answers: Answers, language: Language) -> str:
    day = line.row.registered_on
    return in_script(thai_day(day), digits_of(language)) if day else ""


def _owner(line: Line, _answers: Answers, _language: Language) -> str:
    return line.owner_unit


def _answered(line: Line, answers: Answers, language: Language) -> str:
    counts = answers.get(line.row.stream or "", {})
    parts = (f"{facts.ANSWERS[state].said(language)} {count}" for state, count in counts.items() if count)
    return in_script(" · ".join(parts), digits_of(language))


_BOTH = frozenset({Register.SENT, Register.RECEIVED})
MORE: Final = (
    Column("registered_on", Text("วันที่ลงทะเบียน", "Registered"), _BOTH, _registered),
    Column("stage", Text("สถานะ", "State"), _BOTH, _stage),
    Column("speed", label(TERMS["speed_class"]), _BOTH, _said(lambda line: line.speed)),
    Column("secrecy", label(TERMS["secrecy_class"]), _BOTH, _said(lambda line: line.row.secrecy)),
    Column("due", Text("กำหนด", "Due"), _BOTH, _due),
    Column("owner_unit", label(TERMS["owner_unit"]), frozenset({Register.SENT}), _owner),
    Column(ANSWERS, Text("การตอบรับ", "Answers"), frozenset({Register.SENT}), _answered),
)
"""What can be shown beside the form's columns."""
DENSITIES: Final = {
    "close": Text("ชิด", "Close"),
    "normal": Text("ปกติ", "Normal"),
    "wide": Text("ห่าง", "Wide"),
}
"""How close rows stand."""


def digits_of(language: Language) -> Digits:
    """Return the script in which registers are shown."""
    return "thai" if language == "th" else "arabic"


def headings(register: Register) -> list[Text]:
    """Return the headings of the form."""
    names = {Register.SENT: SENT_COLUMNS, Register.RECEIVED: RECEIVED_COLUMNS, Register.SECRET: _SECRET_COLUMNS}
    return [label(TERMS[name]) for name in names[register]]


def offered(register: Register) -> list[Column]:
    """Return the columns that can be added to a register's."""
    return [one for one in MORE if register in one.registers]


def chosen(register: Register, names: Sequence[str]) -> list[Column]:
    """Return those of them that somebody chose; a name of another register is passed over."""
    return [one for one in offered(register) if one.name in names]


def form_cells(register: Register, line: Line, language: Language) -> tuple[str, ...]:
    """Return a row's cells as the form has them."""
    cells = line.row.cells(digits_of(language))
    if register is not Register.SECRET:
        return cells
    secrecy = line.row.secrecy
    return (cells[0], cells[2], secrecy.label if language == "th" else secrecy.english)


def all_cells(
    register: Register, line: Line, more: Sequence[Column], answers: Answers, language: Language
) -> tuple[str, ...]:
    """Return a row's cells, the form's and those of *more*."""
    return (*form_cells(register, line, language), *(one.cell(line, answers, language) for one in more))
