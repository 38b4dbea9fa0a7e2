"""A writer that was taken over has the seal, the log key and the stream keys; the audit still names what it did."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from msgspec.structs import replace as restated

from domain.authority import KeyConfirmed, KeyEnrolled, OfficerEnrolled
from domain.classes import Channel
from domain.facts import Fact
from domain.incoming import ActionNoted, MatterConcluded
from domain.letter.events import (
    AnswerKind,
    DeliveryAttempted,
    DeliveryResult,
    EntryNoted,
    LetterAnswered,
    LetterAnsweredBy,
    LetterIssued,
    LetterSigned,
    LetterSignedTypeset,
    Way,
)
from domain.letter.text import Answers, LetterText, Link
from domain.series import NumberReserved, NumberState, NumberVoided, Purpose, SeriesKind
from domain.values import Digest, File, StreamId
from registry import letters, numbers, wire
from registry.audit.audit import Trust, audit
from registry.audit.report import AuditFailed
from registry.authoring import Said
from registry.evidence import Evidenced
from registry.finals import named
from registry.log.signer import Head as SignedHead
from registry.log.signer import _slot
from registry.register.group import Group, Staged
from registry.register.known import Head
from registry.store.sealing import seal, seal_answer
from registry.wire import Relation, Seen
from tests.attacks.tampering import overwrite
from tests.registry import typeset
from tests.registry.world import LETTER, OFFICE, SignedTypeset, World

Act = Callable[[Group], object]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A staffed office with a letter that was sent."""
    made = World.staffed(tmp_path / "registry")
    made.dispatch(made.issue())
    yield made
    made.close()


def _sent(world: World) -> StreamId:
    return next(stream for stream, letter in world.register.known.letters.items() if letter.addressees)


def _force(world: World, act: Act) -> None:
    work = world.register.decide([])
    act(work.group)
    world.register.commit(work)


def _said(said: Said) -> Evidenced:
    return Evidenced(
        statement=wire.decode(said.statement),
        data=said.statement,
        digest=said.digest,
        kind="cms",
        evidence=said.evidence,
    )


def _refused(world: World, why: str) -> AuditFailed:
    with pytest.raises(AuditFailed, match=why) as refused:
        audit(world.folder, Trust.beside(world.folder), cores=1)
    return refused.value


def _note(group: Group, stream: StreamId) -> Staged:
    return group.seal(stream, EntryNoted("x", "clerk"))


# --- the order of a stream, and what was seen ------------------------------------------------------------------


@pytest.mark.parametrize(("skipped", "before"), [(0, "sha256:" + "00" * 32), (3, None)])
def test_a_fact_that_is_not_the_next_of_its_stream(world: World, skipped: int, before: str | None) -> None:
    stream = _sent(world)
    head = world.register.known.heads.get(stream)
    assert head is not None
    false = Head(head.seq + skipped, Digest(before or head.digest), head.key)
    world.register.known.heads.remember(stream, false)

    _force(world, lambda group: _note(group, stream))

    assert _refused(world, "not the next of stream").slug == "not-next-in-stream"


@pytest.mark.parametrize(("more", "why"), [(0, "saw another history"), (1, "It saw a log of")])
def test_a_fact_that_saw_what_never_was(world: World, more: int, why: str) -> None:
    def act(group: Group) -> None:
        group.seen = Seen(group.seen.size + more, "ab" * 32)
        _note(group, _sent(world))

    _force(world, act)

    _refused(world, why)


def test_two_streams_under_one_key(world: World) -> None:
    head = world.register.known.heads.get(_sent(world))
    assert head is not None
    keys = world.register.store.keys
    keys.take = lambda: (head.key, keys.cipher(head.key))  # type: ignore[method-assign]

    world.reserve()
    world.receive()

    _refused(world, "names one before it or another's key")


def test_the_seal_resting_on_another_opening(world: World) -> None:
    def act(group: Group) -> None:
        group.identity = replace(group.identity, opened_digest=None)
        _note(group, _sent(world))

    _force(world, act)

    _refused(world, "names another key or another opening")


def test_a_row_whose_name_is_not_its_statements(world: World) -> None:
    entry = world.register.store.last(_sent(world))
    assert entry is not None
    place = restated(entry.place, name="entry.noted.v1")
    state = seal(entry.contents, place, number=entry.key, key=world.register.store.keys.cipher(entry.key))

    overwrite(
        world.folder,
        ("UPDATE stored_events SET topic = ?, state = ? WHERE position = ?", place.name, state, place.position),
    )

    _refused(world, "The row's name, stream or number is not the statement's")


