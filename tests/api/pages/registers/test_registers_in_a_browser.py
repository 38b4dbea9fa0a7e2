"""The registers in Chromium: letters by the keyboard alone; axe-core, narrow screens, what stays in sight.

By default thirty letters; with SARABAN_EVERY_BYTE set, a hundred.
"""

import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from domain.thai.digits import to_thai
from registry.reader import Reader
from registry.views.book import Book
from registry.views.view import open_view
from tests.api.browser import axe, opened
from tests.api.web import WebOffice, served
from tests.registry.world import World
from tests.thorough import thoroughly

pytestmark = pytest.mark.browser

ENTRY = "/registers/received/entry"
LETTERS = 100 if os.environ.get("SARABAN_EVERY_BYTE") else 30
SENDERS = (
    ("ศธ 0201", "สำนักงานปลัดกระทรวงศึกษาธิการ"),
    ("นร 0504", "สำนักเลขาธิการคณะรัฐมนตรี"),
    ("กค 0402", "กรมบัญชีกลาง"),
    ("สธ 0211", "สำนักงานปลัดกระทรวงสาธารณสุข"),
    ("กบ 0023", "จังหวัดกระบี่"),
)
SUBJECTS = ("ขอเชิญประชุม", "ส่งรายงานผลการดำเนินงาน", "ขอความอนุเคราะห์ข้อมูล", "แจ้งมติคณะรัฐมนตรี", "ขอหารือแนวทางปฏิบัติ")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a day's post, as a clerk has it in hand."""

    number: str
    dated: str
    sender: str
    subject: str


def post_of_a_day(count: int) -> list[Letter]:
    """A day's post: letters of one sender lie together, most were written on one of two days."""
    chance = random.Random(38)  # noqa: S311 - the same post in every run
    letters: list[Letter] = []
    while len(letters) < count:
        code, sender = chance.choice(SENDERS)
        dated = chance.choice(("8/2/64", "8/2/64", "5/2/64"))
        for _ in range(chance.randint(1, 5)):
            n = len(letters) + 1
            letters.append(Letter(f"{code}/{n + 300}", dated, sender, f"{chance.choice(SUBJECTS)} ครั้งที่ {n}"))
    return letters[:count]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    world = World.staffed(tmp_path_factory.mktemp("browsed") / "registry")
    made = WebOffice.on_loopback(world)
    with served(made):
        yield made


@pytest.fixture(scope="module")
def page(browser: Browser, office: WebOffice) -> Iterator[Page]:
    """One page for all, so that scripts and styles are fetched once; each test says how large it is."""
    with opened(browser, office, "clerk") as page:
        yield page


