"""Proposals: seen by those who may, signed by the officer's own hand, counted by the register alone."""

from base64 import b64decode
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.authority import KeyEnrolled, KeyWithdrawn, OfficerEnrolled, Post, Role
from domain.classes import SecrecyClass
from domain.values import Digest
from keys import cades
from keys.authority import Authority
from keys.certificates import Certificate
from keys.errors import BadCertificate
from keys.testing import NOT_AFTER, SpecimenAuthority
from registry import wire
from registry.accounts.accounts import Account, Grant, WebRole
from registry.accounts.signing_keys import Stage
from registry.acts.certificates import Requests
from tests.api.hand import PaperHand
from tests.api.pages.own_keys.maker import Made, make, text
from tests.api.web import WebOffice
from tests.registry.structure.acts import BEFORE
from tests.registry.world import OFFICE


class Signers:
    """An office with two registrars whose keys were made in a browser."""

    def __init__(self, office: WebOffice) -> None:
        self.office = office
        self.hands = {}
        for who in ("r1", "r2"):
            account = Account(who, f"SPECIMEN {who}", who, SecrecyClass.NONE, (Grant(WebRole.OFFICIAL),))
            office.counter.accounts.add(account, phrase=None, at=office.world.now)
            self.hands[who] = PaperHand.of(office, who, account=who)

    def propose(self, fact: Any, *, by: str = "administrator", files: Any = ()) -> str:
        counter = self.office.counter
        now, random = self.office.world.now, counter.settings.random
        return counter.proposals.propose(fact, files=files, by=by, at=now, why="SPECIMEN", random=random)

    def sign(self, who: str, proposal: str, *, hand: PaperHand | None = None, statement: bytes | None = None) -> Any:
        """Do what the page's script does; *statement* is signed instead of what the server wrote."""
        hand = hand or self.hands[who]
        with self.office.client(who) as client:
            begun = client.post(f"/proposals/{proposal}/statement", json={"key": hand.spki})
            if begun.status_code != 200:
                return begun
            written = statement or b64decode(begun.json()["statement"])
            return client.post(f"/proposals/{proposal}/signed", json=signed(hand, written))


def signed(hand: PaperHand, statement: bytes) -> dict[str, str]:
    """Return what the page sends once a hand has signed a statement."""
    said = wire.decode(statement)
    signature = hand.sign(cades.to_be_signed(statement, hand.key.certificate, at=said.at))
    return {"statement": text(statement), "signature": text(signature)}


def officer(who: str = "new", *, name: str = "นางใหม่ ตัวอย่าง") -> OfficerEnrolled:
    post = Post("ผู้อำนวยการ", OFFICE, date(2021, 1, 1))
    return OfficerEnrolled(who, name, OFFICE, (post,), (Role.SIGNATORY,))


@pytest.fixture(scope="module")
def signers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signers]:
    office = WebOffice.staffed(tmp_path_factory.mktemp("proposals") / "registry")
    yield Signers(office)
    office.world.close()


def test_a_key_made_in_a_browser_counts_only_after_two_different_registrars(signers: Signers) -> None:
    office = signers.office
    made = Made(office.counter.origin)
    with office.client("official") as client:
        make(client, made)
    requests = requests_of(office)
    request = office.counter.signing_keys.of("dg")[0].request
    requests.issue(request, Authority(office.world.authority.key))
    stages = [stage(office, made.spki)]
    enrolling = next(one.id for one in office.counter.proposals.waiting() if spki_of(one.fact) == made.spki)
    confirming = f"key-{made.spki[7:]}"

    first = signers.sign("r1", enrolling)
    stages.append(stage(office, made.spki))
    same = signers.sign("r1", confirming)
    stages.append(stage(office, made.spki))
    second = signers.sign("r2", confirming)
    stages.append(stage(office, made.spki))

    assert (first.status_code, same.status_code, second.status_code) == (200, 403, 200), (first.text, second.text)
    assert same.json()["slug"] == "second-officer-needed"
    assert stages == [Stage.ISSUED, Stage.ENROLLED, Stage.ENROLLED, Stage.COUNTS]
    assert office.counter.proposals.proposal(enrolling).position is not None


def test_a_registrar_asks_for_a_key_of_the_own_and_the_page_sends_it_to_the_other_one(signers: Signers) -> None:
    office, made = signers.office, Made(signers.office.counter.origin)
    with office.client("r1") as client:
        make(client, made)
        issued = requests_of(office)
        issued.issue(office.counter.signing_keys.of("r1")[0].request, Authority(office.world.authority.key))
        own = client.get("/own-keys").text
    enrolling = next(one.id for one in office.counter.proposals.waiting() if spki_of(one.fact) == made.spki)
    confirming = f"key-{made.spki[7:]}"

    first = signers.sign("r1", enrolling)

    pages = {}
    for who in ("r1", "r2"):
        with office.client(who) as client:
            pages[who] = client.get("/signing").text
            shown = client.get(f"/proposals/{confirming}").text
    second = signers.sign("r2", confirming)
    assert "ท่านเป็นนายทะเบียน ลงลายมือชื่อรับรองเองได้" in own
    assert (first.status_code, second.status_code, stage(office, made.spki)) == (200, 200, Stage.COUNTS)
    assert {who: confirming in waits for who, waits in pages.items()} == {"r1": False, "r2": True}
    assert "โปรดถามเจ้าตัวก่อน" in shown


