"""Codes of units (ภาคผนวก 1): one unit a code, vacant numbers stay vacant, a new unit takes the next.

├── unit a: มท 0813 ──┤ abolished, vacant ┊ laid anew (1 January of a year in 5 or 0) ├── unit b: มท 0813 ──▶
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from domain.codes import owner_code
from domain.errors import InvalidValue, WrongStage
from domain.provinces import PROVINCES
from domain.structure.acts import UnitId
from domain.structure.structure import Attribute, Structure, Version, said_by, versions

_OFFSET = 543
_LAID_EVERY = 5  # years of the Buddhist era (annex 1 ข้อ 2.3)
_DEPARTMENT, _DIVISION = 2, 4  # figures
_OF_PROVINCES = frozenset(province.code for province in PROVINCES) | {"บก"}
_DIVISION_CODE = re.compile(r"\d{4}")
_SUB_CODE = re.compile(r"(?P<division>\d{4})\.\d{1,3}")


def last_laid(on: datetime) -> datetime:
    """Return when codes were last laid anew at a moment: 1 January of a Buddhist year that ends in 5 or 0."""
    year = on.year - (on.year + _OFFSET) % _LAID_EVERY
    return on.replace(year=year, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def next_code(structure: Structure, code: str, on: datetime) -> str:
    """Return the code that a new unit takes under a department (``มท 08``) or a division (``มท 0812``).

    That is one more than the highest number borne there since codes were last laid anew, vacant or not.

    Raises:
        InvalidValue: *code* is neither a department's nor a division's, or all its numbers were given.
    """
    consonants, owner = owner_code(code)
    if len(owner) == _DEPARTMENT:
        pattern, figures, most = re.compile(rf"{consonants} {owner}(\d\d)"), 2, 99
    elif _DIVISION_CODE.fullmatch(owner):
        pattern, figures, most = re.compile(rf"{consonants} {owner}\.(\d{{1,3}})"), 1, 999
    else:
        raise InvalidValue(
            "no-codes-below",
            f"{code} is no department's code of two figures and no division's of four: nothing is numbered below it.",
            code=code,
        )
    laid = last_laid(on)
    given = [
        int(found[1])
        for other, units in structure.coded.items()
        if (found := pattern.fullmatch(other)) and any(_borne_since(structure, unit, other, laid) for unit in units)
    ]
    number = max(given, default=0) + 1
    if number > most:
        raise InvalidValue("codes-used-up", f"All {most} numbers under {code} were given.", code=code, most=most)
    return f"{consonants} {owner}{'.' if figures == 1 else ''}{number:0{figures}}"


def require_next(structure: Structure, code: str, on: datetime) -> None:
    """Refuse a new unit's code that is not the next of its department or division (annex 1 ข้อ 2.1)."""
    consonants, owner = owner_code(code)
    if consonants in _OF_PROVINCES:
        return  # the last two figures name the kind of office (annex 1 ข้อ 2.2)
    if _DIVISION_CODE.fullmatch(owner):
        above = owner[:_DEPARTMENT]
    elif found := _SUB_CODE.fullmatch(owner):
        above = found["division"]
    else:
        return  # state enterprises and others have a form of their own (annex 1 ข้อ 2.4)
    expected = next_code(structure, f"{consonants} {above}", on)
    if code != expected:
        raise InvalidValue(
            "code-not-next",
            f"A new unit takes the next code, {expected}, not {code}: the numbers between stay for nobody.",
            code=code,
            expected=expected,
        )


def require_alone(structure: Structure, code: str, units: frozenset[UnitId]) -> None:
    """Refuse a code that two units bear at one time, or that is given again before codes are laid anew.

    Raises:
        WrongStage: naming the other unit and the order that gave it the code.
    """
    bearing = sorted(_bearers(structure, code, units), key=lambda version: version.since)
    for earlier, later in pairwise(bearing):
        if earlier.state.unit == later.state.unit:
            continue
        by = said_by(
            structure.units[earlier.state.unit].claims, structure.instruments, earlier.since, Attribute.CODE
        ).number
        if earlier.until is None or later.since < earlier.until:
            raise WrongStage(
                "code-borne",
                f"{code} is borne by {earlier.state.name} ({by}) at {later.since}: {later.state.name} takes another.",
                code=code,
                name=earlier.state.name,
                other=later.state.name,
                at=later.since,
                by=by,
            )
        if last_laid(later.since) < earlier.until:
            raise WrongStage(
                "code-left-vacant",
                f"{code} was {earlier.state.name}'s by {by} until {earlier.until}, and stays vacant until codes are "
                "laid anew: take the next.",
                code=code,
                name=earlier.state.name,
                until=earlier.until,
                by=by,
            )


def _bearers(structure: Structure, code: str, units: frozenset[UnitId]) -> Iterator[Version]:
    for unit in units:
        yield from (version for version in versions(structure, unit) if version.state.code == code)


def _borne_since(structure: Structure, unit: UnitId, code: str, laid: datetime) -> bool:
    return any(
        version.state.code == code and (version.until is None or laid < version.until)
        for version in versions(structure, unit)
    )
