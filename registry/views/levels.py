"""What the word of a recipient rests on: three levels, the highest first.

key       an X.509 key of the officer's own, which two registrars enrolled
passkey   a passkey on the recipient's device, which a clerk of this office confirmed
link      whoever held the one-time link of the dispatch; only this registry's seal says so
"""

from enum import Enum

from domain.letter.events import AnsweredByLink, ReportedByLink
from registry.reader import Recorded


class Level(Enum):
    """What an answer or a report rests on."""

    KEY = "key"
    PASSKEY = "passkey"
    LINK = "link"


def level_of(line: Recorded) -> Level:
    """Return the level of an answer or a report, by the fact that carries it and its evidence."""
    if isinstance(line.statement.fact, AnsweredByLink | ReportedByLink):
        return Level.LINK
    return Level.PASSKEY if line.entry.contents.kind == "webauthn" else Level.KEY
