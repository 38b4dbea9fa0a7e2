"""Letters signed on a page: numbered and registered in one act, or nothing of it; no number is lost without a void."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import Any

import msgspec
import pytest

from domain.authority import KeyWithdrawn
from domain.classes import SecrecyClass
from domain.letter.events import LetterIssued
from domain.series import Purpose, SeriesKind
from registry import requests, wiring
from registry.accounts.accounts import Account, Grant, WebRole
from registry.acts import signing_apart, waiting
from registry.acts.drafts import DraftDirective
from registry.errors import LogBusy
from registry.numbers import LAPSED
from registry.papers.drafts import Change
from registry.papers.signings import Signings
from registry.papers.working import Opened, Stage
from tests.api.hand import PaperHand
from tests.api.pages.signing.letters import CLERK, LETTER, Official, data_of, numbers, official, text, waits
from tests.api.web import WebOffice
from tests.registry.world import BEGINNING, Clock, World

TWO_MINUTES = timedelta(minutes=2)
LEFT = "ไม่ได้ใช้: ออกจากหน้าลงลายมือชื่อก่อนเสร็จ"
TOO_LATE = "ไม่ได้ใช้: ไม่ได้ลงลายมือชื่อภายในเวลา"


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world that is closed: each test goes on in a copy of it."""
    world = World.staffed(tmp_path_factory.mktemp("staffed") / "registry")
    world.close()
    return world


@pytest.fixture
def office(staffed: World, tmp_path: Path) -> Iterator[WebOffice]:
    folder, clock = tmp_path / "registry", Clock(BEGINNING)
    copytree(staffed.folder, folder)
    register = wiring.open_register(folder, clock=clock)
    world = replace(staffed, folder=folder, register=register, clock=clock, people=dict(staffed.people))
    yield WebOffice.of(world)
    world.close()


@pytest.fixture
def dg(office: WebOffice) -> Iterator[Official]:
    with official(office) as one:
        yield one


def issued(office: WebOffice) -> list[str]:
    facts = (line.statement.fact for line in office.counter.office.reader.facts())
    return [one.number for one in facts if isinstance(one, LetterIssued)]


def stage(office: WebOffice, draft: str) -> Stage:
    return office.counter.drafts.get(draft).stage


def numbered(dg: Official, look: dict[str, Any]) -> bytes:
    """Reserve the number of a look that is good, and return the statement."""
    return data_of(dg.number(look).json()["statement"])


def test_a_letter_is_numbered_signed_and_registered_and_its_receipt_stays(office: WebOffice, dg: Official) -> None:
    working = waits(office)

    answer = dg.sign(working)

    receipt = answer.json()
    page = dg.client.get(receipt["receipt"])
    assert (answer.status_code, receipt["number"], issued(office)) == (200, "มท 0812/ว 271", ["มท 0812/ว 271"])
    assert stage(office, working.draft) is Stage.ISSUED
    assert "มท ๐๘๑๒/ว ๒๗๑" in page.text
    assert receipt["signed"] in page.text


def test_looking_numbers_nothing_and_the_look_names_the_file_that_it_hands_out(office: WebOffice, dg: Official) -> None:
    working, before = waits(office), office.facts()

    look = dg.look(working)
    page = dg.client.get(f"/signing/{working.draft}")

    assert office.facts() == before
    assert len(dg.file(look)) == look["fact"]["document"]["length"]
    assert look["fact"]["letter"]["number"] == "มท 0812/ว 271"
    assert "frame-src blob:" in page.headers["content-security-policy"]
    assert "ลงลายมือชื่อในฐานะ อธิบดี" in page.text


def test_a_number_that_somebody_took_meanwhile_is_shown_again_and_held(office: WebOffice, dg: Official) -> None:
    look = dg.look(waits(office))
    office.world.reserve()

    again = dg.number(look).json()
    answer = dg.hand_in(again, dg.signatures(again, numbered(dg, again)))

    assert (again["held"], again["number"]) == (True, "มท 0812/ว 272")
    assert answer.json()["number"] == "มท 0812/ว 272"
    assert numbers(office) == ([271, 272], [])


