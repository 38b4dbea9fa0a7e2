"""The counter (เคาน์เตอร์) at which the pages' requests are served: the registry open for reading, the way to the writer.

A worker thread has readers and a connection of its own, kept from one request to the next. Handlers that use the
counter run in worker threads (``sync_to_thread=True``).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from api.settings import Settings
from registry.accounts import accounts, sessions
from registry.accounts.accounts import Accounts
from registry.accounts.sessions import Sessions
from registry.acts.office import Office
from registry.ordinary import Ordinary
from registry.papers import drafts
from registry.papers.drafts import Drafts
from registry.papers.uploads import Uploads
from registry.reader import Reader
from registry.verdicts.verdicts import Verdicts
from registry.views.view import View, open_view

V = TypeVar("V", bound=View)


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
            papers, kept, uploads = reader.home.papers, reader.home.accounts, reader.home.uploads
        self.name = identity.office
        """The office's name."""
        self.specimen = identity.specimen
        self.origin = identity.origin
        self.demo = identity.specimen and (settings.home / "demo" / "SPECIMEN.txt").is_file()
        """Whether this is the demo, whose first page says how to sign in."""
        self.papers = Ordinary(papers, drafts.TABLES)
        """Working papers; who keeps a kind of them makes its tables."""
        self.drafts = Drafts(self.papers, Uploads(uploads))
        self.accounts_file = Ordinary(kept, (*accounts.TABLES, *sessions.TABLES))
        self.accounts = Accounts(self.accounts_file)
        self.sessions = Sessions(self.accounts_file)
        self.verdicts = Verdicts(settings.clock)
        """What strangers are told about letters, remembered for all threads."""
        self._mine = threading.local()

    @property
    def office(self) -> Office:
        """The office as this thread finds it."""
        office: Office | None = getattr(self._mine, "office", None)
        if office is None:
            reader = Reader(self.settings.home)
            office = Office(self.settings.desk(self.settings.home), reader, self.settings.clock)
            self._mine.office = office
        office.noticed.clear()
        return office

    @contextmanager
    def view(self, kind: type[V]) -> Iterator[V]:
        """Give a view that has read every fact."""
        with open_view(self.office.reader, kind) as view:
            yield view
