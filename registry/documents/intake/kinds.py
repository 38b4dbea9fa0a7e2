"""What a file is by its first bytes, and whether its name says the same.

A name is what people go by when they open a file, so a name that promises something else is refused, and so is
whatever a machine would run. A private key is refused too: none is ever handed in. A kind that nobody can look into
here comes in with a remark.
"""

import re
from enum import Enum
from pathlib import PurePath

from registry.documents.intake.findings import Findings


class Kind(Enum):
    """A kind of file, as far as what follows differs."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    TIFF = "tiff"
    ZIP = "zip"
    """Also every Office document since 2007."""
    TEXT = "text"
    EXECUTABLE = "executable"
    KEY = "key"
    """A private key, or a key file that holds one."""
    OTHER = "other"


_EXECUTABLE = (
    b"MZ",  # Windows
    b"\x7fELF",
    *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"),  # macOS
    b"\xca\xfe\xba\xbe",  # Java, macOS
    b"dex\n",  # Android
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a shortcut
    b"#!",
)
_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": Kind.PNG,
    b"\xff\xd8\xff": Kind.JPEG,
    b"II*\x00": Kind.TIFF,
    b"MM\x00*": Kind.TIFF,
    b"PK\x03\x04": Kind.ZIP,
    b"{\\rtf": Kind.OTHER,  # can hold objects and links to other files
}
_LENGTH = rb"(?:\x80|[\x00-\x7f]|\x81.|\x82..|\x83...)"
_KEY = re.compile(
    rb"\x30" + _LENGTH + rb"\x02\x01(?:"
    rb"\x03\x30" + _LENGTH + rb"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"  # PKCS #12: RFC 7292 section 4
    rb"|\x00\x30" + _LENGTH + rb"\x06"  # PKCS #8: RFC 5958 section 2
    rb"|\x01\x04\x20"  # an EC key of 32 bytes: RFC 5915 section 3
    rb")|\xfe\xed\xfe\xed|PRIVATE\+KEY\+",  # a Java keystore; a signer key of signed notes
    re.DOTALL,
)
_KEY_AS_TEXT = re.compile(rb"-----BEGIN [A-Z0-9 ]{0,20}PRIVATE KEY-----")
"""Source: RFC 7468 sections 10 and 11."""
_RUN = frozenset(
    [
        ".apk",
        ".app",
        ".bat",
        ".cmd",
        ".com",
        ".cpl",
        ".dll",
        ".exe",
        ".hta",
        ".jar",
        ".js",
        ".jse",
        ".lnk",
        ".msi",
        ".ps1",
        ".reg",
        ".scr",
        ".sh",
        ".vb",
        ".vbe",
        ".vbs",
        ".wsf",
    ]
)
_MACROS = frozenset([".docm", ".dotm", ".pptm", ".potm", ".ppsm", ".xlsm", ".xlam", ".xltm"])
_PROMISES = {
    ".pdf": Kind.PDF,
    ".png": Kind.PNG,
    ".jpg": Kind.JPEG,
    ".jpeg": Kind.JPEG,
    ".tif": Kind.TIFF,
    ".tiff": Kind.TIFF,
    ".docx": Kind.ZIP,
    ".xlsx": Kind.ZIP,
    ".pptx": Kind.ZIP,
    ".zip": Kind.ZIP,
    ".txt": Kind.TEXT,
    ".csv": Kind.TEXT,
}
_PDF_WITHIN = 1024
"""Bytes before which readers look for a PDF's beginning. Source: ISO 32000-1 annex H.3, implementation note 13."""


def kind_of(data: bytes) -> Kind:
    """Return what *data* is."""
    if data.startswith(_EXECUTABLE):
        return Kind.EXECUTABLE
    if _KEY.match(data) or _KEY_AS_TEXT.search(data):
        return Kind.KEY
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Kind.PDF
    for beginning, kind in _BEGINNINGS.items():
        if data.startswith(beginning):
            return kind
    is_text = b"\x00" not in data or data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return Kind.TEXT if is_text else Kind.OTHER


def look(kind: Kind, name: str, found: Findings) -> None:
    """Hold what a file is against what its *name* promises."""
    ending = PurePath(name).suffix.lower()
    promised = _PROMISES.get(ending)
    if kind is Kind.EXECUTABLE or ending in _RUN:
        found.refuse(
            "file-executable", f"{name} is a program: hand in the document itself, never what opens it.", file=name
        )
    elif kind is Kind.KEY:
        found.refuse(
            "file-is-a-key",
            f"{name} holds a private key. It was not kept: a key never leaves its owner's hands. Choose the document.",
            file=name,
        )
    elif ending in _MACROS:
        found.refuse("file-with-macros", f"{name} may run macros: save it without them, as PDF or DOCX.", file=name)
    elif promised is not None and promised is not kind:
        found.refuse(
            "file-not-what-it-says",
            f"{name} is not the {ending} file that its name says: look for the right file, or save it anew.",
            file=name,
            ending=ending,
        )
    elif kind is Kind.OTHER or (kind is Kind.TEXT and promised is None):
        found.flag(
            "file-not-inspected",
            f"{name} is of a kind that cannot be looked into here: hand in a PDF where you can.",
            file=name,
        )


def runs(data: bytes, name: str) -> bool:
    """Tell whether a machine would run a file of these first bytes and this name."""
    ending = PurePath(name).suffix.lower()
    return data.startswith(_EXECUTABLE) or ending in _RUN or ending in _MACROS
