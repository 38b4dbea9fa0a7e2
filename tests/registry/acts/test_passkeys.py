"""Recipients' passkeys: offered through a link, confirmed by a clerk, and what they can and cannot sign."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from os import urandom
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from domain.directives import Progress
from domain.errors import DomainError, InvalidValue, NoSuchThing, NotAllowed, WrongStage
from domain.letter.events import LetterSigned
from domain.values import Digest
from keys.errors import BadPasskey
from registry import requests, wire
from registry.acts import links
from registry.acts.links import ToSign
from registry.acts.outgoing import issued_in
from registry.audit.audit import Trust, audit
from registry.errors import NotCanonical, RegistryError
from registry.ordinary import Ordinary
from registry.papers import signing
from registry.register.desk import LocalDesk
from registry.views.levels import Level
from registry.views.links import PasskeyState
from registry.views.unanswered import AnswerState
from tests.passkeys import PRESENT, RP, SpecimenPasskey
from tests.registry.acts.recipients import KRABI, Desk, desk

PASSKEY = SpecimenPasskey.made()


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path / "registry") as opened:
        yield opened


def asked_to_sign(at: Desk, passkey: SpecimenPasskey = PASSKEY, to: int = 0) -> ToSign:
    """A letter, and its acknowledgement that waits for a confirmed passkey."""
    letter = at.asked()
    known = at.confirmed(at.open(letter, to), passkey)
    return links.to_sign(at.office, issued_in(at.office, letter), known, at.acknowledgement(letter, known))


def hand_in(at: Desk, statement: wire.Statement, to_sign: ToSign, passkey: SpecimenPasskey = PASSKEY) -> dict[str, Any]:
    """Let a passkey sign another statement, and hand it in for the same letter."""
    other = replace(to_sign, statement=wire.encode(statement))
    return links.hand_in(at.office, other, passkey.sign(other.statement))


# --- offered, confirmed, withdrawn -------------------------------------------------------------------------------


def test_a_passkey_waits_until_a_clerk_confirms_it(at: Desk) -> None:
    link = at.open(at.asked())

    waiting = at.offered(link, PASSKEY)
    links.confirm_passkey(at.office, waiting, clerk="clerk")

    known = at.known(PASSKEY)
    assert (waiting.state, known.state) == (PasskeyState.WAITING, PasskeyState.CONFIRMED)
    assert (known.addressee, known.name, known.confirmed_by) == (link.addressee, KRABI.name, "clerk")


def test_an_acknowledgement_by_passkey_is_the_recipients_own_statement(at: Desk) -> None:
    letter = at.asked()
    at.confirmed(at.open(letter), PASSKEY)

    answer = at.acknowledge(letter, PASSKEY)

    standing = at.open(letter).standing
    assert (standing.state, standing.level, standing.receive_number) == (
        AnswerState.ACKNOWLEDGED,
        Level.PASSKEY,
        "88/2564",
    )
    assert re.fullmatch("sha256:[0-9a-f]{64}", answer["signed"])
    assert audit(at.world.folder, Trust.beside(at.world.folder), cores=1, kept=1).acknowledged == 1


def test_a_passkey_of_rsa_answers_too(at: Desk) -> None:
    passkey = SpecimenPasskey.made(of_rsa=2048)
    letter = at.asked()
    at.confirmed(at.open(letter), passkey)

    at.acknowledge(letter, passkey)

    assert audit(at.world.folder, Trust.beside(at.world.folder), cores=1).acknowledged == 1


def test_a_confirmed_passkey_answers_later_letters_to_the_same_addressee(at: Desk) -> None:
    at.confirmed(at.open(at.asked()), PASSKEY)
    later = at.asked()

    at.acknowledge(later, PASSKEY)

    assert at.open(later).answered


def test_returns_and_reports_are_signed_by_passkeys_as_well(at: Desk) -> None:
    first, second = at.asked(), at.asked()
    known = at.confirmed(at.open(first), PASSKEY)
    who = links.recipient(known)
    done = who.reported(
        issued_in(at.office, first), no=1, progress=Progress.DONE, happened_at=at.world.now, how="ออกคำสั่งแล้ว"
    )
    back = who.returned(issued_in(at.office, second), reason="ส่งผิดหน่วยงาน")

    for letter, fact in ((first, done), (second, back)):
        waiting = links.to_sign(at.office, issued_in(at.office, letter), known, fact)
        links.hand_in(at.office, waiting, PASSKEY.sign(waiting.statement))

    assert at.open(second).standing.state is AnswerState.RETURNED
    audit(at.world.folder, Trust.beside(at.world.folder), cores=1)


def test_an_unconfirmed_passkey_signs_nothing(at: Desk) -> None:
    letter = at.asked()
    at.offered(at.open(letter), PASSKEY)

    with pytest.raises(NotAllowed, match="waits for a clerk"):
        at.acknowledge(letter, PASSKEY)


def test_a_withdrawn_passkey_signs_nothing_more_and_is_not_confirmed_again(at: Desk) -> None:
    first, second = at.asked(), at.asked()
    known = at.confirmed(at.open(first), PASSKEY)
    at.acknowledge(first, PASSKEY)
    links.withdraw_passkey(at.office, known, reason="เปลี่ยนโทรศัพท์", clerk="clerk")

    with pytest.raises(NotAllowed, match="was withdrawn: เปลี่ยนโทรศัพท์"):
        at.acknowledge(second, PASSKEY)
    with pytest.raises(NotAllowed, match="was withdrawn"):
        links.confirm_passkey(at.office, known, clerk="clerk")
    assert at.open(second).passkeys == ()
    audit(at.world.folder, Trust.beside(at.world.folder), cores=1)


def test_a_signature_made_before_the_withdrawal_is_not_taken_behind_it(at: Desk) -> None:
    waiting = asked_to_sign(at)
    signed = PASSKEY.sign(waiting.statement)
    links.withdraw_passkey(at.office, at.known(PASSKEY), reason="หาย", clerk="clerk")

    with pytest.raises(NotAllowed, match="was withdrawn"):
        links.hand_in(at.office, waiting, signed)


def test_a_passkey_is_offered_once(at: Desk) -> None:
    link, other = at.open(at.asked(), 0), at.open(at.asked(), 1)
    at.offered(link, PASSKEY)

    for again in (link, other):
        with pytest.raises(WrongStage, match="was enrolled before"):
            at.offered(again, PASSKEY)


def test_a_passkey_is_confirmed_once(at: Desk) -> None:
    known = at.confirmed(at.open(at.asked()), PASSKEY)

    with pytest.raises(WrongStage, match="was confirmed before"):
        at.world.ask(
            requests.Enter(
                known.stream,
                "passkey.confirmed.v1",
                {"offered": known.offered, "spki": known.spki, "clerk": "clerk"},
            )
        )


def test_only_a_clerk_confirms(at: Desk) -> None:
    waiting = at.offered(at.open(at.asked()), PASSKEY)

    for who in ("dg", "p0"):
        with pytest.raises(NotAllowed, match="is not a clerk"):
            links.confirm_passkey(at.office, waiting, clerk=who)


def test_a_passkey_is_not_confirmed_in_anothers_stream(at: Desk) -> None:
    first, second = SpecimenPasskey.made(), SpecimenPasskey.made()
    one, two = at.offered(at.open(at.asked()), first), at.offered(at.open(at.asked()), second)

    with pytest.raises(NoSuchThing, match="No passkey"):
        links.confirm_passkey(at.office, replace(one, stream=two.stream), clerk="clerk")
    with pytest.raises(NoSuchThing, match="No passkey"):
        links.confirm_passkey(at.office, replace(one, offered=two.offered), clerk="clerk")
    with pytest.raises(NoSuchThing, match="No passkey"):
        links.withdraw_passkey(at.office, replace(one, spki=two.spki), reason="x", clerk="clerk")


def test_a_passkey_is_withdrawn_with_a_reason(at: Desk) -> None:
    waiting = at.offered(at.open(at.asked()), PASSKEY)

    with pytest.raises(InvalidValue, match="Say why"):
        links.withdraw_passkey(at.office, waiting, reason=" ", clerk="clerk")


def test_a_passkey_of_another_kind_of_key_is_not_taken(at: Desk) -> None:
    link = at.open(at.asked())

    with pytest.raises(BadPasskey, match="neither P-256 nor"):
        links.offer_passkey(at.office, link, KRABI, spki=b"SPECIMEN", credential="AA", rp=RP)
    with pytest.raises(BadPasskey, match="no host's name"):
        links.offer_passkey(at.office, link, KRABI, spki=PASSKEY.spki, credential="AA", rp="https://x")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"to": 1}, "not good"),
        ({"officer": "dg"}, "is an officer who is enrolled"),
        ({"credential": " "}, "without credential"),
        ({"credential": "A" * 1401}, "more than 1400"),
        ({"spki": "sha256:" + "0" * 64}, "missing"),
        ({"rp": "https://x"}, "no host's name"),
    ],
    ids=str,
)
def test_an_offer_that_cannot_be_is_refused_by_the_writer(at: Desk, changed: dict[str, object], why: str) -> None:
    link = at.open(at.asked())
    at.office.reader.blobs.put(PASSKEY.spki)
    fields: dict[str, object] = {"to": 0, "office": "SPECIMEN", "name": "ก", "post": "ข", "spki": PASSKEY.name}
    fields |= {"credential": "AA", "rp": RP, "officer": "passkey-x", **changed}

    with pytest.raises((DomainError, RegistryError, BadPasskey), match=why):
        at.office.desk.ask(requests.ByLink(link.letter.stream, link.secret, "passkey.offered.v1", fields))


# --- attacks -----------------------------------------------------------------------------------------------------


def test_a_signature_of_another_statement_is_refused(at: Desk) -> None:
    waiting = asked_to_sign(at)

    with pytest.raises(BadPasskey, match="signed another statement"):
        links.hand_in(at.office, waiting, PASSKEY.sign(waiting.statement + b" "))


def test_a_signature_for_another_site_is_refused(at: Desk) -> None:
    waiting = asked_to_sign(at)

    with pytest.raises(BadPasskey, match="another site"):
        links.hand_in(at.office, waiting, SpecimenPasskey(PASSKEY.key, "evil.example").sign(waiting.statement))


def test_a_signature_without_verification_of_the_person_is_refused(at: Desk) -> None:
    waiting = asked_to_sign(at)

    with pytest.raises(BadPasskey, match="did not verify"):
        links.hand_in(at.office, waiting, PASSKEY.sign(waiting.statement, flags=PRESENT))


def test_a_signature_by_a_strangers_passkey_is_refused(at: Desk) -> None:
    waiting = asked_to_sign(at)

    with pytest.raises(BadPasskey, match="does not hold"):
        links.hand_in(at.office, waiting, SpecimenPasskey.made().sign(waiting.statement))


def test_a_signature_replayed_answers_nothing_twice(at: Desk) -> None:
    waiting = asked_to_sign(at)
    signed = PASSKEY.sign(waiting.statement)
    links.hand_in(at.office, waiting, signed)

    with pytest.raises((WrongStage, InvalidValue), match=r"has answered|was admitted before"):
        links.hand_in(at.office, waiting, signed)


def test_a_signature_replayed_for_another_letter_is_refused(at: Desk) -> None:
    waiting = asked_to_sign(at)
    other = issued_in(at.office, at.asked())

    with pytest.raises(DomainError, match="another letter"):
        links.hand_in(at.office, replace(waiting, letter=other), PASSKEY.sign(waiting.statement))


def test_a_passkey_does_not_answer_for_another_addressee(at: Desk) -> None:
    waiting = asked_to_sign(at)
    statement = wire.decode(waiting.statement)

    for changed in ({"to": 1}, {"officer": "p0"}, {"to": 1, "officer": "p1"}):
        fact = replace(statement.fact, **changed)
        with pytest.raises(NotAllowed, match="does not answer for"):
            hand_in(at, structs.replace(statement, fact=fact), waiting)


def test_what_is_typed_is_spelt_as_the_register_spells_before_it_is_signed(at: Desk) -> None:
    letter = issued_in(at.office, at.asked())
    known = at.confirmed(at.open(letter.stream), PASSKEY)
    who = links.recipient(known)

    waiting = links.to_sign(at.office, letter, known, who.returned(letter, reason="  ส่งผิด "))

    assert getattr(wire.decode(waiting.statement).fact, "reason") == "ส่งผิด"  # noqa: B009 - of a union
    with pytest.raises(InvalidValue, match="2000 are the most"):
        links.to_sign(at.office, letter, known, who.returned(letter, reason="ก" * 2_001))


def test_a_passkey_signs_no_letter(at: Desk) -> None:
    waiting = asked_to_sign(at)
    statement = wire.decode(waiting.statement)
    letter = LetterSigned(at.world.letter(at.world.reserve()))

    with pytest.raises(NotCanonical, match="is not admitted"):
        hand_in(at, structs.replace(statement, fact=letter), waiting)


@pytest.mark.parametrize("under", [None, Digest("sha256:" + "0" * 64)])
def test_what_a_passkey_signs_rests_on_its_confirmation(at: Desk, under: Digest | None) -> None:
    waiting = asked_to_sign(at)
    statement = wire.decode(waiting.statement)

    with pytest.raises(NotAllowed, match="another enrolment"):
        hand_in(at, structs.replace(statement, under=under), waiting)


def test_an_officers_key_signs_nothing_as_a_passkey_and_the_reverse(at: Desk) -> None:
    letter = at.asked()
    said = at.world.acknowledgement(letter)
    waiting = asked_to_sign(at)
    evidence = PASSKEY.sign(waiting.statement).write()

    with pytest.raises(DomainError, match="No passkey"):
        at.world.ask(requests.Admit(said.statement, PASSKEY.sign(said.statement).write(), "webauthn", letter))
    with pytest.raises(NotAllowed, match="is not enrolled here"):
        at.world.ask(requests.Admit(waiting.statement, evidence, "cms", waiting.letter.stream))


def test_every_byte_of_what_a_passkey_signed_counts(at: Desk) -> None:
    waiting = asked_to_sign(at)
    evidence, stream = PASSKEY.sign(waiting.statement).write(), waiting.letter.stream
    wrong = [
        evidence[:place] + bytes([evidence[place] ^ 1]) + evidence[place + 1 :] for place in range(0, len(evidence), 7)
    ]

    done = at.world.try_all([requests.Admit(waiting.statement, one, "webauthn", stream) for one in wrong])

    assert all(isinstance(one.outcome, BadPasskey) for one in done)
    links.hand_in(at.office, waiting, PASSKEY.sign(waiting.statement))


# --- the writer opened again, and statements that wait -------------------------------------------------------------


def test_the_writer_opened_again_knows_passkeys(at: Desk) -> None:
    first, second = at.asked(), at.asked()
    at.confirmed(at.open(first), PASSKEY)
    at.world.reopen()
    at = replace(at, office=replace(at.office, desk=LocalDesk(at.world.register)))

    at.acknowledge(first, PASSKEY)
    links.withdraw_passkey(at.office, at.known(PASSKEY), reason="หาย", clerk="clerk")

    with pytest.raises(NotAllowed, match="was withdrawn"):
        at.acknowledge(second, PASSKEY)


def test_a_statement_waits_five_minutes_and_is_taken_once(tmp_path: Path, at: Desk) -> None:
    waiting = asked_to_sign(at)
    papers, now = Ordinary(tmp_path / "papers.db", signing.TABLES), at.world.now
    kept = signing.Waiting(waiting.letter.stream, PASSKEY.name, waiting.statement)

    first = signing.keep(papers, kept, now=now, random=urandom)
    late = signing.keep(papers, kept, now=now, random=urandom)

    assert signing.take(papers, first, now=now + timedelta(minutes=5)) == kept
    for made, then in ((first, now), (late, now + timedelta(minutes=5, seconds=1)), ("", now)):
        with pytest.raises(WrongStage, match="is over"):
            signing.take(papers, made, now=then)
    papers.close()
