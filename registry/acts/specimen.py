"""Everybody's keys for trying a registry out: a throw-away authority, and key files under one pass phrase.

    root.pem  passphrase  registrar-1.p12/.cer  registrar-2  official  clerk  recipient

The authority's own key is forgotten when this returns; everything says SPECIMEN.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from domain.errors import InvalidValue
from keys import pkcs12
from keys.certificates import Certificate
from keys.signing import SigningKey
from keys.testing import SpecimenAuthority
from registry.wiring import Registrar

PASS_PHRASE = "passphrase"  # noqa: S105 - the name of a file
_ROUNDS = 10_000  # of the key derivation: these keys guard nothing
_PEOPLE = {
    "registrar-1": ("นายทะเบียน หนึ่ง", "นายทะเบียน"),
    "registrar-2": ("นายทะเบียน สอง", "นายทะเบียน"),
    "official": ("ผู้ลงชื่อ ตัวอย่าง", "อธิบดี"),
    "clerk": ("ธุรการ ตัวอย่าง", "เจ้าพนักงานธุรการ"),
    "recipient": ("ผู้รับ ตัวอย่าง", "ผู้รับหนังสือ"),
}


@dataclass(frozen=True, slots=True)
class Specimen:
    """What a specimen registry is opened with."""

    root: Certificate
    seal: SigningKey
    registrars: tuple[Registrar, Registrar]


@contextmanager
def made(folder: Path, *, office: str) -> Iterator[Specimen]:
    """Make the keys in *folder*, which must be new or empty; they go again when the registry is not opened.

    Raises:
        InvalidValue: it is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidValue("folder-not-empty", f"{folder} is not empty: name a new folder.", folder=str(folder))
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        yield _make(folder, office)
    except BaseException:
        shutil.rmtree(folder)
        raise


def _make(folder: Path, office: str) -> Specimen:
    authority = SpecimenAuthority.create()
    phrase = secrets.token_urlsafe(12).encode()
    _write(folder / PASS_PHRASE, phrase + b"\n")
    _write(folder / "root.pem", authority.root.pem())
    keys = {}
    for who, (name, post) in _PEOPLE.items():
        keys[who] = authority.officer(name, organisation=office, post=post)
        _write(folder / f"{who}.p12", pkcs12.write(keys[who], phrase, iterations=_ROUNDS))
        _write(folder / f"{who}.cer", keys[who].certificate.pem())
    first, second = (Registrar(who, *_PEOPLE[who], keys[who].certificate) for who in ("registrar-1", "registrar-2"))
    seal = authority.officer("ตราประจำทะเบียน", organisation=office, post="ตราประทับ")
    return Specimen(authority.root, seal, (first, second))


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(data)
