"""The one form of a bundle's ZIP: whoever has the members has every byte of the file.

    local header · name · bytes      one a member, sorted by name, nothing between them
    central directory                the same headers again, in the same order
    end                              where the directory is

Stored, never compressed; every time is the first that a ZIP can say; no comments, extra fields or descriptors.
So reading is: walk the local headers, write the members again, and refuse what is not the same to the byte.
A member's name is a plain relative path in ASCII, which no program unpacks outside its folder.
"""

import re
import struct
from binascii import crc32
from collections.abc import Mapping
from typing import Final

from registry.verify.verdicts import Unshown

LARGEST_BUNDLE: Final = 256 << 20
"""Bytes of a whole bundle."""
MOST_MEMBERS: Final = 4096
LONGEST_NAME: Final = 120

_NAME: Final = re.compile(r"(?!\.)[A-Za-z0-9._-]+(?:/(?!\.)[A-Za-z0-9._-]+){0,2}")
_FIRST_DAY: Final = 0x21  # 1980-01-01 in the format of MS-DOS; its time of day is 0
_NEEDED: Final = 20

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_LOCAL_MARK: Final = b"PK\x03\x04"
_CENTRAL_MARK: Final = b"PK\x01\x02"
_END_MARK: Final = b"PK\x05\x06"


def write(members: Mapping[str, bytes]) -> bytes:
    """Return the bytes of the ZIP that holds *members*, by name.

    Raises:
        Unshown: too many, too large together, or a name that is no plain relative path.
    """
    _require_bounded(members)
    local: list[bytes] = []
    for name in sorted(members):
        local += (_LOCAL.pack(_LOCAL_MARK, _NEEDED, *_about(name, members[name])), name.encode(), members[name])
    return b"".join((*local, _directory(members)))


def read(data: bytes) -> dict[str, bytes]:
    """Return the members of a bundle by name, in order.

    Raises:
        Unshown: the bytes are not exactly those that `write` makes of the members.
    """
    if len(data) > LARGEST_BUNDLE:
        raise Unshown(
            "bundle-too-large",
            f"The bundle has {len(data)} bytes; {LARGEST_BUNDLE} are the most.",
            size=len(data),
            most=LARGEST_BUNDLE,
        )
    members: dict[str, bytes] = {}
    at = 0
    last = ""
    while data.startswith(_LOCAL_MARK, at):
        name, start, stop = _member(data, at, last)
        members[name] = data[start:stop]
        at, last = stop, name
        if len(members) > MOST_MEMBERS:
            raise _many(len(members))
    if not members:
        raise Unshown("not-a-bundle", "This is not an evidence bundle: it does not begin as a ZIP of one does.")
    if data[at:] != _directory(members):
        raise Unshown(
            "bundle-directory",
            f"What stands behind the last member, {last}, is not the directory of these members: "
            "the file was cut off, added to or packed anew.",
            member=last,
        )
    return members


def _member(data: bytes, at: int, last: str) -> tuple[str, int, int]:
    """Return name, start and stop of the member whose header begins at *at*, behind the one named *last*."""
    if at + _LOCAL.size > len(data):
        raise _cut_off(last)
    fields = _LOCAL.unpack_from(data, at)
    crc, packed, size, name_size = fields[6:10]
    start = at + _LOCAL.size + name_size
    name = data[at + _LOCAL.size : start].decode("latin-1")
    shown = ascii(name[:LONGEST_NAME])[1:-1]
    if len(name) != name_size:
        raise _cut_off(shown)
    _require_name(name)
    if fields[:6] != (_LOCAL_MARK, _NEEDED, 0, 0, 0, _FIRST_DAY) or packed != size or fields[10]:
        raise Unshown(
            "member-header",
            f"The member {shown} is compressed, dated or described otherwise than in a bundle.",
            member=shown,
        )
    if start + size > len(data):
        raise _cut_off(name)
    if name <= last:
        raise Unshown(
            "member-order", f"The member {shown} stands behind {last}: twice, or out of order.", member=shown, last=last
        )
    if crc32(data[start : start + size]) != crc:
        raise Unshown("member-checksum", f"The member {shown} was damaged: its check sum is another.", member=shown)
    return name, start, start + size


def _directory(members: Mapping[str, bytes]) -> bytes:
    """Return the central directory and the end of a ZIP of *members*."""
    central: list[bytes] = []
    offset = 0
    for name in sorted(members):
        about = _about(name, members[name])
        central += (_CENTRAL.pack(_CENTRAL_MARK, _NEEDED, _NEEDED, *about, 0, 0, 0, 0, offset), name.encode())
        offset += _LOCAL.size + len(name) + len(members[name])
    directory = b"".join(central)
    return directory + _END.pack(_END_MARK, 0, 0, len(members), len(members), len(directory), offset, 0)


def _about(name: str, data: bytes) -> tuple[int, ...]:
    """Return what both headers say: flags, method, time, day, check sum, sizes, and the lengths of name and extra."""
    return (0, 0, 0, _FIRST_DAY, crc32(data), len(data), len(data), len(name), 0)


def _require_bounded(members: Mapping[str, bytes]) -> None:
    if len(members) > MOST_MEMBERS:
        raise _many(len(members))
    for name in members:
        _require_name(name)
    size = sum(map(len, members.values()))
    if size > LARGEST_BUNDLE:
        raise Unshown(
            "bundle-too-large",
            f"The bundle has {size} bytes; {LARGEST_BUNDLE} are the most.",
            size=size,
            most=LARGEST_BUNDLE,
        )


def _require_name(name: str) -> None:
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        shown = ascii(name[:LONGEST_NAME])[1:-1]
        raise Unshown("member-name", f"{shown!r} is no name of a bundle's member.", member=shown)


def _many(count: int) -> Unshown:
    return Unshown(
        "too-many-members",
        f"The bundle has {count} members or more; {MOST_MEMBERS} are the most.",
        count=count,
        most=MOST_MEMBERS,
    )


def _cut_off(member: str) -> Unshown:
    return Unshown(
        "bundle-cut-off", f"The bundle ends inside the member {member or 'that is its first'}.", member=member
    )
