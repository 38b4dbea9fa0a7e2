"""Who could sign for a unit, in which capacity, resting on which facts; or one officer, judged."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery
from litestar.response import Template

from api.counter import Counter
from api.pages.organisation.asked import READERS, Moment, Typed, Wrong, address, moment, named, unit_address
from api.pages.organisation.tree import kept
from api.pages.page import page
from api.problems import REFUSALS, status_of
from api.texts.powers import basis, capacity, given, matters
from api.texts.structure import VERDICTS, moment_words
from api.texts.text import Text
from domain.structure.powers import Capacity, Judgement, Verdict
from domain.thai.text import normalise
from registry.views.powers import Judged, Powers
from registry.views.structure import StructureView, UnitRow

_TITLE: Final = Text("ผู้ลงชื่อได้", "Who could sign")
_TONES: Final = {Verdict.VALID: "good", Verdict.NOT_VALID: "bad", Verdict.CANNOT_TELL: "warn"}


@dataclass(frozen=True, slots=True)
class Question:
    """For which unit, in which matter, and whether one officer could."""

    moment: Moment
    unit: str
    matter: str
    officer: str

    def fields(self) -> dict[str, str]:
        """Return the parameters of an address that asks this."""
        return {**self.moment.fields(), "unit": self.unit, "matter": self.matter, "officer": self.officer}


@dataclass(frozen=True, slots=True)
class Answered:
    """What records say: everybody, or the ways of one officer and the verdict of the best of them."""

    row: UnitRow | None
    everybody: list[Capacity]
    ways: list[Judged]
    best: Judgement | None


def question(
    unit: FromQuery[Typed] = "",
    matter: FromQuery[Typed] = "",
    officer: FromQuery[Typed] = "",
    on: FromQuery[Typed] = "",
    known_at: FromQuery[Typed] = "",
) -> Question:
    """Return what an address asks."""
    return Question(moment(on, known_at), unit, matter, officer)


_ASKED: Final = {"asked": Provide(question, sync_to_thread=False)}


@get("/organisation/signers", opt=READERS, dependencies=_ASKED, sync_to_thread=True)
def show(asked: NamedDependency[Question], counter: NamedDependency[Counter]) -> Template:
    """Show who could sign for a unit at a point, or why one officer could or could not."""
    wrong: Wrong = {}
    matter = _matter(asked.matter, wrong)
    with counter.view(StructureView) as view:
        at = asked.moment.point(counter.office, view, wrong)
        unit = named(view, asked.unit, at, wrong)
        found = None
        if unit is not None and not wrong:
            powers, officer = Powers(view), asked.officer.strip()
            ways = powers.ways(officer, unit, at, matter=matter) if officer else []
            unable = powers.barred(officer, at) if officer else None
            best = ways[0].judgement if ways else unable or Judgement(Verdict.CANNOT_TELL)
            everybody = [] if officer else powers.who_may_sign(unit, at, matter=matter)
            found = Answered(view.unit(unit, at), everybody, ways, best if officer else None)
    return page(
        "organisation/signers.html",
        status=status_of(next(iter(wrong.values()))) if wrong else HTTPStatus.OK,
        title=_TITLE,
        asked=asked,
        wrong=wrong,
        at=at,
        unit=unit,
        found=found,
        kept=kept(asked.moment, at),
        address=address,
        unit_address=unit_address,
        moment_words=moment_words,
        basis=basis,
        capacity=capacity,
        given=given,
        matters=matters,
        verdicts=VERDICTS,
        tones=_TONES,
    )


def _matter(typed: str, wrong: Wrong) -> str | None:
    try:
        return normalise(typed.strip()) if typed.strip() else None
    except REFUSALS as refusal:
        wrong["matter"] = refusal
        return None


ROUTES = (show,)
