"""Lists of addressees and recipients' passkeys on pages; what is not there, and that looking changes nothing."""

import re
from collections.abc import Iterator

import pytest

from registry.acts import links, outgoing
from registry.acts.links import Who
from registry.papers.lists import Lists
from registry.views.links import PasskeyState
from tests.api.pages.dispatch.desk import Client, form_of, send
from tests.api.web import WebOffice
from tests.passkeys import SpecimenPasskey
from tests.registry.world import DIRECTIVES

BAD = "</td><script>alert(1)</script>"
PAGES = ("", "/send", "/mail", "/links", "/results", "/calls", "/addressees/1", "/coverage", "/coverage/1", "/withdraw")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.staffed(tmp_path_factory.mktemp("lists") / "registry")


@pytest.fixture(scope="module")
def clerk(office: WebOffice) -> Iterator[Client]:
    with office.client("clerk") as client:
        yield client


# --- lists -----------------------------------------------------------------------------------------------------


def test_a_csv_file_is_looked_at_before_it_becomes_a_list(office: WebOffice, clerk: Client) -> None:
    data = "ชื่อ,อีเมล,ที่อยู่\nผู้ว่าราชการจังหวัดตรัง,a@b.example,ศาลากลาง\n".encode("utf-8-sig")

    shown = clerk.post("/lists/file", files={"file": ("จังหวัด.csv", data, "text/csv")}, data={"name": ""})

    assert "ผู้ว่าราชการจังหวัดตรัง\tcentral_mail\ta@b.example\tศาลากลาง" in shown.text
    assert 'value="จังหวัด"' in shown.text
    assert Lists(office.counter.papers).all() == []


def test_a_list_goes_out_as_csv_and_comes_in_the_same(clerk: Client) -> None:
    lines = "ก\tpost\t\tศาลากลาง, ตรัง\t=SUM(A1)\nข\tcentral_mail\tb@b.example"
    where = clerk.post("/lists", data={"name": "ไปกลับ", "lines": lines}).headers["location"]

    data = clerk.get(f"{where}/list.csv").content
    shown = clerk.post("/lists/file", files={"file": ("x.csv", data, "text/csv")}, data={"name": "กลับมา"})

    assert b"'=SUM(A1)" in data
    assert re.search(r"ก\tpost\t\tศาลากลาง, ตรัง\t&#39;=SUM\(A1\)\nข\tcentral_mail\tb@b.example", shown.text)


def test_a_wrong_line_is_named_beside_the_field_and_what_was_typed_stays(clerk: Client) -> None:
    answer = clerk.post("/lists", data={"name": "ผิด", "lines": "ก\tpost\nข\tcentral_mail\tno-address"})

    assert answer.status_code == 422
    assert 'href="#lines"' in answer.text
    assert "no-address</textarea>" in answer.text


def test_a_list_saved_over_by_somebody_else_is_told_and_nothing_is_lost(office: WebOffice, clerk: Client) -> None:
    where = clerk.post("/lists", data={"name": "สองแท็บ", "lines": "ก"}).headers["location"]
    clerk.post(where, data={"name": "สองแท็บ", "lines": "ข", "over": "1"})

    late = clerk.post(where, data={"name": "สองแท็บ", "lines": "ค", "over": "1"})

    assert late.status_code == 409
    assert ">ค</textarea>" in late.text
    number = int(where.rpartition("/")[2])
    assert [one.name for one in Lists(office.counter.papers).get(number).entries] == ["ข"]


def test_a_dropped_list_is_gone_from_the_pages(clerk: Client) -> None:
    where = clerk.post("/lists", data={"name": "เลิกใช้", "lines": "ก"}).headers["location"]

    clerk.post(f"{where}/drop")

    assert clerk.get(where).status_code == 404
    assert "เลิกใช้" not in clerk.get("/lists").text


def test_all_governors_are_written_in_at_a_press(clerk: Client) -> None:
    answer = clerk.get("/lists/new?governors=true")

    assert answer.text.count("ผู้ว่าราชการจังหวัด") >= 76
    assert answer.text.count("\tsystem") == 76


# --- passkeys --------------------------------------------------------------------------------------------------


