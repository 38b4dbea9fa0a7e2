"""Whoever tries what is not his is refused, and the refusal is on record: by pages, by programs, at the writer."""

import asyncio
import csv
import io
import re
import sqlite3
from base64 import b64encode
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from httpx import Response

from api.auth.rights import Right
from api.pages.operation.refusals import ROWS
from domain.authority import OfficerEnrolled, Role
from domain.errors import NotAllowed
from domain.letter.events import OrderSignedWithActs
from domain.letter.text import Signatory
from domain.series import SeriesKind
from domain.structure.acts import Acts, PostAct, PostActKind, UnitId
from registry import requests
from registry.accounts.refusals import Asked, Door, Refused
from registry.authoring import Said
from registry.register.desk import new_request_id
from registry.register.writer import Writer
from tests.api.web import NO_LIMITS, WebOffice
from tests.api.web_attacks.routes import Way, ways
from tests.registry.world import DIRECTOR_GENERAL, LETTER, World

ADMINISTRATOR = Signatory("adm", "นายดูแล ตัวอย่าง", "นักวิชาการคอมพิวเตอร์")
CLERK = Signatory("clerk", "นางสาวธุรการ ตัวอย่าง", "เจ้าพนักงานธุรการ")
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    world = World.staffed(tmp_path_factory.mktemp("refusing") / "registry")
    world.enrol("adm", "นายดูแล ตัวอย่าง", posts=("นักวิชาการคอมพิวเตอร์",), roles=(Role.CLERK,))
    return WebOffice.of(world, limits=NO_LIMITS)


@pytest.fixture(autouse=True)
def _another_minute(office: WebOffice) -> None:
    office.world.now += timedelta(minutes=2)


def newest(office: WebOffice, count: int = 1) -> list[Refused]:
    return [one.refused for one in office.counter.refusals.page(Asked(), limit=count)]


def program(office: WebOffice, account: str, path: str, body: dict[str, Any]) -> Response:
    with office.client() as client:
        headers = {"authorization": f"Bearer {office.token(account)}", "idempotency-key": new_request_id().hex()}
        return client.post(f"/api/v1{path}", json=body, headers=headers)


def handed(said: Said) -> dict[str, Any]:
    return {"statement": b64encode(said.statement).decode(), "evidence": b64encode(said.evidence).decode()}


def at_the_writer(world: World, said: Said) -> None:
    """Hand a signed statement in where every client's requests arrive."""

    async def run() -> None:
        writer = Writer.open(world.register)
        try:
            await writer.ask(new_request_id(), requests.encode(requests.Admit(said.statement, said.evidence)))
        finally:
            await writer.close()

    asyncio.run(run())


# --- an administrator who tries to appoint himself --------------------------------------------------------


def test_an_administrator_who_drafts_an_order_for_himself_is_refused_on_record(office: WebOffice) -> None:
    before = office.facts()
    with office.client("administrator") as client:
        answer = client.post("/drafts", data={"subject": "แต่งตั้งตนเอง"})

    assert (answer.status_code, office.facts()) == (403, before)
    assert newest(office) == [
        Refused(office.world.now, Door.PAGE, "administrator", "", "POST", "/drafts", 403, "not-yours",
                until=office.world.now)
    ]  # fmt: skip


def test_an_administrators_program_that_hands_in_his_own_enrolment_is_refused_on_record(office: WebOffice) -> None:
    said = office.world.say("adm", OfficerEnrolled("adm", "นายดูแล ตัวอย่าง", "กรมตัวอย่าง", (), (Role.REGISTRAR,)))

    answer = program(office, "administrator", "/statements", handed(said))

    assert answer.status_code == 403
    assert replace(newest(office)[0], until=None) == Refused(
        office.world.now, Door.PROGRAM, "administrator", "", "POST", "/api/v1/statements", 403, "not-yours"
    )


@pytest.mark.parametrize("who", ["adm", "r1"])
def test_who_signs_his_own_enrolment_is_refused_by_the_writer_on_record(office: WebOffice, who: str) -> None:
    world = office.world
    said = world.say(who, OfficerEnrolled(who, "ตัวอย่าง", "กรมตัวอย่าง", (), (Role.REGISTRAR, Role.SIGNATORY)))
    before = office.facts()

    with pytest.raises(NotAllowed) as refusal:
        at_the_writer(world, said)

    assert office.facts() == before
    assert refusal.value.slug == {"adm": "role-missing", "r1": "enrols-himself"}[who]
    assert replace(newest(office)[0], until=None, facts={}) == Refused(
        world.now, Door.WRITER, "", who, "admit", "officer.enrolled.v1", 0, refusal.value.slug
    )


