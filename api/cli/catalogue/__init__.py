"""Every command, its options and its help, as data; nothing here imports what a command needs to run.

office     opening a registry, officers and keys, series, the writer
certificates for keys that officers made in their browsers
documents  reading, checking and writing papers
outgoing   numbers, letters and orders that go out, and what happens to them
waiting    drafts that wait for a signature
incoming   letters that come in, and what recipients say
links      how recipients without a key file answer
directives what letters ask for: who has done it, by when; the calendar
questions  the books, what is pending or unanswered, searching
instruments instruments of others that change the structure
structure  what the organisation looked like, what happened to a unit, who could sign
absences   who is away, and which posts are vacant
proofs     bundles, verification, audit, replay
strangers  proofs of a series, a status, a key, that say nothing of letters
history    what happened to whom, an auditor's questions, exports, views
web        serving the pages
accounts   who may use the pages, and who opened what
demo       all of it at once, for looking on
"""

from api.cli.catalogue.absences import COMMANDS as ABSENCES
from api.cli.catalogue.accounts import COMMANDS as ACCOUNTS
from api.cli.catalogue.certificates import COMMANDS as CERTIFICATES
from api.cli.catalogue.command import Command
from api.cli.catalogue.demo import COMMANDS as DEMO
from api.cli.catalogue.directives import COMMANDS as DIRECTIVES
from api.cli.catalogue.documents import COMMANDS as DOCUMENTS
from api.cli.catalogue.history import COMMANDS as HISTORY
from api.cli.catalogue.incoming import COMMANDS as INCOMING
from api.cli.catalogue.instruments import COMMANDS as INSTRUMENTS
from api.cli.catalogue.links import COMMANDS as LINKS
from api.cli.catalogue.office import COMMANDS as OFFICE
from api.cli.catalogue.outgoing import COMMANDS as OUTGOING
from api.cli.catalogue.proofs import COMMANDS as PROOFS
from api.cli.catalogue.questions import COMMANDS as QUESTIONS
from api.cli.catalogue.strangers import COMMANDS as STRANGERS
from api.cli.catalogue.structure import COMMANDS as STRUCTURE
from api.cli.catalogue.waiting import COMMANDS as WAITING
from api.cli.catalogue.web import COMMANDS as WEB

CATALOGUE: tuple[Command, ...] = (
    *OFFICE,
    *CERTIFICATES,
    *DOCUMENTS,
    *OUTGOING,
    *WAITING,
    *INCOMING,
    *LINKS,
    *DIRECTIVES,
    *QUESTIONS,
    *INSTRUMENTS,
    *STRUCTURE,
    *ABSENCES,
    *PROOFS,
    *STRANGERS,
    *HISTORY,
    *WEB,
    *ACCOUNTS,
    *DEMO,
)
"""In the order in which help lists them."""
