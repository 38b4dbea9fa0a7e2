"""The official-form check of a draft, a document or a registered letter."""

from collections.abc import Sequence
from pathlib import Path

from api.cli.answer import FINE, REFUSED, Answer, Table
from api.cli.call import Call
from api.cli.documents import is_file, office_if_named
from api.cli.session import now, office
from api.texts.findings import SEVERITIES, clause, said
from api.texts.text import Text, plain
from domain.thai.digits import to_thai
from registry.acts import checking, drafts
from registry.acts.files import read_small
from registry.documents import apart
from registry.documents.checking.check import check as checked
from registry.documents.checking.finding import Finding, Severity
from registry.documents.checking.sheet import Sheet
from registry.documents.checking.sources import of_document
from registry.documents.draft import Draft
from registry.documents.reading import document

_COLUMNS = (
    Text("ผล", "is"),
    Text("ส่วน", "part"),
    Text("บรรทัด", "line"),
    Text("สิ่งที่พบและสิ่งที่ควรทำ", "what is there, and what to do"),
    Text("ตาม", "by"),
)
_NOTHING = Text("ถูกต้องตามแบบ ไม่พบสิ่งที่ต้องแก้", "As the form asks: nothing to mend.")
_COUNTED = Text("ผิด {wrong} แห่ง โปรดดูอีก {warn} แห่ง", "{wrong} wrong, {warn} to look at.")
_ALONE = Text(
    "ตรวจจากตัวหนังสือเท่านั้น ระบุ --home เพื่อเทียบกับทะเบียน", "Checked by itself: give --home to compare it with the register."
)


def check(call: Call) -> Answer:
    """What is found on a paper; exit code 1 where a clause forbids something."""
    asked = call.typed.paper
    if not is_file(asked):
        with office(call) as here:
            registered = checking.find(here, asked)
            sheet, read = checking.issued(here, registered)
            context = checking.context(here, sheet, registered=registered, read=read)
        return _answer(asked, sheet, checked(sheet, context), alone=False)
    sheet, read, matter = _of_file(Path(asked))
    with office_if_named(call) as here:
        if here is None:
            context = checking.outside(now(call).date())
        else:
            context = checking.context(here, sheet, read=read, matter=matter)
        return _answer(asked, sheet, checked(sheet, context), alone=here is None)


def _of_file(path: Path) -> tuple[Sheet, Draft | None, str | None]:
    """Return the sheet of a draft or document, what was read of it, and the matter that a draft names."""
    if path.suffix.lower() == ".json":
        draft = drafts.decode(read_small(path))
        return checking.of_draft(draft), None, draft.matter
    found = document.read(read_small(path, largest=apart.LARGEST_DOCUMENT), name=path.name)
    return of_document(found.draft, found.lines, file_name=path.name), found.draft, None


def _answer(asked: str, sheet: Sheet, found: Sequence[Finding], *, alone: bool) -> Answer:
    wrong = sum(one.severity is Severity.WRONG for one in found)
    warn = sum(one.severity is Severity.WARN for one in found)
    data: dict[str, object] = {
        "paper": asked,
        "kind": sheet.kind.value,
        "wrong": wrong,
        "warnings": warn,
        "findings": [_data(one) for one in found],
        "register": not alone,
    }
    summary = _COUNTED.with_(wrong=wrong, warn=warn) if wrong or warn else _NOTHING
    told = [Table(_COLUMNS, [_row(one) for one in found])] if found else []
    return Answer(data, [*told, summary, *([_ALONE] if alone else [])], REFUSED if wrong else FINE)


def _row(finding: Finding) -> list[str | Text]:
    return [
        SEVERITIES[finding.severity],
        Text(finding.part.label, finding.part.english) if finding.part else plain("–"),
        Text(to_thai(str(finding.line)), str(finding.line)) if finding.line else plain("–"),
        said(finding),
        clause(finding),
    ]


def _data(finding: Finding) -> dict[str, object]:
    by = finding.clause
    return {
        "slug": finding.slug,
        "severity": finding.severity.value,
        "part": finding.part.value if finding.part else None,
        "line": finding.line,
        "message": finding.message,
        "clause": None
        if by is None
        else {
            "instrument": by.instrument,
            "place": by.place,
            "since": by.since.isoformat(),
            "in_force": not finding.own_rule,
        },
    }
