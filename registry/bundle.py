"""Writes the evidence that a recipient keeps: one ZIP about one letter, order or answer.

    a letter's stream ─▶ what the official signed, the seal's admission, its number, the files
    an answer's stream ─▶ what the recipient signed, the seal's admission, the letter that it answers
                 └──▶ the facts that the keys and posts rest on, and a proof for each, under one checkpoint

The oldest stored checkpoint that covers all of it is taken, so that the operator's claimed time is near the
signing. What is written is what `registry.verify` reads: it is the format's only definition.
"""

from collections.abc import Mapping, Sequence

from domain.authority import Authority
from domain.errors import NoSuchThing
from domain.letter.events import (
    AnsweredByLink,
    LetterAnswered,
    LetterIssued,
    OrderIssued,
    OrderSignedByHand,
    OrderSignedWithActs,
)
from domain.series import SeriesOpened
from domain.values import Digest, StreamId
from keys.checkpoints import verify_checkpoint
from registry import wire
from registry.carrier import Carrier
from registry.log.heads import BEGINNINGS
from registry.log.marks import stream_mark
from registry.newest import Newest, Under, number_entry
from registry.reader import Reader, Recorded
from registry.support import Support, beginning, pair
from registry.verify import container, later
from registry.verify.contents import Contents, admission_name, file_names
from registry.verify.derived import policy, readme
from registry.verify.listed import leaves_member
from registry.verify.members import WEBAUTHN, support_name
from registry.verify.statements import Statement


def write_answer(reader: Reader, letter: StreamId, to: int) -> bytes:
    """Return the bundle about the answer of one addressee of a letter, whatever the answer rests on.

    Raises:
        NoSuchThing: there is no such letter, or that addressee has not answered.
        StoreDamaged: a part of it is missing from the store.
    """
    for line in reader.stream(letter):
        fact = line.statement.fact
        if isinstance(fact, LetterAnswered) and fact.to == to:
            return write(reader, fact.answered_in)
        if isinstance(fact, AnsweredByLink) and fact.to == to:
            return _write_by_link(reader, line)
    raise NoSuchThing("no-such-answer", f"Addressee {to + 1} has not answered.", to=to + 1)


def _write_by_link(reader: Reader, answer: Recorded) -> bytes:
    under = _under(reader, answer.position)
    authority = reader.authority()
    support = Support(reader, authority)
    support.add_letter(answer.statement.stream)
    support.add_link(answer)
    with Newest.of(reader) as newest:
        return _Bundle(reader, under, authority, newest).write_by_link(answer, support.in_order())


def write(reader: Reader, stream: StreamId) -> bytes:
    """Return the bundle about the letter, order or answer in *stream*.

    *stream* is that of the letter, or the one that a person's signed statement begins.

    Raises:
        NoSuchThing: there is no such letter or answer.
        StoreDamaged: a part of it is missing from the store.
    """
    person, admission = pair(reader, stream)
    issued = admission.statement.fact
    numbers = issued.n if isinstance(issued, LetterIssued) else ()
    # The public leaves of a fact's numbers stand right behind its own.
    places = {n: admission.position + place for place, n in enumerate(numbers, start=1)}
    under = _under(reader, max(places.values(), default=admission.position))
    authority = reader.authority()
    support = Support(reader, authority)
    support.about(person, until=under.size)
    if isinstance(issued, LetterIssued):
        support.add(beginning(reader, issued.series))
        support.add_basis(person, admission)
    else:
        support.add_letter(admission.statement.stream)
    with Newest.of(reader) as newest:
        return _Bundle(reader, under, authority, newest).write(person, admission, support.in_order(), places)


def _under(reader: Reader, position: int) -> Under:
    """Return the oldest stored checkpoint that covers *position*."""
    note = reader.store.checkpoint_over(position) or reader.checkpoint()
    return Under(reader.tree(), note, verify_checkpoint(note, reader.log_key))


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
        if person.entry.contents.kind == WEBAUTHN:
            self._members["passkey.spki"] = self._reader.blobs.get(person.statement.by)
        admitted = admission_name(said)
        self._members |= self._facts.members(admitted, admitted, "entry", admission)
        self._members |= self._facts.support(support)
        for n, position in places.items():
            self._members[f"support/number-{n}.tlog-proof"] = self._under.proof(position).write()
        seal = Statement.read(admission.entry.contents.statement, f"{admitted}.json")
        for name, file in file_names(said, seal).items():
            self._members[name] = self._reader.blobs.get(Digest(file.sha256))
        self._add_status(admission, support)
        self._derive()
        return container.write(self._members)

    def write_by_link(self, answer: Recorded, support: Sequence[Recorded]) -> bytes:
        """Return the bundle of an answer that nobody but the seal signed."""
        self._members |= self._facts.members("answered", "answered", "entry", answer)
        self._members |= self._facts.support(support)
        self._add_status(answer, support)
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
        self._add_orders(named)
        if isinstance(issued, LetterIssued):
            opened = beginning(self._reader, issued.series).statement.fact
            assert isinstance(opened, SeriesOpened)  # noqa: S101 - a series' stream begins with its opening
            entry, numbers = newest.series(later.SERIES, opened.public_id)
            assert numbers is not None  # noqa: S101 - it has the letter's at least
            self._members[later.SERIES] = entry.write()
            for name, n in ((later.number_name(n), n) for n in issued.n):
                self._members[name] = number_entry(name, numbers, n).write()

    def _add_orders(self, named: Sequence[tuple[str, Recorded]]) -> None:
        """Add all public leaves of each order in support that says what it does."""
        with_acts = OrderSignedWithActs | OrderSignedByHand
        signed = {line.digest for _, line in named if isinstance(line.statement.fact, with_acts)}
        for member, line in named:
            if isinstance(line.statement.fact, OrderIssued) and line.statement.fact.signed in signed:
                stream = self._reader.store.stream(line.statement.stream)
                leaves, hashes = self._newest.leaves([entry.place.position for entry in stream])
                listed, proof = later.order_names(member)
                self._members |= {listed: leaves_member(leaves), proof: b"".join(hashes)}

    def _derive(self) -> None:
        contents = Contents.read(self._members)
        self._members["README"] = readme(contents, self._under.at)
        self._members["policy.txt"] = policy(contents)
