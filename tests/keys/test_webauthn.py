"""What a passkey signed is taken for exactly one statement, on its own site, by a person who was verified."""

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from keys.errors import BadPasskey
from keys.webauthn import LARGEST_EVIDENCE, Assertion, PasskeyKey, challenge, require_rp, verify
from tests.passkeys import PRESENT, RP, VERIFIED, SpecimenPasskey

STATEMENT = b'{"SPECIMEN":"a statement"}'
PASSKEY = SpecimenPasskey.made()
KEY = PasskeyKey.load(PASSKEY.spki)
GOOD = PASSKEY.sign(STATEMENT).write()


def test_a_signature_of_p256_holds() -> None:
    verify(GOOD, STATEMENT, KEY, RP)


def test_a_signature_of_rsa_holds() -> None:
    passkey = SpecimenPasskey.made(of_rsa=2048)

    verify(passkey.sign(STATEMENT).write(), STATEMENT, PasskeyKey.load(passkey.spki), RP)


def test_the_challenge_is_made_of_a_tag_and_the_statement() -> None:
    assert challenge(b"{}") == sha256(b"saraban-webauthn/v1\n{}").digest()


def test_a_signature_counter_is_not_looked_at() -> None:
    verify(PASSKEY.sign(STATEMENT, counter=7).write(), STATEMENT, KEY, RP)


def test_a_page_below_the_relying_party_may_ask() -> None:
    verify(PASSKEY.sign(STATEMENT, origin=f"https://letters.{RP}:8443").write(), STATEMENT, KEY, RP)


def test_a_page_on_this_machine_may_ask_without_https() -> None:
    passkey = SpecimenPasskey.made(rp="localhost")
    evidence = passkey.sign(STATEMENT, origin="http://localhost:8000").write()

    verify(evidence, STATEMENT, PasskeyKey.load(passkey.spki), "localhost")


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        ({"type": "webauthn.create"}, "something else than a signature"),
        ({"type": None}, "cannot be read"),
        ({"challenge": None}, "cannot be read"),
        ({"challenge": "A" * 43}, "another statement"),
        ({"challenge": "A" * 42 + "B"}, "cannot be read"),
        ({"challenge": 7}, "cannot be read"),
        ({"origin": "https://evil.example"}, "another site"),
        ({"origin": f"https://evil{RP}"}, "another site"),
        ({"origin": f"https://{RP}.evil.example"}, "another site"),
        ({"origin": f"https://{RP}@evil.example"}, "another site"),
        ({"origin": f"http://{RP}"}, "another site"),
        ({"origin": 7}, "cannot be read"),
        ({"origin": None}, "cannot be read"),
        ({"crossOrigin": True}, "inside another site's page"),
        ({"crossOrigin": "no"}, "inside another site's page"),
        ({"topOrigin": "https://evil.example"}, "inside another site's page"),
        ({"flags": VERIFIED}, "did not verify"),
        ({"flags": PRESENT}, "did not verify"),
        ({"flags": 0}, "did not verify"),
        ({"flags": 0xC5}, "holds more than"),
        ({"flags": 0x85, "rest": b"\xa0"}, "holds more than"),
        ({"rest": b"\x00"}, "holds more than"),
        ({"rp_hash": sha256(b"evil.example").digest()}, "another site"),
    ],
    ids=str,
)
def test_what_the_authenticator_signs_beside_the_rules_is_refused(lie: dict[str, Any], why: str) -> None:
    evidence = PASSKEY.sign(STATEMENT, **lie).write()

    with pytest.raises(BadPasskey, match=why):
        verify(evidence, STATEMENT, KEY, RP)


def test_a_signature_of_another_statement_is_refused() -> None:
    with pytest.raises(BadPasskey, match="another statement"):
        verify(GOOD, STATEMENT + b" ", KEY, RP)


def test_a_signature_by_another_passkey_is_refused() -> None:
    with pytest.raises(BadPasskey, match="does not hold"):
        verify(GOOD, STATEMENT, PasskeyKey.load(SpecimenPasskey.made().spki), RP)


def test_a_signature_for_another_relying_party_is_refused() -> None:
    with pytest.raises(BadPasskey, match="another site than registry"):
        verify(SpecimenPasskey(PASSKEY.key, "evil.example").sign(STATEMENT).write(), STATEMENT, KEY, RP)


def test_a_client_that_speaks_no_object_is_refused() -> None:
    said = Assertion.read(GOOD)

    for data in (b"[]", b"null", b'"webauthn.get"', b"[" * 2000, b"\xff", b"", b" " * 5000):
        with pytest.raises(BadPasskey, match="cannot be read"):
            verify(PASSKEY.sign_raw(replace(said, client_data=data)).write(), STATEMENT, KEY, RP)


def test_no_byte_of_the_evidence_can_be_changed() -> None:
    taken = []

    for at, byte in enumerate(GOOD):
        for changed in {byte ^ 1, byte ^ 0x20, 0x3D} - {byte}:
            try:
                verify(GOOD[:at] + bytes([changed]) + GOOD[at + 1 :], STATEMENT, KEY, RP)
            except BadPasskey:
                continue
            taken.append((at, changed))

    assert taken == []


@pytest.mark.parametrize(
    "other",
    [
        GOOD + b"\n",
        b" " + GOOD,
        GOOD[:-1] + b',"userHandle":""}',
        GOOD[:-1] + b',"signature":"AA"}',
        json.dumps(json.loads(GOOD)).encode(),
        b"{}",
        b"[]",
        b"",
        b"x" * (LARGEST_EVIDENCE + 1),
    ],
    ids=range(9),
)
def test_evidence_has_one_spelling(other: bytes) -> None:
    with pytest.raises(BadPasskey):
        verify(other, STATEMENT, KEY, RP)


@given(st.binary(max_size=200))
def test_whatever_is_handed_in_is_refused_in_words(evidence: bytes) -> None:
    with pytest.raises(BadPasskey, match="passkey"):
        verify(evidence, STATEMENT, KEY, RP)


@pytest.mark.parametrize(
    "spki",
    [
        ec.generate_private_key(ec.SECP384R1())
        .public_key()
        .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        SpecimenPasskey.made(of_rsa=1024).spki,
        PASSKEY.spki + b"\x00",
        PASSKEY.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        b"",
        b"\x30" * 2000,
    ],
    ids=["p384", "rsa-1024", "trailing", "pem", "empty", "large"],
)
def test_a_key_of_another_kind_or_spelling_is_refused(spki: bytes) -> None:
    with pytest.raises(BadPasskey, match="passkey's"):
        PasskeyKey.load(spki)


@pytest.mark.parametrize(
    "rp", ["", "Registry.example", "a..b", "-a.example", "https://a.example", "a.example:8000", "ก.example"]
)
def test_a_relying_party_is_a_host_in_lower_case(rp: str) -> None:
    with pytest.raises(BadPasskey, match="no host's name"):
        require_rp(rp)
