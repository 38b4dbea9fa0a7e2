"""An office at work: the desk where requests are handed in, the registry to read in, and the clock.

A person acts with a key that counts here; a clerk with the id of an enrolled officer. What can be refused
before anything is asked of the writer is refused here, so that no number is taken in vain.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import Any

from domain.errors import NoSuchThing, WrongNumber
from domain.facts import PersonFact
from domain.series import Series, SeriesKind
from domain.thai.dates import buddhist_year
from domain.values import Digest, File, StreamId
from keys.signing import SigningKey
from registry import requests
from registry.acts.files import read_small
from registry.authoring import Author, Holder, Said
from registry.documents import apart
from registry.documents.intake import door
from registry.documents.intake.findings import Finding
from registry.following import followed
from registry.powers import Records
from registry.reader import Reader
from registry.register.desk import Desk
from registry.register.register import Clock
from registry.wire import THAI_TIME, Relation

_MIME = {
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A series as people name it; the id alone, or kind, book and year as far as they are needed."""

    kind: SeriesKind
    book: str | None = None
    year: int | None = None
    """Buddhist year; this year's by default."""
    stream: StreamId | None = None


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something odd about a file that was handed in."""

    file: str
    """Its name."""
    finding: Finding


@dataclass(frozen=True, slots=True)
class Office:
    """One registry office, as somebody who works there finds it."""

    desk: Desk
    reader: Reader
    clock: Clock
    noticed: list[Noticed] = field(default_factory=list)
    """What was odd about the files kept so far: whoever answers for the act says so."""

    @property
    def now(self) -> datetime:
        """The time in Thailand, in whole seconds."""
        return self.clock().astimezone(THAI_TIME).replace(microsecond=0)

    @property
    def today(self) -> date:
        """The day in Thailand."""
        return self.now.date()

    def records(self) -> Records:
        """Return what is recorded of officers, units and posts."""
        following = followed(self.reader.store)
        return Records(self.reader.authority(), following.structure, following.posts)

    def officer_of(self, key: SigningKey) -> str:
        """Return whose key it is.

        Raises:
            NotAllowed: the key is not enrolled, not confirmed yet, or withdrawn.
            BadCertificate: its certificate is expired, or leads to no trusted root.
        """
        officer = self.reader.authority().key(Digest(key.certificate.spki)).officer
        self.reader.keyring.chain(key.certificate, self.now)
        return officer

    def author(self, key: SigningKey) -> Author:
        """Return the person who signs with *key*; refuses as `officer_of` does."""
        officer = self.officer_of(key)
        return Author(self.reader.identity.origin, key, self.reader.authority().officers[officer].statement)

    def holder(self, spki: Digest) -> Holder:
        """Return the person whose key it is, where the key itself is elsewhere.

        Raises:
            NotAllowed: the key is not enrolled, not confirmed yet, or withdrawn.
            BadCertificate: its certificate is expired, or leads to no trusted root.
        """
        authority, keyring = self.reader.authority(), self.reader.keyring
        known = authority.key(spki)
        certificate = keyring.certificate(known.certificate)
        path = keyring.chain(certificate, self.now)
        under = authority.officers[known.officer].statement
        return Holder(self.reader.identity.origin, certificate, path[1:-1], under)

    def clerk(self, officer: str) -> str:
        """Return the id of an enrolled officer, or refuse."""
        return self.reader.authority().officer(officer).officer

    def series(self, wanted: Wanted) -> tuple[StreamId, Series]:
        """Return the series that is meant.

        Raises:
            NoSuchThing: none is open.
            WrongNumber: several books have one; the book has to be named.
        """
        known = self.reader.series()
        if wanted.stream is not None:
            if wanted.stream not in known:
                raise NoSuchThing(
                    "no-such-series",
                    f"No series {wanted.stream} is open here: open it first.",
                    series=wanted.stream,
                )
            return wanted.stream, known[wanted.stream]
        year = wanted.year or buddhist_year(self.today)
        found = [
            (stream, one)
            for stream, one in known.items()
            if (one.kind, one.year) == (wanted.kind, year) and wanted.book in {None, one.book}
        ]
        if not found:
            raise NoSuchThing(
                "no-series-open",
                f"No {wanted.kind.value} series of {year} is open: open one with saraban series open.",
                kind=wanted.kind.value,
                year=year,
            )
        if len(found) > 1:
            books = ", ".join(sorted(one.book for _, one in found))
            raise WrongNumber("which-book", f"Several books have such a series ({books}): name one.", books=books)
        return found[0]

    def keep(self, path: Path, role: str) -> File:
        """Look a file over, copy it into the store and return how statements name it.

        Raises:
            InvalidValue: it is unreadable, empty, too large, changed while it was read, or has something in it
                that must not come in; nothing was kept then.
        """
        data = read_small(path, largest=apart.LARGEST_DOCUMENT)
        self.noticed.extend(Noticed(path.name, one) for one in door.require_clean(data, name=path.name))
        return self.keep_bytes(data, name=path.name, mime=mime_of(path.name), role=role)

    def keep_bytes(self, data: bytes, *, name: str, mime: str, role: str) -> File:
        """Keep *data* and return how statements name it."""
        return File(self.reader.blobs.put(data), len(data), mime, name, role)

    def admit(
        self,
        author: Author,
        fact: PersonFact,
        *,
        doc: Sequence[File] = (),
        re: Sequence[Relation] = (),
        stream: StreamId | None = None,
    ) -> dict[str, Any]:
        """Let *author* sign *fact* and hand it in; the answer says under which digest it is known."""
        return self.hand_in(author.say(fact, at=self.now, seen=self.reader.seen(), re=re, doc=doc), stream=stream)

    def hand_in(
        self,
        said: Said,
        *,
        stream: StreamId | None = None,
        final: Digest | None = None,
        request_id: bytes | None = None,
    ) -> dict[str, Any]:
        """Hand in what a person signed, with the finished *final* file of a typeset letter.

        Under the same *request_id* (16 bytes) it is entered once and answered twice.
        """
        wanted = requests.Admit(said.statement, said.evidence, stream=stream, final=final)
        answer = self.desk.ask(wanted, request_id=request_id)
        return {**answer, "signed": said.digest}


def mime_of(name: str) -> str:
    """Return what kind of file a name promises, as statements say it."""
    return _MIME.get(PurePath(name).suffix.lower(), "application/octet-stream")
