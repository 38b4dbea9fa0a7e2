"""What people saw of a draft, and put their initials to (ลงลายมือชื่อย่อกำกับ, ข้อ 30).

    an official looks at a waiting draft ──▶ kept as it was: what changed since is shown field by field
    whoever drafted, typed or checked it ──▶ initials of exactly these words; other words need new ones

Working papers: what was seen is no evidence, and the initials stand on the file copy (สำเนาคู่ฉบับ) alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256
from sqlite3 import Row
from typing import Any, Final

import msgspec

from registry.ordinary import Ordinary
from registry.papers.working import WorkingDraft

TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS drafts_seen (
        officer TEXT, draft TEXT, version INTEGER, at TEXT NOT NULL, fields BLOB NOT NULL,
        PRIMARY KEY (officer, draft, version)
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS initials (
        draft TEXT, words TEXT, maker TEXT, name TEXT NOT NULL, account TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (draft, words, maker)
    ) WITHOUT ROWID""",
)


class Maker(Enum):
    """Who puts initials on the file copy; the values are those of `domain.labels.TERMS`."""

    DRAFTED = "drafted_by"
    TYPED = "typed_by"
    CHECKED = "checked_by"


@dataclass(frozen=True, slots=True)
class Seen:
    """A draft as an officer saw it last, in another version than now."""

    version: int
    at: datetime
    fields: Mapping[str, Any]
    """As `fields_of` gives them."""


@dataclass(frozen=True, slots=True)
class Initials:
    """Somebody's initials."""

    maker: Maker
    name: str
    account: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Changed:
    """One field that is another now; plain JSON values, None where there was or is none."""

    field: str
    old: Any
    new: Any


class LooksAt:
    """Who saw which draft, and who put initials to it."""

    def __init__(self, papers: Ordinary) -> None:
        """Answer from an open file that has `TABLES`."""
        self._papers = papers

    def saw(self, working: WorkingDraft, officer: str, *, at: datetime) -> None:
        """Keep a draft as an officer sees it; seen again, it was seen first."""
        row = (officer, working.draft, working.version, at.isoformat(), msgspec.json.encode(fields_of(working)))
        with self._papers.change() as write:
            write.execute("INSERT OR IGNORE INTO drafts_seen VALUES (?, ?, ?, ?, ?)", row)

    def seen(self, officer: str) -> frozenset[tuple[str, int]]:
        """Return the drafts, each with its version, that an officer saw."""
        rows = self._papers.rows("SELECT draft, version FROM drafts_seen WHERE officer = ?", (officer,))
        return frozenset((row["draft"], row["version"]) for row in rows)

    def before(self, working: WorkingDraft, officer: str) -> Seen | None:
        """Return the newest other version that an officer saw of a draft; None where there is none."""
        rows = self._papers.rows(
            "SELECT * FROM drafts_seen WHERE officer = ? AND draft = ? AND version < ? ORDER BY version DESC LIMIT 1",
            (officer, working.draft, working.version),
        )
        if not rows:
            return None
        row = rows[0]
        return Seen(row["version"], datetime.fromisoformat(row["at"]), msgspec.json.decode(row["fields"]))

    def initial(self, working: WorkingDraft, maker: Maker, name: str, *, account: str, at: datetime) -> None:
        """Put somebody's initials to the words of a draft; whoever did so before stays."""
        row = (working.draft, words_of(working), maker.value, name, account, at.isoformat())
        with self._papers.change() as write:
            write.execute("INSERT OR IGNORE INTO initials VALUES (?, ?, ?, ?, ?, ?)", row)

    def initials(self, working: WorkingDraft) -> list[Initials]:
        """Return the initials to the words of a draft as they stand now, in the order of the work."""
        rows = self._papers.rows(
            "SELECT * FROM initials WHERE draft = ? AND words = ?", (working.draft, words_of(working))
        )
        return sorted(map(_initials, rows), key=lambda one: list(Maker).index(one.maker))


def fields_of(working: WorkingDraft) -> dict[str, Any]:
    """Return every field of a draft that whoever signs it has to know of, as plain JSON values."""
    fields = msgspec.to_builtins(working.letter)
    files = [[one.name, one.digest] for one in working.files if one.path in _attached(working)]
    return {**fields, "plan": msgspec.to_builtins(working.plan), **({"files": files} if files else {})}


def changed(seen: Seen, working: WorkingDraft) -> list[Changed]:
    """Return what is another since, field by field."""
    old, new = seen.fields, fields_of(working)
    names = dict.fromkeys((*new, *old))
    return [Changed(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]


def words_of(working: WorkingDraft) -> str:
    """Return a digest of all that is said in a draft: initials are of exactly these words."""
    fields = fields_of(working)
    fields["plan"] = msgspec.to_builtins(msgspec.structs.replace(working.plan, series=None, reserved=None))
    return sha256(msgspec.json.encode(fields, order="sorted")).hexdigest()


def _attached(working: WorkingDraft) -> set[str | None]:
    return {one.file for one in working.letter.attachments}


def _initials(row: Row) -> Initials:
    return Initials(Maker(row["maker"]), row["name"], row["account"], datetime.fromisoformat(row["at"]))
