"""From a text file's bytes to its characters: UTF-8, and what Thai offices saved before it.

    UTF-8 ──cannot be──▶ UTF-16 ──cannot be──▶ Windows-874 (TIS-620) ──cannot be──▶ refused

The older ones can read any bytes as something, so they count only where the result looks like Thai.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from domain.errors import InvalidValue

_UNLIKELY = re.compile(rb"[\x00\x0e]")
"""Bytes of no text in UTF-8, but half of every Thai or Latin character in UTF-16."""
_THAI = re.compile("[\u0e01-\u0e5b]")
_ODD = re.compile(
    "(?<![\u0e01-\u0e2e\u0e30-\u0e3a\u0e45\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|[\u0e40-\u0e44](?![\u0e01-\u0e2e\u0e40])"
)
"""A mark over nothing, or a leading vowel before nothing."""
_ALONE = re.compile("(?<![\u0e01-\u0e5b])[\u0e01-\u0e5b](?![\u0e01-\u0e5b])")

_FEWEST = 4  # Thai characters; a word has as many
_ODD_PART = 20  # one in so many may be odd: even real texts are misspelt


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 (with or without its mark) or Windows-874.

    Raises:
        InvalidValue: it is none of them; the sentence names the first byte that UTF-8 does not have.
    """
    try:
        text = data.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        older = _in_utf16(data) or _in_windows_874(data)
        if older is None:
            message = f"The text is not UTF-8 (byte {error.start}): save it as UTF-8 and hand it in again."
            raise InvalidValue("document-not-utf8", message, byte=error.start) from None
        return older
    return (_in_utf16(data) or text) if _UNLIKELY.search(data) else text


def _in_utf16(data: bytes) -> str | None:
    """Return what the bytes are in UTF-16: as their mark says, else as makes Thai of them."""
    for mark, name in ((BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _text(data[len(mark) :], name)
    found = (_text(data, name) for name in ("utf-16-le", "utf-16-be"))
    return next((text for text in found if text is not None and _is_thai(text)), None)


def _in_windows_874(data: bytes) -> str | None:
    text = _text(data, "cp874")
    return text if text is not None and _is_thai(text) else None


def _text(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _is_thai(text: str) -> bool:
    """Tell whether *text* is written as Thai is: words of several characters, marks over consonants."""
    thai = len(_THAI.findall(text))
    strange = sum(1 for character in text if character >= "\u0250" and not "\u0e00" <= character <= "\u2122")
    odd = len(_ODD.findall(text)) + len(_ALONE.findall(text)) + strange
    return thai >= _FEWEST and odd * _ODD_PART <= thai
