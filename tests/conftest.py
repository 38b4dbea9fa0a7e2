"""Where tests write: in memory where there is room, because every registry syncs to the disk many times."""

import os
import shutil

_ROOM = 2 << 30
"""Bytes."""
_MEMORY = "/dev/shm"  # noqa: S108 - a folder of one's own is made below it

if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", _MEMORY)