def test_what_was_signed_another_way_waits_for_nobody(signers: Signers) -> None:
    office = signers.office
    enrolled = officer("elsewhere", name="นางสาวทางอื่น ตัวอย่าง")
    proposal = signers.propose(enrolled)
    with office.client("r1") as client:
        before = client.get("/proposals").text
        office.world.admit(office.world.say("r2", enrolled))
        after = client.get("/proposals").text
        shown = client.get(f"/proposals/{proposal}").text

    assert (f"/proposals/{proposal}" in before, f"/proposals/{proposal}" in after) == (True, False)
    assert "ทะเบียนมีแล้ว" in shown
    assert 'id="sign-proposal"' not in shown


def test_what_is_refused_by_the_register_is_kept_and_shown_with_the_proposal(signers: Signers) -> None:
    proposal = signers.propose(officer("r1", name="นายทะเบียนผู้ทะเยอทะยาน"))

    refused = signers.sign("r1", proposal)

    with signers.office.client("r2") as client:
        shown = client.get(f"/proposals/{proposal}").text
    assert (refused.status_code, refused.json()["slug"]) == (403, "enrols-himself")
    assert refused.json()["detail"] in shown
    assert [one.id for one in signers.office.counter.proposals.waiting()].count(proposal) == 1


def test_a_statement_that_says_something_else_than_the_proposal_is_not_handed_in(signers: Signers) -> None:
    office, hand = signers.office, signers.hands["r1"]
    proposal = signers.propose(officer("plain"))
    holder = office.counter.office.holder(hand.spki)
    seen = office.world.seen()
    other = holder.statement(officer("crook"), at=office.world.now, seen=seen).statement
    before = office.facts()

    refused = signers.sign("r1", proposal, statement=other)

    assert (refused.status_code, refused.json()["slug"]) == (422, "not-what-is-proposed")
    assert office.facts() == before


def test_a_signature_by_another_hand_is_refused(signers: Signers) -> None:
    office = signers.office
    proposal = signers.propose(officer("forged"))
    holder = office.counter.office.holder(signers.hands["r1"].spki)
    statement = holder.statement(officer("forged"), at=office.world.now, seen=office.world.seen()).statement
    forged = signed(signers.hands["r2"], statement)

    with office.client("r1") as client:
        refused = client.post(f"/proposals/{proposal}/signed", json=forged)

    assert (refused.status_code, refused.json()["slug"]) == (422, "signature-mismatch")


def test_nobody_signs_with_the_key_of_another_officer(signers: Signers) -> None:
    proposal = signers.propose(officer("stolen"))

    refused = signers.sign("r1", proposal, hand=signers.hands["r2"])

    assert (refused.status_code, refused.json()["slug"]) == (403, "not-own-key")


def test_an_official_who_is_no_registrar_is_offered_no_button_and_refused_by_the_rules(signers: Signers) -> None:
    office = signers.office
    proposal = signers.propose(officer("unasked"))
    hand = PaperHand(office.world.people["dg"].key)

    with office.client("official") as client:
        shown = client.get(f"/proposals/{proposal}").text
    refused = signers.sign("official", proposal, hand=hand)

    assert "sign-proposal" not in shown
    assert refused.json()["slug"] == "role-missing"


def test_the_page_shows_the_very_text_that_is_signed_and_the_command_that_does_the_same(signers: Signers) -> None:
    proposal = signers.propose(officer("shown"))

    with signers.office.client("r1") as client:
        shown = client.get(f"/proposals/{proposal}").text
        listed = client.get("/proposals").text

    assert "&#34;typ&#34;: &#34;officer.enrolled.v1&#34;" in shown
    assert "saraban officer enrol shown --name" in shown
    assert "ดำรงตำแหน่ง: ผู้อำนวยการ" in shown
    assert f"/proposals/{proposal}" in listed
    assert "รอท่าน" in listed


