"""The real openssl, as the foreign tool that must agree with us."""

import shutil
import subprocess

import pytest

_PATH = shutil.which("openssl")


def openssl(*arguments: object, stdin: bytes | None = None) -> "subprocess.CompletedProcess[bytes]":
    """Run openssl, or skip the test where there is none."""
    if _PATH is None:
        pytest.skip("openssl is not installed")
    return subprocess.run([_PATH, *map(str, arguments)], input=stdin, capture_output=True, check=False)
