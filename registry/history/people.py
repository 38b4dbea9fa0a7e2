"""Who somebody was at the time: name and posts, as known at the position where the person said something."""

from dataclasses import dataclass

from domain.authority import Authority
from domain.authority import evolve as evolve_authority
from registry.reader import Reader, recorded
from registry.store.recorder import AUTHORITY
from registry.views.powers import Powers
from registry.views.spans import Point
from registry.views.structure import StructureView
from registry.wire import Statement


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said something, as known then."""

    officer: str
    name: str
    posts: tuple[str, ...]
    """Held or acted for then, by enrolment or by order, as known then; the letter's own words may say another."""


class People:
    """The people of a registry, looked up in the order of the log."""

    def __init__(self, reader: Reader, view: StructureView) -> None:
        """Know nobody yet; *view* says what orders made of posts."""
        self._coming = [recorded(entry) for entry in reader.store.named(AUTHORITY)]
        self._coming.reverse()
        self._authority = Authority()
        self._powers = Powers(view)

    def speaker(self, position: int, statement: Statement) -> Speaker | None:
        """Return who made a statement, by the key; None for the seal. Positions must not go back."""
        self._know(position)
        passkey = self._authority.passkeys.get(statement.by)
        if passkey is not None:
            offered = passkey.offered
            return Speaker(offered.officer, offered.name, (f"{offered.post} {offered.office}",))
        key = self._authority.keys.get(statement.by)
        return None if key is None else self.called(key.officer, position, statement)

    def called(self, officer: str, position: int, statement: Statement) -> Speaker:
        """Return an officer, such as the clerk whom the seal's fact names, as of a statement."""
        self._know(position)
        known = self._authority.officers.get(officer)
        held = self._powers.held(officer, Point(statement.at, position))
        posts = (power.post if power.word is None else f"{power.word.label} {power.post}" for power in held)
        return Speaker(officer, officer if known is None else known.enrolled.name, tuple(dict.fromkeys(posts)))

    def _know(self, position: int) -> None:
        while self._coming and self._coming[-1].position <= position:
            line = self._coming.pop()
            self._authority = evolve_authority(
                self._authority,
                line.statement.fact,  # type: ignore[arg-type] # of the names that were asked for
                statement=line.digest,
                by=line.statement.by,
            )