def test_who_signs_an_order_that_appoints_himself_is_refused_by_the_writer_on_record(office: WebOffice) -> None:
    world = office.world
    text = world.letter(world.reserve(SeriesKind.ORDER), book=SeriesKind.ORDER, signatory=ADMINISTRATOR)
    himself = PostAct(PostActKind.APPOINT, "อธิบดี", UnitId("dla"), "adm", "ตัวอย่าง", world.now, clause="ข้อ 1")
    said = world.say("adm", OrderSignedWithActs(text, None, Acts(posts=(himself,))), doc=[world.file(LETTER)])

    with pytest.raises(NotAllowed, match="is not a signatory"):
        at_the_writer(world, said)

    noted = newest(office)[0]
    assert (noted.officer, noted.method, noted.path, noted.slug) == ("adm", "admit", "order.signed.v2", "role-missing")


# --- a clerk who tries to sign ----------------------------------------------------------------------------


def test_a_clerk_who_signs_in_the_pages_is_refused_on_record(office: WebOffice) -> None:
    signing = [way for way in ways(office.app) if _is_officials(way)]
    with office.client("clerk") as client:
        answers = [client.request(way.method, way.path).status_code for way in signing]

    assert {*answers} == {403}
    assert {(one.account, one.method, one.path, one.slug) for one in newest(office, len(signing))} == {
        ("clerk", way.method, way.path, "not-yours") for way in signing
    }


def _is_officials(way: Way) -> bool:
    return way.method == "POST" and not way.of_programs and Right.OFFICIAL in way.rights and not way.opens_to("clerk")


def test_a_letter_that_a_clerk_signed_is_refused_to_his_program_and_on_record(office: WebOffice) -> None:
    world = office.world
    said = world.sign(world.letter(world.reserve(), signatory=CLERK), who="clerk")

    answer = program(office, "clerk", "/statements", handed(said))

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:saraban:problem:role-missing")
    assert replace(newest(office)[0], until=None) == Refused(
        world.now,
        Door.PROGRAM,
        "clerk",
        "clerk",
        "POST",
        "/api/v1/statements",
        403,
        "role-missing",
        {"role": "signatory"},
    )


@pytest.mark.parametrize("signatory", [CLERK, DIRECTOR_GENERAL])
def test_a_letter_that_a_clerk_signed_is_refused_by_the_writer_on_record(
    office: WebOffice, signatory: Signatory
) -> None:
    world = office.world
    said = world.sign(world.letter(world.reserve(), signatory=signatory), who="clerk")
    before = office.facts()

    with pytest.raises(NotAllowed) as refusal:
        at_the_writer(world, said)

    noted = newest(office)[0]
    assert office.facts() == before
    assert (noted.door, noted.officer, noted.path) == (Door.WRITER, "clerk", "letter.signed.v1")
    assert noted.slug == refusal.value.slug == {"clerk": "role-missing", "dg": "not-the-signatory"}[signatory.officer]


# --- an auditor who tries to change the past --------------------------------------------------------------


@pytest.mark.parametrize("path", [f"/passkeys/{NOBODY}/withdraw", f"/dispatch/{NOBODY}/withdraw"])
def test_an_auditor_who_corrects_or_cancels_a_letter_is_refused_on_record(office: WebOffice, path: str) -> None:
    before = office.facts()
    with office.client("auditor") as client:
        answer = client.post(path, data={"new": "อื่น"})

    assert (answer.status_code, office.facts()) == (403, before)
    assert replace(newest(office)[0], until=None) == Refused(
        office.world.now, Door.PAGE, "auditor", "", "POST", path, 403, "not-yours"
    )


