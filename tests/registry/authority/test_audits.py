"""A writer that looks away: the audit decides again who might sign, and names what might not."""

import pytest

from domain.structure import absences, appointing
from domain.structure.acts import Acts, PostAct, PostActKind
from domain.structure.powers import Judgement, Verdict
from registry import powers
from registry.audit.audit import Trust, audit
from registry.audit.report import AuditFailed
from tests.registry.authority.office import ABSENT, UNIT, Office, delegation, withdrawal


def audited(office: Office) -> None:
    audit(office.folder, Trust.beside(office.folder), cores=1)


def look_away(*_: object, **__: object) -> None:
    """Refuse nothing."""


def test_a_letter_under_a_withdrawn_delegation_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.order(delegation())
    office.order(withdrawal())
    with monkeypatch.context() as lenient:
        lenient.setattr(powers, "judge", lambda *_, **__: Judgement(Verdict.VALID))
        office.signed_for()

    with pytest.raises(AuditFailed, match="2/2564 ended on"):
        audited(office)


def test_an_admission_that_does_not_name_its_basis_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.order(delegation())
    with monkeypatch.context() as silent:
        silent.setattr(powers, "ties", lambda _: ())
        office.signed_for()

    with pytest.raises(AuditFailed, match="is not what was signed"):
        audited(office)


def test_an_official_who_appointed_himself_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as lenient:
        lenient.setattr(appointing, "require_not_to", look_away)
        office.order(Acts(posts=(PostAct(PostActKind.ACT_FOR, "ปลัด", UNIT, "dg", word=ABSENT),)))

    with pytest.raises(AuditFailed, match="another official must"):
        audited(office)


def test_an_absence_that_overlaps_another_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.absent()
    with monkeypatch.context() as lenient:
        lenient.setattr(absences, "_require_no_other", look_away)
        office.absent()

    with pytest.raises(AuditFailed, match="end that absence first"):
        audited(office)


def test_a_withdrawal_that_the_order_does_not_hear_of_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.order(delegation())
    with monkeypatch.context() as silent:
        silent.setattr("registry.structure.taken_from", lambda *_: [])
        office.order(withdrawal())

    with pytest.raises(AuditFailed, match="ends before"):
        audited(office)
