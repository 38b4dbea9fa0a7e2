"""Lists of addressees: versions, what is pasted, what is refused."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.classes import Channel
from domain.errors import InvalidValue, NoSuchThing, WrongStage
from registry.ordinary import Ordinary
from registry.papers import lists, pasted
from registry.papers.lists import Entry, Lists
from registry.wire import THAI_TIME

AT = datetime(2021, 2, 10, 9, 0, tzinfo=THAI_TIME)
KRABI = Entry("ผู้ว่าราชการจังหวัดกระบี่", Channel.CENTRAL_MAIL, "saraban@krabi.example")
TRANG = Entry("ผู้ว่าราชการจังหวัดตรัง", Channel.POST, None, "ศาลากลางจังหวัดตรัง 92000", "โทร. ก่อน")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Lists]:
    papers = Ordinary(tmp_path / "papers.db", lists.TABLES)
    yield Lists(papers)
    papers.close()


def test_a_saved_list_comes_back_as_it_was(kept: Lists) -> None:
    number = kept.create("สองจังหวัด", [KRABI, TRANG], by="clerk", at=AT)

    found = kept.get(number)

    assert (found.name, found.version, found.entries, found.saved_by) == ("สองจังหวัด", 1, (KRABI, TRANG), "clerk")
    assert [(one.name, one.count) for one in kept.all()] == [("สองจังหวัด", 2)]


def test_every_save_is_a_version_and_the_earlier_ones_stay(kept: Lists) -> None:
    number = kept.create("จังหวัด", [KRABI, TRANG], by="clerk", at=AT)

    kept.save(number, "จังหวัด", [TRANG], over=1, by="clerk", at=AT)

    assert kept.get(number).entries == (TRANG,)
    assert kept.get(number, version=1).entries == (KRABI, TRANG)


def test_who_saves_over_a_newer_version_is_told(kept: Lists) -> None:
    number = kept.create("จังหวัด", [KRABI], by="clerk", at=AT)
    kept.save(number, "จังหวัด", [TRANG], over=1, by="another", at=AT)

    with pytest.raises(WrongStage, match="by somebody else meanwhile"):
        kept.save(number, "จังหวัด", [KRABI], over=1, by="clerk", at=AT)

    assert kept.get(number).entries == (TRANG,)


def test_two_lists_have_two_names_until_one_is_dropped(kept: Lists) -> None:
    number = kept.create("จังหวัด", [KRABI], by="clerk", at=AT)
    with pytest.raises(WrongStage, match="choose another name"):
        kept.create(" จังหวัด ", [TRANG], by="clerk", at=AT)

    kept.drop(number)

    assert kept.create("จังหวัด", [TRANG], by="clerk", at=AT) != number
    with pytest.raises(NoSuchThing, match="no list"):
        kept.get(number)


def test_all_governors_of_a_day_are_seventy_six_and_leave_the_capital_out() -> None:
    found = lists.every_governor(date(2021, 2, 10))

    assert len(found) == 76
    assert not any("กรุงเทพ" in one.name for one in found)
    assert lists.require_fit(found) == tuple(found)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ([], "names nobody"),
        ([KRABI, KRABI], "lines 1 and 2"),
        ([Entry("  ", Channel.POST)], "Line 1 has no name"),
        ([Entry("ก\r\nBcc: all@example", Channel.POST)], "line break"),
        ([Entry("ก", Channel.POST, notes="ข\tค")], "line break or tab"),
        ([Entry("ก" * 501, Channel.POST)], "longer than 500"),
        ([Entry("ก", Channel.CENTRAL_MAIL)], "has no address"),
        ([Entry("ก", Channel.CENTRAL_MAIL, "a@b.example\nBcc: c@d.example")], "line break"),
        ([Entry(f"{n}", Channel.POST) for n in range(5_001)], "at most 5000"),
    ],
)
def test_an_entry_that_cannot_be_sent_to_is_refused(wrong: list[Entry], why: str) -> None:
    with pytest.raises(InvalidValue, match=why):
        lists.require_fit(wrong)


@pytest.mark.parametrize(
    "typed",
    ["", "a", "a@b", "a@b..example", "a b@c.example", "<a@b.example>", "a@b.example, c@d.example", "a@-b.example",
     "a..b@c.example", ".a@c.example", "ก@c.example", '"a"@c.example', "a@[127.0.0.1]", f"{'a' * 65}@c.example",
     "a@b.example\r\nBcc: x@y.example", "a@b.example\x00"],
)  # fmt: skip
def test_what_is_no_plain_mail_address_is_refused(typed: str) -> None:
    with pytest.raises(InvalidValue, match="no e-mail address"):
        lists.mail_address(typed)


@pytest.mark.parametrize("typed", ["saraban@moi.go.th", "saraban_6301209@dla.go.th", "Saraban-Phayao@MOI.go.th"])
def test_central_addresses_as_offices_have_them_are_taken(typed: str) -> None:
    local, _, host = typed.partition("@")

    assert lists.mail_address(f" {typed} ") == f"{local}@{host.lower()}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ก\nข\r\n\nค", [("ก", Channel.SYSTEM), ("ข", Channel.SYSTEM), ("ค", Channel.SYSTEM)]),
        ("ก\ta@b.example", [("ก", Channel.CENTRAL_MAIL)]),
        ("ชื่อ,อีเมล,ทาง\nก,a@b.example,ไปรษณีย์", [("ก", Channel.POST)]),
        ("Name;E-mail\nก;a@b.example", [("ก", Channel.CENTRAL_MAIL)]),
        ('"ก, ข","ศาลากลาง, ตรัง"', [("ก, ข", Channel.POST)]),
        ("ก\tสมุดส่งหนังสือ\tอาคาร 1", [("ก", Channel.BY_HAND)]),
        ('ก "ข\tค', [('ก "ข', Channel.POST)]),
    ],
)
def test_pasted_lines_are_read_in_every_usual_form(text: str, expected: list[tuple[str, Channel]]) -> None:
    assert [(one.name, one.channel) for one in pasted.entries(text)] == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ชื่อ,ทาง\nก,นกพิราบ", "no way of sending"),
        ("ชื่อ\nก,ข", "more columns"),
        ('"ก', "quotation marks"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, why: str) -> None:
    with pytest.raises(InvalidValue, match=why):
        pasted.entries(text)


def test_a_csv_file_is_read_in_utf_8_and_in_the_thai_code_page() -> None:
    text = "ชื่อ,อีเมล\nผู้ว่าราชการจังหวัดตรัง,a@b.example\n"

    assert pasted.from_csv(text.encode("utf-8-sig")) == pasted.from_csv(text.encode("cp874"))


def test_s14_a_cell_that_a_spreadsheet_took_for_a_formula_comes_back_without_its_apostrophe() -> None:
    assert pasted.entries("'=1+1\t'+66 2")[0] == Entry("=1+1", Channel.POST, None, "+66 2")


words = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=30)


@given(
    st.lists(
        st.builds(Entry, words, st.just(Channel.CENTRAL_MAIL), st.just("a@b.example"), words, words),
        min_size=1,
        unique_by=lambda one: one.name,
    )
)
def test_a_list_written_as_lines_is_read_back_the_same(listed: list[Entry]) -> None:
    assert pasted.entries(pasted.as_lines(listed)) == listed
