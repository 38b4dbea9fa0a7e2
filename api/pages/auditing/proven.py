"""What this machine found when it verified the proof that a series is complete, remembered for its checkpoint.

Every number of a series is hashed for its proof and again to verify it. As long as the newest checkpoint is the same,
and what is trusted, nothing else could be found: whoever reads on through the numbers waits once.
"""

import threading
from collections import OrderedDict
from dataclasses import replace
from hashlib import sha256
from typing import Final

from domain.values import StreamId
from keys.paths import TrustRoots
from registry import proving
from registry.reader import Reader
from registry.verify.check import Trust
from registry.verify.proof.check import ProofReport, verify_proof

MOST: Final = 16
"""Series in memory; a list of their numbers is not kept."""


class Proven:
    """What was found of series, for all threads."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._kept: OrderedDict[bytes, ProofReport] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, reader: Reader, series: StreamId) -> ProofReport:
        """Return what is found of a series as anybody finds it, beside what this registry says is to be trusted."""
        home = reader.home
        roots, leaf0 = home.roots.read_bytes(), home.leaf0.read_text().strip()
        key = sha256(b"\n".join((series.encode(), leaf0.encode(), reader.checkpoint(), roots))).digest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        trust = Trust(TrustRoots.load(roots), reader.log_key, bytes.fromhex(leaf0))
        found = _without_numbers(verify_proof(proving.complete(reader, series), trust))
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return found


def _without_numbers(report: ProofReport) -> ProofReport:
    """Return a report without the list of numbers, of which there may be 100 000."""
    if report.answer is None:
        return report
    data = {name: value for name, value in report.answer.data.items() if name != "numbers"}
    return replace(report, answer=replace(report.answer, data=data))