def test_a_held_number_that_is_not_signed_in_time_is_void(office: WebOffice, dg: Official) -> None:
    look = dg.look(waits(office))
    office.world.reserve()
    dg.number(look)
    office.world.now += TWO_MINUTES

    dg.ask("/signing/tidy")

    assert numbers(office)[1] == [(272, TOO_LATE)]


def test_among_several_a_letter_whose_number_changed_takes_none(office: WebOffice, dg: Official) -> None:
    look = dg.look(waits(office))
    office.world.reserve()

    again = dg.number(look, insist="no").json()

    assert (again["held"], again["number"]) == (False, "มท 0812/ว 272")
    assert numbers(office) == ([271], [])


def test_several_letters_are_looked_at_with_one_number_behind_the_other(office: WebOffice, dg: Official) -> None:
    first = dg.look(waits(office))
    second = dg.look(waits(office), behind=first["look"])

    answers = [
        dg.hand_in(look, dg.signatures(look, data_of(dg.number(look, insist="no").json()["statement"])))
        for look in (first, second)
    ]

    assert [one.json()["number"] for one in answers] == ["มท 0812/ว 271", "มท 0812/ว 272"]


def test_midnight_between_looking_and_numbering_shows_the_new_day_and_takes_no_number(
    office: WebOffice,
) -> None:
    office.world.now = office.world.now.replace(hour=23, minute=59)
    with official(office) as dg:
        look = dg.look(waits(office))
        office.world.now += TWO_MINUTES

        again = dg.number(look).json()

    assert (look["dated"], again["dated"], again["held"]) == ("2021-02-09", "2021-02-10", False)
    assert numbers(office) == ([], [])


def test_midnight_between_numbering_and_signing_signs_nothing_and_the_number_is_void(
    office: WebOffice,
) -> None:
    office.world.now = office.world.now.replace(hour=23, minute=59, second=30)
    working = waits(office)
    with official(office) as dg:
        look = dg.look(working)
        signatures = dg.signatures(look, numbered(dg, look))
        office.world.now += timedelta(minutes=1)

        answer = dg.hand_in(look, signatures)

    assert answer.status_code == 409
    assert issued(office) == []
    assert [n for n, _ in numbers(office)[1]] == [271]
    assert stage(office, working.draft) is Stage.WAITING


def test_a_letter_that_would_say_something_else_by_now_is_shown_again_and_takes_no_number(
    office: WebOffice, dg: Official
) -> None:
    asks = DraftDirective("รายงานผล", "ท้องถิ่นจังหวัด", "ภายใน 3 วันทำการ")
    look = dg.look(waits(office, msgspec.structs.replace(LETTER, directives=(asks,))))
    office.world.ask(requests.EnterCalendar(date(2021, 2, 10), works=False, name="SPECIMEN", clerk="clerk"))

    again = dg.number(look).json()

    due = [one["fact"]["letter"]["directives"][0]["due"] for one in (look, again)]
    assert due[0] < due[1]
    assert (again["held"], numbers(office)) == (False, ([], []))


def test_a_page_that_is_left_voids_its_number_and_says_so(office: WebOffice, dg: Official) -> None:
    working = waits(office)
    look = dg.look(working)
    signatures = dg.signatures(look, numbered(dg, look))

    dg.ask(f"/signing/looks/{look['look']}/leave", why="left")
    late = dg.hand_in(look, signatures)

    assert numbers(office) == ([271], [(271, LEFT)])
    assert (late.status_code, late.json()["slug"], issued(office)) == (409, "look-over", [])
    assert dg.sign(working).json()["number"] == "มท 0812/ว 272"


def test_what_a_crash_left_numbered_is_void_at_the_next_visit(office: WebOffice) -> None:
    working = waits(office)
    with official(office) as dg:
        numbered(dg, dg.look(working))
    office.world.now += TWO_MINUTES
    after = WebOffice.of(office.world, accounts=False)
    after.sessions = office.sessions

    with official(after) as again:
        answer = again.sign(working)

    assert answer.json()["number"] == "มท 0812/ว 272"
    assert numbers(office) == ([271, 272], [(271, TOO_LATE)])


