"""An operator who admits what must not be admitted, or leaves out what speaks against it: bundles show it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from domain.letter.events import OrderAmended
from domain.letter.text import Signatory
from domain.structure import absences, appointing, recording
from domain.structure.acts import Acts, PostAct, PostActKind
from domain.structure.events import InstrumentConfirmed
from domain.structure.powers import Judgement, Power, PowerKind, Verdict
from domain.values import StreamId
from registry import powers, support
from registry.following import followed
from registry.newest import Newest
from registry.reader import Recorded
from registry.store.facts import FactStore
from registry.verify.verdicts import Layer, Report
from registry.verify.verdicts import Verdict as Shown
from tests.registry.authority.office import (
    ABSENT,
    BUDGET,
    DEPUTY,
    HEAD,
    STAFF,
    UNIT,
    Office,
    delegation,
    deputy,
    february,
    withdrawal,
)
from tests.registry.authority.test_bundles import told, written


@pytest.fixture
def lenient(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A writer that admits whatever is signed, and names every record about the principal as its basis."""

    def anything(known: Iterable[Power], signatory: Signatory, **_: object) -> Judgement:
        named = signatory.principal
        given = (
            one for one in known if one.deputises == named or (one.kind is not PowerKind.OWN_POST and one.post == named)
        )
        return Judgement(Verdict.VALID, tuple(given))

    def allowed(*_: object, **__: object) -> None:
        """Look away."""

    monkeypatch.setattr(powers, "judge", anything)
    monkeypatch.setattr(powers, "require_acts", allowed)
    monkeypatch.setattr(appointing, "require_not_to", allowed)
    return office


def person(report: Report) -> tuple[Shown, str]:
    found = report.of(Layer.PERSON)
    return found.verdict, found.says.slug


def judged(office: Office, answer: dict[str, Any]) -> tuple[Shown, str]:
    return person(told(office, written(office, answer["stream"])))


def test_a_letter_under_a_withdrawn_delegation_is_not_valid(lenient: Office) -> None:
    lenient.order(delegation())
    lenient.order(withdrawal())
    lenient.next_day()

    assert judged(lenient, lenient.signed_for()) == (Shown.INVALID, "capacity-ended")


def test_a_letter_a_second_after_the_delegation_ended_is_not_valid(lenient: Office) -> None:
    lenient.order(delegation(until=lenient.now.replace(second=1)))
    before = judged(lenient, lenient.signed_for())
    lenient.now = lenient.now.replace(second=1)

    assert before == (Shown.VALID, "person-signed-for")
    assert judged(lenient, lenient.signed_for()) == (Shown.INVALID, "capacity-not-then")


def test_a_letter_in_another_matter_is_not_valid(lenient: Office) -> None:
    lenient.order(delegation("deputy", BUDGET))

    assert judged(lenient, lenient.signed_for(matter=STAFF)) == (Shown.INVALID, "capacity-other-matter")
    assert judged(lenient, lenient.signed_for()) == (Shown.CANNOT_TELL, "capacity-matter-not-named")


def test_a_letter_with_another_word_is_not_valid(lenient: Office) -> None:
    lenient.order(delegation())

    assert judged(lenient, lenient.signed_for(word=ABSENT)) == (Shown.INVALID, "capacity-another")


def test_a_deputys_letter_when_nobody_is_away_is_not_valid(lenient: Office) -> None:
    lenient.order(deputy())
    lenient.back(lenient.absent(since=february(9, 8)))

    assert judged(lenient, lenient.signed_for(word=ABSENT)) == (Shown.INVALID, "capacity-nobody-absent")


def test_an_official_who_appointed_himself_shows(lenient: Office) -> None:
    lenient.order(Acts(posts=(PostAct(PostActKind.ACT_FOR, "ปลัดกระทรวง", UNIT, "dg", word=ABSENT),)))
    signatory = Signatory("dg", "นายประยูร ตัวอย่าง", HEAD, acting=ABSENT, principal="ปลัดกระทรวง")
    answer = lenient.admit(lenient.sign(lenient.letter(lenient.reserve(), signatory=signatory)))

    found = told(lenient, written(lenient, answer["stream"])).of(Layer.AUTHORITY)

    assert (found.verdict, found.says.slug) == (Shown.INVALID, "gives-himself")


def test_a_clerk_who_entered_an_order_in_the_own_favour_shows(lenient: Office) -> None:
    lenient.enrol_signatory("second", DEPUTY)
    lenient.order_by_hand(Acts(posts=(PostAct(PostActKind.DELEGATE, HEAD, UNIT, "clerk"),)))
    lenient.order_by_hand(delegation())

    found = told(lenient, written(lenient, lenient.signed_for()["stream"])).of(Layer.AUTHORITY)

    assert (found.verdict, found.says.slug) == (Shown.INVALID, "gives-himself")


def test_a_power_that_was_not_the_signatorys_to_give_shows(lenient: Office) -> None:
    signatory = Signatory("other", "other", DEPUTY)
    lenient.order(delegation(), who="other", signatory=signatory)

    found = told(lenient, written(lenient, lenient.signed_for()["stream"])).of(Layer.AUTHORITY)

    assert (found.verdict, found.says.slug) == (Shown.INVALID, "gives-anothers")


