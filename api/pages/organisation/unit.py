"""One unit: how it stands and stood, its posts and who holds them, who could sign for it."""

from datetime import datetime, time
from pathlib import Path
from typing import Final

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Template

from api.counter import Counter
from api.pages.organisation.asked import READERS, Moment, Wrong, address, moment, unit_address
from api.pages.organisation.tree import kept
from api.pages.page import page
from api.texts.powers import basis, capacity, given, matters
from api.texts.structure import moment_words
from api.texts.text import plain
from domain.thai.dates import FIRST_DAY
from registry.views.powers import Powers
from registry.views.structure import StructureView
from registry.views.structure_outline import children
from registry.wire import THAI_TIME

_BEGAN: Final = datetime.combine(FIRST_DAY, time.min, THAI_TIME)
"""An enrolment that names no day holds since before the calendar begins."""
_ASKED: Final = {"asked": Provide(moment, sync_to_thread=False)}


@get("/organisation/units/{unit:path}", opt=READERS, dependencies=_ASKED, sync_to_thread=True)
def show(unit: FromPath[Path], asked: NamedDependency[Moment], counter: NamedDependency[Counter]) -> Template:
    """Show a unit at a point; one that did not stand then is shown with how it stood when it did."""
    wrong: Wrong = {}
    with counter.view(StructureView) as view:
        at = asked.point(counter.office, view, wrong)
        for refusal in wrong.values():
            raise refusal
        found = view.resolve(unit.as_posix().strip("/"), at)
        row = view.unit(found, at)
        versions = view.versions(found, at.known_at)
        parent = None if row is None or row.parent is None else view.unit(row.parent, at)
        powers = Powers(view)
        posts, signers = powers.of_unit(found, at), powers.who_may_sign(found, at)
        below = children(view, at, found)
    name = row.name if row is not None else versions[-1].name if versions else found
    return page(
        "organisation/unit.html",
        title=plain(name),
        unit=found,
        at=at,
        asked=asked,
        began=_BEGAN,
        kept=kept(asked, at),
        address=address,
        unit_address=unit_address,
        moment_words=moment_words,
        basis=basis,
        capacity=capacity,
        given=given,
        matters=matters,
        row=row,
        versions=versions,
        parent=parent,
        below=below,
        powers=posts,
        signers=signers,
    )


ROUTES = (show,)
