"""Rules about words that stand in a closed list or by custom: classes, digits, the length of a subject."""

import re
from collections.abc import Iterator

from domain.classes import SecrecyClass, SpeedClass
from domain.clauses import (
    NO_TOP_SECRET_ELECTRONICALLY,
    SECRECY_ON_THE_LETTER,
    SECRETS_FOR_APPOINTED_READERS,
    SPEED_CLASSES,
)
from domain.forms import Part
from registry.documents.checking.context import Context
from registry.documents.checking.finding import Finding, Severity
from registry.documents.checking.sheet import Sheet, Stated

LONGEST_SUBJECT = 200
"""Characters; two lines on paper."""

_SPEEDS = frozenset(speed.label for speed in SpeedClass)
_WITHIN = "ด่วนภายใน"  # a day and hour by which it has to arrive (ข้อ 28)
_FOREIGN = re.compile(r"[A-Za-z@]")
_ARABIC, _THAI = re.compile(r"[0-9]"), re.compile(r"[๐-๙]")


def secrecy_above_and_below(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """The class of secrecy stands at the head and at the foot of the paper."""
    if sheet.secrecy is None or sheet.secrecy.value is SecrecyClass.NONE or not sheet.lines:
        return
    label = sheet.secrecy.value.label
    printed = [place for place, one in enumerate(sheet.lines) if label in one.value.split()]
    text = next((place for place, one in enumerate(sheet.lines) if one.line == sheet.line_of(Part.TEXT)), 0)
    for end, there in (("head", any(place < text for place in printed)), ("foot", any(text < p for p in printed))):
        if not there:
            yield Finding(
                f"secrecy-not-at-the-{end}",
                f"{label} does not stand at the {end} of the paper: print it above and below.",
                part=Part.SECRECY,
                line=sheet.secrecy.line,
                clause=SECRECY_ON_THE_LETTER,
                facts={"label": sheet.secrecy.value},
            )


def secrecy_on_paper(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """What is secret does not leave electronically."""
    if sheet.secrecy is None or sheet.secrecy.value is SecrecyClass.NONE or not sheet.electronic:
        return
    top = sheet.secrecy.value is SecrecyClass.TOP_SECRET
    yield Finding(
        "secret-leaves-electronically",
        f"A letter of the class {sheet.secrecy.value.label} leaves on paper: enter number, date and class in the "
        "secret book.",
        part=Part.SECRECY,
        line=sheet.secrecy.line,
        clause=NO_TOP_SECRET_ELECTRONICALLY if top else SECRETS_FOR_APPOINTED_READERS,
        facts={"label": sheet.secrecy.value},
    )


def speed_words(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """There are three classes of speed and no other words for them."""
    subject = sheet.line_of(Part.SUBJECT) or sheet.line_of(Part.ADDRESSEES) or 0
    for one in sheet.lines:
        if one.line is None or one.line >= subject:
            return
        for word in one.value.split():
            if word.startswith("ด่วน") and word not in _SPEEDS and not word.startswith(_WITHIN):
                yield Finding(
                    "speed-word-unknown",
                    f"{word} is no class of speed: ด่วน, ด่วนมาก or ด่วนที่สุด.",
                    part=Part.SPEED,
                    line=one.line,
                    clause=SPEED_CLASSES,
                    facts={"word": word},
                )


def one_kind_of_digits(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """By custom a letter has one kind of digits; what stands beside Latin letters does not count."""
    lines = sheet.lines or tuple(_words_of_people(sheet))
    with_arabic = [one for one in lines if any(map(_is_ours_in_arabic, one.value.split()))]
    with_thai = [one for one in lines if _THAI.search(one.value)]
    if with_arabic and with_thai:
        rarer = min(with_arabic, with_thai, key=len)
        yield Finding(
            "digits-of-two-kinds",
            "Thai and Arabic figures stand side by side: by custom a letter has Thai ones.",
            Severity.WARN,
            Part.TEXT,
            rarer[0].line,
            facts={"text": " ".join(rarer[0].value.split())[:60]},
        )


def _is_ours_in_arabic(word: str) -> bool:
    """Tell whether a word has Arabic figures and no Latin letter."""
    return bool(_ARABIC.search(word)) and not _FOREIGN.search(word)


def short_subject(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """A subject says in few words what the letter is about."""
    subject = sheet.subject
    if subject and len(subject.value) > LONGEST_SUBJECT:
        yield Finding(
            "subject-long",
            f"The subject has {len(subject.value)} characters: about {LONGEST_SUBJECT}, two lines, are read at once.",
            Severity.WARN,
            Part.SUBJECT,
            subject.line,
            facts={"count": len(subject.value), "most": LONGEST_SUBJECT},
        )


def _words_of_people(sheet: Sheet) -> Iterator[Stated[str]]:
    """Yield what a person typed into a draft; the form's own figures are printed by the writer."""
    if sheet.subject:
        yield sheet.subject
    yield from sheet.paragraphs
    yield from (Stated(one.value.text, one.line) for one in sheet.references)
    yield from (Stated(one.value.title, one.line) for one in sheet.attachments)
