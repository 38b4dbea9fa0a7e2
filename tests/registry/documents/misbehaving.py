"""What a document could make its reader do; a task for the process apart."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from domain.errors import InvalidValue
from registry.documents.apart import Setting

Settings = dict[str, Setting]


def opened(data: bytes, settings: Settings) -> object:
    """Do what *settings* say."""
    if settings["do"] == "answer":
        return {"data": data, "settings": settings, "pid": os.getpid(), "server": os.getppid()}
    return _MISCHIEF[str(settings["do"])](settings)


def _refuse(_: Settings) -> object:
    raise InvalidValue("document-empty", "Nothing in it.", where="here")


def _throw(_: Settings) -> object:
    raise OSError("no such object 7")


def _spin(_: Settings) -> object:
    while True:
        pass


def _recurse(settings: Settings) -> object:
    return _recurse(settings)


def _kill_the_server(settings: Settings) -> object:
    os.kill(os.getppid(), signal.SIGKILL)
    return _spin(settings)


_MISCHIEF: dict[str, Callable[[Settings], object]] = {
    "refuse": _refuse,
    "throw": _throw,
    "spin": _spin,
    "recurse": _recurse,
    "kill the server": _kill_the_server,
    "sleep": lambda _: time.sleep(60),
    "swell": lambda settings: len(bytearray(int(str(settings["size"])))),
    "crash": lambda _: ctypes.string_at(0),
    "kill": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda _: os._exit(0),
    "flood": lambda _: b"0" * (80 << 20),
    "write": lambda settings: Path(str(settings["path"])).write_bytes(b"left behind"),
    "leave": lambda _: subprocess.Popen(["/bin/sleep", "60"]).pid,
}


def spinning(_: bytes, settings: Settings) -> object:
    """Never come back."""
    return _spin(settings)
