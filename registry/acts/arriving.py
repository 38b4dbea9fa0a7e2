"""Letters that come in, from the moment they are here until they have a receive number.

    paper (scan or none) ─┐ door ─▶ kept ─▶ read apart ─▶ entry, with line and doubt
    mail (.eml) ──────────┤         parts by the same door, read likewise
    bundle (.zip) ────────┘         verified, as far as its registry is known here

Nothing is in the register before a clerk has looked the entry over and says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, Final

import msgspec

from domain.classes import Channel
from domain.errors import InvalidValue, WrongStage
from domain.thai.dates import parse_date
from domain.thai.text import normalise
from domain.thai.times import parse_moment
from domain.values import StreamId
from registry.acts import foreign_bundles, incoming
from registry.acts.incoming import Arrived
from registry.acts.office import Office
from registry.acts.prefilling import blank, of_draft, of_letter, of_mail
from registry.documents.mail import read_mail
from registry.documents.reading import document
from registry.papers import notes
from registry.papers.arrivals import Arrival, Arrivals, Came, Entry, Held, Kept, Verified, Written
from registry.papers.notes import Doubted, Piece
from registry.papers.uploads import Dropped, safe_name
from registry.registered import against
from registry.verify.verdicts import Verdict
from registry.views.letters import Known, Letters
from registry.views.view import open_view

LONGEST: Final = 2_000
"""Characters of one field of the entry."""
_READ: Final = (".pdf", ".docx", ".txt", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
_MIME: Final = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".txt": "text/plain",
    ".eml": "message/rfc822",
    ".zip": "application/zip",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Beginning:
    """Who brings something in, and by which press of a button."""

    account: str
    once: str
    """Made with the form: pressed twice, it is kept once."""
    random: Callable[[int], bytes]
    """Returns unpredictable bytes, for ids."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A letter of the same sender, number and date that was received before."""

    letter: Known
    subject: str


# --- what came -------------------------------------------------------------------------------------------------


def on_paper(office: Office, arrivals: Arrivals, beginning: Beginning, scan: bytes | None, name: str) -> Arrival:
    """Return the arrival of a letter on paper, with what its scan says, if there is one.

    Raises:
        InvalidValue: the scan must not come in.
    """
    if (known := arrivals.begun(beginning.once)) is not None:
        return known
    came = () if scan is None else (_taken(arrivals, scan, name),)
    held = Held(Came.PAPER, blank(office, Channel.POST), tuple(_kept(one) for one in came))
    return _begun(office, arrivals, beginning, _read(office, arrivals, held, came))


def by_mail(office: Office, arrivals: Arrivals, beginning: Beginning, data: bytes, name: str) -> Arrival:
    """Return the arrival of a mail that was saved as a file; its attachments pass the door one by one.

    Raises:
        InvalidValue: it is no mail, is broken, nested or too large, or one of its attachments must not come in.
    """
    if (known := arrivals.begun(beginning.once)) is not None:
        return known
    mail = read_mail(data)
    came = [_taken(arrivals, one.data, one.name) for one in mail.attached]
    source = arrivals.uploads.keep(data, name=_named(name, ".eml"))
    entry = of_mail(blank(office, Channel.CENTRAL_MAIL), mail, office.now)
    shown = foreign_bundles.among(office.reader, [(one.name, one.data) for one in mail.attached])
    held = Held(
        Came.MAIL,
        entry if shown is None else of_letter(entry, shown.letter, office),
        tuple(_kept(one) for one in (*came, source)),
        verified=None if shown is None else shown.verified,
        mail=Written(mail.sender, mail.address, mail.subject, mail.dated, mail.text, mail.only_html),
    )
    return _begun(office, arrivals, beginning, _read(office, arrivals, held, came))


def in_bundle(office: Office, arrivals: Arrivals, beginning: Beginning, data: bytes, name: str) -> Arrival:
    """Return the arrival of a letter with its evidence from another registry, verified as far as it can be.

    Raises:
        InvalidValue: it is no bundle of a letter, or has a file in it that must not come in.
    """
    if (known := arrivals.begun(beginning.once)) is not None:
        return known
    contents = foreign_bundles.opened(data)
    came = [_taken(arrivals, file, name) for name, file in foreign_bundles.files_of(contents)]
    source = arrivals.uploads.keep(data, name=_named(name, ".zip"))
    held = Held(
        Came.BUNDLE,
        of_letter(blank(office, Channel.SYSTEM), foreign_bundles.letter_of(contents), office),
        tuple(_kept(one) for one in (*came, source)),
        verified=foreign_bundles.verified(office.reader, contents, data),
    )
    return _begun(office, arrivals, beginning, held)


# --- registering -----------------------------------------------------------------------------------------------


def duplicates(office: Office, entry: Entry) -> list[Duplicate]:
    """Return what was received before from the same sender under the same number and date."""
    if not entry.printed.strip():
        return []
    with open_view(office.reader, Letters) as letters:
        same = letters.received_as(normalise(entry.printed), _day(entry.dated))
    found = []
    for known in same:
        beginning = office.reader.beginning(known.stream)
        fact: Any = beginning.statement.fact if beginning is not None else None
        if fact is not None and _spoken(fact.sender) == _spoken(entry.sender):
            found.append(Duplicate(known, fact.subject))
    return found