def test_an_auditor_who_changes_something_while_he_looks_at_the_past_is_refused_on_record(office: WebOffice) -> None:
    with office.client("auditor") as client:
        assert client.post("/past", data={"position": "10"}).status_code == 303
        answer = client.post("/registers/sent/look", data={"density": "close"})

    assert answer.status_code == 409
    assert replace(newest(office)[0], until=None) == Refused(
        office.world.now, Door.PAGE, "auditor", "", "POST", "/registers/sent/look", 409, "past-stands-still"
    )


def test_an_auditors_program_that_voids_a_number_is_refused_on_record(office: WebOffice) -> None:
    path = f"/api/v1/series/{office.world.series[SeriesKind.CIRCULAR]}/numbers/1/void"

    answer = program(office, "auditor", path.removeprefix("/api/v1"), {"reason": "อื่น"})

    noted = newest(office)[0]
    assert answer.status_code == 403
    assert (noted.account, noted.door, noted.path, noted.slug) == ("auditor", Door.PROGRAM, path, "not-yours")


# --- what is on record, and what is not ---------------------------------------------------------------------


def test_nothing_that_was_typed_or_asked_for_is_on_record(office: WebOffice) -> None:
    typed = "คำที่พิมพ์"
    with office.client("auditor") as client:
        client.post("/drafts", data={"subject": typed})
        client.get("/administration", params={"q": typed})
    kept = b"".join(file.read_bytes() for file in office.world.folder.glob("refusals.db*"))

    assert typed.encode() not in kept


def test_strangers_slips_and_what_is_allowed_are_not_on_record(office: WebOffice) -> None:
    before = office.counter.refusals.chain()
    with office.client() as stranger:
        stranger.post("/drafts", data={})
        stranger.get("/registers")
    with office.client("clerk") as clerk:
        assert clerk.get("/registers/received").status_code == 200
        assert clerk.get("/drafts/nobodys").status_code == 404
        assert clerk.post("/dispatch/lists", data={"name": "", "lines": ""}).status_code in {400, 404, 405, 422}

    assert office.counter.refusals.chain() == before


def test_a_form_that_shows_why_somebody_may_not_is_on_record_as_any_refusal(office: WebOffice) -> None:
    from litestar import post  # noqa: PLC0415 - a handler of a test's own

    from api import app  # noqa: PLC0415
    from api.auth.rights import allow  # noqa: PLC0415
    from api.pages.page import page  # noqa: PLC0415
    from api.texts.text import plain  # noqa: PLC0415

    @post("/tried", opt=allow(Right.SIGNED_IN), sync_to_thread=False)
    def tried() -> Any:
        wrong = NotAllowed("role-missing", "No.", name="x", role="signatory")
        return page("receiving/new.html", status=HTTPStatus.FORBIDDEN, title=plain("x"), refused=wrong)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "PAGES", (*app.PAGES, tried))
        again = replace(office, app=app.create(office.counter.settings))
    with again.client("clerk") as client:
        client.post("/tried")
    office.sessions = again.sessions

    assert (newest(office)[0].path, newest(office)[0].slug) == ("/tried", "role-missing")


def test_what_is_refused_over_and_over_makes_two_rows(office: WebOffice) -> None:
    before = office.counter.refusals.chain().rows
    with office.client("clerk") as client:
        for _ in range(5):
            client.post("/tokens-of-others")
            client.get("/refusals")
    office.world.now += timedelta(minutes=2)
    with office.client("clerk") as client:
        client.get("/refusals")

    first = office.counter.refusals.page(Asked(), limit=3)
    assert office.counter.refusals.chain().rows == before + 3
    assert [one.refused.times for one in first] == [1, 4, 1]


# --- the page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_the_record_is_read_by_auditors_and_administrators_with_its_chain(office: WebOffice, role: str) -> None:
    with office.client("clerk") as client:
        client.get("/refusals")
    chain = office.counter.refusals.chain()

    with office.client(role) as client:
        shown = client.get("/refusals", headers={"accept-language": "en"}).text

    assert "Whole" in shown
    assert chain.digest in shown
    assert "GET /refusals" in shown
    assert "not-yours" in shown