def authority(office: Office, answer: dict[str, Any]) -> tuple[Shown, str]:
    found = told(office, written(office, answer["stream"])).of(Layer.AUTHORITY)
    return found.verdict, found.says.slug


def test_an_instrument_that_one_registrar_recorded_and_confirmed_shows(
    lenient: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "require_confirmable", lambda known, _, fact, **__: known.pending[fact.recorded])
    recorded = lenient.record_instrument(delegation(), confirmed=False)
    lenient.admit(lenient.say("r1", InstrumentConfirmed(recorded.digest)))

    assert authority(lenient, lenient.signed_for()) == (Shown.INVALID, "second-officer-needed")


def test_an_absence_that_no_clerk_recorded_shows(lenient: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(absences, "require_recorder", lambda known, _: known.officer("dg"))
    lenient.order(deputy())
    lenient.absent(who="dg")

    assert authority(lenient, lenient.signed_for(word=ABSENT)) == (Shown.INVALID, "not-a-recorder")


def test_an_order_on_posts_by_one_whose_own_authority_nothing_shows_gives_nothing(lenient: Office) -> None:
    acting = Signatory("other", "other", DEPUTY, acting=ABSENT, principal=HEAD)
    lenient.order(delegation(), who="other", signatory=acting)

    assert authority(lenient, lenient.signed_for()) == (Shown.CANNOT_TELL, "capacity-not-told")


# --- what is left out ----------------------------------------------------------------------------------------


@pytest.fixture
def forgetful(lenient: Office, monkeypatch: pytest.MonkeyPatch) -> tuple[Office, StreamId]:
    """The same, whose bundles leave out what took a power away; and the order that gave it."""
    add = support.Support.add
    first = lenient.order(delegation())
    lenient.order(withdrawal())
    lenient.next_day()

    def without_changes(self: support.Support, line: Recorded) -> None:
        if not isinstance(line.statement.fact, OrderAmended) and "2/2564" not in line.entry.contents.statement.decode():
            add(self, line)

    monkeypatch.setattr(support.Support, "add", without_changes)
    return lenient, first


def test_a_withdrawal_that_the_operator_leaves_out_is_missed(forgetful: tuple[Office, StreamId]) -> None:
    office, _ = forgetful

    assert judged(office, office.signed_for()) == (Shown.CANNOT_TELL, "change-left-out")


def listing(office: Office, monkeypatch: pytest.MonkeyPatch, places: Callable[[list[int]], list[int]]) -> Report:
    """The report on a bundle whose lists have other leaves, each of them proved to be in the log."""
    leaves = Newest.leaves
    monkeypatch.setattr(Newest, "leaves", lambda self, positions: leaves(self, places(positions)))
    return told(office, written(office, office.signed_for()["stream"]))


@pytest.mark.parametrize(
    ("places", "slug"),
    [
        (lambda places: places[:1], "leaves-not-of-order"),
        (lambda places: [places[0], places[2]], "leaves-not-of-order"),
        (lambda places: [places[0], places[1] - 2, places[2]], "leaf-of-another-order"),
    ],
    ids=["the newest", "one in between", "one of another stream in its place"],
)
def test_a_leaf_that_is_left_out_of_an_orders_list_is_missed(
    forgetful: tuple[Office, StreamId],
    monkeypatch: pytest.MonkeyPatch,
    places: Callable[[list[int]], list[int]],
    slug: str,
) -> None:
    office, order = forgetful
    office.enter(order, "entry.noted.v1", remark="ตัวอย่าง", clerk="clerk")

    assert person(listing(office, monkeypatch, places)) == (Shown.INVALID, slug)


def test_another_basis_than_the_one_that_the_seal_names_is_not_enough(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.order(delegation())
    office.order(delegation())
    stream = office.signed_for()["stream"]

    def swapped(store: FactStore) -> SimpleNamespace:
        """Let the bundle's writer take each order for the other."""
        following = followed(store)
        one, other = (instrument.source for instrument in list(following.structure.instruments.values())[-2:])
        digests = {one.digest: other.digest, other.digest: one.digest}
        structure = replace(
            following.structure,
            instruments={
                name: replace(
                    known, source=replace(known.source, digest=digests.get(known.source.digest, known.source.digest))
                )
                for name, known in following.structure.instruments.items()
            },
        )
        return SimpleNamespace(structure=structure, posts=following.posts)

    monkeypatch.setattr(support, "followed", swapped)

    assert person(told(office, written(office, stream))) == (Shown.CANNOT_TELL, "basis-missing")


def test_a_basis_that_is_not_carried_is_missed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.order(delegation())
    office.order(delegation())
    stream = office.signed_for()["stream"]
    monkeypatch.setattr(support._Basis, "add", lambda *_: None)

    assert person(told(office, written(office, stream))) == (Shown.CANNOT_TELL, "capacity-not-told")
