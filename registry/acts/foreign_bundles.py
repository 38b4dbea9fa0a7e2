"""Bundles of other registries, looked at while their letters are received.

An origin that is known here (`registry.others`) is verified layer by layer; of any other nothing can be told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import cast

import msgspec

from domain.errors import InvalidValue
from domain.letter.events import SignedLetter
from domain.letter.text import LetterText
from domain.values import Digest, StreamId, digest
from keys.errors import KeysError
from keys.paths import TrustRoots
from registry import wire
from registry.errors import RegistryError
from registry.others import Others
from registry.papers.arrivals import Looked, Verified
from registry.reader import Reader
from registry.verify import container
from registry.verify.check import Trust, verify
from registry.verify.contents import LETTERS, Contents, file_names, final_file
from registry.verify.verdicts import Report, Saying, Verdict
from registry.verify.words import LAYERS, say

_WORST_FIRST = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A bundle that came with a mail: what it shows, and its letter."""

    verified: Verified
    letter: LetterText


def opened(data: bytes) -> Contents:
    """Return a letter's bundle taken apart; nothing of it is believed yet.

    Raises:
        InvalidValue: it is no bundle in its one form, or is about something else than a letter.
    """
    try:
        contents = Contents.read(container.read(data))
    except (KeysError, RegistryError) as refused:
        raise InvalidValue(
            "bundle-unreadable",
            f"This is no bundle of a letter, whole and in its one form: {refused}",
            why=str(refused),
        ) from None
    if contents.person.statement.name not in LETTERS:
        raise InvalidValue("bundle-not-a-letter", "The bundle is about an answer: hand in the letter's own bundle.")
    return contents


def letter_of(contents: Contents) -> LetterText:
    """Return the letter's text as its bundle has it.

    Raises:
        InvalidValue: it is of a form that this version does not read.
    """
    try:
        return cast("SignedLetter", wire.decode(contents.person.statement.data).fact).letter
    except RegistryError as refused:
        raise InvalidValue(
            "bundle-unreadable",
            f"This is no bundle of a letter, whole and in its one form: {refused}",
            why=str(refused),
        ) from None


def files_of(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the letter's files by the names that its official signed, the letter itself first."""
    person, admission = contents.person.statement, contents.admission.statement
    _, main = final_file(person, admission)
    called = {file.sha256: file.name for file in wire.decode(person.data).doc}
    for member, file in sorted(file_names(person, admission).items(), key=lambda one: one[0] != main):
        name = main if member == main else called.get(Digest(file.sha256), member)
        yield name, contents.files[member]


def among(reader: Reader, files: Sequence[tuple[str, bytes]]) -> Shown | None:
    """Return what the bundles among the files of a mail show, the worst of them; None where there is no bundle.

    Evidence of one letter says nothing of another that lies beside it: unless every file is the bundle's own, nothing
    can be told of the whole.
    """
    found: list[Shown] = []
    inside: set[str] = set()
    others: list[tuple[str, bytes]] = []
    for name, data in files:
        try:
            contents = opened(data)
            found.append(Shown(verified(reader, contents, data), letter_of(contents)))
        except InvalidValue:
            others.append((name, data))
            continue
        signed = file_names(contents.person.statement, contents.admission.statement)
        inside.update(file.sha256 for file in signed.values())
    if not found:
        return None
    worst = min(found, key=lambda one: _WORST_FIRST.index(Verdict(one.verified.verdict)))
    beside = [name for name, data in others if digest(sha256(data).digest()) not in inside]
    return replace(worst, verified=_with(worst.verified, beside)) if beside else worst


def _with(shown: Verified, beside: Sequence[str]) -> Verified:
    """Return what is shown of a bundle with which files came that it is not about."""
    told = tuple(
        (f"แฟ้ม {name} ไม่ใช่แฟ้มของหลักฐานนี้ จึงไม่ได้ตรวจ", f"{name} is no file of this evidence, and was not checked.")
        for name in beside
    )
    verdict = Verdict.CANNOT_TELL.value if shown.verdict == Verdict.VALID.value else shown.verdict
    return msgspec.structs.replace(shown, verdict=verdict, remarks=(*shown.remarks, *told))


def verified(reader: Reader, contents: Contents, data: bytes) -> Verified:
    """Return what a bundle shows under what this office knows of its registry."""
    origin, stream = contents.person.statement.log, StreamId(contents.admission.statement.stream)
    trust = _trust(reader, origin)
    if trust is None:
        return Verified(origin, Verdict.CANNOT_TELL.value, known=False, stream=stream)
    report = verify(data, trust)
    return Verified(
        origin,
        report.headline.value,
        known=True,
        layers=tuple(_looked(report)),
        remarks=tuple(_both(one) for one in report.remarks),
        stream=stream,
    )


def _trust(reader: Reader, origin: str) -> Trust | None:
    if origin != reader.identity.origin:
        return Others(reader.home.others).trust(origin)
    return Trust(
        TrustRoots.load(reader.home.roots.read_bytes()),
        reader.log_key,
        bytes.fromhex(reader.home.leaf0.read_text().strip()),
    )


def _looked(report: Report) -> Iterator[Looked]:
    for one in report.findings:
        demanded = one.layer in report.policy.demands
        yield Looked(one.layer.value, one.verdict.value, LAYERS[one.layer], _both(one.says), demanded)


def _both(saying: Saying) -> tuple[str, str]:
    return say(saying, "th"), say(saying, "en")
