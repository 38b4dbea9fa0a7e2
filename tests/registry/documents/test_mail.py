"""Mails that were saved as files: read in one way, and refused where there are several."""

from base64 import b64encode
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest

from domain.errors import InvalidValue
from registry.documents import mail
from registry.documents.mail import Attached, opened, read_mail

PDF = b"%PDF-1.7 SPECIMEN"


def message(*, html: bool = False) -> EmailMessage:
    """Return a mail as annex 7 has it."""
    found = EmailMessage()
    found["From"] = "Saraban <saraban@example.go.th>"
    found["To"] = "saraban@specimen.example"
    found["Subject"] = "ด่วนที่สุด : ขอเชิญประชุม"
    found["Date"] = "Tue, 09 Feb 2021 08:30:00 +0700"
    found.set_content("เรียน ผู้ว่าราชการจังหวัด\n")
    if html:
        found.add_alternative("<script>alert(1)</script>", subtype="html")
    found.add_attachment(PDF, maintype="application", subtype="pdf", filename="2564_MOI0812_56.pdf")
    return found


def test_sender_subject_day_text_and_attachments_are_read_apart() -> None:
    data = b"Received: from a by b; Tue, 9 Feb 2021 08:31:00 +0700\r\n" + message(html=True).as_bytes()

    found = read_mail(data)

    assert (found.sender, found.address) == ("Saraban", "saraban@example.go.th")
    assert found.subject == "ด่วนที่สุด : ขอเชิญประชุม"
    assert found.dated == datetime(2021, 2, 9, 1, 30, tzinfo=UTC)
    assert found.came == datetime(2021, 2, 9, 1, 31, tzinfo=UTC)
    assert found.text == "เรียน ผู้ว่าราชการจังหวัด\n"
    assert found.attached == (Attached("2564_MOI0812_56.pdf", PDF),)
    assert not found.only_html


NAME = "กรมส่งเสริมการปกครองท้องถิ่น กระทรวงมหาดไทย, กรุงเทพมหานคร"


def test_a_long_thai_name_that_our_own_mails_bear_has_no_blank_that_is_not_in_it() -> None:
    found = message()
    del found["From"]
    found["From"] = Address(NAME, "saraban", "example.go.th")

    for policy in (SMTP, default):
        read = opened(found.as_bytes(policy=policy))
        assert (read.sender, read.address) == (NAME, "saraban@example.go.th")


@pytest.mark.parametrize("charset", ["windows-874", "tis-620", "utf-8"])
def test_thai_is_read_in_each_code_that_mail_programs_write_it_in(charset: str) -> None:
    def word(text: str) -> str:
        return f"=?{charset}?B?{b64encode(coded(text)).decode()}?="

    def coded(text: str) -> bytes:
        return text.encode("cp874" if charset == "windows-874" else charset)

    head = (
        f'From: "{word("กรม")}" <a@b.go.th>\r\nSubject: {word("ขอเชิญ")}\r\n {word("ประชุม")}\r\nMIME-Version: 1.0\r\n'
        f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )

    found = opened(head.encode() + coded("เรียน ท่าน"))

    assert (found.sender, found.subject, found.text) == ("กรม", "ขอเชิญประชุม", "เรียน ท่าน")


@pytest.mark.parametrize("charset", ["idna", "undefined", "zlib_codec", "nope"])
def test_a_text_in_a_code_that_is_none_is_read_as_utf_8(charset: str) -> None:
    head = f"From: a@b.go.th\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"

    assert opened(head.encode() + "เรียน".encode()).text == "เรียน"


def test_a_mail_of_html_alone_has_no_text_and_says_so() -> None:
    html = EmailMessage()
    html["From"] = "a@example.go.th"
    html.set_content("<p>x</p>", subtype="html")

    found = opened(html.as_bytes())

    assert (found.text, found.only_html, found.attached) == ("", True, ())
    assert (found.sender, found.subject, found.dated, found.came) == ("a@example.go.th", "", None, None)


def test_a_name_that_nobody_sees_or_that_never_ends_is_shortened() -> None:
    data = b"From: a@b\r\nSubject: x\x07" + b"y" * 5000 + b"\r\n\r\ntext"

    found = opened(data)

    assert found.subject == "x " + "y" * 998


def test_a_mail_within_a_mail_is_refused() -> None:
    outer = message()
    outer.add_attachment(message())

    with pytest.raises(InvalidValue, match="another mail in it"):
        opened(outer.as_bytes())


def nested(depth: int) -> bytes:
    head = b"From: a@b\r\nMIME-Version: 1.0\r\n"
    parts = [b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (at, at) for at in range(depth)]
    return head + b"".join(parts) + b"Content-Type: text/plain\r\n\r\nx\r\n"


def test_parts_within_parts_without_end_are_refused_before_anybody_descends() -> None:
    with pytest.raises(InvalidValue, match="nested too deep"):
        opened(nested(5_000))


def test_more_parts_than_a_letter_has_are_refused() -> None:
    many = message()
    for place in range(mail.MOST_PARTS):
        many.add_attachment(b"x", maintype="application", subtype="pdf", filename=f"{place}.pdf")

    with pytest.raises(InvalidValue, match="more than 60 parts"):
        opened(many.as_bytes())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"JVBERi0xLjcg", b"JVBERi0xLjc!"),  # no base64
        (b"JVBERi0xLjcgU1BFQ0lNRU4=", b"JVBERi0xLjcgU1BFQ0lNRU4"),  # without its end
    ],
    ids=["letter", "padding"],
)
def test_an_attachment_whose_encoding_is_broken_is_refused(old: bytes, new: bytes) -> None:
    data = message().as_bytes()
    assert old in data

    with pytest.raises(InvalidValue, match="cannot be read in one way only"):
        opened(data.replace(old, new))


def test_a_part_without_its_end_is_refused() -> None:
    whole = message().as_bytes()

    with pytest.raises(InvalidValue, match="cannot be read in one way only"):
        opened(whole[: whole.rindex(b"--===")])


@pytest.mark.parametrize("data", [b"", b"SPECIMEN", b"no head\r\n\r\ntext", b"A: " + b"x" * 70_000 + b"\r\n\r\n", PDF])
def test_what_is_no_mail_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidValue, match="no mail"):
        opened(data)


def test_a_mail_that_is_too_large_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "LARGEST_MAIL", 10)

    with pytest.raises(InvalidValue, match="more than 10"):
        read_mail(message().as_bytes())


def test_a_character_set_that_nobody_knows_is_read_as_utf_8() -> None:
    data = b'From: a@b\r\nContent-Type: text/plain; charset="x-unknown"\r\n\r\n' + "เรียน".encode()

    assert opened(data).text == "เรียน"
