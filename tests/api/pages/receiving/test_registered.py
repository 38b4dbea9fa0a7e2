"""An arrival becomes a letter of the receive register: once, with what was typed, and nothing of it left behind."""

import re

import pytest

from domain.classes import SecrecyClass
from registry.accounts.accounts import Account, Grant, WebRole
from tests.api.pages.receiving.desk import (
    LETTER,
    Client,
    brought,
    entry,
    received,
    register,
    value,
)
from tests.api.web import WebOffice


def test_registering_twice_gives_one_number(office: WebOffice, clerk: Client) -> None:
    before = received(office, register(clerk, brought(clerk, "paper"))).n
    path = brought(clerk, "paper", LETTER)

    streams = [register(clerk, path) for _ in range(2)]

    assert streams[0] == streams[1]
    assert received(office, streams[0]).n == before + 1
    assert clerk.get(path).headers["location"] == f"/receiving/{streams[0]}"


def test_a_crash_between_the_register_and_the_page_registers_once(office: WebOffice, clerk: Client) -> None:
    path, typed = brought(clerk, "paper", LETTER), entry()
    first = register(clerk, path, **typed)
    with office.counter.papers.change() as write:
        write.execute("UPDATE arrivals SET stream = NULL WHERE stream = ?", (first,))  # what a crash leaves behind
    office.counter.arrivals.uploads.take(LETTER, name="letter.txt")

    assert register(clerk, path, **typed, again="1") == first


def test_the_same_sender_number_and_date_are_warned_of_and_registered_when_said_so(
    office: WebOffice, clerk: Client
) -> None:
    typed = entry(printed="มท ๐๘๑๒/๕")
    first = register(clerk, brought(clerk, "paper"), **typed)
    path = brought(clerk, "paper", LETTER)

    shown = clerk.get(path)
    refused = clerk.post(path, data={**typed, "printed": "มท 0812 / 5", "sender": "กรม ตัวอย่าง"})

    assert f"/receiving/{first}" in shown.text
    assert refused.status_code == 409
    assert 'href="#again"' in refused.text
    assert received(office, register(clerk, path, **typed, again="1")).n == received(office, first).n + 1


@pytest.mark.parametrize(
    "other", [{"sender": "กรมอื่น"}, {"dated": "9/2/2564"}, {"printed": "มท ๐๘๑๒/๙๙๙๙"}], ids=["sender", "date", "number"]
)
def test_another_sender_date_or_number_is_another_letter(
    office: WebOffice, clerk: Client, other: dict[str, str]
) -> None:
    typed = entry()
    first = register(clerk, brought(clerk, "paper"), **typed)

    second = register(clerk, brought(clerk, "paper"), **{**typed, **other})

    assert received(office, second).n == received(office, first).n + 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sender": ""}, "sender"),
        ({"subject": " "}, "subject"),
        ({"dated": "31/2/2564"}, "dated"),
        ({"due": "someday"}, "due"),
        ({"entered_at": "99.99"}, "entered_at"),
        ({"entered_at": "23.59"}, "entered_at"),
        ({"subject": "ก" * 2001}, "subject"),
        ({"secrecy": "secret"}, "secrecy"),
    ],
    ids=str,
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    office: WebOffice, clerk: Client, changed: dict[str, str], field: str
) -> None:
    path, typed = brought(clerk, "paper"), entry(**changed)
    before = office.facts()

    answer = clerk.post(path, data=typed)

    assert answer.status_code in {403, 422}
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert value(answer.text, "printed") == typed["printed"]
    assert office.facts() == before


def test_what_is_kept_for_later_waits_as_it_was_typed(clerk: Client) -> None:
    path = brought(clerk, "paper")

    clerk.post(path, data=entry(do="keep", subject="ยังไม่แน่ใจ"))

    assert value(clerk.get(path).text, "subject") == "ยังไม่แน่ใจ"
    assert "ยังไม่แน่ใจ" in clerk.get("/receiving").text


def test_s5_a_classified_arrival_is_there_for_whoever_brought_it_and_for_nobody_without_clearance(
    fresh: WebOffice,
) -> None:
    colleague = Account("colleague", "SPECIMEN colleague", "clerk", SecrecyClass.NONE, (Grant(WebRole.CLERK),))
    fresh.counter.accounts.add(colleague, phrase=None, at=fresh.world.clock.now)
    with fresh.client("clerk") as client:
        path = brought(client, "paper", LETTER)
        client.post(path, data=entry(do="keep", secrecy="secret", subject="เรื่องลับของเรา"))
        (file,) = re.findall(f'href="({path}/files/[^"]*)"', client.get(path).text)

    with fresh.client("colleague") as other:
        program = {"authorization": f"Bearer {fresh.token('colleague')}"}
        found = [other.get(path), other.get(file), other.post(path, data=entry(do="delete"))]
        found.append(other.get(f"/api/v1{path.removeprefix('/receiving')}", headers=program))
        lists = [other.get("/receiving").text, other.get("/api/v1/arrivals", headers=program).text]
    with fresh.client("clerk") as client:
        own = [client.get("/receiving").text, client.get(path).text]

    assert [one.status_code for one in found] == [404] * 4
    assert ["เรื่องลับของเรา" in one for one in (*lists, *own)] == [False, False, True, True]


def test_what_is_deleted_or_registered_leaves_no_file_that_nobody_waits_with(fresh: WebOffice) -> None:
    def files() -> int:
        return len(list(fresh.counter.arrivals.uploads._files.names()))

    with fresh.client("clerk") as client:
        one, other, third = (brought(client, "paper", data) for data in (LETTER, LETTER, b"SPECIMEN"))
        counted = [files()]
        for path, what in ((one, "delete"), (third, "delete"), (other, "register")):
            client.post(path, data=entry(do=what))
            counted.append(files())
        gone = client.get(one)

    assert counted == [2, 2, 1, 0]
    assert gone.status_code == 404


@pytest.mark.parametrize("field", ["x", "clerk", "n", "registered_at", "files"])
def test_s7_a_field_that_the_form_does_not_have_is_refused(office: WebOffice, clerk: Client, field: str) -> None:
    path = brought(clerk, "paper")
    before = office.facts()

    answer = clerk.post(path, data=entry(**{field: "1"}))

    assert answer.status_code == 400
    assert office.facts() == before
