"""An operator who holds the log's key and the seal, and writes whatever history an attack needs.

Everything here is well signed and well logged: what a bundle of it still must not do is deceive.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Self, cast

from domain.authority import (
    Founder,
    KeyConfirmed,
    KeyEnrolled,
    KeyWithdrawn,
    OfficerEnrolled,
    Post,
    RegistryOpened,
    Role,
)
from domain.classes import LetterKind
from domain.facts import Fact
from domain.letter.events import (
    AnswerKind,
    LetterAcknowledged,
    LetterAnswered,
    LetterIssued,
    LetterSigned,
    LetterSignedByHand,
    LetterSignedTypeset,
    Way,
)
from domain.letter.text import Addressee, LetterText, Signatory
from domain.series import SeriesKind, SeriesOpened
from domain.values import Digest, File, StreamId, digest
from keys import cades, cms
from keys.certificates import Certificate
from keys.checkpoints import Checkpoint, LogKey, sign_checkpoint
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from keys.signing import SigningKey
from keys.testing import SpecimenAuthority
from registry import wire
from registry.finals import named
from registry.log.heads import BEGINNINGS
from registry.log.leaves import commit, fact_leaf, leaf_hash, series_leaf
from registry.log.marks import mark_name, mark_of, series_mark, stream_mark
from registry.log.proofs import Proof
from registry.log.tree import Tree
from registry.register.group import new_stream
from registry.verify import container
from registry.verify.check import Trust, verify
from registry.verify.consistency import Consistency
from registry.verify.contents import Contents, admission_name
from registry.verify.derived import policy, readme
from registry.verify.entries import leaf_members
from registry.verify.later import HEADS, SERIES, SINCE, number_name
from registry.verify.members import support_name
from registry.verify.statements import Statement as Read
from registry.verify.verdicts import Report
from registry.wire import THAI_TIME, Relation, Seen, Statement
from tests.registry.typeset import Prepared
from tests.registry.verify.newest_states import NewestStates

ORIGIN = "specimen.example/letters"
DAY = datetime(2021, 2, 9, 9, 0, tzinfo=THAI_TIME)
A_DAY = timedelta(days=1)
RECIPIENT = "ผู้ว่าราชการจังหวัดกระบี่"
FINAL = b"SPECIMEN: the final file"
FINAL_DIGEST = digest(sha256(FINAL).digest())


@dataclass
class Line:
    """One fact of the operator's history."""

    index: int
    name: str
    statement: bytes
    evidence: bytes
    salt: bytes
    leaf: bytes
    stream: StreamId
    key: SigningKey
    seen: int

    @property
    def digest(self) -> Digest:
        return wire.digest_of(self.statement)


def _in_order(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.index)


def _no_tiles(level: int, index: int, width: int) -> bytes:
    raise AssertionError(f"a history of under 256 leaves has no full tile {level}/{index} of {width}")


