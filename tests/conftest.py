"""What all tests share.

They write in memory where there is room, because every registry syncs to the disk many times. No random example has
a deadline: the machine may be shared, and the first one may have to import something large.
"""

import os
import shutil

from hypothesis import settings

_ROOM = 2 << 30
"""Bytes."""
_MEMORY = "/dev/shm"  # noqa: S108 - a folder of one's own is made below it

if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", _MEMORY)

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
