"""64 callers register letters in one series at once, while the writer is killed again and again.

By default 40 letters each and five kills; with SARABAN_EVERY_BYTE set, 200 and twenty.
"""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from domain.authority import Role
from domain.errors import WrongStage
from domain.letter.events import LetterSigned
from domain.letter.text import Addressee
from domain.series import Purpose, SeriesKind
from domain.thai.dates import buddhist_year
from keys.notes import NoteVerifier
from registry import requests
from registry.audit.audit import Trust, audit
from registry.log.leaves import commit, fact_leaf
from registry.log.marks import stream_mark
from registry.log.proofs import Proof, verify
from registry.reader import Reader
from registry.register.client import Client
from registry.wire import leaf_type
from registry.wiring import system_clock
from tests.registry.world import DIRECTOR_GENERAL, LETTER, RECIPIENTS, World

CALLERS = 64
THOROUGH = bool(os.environ.get("SARABAN_EVERY_BYTE"))
LETTERS = 200 if THOROUGH else 40
KILLS = 20 if THOROUGH else 5


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An office of today, closed, so that writer processes of its own take over."""
    world = World.founded(tmp_path / "registry", now=system_clock())
    world.enrol("dg", DIRECTOR_GENERAL.name, posts=("อธิบดี",), roles=(Role.SIGNATORY,))
    world.open_series(SeriesKind.CIRCULAR, after=270, year=buddhist_year(world.now.date()))
    world.file(LETTER)
    world.close()
    yield world
    with Client(world.folder) as client:
        client.stop_writer()


class Office:
    """What all callers share."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.doc = [world.file(LETTER)]
        with Reader(world.folder) as reader:
            self.seen = reader.seen()
        self.acknowledged: dict[int, str] = {}
        self.given_up = False

    def register_letters(self, _caller: int) -> None:
        """Register letters one after the other; a lost answer is asked for again under its id."""
        try:
            with Client(self.world.folder, patience=120) as client:
                for _ in range(LETTERS):
                    self._register(client)
        except BaseException:
            self.given_up = True
            raise

    def _register(self, client: Client) -> None:
        series = self.world.series[SeriesKind.CIRCULAR]
        while True:
            n = client.ask(requests.Reserve(series, Purpose.ELECTRONIC, "r1"))["n"][0]
            self.world.now = system_clock()
            text = self.world.letter((n,), addressees=(Addressee(RECIPIENTS[0]),))
            said = self.world.people["dg"].say(LetterSigned(text), at=self.world.now, seen=self.seen, doc=self.doc)
            with suppress(WrongStage):  # midnight between the two: the number is void, and the next one is taken
                self.acknowledged[n] = client.ask(requests.Admit(said.statement, said.evidence))["proof"]
                return


def test_s26_no_number_is_lost_or_given_twice_however_often_the_writer_dies(world: World) -> None:
    office = Office(world)
    with ThreadPoolExecutor(CALLERS + 1) as pool:
        callers = [pool.submit(office.register_letters, caller) for caller in range(CALLERS)]
        killed = pool.submit(kill_now_and_then, world.folder, office)
        for caller in callers:
            caller.result()
        assert killed.result() == KILLS
    with Client(world.folder) as client:
        client.stop_writer()

    with Reader(world.folder) as reader:
        series = world.series[SeriesKind.CIRCULAR]
        last = reader.series()[series].last
        states = {n: reader.store.number_state(series, n) for n in range(271, last + 1)}

        assert len(office.acknowledged) == CALLERS * LETTERS
        assert all(states[n] == "issued" for n in office.acknowledged)
        assert set(states.values()) <= {"issued", "void", None}
        assert sum(state == "issued" for state in states.values()) == CALLERS * LETTERS
        require_proofs(reader, list(office.acknowledged.values())[::64])
    report = audit(world.folder, Trust.beside(world.folder))
    assert report.facts > 3 * CALLERS * LETTERS


def kill_now_and_then(folder: Path, office: Office) -> int:
    """Kill the writer twenty times, spread over the work, and return how often it was really killed."""
    killed = 0
    while killed < KILLS:
        while len(office.acknowledged) < (killed + 1) * CALLERS * LETTERS // (KILLS + 2):
            time.sleep(0.005)
            if office.given_up:
                return killed
        with suppress(ValueError, ProcessLookupError, FileNotFoundError):
            os.kill(int((folder / "writer.lock").read_text()), signal.SIGKILL)
            killed += 1
    return killed


def require_proofs(reader: Reader, proofs: list[str]) -> None:
    """Every answer that a caller holds proves that its letter is in the log."""
    log_key = NoteVerifier.parse(reader.home.log_key.read_text().strip())
    for text in proofs:
        proof = Proof.parse(text.encode())
        entry = reader.store.at_position(proof.index)
        contents = entry.contents
        assert proof.salt == contents.salt
        commitment = commit(contents.salt, contents.statement, contents.kind, contents.evidence)
        mark = stream_mark(entry.place.stream)  # each answers the seal's admission of a letter
        verify(proof, fact_leaf(leaf_type(entry.place.name), commitment, mark=mark), log_key)
