"""The auditor's desk as people and machines read it: on a phone, by axe, and while a job goes on."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domain.series import SeriesKind
from tests.api.browser import axe, opened
from tests.api.web import WebOffice, served
from tests.registry.world import World
from tests.thorough import thoroughly

if TYPE_CHECKING:  # importing Playwright takes longer than most tests
    from playwright.sync_api import Browser


@thoroughly
@pytest.mark.browser
def test_the_desk_is_readable_on_a_phone_and_by_machines_and_an_audit_ends_by_itself(
    browser: "Browser", tmp_path: Path
) -> None:
    world = World.staffed(tmp_path / "registry")
    letter = world.issue()
    world.dispatch(letter)
    world.reserve(SeriesKind.ORDINARY)
    world.next_day()
    world.enter(letter, "entry.noted.v1", remark="เติมวันรุ่งขึ้น", clerk="clerk")
    office = WebOffice.on_loopback(world)
    places = (
        "/auditing",
        "/auditing/evenings?day=2564-02-09",
        "/auditing/series",
        f"/auditing/series/{world.series[SeriesKind.CIRCULAR]}",
        "/auditing/questions/authority",
        "/auditing/questions/voids?since=never",
        "/auditing/samples",
        "/auditing/samples/drawn?population=sent&seed=a&as_of=5",
        "/auditing/exports",
        "/auditing/audits",
    )
    narrow = {"width": 320, "height": 700}

    with served(office), opened(browser, office, "auditor", viewport=narrow) as page:
        for place in places:
            page.goto(place)
            assert page.evaluate("document.documentElement.scrollWidth") <= narrow["width"], place
            axe(page)
        page.get_by_role("button", name="เริ่มตรวจ").click()
        page.get_by_text("สิ่งที่ตรวจแล้วและถูกต้อง").wait_for()
        axe(page)
        page.goto("/auditing/exports")
        page.get_by_role("button", name="เริ่มส่งออก").click()
        page.get_by_text("ตรวจซ้ำในเครื่องอื่น").wait_for()
        axe(page)