# --- people ----------------------------------------------------------------------------------------------------


def test_what_a_person_signed_and_nobody_admitted(world: World) -> None:
    said = world.sign(world.letter(world.reserve()))

    _force(world, lambda group: group.take(_said(said)))

    _refused(world, "ends before what was signed is admitted")


def test_a_persons_statement_for_another_registry(world: World) -> None:
    world.people["r1"] = replace(world.people["r1"], origin="other.example/letters")
    said = world.say("r1", OfficerEnrolled("x", "ใคร", OFFICE, (), ()))

    _force(world, lambda group: group.take(_said(said)))

    _refused(world, r"made for 'other\.example/letters'")


@pytest.mark.parametrize(("who", "why"), [("clerk", "is not a registrar"), ("p0", "is not a registrar")])
def test_an_officer_enrolled_by_somebody_who_may_not(world: World, who: str, why: str) -> None:
    said = world.say(who, OfficerEnrolled("x", "ใคร", OFFICE, (), ()))

    _force(world, lambda group: group.take(_said(said)))

    _refused(world, why)


def test_a_key_enrolled_by_somebody_who_may_not_or_confirmed_by_the_same_officer(world: World) -> None:
    key = world.authority.officer("x", organisation=OFFICE, post="x").certificate
    file = world.file(key.der, role="certificate", name="x.cer")
    fact = KeyEnrolled("dg", Digest(key.spki), file.sha256)
    first = world.say("r1", fact, doc=[file])
    _force(world, lambda group: group.take(_said(first), spki=fact.spki))
    audit(world.folder, Trust.beside(world.folder), cores=1)

    second = world.say("r1", KeyConfirmed(first.digest, fact.spki))
    _force(world, lambda group: group.take(_said(second), spki=fact.spki))

    _refused(world, "another officer must")


def test_a_key_enrolled_by_a_clerk(world: World) -> None:
    key = world.authority.officer("x", organisation=OFFICE, post="x").certificate
    file = world.file(key.der, role="certificate", name="x.cer")
    said = world.say("clerk", KeyEnrolled("dg", Digest(key.spki), file.sha256), doc=[file])

    _force(world, lambda group: group.take(_said(said), spki=Digest(key.spki)))

    _refused(world, "is not a registrar")


def test_a_key_enrolled_with_the_certificate_of_another(world: World) -> None:
    file = world.file(world.seal.certificate.der, role="certificate", name="x.cer")
    spki = Digest("sha256:" + "12" * 32)
    said = world.say("r1", KeyEnrolled("dg", spki, file.sha256), doc=[file])

    _force(world, lambda group: group.take(_said(said), spki=spki))

    _refused(world, "The certificate is not of key")


def test_an_answer_by_a_recipient_for_another(world: World) -> None:
    stream = _sent(world)
    said = world.acknowledgement(stream, to=0, who="p1")

    def act(group: Group) -> None:
        group.take(_said(said))
        answered = LetterAnswered(said.digest, said.stream, 0, AnswerKind.ACKNOWLEDGED)
        group.seal(stream, answered, re=[Relation("admits", said.digest)])

    _force(world, act)

    _refused(world, "does not answer for")


# --- letters and numbers ---------------------------------------------------------------------------------------


def _issue(world: World, text: LetterText, *, who: str = "dg", **changed: object) -> None:
    """Admit what was signed without asking anybody; *changed* are fields of what is issued."""
    said = world.sign(text, who=who)
    reserved = world.register.store.at(text.series, text.n[0] - 270)
    assert reserved is not None
    uses = Relation("uses", wire.digest_of(reserved.contents.statement))
    ties = cast("list[Relation]", changed.pop("re", [Relation("admits", said.digest), uses]))
    final = world.file(LETTER).sha256
    issued = LetterIssued(said.digest, said.stream, final, Way.ELECTRONIC, text.series, text.n, text.number, text.dated)

    def act(group: Group) -> None:
        group.take(_said(said))
        staged = group.begin(replace(issued, **changed), re=ties)  # type: ignore[arg-type]
        for n in text.n:
            group.finish_number(text.series, n, NumberState.ISSUED, staged)

    _force(world, act)


