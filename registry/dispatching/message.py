"""One mail as a file (.eml) that the clerk's mail program opens, looks at and sends from the central mailbox.

    head       From, To, Subject (speed first), Date, Message-ID; X-Unsent says that it is still to be sent
    text       plain and HTML, both UTF-8
    files      the same in every mail of one letter, so they are encoded once

Whatever somebody typed stands in the head as one line: a line break would begin another field (header injection).

Source: RFC 5322, RFC 2045 to 2047, RFC 2231 (names of files), annex 7 ข้อ 5.3.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

LINE: Final = b"\r\n"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One file that goes with a mail."""

    name: str
    mime: str
    title: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a mail; names and subject as people write them."""

    sender: str
    sender_address: str
    addressee: str
    address: str
    subject: str
    at: datetime
    id: str
    """Unique for ever, without brackets: ``hex@host``."""


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a mail, twice."""

    plain: str
    html: str


class Envelope:
    """The files that go with every mail of one letter, encoded once."""

    def __init__(self, enclosed: Sequence[Enclosed], *, boundary: str) -> None:
        """Encode the files.

        Args:
            enclosed: In their order.
            boundary: What parts the mail's parts: unpredictable, or a file could contain it (RFC 2046 section 5.1.1).
        """
        self._boundary = boundary
        self._files = tuple(_part(one) for one in enclosed)

    @property
    def size(self) -> int:
        """Bytes of the encoded files."""
        return sum(map(len, self._files))

    def mail(self, head: Head, words: Words) -> Iterator[bytes]:
        """Yield one whole mail."""
        delimiter = b"--" + self._boundary.encode("ascii")
        yield _head(head, self._boundary)
        for part in (_text(words, f"{self._boundary}-text"), *self._files):
            yield delimiter + LINE
            yield part
            yield LINE
        yield delimiter + b"--" + LINE


def one_line(text: str) -> str:
    """Return *text* on one line, whatever breaks it."""
    return " ".join(text.split())


def _head(head: Head, boundary: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(head.sender, head.sender_address)
    message["To"] = _address(head.addressee, head.address)
    message["Subject"] = one_line(head.subject)
    message["Date"] = format_datetime(head.at)
    message["Message-ID"] = f"<{head.id}>"
    message["X-Unsent"] = "1"
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = f'multipart/mixed; boundary="{boundary}"'
    written = message.as_bytes()
    return written[: written.index(LINE + LINE) + 2 * len(LINE)]


def _address(name: str, address: str) -> Address:
    local, _, host = address.rpartition("@")
    return Address(one_line(name), local, host)


def _text(words: Words, boundary: str) -> bytes:
    text = MIMEPart(policy=SMTP)
    text.set_content(words.plain, cte="base64")
    text.add_alternative(words.html, subtype="html", cte="base64")
    text.set_boundary(boundary)
    return text.as_bytes()


def _part(enclosed: Enclosed) -> bytes:
    main, _, sub = enclosed.mime.partition("/")
    part = MIMEPart(policy=SMTP)
    part.set_content(enclosed.data, maintype=main, subtype=sub, disposition="attachment", filename=enclosed.name)
    part["Content-Description"] = one_line(enclosed.title)
    return part.as_bytes()
