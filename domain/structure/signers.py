"""Who may sign for the posts of a unit, in which capacity: the question of `domain.structure.judging` turned round.

enrolled as signatory? ──no──▶ nothing that is recorded of posts counts
        │
own posts, and powers to sign for a post of the unit ──▶ capacities, each with everything that it rests on
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.authority import OfficerEnrolled, require_signatory
from domain.classes import ActingWord
from domain.errors import NotAllowed
from domain.letter.text import Signatory
from domain.structure.powers import Capacity, Judgement, Power, PowerKind, Verdict


def barred(enrolled: OfficerEnrolled | None, signatory: Signatory) -> Judgement | None:
    """Return what keeps somebody from signing here, whatever posts are recorded; None where nothing does.

    Args:
        enrolled: The newest enrolment as known, if there is one.
        signatory: The words under the signature.
    """
    if enrolled is None:
        why = NotAllowed(
            "signatory-not-enrolled",
            f"Nothing says whether {signatory.officer!r} signs letters here: no such officer is enrolled.",
            officer=signatory.officer,
        )
        return Judgement(Verdict.CANNOT_TELL, why=why)
    try:
        require_signatory(enrolled, signatory)
    except NotAllowed as refused:
        return Judgement(Verdict.NOT_VALID, why=refused)
    return None


def who_may_sign(  # noqa: PLR0913 - the question has as many parts
    powers: Iterable[Power],
    enrolments: Mapping[str, OfficerEnrolled],
    *,
    unit: str,
    on: datetime,
    matter: str | None = None,
    called: str | None = None,
) -> list[Capacity]:
    """Return every capacity in which a signatory may sign for a post of a unit at a moment, own posts first.

    A delegation that is limited to matters is listed with them where no *matter* is asked about. A recorded absence
    lets a deputy act and takes nothing from the holder, who is listed with the absence behind the post. Nobody is
    listed of whom no post is recorded, or who signs no letters here.

    Args:
        powers: As known: those of the unit's posts, and the own posts of all whom they name or give a power to.
        enrolments: The newest as known, of all officers whom the powers name.
        unit: Permanent name of the unit.
        on: The moment.
        matter: Only what covers this matter.
        called: The unit's name then, which enrolments know it by.
    """
    known = tuple(powers)
    here = [one for one in known if one.unit in {unit, called} and one.in_force(on)]
    own = [one for one in known if one.kind is PowerKind.OWN_POST and one.in_force(on)]
    away = {(one.post, one.officer): one for one in here if one.kind is PowerKind.ABSENCE}
    found = [
        Capacity(
            one.officer, one.name, one.post, unit, chain=tuple(filter(None, (one, away.get((one.post, one.officer)))))
        )
        for one in here
        if one.kind is PowerKind.OWN_POST and one.officer is not None
    ]
    for power in here:
        if power.kind in {PowerKind.ACTING, PowerKind.DELEGATION, PowerKind.ASSIGNMENT}:
            found += _given(power, own, unit, matter, on)
        elif power.kind is PowerKind.ABSENCE:
            found += _sole_deputy(power, own, here, unit)
    return _each_once(_signatories(found, enrolments))


def _signatories(found: Iterable[Capacity], enrolments: Mapping[str, OfficerEnrolled]) -> Iterator[Capacity]:
    """Yield the capacities of those who sign letters here, under the name by which they are enrolled."""
    for one in found:
        enrolled = enrolments.get(one.officer)
        if enrolled is not None and barred(enrolled, Signatory(one.officer, enrolled.name, one.post)) is None:
            yield replace(one, name=enrolled.name)


def _each_once(found: Iterable[Capacity]) -> list[Capacity]:
    """Return each capacity once, with everything by which it is there; what was known first goes first."""
    chains: dict[Capacity, dict[tuple[Power, ...], None]] = {}
    for one in found:
        chains.setdefault(replace(one, chain=()), {})[one.chain] = None
    listed = []
    for capacity, grounds in chains.items():
        first, *others = sorted(grounds, key=_known_since)
        listed.append(replace(capacity, chain=first, others=tuple(others)))
    return listed


def _known_since(chain: tuple[Power, ...]) -> list[tuple[int, str]]:
    return [(power.basis.position or 0, power.basis.digest) for power in chain]


def _given(power: Power, own: Sequence[Power], unit: str, matter: str | None, on: datetime) -> list[Capacity]:
    """Return the capacities of whom a power over a post is given to, by each of their own posts."""
    covered = power.matters or ((matter,) if matter else ())
    left = tuple(one for one in covered if power.ending(on, one) is None)
    if (matter is not None and matter not in left) or (power.matters and not left):
        return []
    word = ActingWord.BY_DELEGATION if power.kind is PowerKind.DELEGATION else power.word
    withheld = () if power.matters else _withdrawn(power, on)
    matters = left if power.matters else ()
    return [
        Capacity(one.officer or "", one.name, one.post, unit, word, power.post, matters, withheld, (one, power))
        for one in _holders(power, own)
    ]


def _withdrawn(power: Power, on: datetime) -> tuple[str, ...]:
    return tuple(dict.fromkeys(matter for one in power.endings if one.covers(on) for matter in one.matters))


def _holders(power: Power, own: Sequence[Power]) -> list[Power]:
    """Return the own posts of whom a power is given to: by name, or to whoever holds a post."""
    if power.officer is not None:
        return [one for one in own if one.officer == power.officer]
    where = (power.to_post, power.to_unit or power.unit)
    return [one for one in own if (one.post, one.unit) == where]


def _sole_deputy(absence: Power, own: Sequence[Power], here: Sequence[Power], unit: str) -> list[Capacity]:
    deputies = [one for one in own if (one.deputises, one.unit) == (absence.post, absence.unit)]
    acting = [one for one in here if one.kind is PowerKind.ACTING and one.post == absence.post]
    officers = {one.officer for one in deputies}
    away = any(one.kind is PowerKind.ABSENCE and one.officer in officers for one in here)
    if len(officers) != 1 or away or any(one.officer not in officers for one in acting):
        return []
    word = ActingWord.ACTING_FOR_ABSENT
    return [
        Capacity(one.officer or "", one.name, one.post, unit, word, absence.post, chain=(one, absence))
        for one in deputies
    ]
