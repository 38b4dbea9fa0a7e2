"""Other registries that this office trusts, so that their bundles are verified while they are received."""

from pathlib import Path

from api.cli.answer import Answer
from api.cli.call import Call
from api.texts.text import Text
from registry.acts.files import read_small
from registry.home import Home
from registry.others import Others
from registry.reader import Reader


def add(call: Call) -> Answer:
    """Trust another registry from now on."""
    typed = call.typed
    others = _others(call)
    roots = read_small(Path(typed.trust))
    given = typed.log_key
    log_key = (
        given
        if given.count("+") > 1 and not Path(given).exists()
        else read_small(Path(given)).decode("utf-8", "replace")
    )
    origin = others.add(roots, log_key, typed.leaf0)
    said = Text("เชื่อถือทะเบียน {origin} แล้ว", "{origin} is trusted now.").with_(origin=origin)
    return Answer({"origin": origin}, [said])


def show(call: Call) -> Answer:
    """Show which other registries are trusted."""
    origins = _others(call).origins()
    said = [Text("{origin}", "{origin}").with_(origin=one) for one in origins]
    return Answer({"origins": origins}, said or [Text("ยังไม่เชื่อถือทะเบียนอื่นใด", "No other registry is trusted.")])


def _others(call: Call) -> Others:
    with Reader(call.home) as reader:  # refuses where there is no registry
        home: Home = reader.home
    return Others(home.others)
