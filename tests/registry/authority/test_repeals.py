"""Orders that repeal what others say of posts: who may not say it outright may not say it that way either."""

import pytest

from domain.errors import NotAllowed
from domain.letter.events import OrderSignedWithActs
from domain.letter.text import Signatory
from domain.series import SeriesKind
from domain.structure.acts import Acts, InstrumentAct, InstrumentActKind, PostAct, PostActKind
from domain.values import StreamId
from registry import powers
from registry.audit.audit import Trust, audit
from registry.audit.report import AuditFailed
from registry.verify.verdicts import Layer, Verdict
from tests.registry.authority.office import ABSENT, DEPUTY, HEAD, UNIT, Office, delegation, february, withdrawal
from tests.registry.authority.test_bundles import told, written
from tests.registry.world import DIRECTOR_GENERAL, LETTER

ITSELF = Signatory("deputy", "deputy", DEPUTY)


def repeal(order: StreamId, number: str, kind: InstrumentActKind = InstrumentActKind.REPEAL) -> Acts:
    text = "ความใหม่" if kind is not InstrumentActKind.REPEAL else None
    return Acts(instruments=(InstrumentAct(kind, order, number, text=text),))


def order_by(office: Office, signatory: Signatory, acts: Acts) -> StreamId:
    text = office.letter(office.reserve(SeriesKind.ORDER), book=SeriesKind.ORDER, signatory=signatory)
    said = office.say(signatory.officer, OrderSignedWithActs(text, None, acts), doc=[office.file(LETTER)])
    return StreamId(office.admit(said)["stream"])


@pytest.mark.parametrize("kind", [InstrumentActKind.REPEAL, InstrumentActKind.REPLACE])
def test_a_deputy_does_not_repeal_the_order_that_withdrew_his_power(office: Office, kind: InstrumentActKind) -> None:
    office.order(delegation())
    withdrawn = office.order(withdrawal())

    with pytest.raises(NotAllowed, match="cannot give away the power of 'อธิบดี'"):
        order_by(office, ITSELF, repeal(withdrawn, "2/2564", kind))


def test_an_official_does_not_repeal_the_order_that_ended_his_own_post(office: Office) -> None:
    ended = office.order(Acts(posts=(PostAct(PostActKind.END, DEPUTY, UNIT, "deputy", since=february(20)),)))

    with pytest.raises(NotAllowed, match="gives a power to deputy, who signs or enters it"):
        order_by(office, ITSELF, repeal(ended, "1/2564"))


def test_an_official_does_not_repeal_the_repeal_of_what_gave_him_a_power(office: Office) -> None:
    act = PostAct(PostActKind.ACT_FOR, HEAD, UNIT, "deputy", word=ABSENT)
    given = office.order(Acts(posts=(act,)))
    later = Acts(instruments=(InstrumentAct(InstrumentActKind.REPEAL, given, "1/2564", since=february(20)),))
    repealed = office.order(later)

    with pytest.raises(NotAllowed, match="gives a power to deputy, who signs or enters it"):
        order_by(office, ITSELF, repeal(repealed, "2/2564"))


def test_whoever_may_delegate_may_repeal_the_withdrawal(office: Office) -> None:
    office.order(delegation())
    withdrawn = office.order(withdrawal())

    office.order(repeal(withdrawn, "2/2564"))

    assert "authority" not in office.signed_for()


def test_a_power_is_not_taken_by_a_repeal_of_somebody_whose_own_authority_nothing_shows(office: Office) -> None:
    given = office.order(delegation())
    unshown = Signatory("other", "other", DEPUTY, acting=ABSENT, principal="ปลัด")

    with pytest.raises(NotAllowed, match="whose authority is recorded"):
        order_by(office, unshown, repeal(given, "1/2564"))


def test_an_amendment_that_leaves_what_an_order_did_alone_gives_nobody_a_power(office: Office) -> None:
    office.order(delegation())
    withdrawn = office.order(withdrawal())

    order_by(office, ITSELF, repeal(withdrawn, "2/2564", InstrumentActKind.AMEND))


def test_a_registrar_does_not_record_the_repeal_of_what_ended_his_own_post(office: Office) -> None:
    ended = office.order(Acts(posts=(PostAct(PostActKind.END, "นายทะเบียน", UNIT, "r1", since=february(20)),)))

    with pytest.raises(NotAllowed, match="gives a power to r1, who signs or enters it"):
        office.record_instrument(repeal(ended, "1/2564"))


def test_the_audit_names_who_repealed_what_withdrew_his_power(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.order(delegation())
    withdrawn = office.order(withdrawal())
    with monkeypatch.context() as lenient:
        lenient.setattr(powers, "amounting_to", lambda _posts, _structure, acts, _source: acts)
        order_by(office, ITSELF, repeal(withdrawn, "2/2564"))

    with pytest.raises(AuditFailed, match="cannot give away the power"):
        audit(office.folder, Trust.beside(office.folder), cores=1)


@pytest.mark.parametrize("own", [True, False])
def test_a_bundle_shows_a_power_that_its_holder_gave_back_to_himself(
    office: Office, monkeypatch: pytest.MonkeyPatch, *, own: bool
) -> None:
    office.order(delegation())
    withdrawn = office.order(withdrawal())
    with monkeypatch.context() as lenient:
        lenient.setattr(powers, "require_acts", lambda *_, **__: None)
        order_by(office, ITSELF if own else DIRECTOR_GENERAL, repeal(withdrawn, "2/2564"))
    answer = office.signed_for()

    report = told(office, written(office, answer["stream"]))

    found = report.of(Layer.AUTHORITY)
    assert (found.verdict, found.says.slug == "gives-himself") == (Verdict.INVALID if own else Verdict.VALID, own)
    assert (report.of(Layer.PERSON).verdict is Verdict.VALID) is not own


def test_a_bundle_shows_a_post_whose_holder_repealed_what_ended_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.order(Acts(posts=(PostAct(PostActKind.APPOINT, "เลขานุการ", UNIT, "deputy", since=february(1)),)))
    ended = office.order(Acts(posts=(PostAct(PostActKind.END, "เลขานุการ", UNIT, "deputy", since=february(9)),)))
    with monkeypatch.context() as lenient:
        lenient.setattr(powers, "require_acts", lambda *_, **__: None)
        order_by(office, ITSELF, repeal(ended, "2/2564"))
    signatory = Signatory("deputy", "deputy", "เลขานุการ")
    answer = office.admit(office.sign(office.letter(office.reserve(), signatory=signatory), who="deputy"))

    found = told(office, written(office, answer["stream"])).of(Layer.AUTHORITY)

    assert (found.verdict, found.says.slug) == (Verdict.INVALID, "gives-himself")
