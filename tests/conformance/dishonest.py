"""Bundles of a dishonest operator, each by the name of its lie: what two verifiers must both see through."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import cast

from domain.authority import KeyWithdrawn, Role
from keys.checkpoints import LogKey
from keys.signing import SigningKey
from keys.testing import NOT_AFTER, NOT_BEFORE, SpecimenAuthority, new_key
from registry.log.heads import Status, StreamEntry
from registry.log.marks import stream_mark
from registry.verify import container
from registry.verify.contents import Contents
from registry.verify.derived import readme
from tests.api.verifier.harness import Asked
from tests.registry import typeset
from tests.registry.verify.newest_states import NewestStates
from tests.registry.verify.operator import DAY, Line, Operator, Story

A_DAY = timedelta(days=1)
STORIES: dict[str, dict[str, object]] = {
    "as it should be": {},
    "an almost expired clock": {"checkpoint_at": DAY + timedelta(hours=23)},
    "clocks apart": {"checkpoint_at": DAY + timedelta(hours=25)},
    "another number": {"issued": {"number": "มท 0812/ว 272"}},
    "another day": {"issued": {"dated": date(2021, 2, 10)}},
    "another file": {"issued": {"final": "sha256:" + "0" * 64}},
    "another leaf of the number": {"leaf_letter": bytes(32)},
    "a void number": {"leaf_state": "void"},
    "another registry": {"signed": {"log": "another.example/letters"}},
    "admitted first": {"admitted_first": True},
    "signed over other bytes": {"signed_over": b"{}"},
    "enrolled by one": {"confirmed_by": None},
    "confirmed by the same": {"confirmed_by": "r1"},
    "enrolled by a stranger": {"enrolled_by": "nobody"},
    "the seal signs": {"signed_by": "seal"},
    "a registrar signs": {"signed_by": "r1"},
    "another admits": {"sealed_by": "nobody"},
    "opened by another": {"opened_by": "nobody"},
    "another log key": {"log_key_named": LogKey.from_seed("specimen.example/letters", bytes(32)).vkey},
    "a post over": {"post_until": date(2021, 1, 1)},
    "a post to come": {"post_since": date(2022, 1, 1)},
    "another post": {"post": "รองอธิบดี"},
    "no signatory": {"roles": (Role.RECIPIENT,)},
    "another name": {"officer_name": "นายอื่น"},
    "another certificate": {"certificate_of": "nobody"},
    "on paper, by a clerk": {"clerk": "r1", "signed_by": "r1"},
    "on paper, by another": {"clerk": "r2", "signed_by": "r1"},
    "another enrolment": {"signed": {"under": "sha256:" + "0" * 64}},
    "not a specimen": {"specimen": False},
}
CHANGED_FILES: dict[str, Callable[[bytes], bytes]] = {
    "forged": typeset.forged,
    "written on": lambda signed: signed + b"1 0 obj\n",
    "with more in the gap": lambda signed: signed.replace(b"0> /ByteRange", b"1> /ByteRange"),
    "changed": lambda signed: signed.replace(b"SPECIMEN", b"specimen"),
}


def lies() -> Iterator[Asked]:
    """Yield every bundle."""
    for name, changes in STORIES.items():
        yield _told(name, Story(**changes))  # type: ignore[arg-type]  # names of its own
    yield from _withdrawn()
    yield from _certificates()
    yield from _forged()
    yield from _maps()
    yield from _documents()
    yield _unsigned_checkpoint()


def _told(name: str, story: Story) -> Asked:
    return Asked(name, story.told(), story.operator.trust())


def _withdrawn() -> Iterator[Asked]:
    """Keys that were withdrawn around the signing: before, on the way, afterwards."""
    for hours in (-1, 1):
        story = Story()
        fact = KeyWithdrawn(story.spki("dg"), "lost")
        story.after = [("r1", fact, DAY + timedelta(hours=hours))]
        yield _told(f"withdrawn {hours}", story)
    story = Story()
    story.before = [("r1", KeyWithdrawn(story.spki("dg"), "lost"))]
    yield _told("withdrawn before", story)


def _certificates() -> Iterator[Asked]:
    """Certificates of other days, of another authority, of RSA, and with one more between them and the root."""
    yield _told("an expired certificate", _with_key(not_after=DAY - A_DAY))
    yield _told("a certificate to come", _with_key(not_before=DAY + A_DAY))
    yield _told("a certificate that expired since", _with_key(not_after=DAY + A_DAY))
    yield _told("a foreign certificate", _with_key(SpecimenAuthority.create("foreign")))
    between = Operator(authority=SpecimenAuthority.create("ministry", with_intermediate=True))
    yield _told("an intermediate", Story(operator=between))
    operator = Operator()
    rsa = operator.authority.officer("dg", organisation="SPECIMEN", post="อธิบดี", key="rsa3072")
    yield _told("RSA", Story(operator=operator, people={"dg": rsa}))
    yield _told("RSA and a typeset letter", _typeset(Operator(authority=operator.authority), rsa))


def _with_key(
    authority: SpecimenAuthority | None = None, *, not_before: datetime = NOT_BEFORE, not_after: datetime = NOT_AFTER
) -> Story:
    operator = Operator()
    key = (authority or operator.authority).officer(
        "dg", organisation="SPECIMEN", post="อธิบดี", not_before=not_before, not_after=not_after
    )
    return Story(operator=operator, people={"dg": key})


def _forged() -> Iterator[Asked]:
    """Signatures by another key than that of the certificate, well logged: of the signatory, and of the seal."""
    for who in ("dg", "r1", "seal"):
        story = Story()
        story.people[who].private_key = new_key()
        yield _told(f"forged, as {who}", story)


def _maps() -> Iterator[Asked]:
    """Maps that say something else of the letter, or give its number to another."""

    def another_fact(states: NewestStates, letter: Line) -> None:
        states.values[stream_mark(letter.stream)] = StreamEntry(bytes(32), 1, Status.ISSUED).value()

    def cancelled(states: NewestStates, letter: Line) -> None:
        states.values[stream_mark(letter.stream)] = StreamEntry(bytes(32), 2, Status.CANCELLED).value()

    def another_letter(states: NewestStates, _: Line) -> None:
        states.numbers["s-1"][1][0] = b"i" + bytes(32)
        states.settle("s-1")

    def void(states: NewestStates, _: Line) -> None:
        states.numbers["s-1"][1][0] = b"v" + bytes(32)
        states.settle("s-1")

    for lie in (another_fact, cancelled, another_letter, void):
        yield _under(lie)


def _under(lie: Callable[[NewestStates, Line], None]) -> Asked:
    story = Story()
    parts = story.parts()
    states = story.operator.states = NewestStates.of(story.operator.leaves)
    lie(states, cast("Line", parts["admission"]))
    members = container.read(story.operator.bundle(**parts))  # type: ignore[arg-type]  # names of its own
    whole = {**members, "README": readme(Contents.read(members), DAY)}
    return Asked(lie.__name__, container.write(whole), story.operator.trust())


def _documents() -> Iterator[Asked]:
    """Typeset letters whose file is another one, forged, or written on."""
    for name, change in CHANGED_FILES.items():
        story = _typeset(Operator())
        key, prepared = story.people["dg"], story.typeset
        assert prepared is not None
        story.finished = change(prepared.signed(key))
        yield _told(f"a file {name}", story)
    story = _typeset(Operator())
    key = story.people["dg"]
    story.finished = typeset.prepared(b"specimen", key).signed(key)
    yield _told("the file of another letter", story)


def _typeset(operator: Operator, key: SigningKey | None = None) -> Story:
    story = Story(operator=operator, people={} if key is None else {"dg": key})
    return replace(story, typeset=typeset.prepared(b"SPECIMEN", story.people["dg"]))


def _unsigned_checkpoint() -> Asked:
    """One checkpoint in every proof, whose signature holds no more."""
    story = Story()
    members = container.read(story.told())
    line = members["entry.tlog-proof"].splitlines()[-2]
    changed = line[:-20] + (b"A" if line[-20:-19] != b"A" else b"B") + line[-19:]
    whole = {name: data.replace(line, changed) for name, data in members.items()}
    return Asked("a checkpoint that nobody signed", container.write(whole), story.operator.trust())
