"""What questions about structure and authority take in a large registry, beside folding the log for one answer.

    1 000 000 facts, of which a few thousand orders, appointments and absences over 10 000 units

The facts are written straight into the store with evidence that proves nothing: views verify no signature. The
follower runs in a process of its own, so that its memory is its own.
"""

import itertools
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace as with_fields

from domain.authority import OfficerEnrolled, Post, Role
from domain.classes import ActingWord
from domain.facts import Fact
from domain.letter.events import OrderIssued, OrderSignedWithActs
from domain.letter.text import Signatory
from domain.structure.acts import Acts, PostAct, PostActKind, UnitAct, UnitActKind, UnitId
from domain.structure.events import AbsenceKind, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.values import Digest, StreamId
from registry import wire
from registry.reader import Reader
from registry.store.facts import Entry, FactStore
from registry.store.recorder import GroupRows
from registry.store.sealing import Contents, Place
from registry.views.powers import Powers
from registry.views.structure import StructureView
from registry.views.view import open_view, view_path
from registry.wire import THAI_TIME
from tests.registry.examples import FACTS, TEXT, statement

PROVINCES = 76
HEAD, DEPUTY = "หัวหน้ากลุ่ม", "รองหัวหน้ากลุ่ม"
DLA = UnitId("dla")
_GROUP = 5000
_SAMPLE = 50_000
_BEGAN = datetime(2012, 1, 1, tzinfo=THAI_TIME)
_YEARS = 10


class Office:
    """A registry's store that is filled without a writer."""

    def __init__(self, folder: Path, *, seed: int) -> None:
        folder.mkdir(parents=True)
        self.store = FactStore(folder, names=wire.NAMES)
        self.random = random.Random(seed)  # noqa: S311 - chooses what is measured
        self._position = 0
        self._stream = 0
        self._waiting: list[Entry] = []
        self._cheap = Contents(wire.encode(statement(FACTS["delivery.attempted.v1"])), "cms", bytes(700), bytes(32))

    def say(self, fact: Fact, at: datetime = _BEGAN, *, digest: Digest | None = None) -> tuple[StreamId, Digest]:
        """Store a fact in a stream of its own; return the stream, and the digest of its statement."""
        stream = self._next_stream()
        said = with_fields(statement(fact), stream=stream, at=at, seq=0)
        data = wire.encode(said)
        self._store(Place(self._position, stream, 0, said.name), Contents(data, "cms", bytes(700), bytes(32)))
        return stream, digest or wire.digest_of(data)

    def order(self, acts: Acts, at: datetime, number: str) -> None:
        """Store a signed order and its admission."""
        signed_in, signed = self.say(OrderSignedWithActs(TEXT, None, acts), at)
        issued = FACTS["order.issued.v1"]
        assert isinstance(issued, OrderIssued)
        self.say(replace(issued, signed=signed, signed_in=signed_in, number=number), at)

    def pass_by(self, count: int) -> None:
        """Store *count* facts that change no structure."""
        stream = self._next_stream()
        for seq in range(count):
            self._store(Place(self._position, stream, seq, "delivery.attempted.v1"), self._cheap)

    def close(self) -> None:
        """Store the rest and close."""
        self._flush()
        self.store.close()

    def _next_stream(self) -> StreamId:
        self._stream += 1
        return StreamId(f"01778b0b-4a00-7000-8000-{self._stream:012x}")

    def _store(self, place: Place, contents: Contents) -> None:
        if not place.seq:
            self._key, _ = self.store.keys.take()
        self._waiting.append(Entry(place, contents, self._key))
        self._position += 1
        if len(self._waiting) >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        positions = [entry.place.position for entry in self._waiting]
        if positions:
            self.store.append(self._waiting, GroupRows(positions, positions[0], [b""]))
        self._waiting = []