def test_the_page_says_how_far_the_log_notes_the_record_and_when_it_is_another_one(tmp_path: Path) -> None:
    world = World.founded(tmp_path / "registry")
    office = WebOffice.of(world)
    with office.client("clerk") as client:
        client.get("/administration")
    world.next_day()
    world.register.process([])
    with office.client("auditor") as client:
        whole = client.get("/refusals", headers={"accept-language": "en"}).text
    with closing(sqlite3.connect(world.folder / "refusals.db")) as file:
        for statement in ("DROP TRIGGER refusals_stay", "DELETE FROM refusals", "DELETE FROM newest"):
            file.execute(statement)
        file.commit()
    with office.client("clerk") as client:
        client.get("/administration/officers")
    with office.client("auditor") as client:
        another = client.get("/refusals", headers={"accept-language": "en"}).text
    world.close()

    assert "noted in the log up to row 1" in whole
    assert "up to row 1 is another one than the log notes" in another


def test_rows_that_nobody_wrote_are_named_and_break_no_page(tmp_path: Path) -> None:
    world = World.founded(tmp_path / "registry")
    office = WebOffice.of(world)
    with office.client("clerk") as client:
        client.get("/administration")
    with closing(sqlite3.connect(world.folder / "refusals.db")) as file:
        file.execute("DROP TRIGGER refusals_are_not_altered")
        file.execute("UPDATE refusals SET door = 'cellar', at = 'never', facts = x'ff'")
        file.commit()

    with office.client("auditor") as client:
        shown = client.get("/refusals", headers={"accept-language": "en"})
    world.close()

    assert shown.status_code == 200
    assert "Row 1 of the record of refusals" in shown.text


def test_filters_narrow_the_page_and_what_cannot_be_read_is_said(office: WebOffice) -> None:
    with office.client("clerk") as client:
        client.get("/refusals")
    with office.client("auditor") as client:
        clerks = client.get("/refusals", params={"account": "clerk", "since": "9/2/2564"}).text
        nobodys = client.get("/refusals", params={"account": "nobody"})
        wrong = client.get("/refusals", params={"since": "30/2/2564"})
        no_place = client.get("/refusals", params={"door": "cellar"})

    assert "GET /refusals" in clerks
    assert "ไม่มีการปฏิเสธ" in nobodys.text
    assert (wrong.status_code, no_place.status_code) == (422, 422)
    assert "error-summary" in wrong.text


def test_pages_of_the_record_follow_each_other_by_their_rows(office: WebOffice) -> None:
    for n in range(ROWS + 5):
        office.counter.refusals.note(
            Refused(office.world.now, Door.PAGE, f"many-{n}", "", "POST", "/x", 403, "not-yours")
        )
    with office.client("auditor") as client:
        first = client.get("/refusals", headers={"accept-language": "en"}).text
        link = re.search(r'rel="next" href="([^"]+)"', first)
        assert link is not None
        second = client.get(link[1]).text

    assert ("many-54" in first, "many-5<" in first, "many-4<" in first) == (True, True, False)
    assert ("many-4<" in second, "many-5<" in second) == (True, False)


def test_the_csv_has_every_row_and_its_digest_and_runs_nothing(office: WebOffice) -> None:
    office.counter.refusals.note(
        Refused(office.world.now, Door.WRITER, "", '=cmd|"!A1"', "admit", "letter.signed.v1", 0, "not-yours")
    )
    with office.client("auditor") as client:
        answer = client.get("/refusals/csv", params={"door": "writer"}, headers={"accept-language": "en"})
    heading, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))

    assert answer.headers["content-disposition"].startswith("attachment")
    assert heading[-1] == "digest of the row"
    assert rows[0][6] == '\'=cmd|"!A1"'
    assert [row[-1] for row in rows] == [
        one.digest for one in office.counter.refusals.page(Asked(door=Door.WRITER), limit=500)
    ]


def test_a_record_that_was_tampered_with_says_so(tmp_path: Path) -> None:
    office = WebOffice.of(World.founded(tmp_path / "registry"))
    with office.client("clerk") as client:
        client.get("/refusals")
    with closing(sqlite3.connect(office.world.folder / "refusals.db")) as file:
        file.execute("DROP TRIGGER refusals_are_not_altered")
        file.execute("UPDATE refusals SET account = 'official'")
        file.commit()

    with office.client("auditor") as client:
        shown = client.get("/refusals").text

    assert "แถวที่ 1 ของบันทึกการปฏิเสธหายไปหรือไม่ตรงกับที่เขียนไว้" in shown
    assert "ครบถ้วน" not in shown
