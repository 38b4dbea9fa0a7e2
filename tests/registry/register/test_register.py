"""One group after the other: what is done once, what is refused alone, what lapses."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from domain.authority import KeyEnrolled, KeyWithdrawn, OfficerEnrolled, Role
from domain.classes import SecrecyClass
from domain.errors import ClauseForbids, InvalidValue, NoSuchThing, NotAllowed, WrongNumber, WrongStage
from domain.letter.text import Answers, Link
from domain.series import NumberState, Purpose, SeriesKind
from domain.values import Digest, StreamId
from keys.certificates import Certificate
from keys.errors import BadCertificate
from keys.testing import SpecimenAuthority, authority_extensions
from registry import bundle, requests
from registry.audit.audit import Trust, audit
from registry.errors import LogBusy, NotCanonical, RegistryError
from registry.reader import Reader
from registry.register.work import Asked, asked
from registry.verify.check import Trust as VerifierTrust
from registry.verify.check import verify
from registry.verify.verdicts import Verdict
from registry.wire import Seen
from registry.wiring import open_register
from tests.registry.world import DIRECTOR_GENERAL, World

ID = bytes(16)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    yield world
    world.close()


def reserve(world: World, count: int = 1) -> requests.Reserve:
    return requests.Reserve(world.series[SeriesKind.CIRCULAR], Purpose.ELECTRONIC, "clerk", count)


def under_id(world: World, request: requests.Request, request_id: bytes = ID) -> Asked:
    one = asked(request_id, requests.encode(request))
    world.register.process([one])
    return one


def answer(one: Asked) -> dict[str, Any]:
    assert isinstance(one.outcome, dict), one.outcome
    return one.outcome


def test_the_same_request_twice_is_one_fact(world: World) -> None:
    first = under_id(world, reserve(world))
    size = world.register.tree.size

    second = under_id(world, reserve(world))

    assert answer(second) == answer(first)
    assert world.register.tree.size == size


def test_the_same_request_twice_in_one_group_is_one_fact(world: World) -> None:
    twice = [asked(ID, requests.encode(reserve(world))) for _ in range(2)]

    world.register.process(twice)

    assert answer(twice[0]) == answer(twice[1])
    assert answer(twice[0])["n"] == [271]


def test_an_admission_asked_again_after_a_restart_is_answered_and_not_done_again(world: World) -> None:
    said = world.sign(world.letter(world.reserve()))
    first = under_id(world, requests.Admit(said.statement, said.evidence))
    world.reopen()
    size = world.register.tree.size

    again = under_id(world, requests.Admit(said.statement, said.evidence))

    assert answer(again)["stream"] == answer(first)["stream"]
    assert world.register.tree.size == size


def test_what_was_admitted_is_answered_again_when_the_key_counts_no_longer(world: World) -> None:
    said = world.sign(world.letter(world.reserve()))
    first = under_id(world, requests.Admit(said.statement, said.evidence))
    world.admit(world.say("r1", KeyWithdrawn(Digest(world.people["dg"].key.certificate.spki), "สูญหาย")))

    again = under_id(world, requests.Admit(said.statement, said.evidence))

    assert answer(again)["stream"] == answer(first)["stream"]


def test_an_id_used_for_another_request_is_refused(world: World) -> None:
    under_id(world, reserve(world))

    other = under_id(world, reserve(world, count=2))

    assert isinstance(other.outcome, NotCanonical)
    assert other.outcome.slug == "request-id-used"


def test_a_refused_request_leaves_nothing_behind_and_the_others_go_through(world: World) -> None:
    good, bad = reserve(world), requests.Void(world.series[SeriesKind.CIRCULAR], 999, "typo", "clerk")

    before, refused, after = world.try_all([good, bad, good])

    assert answer(before)["n"] == [271]
    assert isinstance(refused.outcome, WrongNumber)
    assert answer(after)["n"] == [272]
    assert audit(world.folder, Trust.beside(world.folder)).numbers_open == 2


def test_a_statement_admitted_before_is_refused_under_another_id_and_its_group_goes_through(world: World) -> None:
    said = world.sign(world.letter(world.reserve()))
    admit = requests.Admit(said.statement, said.evidence)
    world.ask(admit)

    again, other = world.try_all([admit, reserve(world)])

    assert isinstance(again.outcome, WrongStage)
    assert answer(other)["n"] == [272]


def test_an_unused_reservation_is_void_as_of_its_own_day(world: World) -> None:
    world.reserve()
    world.next_day()

    world.reserve()

    state = world.register.store.number_state(world.series[SeriesKind.CIRCULAR], 271)
    assert state == NumberState.VOID.value
    voided = next(
        line for line in reversed(world.register.store.after(0, 500)) if line.place.name == "number.voided.v1"
    )
    assert b'"on":"2021-02-09"' in voided.contents.statement


def test_a_reservation_lapses_also_when_nobody_ran_at_midnight(world: World) -> None:
    world.reserve()
    world.next_day(days=3)
    world.reopen()

    world.register.process([])

    assert world.register.known.open_numbers.items() == []


def test_signing_across_midnight_starts_again_with_a_new_number(world: World) -> None:
    said = world.sign(world.letter(world.reserve()))
    world.now += timedelta(hours=16)

    with pytest.raises(WrongStage, match="void already"):
        world.admit(said)


def test_two_numbers_at_two_years_come_from_two_series(world: World) -> None:
    world.now = world.now.replace(year=2022)

    with pytest.raises(WrongNumber, match="is of 2564, and the day is of 2565"):
        world.reserve()


@pytest.mark.parametrize(
    ("changed", "refusal", "why"),
    [
        ({"number": "มท 0812/ว 272"}, WrongNumber, "not what the register holds"),
        ({"number": "มท 0812/271"}, WrongNumber, "not what the register holds"),
        ({"number": "มท 0813/ว 271"}, WrongNumber, "not a code of this office"),
        ({"number": "มท0812/ว271"}, WrongNumber, "not what the register holds"),
        ({"subject": " "}, InvalidValue, "no subject"),
        ({"addressees": ()}, InvalidValue, "no addressees"),
        ({"n": (271, 273)}, WrongNumber, "never given out"),
        ({"n": ()}, InvalidValue, "no n"),
    ],
)
def test_a_letter_that_is_not_what_the_register_holds_is_refused(
    world: World, changed: dict[str, Any], refusal: type[Exception], why: str
) -> None:
    text = replace(world.letter(world.reserve()), **changed)

    with pytest.raises(refusal, match=why):
        world.admit(world.sign(text))


@pytest.mark.parametrize("days", [-1, -40])
def test_a_letter_dated_before_its_entry_is_refused_by_the_clause(world: World, days: int) -> None:
    text = world.letter(world.reserve(), dated=world.now.date() + timedelta(days=days))

    with pytest.raises(ClauseForbids, match=r"43\.1\.4"):
        world.admit(world.sign(text))


def test_a_later_date_of_the_same_year_needs_a_reason(world: World) -> None:
    later = world.now.date() + timedelta(days=1)
    with pytest.raises(InvalidValue, match="Say why it goes out later"):
        world.admit(world.sign(world.letter(world.reserve(), dated=later)))

    text = world.letter(world.reserve(), dated=later, later_date_reason="จัดส่งวันรุ่งขึ้น")

    assert "proof" in world.admit(world.sign(text))


def test_one_letter_may_take_consecutive_numbers_one_an_addressee(world: World) -> None:
    n = world.reserve(SeriesKind.ORDINARY, count=3)

    world.admit(world.sign(world.letter(n, book=SeriesKind.ORDINARY)))

    states = [world.register.store.number_state(world.series[SeriesKind.ORDINARY], one) for one in n]
    assert states == ["issued"] * 3


def test_more_numbers_than_addressees_are_refused(world: World) -> None:
    text = world.letter(world.reserve(SeriesKind.ORDINARY, count=2), book=SeriesKind.ORDINARY)

    with pytest.raises(WrongNumber, match="2 numbers for 3 addressees"):
        world.admit(world.sign(text))


def test_a_number_reserved_for_paper_is_not_used_electronically(world: World) -> None:
    text = world.letter(world.reserve(purpose=Purpose.PAPER))

    with pytest.raises(WrongNumber, match="reserved for paper"):
        world.admit(world.sign(text))


def test_a_signature_by_somebody_else_than_the_signatory_is_refused(world: World) -> None:
    text = world.letter(world.reserve(), signatory=DIRECTOR_GENERAL)

    with pytest.raises(NotAllowed, match="the signatory is"):
        world.admit(world.sign(text, who="r1"))


def test_a_file_that_was_never_handed_in_is_refused(world: World) -> None:
    text = world.letter(world.reserve())
    said = world.sign(text)
    world.register.blobs.path(world.file(b"SPECIMEN: the final file of a letter").sha256).unlink()

    with pytest.raises(RegistryError, match="is not in the store"):
        world.admit(said)


def test_a_statement_whose_maker_saw_another_history_is_refused(world: World) -> None:
    said = world.sign(world.letter(world.reserve()), seen=Seen(3, "ab" * 32))

    with pytest.raises(RegistryError, match="saw another history of size 3"):
        world.admit(said)


def test_a_statement_whose_clock_is_a_day_off_is_refused(world: World) -> None:
    said = world.sign(world.letter(world.reserve()), at=world.now - timedelta(hours=25))

    with pytest.raises(NotCanonical, match="set the clock"):
        world.admit(said)


def test_an_unknown_series_is_refused(world: World) -> None:
    leaf_0 = world.register.store.at_position(0)

    with pytest.raises(NoSuchThing, match="No series"):
        world.ask(requests.Reserve(StreamId(leaf_0.place.stream), Purpose.ELECTRONIC, "clerk"))


def test_a_series_is_opened_once(world: World) -> None:
    with pytest.raises(WrongStage, match="is open already"):
        world.open_series(SeriesKind.CIRCULAR)


def test_a_second_writer_is_refused(world: World) -> None:
    with pytest.raises(LogBusy, match="Only one may"):
        open_register(world.folder, clock=world.clock)


def test_letters_are_linked_both_ways(world: World) -> None:
    received = world.receive()

    world.issue(SeriesKind.ORDINARY, links=[Link(Answers.ANSWERS, received, "ศธ 0201/15")])

    newest = world.register.store.last(received)
    assert newest is not None
    assert newest.place.name == "letter.answered-by.v1"


def test_a_secret_letter_leaves_number_date_and_class_only(world: World) -> None:
    secret = world.open_series(SeriesKind.SECRET)

    done = world.ask(requests.EnterSecret(secret, world.now.date(), SecrecyClass.VERY_SECRET, "clerk"))

    assert done["n"] == [1]
    with pytest.raises((ClauseForbids, NotAllowed), match="ลับมาก"):
        world.admit(world.sign(world.letter(world.reserve(), secrecy=SecrecyClass.VERY_SECRET)))


def test_officers_below_an_intermediate_authority_are_known_everywhere(tmp_path: Path) -> None:
    world = World.founded(tmp_path / "registry", authority=SpecimenAuthority.create(with_intermediate=True))
    world.enrol("dg", DIRECTOR_GENERAL.name, posts=("อธิบดี",), roles=(Role.SIGNATORY,))
    world.enrol("clerk", "นางสาวธุรการ ตัวอย่าง", roles=(Role.CLERK,))
    world.open_series(SeriesKind.CIRCULAR)
    world.reopen()

    stream = world.issue()

    trust = Trust.beside(world.folder)
    with Reader(world.folder) as reader:
        report = verify(bundle.write(reader, stream), VerifierTrust(trust.roots, trust.log_key))
    assert report.headline is Verdict.VALID
    assert audit(world.folder, trust).numbers_issued == 1
    world.close()


def test_a_certificate_named_in_a_refused_statement_opens_no_path(tmp_path: Path) -> None:
    authority = SpecimenAuthority.create()
    world = World.founded(tmp_path / "registry", authority=authority)
    below, issued = authority.issue("intermediate", extensions=authority_extensions(path_length=0))
    assert isinstance(below, ec.EllipticCurvePrivateKey)
    between = Certificate.load(issued.public_bytes(Encoding.DER))
    key = SpecimenAuthority(authority.root, between, below, 100).officer("ผู้รับ", organisation="SPECIMEN", post="ผู้รับ")
    world.admit(world.say("r1", OfficerEnrolled("p", "ผู้รับ", "SPECIMEN", (), (Role.RECIPIENT,), ())))
    files = [world.file(one.der, role="certificate", name="key.cer") for one in (key.certificate, between)]
    enrolled = KeyEnrolled("p", Digest(key.certificate.spki), files[0].sha256)
    of_another = replace(enrolled, spki=Digest("sha256:" + "0" * 64))

    with pytest.raises(RegistryError, match="is not of key"):
        world.admit(world.say("r1", of_another, doc=files))
    with pytest.raises(BadCertificate):
        world.admit(world.say("r1", enrolled, doc=files[:1]))
    world.admit(world.say("r1", enrolled, doc=files))

    world.close()


def test_a_statement_that_rests_on_another_enrolment_is_refused(world: World) -> None:
    world.people["dg"] = replace(world.people["dg"], under=world.people["r1"].under)

    with pytest.raises(NotAllowed, match="another enrolment"):
        world.admit(world.sign(world.letter(world.reserve())))


@pytest.mark.parametrize("who", ["nobody", "", "ผู้ไม่มีชื่อ"])
def test_nobody_acts_in_the_name_of_somebody_who_is_not_enrolled(world: World, who: str) -> None:
    series = world.series[SeriesKind.CIRCULAR]
    stream = world.issue()
    acts: list[requests.Request] = [
        requests.Reserve(series, Purpose.PAPER, who),
        requests.Void(series, world.reserve()[0], "typo", who),
        requests.Enter(stream, "entry.noted.v1", {"remark": "x", "clerk": who}),
        requests.Receive(world.series[SeriesKind.RECEIVED], {"clerk": who}),
    ]

    outcomes = [one.outcome for one in world.try_all(acts)]

    assert [getattr(outcome, "slug", outcome) for outcome in outcomes] == ["no-such-officer"] * 4


@pytest.mark.parametrize(("after", "year"), [(2**53, 2564), (10**30, 2564), (0, 2**70)])
def test_what_could_not_be_read_again_is_refused_and_the_register_opens_again(
    world: World, after: int, year: int
) -> None:
    page = world.register.blobs.put(b"SPECIMEN: a page")

    with pytest.raises((NotCanonical, InvalidValue)):
        world.ask(requests.OpenSeries("ทะเบียนใหญ่", SeriesKind.ORDINARY, year, after, page))

    world.reopen()
    assert audit(world.folder, Trust.beside(world.folder)).size == world.register.tree.size


def test_a_register_that_was_opened_has_nothing_to_take_back(world: World) -> None:
    world.reopen()

    assert world.register.known.undo.mark() == 0


def test_a_file_that_is_there_already_is_made_durable_before_anything_names_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = world.register.blobs.put(b"SPECIMEN: a file")
    synced: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(str(Path(f"/proc/self/fd/{file}").readlink())))

    world.register.blobs.put(b"SPECIMEN: a file")

    assert synced == [str(world.register.blobs.path(kept).parent)]


def test_a_correction_names_what_the_register_holds_and_never_signed_text(world: World) -> None:
    stream = world.issue()
    world.enter(stream, "entry.noted.v1", remark="ส่งซ้ำ", clerk="clerk")
    slip = {"new": "ส่งอีกครั้ง", "reason": "พิมพ์ผิด", "clerk": "clerk"}

    with pytest.raises(WrongStage, match="read it again"):
        world.enter(stream, "entry.corrected.v1", what="remark", old="ไม่เคยมี", **slip)
    for what in ("owner_unit", "contact", "number", "dated", "subject"):
        with pytest.raises(WrongStage, match="signed text"):
            world.enter(stream, "entry.corrected.v1", what=what, old="", **slip)
    world.enter(stream, "entry.corrected.v1", what="remark", old="ส่งซ้ำ", **slip)

    assert world.register.known.letters.get(stream) is not None
    assert audit(world.folder, Trust.beside(world.folder)).letters == 1


@pytest.mark.parametrize("page", [0, 1, 3, 8])
def test_a_damaged_database_is_refused_in_words(world: World, page: int) -> None:
    for _ in range(8):
        world.issue()
    world.close()
    with (world.folder / "register.db").open("r+b") as file:
        file.seek(4096 * page)
        file.write(b"\xff" * 4096)

    with pytest.raises(RegistryError):
        open_register(world.folder, clock=world.clock)


def test_an_expired_seal_admits_nothing(world: World) -> None:
    world.now = world.now.replace(year=2038)

    with pytest.raises(BadCertificate, match="expired"):
        world.ask(requests.OpenSeries("ทะเบียน", SeriesKind.ORDINARY, 2581, 0, None))
    with pytest.raises(BadCertificate, match="expired"):
        world.register.process([])
