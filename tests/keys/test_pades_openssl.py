"""openssl accepts the signature out of a file over the bytes around it, and refuses it over others."""

from pathlib import Path

import pytest

from keys import pades
from keys.certificates import pem_of
from keys.pades import Gap
from keys.signing import SigningKey
from keys.testing import SpecimenAuthority
from tests.keys.openssl import openssl

ROOM = 4000
BEFORE, END = b"%PDF-1.7 a letter /Contents ", b" %%EOF\n"
GAP = Gap(len(BEFORE), len(BEFORE) + 2 * ROOM + 2, len(BEFORE) + 2 * ROOM + 60)
AROUND = (BEFORE, pades.byte_range(GAP).ljust(GAP.length - GAP.end - len(END)) + END)


def signature_over_a_file(key: SigningKey) -> bytes:
    data = (b"<%b>" % (b"00" * ROOM)).join(AROUND)
    return pades.sign(pades.ranged(data, GAP), key)


def accepted(folder: Path, signature: bytes, content: bytes, roots: bytes) -> bool:
    for name, data in (("signature.der", signature), ("ranges", content), ("roots.txt", roots)):
        (folder / name).write_bytes(data)
    done = openssl(
        *("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", folder / "signature.der"),
        *("-content", folder / "ranges", "-CAfile", folder / "roots.txt", "-out", folder / "out"),
    )
    return done.returncode == 0


def test_openssl_accepts_it_over_the_ranges_only(
    officer: SigningKey, authority: SpecimenAuthority, tmp_path: Path
) -> None:
    signature = signature_over_a_file(officer)

    assert accepted(tmp_path, signature, b"".join(AROUND), authority.root.pem())
    assert not accepted(tmp_path, signature, b"".join(AROUND) + b" ", authority.root.pem())
    assert not accepted(tmp_path, signature, b"".join(AROUND), SpecimenAuthority.create("other").root.pem())


@pytest.mark.parametrize("with_root", [False, True], ids=["as far as the root", "the root too"])
def test_openssl_accepts_every_certificate_that_the_signature_names(
    authority_with_intermediate: SpecimenAuthority, tmp_path: Path, *, with_root: bool
) -> None:
    authority = authority_with_intermediate
    key = authority.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")
    chain = (*key.chain, authority.root) if with_root else key.chain
    signature = signature_over_a_file(SigningKey(key.private_key, key.certificate, chain))

    assert accepted(tmp_path, signature, b"".join(AROUND), pem_of([authority.root]))
