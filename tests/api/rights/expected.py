"""Which role opens which area, as a table that is reviewed: ``python -m tests.api.rights.expected`` writes it again.

An area is the first part of a path, of the HTTP API with ``/api/v1`` before it; ``look`` is what GET opens, ``change``
every other method. Where the routes of an area open to different roles it has a line for each of these groups, so that
a route which is opened to one role more than its neighbours shows as a new line.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from litestar import Litestar

from tests.api.web import WebOffice
from tests.api.web_attacks.routes import ROLES, SAFE, Way, ways
from tests.registry.world import World

GOLDEN: Final = Path(__file__).parents[2] / "golden" / "rights.txt"
_WIDTH: Final = 28  # the same whatever routes come, so that a difference shows what changed and nothing else
_OF_PROGRAMS: Final = 3  # parts of /api/v1/area


def area(way: Way) -> str:
    parts = way.template.strip("/").split("/")
    return "/" + "/".join(parts[: _OF_PROGRAMS if parts[0] == "api" else 1])


def does(way: Way) -> str:
    return "look" if way.method in SAFE else "change"


def opened_to(way: Way) -> str:
    who = [role or "strangers" for role in ROLES if way.opens_to(role)]
    if len(who) == len(ROLES):
        return "everybody"
    return "whoever is signed in" if len(who) == len(ROLES) - 1 else " ".join(who)


def table(every: Iterable[Way]) -> str:
    lines = {(area(way), does(way) != "look", opened_to(way)) for way in every}
    return "".join(
        f"{name:{_WIDTH}}  {'change' if change else 'look  '}  {who}\n" for name, change, who in sorted(lines)
    )


def written(app: Litestar) -> str:
    return table(ways(app))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World.founded(Path(folder) / "registry")
        GOLDEN.write_text(written(WebOffice.of(world, accounts=False).app))
        world.close()


if __name__ == "__main__":
    main()
