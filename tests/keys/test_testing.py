"""The throw-away authority says SPECIMEN and fits long Thai names into X.509."""

import unicodedata
from datetime import UTC, datetime

import pytest
from cryptography.x509.oid import NameOID

from keys.authority import LONGEST_COMMON_NAME, common_name
from keys.certificates import Certificate
from keys.paths import TrustRoots
from keys.testing import NOT_AFTER, NOT_BEFORE, SpecimenAuthority

LONG_NAME = "นางสาวเบญจพรรณราย ศักดิ์สิทธิ์ธำรงวัฒนกุลชัย"


def test_every_certificate_says_specimen(authority_with_intermediate: SpecimenAuthority) -> None:
    authority = authority_with_intermediate
    officer = authority.officer(LONG_NAME, organisation="กรมตัวอย่าง", post="อธิบดี")
    assert authority.intermediate is not None

    for certificate in (authority.root, authority.intermediate, officer.certificate):
        assert "SPECIMEN" in certificate.parsed.subject.rfc4514_string()
        assert "SPECIMEN" in certificate.parsed.issuer.rfc4514_string()


def test_the_days_are_2563_to_2580(authority: SpecimenAuthority) -> None:
    assert datetime(2563 - 543, 1, 1, tzinfo=UTC) == NOT_BEFORE
    assert datetime(2580 - 543, 12, 31, 23, 59, 59, tzinfo=UTC) == NOT_AFTER
    assert (authority.root.not_before, authority.root.not_after) == (NOT_BEFORE, NOT_AFTER)


def test_a_long_name_is_cut_in_cn_and_whole_in_the_description(authority: SpecimenAuthority) -> None:
    officer = authority.officer(LONG_NAME, organisation="กรมตัวอย่าง", post="อธิบดี")

    subject = {attribute.oid.dotted_string: attribute.value for attribute in officer.certificate.parsed.subject}

    assert subject["2.5.4.13"] == LONG_NAME
    assert subject[NameOID.TITLE.dotted_string] == "อธิบดี"
    assert LONG_NAME.startswith(officer.certificate.holder)


@pytest.mark.parametrize("skipped", range(len(LONG_NAME) - 22))
def test_a_name_is_never_cut_inside_a_character_that_people_see(skipped: int) -> None:
    name = LONG_NAME[skipped:]

    kept = common_name(name)

    assert len(kept.encode()) <= LONGEST_COMMON_NAME
    assert len(kept) >= 15
    rest = name[len(kept) :].lstrip()
    assert unicodedata.category(rest[0]) != "Mn"
    assert rest[0] != "ำ"
    assert kept[-1] not in "เแโใไ "


def test_a_name_that_fits_is_left_alone() -> None:
    assert common_name("ก" * 21) == "ก" * 21
    assert common_name("ก" * 22) == "ก" * 21


def test_serial_numbers_follow_one_another() -> None:
    authority = SpecimenAuthority.create(first_serial=100)

    numbers = [authority.issue("x")[1].serial_number for _ in range(3)]

    assert [authority.root.parsed.serial_number, *numbers] == [100, 101, 102, 103]


def test_eighty_officers_are_trusted_through_one_root(authority: SpecimenAuthority) -> None:
    roots = TrustRoots([authority.root])

    officers = [authority.officer(f"ผู้ว่าราชการ {n}", organisation="จังหวัด", post="ผู้ว่า") for n in range(80)]

    assert len({one.certificate.spki for one in officers}) == 80
    for one in officers:
        assert isinstance(roots.chain(one.certificate, one.chain, NOT_BEFORE).certificates[0], Certificate)
