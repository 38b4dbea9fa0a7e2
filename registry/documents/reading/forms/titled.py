"""What orders, rules and announcements share: a title, a text, a day of issue, a signature.

คำสั่งกรมตัวอย่าง ที่ ๑/๒๕๖๔ เรื่อง …   (one line, or three)
…
สั่ง ณ วันที่ ๑๐ กุมภาพันธ์ พ.ศ. ๒๕๖๔   (on its own, or behind the text's last sentence)
(name) post
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from registry.documents.draft import Draft, Read
from registry.documents.reading.basis import legal_basis
from registry.documents.reading.body import RULE, letters, paragraphs
from registry.documents.reading.days import Dated, printed_day
from registry.documents.reading.files.lines import Line, joined
from registry.documents.reading.force import force
from registry.documents.reading.happenings import happenings
from registry.documents.reading.signatures import signed

SUBJECT = re.compile(r"(?:^|\s)เรื่อง\s+(?P<subject>\S.*)$")
"""Where the subject begins, on the title's line or its own."""

_GOES_ON = re.compile(r"^\s*(?:นั้น|ซึ่ง|และ|แล้ว|ว่า|เรื่อง|ข้อ|ให้|โดย|ดังกล่าว|[)”\"])")
_ISSUED = {
    word: re.compile(rf"(?:^|(?<=\s))(?:{word})\s*ณ\s*(?=วันที่|วัน|\d|[๐-๙])")
    for word in ("สั่ง|ประกาศ", "ประกาศ|สั่ง|แถลง", "ให้ไว้|ออกให้")
}
_BEGINS = re.compile(
    r"^(?:ด้วย(?=\S)|ตาม(?:ที่)?|เนื่อง|โดยที่|อาศัยอำนาจ|เพื่อ(?:ให้)?|อนุสนธิ|ข้อ\s*[\d๐-๙]|ปรากฏ|สืบเนื่อง|ในคราว|ให้(?=[ก-๎])|คณะรัฐมนตรี)"
)
_WRAPPED = 4  # lines of a subject above the rule that is drawn below it
_OPENS = re.compile(
    r"(?<=\s)(?=(?:ตามที่|ตามประกาศ|ตามคำสั่ง|ตามหนังสือ|ด้วย(?!วิธี)[ก-๎]|โดยที่|อาศัยอำนาจ|เนื่องจาก|เพื่อให้การ|สืบเนื่อง|อนุสนธิ|ปรากฏว่า|คณะรัฐมนตรีมีมติ))"
)
_YEAR_OF_TITLE = re.compile(r"^(?:\(ฉบับที่\s*[\d๐-๙]{1,3}\)\s*)?(?:พ\.\s?ศ\.\s*[\d๐-๙]{4})?$")
_OPENS_PLAINLY = re.compile(r"^(?:ตามที่|ตามประกาศ|ตามคำสั่ง|โดยที่|อาศัยอำนาจ|เนื่องจาก|เนื่องด้วย|อนุสนธิ|สืบเนื่อง|ด้วย(?!วิธี)[ก-๎])")
_NARROW = 80  # letters of a line that wraps a subject
_LONG = 200  # characters of a line on which title and text follow one another
_HEAD = 8  # lines: title, number and subject, each perhaps wrapped


@dataclass(frozen=True, slots=True)
class Issued:
    """The text's lines, the day of issue, and the lines of the signature."""

    text: tuple[Line, ...]
    dated: Dated | None
    end: tuple[Line, ...]


def issued(lines: Sequence[Line], words: str) -> Issued:
    """Return the document parted at its day of issue: the last one whose sentence does not go on.

    Args:
        lines: behind the head.
        words: which words say so, e.g. ``สั่ง|ประกาศ``.
    """
    pattern = _ISSUED[words]
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        for found in reversed(list(pattern.finditer(line.text))):
            dated = printed_day(line.text[found.end() :], line.no)
            if dated is None or _GOES_ON.match(dated.rest):
                continue
            before = _text(line, line.text[: found.start()])
            behind = _text(line, dated.rest)
            return Issued((*lines[:place], *before), dated, (*behind, *lines[place + 1 :]))
    return Issued(tuple(lines), None, ())


