"""Drafts (ร่าง) as working papers: kept, changed, sent for signature, taken back, deleted; no evidence of anything.

    ร่าง ──send──▶ รอลงลายมือชื่อ ──registered──▶ ออกเลขแล้ว
     ▲                 │  │
     ├──taken back─────┘  └──sent back, with a reason──▶ ส่งคืน ──saved──▶ ร่าง
     └──deleted

Whoever saves names the version that was open: somebody who saved meanwhile is not written over.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection, Row

import msgspec

from domain.errors import InvalidValue, NoSuchThing, WrongStage
from domain.values import Digest, StreamId
from registry.acts.drafts import LetterDraft
from registry.home import Home
from registry.ordinary import Ordinary, Value
from registry.papers.notes import Notes
from registry.papers.uploads import Uploads
from registry.papers.working import DraftFile, FileRole, Plan, Stage, WorkingDraft

TABLES = (
    """CREATE TABLE IF NOT EXISTS drafts (
        draft TEXT PRIMARY KEY, once TEXT NOT NULL UNIQUE, stage TEXT NOT NULL, letter BLOB NOT NULL,
        plan BLOB NOT NULL, notes BLOB, made_by TEXT NOT NULL, unit TEXT NOT NULL, version INTEGER NOT NULL,
        changed_at TEXT NOT NULL, changed_by TEXT NOT NULL, waits_for TEXT, reason TEXT, number TEXT,
        stream TEXT UNIQUE, tried INTEGER, tried_until TEXT,
        tab TEXT NOT NULL DEFAULT ''
    ) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS drafts_newest ON drafts (stage, changed_at)",
    """CREATE TABLE IF NOT EXISTS draft_files (
        draft TEXT NOT NULL REFERENCES drafts ON DELETE CASCADE, file TEXT NOT NULL, role TEXT NOT NULL,
        name TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (draft, file)
    ) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS draft_files_by_digest ON draft_files (digest)",
)

SIGNING = timedelta(minutes=2)
"""How long a draft is held for one attempt to sign it; a writer that cannot be reached is given up sooner."""
MOST_FILES = 50
_ID = "abcdefghijkmnpqrstuvwxyz23456789"  # neither l nor o, 0 nor 1: people type it


@dataclass(frozen=True, slots=True)
class Change:
    """What a draft is saved with."""

    letter: LetterDraft
    plan: Plan
    files: tuple[DraftFile, ...]
    """All of them: those that it names no more are let go."""
    tab: str = ""
    """The page on which it was typed; one page's later words replace its own earlier ones."""


