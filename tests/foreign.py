"""Programs of other people that tests compare with; a test is skipped, and says why, where one is not installed."""

import shutil

import pytest


def program(name: str, package: str) -> str:
    """Return where the program stands, or skip the test naming the Debian package that brings it."""
    place = shutil.which(name)
    if place is None:
        pytest.skip(f"{name} is not installed. On Debian: sudo apt install {package}")
    return place
