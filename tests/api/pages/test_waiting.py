"""The first page of whoever is signed in: what waits, for whom, and nothing of what others may not know of."""

from datetime import timedelta

import pytest
from msgspec import structs

from api.auth.rights import Visitor
from api.pages import waiting
from api.pages.waiting import Waits, waits_for
from domain.classes import SecrecyClass
from domain.structure.acts import Acts
from registry.accounts.accounts import Account, Grant, WebRole
from tests.api.pages.signing.letters import LETTER, begun, waits
from tests.api.web import WebOffice
from tests.registry.world import World


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    world = World.staffed(tmp_path_factory.mktemp("waiting") / "registry")
    world.receive(due=(world.now + timedelta(days=1)).date().isoformat())
    world.receive(printed="ศธ 0201/16")
    world.issue()
    world.order(Acts(), addressees=())  # for nobody: it is not sent
    world.dispatch(world.issue())
    office = WebOffice.of(world)
    begun(office)
    back = waits(office)
    office.counter.drafts.send_back(back.draft, "แก้คำผิด", by="dg", at=world.now)
    waits(office)
    begun(office, structs.replace(LETTER, secrecy=SecrecyClass.SECRET))
    world.next_day(2)
    return office


def visitor(office: WebOffice, account: str) -> Visitor:
    known = office.counter.accounts.account(account)
    return Visitor.of(known, known.grants, b"token")


def found(office: WebOffice, account: str) -> dict[str, Waits]:
    return {one.words.english: one for one in waits_for(office.counter, visitor(office, account))}


def test_a_clerk_sees_drafts_pending_letters_what_is_to_be_sent_and_who_is_silent(office: WebOffice) -> None:
    waiting_now = found(office, "clerk")

    counted = {words: one.count for words, one in waiting_now.items()}
    assert counted == {
        waiting.SENT_BACK.english: 1,
        waiting.DRAFTS.english: 1,
        waiting.PENDING.english: 2,
        waiting.TO_SEND.english: 1,
        waiting.UNANSWERED.english: 3,
    }
    assert waiting_now[waiting.PENDING.english].late == 1


def test_an_official_sees_what_waits_for_the_own_signature_and_no_drafts_of_clerks(office: WebOffice) -> None:
    waiting_now = found(office, "official")

    assert waiting_now[waiting.TO_SIGN.english].count == 1
    assert waiting.DRAFTS.english not in waiting_now


def test_a_proposal_waits_for_a_registrar_whatever_role_the_account_has(office: WebOffice) -> None:
    registrar = Account("second", "SPECIMEN second", "r2", SecrecyClass.NONE, (Grant(WebRole.OFFICIAL),))
    office.counter.accounts.add(registrar, phrase=None, at=office.world.now)
    another = Account("newcomer", "SPECIMEN newcomer", None, SecrecyClass.NONE, (Grant(WebRole.CLERK),))
    office.counter.accounts.add(another, phrase=None, at=office.world.now)
    office.counter.accounts.tie("newcomer", "clerk", by="administrator", at=office.world.now)

    assert found(office, "second")[waiting.SECOND_WORDS.english].count == 1
    assert waiting.SECOND_WORDS.english not in found(office, "clerk")
    assert waiting.SECOND_WORDS.english not in found(office, "administrator")


def test_the_first_page_leads_to_what_waits_and_says_what_is_overdue(office: WebOffice) -> None:
    with office.client("clerk") as client:
        answer = client.get("/")

    assert '<a href="/pending">หนังสือรับที่ยังดำเนินการไม่เสร็จ</a> <strong class="number">๒</strong>' in answer.text
    assert "เกินกำหนด ๑" in answer.text


def test_a_stranger_and_whoever_looks_at_the_past_are_told_nothing_of_what_waits(office: WebOffice) -> None:
    with office.client() as client:
        stranger = client.get("/")
    with office.client("auditor") as client:
        now = client.get("/")
        client.post("/past", data={"position": "1"})
        then = client.get("/")

    assert "เรื่องที่รอท่าน" not in stranger.text
    assert "เรื่องที่รอท่าน" in now.text
    assert "เรื่องที่รอท่าน" not in then.text
