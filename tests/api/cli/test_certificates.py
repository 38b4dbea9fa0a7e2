"""Requests of browsers at the command line: listed, certified here or elsewhere, and proposed to the registrars."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from domain.authority import KeyEnrolled
from domain.classes import SecrecyClass
from domain.values import Digest
from keys import pkcs10, pkcs12
from registry.accounts.accounts import Account, Accounts, Grant, WebRole
from registry.accounts.file import opened
from registry.accounts.signing_keys import SigningKeys, Wrapped
from registry.home import Home
from registry.ordinary import Ordinary
from registry.papers import proposals
from tests.api.cli.conftest import PASS_PHRASE, Clerk
from tests.api.pages.own_keys.maker import request

ROUNDS = 1000


@pytest.fixture
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def spki(saraban: Clerk, key: ec.EllipticCurvePrivateKey) -> str:
    """Let the official have made a key in a browser."""
    accounts, now = opened(Home(saraban.world.folder).accounts), saraban.world.now
    account = Account("official", "SPECIMEN", "dg", SecrecyClass.NONE, (Grant(WebRole.OFFICIAL),))
    Accounts(accounts).add(account, phrase=None, at=now)
    asked = pkcs10.read(request(key))
    wrapped = Wrapped(b"SPECIMEN", bytes(32), bytes(166))
    SigningKeys(accounts).add(
        account="official", officer="dg", spki=Digest(asked.spki), name="x", wrapped=wrapped, pkcs10=asked.der, at=now
    )
    return asked.spki


@pytest.fixture
def authority(saraban: Clerk, tmp_path: Path) -> tuple[str, ...]:
    """Write the authority's key file, as *signing* options name it."""
    file, phrase = tmp_path / "ca.p12", tmp_path / "phrase"
    file.write_bytes(pkcs12.write(saraban.world.authority.key, PASS_PHRASE.encode(), iterations=ROUNDS))
    phrase.write_bytes(PASS_PHRASE.encode())
    phrase.chmod(0o600)
    return ("--authority", str(file), "--passphrase-file", str(phrase))


def proposed(saraban: Clerk) -> list[object]:
    papers = Ordinary(Home(saraban.world.folder).papers, proposals.TABLES)
    return [one.fact for one in proposals.Proposals(papers).waiting()]


def test_the_offices_authority_certifies_a_request_and_the_key_is_proposed_to_a_registrar(
    saraban: Clerk, spki: str, authority: tuple[str, ...]
) -> None:
    listed = saraban.json("certificate", "list")

    issued = saraban.json("certificate", "issue", "1", *authority, "--days", "30")

    [fact] = proposed(saraban)
    assert [(one["request"], one["officer"], one["key"]) for one in listed] == [(1, "dg", spki)]
    assert (issued["key"], issued["holder"]) == (spki, "นายประยูร ตัวอย่าง")
    assert issued["not_after"].startswith("2021-03-11")
    assert isinstance(fact, KeyEnrolled)
    assert (fact.officer, fact.spki) == ("dg", spki)
    assert saraban.json("certificate", "list") == []


def test_a_request_that_is_certified_twice_has_one_certificate_and_one_proposal(
    saraban: Clerk, spki: str, authority: tuple[str, ...]
) -> None:
    first = saraban.json("certificate", "issue", "1", *authority)
    before = certificates_of(saraban, spki)

    again = saraban.json("certificate", "issue", "1", *authority, "--days", "30")

    assert again == first
    assert certificates_of(saraban, spki) == before
    assert len(proposed(saraban)) == 1


def test_a_crash_between_certificate_and_proposal_is_made_good_by_asking_again(
    saraban: Clerk, spki: str, authority: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(proposals.Proposals, "propose", _dies)
        saraban("certificate", "issue", "1", *authority, "--json")
    alone = (certificates_of(saraban, spki), proposed(saraban))

    saraban.json("certificate", "issue", "1", *authority)

    [fact] = proposed(saraban)
    assert alone == (certificates_of(saraban, spki), [])
    assert isinstance(fact, KeyEnrolled)
    assert fact.spki == spki


def test_another_certificate_for_a_request_that_has_one_is_not_taken(
    saraban: Clerk, spki: str, key: ec.EllipticCurvePrivateKey, authority: tuple[str, ...], tmp_path: Path
) -> None:
    saraban.json("certificate", "issue", "1", *authority)
    other = saraban.world.authority.officer("นายประยูร ตัวอย่าง", key=key, organisation="กรมตัวอย่าง", post="อธิบดี")
    (tmp_path / "other.pem").write_bytes(other.certificate.pem())

    refused = saraban("certificate", "deliver", "1", "--certificate", str(tmp_path / "other.pem"), "--json")

    assert spki
    assert refused.refused == "request-issued"


def certificates_of(saraban: Clerk, spki: str) -> bytes | None:
    kept = SigningKeys(opened(Home(saraban.world.folder).accounts)).key(Digest(spki))
    assert kept is not None
    return kept.certificates


def _dies(*_given: object, **_more: object) -> None:
    raise RuntimeError("SPECIMEN: the machine stops")


def test_an_authority_elsewhere_gets_the_request_and_its_certificate_is_delivered(
    saraban: Clerk, spki: str, key: ec.EllipticCurvePrivateKey, tmp_path: Path
) -> None:
    saraban.json("certificate", "request", "1", "-o", str(tmp_path / "request.pem"))
    own = saraban.world.authority.officer("นายประยูร ตัวอย่าง", key=key, organisation="กรมตัวอย่าง", post="อธิบดี")
    (tmp_path / "own.pem").write_bytes(own.certificate.pem())

    delivered = saraban.json("certificate", "deliver", "1", "--certificate", str(tmp_path / "own.pem"))

    assert (tmp_path / "request.pem").read_bytes().startswith(b"-----BEGIN CERTIFICATE REQUEST-----")
    assert delivered["key"] == spki
    assert len(proposed(saraban)) == 1


@pytest.mark.parametrize("days", ["0", "-1", "5000"])
def test_a_certificate_is_good_for_days_that_make_sense(
    saraban: Clerk, spki: str, authority: tuple[str, ...], days: str
) -> None:
    refused = saraban("certificate", "issue", "1", *authority, "--days", days, "--json")

    assert spki
    assert refused.refused == "certificate-days"


def test_a_persons_key_file_is_no_authority(saraban: Clerk, spki: str, tmp_path: Path) -> None:
    (tmp_path / "x.p12").write_bytes(
        pkcs12.write(saraban.world.people["dg"].key, PASS_PHRASE.encode(), iterations=ROUNDS)
    )
    (tmp_path / "phrase").write_bytes(PASS_PHRASE.encode())
    (tmp_path / "phrase").chmod(0o600)
    typed = ("--authority", str(tmp_path / "x.p12"), "--passphrase-file", str(tmp_path / "phrase"))

    assert spki
    assert saraban("certificate", "issue", "1", *typed, "--json").refused == "not-an-authority"
