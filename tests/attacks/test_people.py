"""Attacks by people: stolen keys, forged answers, false dates, clerks who make themselves more."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace as restated

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, Post, Role
from domain.errors import ClauseForbids, InvalidValue, NoSuchThing, NotAllowed, WrongNumber, WrongStage
from domain.letter.events import AnswerKind, LetterAcknowledged, LetterAnswered, LetterIssued
from domain.letter.text import Signatory
from domain.series import NumberState, SeriesKind
from domain.values import Digest, StreamId
from keys import cades
from keys.errors import BadCertificate, BadSignature
from keys.testing import SpecimenAuthority
from registry import requests, wire
from registry.audit.report import AuditFailed
from registry.authoring import Said
from registry.errors import NotCanonical, RegistryError
from registry.register.group import new_stream
from registry.register.work import Work
from registry.wire import Relation
from tests.attacks.tampering import audited
from tests.registry.world import DIRECTOR_GENERAL, OFFICE, World


def _resigned(world: World, said: Said, who: str, **changed: Any) -> Said:
    """The same statement with some fields changed, signed again by *who*."""
    statement = wire.encode(restated(wire.decode(said.statement), **changed))
    return Said(said.stream, statement, cades.sign(statement, world.people[who].key, at=world.now))


# --- stolen keys -----------------------------------------------------------------------------------------


def test_a_stolen_key_signs_nothing_after_it_was_withdrawn(world: World) -> None:
    stolen = world.people["dg"].key
    text = world.letter(world.reserve())
    before = world.sign(text)
    world.admit(world.say("r1", KeyWithdrawn(Digest(stolen.certificate.spki), "บัตรหาย")))

    for said in (before, world.sign(text)):
        with pytest.raises(NotAllowed, match="was withdrawn"):
            world.admit(said)

    assert audited(world.folder).letters == 0


def test_a_letter_forced_in_after_its_key_was_withdrawn_is_named_by_the_audit(world: World) -> None:
    spki = Digest(world.people["dg"].key.certificate.spki)
    before = world.register.known.authority
    text = world.letter(world.reserve())
    world.admit(world.say("r1", KeyWithdrawn(spki, "บัตรหาย")))
    world.register.known.authority = before  # a writer that was made to forget

    world.admit(world.sign(text))

    with pytest.raises(AuditFailed, match="was withdrawn") as refused:
        audited(world.folder)
    assert refused.value.slug == "key-withdrawn"


def test_all_that_a_stolen_key_signed_can_be_told_from_the_register(world: World) -> None:
    world.issue()
    world.issue()
    spki = world.people["dg"].key.certificate.spki

    signed = [
        entry.place.position
        for entry in world.register.store.after(-1, 10_000)
        if wire.decode(entry.contents.statement).by == spki
    ]

    assert len(signed) == 2


# --- dates -----------------------------------------------------------------------------------------------


def test_a_letter_is_not_dated_back(world: World) -> None:
    yesterday = world.now.date() - timedelta(days=1)

    with pytest.raises(ClauseForbids, match="before its entry"):
        world.admit(world.sign(world.letter(world.reserve(), dated=yesterday)))


def test_a_letter_is_dated_later_only_with_a_reason_and_within_its_year(world: World) -> None:
    tomorrow = world.now.date() + timedelta(days=1)

    with pytest.raises(InvalidValue, match="Say why it goes out later"):
        world.admit(world.sign(world.letter(world.reserve(), dated=tomorrow)))
    with pytest.raises((ClauseForbids, WrongNumber)):
        world.admit(world.sign(world.letter(world.reserve(), dated=date(2022, 1, 1), later_date_reason="รอผู้ลงนาม")))

    world.admit(world.sign(world.letter(world.reserve(), dated=tomorrow, later_date_reason="รอผู้ลงนาม")))


@pytest.mark.parametrize("apart", [timedelta(days=-2), timedelta(days=2)])
def test_a_statement_that_claims_another_day_is_refused(world: World, apart: timedelta) -> None:
    said = world.sign(world.letter(world.reserve()), at=world.now + apart)

    with pytest.raises(NotCanonical, match="set the clock"):
        world.admit(said)


def test_a_statement_prepared_in_advance_cannot_have_seen_a_later_checkpoint(world: World) -> None:
    seen = wire.Seen(world.register.tree.size + 5, "ab" * 32)

    with pytest.raises(RegistryError, match="saw another history"):
        world.admit(world.sign(world.letter(world.reserve()), seen=seen))


def test_what_a_statement_saw_is_a_lower_bound_of_its_time(world: World) -> None:
    world.issue()

    stream = world.issue()

    entries = world.register.store.stream(stream)
    for entry in entries:
        seen = wire.decode(entry.contents.statement).seen
        assert 0 < seen.size <= entry.place.position
        assert world.register.tree.root_at(seen.size).hex() == seen.root


# --- signatures used again ---------------------------------------------------------------------------------


def test_a_signature_is_not_valid_in_another_registry(world: World, tmp_path: Path) -> None:
    other = World.founded(tmp_path / "other", origin="other.example/letters")
    other.authority, other.people["dg"] = world.authority, world.people["dg"]
    said = world.sign(world.letter(world.reserve()))

    with pytest.raises((NotAllowed, NotCanonical, RegistryError)):
        other.admit(said)
    other.close()

    world.people["r3"] = replace(world.people["r1"], origin="other.example/letters")
    with pytest.raises(NotCanonical, match=r"made for 'other\.example/letters'"):
        world.admit(world.say("r3", OfficerEnrolled("x", "ใคร", OFFICE, (), ())))


def test_a_statement_handed_in_twice_is_admitted_once(world: World) -> None:
    said = world.say("r1", OfficerEnrolled("x", "ใคร", OFFICE, (), ()))
    world.admit(said)

    with pytest.raises(InvalidValue, match="was admitted before"):
        world.admit(said)


def test_an_acknowledgement_replayed_to_the_same_letter_is_refused(world: World) -> None:
    stream = world.issue()
    world.dispatch(stream)
    said = world.acknowledgement(stream)
    world.admit(said, stream=stream)

    with pytest.raises(WrongStage, match="has answered"):
        world.admit(said, stream=stream)


def test_a_signature_moved_to_another_stream_no_longer_holds(world: World) -> None:
    said = world.sign(world.letter(world.reserve()))
    moved = wire.encode(restated(wire.decode(said.statement), stream=new_stream()))

    with pytest.raises(BadSignature, match="over other bytes"):
        world.ask(requests.Admit(moved, said.evidence))


def test_a_persons_statement_does_not_continue_a_stream(world: World) -> None:
    stream = world.issue()
    head = world.register.known.heads.get(stream)
    assert head is not None
    said = world.sign(world.letter(world.reserve()))
    continued = _resigned(world, said, "dg", stream=stream, seq=1, prev=head.digest)

    with pytest.raises(NotCanonical, match="begins a stream of its own"):
        world.admit(continued)


def test_a_statement_of_another_version_is_refused(world: World) -> None:
    said = world.sign(world.letter(world.reserve()))
    for now, other in ((b'"v":1', b'"v":2'), (b'"text":"th1"', b'"text":"th2"'), (b"signed.v1", b"signed.v2")):
        changed = said.statement.replace(now, other)
        evidence = cades.sign(changed, world.people["dg"].key, at=world.now)

        with pytest.raises((NotCanonical, RegistryError)):
            world.ask(requests.Admit(changed, evidence))


# --- forged acknowledgements -------------------------------------------------------------------------------


@pytest.fixture
def dispatched(world: World) -> StreamId:
    """A letter that was sent to three recipients."""
    stream = world.issue()
    world.dispatch(stream)
    return stream


def test_the_seal_cannot_acknowledge_for_a_recipient(world: World, dispatched: StreamId) -> None:
    fact = LetterAcknowledged(world.signed_statement(dispatched), 0, OFFICE, "p0", "ผู้รับ 0", "ผู้รับ")
    world.people["seal"] = replace(world.people["p0"], key=world.seal)

    with pytest.raises(NotAllowed, match="is not enrolled here"):
        world.admit(world.say("seal", fact, re=[Relation("acknowledges", fact.letter)]), stream=dispatched)


def test_an_answer_that_the_seal_made_up_is_named_by_the_audit(world: World, dispatched: StreamId) -> None:
    work = world.register.decide([])
    made_up = LetterAnswered(Digest("sha256:" + "00" * 32), dispatched, 0, AnswerKind.ACKNOWLEDGED)
    work.group.seal(dispatched, made_up)
    _force(world, work)

    with pytest.raises(AuditFailed, match="does not stand before it"):
        audited(world.folder)


@pytest.mark.parametrize("who", ["p1", "dg", "clerk"])
def test_nobody_acknowledges_with_another_key_than_the_recipients(world: World, dispatched: StreamId, who: str) -> None:
    said = world.acknowledgement(dispatched, to=0, who=who)

    with pytest.raises(NotAllowed, match="does not answer for"):
        world.admit(said, stream=dispatched)


def test_an_acknowledgement_of_one_letter_is_not_one_of_another(world: World, dispatched: StreamId) -> None:
    other = world.issue()
    world.dispatch(other)
    said = world.acknowledgement(dispatched)

    with pytest.raises(WrongNumber, match="to another letter"):
        world.admit(said, stream=other)


def test_an_acknowledgement_that_is_tied_to_no_letter_is_refused(world: World, dispatched: StreamId) -> None:
    fact = LetterAcknowledged(world.signed_statement(dispatched), 0, OFFICE, "p0", "ผู้รับ 0", "ผู้รับ")

    with pytest.raises(InvalidValue, match="does not name the letter"):
        world.admit(world.say("p0", fact), stream=dispatched)


# --- who may -----------------------------------------------------------------------------------------------


def test_a_clerk_does_not_appoint_himself(world: World) -> None:
    posts = (Post("อธิบดี", OFFICE, date(2020, 1, 1)),)
    appointed = OfficerEnrolled("clerk", "นางสาวธุรการ ตัวอย่าง", OFFICE, posts, (Role.SIGNATORY,))

    with pytest.raises(NotAllowed, match="is not a registrar"):
        world.admit(world.say("clerk", appointed))


def test_a_registrar_does_not_appoint_himself_either(world: World) -> None:
    posts = (Post("อธิบดี", OFFICE, date(2020, 1, 1)),)

    with pytest.raises(NotAllowed, match="cannot enrol himself"):
        world.admit(world.say("r1", OfficerEnrolled("r1", "x", OFFICE, posts, (Role.SIGNATORY,))))


def test_an_appointment_that_the_seal_forced_in_is_named_by_the_audit(world: World) -> None:
    """The seal has the writer's process and its own key, and still appoints nobody."""
    posts = (Post("อธิบดี", OFFICE, date(2020, 1, 1)),)
    work = world.register.decide([])
    work.group.begin(OfficerEnrolled("clerk", "x", OFFICE, posts, (Role.SIGNATORY,)))
    _force(world, work)

    with pytest.raises(AuditFailed, match="is not enrolled here"):
        audited(world.folder)


