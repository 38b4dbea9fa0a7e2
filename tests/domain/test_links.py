"""What an addressee's link can say of a letter, decided without a register around it."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from domain.directives import Progress
from domain.errors import DomainError, InvalidValue, NotAllowed, WrongStage
from domain.letter import life, links
from domain.letter.events import (
    AnsweredByLink,
    AnswerKind,
    LetterDispatched,
    LetterIssued,
    LinkGiven,
    LinksGiven,
    ReportedByLink,
    Way,
)
from domain.letter.life import Letter
from domain.letter.text import Addressee, Directive
from domain.passkeys import (
    Passkey,
    PasskeyConfirmed,
    PasskeyOffered,
    Passkeys,
    PasskeyWithdrawn,
    confirm,
    evolve,
    offer,
    require_counting,
    withdraw,
)
from domain.values import Digest, StreamId

NOW = datetime(2021, 2, 10, 9, 0, tzinfo=timezone(timedelta(hours=7)))
A, B, C = (Digest("sha256:" + figure * 64) for figure in "abc")
STREAM = StreamId("01778b0b-4a00-7000-8000-000000000001")
ASKED = (Directive(1, "จัดตั้งกลุ่มงาน", "ท้องถิ่นจังหวัด"),)
ANSWER = AnsweredByLink(A, 0, AnswerKind.ACKNOWLEDGED, "SPECIMEN", "ก", "ข")
REPORT = ReportedByLink(A, 0, 1, Progress.DONE, NOW, "ทำแล้ว", "SPECIMEN", "ก", "ข", their_number="12/2564")
OFFERED = PasskeyOffered(STREAM, 0, "กระบี่", A, B, "AA", "registry.example", "passkey-b", "SPECIMEN", "ก", "ข")


def sent(*events: AnsweredByLink | LinksGiven | ReportedByLink) -> Letter:
    """A letter that went to two addressees, the first of whom has link A."""
    letter = life.evolve(None, LetterIssued(A, STREAM, B, Way.ELECTRONIC, STREAM, (1,), "มท 0812/1", date(2021, 2, 9)))
    letter = life.evolve(letter, LetterDispatched((), (Addressee("กระบี่"), Addressee("ตรัง")), "clerk"))
    for event in (LinksGiven((LinkGiven(0, A),), "clerk"), *events):
        letter = life.evolve(letter, event)
    return letter


def test_a_link_is_known_by_the_hash_of_a_tag_and_its_bytes() -> None:
    assert links.link_digest(bytes(16)) == f"sha256:{sha256(b'saraban-link/v1' + bytes([10]) + bytes(16)).hexdigest()}"


@pytest.mark.parametrize("size", [0, 15, 17, 32])
def test_a_link_has_sixteen_bytes(size: int) -> None:
    with pytest.raises(InvalidValue, match="16 bytes"):
        links.link_digest(bytes(size))


def test_an_answer_by_link_counts_as_the_addressees() -> None:
    letter = sent(links.answer(sent(), ANSWER, now=NOW))

    assert letter.answered == {0}
    assert not letter.returned


def test_a_return_by_link_is_a_return() -> None:
    back = replace(ANSWER, kind=AnswerKind.RETURNED, reason="ส่งผิด")

    assert sent(links.answer(sent(), back, now=NOW)).returned == {0}


def test_a_report_by_link_moves_the_directive() -> None:
    standing = sent(links.report(sent(), ASKED, REPORT, now=NOW)).directives.of(0, 1)

    assert standing is not None
    assert (standing.progress, standing.evidenced) == (Progress.DONE, False)


def test_a_newer_link_of_one_addressee_leaves_the_others_theirs() -> None:
    letter = sent(LinksGiven((LinkGiven(1, B),), "clerk"), LinksGiven((LinkGiven(0, C),), "clerk"))

    assert letter.links == {0: C, 1: B}
    with pytest.raises(NotAllowed, match="no longer"):
        links.answer(letter, ANSWER, now=NOW)


def test_links_may_still_be_given_of_a_letter_that_was_answered_for_reports() -> None:
    given = LinksGiven((LinkGiven(0, B),), "clerk")

    assert links.give(sent(ANSWER), given) == given


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (replace(ANSWER, link=B), "no longer"),
        (replace(ANSWER, to=1), "no longer"),
        (replace(ANSWER, office=" "), "does not say office"),
        (replace(ANSWER, post=""), "does not say post"),
        (replace(ANSWER, reason="x"), "belongs to the one"),
        (replace(ANSWER, kind=AnswerKind.RETURNED, reason=" "), "Say why"),
        (replace(ANSWER, kind=AnswerKind.RETURNED, reason="x", arrived_at=NOW), "belongs to the one"),
        (replace(ANSWER, registered_at=NOW + timedelta(seconds=1)), "has not come yet"),
        (replace(ANSWER, arrived_at=NOW, registered_at=NOW - timedelta(hours=1)), "cannot have come in"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(said: AnsweredByLink, why: str) -> None:
    with pytest.raises(DomainError, match=why):
        links.answer(sent(), said, now=NOW)


def test_nobody_answers_twice() -> None:
    with pytest.raises(WrongStage, match="has answered"):
        links.answer(sent(ANSWER), ANSWER, now=NOW)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (replace(REPORT, link=B), "no longer"),
        (replace(REPORT, progress=Progress.REOPENED), "not reopened by a link"),
        (replace(REPORT, name=""), "does not say name"),
        (replace(REPORT, no=2), "no directive 2"),
        (replace(REPORT, progress=Progress.PASSED_ON), "to whom"),
        (replace(REPORT, how=" "), "Say how"),
        (replace(REPORT, happened_at=NOW + timedelta(days=1)), "has not come yet"),
    ],
)
def test_a_report_that_cannot_be_is_refused(said: ReportedByLink, why: str) -> None:
    with pytest.raises(DomainError, match=why):
        links.report(sent(), ASKED, said, now=NOW)


# --- passkeys ----------------------------------------------------------------------------------------------------


def known(*, confirmed: bool = False, withdrawn: bool = False) -> Passkeys:
    """One passkey that was offered, and what became of it."""
    passkeys = evolve({}, OFFERED, statement=A)
    if confirmed:
        passkeys = evolve(passkeys, PasskeyConfirmed(A, B, "clerk"), statement=C)
    return evolve(passkeys, PasskeyWithdrawn(B, "หาย", "clerk"), statement=B) if withdrawn else passkeys


def test_a_passkey_counts_from_its_confirmation_to_its_withdrawal() -> None:
    assert require_counting(known(confirmed=True), B) == Passkey(OFFERED, C, C)
    for passkeys, why in (
        ({}, "No passkey"),
        (known(), "waits for a clerk"),
        (known(confirmed=True, withdrawn=True), "was withdrawn: หาย"),
        (known(withdrawn=True), "was withdrawn"),
    ):
        with pytest.raises(DomainError, match=why):
            require_counting(passkeys, B)


def test_a_passkey_is_offered_once_and_whole() -> None:
    offer({}, OFFERED)

    for passkeys, offered, why in (
        (known(), OFFERED, "enrolled before"),
        (known(withdrawn=True), OFFERED, "enrolled before"),
        ({}, replace(OFFERED, rp=" "), "without rp"),
        ({}, replace(OFFERED, credential="A" * 1401), "more than 1400"),
    ):
        with pytest.raises(DomainError, match=why):
            offer(passkeys, offered)


def test_a_passkey_is_confirmed_once_behind_its_offer() -> None:
    said = PasskeyConfirmed(A, B, "clerk")
    confirm(known(), said, after=A)

    for passkeys, event, after, why in (
        ({}, said, A, "No passkey"),
        (known(), said, C, "No passkey"),
        (known(), said, None, "No passkey"),
        (known(), replace(said, offered=C), A, "No passkey"),
        (known(confirmed=True), said, C, "confirmed before"),
        (known(withdrawn=True), said, B, "was withdrawn"),
    ):
        with pytest.raises(DomainError, match=why):
            confirm(passkeys, event, after=after)


def test_a_passkey_is_withdrawn_once_and_for_a_reason() -> None:
    said = PasskeyWithdrawn(B, "หาย", "clerk")
    withdraw(known(), said, after=A)
    withdraw(known(confirmed=True), said, after=C)

    for passkeys, event, after, why in (
        (known(), said, C, "No passkey"),
        (known(withdrawn=True), said, B, "was withdrawn"),
        (known(), replace(said, reason=" "), A, "Say why"),
    ):
        with pytest.raises(DomainError, match=why):
            withdraw(passkeys, event, after=after)
