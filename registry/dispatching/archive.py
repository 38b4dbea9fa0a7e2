"""Many files as one ZIP that is sent while it is made: no more than one of its files is in memory at a time.

Files are stored, not compressed: mails are text that hides compressed files, and nothing is gained. Each file's size
and checksum stand before it, so that programs which read from the front can open it.

Source: APPNOTE.TXT 4.3 to 4.5 (ZIP); names in UTF-8 (general purpose bit 11).
"""

import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from zipfile import ZIP_STORED, ZipFile, ZipInfo


class _Window(io.BytesIO):
    """A file of which only what was not taken yet is kept."""

    def __init__(self) -> None:
        super().__init__()
        self._taken = 0

    def tell(self) -> int:
        return self._taken + super().tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        super().seek(offset - self._taken if whence == io.SEEK_SET else offset, whence)
        return self.tell()

    def take(self) -> bytes:
        """Return what was written since the last time, and forget it."""
        data = self.getvalue()
        self._taken += len(data)
        super().seek(0)
        self.truncate()
        return data


def stored(files: Iterable[tuple[str, bytes]], *, at: datetime) -> Iterator[bytes]:
    """Yield a ZIP of *files* piece by piece; each piece is one file, the last one the directory.

    Args:
        files: Their names in the archive, each once, and their bytes.
        at: When they were written; what the archive says of every file.
    """
    window = _Window()
    with ZipFile(window, "w", ZIP_STORED) as archive:
        for name, data in files:
            info = ZipInfo(name, at.timetuple()[:6])
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
            yield window.take()
    yield window.take()