def test_a_clerk_signs_no_letter_in_the_directors_name(world: World) -> None:
    with pytest.raises(NotAllowed, match="and the signatory is"):
        world.admit(world.sign(world.letter(world.reserve()), who="clerk"))


@pytest.mark.parametrize("role", [Role.RECIPIENT, Role.CLERK, Role.REGISTRAR])
def test_nobody_but_a_signatory_signs_a_letter_whatever_post_he_holds(world: World, role: Role) -> None:
    governor = Signatory("governor", "นายผู้ว่า ตัวอย่าง", "ผู้ว่าราชการจังหวัดกระบี่")
    world.enrol("governor", governor.name, posts=(governor.post,), roles=(role,))

    with pytest.raises(NotAllowed, match="is not a signatory"):
        world.issue(signatory=governor)

    with pytest.raises(NotAllowed, match="is not a signatory"):
        world.issue_by_hand(signatory=governor)


def test_a_letter_that_the_seal_issued_without_an_officials_signature_is_named_by_the_audit(world: World) -> None:
    (n,) = world.reserve()
    signed = world.issue()
    issued = cast("LetterIssued", wire.decode(world.register.store.stream(signed)[0].contents.statement).fact)
    work = world.register.decide([])
    staged = work.group.begin(replace(issued, n=(n,), number=f"มท 0812/ว {n}"))
    work.group.finish_number(world.series[SeriesKind.CIRCULAR], n, NumberState.ISSUED, staged)
    _force(world, work)

    with pytest.raises(AuditFailed, match="admits a statement that does not stand before it"):
        audited(world.folder)


