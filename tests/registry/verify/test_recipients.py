"""Bundles of answers that no key of two registrars signed: everything in order is shown, but not who it was."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from domain.errors import NoSuchThing
from domain.letter.events import AnsweredByLink, AnswerKind, LetterAnswered, LinkGiven, LinksGiven
from domain.letter.links import link_digest
from domain.passkeys import PasskeyConfirmed
from domain.values import Digest, StreamId
from keys import cades
from keys.signing import SigningKey
from registry import bundle, wire
from registry.acts import links
from registry.acts.outgoing import issued_in
from registry.evidence import Evidenced
from registry.register.group import Group, new_stream
from registry.verify import container
from registry.verify.check import Trust, verify
from registry.verify.verdicts import Layer, Report, Verdict
from registry.verify.words import say
from registry.wire import Relation
from tests.passkeys import SpecimenPasskey
from tests.registry.acts.recipients import KRABI, Desk, desk
from tests.registry.verify.desk import refusal, trust_of
from tests.registry.world import RECIPIENTS

PASSKEY = SpecimenPasskey.made()
STEP = 61
LAYERS = (Layer.CONTAINER, Layer.FILES, Layer.HISTORY, Layer.AUTHORITY, Layer.STANDING)


@dataclass(frozen=True)
class Answers:
    """A letter that three addressees answered: by passkey, by link, and not at all."""

    at: Desk
    letter: StreamId
    trust: Trust
    bundles: dict[str, bytes]

    def verify(self, data: bytes) -> Report:
        return verify(data, self.trust)

    def changed(self, kind: str, name: str, data: bytes | None) -> Report:
        """The verdict on a bundle with one member changed, or left out."""
        members = {**container.read(self.bundles[kind]), name: data}
        return self.verify(container.write({one: kept for one, kept in members.items() if kept is not None}))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    with desk(tmp_path_factory.mktemp("office") / "registry") as at:
        letter = at.asked()
        at.confirmed(at.open(letter, 0), PASSKEY)
        at.acknowledge(letter, PASSKEY)
        links.send_back(at.office, at.open(letter, 1), KRABI, reason="ส่งผิดหน่วยงาน")
        reader = at.office.reader
        written = {kind: bundle.write_answer(reader, letter, to) for to, kind in enumerate(("passkey", "link"))}
        yield Answers(at, letter, trust_of(at.world.folder), written)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path / "registry") as opened:
        yield opened


@pytest.mark.parametrize(("kind", "slug"), [("passkey", "answered-by-passkey"), ("link", "answered-by-link")])
def test_everything_is_in_order_and_whose_word_it_is_cannot_be_told(answers: Answers, kind: str, slug: str) -> None:
    report = answers.verify(answers.bundles[kind])

    assert report.headline is Verdict.CANNOT_TELL
    assert {report.of(layer).verdict for layer in LAYERS} == {Verdict.VALID}
    assert (report.of(Layer.PERSON).verdict, report.of(Layer.PERSON).says.slug) == (Verdict.CANNOT_TELL, slug)


def test_the_sentences_name_the_level_in_both_languages(answers: Answers) -> None:
    by_link = answers.verify(answers.bundles["link"]).of(Layer.PERSON).says
    by_passkey = answers.verify(answers.bundles["passkey"]).of(Layer.PERSON).says

    assert say(by_link, "th").endswith("มีแต่ตราของหน่วยงานที่รับรอง (ระดับต่ำสุด)")
    assert say(by_link, "en").endswith("only the registry's seal says so.")
    assert "พาสคีย์" in say(by_passkey, "th")
    assert "a clerk of the registry says" in say(by_passkey, "en")


def test_what_a_bundle_is_about_says_who_answered_and_how(answers: Answers) -> None:
    titles = {kind: answers.verify(data).about for kind, data in answers.bundles.items()}

    assert {kind: one.facts["title"] for kind, one in titles.items() if one} == {
        "passkey": f"SPECIMEN {RECIPIENTS[0]} แจ้งตอบรับ / acknowledges มท 0812/ว 271 (2021-02-09)",
        "link": f"SPECIMEN {RECIPIENTS[1]} ส่งคืน / returns มท 0812/ว 271 (2021-02-09)",
    }


def test_who_has_not_answered_has_no_bundle(answers: Answers) -> None:
    with pytest.raises(NoSuchThing, match="Addressee 3 has not answered"):
        bundle.write_answer(answers.at.office.reader, answers.letter, 2)


@pytest.mark.parametrize("kind", ["passkey", "link"])
def test_no_byte_of_such_a_bundle_can_be_changed(answers: Answers, kind: str) -> None:
    missed = []

    for name, data in container.read(answers.bundles[kind]).items():
        step = 1 if name in {"signature.webauthn", "passkey.spki"} else STEP
        for place in range(0, len(data), step):
            changed = data[:place] + bytes([data[place] ^ 1 << place % 8]) + data[place + 1 :]
            if answers.changed(kind, name, changed).headline is not Verdict.INVALID:
                missed.append((name, place))

    assert missed == []


@pytest.mark.parametrize("kind", ["passkey", "link"])
def test_no_member_of_such_a_bundle_can_be_left_out(answers: Answers, kind: str) -> None:
    names = list(container.read(answers.bundles[kind]))

    verdicts = {name: answers.changed(kind, name, None).headline for name in names}

    assert set(verdicts.values()) == {Verdict.INVALID}


def test_a_passkeys_key_in_place_of_another_is_found_by_its_digest(answers: Answers) -> None:
    report = answers.changed("passkey", "passkey.spki", SpecimenPasskey.made().spki)

    assert refusal(report) == (Layer.FILES, "passkey-another")


# --- an operator who holds log and seal ----------------------------------------------------------------------------


def forced(at: Desk, letter: StreamId, signer: SpecimenPasskey, under: Digest, *, to: int = 0) -> Report:
    """Let a dishonest operator take in what the passkey never signed so, and verify the bundle of it."""
    fact = links.recipient(at.known(PASSKEY)).acknowledged(issued_in(at.office, letter))
    statement = wire.Statement(
        log=at.world.origin,
        stream=new_stream(),
        seq=0,
        prev=None,
        seen=at.world.seen(),
        at=at.world.now,
        by=PASSKEY.name,
        under=under,
        fact=replace(fact, to=to),
        re=(Relation("acknowledges", fact.letter),),
    )
    data = wire.encode(statement)

    def act(group: Group) -> None:
        said = Evidenced(statement, data, wire.digest_of(data), "webauthn", signer.sign(data).write())
        staged = group.take(said)
        kept = LetterAnswered(staged.digest, staged.stream, to, AnswerKind.ACKNOWLEDGED)
        group.seal(letter, kept, re=[Relation("admits", staged.digest)])

    force(at, act)
    return verify(bundle.write_answer(at.office.reader, letter, to), trust_of(at.world.folder))


def force(at: Desk, act: Callable[[Group], object]) -> None:
    work = at.world.register.decide([])
    act(work.group)
    at.world.register.commit(work)


def test_what_another_passkey_signed_is_not_valid(at: Desk) -> None:
    letter = at.asked()
    known = at.confirmed(at.open(letter), PASSKEY)
    assert known.confirmed is not None

    report = forced(at, letter, SpecimenPasskey.made(), known.confirmed)

    assert refusal(report) == (Layer.PERSON, "signature-not-good")


def test_what_a_passkey_signed_for_another_addressee_is_not_valid(at: Desk) -> None:
    letter = at.asked()
    known = at.confirmed(at.open(letter), PASSKEY)
    assert known.confirmed is not None

    report = forced(at, letter, PASSKEY, known.confirmed, to=1)

    assert refusal(report) == (Layer.PERSON, "not-the-recipient")


def test_an_unconfirmed_passkey_is_not_valid(at: Desk) -> None:
    letter = at.asked()
    known = at.offered(at.open(letter), PASSKEY)

    report = forced(at, letter, PASSKEY, known.offered)

    assert refusal(report) == (Layer.PERSON, "passkey-not-shown")


def test_an_answer_through_a_link_that_was_not_given_is_not_valid(at: Desk) -> None:
    letter = at.asked()
    answer = AnsweredByLink(Digest("sha256:" + "0" * 64), 0, AnswerKind.ACKNOWLEDGED, "SPECIMEN", "ก", "ข")
    at.give(letter)

    force(at, lambda group: group.seal(letter, answer))

    report = verify(bundle.write_answer(at.office.reader, letter, 0), trust_of(at.world.folder))
    assert refusal(report) == (Layer.HISTORY, "link-not-given")


@pytest.mark.parametrize("kind", ["passkey", "link"])
def test_what_the_seal_did_not_sign_gives_nobody_a_means_to_answer(at: Desk, kind: str) -> None:
    letter = at.asked()
    forger = at.world.people["clerk"].key
    if kind == "passkey":
        known = at.offered(at.open(letter), PASSKEY)
        fact: PasskeyConfirmed | LinksGiven = PasskeyConfirmed(known.offered, PASSKEY.name, "clerk")
        force(at, lambda group: forged(group, known.stream, fact, forger))
        confirmed = at.known(PASSKEY).confirmed
        assert confirmed is not None
        at.world.reopen()
        report = forced(at, letter, PASSKEY, confirmed)
    else:
        link = link_digest(b"SPECIMEN-a-link!")
        fact = LinksGiven((LinkGiven(0, link),), "clerk")
        force(at, lambda group: forged(group, letter, fact, forger))
        answer = AnsweredByLink(link, 0, AnswerKind.ACKNOWLEDGED, "SPECIMEN", "ก", "ข")
        force(at, lambda group: group.seal(letter, answer))
        report = verify(bundle.write_answer(at.office.reader, letter, 0), trust_of(at.world.folder))

    assert refusal(report) == (Layer.AUTHORITY, "signature-not-good")


def forged(group: Group, stream: StreamId, fact: PasskeyConfirmed | LinksGiven, key: SigningKey) -> None:
    """Stage a fact of the seal that another key signs."""
    staged = group.seal(stream, fact)
    staged.by_person, staged.evidence = True, cades.sign(staged.statement, key, at=group.now)
