"""An office whose numbers are drawn from, whose log is audited and exported: a few letters, a void, two auditors."""

from pathlib import Path

from domain.classes import SecrecyClass
from domain.series import SeriesKind
from registry import requests
from registry.accounts.accounts import Account, Grant, WebRole
from tests.api.web import WebOffice
from tests.registry.world import World


def sampled(folder: Path) -> WebOffice:
    """Return six letters sent, three received and a void; ``cleared`` audits what is secret, too."""
    world = World.staffed(folder)
    for _ in range(6):
        world.issue()
    for place in range(3):
        world.receive(subject=f"รับ {place}")
    world.reserve(SeriesKind.ORDINARY)
    world.ask(requests.Void(world.series[SeriesKind.ORDINARY], 1, "พิมพ์ผิด", "clerk"))
    made = WebOffice.of(world)
    account = Account("cleared", "SPECIMEN cleared", None, SecrecyClass.TOP_SECRET, (Grant(WebRole.AUDITOR),))
    made.counter.accounts.add(account, phrase=None, at=world.now)
    return made