# --- certificates ------------------------------------------------------------------------------------------


def test_a_mis_issued_certificate_counts_for_nothing_without_two_officers(world: World) -> None:
    thief = world.authority.officer(DIRECTOR_GENERAL.name, organisation=OFFICE, post="อธิบดี")
    file = world.file(thief.certificate.der, role="certificate", name="x.cer")
    spki = Digest(thief.certificate.spki)
    world.people["thief"] = replace(world.people["dg"], key=thief)
    text = world.letter(world.reserve())

    with pytest.raises(NotAllowed, match="is not enrolled here"):
        world.admit(world.sign(text, who="thief"))

    enrolled = world.say("r1", KeyEnrolled("dg", spki, file.sha256), doc=[file])
    world.admit(enrolled)
    with pytest.raises(NotAllowed, match="waits for the second officer"):
        world.admit(world.sign(text, who="thief"))
    with pytest.raises(NotAllowed, match="another officer must"):
        world.admit(world.say("r1", KeyConfirmed(enrolled.digest, spki)))


def test_a_certificate_of_a_foreign_authority_is_not_enrolled(world: World) -> None:
    foreign = SpecimenAuthority.create("foreign").officer(DIRECTOR_GENERAL.name, organisation=OFFICE, post="อธิบดี")
    file = world.file(foreign.certificate.der, role="certificate", name="x.cer")

    with pytest.raises(BadCertificate, match="No trusted root stands above"):
        world.admit(world.say("r1", KeyEnrolled("dg", Digest(foreign.certificate.spki), file.sha256), doc=[file]))


