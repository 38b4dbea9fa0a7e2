"""What clerks type for recipients without a key file: links, passkeys, and what is shown of their answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.directives import Progress
from registry.acts import links
from registry.acts.office import Office
from registry.reader import Reader
from registry.register.desk import LocalDesk
from tests.api.cli.conftest import Clerk
from tests.api.cli.refusing import refused
from tests.passkeys import SpecimenPasskey
from tests.registry.acts.recipients import KRABI, Desk

ASKS = [{"what": "จัดตั้งกลุ่มงาน", "who": "ท้องถิ่นจังหวัด"}]
PASSKEY = SpecimenPasskey.made()
LOWEST = "โดยลิงก์ (ระดับต่ำสุด)"


@pytest.fixture
def number(saraban: Clerk) -> str:
    return saraban.dispatched(directives=ASKS)


@contextmanager
def desk(saraban: Clerk) -> Iterator[Desk]:
    with Reader(saraban.world.folder) as reader:
        yield Desk(saraban.world, Office(LocalDesk(saraban.world.register), reader, saraban.world.clock))


def token(saraban: Clerk, number: str, to: str = "1") -> str:
    [given] = saraban.json("links", number, "--to", to)["links"]
    return str(given["token"])


def test_links_are_given_to_whoever_has_not_answered_and_open_the_letter(saraban: Clerk, number: str) -> None:
    saraban.json("acknowledge", number, *saraban.key("p1"))

    given = saraban.json("links", number)["links"]

    assert [(one["to"], one["addressee"]) for one in given] == [(1, "ผู้ว่าราชการจังหวัดกระบี่")]
    with desk(saraban) as at:
        assert links.open_link(at.office, given[0]["token"]).addressee == "ผู้ว่าราชการจังหวัดกระบี่"


def test_links_are_shown_in_words_once(saraban: Clerk, number: str) -> None:
    shown = saraban("links", number).out

    assert shown.count("/l/") == 2
    assert "แสดงครั้งนี้ครั้งเดียว" in shown


def test_links_of_a_letter_that_was_not_sent_are_refused(saraban: Clerk) -> None:
    number = saraban.registered()

    assert refused(saraban, "links", number).refused == "wrong-stage"


def test_answers_by_link_are_shown_with_their_level_everywhere(saraban: Clerk, number: str, tmp_path: Path) -> None:
    with desk(saraban) as at:
        link = links.open_link(at.office, token(saraban, number))
        links.acknowledge(at.office, link, KRABI)
        links.report(at.office, link, KRABI, no=1, progress=Progress.DONE, happened_at=saraban.world.now, how="ทำแล้ว")

    assert [one["level"] for one in saraban.json("unanswered", number)] == [None, "link"]
    assert LOWEST in saraban("unanswered", number).out
    assert LOWEST in saraban("coverage", number).out
    sheet = tmp_path / "coverage.csv"
    saraban.json("coverage", number, "--csv", str(sheet))
    assert sheet.read_text("utf-8-sig").count(LOWEST) == 2
    history = saraban("history", "--letter", number).out
    assert history.count(LOWEST) >= 2
    assert "ตอบโดยลิงก์" in history


def test_a_passkey_is_listed_confirmed_and_withdrawn(saraban: Clerk, number: str) -> None:
    with desk(saraban) as at:
        at.offered(links.open_link(at.office, token(saraban, number)), PASSKEY)

    states = [saraban.json("passkey", "list")[0]["state"]]
    saraban.json("passkey", "confirm", KRABI.name)
    states.append(saraban.json("passkey", "list")[0]["state"])
    saraban.json("passkey", "withdraw", PASSKEY.name[:20], "--reason", "เปลี่ยนโทรศัพท์")
    states.append(saraban.json("passkey", "list")[0]["state"])

    assert states == ["waiting", "confirmed", "withdrawn"]
    assert "เพิกถอนแล้ว" in saraban("passkey", "list").out
    assert refused(saraban, "passkey", "confirm", KRABI.name).refused == "no-such-passkey"


def test_a_name_of_two_passkeys_names_neither(saraban: Clerk, number: str) -> None:
    with desk(saraban) as at:
        for to in ("1", "2"):
            at.offered(links.open_link(at.office, token(saraban, number, to)), SpecimenPasskey.made())

    assert refused(saraban, "passkey", "confirm", KRABI.name).refused == "which-passkey"
    assert refused(saraban, "passkey", "confirm", " ").refused == "no-such-passkey"


@pytest.mark.parametrize("by", ["link", "passkey"])
def test_the_bundle_of_such_an_answer_is_verified_as_cannot_tell(saraban: Clerk, number: str, by: str) -> None:
    with desk(saraban) as at:
        link = links.open_link(at.office, token(saraban, number))
        if by == "link":
            links.acknowledge(at.office, link, KRABI)
        else:
            at.confirmed(link, PASSKEY)
            at.acknowledge(link.letter.stream, PASSKEY)
    output = str(saraban.folder / "answer.zip")
    saraban.json("bundle", number, "--answer-of", "กระบี่", "-o", output)
    trust = saraban.world.folder / "trust"

    ran = saraban("verify", output, "--trust", str(trust / "roots.pem"), "--log-key", str(trust / "log.vkey"))

    assert ran.code == 3
    assert {"link": "มีแต่ตราของหน่วยงานที่รับรอง", "passkey": "มีแต่เจ้าหน้าที่ของหน่วยงานรับรอง"}[by] in ran.out


def test_whoever_signed_with_a_passkey_is_named_in_the_history(saraban: Clerk, number: str) -> None:
    with desk(saraban) as at:
        link = links.open_link(at.office, token(saraban, number))
        at.confirmed(link, PASSKEY)
        at.acknowledge(link.letter.stream, PASSKEY)

    history = saraban.json("history", "--letter", number)

    [answered] = [one for one in history["events"] if one["name"] == "letter.acknowledged.v1"]
    assert answered["by"]["name"] == KRABI.name
    changed = [change for one in history["events"] for change in one["changes"] if change["field"] == "level"]
    assert [one["new"] for one in changed] == ["passkey"]
