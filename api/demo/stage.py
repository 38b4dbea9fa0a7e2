"""The stage: a fresh specimen registry, a clock that stands until it is set, and everybody's throw-away keys.

Crowds hand their statements in together, as the writer takes them when many people work at once.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from api.demo import facts, papers
from api.errors import ApiError
from domain.authority import KeyConfirmed, KeyEnrolled, OfficerEnrolled, Post, Role
from domain.facts import PersonFact
from domain.letter.events import Way
from domain.series import SeriesKind
from domain.thai.dates import buddhist_year
from domain.values import Digest, File, StreamId
from keys.checkpoints import LogKey
from keys.signing import SigningKey
from keys.testing import SpecimenAuthority
from registry import requests
from registry.acts import issuing
from registry.acts.drafts import LetterDraft
from registry.acts.issuing import Registered, Wish
from registry.acts.office import Office, Wanted
from registry.authoring import Author, Said
from registry.reader import Reader
from registry.register.client import Client
from registry.register.desk import LocalDesk, new_request_id, outcome
from registry.register.register import Register
from registry.register.work import asked
from registry.wire import Relation
from registry.wiring import Plan, Registrar, create, open_register

MARK = Path("demo", "SPECIMEN.txt")
"""The file by which a folder is known to be a demo's, and may be replaced."""
_TOGETHER = 64
_POST_SINCE = date(2020, 1, 1)  # made up: since when the posts are held


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is set."""

    now: datetime

    def __call__(self) -> datetime:
        """Return the time that was set."""
        return self.now


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be enrolled."""

    officer: str
    name: str
    office: str
    post: str
    role: Role
    receives_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody states, about which other statement, in the life of which letter."""

    officer: str
    fact: PersonFact
    re: tuple[Relation, ...] = ()
    doc: tuple[File, ...] = ()
    letter: StreamId | None = None


@dataclass(slots=True)
class Stage:
    """A specimen registry that is open, and the people around it."""

    home: Path
    clock: Clock
    register: Register
    office: Office
    authority: SpecimenAuthority
    people: dict[str, Author] = field(default_factory=dict)

    @classmethod
    def built(cls, home: Path, clock: Clock) -> Self:
        """Make the registry anew, with leaf 0 and two registrars.

        Raises:
            ApiError: the folder holds something else than an earlier demo.
        """
        _make_room(home)
        authority = SpecimenAuthority.create("demo")
        seal = authority.officer("ตราประจำทะเบียน", organisation=facts.OFFICE, post="ตราประทับ")
        keys = {
            who: authority.officer(name, organisation=facts.OFFICE, post="นายทะเบียน")
            for who, name in facts.REGISTRARS.items()
        }
        registrars = tuple(
            Registrar(who, name, "นายทะเบียน", keys[who].certificate) for who, name in facts.REGISTRARS.items()
        )
        log_key = LogKey.from_seed(facts.ORIGIN, os.urandom(32))
        roots = (authority.root,)
        # Their private halves would lie offline in three hands; a specimen's are not kept at all.
        recovery = tuple(LogKey.from_seed(f"{facts.ORIGIN}/recovery-{n}", os.urandom(32)).vkey for n in (1, 2, 3))
        plan = Plan(
            facts.ORIGIN, facts.OFFICE, (facts.CODE,), seal, log_key, roots, registrars, recovery, specimen=True
        )
        create(home, plan, clock=clock)
        _leave_mark(home)
        register = open_register(home, clock=clock)
        reader = Reader(home)
        stage = cls(home, clock, register, Office(LocalDesk(register), reader, clock), authority)
        for who, key in keys.items():
            stage.people[who] = Author(facts.ORIGIN, key, reader.opened.digest)
        return stage

    @property
    def folder(self) -> Path:
        """Where the demo keeps what it hands in and hands out, beside the registry's own files."""
        return self.home / MARK.parent

    def key(self, officer: str) -> SigningKey:
        """Return somebody's key."""
        return self.people[officer].key

    def open_series(self, kind: SeriesKind, book: str, *, after: int = 0) -> None:
        """Open a series that goes on where an older book ended."""
        page = self.register.blobs.put(papers.last_page(book, after)) if after else None
        self.office.desk.ask(requests.OpenSeries(book, kind, buddhist_year(self.office.today), after, page))

    def issue(self, draft: LetterDraft, kind: SeriesKind) -> Registered:
        """Let the director-general sign a letter or an order, which takes the next number of its kind."""
        wish = Wish(draft, self.folder / "papers", Wanted(kind), Way.ELECTRONIC)
        return issuing.register(self.office, self.key("director-general"), wish)

    def enrol(self, people: Sequence[Person]) -> None:
        """Enrol people and a fresh key of each: one registrar's word, and another's."""
        first, second = facts.REGISTRARS
        enrolled = self.hand_in([Word(first, _enrolment(person)) for person in people])
        keys = [self.authority.officer(person.name, organisation=person.office, post=person.post) for person in people]
        words = [self._about_key(first, person, key) for person, key in zip(people, keys, strict=True)]
        spoken = self.hand_in(words)
        self.hand_in(
            [
                Word(second, KeyConfirmed(said.digest, Digest(key.certificate.spki)))
                for said, key in zip(spoken, keys, strict=True)
            ]
        )
        for person, key, said in zip(people, keys, enrolled, strict=True):
            self.people[person.officer] = Author(facts.ORIGIN, key, said.digest)

    def hand_in(self, words: Sequence[Word]) -> list[Said]:
        """Let people sign what they have to say, and hand it in together."""
        seen = self.office.reader.seen()
        said = [
            self.people[word.officer].say(word.fact, at=self.clock.now, seen=seen, re=word.re, doc=word.doc)
            for word in words
        ]
        self.ask(
            [
                requests.Admit(one.statement, one.evidence, stream=word.letter)
                for one, word in zip(said, words, strict=True)
            ]
        )
        return said

    def ask(self, wanted: Sequence[requests.Request]) -> list[dict[str, Any]]:
        """Ask for much at once; the first refusal is raised."""
        answers = []
        for begin in range(0, len(wanted), _TOGETHER):
            group = [asked(new_request_id(), requests.encode(one)) for one in wanted[begin : begin + _TOGETHER]]
            self.register.process(group)
            answers += [outcome(one) for one in group]
        return answers

    def _about_key(self, registrar: str, person: Person, key: SigningKey) -> Word:
        file = self.office.keep_bytes(
            key.certificate.der, name=f"{person.officer}.cer", mime="application/pkix-cert", role="certificate"
        )
        return Word(registrar, KeyEnrolled(person.officer, Digest(key.certificate.spki), file.sha256), doc=(file,))

    def close(self) -> None:
        """Close the registry; it stays."""
        self.office.reader.close()
        self.register.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _enrolment(person: Person) -> OfficerEnrolled:
    posts = (Post(person.post, person.office, _POST_SINCE),)
    return OfficerEnrolled(person.officer, person.name, person.office, posts, (person.role,), person.receives_for)


def _make_room(home: Path) -> None:
    """Remove an earlier demo; anything else stays where it is."""
    if not home.exists() and not home.is_symlink():
        return
    if home.is_dir() and not home.is_symlink() and not any(home.iterdir()):
        return
    if home.is_symlink() or not (home / MARK).is_file():
        raise ApiError(
            "not-a-demo", f"{home} holds something else than a demo: name a new folder with --home.", home=str(home)
        )
    with Client(home) as client:
        client.stop_writer()  # of somebody who went on with the demo's registry
    shutil.rmtree(home)


def _leave_mark(home: Path) -> None:
    (home / MARK).parent.mkdir()
    (home / MARK).write_text(
        "SPECIMEN สมมติ\nThis registry belongs to the demo. Running the demo again replaces the whole folder.\n",
        encoding="utf-8",
    )
