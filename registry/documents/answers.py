"""What people read in a document beside what the reader read: field by field, right, wrong, missing or invented.

The answers are a JSON object a document. A field that they do not name is not judged; one that they name as null
or empty must be empty in the draft too.

    {"kind": "external", "text_quality": "clean", "expected": {
        "number": {"consonant_code": "มท", "owner_code": "0812", "series_letter": "ว", "running": "271", …},
        "issuer": "…", "date": {"iso": "2021-02-10"}, "subject": "…", "to": ["…"], "signer": {"name": "…", …}, …},
     "must_not": ["invent a number: …"]}
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from domain.classes import ActingWord, LetterKind
from domain.letter.text import Directive, Reference
from domain.thai.digits import to_arabic
from domain.thai.text import normalise
from registry.documents.draft import Draft, NamedAttachment, NamedDate, Read, RecognisedAct

Answers = Mapping[str, object]
"""The ``expected`` of a document, or a part of it."""


class Outcome(Enum):
    """How a field was read."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"
    INVENTED = "invented"
    """The document does not say it, but the draft does."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One field, or one item of a list."""

    field: str
    outcome: Outcome
    expected: str
    found: str


_KINDS = {
    "external": LetterKind.EXTERNAL, "letter": LetterKind.EXTERNAL, "circular": LetterKind.EXTERNAL,
    "internal": LetterKind.INTERNAL, "memo": LetterKind.INTERNAL, "stamped": LetterKind.SEALED,
    "sealed": LetterKind.SEALED, "order": LetterKind.ORDER, "regulation": LetterKind.REGULATION,
    "rules": LetterKind.REGULATION, "bylaw": LetterKind.BYLAW, "announcement": LetterKind.ANNOUNCEMENT,
    "statement": LetterKind.COMMUNIQUE, "communique": LetterKind.COMMUNIQUE, "news": LetterKind.NEWS,
    "certificate": LetterKind.ATTESTATION, "attestation": LetterKind.ATTESTATION, "minutes": LetterKind.MINUTES,
}  # fmt: skip
_FORBIDDEN = {
    "number": ("number",),
    "date": ("date", "dates_mentioned", "effective_date"),
    "year": ("date", "dates_mentioned"),
    "phone": ("phones", "fax"),
}
"""Fields that an answer's ``must_not`` forbids to believe, by its words."""

_ACTS = {
    "repeal": "repeal", "cancel": "repeal", "replace": "replace", "add": "add", "amend": "amend", "resign": "end",
    "end": "end", "appoint": "appoint", "act_for": "act-for", "acting": "act-for", "delegate": "delegate",
    "withdraw": "withdraw", "assign": "assign", "establish": "establish", "abolish": "abolish", "merge": "merge",
    "split": "split", "rename": "rename", "move": "move", "change_duties": "change-duties",
}  # fmt: skip


def judged(kind: str, answers: Answers, must_not: Sequence[str], draft: Draft) -> list[Judged]:
    """Return how each field that *answers* name was read."""
    open_ = {name for word, names in _FORBIDDEN.items() if any(word in one for one in must_not) for name in names}
    found = [
        *_kind(kind, draft),
        *(one for name, judge in _FIELDS.items() if name in answers for one in judge(answers[name], draft)),
    ]
    return [_left_open(one, draft) if one.field.partition(".")[0] in open_ else one for one in found]


def one(field: str, expected: object, found: object) -> Iterator[Judged]:
    """Yield how a field with one value was read; nothing where there is none on either side."""
    wanted, had = _said(expected), _said(found)
    if wanted is None and had is None:
        return
    if wanted is None:
        outcome = Outcome.INVENTED
    elif had is None:
        outcome = Outcome.MISSING
    else:
        outcome = Outcome.RIGHT if _folded(wanted) == _folded(had) else Outcome.WRONG
    yield Judged(field, outcome, wanted or "", had or "")


def several(
    field: str, expected: object, found: Sequence[object], same: Callable[[object, object], bool]
) -> Iterator[Judged]:
    """Yield how each item of a list was read; what is left on both sides is wrong, on one side missing or invented."""
    wanted, had = list(expected) if isinstance(expected, list) else [], list(found)
    for item in list(wanted):
        match = next((other for other in had if same(item, other)), None)
        if match is not None:
            wanted.remove(item)
            had.remove(match)
            yield Judged(field, Outcome.RIGHT, str(item), str(match))
    for item, other in zip(wanted, had, strict=False):
        yield Judged(field, Outcome.WRONG, str(item), str(other))
    yield from (Judged(field, Outcome.MISSING, str(item), "") for item in wanted[len(had) :])
    yield from (Judged(field, Outcome.INVENTED, "", str(other)) for other in had[len(wanted) :])


