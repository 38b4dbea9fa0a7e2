"""How well documents are read, over a folder of documents and what people read in them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.texts.text import Text, plain
from domain.thai.digits import to_thai
from registry.documents.answers import Outcome
from registry.documents.scoring import Detail, Quality, Row, Score
from registry.documents.scoring import score as scored

_QUALITIES = {Quality.CLEAN: Text("ตัวหนังสือสมบูรณ์", "clean"), Quality.BROKEN: Text("ตัวหนังสือชำรุด", "broken")}
_OUTCOMES = {
    Outcome.RIGHT: Text("ถูก", "right"),
    Outcome.WRONG: Text("ผิด", "wrong"),
    Outcome.MISSING: Text("ขาด", "missing"),
    Outcome.INVENTED: Text("คิดขึ้นเอง", "invented"),
}
_FIELD = Text("ส่วน", "field")
_FILE = Text("เอกสาร", "document")
_SHARE = Text(
    "{quality}: ถูก {right} จาก {stated} ({share} %) คิดขึ้นเอง {invented}",
    "{quality}: {right} of {stated} right ({share} %), {invented} invented",
)
_LONGEST = 80  # characters of a text in the list of misses


def score(call: Call) -> Answer:
    """A table field by field for each quality, and the shares of what was read right."""
    result = scored(Path(call.typed.folder))
    said: list[Text | Table] = [_table(result, quality) for quality in Quality if _of(result, quality)]
    said += [_share(result, quality) for quality in Quality if _of(result, quality)]
    if call.typed.why:
        said.append(_misses(result.details))
    return Answer(_data(result), said)


def _of(result: Score, quality: Quality) -> list[Row]:
    return [row for row in result.rows if row.quality is quality]


def _table(result: Score, quality: Quality) -> Table:
    rows: list[list[str | Text]] = [
        [row.field, *(_count(n) for n in (row.right, row.wrong, row.missing, row.invented))]
        for row in _of(result, quality)
    ]
    return Table([_FIELD, *_OUTCOMES.values()], rows, _QUALITIES[quality])


def _count(n: int) -> Text:
    return Text(to_thai(str(n)), str(n)) if n else plain("–")


def _share(result: Score, quality: Quality) -> Text:
    rows = _of(result, quality)
    share = f"{100 * result.share(quality):.1f}"
    return _SHARE.with_(
        quality=_QUALITIES[quality],
        right=sum(row.right for row in rows),
        stated=sum(row.right + row.wrong + row.missing for row in rows),
        share=Text(to_thai(share), share),
        invented=sum(row.invented for row in rows),
    )


def _misses(details: Sequence[Detail]) -> Table:
    columns = (_FILE, _FIELD, Text("ผล", "outcome"), Text("คนอ่านได้", "people read"), Text("เครื่องอ่านได้", "it read"))
    rows: list[list[str | Text]] = [
        [
            one.file,
            one.judged.field,
            _OUTCOMES[one.judged.outcome],
            _short(one.judged.expected),
            _short(one.judged.found),
        ]
        for one in _missed(details)
    ]
    return Table(columns, rows, Text("ที่อ่านไม่ตรง", "What was not read right"))


def _missed(details: Sequence[Detail]) -> Iterator[Detail]:
    return (one for one in details if one.judged.outcome is not Outcome.RIGHT)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _data(result: Score) -> dict[str, object]:
    return {
        "files": result.files,
        "invented": result.invented,
        "share": {quality.value: round(result.share(quality), 4) for quality in Quality if _of(result, quality)},
        "fields": [
            {
                "field": row.field,
                "quality": row.quality.value,
                "right": row.right,
                "wrong": row.wrong,
                "missing": row.missing,
                "invented": row.invented,
            }
            for row in result.rows
        ],
        "misses": [
            {
                "file": one.file,
                "field": one.judged.field,
                "outcome": one.judged.outcome.value,
                "expected": one.judged.expected,
                "found": one.judged.found,
            }
            for one in _missed(result.details)
        ],
    }
