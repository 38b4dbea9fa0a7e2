"""The entry of a letter that came in, as far as its document, mail or signed text says it; a clerk looks it over."""

import re
from datetime import date, datetime
from typing import Final

import msgspec

from domain.classes import Channel, SpeedClass
from domain.errors import DomainError
from domain.letter.text import LetterText
from domain.thai.dates import FIRST_DAY, print_date
from domain.thai.text import normalise
from registry.acts.office import Office
from registry.documents.draft import Draft, Read
from registry.documents.mail import Mail
from registry.papers.arrivals import Entry
from registry.wire import THAI_TIME

_SPEEDS: Final = re.compile(r"^\s*(ด่วนที่สุด|ด่วนมาก|ด่วน)\s*[:：]\s*")


def blank(office: Office, channel: Channel) -> Entry:
    """Return the entry of a letter that came just now, of which nothing is known."""
    return Entry(addressee=office.reader.identity.office, channel=channel, entered_at=_written(office.now))


def of_draft(entry: Entry, draft: Draft) -> Entry:
    """Return the entry with what a document says; what it does not say stays as it was."""
    number = draft.number.value.printed("thai") if draft.number else None
    printed = number or (draft.number_printed.value.text if draft.number_printed else None)
    addressees = ", ".join(one.value for one in draft.addressees)
    found = {
        "printed": printed,
        "dated": _printed(draft.dated.value) if draft.dated else None,
        "sender": _value(draft.issuing_office),
        "addressee": addressees or None,
        "subject": _value(draft.subject),
        "speed": draft.speed.value if draft.speed else None,
        "secrecy": draft.secrecy.value if draft.secrecy else None,
    }
    return msgspec.structs.replace(entry, **{name: value for name, value in found.items() if value})


def of_mail(entry: Entry, mail: Mail, now: datetime) -> Entry:
    """Return the entry as a mail says it: its subject begins with the speed (annex 7 ข้อ 5.3.4)."""
    speed = _SPEEDS.match(mail.subject)
    came = mail.came or mail.dated
    return msgspec.structs.replace(
        entry,
        sender=_shown(mail.sender),
        subject=_shown(mail.subject[speed.end() :] if speed else mail.subject),
        speed=next(one for one in SpeedClass if one.label == speed[1]) if speed else entry.speed,
        dated=_printed(mail.dated.astimezone(THAI_TIME).date()) if mail.dated else "",
        entered_at=_written(min(came, now)) if came else entry.entered_at,
    )


def of_letter(entry: Entry, letter: LetterText, office: Office) -> Entry:
    """Return the entry as a signed letter says it; of many addressees, this office is the one that matters."""
    names = [one.name for one in letter.addressees]
    own = office.reader.identity.office
    return msgspec.structs.replace(
        entry,
        printed=letter.number,
        dated=_printed(letter.dated),
        sender=letter.issuing_office,
        addressee=names[0] if len(names) == 1 else own,
        subject=letter.subject or "",
        speed=letter.speed,
        secrecy=letter.secrecy,
    )


def _shown(text: str) -> str:
    """Return what a stranger wrote as far as the register can hold it; what turns writing round is left out."""
    try:
        return normalise(text)
    except DomainError:
        return normalise("".join(letter for letter in text if letter.isprintable()))


def _value(read: Read[str] | None) -> str | None:
    return read.value if read else None


def _printed(day: date) -> str:
    return print_date(day) if day >= FIRST_DAY else ""


def _written(at: datetime) -> str:
    local = at.astimezone(THAI_TIME)
    return f"{print_date(local.date(), digits='arabic', months='short')} {local:%H.%M}"
