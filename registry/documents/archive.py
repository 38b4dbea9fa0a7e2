"""ZIP files of strangers (DOCX, XLSX and plain ones), looked over before anything in them is unpacked.

A few kilobytes can unpack to gigabytes, members can share their bytes, and two programs can see different members in
one file. So what it says of itself is counted and compared first, and a member is read up to its stated size only.
"""

import io
import struct
import zipfile
import zlib
from itertools import pairwise

from domain.errors import InvalidValue

MOST_MEMBERS = 2_000
LARGEST_INSIDE = 256 << 20
"""Bytes of all members, unpacked."""
STEEPEST = 200
"""Unpacked bytes for one packed; a document's XML packs to a twentieth."""
_STEEP_FROM = 16 << 20  # bytes inside; less harms nobody, however well it is packed
_LOCAL_HEADER = 30  # bytes, APPNOTE 4.3.7
_END = b"PK\x05\x06"
_END_RECORD = 22
_LOCKED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class Archive:
    """A ZIP file within bounds: its members by name."""

    def __init__(self, data: bytes) -> None:
        """Look *data* over.

        Raises:
            InvalidValue: it is damaged, locked, unpacks to too much, or has anything before, behind or twice.
        """
        try:
            self.file = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise damaged(str(error)) from None
        self.members = {member.filename: member for member in self.file.infolist()}
        _require_sizes(self.file.infolist(), len(data))
        _require_one_reading(self.file, data)

    def read(self, name: str) -> bytes:
        """Return a member's bytes.

        Raises:
            InvalidValue: there is none of that name, or it is not what the file says of it.
        """
        member = self.members.get(name)
        if member is None:
            raise damaged(f"{name} is missing")
        try:
            with self.file.open(member) as stream:
                return stream.read(member.file_size)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise damaged(f"{name}: {error}") from None


def damaged(why: str) -> InvalidValue:
    """Return the refusal of a ZIP file or Office document that cannot be what it says."""
    message = f"The file is damaged or made to mislead ({why}): save it anew and hand it in again."
    return InvalidValue("archive-damaged", message, why=why)


def _require_sizes(members: list[zipfile.ZipInfo], length: int) -> None:
    inside = sum(member.file_size for member in members)
    steep = inside > _STEEP_FROM and inside > STEEPEST * length
    if len(members) > MOST_MEMBERS or inside > LARGEST_INSIDE or steep:
        message = (
            f"The file unpacks to {inside} bytes in {len(members)} members, more than a document has: save it anew."
        )
        raise InvalidValue("archive-swells", message, size=inside, members=len(members))
    for member in members:
        if member.flag_bits & _LOCKED:
            message = f"{member.filename} in the file is locked with a password: hand it in without one."
            raise InvalidValue("archive-locked", message, member=member.filename)
        if member.compress_type not in _METHODS:
            raise damaged(f"{member.filename} is packed in a way that documents do not use")


def _require_one_reading(archive: zipfile.ZipFile, data: bytes) -> None:
    """Refuse what another program could read as another file: gaps, overlaps, names that differ or come twice."""
    members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    names = [member.filename.lower() for member in members]  # Office compares names so
    if len(set(names)) != len(names):
        raise damaged("two members have one name")
    if not members or members[0].header_offset != 0:
        raise damaged("something stands before its first member")
    if data.rfind(_END) + _END_RECORD + len(archive.comment) != len(data):
        raise damaged("something stands behind its end")
    for member, following in pairwise(members):
        if _end(member, data) > following.header_offset:
            raise damaged(f"{member.filename} and {following.filename} overlap")
    if _end(members[-1], data) > archive.start_dir:
        raise damaged(f"{members[-1].filename} overlaps the list of members")


def _end(member: zipfile.ZipInfo, data: bytes) -> int:
    """Return where a member's bytes end, by its local header."""
    header = data[member.header_offset : member.header_offset + _LOCAL_HEADER]
    if len(header) != _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise damaged(f"{member.filename} has no header")
    name, extra = struct.unpack("<HH", header[26:])
    begin = member.header_offset + _LOCAL_HEADER
    if data[begin : begin + name] != _raw_name(member):
        raise damaged(f"{member.filename} has two names")
    return begin + int(name) + int(extra) + member.compress_size


def _raw_name(member: zipfile.ZipInfo) -> bytes:
    utf8 = 0x800
    return member.orig_filename.encode("utf-8" if member.flag_bits & utf8 else "cp437")
