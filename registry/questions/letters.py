"""Questions about letters: sent on another day, never checked, not acted on, made by whom."""

from collections.abc import Iterator

from domain.directives import DirectiveEvidenced
from domain.incoming import ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
from domain.letter.events import EntryCorrected, LetterAnsweredBy, LetterIssued, LetterSignedByHand, SignedLetter
from registry.questions.asking import Asked, Found, name_of, names_of
from registry.views.pending import Pending
from registry.views.unanswered import AnswerState, Unanswered
from registry.views.view import open_view
from registry.wire import THAI_TIME

_ACTED = LetterAnsweredBy | DirectiveEvidenced | MatterAssigned | ActionNoted | MatterConcluded

SENT_OTHERWISE = ("letter_number", "dated", "registered_on", "sent_on", "days", "position")
UNCHECKED = ("letter_number", "addressee", "channel", "sent_on", "days")
NOT_ACTED_ON = ("receive_number", "letter_number", "sender", "subject", "registered_on", "due", "days")
MAKERS = ("letter_number", "dated", "drafted_by", "typed_by", "checked_by", "signer", "post", "entered_by", "position")
CORRECTIONS = (
    "letter_number", "receive_number", "what", "old", "new", "reason", "entered_by", "entered_at", "position",
)  # fmt: skip


def sent_otherwise(asked: Asked) -> Iterator[Found]:
    """Yield the letters that were sent on another day than they are dated (ข้อ 43.1.4), by the day of sending."""
    for line in asked.facts("letter.dispatched.v1"):
        begun = asked.reader.beginning(line.statement.stream)
        sent = line.statement.at.date()
        if begun is None or not asked.period.holds(sent) or not isinstance(begun.statement.fact, LetterIssued):
            continue
        issued = begun.statement.fact
        if issued.dated != sent:
            registered = begun.statement.at.date()
            days = (sent - issued.dated).days
            yield Found((issued.number, issued.dated, registered, sent, days, line.position), line.statement.stream)


def unchecked(asked: Asked) -> Iterator[Found]:
    """Yield the sendings at which nobody has looked since: no result, no telephone call, no answer (ข้อ 29)."""
    with open_view(asked.reader, Unanswered) as view:
        for letter in view.letters(owing=True):
            sent = letter.dispatched_at.astimezone(THAI_TIME).date()
            if asked.period.holds(sent):
                for one in view.of(letter.letter):
                    if one.state is AnswerState.DISPATCHED:
                        days = (asked.today - sent).days
                        yield Found((letter.number, one.addressee, one.channel.label, sent, days), letter.letter)


def not_acted_on(asked: Asked) -> Iterator[Found]:
    """Yield the received letters that nobody was given and of which nothing was noted (ข้อ 39)."""
    with open_view(asked.reader, Pending) as view:
        waiting = view.pending(today=asked.today)
    for one in waiting:
        if not asked.period.holds(one.registered_on):
            continue
        if not any(isinstance(line.statement.fact, _ACTED) for line in asked.reader.stream(one.stream)):
            days = one.days(asked.today)
            told = (one.n, one.number, one.sender, one.subject, one.registered_on, one.due, days)
            yield Found(told, one.stream)


def makers(asked: Asked) -> Iterator[Found]:
    """Yield who drafted, typed and checked each letter (ข้อ 30), who signed it, and who entered what was on paper."""
    names = names_of(asked.reader)
    for line in asked.facts("letter.issued.v1", "order.issued.v1"):
        issued = line.statement.fact
        if not isinstance(issued, LetterIssued) or not asked.period.holds(issued.dated):
            continue
        fact = asked.beginning(issued.signed_in)
        if not isinstance(fact, SignedLetter):
            continue
        letter, by = fact.letter, fact.letter.makers
        clerk = name_of(names, fact.clerk) if isinstance(fact, LetterSignedByHand) else None
        made = (by.drafted_by, by.typed_by, by.checked_by)
        signer = (letter.signatory.name, letter.signatory.post)
        yield Found((letter.number, letter.dated, *made, *signer, clerk, line.position), line.statement.stream)


def corrections(asked: Asked) -> Iterator[Found]:
    """Yield what was put right in an entry after it was made: what stood there, what stands there, who, why."""
    names = names_of(asked.reader)
    for line in asked.facts("entry.corrected.v1"):
        fact, at, letter = line.statement.fact, line.statement.at, line.statement.stream
        if isinstance(fact, EntryCorrected) and asked.period.holds(at.date()):
            entry = asked.beginning(letter)
            number = entry.number if isinstance(entry, LetterIssued) else None
            received = entry.n if isinstance(entry, LetterReceived) else None
            by = name_of(names, fact.clerk)
            yield Found((number, received, fact.what, fact.old, fact.new, fact.reason, by, at, line.position), letter)
