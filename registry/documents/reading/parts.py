"""The parts of a letter that have a form of their own: classes, items, attachments, directives, signature."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import takewhile

from domain.citations import find_citations
from domain.classes import ActingWord, Channel, SecrecyClass, SpeedClass
from domain.errors import InvalidValue
from domain.letter.text import Directive, Reference
from domain.thai.dates import WRITTEN_DAY, parse_date
from domain.thai.digits import to_arabic
from registry.documents.draft import Doubt, NamedAttachment, Read, SignatureBlock
from registry.documents.reading.lines import Line, joined

ITEM = re.compile(r"^(?P<no>\d{1,2})\.\s*(?=\D)")
"""A numbered item: ๑. and what it says."""

SPEEDS = {speed.label: speed for speed in SpeedClass if speed is not SpeedClass.NORMAL}
SECRECIES = {secrecy.label: secrecy for secrecy in SecrecyClass if secrecy is not SecrecyClass.NONE}

_QUANTITY = re.compile(r"^(?P<title>.+?)\s+จำนวน\s*(?P<quantity>\d{1,6})\s*(?P<unit>[^\s\d]\S*(?: \S+)*)$")
_VIA = re.compile(r"\s*\(\s*ส่ง(?:โดย)?ทาง\s*(?P<way>[^()]+?)\s*\)$")
_REQUEST = re.compile(r"ขอความร่วมมือ|ขอความอนุเคราะห์|ขอให้|โปรด")
_AS_FOLLOWS = re.compile(r"(?:ดังนี้|ดังต่อไปนี้)\s*:?$")
_TOLD = re.compile(r"แจ้ง(?:ให้)?\s*(?P<who>\S.*)$")
_DOES = re.compile(r"\s*(?:ถือปฏิบัติ|ดำเนินการ|ปฏิบัติ|พิจารณา)+$")
_DUE = re.compile(rf"(?P<lead>ภายใน|ใน)?(?<!ลง)วันที่\s*(?P<date>{WRITTEN_DAY})")
_HOURS = re.compile(r"เวลา\s*(?P<begin>\d{1,2}[.:]\d\d)(?:\s*น\.)?(?:\s*[-–—]\s*(?P<end>\d{1,2}[.:]\d\d))?\s*น\.")
_BRACKETED = re.compile(r"^\(\s*(?P<name>[^().]*[^().\s])\s*\)$")
_ACTING = "|".join(sorted((word.label for word in ActingWord), key=len, reverse=True))
_ACTS = re.compile(rf"^(?P<post>.*?)(?:^|\s+)(?P<word>{_ACTING})\s*(?P<principal>\S.*)?$")
_ACTING_WORDS = {word.label: word for word in ActingWord}
_SIGN_HERE = re.compile(r"^\(?\s*ลงชื่อ\s*\)?[\s.…_]*$|^[.…_\s]+$")


def classes(line: Line) -> tuple[Read[SpeedClass] | None, Read[SecrecyClass] | None] | None:
    """Return the classes that *line* consists of, or None when it says anything else."""
    words = line.text.split()
    if not words or not all(word in SPEEDS or word in SECRECIES for word in words):
        return None
    speed = next((Read(SPEEDS[word], line.no) for word in words if word in SPEEDS), None)
    secrecy = next((Read(SECRECIES[word], line.no) for word in words if word in SECRECIES), None)
    return speed, secrecy


def items(block: Sequence[tuple[int, str]]) -> list[Read[str]]:
    """Return numbered items, each with the lines that go on behind it; without numbers, all is one item.

    Only the number that is next begins an item, so a wrapped line that starts with another figure does not.
    """
    found: list[list[Line]] = []
    for no, text in block:
        item = ITEM.match(text)
        begins = item is not None and int(item["no"]) == len(found) + 1
        rest = text[item.end() :] if item is not None and begins else text
        line = Line(no, rest, (rest,), indented=False, after_blank=False)
        if begins or not found:
            found.append([line])
        else:
            found[-1].append(line)
    return [Read(joined(lines), lines[0].no) for lines in found]


def attachment(item: Read[str]) -> Read[NamedAttachment]:
    """Return one of สิ่งที่ส่งมาด้วย with its quantity, unit and way of sending, where they are printed."""
    text, via = item.value, None
    ways = {way.label: way for way in Channel}
    if (found := _VIA.search(text)) and found["way"] in ways:
        text, via = text[: found.start()], ways[found["way"]]
    counted = _QUANTITY.match(text)
    if counted is None:
        return Read(NamedAttachment(text, via=via), item.line)
    return Read(NamedAttachment(counted["title"], int(counted["quantity"]), counted["unit"], via), item.line)


def reference(item: Read[str]) -> Read[Reference]:
    """Return one of อ้างถึง with the number and the date that it cites."""
    cited = find_citations(item.value)
    if len(cited) != 1:
        return Read(Reference(item.value), item.line)
    return Read(Reference(item.value, cited[0].number.printed("arabic"), cited[0].dated), item.line)


def directives(paragraphs: Sequence[Read[str]]) -> Iterator[Read[Directive]]:
    """Yield what the letter asks for: the numbered paragraphs behind one that asks and ends in ดังนี้."""
    for place, lead in enumerate(paragraphs):
        follows = _AS_FOLLOWS.search(lead.value)
        asks = _REQUEST.search(lead.value, 0, follows.start()) if follows else None
        if follows is None or asks is None:
            continue
        who = _who(lead.value[asks.end() : follows.start()].strip())
        numbered = takewhile(lambda paragraph: ITEM.match(paragraph.value), paragraphs[place + 1 :])
        for no, paragraph in enumerate(numbered, start=1):
            item = ITEM.match(paragraph.value)
            if item is None or int(item["no"]) != no:
                break
            what = paragraph.value[item.end() :]
            yield Read(Directive(no, what, who, _due(what), _hours(what)), paragraph.line)


def is_name(text: str) -> bool:
    """Tell whether a line is the signer's name in its brackets."""
    return _BRACKETED.match(text) is not None and _SIGN_HERE.match(text) is None


