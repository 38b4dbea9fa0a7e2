"""Proposals (ข้อเสนอ): facts that somebody prepared and that an officer with the role signs, or nobody does.

    proposed by an account ──▶ waits ──signed by an officer──▶ a fact at some position of the log
                                  ├──refused by the register──▶ waits on; who tried, and why not, is kept
                                  └──taken back──▶ gone

A proposal is a working paper and decides nothing: what is signed is looked at by the register as if it came from the
command line. Whose word it is, and that two are needed for a key, say the rules.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from sqlite3 import Row

import msgspec

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, Role
from domain.errors import InvalidValue, NoSuchThing, WrongStage
from domain.facts import PersonFact
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.values import File
from registry import wire
from registry.ordinary import Ordinary

TABLES = (
    """CREATE TABLE IF NOT EXISTS proposals (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, fact BLOB NOT NULL, files BLOB NOT NULL, by TEXT NOT NULL,
        why TEXT NOT NULL, made_at TEXT NOT NULL, position INTEGER
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS proposals_refused (
        n INTEGER PRIMARY KEY AUTOINCREMENT, proposal TEXT NOT NULL, officer TEXT NOT NULL, at TEXT NOT NULL,
        slug TEXT NOT NULL, facts TEXT NOT NULL, english TEXT NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS refusals_of_proposal ON proposals_refused (proposal, n)",
)

NEEDS: dict[type[PersonFact], frozenset[Role]] = {
    OfficerEnrolled: frozenset({Role.REGISTRAR}),
    KeyEnrolled: frozenset({Role.REGISTRAR}),
    KeyConfirmed: frozenset({Role.REGISTRAR}),
    KeyWithdrawn: frozenset({Role.REGISTRAR}),
    InstrumentRecorded: frozenset({Role.REGISTRAR}),
    InstrumentConfirmed: frozenset({Role.REGISTRAR}),
    AbsenceRecorded: frozenset({Role.REGISTRAR, Role.CLERK}),
    AbsenceEnded: frozenset({Role.REGISTRAR, Role.CLERK}),
}
"""What can be proposed, and which role's word it is."""
_KINDS = {name: kind for kind in NEEDS for name, known in wire.NAMES.items() if known is kind}
MOST = 500
"""Proposals that wait at once."""
LONGEST_REASON = 1000
"""Characters."""
_ID = 16


@dataclass(frozen=True, slots=True)
class Refused:
    """One try to sign a proposal, which the register refused."""

    officer: str
    at: datetime
    slug: str
    facts: dict[str, object]
    english: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact that waits for its officer."""

    id: str
    fact: PersonFact
    files: tuple[File, ...]
    by: str
    """The account that proposed it."""
    why: str
    made_at: datetime
    position: int | None = None
    """Where the fact stands in the log, once it is signed."""
    refused: tuple[Refused, ...] = field(default=())

    @property
    def needs(self) -> frozenset[Role]:
        """The roles that may sign it: any one of them."""
        return NEEDS[type(self.fact)]


class Proposals:
    """The proposals of a registry."""

    def __init__(self, papers: Ordinary) -> None:
        """Answer from an open file that has `TABLES`."""
        self._papers = papers

    def propose(  # noqa: PLR0913 - a fact, its files, and who proposes it when and why
        self,
        fact: PersonFact,
        *,
        files: Sequence[File] = (),
        by: str,
        at: datetime,
        why: str,
        random: Callable[[int], bytes],
    ) -> str:
        """Keep a proposal and return its id; the same fact, proposed twice, waits once.

        Args:
            fact: What is to be signed.
            files: What the statement names; they are in the store.
            by: The account that proposes it.
            at: When.
            why: For the officer who signs; not part of the fact.
            random: Gives so many bytes.

        Raises:
            InvalidValue: such a fact is not proposed, or too many wait.
        """
        if type(fact) not in NEEDS:
            name = wire.name_of(fact)
            raise InvalidValue("not-proposable", f"A fact {name} is not proposed: it is signed at once.", name=name)
        made, name, data = random(_ID).hex(), wire.name_of(fact), msgspec.json.encode(fact)
        written = msgspec.json.encode(tuple(files))
        with self._papers.change() as change:
            known = change.execute(
                "SELECT id FROM proposals WHERE name = ? AND fact = ? AND files = ? AND position IS NULL",
                (name, data, written),
            ).fetchone()
            if known is not None:
                return str(known["id"])
            if change.execute("SELECT count(*) FROM proposals WHERE position IS NULL").fetchone()[0] >= MOST:
                raise InvalidValue("too-many-proposals", f"{MOST} proposals wait: sign or take back some.", most=MOST)
            change.execute(
                "INSERT INTO proposals VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                (made, name, data, written, by, why[:LONGEST_REASON], at.isoformat()),
            )
        return made

    def proposal(self, proposal: str) -> Proposal:
        """Return a proposal, also one that was signed.

        Raises:
            NoSuchThing: there is none of that id.
        """
        rows = self._papers.rows("SELECT * FROM proposals WHERE id = ?", (proposal,))
        if not rows:
            raise _no_such(proposal)
        return self._read(rows[0])

    def waiting(self) -> Sequence[Proposal]:
        """Return what waits, the oldest first."""
        rows = self._papers.rows("SELECT * FROM proposals WHERE position IS NULL ORDER BY made_at, id")
        return [self._read(row) for row in rows]

    def signed(self, proposal: str, position: int) -> None:
        """Note where the fact stands that came of a proposal."""
        with self._papers.change() as change:
            change.execute("UPDATE proposals SET position = ? WHERE id = ?", (position, proposal))

    def refused(self, proposal: str, refused: Refused) -> None:
        """Keep why the register refused a proposal when it was signed; also of what waits by the facts alone."""
        facts = msgspec.json.encode({name: str(value) for name, value in refused.facts.items()}).decode()
        with self._papers.change() as change:
            change.execute(
                "INSERT INTO proposals_refused (proposal, officer, at, slug, facts, english) VALUES (?, ?, ?, ?, ?, ?)",
                (proposal, refused.officer, refused.at.isoformat(), refused.slug, facts, refused.english),
            )

    def refusals(self, proposal: str) -> tuple[Refused, ...]:
        """Return who tried to sign a proposal and was refused, the newest first."""
        rows = self._papers.rows("SELECT * FROM proposals_refused WHERE proposal = ? ORDER BY n DESC", (proposal,))
        return tuple(
            Refused(
                row["officer"],
                datetime.fromisoformat(row["at"]),
                row["slug"],
                msgspec.json.decode(row["facts"]),
                row["english"],
            )
            for row in rows
        )

    def take_back(self, proposal: str) -> None:
        """Forget a proposal that nobody signed.

        Raises:
            NoSuchThing: there is none of that id.
            WrongStage: it was signed.
        """
        if self.proposal(proposal).position is not None:
            raise WrongStage("proposal-signed", "The proposal was signed: it is a fact now.")
        with self._papers.change() as change:
            change.execute("DELETE FROM proposals WHERE id = ? AND position IS NULL", (proposal,))

    def _read(self, row: Row) -> Proposal:
        return Proposal(
            row["id"],
            msgspec.json.decode(row["fact"], type=_KINDS[row["name"]]),
            msgspec.json.decode(row["files"], type=tuple[File, ...]),
            row["by"],
            row["why"],
            datetime.fromisoformat(row["made_at"]),
            row["position"],
            self.refusals(row["id"]),
        )


def _no_such(proposal: str) -> NoSuchThing:
    return NoSuchThing("no-such-proposal", f"No proposal {proposal[:40]!r} waits here.", proposal=proposal[:40])
