"""An audit sees one moment of the registry, and finds nothing wrong with it, whatever the writer does meanwhile."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from domain.authority import Role
from domain.letter.events import LetterSigned
from domain.letter.text import Addressee
from domain.series import Purpose, SeriesKind
from domain.thai.dates import buddhist_year
from registry import requests
from registry.audit.audit import Trust, audit
from registry.audit.heads import Heads
from registry.audit.report import AuditReport
from registry.audit.rows import Rows
from registry.errors import StoreDamaged
from registry.home import Home
from registry.log.leaves import leaf_hash
from registry.log.tiles import Tiles
from registry.log.tree import Tree
from registry.reader import Reader
from registry.register.client import Client
from registry.wiring import system_clock
from tests.registry.world import DIRECTOR_GENERAL, LETTER, RECIPIENTS, World

CALLERS = 4
LETTERS = 75
"""Of each caller."""
AUDITS = 5
PATIENCE = 60
"""Seconds that callers and the auditor wait for one another."""
MAY_BE_BEHIND = {"not-logged-yet", "tiles-not-compared", "unnamed-files"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An office of today, closed, so that a writer process of its own takes over."""
    world = World.founded(tmp_path / "registry", now=system_clock())
    world.enrol("dg", DIRECTOR_GENERAL.name, posts=(DIRECTOR_GENERAL.post,), roles=(Role.SIGNATORY,))
    world.open_series(SeriesKind.CIRCULAR, year=buddhist_year(world.now.date()))
    world.file(LETTER)
    world.close()
    yield world
    with Client(world.folder) as client:
        client.stop_writer()


class Callers:
    """They register letters; whenever a part of them is registered, they wait until the next audit begins."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.doc = [world.file(LETTER)]
        self.audit_begins = Barrier(CALLERS + 1)
        with Reader(world.folder) as reader:
            self.seen = reader.seen()

    def register_letters(self, _caller: int) -> None:
        with Client(self.world.folder, patience=PATIENCE) as client:
            for count in range(LETTERS):
                if count % (LETTERS // AUDITS) == 0:
                    self.audit_begins.wait(PATIENCE)
                self._register(client)

    def _register(self, client: Client) -> None:
        series = self.world.series[SeriesKind.CIRCULAR]
        n = client.ask(requests.Reserve(series, Purpose.ELECTRONIC, "r1"))["n"][0]
        text = self.world.letter((n,), addressees=(Addressee(RECIPIENTS[0]),))
        said = self.world.people["dg"].say(LetterSigned(text), at=self.world.now, seen=self.seen, doc=self.doc)
        client.ask(requests.Admit(said.statement, said.evidence))


def test_audits_pass_while_a_writer_registers_letters(world: World) -> None:
    callers = Callers(world)
    trust = Trust.beside(world.folder)
    reports: list[AuditReport] = []

    with ThreadPoolExecutor(CALLERS) as pool:
        working = [pool.submit(callers.register_letters, caller) for caller in range(CALLERS)]
        for _ in range(AUDITS):
            callers.audit_begins.wait(PATIENCE)
            reports.append(audit(world.folder, trust))
        for one in working:
            one.result()
    with Client(world.folder) as client:
        client.stop_writer()
    last = audit(world.folder, trust)

    sizes = [report.size for report in (*reports, last)]
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == AUDITS + 1  # the writer went on between them
    assert {remark.slug for report in reports for remark in report.remarks} <= MAY_BE_BEHIND
    assert (last.letters, last.remarks) == (CALLERS * LETTERS, [])


def test_heads_read_before_the_rows_are_never_ahead_of_them(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "registry")
    world.issue()
    heads = Heads.read(Home(world.folder))
    world.issue()
    rows, tree = _read(world)
    world.issue()

    remarks = heads.require(tree, Trust.beside(world.folder).log_key, ()) + heads.require_tiles(rows, tree)

    assert [remark.slug for remark in remarks] == ["not-logged-yet", "tiles-not-compared"]
    rows.close()
    world.close()


def test_a_writer_that_begins_after_the_rows_were_read_is_no_fault(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "registry")
    world.issue()
    heads = Heads.read(Home(world.folder))
    rows, tree = _read(world)
    world.issue()

    remarks = heads.require(tree, Trust.beside(world.folder).log_key, ()) + heads.require_tiles(rows, tree)

    assert [remark.slug for remark in remarks] == ["tiles-not-compared"]
    rows.close()
    world.close()


def test_tiles_are_compared_once_the_writer_published_them(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "registry")
    heads = Heads.read(Home(world.folder))
    world.issue()
    rows, tree = _read(world)

    assert heads.require_tiles(rows, tree) == []

    next((world.folder / "tiles/tile/entries").rglob("*")).rename(world.folder / "tiles/tile/elsewhere")
    with pytest.raises(StoreDamaged, match="is missing"):
        heads.require_tiles(rows, tree)
    rows.close()
    world.close()


def _read(world: World) -> tuple[Rows, Tree]:
    """The rows of this moment, and their tree."""
    rows, tree = Rows(world.folder), Tree(Tiles(Home(world.folder).tiles).read)
    for group in rows.groups():
        tree.accept(tree.stage(map(leaf_hash, group.leaves)))
    return rows, tree
