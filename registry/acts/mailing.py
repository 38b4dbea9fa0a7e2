"""Mails and reminders made ready for the office's central mailbox (annex 7 ข้อ 5.3), and links that go with them.

A link's token exists while its mail is written. Writing again gives a new one, and the one before counts no more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.classes import Channel
from domain.errors import InvalidValue, NoSuchThing
from domain.letter import life
from domain.letter.life import Stage
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from registry.acts import links
from registry.acts.dispatching import address_for, followed
from registry.acts.office import Office
from registry.acts.outgoing import Issued, issued_in
from registry.dispatching.archive import stored
from registry.dispatching.mails import Addressed, Random, prepare
from registry.dispatching.message import Envelope, Head
from registry.dispatching.names import cut, file_name, letter_file
from registry.dispatching.words import Owed, reminder_subject, reminding
from registry.papers.mail import Mail, Reminder
from registry.views.owing import Debtor
from registry.views.unanswered import Answer


@dataclass(frozen=True, slots=True)
class Written:
    """Files ready to be taken away: one mail, or a ZIP of several, piece by piece."""

    name: str
    mime: str
    pieces: Iterator[bytes]


def mailed(answers: Sequence[Answer]) -> dict[int, str]:
    """Return the addresses of those whose newest way is the central mail, by their places."""
    return {one.to: one.address for one in answers if one.channel is Channel.CENTRAL_MAIL and one.address}


def write_mails(  # noqa: PLR0913 - of what, for whom, where they answer, by whom
    office: Office,
    mail: Mail,
    letter: Issued,
    to: Mapping[int, str],
    *,
    site: str,
    form: str,
    clerk: str,
    random: Random,
) -> Written:
    """Write the mails of a letter, each with its addressee's own new link.

    Args:
        office: Where the letter is.
        mail: What is prepared to be mailed there.
        letter: What is mailed.
        to: Addresses by the places of the addressees.
        site: Where the office's pages are; a link is found below it.
        form: The id of what was filled in; under one id mails are written once.
        clerk: Who writes them.
        random: Returns as many unpredictable bytes as it is asked for.

    Raises:
        ClauseForbids: the letter is classified.
        WrongStage: it was not sent or is withdrawn, the office has set no address, or this form wrote mails before.
        InvalidValue: nobody is named, or an address is none.
    """
    if not to:
        raise InvalidValue("nobody-chosen", "Choose at least one addressee, and each once.")
    addresses = {place: address_for(Channel.CENTRAL_MAIL, typed) or "" for place, typed in sorted(to.items())}
    who, now = office.clerk(clerk), office.now
    life.require_stage(followed(office, letter), Stage.DISPATCHED, "delivered")
    mails = prepare(office.reader, letter.stream, mail.sender(), on=office.today, random=random)
    mail.begin(form, letter.stream, at=now)
    given = links.give(office, letter, to=tuple(addresses), clerk=who, random=random)
    mail.wrote(letter.stream, addresses, by=who, at=now)
    wanted = [Addressed(place, address, link_address(site, given[place])) for place, address in addresses.items()]
    if len(wanted) > 1:
        name = letter_file(letter.number, letter.text.dated, roman=mail.sender().roman)
        return Written(f"{name}_mail.zip", "application/zip", mails.archive(wanted, at=now, random=random))
    (one,) = wanted
    return Written(mails.name(one.to), "message/rfc822", iter([mails.write(one, at=now, random=random)]))


def give_links(  # noqa: PLR0913 - of what, to whom, where they answer, by whom
    office: Office, mail: Mail, letter: Issued, to: Sequence[int], *, site: str, form: str, clerk: str, random: Random
) -> dict[int, str]:
    """Give addressees new links and return their addresses, which are shown once and kept nowhere.

    Raises:
        WrongStage: the letter was not sent, or this form gave links before.
        InvalidValue: nobody is named.
    """
    if not to:
        raise InvalidValue("nobody-chosen", "Choose at least one addressee, and each once.")
    who = office.clerk(clerk)
    mail.begin(form, letter.stream, at=office.now)
    given = links.give(office, letter, to=tuple(sorted(set(to))), clerk=who, random=random)
    return {place: link_address(site, token) for place, token in given.items()}


def link_address(site: str, token: str) -> str:
    """Return where the holder of a link's *token* answers."""
    return f"{site}/l/{token}"


def remind(office: Office, mail: Mail, debtor: Debtor, *, typed: str | None, clerk: str) -> Reminder:
    """Return today's one reminder of all that somebody has not answered; it is made when it is first asked for.

    Args:
        office: Whose letters are owed.
        mail: What is prepared to be mailed there.
        debtor: Who owes what.
        typed: An address, where none is known or another is wanted.
        clerk: Who reminds.

    Raises:
        InvalidValue: no address is known, or the typed one is none.
        WrongStage: no address of the office's own is set.
    """
    mail.sender()
    address = address_for(Channel.CENTRAL_MAIL, typed or debtor.address) or ""
    owed = []
    for one in debtor.unheard:
        text = issued_in(office, one.letter).text
        owed.append(Owed(one.number, print_date(text.dated), text.subject))
    return mail.remind(debtor.addressee, address, owed, day=office.today, by=office.clerk(clerk), at=office.now)


def write_reminder(office: Office, mail: Mail, reminder: Reminder) -> tuple[str, bytes]:
    """Return a reminder as a mail, with its file's name; the same every time."""
    sender, identity = mail.sender(), office.reader.identity
    head = Head(
        sender=identity.office,
        sender_address=sender.address,
        addressee=reminder.addressee,
        address=reminder.address,
        subject=reminder_subject(len(reminder.owed)),
        at=reminder.written_at,
        id=f"reminder-{reminder.id}-{reminder.day:%Y%m%d}@{sender.address.rpartition('@')[2]}",
    )
    words = reminding(reminder.addressee, reminder.owed, identity.office, sender, specimen=identity.specimen)
    data = b"".join(Envelope((), boundary=f"=_reminder-{reminder.id}").mail(head, words))
    return file_name(f"เตือน {cut(reminder.addressee, 200)} {reminder.day:%Y%m%d}", ending=".eml"), data


def write_reminders(office: Office, mail: Mail, reminders: Sequence[Reminder]) -> Written:
    """Write several reminders as one ZIP.

    Raises:
        NoSuchThing: there are none.
    """
    if not reminders:
        raise NoSuchThing("nobody-to-remind", "Nobody is left to be reminded by e-mail today.")
    files = (
        (f"{place:03} {name}", data)
        for place, (name, data) in enumerate((write_reminder(office, mail, one) for one in reminders), start=1)
    )
    day = to_thai(print_date(office.today, months="short"))
    return Written(file_name(f"เตือน {day}", ending=".zip"), "application/zip", stored(files, at=office.now))
