"""Attacks on answers that come as a file: altered, misled, replayed, forged, too deep, too late."""

import base64
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, Role
from domain.errors import InvalidValue, NoSuchThing, NotAllowed, WrongNumber, WrongStage
from domain.values import Digest, StreamId
from keys import cades
from keys.errors import BadCertificate, BadSignature
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from keys.signing import SigningKey
from keys.testing import SpecimenAuthority
from registry import bundle, wire
from registry.acts import elsewhere
from registry.acts.elsewhere import Proved, SignedAnswer, Slip
from registry.acts.office import Office
from registry.errors import NotCanonical, RegistryError
from registry.reader import Reader
from registry.register.desk import LocalDesk
from registry.register.work import REFUSALS
from registry.verify.check import Trust
from tests.attacks.tampering import audited
from tests.registry.world import OFFICE, RECIPIENTS, World

QUICKLY = 0.5
"""Seconds."""


@dataclass(frozen=True)
class Post:
    """A dispatched letter, its bundle, and the slip of the first recipient."""

    world: World
    letter: StreamId
    bundle: bytes
    slip: Slip
    trust: Trust

    @property
    def proved(self) -> Proved:
        return elsewhere.proved(self.bundle, self.trust)

    def answer(self, *, slip: Slip | None = None, key: SigningKey | None = None) -> bytes:
        """What the recipient sends back who acknowledges with *slip* and *key*, by default the honest ones."""
        slip, proved, at = slip or self.slip, self.proved, self.world.now
        author = elsewhere.author(slip, key or self.world.people["p0"].key, self.trust, at=at)
        fact = slip.recipient.acknowledged(proved.letter)
        return elsewhere.written(elsewhere.sign(author, proved, fact, at=at))

    def admit(self, data: bytes, world: World | None = None) -> elsewhere.Admitted:
        """Hand a file in at the office."""
        world = world or self.world
        with Reader(world.folder) as reader:
            return elsewhere.admit(Office(LocalDesk(world.register), reader, world.clock), data)


@pytest.fixture
def post(world: World) -> Post:
    letter = world.issue()
    world.dispatch(letter)
    with Reader(world.folder) as reader:
        roots, key = reader.home.roots.read_bytes(), reader.home.log_key.read_text().strip()
        trust = Trust(TrustRoots.load(roots), NoteVerifier.parse(key))
        return Post(world, letter, bundle.write(reader, letter), elsewhere.slip(reader, "p0"), trust)


def facts(world: World) -> int:
    return len(world.register.store.after(-1, 10_000))


def fields(data: bytes) -> dict[str, Any]:
    return dict(json.loads(data))


