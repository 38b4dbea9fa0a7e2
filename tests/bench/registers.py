"""What a clerk waits for who opens a page of a register of 1 000 000 letters, or searches in it.

bare      Litestar, one Jinja page of the same size, no registry
page      the newest rows, and pages from anywhere in ten years, in both orders
filter    a day, a year, a state, a sender
search    a common word, a rare phrase, a number, a piece of a number

The rows are a SYNTHETIC FILL of the derived file: they are written straight into the view's tables, no fact says them,
and nothing but reading them is measured. The file is made as the view itself would have made it.
"""

import itertools
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from api.auth.sessions import cookie_name
from domain.series import SeriesKind
from domain.thai.dates import buddhist_year
from registry.reader import Reader
from registry.views.book import Book
from registry.views.book_lines import OLD_BELOW
from registry.views.pieces import EDGE, in_threes
from registry.views.view import open_view, view_path
from tests.api.web import WebOffice
from tests.bench.requests import HEADERS, bare_page, measure
from tests.registry.world import World

LETTERS = 1_000_000
PER_SECOND = 5
COUNT = 200
AIMS = {
    "register_page_p99_ms": "≤ 100",
    "register_filter_p99_ms": "≤ 100",
    "register_search_p99_ms": "≤ 100",
    "register_bare_p99_ms": "the yardstick: a bare page of Litestar, of the same size",
    "register_filled_s": "the synthetic fill",
}
_WORDS = tuple(
    word
    for words in (
        "ขอเชิญ ประชุม ปรับปรุง โครงสร้าง แบ่งงาน ภายใน แจ้งผล สำรวจ ข้อมูล งบประมาณ",
        "ประจำปี รายงาน ดำเนินงาน โครงการ พัฒนา จังหวัด อำเภอ ตำบล ท้องถิ่น องค์กร",
        "ปกครอง ส่งเอกสาร ขออนุมัติ เบิกจ่าย ค่าใช้จ่าย เดินทาง ฝึกอบรม หลักสูตร ข้าราชการ แต่งตั้ง",
        "คณะกรรมการ ตรวจรับ พัสดุ จัดซื้อ จัดจ้าง สอบราคา ยกเลิก ระเบียบ หลักเกณฑ์ แนวทาง",
        "ปฏิบัติ มาตรการ ป้องกัน แก้ไข ปัญหา น้ำท่วม ภัยแล้ง หมอกควัน ขยะ สิ่งแวดล้อม",
    )
    for word in words.split()
)
_CODES = ("มท 0810", "ศธ 0201", "นร 0504", "กค 0402", "สธ 0211", "กษ 1104", "คค 0808", "อว 0601")
_FIRST_DAY = date(2012, 1, 2)
_YEARS = 10
_STAGES = ("registered", "in_progress", "concluded", "concluded", "concluded")
_SHARES = ((SeriesKind.RECEIVED, 0.6), (SeriesKind.ORDINARY, 0.3), (SeriesKind.CIRCULAR, 0.1))
_ENTRY = "INSERT INTO entries VALUES (?, ?, 0, NULL, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 'none')"
_LINE = "INSERT INTO lines VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, 'none', 'normal', NULL)"
_WORD = "INSERT INTO words (rowid, place, number, subject, sender, addressee) VALUES (?, ?, ?, ?, ?, ?)"
_STEP = "INSERT INTO steps VALUES (?, 0, ?, NULL)"
_TOGETHER = 20_000  # rows of one statement


def measured(letters: int = LETTERS) -> dict[str, float]:
    """Fill a register and return milliseconds of every kind of page, beside those of a bare page."""
    with tempfile.TemporaryDirectory(prefix="bench-registers-") as place:
        world = World.staffed(Path(place) / "registry")
        began = time.perf_counter()
        fill(world.folder, letters)
        figures = {"register_filled_s": time.perf_counter() - began}
        office = WebOffice.of(world)
        cookie = f"{cookie_name(office.counter.settings)}={office.session('clerk')}".encode()
        headers = (*HEADERS, (b"cookie", cookie))
        size = 0
        for name, paths in _asked(letters).items():
            waited = measure(office.app, itertools.cycle(paths), per_second=PER_SECOND, count=COUNT, headers=headers)
            figures |= {f"register_{name}_p50_ms": waited.p50, f"register_{name}_p99_ms": waited.p99}
            size = max(size, waited.bytes)
        waited = measure(bare_page(size), itertools.repeat("/"), per_second=PER_SECOND, count=COUNT)
        figures |= {"register_bare_p50_ms": waited.p50, "register_bare_p99_ms": waited.p99}
        world.close()
    return figures