class Drafts:
    """The drafts of an office."""

    def __init__(self, papers: Ordinary, uploads: Uploads) -> None:
        """Answer from an open file that has `TABLES`, and the folder of the drafts' files."""
        self._papers = papers
        self.uploads = uploads

    # --- asked -------------------------------------------------------------------------------------------

    def get(self, draft: str) -> WorkingDraft:
        """Return a draft.

        Raises:
            NoSuchThing: there is none of that id.
        """
        rows = self._papers.rows("SELECT * FROM drafts WHERE draft = ?", (draft,))
        if not rows:
            raise _no_such_draft(draft)
        return self._working(rows[0])

    def begun(self, once: str) -> WorkingDraft | None:
        """Return the draft that was begun under *once*; None where there is none."""
        rows = self._papers.rows("SELECT * FROM drafts WHERE once = ?", (once,))
        return self._working(rows[0]) if rows else None

    def all(self, stages: Iterable[Stage] = tuple(Stage), *, waits_for: str | None = None) -> list[WorkingDraft]:
        """Return the drafts of some stages, the newest change first; with *waits_for*, one officer's alone."""
        values = [stage.value for stage in stages]
        sql = f"SELECT * FROM drafts WHERE stage IN ({', '.join('?' * len(values))})"  # noqa: S608 - marks alone
        if waits_for is not None:
            sql += " AND waits_for = ?"
            values.append(waits_for)
        return [self._working(row) for row in self._papers.rows(f"{sql} ORDER BY changed_at DESC, draft", values)]

    def of_stream(self, stream: StreamId) -> WorkingDraft | None:
        """Return the draft that was registered as a letter; None where it was registered otherwise."""
        rows = self._papers.rows("SELECT * FROM drafts WHERE stream = ?", (stream,))
        return self._working(rows[0]) if rows else None

    # --- written by whoever drafts -----------------------------------------------------------------------

    def begin(self, draft: WorkingDraft, *, once: str) -> WorkingDraft:
        """Keep a new draft and return it; asked again under the same *once*, the one that was kept then."""
        with self._papers.change() as write:
            if write.execute("SELECT 1 FROM drafts WHERE once = ?", (once,)).fetchone() is None:
                write.execute(
                    "INSERT INTO drafts (draft, once, stage, letter, plan, notes, made_by, unit, version, changed_at, "
                    "changed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        draft.draft,
                        once,
                        draft.stage.value,
                        draft.letter.as_json(),
                        msgspec.json.encode(draft.plan),
                        None if draft.notes is None else msgspec.json.encode(draft.notes),
                        draft.made_by,
                        draft.unit,
                        draft.version,
                        draft.changed_at.isoformat(),
                        draft.changed_by,
                    ),
                )
                self._write_files(write, draft.draft, draft.files)
            row = write.execute("SELECT * FROM drafts WHERE once = ?", (once,)).fetchone()
        return self._working(row)

    def save(self, draft: str, version: int, change: Change, *, by: str, at: datetime) -> WorkingDraft:
        """Write a draft over; one that was sent back is a draft again.

        Raises:
            WrongStage: it waits for a signature or was registered, or somebody saved it meanwhile.
            InvalidValue: it has more files than a letter has.
        """
        with self._changing(draft, {Stage.DRAFT, Stage.SENT_BACK}, version=version, tab=change.tab) as write:
            self._write_files(write, draft, change.files)
            plan = msgspec.json.encode(change.plan)
            _set(
                write, draft, by, at, stage=Stage.DRAFT.value, letter=change.letter.as_json(), plan=plan, tab=change.tab
            )
        return self.get(draft)

    def delete(self, draft: str, version: int) -> None:
        """Delete a draft, and let its files go.

        Raises:
            WrongStage: it waits for a signature or was registered, or somebody saved it meanwhile.
        """
        with self._changing(draft, {Stage.DRAFT, Stage.SENT_BACK}, version=version) as write:
            self._write_files(write, draft, ())
            write.execute("DELETE FROM drafts WHERE draft = ?", (draft,))

    # --- on its way to a signature -----------------------------------------------------------------------

    def send(self, draft: str, version: int, *, to: str, by: str, at: datetime) -> WorkingDraft:
        """Let a draft wait for the key of officer *to*; refuses as `save` does."""
        with self._changing(draft, {Stage.DRAFT, Stage.SENT_BACK}, version=version) as write:
            _set(write, draft, by, at, stage=Stage.WAITING.value, waits_for=to, reason=None)
        return self.get(draft)

    def take_back(self, draft: str, *, by: str, at: datetime) -> WorkingDraft:
        """Make a waiting draft a draft again.

        Raises:
            WrongStage: it does not wait, or somebody is signing it.
        """
        with self._changing(draft, {Stage.WAITING}, at=at) as write:
            _set(write, draft, by, at, stage=Stage.DRAFT.value, waits_for=None)
        return self.get(draft)

    def send_back(self, draft: str, reason: str, *, by: str, at: datetime) -> WorkingDraft:
        """Return a waiting draft to whoever drafts, and say why; refuses as `take_back` does."""
        if not reason.strip():
            raise InvalidValue("reason-missing", "Say why the draft is sent back.", what=draft)
        with self._changing(draft, {Stage.WAITING}, at=at) as write:
            _set(write, draft, by, at, stage=Stage.SENT_BACK.value, waits_for=None, reason=reason)
        return self.get(draft)

    def hold(self, draft: str, *, at: datetime, newest: int) -> WorkingDraft:
        """Hold a waiting draft for one attempt to sign it; nobody else begins one for `SIGNING`.

        Args:
            draft: Its id.
            at: Now.
            newest: The newest position in the log; the first attempt's is kept.
        """
        with self._changing(draft, {Stage.WAITING}, at=at) as write:
            write.execute(
                "UPDATE drafts SET tried = coalesce(tried, ?), tried_until = ? WHERE draft = ?",
                (newest, (at + SIGNING).isoformat(), draft),
            )
        return self.get(draft)

    def let_go(self, draft: str) -> None:
        """Hold a draft no longer: the attempt to sign it came to nothing, or nobody knows to what."""
        with self._papers.change() as write:
            write.execute("UPDATE drafts SET tried_until = NULL WHERE draft = ?", (draft,))

    def registered(self, draft: str, *, number: str, stream: StreamId, by: str, at: datetime) -> WorkingDraft:
        """Note under which number a draft was registered."""
        with self._papers.change() as write:
            _set(write, draft, by, at, stage=Stage.ISSUED.value, number=number, stream=stream, tried_until=None)
        return self.get(draft)

    def let_file_go(self, digest: Digest) -> None:
        """Delete a file that came in, unless a draft has it."""
        with self._papers.change() as write:
            self._forget(write, digest)

    # --- rows --------------------------------------------------------------------------------------------

    @contextmanager
    def _changing(
        self,
        draft: str,
        stages: set[Stage],
        *,
        version: int | None = None,
        tab: str = "",
        at: datetime | None = None,
    ) -> Iterator[Connection]:
        """Give one transaction on a draft that is at one of *stages*, of this *version*, and not being signed *at*."""
        with self._papers.change() as write:
            row = write.execute("SELECT * FROM drafts WHERE draft = ?", (draft,)).fetchone()
            if row is None:
                raise _no_such_draft(draft)
            if Stage(row["stage"]) not in stages:
                raise WrongStage(
                    "draft-at-another-stage",
                    f"Draft {draft} is {row['stage'].replace('_', ' ')}: that is not done with it now.",
                    draft=draft,
                    stage=row["stage"],
                )
            if version is not None and row["version"] != version and not (tab and row["tab"] == tab):
                raise WrongStage(
                    "draft-saved-meanwhile",
                    f"{row['changed_by']} saved draft {draft} meanwhile: open it again, and type what is missing.",
                    draft=draft,
                    by=row["changed_by"],
                    at=row["changed_at"],
                )
            if at is not None and row["tried_until"] is not None and datetime.fromisoformat(row["tried_until"]) > at:
                raise WrongStage("draft-being-signed", f"Draft {draft} is being signed: wait a moment.", draft=draft)
            yield write

    def _write_files(self, write: Connection, draft: str, files: Sequence[DraftFile]) -> None:
        """Make *files* the files of a draft; what no draft has any more is deleted."""
        if len(files) > MOST_FILES:
            raise InvalidValue(
                "draft-files-too-many",
                f"A letter has at most {MOST_FILES} files here.",
                count=len(files),
                most=MOST_FILES,
            )
        before = {row["digest"] for row in write.execute("SELECT digest FROM draft_files WHERE draft = ?", (draft,))}
        write.execute("DELETE FROM draft_files WHERE draft = ?", (draft,))
        write.executemany(
            "INSERT INTO draft_files VALUES (?, ?, ?, ?, ?, ?)",
            [(draft, one.file, one.role.value, one.name, one.digest, one.size) for one in files],
        )
        for digest in before - {one.digest for one in files}:
            self._forget(write, Digest(digest))

    def _forget(self, write: Connection, digest: Digest) -> None:
        if write.execute("SELECT 1 FROM draft_files WHERE digest = ?", (digest,)).fetchone() is None:
            self.uploads.forget(digest)

    def _working(self, row: Row) -> WorkingDraft:
        files = self._papers.rows("SELECT * FROM draft_files WHERE draft = ? ORDER BY file", (row["draft"],))
        return WorkingDraft(
            draft=row["draft"],
            stage=Stage(row["stage"]),
            letter=msgspec.json.decode(row["letter"], type=LetterDraft),
            plan=msgspec.json.decode(row["plan"], type=Plan),
            notes=None if row["notes"] is None else msgspec.json.decode(row["notes"], type=Notes),
            made_by=row["made_by"],
            unit=row["unit"],
            version=row["version"],
            changed_at=datetime.fromisoformat(row["changed_at"]),
            changed_by=row["changed_by"],
            files=tuple(
                DraftFile(one["file"], FileRole(one["role"]), one["name"], Digest(one["digest"]), one["size"])
                for one in files
            ),
            waits_for=row["waits_for"],
            reason=row["reason"],
            number=row["number"],
            stream=None if row["stream"] is None else StreamId(row["stream"]),
            tried=row["tried"],
        )


def open_drafts(home: Home) -> Drafts:
    """Open the drafts of the registry in *home*."""
    return Drafts(Ordinary(home.papers, TABLES), Uploads(home.uploads))


def new_id(random: Callable[[int], bytes]) -> str:
    """Return a fresh id of ten letters and figures, which people can type."""
    return "".join(_ID[byte % len(_ID)] for byte in random(10))


def _set(write: Connection, draft: str, by: str, at: datetime, **values: Value) -> None:
    """Set columns of a draft, and count its version on; what another page had open is not its newest any more."""
    values = {"tab": "", **values}
    columns = ", ".join(f"{name} = ?" for name in values)
    write.execute(
        f"UPDATE drafts SET {columns}, version = version + 1, changed_by = ?, changed_at = ? WHERE draft = ?",  # noqa: S608 - our own names
        (*values.values(), by, at.isoformat(), draft),
    )


def _no_such_draft(draft: str) -> NoSuchThing:
    return NoSuchThing("no-such-draft", f"There is no draft {draft!r}: it may have been deleted.", draft=draft)
