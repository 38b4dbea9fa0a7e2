"""Reading a document of any format into a draft: what it says, where, how sure, and why it is doubted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.documents import office_if_named
from api.cli.outputs import write_new
from api.errors import ApiError
from api.texts.documents import FIELDS, FORMATS, SURENESS, shown
from api.texts.refusals import in_thai
from api.texts.text import Text
from domain.citations import Citation
from domain.numbers import LetterNumber, OrderNumber
from domain.thai.digits import to_thai
from registry.acts import drafts
from registry.acts.files import read_small
from registry.contradictions import contradictions
from registry.documents import apart
from registry.documents.draft import Doubt, Read
from registry.documents.intake.door import lint
from registry.documents.intake.findings import Finding, Severity
from registry.documents.reading import document
from registry.documents.reading.document import Reading
from registry.documents.reading.files.lines import Line
from registry.registered import Registered, Standing, against

_COLUMNS = (
    Text("ส่วน", "part"),
    Text("ที่อ่านได้", "as read"),
    Text("บรรทัด", "line"),
    Text("แน่ใจ", "sure"),
)
_AS_FAR_AS_PRINTED = {"number_printed": "number", "date_printed": "dated"}
"""Shown only where the whole is not there."""
_LONGEST = 100  # characters of a part in the table; the draft has it whole
_LEANS = re.compile(r"[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")
"""Thai vowels and marks that stand behind, over or under a consonant."""
_OF_FILE = {
    Standing.REGISTERED: Text("แฟ้มนี้คือหนังสือที่ {number} ที่ทะเบียนออก", "This is the very file of {number}, as issued."),
    Standing.ANOTHER_FILE: Text(
        "ระวัง: ทะเบียนออกหนังสือที่ {number} เป็นแฟ้มอื่น แฟ้มนี้ไม่ใช่ฉบับที่ออก",
        "Beware: {number} was issued as another file; this is not it.",
    ),
    Standing.SAME_CODE: Text(
        "คิวอาร์โค้ดเป็นของหนังสือที่ {number} ที่ทะเบียนออก แต่แฟ้มนี้ไม่ใช่ฉบับที่ออก ให้เทียบทุกหน้ากับฉบับจริง",
        "The QR code is that of {number}, which was issued as another file: compare every page with it.",
    ),
}
_SAME_FIELDS = Text(
    "ทะเบียนออกหนังสือที่ {number} เป็นแฟ้มอื่น แต่ข้อมูลในแฟ้มนี้ตรงกับที่ลงลายมือชื่อ",
    "{number} was issued as another file; what this one carries is what was signed.",
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One part as read, of the field that it fills."""

    field: str
    read: Read[object]
    line: Line | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the registry adds, where one is named."""

    doubts: tuple[Doubt, ...] = ()
    file: Registered | None = None


def read(call: Call) -> Answer:
    """Read a document; nothing is registered."""
    path = Path(call.typed.file)
    data = read_small(path, largest=apart.LARGEST_DOCUMENT)
    found = document.read(data, name=path.name)
    odd = lint(data, name=path.name)
    known = _known(call, found)
    draft = drafts.from_document(found.draft)
    if call.typed.output:
        write_new(Path(call.typed.output), draft.as_json())
    crops = _crops(found, Path(call.typed.crops)) if call.typed.crops else []
    doubts = (*found.doubts, *found.draft.doubts, *known.doubts)
    parts = list(_parts(found))
    said: list[Text | Table] = [
        Table(_COLUMNS, [_row(part, found) for part in parts], _title(found)),
        *(_of_doubt(doubt, found) for doubt in doubts),
        *(_of_finding(one) for one in odd),
        *_of_file(known.file),
        *_ending(doubts, call.typed.output, crops),
    ]
    data_ = _data(found, parts, doubts, odd)
    return Answer({**data_, "draft": msgspec.to_builtins(draft), "crops": crops, "registered": _file(known.file)}, said)


def _known(call: Call, found: Reading) -> _Known:
    with office_if_named(call) as here:
        if here is None:
            return _Known()
        return _Known(contradictions(here.reader, found.draft), against(here.reader, found))


def _parts(found: Reading) -> Iterator[_Part]:
    """Yield every part that was read, in the order of a paper."""
    lines = {line.no: line for line in found.lines}
    for field in FIELDS:
        if getattr(found.draft, _AS_FAR_AS_PRINTED.get(field, "kind"), None) and field in _AS_FAR_AS_PRINTED:
            continue
        value = getattr(found.draft, field)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Read):
                yield _Part(field, one, lines.get(one.line))


def _row(part: _Part, found: Reading) -> list[str | Text]:
    value = shown(part.read.value)
    return [
        FIELDS[part.field],
        Text(_short(value.thai), _short(value.english)),
        _where(part.read.line, part.line, found),
        SURENESS[part.read.sure],
    ]


def _short(text: str) -> str:
    """Return the beginning of a long text, no vowel or mark torn from its consonant."""
    if len(text) <= _LONGEST:
        return text
    end = next(at for at in range(_LONGEST, 0, -1) if not _LEANS.match(text[at]))
    return f"{text[:end]}…"


def _where(no: int, line: Line | None, found: Reading) -> Text:
    if line is None or line.place is None or len(found.pages) < 2:  # noqa: PLR2004 - on one page, the page is known
        return Text(to_thai(str(no)), str(no))
    return Text("{line} (หน้า {page})", "{line} (page {page})").with_(line=no, page=line.place.page)


def _title(found: Reading) -> Text:
    kind = found.draft.kind
    return Text("{kind} ({format})", "{kind} ({format})").with_(
        kind=Text(kind.label, kind.english), format=FORMATS[found.source.format]
    )


def _of_doubt(doubt: Doubt, found: Reading) -> Text:
    what = Text(in_thai(doubt.slug, doubt.facts, doubt.message), doubt.message)
    line = next((one for one in found.lines if one.no == doubt.line), None)
    if doubt in found.doubts or line is None:
        return Text("โปรดดู: {what}", "Look: {what}").with_(what=what)
    printed = _short(" ".join((line.printed or line.text).split()))
    return Text("บรรทัด {line} “{printed}”: {what}", "Line {line} “{printed}”: {what}").with_(
        line=doubt.line, printed=printed, what=what
    )


def _of_finding(one: Finding) -> Text:
    what = Text(in_thai(one.slug, one.facts, one.message), one.message)
    if one.severity is Severity.REFUSE:
        return Text("แฟ้มนี้จะไม่รับเข้าทะเบียน: {what}", "The registry does not take this file: {what}").with_(what=what)
    return Text("ในแฟ้ม: {what}", "In the file: {what}").with_(what=what)


def _of_file(file: Registered | None) -> list[Text]:
    if file is None or file.letter is None:
        return []
    words = _SAME_FIELDS if file.same_fields else _OF_FILE[file.standing]
    number = file.letter.number
    return [words.with_(number=Text(to_thai(number), number))]


def _ending(doubts: Sequence[Doubt], output: str | None, crops: Sequence[str]) -> Iterator[Text]:
    if crops:
        yield Text("ภาพที่ต้องอ่านเอง: {files}", "To be read by people: {files}").with_(files=", ".join(crops))
    if output:
        yield Text("เขียนร่างลง {file} แล้ว", "Wrote the draft to {file}.").with_(file=output)
    if doubts:
        yield Text("โปรดตรวจ {count} แห่งก่อนลงลายมือชื่อ", "Look at {count} places before anybody signs.").with_(
            count=len(doubts)
        )
    else:
        yield Text("อ่านแล้ว ไม่มีข้อสงสัย", "Read, without doubts.")


def _crops(found: Reading, folder: Path) -> list[str]:
    """Write the pictures of number and date into a new folder, and return their names."""
    if folder.exists():
        raise ApiError("output-exists", f"{folder} exists: name another file.", file=str(folder))
    folder.mkdir()
    written = []
    for no, crop in enumerate(found.crops, start=1):
        file = folder / f"{no}-{crop.part}.png"
        write_new(file, crop.png)
        written.append(str(file))
    return written


def _file(file: Registered | None) -> dict[str, object] | None:
    """Return what the registry knows of the file, for programs; None where no registry was asked."""
    if file is None:
        return None
    number = file.letter.number if file.letter else None
    same_fields = file.same_fields if file.standing is Standing.ANOTHER_FILE else None  # else there is nothing to ask
    return {"standing": file.standing.value, "number": number, "same_fields": same_fields}


def _data(found: Reading, parts: Sequence[_Part], doubts: Sequence[Doubt], odd: Sequence[Finding]) -> dict[str, object]:
    source = found.source
    return {
        "file": source.name,
        "format": source.format.value,
        "sha256": source.sha256,
        "bytes": source.size,
        "pages": len(found.pages),
        "kind": found.draft.kind.value,
        "parts": [_part_data(part) for part in parts],
        "doubts": [{"line": one.line, "part": one.part, "slug": one.slug, "message": one.message} for one in doubts],
        "findings": [
            {"severity": one.severity.value, "slug": one.slug, "message": one.message, "page": one.page} for one in odd
        ],
        "codes": [{"text": one.text, "page": one.place.page} for one in found.codes],
    }


def _part_data(part: _Part) -> dict[str, object]:
    place = part.line.place if part.line else None
    return {
        "part": part.field,
        "value": _plain(part.read.value),
        "line": part.read.line,
        "sure": part.read.sure.value,
        "printed": (part.line.printed or part.line.text) if part.line else None,
        "place": None
        if place is None
        else {"page": place.page, "box": [place.left, place.top, place.right, place.bottom]},
    }


def _plain(value: object) -> object:
    """Return a value as JSON has it: days in ISO, numbers as printed in Arabic digits."""
    match value:
        case LetterNumber() | OrderNumber():
            return value.printed("arabic")
        case Citation():
            return value.fields()
        case _:
            return msgspec.to_builtins(value)
