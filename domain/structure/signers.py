"""Who may sign for the posts of a unit, in which capacity: the question of `domain.structure.judging` turned round."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.classes import ActingWord
from domain.structure.powers import Capacity, Power, PowerKind


def who_may_sign(
    powers: Iterable[Power], *, unit: str, on: datetime, matter: str | None = None, called: str | None = None
) -> list[Capacity]:
    """Return everybody who may sign for a post of a unit at a moment, own posts first.

    A delegation that is limited to matters is listed with them where no *matter* is asked about. A holder who is
    recorded as absent is not listed.

    Args:
        powers: As known: those of the unit's posts, and the own posts of all whom they name or give a power to.
        unit: Permanent name of the unit.
        on: The moment.
        matter: Only what covers this matter.
        called: The unit's name then, which enrolments know it by.
    """
    known = tuple(powers)
    here = [one for one in known if one.unit in {unit, called} and one.in_force(on)]
    own = [one for one in known if one.kind is PowerKind.OWN_POST and one.in_force(on)]
    away = {(one.post, one.officer) for one in here if one.kind is PowerKind.ABSENCE}
    found = [
        Capacity(one.officer, one.name, one.post, unit, chain=(one,))
        for one in here
        if one.kind is PowerKind.OWN_POST and one.officer is not None and (one.post, one.officer) not in away
    ]
    for power in here:
        if power.kind in {PowerKind.ACTING, PowerKind.DELEGATION, PowerKind.ASSIGNMENT} and _covers(power, matter, on):
            found += [_capacity(power, holder, unit) for holder in _holders(power, own)]
        elif power.kind is PowerKind.ABSENCE:
            found += _sole_deputy(power, own, here, unit)
    return list(dict.fromkeys(found))


def _covers(power: Power, matter: str | None, on: datetime) -> bool:
    if matter is None:
        return True
    return (not power.matters or matter in power.matters) and power.ending(on, matter) is None


def _holders(power: Power, own: Sequence[Power]) -> list[Power | str]:
    """Return whom a power is given to: by their own posts, or by name where none is recorded."""
    if power.officer is not None:
        return list([one for one in own if one.officer == power.officer][:1]) or [power.officer]
    where = (power.to_post, power.to_unit or power.unit)
    return [one for one in own if (one.post, one.unit) == where]


def _capacity(power: Power, holder: Power | str, unit: str) -> Capacity:
    word = ActingWord.BY_DELEGATION if power.kind is PowerKind.DELEGATION else power.word
    if isinstance(holder, str):
        return Capacity(holder, power.name, None, unit, word, power.post, power.matters, (power,))
    officer, name = holder.officer or "", holder.name or power.name
    return Capacity(officer, name, holder.post, unit, word, power.post, power.matters, (holder, power))


def _sole_deputy(absence: Power, own: Sequence[Power], here: Sequence[Power], unit: str) -> list[Capacity]:
    deputies = [one for one in own if (one.deputises, one.unit) == (absence.post, absence.unit)]
    acting = [one for one in here if one.kind is PowerKind.ACTING and one.post == absence.post]
    officers = {one.officer for one in deputies}
    if len(officers) != 1 or any(one.officer not in officers for one in acting):
        return []
    one = deputies[0]
    word = ActingWord.ACTING_FOR_ABSENT
    return [Capacity(one.officer or "", one.name, one.post, unit, word, absence.post, chain=(one, absence))]
