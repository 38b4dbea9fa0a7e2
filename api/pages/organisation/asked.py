"""What the address of a page of the organisation asks for: a moment on both axes, as people type it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import quote, urlencode

from litestar.params import FromQuery, Parameter

from api.auth.rights import Right, allow
from api.points import in_force_on, known_at, point
from api.problems import REFUSALS
from domain.structure.acts import UnitId
from registry.acts.office import Office
from registry.views.spans import Point
from registry.views.structure import StructureView

READERS: Final = allow(Right.AUDITOR, Right.CLERK, Right.OFFICIAL, Right.ADMINISTRATOR)
Typed = Annotated[str, Parameter(max_length=200)]
"""One field."""
Wrong = dict[str, Exception]
"""What could not be read, by the name of its field."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Both axes as they were typed, in fields whose names begin with *lead*."""

    on: str = ""
    known_at: str = ""
    lead: str = ""

    def point(self, here: Office, view: StructureView, wrong: Wrong) -> Point:
        """Return the point that is asked for; what cannot be read goes into *wrong*, and means now."""
        on, known = self.on.strip() or None, self.known_at.strip() or None
        try:
            in_force_on(on, here.now)
        except REFUSALS as refusal:
            wrong[f"{self.lead}on"], on = refusal, None
        try:
            known_at(known, here.now)
        except REFUSALS as refusal:
            wrong[f"{self.lead}known_at"], known = refusal, None
        return point(here, view, on, known)

    @property
    def asked(self) -> bool:
        """Whether another point than now is asked for."""
        return bool(self.on.strip() or self.known_at.strip())

    def fields(self) -> dict[str, str]:
        """Return the parameters of an address that asks for this."""
        return {f"{self.lead}on": self.on, f"{self.lead}known_at": self.known_at}


def moment(on: FromQuery[Typed] = "", known_at: FromQuery[Typed] = "") -> Moment:
    """Return what an address asks for."""
    return Moment(on, known_at)


def address(path: str, *asked: Mapping[str, str | int | None]) -> str:
    """Return an address with parameters; those that say nothing are left out."""
    every = {name: value for some in asked for name, value in some.items()}
    query = urlencode({name: value for name, value in every.items() if value not in {"", None}})
    return f"{path}?{query}" if query else path


def unit_address(unit: str, *asked: Mapping[str, str | int | None]) -> str:
    """Return the address of a unit's page."""
    return address(f"/organisation/units/{quote(unit)}", *asked)


def named(view: StructureView, typed: str, at: Point, wrong: Wrong, field: str = "unit") -> UnitId | None:
    """Return the unit that is typed: by its permanent name, its code or its whole name; None where there is none."""
    try:
        return view.resolve(typed, at) if typed.strip() else None
    except REFUSALS as refusal:
        wrong[field] = refusal
        return None
