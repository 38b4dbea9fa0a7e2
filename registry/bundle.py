"""Writes the evidence that a recipient keeps: one ZIP about one letter, order or answer.

    a letter's stream ─▶ what the official signed, the seal's admission, its number, the files
    an answer's stream ─▶ what the recipient signed, the seal's admission, the letter that it answers
                 └──▶ the facts that the keys and posts rest on, and a proof for each, under one checkpoint

The oldest stored checkpoint that covers all of it is taken, so that the operator's claimed time is near the
signing. What is written is what `registry.verify` reads: it is the format's only definition.
"""

from collections.abc import Mapping, Sequence

from domain.authority import Authority, KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled
from domain.errors import NoSuchThing
from domain.letter.events import (
    LetterAcknowledged,
    LetterIssued,
    LetterReturned,
    LetterSealed,
    LetterSigned,
    LetterSignedByHand,
    OrderSigned,
)
from domain.series import SeriesOpened
from domain.values import Digest, StreamId
from keys.checkpoints import verify_checkpoint
from registry import wire
from registry.carrier import Carrier
from registry.errors import StoreDamaged
from registry.log.heads import BEGINNINGS
from registry.log.marks import stream_mark
from registry.newest import Newest, Under, number_entry
from registry.reader import Reader, Recorded, recorded
from registry.verify import container, later
from registry.verify.contents import Contents, admission_name, file_names
from registry.verify.derived import policy, readme
from registry.verify.members import support_name
from registry.verify.statements import Statement

_KEY_FACTS = (KeyEnrolled, KeyConfirmed, KeyWithdrawn)
_AUTHORITY = ("officer.enrolled.v1", "key.enrolled.v1", "key.confirmed.v1", "key.withdrawn.v1")


def write(reader: Reader, stream: StreamId) -> bytes:
    """Return the bundle about the letter, order or answer in *stream*.

    *stream* is that of the letter, or the one that a person's signed statement begins.

    Raises:
        NoSuchThing: there is no such letter or answer.
        StoreDamaged: a part of it is missing from the store.
    """
    person, admission = _pair(reader, stream)
    issued = admission.statement.fact
    numbers = issued.n if isinstance(issued, LetterIssued) else ()
    # The public leaves of a fact's numbers stand right behind its own.
    places = {n: admission.position + place for place, n in enumerate(numbers, start=1)}
    note = reader.store.checkpoint_over(max(places.values(), default=admission.position)) or reader.checkpoint()
    under = Under(reader.tree(), note, verify_checkpoint(note, reader.log_key))
    authority = reader.authority()
    support = _Support(reader, authority)
    support.about(person, until=under.size)
    if isinstance(issued, LetterIssued):
        support.add(_beginning(reader, issued.series))
    else:
        support.add_letter(admission.statement.stream)
    with Newest.of(reader) as newest:
        return _Bundle(reader, under, authority, newest).write(person, admission, support.in_order(), places)


def _pair(reader: Reader, stream: StreamId) -> tuple[Recorded, Recorded]:
    """Return what a person signed and its admission, from the stream of either."""
    first = reader.beginning(stream)
    match first.statement.fact if first is not None else None:
        case LetterIssued(signed_in=signed_in):
            assert first is not None  # noqa: S101 - the match has seen its fact
            return _beginning(reader, signed_in), first
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


def _beginning(reader: Reader, stream: StreamId) -> Recorded:
    first = reader.beginning(stream)
    if first is None:
        raise StoreDamaged("stream-missing", f"Stream {stream}, which a fact names, is missing.", stream=stream)
    return first


class _Support:
    """The facts that a verdict rests on, collected backwards from what is to be shown."""

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
        signed, issued = _pair(self._reader, stream)
        self.add(issued)
        self.add(signed)
        self.about(signed, until=signed.position)

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
                self._add_said(said)
        fact = line.statement.fact
        if isinstance(fact, LetterSignedByHand):
            self._add_officer(fact.letter.signatory.officer, line.position)

    def _add_key(self, spki: Digest, before: int) -> None:
        """Add the two officers' word on a key, whose it is, and what those officers' own keys rest on."""
        self._add_officer(self._authority.keys[spki].officer, before)
        for line in self._enrolments:
            fact = line.statement.fact
            if line.position < before and isinstance(fact, _KEY_FACTS) and fact.spki == spki:
                self._add_said(line)
                # Enrolled again later, the officer was another one to that fact.
                self._add_officer(self._authority.keys[spki].officer, line.position)

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
            self._add_said(enrolled[-1])

    def _add_said(self, line: Recorded) -> None:
        if line.position not in self._found:
            self._found[line.position] = line
            self._add_key(line.statement.by, line.position)


class _Bundle:
    """The members of one bundle, as they are added."""

    def __init__(self, reader: Reader, under: Under, authority: Authority, newest: Newest) -> None:
        self._reader = reader
        self._under = under
        self._newest = newest
        self._facts = Carrier(reader, under, authority)
        self._members: dict[str, bytes] = {"README": b"", "policy.txt": b""}

    def write(
        self, person: Recorded, admission: Recorded, support: Sequence[Recorded], places: Mapping[int, int]
    ) -> bytes:
        """Return the bundle; *places* are the positions of the public leaves by number."""
        said = Statement.read(person.entry.contents.statement, "statement.json")
        self._members |= self._facts.members("statement", "signature", "support/statement", person)
        admitted = admission_name(said)
        self._members |= self._facts.members(admitted, admitted, "entry", admission)
        self._members |= self._facts.support(support)
        for n, position in places.items():
            self._members[f"support/number-{n}.tlog-proof"] = self._under.proof(position).write()
        for name, digest in file_names(said).items():
            self._members[name] = self._reader.blobs.get(Digest(digest))
        self._add_status(admission, support)
        self._derive()
        return container.write(self._members)

    def _add_status(self, admission: Recorded, support: Sequence[Recorded]) -> None:
        """Add what the newest map says of the letter, its numbers, and every letter and order in support."""
        newest = self._newest
        self._members |= newest.root(later.HEADS) | {later.SINCE: newest.consistency(self._under.size)}
        named = [(f"{support_name(place, line.statement.name)}.json", line) for place, line in enumerate(support)]
        issued = admission.statement.fact
        for member, line in (*named, ("issued.json", admission)):
            if wire.leaf_type(line.statement.name) in BEGINNINGS:
                name = later.status_name(member)
                self._members[name] = newest.entry(name, stream_mark(line.statement.stream)).write()
        if isinstance(issued, LetterIssued):
            opened = _beginning(self._reader, issued.series).statement.fact
            assert isinstance(opened, SeriesOpened)  # noqa: S101 - a series' stream begins with its opening
            entry, numbers = newest.series(later.SERIES, opened.public_id)
            assert numbers is not None  # noqa: S101 - it has the letter's at least
            self._members[later.SERIES] = entry.write()
            for name, n in ((later.number_name(n), n) for n in issued.n):
                self._members[name] = number_entry(name, numbers, n).write()

    def _derive(self) -> None:
        contents = Contents.read(self._members)
        self._members["README"] = readme(contents, self._under.at)
        self._members["policy.txt"] = policy(contents)
