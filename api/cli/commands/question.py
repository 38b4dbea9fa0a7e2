"""An auditor's questions of the first day, each with its ready answer."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.outputs import new_file
from api.cli.session import day, office
from api.texts.answered import cells
from api.texts.questions import COLUMNS, TITLES
from api.texts.text import Text
from domain.errors import InvalidValue, NoSuchThing
from registry.questions.asking import Asked, Period, Question, Row, Value
from registry.questions.every import QUESTIONS
from registry.tables import save_csv, save_xlsx

_LONGEST_TITLE = 31
"""Characters of a sheet's name."""


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
        rows = [found.row for found in asked.ask(Asked(here.reader, period, here.today))]
    if call.typed.csv or call.typed.xlsx:
        return _written(call, name, asked, rows)
    data: list[dict[str, object]] = [
        dict(zip(asked.columns, (_plain(value) for value in row), strict=True)) for row in rows
    ]
    if not rows:
        return Answer(data, [Text("{title}: ไม่มี", "{title}: none").with_(title=TITLES[name])])
    columns = [COLUMNS[column] for column in asked.columns]
    shown = [cells(asked, row) for row in rows]
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
    written = [[cell.thai for cell in cells(asked, row)] for row in rows]
    files: dict[str, object] = {}
    for kind in ("csv", "xlsx"):
        file = getattr(call.typed, kind)
        if file:
            with new_file(Path(file)) as path:
                if kind == "csv":
                    save_csv(path, headings, written)
                else:
                    save_xlsx(path, TITLES[name].thai[:_LONGEST_TITLE].replace(":", " "), headings, written)
            files[kind] = file
    said = Text("เขียน {count} แถวลง {files} แล้ว", "Wrote {count} rows to {files}.").with_(
        count=len(rows), files=", ".join(map(str, files.values()))
    )
    return Answer({"question": name, "rows": len(rows), **files}, [said])


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, date) else value
