"""How the registers' rows are found, page by page: one line a number and a row of an old book.

    lines   in the order in which numbers were taken, so that in every series it is the order of its numbers
    days    the first and the last line of each day
    steps   how far a letter came, and by when: what the forms have no column for
    words   the index of what stands in a line, by pieces (`pieces`)
    marks_of_received   by which letters that came in are known for the same one: number and sender, subject and date

A line never goes; what stands in it is in `entries` and `opening`, version by version. Lines of old books come
before all others, whenever they were entered: what they tell is older.
"""

from datetime import date

from domain.classes import SecrecyClass
from domain.facts import SecretEntered
from domain.incoming import ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
from domain.letter.events import (
    EntryCorrected,
    LetterCancelled,
    LetterDispatched,
    LetterIssued,
    LetterSealed,
    LetterSigned,
    LetterSignedByHand,
    LetterSuperseded,
    OrderRepealed,
    OrderSigned,
)
from domain.letter.text import LetterText
from domain.series import NumberReserved, NumberVoided, OpeningBalanceEntered, OpeningRow
from domain.values import StreamId
from registry.reader import Recorded
from registry.views.letters import number_keys
from registry.views.pieces import fold, key, key_text
from registry.views.view import Write

OLD_BELOW = 1 << 40
"""Lines of old books have smaller numbers than this, all others greater ones."""

LINE_TABLES = (
    """CREATE TABLE lines (
        line INTEGER PRIMARY KEY, register TEXT, series TEXT, place TEXT, n INTEGER, since INTEGER, day TEXT,
        stage TEXT, stream TEXT, keys TEXT, secrecy TEXT, speed TEXT, owner_unit TEXT
    )""",
    "CREATE INDEX lines_of_register ON lines (register, line)",
    "CREATE INDEX lines_of_series ON lines (series, line)",
    "CREATE INDEX lines_by_stage ON lines (series, stage, line)",
    "CREATE INDEX lines_by_number ON lines (series, n, line)",
    "CREATE INDEX lines_by_stream ON lines (stream) WHERE stream IS NOT NULL",
    """CREATE TABLE days (
        register TEXT, day TEXT, first INTEGER, last INTEGER, PRIMARY KEY (register, day)
    ) WITHOUT ROWID""",
    "CREATE TABLE steps (line INTEGER, since INTEGER, stage TEXT, due TEXT, PRIMARY KEY (line, since)) WITHOUT ROWID",
    # what a signed letter says beside its row, until it is admitted
    "CREATE TABLE signed_beside (stream TEXT PRIMARY KEY, speed TEXT, owner_unit TEXT, due TEXT) WITHOUT ROWID",
    "CREATE TABLE marks_of_received (mark TEXT, line INTEGER, PRIMARY KEY (mark, line)) WITHOUT ROWID",
    """CREATE VIRTUAL TABLE words USING fts5 (
        place, number, subject, sender, addressee, content='', tokenize='ascii', detail=column, prefix='8'
    )""",
)

