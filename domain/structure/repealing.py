"""What acts on instruments do to posts: to repeal an appointment is to end it, to repeal a withdrawal is to delegate.

    order 3 withdraws what order 2 delegates ──order 4 repeals order 3──▶ as if order 4 delegated it

So whoever may not say the one may not say the other either.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from domain.structure.acts import Acts, PostActKind
from domain.structure.evolving import evolve
from domain.structure.instruments import Source, interval
from domain.structure.posts import Posts, subjects_touched
from domain.structure.structure import Structure

_CUT_SHORT: Final = {
    PostActKind.APPOINT: PostActKind.END,
    PostActKind.ACT_FOR: PostActKind.END,
    PostActKind.DELEGATE: PostActKind.WITHDRAW,
    PostActKind.ASSIGN: PostActKind.WITHDRAW,
    PostActKind.END: PostActKind.APPOINT,
    PostActKind.WITHDRAW: PostActKind.DELEGATE,
}
"""What it amounts to that an act is in force no longer."""

_Spell = tuple[datetime, datetime | None] | None
"""From when until when an act is in force; None where it never is."""


def amounting_to(posts: Posts, structure: Structure, acts: Acts, source: Source) -> Acts:
    """Return *acts* where what those on instruments do to posts is said of the posts as well.

    Args:
        posts: As known before the instrument.
        structure: As known before it.
        acts: What it says.
        source: Which instrument.
    """
    alone = Acts(instruments=acts.instruments)
    if not alone.instruments:
        return acts
    after = evolve(structure, alone, source)
    found = []
    for subject in sorted(subjects_touched(posts, after, alone)):
        for deed in posts.deeds.get(subject, ()):
            was, now = (interval(known.instruments[deed.stream], deed.act) for known in (structure, after))
            if _outlasts(now, was):
                found.append(deed.act)
            elif _outlasts(was, now):
                found.append(replace(deed.act, kind=_CUT_SHORT[deed.act.kind]))
    return replace(acts, posts=(*acts.posts, *found))


def _outlasts(one: _Spell, other: _Spell) -> bool:
    if one is None or one == other:
        return False
    return other is None or one[1] is None or (other[1] is not None and other[1] < one[1])
