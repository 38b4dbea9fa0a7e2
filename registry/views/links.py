"""Which link is whose (ลิงก์ตอบรับ), and which passkeys recipients have offered.

links-given ──▶ digest of a link ─▶ letter and addressee, as long as no newer one was given
passkey.offered ─▶ waits ─▶ passkey.confirmed ─▶ counts ─▶ passkey.withdrawn
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, ClassVar

from domain.letter.events import LinksGiven
from domain.passkeys import PasskeyConfirmed, PasskeyOffered, PasskeyWithdrawn
from domain.values import Digest, StreamId
from registry.reader import Recorded
from registry.views.view import View, Write


@dataclass(frozen=True, slots=True)
class Given:
    """A link that was given to one addressee of a letter."""

    link: Digest
    letter: StreamId
    to: int
    given_at: datetime
    clerk: str
    newest: bool
    """Whether it is good; a newer one of the same addressee takes its place."""


class PasskeyState(Enum):
    """Where a recipient's passkey stands."""

    WAITING = "waiting"
    """Offered, and no clerk has made sure whose it is."""
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class KnownPasskey:
    """A recipient's passkey."""

    spki: Digest
    stream: StreamId
    state: PasskeyState
    letter: StreamId
    """Through whose link it was offered."""
    addressee: str
    """For whom it answers."""
    credential: str
    """The credential's id, base64url without padding."""
    rp: str
    officer: str
    """What answers by it are called by."""
    office: str
    name: str
    post: str
    offered: Digest
    """The statement that offers it."""
    offered_at: datetime
    confirmed: Digest | None
    """The statement that confirms it; what it signs rests on that."""
    confirmed_at: datetime | None
    confirmed_by: str | None
    """The clerk."""
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    why: str | None
    """It was withdrawn."""


class Links(View):
    """Links by digest, and passkeys by the digest of their public key."""

    NAME: ClassVar[str] = "links"
    VERSION: ClassVar[int] = 1
    NAMES: ClassVar[tuple[str, ...] | None] = (
        "letter.links-given.v1",
        "passkey.offered.v1",
        "passkey.confirmed.v1",
        "passkey.withdrawn.v1",
    )
    TABLES: ClassVar[tuple[str, ...]] = (
        """CREATE TABLE links (
            link TEXT PRIMARY KEY, letter TEXT, place INTEGER, given_at TEXT, clerk TEXT, newest INTEGER
        ) WITHOUT ROWID""",
        "CREATE INDEX links_of ON links (letter, place)",
        """CREATE TABLE passkeys (
            spki TEXT PRIMARY KEY, stream TEXT, letter TEXT, addressee TEXT, credential TEXT, rp TEXT, officer TEXT,
            office TEXT, name TEXT, post TEXT, offered TEXT, offered_at TEXT, confirmed TEXT, confirmed_at TEXT,
            confirmed_by TEXT, withdrawn_at TEXT, withdrawn_by TEXT, why TEXT
        ) WITHOUT ROWID""",
        "CREATE INDEX passkeys_of ON passkeys (addressee)",
    )

    def follow(self, lines: Sequence[Recorded], write: Write) -> None:
        """Apply a batch; the caller remembers the place in the same transaction."""
        for line in lines:
            _apply(write, line)

    def link(self, link: Digest) -> Given | None:
        """Return whose link it is; None of one that was never given."""
        return next(map(_given, self.rows("SELECT * FROM links WHERE link = ?", (link,))), None)

    def of(self, letter: StreamId) -> list[Given]:
        """Return the links of a letter that are good, in the order of its addressees."""
        sql = "SELECT * FROM links WHERE letter = ? AND newest ORDER BY place"
        return list(map(_given, self.rows(sql, (letter,))))

    def passkeys(self, *, addressee: str | None = None) -> list[KnownPasskey]:
        """Return all passkeys, or an addressee's; those that wait for a clerk first, then the newest."""
        sql = (
            "SELECT * FROM passkeys WHERE ? IS NULL OR addressee = ? "
            "ORDER BY (confirmed_at IS NULL AND withdrawn_at IS NULL) DESC, offered_at DESC, spki"
        )
        return list(map(_passkey, self.rows(sql, (addressee, addressee))))


def _given(row: Any) -> Given:  # noqa: ANN401 - a row of the file
    return Given(
        link=Digest(row["link"]),
        letter=StreamId(row["letter"]),
        to=row["place"],
        given_at=datetime.fromisoformat(row["given_at"]),
        clerk=row["clerk"],
        newest=bool(row["newest"]),
    )


def _passkey(row: Any) -> KnownPasskey:  # noqa: ANN401 - a row of the file
    state = PasskeyState.WAITING if row["confirmed"] is None else PasskeyState.CONFIRMED
    fields = dict(row)
    for at in ("offered_at", "confirmed_at", "withdrawn_at"):
        fields[at] = None if row[at] is None else datetime.fromisoformat(row[at])
    return KnownPasskey(**fields, state=PasskeyState.WITHDRAWN if row["withdrawn_at"] else state)


def _apply(write: Write, line: Recorded) -> None:
    statement, at = line.statement, line.statement.at.isoformat()
    match statement.fact:
        case LinksGiven(links=links, clerk=clerk):
            letter = statement.stream
            write("UPDATE links SET newest = 0 WHERE letter = ? AND place = ?", [(letter, one.to) for one in links])
            write(
                "INSERT INTO links VALUES (?, ?, ?, ?, ?, 1)",
                [(one.link, letter, one.to, at, clerk) for one in links],
            )
        case PasskeyOffered() as said:
            whose = (said.letter, said.addressee, said.credential, said.rp, said.officer)
            who = (said.office, said.name, said.post)
            write(
                "INSERT INTO passkeys (spki, stream, letter, addressee, credential, rp, officer, office, name, post, "
                "offered, offered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(said.spki, statement.stream, *whose, *who, line.digest, at)],
            )
        case PasskeyConfirmed(spki=spki, clerk=clerk):
            write(
                "UPDATE passkeys SET confirmed = ?, confirmed_at = ?, confirmed_by = ? WHERE spki = ?",
                [(line.digest, at, clerk, spki)],
            )
        case PasskeyWithdrawn(spki=spki, clerk=clerk, reason=reason):
            write(
                "UPDATE passkeys SET withdrawn_at = ?, withdrawn_by = ?, why = ? WHERE spki = ?",
                [(at, clerk, reason, spki)],
            )
        case _:
            pass  # of another name than those that are read
