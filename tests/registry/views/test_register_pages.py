"""A register is read page by page: every row once, whatever is asked, and nothing that the reader may not see."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.classes import SecrecyClass
from domain.errors import InvalidValue
from domain.letter.text import Addressee
from domain.series import OpeningRow, SeriesKind
from registry import requests
from registry.reader import Reader
from registry.views import register_search
from registry.views.book import Book, BookRow, RowState
from registry.views.pieces import fold
from registry.views.register_pages import Line, RegisterPages
from registry.views.register_search import Question, Register, Stage
from registry.views.view import open_view
from tests.registry.views.conftest import OLD_ROW
from tests.registry.world import BEGINNING, World

DAY = BEGINNING.date()
ALL = frozenset(SecrecyClass)
SENT, RECEIVED = Question(Register.SENT), Question(Register.RECEIVED)


@pytest.fixture(scope="module")
def book(busy_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The busy office's registers, which nobody changes here."""
    folder = shutil.copytree(busy_office, tmp_path_factory.mktemp("pages") / "registry")
    with Reader(folder) as reader, open_view(reader, Book) as view:
        yield view


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    yield world
    world.close()


def all_rows(book: Book, asked: Question) -> list[BookRow]:
    """Every row of a register as the view of the whole book has it."""
    read = {Register.SENT: book.sent, Register.RECEIVED: book.received, Register.SECRET: book.secret}
    return list(read[asked.register](known_at=asked.known_at))


def walked(book: Book, asked: Question, *, rows: int, newest_first: bool = False) -> list[Line]:
    """All pages one after another."""
    found: list[Line] = []
    behind = None
    while True:
        page = RegisterPages(book).page(asked, rows=rows, newest_first=newest_first, behind=behind)
        found += page.lines
        if page.following is None:
            return found
        behind = page.following


def shown(world: World, asked: Question) -> list[Line]:
    with Reader(world.folder) as reader, open_view(reader, Book) as view:
        return list(RegisterPages(view).page(asked).lines)


def place(row: BookRow) -> tuple[str, str]:
    return row.series, str(row.n)


@pytest.mark.parametrize("register", Register)
@pytest.mark.parametrize("rows", [1, 2, 7, 500])
def test_page_after_page_has_every_row_once_and_shows_what_the_book_shows(
    book: Book, register: Register, rows: int
) -> None:
    asked = Question(register, classes=ALL)

    found = walked(book, asked, rows=rows)

    assert sorted((line.row for line in found), key=place) == sorted(all_rows(book, asked), key=place)
    assert [line.line for line in found] == sorted(line.line for line in found)


@pytest.mark.parametrize("asked", [SENT, RECEIVED, replace(SENT, text="มท 0812"), replace(SENT, year=2564)])
def test_the_newest_come_first_unless_the_order_of_numbers_is_asked_for(book: Book, asked: Question) -> None:
    by_number = walked(book, asked, rows=2)

    newest = walked(book, asked, rows=2, newest_first=True)

    assert newest == by_number[::-1]
    assert len(newest) > 1


def test_in_every_series_the_order_of_lines_is_the_order_of_numbers(book: Book) -> None:
    found = [line.row for line in walked(book, SENT, rows=3) if line.stage is not Stage.OLD_BOOK]

    for series in {row.series for row in found}:
        numbers = [int(row.n) for row in found if row.series == series]
        assert numbers == sorted(numbers)


@pytest.mark.parametrize("newest_first", [True, False])
def test_one_can_go_back_page_by_page(book: Book, *, newest_first: bool) -> None:
    pages = RegisterPages(book)
    first = pages.page(SENT, rows=2, newest_first=newest_first)
    second = pages.page(SENT, rows=2, newest_first=newest_first, behind=first.following)
    assert second.lines

    back = pages.page(SENT, rows=2, newest_first=newest_first, before=second.preceding)

    assert back.lines == first.lines
    assert (first.preceding, back.preceding) == (None, None)
    assert back.following == first.following


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    register=st.sampled_from([Register.SENT, Register.RECEIVED]),
    text=st.sampled_from(["", "", "ประชุม", "ผล", "มท 0812/ว 271", "271", "๒๗๑", "ก", "ขอ ก", "นร", "เดิม", "ไม่มี"]),
    sender=st.sampled_from(["", "", "กรม", "กระทรวง"]),
    n=st.sampled_from([None, None, None, 1, 2, 271]),
    days=st.sampled_from([(None, None), (DAY, DAY), (None, DAY), (DAY + timedelta(days=1), None)]),
    stage=st.sampled_from([None, None, *Stage]),
    year=st.sampled_from([None, 2564, 2565]),
    known_at=st.none() | st.integers(0, 60),
)
def test_whatever_is_asked_it_finds_the_rows_that_are_like_that_and_no_other(
    book: Book,
    *,
    register: Register,
    text: str,
    sender: str,
    n: int | None,
    days: tuple[date | None, date | None],
    stage: Stage | None,
    year: int | None,
    known_at: int | None,
) -> None:
    if len(fold(text)) == 1 and not sender:
        text = ""
    asked = Question(
        register, text, sender, n=n, since=days[0], until=days[1], stage=stage, year=year, known_at=known_at
    )
    every = walked(book, Question(register, known_at=known_at), rows=50)

    found = walked(book, asked, rows=3)

    assert found == [line for line in every if is_like(line, asked)]


