"""Lists of addressees (บัญชีผู้รับ) that an office sends to again and again.

    pasted lines, CSV or the provinces ──▶ entries ──save──▶ version 1, 2, 3 …
                                                                 └─copied─▶ the sendings of one dispatch

Every save is a version of its own, and who saves over a newer one is told. What a dispatch took from a list stands in
its own fact: a list that changes afterwards changes nothing that was sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import msgspec

from domain.classes import Channel
from domain.errors import InvalidValue, NoSuchThing, WrongStage
from domain.provinces import governors
from domain.thai.text import normalise
from registry.ordinary import Ordinary

TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS address_lists (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, version INTEGER NOT NULL, dropped INTEGER NOT NULL
    )""",
    "CREATE UNIQUE INDEX IF NOT EXISTS address_lists_by_name ON address_lists (name) WHERE NOT dropped",
    """CREATE TABLE IF NOT EXISTS address_list_versions (
        list INTEGER NOT NULL REFERENCES address_lists, version INTEGER NOT NULL, entries TEXT NOT NULL,
        saved_at TEXT NOT NULL, saved_by TEXT NOT NULL, PRIMARY KEY (list, version)
    ) WITHOUT ROWID""",
)
MOST_ENTRIES: Final = 5_000
LONGEST: Final = 500
"""Characters of one part of an entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One addressee as the office keeps it."""

    name: str
    channel: Channel
    mail: str | None = None
    """E-mail address of the central mailbox."""
    postal: str | None = None
    notes: str | None = None

    @property
    def address(self) -> str | None:
        """Where a letter goes by the usual way; None where the way needs no address."""
        match self.channel:
            case Channel.CENTRAL_MAIL:
                return self.mail
            case Channel.POST:
                return self.postal
            case Channel.SYSTEM | Channel.BY_HAND:
                return None


@dataclass(frozen=True, slots=True)
class AddressList:
    """One version of a list."""

    id: int
    name: str
    version: int
    entries: tuple[Entry, ...]
    saved_at: datetime
    saved_by: str
    """An officer's id, or an account's that is no officer's."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it stands among others."""

    id: int
    name: str
    version: int
    count: int
    """Of its addressees."""
    saved_at: datetime
    saved_by: str


_entries = msgspec.json.Decoder(tuple[Entry, ...])


class Lists:
    """The lists of one office."""

    def __init__(self, papers: Ordinary) -> None:
        """Keep them among the working papers, which have this module's `TABLES`."""
        self._papers = papers

    def all(self) -> list[Listed]:
        """Return every list that is in use, by name."""
        found = self._papers.rows(
            "SELECT l.id, l.name, l.version, json_array_length(v.entries) AS count, v.saved_at, v.saved_by "
            "FROM address_lists l JOIN address_list_versions v ON v.list = l.id AND v.version = l.version "
            "WHERE NOT l.dropped ORDER BY l.name"
        )
        return [
            Listed(
                row["id"],
                row["name"],
                row["version"],
                row["count"],
                datetime.fromisoformat(row["saved_at"]),
                row["saved_by"],
            )
            for row in found
        ]

    def get(self, number: int, *, version: int | None = None) -> AddressList:
        """Return a list as it stands now, or as an earlier *version* of it stood.

        Raises:
            NoSuchThing: there is none, or no such version.
        """
        found = self._papers.rows(
            "SELECT l.id, l.name, v.version, v.entries, v.saved_at, v.saved_by FROM address_lists l "
            "JOIN address_list_versions v ON v.list = l.id AND v.version = coalesce(?, l.version) "
            "WHERE l.id = ? AND NOT l.dropped",
            (version, number),
        )
        if not found:
            raise NoSuchThing("no-such-list", f"There is no list {number}: look at the lists again.", list=number)
        row = found[0]
        return AddressList(
            row["id"],
            row["name"],
            row["version"],
            _entries.decode(row["entries"]),
            datetime.fromisoformat(row["saved_at"]),
            row["saved_by"],
        )

    def create(self, name: str, entries: Sequence[Entry], *, by: str, at: datetime) -> int:
        """Keep a new list and return its number.

        Raises:
            InvalidValue: it has no name, or an entry is not fit to be sent to.
            WrongStage: another list has that name.
        """
        name = _name(name)
        checked = require_fit(entries)
        with self._papers.change() as file:
            self._require_free(name, None)
            made = file.execute(
                "INSERT INTO address_lists (name, version, dropped) VALUES (?, 1, 0)", (name,)
            ).lastrowid
            file.execute(_SAVE, (made, 1, _written(checked), at.isoformat(), by))
        assert made is not None  # noqa: S101 - a row was just made
        return made

    def save(  # noqa: PLR0913 - what is saved, over what, by whom and when
        self, number: int, name: str, entries: Sequence[Entry], *, over: int, by: str, at: datetime
    ) -> int:
        """Keep a new version of a list over version *over*, and return the new one's number.

        Raises:
            InvalidValue: as `create`.
            WrongStage: another list has that name, or somebody else saved meanwhile.
            NoSuchThing: there is no such list.
        """
        name = _name(name)
        checked = require_fit(entries)
        with self._papers.change() as file:
            known = self.get(number)
            if known.version != over:
                raise WrongStage(
                    "list-changed-meanwhile",
                    f"{known.name} was saved by somebody else meanwhile: load the page again and repeat the change.",
                    list=known.name,
                )
            self._require_free(name, number)
            file.execute("UPDATE address_lists SET name = ?, version = ? WHERE id = ?", (name, over + 1, number))
            file.execute(_SAVE, (number, over + 1, _written(checked), at.isoformat(), by))
        return over + 1

    def drop(self, number: int) -> None:
        """Take a list out of use; what was sent by it stands in the register.

        Raises:
            NoSuchThing: there is no such list.
        """
        with self._papers.change() as file:
            self.get(number)
            file.execute("UPDATE address_lists SET dropped = 1 WHERE id = ?", (number,))

    def _require_free(self, name: str, number: int | None) -> None:
        rows = self._papers.rows("SELECT id FROM address_lists WHERE name = ? AND NOT dropped", (name,))
        if any(row["id"] != number for row in rows):
            raise WrongStage("list-name-taken", f"There is a list {name} already: choose another name.", list=name)


