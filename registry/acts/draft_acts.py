"""What a draft says it does to the structure, as people write it, and as the order will be signed.

    {"units": [{"kind": "establish", "unit": "district", "every": "provincial-office", "under": "dla",
                "since": "1 มีนาคม 2564", "clause": "ข้อ 1", "name": "กลุ่มงาน…", "unit_kind": "group"}],
     "posts": [{"kind": "appoint", "post": "หัวหน้ากลุ่ม", "unit": "dla/krabi/district", "officer": "somsri"}],
     "instruments": [{"kind": "repeal", "number": "55/2564", "clause": "ข้อ 2"}]}

Units are named by their permanent names, officers by their ids, instruments by their numbers. A beginning is a
Buddhist day, or a day and an hour; left out, it is ตั้งแต่บัดนี้. An end is the first moment at which the act is in
force no longer. The code ``next`` is the next one of the parent's department or division.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

import msgspec

from domain.authority import Authority
from domain.classes import ActingWord, LetterKind
from domain.errors import InvalidValue
from domain.structure.acts import (
    Acts,
    InstrumentAct,
    InstrumentActKind,
    PostAct,
    PostActKind,
    UnitAct,
    UnitActKind,
    UnitId,
)
from domain.structure.evolving import evolve
from domain.structure.forms import clause_name
from domain.structure.instruments import Source, begin_of
from domain.structure.structure import Structure, unit_at
from domain.structure.unit_codes import next_code
from domain.thai.digits import to_arabic
from domain.thai.times import parse_beginning, print_beginning
from domain.values import StreamId
from registry.documents.draft import Draft, RecognisedAct, Sureness

NEXT_CODE = "next"

_NUMBER = re.compile(r"\d{1,9}/\d{4}")


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class DraftUnitAct(_Part, frozen=True):
    """An act on a unit, or on a set of units."""

    kind: UnitActKind
    unit: UnitId | None = None
    every: str | None = None
    under: UnitId | None = None
    since: str | None = None
    until: str | None = None
    clause: str | None = None
    name: str | None = None
    parent: UnitId | None = None
    unit_kind: str | None = None
    code: str | None = None
    duties: str | None = None
    units: tuple[UnitId, ...] = ()


class DraftPostAct(_Part, frozen=True):
    """An act on a post; the officer's name is taken from the register."""

    kind: PostActKind
    post: str
    unit: UnitId
    officer: str | None = None
    since: str | None = None
    until: str | None = None
    clause: str | None = None
    word: ActingWord | None = None
    to_post: str | None = None
    to_unit: UnitId | None = None
    matters: tuple[str, ...] = ()
    deputises: str | None = None


class DraftInstrumentAct(_Part, frozen=True):
    """An act on an earlier order of this office, or on an instrument that is recorded here."""

    kind: InstrumentActKind
    number: str
    clause: str | None = None
    since: str | None = None
    text: str | None = None


class DraftActs(_Part, frozen=True):
    """Everything that an order does, in the order in which it says it."""

    units: tuple[DraftUnitAct, ...] = ()
    posts: tuple[DraftPostAct, ...] = ()
    instruments: tuple[DraftInstrumentAct, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.units or self.posts or self.instruments)


def recognised(read: Draft) -> DraftActs:
    """Return what can be filled in of an order that was read: acts on earlier orders that it names by their numbers.

    Units and posts are left to whoever drafts: a name on paper is no unit of the structure yet.
    """
    if read.kind is not LetterKind.ORDER:
        return DraftActs()
    sure = (act.value for act in read.acts if act.sure is Sureness.SURE)
    return DraftActs(instruments=tuple(act for one in sure if (act := _on_instrument(one)) is not None))


def _on_instrument(act: RecognisedAct) -> DraftInstrumentAct | None:
    if not isinstance(act.kind, InstrumentActKind) or act.target is None or not _NUMBER.fullmatch(act.target):
        return None
    if act.kind is not InstrumentActKind.REPEAL and act.words is None:
        return None  # its new words stand somewhere else
    since = None if act.since is None else to_arabic(print_beginning(act.since))
    return DraftInstrumentAct(act.kind, act.target, act.target_clause, since, act.words)


@dataclass(frozen=True, slots=True)
class Around:
    """What the words of a draft are measured against."""

    structure: Structure
    authority: Authority
    source: Source
    """The instrument as it will be, as far as that is known."""
    instrument: Callable[[str], tuple[StreamId, str]]
    """Finds an order or recorded instrument by what is typed: its stream, and its number as the register has it."""

    @property
    def today(self) -> date:
        """The day on which an hour without a day is."""
        return self.source.issued_at.date()


def resolved(draft: DraftActs, around: Around) -> Acts:
    """Return the acts as they will be signed.

    Raises:
        InvalidValue: a day cannot be read, or ``next`` has no parent with a code.
        NoSuchThing: an officer or an instrument is not known.
    """
    acts = Acts(
        posts=tuple(_post(one, around) for one in draft.posts),
        instruments=tuple(_instrument(one, around) for one in draft.instruments),
    )
    for one in draft.units:
        acts = _with_unit(acts, one, around)
    return acts


def _with_unit(acts: Acts, draft: DraftUnitAct, around: Around) -> Acts:
    act = UnitAct(
        kind=draft.kind,
        unit=draft.unit,
        every=draft.every,
        under=draft.under,
        since=_moment(draft.since, around),
        until=_moment(draft.until, around),
        clause=_clause(draft.clause),
        name=draft.name,
        parent=draft.parent,
        unit_kind=draft.unit_kind,
        code=draft.code,
        duties=draft.duties,
        units=draft.units,
    )
    if act.code == NEXT_CODE:
        act = replace(act, code=_next_code(act, acts, around))
    return replace(acts, units=(*acts.units, act))


def _next_code(act: UnitAct, before: Acts, around: Around) -> str:
    """Return the next code under the parent, behind those that the acts before it take."""
    structure = evolve(around.structure, before, around.source)
    on = begin_of(around.source, act)
    parent = None if act.parent is None else unit_at(structure, act.parent, on)
    if parent is None or parent.code is None:
        raise InvalidValue(
            "no-code-to-follow",
            f"{act.unit} cannot take the next code: its parent {act.parent or '–'} has none. Write the code itself.",
            unit=act.unit,
            parent=act.parent or "–",
        )
    return next_code(structure, parent.code, on)


def _post(draft: DraftPostAct, around: Around) -> PostAct:
    name = None if draft.officer is None else around.authority.officer(draft.officer).name
    return PostAct(
        kind=draft.kind,
        post=draft.post,
        unit=draft.unit,
        officer=draft.officer,
        name=name,
        since=_moment(draft.since, around),
        until=_moment(draft.until, around),
        clause=_clause(draft.clause),
        word=draft.word,
        to_post=draft.to_post,
        to_unit=draft.to_unit,
        matters=draft.matters,
        deputises=draft.deputises,
    )


def _instrument(draft: DraftInstrumentAct, around: Around) -> InstrumentAct:
    stream, number = around.instrument(draft.number)
    return InstrumentAct(draft.kind, stream, number, _clause(draft.clause), _moment(draft.since, around), draft.text)


def _clause(text: str | None) -> str | None:
    return None if text is None else clause_name(text)


def _moment(text: str | None, around: Around) -> datetime | None:
    return None if text is None else parse_beginning(text, today=around.today)