@dataclass
class Operator:
    """A log and a seal in one hand."""

    origin: str = ORIGIN
    authority: SpecimenAuthority = field(default_factory=SpecimenAuthority.create)
    log_key: LogKey = field(init=False)
    seal: SigningKey = field(init=False)
    tree: Tree = field(default_factory=lambda: Tree(_no_tiles))
    leaves: list[bytes] = field(default_factory=list)
    states: NewestStates | None = None
    """What the map says; what follows from the leaves unless a test has other plans."""

    def __post_init__(self) -> None:
        self.log_key = LogKey.from_seed(self.origin, os.urandom(32))
        self.seal = self.officer("ตราประทับ")

    def officer(self, name: str) -> SigningKey:
        return self.authority.officer(name, organisation="SPECIMEN", post="ตัวอย่าง")

    def seen(self) -> Seen:
        return Seen(self.tree.size, self.tree.root.hex())

    def statement(self, key: SigningKey, fact: Fact, **changed: object) -> Statement:
        """Return what a person or the seal might say; *changed* are other fields of the statement."""
        fields: dict[str, object] = {
            "log": self.origin,
            "stream": new_stream(),
            "seq": 0,
            "prev": None,
            "seen": self.seen(),
            "at": DAY,
            "by": Digest(key.certificate.spki),
            "under": None,
            "fact": fact,
            **changed,
        }
        return Statement(**fields)  # type: ignore[arg-type]  # of many kinds, checked when encoded

    def say(self, key: SigningKey, fact: Fact, **changed: object) -> Line:
        """Sign a fact, whoever may say it, and log it."""
        return self.log(key, self.statement(key, fact, **changed))

    def log(self, key: SigningKey, statement: Statement, *, over: bytes | None = None) -> Line:
        """Log a statement that is signed, or beside which a signature *over* other bytes stands."""
        data = wire.encode(statement)
        evidence = cades.sign(data if over is None else over, key, at=DAY)
        salt = os.urandom(32)
        spki = getattr(statement.fact, "spki", None)
        type_ = wire.leaf_type(statement.name)
        mark = mark_of(type_, by=statement.by, stream=statement.stream)
        leaf = fact_leaf(
            type_, commit(salt, data, "cms", evidence), spki if mark_name(type_) == "b" else None, mark=mark
        )
        index, seen = self.append(leaf), statement.seen.size
        return Line(index, statement.name, data, evidence, salt, leaf, statement.stream, key, seen)

    def append(self, leaf: bytes) -> int:
        """Append a leaf and return its index."""
        index = self.tree.size
        self.tree.accept(self.tree.stage([leaf_hash(leaf)]))
        self.leaves.append(leaf)
        return index

    def close(self) -> bytes:
        """End the checkpoint with the root of the map, whatever the map says, and return that leaf."""
        self.states = self.states or NewestStates.of(self.leaves)
        leaf = self.states.leaf()
        self.append(leaf)
        return leaf

    def bundle(
        self,
        person: Line,
        admission: Line,
        support: Sequence[Line],
        numbers: Mapping[int, int],
        *,
        at: datetime = DAY,
        files: Mapping[str, bytes] | None = None,
        certificates: Sequence[Certificate] = (),
    ) -> bytes:
        """Pack everything under the newest checkpoint, as a registry would.

        Args:
            person: What a person signed.
            admission: What the seal says of it.
            support: The facts to put in.
            numbers: Positions of public leaves, by number.
            at: The checkpoint's time.
            files: By name in the bundle.
            certificates: To put into every signature beside its own.
        """
        heads = self.close()
        note = self.note(at)
        members: dict[str, bytes] = {
            "README": b"",
            "policy.txt": b"",
            **({"letter.txt": FINAL} if files is None else files),
        }

        admitted = admission_name(Read.read(person.statement, "statement.json"))
        members |= self.carried("statement", "signature", "support/statement", person, note, certificates)
        members |= self.carried(admitted, admitted, "entry", admission, note, certificates)
        for place, line in enumerate(_in_order(support)):
            name = support_name(place, line.name)
            members |= self.carried(name, name, name, line, note, certificates)
        for n, index in numbers.items():
            members[f"support/number-{n}.tlog-proof"] = self.proof(index, note).write()
        members |= self.status(heads, note, [*support, admission])
        contents = Contents.read(members)
        members |= {"README": readme(contents, at), "policy.txt": policy(contents)}
        return container.write(members)

    def proof(self, index: int, note: bytes, salt: bytes | None = None) -> Proof:
        """Prove a leaf under the newest checkpoint, which *note* signs."""
        return Proof(index, tuple(self.tree.inclusion_proof(index)), note, salt)

    def carried(  # noqa: PLR0917 - three names, as the bundle has them
        self,
        statement: str,
        evidence: str,
        proof: str,
        line: Line,
        note: bytes,
        certificates: Sequence[Certificate] = (),
    ) -> dict[str, bytes]:
        """Return the members of one fact, with other certificates beside its own in the signature."""
        inside = [one.der for one in (line.key.certificate, *line.key.chain, *certificates)]
        members = {
            f"{statement}.json": line.statement,
            f"{evidence}.p7s": cms.with_certificates(line.evidence, inside),
            f"{proof}.tlog-proof": self.proof(line.index, note, line.salt).write(),
        }
        members |= {f"pki/{sha256(der).hexdigest()}.cer": der for der in inside}
        if 0 < line.seen <= self.tree.size:
            hashes = tuple(self.tree.consistency_proof(line.seen, self.tree.size))
            members[f"support/seen-{line.seen}.consistency"] = Consistency(line.seen, hashes, note).write()
        return members

    def note(self, at: datetime = DAY) -> bytes:
        """Sign the newest checkpoint."""
        return sign_checkpoint(Checkpoint(self.origin, self.tree.size, self.tree.root), self.log_key, at)

    def status(self, heads: bytes, note: bytes, facts: Sequence[Line], series: str = "s-1") -> dict[str, bytes]:
        """Return the members of ``status/``, under the same checkpoint as everything else; the last is admitted."""
        assert self.states is not None
        size = self.tree.size
        members = {**leaf_members(HEADS, heads, self.proof(size - 1, note)), SINCE: Consistency(size, (), note).write()}
        *support, admission = facts
        named = {support_name(place, line.name): line for place, line in enumerate(_in_order(support))}
        for name, line in {**named, "issued": admission}.items():
            if wire.leaf_type(line.name) in BEGINNINGS:
                entry = self.states.entry(stream_mark(line.stream))
                members[f"status/{name.removeprefix('support/')}.json"] = entry.write()
        numbers = json.loads(admission.statement).get("n", ()) if admission.name.endswith(".issued.v1") else ()
        for n in filter(lambda n: type(n) is int, numbers if isinstance(numbers, list) else ()):
            members[number_name(n)] = self.states.number(series, n).write()
            members[SERIES] = self.states.entry(series_mark(series)).write()
        return members

    def trust(self) -> Trust:
        """What a stranger would have who was told the truth about roots and log key."""
        return Trust(TrustRoots([self.authority.root]), NoteVerifier.parse(self.log_key.vkey))


