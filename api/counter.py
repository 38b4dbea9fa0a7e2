"""The counter (เคาน์เตอร์) at which the pages' requests are served: the registry open for reading, the way to the writer.

A worker thread has readers and a connection of its own, kept from one request to the next. Handlers that use the
counter run in worker threads (``sync_to_thread=True``).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from api.jobs import Jobs
from api.limits import Limits
from api.line import Line
from api.pages.articles import Articles
from api.pages.auditing.proven import Proven
from api.settings import Settings
from api.texts.refusals import sentence
from registry.accounts import file
from registry.accounts.access import AccessLog
from registry.accounts.accounts import Account, Accounts, Grant
from registry.accounts.passkeys import Passkeys
from registry.accounts.posts import counting
from registry.accounts.refusals import Refusals
from registry.accounts.sessions import Sessions
from registry.accounts.signing_keys import SigningKeys
from registry.accounts.tokens import Tokens
from registry.acts.office import Office
from registry.operation.disk import Measured
from registry.ordinary import Ordinary
from registry.papers import arrivals, drafts, lists, looks_at, mail, once, outages, proposals, signings
from registry.papers.arrivals import Arrivals
from registry.papers.drafts import Drafts
from registry.papers.looks import Looks
from registry.papers.once import Once
from registry.papers.outages import Outages
from registry.papers.proposals import Proposals
from registry.papers.uploads import Uploads
from registry.powers import Records
from registry.reader import Reader
from registry.register.desk import Desk
from registry.verdicts.verdicts import Verdicts
from registry.views.view import View, open_view

V = TypeVar("V", bound=View)
PAPERS = (
    *drafts.TABLES,
    *once.TABLES,
    *arrivals.TABLES,
    *outages.TABLES,
    *lists.TABLES,
    *mail.TABLES,
    *proposals.TABLES,
    *signings.TABLES,
    *looks_at.TABLES,
)
"""The tables of working papers."""


class Counter:
    """What requests work with."""

    def __init__(self, settings: Settings) -> None:
        """Serve the registry of *settings*.

        Raises:
            StoreDamaged: there is none.
        """
        self.settings = settings
        with Reader(settings.home) as reader:
            identity = reader.identity
            home = reader.home
            papers, kept, uploads, access = home.papers, home.accounts, home.uploads, home.access
        self.name = identity.office
        """The office's name."""
        self.specimen = identity.specimen
        self.origin = identity.origin
        self.demo = identity.specimen and (settings.home / "demo" / "SPECIMEN.txt").is_file()
        """Whether this is the demo, whose first page says how to sign in."""
        self.papers = Ordinary(papers, PAPERS)
        """Working papers; who keeps a kind of them makes its tables."""
        self.drafts = Drafts(self.papers, Uploads(uploads))
        self.once = Once(self.papers)
        self.arrivals = Arrivals(self.papers, Uploads(home.arrivals))
        self.outages = Outages(self.papers)
        self.proposals = Proposals(self.papers)
        self.accounts_file = file.opened(kept)
        self.accounts = Accounts(self.accounts_file)
        self.sessions = Sessions(self.accounts_file)
        self.tokens = Tokens(self.accounts_file)
        self.jobs = Jobs(sentence)
        self.passkeys = Passkeys(self.accounts_file)
        self.signing_keys = SigningKeys(self.accounts_file)
        self.access = AccessLog(access)
        self.refusals = Refusals(home.refusals)
        self.measured = Measured()
        self.limits = Limits(settings.limits, settings.clock)
        self.sign_ins = Line()
        """The line of those who typed a pass phrase."""
        self.verdicts = Verdicts(settings.clock)
        """What strangers are told about letters, remembered for all threads."""
        self.articles = Articles()
        self.proven = Proven()
        self._mine = threading.local()
        self._following = threading.Lock()

    def reading(self) -> Reader:
        """Open a reader for what goes on after the request was answered; the caller closes it."""
        return Reader(self.settings.home)

    def desk(self) -> Desk:
        """Return the way to the writer."""
        return self.settings.desk(self.settings.home)

    @property
    def looks(self) -> Looks:
        """How accounts like their registers shown."""
        return Looks(self.papers)

    @property
    def office(self) -> Office:
        """The office as this thread finds it."""
        office: Office | None = getattr(self._mine, "office", None)
        if office is None:
            office = Office(self.desk(), self.reading(), self.settings.clock)
            self._mine.office = office
        office.noticed.clear()
        return office

    def roles(self, account: Account) -> tuple[Grant, ...]:
        """Return the roles of an account that count now."""
        return counting(account, self._records, self.settings.clock())

    def _records(self) -> Records:
        office = self.office
        newest = office.reader.store.newest()
        kept: tuple[int, Records] | None = getattr(self._mine, "records", None)
        if kept is None or kept[0] != newest:
            kept = self._mine.records = (newest, office.records())
        return kept[1]

    @contextmanager
    def view(self, kind: type[V]) -> Iterator[V]:
        """Give a view that has read every fact; what is new is read by one thread, the others wait in line for it."""
        reader = self.office.reader
        with self._following:
            view = open_view(reader, kind)
        with view:
            yield view
