"""What auditors and recipients wait for, beside the arithmetic that cannot be avoided."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from domain.values import StreamId
from keys.paths import TrustRoots
from registry import bundle
from registry.audit.audit import Trust as AuditTrust
from registry.audit.audit import audit
from registry.reader import Reader
from registry.verify.check import Trust, verify
from registry.verify.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Audited:
    """Signatures verified, and what one took: seconds on the clock, and of CPU over all cores."""

    signatures: int
    seconds: float
    cpu_seconds: float


def raw_verifications_per_second(seconds: float = 0.5) -> float:
    """Return how many P-256 signatures over 1.3 kB one core verifies in a second of its CPU."""
    key = ec.generate_private_key(ec.SECP256R1())
    message, algorithm = os.urandom(1300), ec.ECDSA(hashes.SHA256())
    signature, public = key.sign(message, algorithm), key.public_key()
    began, count = time.process_time(), 0
    while time.process_time() - began < seconds:
        public.verify(signature, message, algorithm)
        count += 1
    return count / (time.process_time() - began)


def audited(folder: Path) -> Audited:
    """Audit a registry, with all cores; the CPU of the process beside is counted too."""
    began, cpu = time.perf_counter(), _cpu_seconds()
    report = audit(folder, AuditTrust.beside(folder))
    return Audited(report.signatures, time.perf_counter() - began, _cpu_seconds() - cpu)


def _cpu_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def milliseconds(act: Callable[[], object], *, times: int) -> float:
    """Return the median CPU milliseconds of an act."""
    took = []
    for _ in range(times):
        began = time.process_time()
        act()
        took.append(time.process_time() - began)
    return 1000 * sorted(took)[times // 2]


def bundle_milliseconds(folder: Path, stream: StreamId) -> tuple[float, float, float]:
    """Return the milliseconds to verify a bundle in process, to write it, and to make one inclusion proof."""
    with Reader(folder) as reader:
        data = bundle.write(reader, stream)
        trust = Trust(TrustRoots.load(reader.home.roots.read_bytes()), reader.log_key)
        if verify(data, trust).headline is not Verdict.VALID:
            raise RuntimeError("the bundle is not valid")
        tree = reader.tree()
        index = reader.stream(stream)[0].position
        proof = milliseconds(lambda: [tree.inclusion_proof(index) for _ in range(100)], times=11) / 100
        verified = milliseconds(lambda: verify(data, trust), times=101)
        written = milliseconds(lambda: bundle.write(reader, stream), times=11)
    return verified, written, proof


def command_seconds(folder: Path, bundled: Path, *, times: int = 7) -> tuple[float, float]:
    """Return the median seconds of ``saraban verify`` and of a Python that does nothing."""
    saraban = Path(sys.executable).with_name("saraban")
    trust = ["--trust", str(folder / "trust" / "roots.pem"), "--log-key", str(folder / "trust" / "log.vkey")]
    return _median([str(saraban), "verify", str(bundled), *trust], times), _median([sys.executable, "-c", ""], times)


def _median(command: list[str], times: int) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        took.append(time.perf_counter() - began)
    return sorted(took)[times // 2]