_MAKE = "INSERT INTO address_lists (name, version, dropped) VALUES (?, 1, 0)"
_SAVE = "INSERT INTO address_list_versions VALUES (?, ?, ?, ?, ?)"


def every_governor(on: date) -> list[Entry]:
    """Return the governors of all provinces on a day, to be completed with their addresses."""
    return [Entry(name, Channel.SYSTEM) for name in governors(on)]


def require_fit(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return entries as they are kept.

    Raises:
        InvalidValue: there are none or too many, one is named twice, or a part of one cannot be.
    """
    if not entries:
        raise InvalidValue("list-empty", "The list names nobody: write one addressee a line.")
    if len(entries) > MOST_ENTRIES:
        raise InvalidValue(
            "list-too-long", f"A list has at most {MOST_ENTRIES} addressees: make two of it.", most=MOST_ENTRIES
        )
    checked = tuple(_fit(line, entry) for line, entry in enumerate(entries, start=1))
    seen: dict[str, int] = {}
    for line, entry in enumerate(checked, start=1):
        if entry.name in seen:
            raise InvalidValue(
                "list-name-twice",
                f"{entry.name} stands in lines {seen[entry.name]} and {line}: keep one.",
                addressee=entry.name,
                first=seen[entry.name],
                line=line,
            )
        seen[entry.name] = line
    return checked


def _fit(line: int, entry: Entry) -> Entry:
    name = one_line(entry.name, line)
    if not name:
        raise InvalidValue("list-line-nameless", f"Line {line} has no name: write whom it is for.", line=line)
    mail, postal, notes = (
        one_line(part, line) or None if part else None for part in (entry.mail, entry.postal, entry.notes)
    )
    kept = Entry(name, entry.channel, None if mail is None else mail_address(mail), postal, notes)
    if kept.channel is Channel.CENTRAL_MAIL and kept.mail is None:
        raise InvalidValue(
            "list-line-without-mail",
            f"{name} (line {line}) is sent to by e-mail and has no address: write it, or choose another way.",
            addressee=name,
            line=line,
        )
    return kept


def _name(typed: str) -> str:
    name = one_line(typed, 0)
    if not name:
        raise InvalidValue("list-nameless", "The list has no name: give it one by which it is found again.")
    return name


def one_line(text: str, line: int) -> str:
    """Return *text* in its one spelling; it may end in the head of a mail, where a line break begins another field.

    Raises:
        InvalidValue: it has a line break or a hidden character, or is too long.
    """
    text = normalise(text)
    if "\n" in text or "\t" in text:
        raise InvalidValue(
            "list-line-broken", f"Line {line} has a line break or tab inside a part: write it in one line.", line=line
        )
    if len(text) > LONGEST:
        raise InvalidValue(
            "list-part-too-long", f"A part of line {line} is longer than {LONGEST} characters.", line=line, most=LONGEST
        )
    return text


def mail_address(typed: str) -> str:
    """Return an e-mail address as it may stand in the head of a mail.

    Names before the @ are of the plain form (dot-atom); quoted ones, comments and groups are refused, since no
    office has them and mail programs read them otherwise. Source: RFC 5322 section 3.4.1, RFC 5321 section 4.5.3.1.

    Raises:
        InvalidValue: it is none.
    """
    address = typed.strip()
    local, at, host = address.rpartition("@")
    labels = host.split(".")
    fit = (
        at
        and len(local) <= _LONGEST_LOCAL
        and len(host) <= _LONGEST_HOST
        and all(_is_atom(atom) for atom in local.split("."))
        and len(labels) > 1
        and all(_is_label(label) for label in labels)
    )
    if not fit:
        raise InvalidValue(
            "not-a-mail-address",
            f"{address[:100]!r} is no e-mail address: write one like saraban@example.go.th.",
            address=address[:100],
        )
    return f"{local}@{host.lower()}"


_LONGEST_LOCAL = 64
_LONGEST_HOST = 253
_LONGEST_LABEL = 63
_ATOM = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~")
_LABEL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


def _is_atom(text: str) -> bool:
    return bool(text) and set(text) <= _ATOM


def _is_label(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_LABEL and set(text) <= _LABEL and text[0] != "-" and text[-1] != "-"


def _written(entries: tuple[Entry, ...]) -> str:
    return msgspec.json.encode(entries).decode()
