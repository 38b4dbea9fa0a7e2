"""What is proposed about officers and keys, checked as far as it can be before an officer signs it.

Who proposes needs no key and has no say: the register judges what a registrar signs in the end, by the same rules as
what comes from the command line.
"""

import re
from dataclasses import replace

from domain.authority import KeyEnrolled, KeyWithdrawn, OfficerEnrolled, Post
from domain.errors import InvalidValue, NoSuchThing, WrongStage
from domain.facts import PersonFact
from domain.structure.events import AbsenceRecorded
from domain.thai.text import normalise
from domain.values import Digest, File
from keys.certificates import load_all
from keys.paths import TrustRoots
from registry.acts import founding
from registry.acts.office import Office

_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
LONGEST = 200
"""Characters of a name, a post or a unit."""


def enrolment(office: Office, typed: OfficerEnrolled) -> OfficerEnrolled:
    """Return an enrolment, or an enrolment anew, as it is proposed.

    Raises:
        InvalidValue: the id is none, or the officer has no name, office or role.
        NotAllowed: the officer's keys could not be confirmed again.
    """
    wanted = replace(
        typed,
        officer=normalise(typed.officer),
        name=_line(typed.name),
        office=_line(typed.office),
        posts=tuple(Post(_line(one.post), _line(one.unit), one.since, one.until) for one in typed.posts),
        receives_for=tuple(_line(one) for one in typed.receives_for),
    )
    founding.require_confirmable(office, wanted.officer)
    known = office.reader.authority().officers
    if wanted.officer not in known and not _ID.fullmatch(wanted.officer):
        raise InvalidValue(
            "bad-officer-id",
            f"{wanted.officer[:80]!r} is no id of an officer: write 1 to 64 of a-z, A-Z, 0-9, dot, hyphen, underscore.",
            officer=wanted.officer[:80],
        )
    for one in wanted.posts:
        if one.until is not None and one.until <= one.since:
            raise InvalidValue(
                "post-ends-before", f"The post {one.post!r} ends before it begins: look at both days.", post=one.post
            )
    if not wanted.roles:
        raise InvalidValue("part-missing", "The officer has no role: choose one.", parts="roles")
    return wanted


def key(office: Office, officer: str, data: bytes) -> tuple[KeyEnrolled, list[File]]:
    """Return the enrolment of a key from its certificate (PEM or DER; those above it behind it), and its files.

    Raises:
        BadCertificate: it is none, or leads to no trusted root today.
        NoSuchThing: no such officer is enrolled.
        WrongStage: the key is enrolled already.
    """
    authority = office.reader.authority()
    authority.officer(officer)
    certificates = load_all(data)
    TrustRoots(load_all(office.reader.home.roots.read_bytes())).chain(certificates[0], certificates[1:], office.now)
    spki = Digest(certificates[0].spki)
    if spki in authority.keys:
        raise WrongStage("key-known", f"Key {spki[:23]}… was enrolled before.", key=spki[:23])
    return founding.enrolment(office, officer, certificates)


def withdrawal(office: Office, spki: Digest, reason: str) -> KeyWithdrawn:
    """Return the withdrawal of a key.

    Raises:
        NoSuchThing: there is no such key.
        NotAllowed: it is withdrawn already.
        InvalidValue: nobody said why.
    """
    authority = office.reader.authority()
    known = authority.keys.get(spki)
    if known is None:
        raise NoSuchThing("no-such-key", f"Key {spki[:23]}… waits for nobody's confirmation.", key=spki[:23])
    if known.withdrawn is not None:
        authority.key(spki)
    why = normalise(reason)
    if not why:
        raise InvalidValue("reason-missing", "Say why the key is withdrawn.", what=spki[:23])
    return KeyWithdrawn(spki, why)


def about(fact: PersonFact, office: Office) -> str | None:
    """Return the officer whom a proposed fact is about; None where it is about nobody."""
    match fact:
        case OfficerEnrolled(officer=officer) | KeyEnrolled(officer=officer) | AbsenceRecorded(officer=officer):
            return officer
        case KeyWithdrawn(spki=spki):
            known = office.reader.authority().keys.get(spki)
            return None if known is None else known.officer
        case _:
            return None


def _line(typed: str) -> str:
    text = normalise(typed)
    if not text or len(text) > LONGEST or "\n" in text or "\t" in text:
        raise InvalidValue(
            "part-missing",
            f"A name is empty or longer than {LONGEST} characters: fill it in, in one line.",
            parts="name",
        )
    return text