def test_a_recipients_passkey_counts_after_a_clerk_has_confirmed_it(office: WebOffice, clerk: Client) -> None:
    stream = office.world.issue()
    send(clerk, stream)
    here = office.counter.office
    token = links.give(here, outgoing.issued_in(here, stream), to=[0], clerk="clerk", random=lambda n: b"k" * n)[0]
    passkey = SpecimenPasskey.made()
    who = Who("จังหวัดกระบี่", BAD, "ผู้ว่าราชการจังหวัด")
    links.offer_passkey(
        here, links.open_link(here, token), who, spki=passkey.spki, credential=passkey.credential, rp=passkey.rp
    )

    shown = clerk.get("/passkeys")
    before = [one.state for one in links.passkeys(here)]
    sure = clerk.post(f"/passkeys/{passkey.name}/confirm")

    assert BAD not in shown.text
    assert (before, sure.status_code) == ([PasskeyState.WAITING], 303)
    assert [one.confirmed_by for one in links.passkeys(here)] == ["clerk"]
    name = here.reader.authority().officers["clerk"].enrolled.name
    assert f"น. {name}" in clerk.get("/passkeys").text


def test_the_end_of_a_key_is_read_out_by_the_recipient_and_compared_by_the_clerk(
    office: WebOffice, clerk: Client
) -> None:
    here, stream = office.counter.office, office.world.issue()
    send(clerk, stream)
    token = links.give(here, outgoing.issued_in(here, stream), to=[1], clerk="clerk", random=lambda n: b"r" * n)[1]
    passkey = SpecimenPasskey.made()
    who = Who("จังหวัด", "นายสอง ตัวอย่าง", "เจ้าพนักงานธุรการ")
    links.offer_passkey(
        here, links.open_link(here, token), who, spki=passkey.spki, credential=passkey.credential, rp=passkey.rp
    )

    pages = [clerk.get(path).text for path in (f"/l/{token}", "/passkeys")]

    assert all(f">{passkey.name[-8:]}</strong>" in page for page in pages)


# --- who may, and what looking does ----------------------------------------------------------------------------


def test_s21_looking_at_every_page_twice_changes_nothing(office: WebOffice, clerk: Client) -> None:
    stream = office.world.issue(directives=DIRECTIVES)
    send(clerk, stream)
    before = office.facts()
    paths = [f"/dispatch/{stream}{rest}" for rest in (*PAGES, "/coverage.csv", "/coverage.xlsx")]

    codes = [clerk.get(path).status_code for path in (*paths, *paths, "/dispatch", "/unanswered", "/lists/new")]

    assert set(codes) == {200}
    assert office.facts() == before


def test_a_letter_that_is_not_there_is_not_found_however_it_is_asked_for(office: WebOffice, clerk: Client) -> None:
    received = office.world.receive()
    paths = [f"/dispatch/{received}{rest}" for rest in PAGES]
    paths.append("/dispatch/01a209a7-8df2-76c9-87d7-9ac0d2ddbf17")

    assert {clerk.get(path).status_code for path in paths} == {404}
    assert clerk.get("/dispatch/no-uuid").status_code == 404


def test_s13_markup_in_subject_addressee_and_reason_stays_words(office: WebOffice, clerk: Client) -> None:
    stream = office.world.issue(subject=BAD, directives=DIRECTIVES)
    send(clerk, stream)
    office.world.send_back(stream, to=0, reason=BAD)
    form = form_of(clerk, f"/dispatch/{stream}/addressees/2")
    again = {"form": form, "channel": "post", "address": BAD, "result": "failed", "detail": BAD}
    clerk.post(f"/dispatch/{stream}/addressees/2/again", data=again)
    clerk.post(
        f"/dispatch/{stream}/directives", data={"form": "0" * 32, "no": "1", "progress": "done", "how": BAD, "to": "3"}
    )

    texts = [clerk.get(f"/dispatch/{stream}{rest}").text for rest in PAGES] + [clerk.get("/unanswered").text]

    assert not any(BAD in text for text in texts)
    assert sum("&lt;script&gt;" in text for text in texts) > 5


@pytest.mark.parametrize("extra", [{"clerk": "dg"}, {"checked_by": "dg"}])
def test_s7_a_field_that_a_form_does_not_have_is_refused(
    office: WebOffice, clerk: Client, extra: dict[str, str]
) -> None:
    stream = office.world.issue()
    send(clerk, stream)
    before = office.facts()

    answer = clerk.post(f"/dispatch/{stream}/results", data={"form": "0" * 32, "result": "sent", "to": "1", **extra})

    assert (answer.status_code, office.facts()) == (400, before)
