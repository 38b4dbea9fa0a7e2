"""How well documents are read: the reader over a folder of texts beside what people read in them.

    NAME.txt  NAME.json          one document and its answers (`answers`)
    citations.jsonl              lines that cite a letter, each with its parts

Broken texts (recognised pictures, damaged text layers) are counted apart from clean ones.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NoReturn

from domain.citations import find_citations
from domain.classes import LetterKind
from domain.errors import InvalidValue
from registry.documents.answers import Answers, Judged, Outcome, judged
from registry.documents.draft import Draft
from registry.documents.reading import text

CITATIONS = "citations.jsonl"
"""The file of a folder whose lines cite letters."""

_BROKEN = re.compile(r"\bocr\b|broken|decomposed|misread|garbled|damaged|mojibake|text layer|glyph", re.IGNORECASE)
_CLEAN = re.compile(r"^\s*(?:clean|transcribed)", re.IGNORECASE)


class Quality(Enum):
    """What state a text is in."""

    CLEAN = "clean"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Row:
    """One field over all documents of one quality."""

    field: str
    quality: Quality
    right: int
    wrong: int
    missing: int
    invented: int


@dataclass(frozen=True, slots=True)
class Detail:
    """One field of one document."""

    file: str
    quality: Quality
    judged: Judged


@dataclass(frozen=True, slots=True)
class Score:
    """How the documents of a folder were read."""

    rows: tuple[Row, ...]
    files: int
    """Documents that were read; lines of citations are not counted."""
    details: tuple[Detail, ...] = ()

    def share(self, quality: Quality) -> float:
        """Return the share of stated fields that were read right, 0 to 1; 1 where none is stated."""
        rows = [row for row in self.rows if row.quality is quality]
        stated = sum(row.right + row.wrong + row.missing for row in rows)
        return sum(row.right for row in rows) / stated if stated else 1.0

    @property
    def invented(self) -> int:
        """How many fields say what their documents do not."""
        return sum(row.invented for row in self.rows)


def score(folder: Path) -> Score:
    """Return how the reader reads the documents of *folder* that have answers.

    Raises:
        InvalidValue: the folder has no answers, or an answer is no JSON object.
    """
    answered = [path for path in sorted(folder.glob("*.json")) if path.with_suffix(".txt").is_file()]
    cited = folder / CITATIONS
    if not answered and not cited.is_file():
        message = f"{folder} has no NAME.txt beside a NAME.json: give the folder of the documents and their answers."
        raise InvalidValue("score-without-answers", message, folder=str(folder))
    details = [detail for path in answered for detail in _document(path)]
    if cited.is_file():
        details.extend(_citations(cited))
    return Score(tuple(_rows(details)), len(answered), tuple(details))


def _document(path: Path) -> Iterator[Detail]:
    answers = _object(path.read_bytes(), path)
    expected = answers.get("expected")
    if not isinstance(expected, dict):
        _refuse(path, "no object under expected")
    said = str(answers.get("text_quality") or "")
    quality = Quality.BROKEN if _BROKEN.search(said) and not _CLEAN.match(said) else Quality.CLEAN
    must_not = answers.get("must_not")
    forbidden = [str(one) for one in must_not] if isinstance(must_not, list) else []
    draft = _read(path.with_suffix(".txt").read_bytes())
    for one in judged(str(answers.get("kind") or ""), expected, forbidden, draft):
        yield Detail(path.stem, quality, one)


def _read(data: bytes) -> Draft:
    """Return what is read in a text; nothing, where the reader refuses it."""
    try:
        return text.read(data)
    except InvalidValue:
        return Draft(LetterKind.OTHER_EVIDENCE)


def _citations(path: Path) -> Iterator[Detail]:
    """Judge each line of citations: right where its one citation has every part that the line names."""
    for line in path.read_bytes().splitlines():
        answer = _object(line, path)
        found = [citation.fields() for citation in find_citations(str(answer.get("text")))]
        same = len(found) == 1 and all(answer[name] == value for name, value in found[0].items() if name in answer)
        outcome = Outcome.RIGHT if same else Outcome.WRONG if found else Outcome.MISSING
        shown = json.dumps(found, ensure_ascii=False)
        yield Detail(
            f"{path.stem} {answer.get('n')}",
            Quality.CLEAN,
            Judged("citations", outcome, str(answer.get("text")), shown),
        )


def _rows(details: Iterable[Detail]) -> Iterator[Row]:
    """Yield one row a field and quality, in the order in which they come first."""
    counts: dict[tuple[str, Quality], Counter[Outcome]] = {}
    for detail in details:
        counts.setdefault((detail.judged.field, detail.quality), Counter())[detail.judged.outcome] += 1
    for (field, quality), counted in counts.items():
        yield Row(
            field,
            quality,
            counted[Outcome.RIGHT],
            counted[Outcome.WRONG],
            counted[Outcome.MISSING],
            counted[Outcome.INVENTED],
        )


def _object(data: bytes, path: Path) -> Answers:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        _refuse(path, str(error))
    if not isinstance(value, Mapping):
        _refuse(path, "no JSON object")
    return value


def _refuse(path: Path, why: str) -> NoReturn:
    message = f"The answers in {path} cannot be read: {why}. Correct them there."
    raise InvalidValue("score-answers-unreadable", message, file=str(path), why=why)
