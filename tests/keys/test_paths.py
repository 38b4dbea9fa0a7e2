"""From a person's certificate to a trusted root, and the reason when there is no way."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from keys.authority import officer_extensions
from keys.certificates import Certificate
from keys.errors import BadCertificate
from keys.paths import Chain, TrustRoots, verify_chain
from keys.testing import NOT_AFTER, NOT_BEFORE, SpecimenAuthority, authority_extensions

THAT_DAY = datetime(2021, 2, 10, 2, 15, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


def loaded(issued: x509.Certificate) -> Certificate:
    return Certificate.load(issued.public_bytes(Encoding.DER))


def chain_of(
    leaf: Certificate, *roots: Certificate, through: Sequence[Certificate] = (), at: datetime = THAT_DAY
) -> Chain:
    return verify_chain(leaf, through, TrustRoots(roots), at)


def below(issuer: SpecimenAuthority, name: str, extensions: Sequence[x509.ExtensionType]) -> SpecimenAuthority:
    """Return an authority whose certificate *issuer* gave, whatever it says about itself."""
    key, issued = issuer.issue(name, extensions=extensions)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return SpecimenAuthority(issuer.root, loaded(issued), key, 1)


def test_a_chain_goes_from_the_person_through_the_intermediate_to_the_root(
    authority_with_intermediate: SpecimenAuthority,
) -> None:
    authority = authority_with_intermediate
    officer = authority.officer(
        "นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี", not_before=THAT_DAY, not_after=THAT_DAY + A_SECOND
    )
    assert authority.intermediate is not None

    chain = chain_of(officer.certificate, authority.root, through=officer.chain)

    assert [one.der for one in chain.certificates] == [
        officer.certificate.der,
        authority.intermediate.der,
        authority.root.der,
    ]
    assert (chain.not_before, chain.not_after) == (THAT_DAY, THAT_DAY + A_SECOND)


def test_a_foreign_root_is_refused_with_where_the_way_ends(authority_with_intermediate: SpecimenAuthority) -> None:
    officer = authority_with_intermediate.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")
    other = SpecimenAuthority.create("ministry")

    with pytest.raises(BadCertificate, match=r"ends at ministry \(intermediate\)") as refusal:
        chain_of(officer.certificate, other.root, through=officer.chain)

    assert refusal.value.slug == "foreign-root"


def test_a_missing_intermediate_is_refused(authority_with_intermediate: SpecimenAuthority) -> None:
    officer = authority_with_intermediate.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")

    with pytest.raises(BadCertificate, match="the way ends at นายสมมติ"):
        chain_of(officer.certificate, authority_with_intermediate.root)


@pytest.mark.parametrize(
    ("at", "slug", "sentence"),
    [
        (NOT_BEFORE - A_SECOND, "certificate-not-yet-valid", "valid only from 2020-01-01"),
        (NOT_AFTER + A_SECOND, "certificate-expired", "expired on 2037-12-31"),
    ],
)
def test_outside_its_days_a_certificate_is_refused_with_the_day(
    authority: SpecimenAuthority, at: datetime, slug: str, sentence: str
) -> None:
    officer = authority.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")

    with pytest.raises(BadCertificate, match=sentence) as refusal:
        chain_of(officer.certificate, authority.root, at=at)

    assert refusal.value.slug == slug
    assert "นายสมมติ" in str(refusal.value)


@pytest.mark.parametrize("at", [NOT_BEFORE, NOT_AFTER])
def test_the_first_and_last_moment_belong_to_the_days(authority: SpecimenAuthority, at: datetime) -> None:
    officer = authority.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")

    chain_of(officer.certificate, authority.root, at=at)


def test_an_expired_root_is_named() -> None:
    authority = SpecimenAuthority.create("old", not_after=THAT_DAY - A_SECOND)
    officer = authority.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")

    with pytest.raises(BadCertificate, match="certificate of SPECIMEN old expired"):
        chain_of(officer.certificate, authority.root)


def test_a_person_who_certifies_others_is_refused(authority: SpecimenAuthority) -> None:
    person = below(authority, "นายสมมติ", officer_extensions())
    victim = person.officer("นายเหยื่อ", organisation="กรมตัวอย่าง", post="อธิบดี")

    with pytest.raises(BadCertificate, match="นายสมมติ has certified somebody, and may not") as refusal:
        chain_of(victim.certificate, authority.root, through=victim.chain)

    assert refusal.value.slug == "acts-as-authority"


def test_an_authority_without_the_right_to_certify_is_refused(authority: SpecimenAuthority) -> None:
    _, signs_only = officer_extensions()
    odd = below(authority, "odd", [x509.BasicConstraints(ca=True, path_length=None), signs_only])
    officer = odd.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")

    with pytest.raises(BadCertificate, match="not given for certifying"):
        chain_of(officer.certificate, authority.root, through=officer.chain)


@pytest.mark.parametrize(
    "extensions",
    [
        authority_extensions(None),
        [x509.BasicConstraints(ca=True, path_length=None), officer_extensions()[1]],
        [authority_extensions(None)[1]],
    ],
    ids=["both", "basicConstraints", "keyUsage"],
)
def test_an_authoritys_certificate_does_not_sign_letters(
    authority: SpecimenAuthority, extensions: Sequence[x509.ExtensionType]
) -> None:
    _, issued = authority.issue("deputy", extensions=extensions)

    with pytest.raises(BadCertificate, match="is one of a certification authority") as refusal:
        chain_of(loaded(issued), authority.root)

    assert refusal.value.slug == "leaf-is-authority"


def test_a_certificate_that_was_not_given_for_signing_is_refused(authority: SpecimenAuthority) -> None:
    _, issued = authority.issue("นายสมมติ", extensions=[x509.BasicConstraints(ca=False, path_length=None)])

    with pytest.raises(BadCertificate, match="not given for signing") as refusal:
        chain_of(loaded(issued), authority.root)

    assert refusal.value.slug == "not-for-signing"


def test_an_unknown_critical_extension_is_refused(authority: SpecimenAuthority) -> None:
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    _, issued = authority.issue("นายสมมติ", extensions=[*officer_extensions(), unknown])

    with pytest.raises(BadCertificate, match="unaccounted-for critical extensions") as refusal:
        chain_of(loaded(issued), authority.root)

    assert refusal.value.slug == "chain-not-valid"


def test_more_authorities_than_one_of_them_allowed_are_refused(
    authority_with_intermediate: SpecimenAuthority,
) -> None:
    authority = authority_with_intermediate  # its intermediate allows none below itself
    assert authority.intermediate is not None
    lower = below(authority, "lower", authority_extensions(None))
    officer = lower.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")

    with pytest.raises(BadCertificate, match="path length constraint"):
        chain_of(officer.certificate, authority.root, through=[*officer.chain, authority.intermediate])


def test_a_chain_of_five_is_refused() -> None:
    root = SpecimenAuthority.create("long")
    steps = [below(root, "step 1", authority_extensions(None))]
    steps += [below(steps[-1], f"step {n}", authority_extensions(None)) for n in (2, 3)]
    officer = steps[-1].officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")
    through = [step.intermediate for step in steps if step.intermediate]

    with pytest.raises(BadCertificate, match=r"max depth|path length"):
        chain_of(officer.certificate, root.root, through=through)


def test_a_heap_of_certificates_is_refused_before_it_is_searched(authority: SpecimenAuthority) -> None:
    officer = authority.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")

    with pytest.raises(BadCertificate, match="5 certificates of together") as refusal:
        chain_of(officer.certificate, authority.root, through=[authority.root] * 4)

    assert refusal.value.slug == "chain-too-large"


def test_without_roots_nobody_is_trusted() -> None:
    with pytest.raises(BadCertificate, match="0 trusted roots were given"):
        TrustRoots([])


def test_a_time_without_zone_is_refused(authority: SpecimenAuthority) -> None:
    officer = authority.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")

    with pytest.raises(ValueError, match="time zone"):
        chain_of(officer.certificate, authority.root, at=THAT_DAY.replace(tzinfo=None))


class TestTrustRoots:
    """A chain that was found once is found again without looking."""

    def test_the_same_chain_comes_back(self, authority: SpecimenAuthority) -> None:
        roots = TrustRoots.load(authority.root.pem())
        officer = authority.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")

        first = roots.chain(officer.certificate, (), THAT_DAY)

        assert roots.chain(officer.certificate, (), THAT_DAY + timedelta(days=1)) is first

    def test_a_day_outside_is_looked_at_again_and_refused(self, authority: SpecimenAuthority) -> None:
        roots = TrustRoots([authority.root])
        officer = authority.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")
        roots.chain(officer.certificate, (), THAT_DAY)

        with pytest.raises(BadCertificate, match="expired"):
            roots.chain(officer.certificate, (), NOT_AFTER + A_SECOND)

    def test_another_certificate_of_a_known_person_is_looked_at(self, authority: SpecimenAuthority) -> None:
        roots = TrustRoots([authority.root])
        officer = authority.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")
        roots.chain(officer.certificate, (), THAT_DAY)
        impostor = SpecimenAuthority.create().officer(
            "นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี", key=officer.private_key
        )

        with pytest.raises(BadCertificate, match="No trusted root"):
            roots.chain(impostor.certificate, (), THAT_DAY)
