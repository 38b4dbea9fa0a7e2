"""What waits for me (รอลงลายมือชื่อ): drafts for the official's own signature, and several of them signed in one go.

/signing            what waits, the newest first
/signing/several    those that were chosen and seen: each with its document, its button for all of them
"""

from dataclasses import dataclass

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.page import page, see
from api.pages.proposals.asked import waiting_for
from api.pages.signing import wording
from api.pages.signing.checking import FRAMES, Nothing, framed
from api.pages.signing.mine import hand_of, looks_of, place_of
from api.settings import Settings
from api.texts.text import Text
from domain.errors import InvalidValue
from domain.letter.events import Way
from registry.acts import signing_apart, waiting
from registry.papers.looks_at import Changed, changed
from registry.papers.working import WorkingDraft

TITLE = Text("รอลงลายมือชื่อ", "Waiting for my signature")
SEVERAL = Text("ลงลายมือชื่อหลายฉบับ", "Sign several letters")
MOST = 20
"""Letters that are signed in one go."""
_OFFICIAL = allow(Right.OFFICIAL)


@dataclass(frozen=True, slots=True)
class Row:
    """One draft that waits."""

    working: WorkingDraft
    seen: bool
    """Whether the official has looked at it as it is now."""
    changed: tuple[Changed, ...]
    """What is another since the official saw it."""

    @property
    def offered(self) -> bool:
        """Whether it may be signed together with others."""
        return self.seen and self.working.plan.way is Way.ELECTRONIC


@get("/signing", opt=_OFFICIAL, sync_to_thread=True)
def show(
    counter: NamedDependency[Counter], settings: NamedDependency[Settings], visitor: NamedDependency[Visitor]
) -> Template:
    """Show what waits for the visitor's signature."""
    rows, hidden = _rows(counter, visitor)
    return page(
        "signing/waits.html",
        title=TITLE,
        rows=rows,
        hidden=hidden,
        has_key=hand_of(counter, visitor) is not None,
        fields=wording.FIELDS,
        proposals=waiting_for(counter, visitor),
        unfinished=bool(place_of(counter, settings).signings.unfinished(counter.office.now)),
    )


@get("/signing/several", opt=_OFFICIAL, sync_to_thread=True)
def several(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    draft: FromQuery[list[str] | None] = None,
) -> Template:
    """Show the drafts that were chosen, to be signed in one go."""
    rows, _ = _rows(counter, visitor)
    chosen = list(dict.fromkeys(draft or []))
    found = {one.working.draft: one for one in rows if one.offered}
    if not chosen or len(chosen) > MOST or not set(chosen) <= set(found):
        raise InvalidValue(
            "not-seen-yet",
            f"Choose up to {MOST} letters whose check page you have opened as they are now.",
            most=MOST,
        )
    answer = page(
        "signing/several.html", title=SEVERAL, rows=[found[one] for one in chosen], **framed(counter, visitor)
    )
    answer.headers.update(FRAMES)
    return answer


@post("/signing/tidy", opt=_OFFICIAL, sync_to_thread=True)
def tidy(
    data: URLEncodedBody[Nothing],  # noqa: ARG001 - a form without unknown fields
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
) -> Redirect:
    """Void the numbers that were held for signatures which did not come in time."""
    signing_apart.tidy(place_of(counter, settings))
    return see("/signing")


def _rows(counter: Counter, visitor: Visitor) -> tuple[list[Row], int]:
    """Return what waits, and how many more there are above the visitor's clearance."""
    officer = visitor.clerk
    found = waiting.waiting(counter.drafts, officer)
    readable = [one for one in found if visitor.may_read(one.letter.secrecy)]
    looks = looks_of(counter)
    seen = looks.seen(officer)
    rows = []
    for one in readable:
        before = looks.before(one, officer)
        other = tuple(changed(before, one)) if before else ()
        rows.append(Row(one, (one.draft, one.version) in seen, other))
    return rows, len(found) - len(readable)


ROUTES = (show, several, tidy)
