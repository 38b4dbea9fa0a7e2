"""The one place where the parts of a registry are put together."""

import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from domain.authority import Founder, RegistryOpened
from domain.codes import owner_code
from domain.errors import InvalidValue
from domain.thai.text import normalise
from domain.values import Digest, File
from keys.certificates import Certificate, pem_of
from keys.checkpoints import LogKey
from keys.signing import SigningKey
from registry.durable import sync_folder, write_new
from registry.errors import StoreDamaged
from registry.home import Home
from registry.log.leaves import leaf_hash
from registry.log.signer import Signer
from registry.register.register import Clock, Register
from registry.seal import read_seal, write_seal
from registry.store.blobs import Blobs
from registry.wire import THAI_TIME


def system_clock() -> datetime:
    """Return the time of this machine, in Thailand."""
    return datetime.now(THAI_TIME)


@dataclass(frozen=True, slots=True)
class Registrar:
    """A first registrar: who it is, and the certificate of the key."""

    officer: str
    name: str
    post: str
    certificate: Certificate
    above: tuple[Certificate, ...] = ()
    """Those between it and a root."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a registry is opened with."""

    origin: str
    """The registry's permanent name and the log's, e.g. ``registry.example.go.th/letters``."""
    office: str
    codes: tuple[str, ...]
    seal: SigningKey
    log_key: LogKey
    roots: tuple[Certificate, ...]
    registrars: tuple[Registrar, ...]
    recovery: tuple[str, ...]
    """Verifier keys whose private halves stay offline."""
    specimen: bool = False


def create(folder: Path, plan: Plan, *, clock: Clock = system_clock) -> None:
    """Make a registry in *folder*: all of it or nothing.

    Raises:
        InvalidValue: the folder is not empty, the plan lacks two registrars, or a code cannot be printed.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidValue("folder-not-empty", f"{folder} is not empty: name a new folder.", folder=str(folder))
    if len({registrar.officer for registrar in plan.registrars}) < 2:  # noqa: PLR2004 - two officers enrol a key
        raise InvalidValue(
            "two-registrars", "A registry begins with two registrars, who enrol everybody else.", count=2
        )
    codes = tuple(" ".join(owner_code(normalise(code))) for code in plan.codes)
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        _create_in(Home(part), replace(plan, codes=codes), clock)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
        sync_folder(folder.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _create_in(home: Home, plan: Plan, clock: Clock) -> None:
    home.path.mkdir(mode=0o700)
    home.roots.parent.mkdir()
    home.seal.parent.mkdir(mode=0o700)
    write_new(home.roots, pem_of(plan.roots), mode=0o644)
    write_new(home.log_key, f"{plan.log_key.vkey}\n".encode(), mode=0o644)
    write_seal(home.seal, plan.seal)
    Signer.create(home.signer, plan.log_key).close()
    blobs = Blobs(home.blobs)
    files = [_keep(blobs, plan.seal.certificate, "seal")]
    founders = []
    for registrar in plan.registrars:
        file = _keep(blobs, registrar.certificate, "registrar")
        files.append(file)
        founders.append(
            Founder(
                registrar.officer,
                normalise(registrar.name),
                normalise(registrar.post),
                Digest(registrar.certificate.spki),
                file.sha256,
            )
        )
    roots = [_keep(blobs, root, "root") for root in plan.roots]
    above = {one.fingerprint: one for one in (*plan.seal.chain, *(one for r in plan.registrars for one in r.above))}
    files += [_keep(blobs, one, "above") for one in above.values()]
    opened = RegistryOpened(
        origin=plan.origin,
        office=normalise(plan.office),
        codes=plan.codes,
        seal=Digest(plan.seal.certificate.spki),
        seal_certificate=files[0].sha256,
        log_key=plan.log_key.vkey,
        roots=tuple(root.sha256 for root in roots),
        founders=tuple(founders),
        recovery=plan.recovery,
        specimen=plan.specimen,
    )
    with Register(home, seal=plan.seal, clock=clock) as register:
        register.found(opened, [*files, *roots])
        _, leaves = next(register.store.leaves())
        write_new(home.leaf0, f"{leaf_hash(leaves[0]).hex()}\n".encode(), mode=0o644)
    for folder in (home.roots.parent, home.seal.parent, home.path):
        sync_folder(folder)


def _keep(blobs: Blobs, certificate: Certificate, whose: str) -> File:
    return File(
        blobs.put(certificate.der), len(certificate.der), "application/pkix-cert", f"{whose}.cer", "certificate"
    )


def open_register(folder: Path, *, clock: Clock = system_clock) -> Register:
    """Open the registry in *folder* for writing."""
    home = Home(folder)
    if not home.exists:
        raise StoreDamaged(
            "no-registry", f"There is no registry in {folder}: open one with saraban init.", home=str(folder)
        )
    return Register(home, seal=read_seal(home.seal), clock=clock)
