"""Rules about who signs, in whose place, and how the words under the signature stand (annex 3)."""

import re
from collections.abc import Iterator

from domain.clauses import SIGNATURE_BLOCKS
from domain.forms import Part
from registry.documents.checking.context import Context
from registry.documents.checking.finding import Finding, Severity
from registry.documents.checking.sheet import Sheet

_TITLE = re.compile(r"(?:นาย|นางสาว|นาง|น\.ส\.)(?=\s?[ก-๙])")
_RANK = re.compile(
    r"(?:ว่าที่\s?)?(?:พล|พัน|ร้อย|สิบ|จ่าสิบ)(?:ตำรวจ|อากาศ)?\s?(?:เอก|โท|ตรี|จัตวา)(?=\s|[ก-ฮเ-ไ])"
    r"|(?:ว่าที่\s?)?(?:พลเรือ|นาวา|เรือ|พันจ่า|จ่า|พลอากาศ|นาวาอากาศ|เรืออากาศ|พันจ่าอากาศ|จ่าอากาศ)(?:เอก|โท|ตรี)"
    r"|ดาบตำรวจ|จ่าสิบตำรวจ"
    r"|(?!น\.ส\.)[ก-ฮ]{1,2}\.[ก-ฮ]{1,2}\.(?:[ก-ฮ]\.)?\s?[ก-๙]"
)
_OTHER_TITLE = re.compile(
    r"ดร\.|(?:รอง|ผู้ช่วย)?ศาสตราจารย์|หม่อม|ม\.[รล]\.|พระ|คุณหญิง|ท่านผู้หญิง|นายแพทย์|แพทย์หญิง|เภสัช|ทันต|สัตวแพทย์"
)


def rank_and_title(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """A rank stands before the handwritten signature, the title with the name in the brackets below it."""
    signed = sheet.signature
    if signed is None or not signed.value.name:
        return
    name, rank = signed.value.name, signed.value.rank

    def found(slug: str, message: str, severity: Severity = Severity.WRONG) -> Finding:
        facts = {"name": name, "rank": rank or ""}
        return Finding(slug, message, severity, Part.SIGNATURE, signed.line, SIGNATURE_BLOCKS, facts)

    printed = next((one.value for one in sheet.lines if one.line == signed.line), "")
    in_brackets = rank and re.search(rf"[(（]\s*{re.escape(rank)}", printed)
    if _RANK.match(name) or (in_brackets and _RANK.match(f"{rank} ")):
        yield found("rank-in-brackets", f"The rank in ({name}) belongs before the signature: the name alone below it.")
    elif rank and _TITLE.match(f"{rank} ก"):
        yield found("title-before-signature", f"{rank} belongs before the name in the brackets, not above ({name}).")
    elif rank and _TITLE.match(name):
        yield found(
            "title-beside-rank", f"({name}) has a title and the rank {rank}: the rank replaces it.", Severity.WARN
        )
    elif not rank and not _TITLE.match(name) and not _OTHER_TITLE.match(name):
        yield found("title-missing", f"({name}) has neither title nor rank: write it in full.", Severity.WARN)


def in_whose_place(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """Who signs for another says by which word and for which post."""
    signed = sheet.signature
    if signed is None:
        return
    words = signed.value
    if words.acting and not words.principal:
        yield Finding(
            "principal-missing",
            f"{words.acting.label} does not say for which post: write it below.",
            part=Part.SIGNATURE,
            line=signed.line,
            clause=SIGNATURE_BLOCKS,
            facts={"word": words.acting},
        )
    elif words.principal and not words.acting:
        yield Finding(
            "acting-word-missing",
            f"{words.post} signs for {words.principal}, and no word says how: write ปฏิบัติราชการแทน or what is true.",
            part=Part.SIGNATURE,
            line=signed.line,
            clause=SIGNATURE_BLOCKS,
            facts={"post": words.post or "", "principal": words.principal},
        )


def power(sheet: Sheet, context: Context) -> Iterator[Finding]:
    """What is recorded shows the power: the own post, or the delegation or absence behind the word."""
    signed, known = sheet.signature, context.power
    if signed is None or known is None:
        return
    acting = signed.value.acting
    if acting is None:
        message = f"Nothing recorded shows that {signed.value.name} signs as {signed.value.post}: {known.why.message}"
        slug, severity = "post-not-shown", Severity.WARN
    elif known.forbidden:
        message = f"A record speaks against {acting.label}: {known.why.message}"
        slug, severity = "power-not-valid", Severity.WRONG
    else:
        message = f"Nothing recorded shows {acting.label}: {known.why.message}"
        slug, severity = "power-not-shown", Severity.WARN
    facts = {"name": signed.value.name, "post": signed.value.post or "", "word": acting or "", "why": known.why}
    yield Finding(slug, message, severity, Part.SIGNATURE, signed.line, SIGNATURE_BLOCKS, facts)
