"""What recorded powers say of one signature: valid, not valid, or that nothing recorded tells.

    the signer's own post ──┐
                            ├──▶ the worse of the two, with what it rests on
    the power to sign for ──┘
    the principal: an order, a delegation, an assignment, or the law

No record is "cannot tell". A record that speaks against the signature is "not valid", and is named: ended, expired,
not begun, in another matter, with another word, for another post, nobody absent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.classes import ActingWord
from domain.errors import NotAllowed
from domain.letter.text import Signatory
from domain.structure.powers import Ground, Judgement, Power, PowerKind, Verdict

_WORST_FIRST: Final = tuple(Verdict)


def judge(powers: Iterable[Power], signatory: Signatory, *, on: datetime, matter: str | None = None) -> Judgement:
    """Return what the records say of a signature at the moment *on*, in a *matter* if the letter names one.

    Args:
        powers: As known: those of the signatory, and all that are about the principal's post or its deputies.
        signatory: The words under the signature.
        on: The moment of the signature.
        matter: As a delegation names it.
    """
    known = _Records(tuple(powers), signatory, on, matter)
    own = _own_post(known)
    if signatory.acting is None and signatory.principal is None:
        return own
    return _worse(own, _for_another(known))


@dataclass(frozen=True, slots=True)
class _Records:
    """What one judgement looks at."""

    powers: tuple[Power, ...]
    signatory: Signatory
    on: datetime
    matter: str | None

    def of(self, *kinds: PowerKind) -> list[Power]:
        """Return records of some kinds, the newest that has begun first: its end says most of a signature."""
        found = [power for power in self.powers if power.kind in kinds]
        return sorted(found, key=lambda one: (one.since <= self.on, one.since, one.basis.position or 0), reverse=True)

    def held(self, officer: str, post: str) -> list[Power]:
        """Return the records that an officer holds or held a post, in whichever unit."""
        return [one for one in self.of(PowerKind.OWN_POST) if (one.officer, one.post) == (officer, post)]


def _own_post(known: _Records) -> Judgement:
    signer = known.signatory
    found = [_weighed(power, known) for power in known.held(signer.officer, signer.post)]
    return _best(found) or _cannot_tell(
        NotAllowed(
            "post-not-recorded",
            f"No record says that {signer.name} holds the post {signer.post!r}.",
            name=signer.name,
            post=signer.post,
        )
    )


def _for_another(known: _Records) -> Judgement:
    signer = known.signatory
    if signer.principal is None:
        return _cannot_tell(
            NotAllowed(
                "principal-not-named",
                f"{signer.name} signs for somebody else, and the post is not named: write it under the signature.",
                name=signer.name,
            )
        )
    about = known.of(PowerKind.ACTING, PowerKind.DELEGATION, PowerKind.ASSIGNMENT)
    found = [
        judged
        for power in about
        if power.post == signer.principal
        and _gives(power, signer.acting)
        and (judged := _given(power, known)) is not None
    ]
    if signer.acting is ActingWord.ACTING_FOR_ABSENT and (by_law := _by_statute(known)) is not None:
        found.append(by_law)
    return _best(found) or _otherwise(known, about)


def _gives(power: Power, word: ActingWord | None) -> bool:
    """Tell whether a power is of the kind whose holder signs with that word."""
    match power.kind:
        case PowerKind.DELEGATION:
            return word is ActingWord.BY_DELEGATION
        case PowerKind.ASSIGNMENT:
            return word is ActingWord.ON_BEHALF or word is None
        case _:
            return power.word is word


def _given(power: Power, known: _Records) -> Judgement | None:
    """Return what a power says of the signature; None where it is given to somebody else."""
    if power.officer is not None or power.to_post is None:
        return _weighed(power, known) if power.officer == known.signatory.officer else None
    held = known.held(known.signatory.officer, power.to_post)
    there = [one for one in held if one.unit == (power.to_unit or power.unit)]
    if there:
        holding = _best([_weighed(one, known) for one in there])
        return None if holding is None else _worse(holding, _weighed(power, known))
    if any(one.basis.ground is Ground.ENROLMENT for one in held):
        # An enrolment calls its unit by any name; that it is this one, nothing shows.
        return _cannot_tell(
            NotAllowed(
                "unit-not-recorded",
                f"{power.basis.called} gives the power to {power.to_post!r} of {power.to_unit or power.unit}, and no "
                f"order says that {known.signatory.name} holds that post there.",
                number=power.basis.called,
                name=known.signatory.name,
                post=power.to_post,
                unit=power.to_unit or power.unit,
            )
        )
    return None


def _weighed(power: Power, known: _Records) -> Judgement:
    """Return whether one record that names the signer is in force, and covers the matter."""
    over = _not_in_force(power, known)
    if over is not None:
        return Judgement(Verdict.NOT_VALID, why=over)
    limited = power.matters or any(one.matters and one.covers(known.on) for one in power.endings)
    if limited and known.matter is None:
        return _cannot_tell(
            NotAllowed(
                "matter-not-named",
                f"{power.basis.called} covers some matters only, and the letter names none: "
                f"{', '.join(power.matters) or 'all but those withdrawn'}.",
                number=power.basis.called,
                matters=", ".join(power.matters),
            )
        )
    if power.matters and known.matter not in power.matters:
        return Judgement(
            Verdict.NOT_VALID,
            why=NotAllowed(
                "another-matter",
                f"{power.basis.called} does not cover {known.matter!r}, only {', '.join(power.matters)}.",
                number=power.basis.called,
                matter=known.matter,
                matters=", ".join(power.matters),
            ),
        )
    return Judgement(Verdict.VALID, (power,))


def _not_in_force(power: Power, known: _Records) -> NotAllowed | None:
    """Return why a power is not in force at the moment, or None."""
    on, number = known.on, power.basis.called
    ending = power.ending(on, known.matter)
    if on < power.since:
        return NotAllowed(
            "power-not-begun",
            f"{number} is in force for {power.post!r} from {power.since} on, and the signature is of {on}.",
            number=number,
            post=power.post,
            since=power.since,
            on=on,
        )
    if power.until is not None and on >= power.until:
        return NotAllowed(
            "power-expired",
            f"{number} was in force for {power.post!r} until {power.until}, and the signature is of {on}.",
            number=number,
            post=power.post,
            until=power.until,
            on=on,
        )
    if ending is not None:
        return NotAllowed(
            "power-ended",
            f"{ending.by.called} ended on {ending.since} what {number} gives for {power.post!r}.",
            number=number,
            post=power.post,
            by=ending.by.called,
            since=ending.since,
        )
    return None


def _by_statute(known: _Records) -> Judgement | None:
    """Return what the law says of a deputy who acts for an absent one; None where the signer is no deputy."""
    signer, found = known.signatory, []
    for post in known.held(signer.officer, signer.post):
        if post.deputises != signer.principal:
            continue
        over = _not_in_force(post, known)
        found.append(_as_deputy(post, known) if over is None else Judgement(Verdict.NOT_VALID, why=over))
    return _best(found)


def _as_deputy(own: Power, known: _Records) -> Judgement:
    """Return what the law says of the deputy by *own*, who is one at the moment."""
    principal, there, on = own.deputises or "", own.unit, known.on
    absences = [one for one in known.of(PowerKind.ABSENCE) if (one.post, one.unit) == (principal, there)]
    away = [one for one in absences if one.in_force(on)]
    if not away:
        return _nobody_away(principal, on, recorded=bool(absences))
    others = _named_instead(own, known)
    if others:
        return _cannot_tell(
            NotAllowed(
                "another-acts",
                f"{others[0].basis.called} lets another officer act for {principal!r}.",
                number=others[0].basis.called,
                post=principal,
            )
        )
    deputies = _deputies(known.of(PowerKind.OWN_POST), principal, there, on)
    if len(deputies) > 1:
        return _cannot_tell(
            NotAllowed(
                "several-deputies",
                f"{principal!r} has {len(deputies)} deputies, and no order says which of them acts.",
                post=principal,
                count=len(deputies),
            )
        )
    return Judgement(Verdict.VALID, (own, away[0]))


def _nobody_away(principal: str, on: datetime, *, recorded: bool) -> Judgement:
    """Return what is said when no absence of the principal is in force: one that is over speaks against it."""
    if recorded:
        return Judgement(
            Verdict.NOT_VALID,
            why=NotAllowed(
                "nobody-absent",
                f"Absences of {principal!r} are recorded, and none on {on}: sign in another capacity.",
                post=principal,
                on=on,
            ),
        )
    return _cannot_tell(
        NotAllowed(
            "absence-not-recorded",
            f"No absence of {principal!r} is recorded: record it with saraban absence record.",
            post=principal,
        )
    )


def _deputies(own: Sequence[Power], principal: str, unit: str, on: datetime) -> set[str | None]:
    return {one.officer for one in own if (one.deputises, one.unit) == (principal, unit) and one.in_force(on)}


def _named_instead(own: Power, known: _Records) -> list[Power]:
    """Return the orders by which somebody else acts for the post at the moment."""
    return [
        one
        for one in known.of(PowerKind.ACTING)
        if (one.post, one.unit) == (own.deputises, own.unit) and one.officer != own.officer and one.in_force(known.on)
    ]


def _otherwise(known: _Records, about: Sequence[Power]) -> Judgement:
    """Return what other records in force say of a signature that no record is about."""
    signer = known.signatory
    mine = [one for one in about if one.officer == signer.officer and one.in_force(known.on)]
    for power in mine:
        if power.post == signer.principal:
            return Judgement(
                Verdict.NOT_VALID,
                why=NotAllowed(
                    "another-acting-word",
                    f"{power.basis.called} lets {signer.name} sign for {power.post!r} in another way: "
                    f"{_word_of(power)}.",
                    number=power.basis.called,
                    name=signer.name,
                    post=power.post,
                    word=_word_of(power),
                ),
            )
    for power in mine:
        if _gives(power, signer.acting):
            return Judgement(
                Verdict.NOT_VALID,
                why=NotAllowed(
                    "acts-for-another-post",
                    f"{power.basis.called} lets {signer.name} sign for {power.post!r}, not for {signer.principal!r}.",
                    number=power.basis.called,
                    name=signer.name,
                    post=power.post,
                    principal=signer.principal,
                ),
            )
    return _cannot_tell(
        NotAllowed(
            "power-not-recorded",
            f"No record says that {signer.name} may sign for {signer.principal!r}.",
            name=signer.name,
            principal=signer.principal,
        )
    )


def _word_of(power: Power) -> str:
    """Return the word with which the holder of a power signs."""
    word = {PowerKind.DELEGATION: ActingWord.BY_DELEGATION, PowerKind.ASSIGNMENT: ActingWord.ON_BEHALF}
    return (power.word or word.get(power.kind, ActingWord.ON_BEHALF)).label


def _best(found: Sequence[Judgement]) -> Judgement | None:
    """Return the judgement that speaks most for the signature; the first of equals."""
    return max(found, key=lambda one: _WORST_FIRST.index(one.verdict), default=None)


def _worse(own: Judgement, other: Judgement) -> Judgement:
    """Return what two things together say that must both be good."""
    if own.verdict is Verdict.VALID and other.verdict is Verdict.VALID:
        return Judgement(Verdict.VALID, (*own.chain, *(one for one in other.chain if one not in own.chain)))
    return min(own, other, key=lambda one: _WORST_FIRST.index(one.verdict))


def _cannot_tell(why: NotAllowed) -> Judgement:
    return Judgement(Verdict.CANNOT_TELL, why=why)