def is_like(line: Line, asked: Question) -> bool:
    """Whether a row is what was asked for, told from what it shows; what was corrected is shown in its remark."""
    row, day = line.row, line.row.registered_on
    corrected = re.findall("“(.*?)”", row.remark) if asked.known_at is None else []
    cells = [fold(one) for one in (row.subject, row.sender, row.addressee, *corrected)]
    full = fold(row.number) + {"ordinary": "/", "circular": "/ว"}.get(row.kind.value, "") + str(row.n)
    number = fold(row.number) if row.kind is SeriesKind.RECEIVED or line.stage is Stage.OLD_BOOK else full
    numbers = "" if row.state in {RowState.RESERVED, RowState.VOID} else f"{number} {full}".replace("มท ", "มท")
    typed = fold(asked.text).split()
    return (
        (
            all(any(word in cell for cell in (*cells, numbers, str(row.n))) for word in typed)
            or "".join(typed) in numbers
        )
        and fold(asked.sender) in cells[1]
        and asked.n in {None, row.n}
        and (asked.since is None or (day is not None and day >= asked.since))
        and (asked.until is None or (day is not None and day <= asked.until))
        and asked.stage in {None, line.stage}
        and asked.year in {None, row.year}
    )


def test_a_word_of_one_character_alone_is_refused(book: Book) -> None:
    with pytest.raises(InvalidValue, match="single character finds too much"):
        RegisterPages(book).page(replace(SENT, text="ก"))


def test_a_running_number_of_one_figure_is_found(world: World) -> None:
    for _ in range(11):
        world.receive()

    found = shown(world, replace(RECEIVED, text="๑"))

    assert [line.row.n for line in found] == [1]


def test_a_corrected_row_is_found_by_what_it_says_and_by_what_it_said(world: World) -> None:
    stream = world.receive(subject="ขอเชิญประชุม")
    slip = {"what": "subject", "old": "ขอเชิญประชุม", "new": "ขอเชิญสัมมนา", "reason": "พิมพ์ผิด", "clerk": "clerk"}
    world.enter(stream, "entry.corrected.v1", **slip)

    now, before = shown(world, replace(RECEIVED, text="สัมมนา")), shown(world, replace(RECEIVED, text="ประชุม"))

    assert [line.row.subject for line in now] == ["ขอเชิญสัมมนา"]
    assert before == now


def test_as_it_stood_a_row_is_not_found_by_what_was_written_later(world: World) -> None:
    stream = world.receive(subject="ขอเชิญประชุม")
    with Reader(world.folder) as reader:
        then = reader.store.newest()
    slip = {"what": "subject", "old": "ขอเชิญประชุม", "new": "ขอเชิญสัมมนา", "reason": "พิมพ์ผิด", "clerk": "clerk"}
    world.enter(stream, "entry.corrected.v1", **slip)

    later = shown(world, replace(RECEIVED, text="สัมมนา", known_at=then))
    earlier = shown(world, replace(RECEIVED, text="ประชุม", known_at=then))

    assert later == []
    assert [line.row.subject for line in earlier] == ["ขอเชิญประชุม"]


def test_several_numbers_of_one_letter_are_each_found_by_their_own(world: World) -> None:
    both = (Addressee("จังหวัดหนึ่ง"), Addressee("จังหวัดสอง"))
    world.admit(world.sign(world.letter(world.reserve(count=2), addressees=both), who="dg"))

    found = shown(world, replace(SENT, text="มท 0812/ว 272"))

    assert [(line.row.n, line.row.addressee) for line in found] == [(272, "จังหวัดสอง")]


