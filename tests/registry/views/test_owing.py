"""What waits to be sent, and who owes how many answers, over all letters."""

from collections.abc import Iterator

import pytest

from domain.classes import Channel
from domain.letter.events import DeliveryResult
from domain.letter.text import Addressee
from registry.reader import Reader
from registry.views import owing
from registry.views.unanswered import Unanswered
from registry.views.view import open_view
from tests.registry.world import RECIPIENTS, World


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unanswered]:
    """Two letters wait; three were sent: one to three governors, one to two, one that all have answered."""
    world = World.staffed(tmp_path_factory.mktemp("owing") / "registry")
    for _ in range(2):
        world.issue()
    first = world.issue()
    world.dispatch(first)
    second = world.issue(addressees=tuple(map(Addressee, RECIPIENTS[:2])))
    sendings = [{"to": to, "channel": Channel.CENTRAL_MAIL.value, "address": f"{to}@b.example"} for to in range(2)]
    world.enter(second, "letter.dispatched.v1", sendings=sendings, clerk="clerk")
    failed = {"to": 1, "channel": "post", "address": None, "attempted_at": world.now.isoformat(), "checked_by": "clerk"}
    world.enter(second, "delivery.attempted.v1", **failed, result=DeliveryResult.FAILED.value, detail=None)
    world.acknowledge(second, to=0)
    third = world.issue(addressees=(Addressee(RECIPIENTS[0]),))
    world.dispatch(third, addressees=1)
    world.acknowledge(third)
    with Reader(world.folder) as reader, open_view(reader, Unanswered) as opened:
        yield opened
    world.close()


def test_letters_wait_newest_first_and_page_by_page(view: Unanswered) -> None:
    first = owing.waiting(view, limit=1)
    rest = owing.waiting(view, before=first[-1].position)

    assert [one.number for one in first + rest] == ["มท 0812/ว 272", "มท 0812/ว 271"]
    assert owing.waiting(view, before=rest[-1].position) == []


def test_sent_letters_say_how_many_are_silent_and_failed(view: Unanswered) -> None:
    found = owing.sent(view)

    assert [(one.addressees, one.silent, one.failed) for one in found] == [(1, 0, 0), (2, 1, 1), (3, 3, 0)]
    assert [one.number for one in owing.sent(view, before=found[0].position, limit=1)] == [found[1].number]


def test_who_owes_most_stands_first_with_the_address_of_the_newest_mail(view: Unanswered) -> None:
    found = owing.debtors(view)

    assert [(one.addressee, len(one.unheard)) for one in found] == [
        (RECIPIENTS[1], 2),
        (RECIPIENTS[0], 1),
        (RECIPIENTS[2], 1),
    ]
    assert [two.failed for two in found[0].unheard] == [False, True]
    assert owing.debtors(view, skip=1, limit=1) == found[1:2]
    assert owing.debtor(view, RECIPIENTS[1]) == found[0]
    assert owing.debtor(view, "nobody") is None


def test_a_mail_address_counts_while_the_newest_way_of_a_letter_is_mail(view: Unanswered) -> None:
    by_post_since = owing.debtor(view, RECIPIENTS[1])

    assert by_post_since is not None
    assert by_post_since.address is None