_NONE = SecrecyClass.NONE.value
_REGISTER = "CASE kind WHEN 'received' THEN 'received' WHEN 'secret' THEN 'secret' ELSE 'sent' END"
_PLACE = f"{_REGISTER} || ' s' || replace(stream, '-', '')"
"""Register and series as tokens of the index, so that a search keeps to them."""
_RESERVE = f"""
    INSERT INTO lines (line, register, series, place, n, since, day, stage, secrecy)
    SELECT (SELECT max(coalesce(max(line), 0), {OLD_BELOW}) + 1 FROM lines), {_REGISTER}, stream, {_PLACE}, ?, ?, ?,
    'reserved', 'none'
    FROM series WHERE stream = ?
"""  # noqa: S608 - words of ours
_DAY = """
    INSERT INTO days SELECT register, day, line, line FROM lines WHERE series = ? AND n = ? AND stage = 'reserved'
    ON CONFLICT DO UPDATE SET last = excluded.last
"""
_OLD = f"""
    INSERT INTO lines (line, register, series, place, n, since, stage, secrecy, stream, keys)
    SELECT (SELECT coalesce(max(line), 0) + 1 FROM lines WHERE line < {OLD_BELOW}), {_REGISTER}, stream, {_PLACE}, ?, ?,
    'old-book', 'none', ?, ? FROM series WHERE stream = ?
"""  # noqa: S608 - the same
_INDEX_OLD = """
    INSERT INTO words (rowid, place, number, subject, sender, addressee)
    SELECT line, place, in_threes(keys), threes(subject), threes(sender), threes(addressee)
    FROM lines JOIN opening ON opening.series = lines.series AND row = lines.n WHERE lines.stream = ?
"""
# An entry is found by all that ever stood in it: what was corrected is still to be read in its หมายเหตุ.
_EVER = """
    SELECT line, place, in_threes(keys), threes(group_concat(subject, char(10))),
    threes(group_concat(sender, char(10))), threes(group_concat(addressee, char(10)))
    FROM (
        SELECT line, place, keys, subject, sender, addressee FROM lines
        JOIN entries ON entries.series = lines.series AND entries.n = lines.n AND entries.stream = lines.stream
        WHERE lines.stream = ? AND entries.since <= ? ORDER BY line, entries.since
    ) GROUP BY line
"""
_INDEX = f"INSERT INTO words (rowid, place, number, subject, sender, addressee) {_EVER}"
_FORGET = f"""
    INSERT INTO words (words, rowid, place, number, subject, sender, addressee)
    SELECT 'delete', ever.* FROM ({_EVER}) AS ever
"""  # noqa: S608 - the same
_TAKEN = (
    "UPDATE lines SET stage = ?, stream = ?, keys = ?, secrecy = ? WHERE series = ? AND n = ? AND stage = 'reserved'"
)
_MARK = "INSERT OR IGNORE INTO marks_of_received SELECT ?, line FROM lines WHERE stream = ?"
_MARK_OLD = """
    INSERT OR IGNORE INTO marks_of_received
    SELECT ?, line FROM lines WHERE series = ? AND n = ? AND register = 'received' AND day IS NULL
"""
_STAGE = "UPDATE lines SET stage = ? WHERE stream = ?"
_STEP = "INSERT OR REPLACE INTO steps SELECT line, ?, ?, ? FROM lines WHERE stream = ?"
_STEP_ON = """
    INSERT OR REPLACE INTO steps
    SELECT line, ?, ?, (SELECT due FROM steps WHERE steps.line = lines.line ORDER BY since DESC LIMIT 1)
    FROM lines WHERE stream = ?
"""
_STEP_WITH_DUE = """
    INSERT OR REPLACE INTO steps
    SELECT line, ?, ?, coalesce(?, (SELECT due FROM steps WHERE steps.line = lines.line ORDER BY since DESC LIMIT 1))
    FROM lines WHERE stream = ?
"""


def follow_lines(said: Recorded, write: Write) -> None:  # noqa: C901, PLR0912 - one case a fact
    """Write what one fact means for the lines, after `book_entries.follow` wrote what stands in them.

    That one decides about every kind of fact; most change no line.
    """
    stream, position = said.statement.stream, said.position
    match said.statement.fact:
        case NumberReserved(n=n, on=on):
            write(_RESERVE, [(n, position, on.isoformat(), stream)])
            write(_DAY, [(stream, n)])
        case NumberVoided(series=series, n=n):
            write(_TAKEN, [("void", None, None, _NONE, series, n)])
        case SecretEntered(series=series, n=n, secrecy=secrecy):
            write(_TAKEN, [("numbered", stream, None, secrecy.value, series, n)])
        case OpeningBalanceEntered(series=series, first_row=first, rows=rows):
            write(_OLD, ((first + i, position, stream, _old_keys(row), series) for i, row in enumerate(rows)))
            write(_INDEX_OLD, [(stream,)])
            known_by = [marks(row.printed or row.number, row.sender, row.subject, row.dated) for row in rows]
            write(_MARK_OLD, ((mark, series, first + i) for i, both in enumerate(known_by) for mark in both))
        case LetterSigned(letter=letter) | LetterSignedByHand(letter=letter) | LetterSealed(letter=letter):
            write("INSERT INTO signed_beside VALUES (?, ?, ?, ?)", [(stream, *_beside(letter))])
        case OrderSigned(letter=letter):
            write("INSERT INTO signed_beside VALUES (?, ?, ?, ?)", [(stream, *_beside(letter))])
        case LetterIssued() as issued:
            _issue(write, stream, position, issued)
        case LetterReceived() as got:
            _receive(write, stream, position, got)
        case EntryCorrected() as corrected:
            _correct(write, stream, position, corrected)
        case MatterAssigned(due=due):
            write(_STEP_WITH_DUE, [(position, "in_progress", _day(due), stream)])
            write(_STAGE, [("in_progress", stream)])
        case LetterDispatched():
            _step(write, stream, position, "dispatched")
        case ActionNoted():
            _step(write, stream, position, "in_progress")
        case MatterConcluded():
            _step(write, stream, position, "concluded")
        case LetterCancelled() | LetterSuperseded() | OrderRepealed():
            _step(write, stream, position, "cancelled")
        case _:
            pass


