"""A specimen authority with an intermediate, and officers below it."""

import pytest

from keys.signing import SigningKey
from keys.testing import SpecimenAuthority


@pytest.fixture(scope="session")
def authority() -> SpecimenAuthority:
    return SpecimenAuthority.create("ministry", with_intermediate=True)


@pytest.fixture(scope="session")
def p256(authority: SpecimenAuthority) -> SigningKey:
    return authority.officer("นายสมมติ ตัวอย่าง", organisation="กรมตัวอย่าง", post="รองอธิบดี")


@pytest.fixture(scope="session")
def rsa3072(authority: SpecimenAuthority) -> SigningKey:
    return authority.officer("นายสมมติ ตัวอย่าง", organisation="กรมตัวอย่าง", post="รองอธิบดี", key="rsa3072")


@pytest.fixture(params=["p256", "rsa3072"])
def officer(request: pytest.FixtureRequest) -> SigningKey:
    key = request.getfixturevalue(request.param)
    assert isinstance(key, SigningKey)
    return key