def with_text(draft: Draft, parts: Issued, *, with_force: bool = False) -> Draft:
    """Return *draft* with the text, what it rests on, from when it is in force, day and signature."""
    text, end = (parts.text, parts.end) if parts.dated else _unsigned(parts.text)
    dated = parts.dated.day if parts.dated else draft.dated
    body = paragraphs(text)
    since = force(
        body,
        draft.kind,
        dated=dated.value if dated else None,
        published=draft.published.value if draft.published else None,
    )
    named, doubts = happenings(body, with_force=with_force)
    who = signed(end)
    return replace(
        draft,
        dated=dated,
        date_printed=parts.dated.printed if parts.dated else draft.date_printed,
        paragraphs=tuple(body),
        in_force=since.words,
        effective=since.day,
        legal_basis=legal_basis(body),
        dates=tuple(one for one in named if with_force or not since.day or one.value.since != since.day.value),
        signature=who.first,
        cosignatories=who.blocks[1:],
        doubts=(*draft.doubts, *(parts.dated.doubts if parts.dated else ()), *doubts, *who.doubts),
    )


def unfolded(lines: Sequence[Line]) -> list[Line]:
    """Return lines on which a text that goes on behind its subject, on the same line, stands on a line of its own."""
    first = lines[0]
    subject = SUBJECT.search(first.text)
    opens = _OPENS.search(first.text, subject.end("subject") - len(subject["subject"])) if subject else None
    if len(first.text) < _LONG or opens is None:
        return list(lines)
    pieces = [first.text[: opens.start()].strip(), first.text[opens.start() :]]
    return [*(replace(first, text=piece, columns=(piece,)) for piece in pieces), *lines[1:]]


def subject_of(head: Sequence[Line]) -> Read[str] | None:
    """Return the first subject of the head: its own may name another document's."""
    for place, line in enumerate(head):
        if found := SUBJECT.search(line.text):
            wrapped = [other for other in head[place + 1 :] if not RULE.match(other.text)]
            return Read(joined([replace(line, text=found["subject"]), *wrapped]), line.no)
    return None


def head_end(lines: Sequence[Line], at: int) -> int:
    """Return where the text begins: behind the subject, wrapped or not, and the rule below it."""
    head = range(at, min(at + _HEAD, len(lines)))
    subject = next((i for i in head if SUBJECT.search(lines[i].text)), None)
    if subject is None:
        return at + 1
    place = subject + 1
    while place < len(lines) and _YEAR_OF_TITLE.match(lines[place].text):
        place += 1
    drawn = next((i for i in range(place, min(place + _WRAPPED, len(lines))) if RULE.match(lines[i].text)), None)
    if drawn is not None:
        return drawn
    if any(line.after_blank or line.indented or RULE.match(line.text) for line in lines[place:]):
        while place < len(lines) and place < subject + _HEAD and not _begins_below(lines, subject, place):
            place += 1
        return place
    return _behind_wrapped(lines, place)


def _begins_below(lines: Sequence[Line], subject: int, place: int) -> bool:
    """Tell whether the text begins here: with its words, or as an indented paragraph below a subject that is not."""
    return begins_the_text(lines[place]) or (lines[place].indented and not lines[subject].indented)


def _behind_wrapped(lines: Sequence[Line], place: int) -> int:
    """Return where the text begins below a subject of more than one line, where no blank line parts them.

    A text opens as texts do; what stands above, short and without such words, goes on with the subject.
    """
    for at in range(place, min(place + _WRAPPED, len(lines))):
        if _OPENS_PLAINLY.match(lines[at].text):
            return at
        if letters(lines[at].text) > _NARROW:
            break
    return place


def begins_the_text(line: Line) -> bool:
    """Tell whether the text begins here."""
    return line.after_blank or RULE.match(line.text) is not None or _BEGINS.match(line.text) is not None


def _unsigned(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """Part a document without a day of issue at the name of its signer, where it has one."""
    last = next((at for at in range(len(lines) - 1, -1, -1) if signed(lines[at : at + 1]).first), None)
    if last is None or signed(lines[last : last + 1]).blocks[0].sure.value != "sure":
        return lines, ()
    return lines[:last], lines[last:]


def _text(line: Line, text: str) -> tuple[Line, ...]:
    text = text.strip()
    return (replace(line, text=text, columns=(text,)),) if text else ()
