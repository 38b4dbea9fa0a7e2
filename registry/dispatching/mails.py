"""The mails of one letter: its files once, and for each addressee a head, a text and a link of the addressee's own.

    letter.pdf · attachments · evidence.zip ──encoded once──┐
    addressee, address, one-time link ──────────────────────┴▶ 001 ผู้ว่าราชการจังหวัด….eml ──▶ one ZIP, piece by piece

A link's token is in the mail that is written and nowhere else: whoever writes a mail again gives a new link, and the
one before no longer counts.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, cast

from domain.clauses import forbid_electronic_secrets
from domain.letter.events import LetterIssued, SignedLetter
from domain.letter.text import LetterText
from domain.values import Digest, File, StreamId
from registry import bundle
from registry.dispatching.archive import stored
from registry.dispatching.message import Enclosed, Envelope, Head
from registry.dispatching.names import file_name, letter_file
from registry.dispatching.words import Places, Sender, of_letter, subject_line
from registry.documents import apart
from registry.documents.reading.files.source import Paged
from registry.documents.writing import codes
from registry.finals import document_of
from registry.reader import Reader
from registry.verify.contents import EXTENSIONS

LARGEST: Final = 18 << 20
"""Bytes of a mail's files before they are encoded; most mailboxes take 25 MB, and encoding adds a third."""

Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Addressed:
    """To whom one mail goes."""

    to: int
    """The place in the letter's list."""
    address: str
    link: str | None
    """Where the addressee answers; None where no link is given."""


@dataclass(frozen=True, slots=True)
class Mails:
    """A letter made ready to be mailed to anybody it is for."""

    text: LetterText
    office: str
    sender: Sender
    verify: str | None
    """Where its QR code leads; None of a letter that has none."""
    envelope: Envelope
    left_out: tuple[str, ...]
    """Titles of what is too large for a mail and has to be fetched by the link."""
    specimen: bool

    def write(self, one: Addressed, *, at: datetime, random: Random) -> bytes:
        """Return the mail to one addressee."""
        name = self.text.addressees[one.to].name
        host = self.sender.address.rpartition("@")[2]
        head = Head(
            sender=self.office,
            sender_address=self.sender.address,
            addressee=name,
            address=one.address,
            subject=subject_line(self.text),
            at=at,
            id=f"{random(16).hex()}@{host}",
        )
        places = Places(one.link, self.verify)
        words = of_letter(self.text, name, self.sender, places, apart=self.left_out, specimen=self.specimen)
        return b"".join(self.envelope.mail(head, words))

    def name(self, to: int) -> str:
        """Return what the file of one mail is called; the place in the list keeps two of them apart."""
        return file_name(f"{to + 1:03} {self.text.addressees[to].name}", ending=".eml")

    def archive(self, all_of: Sequence[Addressed], *, at: datetime, random: Random) -> Iterator[bytes]:
        """Yield a ZIP of the mails to *all_of*, one mail at a time."""
        return stored(((self.name(one.to), self.write(one, at=at, random=random)) for one in all_of), at=at)


def prepare(reader: Reader, stream: StreamId, sender: Sender, *, on: date, random: Random) -> Mails:
    """Make the letter in *stream* ready to be mailed.

    Raises:
        ClauseForbids: it is classified, and may not be mailed without encryption (ข้อ 29, 35, 41).
        InvalidValue: its files cannot be named, for the office has no roman code.
        StoreDamaged: a file of it is missing.
    """
    admission = reader.stream(stream)[0]
    issued = cast("LetterIssued", admission.statement.fact)
    person = reader.stream(issued.signed_in)[0]
    signed = cast("SignedLetter", person.statement.fact)
    forbid_electronic_secrets(signed.letter.secrecy, on=on)
    stem = letter_file(issued.number, issued.dated, roman=sender.roman)
    files = {file.sha256: file for file in (*person.statement.doc, *admission.statement.doc)}
    final = files[issued.final]
    enclosed = [Enclosed(f"{stem}.{_ending(final)}", _mime(final), "หนังสือ", reader.blobs.get(issued.final))]
    left_out: list[str] = []
    room = LARGEST - final.len
    for place, (title, file) in enumerate(_attachments(signed.letter, files), start=1):
        if file.len > room:
            left_out.append(title)
            continue
        room -= file.len
        enclosed.append(Enclosed(f"{stem}_{place}.{_ending(file)}", _mime(file), title, reader.blobs.get(file.sha256)))
    evidence = bundle.write(reader, stream)
    if len(evidence) <= room:
        enclosed.append(Enclosed(f"{stem}_evidence.zip", "application/zip", "แฟ้มหลักฐาน (evidence)", evidence))
    else:
        left_out.append("แฟ้มหลักฐาน (evidence)")
    document = document_of(signed)
    return Mails(
        text=signed.letter,
        office=signed.letter.issuing_office,
        sender=sender,
        verify=None if document is None else printed_address(enclosed[0].data, document.code),
        envelope=Envelope(enclosed, boundary=f"=_{random(16).hex()}"),
        left_out=tuple(left_out),
        specimen=reader.identity.specimen,
    )


def printed_address(pdf: bytes, code: Digest) -> str | None:
    """Return the address in the QR code of a typeset letter, whose code has that digest.

    The register knows the code's digest alone, so it is read from the page as whoever scans it reads it; what
    another code on the page says is not taken for it.
    """
    for found in apart.run("pdf", pdf, Paged, second=False).codes:
        last = found.text.rpartition("/")[2]
        if last.isascii() and codes.digest(last) == code:
            return found.text
    return None


def _attachments(letter: LetterText, files: dict[Digest, File]) -> Iterator[tuple[str, File]]:
    for one in letter.attachments:
        if one.sha256 is not None:
            yield one.title, files[one.sha256]


def _mime(file: File) -> str:
    """Return a kind that is known, so that whoever made the file does not choose what opens it."""
    return file.mime if file.mime in EXTENSIONS else "application/octet-stream"


def _ending(file: File) -> str:
    return EXTENSIONS.get(file.mime, "bin")
