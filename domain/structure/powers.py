"""Who may sign for whom: recorded powers, and what they say of one signature (ภาคผนวก 3).

    own post ────────────────────────────────▶ signs as its holder
    order (คำสั่ง) ───────────────────────────▶ acts for a post, with the word that the order gives
    written delegation ──▶ officer or post ──▶ ปฏิบัติราชการแทน, in its matters
    written assignment ──▶ officer or post ──▶ signs for the post, in its matters (แทน, or no word)
    sole deputy + recorded absence ──────────▶ รักษาราชการแทน by law, without any order

Everything here is a function of the powers as they are known at one moment; where they come from, says
`domain.structure.posts`. No record is "cannot tell"; a record that speaks against the signature is "not valid".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from domain.classes import ActingWord
from domain.errors import NotAllowed
from domain.letter.text import Signatory
from domain.values import Digest, StreamId


class Ground(Enum):
    """What kind of fact a power is recorded by."""

    ENROLMENT = "enrolment"
    ORDER = "order"
    INSTRUMENT = "instrument"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class Basis:
    """The fact that a power, or the end of one, is recorded by."""

    ground: Ground
    digest: Digest
    """Of the statement that a person signed."""
    position: int
    """In the log, of the fact from which on it counts: what is known before that knows nothing of it."""
    stream: StreamId | None = None
    """Of the order or the recorded instrument."""
    number: str | None = None
    """Of the order or instrument, as printed."""
    confirmation: Digest | None = None
    """The second registrar's word on a recorded instrument."""

    @property
    def called(self) -> str:
        """How a sentence names it: by its number, else by its kind."""
        return self.number or self.ground.value


class PowerKind(Enum):
    """What a record gives to an officer, or says of a post."""

    OWN_POST = "own-post"
    ACTING = "acting"
    DELEGATION = "delegation"
    ASSIGNMENT = "assignment"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class Ending:
    """From *since* until before *until* a power is not there, by another fact; *matters* names those, none all."""

    since: datetime
    until: datetime | None
    by: Basis
    matters: tuple[str, ...] = ()

    def covers(self, on: datetime) -> bool:
        """Tell whether it is in force at a moment."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Power:
    """One recorded power, in force from *since* until before *until*, apart from its *endings*.

    OWN_POST    *officer* holds *post*; with *deputises* it is a deputy of that post in the same unit
    ACTING      *officer* acts for *post* with *word*
    DELEGATION  the power of *post* in *matters* is given to *officer*, or to whoever holds *to_post* of *to_unit*
    ASSIGNMENT  *officer*, or whoever holds *to_post* of *to_unit*, signs for *post* in *matters*
    ABSENCE     nobody is in *post*, or *officer*, who holds it, is away
    """

    kind: PowerKind
    post: str
    unit: str
    """Permanent name of the unit; what an enrolment calls the unit, where the post is known from there."""
    basis: Basis
    since: datetime
    until: datetime | None = None
    officer: str | None = None
    name: str | None = None
    word: ActingWord | None = None
    to_post: str | None = None
    to_unit: str | None = None
    matters: tuple[str, ...] = ()
    """None means all that the post has."""
    deputises: str | None = None
    endings: tuple[Ending, ...] = ()

    def in_force(self, on: datetime) -> bool:
        """Tell whether it is in force at a moment, at least in some matter."""
        return self.since <= on and (self.until is None or on < self.until) and self.ending(on) is None

    def ending(self, on: datetime, matter: str | None = None) -> Ending | None:
        """Return what has ended it by *on*: wholly, or in the matter that is named."""
        found = (one for one in self.endings if one.covers(on) and (not one.matters or matter in one.matters))
        return next(found, None)


class Verdict(Enum):
    """What records say of a signature, the worst first."""

    NOT_VALID = "not-valid"
    CANNOT_TELL = "cannot-tell"
    VALID = "valid"


_WORST_FIRST: Final = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict; what it rests on; and, unless it is valid, the refusal that says why (not raised here)."""

    verdict: Verdict
    chain: tuple[Power, ...] = ()
    """Records that the signature rests on, the signer's own post first."""
    why: NotAllowed | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """In which capacity somebody may sign: own post, or with *word* for *principal*."""

    officer: str
    name: str | None
    post: str | None
    """The signer's own post; None where no record says one."""
    unit: str
    """The unit of the post that is signed for."""
    word: ActingWord | None = None
    principal: str | None = None
    matters: tuple[str, ...] = ()
    """None means all."""
    chain: tuple[Power, ...] = ()


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
        """Return records of some kinds, the newest first."""
        found = [power for power in self.powers if power.kind in kinds]
        return sorted(found, key=lambda power: (power.since, power.basis.position), reverse=True)

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
        missing = NotAllowed(
            "nobody-absent" if absences else "absence-not-recorded",
            f"No absence of {principal!r} is recorded for {on}: record it, or sign in another capacity.",
            post=principal,
            on=on,
        )
        return Judgement(Verdict.NOT_VALID, why=missing) if absences else _cannot_tell(missing)
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


# --- the question turned round ---------------------------------------------------------------------------


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
