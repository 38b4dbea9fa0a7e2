"""The circular as a document: its PDF laid out for people, looked over against the form, and read back."""

from pathlib import Path
from typing import cast

from api.demo.asking import show
from api.demo.facts import at
from api.demo.stage import Stage
from api.demo.teller import Teller
from domain.letter.events import LetterIssued
from registry.acts.outgoing import Issued
from registry.errors import RegistryError
from registry.registered import Standing

_WIDTH = 800
"""Pixels of a page's picture: legible on a screen."""


def show_document(stage: Stage, teller: Teller, letter: Issued) -> Path:
    """Lay the circular's PDF beside its pictures, check it and read it back; return the PDF.

    Raises:
        RegistryError: the register does not know its own file again.
    """
    stage.clock.now = at(10, 9, 50)
    teller.heading("หนังสือที่พิมพ์แล้ว", "the document")
    issued = cast("LetterIssued", stage.office.reader.stream(letter.stream)[0].statement.fact)
    path = stage.folder / "letter-271.pdf"
    path.write_bytes(stage.office.reader.blobs.get(issued.final))
    teller.say(
        "{path}: ลายมือชื่ออยู่ในแฟ้ม เปิดด้วยโปรแกรมอ่าน PDF ใดก็เห็น (ใบรับรองเป็นของสมมติ โปรแกรมจึงไม่รู้จักผู้ออก)",
        "{path}: the signature is in the file, for any PDF reader (its issuer is made up and known to none).",
        path=path,
    )
    show(stage, teller, "picture", str(path), "-o", str(stage.folder / "letter-271-pages"), "--width", str(_WIDTH))
    show(stage, teller, "check", letter.number)
    read = show(stage, teller, "read", str(path))
    if read["registered"]["standing"] != Standing.REGISTERED.value:
        raise RegistryError(
            "demo-file-unknown", f"The register does not know its own file {path.name}.", file=path.name
        )
    return path