def packed(**changed: object) -> bytes:
    return json.dumps(changed, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def restated(post: Post, data: bytes, key: SigningKey | None, **changed: Any) -> bytes:
    """An answer whose statement says something else, signed again by *key* or still under the old signature."""
    answer = msgspec.json.decode(data, type=SignedAnswer)
    statement = wire.decode(answer.statement)
    fact = replace(statement.fact, **changed)
    said = wire.encode(msgspec.structs.replace(statement, fact=fact))
    evidence = answer.evidence if key is None else cades.sign(said, key, at=post.world.now)
    return elsewhere.written(msgspec.structs.replace(answer, statement=said, evidence=evidence))


# --- the answer's file -------------------------------------------------------------------------------------


def test_no_changed_byte_of_an_answer_is_admitted(post: Post) -> None:
    data, before = post.answer(), facts(post.world)
    for place in range(0, len(data), 29):
        changed = bytearray(data)
        changed[place] ^= 1

        with pytest.raises(REFUSALS):
            post.admit(bytes(changed))
    for cut in (0, 1, len(data) // 2, len(data) - 1):
        with pytest.raises(REFUSALS):
            post.admit(data[:cut])

    assert facts(post.world) == before
    assert post.admit(data).addressee == RECIPIENTS[0]


SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "a key twice": lambda data: data[:-1] + b',"v":1}',
    "an unknown field": lambda data: data[:-1] + b',"w":1}',
    "a field too few": lambda data: data.replace(b',"v":1', b""),
    "another version": lambda data: data.replace(b'"v":1', b'"v":2'),
    "white space": lambda data: data + b"\n",
    "another order": lambda data: data.replace(b',"v":1', b"").replace(b"{", b'{"v":1,'),
    "a list": lambda data: b"[" + data + b"]",
    "base64 of the web": lambda data: packed(
        **{**fields(data), "evidence": base64.urlsafe_b64encode(b"\xff" * 30).decode()}
    ),
    "base64 without its end": lambda data: packed(
        **{**fields(data), "evidence": base64.b64encode(b"\xff" * 31).decode().rstrip("=")}
    ),
    "base64 with idle bits": lambda data: packed(**{**fields(data), "evidence": "AB=="}),
    "base64 in lines": lambda data: packed(**{**fields(data), "evidence": "AAAA\nAAAA"}),
    "no stream": lambda data: packed(**{**fields(data), "letter": "../../etc/passwd"}),
    "a figure": lambda data: packed(**{**fields(data), "statement": 5}),
    "nothing but size": lambda data: data.replace(b'"evidence":"', b'"evidence":"' + b"A" * (256 << 10)),
}


@pytest.mark.parametrize("how", SPELLINGS)
def test_an_answer_that_is_written_in_another_way_is_refused(post: Post, how: str) -> None:
    data, before = post.answer(), facts(post.world)
    changed = SPELLINGS[how](data)
    assert changed != data

    with pytest.raises(InvalidValue, match="not an answer as saraban answer writes it"):
        post.admit(changed)

    assert facts(post.world) == before


@pytest.mark.parametrize(
    "trap",
    [
        b"[" * 100_000,
        b'{"evidence":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"evidence":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' + b"9" * 200_000 + b"}",
    ],
    ids=["arrays", "objects", "a field", "figures"],
)
def test_files_of_a_hundred_thousand_levels_hang_neither_side(post: Post, trap: bytes) -> None:
    started = time.perf_counter()

    with pytest.raises(InvalidValue, match="not an answer"):
        post.admit(trap)
    with pytest.raises(InvalidValue, match="not a slip"):
        elsewhere.read_slip(trap, origin=post.world.origin)

    assert time.perf_counter() - started < QUICKLY


def test_a_statement_of_a_hundred_thousand_levels_in_an_answer_is_refused(post: Post) -> None:
    trap = b'{"a":' * 10_000 + b"1" + b"}" * 10_000

    with pytest.raises(NotCanonical):
        post.admit(packed(**{**fields(post.answer()), "statement": base64.b64encode(trap).decode()}))


def test_only_answers_to_letters_are_taken_from_a_file(post: Post) -> None:
    spki = Digest(post.world.people["dg"].key.certificate.spki)
    said = post.world.say("r1", KeyWithdrawn(spki, "ปลอม"))
    before = facts(post.world)

    with pytest.raises(NotAllowed, match=r"key\.withdrawn\.v1 is not taken from a file"):
        post.admit(elsewhere.written(SignedAnswer(1, post.letter, said.statement, said.evidence)))

    assert facts(post.world) == before


# --- what is answered ----------------------------------------------------------------------------------------


def test_an_answer_that_is_led_to_another_letter_is_refused(post: Post) -> None:
    other = post.world.issue()
    post.world.dispatch(other)

    with pytest.raises(WrongNumber, match="to another letter"):
        post.admit(packed(**{**fields(post.answer()), "letter": other}))
    with pytest.raises(NoSuchThing, match="No letter"):
        post.admit(packed(**{**fields(post.answer()), "letter": post.world.receive()}))


def test_no_changed_byte_of_a_bundle_is_answered(post: Post) -> None:
    for place in range(0, len(post.bundle), 997):
        changed = bytearray(post.bundle)
        changed[place] ^= 1

        with pytest.raises(InvalidValue, match="The bundle is not answered, for it is not valid"):
            elsewhere.proved(bytes(changed), post.trust)


def test_a_bundle_of_another_registry_is_not_answered(post: Post, tmp_path: Path) -> None:
    other = World.staffed(tmp_path / "other", another=True)
    with Reader(other.folder) as reader:
        foreign = bundle.write(reader, other.issue())
    other.close()

    with pytest.raises(InvalidValue, match="not valid: history"):
        elsewhere.proved(foreign, post.trust)


def test_what_a_bundle_cannot_tell_is_not_answered(post: Post) -> None:
    paper = post.world.issue_by_hand()
    with Reader(post.world.folder) as reader:
        data = bundle.write(reader, paper)

    with pytest.raises(InvalidValue, match="cannot tell: person"):
        elsewhere.proved(data, post.trust)


def test_an_answer_is_not_answered(post: Post) -> None:
    data = post.answer()
    post.admit(data)
    said = wire.decode(msgspec.json.decode(data, type=SignedAnswer).statement)
    with Reader(post.world.folder) as reader:
        answered = bundle.write(reader, said.stream)

    with pytest.raises(InvalidValue, match="is about an answer"):
        elsewhere.proved(answered, post.trust)


# --- who answers -----------------------------------------------------------------------------------------------


def test_another_recipients_key_does_not_sign_with_this_slip(post: Post) -> None:
    with pytest.raises(NotAllowed, match="is not on the slip of ผู้รับ 0"):
        post.answer(key=post.world.people["p1"].key)


@pytest.mark.parametrize("who", ["p1", "clerk", "dg"])
def test_a_slip_that_was_made_to_fit_another_key_leads_to_an_answer_that_is_refused(post: Post, who: str) -> None:
    thief = post.world.people[who]
    keys = (Digest(thief.key.certificate.spki),)
    for slip in (
        msgspec.structs.replace(post.slip, keys=keys),
        msgspec.structs.replace(post.slip, keys=keys, under=thief.under),
        msgspec.structs.replace(post.slip, keys=keys, under=thief.under, officer=who),
    ):
        with pytest.raises(NotAllowed):
            post.admit(post.answer(slip=slip, key=thief.key))

    assert audited(post.world.folder).acknowledged == 0


@pytest.mark.parametrize("part", ["name", "post", "office"])
def test_a_slip_that_puts_other_words_into_the_recipients_mouth_leads_nowhere(post: Post, part: str) -> None:
    false = msgspec.structs.replace(post.slip, **{part: "ผู้ว่าราชการจังหวัด"})

    with pytest.raises(NotAllowed, match="have it made again with a new slip"):
        post.admit(post.answer(slip=false))


def test_words_that_nobody_sees_are_refused_on_both_sides(post: Post) -> None:
    data, key = post.answer(), post.world.people["p0"].key
    for hidden in ("1\u202e2", "\x1b[2J"):
        with pytest.raises(InvalidValue, match="invisible character"):
            post.admit(restated(post, data, key, receive_number=hidden))
        with pytest.raises(InvalidValue, match="invisible character"):
            elsewhere.read_slip(
                elsewhere.written(msgspec.structs.replace(post.slip, name=hidden)), origin=post.world.origin
            )
    with pytest.raises(InvalidValue, match="not spelt"):
        post.admit(restated(post, data, key, receive_number="12\u200b"))


def test_a_signature_does_not_hold_for_other_words(post: Post) -> None:
    with pytest.raises(BadSignature, match="over other bytes"):
        post.admit(restated(post, post.answer(), None, receive_number="13/2564"))


def test_a_recipient_speaks_for_no_other_addressee(post: Post) -> None:
    letter, recipient = post.proved.letter, post.slip.recipient
    with pytest.raises(NotAllowed, match="does not answer for"):
        recipient.acknowledged(letter, to=RECIPIENTS[1])
    with pytest.raises(NotAllowed, match="was not sent to anybody for whom"):
        replace(recipient, receives_for=("นายกเทศมนตรี",)).acknowledged(letter)

    with pytest.raises(NotAllowed, match="does not answer for"):
        post.admit(restated(post, post.answer(), post.world.people["p0"].key, to=1))


def test_a_recipient_of_several_addressees_names_one_and_answers_for_each(post: Post) -> None:
    world = post.world
    both = world.enrol("both", "ผู้รับ สองราย", roles=(Role.RECIPIENT,), receives_for=RECIPIENTS[1:])
    with Reader(world.folder) as reader:
        slip = elsewhere.slip(reader, "both")
    author = elsewhere.author(slip, both.key, post.trust, at=world.now)

    with pytest.raises(WrongNumber, match="answers for 2 addressees"):
        slip.recipient.acknowledged(post.proved.letter)

    for to in RECIPIENTS[1:]:
        fact = slip.recipient.returned(post.proved.letter, to=to, reason="ส่งผิด")
        signed = elsewhere.sign(author, post.proved, fact, at=world.now)
        assert post.admit(elsewhere.written(signed)).addressee == to


def test_a_letter_is_not_returned_without_a_reason(post: Post) -> None:
    author = elsewhere.author(post.slip, post.world.people["p0"].key, post.trust, at=post.world.now)
    fact = post.slip.recipient.returned(post.proved.letter, reason=" ")

    with pytest.raises(InvalidValue, match="Say why the letter is returned"):
        elsewhere.sign(author, post.proved, fact, at=post.world.now)


# --- keys that no longer count, and those that never did ---------------------------------------------------------


def test_an_answer_by_a_key_that_was_withdrawn_on_the_way_is_refused(post: Post) -> None:
    world, data = post.world, post.answer()
    world.admit(world.say("r1", KeyWithdrawn(post.slip.keys[0], "บัตรหาย")))
    before = facts(world)

    with pytest.raises(NotAllowed, match="was withdrawn: บัตรหาย"):
        post.admit(data)

    assert facts(world) == before
    assert audited(world.folder).acknowledged == 0


def test_no_slip_is_made_for_whom_no_key_counts_or_nobody_is_answered(post: Post) -> None:
    world = post.world
    world.admit(world.say("r1", KeyWithdrawn(post.slip.keys[0], "บัตรหาย")))
    with Reader(world.folder) as reader:
        with pytest.raises(NoSuchThing, match="p0 has no such key"):
            elsewhere.slip(reader, "p0")
        with pytest.raises(NotAllowed, match="answers for nobody"):
            elsewhere.slip(reader, "clerk")
        with pytest.raises(NoSuchThing, match="No officer 'x' is enrolled here"):
            elsewhere.slip(reader, "x")


def test_a_slip_names_no_key_that_waits_for_the_second_registrar(post: Post) -> None:
    world = post.world
    fresh = world.authority.officer("ผู้รับ 0", organisation=OFFICE, post="ผู้รับ")
    file = world.file(fresh.certificate.der, role="certificate", name="fresh.cer")
    enrolled = world.say("r1", KeyEnrolled("p0", Digest(fresh.certificate.spki), file.sha256), doc=[file])
    world.admit(enrolled)

    with Reader(world.folder) as reader:
        assert elsewhere.slip(reader, "p0").keys == post.slip.keys

    world.admit(world.say("r2", KeyConfirmed(enrolled.digest, Digest(fresh.certificate.spki))))
    with Reader(world.folder) as reader:
        assert set(elsewhere.slip(reader, "p0").keys) == {*post.slip.keys, fresh.certificate.spki}


def test_a_slip_from_before_a_new_enrolment_counts_no_longer(post: Post) -> None:
    world, data = post.world, post.answer()
    world.enrol_again(replace(_enrolled(world, "p0"), name="ผู้รับ ชื่อใหม่"))

    with pytest.raises(NotAllowed, match="rests on another enrolment"):
        post.admit(data)


def _enrolled(world: World, officer: str) -> Any:
    return world.register.known.authority.officer(officer)


def test_a_key_of_a_foreign_authority_or_an_expired_one_signs_nothing(post: Post) -> None:
    foreign = SpecimenAuthority.create("foreign").officer("ผู้รับ 0", organisation=OFFICE, post="ผู้รับ")
    slip = msgspec.structs.replace(post.slip, keys=(Digest(foreign.certificate.spki),))
    with pytest.raises(BadCertificate, match="No trusted root stands above"):
        post.answer(slip=slip, key=foreign)

    post.world.now += timedelta(days=20 * 366)
    with pytest.raises(BadCertificate, match="expired"):
        post.answer()


# --- again, elsewhere, too late ---------------------------------------------------------------------------------


def test_the_same_file_is_answered_again_and_entered_once_also_days_later(post: Post) -> None:
    data = post.answer()
    first, before = post.admit(data), facts(post.world)
    post.world.now += timedelta(days=3)

    assert post.admit(data) == first
    post.world.reopen()
    post.world.admit(post.world.say("r1", KeyWithdrawn(post.slip.keys[0], "บัตรหาย")))
    before += 1
    assert post.admit(data) == first
    assert facts(post.world) == before


def test_a_second_answer_of_the_same_recipient_is_refused(post: Post) -> None:
    data = post.answer()
    post.admit(data)
    answer = msgspec.json.decode(data, type=SignedAnswer)
    evidence = cades.sign(answer.statement, post.world.people["p0"].key, at=post.world.now)
    for again in (post.answer(), elsewhere.written(msgspec.structs.replace(answer, evidence=evidence))):
        with pytest.raises(WrongStage, match="has answered"):
            post.admit(again)


def test_a_slip_of_another_registry_is_not_used(post: Post) -> None:
    foreign = msgspec.structs.replace(post.slip, origin="other.example/letters")

    with pytest.raises(InvalidValue, match=r"The slip is of other\.example/letters"):
        elsewhere.read_slip(elsewhere.written(foreign), origin=post.proved.origin)

    assert elsewhere.read_slip(elsewhere.written(post.slip), origin=post.proved.origin) == post.slip


def test_an_answer_is_not_admitted_by_another_registry(post: Post, tmp_path: Path) -> None:
    other = World.staffed(tmp_path / "other", origin="other.example/letters")
    other.dispatch(other.issue())

    with pytest.raises(NotCanonical, match=r"made for 'specimen\.example/letters'"):
        post.admit(post.answer(), other)

    other.close()


def test_an_answer_is_not_admitted_by_another_registry_of_the_same_name_and_people(post: Post, tmp_path: Path) -> None:
    """A second history under the first one's name, with the recipient's own key enrolled in it."""
    other = World.founded(tmp_path / "twin", authority=post.world.authority)
    other.enrol("p0", "ผู้รับ 0", roles=(Role.RECIPIENT,), receives_for=RECIPIENTS[:1], key=post.world.people["p0"].key)

    with pytest.raises(RegistryError, match="saw another history"):
        post.admit(post.answer(), other)

    other.close()


def test_an_answer_that_comes_too_late_has_to_be_made_again(post: Post) -> None:
    data = post.answer()
    post.world.now += timedelta(hours=24, seconds=1)

    with pytest.raises(WrongStage, match="is admitted within 24 hours: have it made again"):
        post.admit(data)

    assert post.admit(post.answer()).addressee == RECIPIENTS[0]


def test_an_answer_by_a_clock_that_runs_ahead_is_refused_as_that(post: Post) -> None:
    post.world.now += timedelta(days=2)
    data = post.answer()
    post.world.now -= timedelta(days=2)

    with pytest.raises(NotCanonical, match="set the clock"):
        post.admit(data)


def test_random_bytes_are_neither_a_slip_nor_an_answer(post: Post) -> None:
    for data in (os.urandom(2_000), b"", b"{}", b"null", b"\xff\xfe{}"):
        with pytest.raises(InvalidValue, match="not an answer"):
            post.admit(data)
        with pytest.raises(InvalidValue, match="not a slip"):
            elsewhere.read_slip(data, origin=post.world.origin)
