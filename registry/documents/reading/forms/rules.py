"""Reads rules (ระเบียบ) and by-laws (ข้อบังคับ) in the order of forms 5 and 6.

ระเบียบกรมตัวอย่าง
ว่าด้วยงานตัวอย่าง (ฉบับที่ ๒)
พ.ศ. ๒๕๖๔
โดยที่ … อาศัยอำนาจตามความใน … ข้อ ๑ … ประกาศ ณ วันที่ …
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.classes import LetterKind
from domain.thai.digits import to_arabic
from registry.documents.draft import Doubt, Draft, PrintedNumber, Read
from registry.documents.reading.files.lines import Line, joined
from registry.documents.reading.forms import titled
from registry.documents.reading.forms.kinds import OTHER_LAWS, TITLE, title_at
from registry.documents.reading.instruments import named_instruments

_ABOUT = re.compile(r"(?:^|\s|(?<=[ก-๎]))(?P<subject>(?:ว่าด้วย|เรื่อง|ออกตามความใน)\s*\S.*)$")
_ENDS_IN_YEAR = re.compile(r"(?:พ\.\s?ศ\.|พุทธศักราช)\s*(?P<year>[\d๐-๙]{4})$")
_EDITION = re.compile(
    r"\(?\s*ฉบับที่\s*(?P<running>[\d๐-๙]{1,3})\s*\)?(?:\s*(?:พ\.\s?ศ\.|พุทธศักราช)\s*(?P<year>[\d๐-๙]{4}))?"
)
_LONGEST_HEAD = 6  # lines


def read(lines: Sequence[Line], kind: LetterKind, *, published: Read[date] | None = None) -> Draft:
    """Return the parts of rules or by-laws whose title stands among the first lines."""
    at = title_at(lines, kind)
    bare = [replace(lines[at], text=TITLE.sub(r"\g<rest>", lines[at].text).strip()), *lines[at + 1 :]]
    end = _head_end(bare)
    head = [line for line in bare[:end] if line.text]
    draft = _with_title(Draft(kind, published=published, doubts=_other_law(lines[at])), head)
    draft = titled.with_text(draft, titled.issued(bare[end:], "ประกาศ|สั่ง|แถลง"))
    return replace(draft, references=named_instruments(draft.paragraphs, own=None))


def edition(text: str, line: int) -> tuple[Read[str], Read[PrintedNumber]] | None:
    """Return (ฉบับที่ ๓) พ.ศ. ๒๕๖๐ as printed, and its parts; None where *text* has none."""
    found = _EDITION.search(text)
    if found is None:
        return None
    year = int(to_arabic(found["year"])) if found["year"] else None
    printed = re.sub(r"\s*(?:พ\.\s?ศ\.|พุทธศักราช).*$", "", found[0]).strip()
    return Read(found[0].strip(), line), Read(
        PrintedNumber(printed, running=to_arabic(found["running"]), year=year), line
    )


def _other_law(title: Line) -> tuple[Doubt, ...]:
    """Return a doubt about a law that is read like rules, though the regulation knows no such kind."""
    if not title.text.startswith(OTHER_LAWS):
        return ()
    message = f"Line {title.no} names a law that is no kind of letter (ข้อ 10); it is read like rules."
    return (Doubt(title.no, "kind-of-law", message, {"line": title.no}, part="kind"),)


def _head_end(lines: Sequence[Line]) -> int:
    """Return where the text begins: behind the year that ends the title, or at how texts begin."""
    for place, line in enumerate(lines[:_LONGEST_HEAD]):
        if _ENDS_IN_YEAR.search(line.text) and (place or _ABOUT.search(line.text)):
            return place + 1 + (place + 1 < len(lines) and lines[place + 1].text.startswith("("))
        if (
            place
            and titled.begins_the_text(line)
            and not _ABOUT.search(line.text)
            and not line.text.startswith(("(", "พ.ศ"))
        ):
            return place
    return min(1, len(lines))


def _with_title(draft: Draft, head: Sequence[Line]) -> Draft:
    about = next(((at, found) for at, line in enumerate(head) if (found := _ABOUT.search(line.text))), None)
    if about is None:
        office = joined(head)
        return replace(draft, issuing_office=Read(office, head[0].no)) if office else draft
    at, found = about
    office_lines = [
        *head[:at],
        *([replace(head[at], text=before)] if (before := head[at].text[: found.start()].strip()) else []),
    ]
    subject = _spaced([replace(head[at], text=found["subject"]), *head[at + 1 :]])
    draft = replace(
        draft,
        issuing_office=Read(joined(office_lines), office_lines[0].no) if office_lines else None,
        subject=Read(subject, head[at].no),
    )
    numbered = edition(subject, head[at].no)
    return replace(draft, edition=numbered[0], number_printed=numbered[1]) if numbered else draft


def _spaced(lines: Sequence[Line]) -> str:
    """Join the title's lines: the year on a line of its own stands apart, other lines are wrapped words."""
    last = lines[-1]
    if len(lines) > 1 and last.text.startswith(("พ.ศ", "พุทธศักราช", "(")):
        return f"{joined(lines[:-1])} {last.text}"
    return joined(lines)
