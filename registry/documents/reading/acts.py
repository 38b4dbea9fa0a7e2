"""What an order, announcement or regulation seems to do to instruments, units and posts, in its own words.

    paragraphs ──clauses──▶ commands on instruments · on units and posts ──day──▶ Draft.acts

These are hints for whoever drafts: which unit or person of the structure a name means is not settled here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from domain.classes import LetterKind
from domain.errors import InvalidValue
from domain.thai.dates import WRITTEN_DAY
from domain.thai.times import THAI_TIME, parse_beginning
from registry.documents.draft import Draft, Read, RecognisedAct, Sureness
from registry.documents.reading.amending import acts_on_instruments, repeals_in_a_list
from registry.documents.reading.clauses import Clause, clauses
from registry.documents.reading.files.lines import Line
from registry.documents.reading.force import force
from registry.documents.reading.restructuring import acts_on_structure, resignation

_COMMANDING = frozenset({LetterKind.ORDER, LetterKind.ANNOUNCEMENT, LetterKind.REGULATION, LetterKind.BYLAW})
_DAY = re.sub(r"\?P<\w+>", "?:", WRITTEN_DAY)
_SINCE = re.compile(
    rf"(?:ตั้งแต่|นับแต่|นับตั้งแต่)(?:(?P<now>บัดนี้|วันนี้|วันที่(?:ลงนาม|ออกคำสั่ง|มีคำสั่ง))"
    rf"|วันที่\s?(?P<when>{_DAY}(?:\s?เวลา\s?\d{{1,2}}[.:]\d\d\s?น\.)?))"
)
_SAID_BEFORE = re.compile(r"^(?:คำสั่ง|ประกาศ)(?:ดังกล่าว|ข้างต้น|เดิม|ฉบับดังกล่าว)(?=\s|$|ข้างต้น)")
_WHEN_ISSUED = re.compile("บัดนี้|วันนี้|ลงนาม|ออกคำสั่ง|มีคำสั่ง")


def with_acts(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Return *draft* with the acts that its text states, in their order; a letter can state a resignation alone.

    What was recognised in a picture is doubtful: the figures in it are not to be believed.
    """
    if draft.kind in _COMMANDING:
        acts = [act for _, act in sorted(_found(draft), key=lambda found: found[0])]
    else:
        acts = list(_resignations(draft))
    guessed = {line.no for line in lines if line.guessed}
    doubtful = (replace(act, sure=Sureness.DOUBTFUL) if act.line in guessed else act for act in acts)
    return replace(draft, acts=tuple(doubtful))


def stated(text: Sequence[str]) -> tuple[RecognisedAct, ...]:
    """Return the acts that the paragraphs of an order state."""
    paragraphs = tuple(Read(one, line) for line, one in enumerate(text, start=1))
    in_force = force(paragraphs, LetterKind.ORDER, dated=None, published=None)
    draft = Draft(LetterKind.ORDER, paragraphs=paragraphs, in_force=in_force.words, effective=in_force.day)
    return tuple(act.value for act in with_acts(draft, ()).acts)


def _found(draft: Draft) -> Iterator[tuple[tuple[int, int], Read[RecognisedAct]]]:
    """Yield the acts with their place in the text."""
    told = clauses(draft.paragraphs)
    on_structure = [(act, clause, place) for act, clause, place in acts_on_structure(told)]
    on_instruments = [(act, clause, place) for clause in told for act, place in acts_on_instruments(clause)]
    for act, clause, place in (*on_instruments, *repeals_in_a_list(told), *on_structure):
        sure = clause.sure if place == 0 or clause.told[:place].endswith("จึง") else Sureness.LIKELY
        if act.target and (said := _SAID_BEFORE.match(act.target)):
            act, sure = _named_before(act, said[0], draft), Sureness.LIKELY  # noqa: PLW2901 - the same act, its target named
        yield (clause.line, place), Read(replace(act, since=_since(clause, place, draft)), clause.line, sure)


def _named_before(act: RecognisedAct, said: str, draft: Draft) -> RecognisedAct:
    """Return an act on คำสั่งดังกล่าว with the order that this means: the only one that the text names."""
    numbered = [one.value for one in draft.references if one.value.number and not act.target_dated]
    if len(numbered) != 1:
        return replace(act, target=said)
    return replace(act, target=numbered[0].number, target_dated=numbered[0].dated)


def _since(clause: Clause, place: int, draft: Draft) -> datetime | None:
    """Return when an act takes effect: by its own clause, else by the whole text; None for when it is issued."""
    if said := _SINCE.search(clause.told, place):
        return None if said["now"] else _beginning(said["when"])
    if draft.effective is None or (draft.in_force and _WHEN_ISSUED.search(draft.in_force.value)):
        return None
    return _first_moment(draft.effective.value)


def _beginning(text: str) -> datetime | None:
    try:
        return parse_beginning(text, today=date.min)
    except InvalidValue:
        return None  # a day that does not exist is no beginning


def _first_moment(day: date) -> datetime:
    return datetime.combine(day, time.min, THAI_TIME)


def _resignations(draft: Draft) -> Iterator[Read[RecognisedAct]]:
    of = draft.signature.value.name if draft.signature else None
    for paragraph in draft.paragraphs:
        if act := resignation(paragraph.value, of=of):
            since = _first_moment(draft.effective.value) if draft.effective else None
            yield Read(replace(act, since=since), paragraph.line, paragraph.sure)
            return
