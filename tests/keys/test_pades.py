"""A signature in a PDF holds for exactly this file, this place in it, this key and this form, and for nothing else.

By default a sample of the bytes is changed; with SARABAN_EVERY_BYTE set, every byte, each to several values.
"""

import hashlib
import os
from dataclasses import dataclass, replace
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from keys import cms, der, pades
from keys.attributes import CONTENT_TYPE, as_set, binding_attributes
from keys.errors import BadSignature
from keys.pades import Gap
from keys.signing import SigningKey
from keys.testing import SpecimenAuthority

THOROUGH = bool(os.environ.get("SARABAN_EVERY_BYTE"))
BEFORE = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj 2 0 obj <</Type /Sig /Contents "
BEHIND = b" >> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
ROOM = 6000
"""Bytes for what a foreign or hostile program writes into the gap."""
ECDSA = bytes.fromhex("300a06082a8648ce3d040302")


@dataclass(frozen=True)
class File:
    """A file that was signed, and where."""

    data: bytes
    gap: Gap


def unsigned(room: int) -> File:
    """Return what stands for a PDF file: nobody here looks into it."""
    end = len(BEFORE) + 2 * room + 2
    gap = Gap(len(BEFORE), end, end + 60 + len(BEHIND))
    return File(b"%b<%b>%b%b" % (BEFORE, b"00" * room, pades.byte_range(gap).ljust(60), BEHIND), gap)


def around(file: File) -> bytes:
    """Return the SHA-256 of what is signed of a file, computed here."""
    return hashlib.sha256(file.data[: file.gap.begin] + file.data[file.gap.end :]).digest()


def signed(key: SigningKey, *, spare: int = 0) -> File:
    """Return a file signed by *key*, with *spare* bytes of zeros behind the signature."""
    file = unsigned(pades.room(key) + spare)
    signature = pades.sign(pades.ranged(file.data, file.gap), key)
    return replace(file, data=pades.embed(file.data, file.gap, signature))


def with_contents(contents: bytes) -> File:
    """Return a file with any bytes in its gap, as a foreign or hostile program would write it."""
    file = unsigned(ROOM)
    return replace(file, data=pades.embed(file.data, file.gap, contents))


def signature_in(file: File) -> bytes:
    inside = bytes.fromhex(file.data[file.gap.begin + 1 : file.gap.end - 1].decode())
    return inside[: der.element(inside, 0, len(inside))[2]]


@pytest.fixture
def below(authority_with_intermediate: SpecimenAuthority) -> SigningKey:
    return authority_with_intermediate.officer("นายสมมติ ตัวอย่าง", organisation="กรมตัวอย่าง", post="อธิบดี")


def test_what_an_officer_signs_verifies(officer: SigningKey) -> None:
    file = signed(officer)

    pades.verify(file.data, file.gap, officer.certificate)


def test_what_is_signed_below_an_intermediate_verifies(below: SigningKey) -> None:
    file = signed(below, spare=700)

    pades.verify(file.data, file.gap, below.certificate)


def test_the_digest_is_of_all_around_the_gap(p256: SigningKey) -> None:
    file = signed(p256)

    assert pades.ranged(file.data, file.gap) == around(file)
    claim = pades.read(file.data, file.gap, p256.certificate)
    assert (claim.digest, claim.whole) == (around(file), hashlib.sha256(file.data).digest())


def test_the_certificates_stand_inside_for_readers_of_pdf_files(below: SigningKey) -> None:
    _, inside = cms.without_certificates(signature_in(signed(below)))

    assert set(inside) == {below.certificate.der, *(one.der for one in below.chain)}


def test_no_signing_time_is_said_beside_the_one_of_the_file(officer: SigningKey) -> None:
    bare, _ = cms.without_certificates(signature_in(signed(officer)))
    found = cms.read(bare).attributes

    assert [attribute[2:13] for attribute in der.elements(found, 0, len(found))] == [
        bytes.fromhex("06092a864886f70d010903"),
        bytes.fromhex("06092a864886f70d010904"),
        bytes.fromhex("060b2a864886f70d010910"),
    ]


def test_no_key_writes_more_than_the_room_that_was_kept(officer: SigningKey, below: SigningKey) -> None:
    for key in (officer, below):
        sizes = {len(pades.sign(hashlib.sha256(bytes((n,))).digest(), key)) for n in range(60)}

        assert pades.room(key) - 4 < max(sizes) <= pades.room(key)


def test_no_byte_of_the_file_can_be_changed(officer: SigningKey, below: SigningKey) -> None:
    for key in (officer, below):
        file = signed(key, spare=3)
        places = range(len(file.data))

        for place in places if THOROUGH else Random(4).sample(places, 700):  # noqa: S311 - which bytes is no secret
            byte = file.data[place]
            for value in {byte ^ 0x01, byte ^ 0x20, ord("0"), 0x00} - {byte}:
                changed = file.data[:place] + bytes((value,)) + file.data[place + 1 :]
                with pytest.raises(BadSignature):
                    pades.verify(changed, file.gap, key.certificate)


