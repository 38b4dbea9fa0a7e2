"""An auditor's questions of the first day, each with its ready answer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.commands.office import SERIES_KINDS
from api.cli.outputs import new_file
from api.cli.session import day, office
from api.texts.facts import FACTS
from api.texts.fields import FIELDS
from api.texts.fields import value as value_of
from api.texts.questions import COLUMNS, TITLES, VALUES
from api.texts.text import Text, plain
from domain.errors import InvalidValue, NoSuchThing
from domain.thai.digits import to_thai
from registry.questions.asking import Asked, Period, Question, Row, Value
from registry.questions.every import QUESTIONS
from registry.tables import save_csv, save_xlsx
from registry.views.words import thai_day, thai_moment

_LONGEST_TITLE = 31
"""Characters of a sheet's name."""
_WORDS: Mapping[str, Mapping[str, Text]] = {
    "fact": FACTS,
    "what": FIELDS,
    "series_kind": {kind.value: words for kind, words in SERIES_KINDS.items()},
    **VALUES,
}
"""Columns whose values are words of the code."""
_CHANGED = frozenset({"old", "new"})
"""Columns that hold the values of the field that ``what`` names."""


def question(call: Call) -> Answer:
    """One question's answer, or which questions there are."""
    name = call.typed.name
    if name is None:
        return _all()
    asked = QUESTIONS.get(name)
    if asked is None:
        names = ", ".join(QUESTIONS)
        raise NoSuchThing("no-such-question", f"There is no question {name!r}; there are {names}.", names=names)
    period = _period(call)
    with office(call) as here:
        rows = list(asked.ask(Asked(here.reader, period, here.today)))
    if call.typed.csv or call.typed.xlsx:
        return _written(call, name, asked, rows)
    data: list[dict[str, object]] = [
        dict(zip(asked.columns, (_plain(value) for value in row), strict=True)) for row in rows
    ]
    if not rows:
        return Answer(data, [Text("{title}: ไม่มี", "{title}: none").with_(title=TITLES[name])])
    columns = [COLUMNS[column] for column in asked.columns]
    shown = [_read(asked, row) for row in rows]
    return Answer(data, [Table(columns, shown, TITLES[name])])


def _period(call: Call) -> Period:
    first, last = day(getattr(call.typed, "from")), day(call.typed.to)
    if first is not None and last is not None and last < first:  # "none" would be taken for an answer
        raise InvalidValue(
            "period-backwards", f"--to {last} lies before --from {first}: type the earlier day first.",
            first=first, last=last,
        )  # fmt: skip
    return Period(first, last)


def _all() -> Answer:
    data: list[dict[str, object]] = [{"name": name, "question": TITLES[name].english} for name in QUESTIONS]
    columns = [Text("ชื่อ", "name"), Text("คำถาม", "question")]
    return Answer(data, [Table(columns, [[name, TITLES[name]] for name in QUESTIONS])])


def _written(call: Call, name: str, asked: Question, rows: Sequence[Row]) -> Answer:
    """Write the rows as people read them into the files that were named."""
    headings = [COLUMNS[column].thai for column in asked.columns]
    cells = [[cell.thai for cell in _read(asked, row)] for row in rows]
    files: dict[str, object] = {}
    for kind in ("csv", "xlsx"):
        file = getattr(call.typed, kind)
        if file:
            with new_file(Path(file)) as path:
                if kind == "csv":
                    save_csv(path, headings, cells)
                else:
                    save_xlsx(path, TITLES[name].thai[:_LONGEST_TITLE].replace(":", " "), headings, cells)
            files[kind] = file
    said = Text("เขียน {count} แถวลง {files} แล้ว", "Wrote {count} rows to {files}.").with_(
        count=len(rows), files=", ".join(map(str, files.values()))
    )
    return Answer({"question": name, "rows": len(rows), **files}, [said])


def _read(asked: Question, row: Row) -> list[Text]:
    """Return one row as people read it."""
    named = dict(zip(asked.columns, row, strict=True))
    what = named.get("what")
    return [
        value_of(str(what), value) if what and column in _CHANGED and isinstance(value, str) else _shown(column, value)
        for column, value in named.items()
    ]


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, date) else value


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
