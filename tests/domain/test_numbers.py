import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidValue
from domain.numbers import LetterNumber, OrderNumber

CONSONANTS = "".join(map(chr, range(ord("ก"), ord("ฮ") + 1)))
CODES = st.text(CONSONANTS, min_size=2, max_size=2)
OWNERS = st.builds(
    lambda unit, subs, last: ".".join([unit, *subs]) + last,
    st.from_regex(r"[0-9]{4,6}", fullmatch=True),
    st.lists(st.from_regex(r"[0-9]{1,3}", fullmatch=True), max_size=3),
    st.just("") | st.from_regex(r"\([0-9]{1,2}\)", fullmatch=True),
)
RUNNING = st.integers(1, 999_999)
YEARS = st.integers(2484, 2700)
COMMITTEES = st.none() | st.from_regex(rf"[{CONSONANTS}]{{1,4}}([ .]?[0-9]{{1,2}})?", fullmatch=True)
LETTERS = st.none() | st.text(CONSONANTS, min_size=1, max_size=2)


@st.composite
def letter_numbers(draw: st.DrawFn) -> LetterNumber:
    running = draw(RUNNING)
    return LetterNumber(
        code=draw(CODES),
        owner=draw(OWNERS),
        running=running,
        series_letter=draw(LETTERS),
        committee=draw(COMMITTEES),
        last=draw(st.none() | st.integers(running + 1, running + 999)),
        width=draw(st.just(0) | st.integers(len(str(running)) + 1, 7)),
    )


NUMBERS = (
    letter_numbers()
    | st.builds(LetterNumber, CODES, st.none(), st.integers(1, 999), series_letter=LETTERS, year=YEARS)
    | st.builds(LetterNumber, CODES, st.integers(1, 999).map(str), RUNNING, year=YEARS)
)


@given(NUMBERS, st.sampled_from(["thai", "arabic"]))
def test_a_printed_number_is_read_back_as_the_same_number_and_prints_the_same(
    number: LetterNumber, digits: str
) -> None:
    printed = number.printed("thai" if digits == "thai" else "arabic")

    read = LetterNumber.parse(printed)

    assert read == number
    assert read.printed("thai") == number.printed("thai")


@given(NUMBERS)
def test_the_key_of_a_number_is_itself_a_number_that_can_be_typed(number: LetterNumber) -> None:
    key = number.key()

    if number.owner is not None:
        assert LetterNumber.parse(key).key() == key
    assert " " not in key


CIRCULAR_271 = LetterNumber("มท", "0812", 271, series_letter="ว")


@pytest.mark.parametrize(
    "typed",
    [
        "มท ๐๘๑๒/ว ๒๗๑",
        "มท 0812/ว271",
        "มท0812/ว 271",
        "มท ๐812/ว ๒7๑",
        "มท ０８１２／ว ２７１",
        "มท. 0812 / ว. 271",
        "มท.0812/ว.271",
        "ที่ มท 0812/ว 271",
        "เลขที่มท0812/ว271",
        "  มท\u00a00812/ว\u00a0271 ",
        "มท 0812 /ว 271",
    ],
)
def test_one_circular_typed_in_many_ways_is_one_number(typed: str) -> None:
    number = LetterNumber.parse(typed)

    assert number == CIRCULAR_271
    assert hash(number) == hash(CIRCULAR_271)
    assert number.circular
    assert number.printed() == "มท ๐๘๑๒/ว ๒๗๑"
    assert number.printed("arabic") == str(number) == "มท 0812/ว 271"
    assert number.key() == "มท0812/ว271"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ทส 0906.702/16", "ทส ๐๙๐๖.๗๐๒/๑๖"),
        ("สธ 0202.3.7/ว79", "สธ ๐๒๐๒.๓.๗/ว ๗๙"),
        ("สธ 0202 . 3 . 7/ว79", "สธ ๐๒๐๒.๓.๗/ว ๗๙"),
        ("กษ. 2908.02/3684", "กษ ๒๙๐๘.๐๒/๓๖๘๔"),
        ("นว 52007.3/12", "นว ๕๒๐๐๗.๓/๑๒"),
        ("กค 0702/พ.104", "กค ๐๗๐๒/พ ๑๐๔"),
        ("นร 0508/ท 5298", "นร ๐๕๐๘/ท ๕๒๙๘"),
        ("นร 0505/ว (ล) 12345", "นร ๐๕๐๕/ว(ล) ๑๒๓๔๕"),
        ("นร 0505/ว(ล)12345", "นร ๐๕๐๕/ว(ล) ๑๒๓๔๕"),
        ("นร 1208/686-723", "นร ๑๒๐๘/๖๘๖-๗๒๓"),
        ("นร 1208/๖๘๖ – ๗๒๓", "นร ๑๒๐๘/๖๘๖-๗๒๓"),
        ("นร 1208/686 ถึง 723", "นร ๑๒๐๘/๖๘๖-๗๒๓"),
        ("กค 0417.1/034930", "กค ๐๔๑๗.๑/๐๓๔๙๓๐"),
        ("นร 0504 (คกก.3)/2816", "นร ๐๕๐๔ (คกก.๓)/๒๘๑๖"),
        ("นร 0403(กน)/9047", "นร ๐๔๐๓ (กน)/๙๐๔๗"),
        ("นร 0403/ (กร 2)/12844", "นร ๐๔๐๓ (กร ๒)/๑๒๘๔๔"),
        ("นร 0403/(กร 2) 12844", "นร ๐๔๐๓ (กร ๒)/๑๒๘๔๔"),
        ("กค (กวจ) 0405.2/ว 452", "กค (กวจ) ๐๔๐๕.๒/ว ๔๕๒"),
        ("รฟ 1/1911/2564", "รฟ ๑/๑๙๑๑/๒๕๖๔"),
        ("ศก 143 /2564", "ศก ๑๔๓/๒๕๖๔"),
        ("ศก ว 143/2564", "ศก ว ๑๔๓/๒๕๖๔"),
        ("กษ 0123/2564", "กษ ๐๑๒๓/๒๕๖๔"),
    ],
)
def test_every_shape_in_use_is_read_and_printed_in_official_form(typed: str, printed: str) -> None:
    assert LetterNumber.parse(typed).printed() == printed


