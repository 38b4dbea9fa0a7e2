"""What came through links, and passkeys, decided again as the writer had to decide it."""

from collections.abc import Callable

from domain import passkeys
from domain.authority import Authority
from domain.letter import links
from domain.letter.events import AnsweredByLink, LinksGiven, ReportedByLink
from domain.letter.life import Letter
from domain.letter.text import Directive
from domain.passkeys import PasskeyConfirmed, PasskeyEvent, PasskeyOffered
from domain.values import StreamId
from registry import links as acts
from registry.audit.line import Line
from registry.audit.report import wrong


def require_by_link(
    line: Line,
    fact: LinksGiven | AnsweredByLink | ReportedByLink,
    letter: Letter,
    asked: tuple[Directive, ...],
    authority: Authority,
) -> None:
    """Refuse links that nobody could give, and what came through another link than the addressee's newest."""
    now = line.statement.at
    match fact:
        case LinksGiven(clerk=clerk):
            authority.officer(clerk)
            links.give(letter, fact)
        case AnsweredByLink():
            links.answer(letter, fact, now=now)
        case ReportedByLink():
            links.report(letter, asked, fact, now=now)


def require_passkey(line: Line, fact: PasskeyEvent, letter: Callable[[StreamId], Letter], authority: Authority) -> None:
    """Refuse a passkey that was not offered through its addressee's link, or that no clerk went on with.

    Args:
        line: where it stands.
        fact: what it says.
        letter: returns a letter as known before it.
        authority: officers and passkeys as known before it.
    """
    known, after = authority.passkeys, line.statement.prev
    if isinstance(fact, PasskeyOffered):
        if line.statement.seq != 0:
            raise wrong("A passkey's stream begins with its offer.")
        links.require_offer(letter(fact.letter), fact)
        passkeys.offer(known, fact)
        acts.require_free_name(authority, fact.officer)
        if [(file.sha256, file.role) for file in line.statement.doc] != [(fact.spki, acts.PASSKEY_FILE)]:
            raise wrong("It names another file than the passkey's public key.")
        return
    authority.require_clerk(fact.clerk)
    if isinstance(fact, PasskeyConfirmed):
        passkeys.confirm(known, fact, after=after)
    else:
        passkeys.withdraw(known, fact, after=after)