def test_an_officer_withdraws_the_own_key_and_nobody_elses(signers: Signers) -> None:
    office = signers.office
    key = office.world.authority.officer("ผู้ถอนกุญแจ", organisation=OFFICE, post="ผู้อำนวยการ")
    office.world.enrol("leaver", "ผู้ถอนกุญแจ", posts=("ผู้อำนวยการ",), roles=(Role.SIGNATORY,), key=key)
    account = Account("leaver", "SPECIMEN", "leaver", SecrecyClass.NONE, (Grant(WebRole.OFFICIAL),))
    office.counter.accounts.add(account, phrase=None, at=office.world.now)
    hand = signers.hands["leaver"] = PaperHand.of(office, "leaver", account="leaver")
    request = office.counter.signing_keys.of("leaver")[0].request
    others = signers.propose(KeyWithdrawn(signers.hands["r2"].spki, "SPECIMEN"))

    with office.client("leaver") as client:
        gone_to = client.post("/own-keys/withdraw", data={"request": request, "reason": "เปลี่ยนเครื่อง"})
    proposal = gone_to.headers["location"].rpartition("/")[2]
    not_others = signers.sign("leaver", others)
    own = signers.sign("leaver", proposal)

    assert not_others.json()["slug"] == "role-missing"
    assert own.status_code == 200, own.text
    assert stage(office, hand.spki) is Stage.WITHDRAWN
    office.counter.proposals.take_back(others)


def test_an_auditor_with_a_key_withdraws_it(signers: Signers) -> None:
    office = signers.office
    key = office.world.authority.officer("ผู้ตรวจถอนกุญแจ", organisation=OFFICE, post="ผู้ตรวจ")
    office.world.enrol("looker", "ผู้ตรวจถอนกุญแจ", posts=("ผู้ตรวจ",), roles=(Role.SIGNATORY,), key=key)
    account = Account("looker", "SPECIMEN", "looker", SecrecyClass.NONE, (Grant(WebRole.AUDITOR),))
    office.counter.accounts.add(account, phrase=None, at=office.world.now)
    hand = signers.hands["looker"] = PaperHand.of(office, "looker", account="looker")
    request = office.counter.signing_keys.of("looker")[0].request

    with office.client("looker") as client:
        gone_to = client.post("/own-keys/withdraw", data={"request": request, "reason": "เปลี่ยนเครื่อง"})
        shown = client.get(gone_to.headers["location"])
    answer = signers.sign("looker", gone_to.headers["location"].rpartition("/")[2])

    assert (shown.status_code, answer.status_code) == (200, 200), answer.text
    assert stage(office, hand.spki) is Stage.WITHDRAWN


def test_a_proposal_is_taken_back_by_who_made_it_or_by_an_administrator(signers: Signers) -> None:
    office = signers.office
    mine, others = signers.propose(officer("one"), by="r1"), signers.propose(officer("two"), by="r2")

    with office.client("r1") as client:
        answers = [client.post(f"/proposals/{one}/take-back").status_code for one in (mine, others)]
    with office.client("administrator") as client:
        answers.append(client.post(f"/proposals/{others}/take-back").status_code)

    assert answers == [303, 403, 303]
    assert not {mine, others} & {one.id for one in office.counter.proposals.waiting()}


def test_the_same_fact_proposed_twice_waits_once(signers: Signers) -> None:
    assert signers.propose(officer("twice")) == signers.propose(officer("twice"))


def test_an_instrument_that_one_registrar_recorded_waits_for_the_other(signers: Signers) -> None:
    office = signers.office
    recorded = office.world.record_instrument(BEFORE, confirmed=False).digest

    with office.client("r2") as client:
        shown = client.get(f"/proposals/instrument-{recorded[7:]}").text
    answer = signers.sign("r2", f"instrument-{recorded[7:]}")

    assert f"saraban instrument confirm {recorded}" in shown
    assert answer.json() == {"see": "/proposals"}


def test_certificates_of_another_key_expired_or_of_a_foreign_root_are_not_delivered(signers: Signers) -> None:
    office = signers.office
    with office.client("official") as client:
        made = Made(office.counter.origin)
        make(client, made)
    requests = requests_of(office)
    request = office.counter.signing_keys.of("dg")[0].request
    yesterday = office.world.now - timedelta(days=1)

    def certified(by: SpecimenAuthority, not_after: datetime = NOT_AFTER, **changed: Any) -> Certificate:
        return by.officer("x", organisation=OFFICE, post="อธิบดี", not_after=not_after, **changed).certificate

    wrong = (
        (certified(office.world.authority), "certificate-not-of-request"),
        (certified(office.world.authority, yesterday, key=made.key), "certificate-expired"),
        (certified(SpecimenAuthority.create(), key=made.key), "foreign-root"),
    )

    for certificate, slug in wrong:
        with pytest.raises(BadCertificate, match="certificate") as refused:
            requests.deliver(request, (certificate,))
        assert refused.value.slug == slug

    assert office.counter.signing_keys.request(request).certificates is None


def requests_of(office: WebOffice) -> Requests:
    counter = office.counter
    return Requests(counter.office, counter.signing_keys, counter.proposals, counter.settings.random)


def spki_of(fact: object) -> Digest | None:
    return fact.spki if isinstance(fact, KeyEnrolled) else None


def stage(office: WebOffice, spki: str) -> Stage:
    kept = office.counter.signing_keys.key(Digest(spki))
    assert kept is not None
    return kept.stage(office.counter.office.reader.authority())
