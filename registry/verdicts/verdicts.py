"""The verdict of this office's own verifier on the very bundle that it hands out, remembered while nothing changes.

    letter ─▶ a bundle is written ─▶ registry.verify, under the office's own trust ─▶ Judged
                    2 to 130 ms                     about 2 ms                          │
      ┌─────────────────────────────────────────────────────────────────────────────────┘
      └ kept until: a fact about the letter, about any officer, key, post or order; or the evidence grows old

The server judges its own evidence with its own roots: that is this office's word, and pages say so.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.authority import KeyWithdrawn
from domain.values import Digest, StreamId
from keys.paths import TrustRoots
from registry import bundle
from registry.errors import RegistryError
from registry.reader import Reader, recorded
from registry.store.recorder import FOUND_BY_NAME
from registry.verdicts.headline import Headline, headline
from registry.verdicts.letter import PublicLetter, by_code, code_digest
from registry.verdicts.technical import Technical
from registry.verify.check import Trust, verify
from registry.verify.given import leaf0
from registry.verify.verdicts import Report, Saying, Unshown, cause
from registry.views.letters import Letters

MEMORY: Final = 64 << 20
"""Bytes of bundles that are kept at most."""
LARGEST_KEPT: Final = MEMORY // 4
"""Bytes. A larger bundle is written again for everybody who asks for it; what it showed is remembered."""
AGE: Final = timedelta(minutes=15)
"""How old the evidence may grow while the log goes on."""
_OVERHEAD: Final = 32 << 10  # bytes of one verdict without its bundle, generously


@dataclass(frozen=True, slots=True)
class Judged:
    """A letter, what its evidence shows, and what to say first."""

    letter: PublicLetter
    headline: Headline
    report: Report | None
    """None while the letter is recorded, and no published checkpoint covers it yet."""
    technical: Technical | None
    """None where there is no evidence, or it cannot be read."""
    bundle: bytes | None
    """None where there is none yet, or where it is too large to be kept."""
    damage: Saying | None = None
    """Why no evidence can be put together."""
    withdrawn: datetime | None = None
    """When the signer's key was withdrawn, as claimed; after the letter, so that its evidence does not tell it."""


@dataclass(frozen=True, slots=True)
class _Kept:
    judged: Judged
    made: datetime
    size: int
    """Of the log, by the checkpoint that was the newest one then."""

    @property
    def bytes(self) -> int:
        return _OVERHEAD + len(self.judged.bundle or b"")


class Verdicts:
    """Verdicts of one registry, remembered for all threads that ask."""

    def __init__(self, clock: Callable[[], datetime], *, memory: int = MEMORY) -> None:
        """Remember nothing yet.

        Args:
            clock: Says how old what is kept has become.
            memory: Bytes that may be kept.
        """
        self._clock = clock
        self._memory = memory
        self._kept: OrderedDict[StreamId, _Kept] = OrderedDict()
        self._codes: dict[Digest, StreamId] = {}
        """Of what is kept."""
        self._bytes = 0
        self._lock = threading.Lock()
        self._writing = threading.Lock()

    def of_code(self, reader: Reader, code: str, letters: Callable[[], AbstractContextManager[Letters]]) -> Judged:
        """Return the verdict on the letter whose QR code holds *code*.

        Args:
            reader: The registry.
            code: As it stands in the address.
            letters: Opens the view, up to date; it is not opened for a letter that is remembered.

        Raises:
            NoSuchThing: as `by_code`.
        """
        digest = code_digest(code)
        with self._lock:
            stream = self._codes.get(digest)
            kept = None if stream is None else self._kept.get(stream)
        if kept is not None:
            newest = reader.store.last(kept.judged.letter.stream)
            if newest is not None and newest.place.position == kept.judged.letter.newest and self._fresh(reader, kept):
                return kept.judged
        with letters() as view:
            letter = by_code(reader, view, code)
        judged = self.of(reader, letter)
        with self._lock:
            if letter.stream in self._kept:
                self._codes[digest] = letter.stream
        return judged

    def of(self, reader: Reader, letter: PublicLetter) -> Judged:
        """Return the verdict on *letter*, which was read just now."""
        kept = self._known(reader, letter)
        if kept is not None:
            return kept
        if reader.head().size <= letter.newest:
            # Stored, and no signed checkpoint covers it: there is no evidence to judge, and there will be soon.
            return Judged(letter, headline(None, letter.later), None, None, None)
        with self._writing:  # one at a time: whoever waits for the same letter finds it kept
            return self._known(reader, letter) or self._judge(reader, letter)

    def bundle(self, reader: Reader, letter: PublicLetter) -> bytes | None:
        """Return the evidence that `of` judged, or None while there is none; one that is too large is written again."""
        judged = self.of(reader, letter)
        if judged.report is None or judged.bundle is not None:
            return judged.bundle
        with self._writing:
            return bundle.write(reader, letter.stream)

    def _known(self, reader: Reader, letter: PublicLetter) -> Judged | None:
        with self._lock:
            kept = self._kept.get(letter.stream)
            if kept is None:
                return None
            self._kept.move_to_end(letter.stream)
        return kept.judged if kept.judged.letter == letter and self._fresh(reader, kept) else None

    def _fresh(self, reader: Reader, kept: _Kept) -> bool:
        """Tell whether nothing that the verdict rests on was said since, and its evidence is not old."""
        if reader.store.after(kept.size - 1, 1, names=FOUND_BY_NAME):
            return False
        return self._clock() - kept.made <= AGE or reader.head().size == kept.size

    def _judge(self, reader: Reader, letter: PublicLetter) -> Judged:
        made, size = self._clock(), reader.head().size
        try:
            data = bundle.write(reader, letter.stream)
        except RegistryError as refusal:  # such as a file that is not what was stored: the worst headline, not an error
            return Judged(letter, Headline.DIFFERS, None, None, None, cause(refusal))
        report = verify(data, _trust(reader))
        try:
            read = Technical.of(data, reader.log_key)
        except Unshown:
            read = None
        withdrawn = _withdrawn(reader, letter)
        first = headline(report, letter.later, contested=withdrawn is not None and withdrawn <= letter.signed_at)
        small = len(data) <= min(LARGEST_KEPT, self._memory)
        judged = Judged(letter, first, report, read, data if small else None, withdrawn=withdrawn)
        self._remember(letter.stream, _Kept(judged, made, size))
        return judged

    def _remember(self, stream: StreamId, new: _Kept) -> None:
        with self._lock:
            old = self._kept.pop(stream, None)
            self._kept[stream] = new
            self._bytes += new.bytes - (old.bytes if old else 0)
            while self._bytes > self._memory and len(self._kept) > 1:
                gone, least = self._kept.popitem(last=False)
                self._bytes -= least.bytes
                self._codes = {code: one for code, one in self._codes.items() if one != gone}


def _trust(reader: Reader) -> Trust:
    home = reader.home
    return Trust(TrustRoots.load(home.roots.read_bytes()), reader.log_key, leaf0(home.leaf0.read_text("ascii").strip()))


def _withdrawn(reader: Reader, letter: PublicLetter) -> datetime | None:
    for entry in reader.store.named(("key.withdrawn.v1",)):
        line = recorded(entry)
        if isinstance(line.statement.fact, KeyWithdrawn) and line.statement.fact.spki == letter.key:
            return line.statement.at
    return None
