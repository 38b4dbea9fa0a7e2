"""Reminders, which collapse into one; an office that has set nothing yet; what auditors see. An office for each."""

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from domain.letter.events import LinksGiven
from domain.values import StreamId
from registry.papers.mail import Mail
from tests.api.pages.dispatch.desk import SENDER, Client, facts, mails, send
from tests.api.web import WebOffice
from tests.registry.world import RECIPIENTS


@pytest.fixture
def office(tmp_path: Path) -> WebOffice:
    return WebOffice.staffed(tmp_path / "registry")


@pytest.fixture
def clerk(office: WebOffice) -> Iterator[Client]:
    with office.client("clerk") as client:
        yield client


@pytest.fixture
def sent(office: WebOffice, clerk: Client) -> StreamId:
    stream = office.world.issue()
    clerk.post("/dispatch/sender", data=SENDER)
    send(clerk, stream)
    return stream


def test_mails_are_refused_until_the_office_has_an_address(office: WebOffice, clerk: Client) -> None:
    stream = office.world.issue()
    send(clerk, stream)
    shown = clerk.get(f"/dispatch/{stream}/mail")

    answer = clerk.post(f"/dispatch/{stream}/mail", data={"form": "0" * 32, "to": ["1"]})

    assert "/dispatch/sender" in shown.text
    assert answer.status_code == 409
    assert not any(isinstance(fact, LinksGiven) for fact in facts(office, stream))


def test_one_reminder_an_addressee_and_day_however_many_letters_and_presses(
    office: WebOffice, clerk: Client, sent: StreamId
) -> None:
    second = office.world.issue(subject="เรื่องที่สอง")
    send(clerk, second)
    office.world.acknowledge(sent, to=0)

    for _ in range(3):
        assert clerk.post("/reminders", data={"to": list(RECIPIENTS[:2])}).status_code == 303

    kept = Mail(office.counter.papers).newest_reminders()
    assert {name: len(one.owed) for name, one in kept.items()} == {RECIPIENTS[0]: 1, RECIPIENTS[1]: 2}
    assert sorted(one.id for one in kept.values()) == [1, 2]
    newest = kept[RECIPIENTS[1]]
    first, other = (clerk.get(f"/reminders/{newest.id}/mail.eml").content for _ in range(2))
    assert first == other
    assert message_from_bytes(first, policy=default)["Subject"] == "ขอให้แจ้งตอบรับหนังสือ ๒ ฉบับ"
    assert len(mails(clerk.get("/reminders/today.zip").content)) == 2


def test_a_new_day_makes_a_new_reminder(office: WebOffice) -> None:
    stream = office.world.issue()
    with office.client("clerk") as today:
        today.post("/dispatch/sender", data=SENDER)
        send(today, stream)
        today.post("/reminders", data={"to": RECIPIENTS[0]})
    office.world.next_day()

    with office.client("clerk") as tomorrow:
        tomorrow.post("/reminders", data={"to": RECIPIENTS[0]})

    assert Mail(office.counter.papers).newest_reminders()[RECIPIENTS[0]].id == 2


def test_who_was_sent_nothing_by_mail_is_reminded_where_an_address_is_typed(office: WebOffice, clerk: Client) -> None:
    stream = office.world.issue()
    clerk.post("/dispatch/sender", data=SENDER)
    clerk.post(f"/dispatch/{stream}/send", data={"channel": ["post"] * 3, "address": [""] * 3})

    many = clerk.post("/reminders", data={"to": RECIPIENTS[0]})
    none = Mail(office.counter.papers).newest_reminders()
    one = clerk.post("/reminders/one", data={"to": RECIPIENTS[0], "address": "a@example.go.th"})

    assert (many.status_code, none, one.status_code) == (303, {}, 303)
    assert Mail(office.counter.papers).newest_reminders()[RECIPIENTS[0]].address == "a@example.go.th"


# --- who may


def test_an_auditor_sees_letters_and_can_do_nothing(office: WebOffice) -> None:
    stream = office.world.asked()
    with office.client("auditor") as auditor:
        shown = [auditor.get(path) for path in (f"/dispatch/{stream}", f"/dispatch/{stream}/coverage", "/unanswered")]
        refused = [
            auditor.get(f"/dispatch/{stream}/mail"),
            auditor.post(f"/dispatch/{stream}/results", data={"form": "0" * 32, "result": "sent", "to": "1"}),
            auditor.post("/lists", data={"name": "x", "lines": "ก"}),
            auditor.post("/reminders", data={"to": RECIPIENTS[0]}),
        ]

    assert [one.status_code for one in shown] == [200, 200, 200]
    assert not any('action="/dispatch' in one.text or 'action="/reminders' in one.text for one in shown)
    assert [one.status_code for one in refused] == [403] * 4
