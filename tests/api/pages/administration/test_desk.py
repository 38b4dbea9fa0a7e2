"""The desk shows what needs doing, proposes what registrars sign, and lets an administrator sign and number nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from domain.authority import KeyEnrolled, KeyWithdrawn, OfficerEnrolled, Role
from domain.classes import SecrecyClass
from domain.series import SeriesKind
from domain.structure.events import AbsenceRecorded, InstrumentRecorded
from domain.values import Digest
from registry import requests
from registry.accounts.accounts import Account, Grant, WebRole
from registry.accounts.signing_keys import Wrapped
from tests.api.web import WebOffice
from tests.registry.world import OFFICE

MARKUP = "<script>alert(1)</script>"
PAGES = ("", "/officers", "/officers/dg", "/officers/r1", "/enrolment", "/enrolment?officer=dg", "/accounts", "/books",
         "/accounts/clerk", "/accounts/administrator", "/instruments", "/calendar", "/letterhead")  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    office = WebOffice.staffed(tmp_path_factory.mktemp("desk") / "registry")
    office.world.open_series(SeriesKind.SECRET, book="เล่มลับ")
    asked = requests.EnterSecret(
        office.world.series[SeriesKind.SECRET], office.world.now.date(), SecrecyClass.SECRET, "clerk"
    )
    office.world.ask(asked)
    return office


@pytest.fixture
def desk(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client("administrator") as client:
        yield client


def proposed(office: WebOffice) -> list[object]:
    return [one.fact for one in office.counter.proposals.waiting()]


def test_an_officer_who_is_no_registrar_is_no_second_person(office: WebOffice) -> None:
    with office.client("clerk") as client:
        shown = client.get("/proposals/accounts")

    assert shown.status_code == 403
    assert "ผู้ดูแลระบบและนายทะเบียนเป็นผู้ยืนยัน" in shown.text


def test_a_request_waits_for_its_certificate_on_the_overview_until_it_has_one(
    office: WebOffice, desk: TestClient[Litestar]
) -> None:
    key, wrapped = Digest("sha256:" + "e" * 64), Wrapped(b"c", bytes(32), b"w")
    request = office.counter.signing_keys.add(
        account="official", officer="dg", spki=key, name="x", wrapped=wrapped, pkcs10=b"r", at=office.world.now
    )
    waits = desk.get("/administration").text
    office.counter.signing_keys.issue(request, b"pem")

    assert "คำขอใบรับรอง" in waits
    assert "คำขอใบรับรอง" not in desk.get("/administration").text


def test_every_page_opens_to_an_administrator_and_to_nobody_else(office: WebOffice) -> None:
    with office.client("administrator") as client:
        opened = [client.get(f"/administration{page}").status_code for page in PAGES]
    refused = []
    for role in ("clerk", "official", "auditor"):
        with office.client(role) as client:
            refused += [client.get(f"/administration{page}").status_code for page in PAGES]

    assert set(opened) == {200}
    assert set(refused) == {403}


def test_keys_that_end_within_sixty_days_are_told_and_those_that_last_are_not(office: WebOffice) -> None:
    ends = office.world.people["dg"].key.certificate.not_after
    before = office.world.now

    try:
        office.world.now = ends - timedelta(days=61)
        with office.client("administrator") as client:
            early = client.get("/administration").text
        office.world.now = ends - timedelta(days=59)
        with office.client("administrator") as client:
            told = client.get("/administration").text
    finally:
        office.world.now = before

    assert "ใกล้หมดอายุ" not in early
    assert "ใกล้หมดอายุ" in told
    assert "นายประยูร ตัวอย่าง" in told


def test_next_years_series_and_calendar_are_missed_from_december_on(office: WebOffice) -> None:
    before = office.world.now

    try:
        office.world.now = before.replace(month=11, day=30)
        with office.client("administrator") as client:
            november = client.get("/administration").text
        office.world.now = before.replace(month=12, day=1)
        with office.client("administrator") as client:
            december = client.get("/administration").text
    finally:
        office.world.now = before

    assert "ชุดเลขที่ยังไม่ได้เปิด" not in november
    assert "ชุดเลขที่ยังไม่ได้เปิด" in december
    assert "/administration/calendar?year=2565" in december


def test_a_proposed_enrolment_is_no_fact_and_waits_for_a_registrar(
    office: WebOffice, desk: TestClient[Litestar]
) -> None:
    before = office.facts()

    answer = desk.post(
        "/administration/enrolment",
        data={
            "officer": "new", "name": f"นายใหม่ {MARKUP}", "office": OFFICE, "role": ["clerk", "signatory"],
            "post": ["เจ้าพนักงานธุรการ", ""], "unit": ["", ""], "since": ["1 มกราคม 2564", ""], "until": ["", ""],
        },
    )  # fmt: skip
    listed = desk.get("/administration/officers").text

    assert (answer.status_code, office.facts()) == (303, before)
    fact = next(one for one in proposed(office) if isinstance(one, OfficerEnrolled))
    assert (fact.officer, fact.roles, fact.posts[0].unit) == ("new", (Role.CLERK, Role.SIGNATORY), OFFICE)
    assert MARKUP not in listed
    assert "&lt;script&gt;" in listed


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"officer": "a/b"}, "รหัสเจ้าหน้าที่"),
        ({"name": " "}, "ยังไม่ได้ระบุ"),
        ({"role": []}, "หน้าที่"),
        ({"since": ["30 กุมภาพันธ์ 2564"]}, "30 กุมภาพันธ์ 2564"),
        ({"until": ["1 มกราคม 2560"]}, "สิ้นสุดก่อนเริ่ม"),
    ],
)
def test_what_no_registrar_could_sign_is_not_even_proposed(
    office: WebOffice, desk: TestClient[Litestar], changed: dict[str, object], says: str
) -> None:
    typed = {"officer": "x", "name": "นายเอ็กซ์", "office": OFFICE, "role": ["clerk"], "post": ["ธุรการ"], "unit": [""],
             "since": [""], "until": [""], **changed}  # fmt: skip
    before = proposed(office)

    answer = desk.post("/administration/enrolment", data=typed)

    assert answer.status_code in {422, 400}
    assert says in answer.text
    assert proposed(office) == before


def test_a_key_is_proposed_from_a_certificate_that_leads_to_the_roots_alone(
    office: WebOffice, desk: TestClient[Litestar]
) -> None:
    from keys.testing import SpecimenAuthority  # noqa: PLC0415 - makes keys

    good = office.world.authority.officer("นายประยูร ตัวอย่าง", organisation=OFFICE, post="อธิบดี").certificate
    foreign = SpecimenAuthority.create().officer("x", organisation=OFFICE, post="อธิบดี").certificate
    known = office.world.people["dg"].key.certificate
    facts = office.facts()

    answers = [
        desk.post("/administration/officers/dg/keys", files={"certificate": ("k.pem", one.pem())}).status_code
        for one in (foreign, known, good)
    ]

    assert answers == [422, 409, 303]
    assert [one.spki for one in proposed(office) if isinstance(one, KeyEnrolled)] == [good.spki]
    assert office.facts() == facts


def test_a_key_is_not_withdrawn_by_an_administrator_but_proposed_with_a_reason(
    office: WebOffice, desk: TestClient[Litestar]
) -> None:
    spki = office.world.people["dg"].key.certificate.spki

    bare = desk.post("/administration/officers/dg/keys/withdraw", data={"key": spki, "reason": " "})
    unknown = desk.post(
        "/administration/officers/dg/keys/withdraw", data={"key": "sha256:" + 64 * "0", "reason": "หาย"}
    )
    answer = desk.post("/administration/officers/dg/keys/withdraw", data={"key": spki, "reason": "โทรศัพท์หาย"})

    assert (bare.status_code, unknown.status_code, answer.status_code) == (422, 404, 303)
    assert [one.reason for one in proposed(office) if isinstance(one, KeyWithdrawn)] == ["โทรศัพท์หาย"]
    assert office.counter.office.reader.authority().keys[spki].withdrawn is None  # type: ignore[index] # a digest


def test_an_instrument_and_an_absence_are_proposed_and_change_nothing(
    office: WebOffice, desk: TestClient[Litestar]
) -> None:
    facts = office.facts()
    written = (
        '{"title": "กฎกระทรวงตัวอย่าง", "issuer": "กระทรวงตัวอย่าง", "dated": "1 มกราคม 2564", "acts": {"units": '
        '[{"kind": "establish", "unit": "dla", "name": "กรมตัวอย่าง", "unit_kind": "department"}]}}'
    ).encode()

    instrument = desk.post("/administration/instruments", files={"file": ("i.json", written)})
    broken = desk.post("/administration/instruments", files={"file": ("i.json", b"{")})
    absence = desk.post("/administration/absences", data={"kind": "vacant", "post": "อธิบดี", "unit": "dla"})
    nobody = desk.post("/administration/absences/end", data={"absence": "อธิบดี"})

    assert (instrument.status_code, broken.status_code) == (303, 422)
    assert (absence.status_code, nobody.status_code) == (303, 404)
    assert [one.since for one in proposed(office) if isinstance(one, AbsenceRecorded)] == [office.world.now]
    kinds = {type(one) for one in proposed(office)}
    assert {InstrumentRecorded, AbsenceRecorded} <= kinds
    assert office.facts() == facts


def test_a_series_is_opened_once_and_takes_no_number(office: WebOffice, desk: TestClient[Litestar]) -> None:
    form = {"book": (None, "เล่มใหม่"), "kind": (None, "ordinary"), "year": (None, "๒๕๖๕"), "after": (None, "")}

    first = desk.post("/administration/books", files=form)
    again = desk.post("/administration/books", files=form)
    behind = desk.post("/administration/books", files={**form, "book": (None, "เล่มเก่า"), "after": (None, "๗")})
    page = {"last_page": ("p.txt", "หน้าสุดท้าย".encode())}
    continued = desk.post(
        "/administration/books", files={**form, "book": (None, "เล่มเก่า"), "after": (None, "๗"), **page}
    )

    assert [one.status_code for one in (first, again, behind, continued)] == [303, 409, 422, 303]
    opened = {one.book: one for one in office.counter.office.reader.series().values()}
    assert (opened["เล่มใหม่"].last, opened["เล่มเก่า"].last, opened["เล่มเก่า"].year) == (0, 7, 2565)


def test_s5_how_many_secret_letters_there_are_is_not_shown(desk: TestClient[Litestar]) -> None:
    text = desk.get("/administration/books").text
    row = text[text.index("เล่มลับ") :].partition("</tr>")[0]

    assert "ไม่แสดงต่อผู้ดูแลระบบ" in row
    assert "๑" not in row


def test_an_administrator_opens_no_letter_number_or_signature(office: WebOffice, desk: TestClient[Litestar]) -> None:
    letter = office.world.issue(SeriesKind.ORDINARY)
    facts = office.facts()

    answers = [
        desk.get(path).status_code
        for path in ("/registers/sent", "/registers/secret", f"/letters/{letter}", "/signing", "/drafts", "/receiving")
    ] + [desk.post("/drafts", data={}).status_code]

    assert 200 not in answers
    assert 303 not in answers
    assert office.facts() == facts


def test_a_day_is_entered_under_an_officers_id_alone(office: WebOffice) -> None:
    account = Account("keeper", "ผู้ดูแล", "clerk", SecrecyClass.NONE, (Grant(WebRole.ADMINISTRATOR),))
    office.counter.accounts.add(account, phrase=None, at=office.world.now)
    day = {"day": "๑๒ กุมภาพันธ์ ๒๕๖๔", "name": f"วันหยุดพิเศษ {MARKUP}"}
    with office.client("administrator") as client:
        nobodys = client.post("/administration/calendar", data=day)
    with office.client("keeper") as client:
        officers = client.post("/administration/calendar", data=day)
        shown = client.get(officers.headers["location"]).text

    assert (nobodys.status_code, officers.status_code) == (403, 303)
    assert "วันหยุดพิเศษ" in shown
    assert MARKUP not in shown


def test_the_emblem_is_looked_over_as_the_command_does_and_shown_as_a_picture(
    desk: TestClient[Litestar],
) -> None:
    head = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    runs = desk.post("/administration/letterhead/emblem", files={"emblem": ("e.svg", head + b"<script/></svg>")})
    kept = desk.post(
        "/administration/letterhead/emblem", files={"emblem": ("e.svg", head + b'<circle r="4" cx="4" cy="4"/></svg>')}
    )
    picture = desk.get("/administration/letterhead/emblem.png")
    foreign = desk.post("/administration/letterhead/address", data={"address": "https://evil.example.org/v/"})
    own = desk.post("/administration/letterhead/address", data={"address": "https://specimen.example/v/"})

    assert (runs.status_code, kept.status_code, foreign.status_code, own.status_code) == (422, 303, 422, 303)
    assert picture.content.startswith(b"\x89PNG")
    assert picture.headers["content-type"] == "image/png"


def test_lists_and_the_central_mail_are_kept_by_administrators_too(desk: TestClient[Litestar]) -> None:
    made = desk.post("/lists", data={"name": "บัญชีทดลอง", "lines": "ผู้ว่าราชการจังหวัดตรัง"})
    mail = {"address": "saraban@specimen.example", "telephone": "0 2241 9000"}
    kept = desk.post("/dispatch/sender", data=mail)

    assert (made.status_code, kept.status_code) == (303, 303)
    assert "administrator" in desk.get(made.headers["location"]).text
    assert desk.get(kept.headers["location"]).status_code == 200


def test_the_same_enrolment_proposed_twice_waits_once(office: WebOffice, desk: TestClient[Litestar]) -> None:
    enrolled = office.counter.office.reader.authority().officer("clerk")
    form = {"officer": "clerk", "name": enrolled.name, "office": enrolled.office, "role": ["clerk"]}

    answers = [desk.post("/administration/enrolment", data=form).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert proposed(office).count(replace(enrolled, posts=(), roles=(Role.CLERK,))) == 1
