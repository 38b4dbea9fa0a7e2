"""What an order or a recorded instrument may say of posts, and who may say it.

    may this official give powers at all ──▶ not to himself ──▶ none that is not his to give ──▶ end only what is there

Fields and forms of the acts are looked at elsewhere (`domain.structure.forms`).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from domain.classes import ActingWord
from domain.errors import InvalidValue, NoSuchThing, NotAllowed
from domain.letter.text import Signatory
from domain.structure.acts import Acts, PostAct, PostActKind
from domain.structure.powers import Ground, Judgement, Power, PowerKind, Verdict
from domain.structure.structure import Structure, unit_at

_GIVING = frozenset({PostActKind.APPOINT, PostActKind.ACT_FOR, PostActKind.DELEGATE, PostActKind.ASSIGN})
_PASSING_ON = frozenset({PostActKind.DELEGATE, PostActKind.ASSIGN})
_ENDED_BY = {
    PostActKind.END: frozenset({PowerKind.OWN_POST, PowerKind.ACTING}),
    PostActKind.WITHDRAW: frozenset({PowerKind.DELEGATION, PowerKind.ASSIGNMENT}),
}


def require_authority(  # noqa: PLR0913 - who gives, what, by which records
    acts: Acts,
    structure: Structure,
    *,
    signatory: Signatory,
    judged: Judgement,
    held: Sequence[Power],
    issued_at: datetime,
) -> None:
    """Refuse acts on posts by somebody whose authority no record shows, or of a power that is not his to give.

    An official passes on the power of the own post, or of a post that he acts for by order or by law; what was
    delegated to him he does not delegate again.

    Args:
        acts: What the order says of posts.
        structure: As known before it.
        signatory: The words under the signature.
        judged: What is recorded of the signature.
        held: Every record by which the signatory held the own post, in whichever unit, when the order was signed.
        issued_at: What an act without a beginning of its own begins at.

    Raises:
        NotAllowed: why not.
    """
    if not acts.posts:
        return
    if judged.verdict is not Verdict.VALID:
        raise NotAllowed(
            "authority-not-shown",
            f"An order on posts needs a signatory whose authority is recorded, and {signatory.name}'s is not: "
            f"{judged.why}",
            name=signatory.name,
        )
    for act in acts.posts:
        if act.kind in _PASSING_ON and not _is_his(act, structure, judged, held, act.since or issued_at):
            raise NotAllowed(
                "delegates-anothers",
                f"{signatory.name} cannot give away the power of {act.post!r} of {act.unit}: it is not that of a post "
                "which he holds or acts for.",
                name=signatory.name,
                post=act.post,
                unit=act.unit,
            )


def _is_his(act: PostAct, structure: Structure, judged: Judgement, held: Sequence[Power], since: datetime) -> bool:
    state = unit_at(structure, act.unit, since)
    places = {act.unit, *([] if state is None else [state.name])}
    if any(own.post == act.post and own.unit in places for own in held):
        return True
    last = judged.chain[-1] if judged.chain else None
    if last is None or last.kind not in {PowerKind.ACTING, PowerKind.ABSENCE}:
        return False
    return (last.post, last.unit) == (act.post, act.unit)


def require_not_to(acts: Acts, officers: Collection[str], powers: Iterable[Power]) -> None:
    """Refuse acts that give a power to one of *officers*: those who sign, enter or confirm them.

    Args:
        acts: What the instrument says.
        officers: Their ids.
        powers: Those of *officers*, as known; what is given to the holder of their own posts is given to them.
    """
    held = {(one.post, one.unit, one.basis.ground) for one in powers if _is_own_post_of(one, officers)}
    for act in acts.posts:
        to_holder = any(
            post == act.to_post and (unit == act.to_unit or ground is Ground.ENROLMENT) for post, unit, ground in held
        )
        if act.kind in _GIVING and (act.officer in officers or to_holder):
            raise NotAllowed(
                "appoints-himself",
                f"{act.kind.value} of {act.post!r} gives a power to {act.officer or act.to_post}, who signs or enters "
                "it: another official must.",
                post=act.post,
                name=act.name or act.officer or act.to_post,
            )


def _is_own_post_of(power: Power, officers: Collection[str]) -> bool:
    return power.kind is PowerKind.OWN_POST and power.officer in officers


def require_sense(acts: Acts, powers: Sequence[Power], *, issued_at: datetime) -> None:
    """Refuse an acting word that needs a delegation, and an END or WITHDRAW of what is not there.

    Args:
        acts: What the instrument says.
        powers: As known, on every post that *acts* speak of, and the posts of the officers whom they name.
        issued_at: What an act without a beginning of its own begins at.
    """
    for act in acts.posts:
        if act.kind is PostActKind.ACT_FOR and act.word is ActingWord.BY_DELEGATION:
            raise InvalidValue(
                "word-needs-delegation",
                f"{act.word.label} needs a written delegation of {act.post!r}: say delegate, not act-for.",
                post=act.post,
                word=act.word.label,
            )
        wanted = _ENDED_BY.get(act.kind)
        on = act.since or issued_at
        if wanted is not None and not any(one.kind in wanted and _is_meant(act, one, on) for one in powers):
            raise NoSuchThing(
                "nothing-to-end",
                f"Nothing is recorded that {act.kind.value} of {act.post!r} of {act.unit} could end on {on}.",
                post=act.post,
                unit=act.unit,
                on=on,
            )


def _is_meant(act: PostAct, power: Power, on: datetime) -> bool:
    there = power.unit == act.unit or power.basis.ground is Ground.ENROLMENT
    given_to = (power.officer, power.to_post, power.to_unit) == (act.officer, act.to_post, act.to_unit)
    covered = not act.matters or not power.matters or set(act.matters) <= set(power.matters)
    still = not act.matters or all(power.ending(on, matter) is None for matter in act.matters)
    return power.post == act.post and there and given_to and covered and still and power.in_force(on)
