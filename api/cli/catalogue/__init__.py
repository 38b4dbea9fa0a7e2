"""Every command, its options and its help, as data; nothing here imports what a command needs to run.

office     opening a registry, officers and keys, series, the writer
outgoing   numbers, letters and orders that go out, and what happens to them
incoming   letters that come in, and what recipients say
questions  the books, what is pending or unanswered, searching
proofs     bundles, verification, audit, replay
history    what happened to whom, an auditor's questions, exports, views
demo       all of it at once, for looking on
"""

from api.cli.catalogue.command import Command
from api.cli.catalogue.demo import COMMANDS as DEMO
from api.cli.catalogue.history import COMMANDS as HISTORY
from api.cli.catalogue.incoming import COMMANDS as INCOMING
from api.cli.catalogue.office import COMMANDS as OFFICE
from api.cli.catalogue.outgoing import COMMANDS as OUTGOING
from api.cli.catalogue.proofs import COMMANDS as PROOFS
from api.cli.catalogue.questions import COMMANDS as QUESTIONS

CATALOGUE: tuple[Command, ...] = (*OFFICE, *OUTGOING, *INCOMING, *QUESTIONS, *PROOFS, *HISTORY, *DEMO)
"""In the order in which help lists them."""