def marks(printed: str, sender: str, subject: str, dated: str) -> tuple[str, str]:
    """Return two marks of a letter that came in; another one that has one of them may be the same letter.

    Args:
        printed: Its number, as it stands on the paper.
        sender: From whom.
        subject: About what.
        dated: ISO 8601; of an old book as it is written there.
    """
    return f"n{key(printed)}\n{fold(sender)}", f"s{fold(subject)}\n{dated}"


def _receive(write: Write, stream: StreamId, position: int, got: LetterReceived) -> None:
    found_by = key_text([key(got.printed), str(got.n)])
    write(_TAKEN, [("registered", stream, found_by, got.secrecy.value, got.series, got.n)])
    write("UPDATE lines SET speed = ? WHERE stream = ?", [(got.speed.value, stream)])
    write(_STEP, [(position, "registered", _day(got.due), stream)])
    write(_INDEX, [(stream, position)])
    known_by = marks(got.printed, got.sender, got.subject, _day(got.dated) or "")
    write(_MARK, ((mark, stream) for mark in known_by))


def _issue(write: Write, stream: StreamId, position: int, issued: LetterIssued) -> None:
    """Admit what was signed: the lines of its numbers are now this letter's."""
    whole, *each = number_keys(issued.number, issued.n)
    names = (key_text({whole: None, own: None, str(n): None}) for n, own in zip(issued.n, each or [whole], strict=True))
    taken = zip(names, issued.n, strict=True)
    write(_TAKEN, (("numbered", stream, names, _NONE, issued.series, n) for names, n in taken))
    write(
        "UPDATE lines SET (speed, owner_unit) = (SELECT speed, owner_unit FROM signed_beside WHERE stream = ?) "
        "WHERE stream = ?",
        [(issued.signed_in, stream)],
    )
    write(
        "INSERT INTO steps SELECT line, ?, 'numbered', (SELECT due FROM signed_beside WHERE stream = ?) FROM lines "
        "WHERE stream = ?",
        [(position, issued.signed_in, stream)],
    )
    write("DELETE FROM signed_beside WHERE stream = ?", [(issued.signed_in,)])
    write(_INDEX, [(stream, position)])


def _step(write: Write, stream: StreamId, position: int, stage: str) -> None:
    """Note how far a letter came; its day stays what it was."""
    write(_STEP_ON, [(position, stage, stream)])
    write(_STAGE, [(stage, stream)])


def _correct(write: Write, stream: StreamId, position: int, corrected: EntryCorrected) -> None:
    """Let a line be found by what it says now, and still by what it said before."""
    if corrected.what not in {"sender", "addressee", "subject", "printed"}:
        return
    write(_FORGET, [(stream, position - 1)])
    if corrected.what == "printed":
        write("UPDATE lines SET keys = keys || ? WHERE stream = ?", [(key_text([key(corrected.new)]), stream)])
    write(_INDEX, [(stream, position)])


def _beside(text: LetterText) -> tuple[str, str | None, str | None]:
    """Return speed, unit in charge and the first day that the letter sets."""
    days = [asked.due for asked in text.directives if asked.due is not None]
    return text.speed.value, text.owner_unit, _day(min(days, default=None))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _old_keys(row: OpeningRow) -> str:
    """Return what the number of an old book's row is found by: what it printed, and code and running number."""
    printed = f"{row.printed}/{row.number}" if row.printed and "/" not in row.printed else row.printed or row.number
    return key_text([key(printed), key(row.number)])
