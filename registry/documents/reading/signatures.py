"""The words under a signature (annex 3): rank, name, post, and in whose right somebody signs.

พลตำรวจเอก                                              rank, above the name or before it
    (หนึ่ง ตัวอย่าง)                                     name in brackets; without them in the Gazette
รองอธิบดีกรมตัวอย่าง รักษาราชการแทน                      post, wrapped or not, and the word of acting
อธิบดีกรมตัวอย่าง                                        the principal's post
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.classes import ActingWord
from registry.documents.draft import Doubt, Read, SignatureBlock, Sureness
from registry.documents.reading import people
from registry.documents.reading.contacts import ASIDE, CONTACT, COPIES
from registry.documents.reading.files.lines import Line, joined

UNIT = re.compile(r"^(?:กอง|กลุ่ม|ฝ่าย|ส่วน(?!ราชการ)|งาน|ศูนย์|แผนก|สำนัก|สถาบัน|โครงการ|สาขา|หน่วย|คณะ|ภาควิชา|เจ้าของเรื่อง)")
"""How the unit in charge begins, lower left on the page (ข้อ 11.12)."""

_LONG_WORDS = [word for word in ActingWord if word is not ActingWord.ON_BEHALF]
_LONG = "|".join(re.escape(word.label) for word in _LONG_WORDS)
_WORD_OF_ACTING = re.compile(rf"(?:^|\s|(?<=[ก-๎])(?<!ผู้))(?P<word>{_LONG})\s*|(?:^|\s)(?P<on_behalf>แทน)(?:\s+|$)")
_ACTING_WORDS = {word.label: word for word in ActingWord}
_SIGN_HERE = re.compile(r"^\(?\s*(?:ลงชื่อ|ลงนาม|ลายมือชื่อ)\s*\)?[\s.…_]*$|^[.…_\s-]+$")
_SIGNED = re.compile(r"^\(?\s*(?:ลงชื่อ|ลงนาม)\s*\)?[\s.…_:]*(?=\S)")
_RANKED = re.compile(rf"^(?P<rank>{people.RANK}|{people.TITLE})[\s.…_]*(?P<rest>\(.*\))?$")
_RANK_OF = re.compile(rf"^(?P<rank>{people.RANK})\s")
_TWO_WORDS = re.compile(r"^[ก-ฮเแโใไ][ก-๎]{1,20}\s[ก-ฮเแโใไ][ก-๎]{1,25}$")
_BEHIND_NAME = re.compile(r"^(?P<name>[(（][^()（）\d]{2,80}[)）])\s*(?P<post>\S.*)$")
_PLAIN = re.compile(
    rf"^(?P<name>(?:{people.NAME})|(?:{people.RANK})\s?(?:{people.TITLE})?[ก-๎]+\s[ก-๎]+)(?:\s(?P<post>\S.*))?$"
)
_LOST_BRACKET = re.compile(rf"^[^ก-๎]*?(?P<name>{people.NAME})\s*[)）]$")
_WANTS_MORE = re.compile(
    r"^(?:รอง|ผู้ช่วย|รักษาการ)?(?:ผู้อำนวยการ|หัวหน้า|เลขาธิการ|ประธาน|ปลัด|ผู้จัดการ|ผู้บังคับการ|ผู้บัญชาการ|คณบดี)$"
)
_POST = re.compile(
    r"^(?:นายก|ผู้|รอง|ปลัด|อธิบดี|หัวหน้า|เลขาธิการ|คณบดี|อธิการบดี|รัฐมนตรี|ประธาน|นายอำเภอ|ปฏิบัติหน้าที่|ปฏิบัติการแทน|ในฐานะ|และ(?=\S*(?:รัฐมนตรี|ผู้|รอง|ปลัด|อธิบดี|หัวหน้า|เลขา|ประธาน|กรรมการ)))"
)
_NO_NAME = re.compile(r"^[(（][\s.…_]*[)）]$")
_ANOTHER_HAND = re.compile(
    r"^[-–(\[ ]*(?:(?:ขอรับรอง|รับรอง)?(?:ว่า)?(?:เป็น)?สำเนา(?:ถูกต้อง|คู่ฉบับ)|รับรองสำเนา|คัด(?:ลอก)?สำเนา|ความ(?:คิด)?เห็น"
    r"|(?:ชอบ|เห็นชอบ|อนุมัติ|อนุญาต|(?:รับ)?ทราบ)(?:[\s.…)\]]|$))"
)
"""Above the name of somebody who certifies a copy, approves or notes the paper, and is not its signer."""
_MISREAD = 3  # letters at the end of a word of acting that a machine may have got wrong
_NEAR = 5  # lines below which the name of whoever certifies a copy stands
_SCAN = 60  # lines behind the text in which a name is looked for


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed, one after another, and the lines behind them."""

    blocks: tuple[Read[SignatureBlock], ...]
    rest: tuple[Line, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def first(self) -> Read[SignatureBlock] | None:
        """The one whose document it is."""
        return self.blocks[0] if self.blocks else None


@dataclass(frozen=True, slots=True)
class _Name:
    place: int
    rank: str | None
    name: str
    sure: Sureness


def is_name(text: str) -> bool:
    """Tell whether a line is the signer's name in its brackets."""
    return people.in_brackets(text) is not None


def signed(lines: Sequence[Line]) -> Signed:
    """Return the signatures at the head of *lines*; two may stand beside one another."""
    names = max((sum(map(is_name, line.columns)) for line in lines[:_SCAN]), default=0)
    if names > 1:
        at = next(place for place, line in enumerate(lines) if sum(map(is_name, line.columns)) == names)
        return _beside(lines, at, names)
    lines = _of_signer(_parted(lines))
    found = _names(lines)
    if not found:
        return Signed((), tuple(_behind_no_name(lines)))
    blocks: list[Read[SignatureBlock]] = []
    doubts: list[Doubt] = []
    rest: list[Line] = []
    begin = 0
    for name, end in zip(found, [*(name.place for name in found[1:]), len(lines)], strict=True):
        block, rest = _block(lines[begin:end], name, name.place - begin)
        begin = end
        blocks.append(Read(block, lines[name.place].no, name.sure))
        if name.sure is Sureness.DOUBTFUL:
            doubts.append(_garbled(lines[name.place].no, name.name))
    return Signed(tuple(blocks), tuple(rest), tuple(doubts))


def _of_signer(lines: list[Line]) -> list[Line]:
    """Return the lines without those of whoever certifies a copy, or notes the paper, below the signature."""
    at = next((place for place, line in enumerate(lines) if place and _ANOTHER_HAND.match(line.text)), None)
    if at is None or not any(is_name(line.text) or _PLAIN.match(line.text[:200]) for line in lines[:at]):
        return lines
    rest: list[Line] = lines[at:]
    while rest and _ANOTHER_HAND.match(rest[0].text):
        name = next((place for place, line in enumerate(rest[:_NEAR]) if is_name(line.text)), None)
        if name is None:
            return lines[:at]
        rest = _post_lines(rest[name + 1 : name + 1 + _SCAN], indented=rest[name].indented)[1]
    return [*lines[:at], *rest]


def _behind_no_name(lines: Sequence[Line]) -> list[Line]:
    """Return what stands below a place to sign that nobody has signed; the post below it is nobody's yet."""
    empty = next((place for place, line in enumerate(lines) if _NO_NAME.match(line.text)), None)
    if empty is None:
        return [line for line in lines if not _SIGN_HERE.match(line.text)]
    return _post_lines(lines[empty + 1 :], indented=lines[empty].indented)[1]


def _beside(lines: Sequence[Line], at: int, names: int) -> Signed:
    """Read blocks that stand beside one another, column by column, down to the next blank line."""
    end = next((i for i in range(at + 1, len(lines)) if len(lines[i].columns) < names), len(lines))
    blocks: list[Read[SignatureBlock]] = []
    for column in range(names):
        texts = [(line, line.columns[column]) for line in lines[:end] if len(line.columns) > column]
        only = [replace(line, text=text, columns=(text,), after_blank=False) for line, text in texts if text]
        blocks.extend(replace(block, sure=Sureness.LIKELY) for block in signed(only).blocks)
    return Signed(tuple(blocks), tuple(lines[end:]))


def _parted(lines: Sequence[Line]) -> list[Line]:
    """Return lines on which a name and its post, or the place to sign and the name, stand on lines of their own."""
    found: list[Line] = []
    for line in lines:
        text = line.text if _SIGN_HERE.match(line.text) else _SIGNED.sub("", line.text, count=1)
        ranked = _RANKED.match(text)
        if ranked and ranked["rest"]:
            found.append(replace(line, text=ranked["rank"], columns=(ranked["rank"],)))
            text = ranked["rest"]
        behind = _BEHIND_NAME.match(text)
        if behind and is_name(behind["name"]):
            found.append(replace(line, text=behind["name"], columns=(behind["name"],)))
            found.append(replace(line, text=behind["post"], columns=(behind["post"],), after_blank=False))
        elif text:
            found.append(replace(line, text=text))
    return found


def _names(lines: list[Line]) -> list[_Name]:
    """Return the names in brackets; without any, the first name with a title or rank."""
    bracketed = [(place, people.in_brackets(line.text)) for place, line in enumerate(lines)]
    found = [_Name(place, name[0], name[1], Sureness.SURE) for place, name in bracketed if name is not None]
    if found:
        return found
    for place, line in enumerate(lines[:_SCAN]):
        if CONTACT.match(line.text) or UNIT.match(line.text):
            break
        if lost := _LOST_BRACKET.match(line.text[:200]):
            return [_Name(place, None, lost["name"], Sureness.DOUBTFUL)]
        if plain := _PLAIN.match(line.text[:200]):
            rank = re.match(rf"(?P<rank>{people.RANK})\s*(?P<name>\S.*)$", plain["name"])
            if rest := line.text[plain.end("name") :].strip():
                lines.insert(place + 1, replace(line, text=rest, columns=(rest,), after_blank=False))
            name = rank["name"] if rank else plain["name"]
            return [_Name(place, rank["rank"] if rank else None, name, Sureness.LIKELY)]
        if _TWO_WORDS.match(line.text) and place + 1 < len(lines) and _POST.match(lines[place + 1].text):
            return [_Name(place, None, line.text, Sureness.LIKELY)]
    return []


def _block(lines: Sequence[Line], name: _Name, at: int) -> tuple[SignatureBlock, list[Line]]:
    above = ((_RANKED.match(line.text) or _RANK_OF.match(line.text), line) for line in lines[:at])
    ranks = [found["rank"] for found, line in above if found and (found.re is _RANKED or line.text.endswith(name.name))]
    post_lines, rest = _post_lines(lines[at + 1 :], indented=lines[at].indented)
    post, acting, principal = _acting(post_lines)
    return SignatureBlock(
        " ".join(name.name.split()), post, name.rank or " ".join(ranks) or None, acting, principal
    ), rest


def _acting(post_lines: list[Line]) -> tuple[str | None, ActingWord | None, str | None]:
    """Tell the signer's own post, the word of acting and the principal's post apart."""
    for place, line in enumerate(post_lines):
        if found := _WORD_OF_ACTING.search(line.text):
            own = [*post_lines[:place], *_text(line, line.text[: found.start()])]
            others = [*_text(line, line.text[found.end() :]), *post_lines[place + 1 :]]
            word = _ACTING_WORDS[found["word"] or found["on_behalf"]]
            return _post(own), word, _post(others)
    for place, line in enumerate(post_lines):
        if line.guessed and (nearly := _nearly_acting(line.text)):
            others = post_lines[place + 1 :]
            own = [*post_lines[:place], *_text(line, line.text[: nearly[0]])]
            return _post(own), nearly[1], _post(others)
    return _post(post_lines), None, None


def _post(lines: Sequence[Line]) -> str | None:
    """Return the words of a post; a line that begins with a post of its own stands apart."""
    words = ""
    for line in lines:
        apart = words and _POST.match(line.text)
        words = f"{words} {line.text}" if apart else joined([*([replace(line, text=words)] if words else []), line])
    return words or None


def _nearly_acting(text: str) -> tuple[int, ActingWord] | None:
    """Return where a guessed line ends in a word of acting whose last letters were misread, and which one."""
    last = text.rpartition(" ")[2]
    for word in _LONG_WORDS:
        if last.startswith(word.label[:-_MISREAD]) and abs(len(last) - len(word.label)) <= _MISREAD:
            return len(text) - len(last), word
    return None


def _text(line: Line, text: str) -> list[Line]:
    return [replace(line, text=text.strip())] if text.strip() else []


def _post_lines(lines: Sequence[Line], *, indented: bool) -> tuple[list[Line], list[Line]]:
    """Tell the lines of the post from those of the unit below.

    A blank line parts them; so does a unit that stands further left than the name, or right above a telephone.
    Without either the first line is the post. A word of acting goes on with the principal's post.
    """
    lines = [line for line in lines if not _SIGN_HERE.match(line.text)]
    apart = next((at for at, line in enumerate(lines) if at and line.after_blank), None)
    end = 0
    while end < len(lines) and not any(foot.match(lines[end].text) for foot in (CONTACT, COPIES, ASIDE)):
        line, before = lines[end], lines[end - 1] if end else None
        principal = before is not None and _ends_in_acting(before) and not _is_unit(lines, end, indented=indented)
        goes_on = before is None or principal or _begins_with_acting(line)
        if before is not None and not goes_on:
            goes_on = not line.after_blank and (
                _WANTS_MORE.match(before.text) is not None
                or _POST.match(line.text) is not None
                or (indented and line.indented)
                or (apart is not None and end < apart and not _is_unit(lines, end, indented=indented))
            )
        if not goes_on:
            break
        end += 1
    return list(lines[:end]), list(lines[end:])


def _is_unit(lines: Sequence[Line], at: int, *, indented: bool) -> bool:
    """Tell whether the unit in charge begins here."""
    line = lines[at]
    if UNIT.match(line.text) is None:
        return False
    below = next((other for other in lines[at + 1 :] if not UNIT.match(other.text)), None)
    return (indented and not line.indented) or (below is not None and CONTACT.match(below.text) is not None)


def _ends_in_acting(line: Line) -> bool:
    return line.text.endswith((*(word.label for word in _LONG_WORDS), "ปฏิบัติหน้าที่", "ปฏิบัติการแทน", " แทน"))


def _begins_with_acting(line: Line) -> bool:
    return any(line.text.startswith(word.label) for word in _LONG_WORDS) or line.text.split()[0] == "แทน"


def _garbled(line: int, name: str) -> Doubt:
    message = f"The name on line {line} lacks a bracket: compare {name} with the paper."
    return Doubt(line, "name-garbled", message, {"line": line, "name": name}, part="signature")