def _left_open(judged_: Judged, draft: Draft) -> Judged:
    """Return the judgement on a field that must not be believed: empty, or in doubt, is right."""
    if judged_.outcome is Outcome.MISSING:
        return Judged(judged_.field, Outcome.RIGHT, f"(open) {judged_.expected}", "")
    doubted = {doubt.part for doubt in draft.doubts}
    if judged_.outcome is Outcome.WRONG and doubted & {judged_.field, "dated", "number"}:
        return Judged(judged_.field, Outcome.RIGHT, judged_.expected, f"(in doubt) {judged_.found}")
    return judged_


def _kind(kind: str, draft: Draft) -> Iterator[Judged]:
    wanted = next((_KINDS[word] for word in re.findall(r"[a-z]+", kind.lower()) if word in _KINDS), None)
    if wanted is not None:
        yield from one("kind", wanted.value, draft.kind.value)


def _number(expected: object, draft: Draft) -> Iterator[Judged]:
    printed = draft.number_printed.value if draft.number_printed else None
    if not isinstance(expected, Mapping):
        yield from one("number", expected, printed.text if printed else None)
        return
    letter = printed.series_letter if printed else None
    parts = {
        "consonant_code": printed.code if printed else None,
        "owner_code": printed.owner if printed else None,
        "committee_code": printed.committee if printed else None,
        "series_letter": letter,
        "circular": "true" if letter is not None and letter.startswith("ว") else None,
        "running": printed.running if printed else None,
        "year_be": printed.year if printed else None,
    }
    for name, found in parts.items():
        if name in expected:
            yield from one(f"number.{name}", "true" if expected[name] is True else expected[name] or None, found)


def _date(expected: object, draft: Draft) -> Iterator[Judged]:
    whole = expected.get("iso") if isinstance(expected, Mapping) else expected
    parts = expected.get("be") if isinstance(expected, Mapping) else None
    if whole is None and isinstance(parts, Mapping):
        printed = draft.date_printed.value if draft.date_printed else None
        found = "/".join(str(part or "") for part in (printed.day, printed.month, printed.year)) if printed else None
        yield from one("date", "/".join(str(parts.get(name) or "") for name in "dmy"), found)
        return
    yield from one("date", whole, _value(draft.dated))


def _signer(expected: object, draft: Draft) -> Iterator[Judged]:
    block = draft.signature.value if draft.signature else None
    if not isinstance(expected, Mapping):
        yield from one("signer", expected, block.name if block else None)
        return
    found = {
        "name": block.name if block else None,
        "position": block.post if block else None,
        "rank": block.rank if block else None,
        "acting": block.acting.label if block and block.acting else None,
        "acting_for": block.principal if block else None,
    }
    expected = _with_word_in_post(expected)
    for name, value in found.items():
        if name in expected:
            yield from one(f"signer.{name}", expected[name], value)


def _with_word_in_post(expected: Mapping[str, object]) -> Mapping[str, object]:
    """Return the signer with a word of acting that annex 3 does not know where the reader leaves it: in the post."""
    word = expected.get("acting")
    if word is None or word in {one.label for one in ActingWord}:
        return expected
    post = " ".join(str(expected[name]) for name in ("position", "acting", "acting_for") if expected.get(name))
    return {**expected, "position": post, "acting": None, "acting_for": None}


def _day(field: str, read: Callable[[Draft], Read[date] | None]) -> "Judge":
    def judge(expected: object, draft: Draft) -> Iterator[Judged]:
        wanted = re.match(r"\d{4}-\d\d-\d\d", str(expected))
        yield from one(field, wanted[0] if wanted else None, _value(read(draft)))

    return judge


def _text(field: str, read: Callable[[Draft], object]) -> "Judge":
    def judge(expected: object, draft: Draft) -> Iterator[Judged]:
        yield from one(field, expected, read(draft))

    return judge


def _texts(field: str, read: Callable[[Draft], Sequence[Read[str]]], fold: Callable[[str], str]) -> "Judge":
    def judge(expected: object, draft: Draft) -> Iterator[Judged]:
        yield from several(
            field,
            expected,
            [item.value for item in read(draft)],
            lambda item, other: fold(str(item)) == fold(str(other)),
        )

    return judge


def _paragraphs(expected: object, draft: Draft) -> Iterator[Judged]:
    if expected is not None:
        yield from one("body_paragraphs", expected, len(draft.paragraphs))


def _references(expected: object, draft: Draft) -> Iterator[Judged]:
    yield from several("references", expected, [read.value for read in draft.references], _same_reference)


def _attachments(expected: object, draft: Draft) -> Iterator[Judged]:
    yield from several("attachments", expected, [read.value for read in draft.attachments], _same_attachment)


def _dates(expected: object, draft: Draft) -> Iterator[Judged]:
    yield from several("dates_mentioned", expected, [read.value for read in draft.dates], _same_day)


def _directives(expected: object, draft: Draft) -> Iterator[Judged]:
    yield from several("directives", expected, [read.value for read in draft.directives], _same_directive)


def _acts(expected: object, draft: Draft) -> Iterator[Judged]:
    yield from several("acts", expected, [read.value for read in draft.acts], _same_act)


