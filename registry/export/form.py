"""What stands in an export, line by line; the words for it stand in this package's README."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, TypeVar

import msgspec

from domain.values import Digest, digest_bytes
from registry.errors import RegistryError

FORMAT = "saraban-export/v1"
MANIFEST, LISTING = "manifest.json", "files.jsonl"
LONGEST_LINE = 8 << 20
"""Bytes. A statement has at most one mebibyte, which JSON may write six times as long."""
LARGEST_MANIFEST = 64 << 20
FACTS_A_FILE = 50_000

_PLACE = re.compile(
    r"facts/\d{6}\.jsonl|blobs/[0-9a-f]{2}/[0-9a-f]{62}|trust/(?:roots\.pem|log\.vkey|leaf0\.sha256)"
    r"|tiles/checkpoint|tiles/tile/(?:entries|\d{1,2})/(?:x\d{3}/){0,5}\d{3}(?:\.p/\d{1,3})?",
    re.ASCII,
)
_PUBLIC = ("tiles/", "trust/")
_WHOLE = Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]


class BadExport(RegistryError):
    """What lies there is no export, or not the one that was written."""


class FactLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One fact: where it stands in the log and in its stream, its statement, the evidence, the leaf's salt."""

    position: _WHOLE
    name: str
    stream: str
    seq: _WHOLE
    statement: str
    """The canonical JSON, verbatim; its bytes are this text in UTF-8."""
    kind: str
    """Of the evidence: ``cms`` or ``webauthn``."""
    evidence: bytes
    salt: bytes


class FileLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One file of the export: its place, its length in bytes, its SHA-256."""

    path: str
    size: _WHOLE
    sha256: str


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The digest of the state folded up to and including a position."""

    position: _WHOLE
    digest: Digest


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rows of one register that one day heads; *day* is None for what was brought along from an old book."""

    register: Literal["sent", "received", "secret"]
    day: date | None
    rows: _WHOLE
    digest: Digest


class ViewRows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The digest of one view's rows."""

    view: str
    version: _WHOLE
    digest: Digest


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What follows from the facts of a full export, as whoever exported it found."""

    facts: _WHOLE
    fold: str
    states: tuple[State, ...]
    """One behind every file of facts; the last is the state of the whole."""
    pages: tuple[Page, ...]
    views: tuple[ViewRows, ...]


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the export is: which log, up to which checkpoint, which files."""

    format: Literal["saraban-export/v1"]
    origin: str
    size: _WHOLE
    """Leaves of the log."""
    root: str
    """Its root, 64 hexadecimal figures."""
    files: _WHOLE
    listing: Digest
    """Of ``files.jsonl``."""
    content: Content | None
    """None in a public export."""


Line = TypeVar("Line", FactLine, FileLine, Manifest)

_encoder = msgspec.json.Encoder(order="sorted")
_DECODERS = {kind: msgspec.json.Decoder(kind) for kind in (FactLine, FileLine, Manifest)}


def line_of(what: FactLine | FileLine | Manifest) -> bytes:
    """Return the one line, with its end, that says *what*."""
    return _encoder.encode(what) + b"\n"


def read_line(data: bytes, kind: type[Line], where: str) -> Line:
    """Return what a line says.

    Raises:
        BadExport: it is cut off, no such line, or not in its one form.
    """
    try:
        found: Line = _DECODERS[kind].decode(data)  # type: ignore[assignment] # the table is by kind
        if line_of(found) == data:
            return found
        why = "it is not in its one form"
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        why = str(error)
    raise BadExport("export-line", f"{where} is not as exports are written: {why}.", line=where, why=why)


def require_place(file: FileLine, *, public: bool) -> None:
    """Refuse a file that has no place in an export, or a digest that is none.

    Raises:
        BadExport: such as a path that leads out of the folder.
    """
    name = file.path[:200]
    if not _PLACE.fullmatch(file.path) or (public and not file.path.startswith(_PUBLIC)):
        raise BadExport("export-path", f"No export has a file {name!r}.", path=name)
    try:
        digest_bytes(Digest(f"sha256:{file.sha256}"))
    except ValueError:
        raise BadExport("export-path", f"The listing gives no digest for {name!r}.", path=name) from None


def facts_path(number: int) -> str:
    """Return the place of a file of facts, e.g. ``facts/000000.jsonl``."""
    return f"facts/{number:06d}.jsonl"


def difference(told: tuple[Page, ...], found: tuple[Page, ...]) -> Iterator[Page]:
    """Yield the pages that are told otherwise than they were found, or that only one of both has."""
    by_place = {(page.register, page.day): page for page in told}
    for page in found:
        if by_place.pop((page.register, page.day), None) != page:
            yield page
    yield from by_place.values()
