"""Files that people drop into working papers: by their digest in a folder of their own, until a fact names them.

What is dropped is looked into at the door before it is kept. The store of evidence gets a copy when the letter is
registered; here a file goes with the last working paper that has it.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from domain.errors import NoSuchThing
from domain.thai.text import normalise
from domain.values import Digest
from registry.documents.intake import door
from registry.documents.intake.findings import Finding
from registry.store.blobs import Blobs

LONGEST_NAME = 200
"""Bytes in UTF-8; most file systems take 255."""
_LONGEST_ENDING = 16  # characters, with the dot
_UNNAMED = "แฟ้ม"
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f\x7f]+')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Names that Windows opens as a machine's part, whatever ending they have."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file that came in, and what is odd about it."""

    name: str
    digest: Digest
    size: int
    """In bytes."""
    odd: tuple[Finding, ...] = ()


class Uploads:
    """The folder of dropped files."""

    def __init__(self, folder: Path) -> None:
        """Use *folder*, which is made when the first file comes."""
        self._files = Blobs(folder)

    def take(self, data: bytes, *, name: str) -> Dropped:
        """Look a file over and keep it under a name that every machine takes.

        Raises:
            InvalidValue: it is too large, has something in it that must not come in, or cannot be looked into.
        """
        safe = safe_name(name)
        odd = door.require_clean(data, name=safe)
        return Dropped(safe, self._files.put(data), len(data), odd)

    def keep(self, data: bytes, *, name: str) -> Dropped:
        """Keep what was made here, e.g. a piece of a scan, without looking into it again."""
        return Dropped(name, self._files.put(data), len(data))

    def get(self, digest: Digest) -> bytes:
        """Return the bytes of a file, checked against its digest.

        Raises:
            StoreDamaged: it is missing, or is not what was kept.
        """
        return self._files.get(digest)

    def named(self, digest: Digest) -> bytes:
        """Return the bytes of a file that a form names, which may be none of ours.

        Raises:
            NoSuchThing: no file of this digest is kept.
            InvalidValue: it is no digest.
            StoreDamaged: it is not what was kept.
        """
        if self._files.size(digest) is None:
            raise NoSuchThing("upload-not-kept", "The file that was looked at is not kept here: choose it again.")
        return self._files.get(digest)

    def forget(self, digest: Digest) -> None:
        """Delete a file that no working paper has any more."""
        self._files.path(digest).unlink(missing_ok=True)


def safe_name(name: str) -> str:
    r"""Return a file's name without folders, and without what a machine takes for something else.

    ``C:\\papers\\CON.pdf`` becomes ``_CON.pdf``; characters that nobody sees are left out; a name that is too long is
    cut at the end of a whole letter with its vowels and marks, its ending kept.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(one for one in last if unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
    tidy = normalise(_NOT_IN_NAMES.sub("_", seen)).strip(" .")
    if not tidy:
        return _UNNAMED
    if _DEVICES.fullmatch(tidy):
        tidy = f"_{tidy}"
    return _shortened(tidy)


def _shortened(name: str) -> str:
    if len(name.encode()) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) >= _LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    room = LONGEST_NAME - len(f"{dot}{ending}".encode())
    while len(stem.encode()) > room:
        stem = _without_last_cluster(stem)
    return f"{stem.rstrip(' .')}{dot}{ending}"


def _without_last_cluster(text: str) -> str:
    """Return *text* without its last letter and whatever leans on it."""
    end = len(text) - 1
    while end > 0 and (unicodedata.combining(text[end]) or unicodedata.category(text[end]) == "Mn" or text[end] == "ำ"):
        end -= 1
    return text[:end]