def test_one_registrar_alone_gives_no_key_more_than_two_of_them_did(world: World) -> None:
    posts = (Post("อธิบดี", OFFICE, date(2020, 1, 1)),)
    roles = (Role.SIGNATORY, Role.REGISTRAR)
    again = world.say("r1", OfficerEnrolled("p0", "ผู้รับ 0", OFFICE, posts, roles))
    spki = Digest(world.people["p0"].key.certificate.spki)
    first = next(key.enrolled for known, key in world.register.known.authority.keys.items() if known == spki)
    world.admit(again)
    world.people["p0"] = replace(world.people["p0"], under=again.digest)
    text = world.letter(world.reserve(), signatory=Signatory("p0", "ผู้รับ 0", "อธิบดี"))

    with pytest.raises(NotAllowed, match="waits for the second officer"):
        world.admit(world.sign(text, who="p0"))
    with pytest.raises(NotAllowed, match="another officer must"):
        world.admit(world.say("r1", KeyConfirmed(again.digest, spki)))
    with pytest.raises(NoSuchThing, match="waits for nobody"):
        world.admit(world.say("r2", KeyConfirmed(first, spki)))
    with pytest.raises(NotAllowed, match="waits for the second officer"):
        world.admit(world.say("p0", KeyConfirmed(again.digest, spki)))


def test_a_key_that_waits_for_its_confirmation_can_be_withdrawn(world: World) -> None:
    spki = Digest(world.people["p0"].key.certificate.spki)
    world.admit(world.say("r1", OfficerEnrolled("p0", "ผู้รับ 0", OFFICE, (), (Role.RECIPIENT,))))

    world.admit(world.say("r1", KeyWithdrawn(spki, "สูญหาย")))

    with pytest.raises(NotAllowed, match="was withdrawn"):
        world.register.known.authority.key(spki)


# --- a writer that was taken over ----------------------------------------------------------------------------


def _force(world: World, work: Work) -> None:
    """Let the writer store what no act has decided."""
    world.register.commit(work)
