"""The registers as they stand, or as they stood."""

from collections.abc import Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.outputs import new_file
from api.cli.session import day, office
from api.points import known_at
from api.texts.questions import SERIES_KINDS
from api.texts.text import Text, label
from domain.labels import TERMS
from domain.series import SeriesKind
from domain.thai.dates import print_date
from registry.tables import save_csv, save_xlsx
from registry.views.book import RECEIVED_COLUMNS, SENT_COLUMNS, Book, BookRow
from registry.views.view import open_view

_SECRET_COLUMNS = ("send_number", "dated", "secrecy_class")


def sent(call: Call) -> Answer:
    """The send register."""
    return _book(call, SeriesKind.ORDINARY, SENT_COLUMNS)


def received(call: Call) -> Answer:
    """The receive register."""
    return _book(call, SeriesKind.RECEIVED, RECEIVED_COLUMNS)


def secret(call: Call) -> Answer:
    """The secret book."""
    return _book(call, SeriesKind.SECRET, _SECRET_COLUMNS)


def _book(call: Call, kind: SeriesKind, columns: Sequence[str]) -> Answer:
    typed = call.typed
    on = day(typed.date)
    with office(call) as here, closing(open_view(here.reader, Book)) as view:
        page = {SeriesKind.RECEIVED: view.received, SeriesKind.SECRET: view.secret}.get(kind, view.sent)
        rows = list(page(on, known_at=known_at(typed.known_at, here.now), book=typed.book))
        specimen = here.reader.identity.specimen
    title = _title(kind, specimen=specimen).with_(day=print_date(on) if on else "")
    written: dict[str, object] = {}
    for option, save in (("csv", save_csv), ("xlsx", None)):
        name = getattr(typed, option)
        if name:
            headings = [TERMS[column].thai for column in columns]
            cells = [_cells(row, columns) for row in rows]
            with new_file(Path(name)) as path:
                if save is not None:
                    save(path, headings, cells)
                else:
                    save_xlsx(path, title.thai.strip()[:31], headings, cells)
            written[option] = name
    data: list[dict[str, object]] = [_data(row, columns) for row in rows]
    if written:
        said = Text("เขียน {count} แถวลง {files} แล้ว", "Wrote {count} rows to {files}.")
        files = ", ".join(str(name) for name in written.values())
        return Answer({"rows": len(rows), **written}, [said.with_(count=len(rows), files=files)])
    return Answer(data, _tables(rows, columns, title))


def _tables(rows: Sequence[BookRow], columns: Sequence[str], title: Text) -> list[Table]:
    """Return one table for each series, since each counts for itself; an empty one where there is no row."""
    headings = [label(TERMS[column]) for column in columns]
    tables = []
    for _, found in groupby(rows, key=lambda row: row.series):
        same = list(found)
        heading = Text("{title} · {kind} · {book} ปี {year}", "{title} · {kind} · {book}, {year}").with_(
            title=Text(title.thai.strip(), title.english.strip()),
            kind=SERIES_KINDS[same[0].kind],
            book=same[0].book,
            year=same[0].year,
        )
        tables.append(Table(headings, [_cells(row, columns) for row in same], heading))
    return tables or [Table(headings, [], title)]


def _title(kind: SeriesKind, *, specimen: bool) -> Text:
    mark = "SPECIMEN " if specimen else ""
    match kind:
        case SeriesKind.RECEIVED:
            return Text(f"{mark}ทะเบียนหนังสือรับ {{day}}", f"{mark}Receive register {{day}}")
        case SeriesKind.SECRET:
            return Text(f"{mark}ทะเบียนลับ {{day}}", f"{mark}Secret book {{day}}")
        case _:
            return Text(f"{mark}ทะเบียนหนังสือส่ง {{day}}", f"{mark}Send register {{day}}")


def _cells(row: BookRow, columns: Sequence[str]) -> list[str]:
    cells = row.cells()
    if tuple(columns) == _SECRET_COLUMNS:
        return [cells[0], cells[2], row.secrecy.label]
    return list(cells)


def _data(row: BookRow, columns: Sequence[str]) -> dict[str, object]:
    said: dict[str, object] = {
        "book": row.book,
        "kind": row.kind.value,
        "registered_on": row.registered_on.isoformat() if row.registered_on else None,
        "n": row.n,
        "state": row.state.value,
    }
    if tuple(columns) == _SECRET_COLUMNS:
        return {**said, "dated": str(row.dated), "secrecy": row.secrecy.value}
    return {
        **said,
        "number": row.number,
        "dated": str(row.dated) if row.dated else None,
        "sender": row.sender,
        "addressee": row.addressee,
        "subject": row.subject,
        "action": row.action,
        "remark": row.remark,
        "stream": row.stream,
    }
