"""Programs at the HTTP API of a specimen office."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from tests.api.web import WebOffice

PATH = "/api/v1"
_KEYS = count()


@dataclass(slots=True)
class Program:
    """A client with an account's token."""

    client: TestClient[Litestar]
    token: str

    def get(self, path: str, **options: Any) -> Response:
        return self.client.get(PATH + path, headers=self.headers(), **options)

    def post(self, path: str, body: object = None, *, key: str | None = None) -> Response:
        named = key or f"key-{next(_KEYS):020}"
        return self.client.post(PATH + path, json=body, headers={**self.headers(), "Idempotency-Key": named})

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}


def program(office: WebOffice, client: TestClient[Litestar], account: str) -> Program:
    """Give a program that bears a token of *account* for a day."""
    now = office.world.clock.now
    random = b64encode(f"{account} {len(office.counter.tokens.of(account))}".encode()).ljust(32, b".")[:32]
    token = office.counter.tokens.give(account, "test", random, at=now, until=now + timedelta(days=1))
    return Program(client, token)