def _same_reference(item: object, found: object) -> bool:
    if not isinstance(found, Reference) or not isinstance(item, Mapping):
        return isinstance(found, Reference) and _folded(str(item)) == _folded(found.text)
    if "date" in item and item["date"] != (found.dated.isoformat() if found.dated else None):
        return False
    number = item.get("order") or item.get("number")
    if number is not None:
        return found.number is not None and _folded(str(number)) == _folded(found.number)
    text, other = _folded(str(item.get("text"))), _folded(found.text)
    return text in other or other in text


def _same_attachment(item: object, found: object) -> bool:
    if not isinstance(found, NamedAttachment) or not isinstance(item, Mapping):
        return isinstance(found, NamedAttachment) and _folded(str(item)) == _folded(found.title)
    said = {"text": found.title, "quantity": found.quantity, "unit": found.unit}
    return all(_folded(str(item[name])) == _folded(str(said[name])) for name in said if name in item)


def _same_day(item: object, found: object) -> bool:
    if not isinstance(found, NamedDate) or not isinstance(item, Mapping):
        return False
    since, until = item.get("start") or item.get("date"), item.get("end")
    hours = str(item["time"]).replace(":", ".") if item.get("time") else None
    days = (since, until) == (found.since.isoformat(), found.until.isoformat() if found.until else None)
    return days and (hours is None or hours.replace(" ", "") == found.hours)


def _same_directive(item: object, found: object) -> bool:
    if not isinstance(found, Directive) or not isinstance(item, Mapping):
        return False
    said = {"who": found.who, "due": found.due.isoformat() if found.due else None, "hours": found.hours}
    return all(_folded(str(item[name])) == _folded(str(said[name])) for name in said if name in item)


def _same_act(item: object, found: object) -> bool:
    if not isinstance(found, RecognisedAct) or not isinstance(item, Mapping):
        return False
    typ = str(item.get("type"))
    kind = next((kind for word, kind in _ACTS.items() if typ.startswith(word)), None)
    said = " ".join(filter(None, (found.target, found.target_clause, found.name, found.post, found.text)))
    figures = re.findall(r"\d+", to_arabic(str(item.get("target") or "")))
    dated = item.get("target_date")
    return (
        kind == found.kind.value
        and set(figures) <= set(re.findall(r"\d+", to_arabic(said)))
        and (dated is None or (found.target_dated is not None and found.target_dated.isoformat() == dated))
    )


def _value(read: Read[date] | None) -> str | None:
    return read.value.isoformat() if read else None


def _said(value: object) -> str | None:
    return None if value is None or value in ("", [], False) else str(value)


def _folded(text: str) -> str:
    """Return *text* as it is compared: under the text rule, in Arabic digits, without spaces."""
    return re.sub(r"\s", "", to_arabic(normalise(text)).translate(_DASHES))


def _unamended(text: str) -> str:
    """Return a provision without the laws that amended its own: people name them or do not."""
    return re.sub(r"(?:และ|ซึ่ง)?(?:ที่)?(?:ได้)?แก้ไขเพิ่มเติม.*$", "", _folded(text))


def _figures(text: str) -> str:
    return re.sub(r"\D", "", to_arabic(text))


Judge = Callable[[object, Draft], Iterator[Judged]]
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_FIELDS: dict[str, Judge] = {
    "speed": _text("speed", lambda draft: draft.speed.value.label if draft.speed else None),
    "secrecy": _text("secrecy", lambda draft: draft.secrecy.value.label if draft.secrecy else None),
    "number": _number,
    "issuer": _text("issuer", lambda draft: draft.issuing_office.value if draft.issuing_office else None),
    "address": _text("address", lambda draft: draft.address.value if draft.address else None),
    "date": _date,
    "published_date": _day("published_date", lambda draft: draft.published),
    "effective_date": _day("effective_date", lambda draft: draft.effective),
    "subject": _text("subject", lambda draft: draft.subject.value if draft.subject else None),
    "salutation": _text("salutation", lambda draft: draft.salutation.value if draft.salutation else None),
    "to": _texts("to", lambda draft: draft.addressees, _folded),
    "references": _references,
    "attachments": _attachments,
    "body_paragraphs": _paragraphs,
    "directives": _directives,
    "legal_basis": _texts("legal_basis", lambda draft: draft.legal_basis, _unamended),
    "acts": _acts,
    "dates_mentioned": _dates,
    "closing": _text("closing", lambda draft: draft.closing.value if draft.closing else None),
    "signer": _signer,
    "owner_unit": _text("owner_unit", lambda draft: draft.owner_unit.value if draft.owner_unit else None),
    "cosigners": _texts(
        "cosigners",
        lambda draft: [Read(one.value.name, one.line) for one in draft.cosignatories],
        _folded,
    ),
    "copies_to": _texts("copies_to", lambda draft: draft.copies_to, _folded),
    "edition": _text("edition", lambda draft: draft.edition.value if draft.edition else None),
    "phones": _texts("phones", lambda draft: draft.phones, _figures),
    "fax": _texts("fax", lambda draft: draft.fax, _figures),
}