def test_a_letter_issued_as_it_was_signed_is_in_order(world: World) -> None:
    _issue(world, world.letter(world.reserve()))

    assert audit(world.folder, Trust.beside(world.folder), cores=1).letters == 2


def test_a_letter_issued_otherwise_than_it_was_signed(world: World) -> None:
    _issue(world, world.letter(world.reserve()), dated=date(2021, 2, 8))

    _refused(world, "What was issued is not what was signed")


def test_a_letter_issued_without_its_ties(world: World) -> None:
    _issue(world, world.letter(world.reserve()), re=[])

    _refused(world, "What was issued is not what was signed")


def test_a_letter_issued_that_admits_another_statement(world: World) -> None:
    _issue(world, world.letter(world.reserve()), signed=Digest("sha256:" + "00" * 32))

    _refused(world, "It admits a statement that does not stand before it")


def test_an_acknowledgement_issued_as_a_letter(world: World) -> None:
    said = world.acknowledgement(_sent(world))
    (n,) = world.reserve()
    issued = wire.decode(world.register.store.stream(_sent(world))[0].contents.statement).fact

    def act(group: Group) -> None:
        group.take(_said(said))
        group.begin(replace(cast("LetterIssued", issued), signed=said.digest, signed_in=said.stream, n=(n,)))

    _force(world, act)

    _refused(world, "is no letter")


def test_a_letter_taken_for_an_answer(world: World) -> None:
    said = world.sign(world.letter(world.reserve()))
    stream = _sent(world)

    def act(group: Group) -> None:
        group.take(_said(said))
        group.seal(stream, LetterAnswered(said.digest, said.stream, 0, AnswerKind.ACKNOWLEDGED))

    _force(world, act)

    _refused(world, "is no answer")


def test_a_letter_signed_by_somebody_else_than_the_signatory(world: World) -> None:
    _issue(world, world.letter(world.reserve()), who="clerk")

    _refused(world, "and the signatory is")


def test_a_letter_on_a_number_that_was_reserved_for_paper(world: World) -> None:
    _issue(world, world.letter(world.reserve(purpose=Purpose.PAPER)))

    _refused(world, "was reserved for paper")


def test_a_reply_whose_other_end_was_left_out(world: World) -> None:
    _issue(world, world.letter(world.reserve(), links=[Link(Answers.ANSWERS, _sent(world), "1")]))

    _refused(world, "ends before what was signed is admitted and linked")


def test_the_other_end_of_no_reply(world: World) -> None:
    stream = _sent(world)

    _force(world, lambda group: group.seal(stream, LetterAnsweredBy(Answers.ANSWERS, stream, "1")))

    _refused(world, "No reply before it is linked so")


def test_a_delivery_to_nobody(world: World) -> None:
    fact = DeliveryAttempted(99, Channel.POST, None, world.now, DeliveryResult.SENT, "clerk")

    _force(world, lambda group: group.seal(_sent(world), fact))

    _refused(world, "was not sent to this recipient")


def test_an_action_on_a_matter_that_is_concluded(world: World) -> None:
    matter = world.receive()
    facts: list[Fact] = [MatterConcluded("x", "clerk"), ActionNoted("y", "clerk")]

    _force(world, lambda group: [group.seal(matter, fact) for fact in facts])

    _refused(world, "is concluded")


