"""A signature holds for exactly these bytes, this key and this form, and for nothing else."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from keys import cades, cms, der
from keys.certificates import Certificate
from keys.errors import BadSignature, KeysError
from keys.signing import SigningKey
from keys.testing import SpecimenAuthority

STATEMENT = '{"typ":"letter.signed.v1","subject":"การปรับปรุงโครงสร้าง"}'.encode()
AT = datetime(2021, 2, 10, 9, 15, 7, tzinfo=timezone(timedelta(hours=7)))

CONTENT_TYPE = bytes.fromhex("301806092a864886f70d010903310b06092a864886f70d010701")


def time_attribute(value: bytes) -> bytes:
    return der.write(0x30, bytes.fromhex("06092a864886f70d010905") + der.write(0x31, value))


def digest_attribute(digest: bytes) -> bytes:
    return der.write(0x30, bytes.fromhex("06092a864886f70d010904") + der.write(0x31, der.write(4, digest)))


def certificate_attribute(ess_cert: bytes, *, more: bytes = b"") -> bytes:
    value = der.write(0x30, der.write(0x30, der.write(0x30, ess_cert) + more))
    return der.write(0x30, bytes.fromhex("060b2a864886f70d010910022f") + der.write(0x31, value))


def usual_attributes(key: SigningKey) -> list[bytes]:
    return [
        CONTENT_TYPE,
        time_attribute(b"\x17\x0d210210021507Z"),
        digest_attribute(hashlib.sha256(STATEMENT).digest()),
        certificate_attribute(der.write(4, key.certificate.fingerprint)),
    ]


def signed_with(key: SigningKey, attributes: list[bytes]) -> bytes:
    """Sign any attributes, as a foreign or hostile program would."""
    joined = b"".join(attributes)
    algorithm = "300a06082a8648ce3d040302" if is_p256(key) else "300d06092a864886f70d0101010500"
    signature = key.sign(der.write(0x31, joined))
    return cms.assemble(key.certificate.issuer_and_serial, joined, bytes.fromhex(algorithm), signature)


def is_p256(key: SigningKey) -> bool:
    return isinstance(key.private_key, ec.EllipticCurvePrivateKey)


def test_what_an_officer_signs_verifies_and_tells_the_claimed_time(officer: SigningKey) -> None:
    signature = cades.sign(STATEMENT, officer, at=AT)

    signed = cades.verify(signature, STATEMENT, officer.certificate)

    assert signed.at == AT
    assert signed.digest == hashlib.sha256(STATEMENT).digest()


def test_a_p256_signature_is_small(p256: SigningKey) -> None:
    assert len(cades.sign(STATEMENT, p256, at=AT)) < 512


def test_the_builder_of_these_tests_writes_what_sign_writes(rsa3072: SigningKey) -> None:
    # RSA is deterministic, so the whole can be compared.
    assert signed_with(rsa3072, usual_attributes(rsa3072)) == cades.sign(STATEMENT, rsa3072, at=AT)


@pytest.mark.parametrize("other", [b"", STATEMENT[:-1], STATEMENT + b" ", STATEMENT.replace(b"v1", b"v2")])
def test_a_signature_over_other_bytes_is_refused(officer: SigningKey, other: bytes) -> None:
    signature = cades.sign(STATEMENT, officer, at=AT)

    with pytest.raises(BadSignature, match="is over other bytes") as refusal:
        cades.verify(signature, other, officer.certificate)

    assert refusal.value.slug == "content-changed"


def test_another_officers_certificate_is_refused(officer: SigningKey, authority: SpecimenAuthority) -> None:
    other = authority.officer("นายอื่น", organisation="กรมอื่น", post="เลขานุการ")
    signature = cades.sign(STATEMENT, officer, at=AT)

    with pytest.raises(BadSignature, match="names another certificate than that of นายอื่น"):
        cades.verify(signature, STATEMENT, other.certificate)


def test_a_renewed_certificate_of_the_same_key_is_another_certificate(
    p256: SigningKey, authority: SpecimenAuthority
) -> None:
    renewed = authority.officer("นายสมมติ ตัวอย่าง", organisation="กรมตัวอย่าง", post="อธิบดี", key=p256.private_key)
    signature = cades.sign(STATEMENT, p256, at=AT)

    with pytest.raises(BadSignature, match="names another certificate"):
        cades.verify(signature, STATEMENT, renewed.certificate)


def test_a_certificate_with_the_same_name_and_number_but_another_key_is_refused(p256: SigningKey) -> None:
    impostors = SpecimenAuthority.create()
    impostor = impostors.officer("นายสมมติ ตัวอย่าง", organisation="กรมตัวอย่าง", post="อธิบดี")
    assert impostor.certificate.issuer == p256.certificate.issuer
    signature = cades.sign(STATEMENT, p256, at=AT)

    with pytest.raises(BadSignature, match="names another certificate"):
        cades.verify(signature, STATEMENT, impostor.certificate)


def test_a_signature_made_by_another_key_in_an_officers_name_is_refused(officer: SigningKey) -> None:
    forger = ec.generate_private_key(ec.SECP256R1())
    attributes = b"".join(usual_attributes(officer))
    forged = cms.assemble(
        officer.certificate.issuer_and_serial,
        attributes,
        bytes.fromhex("300a06082a8648ce3d040302" if is_p256(officer) else "300d06092a864886f70d0101010500"),
        forger.sign(der.write(0x31, attributes), ec.ECDSA(SHA256())),
    )

    with pytest.raises(BadSignature, match="does not match") as refusal:
        cades.verify(forged, STATEMENT, officer.certificate)

    assert refusal.value.slug == "signature-mismatch"


def test_no_byte_of_a_signature_can_be_changed(officer: SigningKey) -> None:
    signature = cades.sign(STATEMENT, officer, at=AT)
    in_attributes = signature.index(CONTENT_TYPE)
    values = range(256)

    for place, byte in enumerate(signature):
        # Inside the signed part a few values suffice; what the signature does not cover is tried with all.
        tried = values if place < in_attributes else (byte ^ 0x01, byte ^ 0x80, byte ^ 0xFF, 0x00)
        for value in tried:
            if value == byte:
                continue
            changed = signature[:place] + bytes((value,)) + signature[place + 1 :]
            with pytest.raises(KeysError):
                cades.verify(changed, STATEMENT, officer.certificate)


def test_the_algorithm_of_the_signature_cannot_be_changed_to_any_value(officer: SigningKey) -> None:
    signature = cades.sign(STATEMENT, officer, at=AT)
    after = signature.index(officer.certificate.fingerprint) + 32

    for place in range(after, after + 16):
        for value in set(range(256)) - {signature[place]}:
            changed = signature[:place] + bytes((value,)) + signature[place + 1 :]
            with pytest.raises(KeysError):
                cades.verify(changed, STATEMENT, officer.certificate)


@pytest.mark.parametrize("cut", [0, 1, 2, 10, 60, 200, -1])
def test_a_truncated_signature_is_refused(officer: SigningKey, cut: int) -> None:
    signature = cades.sign(STATEMENT, officer, at=AT)

    with pytest.raises(BadSignature, match="not in the form of CAdES-B"):
        cades.verify(signature[:cut], STATEMENT, officer.certificate)


def test_bytes_after_the_end_are_refused(officer: SigningKey) -> None:
    signature = cades.sign(STATEMENT, officer, at=AT)

    with pytest.raises(BadSignature, match="bytes are left over"):
        cades.verify(signature + b"\0", STATEMENT, officer.certificate)


def test_an_enormous_signature_is_refused_before_it_is_read(p256: SigningKey) -> None:
    with pytest.raises(BadSignature, match="are the most"):
        cades.verify(b"\x30" * 20_000, STATEMENT, p256.certificate)


def test_the_other_solution_of_ecdsa_verifies_so_the_log_must_pin_the_bytes(p256: SigningKey) -> None:
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    joined = b"".join(usual_attributes(p256))
    r, s = decode_dss_signature(p256.sign(der.write(0x31, joined)))
    twin = encode_dss_signature(r, order - s)
    signature = cms.assemble(
        p256.certificate.issuer_and_serial, joined, bytes.fromhex("300a06082a8648ce3d040302"), twin
    )

    cades.verify(signature, STATEMENT, p256.certificate)


class TestAttributes:
    """Signed attributes in other shapes, each signed by the right key."""

    def refuse(self, key: SigningKey, attributes: list[bytes], match: str) -> None:
        with pytest.raises(BadSignature, match=match):
            cades.verify(signed_with(key, attributes), STATEMENT, key.certificate)

    @pytest.mark.parametrize("missing", range(4))
    def test_each_of_the_four_is_needed(self, p256: SigningKey, missing: int) -> None:
        attributes = usual_attributes(p256)
        del attributes[missing]

        self.refuse(p256, attributes, "attribute of CAdES-B is missing")

    def test_a_time_under_another_name_in_the_usual_place_is_not_the_signing_time(self, p256: SigningKey) -> None:
        attributes = usual_attributes(p256)
        attributes[1] = attributes[1].replace(bytes.fromhex("2a864886f70d010905"), bytes.fromhex("2a864886f70d010906"))

        self.refuse(p256, attributes, "attribute of CAdES-B is missing")

    def test_unsorted_ones_are_refused(self, p256: SigningKey) -> None:
        self.refuse(p256, usual_attributes(p256)[::-1], "not sorted")

    def test_one_twice_is_refused(self, p256: SigningKey) -> None:
        attributes = [*usual_attributes(p256), time_attribute(b"\x17\x0d200210021507Z")]

        self.refuse(p256, sorted(attributes), "stands in it twice")

    def test_two_values_in_one_are_refused(self, p256: SigningKey) -> None:
        attributes = usual_attributes(p256)
        attributes[1] = time_attribute(b"\x17\x0d200210021507Z\x17\x0d210210021507Z")

        self.refuse(p256, sorted(attributes), "signing time is not a time")

    def test_more_than_sixteen_are_refused(self, p256: SigningKey) -> None:
        more = [der.write(0x30, bytes((6, 3, 0x2A, 3, n)) + b"\x31\x02\x05\x00") for n in range(13)]

        self.refuse(p256, sorted([*usual_attributes(p256), *more]), "too many")

    def test_a_further_one_that_we_do_not_know_is_kept_and_accepted(self, p256: SigningKey) -> None:
        more = der.write(0x30, bytes((6, 3, 0x2A, 3, 4)) + b"\x31\x02\x05\x00")

        signed = cades.verify(signed_with(p256, sorted([*usual_attributes(p256), more])), STATEMENT, p256.certificate)

        assert signed.at == AT

    def test_a_content_type_other_than_data_is_refused(self, p256: SigningKey) -> None:
        attributes = usual_attributes(p256)
        attributes[0] = CONTENT_TYPE[:-1] + b"\x02"

        self.refuse(p256, attributes, "contentType is not data")

    def test_another_certificates_hash_is_refused(self, p256: SigningKey) -> None:
        attributes = usual_attributes(p256)
        attributes[3] = certificate_attribute(der.write(4, b"\0" * 32))

        self.refuse(p256, attributes, "names another certificate")

    def test_a_second_certificate_that_would_limit_the_path_is_refused(self, p256: SigningKey) -> None:
        attributes = usual_attributes(p256)
        mine = der.write(4, p256.certificate.fingerprint)
        attributes[3] = certificate_attribute(mine, more=der.write(0x30, der.write(4, b"\0" * 32)))

        self.refuse(p256, sorted(attributes), "not one SHA-256 of one certificate")

    @pytest.mark.parametrize("spelling", ["300b0609608648016503040201", "300d06096086480165030402010500"])
    def test_sha256_may_be_spelt_out_in_it(self, p256: SigningKey, spelling: str) -> None:
        attributes = usual_attributes(p256)
        named = bytes.fromhex(spelling) + der.write(4, p256.certificate.fingerprint)
        attributes[3] = certificate_attribute(named)

        cades.verify(signed_with(p256, attributes), STATEMENT, p256.certificate)

    def test_issuer_and_serial_in_it_must_be_the_certificates(self, p256: SigningKey) -> None:
        right = der.write(0x30, der.write(0xA4, p256.certificate.issuer)) + p256.certificate.serial
        wrong = right[:-1] + bytes((right[-1] ^ 1,))
        mine = der.write(4, p256.certificate.fingerprint)
        accepted, refused = usual_attributes(p256), usual_attributes(p256)
        accepted[3] = certificate_attribute(mine + der.write(0x30, right))
        refused[3] = certificate_attribute(mine + der.write(0x30, wrong))

        cades.verify(signed_with(p256, accepted), STATEMENT, p256.certificate)
        self.refuse(p256, refused, "names another certificate")


class TestTime:
    """The claimed time has one form for each year (RFC 5652 §11.3)."""

    @pytest.mark.parametrize(
        "at",
        [
            datetime(1950, 1, 1, tzinfo=UTC),
            datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC),
            datetime(2050, 1, 1, tzinfo=UTC),
            datetime(2569, 11, 23, tzinfo=UTC),
        ],
    )
    def test_it_comes_back_as_it_was_given(self, p256: SigningKey, at: datetime) -> None:
        assert cades.verify(cades.sign(STATEMENT, p256, at=at), STATEMENT, p256.certificate).at == at

    def test_without_a_time_zone_nothing_is_signed(self, p256: SigningKey) -> None:
        with pytest.raises(ValueError, match="time zone"):
            cades.sign(STATEMENT, p256, at=datetime(2021, 2, 10))  # noqa: DTZ001 - that is the mistake

    @pytest.mark.parametrize(
        "value",
        [
            b"\x17\x0b2102100215Z",
            b"\x17\x11210210091507+0700",
            b"\x17\x0d210230021507Z",
            b"\x17\x0d2102100215\xe0\xb9Z",
            b"\x17\x0d210210021507z",
            b"\x18\x0f20210210021507Z",
            b"\x18\x1120210210021507.5Z",
            b"\x04\x0d210210021507Z",
        ],
        ids=repr,
    )
    def test_any_other_form_is_refused(self, p256: SigningKey, value: bytes) -> None:
        attributes = usual_attributes(p256)
        attributes[1] = time_attribute(value)

        with pytest.raises(BadSignature, match="signing time is not a time"):
            cades.verify(signed_with(p256, sorted(attributes)), STATEMENT, p256.certificate)


class TestEnvelope:
    """What the signature does not cover has one accepted form."""

    def rebuilt(self, key: SigningKey, change: Callable[[list[bytes]], None]) -> bytes:
        """Sign, take SignerInfo apart, change its parts and put everything together again."""
        signature = cades.sign(STATEMENT, key, at=AT)
        info = cms.read(signature)
        parts = [
            info.version,
            info.identifier,
            cms.SHA256,
            der.write(0xA0, info.attributes),
            info.algorithm,
            der.write(4, info.signature),
        ]
        change(parts)
        head = b"\x02\x01\x01" + der.write(0x31, cms.SHA256) + cms.DETACHED_DATA
        return self.enclosed(head + der.write(0x31, der.write(0x30, b"".join(parts))))

    def enclosed(self, signed_data: bytes) -> bytes:
        return der.write(0x30, cms.SIGNED_DATA_OID + der.write(0xA0, der.write(0x30, signed_data)))

    def refuse(self, key: SigningKey, signature: bytes, match: str) -> None:
        with pytest.raises(BadSignature, match=match):
            cades.verify(signature, STATEMENT, key.certificate)

    def test_taking_apart_and_putting_together_changes_nothing(self, p256: SigningKey) -> None:
        cades.verify(self.rebuilt(p256, lambda _: None), STATEMENT, p256.certificate)

    def test_unsigned_attributes_are_refused(self, p256: SigningKey) -> None:
        stamp = der.write(0xA1, der.write(0x30, bytes((6, 3, 0x2A, 3, 4)) + b"\x31\x02\x05\x00"))

        self.refuse(p256, self.rebuilt(p256, lambda parts: parts.append(stamp)), "unsigned attributes")

    def test_a_null_beside_sha256_must_stand_in_both_places_or_either(self, p256: SigningKey) -> None:
        def with_null(parts: list[bytes]) -> None:
            parts[2] = cms.SHA256_WITH_NULL

        cades.verify(self.rebuilt(p256, with_null), STATEMENT, p256.certificate)

    def test_another_digest_algorithm_is_refused(self, p256: SigningKey) -> None:
        def sha512(parts: list[bytes]) -> None:
            parts[2] = cms.SHA256[:-1] + b"\x03"

        self.refuse(p256, self.rebuilt(p256, sha512), "digest is not SHA-256")

    def test_an_algorithm_of_another_kind_of_key_is_refused(self, p256: SigningKey) -> None:
        def rsa(parts: list[bytes]) -> None:
            parts[4] = bytes.fromhex("300d06092a864886f70d0101010500")

        self.refuse(p256, self.rebuilt(p256, rsa), "not the one of the signer's key")

    def test_two_signers_are_refused(self, p256: SigningKey) -> None:
        signature = cades.sign(STATEMENT, p256, at=AT)
        start = signature.index(cms.DETACHED_DATA) + len(cms.DETACHED_DATA)
        head = b"\x02\x01\x01" + der.write(0x31, cms.SHA256) + cms.DETACHED_DATA
        from_set, to_set = der.only(0x31, signature, start, len(signature))
        infos = signature[from_set:to_set] * 2

        self.refuse(p256, self.enclosed(head + der.write(0x31, infos)), "bytes are left over")

    def test_the_document_inside_is_refused(self, p256: SigningKey) -> None:
        signature = cades.sign(STATEMENT, p256, at=AT)
        start = signature.index(cms.DETACHED_DATA) + len(cms.DETACHED_DATA)
        inside = der.write(0x30, cms.DATA_OID + der.write(0xA0, der.write(4, STATEMENT)))
        head = b"\x02\x01\x01" + der.write(0x31, cms.SHA256) + inside

        self.refuse(p256, self.enclosed(head + signature[start:]), "make a detached signature")

    def test_crls_are_refused(self, p256: SigningKey) -> None:
        signature = cades.sign(STATEMENT, p256, at=AT)
        start = signature.index(cms.DETACHED_DATA) + len(cms.DETACHED_DATA)
        head = b"\x02\x01\x01" + der.write(0x31, cms.SHA256) + cms.DETACHED_DATA

        self.refuse(p256, self.enclosed(head + b"\xa1\x02\x30\x00" + signature[start:]), "expected tag 0x31")

    def test_a_signer_named_by_key_identifier_is_accepted_in_version_3(self, p256: SigningKey) -> None:
        assert p256.certificate.key_identifier is not None
        named = der.write(0x80, p256.certificate.key_identifier)

        def by_identifier(parts: list[bytes]) -> None:
            parts[0], parts[1] = b"\x02\x01\x03", named

        version_1_outside = self.rebuilt(p256, by_identifier)
        version_3 = version_1_outside.replace(b"\x02\x01\x01\x31", b"\x02\x01\x03\x31", 1)

        cades.verify(version_3, STATEMENT, p256.certificate)
        assert cades.signer_of(version_3).key_identifier == p256.certificate.key_identifier
        self.refuse(p256, version_1_outside, "version or its set of digest algorithms")

    def test_version_3_is_refused_where_the_signer_is_named_by_issuer_and_serial(self, p256: SigningKey) -> None:
        def version_3(parts: list[bytes]) -> None:
            parts[0] = b"\x02\x01\x03"

        signature = self.rebuilt(p256, version_3).replace(b"\x02\x01\x01\x31", b"\x02\x01\x03\x31", 1)

        self.refuse(p256, signature, "does not fit the way it names its signer")


class TestCertificatesInside:
    """They are put in for foreign tools and taken out again, byte for byte."""

    @pytest.fixture
    def chain(self, p256: SigningKey, authority: SpecimenAuthority) -> list[bytes]:
        return [p256.certificate.der, authority.root.der]

    def test_taking_out_is_the_inverse_of_putting_in(self, p256: SigningKey, chain: list[bytes]) -> None:
        signature = cades.sign(STATEMENT, p256, at=AT)

        bare, certificates = cms.without_certificates(cms.with_certificates(signature, chain))

        assert bare == signature
        assert sorted(certificates) == sorted(chain)

    def test_their_order_and_repetition_do_not_matter(self, p256: SigningKey, chain: list[bytes]) -> None:
        signature = cades.sign(STATEMENT, p256, at=AT)

        assert cms.with_certificates(signature, chain) == cms.with_certificates(signature, chain[::-1] * 2)

    def test_none_leaves_it_as_it_is(self, p256: SigningKey) -> None:
        signature = cades.sign(STATEMENT, p256, at=AT)

        assert cms.with_certificates(signature, []) == signature
        assert cms.without_certificates(signature) == (signature, ())

    def test_verifying_wants_them_taken_out_because_nothing_signs_them(
        self, p256: SigningKey, chain: list[bytes]
    ) -> None:
        with pytest.raises(BadSignature, match="take them out before verifying"):
            cades.verify(cms.with_certificates(cades.sign(STATEMENT, p256, at=AT), chain), STATEMENT, p256.certificate)

    def test_unsorted_ones_are_refused(self, p256: SigningKey, chain: list[bytes]) -> None:
        inside = cms.with_certificates(cades.sign(STATEMENT, p256, at=AT), chain)
        first, second = sorted(chain)

        with pytest.raises(BadSignature, match="not a sorted set"):
            cms.without_certificates(inside.replace(first + second, second + first))

    def test_putting_them_in_twice_is_refused(self, p256: SigningKey, chain: list[bytes]) -> None:
        inside = cms.with_certificates(cades.sign(STATEMENT, p256, at=AT), chain)

        with pytest.raises(BadSignature, match="already holds certificates"):
            cms.with_certificates(inside, chain)

    def test_other_kinds_are_refused(self, p256: SigningKey) -> None:
        with pytest.raises(BadSignature, match="stands among the certificates"):
            cms.without_certificates(cms.with_certificates(cades.sign(STATEMENT, p256, at=AT), [b"\xa1\x02\x05\x00"]))

    def test_more_than_the_limit_is_refused(self, p256: SigningKey) -> None:
        heavy = [der.write(0x30, bytes([n]) * 60_000) for n in range(2)]

        with pytest.raises(BadSignature, match="are the most"):
            cms.with_certificates(cades.sign(STATEMENT, p256, at=AT), heavy)


def test_the_signer_is_named_before_anything_is_verified(officer: SigningKey, authority: SpecimenAuthority) -> None:
    signature = cms.with_certificates(cades.sign(STATEMENT, officer, at=AT), [authority.root.der])

    signer = cades.signer_of(signature)

    assert signer.fingerprint == officer.certificate.fingerprint
    assert signer.issuer_and_serial == officer.certificate.issuer_and_serial
    assert signer.key_identifier is None


def test_threads_share_one_certificate(p256: SigningKey) -> None:
    signatures = [cades.sign(STATEMENT + b"%d" % n, p256, at=AT) for n in range(200)]

    with ThreadPoolExecutor(4) as threads:
        signed = threads.map(lambda n: cades.verify(signatures[n], STATEMENT + b"%d" % n, p256.certificate), range(200))

    assert all(one.at == AT for one in signed)


def test_a_certificate_read_from_pem_verifies_as_well(p256: SigningKey) -> None:
    certificate = Certificate.load(p256.certificate.pem())

    cades.verify(cades.sign(STATEMENT, p256, at=AT), STATEMENT, certificate)


def test_random_damage_is_refused_in_words_and_never_taken(officer: SigningKey) -> None:
    signature = cades.sign(STATEMENT, officer, at=AT)
    inside = cms.with_certificates(signature, [officer.certificate.der])
    random = Random(2569)  # noqa: S311 - no secret

    for _ in range(3000):
        damaged = bytearray(random.choice((signature, inside)))
        place = random.randrange(len(damaged))
        damaged[place : place + random.randrange(4)] = random.randbytes(random.randrange(4))
        try:
            bare, _certificates = cms.without_certificates(bytes(damaged))
            cades.signer_of(bytes(damaged))
            cades.verify(bare, STATEMENT, officer.certificate)
        except BadSignature:
            continue
        assert bare == signature
