"""A bundle has one form of ZIP; whatever else a ZIP can be is refused, and the member is named."""

import io
import struct
import zipfile
from binascii import crc32

import pytest

from registry.verify import container
from registry.verify.verdicts import Layer, Unshown, Verdict
from tests.registry.verify.desk import Desk

MEMBERS = {"README": b"read me", "files/a": b"", "statement.json": b'{"a":1}'}


def plain_zip(members: dict[str, bytes], *, method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a ZIP as Python's own library writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr, info.compress_type = 0, 0, method
            archive.writestr(info, data)
    return out.getvalue()


def renamed(name: bytes) -> bytes:
    """Return a ZIP of one member with any name at all, right in everything else."""
    about = struct.pack("<5H3I2H", 20, 0, 0, 0, 0x21, crc32(b"x"), 1, 1, len(name), 0)
    local = b"PK\x03\x04" + about + name + b"x"
    central = b"PK\x01\x02" + struct.pack("<H", 20) + about + struct.pack("<3H2I", 0, 0, 0, 0, 0) + name
    return local + central + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 1, 1, len(central), len(local), 0)


def test_members_come_back_as_they_were_written() -> None:
    data = container.write(MEMBERS)

    assert container.read(data) == MEMBERS


def test_other_programs_read_what_is_written() -> None:
    data = container.write(MEMBERS)

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == MEMBERS


def test_every_byte_of_a_zip_counts() -> None:
    data = container.write(MEMBERS)

    for offset in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[offset] ^= 1 << bit
            with pytest.raises(Unshown):
                container.read(bytes(changed))


def test_no_bundle_that_was_cut_off_is_read() -> None:
    data = container.write(MEMBERS)

    for length in range(len(data)):
        with pytest.raises(Unshown):
            container.read(data[:length])


@pytest.mark.parametrize("more", [b"\x00", b"\n", b"PK\x05\x06" + bytes(18), b"PK\x03\x04"])
def test_nothing_may_stand_before_or_behind(more: bytes) -> None:
    data = container.write(MEMBERS)

    with pytest.raises(Unshown):
        container.read(data + more)
    with pytest.raises(Unshown):
        container.read(more + data)


@pytest.mark.parametrize(
    "name",
    [
        *(b"../x", b"/x", b"a/../x", b"./x", b"a//x", b"a/", b"", b"a\\x", b"C:x", b"a\x00b", b".hidden", b"a/.x"),
        *(b"a/b/c/d", "ก".encode(), b"\xff", b"x" * 121),
    ],
)
def test_a_name_that_could_leave_the_folder_or_mislead_is_refused(name: bytes) -> None:
    with pytest.raises(Unshown, match="no name of a bundle's member"):
        container.read(renamed(name))


def test_the_attack_with_names_differs_from_a_good_bundle_in_the_name_alone() -> None:
    assert container.read(renamed(b"files/x")) == {"files/x": b"x"}


def test_a_compressed_member_is_refused_unopened() -> None:
    data = plain_zip({"README": bytes(1_000_000)}, method=zipfile.ZIP_DEFLATED)

    with pytest.raises(Unshown, match="member README is compressed"):
        container.read(data)


def test_a_member_given_twice_is_refused() -> None:
    data = container.write({"README": b"1", "READMF": b"2"}).replace(b"READMF", b"README")

    with pytest.raises(Unshown, match="README stands behind README: twice"):
        container.read(data)


def test_members_out_of_order_are_refused() -> None:
    data = plain_zip({"b": b"", "a": b""})

    with pytest.raises(Unshown, match="a stands behind b"):
        container.read(data)


def test_what_another_program_packed_anew_is_refused(desk: Desk) -> None:
    data = plain_zip(desk.members())
    data = data.replace(b"PK\x01\x02\x14\x03", b"PK\x01\x02\x14\x00")

    report = desk.verify(data + b"\x00")

    assert report.headline is Verdict.INVALID
    assert report.of(Layer.CONTAINER).says.slug == "bundle-directory"


def test_more_members_than_a_bundle_may_have_are_refused() -> None:
    with pytest.raises(Unshown, match="4097 members or more"):
        container.write({f"m{n:05}": b"" for n in range(4097)})


def test_a_file_larger_than_a_bundle_may_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = container.write(MEMBERS)
    monkeypatch.setattr(container, "LARGEST_BUNDLE", len(data) - 1)

    with pytest.raises(Unshown, match="are the most"):
        container.read(data)


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"\x1f\x8b", bytes(100)])
def test_what_is_no_zip_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(Unshown, match="not an evidence bundle"):
        container.read(data)
