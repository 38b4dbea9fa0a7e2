"""The demo: the founding circular's whole life in a specimen registry."""

from pathlib import Path

from api.cli.answer import Answer
from api.cli.call import Call
from api.demo import doors, story
from api.demo.facts import at
from api.demo.stage import Clock, Stage
from api.demo.teller import Teller
from registry.wiring import system_clock

HOME = Path(".demo", "registry")
"""Where the demo's registry is made, unless ``--home`` or ``SARABAN_HOME`` names another folder."""


def demo(call: Call) -> Answer:
    """Make a specimen registry anew and let the story happen in it; it is told while it happens."""
    named = getattr(call.typed, "home", None) or call.around.environment.get("SARABAN_HOME")
    home = Path(named or HOME).absolute()
    clock = Clock(at(9, 8, 30))
    as_json = bool(getattr(call.typed, "json", False))
    teller = Teller(call.around.out, call.language, clock, silent=as_json)
    with Stage.built(home, clock) as stage:
        told = story.tell(stage, teller, call.around.environment)
        doors.open_doors(stage, (call.around.clock or system_clock)())
        facts = stage.office.reader.store.newest() + 1
    data: dict[str, object] = {
        "home": str(told.home),
        "letter": told.letter,
        "order": told.order,
        "bundle": str(told.bundle),
        "trust": str(told.trust),
        "log_key": str(told.log_key),
        "facts": facts,
        "correcting_order": told.correcting_order,
        "complete": str(told.complete),
        "export": str(told.export),
        "state": told.state,
    }
    return Answer(data, ())