def arrived(office: Office, entry: Entry) -> Arrived:
    """Return the entry as the register takes it.

    Raises:
        InvalidValue: a day or time cannot be read, or a text is too long.
    """
    for field in ("printed", "sender", "addressee", "subject", "remark"):
        if len(getattr(entry, field)) > LONGEST:
            raise InvalidValue(
                "entry-too-long", f"{field} has more than {LONGEST} characters: shorten it.", what=field, most=LONGEST
            )
    return Arrived(
        printed=entry.printed,
        dated=_day(entry.dated),
        sender=entry.sender,
        addressee=entry.addressee,
        subject=entry.subject,
        channel=entry.channel,
        entered_at=parse_moment(entry.entered_at, today=office.today) if entry.entered_at.strip() else office.now,
        speed=entry.speed,
        secrecy=entry.secrecy,
        due=_day(entry.due),
        remark=normalise(entry.remark) or None,
    )


def register(  # noqa: PLR0913 - each is a thing of its own
    office: Office, arrivals: Arrivals, arrival: Arrival, entry: Entry, *, clerk: str, although_twice: bool
) -> StreamId:
    """Enter an arrival in the receive book and return the letter's stream; pressed twice, it is entered once.

    Raises:
        WrongStage: a letter of the same sender, number and date is there, and nobody said that it comes again.
        InvalidValue, ClauseForbids: the entry cannot be (`domain.incoming.receive`).
    """
    if arrival.stream is not None:
        return arrival.stream
    arrival = arrivals.typed(arrival, entry)
    told = arrived(office, entry)
    if not although_twice and (same := duplicates(office, entry)):
        raise WrongStage(
            "received-before",
            f"A letter of this sender, number and date has receive number {same[0].letter.n}: "
            "look at it, and say so if it came again.",
            number=same[0].letter.n,
        )
    files = [
        office.keep_bytes(arrivals.uploads.get(file.digest), name=file.name, mime=_mime(file.name), role="received")
        for file in arrival.held.files
        if file.piece is None
    ]
    answer = incoming.enter(
        office,
        replace(told, remark=_remark(told.remark, arrival.held.verified)),
        kept=files,
        book=entry.book or None,
        clerk=clerk,
        request_id=sha256(b"arrival\n" + arrival.arrival.encode()).digest()[:16],
    )
    stream = StreamId(answer["stream"])
    arrivals.registered(arrival, stream)
    return stream


def _remark(typed: str | None, verified: Verified | None) -> str | None:
    """Return the remark with what the bundle showed, so that the register's page says it (ข้อ 38.9)."""
    if verified is None:
        return typed
    verdict = {
        Verdict.VALID.value: "ถูกต้อง",
        Verdict.INVALID.value: "ไม่ถูกต้อง",
        Verdict.DISPUTED.value: "มีข้อโต้แย้ง",
    }.get(verified.verdict, "บอกไม่ได้")
    return "; ".join(filter(None, (typed, f"แฟ้มหลักฐานจาก {verified.origin}: {verdict}")))


# --- prefilled -------------------------------------------------------------------------------------------------


def _begun(office: Office, arrivals: Arrivals, beginning: Beginning, held: Held) -> Arrival:
    return arrivals.begin(held, once=beginning.once, by=beginning.account, at=office.now, random=beginning.random)


def _read(office: Office, arrivals: Arrivals, held: Held, came: Sequence[Dropped]) -> Held:
    """Return what is held with the entry as the first file that is a letter says it."""
    chosen = _letter_among(came)
    if chosen is None:
        return held
    try:
        reading = document.read(arrivals.uploads.get(chosen.digest), name=chosen.name)
    except InvalidValue as refused:
        unread = Doubted(refused.slug, str(refused), notes.plain(refused.facts))
        return msgspec.structs.replace(held, unread=unread)
    pieces = [
        Kept(piece.name, piece.digest, piece.size, crop.part)
        for crop in reading.crops
        for piece in (arrivals.uploads.keep(crop.png, name=f"{crop.part}.png"),)
    ]
    noted = notes.noted(
        reading,
        odd=chosen.odd,
        registered=against(office.reader, reading),
        pieces=tuple(Piece(piece.piece or "", piece.digest) for piece in pieces),
    )
    return msgspec.structs.replace(
        held, entry=of_draft(held.entry, reading.draft), files=(*held.files, *pieces), notes=noted
    )


def _letter_among(came: Sequence[Dropped]) -> Dropped | None:
    """Return the file that is read: a letter's own file has no second number behind its name (annex 7 ข้อ 4.3)."""
    readable = [one for one in came if one.name.lower().endswith(_READ)]
    return min(readable, key=lambda one: (one.name.count("_"), not one.name.lower().endswith(".pdf")), default=None)


def _taken(arrivals: Arrivals, data: bytes, name: str) -> Dropped:
    return arrivals.uploads.take(data, name=name)


def _kept(one: Dropped) -> Kept:
    return Kept(one.name, one.digest, one.size)


def _named(name: str, ending: str) -> str:
    """Return a name that every machine takes, with this ending."""
    safe = safe_name(name)
    return safe if safe.lower().endswith(ending) else f"{safe}{ending}"


def _mime(name: str) -> str:
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    return _MIME.get(ending, "application/octet-stream")


def _day(text: str) -> date | None:
    return parse_date(text) if text.strip() else None


def _spoken(text: str) -> str:
    return "".join(normalise(text).split()).casefold()
