"""Which acts need which fields, and in which form; what stands elsewhere in the structure does not matter here."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from unicodedata import normalize

from domain.codes import owner_code
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
from domain.thai.dates import FIRST_DAY, buddhist_year, require_buddhist_year
from domain.thai.digits import to_arabic

_THAI = timedelta(hours=7)
_PART = "[a-z0-9]+(?:-[a-z0-9]+)*"
_LAST_PART = re.compile(_PART)
_UNIT_ID = re.compile(rf"{_PART}(?:/{_PART})*")
_NUMBERED = re.compile(r"^(ข้อ|มาตรา) ?(?=\d)")
_LONGEST_ID = 200  # characters
_ENDS_IN = 2  # units at least that a split one ends in

_Needs = tuple[frozenset[str], frozenset[str]]
"""Fields that an act must have, and those that it may have."""


def _needs(*must: str, may: tuple[str, ...] = ()) -> _Needs:
    return frozenset(must), frozenset(may)


_UNIT: Mapping[UnitActKind, _Needs] = {
    UnitActKind.ESTABLISH: _needs("unit", "name", "unit_kind", may=("every", "under", "parent", "code", "duties")),
    UnitActKind.ABOLISH: _needs(may=("unit", "every", "under")),
    UnitActKind.MERGE: _needs("unit", "units"),
    UnitActKind.SPLIT: _needs("unit", "units"),
    UnitActKind.RENAME: _needs("name", may=("unit", "every", "under")),
    UnitActKind.MOVE: _needs("parent", may=("unit", "every", "under")),
    UnitActKind.CHANGE_DUTIES: _needs("duties", may=("unit", "every", "under")),
    UnitActKind.RECODE: _needs("unit", may=("code",)),
}
_UNIT_FIELDS = ("unit", "every", "under", "name", "parent", "unit_kind", "code", "duties", "units")

_POST: Mapping[PostActKind, _Needs] = {
    PostActKind.APPOINT: _needs("officer", may=("name", "until", "deputises")),
    PostActKind.ACT_FOR: _needs("officer", "word", may=("name", "until")),
    PostActKind.END: _needs("officer", may=("name",)),
    PostActKind.DELEGATE: _needs(may=("officer", "name", "until", "to_post", "to_unit", "matters")),
    PostActKind.WITHDRAW: _needs(may=("officer", "name", "to_post", "to_unit", "matters")),
    PostActKind.ASSIGN: _needs("matters", may=("officer", "name", "until", "to_post", "to_unit")),
}
_POST_FIELDS = ("officer", "name", "until", "word", "to_post", "to_unit", "matters", "deputises")

_INSTRUMENT: Mapping[InstrumentActKind, _Needs] = {
    InstrumentActKind.AMEND: _needs("text", may=("clause",)),
    InstrumentActKind.ADD: _needs("clause", "text"),
    InstrumentActKind.REPLACE: _needs("text", may=("clause",)),
    InstrumentActKind.REPEAL: _needs(may=("clause",)),
}
_INSTRUMENT_FIELDS = ("clause", "text")


def require_forms(acts: Acts) -> None:
    """Refuse acts that lack a field, have one that they do not have, or end before they begin.

    Raises:
        InvalidValue: with the first such act.
    """
    for change in acts.instruments:
        _require_fields(change, _INSTRUMENT[change.kind], _INSTRUMENT_FIELDS)
        _require_time(change.kind.value, change.since)
        _require_clause(change.clause)
    for act in acts.units:
        _require_unit_act(act)
    for post in acts.posts:
        _require_post_act(post)


def require_interval(since: datetime, until: datetime | None) -> None:
    """Refuse an interval that ends before it begins, or when it begins."""
    if until is not None and until <= since:
        raise InvalidValue(
            "ends-before-it-begins",
            f"It begins at {since} and ends at {until}: nothing would ever be in force. Correct one of them.",
            since=since,
            until=until,
        )


def require_unit_id(unit: UnitId) -> None:
    """Refuse a permanent name that is not of lower-case letters, figures, hyphens and slashes."""
    if len(unit) > _LONGEST_ID or not _UNIT_ID.fullmatch(unit):
        raise InvalidValue(
            "unit-id-unreadable",
            f"{unit[:_LONGEST_ID]!r} is no permanent name: write lower-case letters, figures and hyphens, "
            "parts joined by slashes, like dla/krabi/district.",
            text=unit[:_LONGEST_ID],
        )


def clause_name(text: str) -> str:
    """Return the one spelling of a clause, so that a later order means the same one: ``ข้อ 1`` for ``ข้อ๑``."""
    spaced = " ".join(to_arabic(normalize("NFC", text)).split())
    return _NUMBERED.sub(r"\1 ", spaced)


def _require_one_line(name: str) -> None:
    """Refuse a name that would go on in another line of a tree or table, where it could look like another's."""
    if len(name.splitlines()) > 1:
        first = name.splitlines()[0]
        raise InvalidValue("name-of-lines", f"{first!r} goes on in another line: write a name in one.", name=first)


