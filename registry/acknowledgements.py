"""Acts of recipients: their own signed statements, taken into the letter's life by the seal."""

from domain.errors import InvalidValue
from domain.letter import admission, life
from domain.letter.events import LetterAcknowledged, LetterReturned
from domain.values import StreamId
from registry.evidence import Evidenced
from registry.register.group import Group, Staged
from registry.wire import Relation


def admit(
    group: Group, said: Evidenced, fact: LetterAcknowledged | LetterReturned, *, letter: StreamId | None
) -> Staged:
    """Take an acknowledgement or a return into the life of the letter in stream *letter*."""
    if letter is None:
        raise InvalidValue("letter-not-named", "Say which letter is answered.", what="stream")
    known = group.letter(letter)
    digest = said.digest
    if isinstance(fact, LetterAcknowledged):
        life.require_receipt_in_order(known, fact, now=said.statement.at)
    answered = life.answer(known, fact, statement=admission.Said(digest, said.statement.stream))
    group.known.authority.require_recipient(said.statement.by, known.addressees[fact.to].name, fact.officer)
    if Relation("acknowledges", fact.letter) not in said.statement.re:
        raise InvalidValue("letter-not-named", "The statement does not name the letter that it answers.", what="re")
    group.require_files(said.statement.doc)
    group.take(said)
    staged = group.seal(letter, answered, re=[Relation("admits", digest)])
    group.known.letters.set(letter, life.evolve(known, answered))
    return staged
