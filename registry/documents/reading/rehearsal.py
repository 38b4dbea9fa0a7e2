"""Reads a long text once where it may take its time, before it is read where somebody waits.

The rules that read a letter are made for letters. A text that no one would write may take them long however they are
made, and a process apart is the only place where that can be ended.
"""

from registry.documents.apart import Setting
from registry.documents.reading import text


def opened(data: bytes, _: dict[str, Setting]) -> bool:
    """Return that the text could be read in the time that a document has; refuses as `text.read` does."""
    text.read(data)
    return True
