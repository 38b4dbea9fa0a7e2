"""When nobody is in a post, or its holder is away (ไม่มีผู้ดำรงตำแหน่งหรือมีแต่ไม่อาจปฏิบัติราชการได้): what may be said.

    absence.recorded (since, perhaps until) ──▶ absence.ended (once)

A clerk or a registrar records it. By law a sole deputy acts on nothing else, so a deputy of the post does not
record its absence.
"""

from collections.abc import Iterable
from datetime import datetime

from domain.authority import Authority, OfficerEnrolled, Role
from domain.errors import InvalidValue, NoSuchThing, NotAllowed, WrongStage
from domain.structure.events import AbsenceEnded, AbsenceKind, AbsenceRecorded
from domain.structure.forms import require_interval, require_unit_id
from domain.structure.posts import Posts, enrolled, powers_of
from domain.structure.powers import Power, PowerKind
from domain.structure.structure import Structure, unit_at
from domain.values import Digest


def require_recorder(authority: Authority, by: Digest) -> OfficerEnrolled:
    """Return the officer whose key it is, or refuse unless a clerk or a registrar."""
    officer = authority.officer(authority.key(by).officer)
    if not {Role.CLERK, Role.REGISTRAR} & set(officer.roles):
        raise NotAllowed(
            "role-missing", f"{officer.name} is not a {Role.CLERK.value}.", name=officer.name, role=Role.CLERK.value
        )
    return officer


def require_absence(
    posts: Posts, structure: Structure, authority: Authority, absence: AbsenceRecorded, *, by: Digest
) -> None:
    """Refuse an absence that cannot be, that speaks against what is recorded, or that its recorder would act upon.

    Raises:
        InvalidValue: it ends before it begins, or names a holder of a vacant post, or none of another.
        NoSuchThing: the unit does not exist then.
        NotAllowed: the recorder is no clerk or registrar, or a deputy of the post; or the holder does not hold it.
        WrongStage: another absence of the post is recorded for a part of that time, or somebody holds the post.
    """
    recorder = require_recorder(authority, by)
    _require_form(absence)
    require_interval(absence.since, absence.until)
    state = unit_at(structure, absence.unit, absence.since)
    if state is None:
        raise NoSuchThing(
            "absent-in-no-unit",
            f"No unit {absence.unit} exists on {absence.since}: look with saraban structure.",
            unit=absence.unit,
            on=absence.since,
        )
    known = powers_of(posts, structure, (absence.unit, absence.post))
    _require_no_other(absence, known)
    _require_holder(posts, structure, authority, absence, {absence.unit, state.name})
    for subject in posts.mentions.get(recorder.officer, ()):
        for power in powers_of(posts, structure, subject):
            if power.officer == recorder.officer and (power.deputises, power.unit) == (absence.post, absence.unit):
                raise NotAllowed(
                    "absence-for-himself",
                    f"{recorder.name} is a deputy of {absence.post!r} and would act for it: another clerk records it.",
                    name=recorder.name,
                    post=absence.post,
                )


def require_end(posts: Posts, authority: Authority, ended: AbsenceEnded, *, by: Digest, now: datetime) -> None:
    """Refuse the end of an absence that is not there, is over, or has not begun then.

    Raises:
        NotAllowed: who says it is no clerk or registrar.
        NoSuchThing: no such absence is recorded.
        WrongStage: it was ended before, or was over by itself.
        InvalidValue: the time has not come yet, or lies before the absence.
    """
    require_recorder(authority, by)
    known = posts.absences.get(ended.absence)
    if known is None:
        raise NoSuchThing(
            "no-such-absence",
            f"No absence {ended.absence[:23]}… is recorded here: saraban absence list shows them.",
            absence=ended.absence[:23],
        )
    said = known.recorded
    if known.ended is not None or (said.until is not None and said.until <= ended.at_moment):
        raise WrongStage(
            "absence-over",
            f"The absence of {said.post!r} was over on {known.until}.",
            post=said.post,
            until=known.until,
        )
    if ended.at_moment > now:
        raise InvalidValue(
            "not-yet",
            f"{ended.at_moment} has not come yet, it is {now}: type when it happened.",
            at=ended.at_moment,
            now=now,
        )
    require_interval(said.since, ended.at_moment)


def _require_form(absence: AbsenceRecorded) -> None:
    require_unit_id(absence.unit)
    if not absence.post.strip():
        raise InvalidValue("part-missing", "The absence names no post: fill it in.", parts="post")
    if (absence.kind is AbsenceKind.VACANT) is (absence.officer is not None):
        raise InvalidValue(
            "absence-and-holder",
            f"A vacant post has no holder, and whoever is absent from {absence.post!r} is named: correct one of them.",
            post=absence.post,
        )


def _require_no_other(absence: AbsenceRecorded, known: Iterable[Power]) -> None:
    for other in known:
        if other.kind is PowerKind.ABSENCE and _overlaps(absence, other):
            raise WrongStage(
                "absence-overlaps",
                f"{absence.post!r} is recorded as absent from {other.since} on: end that absence first.",
                post=absence.post,
                since=other.since,
            )


def _overlaps(absence: AbsenceRecorded, other: Power) -> bool:
    ends = [one.since for one in other.endings] + ([] if other.until is None else [other.until])
    over = min(ends, default=None)
    return (over is None or absence.since < over) and (absence.until is None or other.since < absence.until)


def _require_holder(
    posts: Posts, structure: Structure, authority: Authority, absence: AbsenceRecorded, places: set[str]
) -> None:
    """Refuse a holder who does not hold the post when the absence begins, or a vacancy while somebody does."""
    holders = {
        one.officer: one.name
        for one in powers_of(posts, structure, (absence.unit, absence.post))
        if one.kind is PowerKind.OWN_POST and one.in_force(absence.since)
    }
    for officer in authority.officers.values():
        for own in enrolled(posts, structure, officer.enrolled, statement=officer.statement):
            # The holder is named, so what the enrolment calls the unit does not matter.
            here = own.unit in places or own.officer == absence.officer
            if own.post == absence.post and here and own.in_force(absence.since):
                holders[own.officer] = own.name
    if absence.officer is not None and absence.officer not in holders:
        raise NotAllowed(
            "post-not-held",
            f"{absence.officer} did not hold the post {absence.post!r} on {absence.since}.",
            name=absence.officer,
            post=absence.post,
            on=absence.since,
        )
    if absence.officer is None and holders:
        holder, name = next(iter(holders.items()))
        raise WrongStage(
            "post-is-held",
            f"{absence.post!r} is not vacant on {absence.since}: {name or holder} holds it.",
            name=name or holder,
            post=absence.post,
            on=absence.since,
        )
