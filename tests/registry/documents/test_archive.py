"""A ZIP of strangers is one file to everybody, and small enough, or it is refused."""

import io
import zipfile

import pytest

from domain.errors import InvalidValue
from registry.documents.archive import Archive


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.comment = comment
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


HONEST = zipped({"a.xml": b"<a/>", "หนังสือ.txt": "ก".encode()})


def test_members_come_back_as_they_were_packed() -> None:
    archive = Archive(HONEST)

    assert {name: archive.read(name) for name in archive.members} == {"a.xml": b"<a/>", "หนังสือ.txt": "ก".encode()}


def test_a_comment_is_part_of_the_file() -> None:
    assert Archive(zipped({"a": b"a"}, comment=b"SPECIMEN")).read("a") == b"a"


def test_a_member_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidValue, match=r"b\.xml is missing"):
        Archive(HONEST).read("b.xml")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("other", ["a.xml", "A.XML"])
def test_two_members_of_one_name_are_refused_as_office_compares_names(other: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xml", b"1")
        archive.writestr(other, b"2")

    with pytest.raises(InvalidValue, match="two members have one name"):
        Archive(out.getvalue())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"GIF89a" + HONEST, "something stands before"),
        (HONEST + b"behind", "something stands behind"),
        (HONEST.replace(b"a.xml", b"b.xml", 1), "has two names"),
        (zipped({}), "something stands before"),
        (zipped({"a": b"a" * 100}, method=zipfile.ZIP_LZMA), "packed in a way"),
        (zipped({"a": b"a" * 100}, method=zipfile.ZIP_BZIP2), "packed in a way"),
        (b"", "not a zip file"),
        (HONEST[:-10], "not a zip file"),
    ],
)
def test_what_another_program_could_read_otherwise_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(InvalidValue, match=why) as refusal:
        Archive(data)

    assert refusal.value.slug == "archive-damaged"


def test_a_locked_member_is_refused_by_name() -> None:
    locked = bytearray(zipped({"a.xml": b"a"}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(InvalidValue, match=r"a\.xml in the file is locked"):
        Archive(bytes(locked))


def test_members_that_share_their_bytes_are_refused() -> None:
    data = zipped({"a": b"a" * 40, "b": b"b" * 40}, method=zipfile.ZIP_STORED)
    longer = data.replace(b"b" * 40, b"b" * 40)
    first = longer.index(b"PK\x01\x02")
    overlapping = longer[: first + 20] + (80).to_bytes(4, "little") * 2 + longer[first + 28 :]

    with pytest.raises(InvalidValue, match="a and b overlap"):
        Archive(overlapping)


def test_a_member_whose_bytes_were_changed_is_refused() -> None:
    data = zipped({"a": b"a" * 40}, method=zipfile.ZIP_STORED)

    with pytest.raises(InvalidValue, match="Bad CRC-32"):
        Archive(data.replace(b"a" * 40, b"a" * 39 + b"b")).read("a")
