"""Letters that are signed for somebody else, through the writer and the audit."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.authority import Post
from domain.classes import ActingWord
from domain.errors import NoSuchThing, NotAllowed, WrongStage
from domain.letter.events import OrderSignedByHand, OrderSignedWithActs
from domain.letter.text import Signatory
from domain.series import Purpose, SeriesKind
from domain.structure.acts import Acts, PostAct, PostActKind
from domain.values import Digest, StreamId
from registry import wire
from registry.audit.audit import Trust, audit
from registry.following import followed
from registry.reader import Reader
from registry.replay import fold
from tests.registry.authority.office import (
    ABSENT,
    BUDGET,
    DELEGATED,
    DEPUTY,
    HEAD,
    STAFF,
    UNIT,
    Office,
    delegation,
    deputy,
    february,
    withdrawal,
)
from tests.registry.world import LETTER


def rests_on(office: Office, stream: str) -> list[Digest]:
    entry = office.register.store.at(stream, 0)
    assert entry is not None
    return [tie.h for tie in wire.decode(entry.contents.statement).re if tie.rel == "rests-on"]


def names(office: Office, stream: StreamId) -> list[str]:
    return [entry.place.name for entry in office.register.store.stream(stream)]


# --- what is admitted, and what it rests on ----------------------------------------------------------------


def test_a_letter_under_a_delegation_rests_on_the_order_that_gives_it(office: Office) -> None:
    order = office.order(delegation())

    answer = office.signed_for()

    assert "authority" not in answer
    assert rests_on(office, answer["stream"]) == [office.signed_order(order)]


def test_a_letter_in_a_matter_rests_on_the_delegation_of_that_matter(office: Office) -> None:
    office.order(delegation("deputy", STAFF))
    order = office.order(delegation("deputy", BUDGET))

    answer = office.signed_for(matter=BUDGET)

    assert rests_on(office, answer["stream"]) == [office.signed_order(order)]


def test_a_letter_of_a_sole_deputy_rests_on_the_appointment_and_the_absence(office: Office) -> None:
    order = office.order(deputy())
    absence = office.absent()

    answer = office.signed_for(word=ABSENT)

    assert rests_on(office, answer["stream"]) == [office.signed_order(order), absence]


def test_a_letter_under_a_recorded_instrument_rests_on_it_and_on_its_confirmation(office: Office) -> None:
    recorded = office.record_instrument(delegation())

    answer = office.signed_for()

    source = office.register.known.structure.instruments[recorded.stream].source
    assert rests_on(office, answer["stream"]) == [recorded.digest, source.confirmation]


def test_a_letter_in_the_own_post_by_enrolment_rests_on_nothing_more(office: Office) -> None:
    assert rests_on(office, office.issue()) == []


def test_a_letter_in_a_post_by_order_rests_on_the_order(office: Office) -> None:
    order = office.order(Acts(posts=(PostAct(PostActKind.APPOINT, "เลขานุการกรม", UNIT, "other"),)))
    text = office.letter(office.reserve(), signatory=Signatory("other", "other", "เลขานุการกรม"))

    answer = office.admit(office.sign(text, who="other"))

    assert rests_on(office, answer["stream"]) == [office.signed_order(order)]


def test_a_letter_that_no_record_supports_is_admitted_and_the_answer_says_so(office: Office) -> None:
    answer = office.signed_for(word=ActingWord.DOING_WORK)

    assert answer["authority"] == "cannot-tell"
    assert answer["reason"]["slug"] == "power-not-recorded"
    assert rests_on(office, answer["stream"]) == []


# --- what is refused ---------------------------------------------------------------------------------------


def test_a_delegation_withdrawn_yesterday_admits_nothing_today(office: Office) -> None:
    office.order(delegation())
    office.order(withdrawal())
    office.next_day()

    with pytest.raises(NotAllowed, match="2/2564 ended on"):
        office.signed_for()


def test_a_delegation_that_expired_a_second_ago_admits_nothing(office: Office) -> None:
    office.order(delegation(until=office.now.replace(second=1)))
    assert "authority" not in office.signed_for()
    office.now = office.now.replace(second=1)

    with pytest.raises(NotAllowed, match="1/2564 was in force for 'อธิบดี' until"):
        office.signed_for()


def test_a_letter_dated_ahead_needs_a_power_on_its_own_day(office: Office) -> None:
    office.order(delegation(until=february(11)))
    signatory = Signatory("deputy", "deputy", DEPUTY, acting=DELEGATED, principal=HEAD)
    text = office.letter(office.reserve(), signatory=signatory, dated=february(11).date(), later_date_reason="รอ")

    with pytest.raises(NotAllowed, match="was in force"):
        office.admit(office.sign(text, who="deputy"))


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda office: office.signed_for(matter=STAFF), "does not cover 'บุคคล'"),
        (lambda office: office.signed_for(word=ABSENT), "in another way: ปฏิบัติราชการแทน"),
        (lambda office: office.signed_for("ปลัดกระทรวง"), "not for 'ปลัดกระทรวง'"),
    ],
    ids=["another matter", "another word", "another post"],
)
def test_what_the_record_speaks_against_is_refused(
    office: Office, act: Callable[[Office], object], refusal: str
) -> None:
    office.order(delegation("deputy", BUDGET))

    with pytest.raises(NotAllowed, match=refusal):
        act(office)


def test_a_matter_that_the_letter_does_not_name_is_not_told(office: Office) -> None:
    office.order(delegation("deputy", BUDGET))

    assert office.signed_for()["reason"]["slug"] == "matter-not-named"


def test_the_holder_of_no_post_signs_nothing_even_for_another(office: Office) -> None:
    office.order(delegation("other"))
    signatory = Signatory("other", "other", "ผู้อำนวยการ", acting=DELEGATED, principal=HEAD)
    text = office.letter(office.reserve(), signatory=signatory)

    with pytest.raises(NotAllowed, match="did not hold the post 'ผู้อำนวยการ'"):
        office.admit(office.sign(text, who="other"))


def test_an_enrolled_post_that_an_order_ended_signs_nothing(office: Office) -> None:
    office.order(Acts(posts=(PostAct(PostActKind.END, DEPUTY, UNIT, "deputy"),)))

    with pytest.raises(NotAllowed, match="1/2564 ended on"):
        office.signed_for(None, word=None)


# --- orders about posts -------------------------------------------------------------------------------------


def test_an_official_does_not_appoint_himself(office: Office) -> None:
    with pytest.raises(NotAllowed, match="another official must"):
        office.order(Acts(posts=(PostAct(PostActKind.APPOINT, "ปลัดกระทรวง", UNIT, "dg"),)))


def test_a_clerk_does_not_appoint_himself_on_paper(office: Office) -> None:
    text = office.letter(office.reserve(SeriesKind.ORDER, purpose=Purpose.PAPER), book=SeriesKind.ORDER)
    scan = office.file(b"SPECIMEN: forged", role="scan", mime="application/pdf", name="scan.pdf")
    acts = Acts(posts=(PostAct(PostActKind.APPOINT, HEAD, UNIT, "clerk"),))

    with pytest.raises(NotAllowed, match="who signs or enters it"):
        office.admit(office.say("clerk", OrderSignedByHand(text, "clerk", None, acts), doc=[scan]))


def test_a_clerk_signs_no_order(office: Office) -> None:
    text = office.letter(
        office.reserve(SeriesKind.ORDER),
        book=SeriesKind.ORDER,
        signatory=Signatory("clerk", "นางสาวธุรการ ตัวอย่าง", "เจ้าพนักงานธุรการ"),
    )

    with pytest.raises(NotAllowed, match="is not a signatory"):
        office.admit(office.sign(text, who="clerk"))


@pytest.mark.parametrize("who", ["r1", "r2"])
def test_a_registrar_records_no_instrument_in_the_own_favour(office: Office, who: str) -> None:
    acts = Acts(posts=(PostAct(PostActKind.APPOINT, HEAD, UNIT, who),))

    with pytest.raises(NotAllowed, match="another official must"):
        office.record_instrument(acts)


def test_a_deputy_does_not_delegate_what_is_the_heads(office: Office) -> None:
    text = office.letter(
        office.reserve(SeriesKind.ORDER), book=SeriesKind.ORDER, signatory=Signatory("deputy", "deputy", DEPUTY)
    )

    with pytest.raises(NotAllowed, match="cannot give away the power of"):
        office.admit(
            office.say("deputy", OrderSignedWithActs(text, None, delegation("other")), doc=[office.file(LETTER)])
        )


def test_who_is_enrolled_under_another_unit_later_still_delegates_what_an_order_gave(office: Office) -> None:
    office.record_instrument(Acts(posts=(PostAct(PostActKind.APPOINT, HEAD, UNIT, "dg", since=february(1)),)))
    known = office.register.known.authority.officers["dg"].enrolled
    office.enrol_again(replace(known, posts=(Post(HEAD, "สำนักงานอีกแห่ง", february(5).date()),)))

    order = office.order(delegation())

    report = audit(office.folder, Trust.beside(office.folder), cores=1)
    assert names(office, order) == ["order.issued.v1"]
    assert report.letters == 1


def test_who_now_holds_the_post_in_another_unit_does_not_delegate_that_of_the_former(office: Office) -> None:
    known = office.register.known.authority.officers["dg"].enrolled
    former, moved = replace(known.posts[0], until=february(5).date()), february(5).date()
    office.enrol_again(replace(known, posts=(former, Post(HEAD, "สำนักงานอีกแห่ง", moved))))

    with pytest.raises(NotAllowed, match="cannot give away the power of"):
        office.order(delegation())


def test_what_is_not_there_is_not_withdrawn(office: Office) -> None:
    with pytest.raises(NoSuchThing, match="could end"):
        office.order(withdrawal())


def test_a_withdrawal_is_said_in_the_stream_of_the_order_that_gave_the_power(office: Office) -> None:
    order = office.order(delegation())

    by = office.order(withdrawal())

    last = office.register.store.last(order)
    assert last is not None
    assert names(office, order) == ["order.issued.v1", "order.amended.v1"]
    assert getattr(wire.decode(last.contents.statement).fact, "instrument", None) == by


# --- absences ----------------------------------------------------------------------------------------------


def test_a_deputy_signs_no_longer_when_the_head_is_back(office: Office) -> None:
    office.order(deputy())
    absence = office.absent(since=february(9, 8))
    office.signed_for(word=ABSENT)
    office.back(absence)

    with pytest.raises(NotAllowed, match="Absences of 'อธิบดี' are recorded, and none on"):
        office.signed_for(word=ABSENT)


def test_an_absence_is_recorded_by_clerks_and_registrars_only(office: Office) -> None:
    with pytest.raises(NotAllowed, match="is not a clerk"):
        office.absent(who="dg")


def test_a_refused_absence_leaves_nothing_behind(office: Office) -> None:
    office.absent()
    known = office.register.known.posts

    with pytest.raises(WrongStage, match="end that absence first"):
        office.absent()

    assert office.register.known.posts is known


def test_what_fails_to_be_stored_is_not_known(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    known = office.register.known.posts

    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(office.register.store, "append", full)
        with pytest.raises(OSError, match="disk full"):
            office.absent()

    assert office.register.known.posts == known


# --- the same again ----------------------------------------------------------------------------------------


def busy(office: Office) -> None:
    """Everything that speaks of posts, once."""
    office.order(deputy())
    office.order(delegation("deputy", BUDGET))
    office.order(withdrawal("deputy", BUDGET, since=february(20)))
    office.record_instrument(Acts(posts=(PostAct(PostActKind.ACT_FOR, "เลขานุการกรม", UNIT, "other", word=ABSENT),)))
    absence = office.absent(since=february(9, 8))
    office.signed_for(word=ABSENT)
    office.signed_for(matter=BUDGET)
    office.signed_for("ปลัดกระทรวง", word=ActingWord.DOING_WORK)
    office.back(absence)


def test_what_the_writer_knows_is_the_same_after_it_was_opened_again(office: Office) -> None:
    busy(office)
    known = office.register.known.posts

    office.reopen()

    assert office.register.known.posts == known == followed(office.register.store).posts


def test_what_the_writer_admitted_passes_the_audit_and_is_folded_alike(office: Office) -> None:
    busy(office)
    known = office.register.known.posts

    report = audit(office.folder, Trust.beside(office.folder), cores=1)

    with Reader(office.folder) as reader:
        assert fold(reader).following.posts == known
    assert report.letters == 6