@pytest.mark.parametrize("grown", [b"\n", b"0", b"\n3 0 obj <<>> endobj\n%%EOF\n"])
def test_nothing_can_be_written_behind_the_end(p256: SigningKey, grown: bytes) -> None:
    file = signed(p256)
    longer = replace(file.gap, length=file.gap.length + len(grown))

    with pytest.raises(BadSignature, match="has no place for a signature"):
        pades.verify(file.data + grown, file.gap, p256.certificate)
    with pytest.raises(BadSignature, match="says of its signature that it is over other bytes"):
        pades.verify(file.data + grown, longer, p256.certificate)


@pytest.mark.parametrize(
    "said",
    [
        b" /ByteRange [0 %d %d %d]" % (len(BEFORE) - 1, len(BEFORE) + 82, 60 + len(BEHIND)),
        b" /ByteRange [0 %d %d %d]" % (len(BEFORE), len(BEFORE) + 81, 60 + len(BEHIND)),
        b" /ByteRange [0 %d %d %d]" % (len(BEFORE), len(BEFORE) + 82, 59 + len(BEHIND)),
        b" /ByteRange [1 %d %d %d]" % (len(BEFORE), len(BEFORE) + 82, 60 + len(BEHIND)),
        b" /ByteRange [0 %d %d 0%d]" % (len(BEFORE), len(BEFORE) + 82, 60 + len(BEHIND)),
        b" /ByteRange [0 %d %d %d 0 1]" % (len(BEFORE), len(BEFORE) + 82, 60 + len(BEHIND)),
        b"  /ByteRange [0 %d %d %d]" % (len(BEFORE), len(BEFORE) + 82, 60 + len(BEHIND)),
        b"",
    ],
    ids=bytes.decode,
)
def test_a_file_that_says_otherwise_which_of_its_bytes_are_signed_is_refused(said: bytes) -> None:
    file = unsigned(40)
    other = file.data[: file.gap.end] + said.ljust(60) + BEHIND

    pades.ranged(file.data, file.gap)
    with pytest.raises(BadSignature, match="readers of PDF files would call it bad") as refusal:
        pades.ranged(other, file.gap)

    assert refusal.value.slug == "byte-range-differs"


@pytest.mark.parametrize(
    "gap",
    [
        Gap(0, 80, 300),
        Gap(-1, 40, 300),
        Gap(40, 40, 300),
        Gap(41, 40, 300),
        Gap(40, 300, 300),
        Gap(40, 301, 300),
        Gap(40, 80, 299),
        Gap(40, 80, 301),
    ],
    ids=str,
)
def test_a_gap_that_is_not_inside_the_file_is_refused(gap: Gap) -> None:
    data = b"<" * 40 + b"<" + b"0" * 38 + b">" + pades.byte_range(Gap(40, 80, 300)).ljust(220, b">")

    pades.ranged(data, Gap(40, 80, 300))
    with pytest.raises(BadSignature, match="has no place for a signature") as refusal:
        pades.ranged(data, gap)

    assert refusal.value.slug == "gap-misplaced"


def test_an_enormous_gap_is_refused() -> None:
    size = pades.LARGEST_GAP
    data = b"%PDF <" + b"0" * (size - 1) + b"> %%EOF"

    with pytest.raises(BadSignature, match="has no place for a signature"):
        pades.ranged(data, Gap(5, 5 + size + 1, len(data)))


@pytest.mark.parametrize("moved", [(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, 1)], ids=str)
def test_a_gap_that_was_moved_is_refused(p256: SigningKey, moved: tuple[int, int]) -> None:
    file = signed(p256)
    other = replace(file.gap, begin=file.gap.begin + moved[0], end=file.gap.end + moved[1])

    with pytest.raises(BadSignature, match="has no place for a signature"):
        pades.verify(file.data, other, p256.certificate)


def test_a_signature_of_another_file_is_refused(p256: SigningKey) -> None:
    file = with_contents(pades.sign(hashlib.sha256(b"another file").digest(), p256))

    with pytest.raises(BadSignature, match="is over other bytes") as refusal:
        pades.verify(file.data, file.gap, p256.certificate)

    assert refusal.value.slug == "content-changed"


def test_a_gap_that_nobody_filled_is_refused(p256: SigningKey) -> None:
    file = unsigned(pades.room(p256))

    with pytest.raises(BadSignature, match="signature"):
        pades.verify(file.data, file.gap, p256.certificate)


def test_another_officers_certificate_is_refused(officer: SigningKey, below: SigningKey) -> None:
    file = signed(officer)

    with pytest.raises(BadSignature, match="names another certificate than that of นายสมมติ ตัวอย่าง") as refusal:
        pades.verify(file.data, file.gap, below.certificate)

    assert refusal.value.slug == "signed-by-another"


