"""Orders, recorded instruments and absences as the views of structure and powers meet them, without a registry."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from msgspec.structs import replace as with_fields

from domain.authority import OfficerEnrolled
from domain.facts import Fact
from domain.letter.events import OrderIssued, OrderSignedWithActs
from domain.structure.acts import Acts, InstrumentAct, PostAct, UnitAct
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.values import Digest, StreamId
from registry import wire
from registry.reader import Recorded
from registry.store.facts import Entry
from registry.store.sealing import Contents, Place
from registry.wire import THAI_TIME
from tests.registry.examples import FACTS, TEXT, statement
from tests.registry.views.lines import stream

BEGINNING = datetime(2021, 2, 10, 9, 0, tzinfo=THAI_TIME)
_ISSUED = FACTS["order.issued.v1"]


def day(number: int, hour: int = 0) -> datetime:
    """Midnight, or another hour, so many days after the first of 2021."""
    return datetime(2021, 1, 1, tzinfo=THAI_TIME) + timedelta(days=number, hours=hour)


def acts(*said: UnitAct | PostAct | InstrumentAct) -> Acts:
    """The acts of one instrument."""
    return Acts(
        tuple(act for act in said if isinstance(act, UnitAct)),
        tuple(act for act in said if isinstance(act, PostAct)),
        tuple(act for act in said if isinstance(act, InstrumentAct)),
    )


class Told:
    """A history that grows; everything known lies in `lines`."""

    def __init__(self) -> None:
        self.lines: list[Recorded] = []
        self.orders = 0

    def order(self, *said: UnitAct | PostAct | InstrumentAct, at: datetime = BEGINNING) -> StreamId:
        """Sign and issue an order; return the stream of its letter."""
        self.orders += 1
        signed = self._tell(OrderSignedWithActs(TEXT, None, acts(*said)), at)
        number = f"{self.orders}/2564"
        assert isinstance(_ISSUED, OrderIssued)
        issued = replace(_ISSUED, signed=signed.digest, signed_in=signed.statement.stream, number=number)
        return self._tell(issued, at).statement.stream

    def record(
        self, *said: UnitAct | PostAct | InstrumentAct, proposed: bool = False, dated: date | None = None
    ) -> Digest:
        """Record somebody else's instrument; it waits for its confirmation."""
        day_ = dated or BEGINNING.date()
        fact = InstrumentRecorded("กฎกระทรวงตัวอย่าง", "กระทรวงตัวอย่าง", day_, acts(*said), None, None, proposed)
        return self._tell(fact, BEGINNING).digest

    def confirm(self, recorded: Digest) -> Digest:
        """Let the second registrar confirm it."""
        return self._tell(InstrumentConfirmed(recorded), BEGINNING).digest

    def say(self, fact: AbsenceRecorded | AbsenceEnded | OfficerEnrolled) -> Digest:
        """Let somebody say something else."""
        return self._tell(fact, BEGINNING).digest

    @property
    def position(self) -> int:
        """Of the newest fact."""
        return self.lines[-1].position

    def _tell(self, fact: Fact, at: datetime) -> Recorded:
        position = len(self.lines)
        said = with_fields(statement(fact), stream=stream(position + 1), at=at)
        place = Place(position, said.stream, said.seq, said.name)
        line = Recorded(Entry(place, Contents(wire.encode(said), "cms", b"", b""), 0), said)
        self.lines.append(line)
        return line
