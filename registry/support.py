"""The facts that a verdict rests on, collected backwards from what is to be shown.

a person's statement ─▶ the key, by two officers ─▶ those officers, up to the founders
the seal's admission ─▶ what the signatory's power rests on: orders, recorded instruments, absences
                        └─▶ what changed, repealed or took from those before the statement
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.authority import Authority, KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled
from domain.errors import NoSuchThing
from domain.letter.events import (
    AnsweredByLink,
    LetterAcknowledged,
    LetterIssued,
    LetterReturned,
    LetterSealed,
    LetterSigned,
    LetterSignedByHand,
    LinkGiven,
    LinksGiven,
    OrderAmended,
    OrderRepealed,
    OrderSigned,
    SignedLetter,
)
from domain.letter.text import Signatory
from domain.passkeys import PasskeyConfirmed, PasskeyOffered
from domain.structure.acts import PostAct, PostActKind
from domain.structure.instruments import Source
from domain.structure.structure import Attribute
from domain.values import Digest, StreamId
from registry.errors import StoreDamaged
from registry.following import followed
from registry.powers import RESTS_ON
from registry.reader import Reader, Recorded, recorded

_KEY_FACTS = (KeyEnrolled, KeyConfirmed, KeyWithdrawn)
_AUTHORITY = ("officer.enrolled.v1", "key.enrolled.v1", "key.confirmed.v1", "key.withdrawn.v1")
_TAKES = frozenset({PostActKind.END, PostActKind.WITHDRAW})


def pair(reader: Reader, stream: StreamId) -> tuple[Recorded, Recorded]:
    """Return what a person signed and its admission, from the stream of either.

    Raises:
        NoSuchThing: it is the stream of no letter, order or answer.
        StoreDamaged: a part of it is missing from the store.
    """
    first = reader.beginning(stream)
    match first.statement.fact if first is not None else None:
        case LetterIssued(signed_in=signed_in):
            assert first is not None  # noqa: S101 - the match has seen its fact
            return beginning(reader, signed_in), first
        case (
            LetterSigned()
            | LetterSignedByHand()
            | LetterSealed()
            | OrderSigned()
            | LetterAcknowledged()
            | LetterReturned()
        ):
            assert first is not None  # noqa: S101 - the match has seen its fact
            # The seal admits in the same group, right behind what it admits.
            return first, reader.at(first.position + 1)
        case _:
            raise NoSuchThing(
                "no-such-letter", f"No letter, order or answer {stream} is registered here.", letter=stream
            )


def beginning(reader: Reader, stream: StreamId) -> Recorded:
    """Return the first fact of a stream that another fact names."""
    first = reader.beginning(stream)
    if first is None:
        raise StoreDamaged("stream-missing", f"Stream {stream}, which a fact names, is missing.", stream=stream)
    return first


class Support:
    """The facts that were collected so far."""

    def __init__(self, reader: Reader, authority: Authority) -> None:
        self._reader = reader
        self._found = {0: reader.opened}
        self._authority = authority
        self._enrolments = [recorded(entry) for entry in reader.store.named(_AUTHORITY)]

    def in_order(self) -> list[Recorded]:
        """Return what was collected, in the order of the log."""
        return [self._found[position] for position in sorted(self._found)]

    def add(self, line: Recorded) -> None:
        """Add a fact by the seal."""
        self._found[line.position] = line

    def add_letter(self, stream: StreamId) -> None:
        """Add a letter that is answered: its admission, and what was signed, with all that it rests on."""
        signed, issued = pair(self._reader, stream)
        self.add_signed(signed, issued)
        self.add_basis(signed, issued)

    def add_link(self, answer: Recorded) -> None:
        """Add the fact that gave the link of an answer."""
        said = answer.statement.fact
        assert isinstance(said, AnsweredByLink)  # noqa: S101 - whoever calls has seen it
        for line in self._reader.stream(answer.statement.stream):
            fact = line.statement.fact
            if isinstance(fact, LinksGiven) and LinkGiven(said.to, said.link) in fact.links:
                self.add(line)

    def add_signed(self, signed: Recorded, issued: Recorded) -> None:
        """Add a letter or order as signed and as admitted, and what the signature rests on."""
        self.add(issued)
        self.add(signed)
        self.about(signed, until=signed.position)

    def add_basis(self, signed: Recorded, issued: Recorded) -> None:
        """Add what the signatory's power to sign this rests on, and what was known to have ended any of it."""
        if all(tie.rel != RESTS_ON for tie in issued.statement.re):
            return  # nothing but an enrolment, or nothing that is recorded
        fact = signed.statement.fact
        assert isinstance(fact, SignedLetter)  # noqa: S101 - whoever calls has seen its admission
        _Basis(self, self._reader, fact.letter.signatory, before=signed.position).add(issued)

    def about(self, line: Recorded, *, until: int) -> None:
        """Add what a person's statement rests on: the key's enrolment, the officers, and so on up to founders.

        And a withdrawal of the key that the log took in behind the statement, but before position *until*.
        """
        self._add_key(line.statement.by, line.position)
        for said in self._enrolments:
            fact = said.statement.fact
            if (
                isinstance(fact, KeyWithdrawn)
                and fact.spki == line.statement.by
                and line.position < said.position < until
            ):
                self.add_said(said)
        fact = line.statement.fact
        if isinstance(fact, LetterSignedByHand):
            self._add_officer(fact.letter.signatory.officer, line.position)

    def _add_key(self, spki: Digest, before: int) -> None:
        """Add the two officers' word on a key, whose it is, and what those officers' own keys rest on.

        Of a recipient's passkey, what the seal says of it.
        """
        if spki in self._authority.passkeys:
            self._add_passkey(spki, before)
            return
        self._add_officer(self._authority.keys[spki].officer, before)
        for line in self._enrolments:
            fact = line.statement.fact
            if line.position < before and isinstance(fact, _KEY_FACTS) and fact.spki == spki:
                self.add_said(line)
                # Enrolled again later, the officer was another one to that fact.
                self._add_officer(self._authority.keys[spki].officer, line.position)

    def _add_passkey(self, spki: Digest, before: int) -> None:
        for entry in self._reader.store.named(("passkey.offered.v1", "passkey.confirmed.v1")):
            line = recorded(entry)
            fact = line.statement.fact
            if isinstance(fact, PasskeyOffered | PasskeyConfirmed) and fact.spki == spki and line.position < before:
                self.add(line)

    def _add_officer(self, officer: str, before: int) -> None:
        """Add the enrolment of an officer that is in force before a position; founders have none but leaf 0."""
        enrolled = [
            line
            for line in self._enrolments
            if line.position < before
            and isinstance(line.statement.fact, OfficerEnrolled)
            and line.statement.fact.officer == officer
        ]
        if enrolled:
            self.add_said(enrolled[-1])

    def add_said(self, line: Recorded) -> None:
        """Add what a person said of officers, keys, instruments or absences, and what that key rests on."""
        if line.position not in self._found:
            self._found[line.position] = line
            self._add_key(line.statement.by, line.position)