def test_how_far_a_letter_came_is_a_stage_with_its_day(world: World) -> None:
    got = world.receive()
    world.enter(got, "matter.assigned.v1", to="กองคลัง", clerk="clerk", due="2021-02-12")
    world.enter(got, "action.noted.v1", action="ทำหนังสือแล้ว", clerk="clerk")

    [open_matter] = shown(world, replace(RECEIVED, stage=Stage.IN_PROGRESS))
    world.enter(got, "matter.concluded.v1", how="ส่งผลแล้ว", clerk="clerk")

    assert open_matter.due == date(2021, 2, 12)
    assert shown(world, replace(RECEIVED, stage=Stage.IN_PROGRESS)) == []
    assert [line.due for line in shown(world, replace(RECEIVED, stage=Stage.CONCLUDED))] == [date(2021, 2, 12)]


def test_s5_a_row_of_a_class_that_the_reader_may_not_see_is_in_no_answer_and_no_count(world: World) -> None:
    secret = world.open_series(SeriesKind.SECRET, book="ลับ")
    answer = world.ask(requests.EnterSecret(secret, world.now.date(), SecrecyClass.VERY_SECRET, "clerk"))
    asked = Question(Register.SECRET)

    with Reader(world.folder) as reader, open_view(reader, Book) as view:
        pages = RegisterPages(view)
        hidden = (pages.page(asked).lines, pages.count(asked).rows, pages.lines_of(answer["stream"], asked.classes))
        [line] = pages.page(replace(asked, classes=ALL)).lines

    assert hidden == ((), 0, [])
    assert (line.row.n, line.row.secrecy) == (1, SecrecyClass.VERY_SECRET)


def test_rows_of_an_old_book_come_before_all_others_whenever_they_were_entered(world: World) -> None:
    world.issue()
    page = world.register.blobs.put(b"SPECIMEN: the last page of the earlier book")
    rows = [OLD_ROW, OpeningRow("271", "", "", "ก", "ข", "ค", "", "")]
    world.ask(requests.EnterOpening(world.series[SeriesKind.CIRCULAR], page, 1, rows, "clerk"))

    found = shown(world, SENT)

    assert [line.row.n for line in found] == [271, "271", "270"]


def test_a_count_is_exact_or_says_that_there_are_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        world.receive()
    monkeypatch.setattr("registry.views.register_pages.MOST_COUNTED", 3)
    monkeypatch.setattr("registry.views.register_pages.MOST_FOUND", 3)

    with Reader(world.folder) as reader, open_view(reader, Book) as view:
        all_of_them = RegisterPages(view).count(RECEIVED)
        page, with_page = RegisterPages(view).first(replace(RECEIVED, text="ประชุม"), rows=2)
        also = RegisterPages(view).first(RECEIVED, rows=2)
        one = RegisterPages(view).count(replace(RECEIVED, n=2))

    assert (all_of_them.rows, all_of_them.exact) == (3, False)
    assert also == (page, with_page)
    assert (with_page, len(page.lines), page.following) == (all_of_them, 2, page.lines[-1].line)
    assert (one.rows, one.exact) == (1, True)


def test_days_leave_other_days_out_though_the_clock_once_went_back(world: World) -> None:
    world.next_day()
    world.receive(subject="วันที่สอง")
    world.clock.now -= timedelta(days=1)
    world.receive(subject="วันแรก")
    world.clock.now += timedelta(days=1)
    world.receive(subject="วันที่สองอีก")

    found = shown(world, replace(RECEIVED, since=DAY + timedelta(days=1), until=DAY + timedelta(days=1)))

    assert [line.row.subject for line in found] == ["วันที่สองอีก", "วันที่สอง"]


def test_a_search_that_looks_at_too_many_lines_stops_says_so_and_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = world.receive(subject="เรื่องที่ต้องการ")
    for _ in range(4):
        world.receive(subject="เรื่องอื่น")
    monkeypatch.setattr(register_search, "MOST_LOOKED_AT", 2)
    asked = replace(RECEIVED, text="เรื่อง", sender="กระทรวง", n=1)

    with Reader(world.folder) as reader, open_view(reader, Book) as view:
        first = RegisterPages(view).page(asked)
        found = walked(view, asked, rows=5, newest_first=True)
        count = RegisterPages(view).count(asked)

    assert (first.lines, first.unfinished) == ((), True)
    assert [line.row.stream for line in found] == [wanted]
    assert not count.exact
