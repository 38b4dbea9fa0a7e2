"""What takes too long for every run is tried where every byte is altered: ``SARABAN_EVERY_BYTE=1 make test``."""

import os

import pytest

THOROUGH = bool(os.environ.get("SARABAN_EVERY_BYTE"))
CONFORMANCE = bool(os.environ.get("SARABAN_CONFORMANCE"))

thoroughly = pytest.mark.skipif(
    not (THOROUGH or CONFORMANCE), reason="takes long: tried with SARABAN_EVERY_BYTE=1, as the automatic check does"
)
