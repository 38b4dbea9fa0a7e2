"""Opens a mail that was saved as a file (.eml): who wrote, about what, when, and its attachments.

    bytes ─bounded─▶ process apart ─▶ parts ─▶ headers · plain text · attachments

Nothing of it is run, shown as HTML or fetched. Whatever readers of mail take in different ways is refused: broken
structure, mails within mails, more parts than letters have. Attachments have still to pass the door.
Source: RFC 5322, RFC 2045; annex 7 ข้อ 5.3.
"""

import email
import re
from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.errors import MessageDefect
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from encodings import aliases

import msgspec

from domain.errors import InvalidValue
from registry.documents import apart

LARGEST_MAIL = 48 << 20
"""Bytes; base64 makes four of three."""
MOST_PARTS = 60
_LONGEST_HEAD = 64 << 10
"""Bytes before the first empty line."""
_LONGEST_TEXT = 200_000
"""Characters of the plain text that are kept."""
_LONGEST_FIELD = 1_000
_NESTED = re.compile(rb"(?im)^content-type\s*:\s*(?:message/|multipart/digest)")
_BOUNDARIES = re.compile(rb"(?i)\bboundary\*?\d*\*?\s*=")
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_HARMLESS = frozenset({"MissingHeaderBodySeparatorDefect", "InvalidHeaderDefect", "HeaderDefect", "InvalidDateDefect"})

aliases.aliases.setdefault(
    "windows_874", "cp874"
)  # Thai as Outlook calls it (IANA), which Python knows by number alone


class Attached(msgspec.Struct, frozen=True):
    """One attachment as it came."""

    name: str
    data: bytes


class Mail(msgspec.Struct, frozen=True):
    """What a mail says."""

    sender: str
    """The name it gives itself, or else its address; both are claims."""
    address: str
    subject: str
    dated: datetime | None
    """What the sender's machine says."""
    came: datetime | None
    """What the machine says that took it in last; None where none does."""
    text: str
    attached: tuple[Attached, ...]
    only_html: bool
    """Its text is there as HTML alone, which is not shown."""


def read_mail(data: bytes) -> Mail:
    """Return what a mail says, opened in a process of its own.

    Raises:
        InvalidValue: too large, not a mail, broken, nested or of too many parts.
    """
    if len(data) > LARGEST_MAIL:
        raise InvalidValue(
            "mail-too-large",
            f"The mail has {len(data)} bytes, more than {LARGEST_MAIL}: save its attachments and hand those in.",
            size=len(data),
            largest=LARGEST_MAIL,
        )
    return apart.run("mail", data, Mail)


def opened(data: bytes, _: object = None) -> Mail:
    """Return what a mail says; refuses as `read_mail` does."""
    _require_bounded(data)
    mail = email.message_from_bytes(data, policy=policy.default)
    parts = list(mail.walk())
    if len(parts) > MOST_PARTS:
        raise _broken(f"it has more than {MOST_PARTS} parts")
    for part in parts:
        _require_whole(part)
    plain = mail.get_body(("plain",))
    html = mail.get_body(("html",))
    name, address = _sender(mail)
    return Mail(
        sender=_field(name or address),
        address=_field(address),
        subject=_field(str(mail.get("subject", ""))),
        dated=_moment(mail.get("date")),
        came=_came(mail),
        text=_text(plain)[:_LONGEST_TEXT] if plain is not None else "",
        attached=tuple(_attached(parts, {plain, html})),
        only_html=plain is None and html is not None,
    )


def _require_bounded(data: bytes) -> None:
    """Refuse what a reader of mail would have to descend into, before one is asked."""
    head = _HEAD_ENDS.search(data)
    if head is None or head.start() > _LONGEST_HEAD or b":" not in data[: head.start()]:
        raise InvalidValue("not-a-mail", "The file is no mail: save it from the mail program as .eml.")
    if _NESTED.search(data):
        raise InvalidValue(
            "mail-within-mail", "The mail has another mail in it: open that one, save it, and hand it in by itself."
        )
    if len(_BOUNDARIES.findall(data)) > MOST_PARTS // 2:
        raise _broken("its parts are nested too deep")


def _require_whole(part: EmailMessage) -> None:
    """Refuse a part whose structure or encoding is broken; a header that is merely odd is no reason."""
    defects: list[MessageDefect] = list(part.defects)
    if not part.is_multipart():
        part.get_payload(decode=True)  # notes what is wrong with the encoding
        defects = list(part.defects)
    for defect in defects:
        if type(defect).__name__ not in _HARMLESS:
            raise _broken(type(defect).__name__)


def _attached(parts: list[EmailMessage], bodies: set[MIMEPart | None]) -> Iterator[Attached]:
    for place, part in enumerate(parts):
        if part.is_multipart() or any(part is body for body in bodies):
            continue
        name = part.get_filename()
        if name is None and part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            continue  # another wording of the text
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            yield Attached(_field(name or f"{place}"), payload)


def _text(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    charset = part.get_content_charset() or "utf-8"
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(charset, "replace")
    except (LookupError, UnicodeError):  # none that is known, or no charset at all (idna)
        return data.decode("utf-8", "replace")


def _field(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST_FIELD]


def _sender(mail: EmailMessage) -> tuple[str, str]:
    """Return the name and address that a mail comes from.

    The name is decoded as a subject is: in a list of addresses the standard library (3.11) leaves a blank between two
    encoded words, where there is none (RFC 2047 6.2), and every longer Thai name has two.
    """
    raw = next((str(value) for field, value in mail.raw_items() if field.lower() == "from"), "")
    name, address = parseaddr(raw)
    return str(policy.default.header_fetch_parse("subject", name)), address


def _came(mail: EmailMessage) -> datetime | None:
    """Return the time of the topmost Received line, behind its last semicolon (RFC 5321 4.4)."""
    lines = mail.get_all("received") or []
    return _moment(str(lines[0]).rpartition(";")[2]) if lines else None


def _moment(text: object) -> datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(str(text))
    except (TypeError, ValueError, OverflowError):
        return None
    return found if found.tzinfo is not None else None


def _broken(why: str) -> InvalidValue:
    return InvalidValue(
        "mail-broken", f"The mail cannot be read in one way only ({why}): ask the sender to send it anew.", why=why
    )
