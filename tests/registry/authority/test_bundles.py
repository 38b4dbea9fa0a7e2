"""Bundles of letters that were signed for another: judged again from what they carry alone."""

import pytest

from domain.classes import ActingWord
from domain.letter.text import Signatory
from domain.structure.acts import Acts, InstrumentAct, InstrumentActKind, PostAct, PostActKind
from domain.values import StreamId
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry import bundle
from registry.reader import Reader
from registry.verify import container
from registry.verify.check import Trust, verify
from registry.verify.verdicts import Finding, Layer, Report, Verdict
from tests.registry.authority.office import (
    ABSENT,
    BUDGET,
    DEPUTY,
    HEAD,
    UNIT,
    Office,
    delegation,
    deputy,
    february,
    withdrawal,
)


@pytest.fixture(params=[False, True], ids=["plain", "typeset"])
def office(office: Office, request: pytest.FixtureRequest) -> Office:
    """The office, where letters and orders are plain text, and where they are typeset."""
    office.typesets = request.param
    return office


def written(office: Office, stream: str) -> bytes:
    with Reader(office.folder) as reader:
        return bundle.write(reader, StreamId(stream))


def told(office: Office, data: bytes) -> Report:
    return verify(data, Trust(TrustRoots([office.authority.root]), NoteVerifier.parse(office.log_key.vkey)))


def person(office: Office, stream: str) -> Finding[Layer]:
    """What a bundle's person layer says; everything that it rests on must be in order."""
    report = told(office, written(office, stream))
    for layer in (Layer.CONTAINER, Layer.FILES, Layer.HISTORY, Layer.AUTHORITY):
        assert report.of(layer).verdict is Verdict.VALID, report.of(layer)
    return report.of(Layer.PERSON)


def support(data: bytes) -> list[str]:
    """The names of the facts in support, without their places."""
    names = (name for name in container.read(data) if name.startswith("support/") and name.endswith(".json"))
    return [name[len("support/000-") : -len(".json")] for name in sorted(names)]


def test_a_letter_under_a_delegation_is_valid_by_the_order_that_it_carries(office: Office) -> None:
    office.order(delegation("deputy", BUDGET))
    stream = office.signed_for(matter=BUDGET)["stream"]

    finding = person(office, stream)

    assert (finding.verdict, finding.says.slug) == (Verdict.VALID, "person-signed-for")
    assert (finding.says.facts["post"], finding.says.facts["names"]) == (HEAD, "1/2564")


def test_a_sole_deputys_letter_is_valid_by_the_appointment_and_the_absence(office: Office) -> None:
    office.order(deputy())
    office.absent()
    stream = office.signed_for(word=ABSENT)["stream"]

    finding = person(office, stream)

    assert finding.verdict is Verdict.VALID
    assert "absence.recorded" in support(written(office, stream))


def test_a_letter_under_a_recorded_instrument_carries_both_registrars_words(office: Office) -> None:
    office.record_instrument(delegation())
    stream = office.signed_for()["stream"]

    assert person(office, stream).verdict is Verdict.VALID
    assert support(written(office, stream)).count("instrument.confirmed") == 1


def test_a_letter_in_a_post_by_order_is_valid_by_that_order(office: Office) -> None:
    office.order(Acts(posts=(PostAct(PostActKind.APPOINT, "เลขานุการกรม", UNIT, "other"),)))
    text = office.letter(office.reserve(), signatory=Signatory("other", "other", "เลขานุการกรม"))
    stream = office.admit(office.sign(text, who="other"))["stream"]

    assert person(office, stream).says.slug == "person-signed-for"


def test_a_letter_that_no_record_supports_is_not_told(office: Office) -> None:
    stream = office.signed_for(word=ActingWord.DOING_WORK)["stream"]

    finding = person(office, stream)

    assert (finding.verdict, finding.says.slug) == (Verdict.CANNOT_TELL, "capacity-not-told")


def test_an_order_with_acts_has_a_bundle_of_its_own(office: Office) -> None:
    stream = office.order(delegation())

    assert person(office, stream).says.slug == "person-signed"


def test_the_chain_goes_on_to_who_signed_the_order(office: Office) -> None:
    office.order(deputy())
    office.absent()
    acting = Signatory("deputy", "deputy", DEPUTY, acting=ABSENT, principal=HEAD)
    order = office.order(delegation("other"), who="deputy", signatory=acting)
    stream = office.signed_for(who="other")["stream"]

    finding = person(office, stream)

    assert order
    assert finding.verdict is Verdict.VALID
    assert "absence.recorded" in support(written(office, stream))


def test_an_order_on_paper_is_a_basis_that_only_the_paper_shows(office: Office) -> None:
    office.order_by_hand(delegation())
    stream = office.signed_for()["stream"]

    finding = person(office, stream)

    assert (finding.verdict, finding.says.slug) == (Verdict.CANNOT_TELL, "basis-on-paper")


def test_what_was_changed_before_the_letter_is_carried(office: Office) -> None:
    order = office.order(delegation("deputy", BUDGET))
    office.order(withdrawal("deputy", BUDGET, since=february(20)))
    stream = office.signed_for(matter=BUDGET)["stream"]

    finding = person(office, stream)

    assert order
    assert finding.verdict is Verdict.VALID
    assert "order.amended" in support(written(office, stream))


def test_what_was_changed_after_the_letter_is_said_and_does_not_undo_it(office: Office) -> None:
    order = office.order(delegation())
    stream = office.signed_for()["stream"]
    office.order(Acts(instruments=(InstrumentAct(InstrumentActKind.REPEAL, order, "1/2564", since=february(1)),)))

    report = told(office, written(office, stream))

    assert report.of(Layer.PERSON).verdict is Verdict.VALID
    assert [one.facts["number"] for one in report.remarks if one.slug == "basis-changed-later"] == ["1/2564"]


def test_an_answer_to_a_letter_that_was_signed_for_another_is_valid(office: Office) -> None:
    office.order(Acts(posts=(PostAct(PostActKind.APPOINT, "เลขานุการกรม", UNIT, "other"),)))
    text = office.letter(office.reserve(), signatory=Signatory("other", "other", "เลขานุการกรม"))
    stream = StreamId(office.admit(office.sign(text, who="other"))["stream"])
    office.dispatch(stream)
    said = office.acknowledgement(stream)
    office.admit(said, stream=stream)

    assert person(office, said.stream).verdict is Verdict.VALID


def test_every_line_of_the_list_of_leaves_counts(office: Office) -> None:
    office.order(delegation())
    members = container.read(written(office, office.signed_for()["stream"]))
    name = next(one for one in members if one.endswith(".leaves"))

    for at in range(0, len(members[name]), 7):
        changed = bytearray(members[name])
        changed[at] ^= 1
        report = told(office, container.write({**members, name: bytes(changed)}))

        assert report.headline is not Verdict.VALID