def fill(folder: Path, *, facts: int, units: int, orders: int, seed: int = 20210210) -> list[UnitId]:
    """Fill a new registry and return its units."""
    office = Office(folder, seed=seed)
    found = list(_founded(office, units))
    for officer in range(orders // 2):
        office.say(_enrolment(officer))
    left = facts - office._position
    each = max(1, left // orders - 2)
    for n in range(orders):
        at = _BEGAN + timedelta(days=_YEARS * 365 * n / orders)
        office.order(_acts(office.random, found, at), at.replace(microsecond=0), f"{n + 1}/2564")
        if n % 10 == 0:
            unit = office.random.choice(found)
            office.say(AbsenceRecorded(AbsenceKind.LEAVE, HEAD, unit, at, at + timedelta(days=5)), at)
        office.pass_by(each)
    office.pass_by(max(0, facts - office._position))
    office.close()
    return found


def _founded(office: Office, units: int) -> Iterator[UnitId]:
    """Record how everything stood at the beginning, one instrument a province, and yield the units."""
    root = UnitAct(UnitActKind.ESTABLISH, DLA, name="กรม", unit_kind="department", code="มท 08", since=_BEGAN)
    each = (units - 1) // PROVINCES - 1
    for province in range(PROVINCES):
        above = UnitId(f"dla/p{province}")
        below = [UnitId(f"{above}/g{n}") for n in range(each)]
        acts = [
            replace(
                root, unit=above, name=f"สำนักงานจังหวัด {province}", unit_kind="provincial-office", parent=DLA, code=None
            ),
            *(
                replace(root, unit=unit, name=unit, unit_kind="group", parent=above, code=f"รหัส {unit}")
                for unit in below
            ),
        ]
        held = [PostAct(PostActKind.APPOINT, HEAD, unit, f"o{unit}", "นาย", _BEGAN) for unit in below]
        said = Acts(tuple([root, *acts] if province == 0 else acts), tuple(held))
        recorded = InstrumentRecorded(f"โครงสร้างจังหวัด {province}", "กรม", _BEGAN.date(), said)
        _, digest = office.say(recorded)
        office.say(InstrumentConfirmed(digest))
        yield from ([DLA, above] if province == 0 else [above])
        yield from below


def _acts(chance: random.Random, units: Sequence[UnitId], issued: datetime) -> Acts:
    """Return what one order does: to a unit, and to a post of it; a third of them looks back."""
    unit = chance.choice(units[2:])
    since = issued - timedelta(days=chance.randrange(400)) if chance.random() < 0.3 else issued
    since = since.replace(microsecond=0)
    kind = chance.choice((UnitActKind.RENAME, UnitActKind.RENAME, UnitActKind.CHANGE_DUTIES, UnitActKind.RECODE))
    code = f"รหัส {unit}-{chance.randrange(99)}"
    act = UnitAct(kind, unit, since=since, name=f"ชื่อ {chance.random()}", duties="ประสานงาน", code=code)
    who = chance.randrange(500)
    deputy = PostAct(PostActKind.APPOINT, DEPUTY, unit, f"d{who}", "นาย", since, deputises=HEAD)
    given = PostAct(PostActKind.DELEGATE, HEAD, unit, f"d{who}", "นาย", since, matters=("การลา",))
    return Acts((act,), (deputy, given))


def _enrolment(n: int) -> OfficerEnrolled:
    post = Post(DEPUTY, "กรม", date(2012, 1, 1))
    return OfficerEnrolled(f"d{n}", "นาย", "กรม", (post,), (Role.SIGNATORY,))


# --- measured ------------------------------------------------------------------------------------------------


def question_milliseconds(folder: Path, units: Sequence[UnitId], *, times: int = 2000) -> dict[str, float]:
    """Return the median and the 99th percentile of each kind of question, at random points of both axes."""
    chance = random.Random(7)  # noqa: S311 - chooses what is measured
    with Reader(folder) as reader, open_view(reader, StructureView) as view:
        powers = Powers(view)
        newest = view.position
        groups = [unit for unit in units if "/g" in unit]

        def point() -> tuple[datetime, int]:
            return _BEGAN + timedelta(days=chance.randrange(_YEARS * 365)), chance.randrange(newest // 2, newest)

        def ask_unit() -> None:
            view.unit(chance.choice(units), view.point(*point()))

        def ask_code() -> None:
            view.resolve(f"รหัส {chance.choice(groups)}", view.point(*point()))

        def ask_history() -> None:
            view.happened(chance.choice(units), point()[1])

        def ask_signers() -> None:
            powers.who_may_sign(chance.choice(units), view.point(*point()))

        def ask_judgement() -> None:
            signatory = Signatory(f"d{chance.randrange(500)}", "นาย", DEPUTY, None, ActingWord.BY_DELEGATION, HEAD)
            powers.judge(signatory, view.point(*point()), unit=chance.choice(units), matter="การลา")

        def ask_province() -> None:
            view.tree(view.point(*point()), UnitId(f"dla/p{chance.randrange(PROVINCES)}"))

        figures: dict[str, float] = {}
        for name, ask in (
            ("unit", ask_unit),
            ("code", ask_code),
            ("history", ask_history),
            ("who_may_sign", ask_signers),
            ("judge", ask_judgement),
            ("province_tree", ask_province),
        ):
            took = _milliseconds(ask, times if name != "province_tree" else times // 10)
            figures[f"{name}_p50_ms"] = statistics.median(took)
            figures[f"{name}_p99_ms"] = took[int(len(took) * 0.99)]
        figures["whole_tree_ms"] = statistics.median(_milliseconds(lambda: view.tree(view.point(*point())), 5))
    return figures


def _milliseconds(act: Callable[[], object], times: int) -> list[float]:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - began))
    return sorted(took)


def fold_seconds(folder: Path, facts: int) -> float:
    """Return the yardstick: seconds to read the whole log for one answer, by what a part of it takes."""
    sample = min(_SAMPLE, facts)
    with Reader(folder) as reader:
        began = time.perf_counter()
        read = sum(1 for _ in itertools.islice(reader.facts(), sample))
        return (time.perf_counter() - began) * facts / read


def rebuilt(folder: Path) -> dict[str, float]:
    """Make the view from nothing in a process of its own; return its seconds, and its largest memory in MB."""
    command = [sys.executable, "-m", "tests.bench.structure", str(folder)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def followed_again(folder: Path) -> dict[str, float]:
    """Return the seconds until a process that knows nothing yet has followed one more order."""
    store = FactStore(folder, names=wire.NAMES)
    newest = store.newest()
    office = Office.__new__(Office)
    office.store, office.random = store, random.Random(1)  # noqa: S311 - chooses what is measured
    office._position, office._stream, office._waiting = newest + 1, 1 << 40, []
    office.order(Acts((UnitAct(UnitActKind.RENAME, UnitId("dla/p1"), name="ใหม่"),)), _BEGAN, "ใหม่")
    office.close()
    began = time.perf_counter()
    with Reader(folder) as reader, open_view(reader, StructureView):
        pass
    return {"one_more_order_s": time.perf_counter() - began}


def measured(folder: Path, *, facts: int = 1_000_000, units: int = 10_000, orders: int = 3000) -> dict[str, float]:
    """Fill a registry in *folder* and return every figure: aims are p99 ≤ 10 ms, a province ≤ 50 ms,
    following ≥ 30 000 facts/s, memory ≤ 300 MB.
    """
    began = time.perf_counter()
    there = fill(folder, facts=facts, units=units, orders=orders)
    figures = {"filled_s": time.perf_counter() - began}
    made = rebuilt(folder)
    figures["followed_facts_per_second"] = facts / made["seconds"]
    figures["memory_mb"] = made["memory_mb"]
    figures |= question_milliseconds(folder, there)
    figures["fold_the_log_s"] = fold_seconds(folder, facts)
    figures |= followed_again(folder)
    return figures


def _rebuild(folder: Path) -> None:
    with Reader(folder) as reader:
        view_path(reader, StructureView).unlink(missing_ok=True)
        began = time.perf_counter()
        with open_view(reader, StructureView):
            seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "memory_mb": _most_memory_mb()}))


def _most_memory_mb() -> float:
    """Return the largest memory of this process; what `resource` says counts in the process that started it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    _rebuild(Path(sys.argv[1]))
