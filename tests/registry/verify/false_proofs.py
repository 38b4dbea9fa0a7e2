"""An operator who proves whatever an attack needs: true leaves and false ones, a true map and a false one."""

from dataclasses import dataclass, field

from domain.authority import KeyWithdrawn
from domain.letter.events import LetterCancelled, LetterDispatched, LetterIssued, Way
from domain.series import SeriesKind, SeriesOpened
from domain.values import Digest, StreamId
from keys.checkpoints import Checkpoint, sign_checkpoint
from registry.log.leaves import leaf_hash, series_leaf
from registry.log.marks import key_mark, series_mark, stream_mark
from registry.log.together import prove_many
from registry.register.group import new_stream
from registry.verify import container
from registry.verify.consistency import Consistency
from registry.verify.entries import leaf_members
from registry.verify.listed import leaves_member
from registry.verify.members import support_name
from registry.verify.proof import contents as names
from registry.verify.proof.check import Beside, ProofReport, verify_proof
from registry.verify.proof.contents import Contents, claim_member
from registry.verify.proof.derived import readme
from tests.registry.verify.newest_states import NewestStates
from tests.registry.verify.operator import DAY, FINAL_DIGEST, Line, Operator, Story

SERIES = "s-1"
Members = dict[str, bytes]


@dataclass
class Prover:
    """A book of circulars from 271 on, in the hand of somebody who may put anything into a proof."""

    operator: Operator = field(default_factory=Operator)
    after: int = 270
    public_id: str = SERIES
    series_sealed_by: str = "seal"
    log_key_named: str | None = None
    opened: Line = field(init=False)
    series: Line = field(init=False)
    letters: dict[int, Line] = field(default_factory=dict)
    signed: list[tuple[int, bytes]] = field(default_factory=list)
    support: list[Line] | None = None
    since: tuple[bytes, int] | None = None
    """An earlier checkpoint, and the size that it is said to have."""
    heads_at: int | None = None
    """Where the leaf stands that is said to be the root of the map; the last one."""

    def __post_init__(self) -> None:
        story = Story(operator=self.operator, log_key_named=self.log_key_named)
        self.people = story.people
        self.opened = self.operator.say(self.operator.seal, story.opened())
        opened = SeriesOpened("ทะเบียน", SeriesKind.CIRCULAR, 2564, self.after, None, self.public_id)
        self.series = self.operator.say(self.people[self.series_sealed_by], opened)

    # --- the history ---------------------------------------------------------------------------------------

    def number(self, n: int, state: str = "void", letter: bytes | None = None, *, series: str = SERIES) -> None:
        self.operator.append(series_leaf(series, n, state, letter))

    def letter(self, n: int, *, stream: StreamId | None = None) -> Line:
        """Issue a letter under a number that was reserved before it."""
        self.number(n, "reserved")
        issued = LetterIssued(
            signed=FINAL_DIGEST,
            signed_in=new_stream(),
            final=FINAL_DIGEST,
            way=Way.ELECTRONIC,
            series=self.series.stream,
            n=(n,),
            number=f"มท 0812/ว {n}",
            dated=DAY.date(),
        )
        placed = {} if stream is None else {"stream": stream}
        self.letters[n] = self.operator.say(self.operator.seal, issued, **placed)
        self.number(n, "issued", leaf_hash(self.letters[n].leaf))
        return self.letters[n]

    def cancel(self, n: int) -> Line:
        """Cancel a letter."""
        letter = self.letters[n]
        cancelled = LetterCancelled(new_stream(), "มท 0812/ว 999", "ซ้ำ", "clerk")
        placed = {"stream": letter.stream, "seq": 1, "prev": letter.digest}
        return self.operator.say(self.operator.seal, cancelled, **placed)

    def dispatch(self, n: int) -> Line:
        """Dispatch a letter, whatever became of it."""
        letter = self.letters[n]
        placed = {"stream": letter.stream, "seq": 1, "prev": letter.digest}
        return self.operator.say(self.operator.seal, LetterDispatched((), (), "clerk"), **placed)

    def sign(self, who: str = "dg") -> Line:
        """Let somebody sign something."""
        key = self.people[who]
        line = self.operator.say(key, KeyWithdrawn(Digest(key.certificate.spki), "ทดสอบ"))
        if who == "dg":
            self.signed.append((line.index, line.leaf))
        return line

    @property
    def key(self) -> str:
        """The key of ``dg``."""
        return self.people["dg"].certificate.spki

    # --- what is said of it --------------------------------------------------------------------------------

    @property
    def states(self) -> NewestStates:
        """The map; asked for before a proof is made, it may be changed."""
        if self.operator.states is None:
            self.operator.states = NewestStates.of(self.operator.leaves)
        return self.operator.states

    def complete(self, **changed: bytes | None) -> bytes:
        """Prove all numbers of the series."""
        common = self._common()
        _, entries = self.states.numbers.get(SERIES, (0, []))
        claim = {
            names.CLAIM: claim_member({"proves": "completeness"}),
            names.SERIES: self.states.entry(series_mark(SERIES)).write(),
            names.NUMBERS: b"".join(entries) if entries else None,
        }
        return self.pack({**common, **claim}, changed)

    def status(
        self, n: int, *, newest: Line | None = None, admission: Line | None = None, **changed: bytes | None
    ) -> bytes:
        """Prove the status of a letter, whose newest fact is *newest* or its first."""
        common = self._common()
        letter = self.letters[n]
        claim = {
            names.CLAIM: claim_member({"n": n, "proves": "status"}),
            names.SERIES: self.states.entry(series_mark(SERIES)).write(),
            names.NUMBER: self.states.number(SERIES, n).write(),
            names.LETTER: self.states.entry(stream_mark(letter.stream)).write(),
            **self.leaf(names.ADMISSION, (admission or letter).index),
            **self.leaf(names.NEWEST, (newest or letter).index),
        }
        return self.pack({**common, **claim}, changed)

    def all_signed(self, leaves: list[tuple[int, bytes]] | None = None, **changed: bytes | None) -> bytes:
        """Prove what ``dg`` has signed."""
        common = self._common()
        shown = tuple(self.signed if leaves is None else leaves)
        hashes = prove_many([at for at, _ in shown], self.operator.tree.size, self.operator.tree.inclusion_proof)
        claim: dict[str, bytes | None] = {
            names.CLAIM: claim_member({"key": self.key, "proves": "key"}),
            names.KEY: self.states.entry(key_mark(self.key)).write(),
            names.SIGNED_LEAVES: leaves_member(shown),
            names.SIGNED_HASHES: b"".join(hashes),
        }
        if self.support is None:
            self.support = [self.opened]
            common = self._members()
        return self.pack({**common, **claim}, changed)

    def leaf(self, name: str, index: int) -> Members:
        """Return a public leaf's members under the newest checkpoint."""
        return leaf_members(name, self.operator.leaves[index], self.operator.proof(index, self.note))

    def pack(self, members: dict[str, bytes | None], changed: dict[str, bytes | None]) -> bytes:
        """Pack members, some of them *changed* (``number_json=…`` for ``number.json``) or left out (None)."""
        found = {**members, **{name.replace("_", ".", 1): data for name, data in changed.items()}}
        whole = {name: data for name, data in found.items() if data is not None}
        return container.write({**whole, "README": readme(Contents.read(whole), DAY)})

    def _common(self) -> Members:
        """End the log, and return what every proof has."""
        self.operator.close()
        self.note = self.operator.note()
        return self._members()

    def _members(self) -> Members:
        last = self.operator.tree.size - 1
        members = {"README": b"", **self.leaf(names.HEADS, last if self.heads_at is None else self.heads_at)}
        for place, line in enumerate(self.support or [self.opened, self.series]):
            name = support_name(place, line.name)
            members |= self.operator.carried(name, name, name, line, self.note)
        if self.since is not None:
            hashes = tuple(self.operator.tree.consistency_proof(self.since[1], self.operator.tree.size))
            members[names.SINCE] = Consistency(self.since[1], hashes, self.note).write()
            members[names.SINCE_CHECKPOINT] = self.since[0]
        return members

    def checkpoint(self, root: bytes | None = None) -> tuple[bytes, int]:
        """Sign the log as it is, or another root of that size; return the note and the size."""
        tree = self.operator.tree
        head = Checkpoint(self.operator.origin, tree.size, tree.root if root is None else root)
        return sign_checkpoint(head, self.operator.log_key, DAY), tree.size

    def verify(self, data: bytes, **beside: bytes) -> ProofReport:
        return verify_proof(data, self.operator.trust(), Beside(**beside))
