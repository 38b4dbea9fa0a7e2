"""Letters that went out, as known before a fact: those met lately from memory, all others from their stream."""

from collections.abc import Callable, Sequence
from typing import cast

import msgspec

from domain.letter import life
from domain.letter.events import LetterEvent, LetterIssued, SignedLetter
from domain.letter.text import Addressee, Directive
from domain.values import StreamId
from registry.audit.lately import Lately
from registry.audit.line import Line
from registry.audit.report import wrong
from registry.wire import Statement


class Sent(msgspec.Struct, frozen=True, gc=False):
    """A letter that went out, whom it was signed for, and what it asks of them."""

    letter: life.Letter
    addressees: tuple[Addressee, ...]
    directives: tuple[Directive, ...]


class SentLetters:
    """Every letter that went out."""

    def __init__(self, earlier: Callable[[str, int], Sequence[Statement]], *, kept: int) -> None:
        """Remember *kept* of them; *earlier* reads the statements of a stream before a position."""
        self._earlier = earlier
        self._lately: Lately[StreamId, Sent] = Lately(kept)

    def met(self, stream: StreamId) -> bool:
        """Tell whether a letter was met lately."""
        return self._lately.get(stream) is not None

    def of(self, stream: StreamId, before: int) -> Sent:
        """Return the letter of a stream as known before a position.

        Raises:
            StoreDamaged: the stream is none of a letter that went out.
        """
        sent = self._lately.get(stream)
        if sent is None:
            facts = [statement.fact for statement in self._earlier(stream, before)]
            if not facts or not isinstance(issued := facts[0], LetterIssued):
                raise wrong(f"Stream {stream} does not begin with what it would have to.")
            signed = cast("SignedLetter", self._earlier(issued.signed_in, before)[0].fact)
            letter = life.evolve(None, issued)
            for event in facts[1:]:
                letter = life.evolve(letter, cast("LetterEvent", event))
            sent = Sent(letter, signed.letter.addressees, signed.letter.directives)
            self._lately.set(stream, sent)
        return sent

    def begin(self, stream: StreamId, sent: Sent) -> None:
        """Remember a letter that goes out."""
        self._lately.set(stream, sent)

    def go_on(self, line: Line, sent: Sent, event: LetterEvent) -> None:
        """Remember the letter of a line's stream as it is after an event."""
        after = Sent(life.evolve(sent.letter, event), sent.addressees, sent.directives)
        self._lately.set(line.statement.stream, after)