def _require_clause(clause: str | None) -> None:
    if clause is not None and (not clause or clause != clause_name(clause)):
        raise InvalidValue(
            "clause-spelling",
            f"The clause {clause!r} is spelt otherwise than the register does: write {clause_name(clause) or 'ข้อ 1'}.",
            text=clause,
            spelling=clause_name(clause) or "ข้อ 1",
        )


def _require_unit_act(act: UnitAct) -> None:
    _require_fields(act, _UNIT[act.kind], _UNIT_FIELDS)
    _require_time(act.kind.value, act.since, act.until)
    _require_clause(act.clause)
    if act.kind is UnitActKind.ESTABLISH:
        _require_founding(act)
    elif (act.unit is None) is (act.every is None):
        raise _missing(act.kind.value, "unit") if act.unit is None else _odd(act.kind.value, "unit")
    if act.under is not None and act.every is None:
        raise _odd(act.kind.value, "under")
    if act.code is not None:
        require_code(act.code)
    if act.name is not None:
        _require_one_line(act.name)
    if act.kind is UnitActKind.SPLIT and len(act.units) < _ENDS_IN:
        raise _missing(act.kind.value, "units")
    if act.unit in act.units or len(set(act.units)) != len(act.units):
        raise InvalidValue(
            "unit-twice-in-act", f"{act.kind.value} of {act.unit} names a unit twice: keep one.", unit=act.unit
        )


def _require_founding(act: UnitAct) -> None:
    assert act.unit is not None  # noqa: S101 - a field that ESTABLISH must have
    require_unit_id(act.unit)
    if act.every is None:
        return
    for field in ("parent", "code"):
        if getattr(act, field) is not None:
            raise _odd(act.kind.value, field)  # each stands in a unit of the set, and no two have one code
    if not _LAST_PART.fullmatch(act.unit):
        raise InvalidValue(
            "unit-id-not-one-part",
            f"{act.unit!r} is to be the last part of many permanent names: write it without a slash.",
            text=act.unit,
        )


def require_code(code: str) -> None:
    """Refuse a code that annex 1 does not know the form of, or that is not spelt the one way, like ``มท 0812``."""
    consonants, owner = owner_code(code)
    if code != f"{consonants} {owner}":
        raise InvalidValue(
            "unit-code-spelling",
            f"{code!r} is spelt otherwise than the register does: write {consonants} {owner}.",
            text=code,
            spelling=f"{consonants} {owner}",
        )


def _require_post_act(act: PostAct) -> None:
    _require_fields(act, _POST[act.kind], _POST_FIELDS)
    _require_time(act.kind.value, act.since, act.until)
    _require_clause(act.clause)
    if not act.post.strip():
        raise _missing(act.kind.value, "post")
    if not all(matter.strip() for matter in act.matters):
        raise _missing(act.kind.value, "matters")
    for text in (act.post, *act.matters):
        _require_one_line(text)
    if (act.to_post is None) is not (act.to_unit is None):
        raise _missing(act.kind.value, "to_post" if act.to_post is None else "to_unit")
    if act.officer is None and act.to_post is None:
        raise _missing(act.kind.value, "officer")
    if act.officer is not None and act.to_post is not None:
        raise _odd(act.kind.value, "to_post")


def _require_fields(act: UnitAct | PostAct | InstrumentAct, needs: _Needs, fields: tuple[str, ...]) -> None:
    must, may = needs
    for field in fields:
        value = getattr(act, field)
        given = bool(value.strip()) if isinstance(value, str) else value not in {None, ()}
        if field in must and not given:
            raise _missing(act.kind.value, field)
        if value not in {None, ()} and not given:
            raise _missing(act.kind.value, field)
        if given and field not in must | may:
            raise _odd(act.kind.value, field)


def _require_time(act: str, *times: datetime | None) -> None:
    """Refuse a time that is not Thai time in whole seconds: two spellings of one moment would be two acts."""
    for time in times:
        if time is None:
            continue
        if time.utcoffset() != _THAI or time.microsecond:
            raise InvalidValue(
                "time-not-thai", f"{act} begins or ends at {time}, which is not Thai time in whole seconds.", act=act
            )
        require_countable(time.date())


def require_countable(day: date) -> None:
    """Refuse a day that has no Buddhist date, or that nobody can mean."""
    if day < FIRST_DAY:
        raise InvalidValue(
            "before-buddhist-dates",
            f"{day} lies before {FIRST_DAY}, when Buddhist years began to begin in January: write a later day.",
            day=day,
            first=FIRST_DAY,
        )
    require_buddhist_year(buddhist_year(day))


def _missing(act: str, field: str) -> InvalidValue:
    return InvalidValue("act-field-missing", f"The act {act} has no {field}: fill it in.", act=act, field=field)


def _odd(act: str, field: str) -> InvalidValue:
    return InvalidValue("act-field-odd", f"The act {act} has no use for {field}: take it out.", act=act, field=field)