class Keyboard:
    """Keys as a hand presses them, counted; nothing else touches the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.strokes = 0

    def write(self, text: str) -> None:
        """Type a text: one stroke a character."""
        self.page.keyboard.insert_text(text)
        self.strokes += len(text)

    def press(self, keys: str) -> None:
        """Press keys together: one stroke each."""
        self.page.keyboard.press(keys)
        self.strokes += keys.count("+") + 1


def enter(keys: Keyboard, letter: Letter, before: Letter | None) -> None:
    """Enter one letter: the number, whatever is otherwise than in the letter before, the subject."""
    code, stroke, running = letter.number.partition("/")
    repeated = before is not None and before.number.startswith(f"{code}/")
    keys.write(stroke + running if repeated else letter.number)
    keys.press("Enter")
    if before is None or before.dated != letter.dated:
        keys.write(letter.dated.removesuffix("/64"))  # this year
    keys.press("Enter")
    if before is None or before.sender != letter.sender:
        keys.write(letter.sender)
    keys.press("Enter")
    keys.press("Enter")  # to this office, as the form has it
    keys.write(letter.subject)
    keys.press("Control+Enter")


def spreadsheet_strokes(letters: list[Letter], addressee: str) -> int:
    """How many strokes the same takes in a spreadsheet of the same columns, where every cell is typed."""
    rows = (
        (str(n), one.number, one.dated, one.sender, addressee, one.subject) for n, one in enumerate(letters, start=1)
    )
    return sum(sum(len(cell) + 1 for cell in row) for row in rows)  # Tab or Enter behind each cell


@thoroughly
def test_a_pile_of_letters_is_registered_by_the_keyboard_alone(
    page: Page, office: WebOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    letters = post_of_a_day(LETTERS)

    page.set_viewport_size({"width": 1000, "height": 500})
    page.goto(ENTRY)
    keys = Keyboard(page)
    began = time.perf_counter()
    for n, letter in enumerate(letters, start=1):
        enter(keys, letter, letters[n - 2] if n > 1 else None)
        page.wait_for_selector(f'#entry[data-entered="{n}"] input[name=printed]:focus')
    seconds = time.perf_counter() - began
    said = page.locator("#said").inner_text()

    sheet = spreadsheet_strokes(letters, office.counter.name)
    with capsys.disabled():
        print(  # noqa: T201 - the figures are for whoever reads the run
            f"\na letter by the keyboard: {keys.strokes / LETTERS:.0f} strokes, {seconds / LETTERS:.2f} s of the "
            f"machine; in a spreadsheet's columns: {sheet / LETTERS:.0f} strokes"
        )
    with Reader(office.world.folder) as reader, open_view(reader, Book) as book:
        rows = [(row.number, row.sender, row.subject) for row in book.received()]
    assert rows == [(one.number, one.sender, one.subject) for one in letters]
    assert to_thai(str(LETTERS)) in said
    assert keys.strokes < sheet


def judge(page: Page) -> None:
    """Let axe-core judge the page as it is on a narrow screen, and measure it."""
    page.set_viewport_size({"width": 320, "height": 640})
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@thoroughly
@pytest.mark.parametrize(
    "path",
    [
        "/registers/received",
        "/registers/sent?stage=void&since=วันนี้",
        "/registers/received?q=ประชุม&at=9 ก.พ. 2564",
        "/registers/import",
        "letter",
    ],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_a_narrow_screen(page: Page, office: WebOffice, path: str) -> None:
    letter = office.world.receive(subject="ขอเชิญประชุม")

    page.goto(f"/letters/{letter}" if path == "letter" else path)

    judge(page)


def test_axe_finds_nothing_in_any_state_of_the_entry_form(page: Page, office: WebOffice) -> None:
    office.world.receive(printed="ศธ 0201/1", subject="เรื่องเดียวกัน")

    page.goto(ENTRY)
    page.keyboard.press("F1")
    page.wait_for_selector("dialog[open]")
    judge(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".error-summary")
    judge(page)
    for name, text in (
        ("printed", "ศธ 0201/1"),
        ("sender", "ก"),
        ("subject", "เรื่องเดียวกัน"),
        ("dated", "9/2/64"),
        ("due", "1/1/2600"),
    ):
        page.fill(f"#{name}", text)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".banner a[href='#due']")
    judge(page)


def test_a_row_that_has_the_focus_is_not_hidden_by_the_heading(page: Page, office: WebOffice) -> None:
    for _ in range(30):
        office.world.receive()

    page.set_viewport_size({"width": 1000, "height": 500})
    page.goto("/registers/received")
    links = page.locator(".register tbody a")
    links.last.focus()
    links.nth(3).focus()
    top = links.nth(3).bounding_box()
    heading = page.locator(".register thead th").first.bounding_box()

    assert top is not None
    assert heading is not None
    assert top["y"] >= heading["y"] + heading["height"]


def paste(page: Page, text: str) -> None:
    """Paste a text where the focus is."""
    page.evaluate(
        """text => {
            const paste = new DataTransfer();
            paste.setData("text/plain", text);
            const event = new ClipboardEvent("paste", {clipboardData: paste, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def test_a_pasted_row_of_a_spreadsheet_fills_the_fields_whatever_lines_its_cells_have(page: Page) -> None:
    names = ("printed", "dated", "sender", "addressee", "subject")
    page.goto(ENTRY)

    paste(page, 'นร 0504/1\t๙ ก.พ. ๒๕๖๔\t"\tอธิบดี\t"เรื่อง ""วาง""\r\nสองบรรทัด"\r\n')
    filled = [page.input_value(f"#{name}") for name in names]
    said = page.locator("#said").inner_text()
    paste(page, "นร 0504/2\t9/2/64\tสำนักนายก\r\nนร 0504/3\t9/2/64\tสำนักนายก\r\n")

    assert filled == ["นร 0504/1", "๙ ก.พ. ๒๕๖๔", '"', "อธิบดี", 'เรื่อง "วาง" สองบรรทัด']
    assert said == ""
    assert page.input_value("#printed") == "นร 0504/2"
    assert "ใช้เฉพาะแถวแรก" in page.locator("#said").inner_text()
