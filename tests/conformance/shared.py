"""Where foreign vectors and real letters are read from; they never enter the project."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shared(path: str) -> Path:
    """Return *path* inside the shared folder, or skip the test, saying why."""
    folder = Path(os.environ.get("SARABAN_SHARED") or ROOT.parent / "shared")
    place = folder / path
    if not place.exists():
        pytest.skip(f"{path} is not in the shared folder (set SARABAN_SHARED to the folder that holds it)")
    return place
