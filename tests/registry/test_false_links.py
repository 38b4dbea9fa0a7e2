"""A writer that was taken over answers for addressees; the audit names what it did."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from domain.directives import Progress
from domain.facts import Fact
from domain.letter.events import AnsweredByLink, AnswerKind, LetterAnswered, LinkGiven, LinksGiven, ReportedByLink
from domain.letter.links import link_digest
from domain.passkeys import PasskeyConfirmed, PasskeyOffered, PasskeyWithdrawn
from domain.values import Digest, File, StreamId
from registry import wire
from registry.audit.audit import Trust, audit
from registry.audit.report import AuditFailed
from registry.evidence import Evidenced
from registry.links import key_file
from registry.register.group import Group, new_stream
from registry.wire import Relation
from tests.passkeys import PRESENT, RP, SpecimenPasskey
from tests.registry.acts.recipients import Desk, desk
from tests.registry.world import BEGINNING, RECIPIENTS

LINK = link_digest(bytes(range(16)))
ANOTHER = link_digest(bytes(16))
PASSKEY = SpecimenPasskey.made()
ANSWERED = AnsweredByLink(LINK, 0, AnswerKind.ACKNOWLEDGED, "SPECIMEN", "ก", "ข")
REPORTED = ReportedByLink(LINK, 0, 1, Progress.DONE, BEGINNING, "ทำแล้ว", "SPECIMEN", "ก", "ข")
GIVEN = LinksGiven((LinkGiven(0, LINK),), "clerk")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path / "registry") as opened:
        yield opened


@pytest.fixture
def letter(at: Desk) -> StreamId:
    return at.asked()


def force(at: Desk, act: Callable[[Group], object]) -> None:
    work = at.world.register.decide([])
    act(work.group)
    at.world.register.commit(work)


def say(at: Desk, letter: StreamId, *facts: Fact) -> None:
    force(at, lambda group: [group.seal(letter, fact) for fact in facts])


def in_order(at: Desk) -> None:
    audit(at.world.folder, Trust.beside(at.world.folder), cores=1)


def refused(at: Desk, why: str) -> None:
    with pytest.raises(AuditFailed, match=why):
        in_order(at)


def offered(at: Desk, letter: StreamId, **changed: object) -> PasskeyOffered:
    """An offer as the writer would have made it; its file is kept."""
    at.office.reader.blobs.put(PASSKEY.spki)
    made = PasskeyOffered(letter, 0, RECIPIENTS[0], LINK, PASSKEY.name, "AA", RP, "passkey-x", "SPECIMEN", "ก", "ข")
    return replace(made, **changed)  # type: ignore[arg-type] # fields of an offer


def passkey(
    at: Desk, letter: StreamId, *later: Callable[[Digest], Fact], file: File | None = None, **changed: object
) -> None:
    """Offer a passkey, and say more of it; each is given the digest of the statement before it."""
    fact = offered(at, letter, **changed)

    def act(group: Group) -> None:
        staged = group.begin(fact, doc=[file or key_file(PASSKEY.name, PASSKEY.spki)])
        for make in later:
            staged = group.seal(staged.stream, make(staged.digest))

    force(at, act)


# --- links ---------------------------------------------------------------------------------------------------------


def test_what_the_writer_would_have_said_is_in_order(at: Desk, letter: StreamId) -> None:
    say(at, letter, GIVEN, ANSWERED, REPORTED)

    in_order(at)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ([ANSWERED], "not good, or no longer"),
        ([REPORTED], "not good, or no longer"),
        ([GIVEN, replace(ANSWERED, link=ANOTHER)], "not good"),
        ([GIVEN, replace(ANSWERED, to=1)], "not good"),
        ([GIVEN, replace(GIVEN, links=(LinkGiven(0, ANOTHER),)), ANSWERED], "not good"),
        ([GIVEN, ANSWERED, replace(ANSWERED, kind=AnswerKind.RETURNED, reason="x")], "has answered"),
        ([GIVEN, replace(ANSWERED, kind=AnswerKind.RETURNED)], "Say why"),
        ([GIVEN, replace(ANSWERED, name=" ")], "does not say name"),
        ([GIVEN, replace(ANSWERED, arrived_at=BEGINNING + timedelta(days=9))], "has not come yet"),
        ([GIVEN, replace(ANSWERED, kind=AnswerKind.RETURNED, reason="x"), REPORTED], "has returned"),
        ([GIVEN, replace(REPORTED, link=ANOTHER)], "not good"),
        ([GIVEN, replace(REPORTED, no=9)], "no directive 9"),
        ([GIVEN, REPORTED, replace(REPORTED, progress=Progress.REOPENED)], "not reopened by a link"),
        ([GIVEN, REPORTED, REPORTED], "noted as done"),
        ([replace(GIVEN, clerk="nobody")], "No officer"),
        ([replace(GIVEN, links=())], "one link"),
        ([replace(GIVEN, links=(LinkGiven(0, LINK), LinkGiven(1, LINK)))], "no two of them the same"),
        ([replace(GIVEN, links=(LinkGiven(9, LINK),))], "not sent to this recipient"),
    ],
)
def test_what_nobody_could_say_through_a_link_is_found(at: Desk, letter: StreamId, facts: list[Fact], why: str) -> None:
    say(at, letter, *facts)

    refused(at, why)


def test_an_answer_by_link_in_the_place_of_a_signed_one_is_found(at: Desk, letter: StreamId) -> None:
    said = at.world.acknowledgement(letter)

    def act(group: Group) -> None:
        group.seal(letter, GIVEN)
        group.take(Evidenced(wire.decode(said.statement), said.statement, said.digest, "cms", said.evidence))
        group.seal(letter, ANSWERED)

    force(at, act)

    refused(at, "not admitted here")


# --- passkeys ------------------------------------------------------------------------------------------------------


def test_a_passkey_as_the_writer_would_have_entered_it_is_in_order(at: Desk, letter: StreamId) -> None:
    say(at, letter, GIVEN)

    passkey(
        at,
        letter,
        lambda before: PasskeyConfirmed(before, PASSKEY.name, "clerk"),
        lambda _: PasskeyWithdrawn(PASSKEY.name, "หาย", "clerk"),
    )

    in_order(at)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"link": ANOTHER}, "not good"),
        ({"to": 1}, "not good"),
        ({"addressee": RECIPIENTS[1]}, "is offered for"),
        ({"officer": "dg"}, "is an officer who is enrolled"),
        ({"rp": "HTTPS://x"}, "no host's name"),
        ({"name": ""}, "without name"),
    ],
    ids=str,
)
def test_a_passkey_that_nobody_could_offer_is_found(
    at: Desk, letter: StreamId, changed: dict[str, Any], why: str
) -> None:
    say(at, letter, GIVEN)

    passkey(at, letter, **changed)

    refused(at, why)


def test_an_offer_that_names_another_file_is_found(at: Desk, letter: StreamId) -> None:
    say(at, letter, GIVEN)

    passkey(at, letter, file=key_file(at.office.reader.blobs.put(b"SPECIMEN"), b"SPECIMEN"))

    refused(at, "another file than the passkey's")


def test_an_offer_of_a_key_that_is_none_is_found(at: Desk, letter: StreamId) -> None:
    say(at, letter, GIVEN)
    data = b"SPECIMEN: no key"

    passkey(at, letter, file=key_file(at.office.reader.blobs.put(data), data), spki=Digest(_named(data)))

    refused(at, "neither P-256 nor")


@pytest.mark.parametrize(
    ("later", "why"),
    [
        ([lambda before: PasskeyConfirmed(before, PASSKEY.name, "dg")], "is not a clerk"),
        ([lambda _: PasskeyConfirmed(ANOTHER, PASSKEY.name, "clerk")], "No passkey"),
        ([lambda before: PasskeyConfirmed(before, ANOTHER, "clerk")], "No passkey"),
        ([lambda before: PasskeyConfirmed(before, PASSKEY.name, "clerk")] * 2, "confirmed before"),
        ([lambda _: PasskeyWithdrawn(PASSKEY.name, "", "clerk")], "Say why"),
        ([lambda _: PasskeyWithdrawn(PASSKEY.name, "x", "clerk")] * 2, "was withdrawn"),
    ],
    ids=range(6),
)
def test_a_passkey_that_no_clerk_could_confirm_so_is_found(
    at: Desk, letter: StreamId, later: list[Callable[[Digest], Fact]], why: str
) -> None:
    say(at, letter, GIVEN)

    passkey(at, letter, *later)

    refused(at, why)


@pytest.mark.parametrize("lie", ["unconfirmed", "unverified", "another site", "forged", "as cms"])
def test_an_acknowledgement_that_no_passkey_signed_so_is_found(at: Desk, letter: StreamId, lie: str) -> None:
    link = at.open(letter)
    known = at.offered(link, PASSKEY) if lie == "unconfirmed" else at.confirmed(link, PASSKEY)
    confirmed = at.office.reader.authority().passkeys[PASSKEY.name].newest
    fact = at.acknowledgement(letter, known)
    data = wire.encode(_statement(at, fact, confirmed))
    signer = SpecimenPasskey(PASSKEY.key, "evil.example") if lie == "another site" else PASSKEY
    signer = SpecimenPasskey.made() if lie == "forged" else signer
    signed = signer.sign(data, flags=PRESENT) if lie == "unverified" else signer.sign(data)

    def act(group: Group) -> None:
        statement, kind = wire.decode(data), "cms" if lie == "as cms" else "webauthn"
        staged = group.take(Evidenced(statement, data, wire.digest_of(data), kind, signed.write()))
        kept = LetterAnswered(staged.digest, staged.stream, 0, AnswerKind.ACKNOWLEDGED)
        group.seal(letter, kept, re=[Relation("admits", staged.digest)])

    force(at, act)

    why = {
        "unconfirmed": "waits for a clerk",
        "unverified": "did not verify",
        "another site": "another site",
        "forged": "does not hold",
        "as cms": "is not enrolled here",
    }
    refused(at, why[lie])


def _statement(at: Desk, fact: Fact, under: Digest) -> wire.Statement:
    return wire.Statement(
        log=at.world.origin,
        stream=new_stream(),
        seq=0,
        prev=None,
        seen=at.world.seen(),
        at=at.world.now,
        by=PASSKEY.name,
        under=under,
        fact=fact,
        re=(Relation("acknowledges", getattr(fact, "letter")),),  # noqa: B009 - of a union
    )


def _named(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"