@dataclass
class _Basis:
    """What one signatory's power rests on, as known before a position."""

    support: Support
    reader: Reader
    signatory: Signatory
    before: int
    _done: set[StreamId] = field(default_factory=set)

    def __post_init__(self) -> None:
        following = followed(self.reader.store)
        self._structure, self._posts = following.structure, following.posts
        sources = [one.source for one in self._structure.instruments.values()]
        self._sources = {source.digest: source for source in sources}

    def add(self, issued: Recorded) -> None:
        """Add it, from the admission that names it."""
        self._add_named(issued)
        officer, post = self.signatory.officer, self.signatory.post
        for subject in sorted(self._posts.mentions.get(officer, ())):
            for deed in self._posts.deeds.get(subject, ()):
                if (deed.act.kind, deed.act.officer, deed.act.post) == (PostActKind.END, officer, post):
                    self._add_source(self._structure.instruments[deed.stream].source)

    def _add_named(self, issued: Recorded) -> None:
        for tie in issued.statement.re:
            if tie.rel != RESTS_ON:
                continue
            absence = self._posts.absences.get(tie.h)
            if absence is not None:
                self._add_at(absence.basis.position)
                self._add_at(None if absence.ended is None else absence.ended.by.position)
            elif tie.h in self._sources:
                self._add_source(self._sources[tie.h])

    def _add_at(self, position: int | None) -> None:
        if position is not None and position < self.before:
            self.support.add_said(self.reader.at(position))

    def _add_source(self, source: Source) -> None:
        """Add an instrument, and what was known to have ended it or what it gives."""
        if source.position >= self.before or source.stream in self._done:
            return
        self._done.add(source.stream)
        if source.recorded:
            self.support.add_said(beginning(self.reader, source.stream))
            self._add_at(source.position)
        else:
            self._add_order(source)
        for change in self._structure.changes.get(source.stream, ()):
            self._add_source(change.by)
        acts = self._structure.instruments[source.stream].acts.posts
        for act in self._relevant(acts):
            self._add_enders(act)

    def _add_order(self, source: Source) -> None:
        signed, issued = pair(self.reader, source.stream)
        self.support.add_signed(signed, issued)
        fact = signed.statement.fact
        assert isinstance(fact, SignedLetter)  # noqa: S101 - an order is signed
        if fact.letter.signatory != self.signatory:
            self.support.add_basis(signed, issued)
        for line in self.reader.stream(source.stream):
            if isinstance(line.statement.fact, OrderAmended | OrderRepealed) and line.position < self.before:
                self.support.add(line)
                self._add_source(self._structure.instruments[line.statement.fact.instrument].source)

    def _relevant(self, acts: Iterable[PostAct]) -> list[PostAct]:
        """Return the acts that concern the signatory; an order may appoint many others."""
        names = {self.signatory.officer, self.signatory.post, self.signatory.principal} - {None}
        return [act for act in acts if {act.officer, act.post, act.deputises, act.to_post} & names]

    def _add_enders(self, act: PostAct) -> None:
        """Add the acts that take from what *act* gives, and those that end its unit."""
        for deed in self._posts.deeds.get((act.unit, act.post), ()):
            if deed.act.kind in _TAKES:
                self._add_source(self._structure.instruments[deed.stream].source)
        unit = self._structure.units.get(act.unit)
        for claim in () if unit is None else unit.claims:
            if (Attribute.EXISTS, None) in claim.says:
                self._add_source(self._structure.instruments[claim.stream].source)