def test_a_signature_made_by_another_key_in_an_officers_name_is_refused(p256: SigningKey) -> None:
    forger = ec.generate_private_key(ec.SECP256R1())
    file = signed(p256)
    bare, inside = cms.without_certificates(signature_in(file))
    info = cms.read(bare)
    forged = forger.sign(as_set(info.attributes), ec.ECDSA(SHA256()))
    contents = cms.assemble(info.identifier, info.attributes, info.algorithm, forged)
    file = replace(file, data=pades.embed(file.data, file.gap, cms.with_certificates(contents, inside)))

    with pytest.raises(BadSignature, match="does not match") as refusal:
        pades.verify(file.data, file.gap, p256.certificate)

    assert refusal.value.slug == "signature-mismatch"


def test_a_second_signature_behind_the_first_is_refused(p256: SigningKey) -> None:
    digest = around(unsigned(ROOM))
    file = with_contents(pades.sign(digest, p256) + pades.sign(digest, p256))

    with pytest.raises(BadSignature, match="something stands behind the signature") as refusal:
        pades.verify(file.data, file.gap, p256.certificate)

    assert refusal.value.slug == "gap-malformed"


def test_digits_in_capitals_are_refused_for_nobody_signed_them(p256: SigningKey) -> None:
    file = signed(p256)
    inside = file.data[file.gap.begin : file.gap.end]
    shouted = file.data.replace(inside, inside.upper())

    with pytest.raises(BadSignature, match="capitals or white space"):
        pades.verify(shouted, file.gap, p256.certificate)


def test_white_space_between_digits_is_refused_though_readers_of_pdf_files_skip_it(p256: SigningKey) -> None:
    file = signed(p256, spare=4)
    spaced = file.data.replace(b"0000>", b"00  >")

    with pytest.raises(BadSignature, match="capitals or white space"):
        pades.verify(spaced, file.gap, p256.certificate)


def test_a_certificate_cannot_be_added_dropped_or_exchanged(below: SigningKey, p256: SigningKey) -> None:
    digest = around(unsigned(ROOM))
    bare, inside = cms.without_certificates(pades.sign(digest, below))
    own = below.certificate.der
    other = p256.certificate.der
    for certificates in ([own], [*inside, other], [own, other]):
        file = with_contents(cms.with_certificates(bare, certificates))

        with pytest.raises(BadSignature, match="made for other certificates"):
            pades.verify(file.data, file.gap, below.certificate)


def test_a_signature_without_the_signers_certificate_is_refused_for_readers_would_not_find_it(
    p256: SigningKey,
) -> None:
    digest = around(unsigned(ROOM))
    bare, _ = cms.without_certificates(pades.sign(digest, p256))
    file = with_contents(bare)

    with pytest.raises(BadSignature, match="names another certificate"):
        pades.verify(file.data, file.gap, p256.certificate)


def test_a_crowd_of_certificates_is_refused(p256: SigningKey, authority: SpecimenAuthority) -> None:
    many = [
        authority.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี", key=p256.private_key).certificate
        for _ in range(4)
    ]
    file = with_contents(pades.sign(bytes(32), SigningKey(p256.private_key, p256.certificate, many)))

    with pytest.raises(BadSignature, match="it holds 5 certificates; 4 are the most"):
        pades.verify(file.data, file.gap, p256.certificate)


def test_the_signature_of_a_statement_is_none_of_a_file(p256: SigningKey) -> None:
    # CAdES-B with a signing time: whoever signs both must not have one taken for the other.
    digest = around(unsigned(ROOM))
    time = bytes.fromhex("301c06092a864886f70d010905310f170d3231303231303032313530375a")
    attributes = CONTENT_TYPE + time + binding_attributes(digest, p256.certificate.fingerprint)
    bare = cms.assemble(p256.certificate.issuer_and_serial, attributes, ECDSA, p256.sign(as_set(attributes)))
    file = with_contents(cms.with_certificates(bare, [p256.certificate.der]))

    with pytest.raises(BadSignature, match="not written as it is written here"):
        pades.verify(file.data, file.gap, p256.certificate)


def test_a_signature_that_does_not_fit_is_refused_before_anything_is_written(p256: SigningKey) -> None:
    file = unsigned(pades.room(p256) - 20)
    signature = pades.sign(pades.ranged(file.data, file.gap), p256)

    with pytest.raises(BadSignature, match="Prepare the file again, for the key that signs") as refusal:
        pades.embed(file.data, file.gap, signature)

    assert refusal.value.slug == "gap-too-small"
    assert refusal.value.facts == {"size": len(signature), "room": pades.room(p256) - 20}


def test_the_other_solution_of_ecdsa_verifies_so_the_admission_pins_the_finished_file(p256: SigningKey) -> None:
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    digest = around(unsigned(ROOM))
    bare, inside = cms.without_certificates(pades.sign(digest, p256))
    info = cms.read(bare)
    r, s = decode_dss_signature(info.signature)
    twin = cms.assemble(info.identifier, info.attributes, info.algorithm, encode_dss_signature(r, order - s))
    file = with_contents(cms.with_certificates(twin, inside))

    pades.verify(file.data, file.gap, p256.certificate)