def signature(lines: Sequence[Line]) -> tuple[Read[SignatureBlock] | None, list[Line]]:
    """Return the signature block at the head of *lines*, and the lines behind it."""
    place = next((at for at, line in enumerate(lines) if is_name(line.text)), None)
    named = None if place is None else _BRACKETED.match(lines[place].text)
    if place is None or named is None:
        return None, [line for line in lines if not _SIGN_HERE.match(line.text)]
    ranks = [line.text for line in lines[:place] if not _SIGN_HERE.match(line.text)]
    post, rest = _post_lines(lines[place + 1 :])
    words = joined(post)
    acts = _ACTS.match(words)
    block = SignatureBlock(
        name=" ".join(named["name"].split()),
        post=(acts["post"] if acts else words) or None,
        rank=" ".join(ranks) or None,
        acting=_ACTING_WORDS[acts["word"]] if acts else None,
        principal=acts["principal"] if acts else None,
    )
    return Read(block, lines[place].no), rest


def day(text: str, line: int) -> tuple[Read[date] | None, Doubt | None]:
    """Return a printed day, or the doubt why there is none."""
    try:
        return Read(parse_date(text), line), None
    except InvalidValue as refused:
        return None, Doubt(line, refused.slug, str(refused), refused.facts)


def present(*doubts: Doubt | None) -> tuple[Doubt, ...]:
    """Return the doubts that there are."""
    return tuple(doubt for doubt in doubts if doubt is not None)


def _post_lines(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Tell the lines of the post from those of the unit below: a blank line parts them, or the first is the post.

    A post that ends in a word of acting goes on with the principal's, blank line or not.
    """
    apart = next((at for at, line in enumerate(lines) if at and line.after_blank), None)
    end = min(1, len(lines)) if apart is None else apart
    if 0 < end < len(lines) and re.search(rf"(?:^|\s)(?:{_ACTING})$", lines[end - 1].text):
        end += 1
    return list(lines[:end]), list(lines[end:])


def _who(asked: str) -> str:
    """Return who is to act: whom the addressee is to tell, where the letter says so, or the addressee."""
    told = _TOLD.search(asked)
    return _DOES.sub("", told["who"] if told else asked).strip()


def _due(what: str) -> date | None:
    """Return the day by which, else the first day on which; never the date of a letter that is cited."""
    folded = to_arabic(what)
    days = sorted(_DUE.finditer(folded), key=lambda found: found["lead"] != "ภายใน")
    return next(_days(found["date"] for found in days), None)


def _days(printed: Iterable[str]) -> Iterator[date]:
    for text in printed:
        try:
            yield parse_date(text)
        except InvalidValue:
            continue  # a day that does not exist is no day by which to act


def _hours(what: str) -> str | None:
    found = _HOURS.search(to_arabic(what))
    if found is None:
        return None
    return "-".join(hour.replace(":", ".") for hour in (found["begin"], found["end"]) if hour)
