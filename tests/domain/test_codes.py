import pytest

from domain.codes import AGENCIES, LATER, agency_of
from domain.errors import InvalidValue
from domain.provinces import PROVINCES


@pytest.mark.parametrize(
    ("code", "owner"),
    [("มท", "กระทรวงมหาดไทย"), ("กท", "กรุงเทพมหานคร"), ("ศก", "จังหวัดศรีสะเกษ"), ("ทส", LATER["ทส"])],
)
def test_a_code_names_its_ministry_agency_or_province(code: str, owner: str) -> None:
    assert agency_of(code) == owner


def test_an_unknown_code_is_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidValue, match="add the code to the settings") as refusal:
        agency_of("ฮฮ")

    assert refusal.value.slug == "unknown-owner-code"
    assert refusal.value.facts == {"code": "ฮฮ"}


def test_an_office_adds_codes_of_its_own() -> None:
    assert agency_of("ฮฮ", extra={"ฮฮ": "สำนักงานตัวอย่าง"}) == "สำนักงานตัวอย่าง"


def test_no_code_is_given_twice() -> None:
    codes = [*AGENCIES, *LATER, *(province.code for province in PROVINCES if province.code)]

    assert len(set(codes)) == len(codes) == 22 + 10 + 76
