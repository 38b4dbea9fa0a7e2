"""What all tests share.

They write in memory where there is room, because every registry syncs to the disk many times. No random example has
a deadline: the machine may be shared, and the first one may have to import something large. Tests marked ``browser``
may connect to this machine, and nothing else anywhere.
"""

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.api.browser import browser
from tests.thorough import THOROUGH

__all__ = ["browser"]

_ROOM = 2 << 30
"""Bytes."""
_MEMORY = "/dev/shm"  # noqa: S108 - a folder of one's own is made below it

if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", _MEMORY)

_OPEN_FILES = Path("/proc/self/fd")
_MANY = 256
"""A quarter of what a process may open where nobody said otherwise."""

settings.register_profile("patient", deadline=None, max_examples=100 if THOROUGH else 40)
settings.load_profile("patient")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Open the way from a browser to the pages it is to look at."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Close the databases of offices that no test needs any more: their applications stand in circles of references."""
    if _OPEN_FILES.is_dir() and sum(1 for _ in _OPEN_FILES.iterdir()) > _MANY:
        gc.collect()
