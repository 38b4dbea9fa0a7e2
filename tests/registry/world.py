"""One specimen office and the people around it, for tests: what they do becomes facts in a real registry.

    World.founded(folder)   leaf 0 and two registrars, who may also sign letters as นายทะเบียน
    World.staffed(folder)   and a signatory, a clerk, three recipients, and a series of every kind that is used

Time stands still until a test moves ``world.now``. Nothing is worth keeping.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from domain.authority import KeyConfirmed, KeyEnrolled, OfficerEnrolled, Post, Role
from domain.classes import Channel, LetterKind
from domain.directives import DirectiveReported, Progress
from domain.facts import PersonFact
from domain.letter.events import (
    LetterAcknowledged,
    LetterReturned,
    LetterSealed,
    LetterSigned,
    LetterSignedByHand,
    LetterSignedTypeset,
    OrderSigned,
    OrderSignedTypeset,
    OrderSignedWithActs,
)
from domain.letter.text import Addressee, Directive, LetterText, Link, Signatory
from domain.series import Purpose, SeriesKind
from domain.structure.acts import NO_ACTS, Acts
from domain.structure.events import InstrumentConfirmed, InstrumentRecorded
from domain.values import Digest, File, StreamId
from keys.checkpoints import LogKey
from keys.signing import SigningKey
from keys.testing import SpecimenAuthority
from registry import requests, wire, wiring
from registry.authoring import Author, Said
from registry.register.register import Register
from registry.register.work import Asked, asked
from registry.wire import THAI_TIME, Relation, Seen
from tests.registry import typeset

ORIGIN = "specimen.example/letters"
OFFICE = "SPECIMEN กรมส่งเสริมการปกครองท้องถิ่น"
CODE = "มท 0812"
BEGINNING = datetime(2021, 2, 9, 9, 0, tzinfo=THAI_TIME)
RECIPIENTS = ("ผู้ว่าราชการจังหวัดกระบี่", "ผู้ว่าราชการจังหวัดกาญจนบุรี", "ผู้ว่าราชการจังหวัดกาฬสินธุ์")
DIRECTOR_GENERAL = Signatory("dg", "นายประยูร ตัวอย่าง", "อธิบดี")
REGISTRAR = Signatory("r1", "นางสาวหนึ่ง ตัวอย่าง", "นายทะเบียน")
DIRECTIVES = (
    Directive(1, "จัดตั้งกลุ่มงาน", "ท้องถิ่นจังหวัด"),
    Directive(2, "ร่วมประชุมซักซ้อม", "ท้องถิ่นจังหวัด", date(2021, 2, 24), "09.30-12.30"),
)
LETTER = b"SPECIMEN: the final file of a letter"


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is set."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class SignedTypeset:
    """What an official signed of a typeset letter: the statement, and the finished file, which is kept."""

    said: Said
    final: Digest
    file: bytes


_copied: "dict[str, World]" = {}
"""By origin, the registry that is copied; closed."""


@cache
def _templates() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="worlds-")


@dataclass(slots=True)
class World:
    """A registry that is open for writing, and everybody's keys."""

    folder: Path
    register: Register
    authority: SpecimenAuthority
    seal: SigningKey
    log_key: LogKey
    clock: Clock
    people: dict[str, Author] = field(default_factory=dict)
    series: dict[SeriesKind, StreamId] = field(default_factory=dict)
    typesets: bool = False
    """Whether letters and orders that are signed electronically are typeset."""
    finals: dict[Digest, Digest] = field(default_factory=dict)
    """The finished files of typeset letters, by what was signed."""

    # --- beginnings ------------------------------------------------------------------------------------

    @classmethod
    def founded(
        cls,
        folder: Path,
        *,
        origin: str = ORIGIN,
        now: datetime = BEGINNING,
        authority: SpecimenAuthority | None = None,
    ) -> Self:
        """A registry of leaf 0, with the registrars ``r1`` and ``r2``."""
        authority = authority or SpecimenAuthority.create()
        seal = authority.officer("ตราประจำสำนักงาน", organisation=OFFICE, post="ตราประทับ")
        log_key = LogKey.from_seed(origin, os.urandom(32))
        names = {"r1": REGISTRAR.name, "r2": "นายสอง ตัวอย่าง"}
        keys = {who: authority.officer(name, organisation=OFFICE, post="นายทะเบียน") for who, name in names.items()}
        registrars = tuple(
            wiring.Registrar(who, name, "นายทะเบียน", keys[who].certificate, keys[who].chain)
            for who, name in names.items()
        )
        plan = wiring.Plan(origin, OFFICE, (CODE,), seal, log_key, (authority.root,), registrars, (), specimen=True)
        clock = Clock(now)
        wiring.create(folder, plan, clock=clock)
        register = wiring.open_register(folder, clock=clock)
        world = cls(folder, register, authority, seal, log_key, clock)
        assert register.identity is not None
        assert register.identity.opened_digest is not None
        for who, key in keys.items():
            world.people[who] = Author(origin, key, register.identity.opened_digest)
        return world

    @classmethod
    def staffed(cls, folder: Path, *, origin: str = ORIGIN, another: bool = False) -> Self:
        """The same, with people enrolled and series open: circulars go on after 270, other books begin at 1.

        It is a copy of one registry that is made once a process; *another* is one of its own, with its own keys.
        """
        if another:
            return cls._staffed(folder, origin)
        first = _copied.get(origin)
        if first is None:
            first = _copied[origin] = World._staffed(Path(_templates().name) / str(len(_copied)), origin)
            first.close()
        shutil.copytree(first.folder, folder)
        clock = Clock(first.clock.now)
        return cls(
            folder,
            wiring.open_register(folder, clock=clock),
            first.authority,
            first.seal,
            first.log_key,
            clock,
            dict(first.people),
            dict(first.series),
        )

    @classmethod
    def _staffed(cls, folder: Path, origin: str) -> Self:
        world = cls.founded(folder, origin=origin)
        world.enrol("dg", DIRECTOR_GENERAL.name, posts=("อธิบดี",), roles=(Role.SIGNATORY,))
        world.enrol("clerk", "นางสาวธุรการ ตัวอย่าง", posts=("เจ้าพนักงานธุรการ",), roles=(Role.CLERK,))
        for place, recipient in enumerate(RECIPIENTS):
            world.enrol(f"p{place}", f"ผู้รับ {place}", roles=(Role.RECIPIENT,), receives_for=(recipient,))
        world.open_series(SeriesKind.CIRCULAR, after=270)
        world.open_series(SeriesKind.ORDINARY)
        world.open_series(SeriesKind.ORDER)
        world.open_series(SeriesKind.RECEIVED)
        return world

    def enrol(
        self,
        who: str,
        name: str,
        *,
        posts: Sequence[str] = (),
        roles: Sequence[Role] = (),
        receives_for: Sequence[str] = (),
        key: SigningKey | None = None,
    ) -> Author:
        """Enrol an officer and the officer's key by both registrars."""
        key = key or self.authority.officer(name, organisation=OFFICE, post=posts[0] if posts else "ผู้รับ")
        held = tuple(Post(post, OFFICE, date(2020, 1, 1)) for post in posts)
        said = self.say("r1", OfficerEnrolled(who, name, OFFICE, held, tuple(roles), tuple(receives_for)))
        self.admit(said)
        certificate = self.file(key.certificate.der, role="certificate", mime="application/pkix-cert", name="key.cer")
        spki = Digest(key.certificate.spki)
        above = [self.file(one.der, role="certificate", mime="application/pkix-cert") for one in key.chain]
        enrolled = self.say("r1", KeyEnrolled(who, spki, certificate.sha256), doc=[certificate, *above])
        self.admit(enrolled)
        self.admit(self.say("r2", KeyConfirmed(enrolled.digest, spki)))
        self.people[who] = Author(self.origin, key, said.digest)
        return self.people[who]

    def enrol_again(self, enrolled: OfficerEnrolled, *, by: str = "r1", confirmed_by: str = "r2") -> Author:
        """Enrol a known officer with another name, post or role; the officer's key is confirmed again."""
        key = self.people[enrolled.officer].key
        said = self.say(by, enrolled)
        self.admit(said)
        self.admit(self.say(confirmed_by, KeyConfirmed(said.digest, Digest(key.certificate.spki))))
        self.people[enrolled.officer] = Author(self.origin, key, said.digest)
        return self.people[enrolled.officer]

    def open_series(self, kind: SeriesKind, *, after: int = 0, year: int = 2564, book: str = "ทะเบียน") -> StreamId:
        """Open a series, and use it from now on for letters of its kind."""
        page = self.register.blobs.put(b"SPECIMEN: the last page of the earlier book") if after else None
        self.series[kind] = self.ask(requests.OpenSeries(book, kind, year, after, page))["stream"]
        return self.series[kind]

    # --- the registry ----------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """The time that everybody's clock shows."""
        return self.clock.now

    @now.setter
    def now(self, time: datetime) -> None:
        self.clock.now = time

    @property
    def origin(self) -> str:
        """The registry's name."""
        return self.log_key.origin

    def seen(self) -> Seen:
        """The newest checkpoint."""
        return Seen(self.register.tree.size, self.register.tree.root.hex())

    def try_all(self, wanted: Sequence[requests.Request]) -> list[Asked]:
        """Ask for everything in one group and return what became of each."""
        all_asked = [asked(os.urandom(16), requests.encode(one)) for one in wanted]
        self.register.process(all_asked)
        return all_asked

    def ask(self, request: requests.Request) -> dict[str, Any]:
        """Ask, and return the answer or raise the refusal."""
        outcome = self.try_all([request])[0].outcome
        if isinstance(outcome, Exception):
            raise outcome
        assert outcome is not None
        return outcome

    def reopen(self) -> None:
        """Close the registry and open it again."""
        self.register.close()
        self.register = wiring.open_register(self.folder, clock=self.clock)

    def next_day(self, days: int = 1) -> None:
        """Let midnight pass: it is nine in the morning again."""
        self.now = (self.now + timedelta(days=days)).replace(hour=9, minute=0)

    def close(self) -> None:
        """Close the registry."""
        self.register.close()

    # --- people ----------------------------------------------------------------------------------------

    def file(self, data: bytes, *, role: str = "main", mime: str = "text/plain", name: str = "letter.txt") -> File:
        """Keep a file and return how statements name it."""
        return File(self.register.blobs.put(data), len(data), mime, name, role)

    def say(
        self, who: str, fact: PersonFact, *, re: Sequence[Relation] = (), doc: Sequence[File] = (), **changed: Any
    ) -> Said:
        """Let somebody sign a statement now; *changed* are other arguments of `Author.say`."""
        return self.people[who].say(fact, **{"at": self.now, "seen": self.seen(), **changed}, re=re, doc=doc)

    def admit(self, said: Said, *, stream: StreamId | None = None, final: Digest | None = None) -> dict[str, Any]:
        """Hand a signed statement in, with the finished file of a typeset letter: its own unless another is named."""
        final = final or self.finals.get(said.digest)
        return self.ask(requests.Admit(said.statement, said.evidence, stream=stream, final=final))

    # --- a letter's life -------------------------------------------------------------------------------

    def reserve(
        self,
        kind: SeriesKind = SeriesKind.CIRCULAR,
        *,
        purpose: Purpose = Purpose.ELECTRONIC,
        count: int = 1,
        clerk: str = "clerk",
    ) -> tuple[int, ...]:
        """Take the next numbers."""
        return tuple(self.ask(requests.Reserve(self.series[kind], purpose, clerk, count))["n"])

    def letter(
        self,
        n: Sequence[int],
        *,
        book: SeriesKind = SeriesKind.CIRCULAR,
        signatory: Signatory = DIRECTOR_GENERAL,
        links: Sequence[Link] = (),
        **changed: Any,
    ) -> LetterText:
        """The text of a letter numbered *n*; *changed* are other fields of it."""
        figures = f"{n[0]}" if len(n) == 1 else f"{n[0]}-{n[-1]}"
        mark = "ว " if book is SeriesKind.CIRCULAR else ""
        own = {SeriesKind.ORDER: LetterKind.ORDER, SeriesKind.ATTESTATION: LetterKind.ATTESTATION}.get(book)
        number = f"{n[0]}/2564" if own else f"{CODE}/{mark}{figures}"
        text = LetterText(
            kind=own or LetterKind.EXTERNAL,
            series=self.series[book],
            n=tuple(n),
            number=number,
            dated=self.now.date(),
            issuing_office=OFFICE,
            subject="ตัวอย่าง",
            addressees=tuple(Addressee(name) for name in RECIPIENTS),
            signatory=signatory,
            links=tuple(links),
        )
        return replace(text, **changed)

    def sign(self, text: LetterText, *, who: str = "dg", **changed: Any) -> Said:
        """Let an official sign a letter or an order."""
        if self.typesets:
            return self.typeset(text, who=who, **changed).said
        fact = OrderSigned(text) if text.kind is LetterKind.ORDER else LetterSigned(text)
        return self.say(who, fact, **{"doc": [self.file(LETTER)], **changed})

    def issue(
        self, kind: SeriesKind = SeriesKind.CIRCULAR, /, *, signatory: Signatory = DIRECTOR_GENERAL, **changed: Any
    ) -> StreamId:
        """Reserve, sign and admit an electronic letter or order; return its stream."""
        text = self.letter(self.reserve(kind), book=kind, signatory=signatory, **changed)
        return StreamId(self.admit(self.sign(text, who=signatory.officer))["stream"])

    def typeset(
        self,
        text: LetterText,
        *,
        who: str = "dg",
        words: bytes = b"SPECIMEN",
        acts: Acts = NO_ACTS,
        matter: str | None = None,
        **changed: Any,
    ) -> SignedTypeset:
        """Let an official sign a letter or an order and its file, which says *words*; *changed* as `say` has it."""
        key = self.people[who].key
        file = typeset.prepared(words, key)
        fact = (
            OrderSignedTypeset(text, None, acts, matter, document=file.document)
            if text.kind is LetterKind.ORDER
            else LetterSignedTypeset(text, file.document, matter)
        )
        finished = file.signed(key)
        signed = SignedTypeset(self.say(who, fact, **changed), self.register.blobs.put(finished), finished)
        self.finals[signed.said.digest] = signed.final
        return signed

    def issue_typeset(
        self, kind: SeriesKind = SeriesKind.CIRCULAR, /, *, signatory: Signatory = DIRECTOR_GENERAL, **changed: Any
    ) -> StreamId:
        """Reserve, sign and admit a typeset letter or order; return its stream."""
        text = self.letter(self.reserve(kind), book=kind, signatory=signatory, **changed)
        return StreamId(self.admit(self.typeset(text, who=signatory.officer).said)["stream"])

    def order(self, acts: Acts, *, matter: str | None = None, who: str = "dg", **changed: Any) -> StreamId:
        """Issue an order that changes the structure; return its stream."""
        text = self.letter(self.reserve(SeriesKind.ORDER), book=SeriesKind.ORDER, **changed)
        if self.typesets:
            said = self.typeset(text, who=who, acts=acts, matter=matter).said
        else:
            said = self.say(who, OrderSignedWithActs(text, None, acts, matter), doc=[self.file(LETTER)])
        return StreamId(self.admit(said)["stream"])

    def record_instrument(self, acts: Acts, *, confirmed: bool = True, **changed: Any) -> Said:
        """Let one registrar record somebody else's instrument, and the other confirm it."""
        fields: dict[str, Any] = {"title": "กฎกระทรวงตัวอย่าง", "issuer": "กระทรวงตัวอย่าง", "dated": date(2020, 1, 1)}
        recorded = self.say("r1", InstrumentRecorded(**{**fields, "acts": acts, **changed}))
        self.admit(recorded)
        if confirmed:
            self.admit(self.say("r2", InstrumentConfirmed(recorded.digest)))
        return recorded

    def issue_by_hand(self, kind: SeriesKind = SeriesKind.ORDINARY, **changed: Any) -> StreamId:
        """Enter a letter that the signatory signed on paper."""
        text = self.letter(self.reserve(kind, purpose=Purpose.PAPER), book=kind, **changed)
        scan = self.file(b"SPECIMEN: a scan", role="scan", mime="application/pdf", name="scan.pdf")
        return StreamId(self.admit(self.say("clerk", LetterSignedByHand(text, "clerk"), doc=[scan]))["stream"])

    def issue_sealed(self, kind: SeriesKind = SeriesKind.ORDINARY, **changed: Any) -> StreamId:
        """Enter a letter that bears the office's seal and the officer's initials."""
        n = self.reserve(kind, purpose=Purpose.PAPER)
        text = self.letter(n, book=kind, kind=LetterKind.SEALED, **changed)
        scan = self.file(b"SPECIMEN: a sealed scan", role="scan", mime="application/pdf", name="scan.pdf")
        return StreamId(self.admit(self.say("dg", LetterSealed(text), doc=[scan]))["stream"])

    def enter(self, stream: StreamId, name: str, **fields: object) -> dict[str, Any]:
        """Continue a letter's stream with one of the seal's facts."""
        return self.ask(requests.Enter(stream, name, fields))

    def dispatch(self, stream: StreamId, *, addressees: int = len(RECIPIENTS)) -> None:
        """Send a letter to everybody it is for."""
        sendings = [{"to": to, "channel": Channel.CENTRAL_MAIL.value, "address": None} for to in range(addressees)]
        self.enter(stream, "letter.dispatched.v1", sendings=sendings, clerk="clerk")

    def acknowledgement(self, stream: StreamId, *, to: int = 0, who: str | None = None, **changed: Any) -> Said:
        """A recipient's signed statement that a letter was received."""
        return self._answer(LetterAcknowledged, stream, to, who, changed)

    def acknowledge(self, stream: StreamId, *, to: int = 0) -> dict[str, Any]:
        """Let a recipient acknowledge."""
        return self.admit(self.acknowledgement(stream, to=to), stream=stream)

    def send_back(self, stream: StreamId, *, to: int = 0, reason: str = "ส่งผิดหน่วยงาน") -> dict[str, Any]:
        """Let a recipient return a letter, and say why."""
        return self.admit(self._answer(LetterReturned, stream, to, None, {"reason": reason}), stream=stream)

    def asked(self, **changed: Any) -> StreamId:
        """Issue and send a circular that asks two things of everybody."""
        stream = self.issue(directives=DIRECTIVES, **changed)
        self.dispatch(stream)
        return stream

    def note(
        self, stream: StreamId, *, to: int = 0, no: int = 1, progress: Progress = Progress.DONE, **changed: object
    ) -> dict[str, Any]:
        """Let the clerk note how far a directive got with an addressee."""
        fields = {"happened_at": self.now.isoformat(), "how": "แจ้งทางโทรศัพท์", "clerk": "clerk", **changed}
        return self.enter(stream, "directive.noted.v1", to=to, no=no, progress=progress.value, **fields)

    def report(self, stream: StreamId, *, to: int = 0, who: str | None = None, **changed: Any) -> Said:
        """A recipient's signed statement of what was done."""
        fields = {"letter": self.signed_statement(stream), "to": to, "no": 1, "progress": Progress.DONE}
        fields |= {"happened_at": self.now, "how": "ออกคำสั่งแล้ว", "office": "SPECIMEN", "officer": f"p{to}"}
        fact = DirectiveReported(**{**fields, "name": f"ผู้รับ {to}", "post": "ผู้รับ", **changed})
        return self.say(who or f"p{to}", fact, re=[Relation("acknowledges", fact.letter)])

    def _answer(
        self,
        kind: type[LetterAcknowledged | LetterReturned],
        stream: StreamId,
        to: int,
        who: str | None,
        changed: dict[str, Any],
    ) -> Said:
        letter = self.signed_statement(stream)
        fields = {"letter": letter, "to": to, "office": "SPECIMEN", "officer": f"p{to}", "name": f"ผู้รับ {to}"}
        fact = kind(**{**fields, "post": "ผู้รับ", **changed})
        return self.say(who or f"p{to}", fact, re=[Relation("acknowledges", fact.letter)])

    def signed_statement(self, stream: StreamId) -> Digest:
        """The digest of the statement by which the letter in *stream* was signed."""
        entry = self.register.store.at(stream, 0)
        assert entry is not None
        return Digest(getattr(wire.decode(entry.contents.statement).fact, "signed"))  # noqa: B009 -- of a union

    def receive(self, **changed: Any) -> StreamId:
        """Enter a letter from outside."""
        fields: dict[str, object] = {
            "printed": "ศธ 0201/15",
            "dated": self.now.date().isoformat(),
            "sender": "SPECIMEN กระทรวงตัวอย่าง",
            "addressee": OFFICE,
            "subject": "ขอเชิญประชุม",
            "channel": Channel.CENTRAL_MAIL.value,
            "entered_at": self.now.isoformat(),
            "clerk": "clerk",
            **changed,
        }
        answer = self.ask(requests.Receive(self.series[SeriesKind.RECEIVED], fields, []))
        return StreamId(answer["stream"])
