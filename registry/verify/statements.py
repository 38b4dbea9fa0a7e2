"""Statements as a stranger reads them: canonical JSON, and of each field that it is what it must be.

This is a second reading of the permanent names, apart from `registry.wire`: a verifier needs a few fields of
a few names, starts in a fraction of the time, and is not deceived where the first reading might be.
A field that is not looked at is not trusted either; all of them are under the signature.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final, Self, TypeVar

from registry import canonical
from registry.canonical import JSON
from registry.errors import NotCanonical
from registry.verify.verdicts import Unshown, cause

LARGEST_STATEMENT: Final = 1 << 20
DEEPEST_STATEMENT: Final = 8
_VERSION: Final = 1
_TEXT_RULE: Final = "th1"
_THAILAND: Final = timedelta(hours=7)
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
_ROOT: Final = re.compile(r"[0-9a-f]{64}")
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+07:00")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


Item = TypeVar("Item", dict[str, JSON], str, int)


class Fields:
    """The fields of one JSON object, each asked for as what it must be."""

    __slots__ = ("_object", "_whose")

    def __init__(self, value: dict[str, JSON], whose: str) -> None:
        """*whose* names the member of the bundle in refusals."""
        self._object = value
        self._whose = whose

    def text(self, name: str) -> str:
        """Return a text."""
        value = self._object.get(name)
        if type(value) is not str:
            raise self._wrong(name)
        return value

    def integer(self, name: str) -> int:
        """Return an integer from 0."""
        value = self._object.get(name)
        if type(value) is not int or value < 0:
            raise self._wrong(name)
        return value

    def digest(self, name: str) -> str:
        """Return ``sha256:`` and 64 figures."""
        return self._matching(name, _DIGEST)

    def root(self, name: str) -> bytes:
        """Return 32 bytes that are written in figures."""
        return bytes.fromhex(self._matching(name, _ROOT))

    def time(self, name: str) -> datetime:
        """Return a time of Thailand, to the second."""
        try:
            return datetime.fromisoformat(self._matching(name, _TIME))
        except ValueError:
            raise self._wrong(name) from None

    def date(self, name: str) -> date:
        """Return a date."""
        try:
            return date.fromisoformat(self._matching(name, _DATE))
        except ValueError:
            raise self._wrong(name) from None

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self._object.get(name)
        if type(value) is not bool:
            raise self._wrong(name)
        return value

    def absent(self, name: str) -> bool:
        """Tell whether a field is null."""
        if name not in self._object:
            raise self._wrong(name)
        return self._object[name] is None

    def has(self, name: str) -> bool:
        """Tell whether there is such a field; statements of some names have none."""
        return name in self._object

    def optional(self, name: str) -> str | None:
        """Return a text, or None where it is null."""
        return None if self.absent(name) else self.text(name)

    def part(self, name: str) -> "Fields":
        """Return the fields of an object inside."""
        value = self._object.get(name)
        if type(value) is not dict:
            raise self._wrong(name)
        return Fields(value, self._whose)

    def parts(self, name: str) -> list["Fields"]:
        """Return the fields of each object in a list."""
        return [Fields(value, self._whose) for value in self._items(name, dict)]

    def texts(self, name: str) -> list[str]:
        """Return a list of texts."""
        return self._items(name, str)

    def integers(self, name: str) -> list[int]:
        """Return a list of integers."""
        return self._items(name, int)

    def _items(self, name: str, kind: type[Item]) -> list[Item]:
        values = self._object.get(name)
        if type(values) is not list:
            raise self._wrong(name)
        items = [value for value in values if type(value) is kind]
        if len(items) != len(values):
            raise self._wrong(name)
        return items

    def _matching(self, name: str, pattern: re.Pattern[str]) -> str:
        value = self.text(name)
        if not pattern.fullmatch(value):
            raise self._wrong(name)
        return value

    def _wrong(self, name: str) -> Unshown:
        return Unshown(
            "field-wrong",
            f"{self._whose}: the field {name!r} is missing or is not what it must be.",
            member=self._whose,
            field=name,
        )


@dataclass(frozen=True, slots=True)
class File:
    """One file that a statement names."""

    sha256: str
    size: int
    mime: str
    role: str

    @classmethod
    def of(cls, fields: Fields) -> Self:
        """Return the file that an entry of ``doc`` names."""
        return cls(fields.digest("sha256"), fields.integer("len"), fields.text("mime"), fields.text("role"))


@dataclass(frozen=True, slots=True)
class Statement:
    """What every statement carries, and the fields of its own name."""

    member: str
    data: bytes
    digest: str
    name: str
    """The wire name, e.g. ``letter.signed.v1``."""
    log: str
    stream: str
    seq: int
    prev: str | None
    seen_size: int
    seen_root: bytes
    at: datetime
    by: str
    under: str | None
    ties: frozenset[tuple[str, str]]
    """``re``: relation and digest of the other statement."""
    files: tuple[File, ...]
    fields: Fields

    @property
    def type(self) -> str:
        """The name without its version, as it stands in a leaf."""
        return self.name.rpartition(".v")[0]

    @classmethod
    def read(cls, data: bytes, member: str) -> Self:
        """Return the statement in *data*, which the bundle holds as *member*.

        Raises:
            Unshown: not canonical JSON, or a field that every statement has is not what it must be.
        """
        try:
            value = canonical.decode(data, max_size=LARGEST_STATEMENT, max_depth=DEEPEST_STATEMENT)
        except NotCanonical as reason:
            raise Unshown(
                "statement-not-canonical", f"{member} is not a statement: {reason}", member=member, reason=cause(reason)
            ) from None
        fields = Fields(value, member)
        if (fields.integer("v"), fields.text("text")) != (_VERSION, _TEXT_RULE):
            raise Unshown(
                "statement-version", f"{member} is of a version that this verifier does not know.", member=member
            )
        seen = fields.part("seen")
        return cls(
            member=member,
            data=data,
            digest="sha256:" + sha256(data).hexdigest(),
            name=fields.text("typ"),
            log=fields.text("log"),
            stream=fields.text("stream"),
            seq=fields.integer("seq"),
            prev=None if fields.absent("prev") else fields.digest("prev"),
            seen_size=seen.integer("size"),
            seen_root=seen.root("root"),
            at=fields.time("at"),
            by=fields.digest("by"),
            under=None if fields.absent("under") else fields.digest("under"),
            ties=frozenset((tie.text("rel"), tie.digest("h")) for tie in fields.parts("re")),
            files=tuple(File.of(file) for file in fields.parts("doc")),
            fields=fields,
        )