def test_a_number_that_was_not_void_at_midnight(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.reserve()
    world.next_day()
    monkeypatch.setattr(numbers, "lapse", lambda _group: [])

    world.reserve()

    _refused(world, "was not void when the next day began")


@pytest.mark.parametrize(("clerk", "reason"), [(None, numbers.LAPSED), (None, "x")])
def test_a_number_that_lapsed_before_midnight(world: World, clerk: str | None, reason: str) -> None:
    (n,) = world.reserve()
    series = world.series[SeriesKind.CIRCULAR]

    def act(group: Group) -> None:
        staged = group.begin(NumberVoided(series, n, world.now.date(), reason, clerk))
        group.finish_number(series, n, NumberState.VOID, staged)

    _force(world, act)

    _refused(world, "was not voided so")


@pytest.mark.parametrize(("n", "days"), [(2, 0), (1, 1), (0, 0)])
def test_a_number_that_is_not_the_next_one_or_of_another_day(world: World, n: int, days: int) -> None:
    series = world.series[SeriesKind.ORDER]
    fact = NumberReserved(n, world.now.date() + timedelta(days=days), Purpose.ELECTRONIC, "clerk")

    def act(group: Group) -> None:
        staged = group.seal(series, fact)
        group.learn_series(series, fact, staged)

    with suppress(ValueError):
        _force(world, act)
        _refused(world, "is not the next one of its series that day")


def test_a_file_of_another_length_than_was_said(world: World) -> None:
    file = replace(world.file(b"a scan"), len=7)

    _force(world, lambda group: group.seal(_sent(world), EntryNoted("x", "clerk"), doc=[file]))

    _refused(world, "is not what was stored")


# --- what lies beside ------------------------------------------------------------------------------------------


def test_an_answer_about_a_fact_of_another_stream(world: World) -> None:
    entry = world.register.store.last(_sent(world))
    assert entry is not None
    key = world.register.store.keys.cipher(entry.key)
    stored = seal_answer(b'{"position":0}', bytes(16) + bytes(32), number=entry.key, key=key)

    overwrite(world.folder, ("INSERT INTO requests VALUES (?, ?, ?)", bytes(16), bytes(32), stored))

    _refused(world, "names no fact that it could be about")


def test_a_signer_that_signed_another_root_of_this_size(world: World) -> None:
    size = world.register.tree.size
    world.close()
    record = world.folder / "signer" / "signed-heads"
    turn = 1 << 40
    record.write_bytes(_slot(turn, SignedHead(size, bytes(32))).ljust(8192, b"\0"))

    _refused(world, "were signed, or over other leaves")


# --- the file of a typeset letter -------------------------------------------------------------------------------


def _forced(world: World, file: File | None, *, doc: tuple[File, ...] | None = None) -> SignedTypeset:
    """Issue a typeset letter with *file* instead of its own, naming the files *doc* instead of it."""
    signed = world.typeset(world.letter(world.reserve()))
    fact = wire.decode(signed.said.statement).fact
    said = replace(_said(signed.said), final=file or named(signed.final, len(signed.file)))

    def act(group: Group) -> None:
        begin = group.begin
        group.begin = lambda *given, **more: begin(*given, **more if doc is None else {**more, "doc": doc})  # type: ignore[method-assign]
        letters.admit(group, said, cast("LetterSignedTypeset", fact))

    _force(world, act)
    return signed


def test_a_typeset_letter_that_is_issued_with_another_file(world: World) -> None:
    own = typeset.prepared(b"specimen", world.people["dg"].key).signed(world.people["dg"].key)
    _forced(world, named(world.register.blobs.put(own), len(own)))

    assert _refused(world, "around its signature").slug == "final-of-another-letter"


def test_a_typeset_letter_that_is_issued_with_a_file_that_nobody_signed(world: World) -> None:
    plain = typeset.prepared(b"SPECIMEN", world.people["dg"].key).pdf
    _forced(world, named(world.register.blobs.put(plain), len(plain)))

    _refused(world, "not in the form of CAdES-B")


def test_a_typeset_letter_that_is_issued_with_a_forged_signature_in_its_file(world: World) -> None:
    key = world.people["dg"].key
    forged = typeset.forged(typeset.prepared(b"SPECIMEN", key).signed(key))
    _forced(world, named(world.register.blobs.put(forged), len(forged)))

    assert _refused(world, "letter.issued").slug == "signature-mismatch"


@pytest.mark.parametrize("count", [0, 2])
def test_an_admission_that_does_not_name_the_finished_file_alone(world: World, count: int) -> None:
    file = named(world.register.blobs.put(LETTER), len(LETTER))

    _forced(world, None, doc=(file,) * count)

    _refused(world, "What was issued is not what was signed")


def test_the_admission_of_any_other_letter_names_no_file(world: World) -> None:
    said = _said(world.sign(world.letter(world.reserve())))
    file = named(world.register.blobs.put(LETTER), len(LETTER))

    def act(group: Group) -> None:
        begin = group.begin
        group.begin = lambda *given, **more: begin(*given, **{**more, "doc": (file,)})  # type: ignore[method-assign]
        letters.admit(group, said, cast("LetterSigned", said.statement.fact))

    _force(world, act)

    _refused(world, "What was issued is not what was signed")
