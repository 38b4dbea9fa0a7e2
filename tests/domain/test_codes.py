import pytest

from domain.codes import AGENCIES, LATER, agency_of, owner_code
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


@pytest.mark.parametrize("typed", ["มท 0812", "มท0812", "มท ๐๘๑๒", " มท.  0812 "])
def test_an_owners_code_is_read_however_it_is_typed(typed: str) -> None:
    assert owner_code(typed) == ("มท", "0812")


@pytest.mark.parametrize("typed", ["", "มท", "0812", "มท 0812/ว 3", "มท 0812.1234", "มท 0812 (กน)", "มท/5"])
def test_what_no_number_can_begin_with_is_no_owners_code(typed: str) -> None:
    with pytest.raises(InvalidValue, match="is not an office's code"):
        owner_code(typed)


def test_an_owners_code_of_nobody_is_refused() -> None:
    with pytest.raises(InvalidValue, match="No office is known"):
        owner_code("ฮฮ 0101")