@pytest.mark.parametrize("failure", [RuntimeError("SPECIMEN: the machine stops"), LogBusy("writer-lost", "SPECIMEN")])
def test_a_number_that_was_let_go_and_not_voided_before_a_crash_is_void_at_the_next_visit(
    office: WebOffice, dg: Official, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    look = dg.look(waits(office))
    numbered(dg, look)
    desk = type(office.counter.office.desk)
    ask = desk.ask

    def fails(self: Any, request: requests.Request, **more: Any) -> Any:
        if isinstance(request, requests.Void):
            raise failure
        return ask(self, request, **more)

    with monkeypatch.context() as broken:
        broken.setattr(desk, "ask", fails)
        dg.ask(f"/signing/looks/{look['look']}/leave", why="left")
    left = numbers(office)
    office.world.now += TWO_MINUTES

    dg.ask("/signing/tidy")
    dg.ask("/signing/tidy")

    assert left == ([271], [])
    assert numbers(office) == ([271], [(271, LEFT)])
    assert Signings(office.counter.papers).unfinished(office.world.now) == []


def test_a_crash_after_the_writer_answered_is_no_void_and_no_second_letter(
    office: WebOffice, dg: Official, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = waits(office)
    look = dg.look(working)
    signatures = dg.signatures(look, numbered(dg, look))
    with monkeypatch.context() as broken:
        broken.setattr("registry.acts.signing_apart._noted", _dies)
        assert dg.hand_in(look, signatures).status_code == 500
    office.world.now += TWO_MINUTES

    dg.ask("/signing/tidy")

    assert (stage(office, working.draft), issued(office)) == (Stage.ISSUED, ["มท 0812/ว 271"])
    assert numbers(office) == ([271], [])
    assert dg.client.get(f"/signing/done/{look['look']}").status_code == 200


def _dies(*_given: object) -> None:
    raise RuntimeError("SPECIMEN: the machine stops")


def test_a_writer_that_does_not_answer_is_asked_the_same_once_more(
    office: WebOffice, dg: Official, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = dg.look(waits(office))
    signatures = dg.signatures(look, numbered(dg, look))
    with monkeypatch.context() as broken:
        broken.setattr("registry.acts.typesetting.hand_in", _busy)
        lost = dg.hand_in(look, signatures)

    answer = dg.hand_in(look, signatures)

    assert (lost.status_code, answer.status_code) == (503, 200)
    assert numbers(office) == ([271], [])


def _busy(*_given: object, **_more: object) -> None:
    raise LogBusy("writer-lost", "SPECIMEN: the writer was lost before it answered.")


def test_the_same_signatures_twice_are_one_letter(office: WebOffice, dg: Official) -> None:
    look = dg.look(waits(office))
    signatures = dg.signatures(look, numbered(dg, look))

    answers = [dg.hand_in(look, signatures) for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert len(issued(office)) == 1


def test_the_button_pressed_twice_reserves_one_number(office: WebOffice, dg: Official) -> None:
    look = dg.look(waits(office))

    both = [numbered(dg, look) for _ in range(2)]

    assert both[0] == both[1]
    assert numbers(office)[0] == [271]


@pytest.mark.parametrize("which", ["statement", "file"])
def test_a_signature_over_something_else_is_refused_and_the_number_void(
    office: WebOffice, dg: Official, which: str
) -> None:
    working = waits(office)
    look = dg.look(working)
    signatures = dg.signatures(look, numbered(dg, look))
    signatures[which] = text(dg.hand.sign(b"SPECIMEN"))

    answer = dg.hand_in(look, signatures)

    assert (answer.status_code, answer.json()["slug"]) == (422, "signature-mismatch")
    assert issued(office) == []
    assert [n for n, _ in numbers(office)[1]] == [271]
    assert stage(office, working.draft) is Stage.WAITING


def test_anothers_key_signs_nothing(office: WebOffice, dg: Official) -> None:
    look = dg.look(waits(office))
    statement = numbered(dg, look)
    stranger = Official(dg.client, PaperHand(office.world.people["clerk"].key))

    answer = dg.hand_in(look, stranger.signatures(look, statement))

    assert answer.json()["slug"] == "signature-mismatch"
    assert [n for n, _ in numbers(office)[1]] == [271]


def test_signatures_of_another_letter_are_refused(office: WebOffice, dg: Official) -> None:
    first = dg.look(waits(office))
    replayed = dg.signatures(first, numbered(dg, first))
    dg.hand_in(first, replayed)
    second = dg.look(waits(office))
    numbered(dg, second)

    answer = dg.hand_in(second, replayed)

    assert answer.json()["slug"] == "signature-mismatch"
    assert issued(office) == ["มท 0812/ว 271"]
    assert [n for n, _ in numbers(office)[1]] == [272]


def test_a_key_that_was_withdrawn_meanwhile_takes_no_number(office: WebOffice, dg: Official) -> None:
    look = dg.look(waits(office))

    office.world.admit(office.world.say("r1", KeyWithdrawn(dg.hand.spki, "SPECIMEN")))

    answer = dg.number(look)

    assert answer.status_code == 403
    assert numbers(office) == ([], [])


def test_a_draft_that_changed_after_it_was_looked_at_takes_no_number(office: WebOffice, dg: Official) -> None:
    working = waits(office)
    look, drafts = dg.look(working), office.counter.drafts
    back = waiting.take_back(office.counter.office, drafts, working.draft, by="clerk")
    other = Change(msgspec.structs.replace(LETTER, subject="อีกเรื่อง"), back.plan, ())
    saved = drafts.save(back.draft, back.version, other, by="clerk", at=office.world.now)
    waiting.send(office.counter.office, drafts, Opened(saved.draft, saved.version), by=CLERK)

    answer = dg.number(look)

    assert (answer.status_code, answer.json()["slug"]) == (409, "draft-changed-since-look")
    assert numbers(office) == ([], [])


def test_a_draft_is_signed_at_the_command_line_while_a_page_is_open_and_only_once(
    office: WebOffice, dg: Official
) -> None:
    working = waits(office)
    look = dg.look(working)
    waiting.sign(office.counter.office, office.counter.drafts, dg.hand.key, working.draft)

    answer = dg.number(look)
    again = dg.client.get(f"/signing/{working.draft}", follow_redirects=False)

    assert (answer.status_code, answer.json()["slug"]) == (409, "signed-before")
    assert again.headers["location"].startswith("/letters/")
    assert issued(office) == ["มท 0812/ว 271"]


def test_a_second_tab_of_a_letter_that_was_signed_in_the_first_leads_to_the_receipt(
    office: WebOffice, dg: Official
) -> None:
    working = waits(office)
    second = dg.look(working)
    receipt = dg.sign(working).json()["receipt"]

    pressed = dg.number(second)
    loaded = dg.client.get(f"/signing/{working.draft}", follow_redirects=False)

    assert (pressed.status_code, pressed.json()["slug"]) == (409, "signed-before")
    assert (loaded.status_code, loaded.headers["location"]) == (303, receipt)
    assert numbers(office) == ([271], [])


def test_a_letter_signed_here_is_not_shown_to_whoever_it_never_waited_for(office: WebOffice) -> None:
    working = waits(office)
    with official(office) as dg:
        dg.sign(working)
    other = Account("other", "SPECIMEN other", "r1", SecrecyClass.NONE, (Grant(WebRole.OFFICIAL),))
    office.counter.accounts.add(other, phrase=None, at=office.world.now)

    with office.client("other") as client:
        answer = client.get(f"/signing/{working.draft}", follow_redirects=False)

    assert answer.status_code == 404


@pytest.mark.parametrize("account", ["clerk", "auditor", "administrator"])
def test_nobody_else_sees_or_signs_what_waits_for_the_official(office: WebOffice, account: str) -> None:
    working = waits(office)
    with official(office) as dg:
        look = dg.look(working)
        signatures = dg.signatures(look, numbered(dg, look))
    before = office.facts()

    with office.client(account) as client:
        answers = [
            client.get("/signing"),
            client.get(f"/signing/{working.draft}"),
            client.post(f"/signing/{working.draft}/look", data={"key": dg.hand.spki}),
            client.post(f"/signing/looks/{look['look']}/number", data={}),
            client.post(f"/signing/looks/{look['look']}/signed", data=signatures),
            client.post(f"/signing/looks/{look['look']}/leave", data={}),
            client.get(look["file"]),
        ]

    assert {one.status_code for one in answers} == {403}
    assert office.facts() == before


def test_another_officials_look_is_not_there(office: WebOffice) -> None:
    with official(office) as dg:
        look = dg.look(waits(office))
        signatures = dg.signatures(look, numbered(dg, look))

    other = Account("other", "SPECIMEN other", "r1", SecrecyClass.NONE, (Grant(WebRole.OFFICIAL),))
    office.counter.accounts.add(other, phrase=None, at=office.world.now)
    with office.client("other") as client:
        tried = [
            client.get(look["file"]),
            client.post(f"/signing/looks/{look['look']}/signed", data=signatures),
            client.post(f"/signing/looks/{look['look']}/leave", data={}),
        ]

    assert {one.status_code for one in tried} == {404}
    assert numbers(office)[1] == []


def test_a_number_of_the_paper_book_is_not_touched(office: WebOffice, dg: Official) -> None:
    look = dg.look(waits(office, msgspec.structs.replace(LETTER, circular=False)))

    answer = dg.hand_in(look, dg.signatures(look, numbered(dg, look)))

    assert answer.json()["number"] == "มท 0812/1"
    assert office.world.ask(requests.Reserve(office.world.series[SeriesKind.CIRCULAR], Purpose.PAPER, "clerk"))[
        "n"
    ] == [271]


@pytest.mark.parametrize(("what", "old", "new"), [("statement", "ขอเชิญ", "ขอเชิด"), ("file", "%PDF-1.7", "%PDF-1.6")])
def test_what_is_altered_here_between_number_and_signature_is_refused_and_the_number_void(
    office: WebOffice, dg: Official, what: str, old: str, new: str
) -> None:
    look = dg.look(waits(office))
    signatures = dg.signatures(look, numbered(dg, look))
    with office.counter.papers.change() as write:
        before = write.execute("SELECT * FROM signings WHERE id = ?", (look["look"],)).fetchone()[what]
        after = before.replace(old.encode(), new.encode(), 1)
        write.execute(f"UPDATE signings SET {what} = ? WHERE id = ?", (after, look["look"]))  # noqa: S608 - of two words

    answer = dg.hand_in(look, signatures)

    assert (answer.status_code, answer.json()["slug"]) in {(422, "content-changed"), (422, "signature-mismatch")}
    assert (issued(office), [n for n, _ in numbers(office)[1]]) == ([], [271])


def test_a_key_that_is_withdrawn_between_number_and_signature_registers_nothing(
    office: WebOffice, dg: Official
) -> None:
    look = dg.look(waits(office))
    signatures = dg.signatures(look, numbered(dg, look))
    office.world.admit(office.world.say("r1", KeyWithdrawn(dg.hand.spki, "SPECIMEN")))

    answer = dg.hand_in(look, signatures)

    assert (answer.status_code, answer.json()["slug"]) == (403, "key-withdrawn")
    assert (issued(office), numbers(office)) == ([], ([271], [(271, "ไม่ได้ใช้: key-withdrawn")]))


def test_a_number_that_a_crash_left_before_it_was_noted_is_void_by_midnight(office: WebOffice, dg: Official) -> None:
    look = dg.look(waits(office))
    series = signing_apart.shown(Signings(office.counter.papers).get(look["look"], "dg")).letter.series
    request = sha256(f"number {look['look']}".encode()).digest()[:16]
    office.counter.office.desk.ask(requests.Reserve(series, Purpose.ELECTRONIC, "dg", 1), request_id=request)

    office.world.next_day()
    office.world.reserve()

    assert numbers(office)[1] == [(271, LAPSED)]
