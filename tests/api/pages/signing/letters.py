"""Letters that wait for the official, and the official's hand at the pages, without a browser."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpx
from litestar import Litestar
from litestar.testing import TestClient

from domain.classes import SecrecyClass
from domain.series import NumberReserved, NumberVoided
from domain.values import digest_bytes
from keys import cades, pades
from registry import wire
from registry.acts import drafting, waiting
from registry.acts.drafting import Beginning
from registry.acts.drafts import DraftSignatory, LetterDraft
from registry.papers.working import Opened, Plan, Who, WorkingDraft
from tests.api.hand import PaperHand
from tests.api.web import WebOffice

CLERK = Who("clerk", "clerk")
LETTER = LetterDraft(
    circular=True,
    subject="ขอเชิญประชุมชี้แจงโครงสร้างใหม่",
    addressees=("ผู้ว่าราชการจังหวัดกระบี่", "ผู้ว่าราชการจังหวัดกาญจนบุรี"),
    signatory=DraftSignatory("นายประยูร ตัวอย่าง", "อธิบดี"),
    body=("ด้วยจะมีการประชุม", "จึงเรียนมาเพื่อโปรดทราบ"),
)


def begun(office: WebOffice, letter: LetterDraft = LETTER, **plan: object) -> WorkingDraft:
    """Return a new draft."""
    beginning = Beginning("clerk", "", os.urandom(8).hex(), os.urandom, SecrecyClass.TOP_SECRET)
    wanted = Plan(**{"signatory": "dg", **plan})  # type: ignore[arg-type] # of its fields
    return drafting.begin(office.counter.office, office.counter.drafts, beginning, letter, wanted)


def waits(office: WebOffice, letter: LetterDraft = LETTER, **plan: object) -> WorkingDraft:
    """Return a new draft that waits for the official."""
    working = begun(office, letter, **plan)
    return waiting.send(office.counter.office, office.counter.drafts, Opened(working.draft, working.version), by=CLERK)


def numbers(office: WebOffice) -> tuple[list[int], list[tuple[int, str]]]:
    """Return every number that was reserved, and those that are void with their reasons."""
    facts = [line.statement.fact for line in office.counter.office.reader.facts()]
    given = [one.n for one in facts if isinstance(one, NumberReserved)]
    return given, [(one.n, one.reason) for one in facts if isinstance(one, NumberVoided)]


@dataclass(slots=True)
class Official:
    """An official at the check page: asks what the script asks, signs what the script would sign."""

    client: TestClient[Litestar]
    hand: PaperHand
    last: dict[str, Any] = field(default_factory=dict)
    """What is looked at."""

    def ask(self, path: str, **fields: str) -> httpx.Response:
        return self.client.post(path, data=fields)

    def look(self, working: WorkingDraft, *, behind: str = "") -> dict[str, Any]:
        answer = self.ask(f"/signing/{working.draft}/look", key=self.hand.spki, behind=behind)
        assert answer.status_code == 200, answer.text
        self.last = answer.json()
        return self.last

    def file(self, look: dict[str, Any]) -> bytes:
        return self.client.get(look["file"]).content

    def number(self, look: dict[str, Any], *, insist: str = "yes") -> httpx.Response:
        return self.ask(f"/signing/looks/{look['look']}/number", insist=insist)

    def signatures(self, look: dict[str, Any], statement: bytes) -> dict[str, str]:
        """Sign a statement, and the file that is looked at."""
        certificate = self.hand.key.certificate
        at = wire.decode(statement).at
        of_statement = self.hand.sign(cades.to_be_signed(statement, certificate, at=at))
        document = look["fact"]["document"]
        data = self.file(look)
        around = sha256(data[: document["begin"]] + data[document["end"] :]).digest()
        assert around == digest_bytes(document["sha256"])
        of_file = self.hand.sign(pades.to_be_signed(around, self.hand.key))
        return {"statement": text(of_statement), "file": text(of_file)}

    def hand_in(self, look: dict[str, Any], signatures: dict[str, str]) -> httpx.Response:
        return self.ask(f"/signing/looks/{look['look']}/signed", **signatures)

    def sign(self, working: WorkingDraft) -> httpx.Response:
        """Do all of it."""
        look = self.look(working)
        numbered = self.number(look).json()
        return self.hand_in(look, self.signatures(look, data_of(numbered["statement"])))


def text(data: bytes) -> str:
    """Write base64url as the script does."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def data_of(written: str) -> bytes:
    """Read base64url as the script does."""
    return urlsafe_b64decode(written + "=" * (-len(written) % 4))


@contextmanager
def official(office: WebOffice) -> Iterator[Official]:
    """Give the official, whose key was made in a browser."""
    kept = office.counter.signing_keys.of("dg")
    hand = PaperHand(office.world.people["dg"].key) if kept else PaperHand.of(office, "dg")
    with office.client("official") as client:
        yield Official(client, hand)


def fields_of(statement: bytes) -> dict[str, Any]:
    """Return a statement's JSON."""
    found: dict[str, Any] = json.loads(statement)
    return found