def test_circulars_are_known_by_their_letter() -> None:
    letters = ["", "ว", "ว(ล)", "ท", "วช"]

    circulars = [letter for letter in letters if LetterNumber.parse(f"นร 0505/{letter} 1").circular]

    assert circulars == ["ว", "ว(ล)"]


def test_a_short_figure_before_a_year_is_a_number_of_that_year() -> None:
    number = LetterNumber.parse("ศก 143 /2564")

    assert (number.owner, number.running, number.year) == (None, 143, 2564)


def test_four_figures_before_the_stroke_are_an_owner_even_if_a_year_seems_to_follow() -> None:
    number = LetterNumber.parse("กษ 0123/2564")

    assert (number.owner, number.running, number.year) == ("0123", 2564, None)


def test_brackets_and_leading_zeros_are_print_and_not_identity() -> None:
    assert LetterNumber.parse("กค (กวจ) 0405.2/ว 452") == LetterNumber.parse("กค 0405.2(กวจ)/ว 0452")
    assert LetterNumber.parse("นร 0403 (กร 2)/1") == LetterNumber.parse("นร 0403(กร.2)/1")


@pytest.mark.parametrize(
    "other",
    [
        "มท 0812/271", "มท 0813/ว 271", "มท 0812.1/ว 271", "มท 0812/ว 272", "มท 0812/ว 271-272",
        "นร 0812/ว 271", "มท 0812 (กน)/ว 271", "มท 0812/ท 271", "มท 0812/ว 271/2564",
    ],
)  # fmt: skip
def test_numbers_that_differ_in_any_part_are_different(other: str) -> None:
    assert LetterNumber.parse(other) != CIRCULAR_271
    assert LetterNumber.parse(other).key() != CIRCULAR_271.key()


def test_a_number_is_not_its_own_text() -> None:
    assert CIRCULAR_271 != "มท 0812/ว 271"


@pytest.mark.parametrize(
    ("typed", "slug", "sentence"),
    [
        ("", "number-empty", "is empty"),
        ("   ", "number-empty", "is empty"),
        ("0812/271", "number-without-code", "does not begin with the two consonants"),
        ("MT 0812/271", "number-without-code", "does not begin with the two consonants"),
        ("มทก 0812/271", "number-without-code", "does not begin with the two consonants"),
        ("มท 0812", "number-without-stroke", "has no stroke"),
        ("มท 0812 ว 271", "number-without-stroke", "has no stroke"),
        ("มท 0812/", "number-unreadable", "is not a letter number"),
        ("มท 0812/ว", "number-unreadable", "is not a letter number"),
        ("มท 0812/ว 271 ลง", "number-unreadable", "is not a letter number"),
        ("มท 0812/-271", "number-unreadable", "is not a letter number"),
        ("มท 0812.1234/271", "number-unreadable", "is not a letter number"),
        ("มท 0812 (/271", "number-unreadable", "is not a letter number"),
        ("มท 0812/0", "number-zero", "has the number 0"),
        ("นร 1208/723-686", "number-range-reversed", "does not end after it begins"),
        ("นร 1208/686-686", "number-range-reversed", "does not end after it begins"),
        ("รฟ 1/1911/2400", "year-before-2484", "before 2484"),
        ("ม" * 100_000, "number-too-long", "is longer than any letter number"),
    ],
)
def test_garbage_is_refused_with_what_is_wrong_and_what_to_write(typed: str, slug: str, sentence: str) -> None:
    with pytest.raises(InvalidValue, match=sentence) as refusal:
        LetterNumber.parse(typed)

    assert refusal.value.slug == slug
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize("typed", ["๕๕ /๒๕๖๔", "55/2564", "ที่ ๕๕/๒๕๖๔", " ๕๕ / 2564"])
def test_an_order_typed_in_many_ways_is_one_number(typed: str) -> None:
    number = OrderNumber.parse(typed)

    assert number == OrderNumber(55, 2564)
    assert number.printed() == "๕๕/๒๕๖๔"
    assert number.key() == str(number) == "55/2564"


@given(st.builds(OrderNumber, RUNNING, YEARS))
def test_a_printed_order_number_is_read_back(number: OrderNumber) -> None:
    assert OrderNumber.parse(number.printed()) == number


@pytest.mark.parametrize(
    ("typed", "slug", "sentence"),
    [
        ("55", "order-number-unreadable", "like 55/2564"),
        ("มท 0812/55", "order-number-unreadable", "like 55/2564"),
        ("55/2021", "year-looks-christian", "2564 for 2021"),
        ("0/2564", "number-zero", "has the number 0"),
    ],
)
def test_what_is_no_order_number_is_refused(typed: str, slug: str, sentence: str) -> None:
    with pytest.raises(InvalidValue, match=sentence) as refusal:
        OrderNumber.parse(typed)

    assert refusal.value.slug == slug
