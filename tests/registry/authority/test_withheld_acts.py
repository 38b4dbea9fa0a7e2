"""An operator who carries that an order was changed, and withholds what says how: neither stands for the other."""

from collections.abc import Callable

import pytest

from domain.letter.events import OrderSigned
from domain.structure.acts import Acts
from domain.structure.events import InstrumentConfirmed
from registry import support
from registry.reader import Recorded
from registry.verify.verdicts import Layer, Verdict
from tests.registry.authority.office import Office, delegation, february, withdrawal
from tests.registry.authority.test_bundles import told, written
from tests.registry.authority.test_dishonest_operators import lenient

__all__ = ["lenient"]


def withheld(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    """Let bundles leave out what says the acts of one instrument, and nothing else."""
    add, said = support.Support.add, support.Support.add_said

    def acts(line: Recorded) -> bool:
        fact, text = line.statement.fact, line.entry.contents.statement.decode()
        return (isinstance(fact, OrderSigned) and number in text) or isinstance(fact, InstrumentConfirmed)

    monkeypatch.setattr(support.Support, "add", lambda self, line: None if acts(line) else add(self, line))
    monkeypatch.setattr(support.Support, "add_said", lambda self, line: None if acts(line) else said(self, line))


def person(office: Office, stream: str) -> tuple[Verdict, str]:
    found = told(office, written(office, stream)).of(Layer.PERSON)
    return found.verdict, found.says.slug


@pytest.mark.parametrize("change", [Office.order, Office.record_instrument])
def test_a_change_without_its_acts_is_missed(
    change: Callable[[Office, Acts], object], lenient: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lenient.order(delegation())
    change(lenient, withdrawal(since=february(9, 12)))
    lenient.next_day()
    stream = lenient.signed_for()["stream"]
    honest = person(lenient, stream)
    withheld(monkeypatch, "2/2564")

    assert honest == (Verdict.INVALID, "capacity-ended")
    assert person(lenient, stream) == (Verdict.CANNOT_TELL, "change-left-out")
