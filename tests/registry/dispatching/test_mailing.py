"""A letter of a registry made ready to be mailed: its files, its words, what is refused."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from domain.classes import Channel, SecrecyClass, SpeedClass
from domain.errors import ClauseForbids, InvalidValue, NotAllowed
from domain.letter.events import DeliveryResult, LetterSigned, Sending
from domain.letter.text import Addressee, Attachment
from domain.values import StreamId
from registry.acts import dispatching, mailing, outgoing
from registry.acts.dispatching import Outcome
from registry.acts.office import Office
from registry.acts.outgoing import Issued
from registry.dispatching import mails
from registry.dispatching.words import Sender
from registry.documents.writing import codes, typeset
from registry.documents.writing.content import Body
from registry.documents.writing.paper import Paper
from registry.ordinary import Ordinary
from registry.papers import mail as mail_papers
from registry.papers.mail import Mail
from registry.reader import Reader
from registry.register.desk import LocalDesk
from registry.views.unanswered import Unanswered
from registry.views.view import open_view
from tests.registry.world import LETTER, RECIPIENTS, World

SENDER = Sender("saraban@example.go.th", "0 2000 0000", "กลุ่มงานตัวอย่าง", "MOI")
CODE = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World.staffed(tmp_path_factory.mktemp("mailing") / "registry")
    yield made
    made.close()


@pytest.fixture
def office(world: World) -> Iterator[Office]:
    with Reader(world.folder) as reader:
        yield Office(LocalDesk(world.register), reader, world.clock)


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[Mail]:
    papers = Ordinary(tmp_path / "papers.db", mail_papers.TABLES)
    kept = Mail(papers)
    kept.set_sender(SENDER)
    yield kept
    papers.close()


def with_attachment(world: World, data: bytes, *, mime: str = "application/pdf", **changed: object) -> StreamId:
    file = world.file(data, role="attachment", mime=mime, name="../../สำเนา.exe")
    attached = (Attachment("สำเนาคำสั่ง\nX-Evil: 1", 1, "ฉบับ", sha256=file.sha256),)
    text = replace(world.letter(world.reserve()), attachments=attached, **changed)  # type: ignore[arg-type]
    stream = StreamId(world.admit(world.say("dg", LetterSigned(text), doc=[world.file(LETTER), file]))["stream"])
    world.dispatch(stream)
    return stream


def one_mail(office: Office, mail: Mail, stream: StreamId, to: int = 0) -> EmailMessage:
    letter = outgoing.issued_in(office, stream)
    written = mailing.write_mails(
        office,
        mail,
        letter,
        {to: "governor@example.go.th"},
        site="https://registry.example",
        form=os.urandom(16).hex(),
        clerk="clerk",
        random=os.urandom,
    )
    return message_from_bytes(b"".join(written.pieces), policy=default)


def plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_mail_says_in_the_order_of_the_annex_what_is_sent_and_how_to_answer(
    world: World, office: Office, mail: Mail
) -> None:
    stream = with_attachment(world, b"%PDF-1.7 SPECIMEN", speed=SpeedClass.MOST_URGENT, subject="ขอเชิญประชุม")

    found = one_mail(office, mail, stream)

    said = plain(found)
    order = [
        "เรียน",
        "ขอส่งหนังสือ",
        "ขอแสดงความนับถือ",
        "กลุ่มงานตัวอย่าง",
        "๐ ๒๐๐๐ ๐๐๐๐",
        "Please acknowledge",
        "____",
        "ผู้รับที่ระบุ",
    ]
    assert [said.index(one) for one in order] == sorted(said.index(one) for one in order)
    assert "https://registry.example/l/" in said
    assert found["Subject"] == "ด่วนที่สุด : ขอเชิญประชุม"
    assert found["From"].addresses[0].addr_spec == SENDER.address


def test_files_are_named_by_the_annex_and_typed_by_what_is_known(world: World, office: Office, mail: Mail) -> None:
    stream = with_attachment(world, b"MZ SPECIMEN", mime="application/x-msdownload")
    number = outgoing.issued_in(office, stream).text.n[0]

    found = one_mail(office, mail, stream)

    parts = [(part.get_filename(), part.get_content_type()) for part in found.iter_attachments()]
    stem = f"2564_MOI0812_ว_{number}"
    assert parts == [
        (f"{stem}.txt", "text/plain"),
        (f"{stem}_1.bin", "application/octet-stream"),
        (f"{stem}_evidence.zip", "application/zip"),
    ]
    assert not any(part["X-Evil"] for part in found.walk())


def test_what_is_too_large_for_a_mail_is_left_out_and_said(
    world: World, office: Office, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = with_attachment(world, bytes(3000))
    monkeypatch.setattr(mails, "LARGEST", 2000)

    found = one_mail(office, mail, stream)

    assert len(list(found.iter_attachments())) == 1
    assert "“สำเนาคำสั่ง X-Evil: 1” มีขนาดใหญ่" in plain(found)


def test_the_address_of_the_qr_code_is_read_from_the_page_where_its_digest_is_the_signed_one(world: World) -> None:
    letter = world.letter((300,), series=StreamId("00000000-0000-7000-8000-000000000000"))
    paper = Paper.load(None, origin="specimen.example/letters")
    pdf = typeset.typeset(letter, Body(("ข้อความ",)), paper=paper, code=CODE, origin="specimen.example/letters").pdf

    found = mails.printed_address(pdf, codes.digest(CODE))

    assert found == codes.address(paper, CODE)
    assert mails.printed_address(pdf, codes.digest("another")) is None


@pytest.mark.parametrize("channel", [Channel.SYSTEM, Channel.CENTRAL_MAIL])
def test_a_classified_letter_goes_to_nobody_electronically(world: World, office: Office, channel: Channel) -> None:
    letter = outgoing.issued_in(office, world.issue())
    secret = Issued(letter.stream, letter.number, replace(letter.text, secrecy=SecrecyClass.VERY_SECRET), letter.signed)
    sendings = [Sending(0, Channel.BY_HAND), Sending(1, channel, "a@b.example"), Sending(2, Channel.POST)]

    with pytest.raises((ClauseForbids, NotAllowed), match="cannot be encrypted"):
        dispatching.dispatch(office, secret, sendings, clerk="clerk")


def test_results_are_entered_for_all_or_for_none(world: World, office: Office) -> None:
    stream = world.issue()
    world.dispatch(stream)
    letter = outgoing.issued_in(office, stream)
    at, ahead = world.now, world.now + timedelta(hours=1)
    before = office.reader.store.newest()

    with pytest.raises(InvalidValue, match="not come yet"):
        dispatching.enter_results(
            office,
            letter,
            [Outcome(0, DeliveryResult.SENT, at), Outcome(1, DeliveryResult.SENT, ahead)],
            clerk="clerk",
            form="x",
        )

    assert office.reader.store.newest() == before


@pytest.mark.parametrize("places", [[], [0, 0]])
def test_results_of_nobody_or_of_one_twice_are_refused(world: World, office: Office, places: list[int]) -> None:
    stream = world.issue()
    world.dispatch(stream)
    outcomes = [Outcome(to, DeliveryResult.SENT, world.now) for to in places]

    with pytest.raises(InvalidValue, match="each once"):
        dispatching.enter_results(office, outgoing.issued_in(office, stream), outcomes, clerk="clerk", form="x")


def test_another_way_drops_the_address_of_the_way_before(world: World, office: Office) -> None:
    stream = world.issue()
    letter = outgoing.issued_in(office, stream)
    dispatching.dispatch(
        office, letter, [Sending(to, Channel.CENTRAL_MAIL, f"{to}@b.example") for to in range(3)], clerk="clerk"
    )
    outcomes = [
        Outcome(0, DeliveryResult.SENT, world.now, channel=Channel.BY_HAND),
        Outcome(1, DeliveryResult.FAILED, world.now),
    ]

    dispatching.enter_results(office, letter, outcomes, clerk="clerk", form="x")

    with open_view(office.reader, Unanswered) as view:
        ways = {one.to: (one.channel, one.address) for one in view.of(stream)}
    assert ways == {
        0: (Channel.BY_HAND, None),
        1: (Channel.CENTRAL_MAIL, "1@b.example"),
        2: (Channel.CENTRAL_MAIL, "2@b.example"),
    }
    assert mailing.mailed([]) == {}


def test_a_way_by_mail_without_an_address_is_refused(world: World, office: Office) -> None:
    stream = world.issue()
    letter = outgoing.issued_in(office, stream)
    dispatching.dispatch(office, letter, [Sending(to, Channel.POST) for to in range(3)], clerk="clerk")
    outcome = Outcome(0, DeliveryResult.SENT, world.now, channel=Channel.CENTRAL_MAIL)

    with pytest.raises(InvalidValue, match="no e-mail address"):
        dispatching.enter_results(office, letter, [outcome], clerk="clerk", form="x")


def test_two_addressees_of_one_address_are_both_found_by_a_bounce(world: World, office: Office) -> None:
    names = (*RECIPIENTS[:2], "ผู้ว่าราชการจังหวัดตรัง")
    letter = outgoing.issued_in(office, world.issue(addressees=tuple(map(Addressee, names))))
    same = [Sending(to, Channel.CENTRAL_MAIL, "same@b.example" if to < 2 else "c@b.example") for to in range(3)]
    dispatching.dispatch(office, letter, same, clerk="clerk")
    with open_view(office.reader, Unanswered) as view:
        answers = view.of(letter.stream)

    found = dispatching.bounced(answers, "<SAME@b.example>: 550. saraban@example.go.th", own=SENDER.address)

    assert [one.to for one in found.failed] == [0, 1]
    assert found.unknown == ()
