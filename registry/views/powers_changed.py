"""What became known otherwise of recorded powers, and where in the log.

Orders and confirmed instruments say it, and those that repeal them; so do enrolments. Absences are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

import msgspec

from domain.structure.powers import Power, PowerKind
from registry.views.spans import OPEN
from registry.views.structure import StructureView

_DECODED: Final = msgspec.json.Decoder(Power)


@dataclass(frozen=True, slots=True)
class Changed:
    """What of an officer's powers, or of whoever holds a post, is known otherwise from a position on."""

    position: int
    officer: str | None
    """None where a power is given to a post."""
    before: list[Power] = field(default_factory=list)
    after: list[Power] = field(default_factory=list)


def changed(view: StructureView, officer: str | None = None) -> Iterator[Changed]:
    """Yield what became known otherwise of an officer's powers, or of everybody's, in the order of the log."""
    of_whom, whom = ("", ()) if officer is None else (" AND officer = ?", (officer,))
    told = f"officer, power FROM powers WHERE kind <> '{PowerKind.ABSENCE.value}'{of_whom}"
    sql = (
        f"SELECT known_from AS at, 1 AS opened, {told} "
        f"UNION ALL SELECT known_to, 0, {told} AND known_to < {OPEN} ORDER BY at, officer"
    )
    rows = view.rows(sql, (*whom, *whom))
    for (position, who), together in groupby(rows, key=lambda row: (row["at"], row["officer"])):
        found = Changed(position, who or None)
        for row in together:
            (found.after if row["opened"] else found.before).append(_DECODED.decode(row["power"]))
        yield found