@dataclass
class Story:
    """A letter's way, every step of which a test may change before it is told."""

    operator: Operator = field(default_factory=Operator)
    people: dict[str, SigningKey] = field(default_factory=dict)
    enrolled_by: str = "r1"
    confirmed_by: str | None = "r2"
    signed_by: str = "dg"
    post: str = "อธิบดี"
    post_since: date = date(2020, 1, 1)
    post_until: date | None = None
    roles: tuple[Role, ...] = (Role.SIGNATORY,)
    numbered: int = 271
    leaf_number: int = 271
    leaf_state: str = "issued"
    leaf_letter: bytes | None = None
    specimen: bool = True
    officer_name: str = "นายประยูร"
    certificate_of: str = "dg"
    opened_by: str = "seal"
    clerk: str | None = None
    """Named by a letter that was signed on paper."""
    typeset: Prepared | None = None
    """What is signed of the file of a typeset letter."""
    finished: bytes | None = None
    """The file that the seal names then; the signed one unless a test has other plans."""
    letter: dict[str, object] = field(default_factory=dict)
    signed: dict[str, object] = field(default_factory=dict)
    issued: dict[str, object] = field(default_factory=dict)
    admission: dict[str, object] = field(default_factory=dict)
    signed_over: bytes | None = None
    admitted_first: bool = False
    at: datetime = DAY
    checkpoint_at: datetime = DAY
    sealed_by: str = "seal"
    seal_named: str = "seal"
    log_key_named: str | None = None
    before: list[tuple[str, Fact | Callable[[Line], Fact]]] = field(default_factory=list)
    """Facts that are logged before the letter and put into support: who says what, perhaps of the one before."""
    after: list[tuple[str, Fact, datetime]] = field(default_factory=list)
    """Facts that are logged behind the letter's leaves and put into support: who, what, when."""

    def __post_init__(self) -> None:
        for who in ("r1", "r2", "dg", "nobody"):
            self.people.setdefault(who, self.operator.officer(who))
        self.people["seal"] = self.operator.seal

    def cert(self, who: str) -> Digest:
        return digest(sha256(self.people[who].certificate.der).digest())

    def spki(self, who: str) -> Digest:
        return Digest(self.people[who].certificate.spki)

    def changing_key(self, who: str, *, confirmed_by: str, withdrawn: bool = False) -> Self:
        """Let a registrar ask for another key by the one before, which may be *withdrawn* before it is confirmed."""
        spki, asked = self.spki("nobody"), list[Digest]()

        def withdraws(first: Line) -> Fact:
            asked.append(first.digest)
            return KeyWithdrawn(self.spki(who), "SPECIMEN")

        def confirms(before: Line) -> Fact:
            return KeyConfirmed(asked[0] if withdrawn else before.digest, spki)

        self.before = [(who, KeyEnrolled(who, spki, self.cert("nobody"))), (confirmed_by, confirms)]
        if withdrawn:
            self.before.insert(1, (confirmed_by, withdraws))
        return self

    def told(self, **changed: object) -> bytes:
        """Return the bundle of the story; *changed* goes to `Operator.bundle`."""
        return self.operator.bundle(**{**self.parts(), **changed})  # type: ignore[arg-type]  # names of its own

    def parts(self) -> dict[str, object]:
        """Log the story, and return what `Operator.bundle` asks for."""
        say, people = self.operator.say, self.people
        opened = say(people[self.opened_by], self.opened())
        under = {"under": opened.digest}
        posts = (Post(self.post, "SPECIMEN", self.post_since, self.post_until),)
        officer = OfficerEnrolled("dg", self.officer_name, "SPECIMEN", posts, self.roles)
        support = [opened, say(people["r1"], officer, **under)]
        enrolled = KeyEnrolled("dg", self.spki("dg"), self.cert(self.certificate_of))
        support.append(say(people[self.enrolled_by], enrolled, **under))
        if self.confirmed_by is not None:
            confirmed = KeyConfirmed(support[-1].digest, self.spki("dg"))
            support.append(say(people[self.confirmed_by], confirmed, **under))
        series = say(people["seal"], SeriesOpened("ส่ง", SeriesKind.CIRCULAR, 2564, 0, None, "s-1"))
        support.append(series)
        for who, fact in self.before:
            said = fact(support[-1]) if callable(fact) else fact
            support.append(say(people[who], said, **under))
        person, admission = self._both(series.stream, support[1].digest)
        leaf = self.leaf_letter or leaf_hash(admission.leaf)
        used = leaf if self.leaf_state == "issued" else None
        place = self.operator.append(series_leaf("s-1", self.leaf_number, self.leaf_state, used))
        support += [say(people[who], fact, at=at) for who, fact, at in self.after]
        return {
            "person": person,
            "admission": admission,
            "support": support,
            "numbers": {self.numbered: place},
            "at": self.checkpoint_at,
            **({} if self.finished is None else {"files": {"letter.pdf": self.finished}}),
        }

    def opened(self) -> RegistryOpened:
        founders = tuple(Founder(who, who, "นายทะเบียน", self.spki(who), self.cert(who)) for who in ("r1", "r2"))
        return RegistryOpened(
            self.operator.origin,
            "SPECIMEN",
            ("มท 0812",),
            self.spki(self.seal_named),
            self.cert(self.seal_named),
            self.log_key_named or self.operator.log_key.vkey,
            (),
            founders,
            (),
            specimen=self.specimen,
        )

    def _both(self, series: StreamId, under: Digest) -> tuple[Line, Line]:
        """Log what the person signs and the admission, in the order of the story."""
        signer, sealer = self.people[self.signed_by], self.people[self.sealed_by]
        role = "main" if self.clerk is None else "scan"
        final = File(FINAL_DIGEST, len(FINAL), "text/plain", "letter.txt", role)
        text = self._text(series)
        fact = LetterSigned(text) if self.clerk is None else LetterSignedByHand(text, self.clerk)
        doc: tuple[File, ...] = (final,)
        if self.typeset is not None:
            self.finished = self.finished or self.typeset.signed(signer)
            final = named(digest(sha256(self.finished).digest()), len(self.finished))
            fact, doc = LetterSignedTypeset(text, self.typeset.document), ()
        said = {"at": self.at, "under": under, "doc": doc, **self.signed}
        person = self.operator.statement(signer, fact, **said)
        digest_of_it = wire.digest_of(wire.encode(person))
        fields: dict[str, object] = {
            "signed": digest_of_it,
            "signed_in": person.stream,
            "final": final.sha256,
            "way": Way.ELECTRONIC if self.clerk is None else Way.BY_HAND,
            "series": series,
            "n": (self.numbered,),
            "number": f"มท 0812/ว {self.numbered}",
            "dated": DAY.date(),
            **self.issued,
        }
        issued = LetterIssued(**fields)  # type: ignore[arg-type]  # names of its own
        late = () if self.typeset is None else (final,)
        placed = {"re": (Relation("admits", digest_of_it),), "doc": late, **self.admission}
        if self.admitted_first:
            admission = self.operator.say(sealer, issued, **placed)
            return self.operator.log(signer, person, over=self.signed_over), admission
        line = self.operator.log(signer, person, over=self.signed_over)
        return line, self.operator.say(sealer, issued, **placed)

    def _text(self, series: StreamId) -> LetterText:
        text = LetterText(
            LetterKind.EXTERNAL,
            series,
            (self.numbered,),
            f"มท 0812/ว {self.numbered}",
            DAY.date(),
            "SPECIMEN",
            "ตัวอย่าง",
            (Addressee(RECIPIENT),),
            Signatory("dg", "นายประยูร", "อธิบดี"),
        )
        return replace(text, **self.letter)  # type: ignore[arg-type]  # names of its own

    def verified(self, **changed: object) -> Report:
        """Tell the story and verify it."""
        return verify(self.told(**changed), self.operator.trust())


