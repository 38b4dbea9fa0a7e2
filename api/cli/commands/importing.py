"""Bringing an old register along."""

from pathlib import Path

from api.cli.answer import FINE, REFUSED, Answer, Table
from api.cli.call import Call
from api.cli.session import office
from api.texts.refusals import in_thai
from api.texts.text import Text
from domain.errors import DomainError
from domain.series import SeriesKind
from domain.thai.dates import buddhist_year, require_buddhist_year
from domain.thai.text import normalise
from registry.acts import importing
from registry.acts.office import Office
from registry.openings import Opening

_FAULTY = Text(
    "ยังไม่ได้บันทึก: แก้แฟ้ม หรือระบุ --accept-faults เพื่อบันทึกตามที่เขียนไว้เดิม",
    "Nothing was entered: correct the file, or give --accept-faults to enter it as it stands.",
)
_SHOWN = 50  # faults in a table; ``--json`` lists them all


def import_register(call: Call) -> Answer:
    """Look at an old register, and enter it unless something is wrong in it."""
    typed = call.typed
    with office(call) as here:
        kind = SeriesKind(typed.kind or "ordinary")
        data, opening = importing.look(Path(typed.file), kind)
        year = require_buddhist_year(typed.year) if typed.year else buddhist_year(here.today)
        old = importing.OldBook(normalise(typed.book), kind, year)
        found = _found(opening)
        faulty = opening.fault_count > 0 and not typed.accept_faults
        if typed.dry_run:
            return _only_looked(here, opening, old, faulty=faulty)
        if faulty:
            return Answer({**found, "entered": False}, [*_said(opening), _FAULTY], REFUSED)
        series = importing.enter(here, data, opening, old, clerk=call.clerk, progress=call.bar.report)
    said = Text("ยกยอดแล้ว เลขต่อไปคือ {next}", "Entered; the next number is {next}.").with_(next=(opening.last or 0) + 1)
    return Answer({**found, "entered": True, "series": series}, [*_said(opening), said])


def _only_looked(here: Office, opening: Opening, old: importing.OldBook, *, faulty: bool) -> Answer:
    """Answer what the file holds, and end as entering it would."""
    data = {**_found(opening), "entered": False}
    said = [*_said(opening), _FAULTY if faulty else Text("ยังไม่ได้บันทึก", "Nothing was entered.")]
    try:
        importing.require_enterable(here, opening, old)
    except DomainError as refusal:
        would_be = Text("ถ้าบันทึกจะถูกปฏิเสธ: {why}", "Entering it would be refused: {why}").with_(
            why=Text(in_thai(refusal.slug, refusal.facts, str(refusal)), str(refusal))
        )
        return Answer({**data, "refused": {"slug": refusal.slug, "message": str(refusal)}}, [*said, would_be], REFUSED)
    return Answer(data, said, REFUSED if faulty else FINE)


def _found(opening: Opening) -> dict[str, object]:
    return {
        "rows": len(opening.rows),
        "first": opening.first,
        "last": opening.last,
        "missing": list(opening.missing),
        "source": opening.source,
        "fault_count": opening.fault_count,
        "faults": [{"row": one.row, "slug": one.slug, "message": one.message} for one in opening.faults],
    }


def _said(opening: Opening) -> list[Text | Table]:
    said: list[Text | Table] = [
        Text(
            "{rows} แถว เลข {first} ถึง {last} ขาด {missing} เลข ผิด {faults} แห่ง",
            "{rows} rows, numbers {first} to {last}, {missing} missing, {faults} faults",
        ).with_(
            rows=len(opening.rows),
            first=opening.first,
            last=opening.last,
            missing=len(opening.missing),
            faults=opening.fault_count,
        )
    ]
    if opening.faults:
        rows: list[list[str | Text]] = [
            [str(one.row), Text(in_thai(one.slug, one.facts, one.message), one.message)]
            for one in opening.faults[:_SHOWN]
        ]
        said.append(Table([Text("แถว", "row"), Text("ข้อผิดพลาด", "fault")], rows))
    return said
