"""Acts through addressees' links, and on the passkeys that are offered through them; all of it the seal's to say.

link's 16 bytes ─▶ digest ─▶ the addressee's newest link? ─▶ letter.answered-by-link │ directive.reported-by-link
                                                          └▶ passkey.offered ─▶ a clerk confirms or withdraws it

Whoever asks brings the link's bytes themselves: who merely reads the register knows their digest and cannot use it.
"""

from dataclasses import fields as dataclass_fields
from typing import Any, Final, TypeVar

import msgspec

from domain import passkeys
from domain.authority import Authority, evolve
from domain.errors import NotAllowed
from domain.letter import life
from domain.letter import links as rules
from domain.letter.events import AnsweredByLink, LinksGiven, ReportedByLink
from domain.passkeys import PasskeyConfirmed, PasskeyEvent, PasskeyOffered, PasskeyWithdrawn
from domain.values import Digest, File, StreamId
from keys import webauthn
from registry import requests
from registry.errors import NotCanonical
from registry.letters import signed_text
from registry.register.group import Group, Staged

PASSKEY_FILE: Final = "passkey"
"""Role of a passkey's public key among the files that its offer names."""
ENTERED: Final = frozenset({"letter.links-given.v1", "passkey.confirmed.v1", "passkey.withdrawn.v1"})
"""Wire names of what a clerk enters here: of a letter's links in its stream, of a passkey in the passkey's."""

_Form = TypeVar("_Form", AnsweredByLink, ReportedByLink, LinksGiven, PasskeyOffered, PasskeyConfirmed, PasskeyWithdrawn)


def by_link(group: Group, asked: requests.ByLink) -> Staged:
    """Say what came through an addressee's link; the request's own fields never name a link."""
    letter = group.letter(asked.stream)
    said: dict[str, Any] = {**asked.fields, "link": rules.link_digest(asked.secret)}
    fact: AnsweredByLink | ReportedByLink
    match asked.name:
        case "letter.answered-by-link.v1":
            fact = rules.answer(letter, _read(asked.name, said, AnsweredByLink), now=group.now)
        case "directive.reported-by-link.v1":
            directives = signed_text(group, asked.stream).directives
            fact = rules.report(letter, directives, _read(asked.name, said, ReportedByLink), now=group.now)
        case "passkey.offered.v1":
            return _offer(group, asked.stream, letter, said)
        case name:
            raise NotCanonical("not-by-link-said", f"{name[:40]} is not said through a link.", name=name[:40])
    staged = group.seal(asked.stream, fact)
    group.known.letters.set(asked.stream, life.evolve(letter, fact))
    return staged


def enter(group: Group, asked: requests.Enter) -> Staged:
    """Give addressees their links, or say of a passkey that it counts, or no longer."""
    if asked.name == "letter.links-given.v1":
        letter = group.letter(asked.stream)
        given = rules.give(letter, _read(asked.name, asked.fields, LinksGiven))
        staged = group.seal(asked.stream, given)
        group.known.letters.set(asked.stream, life.evolve(letter, given))
        return staged
    after, known = group.newest(asked.stream), group.known.authority
    fact: PasskeyConfirmed | PasskeyWithdrawn
    if asked.name == "passkey.confirmed.v1":
        fact = passkeys.confirm(known.passkeys, _read(asked.name, asked.fields, PasskeyConfirmed), after=after)
    else:
        fact = passkeys.withdraw(known.passkeys, _read(asked.name, asked.fields, PasskeyWithdrawn), after=after)
    known.require_clerk(fact.clerk)
    staged = group.seal(asked.stream, fact)
    _learn(group, fact, staged)
    return staged


def require_free_name(authority: Authority, officer: str) -> None:
    """Refuse a passkey that would be called by the id of an officer who is enrolled."""
    if officer in authority.officers:
        raise NotAllowed("officer-known", f"{officer} is an officer who is enrolled here.", officer=officer)


def require_key_file(data: bytes, rp: str) -> None:
    """Refuse a public key of which no signature could be verified, and a relying party that browsers do not know.

    Raises:
        keys.errors.BadPasskey: it is such a one.
    """
    webauthn.PasskeyKey.load(data)
    webauthn.require_rp(rp)


def key_file(spki: Digest, data: bytes) -> File:
    """Return how the offer of a passkey names its public key."""
    return File(spki, len(data), "application/octet-stream", "passkey.spki", PASSKEY_FILE)


def _offer(group: Group, stream: StreamId, letter: life.Letter, said: dict[str, Any]) -> Staged:
    to = said.get("to")
    rules.require_link(letter, to if isinstance(to, int) else -1, said["link"])
    said |= {"letter": stream, "addressee": letter.addressees[said["to"]].name}
    offered = passkeys.offer(group.known.authority.passkeys, _read("passkey.offered.v1", said, PasskeyOffered))
    rules.require_offer(letter, offered)
    require_free_name(group.known.authority, offered.officer)
    data = group.blobs.get(offered.spki)
    require_key_file(data, offered.rp)
    staged = group.begin(offered, doc=[key_file(offered.spki, data)])
    _learn(group, offered, staged)
    return staged


def _learn(group: Group, fact: PasskeyEvent, staged: Staged) -> None:
    known = group.known.authority
    group.known.learn_authority(evolve(known, fact, statement=staged.digest, by=staged.by))


def _read(name: str, fields: dict[str, Any], form: type[_Form]) -> _Form:
    unknown = sorted(set(fields) - {one.name for one in dataclass_fields(form)})
    if unknown:  # the library would leave them out in silence
        raise NotCanonical("request-unreadable", f"{name} has no {unknown[0][:40]!r}.", why=unknown[0][:40])
    try:
        return msgspec.convert(fields, form)
    except (msgspec.ValidationError, ValueError) as error:
        raise NotCanonical("request-unreadable", f"{name} cannot be read: {error}.", why=str(error)) from None
