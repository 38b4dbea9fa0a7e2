"""Files that are two things at once: a picture or a letter for one program, an archive or a page for another."""

import io
import zipfile

from registry.documents.intake.findings import Findings

_WEB = (b"<html", b"<script", b"<!doctype", b"<svg")
_BEGINNING = 1024  # bytes in which browsers and PDF readers look for what a file is


def look(data: bytes, behind: bytes, found: Findings) -> None:
    """Look for a second file in *data*; *behind* is what stands after its end as its own kind."""
    other = None
    if _is_archive(data):
        other = "ZIP"
    elif any(mark in part.lower() for part in (data[:_BEGINNING], behind) for mark in _WEB):
        other = "HTML"
    if other is not None:
        found.refuse(
            "file-of-two-kinds",
            f"The file is at the same time {other} for another program: save it anew, or print it to a new PDF.",
            other=other,
        )
    elif behind.strip(b"\x00\t\n\f\r "):
        found.flag(
            "file-continues",
            f"{len(behind)} bytes stand behind the file's end, which nobody sees: save it anew.",
            size=len(behind),
        )


def _is_archive(data: bytes) -> bool:
    """Tell whether *data* opens as a ZIP; its mark alone may stand in packed data by chance."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)):
            return True
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
