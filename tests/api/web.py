"""A specimen office behind its pages: signed-in clients per role in this process, and the same under a real server."""

import socket
import threading
import weakref
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import uvicorn
from litestar import Litestar
from litestar.testing import TestClient

from api.app import assembled, put_behind
from api.auth.sessions import cookie_name
from api.counter import Counter
from api.limits import LIMITS, Limit
from api.serve import OPTIONS
from api.settings import Settings
from domain.classes import SecrecyClass
from registry import requests
from registry.accounts.accounts import Account, Grant, WebRole
from registry.register.desk import LocalDesk
from tests.registry.world import World

ADDRESS = "http://testserver.local"
NO_LIMITS = {name: Limit(10**9, one.per) for name, one in LIMITS.items()}
"""For tests that try more than people do."""
ACCOUNTS = {
    "clerk": (WebRole.CLERK, "clerk"),
    "official": (WebRole.OFFICIAL, "dg"),
    "auditor": (WebRole.AUDITOR, None),
    "administrator": (WebRole.ADMINISTRATOR, None),
}
"""Account names, what they open, and whose they are in `World.staffed`."""


class OneAtATime:
    """The writer of a test, asked by several threads."""

    def __init__(self, world: World) -> None:
        self._desk = LocalDesk(world.register)
        self._lock = threading.Lock()

    def ask(self, request: requests.Request, *, request_id: bytes | None = None) -> dict[str, Any]:
        with self._lock:
            return self._desk.ask(request, request_id=request_id)


_idle: list[Litestar] = []
"""Applications that no office needs any more. To assemble one takes longer than most tests."""


def _put_away(app: Litestar) -> None:
    del app.state.counter, app.state.counters  # and with them what they hold open
    _idle.append(app)


def _behind(counter: Counter) -> Litestar:
    app = _idle.pop() if _idle else assembled()
    put_behind(app, counter)
    return app


@dataclass(slots=True, weakref_slot=True)
class WebOffice:
    """An office, its application, and its accounts; no pass phrase is hashed, sessions are begun directly."""

    world: World
    app: Litestar
    door: socket.socket | None = None
    """Where `served` listens."""
    sessions: int = 0

    @classmethod
    def of(
        cls,
        world: World,
        *,
        address: str = ADDRESS,
        door: socket.socket | None = None,
        limits: Mapping[str, Limit] = LIMITS,
        accounts: bool = True,
    ) -> "WebOffice":
        desk = OneAtATime(world)
        settings = Settings(world.folder, address, clock=world.clock, desk=lambda _home: desk, limits=limits)
        office = cls(world, _behind(Counter(settings)), door)
        weakref.finalize(office, _put_away, office.app)
        for name, (role, officer) in ACCOUNTS.items() if accounts else ():
            account = Account(name, f"SPECIMEN {name}", officer, SecrecyClass.NONE, (Grant(role),))
            office.counter.accounts.add(account, phrase=None, at=world.clock.now)
        return office

    @classmethod
    def staffed(cls, folder: Path) -> "WebOffice":
        return cls.of(World.staffed(folder))

    @classmethod
    def on_loopback(cls, world: World, *, name: str = "127.0.0.1") -> "WebOffice":
        """Return an office that can be `served` to browsers: its address is a free port of this machine.

        Browsers hold passkeys for the *name* ``localhost``, not for a number.
        """
        door = socket.socket()
        door.bind(("127.0.0.1", 0))
        return cls.of(world, address=f"http://{name}:{door.getsockname()[1]}", door=door)

    @property
    def counter(self) -> Counter:
        counter: Counter = self.app.state.counter
        return counter

    def session(self, account: str) -> str:
        """Begin a session and return the cookie's value."""
        self.sessions += 1
        token = sha256(f"session {self.sessions}".encode()).digest()
        self.counter.sessions.begin(account, token, way="test", at=self.world.clock.now)
        return urlsafe_b64encode(token).decode()

    def token(self, account: str) -> str:
        """Make a program's token that lasts a day."""
        self.sessions += 1
        now = self.world.clock.now
        random = sha256(f"token {self.sessions}".encode()).digest()
        return self.counter.tokens.give(account, "test", random, at=now, until=now + timedelta(days=1))

    @contextmanager
    def client(self, account: str | None = None) -> Iterator[TestClient[Litestar]]:
        """Give a client that speaks as a browser does, signed in as *account*; redirects are not followed."""
        address = self.counter.settings.address
        with TestClient(self.app, base_url=address, raise_server_exceptions=False) as client:
            client.headers["origin"] = address
            client.follow_redirects = False
            if account is not None:
                client.cookies.set(cookie_name(self.counter.settings), self.session(account))
            yield client

    def facts(self) -> int:
        """Return how many facts there are."""
        return self.world.register.store.newest() + 1


@contextmanager
def served(office: WebOffice) -> Iterator[str]:
    """Serve an office that is `WebOffice.on_loopback`, for tests marked ``browser``; give its address.

    Meanwhile ask it there, and not by `WebOffice.client`: an application that is started twice leaves a stream open.
    """
    if office.door is None:
        raise ValueError("only an office on loopback can be served")
    config = uvicorn.Config(office.app, lifespan="on", **OPTIONS)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [office.door]})
    thread.start()
    try:
        while not server.started:
            if not thread.is_alive():
                raise RuntimeError("the pages did not start")
            thread.join(0.01)
        yield office.counter.settings.address
    finally:
        server.should_exit = True
        thread.join()
        office.door.close()
