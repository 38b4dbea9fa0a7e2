"""An office in which something of nearly every kind has happened, for reading only; one a module."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from domain.classes import SecrecyClass
from registry.accounts.accounts import Account, Grant, WebRole
from registry.history.history import Histories
from registry.reader import Reader
from registry.views.find import Find
from registry.views.view import open_view
from tests.api.past.looking import office_at
from tests.api.web import WebOffice
from tests.registry.views.conftest import busy_office
from tests.registry.world import BEGINNING, Clock

__all__ = ["busy", "busy_office"]


@dataclass(slots=True)
class Busy:
    """The busy office behind its pages, and where what is asked for stands."""

    web: WebOffice
    folder: Path
    streams: dict[str, str] = field(default_factory=dict)
    """Letters by the first words of their subjects."""

    def positions(self, subject: str) -> list[int]:
        """Return where the facts of a letter stand."""
        with Reader(self.folder) as reader, Histories(reader) as histories:
            return list(histories.letter(self.streams[subject]).positions())  # type: ignore[arg-type] # a stream


@pytest.fixture(scope="module")
def busy(busy_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Busy:
    folder = Path(shutil.copytree(busy_office, tmp_path_factory.mktemp("histories") / "registry"))
    web = office_at(folder, Clock(BEGINNING.replace(year=2022)))
    for name, clearance in (("cleared", SecrecyClass.TOP_SECRET), ("half-cleared", SecrecyClass.SECRET)):
        account = Account(name, f"SPECIMEN {name}", None, clearance, (Grant(WebRole.AUDITOR),))
        web.counter.accounts.add(account, phrase=None, at=web.world.clock.now)
    with Reader(folder) as reader, open_view(reader, Find) as find:
        found = {one.subject: str(one.stream) for one in find.find("ตัวอย่าง", limit=99) if one.stream}
    return Busy(web, folder, found)
