"""Histories looked for, and what is never found: secret letters, and for clerks whatever is no letter's."""

import re

import pytest

from domain.series import SeriesKind
from registry.history.history import Histories
from registry.reader import Reader
from registry.views.find import Find
from registry.views.view import open_view
from tests.api.pages.histories.conftest import Busy
from tests.api.pages.histories.test_timelines import MEETING, facts, words
from tests.api.web import WebOffice
from tests.registry.world import World


def hits(text: str) -> list[str]:
    return re.findall(r'<li><a href="(/histories/[^"]+)"', text)


@pytest.mark.parametrize(
    ("typed", "kind", "ends"),
    [
        ("มท 0812/ว 271", "letters", ""),
        ("ศธ ๐๒๐๑/๑๕", "letters", ""),
        ("รับ 1/2564", "letters", ""),
        ("แจ้งผลการประชุม", "letters", ""),
        ("2/2564", "orders", ""),
        ("กองตัวอย่าง", "units", "specimen/desk"),
        ("specimen", "units", "specimen"),
        ("ประยูร", "people", "dg"),
        ("clerk", "people", "clerk"),
        ("เจ้าพนักงานธุรการ", "people", "clerk"),
    ],
)
def test_anything_is_found_by_number_name_code_or_post(busy: Busy, typed: str, kind: str, ends: str) -> None:
    with busy.web.client("auditor") as auditor:
        found = hits(auditor.get("/histories", params={"q": typed}).text)
        of_kind = [one for one in found if one.startswith(f"/histories/{kind}/") and one.endswith(ends)]
        answers = {auditor.get(one).status_code for one in found}

    assert of_kind != []
    assert answers == {200}


@pytest.mark.parametrize("typed", ["", "   ", "ไม่มีอะไรเช่นนี้", "%", '"', "๏" * 200])
def test_what_is_not_found_is_said(busy: Busy, typed: str) -> None:
    with busy.web.client("auditor") as auditor:
        answer = auditor.get("/histories", params={"q": typed})

    assert answer.status_code == 200
    assert hits(answer.text) == []
    assert ("ไม่พบสิ่งที่ตรงกับ" in answer.text) is (bool(typed.strip()) and "error-summary" not in answer.text)


def test_a_row_of_an_earlier_book_is_found_and_has_no_history(busy: Busy) -> None:
    with busy.web.client("auditor") as auditor:
        text = auditor.get("/histories", params={"q": "เรื่องในทะเบียนเล่มเดิม"}).text

    assert "ทะเบียนเดิม ไม่มีประวัติ" in text
    assert hits(text) == []


def test_a_clerk_sees_letters_and_orders_and_nobodys_history(busy: Busy) -> None:
    position = busy.positions(MEETING)[1]
    with Reader(busy.folder) as reader, Histories(reader) as histories:
        [enrolled, *_] = [one.position for one in histories.officer("dg").events() if one.name == "officer.enrolled.v1"]
    with busy.web.client("clerk") as clerk:
        found = hits(clerk.get("/histories", params={"q": "ตัวอย่าง"}).text)
        letter = clerk.get(f"/histories/letters/{busy.streams[MEETING]}")
        statuses = [
            clerk.get(path).status_code
            for path in (
                f"/histories/facts/{position}",
                f"/histories/facts/{enrolled}",
                "/histories/people/dg",
                "/histories/units/specimen",
                "/histories/after/9/people/dg",
                "/histories/compare/units/specimen?left=1&right=2",
            )
        ]

    assert found
    assert {one.split("/")[2] for one in found} <= {"letters", "orders"}
    assert letter.status_code == 200
    assert "/histories/people/" not in letter.text
    assert statuses == [200, 404, 403, 403, 403, 403]


def test_s5_nothing_of_a_secret_letter_is_told_to_whoever_is_not_cleared(busy: Busy) -> None:
    with Reader(busy.folder) as reader:
        [entered] = [one for one in reader.facts() if one.statement.name == "secret.entered.v1"]
        book = next(
            one
            for one in reader.facts()
            if one.statement.name == "series.opened.v1" and one.statement.fact.kind is SeriesKind.SECRET  # type: ignore[union-attr] # of that name
        )
        number = next(one for one in reader.stream(book.statement.stream) if one.statement.name == "number.reserved.v1")
    hidden = {entered.position, number.position}
    seen, answers = {}, {}
    for account in ("auditor", "half-cleared", "cleared"):
        with busy.web.client(account) as client:
            paths = [f"/histories/facts/{one}" for one in (*sorted(hidden), book.position)]
            answers[account] = [client.get(path).status_code for path in paths]
            answers[account].append(client.get(f"/histories/letters/{entered.statement.stream}").status_code)
            shown, behind = set(), ""
            while True:
                text = client.get(f"/histories/people/clerk?expanded=1{behind}").text
                shown |= set(facts(text))
                following = re.search(r'behind=(\d+)" rel="next"', text)
                if following is None:
                    break
                behind = f"&behind={following[1]}"
            seen[account] = shown & hidden
            state = client.get(f"/histories/after/{entered.position}/people/clerk").text
            answers[account].append("ลงทะเบียนลับ" in state)

    assert seen == {"auditor": set(), "half-cleared": set(), "cleared": hidden}
    assert answers["auditor"] == [404, 404, 404, 404, False]
    assert answers["half-cleared"] == [404, 404, 200, 404, False]
    assert answers["cleared"] == [200, 200, 200, 200, True]


def test_s1_what_is_not_there_and_what_may_not_be_known_of_are_answered_alike(busy: Busy) -> None:
    with Reader(busy.folder) as reader:
        [entered] = [one for one in reader.facts() if one.statement.name == "secret.entered.v1"]
    nothing = "01778b0b-4a00-7000-8000-000000000000"
    with busy.web.client("auditor") as auditor:
        for path, missing in (
            (f"/histories/letters/{entered.statement.stream}", f"/histories/letters/{nothing}"),
            (f"/histories/facts/{entered.position}", "/histories/facts/99999"),
        ):
            hidden, absent = auditor.get(path), auditor.get(missing)

            assert hidden.status_code == absent.status_code == 404
            assert words(hidden.text).replace(entered.statement.stream, nothing) == words(absent.text)


def test_s13_stored_markup_is_inert_on_every_page_of_a_history(tmp_path_factory: pytest.TempPathFactory) -> None:
    payload = "\"'><img src=x onerror=alert(1)>"
    world = World.staffed(tmp_path_factory.mktemp("marked") / "registry")
    got = world.receive(subject=payload, sender=payload, remark=payload)
    world.enter(got, "action.noted.v1", action=payload, clerk="clerk")
    office = WebOffice.of(world)
    with Reader(world.folder) as reader, Histories(reader) as histories, open_view(reader, Find) as find:
        positions = histories.letter(got).positions()
        assert find.find("img")
    first, last = positions[0], positions[-1]
    with office.client("auditor") as auditor:
        pages = [
            auditor.get(path)
            for path in (
                f"/histories?q={payload[:12]}",
                f"/histories/letters/{got}?expanded=1",
                f"/histories/facts/{last}",
                f"/histories/after/{last}/letters/{got}",
                f"/histories/compare/letters/{got}?left={first}&right={last}",
            )
        ]
    world.close()

    assert [one.status_code for one in pages] == [200] * 5
    assert all("<img" not in one.text for one in pages)
    assert all("img src=x" in one.text for one in pages)