def fill(folder: Path, letters: int, *, seed: int = 20210210) -> None:
    """Write *letters* rows straight into the registers' derived file, spread over ten years."""
    with Reader(folder) as reader, open_view(reader, Book):
        path = view_path(reader, Book)
    file = sqlite3.connect(path, isolation_level=None)
    file.execute("PRAGMA synchronous = OFF")
    file.execute("BEGIN")
    series = ((_series(kind, year), kind.value, year) for kind, _ in _SHARES for year in _years())
    file.executemany("INSERT INTO series VALUES (?, 0, 'ทะเบียน', ?, ?)", series)
    rows = _rows(letters, random.Random(seed))  # noqa: S311 - the same letters in every run
    while some := list(itertools.islice(rows, _TOGETHER)):
        for sql, values in zip((_ENTRY, _LINE, _WORD, _STEP), zip(*some, strict=True), strict=True):
            file.executemany(sql, values)
    file.execute(
        "INSERT INTO days SELECT register, day, min(line), max(line) FROM lines WHERE day IS NOT NULL AND line > ? "
        "GROUP BY register, day",
        (OLD_BELOW + 1000,),
    )
    file.execute("COMMIT")
    file.close()


Values = tuple[str | int | None, ...]


def _rows(letters: int, chance: random.Random) -> Iterator[tuple[Values, Values, Values, Values]]:
    """Yield what one letter is in each table."""
    last: dict[str, int] = {}
    kinds, weights = [kind for kind, _ in _SHARES], [share for _, share in _SHARES]
    for place in range(letters):
        day = _FIRST_DAY + timedelta(days=place * _YEARS * 365 // letters)
        kind = chance.choices(kinds, weights)[0]
        series = _series(kind, buddhist_year(day))
        n = last[series] = last.get(series, 0) + 1
        line, stream = OLD_BELOW + 1001 + place, f"{place:08x}-0000-7000-8000-000000000000"
        register = "received" if kind is SeriesKind.RECEIVED else "sent"
        subject = "".join(chance.choices(_WORDS, k=chance.randint(4, 9)))
        office = f"สำนักงานจังหวัด {chance.randrange(76)} กอง{chance.choice(_WORDS)}"
        code = chance.choice(_CODES)
        number = f"{code}/{chance.randrange(20_000)}" if register == "received" else code
        found_by = f"{EDGE}{number.replace(' ', '')}{EDGE}{n}{EDGE}"
        stage = chance.choice(_STAGES) if register == "received" else "dispatched"
        state = "received" if register == "received" else "issued"
        marks = f"{register} s{series.replace('-', '')}"
        texts = [in_threes(f"{EDGE}{text}{EDGE}") for text in (subject, office, "อธิบดี")]
        yield (
            (series, n, stream, state, day.isoformat(), number, day.isoformat(), office, "อธิบดี", subject),
            (line, register, series, marks, n, day.isoformat(), stage, stream, found_by),
            (line, marks, in_threes(found_by), *texts),
            (line, stage),
        )


def _series(kind: SeriesKind, year: int) -> str:
    return f"{year:08x}-{list(SeriesKind).index(kind):04x}-7000-8000-ffffffffffff"


def _years() -> range:
    first = buddhist_year(_FIRST_DAY)
    return range(first, first + _YEARS + 1)


def _asked(letters: int) -> dict[str, Sequence[str]]:
    """Return the addresses of each kind of page."""
    chance = random.Random(7)  # noqa: S311 - chooses what is measured
    lines = [OLD_BELOW + 1001 + chance.randrange(letters) for _ in range(40)]
    received, sent = "/registers/received", "/registers/sent"
    anywhere = [f"{received}?behind={line}" for line in lines[:20]]
    by_number = [f"{sent}?order=number&behind={line}" for line in lines[20:]]
    filters = [
        *(f"{received}?since={day}/6/{year}&until={day}/6/{year}" for day in (3, 9, 20) for year in (2557, 2560, 2563)),
        *(f"{sent}?year={year}" for year in (2555, 2559, 2564)),
        *(f"{received}?stage={stage}" for stage in ("registered", "in_progress", "void", "concluded")),
        *(f"{received}?year=2558&stage={stage}" for stage in ("registered", "concluded")),
        f"{sent}?sender={quote('จังหวัด 33')}&year=2561",
        f"{received}?no=1234",
        f"{received}?since=1/1/2560&until=31/3/2560&q={quote('น้ำท่วม')}",
    ]
    common = ("ประชุม", "ปกครอง", "งบประมาณประจำปี", "ประชุม โครงการ")
    rare = ("น้ำท่วมภัยแล้ง", "หมอกควันขยะน้ำท่วม", "ไม่มีเรื่องนี้", "ฝึกอบรมหลักสูตรข้าราชการแต่งตั้ง")
    numbers = ("ศธ 0201/15", "0201/1999", "๙๙", "มท 0810", "12345")
    searches = [f"{received}?q={quote(text)}" for text in (*common, *rare, *numbers)]
    searches += [f"{sent}?q={quote(text)}" for text in (*common, *rare)]
    return {"page": [received, sent, *anywhere, *by_number], "filter": filters, "search": searches}