@dataclass
class Answer(Story):
    """The letter of the story, and a recipient's answer to it."""

    answered_by: str = "p0"
    enrolled_for: str = RECIPIENT
    to: int = 0
    said: dict[str, object] = field(default_factory=dict)
    said_re: tuple[Relation, ...] | None = None
    answered: dict[str, object] = field(default_factory=dict)
    answer_place: dict[str, object] = field(default_factory=dict)
    without_letter: bool = False

    def parts(self) -> dict[str, object]:
        """Log the letter and the answer, and return what `Operator.bundle` asks for."""
        self.people.setdefault("p0", self.operator.officer("p0"))
        self.people.setdefault("p1", self.operator.officer("p1"))
        told = super().parts()
        support = cast("list[Line]", told["support"])
        letter, issued = cast("Line", told["person"]), cast("Line", told["admission"])
        for who, receives_for in (("p0", self.enrolled_for), ("p1", "ผู้ว่าราชการจังหวัดตรัง")):
            support += self._enrol(who, receives_for, support[0].digest)
        fields = {"letter": letter.digest, "to": self.to, "office": "SPECIMEN", "officer": "p0"}
        fact = LetterAcknowledged(**{**fields, "name": "p0", "post": "ผู้รับ", **self.said})  # type: ignore[arg-type]
        ties = (Relation("acknowledges", letter.digest),) if self.said_re is None else self.said_re
        person = self.operator.say(self.people[self.answered_by], fact, re=ties, under=support[-1].digest)
        about = {"answer": person.digest, "answered_in": person.stream, "to": self.to}
        answered = LetterAnswered(**{**about, "kind": AnswerKind.ACKNOWLEDGED, **self.answered})  # type: ignore[arg-type]
        ties = (Relation("admits", person.digest),)
        place = {"stream": issued.stream, "seq": 1, "prev": issued.digest, **self.answer_place}
        admission = self.operator.say(self.people["seal"], answered, re=ties, **place)
        letters = [] if self.without_letter else [letter, issued]
        return {"person": person, "admission": admission, "support": [*support, *letters], "numbers": {}, "files": {}}

    def _enrol(self, who: str, receives_for: str, under: Digest) -> list[Line]:
        officer = OfficerEnrolled(who, who, "SPECIMEN", (), (Role.RECIPIENT,), (receives_for,))
        lines = [self.operator.say(self.people["r1"], officer, under=under)]
        enrolled = KeyEnrolled(who, self.spki(who), self.cert(who))
        lines.append(self.operator.say(self.people["r1"], enrolled, under=under))
        confirmed = KeyConfirmed(lines[-1].digest, self.spki(who))
        return [*lines, self.operator.say(self.people["r2"], confirmed, under=under)]
