"""Project Wycheproof: signatures crafted so that careless verifiers take them.

The folder's RSA file holds ciphertexts, not signatures; RSA signatures are tried against openssl in tests/keys.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from keys.errors import BadNote, BadSignature, KeysError
from keys.notes import KeyType, NoteVerifier
from keys.testing import SpecimenAuthority
from tests.conformance.shared import shared

Verify = Callable[[bytes, bytes], object]


def groups(name: str) -> Iterator[tuple[bytes, list[dict[str, Any]]]]:
    """Yield each group's public key as SubjectPublicKeyInfo, and its tests."""
    for group in json.loads(shared(f"vectors/wycheproof/{name}").read_text())["testGroups"]:
        yield bytes.fromhex(group["publicKeyDer"]), group["tests"]


def try_all(tests: list[dict[str, Any]], verify: Verify, refusal: type[KeysError]) -> int:
    for case in tests:
        signature, message = bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"])
        if case["result"] == "valid":
            verify(signature, message)
        else:
            with pytest.raises(refusal):
                verify(signature, message)
    return len(tests)


def by_note_key(key: Ed25519PublicKey) -> Verify:
    verifier = NoteVerifier.of("log", KeyType.TEXT, key)
    return lambda signature, message: verifier.verify(message, signature)


def test_p256_signatures_are_taken_and_refused_as_expected() -> None:
    any_certificate = SpecimenAuthority.create().root
    tried = 0

    for spki, tests in groups("ecdsa_secp256r1_sha256_test.json"):
        key = load_der_public_key(spki)
        assert isinstance(key, ec.EllipticCurvePublicKey)
        tried += try_all(tests, replace(any_certificate, public_key=key).verify, BadSignature)

    assert tried == 484


def test_ed25519_signatures_are_taken_and_refused_as_expected() -> None:
    tried = 0

    for spki, tests in groups("ed25519_test.json"):
        key = load_der_public_key(spki)
        assert isinstance(key, Ed25519PublicKey)
        tried += try_all(tests, by_note_key(key), BadNote)

    assert tried == 151
