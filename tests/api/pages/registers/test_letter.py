"""One letter's entry: row, files, history, links to its work; nothing for those who may not know of it."""

import re

import pytest

from domain.classes import SecrecyClass
from domain.series import SeriesKind
from registry import requests
from registry.accounts.accounts import Account, Grant, WebRole
from tests.api.web import WebOffice
from tests.registry.world import World


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    made = WebOffice.of(World.staffed(tmp_path_factory.mktemp("letters") / "registry"))
    cleared = Account("cleared", "SPECIMEN cleared", "clerk", SecrecyClass.TOP_SECRET, (Grant(WebRole.CLERK),))
    made.counter.accounts.add(cleared, phrase=None, at=made.world.now)
    return made


@pytest.fixture(scope="module")
def sent(office: WebOffice) -> str:
    stream = office.world.issue(subject="ขอเชิญประชุม", owner_unit="กองกลาง")
    office.world.dispatch(stream)
    return stream


def test_the_page_shows_the_entry_its_files_and_its_history(office: WebOffice, sent: str) -> None:
    with office.client("clerk") as clerk:
        text = clerk.get(f"/letters/{sent}").text

    assert "<h1>ที่ มท ๐๘๑๒/ว ๒๗๑" in text
    assert "ขอเชิญประชุม" in text
    assert "กองกลาง" in text
    facts = re.findall(r'<li id="fact-\d+"><strong>(.*?)</strong>', text)
    assert facts == ["ส่งหนังสือ", "ออกเลขที่หนังสือ", "ลงลายมือชื่ออิเล็กทรอนิกส์", "จองเลข"]
    for path in (f"/dispatch/{sent}", f"/letters/{sent}/evidence.zip"):
        assert f'href="{path}"' in text


def test_its_files_and_bundle_are_handed_out_as_downloads(office: WebOffice, sent: str) -> None:
    with office.client("auditor") as auditor:
        [path, *_] = re.findall(r'href="(/letters/[^"]+/files/[0-9a-f]+)"', auditor.get(f"/letters/{sent}").text)
        file = auditor.get(path)
        evidence = auditor.get(f"/letters/{sent}/evidence.zip")
        other = auditor.get(path[:-1] + ("0" if path[-1] != "0" else "1"))

    assert file.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in file.headers["content-security-policy"]
    assert evidence.content.startswith(b"PK")
    assert other.status_code == 404


def test_a_received_letter_leads_to_the_work_on_it_and_has_no_bundle(office: WebOffice) -> None:
    got = office.world.receive(printed="ศธ 0201/15")

    with office.client("clerk") as clerk:
        text = clerk.get(f"/letters/{got}").text
        evidence = clerk.get(f"/letters/{got}/evidence.zip")

    assert f'href="/receiving/{got}"' in text
    assert "evidence.zip" not in text
    assert evidence.status_code == 404


def test_what_was_noted_again_and_again_is_not_told_whole_by_every_fact(office: WebOffice) -> None:
    got = office.world.receive()
    for n in range(20):
        office.world.enter(got, "action.noted.v1", action=f"ครั้งที่ {n} {'ทำต่อ' * 20}", clerk="clerk")

    with office.client("clerk") as clerk:
        text = clerk.get(f"/letters/{got}").text

    assert text.count("ทำต่อ" * 20) < 3 * 20
    assert f'href="/histories/letters/{got}"' in text


def test_s13_a_subject_with_markup_is_inert(office: WebOffice) -> None:
    got = office.world.receive(subject="<img src=x onerror=alert(1)>")

    with office.client("clerk") as clerk:
        text = clerk.get(f"/letters/{got}").text

    assert "<img" not in text
    assert "&lt;img src=x" in text


@pytest.mark.parametrize("tail", ["", "/evidence.zip", "/files/00"])
def test_s1_s5_what_does_not_exist_and_what_may_not_be_known_of_are_answered_alike(
    office: WebOffice, tail: str
) -> None:
    book = office.world.series.get(SeriesKind.SECRET) or office.world.open_series(SeriesKind.SECRET, book="ลับ")
    secret = office.world.ask(requests.EnterSecret(book, office.world.now.date(), SecrecyClass.SECRET, "clerk"))[
        "stream"
    ]
    nothing = "01778b0b-4a00-7000-8000-000000000000"

    with office.client("clerk") as clerk:
        hidden, missing = clerk.get(f"/letters/{secret}{tail}"), clerk.get(f"/letters/{nothing}{tail}")
    with office.client("cleared") as cleared:
        opened = cleared.get(f"/letters/{secret}{tail}")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.text.replace(secret, "") == missing.text.replace(nothing, "")
    assert opened.status_code == (200 if not tail else 404)
