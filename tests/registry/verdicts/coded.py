"""Letters with a QR code of their own, as cheap as can be."""

from dataclasses import dataclass, replace
from typing import Any

from domain.letter.events import LetterSignedTypeset
from domain.letter.typeset import Typeset
from domain.values import StreamId
from registry.verdicts.letter import code_digest
from tests.registry import typeset
from tests.registry.world import World

CODE = "mfrggzdfmztwq2lkmfrggzdfmy"
OTHER_CODE = "onsweylqpb3gs3lfonsweylqpa"


@dataclass(frozen=True, slots=True)
class Coded:
    """A file, and what a statement says of it."""

    document: Typeset
    finished: bytes


def coded_file(world: World, code: str, *, words: bytes = b"SPECIMEN") -> Coded:
    """Return a file signed by the director general whose paper shows *code*."""
    key = world.people["dg"].key
    file = typeset.prepared(words, key)
    return Coded(replace(file.document, code=code_digest(code)), file.signed(key))


def issue_coded(world: World, code: str = CODE, **changed: Any) -> StreamId:
    """Issue a typeset circular whose paper shows *code*; *changed* are other fields of the letter."""
    file = coded_file(world, code)
    said = world.say("dg", LetterSignedTypeset(world.letter(world.reserve(), **changed), file.document, None))
    return StreamId(world.admit(said, final=world.register.blobs.put(file.finished))["stream"])
